"""Workbooks: tables come back as they were, texts stay texts, and the same tables give the same bytes."""

import io
import time
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.language.workbook import FIRST_SHEET, LARGEST, LONGEST_NAME, Sheet, workbook_bytes

TABLE = pd.DataFrame(
    {
        "text": ["=1+1", "http://example.org", "1.5", "æøå; x"],
        "number": [0.1, -1e-20, np.nan, 12345678.125],
        "whole": [1, 2, 3, 2026],
        "flag": [True, False, True, False],
        "some": pd.array([1, None, 3, 4], dtype="Int64"),
    }
)


def sheet(table=TABLE, name="one", units=None, meanings=None):
    return Sheet(name, table, "what it holds", units or {}, meanings or {})


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def read_back(content, name):
    return pd.read_excel(io.BytesIO(content), sheet_name=name, keep_default_na=False, na_values=[""])


def test_a_table_reads_back_as_it_was():
    read = read_back(workbook_bytes("Title", [], [sheet()]), "one")
    assert list(read) == list(TABLE)
    assert read["text"].tolist() == TABLE["text"].tolist()
    assert read["number"].to_numpy() == pytest.approx(TABLE["number"].to_numpy(), rel=1e-15, nan_ok=True)
    assert read["whole"].tolist() == [1, 2, 3, 2026]
    assert read["flag"].tolist() == [True, False, True, False]
    assert read["some"].tolist()[0] == 1 and np.isnan(read["some"].tolist()[1])


@pytest.mark.slow
@given(numbers=st.lists(st.floats(-LARGEST, LARGEST), min_size=1, max_size=5))
def test_any_number_reads_back_with_all_digits_that_a_cell_has(numbers):
    numbers = [number if abs(number) > 1e-300 else 0.0 for number in numbers]
    read = read_back(workbook_bytes("", [], [sheet(pd.DataFrame({"n": numbers}))]), "one")
    assert read["n"].to_numpy(dtype=float) == pytest.approx(numbers, rel=1e-15)


def test_a_command_stays_in_one_cell_and_other_lines_are_wrapped():
    lines = [f"Made by: sipabm compare {'word ' * 99}end", f"Money: {'word ' * 99}end"]
    about = opened(workbook_bytes("Title", lines, [sheet()]))[FIRST_SHEET]
    assert about["A2"].value == lines[0] and len(about["A3"].value) <= 150


def test_texts_are_no_formulas_links_or_numbers_and_numbers_are_numbers():
    book = opened(
        workbook_bytes("=2+2", ["=3+3"], [sheet(TABLE.rename(columns={"text": "=A1"}), units={"=A1": "=B1"})])
    )
    kinds = {cell.data_type for row in book["one"].iter_rows(min_row=2) for cell in row[:1]}
    assert kinds == {"s"}
    assert {book["one"].cell(row, 2).data_type for row in (2, 3, 5)} == {"n"}
    assert book["one"]["A1"].data_type == "s" and book["one"]["A1"].value == "=A1"
    assert not any(cell.data_type == "f" for page in book for row in page.iter_rows() for cell in row)
    assert not any(cell.hyperlink for row in book["one"].iter_rows() for cell in row)


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes_at_any_time():
    first = workbook_bytes("Title", ["line"], [sheet()])
    time.sleep(2.1)  # an archive tells times of two seconds
    assert workbook_bytes("Title", ["line"], [sheet()]) == first
    dates = {item.date_time for item in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_first_sheet_says_what_each_sheet_and_column_holds():
    book = opened(workbook_bytes("Title", ["a line"], [sheet(units={"number": "share"}, meanings={"text": "a word"})]))
    rows = [[cell for cell in row if cell] for row in book[FIRST_SHEET].iter_rows(values_only=True)]
    assert book.sheetnames == [FIRST_SHEET, "one"]
    assert rows[:2] == [["Title"], ["a line"]]
    for row in (["one", "what it holds"], ["one", "number", "share"], ["one", "text", "a word"]):
        assert row in rows


def test_names_of_columns_stay_in_sight_and_columns_are_as_wide_as_needed():
    book = opened(workbook_bytes("", [], [sheet()]))
    assert book["one"].freeze_panes == "A2"
    widths = [book["one"].column_dimensions[letter].width for letter in "ABCDE"]
    assert 18 < widths[0] < 24 and all(8 <= width < 16 for width in widths[1:])


def test_sheets_have_names_that_a_workbook_takes():
    names = ["a/b", "a:b", "x" * 40, "x" * 41, "ABOUT", ""]
    book = opened(workbook_bytes("", [], [sheet(name=name) for name in names]))
    assert book.sheetnames == [FIRST_SHEET, "a_b", "a_b 2", "x" * LONGEST_NAME, f"{'x' * 29} 2", "ABOUT 2", "table"]


def test_what_is_missing_or_infinite_is_an_empty_cell():
    table = pd.DataFrame({"n": [np.nan, np.inf, 1.0], "t": [None, "", "a"], "o": [None, pd.NA, 2.5]})
    page = opened(workbook_bytes("", [], [sheet(table)]))["one"]
    cells = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert cells == [[None, None, None], [None, None, None], [1, "a", 2.5]]


def test_an_empty_table_is_a_sheet_with_the_names_of_its_columns():
    page = opened(workbook_bytes("", [], [sheet(pd.DataFrame({"a": [], "b": []}))]))["one"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [["a", "b"]]
