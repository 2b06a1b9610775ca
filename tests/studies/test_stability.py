"""Stability of an order: tables worked by hand, and small runs."""

import numpy as np
import pandas as pd
import pytest

from sipabm import ScenarioError
from sipabm.studies import compare
from sipabm.studies.assumptions import dials, drawn_changes
from sipabm.studies.measures import measure_runs
from sipabm.studies.stability import FEW, LUCK, NEAR, PARAMETERS, block, means_of_blocks, rank_stability, tables

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
    assert last[["alternative", "base", "added", "rank"]].to_numpy().tolist() == [
        ["b", 100, 30, 1], ["c", 100, 20, 2], ["a", 100, 0, 3]
    ]  # fmt: skip


# Small runs

DRAWN, RUNS = 4, 2


@pytest.fixture(scope="module")
def compared(lively):
    worlds = [lively.with_policy(f"{lever}=1@2011Q1") for lever in ("early_meetings", "pooled_budgets")]
    return compare(lively, [*worlds, lively.replace(fatigue_jump=0.2)], DRAWN * RUNS)


@pytest.fixture(scope="module")
def stable(compared):
    return rank_stability(compared, DRAWN, "signed")


def test_a_block_has_its_own_replicates(compared):
    assert [replicate for draw in range(DRAWN) for replicate in block(draw, RUNS)] == list(range(DRAWN * RUNS))
    for measure in ("signed", "mean_months_to_signature"):
        place = compared.runs.place(measure)
        third = measure_runs([compared.base, *compared.others.values()], block(2, RUNS), 1)
        assert means_of_blocks(compared.runs, place, DRAWN, RUNS)[2] == pytest.approx(third.means()[:, place])


def test_a_draw_is_the_worlds_with_its_parameters(compared, stable):
    varied = dials(compared.base, {"fatigue_jump"})
    number = int(stable.draws["draw"].iloc[0])
    changes = drawn_changes(varied, DRAWN, 1)[number]
    worlds = [compared.base.replace(changes), *(other.replace(changes) for other in compared.others.values())]
    runs = measure_runs(worlds, block(number, RUNS), 1)
    signed = dict(zip(compared.others, runs.means()[1:, runs.place("signed")], strict=True))
    rows = stable.draws[stable.draws["draw"] == number].set_index("alternative")
    assert (rows["base"] + rows["added"]).to_dict() == pytest.approx(signed)


def test_what_an_alternative_changes_is_not_drawn(stable):
    assert "fatigue_jump" not in stable.varied and "peer_fatigue" in stable.varied


def test_the_order_is_that_of_the_comparison(compared, stable):
    rows = compared.table[compared.table["measure"] == "signed"].sort_values("difference", ascending=False)
    assert stable.ranks["alternative"].tolist() == rows["alternative"].tolist()


def test_draws_and_those_left_out_add_up(stable):
    assert stable.counted + stable.left_out == DRAWN and stable.replicates == RUNS
    assert stable.draws["draw"].nunique() == stable.counted
    assert repr(stable) == f"Stability of the order by partnerships signed: 3 alternatives, {stable.counted} draws"


def test_the_numbers_do_not_depend_on_threads(compared, stable):
    assert rank_stability(compared, DRAWN, "signed", threads=1).draws.equals(stable.draws)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"draws": 0}, "draws = 0"),
        ({"draws": DRAWN * RUNS + 1}, "draws = 9 is not allowed; it should be a whole number from 1 to 8"),
        ({"measure": "succesful"}, "no measure 'succesful'; did you mean 'successful'"),
    ],
)
def test_wrong_input_is_refused_in_one_line(compared, arguments, message):
    with pytest.raises(ScenarioError, match=message):
        rank_stability(compared, **arguments)
