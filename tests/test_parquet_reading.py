"""Parquet files are looked at before they are read: what would fill the memory, or is none of ours, is refused."""

import io

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from sipabm.parquet_reading import table_in

TABLE = pyarrow.table({"run": [0, 1, 2], "name": ["a", None, "a"], "share": [0.5, None, 1.0]})


def written(table, **how):
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream, compression="zstd", **how)
    return stream


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_is_read_as_it_was_written_without_what_others_say_of_it(repeated):
    told = TABLE.replace_schema_metadata({"pandas": "{}", "more": "x"})
    found = table_in(written(told, use_dictionary=repeated))
    assert found.equals(TABLE) and found.schema.metadata is None


def test_a_table_without_rows_and_the_texts_of_other_programs_are_read():
    assert table_in(written(TABLE.slice(0, 0))).equals(TABLE.slice(0, 0))
    large = TABLE.set_column(1, "name", TABLE["name"].cast(pyarrow.large_string()))
    assert table_in(written(large))["name"].to_pylist() == ["a", None, "a"]
    assert table_in(written(pyarrow.table({"a": pd.Categorical(["x", "y"])})))["a"].to_pylist() == ["x", "y"]


@pytest.mark.parametrize(("compression", "repeated"), [("zstd", True), ("zstd", False), ("none", True)])
def test_a_small_file_that_becomes_gigabytes_is_refused_before_it_does(repeated, compression):
    numbers = pyarrow.table({"a": np.zeros(8_000_000, dtype="i8")})
    stream = io.BytesIO()
    pyarrow.parquet.write_table(numbers, stream, compression=compression, use_dictionary=repeated)
    before = pyarrow.total_allocated_bytes()
    with pytest.raises(ValueError, match="far larger than its file"):
        table_in(stream)
    assert pyarrow.total_allocated_bytes() - before < 1_000_000


def test_a_table_of_more_rows_than_it_can_have_is_refused_before_it_is_read():
    assert len(table_in(written(TABLE), most_rows=len(TABLE))) == len(TABLE)
    with pytest.raises(ValueError, match="more rows"):
        table_in(written(TABLE), most_rows=len(TABLE) - 1)


def test_one_long_text_in_a_million_rows_is_refused():
    numbers = pyarrow.array(np.zeros(1_000_000, dtype="i4"))
    texts = pyarrow.DictionaryArray.from_arrays(numbers, pyarrow.array(["x" * 10_000]))
    with pytest.raises(ValueError, match="far l"):
        table_in(written(pyarrow.table({"a": texts})))


@pytest.mark.parametrize(
    "kind",
    [
        pyarrow.list_(pyarrow.int64()),
        pyarrow.struct({"a": pyarrow.int64()}),
        pyarrow.binary(),
        pyarrow.fixed_shape_tensor(pyarrow.int64(), (2,)),
    ],
)
def test_columns_that_hold_more_than_numbers_and_texts_are_refused(kind):
    with pytest.raises(ValueError, match="no numbers or texts"):
        table_in(written(pyarrow.table({"a": pyarrow.nulls(2, kind)})))


def test_another_schema_than_the_one_that_fits_is_refused():
    with pytest.raises(ValueError, match="other columns"):
        table_in(written(TABLE), lambda found: pyarrow.schema({"run": pyarrow.int64()}))
    assert table_in(written(TABLE), lambda found: found).equals(TABLE)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1" * 5, b"x" * 999, b"PAR1\xff\xff\xff\x7fPAR1"])
def test_what_is_no_parquet_file_is_refused(content):
    with pytest.raises((ValueError, OSError)):
        table_in(io.BytesIO(content))


def test_numbers_of_texts_that_are_not_there_are_refused():
    content = written(pyarrow.table({"a": ["x", "y"] * 50})).getvalue()
    # A byte at a time, whatever it belongs to: refused, or read as some table of as many rows.
    for place in range(len(content)):
        changed = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        try:
            found = table_in(io.BytesIO(changed))
        except (ValueError, OSError, LookupError):
            continue
        found.validate(full=True)


def test_more_cells_than_are_asked_for_are_not_read():
    assert table_in(written(TABLE), most_cells=9).num_rows == 3
    with pytest.raises(ValueError, match="it has more than 8 cells"):
        table_in(written(TABLE), most_cells=8)
