"""Outcomes funds in a run: which is asked first, and what happens when it is spent."""

import numpy as np
import pytest

from sipabm.scenario import Fund


def funds(*purses):
    return tuple(
        Fund(name=f"fund {place}", country="all", opens="2010Q1", closes="2024Q4", purse=purse, share=0.2 + 0.1 * place)
        for place, purse in enumerate(purses)
    )


def test_fuller_purses_back_more(lively, run, contracts):
    signed = np.concatenate([contracts(run(lively.replace(funds=funds(30.0, 300.0)), seed)) for seed in range(6)])
    first, second = (signed["fund"] == 0).sum(), (signed["fund"] == 1).sum()
    assert 0 < 3 * first < second


def test_a_fund_accepts_no_price_above_its_cap(lively, run, contracts):
    generous = Fund(name="F", country="all", opens="2010Q1", closes="2024Q4", purse=1000.0, share=0.9)
    signed = contracts(run(lively.replace(funds=(generous,), fund_price_cap=2.0)))
    backed = signed["fund"] >= 0
    assert backed.sum() > 10
    assert signed["price"][backed].max() <= 2.0


def test_a_backed_contract_has_the_share_of_its_fund(lively, run, contracts):
    signed = contracts(run(lively.replace(funds=funds(20.0, 20.0))))
    assert set(signed["fund"]) >= {0, 1}
    shares = np.array([0.2, 0.3, 0.0])[signed["fund"]]
    assert signed["fund_share"] == pytest.approx(shares)


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


def test_governments_change_only_at_elections(lively, run):
    state = run(lively.replace(election_turnover=1.0))
    country, changed = state.authorities["country"], state.authorities["government_since"]
    last = {0: 5 + 16 * 3, 1: 50}  # 2011Q2 and every 16 quarters; 2010Q1 and every 10: within 60 quarters
    assert all((changed[country == number] == step).all() for number, step in last.items())


def test_the_labour_market_is_shared_by_a_country_and_differs_among_countries(lively, run):
    state = run(lively)
    assert state.countries["labour_market"][0] != state.countries["labour_market"][1]
    assert (run(lively.replace(labour_market_shock=0.0)).countries["labour_market"] == 0).all()
