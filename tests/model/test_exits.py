"""Exits: what stands in a project's way at each gate, which of it ended the attempt, and what is set free."""

import numpy as np
import pytest

from sipabm.barriers import Barrier
from sipabm.randomness import uniform
from sipabm.rules import mobilisation
from sipabm.rules.common import choose_barrier
from sipabm.rules.innovation import sponsor_withdrawal
from sipabm.scenario import Fund
from sipabm.words import Decision, Outcome, Stage


def stands(gate, barrier):
    """Return whether a barrier stood at a gate."""
    return bool(gate.barriers >> barrier & 1)


def luck_of(run, gate, decision, partner):
    """Return the uniform number of an address of the gate's project."""
    return uniform(run.seed, 0, decision, gate.identity, int(partner), gate.key[1])


def test_a_law_stands_at_a_gate_only_if_it_came_after_the_last_gate_and_by_the_luck_of_that_gate(busy_run):
    """So no law counts at two gates, and none of the quarter of the start or of the last gate counts at all."""
    stood = same_quarter = 0
    for gate in busy_run.gates:
        new = gate.law > gate.since
        luck = luck_of(busy_run, gate, Decision.NEW_LAW, gate.gate)
        assert stands(gate, Barrier.LEGISLATION) == (new and luck < busy_run.scenario.mobilisation.law_stop)
        stood += stands(gate, Barrier.LEGISLATION)
        same_quarter += gate.law == gate.since
    assert stood > 20
    assert same_quarter > 5


def test_a_government_stands_at_a_gate_only_if_it_came_in_after_the_last_gate_with_its_own_support(busy_run):
    stood = 0
    for gate in busy_run.gates:
        new = gate.authority.government_since > gate.since
        luck = luck_of(busy_run, gate, Decision.CHANGE_OF_GOVERNMENT, gate.gate)
        stop = busy_run.scenario.mobilisation.government_change_stop
        expected = new and mobilisation.government_stops(gate.authority.support, stop, luck)
        assert stands(gate, Barrier.CHANGE_OF_GOVERNMENT) == expected
        stood += expected
    assert stood > 10


def test_a_sponsor_stands_at_a_gate_by_the_quarters_since_the_last_gate(busy_run):
    p, stood = busy_run.scenario.innovation, 0
    for gate in busy_run.gates:
        withdraws = sponsor_withdrawal(
            p.sponsor_withdrawal, p.house_decoupling, p.house_integration, gate.now - gate.since
        )
        expected = gate.before.house == 1 and luck_of(busy_run, gate, Decision.SPONSOR, gate.gate) < withdraws
        assert stands(gate, Barrier.SPONSOR_WITHDRAWAL) == expected
        stood += expected
    assert stood > 3


@pytest.mark.parametrize("gate", Stage)
def test_a_law_of_the_last_gates_quarter_never_stops_and_one_of_the_quarter_of_the_gate_does(calm, history, gate):
    """The only laws come in one quarter each, at worst at every gate; every one of them stops if it counts."""
    changes = {"new_law": dict.fromkeys(("social", "employment", "health"), 0.3), "law_stop": 1.0, "law_end": 0.0}
    scenario, at = calm(quarters=7, changes=changes), int(gate) + 1
    seed = next(seed for seed in range(2000) if laws(seed, range(7)) == [0, at])
    (row,) = history(scenario, seed).attempts
    assert (row["ended"], row["outcome"]) == (at, Outcome.STOPPED)
    assert row["barriers"] == 1 << Barrier.LEGISLATION
    assert row["stage"] == min(gate, Stage.NEGOTIATION)


def laws(seed, quarters):
    """Return the quarters in which a law changes employment in the first country."""
    return [step for step in quarters if uniform(seed, 0, Decision.LEGISLATION, 0, 1, step) < 0.3]


@pytest.mark.parametrize("barrier", [Barrier.LEGISLATION, Barrier.CHANGE_OF_GOVERNMENT])
def test_what_changed_in_the_quarter_of_the_start_stops_nothing(calm, history, barrier):
    changes = {"new_law": dict.fromkeys(("social", "employment", "health"), 0.3), "law_stop": 1.0}
    if barrier == Barrier.CHANGE_OF_GOVERNMENT:
        changes = {"election_turnover": 1.0, "political_support": 0.5, "government_change_stop": 1.0}
    scenario = calm(quarters=6, elections=((0, 20),), changes=changes)
    seed = next(seed for seed in range(2000) if laws(seed, range(6)) == [0] and starts(seed, 0.5))
    (row,) = history(scenario, seed).attempts
    assert row["outcome"] == Outcome.SIGNED


def starts(seed, support):
    """Return whether the first authority starts in quarter 0."""
    return uniform(seed, 0, Decision.START, 0, 1, 0) < support


def test_which_of_several_barriers_ended_an_attempt_is_drawn_evenly_by_the_draw_of_its_stage(busy_run):
    several = 0
    at_talks = 1 << Barrier.LEGISLATION | 1 << Barrier.CHANGE_OF_GOVERNMENT | 1 << Barrier.SPONSOR_WITHDRAWAL
    for row in busy_run.history.attempts:
        drawn = row["stage"] < Stage.NEGOTIATION or row["barriers"] & ~at_talks == 0
        if row["outcome"] == Outcome.STOPPED and drawn:
            identity = busy_run.identity[row["authority"]]
            luck = uniform(busy_run.seed, 0, Decision.WHICH_BARRIER, identity, int(row["stage"]), int(row["started"]))
            assert row["barrier"] == choose_barrier(int(row["barriers"]), luck)
            several += int(row["barriers"]).bit_count() > 1
    assert several > 15


def test_each_of_two_barriers_that_always_stand_together_ends_half_of_the_attempts(calm, history):
    """Both a weak case and missing competence stand in everybody's way."""
    always = {
        "competence_needed.evaluation": 1.0,
        "competence_price": 2.0,
        "development_budget": 0.1,
        "case_threshold": 10.0,
        "worth.employment": 5.0,
        "provider_capacity": 100.0,
    }
    ties = [(f"a{number}", "p0", 0.5) for number in range(60)] + [(f"a{number}", "i0", 0.5) for number in range(60)]
    scenario = calm(ties=ties, layout=((60, 1, 1),), quarters=3, changes=always)
    told = history(scenario, 2).attempts
    assert len(told) == 60
    assert (told["barriers"] == (1 << Barrier.WEAK_CASE | 1 << Barrier.COMPETENCE)).all()
    assert 18 < (told["barrier"] == Barrier.COMPETENCE).sum() < 42


# --- what is set free ------------------------------------------------------------------------------------------------

LAW = {"new_law.employment": 0.3, "law_stop": 1.0, "law_end": 0.0}
RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}
MIXED = {**RICH, "working_capital": 1.0, "hurdle_rate.bank": 0.5, "fee_at_risk": 0.4}
EXITS = {
    "frontline at mobilisation": (3, {"resistance": 0.9}),
    "law at search": (1, LAW),
    "law at the business case": (2, LAW),
    "law at mobilisation": (3, LAW),
    "law at the talks": (4, LAW),
    "law at signature": (5, LAW),
    "law at signature, provider pays all": (5, {**LAW, **RICH}),
    "law at signature, provider pays a part": (5, {**LAW, **MIXED}),
    "law at signature, with a fund": (5, {**LAW, "fund": True}),
    "no surplus": (4, {"insists_on_cashable": 1.0, "own_cashable.employment": 0.0}),
    "talks break down": (4, {"breakdown": 1.0, "rounds": 8.0}),
    "talks break down, with a fund": (4, {"breakdown": 1.0, "rounds": 8.0, "fund": True}),
    "competence at the business case": (2, {"competence_needed.evaluation": 1.0, "competence_price": 2.0}),
}


@pytest.mark.parametrize("kind", EXITS)
def test_an_exit_sets_everything_free_once(calm, after, kind):
    ended, changes = EXITS[kind]
    changes = dict(changes)
    funds = (co_payer(),) if changes.pop("fund", False) else ()
    scenario = calm(quarters=8, funds=funds, changes={"development_budget": 0.5, **changes})
    seed = next(seed for seed in range(2000) if laws(seed, range(6)) == [ended])
    state = after(scenario, ended, seed)
    assert state.run[0].projects == 0
    assert state.authorities[0].developing == 0
    assert state.providers[0].engaged == 0
    assert state.providers[0].working_capital == pytest.approx(scenario.population.working_capital)
    assert state.investors[0].available == pytest.approx(25.0)
    assert not funds or state.funds[0].remaining == pytest.approx(50.0)
    assert state.authorities[0].signatures == state.providers[0].signatures == state.investors[0].signatures == 0


@pytest.mark.parametrize(("ended", "changes"), [(3, {}), (4, {}), (5, {}), (5, MIXED), (5, RICH)])
def test_every_member_of_a_syndicate_gets_its_own_ticket_back(calm, after, ended, changes):
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("i0", "i1", 1.0), ("i0", "i2", 1.0))
    shared = {"sole_investor": 0.0, "lead_share": 0.3, "co_investment": 1.0, "largest_ticket.bank": 0.6}
    scenario = calm(ties, ((1, 1, 3),), quarters=8, changes={**LAW, **changes, **shared, "smallest_ticket": 1.0})
    seed = next(seed for seed in range(2000) if laws(seed, range(6)) == [ended])
    state = after(scenario, ended, seed)
    assert state.run[0].world_failed == 1.0
    assert [state.investors[number].available for number in range(3)] == pytest.approx([25.0] * 3)


def co_payer():
    """Return a fund that is open while the talks are on."""
    return Fund(name="F", country="A", opens="2011Q1", closes="2011Q1", purse=50.0, share=0.3)


def test_those_exits_had_something_to_set_free(calm, after):
    """Before the exits at signature, capital, purse and the provider's means are tied up."""
    bond, alone, both, backed = (
        after(calm(funds=funds, changes=changes), 4)
        for funds, changes in (((), {}), ((), RICH), ((), MIXED), ((co_payer(),), {}))
    )
    assert bond.investors[0].available == pytest.approx(23.5)
    assert (alone.investors[0].available, alone.providers[0].working_capital) == pytest.approx((25.0, 8.5))
    assert (both.investors[0].available, both.providers[0].working_capital) == pytest.approx((24.1, 0.4))
    assert backed.funds[0].remaining < 49.0


def test_an_attempt_without_an_investor_leaves_the_provider_it_found_as_free_as_before(calm, after):
    scenario = calm(ties=(("a0", "p0", 0.5),), quarters=4)
    state = after(scenario, 1)
    assert state.run[0].projects == 0
    assert state.providers[0].engaged == 0


def test_a_stopped_project_keeps_the_stage_and_quarter_in_which_it_stopped(busy_run):
    for gate in busy_run.gates:
        if not gate.passed:
            assert gate.row["stage"] == min(gate.gate, Stage.NEGOTIATION)
            assert gate.row["ended"] == gate.now


def test_nobody_develops_less_than_nothing_and_everybody_what_is_in_the_list(busy_run):
    for shot in busy_run.shots:
        counted = np.zeros(len(shot.authorities))
        for number, _ in shot.projects:
            counted[number] += 1
        assert counted.tolist() == [authority.developing for authority in shot.authorities]
