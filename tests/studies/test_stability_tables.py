"""Tables of stability, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from sipabm.studies.stability_tables import FEW, LUCK, NEAR, PARAMETERS, added_values, complete, tables

# What a base and the alternatives a, b, c come to: in two blocks, and in four draws of which one is impossible.
ORDER = pd.Series({"a": 1.0, "b": 5.0, "c": 3.0})
BLOCKS = np.array([[10, 11, 15, 13], [10, 11, 14, 14.5]])
DRAWS = np.array([[10, 12, 11, 13], [np.nan] * 4, [6, 7, 9, 8], [100, 100, 130, 120]])


@pytest.fixture
def worked():
    return tables(ORDER, BLOCKS, DRAWS)


def test_rows_come_in_the_order_of_what_is_added(worked):
    assert worked["ranks"]["alternative"].tolist() == ["b", "c", "a"]
    assert worked["ranks"]["rank"].tolist() == [1, 2, 3]


def test_ranks_by_luck_and_by_parameters(worked):
    ranks = worked["ranks"].set_index("alternative")
    # Blocks: b c a, then c b a. Draws: c a b, b c a, b c a.
    assert ranks["luck_first"].to_dict() == {"b": 1 / 2, "c": 1 / 2, "a": 0}
    assert ranks["parameters_first"].to_dict() == pytest.approx({"b": 2 / 3, "c": 1 / 3, "a": 0})
    assert ranks.loc["b", ["parameters_rank_5", "parameters_rank_50", "parameters_rank_95"]].tolist() == [1, 1, 3]
    assert ranks.loc["a", ["luck_rank_5", "luck_rank_50", "luck_rank_95"]].tolist() == [3, 3, 3]
    assert ranks["parameters_top"].tolist() == [1, 1, 1]


def test_draws_whose_base_is_near_count_by_themselves(worked):
    ranks = worked["ranks"].set_index("alternative")
    assert ranks["near_first"].to_dict() == {"b": 1 / 2, "c": 1 / 2, "a": 0}  # the base is 10 and 6, not 100
    assert "few_first" not in ranks
    far = tables(ORDER, BLOCKS, np.array([[4.0, 5, 4, 4]]))
    assert far["orders"]["source"].tolist() == [LUCK, PARAMETERS, FEW]
    assert far["ranks"].set_index("alternative")["few_first"].to_dict() == {"b": 0, "c": 0, "a": 1}


def test_neighbours_that_change_places(worked):
    pairs = worked["pairs"].set_index(["above", "below"])
    assert pairs.loc[("b", "c")].tolist() == pytest.approx([1 / 2, 1 / 3, 1 / 2])
    assert pairs.loc[("c", "a")].tolist() == [0, 0, 0]


def test_orders_say_how_often_another_is_first_and_how_they_agree(worked):
    orders = worked["orders"].set_index("source")
    assert orders["orders"].to_dict() == {LUCK: 2, PARAMETERS: 3, NEAR: 2}
    assert orders["first_differs"].to_dict() == pytest.approx({LUCK: 1 / 2, PARAMETERS: 1 / 3, NEAR: 1 / 2})
    # The order is b c a. Tau of c b a is 1/3, and of c a b -1/3.
    expected = {LUCK: (1 + 1 / 3) / 2, PARAMETERS: (-1 / 3 + 1 + 1) / 3, NEAR: (-1 / 3 + 1) / 2}
    assert orders["mean_tau"].to_dict() == pytest.approx(expected)


def test_draws_are_listed_but_for_impossible_ones(worked):
    draws = worked["draws"]
    assert draws["draw"].unique().tolist() == [0, 2, 3]
    last = draws[draws["draw"] == 3]
    rows = last[["alternative", "base", "added", "rank"]].to_numpy().tolist()
    assert rows == [["b", 100, 30, 1], ["c", 100, 20, 2], ["a", 100, 0, 3]]


def test_a_row_counts_if_no_number_is_missing():
    assert complete(np.array([[1.0, 2.0], [np.nan, 2.0], [1.0, np.inf]])).tolist() == [True, False, False]


def test_what_is_added_is_what_each_has_more_than_the_first():
    assert added_values(np.array([[10.0, 12.0, 9.0]])).tolist() == [[2, -1]]


def test_equal_alternatives_stay_in_the_order_given():
    same = pd.Series({"late": 0.0, "early": 0.0, "best": 1.0})
    found = tables(same, np.array([[1.0, 1, 1, 2]]), np.array([[1.0, 1, 1, 2]]))
    assert found["ranks"]["alternative"].tolist() == ["best", "late", "early"]
