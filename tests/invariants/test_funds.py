"""Outcomes funds: what they back, what they have left, and what comes back to them."""

import numpy as np
import pytest

from sipabm.scenario import Fund
from sipabm.words import ContractStatus, Domain

CENT = 1e-8


def fund(name="F", country="all", opens="2010Q1", closes="2024Q4", purse=1000.0, share=0.4, **more):
    return Fund(name=name, country=country, opens=opens, closes=closes, purse=purse, share=share, **more)


@pytest.fixture(scope="module")
def tight(changing):
    """Funds whose small purses are filled again by what comes back."""
    funds = (
        fund(purse=2.0, repayment=0.8, domains=("employment", "health")),
        fund("G", purse=1.0, repayment=0.3, country="A"),
    )
    return changing.replace(funds=funds)


def out_of_purse(s, number, contracts):
    """Return what a fund has committed and not yet settled, and what it has paid and not got back."""
    run, rows = s.run[0], contracts(s)
    slots = [*s.active[: run["projects"]], *s.running[: run["contracts"]]]
    own = rows[(rows["fund"] == number) & (rows["status"] != ContractStatus.RUNNING)]
    committed = sum(s.projects[slot]["fund_committed"] for slot in slots if s.projects[slot]["fund"] == number)
    return committed, own["payment_fund"].sum() - own["fund_repaid"].sum()


@pytest.mark.slow
def test_in_every_quarter_a_purse_holds_what_is_neither_committed_nor_paid(tight, plain, contracts):
    least, most_paid = np.inf, 0.0
    for _, s in plain(tight):
        for number, purse in enumerate(s.funds.purse):
            committed, paid = out_of_purse(s, number, contracts)
            assert s.funds.remaining[number] == pytest.approx(purse - committed - paid, abs=CENT)
            assert s.funds.remaining[number] >= -1e-9
            assert paid <= purse + CENT
            least, most_paid = min(least, s.funds.remaining[number]), max(most_paid, paid)
    assert least < 0.2
    assert most_paid > 0.2


def test_without_exhaustion_a_fund_pays_more_than_its_purse_but_backs_the_same_areas(tight, run, contracts):
    endless = tight.replace(fund_exhaustion=0.0)
    states = [run(endless, seed) for seed in range(4)]
    assert min(state.funds["remaining"].min() for state in states) < -1.0
    for state in states:
        assert backs_only_its_own(endless, contracts(state)) > 5


def backs_only_its_own(scenario, rows):
    """Assert that funds back their country and areas, from their first quarter on; return how many they back."""
    backed = rows[(rows["fund"] >= 0) & (rows["fund"] < len(scenario.funds))]
    codes = [country.code for country in scenario.countries]
    for row in backed:
        its = scenario.funds[row["fund"]]
        assert its.country in ("all", codes[row["country"]])
        assert Domain(row["domain"]).name.lower() in (its.domains or ("social", "employment", "health"))
        assert row["signed"] > scenario.step_of(its.opens)
    return len(backed)


def test_a_fund_backs_only_its_country_and_areas(many_states, contracts):
    assert sum(backs_only_its_own(scenario, contracts(state)) for scenario, state in many_states) > 200


@pytest.mark.parametrize("area", Domain)
def test_a_fund_for_one_area_backs_that_area_alone(lively, run, contracts, area):
    scenario = lively.replace(funds=(fund(domains=(area.name.lower(),)),))
    rows = np.concatenate([contracts(run(scenario, seed)) for seed in range(4)])
    assert set(rows["domain"][rows["fund"] == 0]) == {area}
    assert set(rows["domain"]) == set(Domain)


def test_the_share_that_funds_carry_is_their_mean_by_area_weighted_by_purse(lively, plain):
    # social: 30 million that carry 0.5 x (1 - 0.8) = 0.1 net of repayment, and 10 million that carry 0.3
    funds = (
        fund("F", "A", purse=30.0, share=0.5, repayment=0.8, domains=("social", "employment")),
        fund("G", "all", purse=10.0, share=0.3, domains=("social", "health")),
    )
    _, s = next(iter(plain(lively.replace(funds=funds))))
    assert s.countries.fund_share[0] == pytest.approx([(30 * 0.1 + 10 * 0.3) / 40, 0.1, 0.3])
    assert s.countries.fund_share[1] == pytest.approx([0.3, 0.0, 0.3])
    assert s.countries.fund_calls.tolist() == [[1, 1, 1], [1, 0, 1]]


def test_a_fund_draws_attention_to_its_areas_alone(lively, run, attempts):
    # Next to nobody looks by itself, and nearly one in ten each quarter while a fund calls.
    only_funds = {"own_interest": 1e-4, "word_of_mouth": 0.0, "world_news": 0.0, "fund_pull": 1000.0}
    rows = attempts(run(lively.replace({**only_funds, "funds": (fund(country="A", domains=("health", "social")),)})))
    assert len(rows) > 20
    assert set(rows["domain"]) == {Domain.HEALTH, Domain.SOCIAL}
    assert set(rows["country"]) == {0}


@pytest.fixture(scope="module")
def given_back(lively, run, attempts, contracts):
    """Attempts and contracts without a fund, and with one that gets everything back."""
    alone = lively.replace(funds=(), fund_pull=0.0)
    pair = [alone, alone.replace(funds=(fund(purse=1e6, repayment=1.0),))]
    return [
        [np.concatenate([rows(run(scenario, seed)) for seed in range(3)]) for rows in (attempts, contracts)]
        for scenario in pair
    ]


def test_a_fund_that_gets_everything_back_changes_no_attempt(given_back):
    (without, _), (with_fund, _) = given_back
    assert len(without) > 100
    assert (without == with_fund).all()


def test_a_fund_that_gets_everything_back_only_pays_earlier(given_back):
    (_, without), (_, with_fund) = given_back
    assert (with_fund["fund"] == 0).all()
    assert (with_fund["payment_fund"] > 0).sum() > 20
    assert with_fund["fund_repaid"] == pytest.approx(with_fund["payment_fund"])
    alone, beside = (of_public_payers(rows) for rows in (without, with_fund))
    assert beside + with_fund["fund_repaid"] == pytest.approx(alone)
    assert with_fund["to_investors"] == pytest.approx(without["to_investors"])


def of_public_payers(rows):
    """Return what is paid by all but a fund."""
    return sum(rows[f"payment_{payer}"] for payer in ("authority", "departments", "authorities", "state"))


def test_the_more_comes_back_the_less_an_authority_would_pay(lively, run, contracts):
    """What a partnership is worth is divided by what the authority pays net: 1 - 0.4 x 0.8, or 1 - 0.4 x 0.3."""
    same_beliefs = lively.replace(own_learning=0.0, peer_learning=0.0, world_learning=0.0, return_learning=0.0)
    same_beliefs = same_beliefs.replace(payment_cap=100.0)
    kept, returned = (
        contracts(run(same_beliefs.replace(funds=(fund(purse=1e6, repayment=share),)))) for share in (0.2, 0.7)
    )
    limits = {terms_of(row): row["authority_limit"] for row in kept if row["fund"] == 0}
    pairs = [(limits[terms_of(row)], row["authority_limit"]) for row in returned if terms_of(row) in limits]
    assert len(pairs) > 5
    assert all(higher * 0.68 == pytest.approx(lower * 0.88) for higher, lower in pairs)


def terms_of(row):
    """Return what decides a limit beside beliefs and the fund: project and template."""
    names = (
        "authority",
        "started",
        "provider",
        "instrument",
        "form",
        "rigour",
        "years",
        "departments_joined",
        "authorities_joined",
        "state_joined",
        "consortium_ask",
    )
    return tuple(row[name] for name in names)


SUPPORTS = {"purse": 0.0, "share": 0.0, "development_share": 0.6}


def histories_of(scenarios, run, attempts):
    """Return attempts and yearly counts of each scenario, over some seeds."""
    told = []
    for scenario in scenarios:
        states = [run(scenario, seed) for seed in range(3)]
        told.append((np.concatenate([attempts(state) for state in states]), np.array([s.yearly for s in states])))
    return told


def are_the_same(first, second):
    """Return whether two histories are the same, with attempts in them."""
    return len(first[0]) > 100 and (first[0] == second[0]).all() and (first[1] == second[1]).all()


def test_calls_that_pull_nobody_and_support_nothing_change_nothing(lively, run, attempts):
    base = lively.replace(funds=(fund(purse=30.0),), fund_pull=0.0, support_pull=0.0)
    at_the_end, at_once = histories_of([base.replace(last_call=0.0), base.replace(last_call=40.0)], run, attempts)
    assert are_the_same(at_the_end, at_once)
    calling = base.replace(fund_pull=2.0)
    at_the_end, at_once = histories_of([calling.replace(last_call=0.0), calling.replace(last_call=40.0)], run, attempts)
    assert not (at_the_end[1] == at_once[1]).all()


def test_a_fund_that_carries_nothing_is_as_no_fund(lively, run, attempts):
    base = lively.replace(fund_pull=9.0, support_pull=9.0)
    beside = fund("G", purse=1e6, share=0.0)
    assert are_the_same(*histories_of([base, base.replace(funds=(*base.funds, beside))], run, attempts))


def test_support_that_reaches_no_attempt_is_as_none(lively, run, attempts):
    base = lively.replace(support_pull=9.0, development_support=0.0)
    supported = base.replace(funds=(*base.funds, fund("G", **SUPPORTS)))
    assert are_the_same(*histories_of([base, supported], run, attempts))
    reached = histories_of([supported.replace(development_support=1.0)], run, attempts)[0]
    assert not (histories_of([supported], run, attempts)[0][1] == reached[1]).all()


def test_a_fund_for_development_alone_backs_nothing_and_keeps_its_purse(many_states, contracts):
    looked_at = 0
    for scenario, state in many_states:
        for number, each in enumerate(scenario.funds):
            if each.share == 0.0:
                assert not (contracts(state)["fund"] == number).any()
                assert state.funds["remaining"][number] == each.purse
                looked_at += 1
    assert looked_at > 5


def test_without_support_no_fund_pays_for_development(many_states, attempts):
    supported = 0
    for scenario, state in many_states:
        most = max((each.development_share for each in scenario.funds), default=0.0)
        most *= scenario.consideration.development_support
        rows = attempts(state)
        paid = rows["cost_authority"] + rows["cost_funds"]
        assert (rows["cost_funds"] <= most * paid + CENT).all()
        supported += (rows["cost_funds"] > 0).sum()
    assert supported > 100
