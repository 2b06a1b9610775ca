import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm.sweeps.measured import measured_tables
from sipabm.sweeps.measures import Measure
from sipabm.words import Pocket

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "welfare_areas.py"
SPEC = importlib.util.spec_from_file_location("welfare_areas_by_hand", SCRIPT)
areas = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(areas)
FLAGS = ("deal", "delivered", "ended_early", "successful")
VALUES = ("gross_cash", "cash", "net_cash", "gross_other", "other", "net_other")


def attempts():
    """Four attempts: stopped in two stages, signed, and one that ended too late to count."""
    return pd.DataFrame(
        {
            "run": 0,
            "domain": "health",
            "ended": ["2012Q1", "2012Q2", "2013Q1", "2030Q1"],
            "stage": ["meeting", "negotiation", "signed", "signed"],
            "barrier_family": ["stakeholders", "model", None, None],
            "barrier": ["no_partner", "silos", None, None],
            "cost_authority": [0.1, 0.2, 0.3, 9.0],
            "cost_provider": 0.01,
            "cost_investors": 0.02,
        }
    ).astype({"ended": "period[Q-DEC]"})


def test_an_attempt_is_past_every_stage_before_that_of_its_end():
    rows = areas.attempt_columns(attempts(), 2029)
    assert rows["attempts"].sum() == 3
    assert rows["past_meeting"].tolist() == rows["past_mobilisation"].tolist() == [0, 1, 1]
    assert rows["signed"].tolist() == [0, 0, 1] and rows["stopped"].tolist() == [1, 1, 0]
    assert rows["stakeholders"].tolist() == [1, 0, 0] and rows["model"].tolist() == [0, 1, 0]
    assert rows["spent_by_all"].tolist() == pytest.approx([0.13, 0.23, 0.33])
    assert rows["spent_public"].tolist() == [0.1, 0.2, 0.3]


def test_cash_and_other_value_of_a_deal_stand_apart_gross_of_effects_and_net():
    value = {f"value_{pocket.name.lower()}": 1.0 for pocket in Pocket} | {"value_citizens": 5.0}
    money = {"gross_cash": 6.0, "gross_other": 9.0, "displaced_cash": 3.0, "displaced_other": 8.0}
    about = {"run": 0, "domain": "health", "year": 2012, "paid": 2.0, "misplaced": 0.5, "break_fee": 0.1}
    rest = {"spent": 1.0, "cost_after": 0.2, "burden": 0.05, "effect": 0.9, "guarantee_paid": 7.0}
    deals = pd.DataFrame([{**value, **money, **about, **rest, **dict.fromkeys(FLAGS, 1.0)}])
    row = areas.deal_columns(deals, 2029).iloc[0]
    assert [row[name] for name in VALUES] == [6.0, 4.0, 1.0, 9.0, 6.0, -2.0]
    assert (row["spent_by_all"], row["spent_public"]) == pytest.approx(
        (1.25, 2.3)
    )  # what a guarantor pays is no budget's


def test_areas_are_ordered_from_the_largest():
    assert areas.order(pd.Series([0.3, 0.5, 0.4])) == ["employment", "health", "social"]


def test_what_a_lever_adds_is_a_share_of_its_area():
    base = pd.DataFrame([[20.0, 10.0, 5.0], [20.2, 10.1, 5.1], [19.8, 9.9, 4.9]], columns=areas.AREAS)
    measures = [Measure(f"successful_{area}", area, "partnerships", (area,)) for area in areas.AREAS]
    levers = measured_tables(measures, {areas.AS_IT_IS: base, "a": 1.1 * base, "b": 1.5 * base})
    table = areas.gains_table(levers, seed=1)
    assert table["difference"].tolist() == pytest.approx([0.1, 0.5] * 3)
    assert table["added"].tolist() == pytest.approx([2.0, 10.0, 1.0, 5.0, 0.5, 2.5])
    assert table["best"].tolist() == [0.0, 1.0] * 3


def test_a_finding_is_stable_as_far_as_others_find_the_same():
    found, other = {"social": "a"}, {"social": "b"}
    assert areas.agreeing("a", [found, other, found, found], "social") == 0.75
