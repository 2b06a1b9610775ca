"""Innovation houses: what they change, what may stop a project in one, and what cannot without one."""

import numpy as np
import pytest

from sipabm import randomness
from sipabm.barriers import Barrier
from sipabm.words import ContractStatus, Decision, Outcome, Stage

HOUSE = ContractStatus.ENDED_AT_HAND_OVER, ContractStatus.ENDED_BY_SPONSOR
SEEDS = range(1, 7)


@pytest.fixture(scope="module")
def eager(changing):
    """The scenario with authorities that start more often, as their ordinary services gain them nothing."""
    return changing.replace(conventional_gain=dict.fromkeys(("social", "employment", "health"), 0.0))


def stands(rows, barrier):
    """Return for each attempt whether a barrier stood in its way."""
    return rows["barriers"] >> barrier & 1 == 1


def luck_of(state, decision, row, partner, quarter):
    """Return the uniform number of an address of the row's authority."""
    run, identity = state.run[0], state.authorities["identity"][row["authority"]]
    return randomness.uniform(
        *(int(word) for word in (run["seed"], run["replicate"], decision, identity, partner, quarter))
    )


@pytest.fixture(scope="module")
def runs(eager, run, attempts, contracts):
    """Runs of the eager scenario: state, attempts and contracts."""
    states = [run(eager, seed) for seed in SEEDS]
    return [(state, attempts(state), contracts(state)) for state in states]


def test_without_a_house_no_sponsor_withdraws_and_nothing_is_handed_over(many_states, attempts, contracts):
    outside = 0
    for _, state in many_states:
        rows, signed = attempts(state), contracts(state)
        assert not stands(rows[rows["house"] == 0], Barrier.SPONSOR_WITHDRAWAL).any()
        assert not np.isin(signed["status"][signed["house"] == 0], HOUSE).any()
        outside += (signed["house"] == 0).sum()
    assert outside > 500


def test_a_programme_is_as_novel_as_its_provider_and_more_so_in_a_house(many_states, attempts):
    for scenario, state in many_states:
        rows = attempts(state)
        known = rows[rows["stage"] > Stage.MEETING]
        novelty = state.providers["novelty"][known["provider"]]
        added = scenario.innovation.house_novelty * scenario.innovation.house_decoupling * known["house"]
        assert known["novelty"] == pytest.approx(novelty + added * (1.0 - novelty))
        assert (rows["novelty"][rows["stage"] == Stage.MEETING] == 0).all()


def test_operations_stop_exactly_those_whose_luck_is_below_novelty_and_closeness(eager, runs):
    p, seen = eager.innovation, []
    for state, rows, _ in runs:
        for row in rows[rows["stage"] >= Stage.MOBILISATION]:
            close = 1.0 - p.house_decoupling if row["house"] else 1.0
            luck = luck_of(state, Decision.IMMUNE_RESPONSE, row, 0, row["started"])
            assert stands(row, Barrier.IMMUNE_RESPONSE) == (luck < p.immune_response * row["novelty"] * close)
            seen.append(stands(row, Barrier.IMMUNE_RESPONSE))
    assert 20 < sum(seen) < len(seen) / 2


def test_a_hand_over_comes_after_its_quarters_and_fails_exactly_by_its_luck(eager, runs):
    p, failed = eager.innovation, []
    for state, _, signed in runs:
        for row in signed[(signed["house"] == 1) & (signed["quarters_run"] >= p.house_quarters)]:
            if row["status"] == ContractStatus.ENDED_BY_SPONSOR:
                assert row["quarters_run"] == p.house_quarters
                continue
            luck = luck_of(state, Decision.HAND_OVER, row, 0, row["started"])
            fails = luck < p.hand_over_failure * row["novelty"] * p.house_decoupling**2 * (1.0 - p.house_integration)
            assert (row["status"] == ContractStatus.ENDED_AT_HAND_OVER) == fails
            assert not fails or row["quarters_run"] == p.house_quarters
            failed.append(fails)
    assert 5 < sum(failed) < len(failed) / 2


def test_a_sponsor_withdraws_from_service_exactly_by_its_luck_and_only_before_the_hand_over(eager, runs):
    p, ended = eager.innovation, 0
    hazard = p.sponsor_withdrawal * p.house_decoupling * (1.0 - p.house_integration)
    for state, _, signed in runs:
        for row in signed[signed["house"] == 1]:
            served = range(row["signed"] + 1, row["signed"] + 1 + min(row["quarters_run"], int(p.house_quarters)))
            lucks = [luck_of(state, Decision.CONTRACT_SPONSOR, row, row["started"], step) for step in served]
            withdrew = [luck < hazard for luck in lucks]
            assert not any(withdrew[:-1])
            assert any(withdrew) == (row["status"] == ContractStatus.ENDED_BY_SPONSOR)
            ended += any(withdrew)
    assert ended > 5


def last_gates(s):
    """Return for each project under development its gate to come, and the quarter of the last one, by its key."""
    gates = {}
    for slot in s.active[: s.run[0].projects]:
        project = s.projects[slot]
        gate = Stage.SIGNED if project.agreed else Stage(project.stage)
        gates[int(project.authority), int(project.started)] = gate, int(project.gate)
    return gates


@pytest.mark.slow
def test_a_sponsor_withdraws_before_signature_exactly_by_its_luck_in_the_quarters_since_the_last_gate(
    eager, plain, attempts
):
    p, told, stood = eager.innovation, 0, []
    hazard = p.sponsor_withdrawal * p.house_decoupling * (1.0 - p.house_integration)
    before = {}
    for step, s in plain(eager):
        rows = attempts(s)[told:]
        told += len(rows)
        for row in rows[rows["house"] == 1]:
            gate, since = before[int(row["authority"]), int(row["started"])]
            luck = luck_of(s, Decision.SPONSOR, row, gate, row["started"])
            withdraws = luck < 1.0 - (1.0 - hazard) ** (step - since)
            assert stands(row, Barrier.SPONSOR_WITHDRAWAL) == withdraws
            stood.append(withdraws)
        before = last_gates(s)
    assert 5 < sum(stood) < len(stood) / 2


def test_without_sponsors_and_hand_overs_to_fail_a_house_ends_no_contract(eager, run, contracts):
    safe = eager.replace(hand_over_failure=0.0, sponsor_withdrawal=0.0)
    rows = np.concatenate([contracts(run(safe, seed)) for seed in SEEDS])
    assert (rows["house"] == 1).sum() > 50
    assert not np.isin(rows["status"], HOUSE).any()


def but_house(rows):
    """Return rows without the column that says whether there was a house."""
    return rows[[name for name in rows.dtype.names if name != "house"]]


@pytest.fixture(scope="module")
def in_the_midst(eager):
    """Scenarios in which houses stand within daily operations and cost nothing: without any, and with all."""
    midst = eager.replace(house_decoupling=0.0, house_cost=0.0)
    return [midst.replace({"levers.innovation_houses.practice": practice}) for practice in (0.0, 1.0)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_house_in_the_midst_of_operations_changes_nothing(in_the_midst, run, attempts, contracts, seed):
    without, all_ = (run(scenario, seed) for scenario in in_the_midst)
    assert (attempts(all_)["house"] == 1).all()
    for rows in (attempts, contracts):
        assert (but_house(rows(without)) == but_house(rows(all_))).all()
    assert (without.states == all_.states).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_where_budgets_do_not_bind_it_changes_only_what_it_costs(in_the_midst, run, attempts, contracts, seed):
    rich = {"development_budget": 1.0, "data_cost": 0.0, "competence_price": 0.0, "cost_learning": 0.0}
    rich["development_support"] = 0.0  # of which a fund would carry a part
    without, costly = (scenario.replace({**rich, "house_cost": 0.03}) for scenario in in_the_midst)
    before, after = attempts(run(without, seed)), attempts(run(costly, seed))
    assert after["cost_share"] == pytest.approx(before["cost_share"] + 0.03)
    assert after["cost_authority"] == pytest.approx(before["cost_authority"] + 0.03 * before["capital"])
    unchanged = [name for name in before.dtype.names if name not in ("house", "cost_share", "cost_authority")]
    assert (before[unchanged] == after[unchanged]).all()
    assert (after["outcome"] == Outcome.SIGNED).any()


def test_far_from_operations_neither_frontline_nor_operations_reach_a_project(eager, run, attempts):
    outside = {"levers.innovation_houses.practice": 1.0, "house_decoupling": 1.0, "frontline_noise": 0.0}
    rows = np.concatenate([attempts(run(eager.replace({**outside, "resistance": 0.9}), seed)) for seed in SEEDS])
    assert (rows["stage"] >= Stage.MOBILISATION).sum() > 50
    for barrier in (Barrier.FRONTLINE, Barrier.IMMUNE_RESPONSE):
        assert not stands(rows, barrier).any()
