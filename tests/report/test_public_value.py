"""Public value: by hand, and the parts of runs."""

import pandas as pd
import pytest

from sipabm import Results, Scenario
from sipabm.report import pockets, public_value
from sipabm.report.public_value import VALUES


def test_cash_and_other_value_are_two_rows_that_are_never_added():
    values = dict.fromkeys(VALUES, 1.0) | {"value_citizens": 5.0, "value_local_firms": 2.0}
    yearly = {"run": [0, 1], "domain": ["social", "health"], **values}
    yearly |= {"gross_cash": 6.0, "gross_other": 9.0, "net_cash": 3.0, "net_other": -1.0}
    frames = {"yearly": pd.DataFrame(yearly), "runs": pd.DataFrame({"run": [0, 1]})}
    table = public_value(Results(Scenario.load("classroom"), {}, frames.__getitem__)).set_index(["domain", "kind"])
    numbers = table[["gross", "of_effects", "net"]]
    assert numbers.loc[("all", "cash")].tolist() == [6.0, 4.0, 3.0]  # two runs, a row in each
    assert numbers.loc[("all", "other")].tolist() == [9.0, 7.0, -1.0]
    assert numbers.loc[("social", "cash")].tolist() == [3.0, 2.0, 1.5]
    assert numbers.loc[("employment", "other")].tolist() == [0.0, 0.0, 0.0]


def test_what_effects_bring_is_what_pockets_gain(busy_results):
    gained = pockets(busy_results).query("kind != 'funds'").groupby(["domain", "kind"])["gained"].sum()
    found = public_value(busy_results).set_index(["domain", "kind"])["of_effects"]
    assert found[gained.index].to_numpy() == pytest.approx(gained.to_numpy())


def test_areas_add_up_to_all(busy_results):
    table = public_value(busy_results).set_index(["kind", "domain"])[["gross", "of_effects", "net"]]
    for kind in ("cash", "other"):
        parts = table.loc[kind].drop("all").sum()
        assert parts.to_numpy() == pytest.approx(table.loc[(kind, "all")].to_numpy())
        assert (parts != 0).all()
