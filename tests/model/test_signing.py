"""Signing: agreed terms become a contract that begins with nothing done, and counts for those who signed."""

import numpy as np
import pytest

from sipabm.barriers import Barrier
from sipabm.randomness import uniform
from sipabm.words import NOBODY, ContractStatus, Decision, Outcome, Stage

RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}


@pytest.mark.parametrize(("changes", "leads"), [({}, 1), (RICH, 0)])
def test_a_signature_counts_once_for_authority_provider_and_a_lead_that_invests(calm, quarters, changes, leads):
    """Under payment by results the lead investor that was found is no party."""
    for step, state in quarters(calm(changes=changes)):
        signed = step >= 5
        assert state.authorities[0].signatures == signed
        assert state.providers[0].signatures == signed
        assert state.investors[0].signatures == (leads if signed else 0)


def test_every_provider_of_a_consortium_signs_and_is_a_party_and_is_free_at_the_end(calm, after, history):
    """Authority, three providers and an investor; each provider can deliver a third."""
    ties = (("a0", "p0", 0.9), ("a0", "p1", 0.5), ("a0", "p2", 0.5), ("a0", "i0", 0.5), ("p0", "i0", 0.4))
    scenario = calm(ties, ((1, 3, 1),), changes={"provider_size": 0.5})
    (row,) = history(scenario).contracts
    assert (row["payers"], row["providers"], row["investors"], row["parties"]) == (1, 3, 1, 5)
    for quarter, signed, engaged in ((4, 0, 1), (5, 1, 1), (12, 1, 1), (13, 1, 0)):
        providers = after(scenario, quarter).providers
        assert [(each.signatures, each.engaged) for each in providers] == [(signed, engaged)] * 3


def test_payers_are_organisations_and_departments_none_of_them(calm, history):
    changes = {"state_joins": 1.0, "departments": 3.0}
    (row,) = history(calm(changes=changes)).contracts
    assert (row["departments_joined"], row["state_joined"]) == (3, 1)
    assert (row["payers"], row["parties"]) == (2, 4)


@pytest.mark.parametrize("guarantee", [0.0, 0.5])
def test_without_caps_investors_are_promised_the_price_of_what_they_expect_and_a_guarantee_of_what_lacks(
    calm, agreed, history, guarantee
):
    scenario = calm(changes={"guarantee": guarantee, "social_motive.bank": 0.3})
    project, _ = agreed(scenario)
    free = scenario.flat()["deadweight"][project.rigour]
    expected = project.price * (project.promised_success + free) * (1.0 - project.provider_payment_share) * 1.5
    expected += guarantee * max(0.0, 1.5 - expected)
    assert history(scenario).contracts["promised"].tolist() == pytest.approx([expected])


def test_investors_are_promised_what_caps_on_return_and_payment_leave_of_what_they_expect(calm, agreed, history):
    """The mean of a normal payment that is cut off at the lower of the two caps."""
    for return_cap, payment_cap in ((0.3, 100.0), (100.0, 1.4)):
        changes = {"return_cap": return_cap, "payment_cap": payment_cap, "delivery_uncertainty": 0.2, "guarantee": 0.0}
        scenario = calm(changes=changes)
        project, _ = agreed(scenario)
        theirs = 1.0 - project.provider_payment_share
        most = min(1.0 + return_cap, payment_cap * theirs)
        mean = project.promised_success + scenario.flat()["deadweight"][project.rigour]
        steps = np.linspace(-9.0, 9.0, 40_001)
        weights = np.exp(-0.5 * steps**2)
        paid = np.minimum(project.price * theirs * (mean + project.promised_spread * steps), most)
        (row,) = history(scenario).contracts
        assert row["promised"] == pytest.approx(1.5 * (weights * paid).sum() / weights.sum(), rel=1e-6)
        assert row["promised"] < 1.5 * most


def test_setting_up_a_conventional_contract_costs_the_more_the_more_capital_it_needs(calm, history):
    for setup, by_capital in ((0.05, 0.5), (0.05, 0.0), (0.0, 0.5)):
        changes = {"conventional_setup": setup, "setup_by_capital": by_capital, "capital_spread": 0.8}
        rows = [history(calm(changes=changes), seed).contracts[0] for seed in range(1, 4)]
        assert np.ptp([row["capital"] for row in rows]) > 0.5
        for row in rows:
            assert row["conventional_cost"] == pytest.approx(setup * (row["capital"] / 1.5) ** by_capital)


def test_signatures_are_counted_one_by_one(calm, after):
    state = after(calm(starts=((0, 15, 30),), quarters=40), 36)
    assert state.authorities[0].signatures == state.providers[0].signatures == state.investors[0].signatures == 3


def test_co_investors_sign_under_their_lead_and_lead_nothing(calm, after):
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("i0", "i1", 1.0))
    changes = {"sole_investor": 0.0, "lead_share": 0.5, "co_investment": 1.0, "smallest_ticket": 1.0}
    state = after(calm(ties, ((1, 1, 2),), changes=changes), 5)
    assert state.investors[1].available == pytest.approx(25.0 - 0.75)
    assert [state.investors[number].signatures for number in (0, 1)] == [1, 0]


def test_a_signature_frees_the_team_and_leaves_capital_and_capacity_tied(calm, quarters):
    for step, state in quarters(calm(quarters=12)):
        assert state.run[0].projects == state.authorities[0].developing == (step < 5)
        assert state.providers[0].engaged == (step >= 1)
        assert state.investors[0].available == pytest.approx(23.5 if step >= 3 else 25.0)


def test_service_begins_in_the_quarter_after_signature(calm, history):
    for quarters, served in ((6, 0), (7, 1), (10, 4)):
        (row,) = history(calm(quarters=quarters)).contracts
        assert (row["signed"], row["quarters_run"], row["status"]) == (5, served, ContractStatus.RUNNING)
        assert row["ended"] == quarters - 1


def test_the_second_contract_of_the_same_parties_is_like_the_first(calm, history):
    """Nothing of a contract is left for the one that takes its place: neither adaptation nor re-plannings nor costs."""
    changes = {
        "levers.flexible_contracts.practice": 1.0,
        "quality.employment": 0.6,
        "replan_below": 0.9,
        "trust_gain": 0.0,
        "trust_loss": 0.0,
        "own_learning": 0.0,
        "world_learning": 0.0,
        "cost_learning": 0.0,
        "learning_by_doing": 0.0,
        "case_uncertainty.employment": 0.01,
        "delay": 0.0,
        "adaptation_room.experiment": 1.0,
        "resistance_fall": 0.0,
        "resistance_rise": 0.0,
        "hurdle_rate.bank": 0.5,
    }
    told = history(calm(starts=((0, 15, 30),), quarters=50, changes=changes)).contracts
    assert len(told) == 3
    assert told["replans"][0] > 0
    for name in ("replans", "effect", "result", "cost_after", "years", "form", "rigour", "quarters_run", "status"):
        assert told[name] == pytest.approx(told[name][0], rel=1e-12), name
    assert (told["ended"] - told["signed"] == 8).all()


def test_two_contracts_of_one_provider_run_side_by_side_each_for_itself(calm, history):
    """Projects that start in neighbouring quarters are signed, served and settled one quarter apart, and alike."""
    ties = (("a0", "p0", 0.9), ("a0", "i0", 0.9), ("a1", "p0", 0.9), ("a1", "i0", 0.9), ("p0", "i0", 0.9))
    quiet = {"trust_gain": 0.0, "own_learning": 0.0, "world_learning": 0.0, "provider_capacity": 2.0}
    scenario = calm(ties, ((1, 1, 1), (1, 0, 0)), starts=((0,), (1,)), quarters=20, changes=quiet)
    first, second = history(scenario).contracts
    assert (second["signed"], second["ended"]) == (first["signed"] + 1, first["ended"] + 1)
    assert first["quarters_run"] == second["quarters_run"] == 8
    assert first["effect"] == pytest.approx(second["effect"])


def test_a_government_that_comes_in_during_the_talks_stops_the_signature_by_its_own_luck(calm, history):
    """Talks of three quarters, an election in the second; the exit is recorded as one of negotiation."""
    changes = {
        "election_turnover": 1.0,
        "political_support": 0.5,
        "government_change_stop": 1.0,
        "rounds": 9.0,
        "authority_patience": 9.0,
        "investor_patience": 9.0,
        "rounds_per_quarter": 3.0,
        "local_politics": 0.0,
    }
    scenario = calm(elections=((6, 40),), quarters=9, changes=changes)
    seen = set()
    for seed in range(30):
        rows = history(scenario, seed).attempts
        if uniform(seed, 0, Decision.START, 0, 1, 0) < 0.5:
            (row,) = rows
            stops = uniform(seed, 0, Decision.CHANGE_OF_GOVERNMENT, 0, Stage.SIGNED, 0) < 0.5
            assert (row["outcome"] == Outcome.STOPPED) == stops
            if stops:
                assert (row["stage"], row["barriers"]) == (Stage.NEGOTIATION, 1 << Barrier.CHANGE_OF_GOVERNMENT)
            seen.add(stops)
    assert seen == {True, False}


def test_a_contract_has_the_terms_and_parties_that_were_agreed(busy_run):
    """Each row of a contract is compared with its project in the quarter before signature."""
    rows = {(int(row["authority"]), int(row["started"])): row for row in busy_run.history.contracts}
    compared = 0
    for gate in busy_run.gates:
        if gate.gate == Stage.SIGNED and gate.passed:
            row, project = rows[gate.key], gate.before
            for name in ("country", "domain", "capital", "provider", "investors", "departments_joined", "instrument"):
                assert row[name] == getattr(project, name), name
            for name in ("price", "rounds", "fund", "fund_committed", "cashable_only", "house", "novelty"):
                assert row[name] == getattr(project, name), name
            for name in ("cost_authority", "cost_provider", "cost_investors"):
                assert row[name] == pytest.approx(getattr(project, name))
            assert row["investor"] == (project.investor if project.investors > 0 else NOBODY)
            assert row["signed"] == gate.now == project.due
            compared += 1
    assert compared > 20


def test_nothing_is_signed_before_it_is_agreed_nor_agreed_twice(busy_run):
    for earlier, later in zip(busy_run.shots, busy_run.shots[1:], strict=False):
        for key, project in earlier.projects.items():
            if project.agreed:
                after = later.projects.get(key)
                assert after is None or (after.agreed, after.due, after.rounds) == (1, project.due, project.rounds)
            elif key not in later.projects:
                assert busy_run.rows[key]["outcome"] == Outcome.STOPPED
