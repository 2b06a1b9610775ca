"""The decline: its three senses on curves worked by hand, the years that are looked at, and small runs."""

import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.statistics import shapley
from sipabm.studies import decline_attribution
from sipabm.sweeps.measuring import measure_runs

FALLING = [0, 3, 6, 9, 6, 3, 3, 3]
CALENDAR = list(range(2016, 2024))


def test_a_fall_is_from_the_highest_three_years_to_the_last_three():
    assert decline_attribution.lost(np.array(FALLING, dtype=float)) == 7 - 3
    assert decline_attribution.share_lost(np.array(FALLING, dtype=float)) == pytest.approx(4 / 7)


@pytest.mark.parametrize("curve", [[1, 2, 3, 4, 5], [2, 2, 2, 2, 2], [0, 0, 0, 0, 0]])
def test_what_rises_stays_or_never_was_has_lost_nothing(curve):
    assert decline_attribution.lost(np.array(curve, dtype=float)) == 0
    assert decline_attribution.share_lost(np.array(curve, dtype=float)) == 0


def test_a_curve_that_only_trembles_loses_little():
    trembling = np.array([10, 11, 9, 10, 11, 9, 10, 11, 9], dtype=float)
    assert decline_attribution.share_lost(trembling) == pytest.approx(0)


def test_the_share_lost_does_not_ask_how_many_there_are():
    curve = np.array(FALLING, dtype=float)
    assert decline_attribution.share_lost(30 * curve) == pytest.approx(decline_attribution.share_lost(curve))


def test_of_a_handful_of_partnerships_no_share_is_told():
    curve = np.array([0, 0, 0.5, 0, 0, 0, 0, 0], dtype=float)
    assert decline_attribution.share_lost(curve) == pytest.approx(0.5 / 3)  # and not all of it
    assert decline_attribution.share_lost(6 * curve) == 1


def test_the_change_between_fixed_years_is_negative_for_a_rise():
    assert decline_attribution.change(0, np.array([1, 1, 1, 2, 4, 4, 4], dtype=float)) == -3


def test_the_scenarios_own_curve_fixes_the_years_of_the_peak():
    curves = np.array([[[9, 0, 0, 0, 0, 0, 0, 1]] * 3, [FALLING] * 3], dtype=float)
    share, lost, change = decline_attribution.solutions(curves, CALENDAR)
    assert change.quantity.label == "fall from 2018–2020 to 2021–2023"
    assert share.quantity.label == "share of the peak lost by 2021–2023"
    assert change.values.tolist() == pytest.approx([-1 / 3, 4])
    assert lost.values.tolist() == pytest.approx([3 - 1 / 3, 4])


def test_a_mechanism_that_makes_the_curve_fall_gets_all_of_the_fall_and_one_that_scales_it_nothing():
    falling, flat = np.array(FALLING, dtype=float), np.full(8, 4.0)
    curves = np.array([[flat] * 2, [falling] * 2, [5 * flat] * 2, [5 * falling] * 2])
    share, lost, _ = decline_attribution.solutions(curves, CALENDAR)
    assert shapley.shapley_values(share.values) == pytest.approx([4 / 7, 0])
    assert shapley.shapley_values(lost.values) == pytest.approx([12, 8])  # the count credits what only makes more


def test_two_mechanisms_each_needed_for_the_fall_share_it():
    flat, falling = [np.full(8, 4.0)] * 2, [np.array(FALLING, dtype=float)] * 2
    share, *_ = decline_attribution.solutions(np.array([flat, flat, flat, falling]), CALENDAR)
    assert shapley.shapley_values(share.values) == pytest.approx([2 / 7, 2 / 7])


# Years


def test_only_years_until_the_last_one_observed_are_simulated_and_they_are_the_same():
    world = Scenario.load("world").with_policy("early_meetings=1@2020Q1:2026Q4", "pooled_budgets=1@2025Q1")
    watched = decline_attribution.until_last_observed(world)
    assert watched.quarters == 56
    assert decline_attribution.counted_years(watched) == list(range(2010, 2024))
    runs = [measure_runs({"world": one}, 2, measures=["signed_by_year"]) for one in (watched, world)]
    before, after = (each.by_year("signed", range(2010, 2024)) for each in runs)
    assert (before == after).all() and before.any()


def test_a_run_that_ends_before_or_begins_after_the_years_observed_is_taken_as_it_is():
    for times in ({"quarters": 40}, {"first_quarter": "2030Q1", "quarters": 24}):
        scenario = Scenario.load("classroom").replace(times)
        assert decline_attribution.until_last_observed(scenario) == scenario


def test_only_whole_years_count():
    scenario = Scenario.load("classroom").replace(first_quarter="2010Q3", quarters=23)
    assert decline_attribution.counted_years(scenario) == [2011, 2012, 2013, 2014, 2015]


def test_too_few_years_are_refused_in_one_line():
    with pytest.raises(ScenarioError, match=r"3 whole years .* a decline needs 4 or more"):
        decline_attribution.attribute_decline(Scenario.load("classroom").replace(quarters=12), 1)


@pytest.mark.parametrize(
    ("setting", "taken"),
    [
        ({"first": "2011Q1", "last": "2013Q4"}, {"first": "2011Q1"}),
        ({"first": "2011Q1", "last": "2012Q4"}, {"first": "2011Q1", "last": "2012Q4"}),
        ({"first": "2011Q1", "domains": ("health",)}, {"first": "2011Q1", "domains": ("health",)}),
        ({"first": "2013Q1", "domains": ("health",)}, {"intensity": 0.0, "first": None}),
        ({}, {"intensity": 0.0, "first": None}),
    ],
)
def test_of_a_lever_there_remains_what_begins_before_the_end(setting, taken):
    """Of five years three are looked at: to the end of 2012."""
    policy = {"intensity": 0.5, **setting} if setting else {}
    scenario = Scenario.load("classroom").replace(quarters=20, **{"levers.pooled_budgets": {"practice": 0.2, **policy}})
    found = scenario.replace(
        {"levers.pooled_budgets": decline_attribution.begun_by(scenario, scenario.levers.pooled_budgets, 12)}
    )
    unless_said = {"practice": 0.2, "intensity": 0.5, "last": None, "domains": ()}
    assert found.levers.pooled_budgets.model_dump() == {**unless_said, **taken}


# Small runs


def test_everybody_is_the_scenario_itself(decline):
    plain = measure_runs({"classroom": "classroom"}, 4, measures=["signed_by_year"]).means().loc["classroom"]
    years = [name for name in plain.index if name in decline.combinations]
    assert len(years) > decline_attribution.SPAN
    assert decline.combinations.iloc[-1][years].tolist() == pytest.approx(plain[years].tolist())


def test_a_manifest_holds_whole_mechanisms(decline):
    first = decline.manifest["arguments"]["mechanisms"][0]
    assert first["name"] == "learning" and first["parameters"] == ("own_learning", "peer_learning", "world_learning")
    assert (decline.manifest["question"], decline.manifest["replicates"]) == ("decline", 4)
