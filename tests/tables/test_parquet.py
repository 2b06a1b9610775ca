"""Parquet files: the same schema in every part, meanings as metadata, and tables that come back as they were."""

import pandas as pd
import pyarrow.dataset
import pyarrow.parquet
import pytest

from sipabm import simulate
from sipabm.simulation import simulate_to_folder
from sipabm.tables.codebook import TABLES
from sipabm.tables.parquet import read_table, schema_of, write_table


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively, replicates=2, seed=3)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_comes_back_as_it_was(results, table, tmp_path):
    write_table(tmp_path / "one.parquet", table, getattr(results, table))
    expected = getattr(results, table)
    texts = {name: str for name in ("country", "barriers") if name in expected}
    back = read_table(tmp_path / "one.parquet", table)
    pd.testing.assert_frame_equal(back.astype(texts), expected.astype(texts))


@pytest.mark.parametrize("table", TABLES)
def test_every_part_has_the_one_schema_whatever_it_holds(lively, table, tmp_path):
    quiet = lively.replace(own_interest=0.0, fund_pull=0.0)
    for name, scenario in (("lively", lively), ("quiet", quiet)):
        write_table(tmp_path / f"{name}.parquet", table, getattr(simulate(scenario, 2), table))
    schemas = [pyarrow.parquet.read_schema(path).remove_metadata() for path in sorted(tmp_path.glob("*.parquet"))]
    assert schemas[0].equals(schemas[1])
    assert schemas[0].equals(schema_of(table).remove_metadata())


def test_other_tools_read_all_parts_of_a_table_together(lively, tmp_path):
    results = simulate_to_folder(lively, tmp_path / "out", replicates=4, seed=3, chunk=1)
    for table in TABLES:
        assert pyarrow.dataset.dataset(tmp_path / "out" / table).count_rows() == len(getattr(results, table))
        assert len(pd.read_parquet(tmp_path / "out" / table)) == len(getattr(results, table))
    started = pd.read_parquet(tmp_path / "out" / "attempts")["started"].astype(str)
    assert started.str.fullmatch(r"\d{4}Q[1-4]").all()


def test_a_file_says_what_its_columns_mean(results, tmp_path):
    write_table(tmp_path / "one.parquet", "contracts", results.contracts)
    metadata = pyarrow.parquet.read_schema(tmp_path / "one.parquet").field("price").metadata
    assert metadata[b"meaning"] == b"payment at target per unit of capital"
    assert metadata[b"holds"] == b"number"
