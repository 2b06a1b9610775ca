"""Funds: when they are open and to whom, which one backs a project, and what it commits."""

import math

import numpy as np
import pytest

from sipabm.barriers import Barrier
from sipabm.model.consideration import start_chance
from sipabm.model.funds import commit_fund, open_funds, release_fund, settle_fund, share_the_fund_carries
from sipabm.randomness import uniform
from sipabm.scenario import Fund
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import NOBODY, Decision, Stage

TWO = ((2, 1, 1), (1, 1, 1))
LEAN = {"worth.employment": 6.0, "effect_years.employment": 1.2, "horizon": 5.0}


def fund(first, last, purse=10.0, share=0.3, country="A", **more):
    """Return a fund open from one quarter to another."""
    opens, closes = (f"{2010 + quarter // 4}Q{quarter % 4 + 1}" for quarter in (first, last))
    return Fund(name="F", country=country, opens=opens, closes=closes, purse=purse, share=share, **more)


def test_a_fund_is_open_from_its_first_to_its_last_quarter_in_its_country_and_area(calm, quarters):
    scenario = calm(layout=TWO, starts=(), funds=(fund(3, 6, domains=("social", "health"), repayment=0.5),))
    for step, state in quarters(scenario):
        is_open = 3 <= step <= 6
        assert list(state.countries[0].fund_calls) == [is_open, False, is_open]
        assert list(state.countries[0].fund_share) == pytest.approx([0.15 * is_open, 0.0, 0.15 * is_open])
        assert list(state.countries[1].fund_calls) == [0, 0, 0]


def test_a_spent_fund_is_closed_from_the_next_quarter_on_unless_funds_never_run_out(calm, after, developing):
    base = calm(funds=(fund(4, 9, purse=3.0, share=0.9),))
    (project,) = developing(after(base.replace(fund_exhaustion=0.0), 4))
    committed = float(project.fund_committed)
    exact = base.replace(funds=(fund(4, 9, purse=committed, share=0.9), *base.funds[1:]))
    assert after(exact, 4).funds[0].remaining == pytest.approx(0.0, abs=1e-12)
    assert after(exact, 4).countries[0].fund_calls[1] == 1
    assert after(exact, 5).countries[0].fund_calls[1] == 0
    assert after(exact.replace(fund_exhaustion=0.0), 5).countries[0].fund_calls[1] == 1


def test_which_fund_co_pays_is_drawn_by_purse_among_those_for_country_and_area_by_the_projects_draw(lively, history):
    """Without exhaustion a purse counts whole, whatever is left of it."""
    terms = (
        (10.0, "all", ("social", "employment", "health")),
        (30.0, "B", ("social", "employment", "health")),
        (20.0, "all", ("employment",)),
        (40.0, "A", ("social", "health")),
    )
    funds = [
        Fund(
            name=f"F{place}",
            country=country,
            opens="2010Q1",
            closes="2010Q1",
            purse=purse,
            share=0.1 + 0.05 * place,
            domains=domains,
        )
        for place, (purse, country, domains) in enumerate(terms)
    ]
    told = history(lively.replace(funds=funds, fund_exhaustion=0.0, quarters=40), 2)
    assert len(told.contracts) > 20
    for row in told.contracts:
        code, area = "AB"[row["country"]], ("social", "employment", "health")[row["domain"]]
        weights = [purse * (country in ("all", code) and area in domains) for purse, country, domains in terms]
        identity = row["authority"] if row["authority"] < 25 else 2**20 + row["authority"] - 25
        luck = uniform(2, 0, Decision.FUND, int(identity), 0, int(row["started"]))
        assert row["fund"] == np.searchsorted(np.cumsum(weights), luck * sum(weights), side="right")
        assert row["fund_share"] == pytest.approx(0.1 + 0.05 * row["fund"])
    assert set(told.contracts["country"]) == {0, 1}
    assert len(set(told.contracts["fund"])) > 2


def test_a_fund_reserves_the_most_it_may_have_to_pay_if_its_purse_bears_it(calm, agreed):
    project, state = agreed(calm(changes=LEAN, funds=(fund(4, 4, 50.0),), payment_cap=3.0))
    commitment = 0.3 * 3.0 * 1.5
    assert project.fund_committed == pytest.approx(commitment)
    assert state.funds[0].remaining == pytest.approx(50.0 - commitment)
    exact, _ = agreed(calm(changes=LEAN, funds=(fund(4, 4, float(project.fund_committed)),), payment_cap=3.0))
    assert exact.fund == 0
    short, _ = agreed(calm(changes=LEAN, funds=(fund(4, 4, 0.9999 * project.fund_committed),), payment_cap=3.0))
    assert short.fund == NOBODY


def test_a_fund_that_never_runs_out_commits_more_than_it_has(calm, agreed):
    project, state = agreed(calm(changes=LEAN, funds=(fund(4, 4, 0.01),), fund_exhaustion=0.0))
    assert project.fund == 0
    assert state.funds[0].remaining == pytest.approx(0.01 - project.fund_committed)


def funds(*purses):
    return tuple(
        Fund(name=f"fund {place}", country="all", opens="2010Q1", closes="2024Q4", purse=purse, share=0.2 + 0.1 * place)
        for place, purse in enumerate(purses)
    )


def test_however_much_a_fund_carries_no_price_is_agreed_above_the_cap_on_payments(calm, agreed):
    """With a fund that carries nine tenths an authority would pay ten times what it gains."""
    project, _ = agreed(calm(changes=LEAN, funds=(fund(4, 4, 50.0, 0.9),), payment_cap=2.0))
    assert (project.fund, project.authority_limit) == (0, 2.0)
    assert project.consortium_ask < project.price < 2.0


def test_a_spent_fund_backs_no_more(lively, run, contracts):
    tiny, large = (contracts(run(lively.replace(funds=funds(purse)))) for purse in (0.5, 500.0))
    assert tiny["payment_fund"].sum() <= 0.5
    assert (tiny["fund"] >= 0).sum() < (large["fund"] >= 0).sum()


def test_a_fund_backs_only_its_country_and_between_its_dates(lively, run, contracts):
    fund = Fund(name="F", country="B", opens="2013Q1", closes="2016Q4", purse=100.0, share=0.3)
    signed = np.concatenate([contracts(run(lively.replace(funds=(fund,)), seed)) for seed in range(4)])
    backed = signed[signed["fund"] == 0]
    assert len(backed) > 2
    assert (backed["country"] == 1).all()
    talks = -(-backed["rounds"] // lively.negotiation.rounds_per_quarter)
    agreed = backed["signed"] - talks
    assert (agreed >= 12).all()
    assert (agreed <= 27).all()


def test_closed_funds_carry_nothing_and_open_ones_their_mean_by_purse(calm, records):
    """Purses of 10 and 30: the mean of 0.4 and half of 0.6 is 0.325; the third fund has not opened yet."""
    one, two = fund(0, 5, 10.0, 0.4), fund(0, 5, 30.0, 0.6, repayment=0.5)
    world = records(calm(starts=(), funds=(one, two, fund(3, 5, 1e6, 0.9))))
    open_funds(world)
    assert list(world.countries[0].fund_calls) == [1, 1, 1]
    assert list(world.countries[0].fund_share) == pytest.approx([0.325] * 3)
    world.run[0].quarter = 6
    open_funds(world)
    assert list(world.countries[0].fund_calls) == [0, 0, 0]
    assert list(world.countries[0].fund_share) == [0.0, 0.0, 0.0]


def test_what_is_committed_and_released_again_leaves_the_purse_as_it_was(calm, records):
    world = records(calm(starts=(), funds=(fund(0, 5, 10.0, 0.5),), payment_cap=2.4))
    project = world.projects[0]
    project.fund, project.fund_share, project.capital = 0, 0.5, 4.0
    assert commit_fund(world, project)
    assert (world.funds[0].remaining, project.fund_committed) == pytest.approx((10.0 - 4.8, 4.8))
    release_fund(world, project)
    release_fund(world, project)
    assert (world.funds[0].remaining, project.fund_committed) == (pytest.approx(10.0), 0.0)


def test_at_the_end_a_fund_keeps_what_it_need_not_pay_and_gets_its_part_back(calm, records):
    """Of 4.8 it pays 3.0, of which a quarter comes back."""
    world = records(calm(starts=(), funds=(fund(0, 5, 5.2, 0.5, repayment=0.25),)))
    project, contract = world.projects[0], world.contracts[0]
    project.fund, project.fund_share, project.fund_committed = 0, 0.5, 4.8
    contract.payment_fund, contract.fund_repaid = 3.0, 0.75
    settle_fund(world, project, contract)
    assert world.funds[0].remaining == pytest.approx(5.2 + 4.8 - 3.0 + 0.75)
    assert share_the_fund_carries(world, project) == pytest.approx(0.375)
    project.fund = NOBODY
    assert share_the_fund_carries(world, project) == 0.0


# --- calls and development support -----------------------------------------------------------------------------------

ALL_CALL, NONE_CALL = [1, 1, 1], [0, 0, 0]


def supporter(first, last, development_share, share=0.0, **more):
    """Return a fund without a purse that carries a share of development cost."""
    return fund(first, last, 0.0, share, development_share=development_share, **more)


def test_a_fund_calls_until_its_last_call_and_pays_until_it_closes(calm, quarters):
    scenario = calm(starts=(), funds=(fund(1, 9),), last_call=4.0)
    for step, state in quarters(scenario):
        country = state.countries[0]
        assert list(country.fund_calls) == (ALL_CALL if 1 <= step <= 5 else NONE_CALL)
        assert list(country.fund_share) == pytest.approx([0.3 * (1 <= step <= 9)] * 3)
        assert list(country.support_open) == NONE_CALL


def test_support_is_open_until_the_last_call_whatever_is_in_the_purse(calm, quarters):
    """Of 0.8 half reaches an attempt."""
    funds = (supporter(1, 9, 0.8, domains=("social", "health")),)
    scenario = calm(layout=TWO, starts=(), funds=funds, last_call=4.0, development_support=0.5)
    for step, state in quarters(scenario):
        is_open = 1 <= step <= 5
        assert list(state.countries[0].support_open) == [is_open, 0, is_open]
        assert list(state.countries[0].development_share) == pytest.approx([0.4 * is_open, 0.0, 0.4 * is_open])
        assert list(state.countries[1].support_open) == NONE_CALL
        assert list(state.countries[0].fund_calls) == NONE_CALL
        assert list(state.countries[0].fund_share) == [0.0, 0.0, 0.0]


def test_of_several_funds_the_largest_share_of_development_is_carried(calm, records):
    world = records(calm(starts=(), funds=(supporter(0, 5, 0.3), supporter(0, 5, 0.6), supporter(0, 5, 0.5))))
    open_funds(world)
    assert list(world.countries[0].development_share) == pytest.approx([0.6] * 3)


def test_without_support_that_reaches_attempts_no_support_is_open(calm, records):
    world = records(calm(starts=(), funds=(supporter(0, 5, 0.6),), development_support=0.0))
    open_funds(world)
    assert list(world.countries[0].support_open) == NONE_CALL


def test_a_fund_for_development_alone_backs_no_project_and_pays_for_no_outcome(calm, agreed, history):
    only = (fund(0, 15, 1e6, 0.0, development_share=0.9),)
    project, state = agreed(calm(changes=LEAN, funds=only))
    assert (project.fund, project.fund_share, project.fund_committed) == (NOBODY, 0.0, 0.0)
    assert state.funds[0].remaining == 1e6
    beside, _ = agreed(calm(changes=LEAN, funds=(*only, fund(0, 15, 50.0, 0.3))))
    assert beside.fund == 1
    (row,) = history(calm(changes=LEAN, funds=only, quarters=40)).contracts
    assert row["fund"] == NOBODY
    assert row["payment_fund"] == 0.0
    assert row["payment_authority"] > 0.0


DATA = {"data_access": 0.0, "data_cost": 0.2}


def test_a_cost_is_split_by_the_share_of_the_start_and_the_partners_pay_their_own(calm, history):
    """Data for 0.2 of 1.5 million, of which a fund carries three quarters that is closed when the case is made."""
    changes = {**DATA, "round_cost": 0.04}
    rows = []
    for funds in ((), (supporter(0, 0, 0.75),), (supporter(1, 9, 0.75),)):
        told = history(calm(changes=changes, funds=funds))
        (row,) = told.attempts
        (contract,) = told.contracts
        rows.append(row)
        for name in ("cost_authority", "cost_funds", "cost_provider", "cost_investors"):
            assert contract[name] == row[name]
        assert told.yearly[:, :, YEARLY["cost_funds"]].sum() == row["cost_funds"]
    alone, supported, late = rows
    whole = alone["cost_authority"]
    assert whole == pytest.approx(1.5 * alone["cost_share"])
    assert whole > 0.3
    assert (supported["cost_authority"], supported["cost_funds"]) == pytest.approx((0.25 * whole, 0.75 * whole))
    # Others hear what an attempt needs, whoever pays it.
    assert supported["cost_share"] == pytest.approx(alone["cost_share"])
    assert supported["cost_provider"] == pytest.approx(alone["cost_provider"])
    assert supported["cost_investors"] == pytest.approx(alone["cost_investors"])
    assert alone["cost_funds"] == late["cost_funds"] == 0.0
    assert late["cost_authority"] == pytest.approx(whole)


YEARLY = {column.name: place for place, column in enumerate(YEARLY_COLUMNS)}


@pytest.mark.parametrize(
    ("changes", "barrier"),
    [
        # Data of 0.2 against a budget of 0.15, of which half is carried.
        ({**DATA, "development_budget": 0.15}, Barrier.DATA_COST),
        # Competence of 0.3 beside data of 0.2 against a budget of 0.3; half of both is 0.25.
        (
            {
                **DATA,
                "development_budget": 0.3,
                "competence_needed.evaluation": 0.75,
                "competence_price": 1.0,
                "provider_competence": 0.45,
                "late_surcharge": 0.0,
            },
            Barrier.COMPETENCE,
        ),
    ],
)
def test_both_tests_of_the_budget_count_what_no_fund_carries(calm, history, changes, barrier):
    for share, stops in ((0.0, True), (0.1, True), (0.5, False)):
        (row,) = history(calm(changes=changes, funds=(supporter(0, 0, share),))).attempts
        assert (row["barrier"] == barrier, row["stage"] == Stage.BUSINESS_CASE) == (stops, stops)


def test_an_authority_expects_to_pay_what_no_fund_carries(calm, records):
    """A gain of 1 · (2 · 0.375 − 1) less 0.4 or less a tenth, by a noise of 0.5."""
    world = records(calm(starts=(), changes={"decision_noise": 0.5, "worth.employment": 2.0, **PARTS}))
    authority, country = world.authorities[0], world.countries[0]
    authority.expected_cost = 0.4
    for share, cost in ((0.0, 0.4), (0.75, 0.1)):
        country.development_share[1] = share
        gain = 2.0 * 0.375 - 1.0 - cost
        assert start_chance(world, authority, 1) == pytest.approx(1.0 / (1.0 + math.exp(-gain / 0.5)))


# A quarter of public value in the own budget, an eighth in other departments, and nothing is paid for the rest.
PARTS = {
    "own_cashable.employment": 2.0,
    "other_departments.employment": 1.0,
    "other_authorities.employment": 1.5,
    "state.employment": 1.5,
    "citizens.employment": 2.0,
    "local_firms.employment": 0.0,
    "willingness_to_pay": 0.0,
}
