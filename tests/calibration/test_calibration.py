"""Calibration: planted numbers are found, and what the model cannot meet decides nothing."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, calibrate
from sipabm.calibration.calibration import Search
from sipabm.calibration.calibration_sentences import sentences
from sipabm.calibration.fit import Held, Table, decided, missed, next_proposal, screened, within_reach
from sipabm.calibration.reference_table import ROWS_A_BLOCK, Round
from sipabm.calibration.targets import targets_of
from sipabm.parameters.ranges import cube
from sipabm.statistics.posteriors import Posterior

WORLD = Scenario.load("world")
PLACE = {side.field: place for place, side in enumerate(cube())}


def planted(blocks, truth, seed=1, missed=(), scenario=WORLD):
    """Return a search that has looked at one round, in which two targets tell of two numbers and others of none."""
    targets = targets_of(WORLD)
    points = Round(0, blocks).points(seed)
    luck = np.random.default_rng(seed).standard_normal((len(points), len(targets)))
    shown = pd.DataFrame(luck, columns=list(targets["pattern"]))
    tells = {"conversion": "give_up", "ended_early": "trust"}
    for target, number in tells.items():
        shown[target] = points[:, PLACE[number]] + 0.05 * luck[:, 0 if target == "conversion" else 1]
    targets["fitted"], targets["error"] = 0.0, 0.0
    for target, number in tells.items():
        targets.loc[targets["pattern"] == target, "fitted"] = truth[number]
    for target in missed:
        targets.loc[targets["pattern"] == target, "fitted"] = 40.0
    targets["unit"] = "share"
    search = Search(scenario, targets, 4, blocks, seed)
    search.look(shown, [Round(0, blocks)])
    search.conclude()
    return search


@pytest.fixture(scope="module")
def found():
    return planted(16, {"give_up": 0.8, "trust": 0.3}).result(60, 100)


def row(found, name):
    return found.numbers.set_index("name").loc[name]


def test_planted_numbers_are_found_within_their_ranges(found):
    for name, position in (("give_up", 0.8), ("trust", 0.3)):
        one = row(found, name)
        at = (one[["posterior_low", "median", "posterior_high"]] - one["low"]) / (one["high"] - one["low"])
        assert at["posterior_low"] < position < at["posterior_high"]
        assert at["median"] == pytest.approx(position, abs=0.05)
        assert one["fitted"] and one["identified"] and one["told"] > 0.9 and one["spread_left"] < 0.3


def test_a_number_of_which_nothing_tells_keeps_its_range(found):
    others = found.numbers[~found.numbers["fitted"]]
    assert others["spread_left"].mean() == pytest.approx(1.0, abs=0.03)
    assert not others["identified"].any()


def test_intervals_hold_the_truth_as_often_as_they_say(found):
    fitted = found.numbers[found.numbers["fitted"]]
    assert fitted["coverage_90"].mean() == pytest.approx(0.9, abs=0.06)
    assert fitted["coverage_50"].mean() == pytest.approx(0.5, abs=0.1)


def test_sets_are_whole_valid_and_lie_where_the_posterior_lies(found):
    assert list(found.sets) == [side.field for side in cube()] and len(found.sets) == 60
    for side in cube():
        assert found.sets[side.field].between(side.low, side.high).all()
    spread = row(found, "give_up")
    inside = found.sets["give_up"].between(spread["posterior_low"], spread["posterior_high"]).mean()
    assert 0.75 < inside <= 1
    assert WORLD.replace(found.sets.iloc[0].to_dict()).learning.give_up == found.sets["give_up"].iloc[0]


@pytest.mark.slow
def test_a_target_that_nothing_meets_is_named_and_decides_nothing(found):
    impossible = planted(16, {"give_up": 0.8, "trust": 0.3}, missed=("total",)).result(60, 20)
    of_target = impossible.targets.set_index("pattern")["unmet"]
    assert of_target["total"] > 30 and of_target["conversion"] == 0
    assert row(impossible, "give_up")["median"] == pytest.approx(row(found, "give_up")["median"], rel=0.03)
    assert any("cannot meet 1 of" in line for line in sentences(impossible))


def test_what_is_missed_is_the_distance_from_the_band_of_the_accepted_rows():
    shown = np.column_stack([np.arange(100.0), np.arange(100.0)])
    table = Table(np.zeros((100, 1)), shown, np.ones(100))
    accepted = Posterior(np.zeros((100, 1)), np.full(100, 0.01), np.arange(100), *[np.array([], dtype=int)] * 2)
    found = missed(table, accepted, Held(np.array([50.0, 120.0]), np.zeros(2), np.zeros(2)))
    assert found.tolist() == [0.0, pytest.approx(120 - 94)]


def test_a_target_that_no_accepted_row_shows_is_not_missed():
    table = Table(np.zeros((100, 1)), np.full((100, 1), np.nan), np.ones(100))
    accepted = Posterior(np.zeros((100, 1)), np.full(100, 0.01), np.arange(100), *[np.array([], dtype=int)] * 2)
    assert missed(table, accepted, Held(np.array([50.0]), np.zeros(1), np.zeros(1))).tolist() == [0.0]


TOGETHER = 9


def summed(observed, blocks=16, others=20):
    """Return a table with a target that nine numbers decide together, and others that tell of one number each."""
    points = Round(0, blocks).points(1)
    luck = np.random.default_rng(2).standard_normal((len(points), others + 1))
    alone = points[:, TOGETHER : TOGETHER + others] + 0.6 * luck[:, :others]
    shown = np.column_stack([points[:, :TOGETHER].mean(axis=1) + 0.05 * luck[:, others], alone])
    held = Held(np.array([observed, *[0.5] * others]), np.zeros(others + 1), np.zeros(others + 1))
    return Table(points, shown, np.ones(len(points))), held


def test_numbers_that_decide_together_about_a_target_that_is_missed_are_fitted_before_those_of_targets_that_are_met():
    table, held = summed(observed=0.05)
    assert set(range(TOGETHER)) <= set(screened(table, held, 16, 1))
    met, asked = summed(observed=0.5)
    assert not set(range(TOGETHER)) <= set(screened(met, asked, 16, 1))


def test_what_a_number_decides_is_its_share_of_the_variance_and_more_where_rows_are_far_from_what_is_asked():
    numbers = np.random.default_rng(1).standard_normal((20_000, 3))
    shown = 3.0 * numbers[:, 0] + 4.0 * numbers[:, 1]
    near, far, beyond = (decided(shown, at, numbers, np.ones(len(shown))) for at in (0.0, 10.0, 1000.0))
    assert near == pytest.approx([0.36, 0.64, 0.0], abs=0.02)
    assert far == pytest.approx((1 + 2**2) * near, rel=0.03)
    assert beyond == pytest.approx((1 + 3**2) * near, rel=1e-3)


def test_no_target_is_asked_further_than_rows_reach_and_what_they_reach_is_asked_as_it_is():
    table, held = summed(observed=-1.0)
    asked = within_reach(table, tuple(range(12)), held, 1)
    assert 0.0 < asked.observed[0] < 0.4  # nine means of numbers in [0, 1] with hardly any luck
    assert asked.observed[1:] == pytest.approx(held.observed[1:])


def test_each_round_comes_nearer_to_what_many_numbers_decide_together():
    table, held = summed(observed=0.1)
    where = next_proposal(table, tuple(range(TOGETHER)), held, 1)
    drawn = np.vstack([Round(0, 8, tuple(range(TOGETHER)), where).points(3)])[:, :TOGETHER].mean(axis=1)
    assert np.median(drawn) < 0.4 < 0.5  # the median of the whole ranges
    assert (drawn > 0.5).mean() > 0.05  # some go on lying anywhere


def test_of_what_was_never_observed_nothing_is_learnt():
    with pytest.raises(ScenarioError, match="rows"):
        calibrate("world", 10)


@pytest.mark.slow
def test_a_small_calibration_is_made_whole_and_comes_back_from_its_folder(tmp_path):
    rows = 4 * 4 * ROWS_A_BLOCK
    found = calibrate("classroom", rows, sets=20, checks=20, folder=tmp_path / "one", threads=2, progress=False)
    # Its runs have numbers of their own, whatever the scenario draws.
    as_it_stands = Scenario.load("classroom").replace(over="defaults")
    again = calibrate(as_it_stands, rows, sets=20, checks=20, folder=tmp_path / "one", progress=False)
    pd.testing.assert_frame_equal(found.sets, again.sets)
    pd.testing.assert_frame_equal(found.numbers, again.numbers)
    assert found.manifest["rows"] == rows and 1 < found.manifest["effective"] <= found.manifest["accepted"]
    assert all(sentences(found))


@pytest.mark.slow
def test_a_number_that_the_scenario_keeps_is_neither_fitted_nor_varied():
    search = planted(16, {"give_up": 0.8, "trust": 0.3}, scenario=WORLD.replace(trust=0.25))
    assert PLACE["trust"] not in search.sides and PLACE["give_up"] in search.sides
    result = search.result(30, 20)
    assert "trust" not in set(result.numbers["name"]) and len(result.numbers) == len(cube()) - 1
    assert result.sets["trust"].tolist() == [0.25] * 30
    assert row(result, "give_up")["told"] > 0.9
