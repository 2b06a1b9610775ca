"""Discounting: each flow from its own date, by hand; nothing at no rate; and nets still add up."""

import numpy as np
import pandas as pd
import pytest

from sipabm import ScenarioError, quarters
from sipabm.report.flows import (
    AFTER,
    CASH_SAVED,
    DEVELOPMENT,
    EVERYONE,
    FLOWS,
    NET_CASH,
    NET_WITH_OTHER,
    OTHER_VALUE,
    PARTIES,
    SERVICE,
    TRANSFERS,
    Dates,
    Discount,
    discounted_contracts,
    discounted_ordinary,
    discounted_stopped,
    flows_of_contracts,
    flows_of_ordinary,
)
from sipabm.report.net_positions import flows_table, net_positions, quarters_in, settled

RATE = 0.035
BY = Discount(0.05, 2020)
SIGNED, ENDED = quarters.ordinal("2020Q2"), quarters.ordinal("2023Q2")
VALUES = ("own_cashable", "other_departments", "other_authorities", "state", "citizens", "local_firms")
COSTS = ("cost_authority", "cost_provider", "cost_investors", "cost_funds")


def factor(rate, quarter, first):
    """Return the factor from the middle of a quarter to the beginning of a year."""
    return (1 + rate) ** -((quarter + 0.5) / 4 - first)


def test_an_amount_of_the_middle_of_a_quarter_is_brought_back_to_the_beginning_of_the_first_year():
    # From the middle of 2022Q1 these are two years and an eighth.
    assert BY.factors(quarters.ordinal("2022Q1")) == pytest.approx(1.05**-2.125, rel=1e-12)


def test_each_flow_of_a_contract_has_its_own_date():
    names = (DEVELOPMENT, SERVICE, AFTER, TRANSFERS, CASH_SAVED, OTHER_VALUE)
    found = discounted_contracts({(name, "authority"): 10.0 for name in names}, Dates(SIGNED, ENDED), BY)
    # Service goes from 2020Q3 to 2023Q2; its middle is between 2021Q4 and 2022Q1, at the beginning of 2022.
    years = {DEVELOPMENT: 0.375, SERVICE: 2.0, AFTER: 2.0, TRANSFERS: 3.375, CASH_SAVED: 3.375, OTHER_VALUE: 3.375}
    for name in names:
        assert found[name, "authority"] == pytest.approx(10 * 1.05 ** -years[name], rel=1e-12), name


def test_an_ordinary_contract_is_paid_for_as_it_is_delivered():
    found = discounted_ordinary({(TRANSFERS, "authority"): -10.0}, Dates(SIGNED, ENDED), BY)
    assert found[TRANSFERS, "authority"] == pytest.approx(-10 * 1.05**-2.0, rel=1e-12)


def test_an_attempt_that_is_stopped_has_cost_what_it_cost_when_it_was():
    found = discounted_stopped({(DEVELOPMENT, "authority"): -1.0}, SIGNED, BY)
    assert found[DEVELOPMENT, "authority"] == pytest.approx(-(1.05**-0.375), rel=1e-12)


def test_no_rate_changes_no_bit(busy_results):
    pd.testing.assert_frame_equal(net_positions(busy_results, 0.0), net_positions(busy_results), check_exact=True)
    assert busy_results.report(discount=0.0).notes == busy_results.report().notes


def test_parties_still_add_up_and_pay_what_others_get(busy_results):
    table = net_positions(busy_results, RATE).set_index(["domain", "party"])
    for area in ("all", "social", "employment", "health"):
        parties = table.loc[area].loc[list(PARTIES)]
        for name in (NET_CASH, NET_WITH_OTHER, "net_cash_ordinary"):
            assert parties[name].sum() == pytest.approx(table.loc[(area, EVERYONE), name], abs=1e-8)
        assert parties[TRANSFERS].sum() == pytest.approx(0.0, abs=1e-8)
    contracts = settled(busy_results).contracts
    dates = Dates(*(quarters_in(contracts, name) for name in Dates._fields))
    back = Discount(RATE, 2010)
    for flows in (
        discounted_contracts(flows_of_contracts(contracts), dates, back),
        discounted_ordinary(flows_of_ordinary(contracts), dates, back),
    ):
        np.testing.assert_allclose(flows_table(flows, contracts)[TRANSFERS].sum(axis=1), 0.0, atol=1e-8)


def test_what_all_have_is_what_was_created_less_what_was_used_each_from_its_date(busy_results):
    contracts, stopped = settled(busy_results).contracts, settled(busy_results).stopped
    signed, ended, left = (
        pd.Series([quarters.ordinal(str(each)) for each in rows[name]], rows.index)
        for rows, name in ((contracts, "signed"), (contracts, "ended"), (stopped, "ended"))
    )
    created = contracts[[f"value_{name}" for name in VALUES]].sum(axis=1) * factor(RATE, ended, 2010)
    serving = contracts[["spent", "cost_after", "burden"]].sum(axis=1) * factor(RATE, (signed + 1 + ended) / 2, 2010)
    developed = contracts[[*COSTS]].sum(axis=1) * factor(RATE, signed, 2010)
    lost = stopped[[*COSTS]].sum(axis=1) * factor(RATE, left, 2010)
    expected = created.sum() - serving.sum() - developed.sum() - lost.sum()
    table = net_positions(busy_results, RATE).set_index(["domain", "party"])
    assert table.loc[("all", EVERYONE), NET_WITH_OTHER] * len(busy_results.runs) == pytest.approx(expected, abs=1e-6)


def test_no_flow_grows_and_flows_of_one_sign_shrink(busy_results):
    before, after = (net_positions(busy_results, rate).set_index(["domain", "party"]) for rate in (0.0, RATE))
    for name in (*FLOWS, OTHER_VALUE):
        if name != TRANSFERS:  # which have both signs
            assert (after[name].abs() <= before[name].abs()).all()
    assert after.loc[("all", EVERYONE), DEVELOPMENT] > before.loc[("all", EVERYONE), DEVELOPMENT]


def test_a_report_says_at_which_rate_and_to_when(busy_results):
    (said,) = [note for note in busy_results.report(discount=RATE).notes if note.startswith("Discounted")]
    assert "back to the beginning of 2010 at 3.5 % a year" in said


@pytest.mark.parametrize("rate", [-0.01, 1.0, 3.5, "3.5%", True, float("nan")])
def test_what_is_no_rate_is_refused(busy_results, rate):
    with pytest.raises(ScenarioError, match=r"discount = .* is not allowed"):
        busy_results.report(discount=rate)
