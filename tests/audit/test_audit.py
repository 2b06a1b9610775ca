"""The audit finds nothing in what the model does, and finds whatever is changed in a history."""

import numpy as np
import pytest
from audit import ANSWERED, INSTITUTIONS, audit

from sipabm.barriers import Barrier
from sipabm.parameters import ByInvestorKind
from sipabm.scenario import AuthorityKind, Fund
from sipabm.tables.history import ATTEMPT_COLUMNS, CONTRACT_COLUMNS, STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.verification import random_scenario
from sipabm.words import ContractStatus, Outcome, Stage

SHARES = ("social", "employment", "health")
KINDS = tuple(ByInvestorKind.model_fields)
RARE = 0.05  # practice of levers in the variant that shows bending
BENDING_LEVERS = tuple(lever.name.lower() for lever in ANSWERED)

# What makes things happen often that are rare by default, each on top of the lively scenario.
VARIANTS = {
    "providers carry risk": {
        "working_capital": 5.0,
        "fee_at_risk": 0.4,
        "guarantee": 0.5,
        "provider_risk_aversion": 0.2,
        "provider_finance_cost": 0.02,
        "bad_results_stop": 0.6,
        "quality_spread": 0.8,
        "provider_capacity": 2.0,
    },
    "funds run dry": {
        "funds": tuple(
            Fund(name=f"F{year}", country=where, opens=f"{year}Q1", closes=f"{year + 4}Q4", purse=purse, share=0.6)
            for year, where, purse in ((2010, "A", 2.0), (2011, "all", 3.0), (2012, "B", 1.5), (2014, "all", 4.0))
        ),
        "fund_pull": 1.5,
        "last_call": 3.0,
        "breakdown": 0.1,
    },
    "many small tickets": {
        "largest_ticket": dict.fromkeys(KINDS, 0.8),
        "investor_capital": dict.fromkeys(KINDS, 4.0),
        "sole_investor": 0.2,
        "co_investment": 0.95,
        "investor_peers": 9.0,
        "first_loss": 0.5,
        "guarantee": 0.4,
        "working_capital": 0.1,
    },
    "laws and governments": {
        "new_law": dict.fromkeys(SHARES, 0.15),
        "election_turnover": 0.9,
        "political_support": 0.6,
        "law_end": 0.3,
        "law_stop": 0.3,
        "working_capital": 4.0,
        "provider_capacity": 2.0,
        "provider_risk_aversion": 0.2,
        "provider_finance_cost": 0.02,
        "capital_spread": 0.8,
        "funds": (
            Fund(name="F", country="A", opens="2010Q1", closes="2024Q4", purse=6.0, share=0.5),
            Fund(
                name="G",
                country="all",
                opens="2012Q1",
                closes="2024Q4",
                purse=9.0,
                share=0.3,
                repayment=0.5,
                invests=True,
            ),
        ),
        "countries": (
            {"code": "A", "authorities": 30, "providers": 30, "investors": 12, "election_period": 4},
            {"code": "B", "authorities": 20, "providers": 20, "investors": 8, "election_period": 3},
        ),
    },
    "hard talks": {
        "insists_on_cashable": 0.9,
        "silo_strength": 0.9,
        "horizon": 2.0,
        "misjudgement": -0.6,
        "breakdown": 0.08,
        "investor_risk_aversion": dict.fromkeys(KINDS, 6.0),
        "rigour_asked": {"monitoring": 0.2, "comparison": 0.4, "experiment": 0.4},
        "luck_dislike": 0.6,
        "case_threshold": 0.8,
        "worth": dict.fromkeys(SHARES, 6.0),
    },
    "providers alone": {
        "working_capital": 4.0,
        "provider_capacity": 6.0,
        "known_investors": 0.3,
        "provider_investors": 0.0,
        "capital_median": 2.5,
        "capital_spread": 0.4,
        "negotiation_quarters": 3.0,
        "delay": 0.6,
        "known_providers": 4.0,
        "bad_results": 0.8,
        "quality_spread": 0.6,
        "own_interest": 0.6,
        "provider_breadth": 1.0,
        "new_law": dict.fromkeys(SHARES, 0.1),
        "law_stop": 0.4,
        "law_end": 0.1,
        "countries": (
            {"code": "A", "authorities": 25, "providers": 6, "investors": 4},
            {"code": "B", "authorities": 15, "providers": 4, "investors": 3},
        ),
    },
    "everybody pays": {
        "joint_commissioning": {"social": 0.8, "employment": 0.5, "health": 0.7},
        "gaining_authorities": {"social": 5.0, "employment": 1.0, "health": 3.0},
        "state_joins": 0.5,
        "guarantee": 0.4,
        "break_fee": 0.3,
        "break_unpaid": 0.4,
        "return_cap": 0.3,
        "payment_cap": 1.2,
        "return_learning": 0.6,
        "misjudgement_spread": 0.6,
        "selection_awareness": 0.4,
        "government_end": 0.8,
        "election_turnover": 0.9,
        "political_support": 0.6,
        "labour_sensitivity": dict.fromkeys(SHARES, 2.0),
        "benefit_share": dict.fromkeys(SHARES, 0.6),
        "pooling_rounds": 0.6,
        "breakdown": 0.05,
    },
    "kinds and consortia": {
        "countries": (
            {
                "code": "A",
                "authorities": 30,
                "providers": 25,
                "investors": 10,
                "kinds": (
                    AuthorityKind(name="municipality", number=20, areas=("social", "employment"), size_spread=1.2),
                    AuthorityKind(name="region", number=6, areas=("health",), size=6.0, size_spread=0.3),
                    AuthorityKind(name="ministry", number=4, size=20.0, size_spread=0.0),
                ),
            },
            {"code": "B", "authorities": 15, "providers": 15, "investors": 6, "since": "2013Q3"},
        ),
        "pool": 1.3,
        "provider_size": 0.3,
        "known_providers": 9.0,
        "return_cap": 0.05,
        "tender_luck": 1.0,
        "provider_capacity": 4.0,
        "capital_by_size": 1.2,
        "need_by_size": 0.8,
        "news_at_start": 4.0,
        "world_news": 0.02,
        "working_capital": 3.0,
    },
    "development is paid for": {
        "funds": (
            Fund(name="S", country="all", opens="2010Q1", closes="2013Q4", purse=0.0, share=0.0, development_share=0.8),
            Fund(
                name="F",
                country="A",
                opens="2011Q3",
                closes="2018Q4",
                purse=20.0,
                share=0.3,
                domains=("social", "health"),
                development_share=0.5,
            ),
            Fund(name="T", country="B", opens="2016Q1", closes="2016Q4", purse=0.0, share=0.0, development_share=0.9),
        ),
        "support_pull": 3.0,
        "development_support": 0.9,
        "last_call": 5.0,
        "development_budget": 0.2,
        "own_interest": 0.15,
    },
    "many leave": {"give_up": 0.4, "done": 0.6, "own_interest": 0.1, "word_of_mouth": 0.1},
    "barriers bend": {
        **{f"levers.{each}.practice": RARE for each in BENDING_LEVERS},
        "levers.flexible_contracts.intensity": 0.3,
        "levers.flexible_contracts.first": "2012Q1",
        "levers.flexible_contracts.last": "2018Q4",
        "levers.pooled_budgets.intensity": 1.0,
        "levers.pooled_budgets.first": "2016Q1",
        "bending": 6.0,
        "give_up": 0.02,
        "insists_on_cashable": 0.8,
        "data_horizon": 0.6,
        "data_cashable": 1.5,
        "silo_strength": 0.9,
        "development_budget": 0.3,
    },
    "dear and slow": {
        "data_cost": 0.05,
        "development_budget": 0.15,
        "competence_price": 0.15,
        "meeting_procurement_risk": 0.2,
        "local_politics": 0.6,
        "resistance": 0.5,
        "frontline_noise": 0.3,
        "delay": 0.5,
        "late_quarters": 2.5,
        "meeting_quarters": 1.5,
        "known_providers": 2.0,
        "known_investors": 1.0,
        "meeting_foresight": 0.7,
    },
}


@pytest.fixture(scope="module")
def variant(lively):
    """A variant of the lively scenario by its name."""
    return lambda name: lively.replace({"name": name, **VARIANTS[name]})


@pytest.fixture(scope="module")
def small(changing):
    """A world small enough to be audited many times, with funds, investors, laws and early ends."""
    countries = ({"code": "A", "authorities": 24, "providers": 14, "investors": 6, "election_period": 10},)
    funds = (Fund(name="F", country="A", opens="2010Q1", closes="2022Q4", purse=40.0, share=0.5, repayment=0.8),)
    return changing.replace(name="small", countries=countries, funds=funds, quarters=40)


def test_nothing_is_found_in_the_lively_scenario(lively, history):
    assert audit(lively, 2, history(lively, 2)) == []


def test_nothing_is_found_in_the_changing_scenario(changing, history):
    assert audit(changing, 2, history(changing, 2)) == []


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_is_found_in_variants(name, variant, history):
    scenario = variant(name)
    assert audit(scenario, 3, history(scenario, 3)) == []


def test_nothing_is_found_where_nobody_knows_anybody(lively, history):
    ties = ("peers", "foreign_peers", "known_providers", "known_investors", "provider_investors", "investor_peers")
    scenario = lively.replace(dict.fromkeys(ties, 0.0))
    assert audit(scenario, 1, history(scenario)) == []


@pytest.mark.parametrize("number", range(32))
def test_nothing_is_found_in_random_scenarios(number, history):
    scenario = random_scenario(number)
    assert audit(scenario, number, history(scenario, number, number % 3)) == []


@pytest.mark.parametrize("number", range(8))
def test_nothing_is_found_where_funds_support_development(number, history):
    scenario = random_scenario(number + 100)
    shares = [0.9, 0.4, 0.0][number % 2 :]
    countries = ("all", *(country.code for country in scenario.countries))
    first = int(scenario.first_quarter[:4])
    support = tuple(
        Fund(
            name=f"support {place}",
            country=countries[(number + place) % len(countries)],
            opens=f"{first + place}Q2",
            closes=f"{first + 4 * (1 + place)}Q1",
            purse=5.0 * place,
            share=0.2 * place,
            development_share=share,
        )
        for place, share in enumerate(shares)
    )
    supported = scenario.replace(funds=scenario.funds + support, support_pull=2.0, development_support=0.8)
    assert audit(supported, number, history(supported, number)) == []


def test_the_scenarios_show_every_barrier_status_and_stage(lively, changing, variant, history):
    """What no history holds cannot be audited."""
    told = [(lively, 2, 0), (changing, 2, 0), *((variant(name), 3, 0) for name in VARIANTS)]
    runs = [history(*each) for each in told]
    attempts, contracts = (np.concatenate([getattr(run, table) for run in runs]) for table in ("attempts", "contracts"))
    stood = int(np.bitwise_or.reduce(attempts["barriers"]))
    assert [barrier.name for barrier in Barrier if not stood & 1 << barrier] == []
    assert set(contracts["status"]) == set(ContractStatus)
    assert set(attempts["stage"]) == set(Stage)
    for column in ("programme", "instrument", "form", "rigour", "replans", "house", "investors", "guarantee_paid"):
        assert len(set(contracts[column])) > 1, column
    assert (contracts["fund_repaid"] > 0).any()
    unfinanced = attempts["barriers"] == 1 << Barrier.INVESTOR_APPETITE
    assert (unfinanced & (attempts["stage"] == Stage.NEGOTIATION) & (attempts["surplus"] == 0)).any()
    assert (contracts["investors"] > 3).any()
    for column in ("payment_authorities", "payment_state", "break_fee", "misplaced"):
        assert (contracts[column] > 0).any(), column
    assert (contracts["providers"] == 6).any()
    ahead = int(np.bitwise_or.reduce(attempts["barriers_ahead"]))
    # A partner is looked for at the first gate, which nothing lies before; nobody can look ahead to institutions.
    never = {Barrier.NO_PARTNER, Barrier.PROCUREMENT, *INSTITUTIONS}
    assert {barrier for barrier in Barrier if not ahead & 1 << barrier} == never
    assert ((attempts["cost_funds"] > 0) & (attempts["cost_authority"] > 0)).any()


def test_the_scenarios_show_leaving_and_bending(variant, history):
    left, bent = history(variant("many leave"), 3), history(variant("barriers bend"), 3)
    states, names = ([column.name for column in columns] for columns in (STATE_COLUMNS, YEARLY_COLUMNS))
    assert 0.2 < left.states[-1, states.index("left")] < 1.0
    # Two years on, authorities know enough to use every lever more often than is practice.
    started = bent.yearly[2:, :, names.index("started")].sum()
    by_themselves = [bent.yearly[2:, :, names.index(f"propensity_{lever}")].sum() for lever in BENDING_LEVERS]
    assert min(by_themselves) > 2.0 * RARE * started


def copied(history):
    """Return a history whose arrays can be changed."""
    tables = ("yearly", "states", "attempts", "contracts")
    return history._replace(**{name: getattr(history, name).copy() for name in tables})


def plain(columns):
    """Return the names of columns that say which row it is not."""
    return [column.name for column in columns if column.name not in ("authority", "started") and not column.size]


def a_signed(rows):
    """Return the place of an attempt that was signed."""
    return np.flatnonzero(rows["outcome"] == Outcome.SIGNED)[-1]


def a_settled(rows):
    """Return the place of a contract with investors and a fund that has ended."""
    ended = rows["status"] != ContractStatus.RUNNING
    return np.flatnonzero(ended & (rows["investors"] > 0) & (rows["fund"] >= 0))[-1]


@pytest.mark.parametrize("column", plain(ATTEMPT_COLUMNS))
def test_a_changed_attempt_is_named(column, small, history):
    found = copied(history(small))
    row = found.attempts[a_signed(found.attempts)]
    row[column] += 1
    lines = audit(small, 1, found)
    where = f"attempts: authority {row['authority']}, start {row['started']}: "
    assert any(line.startswith(f"{where}{column}: ") for line in lines)


def test_a_signature_told_as_a_stop_is_found(small, history):
    found = copied(history(small))
    row = found.attempts[a_signed(found.attempts)]
    row["stage"] = Stage.NEGOTIATION
    assert any("barriers at gate 4" in line for line in audit(small, 1, found))


@pytest.mark.parametrize("column", [*plain(CONTRACT_COLUMNS), "member", "ticket", "received"])
def test_a_changed_contract_is_named(column, small, history):
    found = copied(history(small))
    row = found.contracts[a_settled(found.contracts)]
    if column in ("member", "ticket", "received"):
        row[column][0] += 1
    else:
        row[column] += 1
    lines = audit(small, 1, found)
    where = f"contracts: authority {row['authority']}, start {row['started']}: "
    what = "status in" if column in ("status", "ended") else f"{column}: "
    assert any(line.startswith(where + what) for line in lines)


@pytest.mark.parametrize("change", [1e-6, -1e-6, float("nan")])
def test_a_small_change_of_a_price_is_named(change, small, history):
    found = copied(history(small))
    row = found.contracts[a_settled(found.contracts)]
    row["price"] += change
    assert any(": price: " in line for line in audit(small, 1, found))


def test_every_changed_yearly_number_is_named(small, history):
    found = copied(history(small))
    found.yearly[4, 1] += 1.0
    found.states[5] += 1e-6
    lines = audit(small, 1, found)
    yearly = [f"yearly: year 4, employment: {column.name}: " for column in YEARLY_COLUMNS]
    states = [f"states: year 5: {column.name}: " for column in STATE_COLUMNS]
    assert [start for start in yearly + states if not any(line.startswith(start) for line in lines)] == []
    assert len(lines) == len(yearly + states)


@pytest.mark.parametrize("table", ["attempts", "contracts"])
@pytest.mark.parametrize(
    "first", [[1], [], [0, 0, 1], [1, 0]], ids=["one missing", "two missing", "doubled", "misplaced"]
)
def test_a_missing_doubled_or_misplaced_row_is_found(table, first, small, history):
    found = history(small)
    kept = getattr(found, table)
    lines = audit(small, 1, found._replace(**{table: kept[[*first, *range(2, len(kept))]]}))
    assert any(line.startswith(table) for line in lines)


@pytest.mark.parametrize("table", ["attempts", "contracts"])
def test_a_missing_last_row_is_found(table, small, history):
    found = history(small)
    assert audit(small, 1, found._replace(**{table: getattr(found, table)[:-1]}))


def test_an_attempt_that_nobody_started_is_found(small, history):
    found = copied(history(small))
    row = found.attempts[0]
    row["authority"] = (row["authority"] + 1) % 24
    lines = audit(small, 1, found)
    assert any(line.startswith("attempts: ") and "row" in line for line in lines)


def test_a_barrier_too_many_is_named(small, history):
    found = copied(history(small))
    row = found.attempts[np.flatnonzero(found.attempts["outcome"] == Outcome.STOPPED)[-1]]
    assert not row["barriers_ahead"] & 1 << Barrier.LEGISLATION
    row["barriers"] ^= 1 << Barrier.LEGISLATION
    lines = audit(small, 1, found)
    # Yearly counts are those of the rows.
    assert [": barriers: " in line or ": barriers_met: " in line for line in lines] == [True, True]


def test_another_seed_or_replicate_is_found(small, history):
    assert audit(small, 2, history(small, 1))
    assert audit(small, 1, history(small, 1)._replace(replicate=1))


def test_another_parameter_is_found(small, history):
    assert audit(small.replace(trust_gain=0.21), 1, history(small))
