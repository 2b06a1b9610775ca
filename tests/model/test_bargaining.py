"""Bargaining: how long talks last, at which price they end, who pays for them, and when they break down."""

import math

import pytest

from sipabm.barriers import Barrier
from sipabm.randomness import uniform
from sipabm.rules import negotiation as rules
from sipabm.scenario import Fund
from sipabm.words import NOBODY, Decision, Outcome

TALKS = 4  # quarter of the talks of a calm project: 2011Q1
RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}
PART = {**RICH, "working_capital": 1.0, "hurdle_rate.bank": 0.5, "fee_at_risk": 0.4}
SLOW = {"rounds": 9.0, "round_cost": 0.01, "authority_patience": 3.0, "investor_patience": 0.4}


def fund(share=0.3, purse=50.0, **more):
    """Return a fund that is open in the quarter of the talks alone."""
    return Fund(name="F", country="A", opens="2011Q1", closes="2011Q1", purse=purse, share=share, **more)


def rounds_of(scenario, trust, departments=0, with_luck=0.0):
    """Return rounds and price, from 0 for the ask to 1 for the limit, of talks that do not break down."""
    p = scenario.flat()
    skill = 0.5 * (p["authority_competence"][1] + p["provider_competence"])
    wanted = rules.rounds_to_concede(
        p["rounds"],
        p["strategic_ambiguity"],
        p["pooling_rounds"] * departments,
        p["trust_speed"],
        0.5 * (trust + skill),
    )
    return rules.alternating_offers(
        0.0, 1.0, wanted, p["authority_patience"], p["investor_patience"], p["breakdown"], with_luck
    )


@pytest.mark.parametrize(("changes", "trust"), [({}, 0.5), (PART, 0.5), (RICH, 0.8)])
def test_trust_at_the_table_is_the_mean_of_three_or_that_of_the_provider_alone(calm, agreed, changes, trust):
    ties = (("a0", "p0", 0.8), ("a0", "i0", 0.6), ("p0", "i0", 0.1))
    scenario = calm(ties, changes={**SLOW, **changes, "rounds": 100.0, "trust_speed": 0.9})
    project, _ = agreed(scenario)
    _, rounds, share = rounds_of(scenario, trust)
    assert project.rounds == rounds
    price = project.consortium_ask + share * (project.authority_limit - project.consortium_ask)
    assert project.price == pytest.approx(price)


def test_the_more_patient_party_has_the_better_price(calm, agreed):
    for patient, low in (("authority_patience", True), ("investor_patience", False)):
        changes = {"rounds": 9.0, "authority_patience": 1.0, "investor_patience": 1.0, patient: 4.0}
        project, _ = agreed(calm(changes=changes))
        middle = 0.5 * (project.consortium_ask + project.authority_limit)
        assert (project.price < middle) == low


def test_ambiguity_and_departments_lengthen_talks(calm, agreed):
    changes = {**SLOW, "strategic_ambiguity": 0.5, "pooling_rounds": 0.3, "departments": 2.0}
    scenario = calm(changes=changes)
    project, _ = agreed(scenario)
    assert project.departments_joined == 2
    assert project.rounds == rounds_of(scenario, 0.5, 2)[1] > rounds_of(scenario, 0.5, 0)[1]


@pytest.mark.parametrize(("changes", "parties"), [({}, 3), (PART, 3), (RICH, 2)])
def test_rounds_are_paid_in_equal_parts_by_those_at_the_table(calm, agreed, changes, parties):
    scenario = calm(changes={**SLOW, **changes})
    project, _ = agreed(scenario)
    each = 0.01 * rounds_of(scenario, 0.5)[1] / parties
    assert project.cost_share == pytest.approx(each)
    assert (project.cost_authority, project.cost_provider) == pytest.approx((1.5 * each, 1.5 * each))
    assert project.cost_investors == pytest.approx(1.5 * each if parties == 3 else 0.0)


def test_talks_that_fail_with_the_fund_and_begin_again_count_twice(calm, agreed):
    """The fund's purse cannot bear what was agreed: rounds, costs and quarters are those of both bargains."""
    scenario = calm(changes=SLOW)
    once, _ = agreed(scenario)
    twice, state = agreed(calm(changes=SLOW, funds=(fund(purse=0.01),)))
    rounds = rounds_of(scenario, 0.5)[1]
    assert (once.rounds, twice.rounds) == (rounds, 2 * rounds)
    assert twice.cost_share == pytest.approx(2 * once.cost_share)
    for payer in ("cost_authority", "cost_provider", "cost_investors"):
        assert getattr(twice, payer) == pytest.approx(2 * getattr(once, payer))
    assert twice.due == TALKS + math.ceil(2 * rounds / 6)
    assert (twice.fund, twice.fund_share, twice.fund_committed) == (NOBODY, 0.0, 0.0)
    assert state.funds[0].remaining == 0.01
    for terms in ("price", "authority_limit", "consortium_ask", "surplus", "years", "instrument"):
        assert getattr(twice, terms) == pytest.approx(getattr(once, terms))


def test_the_second_bargain_has_luck_of_its_own_and_each_one_can_break_down(calm, history):
    """Each ends by its own number: the first by that of talks 0, the second by that of talks 1."""
    scenario = calm(changes={**SLOW, "breakdown": 0.06}, funds=(fund(purse=0.01),))
    outcomes = set()
    for seed in range(40):
        (row,) = history(scenario, seed).attempts
        lucks = [uniform(seed, 0, Decision.BREAKDOWN, 0, talks, 0) for talks in (0, 1)]
        first, second = (rounds_of(scenario, 0.5, with_luck=luck) for luck in lucks)
        assert row["rounds"] == first[1] + (second[1] if first[0] else 0)
        assert (row["barrier"] == Barrier.BARGAINING) == (not (first[0] and second[0]))
        outcomes.add((first[0], second[0]))
    assert outcomes == {(False, False), (False, True), (True, False), (True, True)}


def test_talks_break_down_by_the_luck_of_the_project(calm, history):
    """That of an authority of the second country, for the quarter of its start."""
    ties = (("a1", "p0", 0.6), ("a1", "i0", 0.5), ("p0", "i0", 0.4))
    layout, starts = ((1, 1, 1), (1, 0, 0)), ((), (3,))
    scenario = calm(ties, layout, starts, changes={**SLOW, "breakdown": 0.1})
    agreements = set()
    for seed in range(12):
        (row,) = history(scenario, seed).attempts
        luck = uniform(seed, 0, Decision.BREAKDOWN, 2**20, 0, 3)
        expected, rounds, _ = rounds_of(scenario, 0.5, with_luck=luck)
        assert (row["outcome"] == Outcome.SIGNED, row["rounds"]) == (expected, rounds)
        agreements.add(expected)
    assert agreements == {True, False}
