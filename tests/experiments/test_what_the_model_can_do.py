import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.experiment import Effort
from sipabm.parameters.ranges import cube

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "what_the_model_can_do.py"
SPEC = importlib.util.spec_from_file_location("what_the_model_can_do_by_hand", SCRIPT)
can_do = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(can_do)

OBSERVED = {"total": 309.0, "peak_year": 2018.0, "height": 48.0, "late": 18.5, "united_states": 1.0}


def histories(**changes):
    """Return three histories with what was observed but for some statistics, each a list of three."""
    barriers = {"barriers_social": 1.2, "barriers_employment": 0.9, "barriers_health": 1.0}
    signed = {"signed_social": 60.0, "signed_employment": 30.0, "signed_health": 10.0}
    return pd.DataFrame({"rise": 40.0, "fall": 0.5, **OBSERVED, **barriers, **signed, **changes}, index=[7] * 3)


@pytest.fixture(scope="module")
def middle():
    return can_do.point_of(Scenario.load("world"))


def judged(shown):
    return can_do.judged(shown).loc[7]


def test_histories_like_the_one_observed_meet_every_aim():
    row = judged(histories())
    assert row["met"] == len(can_do.ALL_AIMS) == 6 and row["off"] == 0


def test_a_median_inside_an_aim_does_not_help_if_the_band_misses_what_was_observed():
    row = judged(histories(total=[280.0, 281.0, 282.0]))
    assert row["total"] == 0 and row["met"] == 5 and row["off"] == 0


def test_a_wide_band_does_not_help_if_the_median_lies_outside_the_aim():
    row = judged(histories(total=[100.0, 400.0, 900.0]))
    assert row["total"] == 0 and row["off"] == pytest.approx((400 - 355) / (355 - 263))


def test_the_social_area_must_meet_more_barriers_than_both_others():
    assert judged(histories(barriers_health=1.3))["social"] == 0
    assert judged(histories(barriers_health=1.1))["social"] == 1


def test_sets_that_meet_more_come_first_and_then_those_that_miss_by_less():
    table = pd.DataFrame({"met": [3, 5, 5], "off": [0.0, 0.7, 0.2]})
    assert can_do.best_sets(table).index.tolist() == [2, 1, 0]


def test_the_medoid_lies_closest_to_all_others():
    most = pd.DataFrame({"side_0": [0.1, 0.3, 0.9], "side_1": [0.5, 0.5, 0.5]})
    assert can_do.medoid(most, [0, 1])["side_0"] == 0.3


def test_a_set_without_one_of_the_areas_has_not_the_mix_of_the_record():
    signed = pd.DataFrame({"social": [50, 60, 20], "employment": [30, 40, 50], "health": [20, 0, 30]})
    assert can_do.has_the_mix(signed).tolist() == [True, False, False]


def test_points_vary_what_is_asked_for_and_leave_the_rest_as_the_scenario_has_it(middle):
    varied = can_do.varied(("give_up", "done"))
    points = can_do.drawn(middle, 8, varied, 1)
    others = [n for n in range(points.shape[1]) if n not in {*varied, *can_do.varied(("pool",))}]
    assert [cube()[n].name for n in varied] == ["give_up", "done"]
    # A Latin hypercube: one point in each eighth of a range.
    assert sorted(np.floor(8 * points[:, varied[0]])) == list(range(8))
    assert (points[:, others] == middle[others]).all()


def test_a_scenario_lies_where_its_own_numbers_do(middle):
    place = can_do.varied(("give_up",))[0]
    side, own = cube()[place], Scenario.load("world").learning.give_up
    assert side.at(middle[place]) == pytest.approx(own)


def test_all_numbers_but_those_of_the_network_are_varied_where_none_is_named():
    names = {cube()[n].name for n in can_do.varied()}
    assert {"worth", "give_up", "levers.early_meetings"} <= names
    assert not names & {"peers", "rewiring", "trust"}


def test_children_stay_within_the_ranges_and_differ_from_their_parents(middle):
    points = can_do.drawn(middle, 6, can_do.varied(("give_up", "pool")), 1)
    parents = pd.DataFrame(points, columns=can_do.PLACES)
    children = can_do.children_of(parents.assign(met=4, off=0.0), middle, 20, [1, 1])
    place = can_do.varied(("give_up",))[0]
    assert ((children >= 0) & (children <= 1)).all()
    assert not set(children[:, place]) & set(parents[f"side_{place}"])


def test_shares_are_of_the_sets_of_a_round():
    row = dict.fromkeys(can_do.ALL_AIMS, 1.0) | {"met": 6, "space": can_do.CURVE, "round": 0}
    table = pd.DataFrame([row, row | {"late": 0.0, "met": 5}, row | {"social": 0.0, "met": 5}, row])
    shares = can_do.shares_of(table).set_index("aim")["share"]
    assert (shares["late"], shares["first_four"], shares["all"]) == (0.75, 0.75, 0.5)


def test_histories_are_far_off_only_if_all_of_them_are():
    assert can_do.is_far([100, 120, 154]) and can_do.is_far([619, 900, 1000])
    assert not can_do.is_far([100, 120, 155]) and not can_do.is_far([618, 900, 1000])


def test_a_history_has_the_statistics_of_its_rows_and_goes_on_where_few_ended():
    world = Scenario.load("world").replace(quarters=56)
    shown = can_do.histories_of(Effort(seed=1), {7: world}, 4)
    results = simulate(world, 4, 1)
    assert shown["total"].tolist() == results.runs["signed"].tolist()
    contracts, attempts = results.contracts, results.attempts
    there = contracts[(contracts["country"].astype(str) == "US") & (contracts["signed"].dt.year >= 2019)]
    assert shown["united_states"].tolist() == there.groupby("run").size().reindex(range(4), fill_value=0).tolist()
    yearly = results.yearly[results.yearly["domain"] == "health"].groupby("run")["barriers_met"].sum()
    ended = attempts[(attempts["domain"] == "health") & attempts["ended"].notna()].groupby("run").size()
    assert shown["barriers_health"].tolist() == pytest.approx((yearly / ended).tolist())
