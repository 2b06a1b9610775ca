"""Robustness tables, from what levers add in a few sets by hand."""

import numpy as np
import pandas as pd
import pytest

from sipabm.studies.robustness_tables import (
    ADDS,
    FIRST,
    LOSES,
    OTHER,
    TOP,
    WORTH,
    answers_table,
    changes_table,
    criteria,
    deciding_table,
    luck_table,
    most_often_first,
    sets_table,
)

# Two repetitions of three sets, levers a and b: a is first in sets 1 and 2, then in set 1 alone; nothing is in set 3.
ADDED = np.array([[[2.0, 1.0], [1.0, 0.0], [0.0, -1.0]], [[2.0, 1.0], [0.0, 1.0], [0.0, 0.0]]])
CASH = np.array([[[1.0, -1.0], [1.0, -1.0], [1.0, -1.0]], [[1.0, -1.0], [-1.0, -1.0], [1.0, 0.0]]])
NOTHING = np.zeros_like(ADDED)
SETS, PLANTED = 120, "give_up"


@pytest.fixture
def answers():
    table = answers_table(["a", "b"], criteria(ADDED, CASH, NOTHING))
    return table.set_index(["criterion", "lever"])


def test_shares_are_those_of_both_repetitions(answers):
    assert answers["share"].to_dict() == pytest.approx(
        {
            (FIRST, "a"): 3 / 6,
            (FIRST, "b"): 1 / 6,
            (WORTH, "a"): 5 / 6,
            (WORTH, "b"): 0,
            (LOSES, "a"): 1 / 6,
            (LOSES, "b"): 5 / 6,
            (OTHER, "a"): 0,
            (OTHER, "b"): 0,
        }
    )


def test_again_is_how_often_what_holds_in_one_repetition_holds_in_the_other(answers):
    assert answers["again"][FIRST, "a"] == pytest.approx(2 / 3)  # set 1 both times; three times in all
    assert answers["again"][FIRST, "b"] == 0 and answers["again"][WORTH, "a"] == pytest.approx(4 / 5)


def test_what_never_holds_has_no_again(answers):
    assert answers.loc[[(WORTH, "b"), (OTHER, "a")], "again"].isna().all()


def test_shares_lie_within_their_intervals_which_are_of_three_sets(answers):
    assert (answers["low"] <= answers["share"]).all() and (answers["share"] <= answers["high"]).all()
    assert answers["high"][WORTH, "b"] == pytest.approx(0.5615, abs=1e-3)  # Wilson's end of none of three


def test_a_lever_without_effect_is_first_nowhere_and_worth_nothing():
    holds = criteria(NOTHING, NOTHING, NOTHING)
    assert answers_table(["a", "b"], holds)["share"].tolist() == [0] * 8


def test_one_lever_is_asked_whether_it_adds_anything_and_of_three_all_are_among_the_first_three():
    for levers, expected in (
        (1, [ADDS, WORTH, LOSES, OTHER]),
        (3, [FIRST, WORTH, LOSES, OTHER]),
        (4, [FIRST, TOP, WORTH, LOSES, OTHER]),
    ):
        assert list(criteria(*[np.ones((2, 3, levers))] * 3)) == expected


def test_the_lever_that_is_first_most_often_stands_first_under_every_criterion():
    table = answers_table(["b", "a"], criteria(ADDED[..., ::-1], CASH[..., ::-1], NOTHING))
    assert table["lever"].tolist() == ["a", "b"] * 4
    assert table["criterion"].drop_duplicates().tolist() == [FIRST, WORTH, LOSES, OTHER]


def test_the_same_is_first_twice_by_luck_alone_or_between_sets():
    """Set 1 has a twice, set 3 none twice; of nine pairs 2 × 1 have a, 0 × 1 b, 1 × 1 none, two of them of one set."""
    luck = luck_table(criteria(ADDED, CASH, NOTHING))
    assert luck["same_first"].tolist() == pytest.approx([2 / 3, 1 / 6])


def test_changes_are_means_over_sets():
    table = changes_table(["a", "b"], "partnerships", np.repeat(ADDED[0], 7, axis=0))
    assert table["mean"].tolist() == [1, 0] and table["unit"].unique().tolist() == ["partnerships"]
    assert table["low"].tolist() == [0, -1] and table["high"].tolist() == [2, 1]


def test_fewer_than_twenty_sets_have_no_ends_that_nine_in_ten_lie_between():
    enough, few = (changes_table(["a"], "partnerships", np.arange(sets)[:, None]) for sets in (20, 19))
    assert enough["low"].tolist() == pytest.approx([0.95]) and few["mean"].tolist() == [9]
    assert few[["low", "high"]].isna().all(axis=None)


def test_sets_have_a_row_for_each_lever():
    table = sets_table(
        ["a", "b"],
        "partnerships",
        [0, 2, 5],
        np.repeat([[7.0], [8.0], [9.0]], 2, axis=1),
        *[ADDED[0], CASH[0], NOTHING[0]],
    )
    assert table[["set", "lever", "base", "added", "first"]].to_numpy().tolist() == [
        [0, "a", 7, 2, 1],
        [0, "b", 7, 1, 0],
        [2, "a", 8, 1, 1],
        [2, "b", 8, 0, 0],
        [5, "a", 9, 0, 0],
        [5, "b", 9, -1, 0],
    ]
    assert table["cash_after_costs"].tolist() == [1, -1, 1, -1, 1, -1]


class TestDeciding:
    """A planted number puts a first where it is low and b where it is high; others mean nothing."""

    @pytest.fixture
    def numbers(self):
        values = np.random.default_rng(1).random((SETS, 40))
        return pd.DataFrame(values, columns=[PLANTED, *(f"other_{number}" for number in range(39))])

    @pytest.fixture
    def table(self, numbers):
        is_high = numbers[PLANTED].to_numpy() > 0.5
        added = np.column_stack([np.where(is_high, 1.0, 2.0), np.where(is_high, 2.0, 1.0)])
        cash = np.random.default_rng(2).normal(size=added.shape)
        units = dict.fromkeys(numbers, "share")
        return deciding_table(["a", "b"], criteria(added, cash, cash), numbers, units, seed=1)

    def test_it_is_found_with_its_direction_for_both_and_nothing_that_means_nothing_is(self, table):
        assert table[["lever", "criterion", "number", "unit"]].to_numpy().tolist() == [
            ["a", FIRST, PLANTED, "share"],
            ["b", FIRST, PLANTED, "share"],
        ]
        assert table["low_share"].tolist() == [1, 0] and table["high_share"].tolist() == [0, 1]
        assert (table["low"] < table["high"]).all() and (table["confirmed"] == 1).all()

    def test_it_says_who_is_first_at_either_end(self, table):
        assert table["where_low"].tolist() == ["a", "a"] and table["where_high"].tolist() == ["b", "b"]

    def test_where_none_decides_the_table_is_empty_but_has_its_columns(self, numbers):
        luck = np.random.default_rng(3).normal(size=(SETS, 2))
        found = deciding_table(["a", "b"], criteria(luck, luck, luck), numbers, dict.fromkeys(numbers, "share"), seed=1)
        assert found.empty and "high_share" in found

    def test_what_one_lever_adds_may_be_decided_too(self, numbers):
        added = np.where(numbers[[PLANTED]].to_numpy() > 0.5, 1.0, -1.0)
        found = deciding_table(["a"], criteria(added, -(added**2), added), numbers, dict.fromkeys(numbers, "share"), 1)
        assert found[["criterion", "number"]].to_numpy().tolist() == [[ADDS, PLANTED]]
        assert found["where_low"].tolist() == [""]


def test_nobody_is_first_most_often_where_nobody_ever_is():
    within = np.array([True, True, False])
    assert most_often_first(["a", "b"], {FIRST: np.zeros((3, 2))}, within) == ""
    assert most_often_first(["a", "b"], {FIRST: np.array([[0.5, 0.5], [0, 1], [1, 0]])}, within) == "b"


def test_what_is_no_lever_has_a_column_of_its_own_name():
    usual, other = (answers_table(["a", "b"], criteria(ADDED, CASH, NOTHING), **who) for who in ({}, {"who": "player"}))
    pd.testing.assert_frame_equal(other.rename(columns={"player": "lever"}), usual)
