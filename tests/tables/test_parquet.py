"""Parquet files: the same schema in every part, meanings as metadata, and tables that come back as they were."""

import pandas as pd
import pyarrow
import pyarrow.dataset
import pyarrow.parquet
import pytest

from sipabm import Scenario, simulate
from sipabm.simulation import simulate_to_folder
from sipabm.tables.codebook import TABLES
from sipabm.tables.parquet import arrow_table, frame_of_table, joined, schema_of
from sipabm.tables.parts import parquet_of


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively, replicates=2, seed=3)


def written(table):
    """Return a table as it comes back from its file."""
    return pyarrow.parquet.read_table(pyarrow.BufferReader(parquet_of(table)))


def read(table, content):
    """Return a table of the lively scenario's runs as it was before it was written."""
    return frame_of_table(table, written(content), ["A", "B"])


@pytest.mark.parametrize("table", TABLES)
def test_a_table_without_rows_comes_back_as_it_was(table):
    empty = getattr(simulate(Scenario.load("classroom").replace(quarters=1), 1, rows=False), table)
    back = frame_of_table(table, written(arrow_table(table, empty)), ["A"])
    pd.testing.assert_frame_equal(back, empty)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_comes_back_as_it_was_with_all_its_categories(results, table):
    expected = getattr(results, table)
    pd.testing.assert_frame_equal(read(table, arrow_table(table, expected)), expected)


@pytest.mark.parametrize("table", TABLES)
def test_parts_written_apart_are_the_whole_read_together(results, table):
    expected = getattr(results, table)
    halves = [arrow_table(table, part.reset_index(drop=True)) for _, part in expected.groupby("run")]
    assert len(halves) == 2
    pd.testing.assert_frame_equal(read(table, pyarrow.concat_tables(map(written, halves))), expected)
    # And parts joined as frames are written as the whole is, to the last byte.
    again = joined([read(table, half) for half in halves])
    assert parquet_of(arrow_table(table, again)) == parquet_of(arrow_table(table, expected))


@pytest.mark.parametrize("table", TABLES)
def test_every_part_has_the_one_schema_whatever_it_holds(lively, table):
    quiet = lively.replace(own_interest=0.0, fund_pull=0.0)
    parts = [written(arrow_table(table, getattr(simulate(scenario, 2), table))) for scenario in (lively, quiet)]
    assert parts[0].schema.equals(parts[1].schema)
    assert parts[0].schema.remove_metadata().equals(schema_of(table).remove_metadata())


def test_other_tools_read_all_parts_of_a_table_together(lively, tmp_path):
    results = simulate_to_folder(lively, tmp_path / "out", replicates=4, seed=3, chunk=1)
    for table in TABLES:
        assert pyarrow.dataset.dataset(tmp_path / "out" / table).count_rows() == len(getattr(results, table))
        assert len(pd.read_parquet(tmp_path / "out" / table)) == len(getattr(results, table))
    started = pd.read_parquet(tmp_path / "out" / "attempts")["started"].astype(str)
    assert started.str.fullmatch(r"\d{4}Q[1-4]").all()


def test_a_file_says_what_its_columns_mean(results):
    metadata = written(arrow_table("contracts", results.contracts)).schema.field("price").metadata
    assert metadata[b"meaning"] == b"payment at target per unit of capital"
    assert metadata[b"holds"] == b"number"


def test_texts_of_a_part_without_any_are_joined_with_those_of_others():
    none = pd.DataFrame({"text": pd.Categorical([], categories=pd.Index([], dtype=object))})
    some = pd.DataFrame({"text": pd.Categorical(["a", "b"], categories=pd.Index(["a", "b"], dtype="string"))})
    for parts in ([none, some], [some, none]):
        assert joined(parts)["text"].tolist() == ["a", "b"]
