"""Decline by set: planted explanations are found, luck is told from numbers, and parts are those of each set alone."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.scenario.drawn import drawn
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.statistics import shapley
from sipabm.studies.attribution import Quantity
from sipabm.studies.decline_attribution import attribute_decline, from_own_peak, share_lost, solutions
from sipabm.studies.decline_by_set import WHO, attribute_decline_by_set, pairs_table, parts_by_set, parts_table, tables
from sipabm.studies.robustness_tables import ADDS, FIRST, LUCK, NUMBERS, TOP

CALENDAR = list(range(2016, 2024))
FLAT, FALLING = np.full(8, 4.0), np.array([0, 3, 6, 9, 6, 3, 3, 3], dtype=float)  # of which 4 / 7 is lost
LABELS = ["a", "b"]
# What falls with nobody, a, b, both: because of a, because of b, only with both together.
BY_A, BY_B, BY_BOTH = ((FLAT, FALLING) * 2, (FLAT, FLAT, FALLING, FALLING), (FLAT, FLAT, FLAT, FALLING))
SENSE = Quantity("share_lost", "share of the peak lost", "share")


def planted(*sets):
    """Return curves of combinations set by set, from those of each run of each set."""
    return np.concatenate([np.stack([np.array(run) for run in runs], axis=1) for runs in sets])


def found_in(*sets):
    return tables(LABELS, planted(*sets), SENSE, share_lost)


def answers_of(found):
    return found["answers"].set_index(["criterion", WHO])


def test_an_explanation_that_is_first_in_every_set_is_told_so():
    found = found_in([BY_A] * 2, [BY_A] * 2, [BY_A] * 2)
    answers = answers_of(found)
    assert answers["share"].to_dict() == {(FIRST, "a"): 1, (FIRST, "b"): 0}
    assert answers["again"][FIRST, "a"] == 1 and np.isnan(answers["again"][FIRST, "b"])
    assert found["luck"]["same_first"].tolist() == [1, 1]
    assert found["parts"].set_index(WHO)["median"].to_dict() == pytest.approx({"a": 4 / 7, "b": 0})
    assert found["sets"]["first"].tolist() == [1, 0] * 3


def test_equal_ones_share_the_first_place():
    found = found_in([BY_BOTH] * 2, [BY_BOTH] * 2)
    assert answers_of(found)["share"][FIRST].tolist() == [0.5, 0.5]
    assert found["parts"]["median"].tolist() == pytest.approx([2 / 7, 2 / 7])
    assert found["pairs"]["larger"].tolist() == [0.5]


def test_what_numbers_decide_is_the_same_again_and_what_luck_decides_is_not():
    by_numbers, by_luck = found_in([BY_A] * 2, [BY_B] * 2), found_in([BY_A, BY_B], [BY_A, BY_B])
    for found, again, same in ((by_numbers, 1, {LUCK: 1, NUMBERS: 0}), (by_luck, 0, {LUCK: 0, NUMBERS: 0})):
        answers = answers_of(found)
        assert answers["share"][FIRST].tolist() == [0.5, 0.5]
        assert answers["again"][FIRST].tolist() == [again, again]
        assert found["luck"].set_index("differs")["same_first"].to_dict() == same


def test_if_nothing_falls_none_is_first():
    nothing = (FLAT,) * 4
    assert answers_of(found_in([nothing] * 2, [nothing] * 2))["share"].tolist() == [0, 0]


def test_among_the_first_three_is_told_of_four():
    four = [f"{place}" for place in range(4)]
    curves = np.random.default_rng(1).poisson(5.0, size=(2 * 16, 2, 8)).astype(float)
    answers = tables(four, curves, SENSE, share_lost)["answers"]
    assert set(answers["criterion"]) == {FIRST, TOP}


@pytest.mark.parametrize("seed", range(5))
def test_parts_of_a_set_are_its_shapley_values_and_add_up_to_its_fall(seed):
    """Against the attribution of each set alone, on random curves."""
    sets, labels, runs = 3, ["a", "b", "c"], 4
    curves = np.random.default_rng(seed).poisson(6.0, size=(sets * 8, runs, 8)).astype(float)
    for place, fall_of in enumerate(from_own_peak(CALENDAR).values()):
        for repetitions in (1, 2):
            parts = parts_by_set(labels, curves, fall_of, repetitions)
            assert parts.shape == (repetitions, sets, 3)
            for repetition, each in np.ndindex(repetitions, sets):
                own = curves[8 * each : 8 * each + 8, repetition::repetitions]
                alone = solutions(own, CALENDAR)[place].values
                assert parts[repetition, each] == pytest.approx(shapley.shapley_values(alone), abs=1e-8)
                assert parts[repetition, each].sum() == pytest.approx(alone[-1] - alone[0], abs=1e-8)


# Three sets, worked by hand.
PARTS = np.array([[0.1, 0.3, -0.1], [0.2, 0.1, 0.0], [0.0, 0.2, 0.1]])


def test_parts_over_sets_stand_with_the_largest_median_first():
    table = parts_table(["a", "b", "c"], "share", PARTS)
    assert table[WHO].tolist() == ["b", "a", "c"]
    assert table["median"].tolist() == pytest.approx([0.2, 0.1, 0.0])
    assert table["mean"].tolist() == pytest.approx([0.2, 0.1, 0.0])
    assert table["positive"].tolist() == [3, 2, 1] and table["sets"].tolist() == [3] * 3
    assert table["low"].tolist() == pytest.approx([0.11, 0.01, -0.09])  # a tenth from the lowest to the middle one


def test_of_each_and_the_next_one_it_is_told_how_often_it_is_larger():
    table = pairs_table(["a", "b", "c"], PARTS).set_index([WHO, "next"])
    assert table["larger"].to_dict() == pytest.approx({("b", "a"): 2 / 3, ("a", "c"): 2 / 3})
    assert (table["low"] < table["larger"]).all() and (table["larger"] < table["high"]).all()


def test_a_single_explanation_is_asked_whether_it_adds_anything():
    found = tables(["a"], planted([(FLAT, FALLING)] * 2, [(FLAT, FLAT)] * 2), SENSE, share_lost)
    assert answers_of(found)["share"].to_dict() == {(ADDS, "a"): 0.5}
    assert found["pairs"].empty and found["sets"]["first"].tolist() == [1, 0]


# Small runs


@pytest.fixture(scope="module")
def simulated():
    """Return the decline of a small world with two sets of numbers, one run of each of four combinations, twice."""
    return attribute_decline_by_set(Scenario.load("classroom"), MECHANISMS[:2], 2, 1, progress=False)


def test_with_the_numbers_of_a_set_it_is_the_attribution_of_that_set(simulated):
    fixed = drawn(Scenario.load("classroom").replace(over="posterior"), 1, 0)
    alone = attribute_decline(fixed, 2, mechanisms=MECHANISMS[:2], progress=False)
    sets = simulated.sets[simulated.sets["set"] == 0]
    for quantity in ("share_lost", "lost"):
        of_set = sets.loc[sets["quantity"] == quantity, "part"].tolist()
        assert of_set == pytest.approx(alone.of(quantity).shares["value"].tolist(), abs=1e-8)
        assert any(of_set)


def test_every_table_has_rows_for_each_sense(simulated):
    for name in ("answers", "luck", "parts", "pairs", "sets"):
        table = getattr(simulated, name)
        assert table["quantity"].drop_duplicates().tolist() == ["share_lost", "lost"]
        pd.testing.assert_frame_equal(
            pd.concat([simulated.of(name, 0), simulated.of(name, 1)], ignore_index=True), table.reset_index(drop=True)
        )


def test_more_sets_than_there_are_get_one_line():
    with pytest.raises(ScenarioError, match=r"sets = 100000 is not allowed"):
        attribute_decline_by_set(Scenario.load("classroom"), MECHANISMS[:2], 100_000, 1)
    with pytest.raises(ScenarioError, match=r"sets = 201 is not allowed: the posterior has 200"):
        attribute_decline_by_set(Scenario.load("classroom"), MECHANISMS[:2], 201, 1)
