"""Negotiation: the best template worked out anew, rounds and their cost, the fund, and who ties up what."""

import math

import pytest

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.randomness import uniform
from sipabm.scenario import Fund
from sipabm.words import Decision, Instrument, Outcome, Stage

AREA = 1  # employment
TALKS = 4  # quarter of the talks of a calm project: 2011Q1
RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}
PART = {**RICH, "working_capital": 1.0, "hurdle_rate.bank": 0.5, "fee_at_risk": 0.4}


def fund(share=0.3, purse=50.0, **more):
    """Return a fund that is open in the quarter of the talks alone."""
    return Fund(name="F", country="A", opens="2011Q1", closes="2011Q1", purse=purse, share=share, **more)


def practice(**levers):
    """Return changes that let every project use some levers."""
    return {f"levers.{name}.practice": 1.0 for name in levers}


LEAN = {"worth.employment": 6.0, "effect_years.employment": 1.2, "horizon": 5.0}


def test_without_surplus_the_surplus_recorded_is_that_of_the_best_template(calm, history):
    scenario = calm(changes={**LEAN, "worth.employment": 3.0})
    (row,) = history(scenario).attempts
    assert row["stage"] == Stage.NEGOTIATION
    assert row["surplus"] < 0.0


def test_the_signature_comes_after_the_quarters_of_the_talks(calm, agreed, history):
    slow = {"rounds": 9.0, "authority_patience": 3.0, "investor_patience": 0.4, "rounds_per_quarter": 4.0}
    scenario = calm(changes=slow, quarters=30)
    project, _ = agreed(scenario)
    assert project.rounds > 4
    due = TALKS + math.ceil(project.rounds / 4.0)
    assert (project.gate, project.due) == (TALKS, due)
    assert history(scenario).contracts["signed"].tolist() == [due]


@pytest.mark.parametrize(
    ("changes", "instrument", "carried"),
    [
        ({}, Instrument.SOCIAL_IMPACT_BOND, 0.0),
        (PART, Instrument.BOTH, 0.4),
        (RICH, Instrument.PAYMENT_BY_RESULTS, 1.0),
    ],
)
def test_provider_and_investors_tie_up_what_the_instrument_says_and_no_more(calm, agreed, changes, instrument, carried):
    project, state = agreed(calm(changes=changes))
    assert project.instrument == instrument
    before = changes.get("working_capital", 0.0)
    assert state.providers[0].working_capital == pytest.approx(before - 1.5 * carried)
    assert state.investors[0].available == pytest.approx(25.0 - 1.5 * (1.0 - carried))
    assert project.ticket[0] == pytest.approx(1.5 * (1.0 - carried))
    assert project.investors == (carried < 1.0)


def test_every_member_of_a_syndicate_is_freed_of_the_part_that_the_provider_carries(calm, agreed):
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("i0", "i1", 1.0), ("i0", "i2", 1.0))
    changes = {**PART, "sole_investor": 0.0, "lead_share": 0.3, "co_investment": 1.0, "smallest_ticket": 1.0}
    limits = {"largest_ticket.bank": 0.5, "investor_capital.bank": 9.0}
    project, state = agreed(calm(ties, ((1, 1, 3),), changes={**changes, **limits}))
    assert project.instrument == Instrument.BOTH
    tickets = [0.6 * ticket for ticket in (0.5, 0.5, 0.5)]
    assert list(project.ticket[:3]) == pytest.approx(tickets)
    assert [state.investors[number].available for number in range(3)] == pytest.approx([9.0 - 0.3] * 3)


def test_a_provider_whose_capital_has_gone_into_another_project_cannot_finance_a_second_one(calm, history, after):
    """Both pass mobilisation; the older one takes the capital, and for the younger one no template is left."""
    ties = (("a0", "p0", 0.9), ("a1", "p0", 0.9))
    scenario = calm(ties, ((2, 1, 1),), changes={**RICH, "working_capital": 2.0, "provider_capacity": 2.0})
    first, second = sorted(history(scenario).attempts, key=lambda row: row["authority"])
    assert first["outcome"] == Outcome.SIGNED
    assert (second["stage"], second["barriers"]) == (Stage.NEGOTIATION, 1 << Barrier.INVESTOR_APPETITE)
    assert (second["surplus"], second["rounds"]) == (0.0, 0)
    state = after(scenario, TALKS)
    assert (state.providers[0].working_capital, state.providers[0].engaged) == (pytest.approx(0.5), 1)


def test_levers_of_the_talks_are_drawn_for_the_project_and_in_force_at_the_talks(busy_run, calm, agreed):
    for gate in busy_run.gates:
        if gate.gate == Stage.NEGOTIATION and gate.passed:
            luck = uniform(busy_run.seed, 0, Decision.USE_LEVER, gate.identity, Lever.FLEXIBLE_CONTRACTS, gate.key[1])
            assert gate.later.flexible_allowed == (luck < 0.5)
    for quarter, used in (("2011Q1", 1), ("2011Q2", 0)):
        changes = {"rigour_asked": {"monitoring": 0.0, "comparison": 1.0, "experiment": 0.0}}
        names = ("flexible_contracts", "proportionate_evaluation")
        project, _ = agreed(calm(changes=changes).with_policy(*(f"{name}=1@{quarter}" for name in names)))
        assert (project.flexible_allowed, project.rigour_allowed) == (used, 1 - used)
