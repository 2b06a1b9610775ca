"""Tables: names instead of numbers, joined on the column run, as a pandas user expects them."""

import warnings

import numpy as np
import pandas as pd
import pytest

from sipabm import simulate, simulate_to_folder
from sipabm.barriers import FAMILY_OF_BARRIER, Barrier
from sipabm.model.records import MOST_INVESTORS
from sipabm.tables.codebook import TABLES, TOTALS
from sipabm.tables.frames import EXITS
from sipabm.tables.history import ATTEMPT_COLUMNS, CONTRACT_COLUMNS, STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.words import ContractStatus, Domain, Form, Instrument, Outcome, Programme, Rigour, Stage


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively, replicates=5, seed=3)


def lower(enumeration):
    return [member.name.lower() for member in enumeration]


@pytest.mark.parametrize(
    ("table", "column", "enumeration"),
    [
        ("yearly", "domain", Domain),
        ("attempts", "domain", Domain),
        ("attempts", "stage", Stage),
        ("attempts", "outcome", Outcome),
        ("attempts", "barrier", Barrier),
        ("contracts", "status", ContractStatus),
        ("contracts", "instrument", Instrument),
        ("contracts", "form", Form),
        ("contracts", "rigour", Rigour),
        ("contracts", "programme", Programme),
    ],
)
def test_enumerations_are_categories_by_name_in_their_order(results, table, column, enumeration):
    values = getattr(results, table)[column]
    assert isinstance(values.dtype, pd.CategoricalDtype)
    assert values.cat.categories.tolist() == lower(enumeration)


def test_tables_join_on_the_run(results):
    assert results.runs["run"].tolist() == list(range(5))
    for table in ("yearly", "attempts", "contracts"):
        joined = getattr(results, table).merge(results.runs[["run", "signed"]], on="run", suffixes=("", "_of_run"))
        assert len(joined) == len(getattr(results, table)) > 0
    signed = results.attempts.query("outcome == 'signed'").groupby("run").size()
    assert signed.tolist() == results.runs["signed"].tolist() == results.contracts.groupby("run").size().tolist()


def test_runs_say_what_they_were(results, lively):
    assert set(results.runs["scenario"]) == {"lively"}
    assert set(results.runs["scenario_digest"]) == {lively.digest()}
    assert set(results.runs["seed"]) == {3}


def test_totals_are_sums_of_the_years(results):
    sums = results.yearly.groupby("run").sum(numeric_only=True)
    for total in TOTALS:
        assert results.runs[total].to_numpy() == pytest.approx(sums[total].to_numpy())
    assert (results.runs["stopped"].to_numpy() == sums[EXITS].sum(axis=1).to_numpy()).all()


def test_shares_of_a_run_are_those_of_its_rows(results):
    for run in results.runs.itertuples():
        attempts, contracts = (table[table["run"] == run.run] for table in (results.attempts, results.contracts))
        ended = contracts[contracts["status"] != "running"]
        assert run.conversion == pytest.approx((attempts["outcome"] == "signed").mean())
        assert run.mean_parties_per_deal == pytest.approx(contracts["parties"].mean())
        assert run.mean_effect == pytest.approx(ended["effect"].mean())
        assert run.share_ended_early == pytest.approx((ended["status"] != "delivered").mean())
        steps = contracts["signed"].array.asi8 - contracts["started"].array.asi8
        assert run.mean_months_to_signature == pytest.approx(3 * steps.mean())


def test_yearly_has_a_row_for_every_run_year_and_domain(results):
    keys = results.yearly[["run", "year", "domain"]]
    assert not keys.duplicated().any()
    assert len(keys) == 5 * 15 * 3
    assert sorted(set(keys["year"])) == list(range(2010, 2025))
    assert [*results.yearly.columns[3:]] == [column.name for column in (*YEARLY_COLUMNS, *STATE_COLUMNS)]


def test_states_stand_alike_in_every_domain_of_a_year(results):
    for state in STATE_COLUMNS:
        assert (results.yearly.groupby(["run", "year"])[state.name].nunique() == 1).all()


def test_quarters_are_periods_of_the_calendar(results):
    for quarters in (results.attempts["started"], results.attempts["ended"], results.contracts["signed"]):
        assert quarters.dtype == "period[Q-DEC]"
        assert quarters.between(pd.Period("2010Q1"), pd.Period("2024Q4")).all()
    assert (results.attempts["started"] < results.attempts["ended"]).all()


def test_counts_of_a_year_are_those_of_its_quarters(results):
    signed = results.attempts[results.attempts["outcome"] == "signed"]
    by_year = signed.groupby(signed["ended"].dt.year).size()
    yearly = results.yearly.groupby("year")["signed"].sum()
    assert yearly[yearly > 0].to_dict() == by_year.to_dict()


def test_flags_are_true_or_false_and_countries_have_their_codes(results):
    for flag in ("early_meeting", "pragmatic", "mapped", "pooled", "house", "flexible_allowed", "cashable_only"):
        assert results.attempts[flag].dtype == bool
    for flag in ("house", "cashable_only"):
        assert results.contracts[flag].dtype == bool
    assert results.attempts["country"].cat.categories.tolist() == ["A", "B"]


def test_a_barrier_has_its_family_and_a_signed_attempt_neither(results):
    stopped = results.attempts[results.attempts["outcome"] == "stopped"]
    family = {barrier.name.lower(): family.name.lower() for barrier, family in FAMILY_OF_BARRIER.items()}
    assert (stopped["barrier"].astype(str).map(family) == stopped["barrier_family"].astype(str)).all()
    signed = results.attempts[results.attempts["outcome"] == "signed"]
    assert signed["barrier"].isna().all()
    assert signed["barrier_family"].isna().all()
    assert (signed["barriers"].astype(str) == "").all()


def test_sets_of_barriers_are_text_that_holds_the_barrier(results):
    stopped = results.attempts[results.attempts["outcome"] == "stopped"]
    together = stopped["barriers"].astype(str).str.split(r" \+ ")
    assert together.map(len).max() > 1
    assert all(barrier in barriers for barrier, barriers in zip(stopped["barrier"], together, strict=True))


def test_syndicates_have_a_column_for_each_place(results):
    for table in ("member", "ticket", "received"):
        assert {f"{table}_{place + 1}" for place in range(MOST_INVESTORS)} <= set(results.contracts.columns)
    tickets = results.contracts[[f"ticket_{place + 1}" for place in range(MOST_INVESTORS)]].sum(axis=1)
    assert tickets.to_numpy() == pytest.approx(results.contracts["capital_investors"].to_numpy())


def test_every_recorded_column_is_there(results):
    assert {column.name for column in ATTEMPT_COLUMNS} <= set(results.attempts.columns)
    assert {column.name for column in CONTRACT_COLUMNS if not column.size} <= set(results.contracts.columns)


@pytest.mark.parametrize("table", TABLES)
def test_columns_can_be_added_to_a_table_without_a_warning_of_pandas(results, lively, table, tmp_path):
    stored = simulate_to_folder(lively, tmp_path / "out", replicates=2, chunk=1)
    for frame in (getattr(results, table), getattr(stored, table)):
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # pandas warns if a table lies in many pieces
            assert len(frame.assign(one=1, two=2)) == len(frame)


def test_without_rows_tables_have_columns_but_no_rows(lively, results):
    without = simulate(lively, replicates=2, rows=False)
    for table in ("attempts", "contracts"):
        assert len(getattr(without, table)) == 0
        assert list(getattr(without, table).columns) == list(getattr(results, table).columns)
    assert len(without.yearly) == 2 * 15 * 3


def test_a_world_in_which_nothing_happens_has_tables_too(lively):
    results = simulate(lively.replace(own_interest=0.0, fund_pull=0.0))
    assert len(results.attempts) == len(results.contracts) == 0
    assert results.runs["signed"].tolist() == [0]
    assert np.isnan(results.runs["conversion"][0])


def test_results_say_what_they_are(results):
    assert "lively" in repr(results)
    assert "5 runs" in repr(results)
