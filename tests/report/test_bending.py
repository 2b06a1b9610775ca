"""Bending: by hand, and what runs count."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Results, Scenario, simulate
from sipabm.levers import BENDING_LEVERS
from sipabm.report import bending
from sipabm.report.bending import COLUMNS

SHARES = ["started_a_run", "propensity", "use"]


def test_shares_are_of_the_attempts_started_in_all_runs():
    rows = pd.DataFrame({"run": [0, 1, 1], "year": 2012, "domain": ["social", "social", "health"]})
    counts = dict.fromkeys(COLUMNS, 0.0) | {"started": [3.0, 1.0, 4.0]}
    counts |= {"propensity_early_meetings": [1.0, 0.6, 2.0], "bends_early_meetings": [2.0, 1.0, 1.0]}
    frames = {"yearly": rows.assign(**counts), "runs": pd.DataFrame({"run": [0, 1]})}
    table = bending(Results(Scenario.load("classroom"), {}, frames.__getitem__))
    found = table.set_index(["lever", "domain"])[SHARES]
    assert found.loc[("early_meetings", "social")].tolist() == pytest.approx([2.0, 0.4, 0.75])  # of four in two runs
    assert found.loc[("early_meetings", "health")].tolist() == pytest.approx([2.0, 0.5, 0.25])
    assert found.loc[("early_meetings", "all")].tolist() == pytest.approx([4.0, 0.45, 0.5])
    assert found.loc[("early_meetings", "employment"), "started_a_run"] == 0
    assert np.isnan(found.loc[("early_meetings", "employment"), "propensity"])


def test_every_year_area_and_lever_has_a_row_in_the_order_of_years(busy_results):
    table = bending(busy_results)
    years = busy_results.yearly["year"].nunique()
    assert len(table) == years * 4 * len(BENDING_LEVERS) == len(table.drop_duplicates(["year", "domain", "lever"]))
    assert table["year"].is_monotonic_increasing
    assert table["propensity"].dropna().between(0, 1).all() and table["use"].dropna().between(0, 1).all()


def test_without_bending_nobody_does_more_than_practice(lively):
    straight = lively.replace(bending=0.0)
    found = bending(simulate(straight, 2)).dropna()
    practice = found["lever"].map(lambda lever: getattr(straight.levers, lever).practice)
    assert found["propensity"].to_numpy() == pytest.approx(practice.to_numpy())


def test_a_policy_moves_use_and_not_what_actors_would_do_by_themselves(lively):
    straight = lively.replace(bending=0.0)
    before, after = (
        bending(simulate(each, 2)).query("lever == 'early_meetings'").dropna()
        for each in (straight, straight.with_policy(f"early_meetings=1@{straight.first_quarter}"))
    )
    assert (after["use"] == 1).all() and before["use"].mean() < 1
    assert after["propensity"].to_numpy() == pytest.approx(before["propensity"].iloc[0])
