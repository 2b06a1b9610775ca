"""Tables of an attribution: worked by hand, of models whose answer is known, and of small runs."""

import math

import numpy as np
import pytest
from scipy.stats import t as student

from sipabm.statistics import shapley
from sipabm.studies.attribution import EVERYBODY, NOBODY, Attribution, Player, Quantity, Solved, scenarios_of
from sipabm.studies.contributions import own_parts_and_interactions, tables, with_interval
from sipabm.studies.lever_attribution import of_measure
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.measuring import measure_runs

CONSIDERED = Measure("considered", "times an authority looked", "times", ("considered",))
STARTED = Measure("started", "attempts started", "attempts", ("started",))
AUTHORITIES, QUARTERS, REPLICATES = 30, 20, 30


# by hand: nobody 0, a 2, b 4, both 12


def test_a_share_is_what_a_player_adds_over_both_orders(by_hand):
    shares = by_hand.shares.query("quantity == 'things'").set_index("player")
    assert shares["value"].to_dict() == {"a": (2 + 8) / 2, "b": (4 + 10) / 2}
    assert shares["share"].to_dict() == pytest.approx({"a": 5 / 12, "b": 7 / 12})
    assert shares["alone"].to_dict() == {"a": 2, "b": 4}
    assert shares["last_in"].to_dict() == {"a": 8, "b": 10}


def test_an_interval_is_that_of_the_parts_of_each_run(by_hand):
    """Player a adds 3.5 in the first run and 6.5 in the second: standard error 1.5."""
    row = by_hand.shares.iloc[0]
    half = student.ppf(0.975, 1) * 1.5
    assert (row["low"], row["high"]) == pytest.approx((5 - half, 5 + half))


def test_what_is_left_to_each_and_the_pair_add_up_to_the_total(by_hand):
    """Together 12 - 2 - 4 = 6 more than apart, half of which each of them has in its share."""
    rows = by_hand.interactions.query("quantity == 'things'")
    named = zip(rows["first"], rows["second"], rows["value"], strict=True)
    assert list(named) == [("a", "a", 2), ("b", "b", 4), ("a", "b", 6)]


def test_totals_are_nobody_everybody_and_the_difference(by_hand):
    rows = by_hand.totals.query("quantity == 'things'")
    assert rows["value"].tolist() == [0, 12, 12]
    assert (rows["high"] - rows["value"]).tolist() == pytest.approx([0, *[2 * student.ppf(0.975, 1)] * 2])


def test_combinations_say_who_takes_part_and_mean_signatures_by_year(by_hand):
    table = by_hand.combinations
    assert table["a"].tolist() == [False, True, False, True] and table["b"].tolist() == [False, False, True, True]
    assert table["value_things"].tolist() == [0, 2, 4, 12]
    assert table["signed_2012"].tolist() == [0, 2, 4, 12] and table["signed_2013"].tolist() == [0, 4, 8, 24]


def test_nothing_has_no_shares(by_hand):
    rows = by_hand.shares.query("quantity == 'none'")
    assert rows["share"].isna().all() and (rows[["value", "low", "high"]] == 0).all(axis=None)


def test_what_only_rounding_keeps_from_zero_is_zero():
    values = np.array([0.1, 0.1 + 1e-15, 1000.1, 1000.1])
    parts = with_interval(Solved(Quantity("q", "q", ""), values, values[:, None]), shapley.shapley_values)
    assert parts["value"].tolist() == [0.0, pytest.approx(1000.0)]
    small = np.array([0.1, 0.1 + 1e-6, 1000.1, 1000.1])
    assert with_interval(Solved(Quantity("q", "q", ""), small, small[:, None]), shapley.alone)["value"][0] > 0


def test_own_parts_come_before_interactions():
    values = np.array([0.0, 2.0, 4.0, 12.0])
    assert own_parts_and_interactions(values) == pytest.approx([2, 4, 6])


# Models with a known answer


@pytest.fixture(scope="module")
def attributed(alone):
    """Attribute a count to players on isolated authorities."""

    def found(measure, *players, **changes):
        changes = {"development_slots": 50.0, "last_call": 0.0, **changes}
        scenario = alone(AUTHORITIES, 0.0, QUARTERS, **changes)
        runs = measure_runs(scenarios_of(scenario, players), REPLICATES, 1, measures=(measure,))
        return Attribution("levers", scenario, manifest={}, **tables(players, [of_measure(runs, measure)], runs, ()))

    return found


def between(row, expected):
    """Return whether an interval holds a number, with room for one of twenty that would not."""
    middle, half = row["value"], (row["high"] - row["low"]) / 2
    return abs(middle - expected) <= 1.6 * half


FUND = {"name": "F", "country": "A", "opens": "2010Q1", "closes": "2014Q4", "purse": 1e5, "share": 0.3}


def test_a_call_that_multiplies_interest_shares_what_it_adds_to_it(attributed):
    """Without interest nobody hears the call; with it an authority looks at a rate of 0.1, or of 0.3 with the call."""
    areas = ("social", "employment", "health")
    unpaid = {"conventional_gain": dict.fromkeys(areas, 3.0), "worth": dict.fromkeys(areas, 0.1)}
    interest = Player("interest", "own interest", {"own_interest": 0.1}, {"own_interest": 0.0})
    pull = Player("pull", "pull of a fund", {"fund_pull": 2.0}, {"fund_pull": 0.0})
    found = attributed(CONSIDERED, interest, pull, heterogeneity=0.0, need_by_size=0.0, funds=[FUND], **unpaid)
    shares, looks = found.shares.set_index("player"), AUTHORITIES * QUARTERS
    alone, both = (looks * (1.0 - math.exp(-rate)) for rate in (0.1, 0.3))
    assert between(shares.loc["interest"], (alone + both) / 2)
    assert between(shares.loc["pull"], (both - alone) / 2)
    assert between(found.interactions.query("first != second").iloc[0], both - alone)
    assert found.total(NOBODY)["value"] == 0


def test_what_only_works_together_is_shared_evenly_and_is_all_interaction(attributed):
    """Nobody starts without looking, and nobody who looks starts without political support."""
    interest = Player("interest", "own interest", {"own_interest": 0.3}, {"own_interest": 0.0})
    support = Player("support", "support", {"political_support": 1.0}, {"political_support": 0.0})
    found = attributed(STARTED, interest, support, heterogeneity=0.0, need_by_size=0.0)
    total = found.total()["value"]
    assert between(found.total(), (1.0 - math.exp(-0.3)) * AUTHORITIES * QUARTERS)
    assert found.shares["value"].tolist() == pytest.approx([total / 2, total / 2])
    assert found.shares["alone"].tolist() == [0, 0]
    assert found.shares["last_in"].tolist() == pytest.approx([total, total])
    assert found.interactions.query("first != second")["value"].tolist() == pytest.approx([total])
    assert found.interactions.query("first == second")["value"].tolist() == pytest.approx([0, 0], abs=1e-9)


def test_players_that_do_the_same_get_the_same(attributed):
    """Each alone makes every authority look in every quarter, and nothing makes it look twice."""
    certain = [
        Player("first", "first", {"own_interest": 1.0}, {}),
        Player("second", "second", {"word_of_mouth": 0.0, "own_interest": 1.0}, {}),
    ]
    loud = {"funds": [FUND], "fund_pull": 1000.0}
    found = attributed(CONSIDERED, *certain, heterogeneity=0.0, need_by_size=0.0, **loud)
    total = AUTHORITIES * QUARTERS
    assert found.shares["value"].tolist() == pytest.approx([total / 2, total / 2])
    assert found.interactions.query("first != second")["value"].tolist() == pytest.approx([-total])
    assert (found.shares["high"] == found.shares["low"]).all()


def test_a_player_without_effect_gets_exactly_nothing(attributed):
    interest = Player("interest", "own interest", {"own_interest": 0.3}, {"own_interest": 0.1})
    idle = Player("idle", "peers without ties", {"peer_learning": 1.0}, {"peer_learning": 0.0})
    row = attributed(STARTED, interest, idle).shares.set_index("player").loc["idle"]
    assert row[["value", "low", "high", "alone", "last_in"]].tolist() == [0] * 5


# Small runs


def test_shapley_values_add_up_to_the_total(either):
    for quantity in either.quantities:
        one = either.of(quantity)
        assert one.shares["value"].sum() == pytest.approx(one.total()["value"], abs=1e-9)
        assert one.shares["share"].sum() == pytest.approx(1) or one.total()["value"] == 0


def test_own_parts_and_all_pairs_add_up_to_the_same(either):
    for quantity in either.quantities:
        one = either.of(quantity)
        assert one.interactions["value"].sum() == pytest.approx(one.total()["value"], abs=1e-9)


def test_the_total_is_everybody_less_nobody(either):
    for quantity in either.quantities:
        one = either.of(quantity)
        expected = one.total(EVERYBODY)["value"] - one.total(NOBODY)["value"]
        assert one.total()["value"] == pytest.approx(expected, abs=1e-9)


def test_the_first_and_last_combination_are_nobody_and_everybody(either):
    players = either.shares["player"].unique()
    assert len(either.combinations) == 2 ** len(players)
    assert not either.combinations.loc[0, players].any() and either.combinations[players].iloc[-1].all()
    values = either.combinations[f"value_{either.quantities[0]}"]
    assert values.iloc[0] == pytest.approx(either.total(NOBODY)["value"])
    assert values.iloc[-1] == pytest.approx(either.total(EVERYBODY)["value"])
