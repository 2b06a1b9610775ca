"""Columns: every column of every table is described, and is what its description says."""

import numpy as np
import pandas as pd
import pytest

import sipabm
from sipabm import ScenarioError, simulate
from sipabm.tables.codebook import TABLES, Kind, column_rows
from sipabm.world.names import first_numbers


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively, replicates=3, seed=3)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_just_the_columns_that_are_described_in_that_order(results, table):
    assert getattr(results, table).columns.tolist() == [column.name for column in TABLES[table]]


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_a_meaning_of_its_own(table):
    meanings = [column.meaning for column in TABLES[table]]
    assert all(len(meaning) > 8 for meaning in meanings)
    assert len(set(meanings)) == len(meanings)


def is_kind(values, kind):
    """Return whether the values of a column are what a kind says."""
    if kind in (Kind.WORD, Kind.TEXT):
        return isinstance(values.dtype, pd.CategoricalDtype)
    if kind == Kind.QUARTER:
        return values.dtype == "period[Q-DEC]"
    if kind == Kind.FLAG:
        return values.dtype == bool
    return values.dtype == float if kind == Kind.REAL else pd.api.types.is_integer_dtype(values.dtype)


@pytest.mark.parametrize("table", TABLES)
def test_a_column_holds_what_is_said(results, table):
    frame = getattr(results, table)
    wrong = [column.name for column in TABLES[table] if not is_kind(frame[column.name], column.kind)]
    assert not wrong


def test_an_actor_has_one_number_everywhere(results, lively):
    first = first_numbers(lively)
    contracts = results.contracts
    assert contracts["authority"].between(1, first["provider"] - 1).all()
    assert contracts["provider"].between(first["provider"], first["investor"] - 1).all()
    leads = contracts.loc[contracts["investor"] > 0, "investor"]
    assert (leads >= first["investor"]).all() and len(leads)
    assert (contracts["investor"] == np.where(contracts["investors"] > 0, contracts["member_1"], 0)).all()
    actors = sipabm.run_network(lively, seed=3).actors
    assert [name.rpartition(":")[2] for name in actors["actor"]] == [str(number) for number in actors.index]
    agents = sipabm.PartnershipModel(lively, seed=3).network.nodes
    assert [agent.unique_id for agent in agents] == actors.index.tolist()


def test_the_codebook_is_a_table_with_a_row_for_each_column():
    whole = sipabm.columns()
    assert len(whole) == sum(map(len, TABLES.values()))
    assert sipabm.columns("runs")["column"].tolist() == [column.name for column in TABLES["runs"]]


def test_a_column_of_words_names_them():
    rows = {row["column"]: row["holds"] for row in column_rows("contracts")}
    assert rows["form"] == "word: rigid, flexible"


def test_an_unknown_table_is_refused_with_the_nearest():
    with pytest.raises(ScenarioError, match="no table 'contract'; did you mean 'contracts'"):
        column_rows("contract")
