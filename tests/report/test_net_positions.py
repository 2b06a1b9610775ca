"""Net positions: by hand, closed in scenarios that come with sipabm and in random ones, and against the plain way."""

import numpy as np
import pandas as pd
import pytest

from sipabm import scenarios, simulate
from sipabm.report.flows import (
    EVERYONE,
    FLOWS,
    NET_CASH,
    NET_WITH_OTHER,
    OTHER_VALUE,
    PARTIES,
    TRANSFERS,
    flows_of_contracts,
    flows_of_ordinary,
    flows_of_stopped,
    nets,
)
from sipabm.report.net_positions import flows_table, net_positions, nets_tables, settled
from sipabm.rules.settlement import CENT
from sipabm.words import Pocket

VALUES = [f"value_{pocket.name.lower()}" for pocket in Pocket]
COSTS = ["cost_authority", "cost_provider", "cost_investors", "cost_funds"]
USED = ["spent", *COSTS, "cost_after", "burden"]
AREAS = ("social", "employment", "health")
PAYERS = ("authority", "departments", "authorities", "state", "fund")
# A partnership of 10 that spent 8, of which investors had given three quarters. Its payment is 9.
ONE = {
    **dict(zip(VALUES, (4.0, 1.0, 0.5, 2.0, 10.0, 3.0), strict=True)),
    **dict(zip((f"payment_{payer}" for payer in PAYERS), (4.0, 1.0, 0.5, 1.5, 2.0), strict=True)),
    **dict(zip(COSTS, (0.3, 0.2, 0.1, 0.15), strict=True)),
    **{"capital": 10.0, "capital_investors": 7.5, "capital_provider": 2.5, "spent": 8.0, "returned": 2.0},
    **{"fund_repaid": 0.5, "break_fee": 0.4, "guarantee_paid": 0.25, "cost_after": 0.6, "burden": 0.05},
    # Investors: 6 of the payment, 1.5 unspent, 0.3 of the fee, and the guarantee. The provider: 3 of the payment.
    **{"to_investors": 8.05, "to_provider": 3.0},
    **{"effect": 0.8, "conventional_effect": 0.6, "conventional_cost": 0.07},
}


def created_less_used(results):
    """Return value created less resources used, straight from the columns of the tables."""
    contracts = results.contracts[results.contracts["status"] != "running"]
    stopped = results.attempts[results.attempts["outcome"] == "stopped"]
    return contracts[VALUES].to_numpy().sum() - contracts[USED].to_numpy().sum() - stopped[COSTS].to_numpy().sum()


def assert_closed(results):
    """Fail unless what all parties have is what was created less what was used, and each pays what another gets."""
    ended = settled(results)
    flows = flows_table(flows_of_contracts(ended.contracts), ended.contracts)
    np.testing.assert_allclose(flows[TRANSFERS].sum(axis=1), 0.0, atol=CENT)
    table = net_positions(results).set_index(["domain", "party"])
    everyone = table.loc[("all", EVERYONE), NET_WITH_OTHER] * len(results.runs)
    assert everyone == pytest.approx(created_less_used(results), abs=1e-6)
    parties = table.loc["all"].loc[list(PARTIES)]
    for name in (NET_CASH, NET_WITH_OTHER, "net_cash_ordinary", OTHER_VALUE):
        assert parties[name].sum() == pytest.approx(table.loc[("all", EVERYONE), name], abs=1e-8)
        areas = sum(table.loc[area][name] for area in AREAS)
        np.testing.assert_allclose(areas, table.loc["all"][name], atol=1e-8)


def test_each_party_has_what_it_got_less_what_it_gave():
    one = pd.DataFrame([ONE])
    cash, with_other = (net.iloc[0] for net in nets_tables(flows_of_contracts(one), one).values())
    assert cash.to_dict() == pytest.approx(
        {
            "authority": 4.0 - (4.0 + 0.4 + 0.5) - 0.3 - 0.6,
            "other_departments": 0.0,
            "other_authorities": 0.0,
            "state": 0.5,
            "outcomes_funds": -2.0 + 0.5 - 0.15,
            "guarantors": -0.25,
            "providers": 3.0 + 0.1 - 2.0 - 0.2 - 0.05,  # a quarter of the fee, and of what was spent
            "investors": 8.05 - 7.5 - 0.1,
            "citizens": 0.0,
            "local_firms": 0.0,
        }
    )
    assert (with_other - cash)[["citizens", "local_firms"]].tolist() == [10.0, 3.0]
    assert with_other.sum() == pytest.approx(20.5 - 8.0 - 0.75 - 0.6 - 0.05)


def test_an_ordinary_contract_has_its_own_effect_and_the_authority_pays_for_service_and_setting_up():
    one = pd.DataFrame([ONE])
    cash, with_other = (net.iloc[0] for net in nets_tables(flows_of_ordinary(one), one).values())
    assert cash[["authority", "state", "providers", "investors"]].tolist() == pytest.approx(
        [0.75 * 4.0 - 8.0 - 0.07, 0.75 * 2.0, 0.0, 0.0]
    )
    assert with_other["citizens"] == pytest.approx(7.5)


def test_with_equal_effect_and_no_transaction_cost_parties_differ_by_transfers_alone():
    free = dict.fromkeys([*COSTS, "cost_after", "burden", "conventional_cost"], 0.0)
    one = pd.DataFrame([{**ONE, **free, "conventional_effect": ONE["effect"]}])
    partnership, ordinary = (nets_tables(flows(one), one) for flows in (flows_of_contracts, flows_of_ordinary))
    difference = partnership[NET_CASH] - ordinary[NET_CASH]
    assert difference.to_numpy().sum() == pytest.approx(0.0, abs=1e-12)
    assert (difference != 0).to_numpy().sum() >= 5


def test_a_rigid_partnership_differs_from_an_ordinary_contract_in_what_transactions_cost_alone(busy_results):
    contracts = settled(busy_results).contracts
    rigid = contracts[contracts["form"] == "rigid"]
    both = (flows_of_contracts, flows_of_ordinary)
    partnership, ordinary = (nets_tables(flows(rigid), rigid)[NET_WITH_OTHER] for flows in both)
    costs = rigid[[*COSTS, "cost_after", "burden"]].sum(axis=1)
    assert len(rigid) > 10
    np.testing.assert_allclose((partnership - ordinary).sum(axis=1), rigid["conventional_cost"] - costs, atol=1e-8)


@pytest.mark.parametrize("name", scenarios())
def test_what_all_parties_have_is_value_created_less_resources_used(name):
    results = simulate(name, 1 if name == "world" else 2, seed=3)
    assert len(results.attempts) > 0
    assert_closed(results)


@pytest.mark.parametrize("number", range(24))
def test_positions_are_closed_in_random_scenarios(any_scenario, number):
    assert_closed(simulate(any_scenario(number), 2, seed=number))


def test_positions_are_closed_where_every_flow_is_there(changing):
    results = simulate(changing.replace(guarantee=0.5, break_fee=0.4, new_law=dict.fromkeys(AREAS, 0.1)), 6, seed=2)
    contracts = results.contracts
    for column in ("guarantee_paid", "break_fee", "fund_repaid", "cost_funds", "payment_state", "burden", "returned"):
        assert contracts[column].sum() > 0, column
    assert_closed(results)


def test_capital_is_that_of_investors_and_provider_and_is_spent_or_given_back(busy_results):
    contracts = settled(busy_results).contracts
    for parts in (("capital_investors", "capital_provider"), ("spent", "returned")):
        np.testing.assert_allclose(contracts[list(parts)].sum(axis=1), contracts["capital"], atol=CENT)


def test_a_signed_attempt_has_the_development_cost_of_its_contract(busy_results):
    signed = busy_results.attempts[busy_results.attempts["outcome"] == "signed"]
    keys = ["run", "authority", "started"]
    both = signed.merge(busy_results.contracts, on=keys, suffixes=("", "_contract"))
    assert len(both) == len(busy_results.contracts)
    for cost in COSTS:
        np.testing.assert_allclose(both[cost], both[f"{cost}_contract"], atol=1e-12)


def test_nothing_of_a_contract_that_still_runs_counts(lively):
    results = simulate(lively.replace(quarters=30), 4, seed=1)
    running = results.contracts["status"] == "running"
    assert running.sum() > 5
    ended = settled(results)
    assert len(ended.contracts) == (~running).sum()
    development = net_positions(results).set_index(["domain", "party"]).loc[("all", EVERYONE), "development"]
    counted = ended.contracts[COSTS].to_numpy().sum() + ended.stopped[COSTS].to_numpy().sum()
    assert -development * 4 == pytest.approx(counted)
    assert counted < results.attempts[COSTS].to_numpy().sum()


def test_an_ordinary_contract_has_no_effect_where_the_partnership_has_none(lively, any_scenario):
    for scenario in (lively.replace(resistance=0.9), *(any_scenario(number) for number in range(8))):
        contracts = settled(simulate(scenario, 2, seed=4)).contracts
        assert (contracts.loc[contracts["effect"] == 0, "conventional_effect"] == 0).all()


def test_per_partnership_and_per_year_are_those_of_the_partnerships_and_years(busy_results):
    table = net_positions(busy_results)
    all_areas = table[table["domain"] == "all"]
    partnerships = len(settled(busy_results).contracts) / 4
    np.testing.assert_allclose(all_areas["net_cash_per_partnership"] * partnerships, all_areas["net_cash"])
    np.testing.assert_allclose(all_areas["net_cash_a_year"] * 15, all_areas["net_cash"])  # 60 quarters


def test_the_worst_tenth_is_of_partnerships_one_by_one(busy_results):
    row = net_positions(busy_results).set_index(["domain", "party"]).loc[("all", "investors")]
    contracts = settled(busy_results).contracts
    net = np.sort(contracts["to_investors"] - contracts["capital_investors"] - contracts["cost_investors"])
    whole = len(net) // 10
    assert net[: whole + 1].mean() >= row["worst_tenth"] - 1e-12 >= net[:whole].mean() - 1e-9
    assert row["worst_tenth_ordinary"] == 0.0


def test_a_world_in_which_nothing_happens_has_positions_of_nothing(nothing_happens):
    table = net_positions(nothing_happens)
    assert (table[[*FLOWS, OTHER_VALUE, NET_CASH]] == 0).all(axis=None)
    assert table["net_cash_per_partnership"].isna().all() and table["worst_tenth"].isna().all()


def test_stopped_attempts_cost_those_who_developed_them(busy_results):
    stopped = settled(busy_results).stopped
    cash = nets_tables(flows_of_stopped(stopped), stopped)[NET_CASH].sum()
    assert cash["authority"] == pytest.approx(-stopped["cost_authority"].sum())
    assert cash["outcomes_funds"] == pytest.approx(-stopped["cost_funds"].sum()) and cash["outcomes_funds"] < 0
    assert cash[["other_departments", "state", "citizens", "guarantors"]].tolist() == [0.0] * 4


def test_columns_of_tables_and_of_arrays_have_the_same_flows(busy_results):
    contracts = settled(busy_results).contracts
    arrays = {name: contracts[name].to_numpy() for name in contracts.select_dtypes("number")}
    for flows in (flows_of_contracts, flows_of_ordinary):
        of_table, of_arrays = flows(contracts), flows(arrays)
        assert of_table.keys() == of_arrays.keys()
        for net, columns in nets(of_table).items():
            for party, column in columns.items():
                np.testing.assert_array_equal(column, nets(of_arrays)[net][party])
