"""Nothing goes beyond its limit: prices, tickets, capacity, purses, shares; and an actor is in one state."""

import numpy as np
import pytest

from sipabm.tables.history import STATE_COLUMNS
from sipabm.words import ContractStatus, InvestorKind, Outcome, Stage

CENT = 1e-8
SHARES = ("closing_belief", "delivery_belief", "left", "resistance", "support", "trust")


@pytest.fixture(scope="module")
def rows(many_states, contracts):
    return np.concatenate([contracts(state) for _, state in many_states])


def test_a_price_lies_between_the_reservation_prices(rows):
    assert (rows["price"] >= rows["consortium_ask"] - 1e-12).all()
    assert (rows["price"] <= rows["authority_limit"] + 1e-12).all()


def test_tickets_never_exceed_what_the_investor_puts_into_one_partnership(many_states, contracts):
    for _, state in many_states:
        signed = contracts(state)
        for place in range(signed["ticket"].shape[1]):
            member, ticket = signed["member"][:, place], signed["ticket"][:, place]
            known = member >= 0
            assert (ticket[known] <= state.investors["largest_ticket"][member[known]] + CENT).all()
            assert (ticket[~known] == 0).all()
        assert (signed["ticket"] >= 0).all()


def test_nobody_is_in_a_syndicate_twice(rows):
    for row in rows:
        members = row["member"][row["member"] >= 0].tolist()
        assert len(members) == len(set(members)) == row["investors"]


def test_investors_never_give_what_they_do_not_have(many_states):
    for _, state in many_states:
        assert (state.investors["available"] >= -1e-9).all()


def test_funds_never_commit_more_than_their_purse(many_states, contracts):
    looked_at = 0
    for scenario, state in many_states:
        if scenario.environment.fund_exhaustion < 0.5 or len(state.funds) == 0:
            continue
        assert (state.funds["remaining"] >= -1e-9).all()
        signed = contracts(state)
        ended = signed["status"] != ContractStatus.RUNNING
        used = np.where(ended, signed["payment_fund"] - signed["fund_repaid"], signed["fund_committed"])
        in_talks = sum(state.projects[slot]["fund_committed"] for slot in state.active[: state.run[0]["projects"]])
        backed = signed["fund"] >= 0
        assert (signed["payment_fund"][ended] <= signed["fund_committed"][ended] + CENT).all()
        assert used[~backed].sum() == 0
        purses = [fund.purse for fund in scenario.funds]
        if scenario.levers.outcomes_fund.intensity > 0:
            purses.append(scenario.environment.lever_fund_purse)
        assert sum(purses) == pytest.approx(used.sum() + in_talks + state.funds["remaining"].sum(), abs=1e-7)
        looked_at += backed.any()
    assert looked_at > 10


def test_providers_run_no_more_than_they_can(many_states):
    for _, state in many_states:
        engaged = engagements(state)
        assert (state.providers["engaged"] == engaged).all()
        assert (engaged <= state.providers["capacity"]).all()


def engagements(state):
    """Return for each provider the projects past search and the contracts it is in, as lead or partner."""
    engaged = np.zeros(len(state.providers), dtype=int)
    run = state.run[0]
    developing = [slot for slot in state.active[: run["projects"]] if state.projects[slot]["stage"] > Stage.MEETING]
    for slot in [*developing, *state.running[: run["contracts"]]]:
        project = state.projects[slot]
        consortium = [project["provider"], *project["partner"][: project["providers"] - 1]]
        assert len(set(consortium)) == project["providers"]
        engaged[consortium] += 1
    return engaged


@pytest.mark.slow
def test_providers_pre_finance_from_capital_they_have(lively, plain):
    risky = lively.replace(working_capital=3.0, fee_at_risk=0.4, provider_risk_aversion=0.2)
    before = None
    for _, s in plain(risky):
        now = s.providers.working_capital.copy()
        if before is not None:
            fell = now < before - CENT
            burdens = [contract.burden for contract in s.settled[: s.run[0].settled]]
            assert (now[fell] >= -max(burdens, default=0.0) - CENT).all()
        before = now


def test_every_slot_is_free_in_development_or_under_contract(many_states):
    for _, state in many_states:
        run = state.run[0]
        free = state.freed[: run["freed"]].tolist()
        developing = state.active[: run["projects"]].tolist()
        contracted = state.running[: run["contracts"]].tolist()
        assert sorted(free + developing + contracted) == list(range(run["slots"]))
        assert (state.projects["outcome"][developing] == Outcome.DEVELOPING).all()
        assert (state.projects["stage"][developing] < Stage.SIGNED).all()
        assert (state.projects["outcome"][contracted] == Outcome.SIGNED).all()


def test_an_authority_develops_what_its_team_can(many_states):
    for scenario, state in many_states:
        developing = state.active[: state.run[0]["projects"]]
        counted = np.bincount(state.projects["authority"][developing], minlength=len(state.authorities))
        assert (state.authorities["developing"] == counted).all()
        assert counted.max(initial=0) <= int(scenario.consideration.development_slots)


@pytest.mark.slow
def test_limits_hold_in_every_quarter(lively, plain, any_scenario):
    for scenario in (lively.replace(quarters=30), any_scenario(4), any_scenario(9)):
        for _, s in plain(scenario):
            assert (s.providers.engaged == engagements(s)).all()
            assert (s.providers.engaged <= s.providers.capacity).all()
            assert (s.investors.available >= -1e-9).all()
            assert s.authorities.developing.max() <= int(scenario.consideration.development_slots)
            if scenario.environment.fund_exhaustion >= 0.5 and len(s.funds) > 0:
                assert (s.funds.remaining >= -1e-9).all()
            assert in_unit_interval(s.trust)


def in_unit_interval(values):
    """Return whether all values are shares."""
    return bool(((values >= -1e-12) & (values <= 1 + 1e-12)).all())


def test_trust_beliefs_and_other_shares_stay_shares(many_states):
    names = [column.name for column in STATE_COLUMNS]
    for _, state in many_states:
        for share in SHARES:
            assert in_unit_interval(state.states[:, names.index(share)])
        for trait in ("support", "silo_strength", "resistance", "data_access", "competence"):
            assert in_unit_interval(state.authorities[trait])
        assert in_unit_interval(state.trust)
        for kind in ("closing", "delivery"):
            assert (state.authorities[f"{kind}_successes"] >= 0).all()
            assert (state.authorities[f"{kind}_failures"] >= 0).all()


def test_nothing_is_infinite_or_undefined(many_states, attempts, contracts):
    for _, state in many_states:
        for table in (attempts(state), contracts(state), state.authorities, state.providers, state.investors):
            for name in table.dtype.names:
                assert np.isfinite(table[name]).all(), name
        assert np.isfinite(state.yearly).all()
        assert np.isfinite(state.states).all()


def test_payments_lie_between_nothing_and_the_cap(many_states, contracts):
    for scenario, state in many_states:
        signed = contracts(state)
        paid = sum(signed[f"payment_{payer}"] for payer in ("authority", "departments", "authorities", "state", "fund"))
        assert (paid >= 0).all()
        assert (paid <= scenario.negotiation.payment_cap * signed["capital"] + CENT).all()
        for column in ("result", "effect", "misplaced"):
            assert (signed[column] >= 0).all()
        assert (signed["misplaced"] <= paid + CENT).all()


def test_investors_receive_no_more_than_the_cap_on_their_return_but_for_a_break_fee(many_states, contracts):
    at_cap = 0
    for scenario, state in many_states:
        signed = contracts(state)
        largest = (1.0 + scenario.negotiation.return_cap) * signed["capital_investors"]
        fee = signed["break_fee"] * signed["capital_investors"] / signed["capital"]
        assert (signed["to_investors"] <= largest + fee + CENT).all()
        at_cap += ((signed["investors"] > 0) & (np.abs(signed["to_investors"] - largest) < CENT)).sum()
    assert at_cap > 50


def test_no_syndicate_is_led_by_a_local_investor(many_states, contracts):
    local = 0
    for _, state in many_states:
        signed = contracts(state)
        leads = signed["investor"][signed["investors"] > 0]
        assert (state.investors["kind"][leads] != InvestorKind.LOCAL).all()
        members = signed["member"][signed["member"] >= 0]
        local += (state.investors["kind"][members] == InvestorKind.LOCAL).sum()
    assert local > 20


def test_whoever_has_left_stays_away(many_states, attempts):
    left = 0
    for scenario, state in many_states:
        share = state.states[:, [column.name for column in STATE_COLUMNS].index("left")]
        assert (np.diff(share) >= 0.0).all()
        assert share[-1] == pytest.approx(state.authorities["has_left"].mean())
        rows = attempts(state)
        for number in np.flatnonzero(state.authorities["has_left"]):
            ends = rows["ended"][rows["authority"] == number]
            assert len(ends) > 0
            left += 1
        if min(scenario.learning.give_up, scenario.learning.done) == 1.0:
            for number in np.unique(rows["authority"]):
                own = rows[rows["authority"] == number]
                assert (own["started"] <= own["ended"].min()).all()
    assert left > 100


def test_no_more_attempts_speak_for_a_lever_than_are_known(many_states):
    for _, state in many_states:
        known, unanswered = state.authorities["known_attempts"], state.authorities["unanswered"]
        assert (unanswered >= 0.0).all()
        assert (unanswered.reshape(len(known), known.shape[1], -1) <= known[:, :, None] + 1e-9).all()
