"""Counts of the user's own: read from CSV, Parquet or a table, told what is left out, refused in one line if wrong."""

import os
import re

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.observed import own_launches

EIGHT_QUARTERS = {"first_quarter": "2011Q1", "quarters": 8}


@pytest.fixture
def scenario():
    """A scenario that simulates 2011 and 2012."""
    return Scenario.load("classroom").replace(EIGHT_QUARTERS)


@pytest.fixture
def read(tmp_path, scenario):
    """Return what is made of a file of some content, called own.csv."""

    def read(content):
        path = tmp_path / "own.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return own_launches(path, scenario)

    return read


def test_a_csv_file_gives_counts_by_year_and_its_name(read):
    observed = read("year,signed\n2012,7\n2011,5\n")
    assert observed.counts.to_dict() == {2011: 5, 2012: 7}
    assert (observed.counts.dtype, observed.name, observed.left_out) == ("Int64", "own.csv", ())


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffyear,signed\r\n2011,5\r\n2012,7\r\n",
        " signed , year ,source\n5,2011,a\n\n 7 , 2012.0 ,b\n,,\n",
        'year,signed\n"2011","5.0"\n2012,7\n',
    ],
)
def test_marks_blanks_and_further_columns_do_no_harm(read, content):
    assert read(content).counts.to_dict() == {2011: 5, 2012: 7}


def test_a_parquet_file_and_a_table_give_the_same(tmp_path, scenario):
    table = pd.DataFrame({"year": [2011, 2012], "signed": [5, 7]})
    table.to_parquet(tmp_path / "own.parquet")
    from_file, given = own_launches(tmp_path / "own.parquet", scenario), own_launches(table, scenario)
    assert from_file.counts.to_dict() == given.counts.to_dict() == {2011: 5, 2012: 7}
    assert (from_file.name, given.name) == ("own.parquet", "given")


def test_estimates_need_not_be_whole(read):
    assert read("year,signed\n2011,5.5\n2012,7\n").counts.to_dict() == {2011: 5.5, 2012: 7.0}


def test_years_that_are_not_simulated_in_full_are_told(tmp_path):
    partly = Scenario.load("classroom").replace(first_quarter="2011Q2", quarters=8)  # of 2011 three, of 2013 one
    table = pd.DataFrame({"year": [2013, 2012, 2011, 2010], "signed": [1, 2, 3, 4]})
    observed = own_launches(table, partly)
    assert observed.counts.to_dict() == {2012: 2}
    assert observed.left_out == (2010, 2011, 2013)


WRONG = {
    "missing column": ("year,launched\n2011,5\n", "own.csv: no column 'signed' (columns: year, launched)"),
    "semicolons": (
        "year;signed\n2011;5\n",
        "own.csv: cannot be read (its columns are separated by semicolons; save it with commas",
    ),
    "column twice": ("year,signed,signed\n2011,5,6\n", "own.csv: more than one column 'signed'"),
    "empty": ("", "own.csv: cannot be read (it is empty)"),
    "no rows": ("year,signed\n", "own.csv: no rows"),
    "year in part": ("year,signed\n2011.5,5\n", "row 1: year = '2011.5' is not allowed; it should be a whole year"),
    "year in words": ("year,signed\n2011,1\ntotal,5\n", "own.csv row 2: year = 'total' is not allowed"),
    "no year": ("year,signed\n,5\n", "own.csv row 1: year = '' is not allowed"),
    "year without an end": ("year,signed\ninf,5\n", "year = 'inf' is not allowed"),
    "repeated year": ("year,signed\n2011,5\n2011,6\n", "row 2: year = '2011' is not allowed; it should be a whole"),
    "negative": ("year,signed\n2011,-1\n", "row 1: signed = '-1' is not allowed; it should be a number from 0 to"),
    "beyond all count": (
        "year,signed\n2011,1e19\n",
        "row 1: signed = '1e19' is not allowed; it should be a number from",
    ),
    "no number": ("year,signed\n2011,nan\n", "row 1: signed = 'nan' is not allowed"),
    "endless": ("year,signed\n2011,inf\n", "row 1: signed = 'inf' is not allowed"),
    "text": ("year,signed\n2011,few\n", "row 1: signed = 'few' is not allowed"),
    "short row": ("year,signed\n2011\n", "own.csv: cannot be read (Row #2: Expected 2 columns, got 1)"),
    "outside the run": ("year,signed\n1999,5\n", "own.csv: none of its years is simulated in full"),
    "binary": (bytes(range(256)), "own.csv: cannot be read (neither Parquet nor UTF-8 text: byte 128)"),
    "far too large": (
        "year,signed\n" + "2011,5\n" * 150_000,
        "own.csv: cannot be read (it has more than 1000000 bytes",
    ),
    "half of Parquet": (b"PAR1" + bytes(20), "own.csv: cannot be read (it is no Parquet file, or cut off)"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_in_one_line_with_file_column_and_value(read, case):
    content, words = WRONG[case]
    with pytest.raises(ScenarioError, match=re.escape(words)) as refused:
        read(content)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 300


def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(tmp_path, scenario):
    os.mkfifo(tmp_path / "pipe")
    for path, words in (
        (tmp_path / "pipe", "no ordinary file"),
        (tmp_path, "no ordinary file"),
        ("no.csv", "No such file"),
    ):
        with pytest.raises(ScenarioError, match=words):
            own_launches(path, scenario)
