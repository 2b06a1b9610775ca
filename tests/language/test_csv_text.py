"""CSV: no text is a formula for a table program, numbers keep their sign, and texts come back as they were."""

import csv
import io

import pandas as pd
import pytest

from sipabm.language.csv_text import as_cell, csv_row, csv_text, danish_csv_text, from_cell

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "＝1", "=", "-", "'=1", " =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_none_in_cells_and_names_of_columns(text):
    table = pd.DataFrame({"name": [text], text: [1.5]})
    written = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert written == [["name", f"'{text}"], [f"'{text}", "1.5"]]
    assert csv_row({text: text}) == {f"'{text}": f"'{text}"}


@pytest.mark.parametrize("text", [*FORMULAS, "plain", "", "a=b", "5", "'"])
def test_a_text_comes_back_as_it_was(text):
    assert from_cell(as_cell(text)) == text


@pytest.mark.parametrize("dtype", ["object", "string", "category"])
def test_categories_and_texts_of_any_kind_are_cells(dtype):
    assert csv_text(pd.DataFrame({"a": ["=1", None, "b"]}).astype(dtype)) == 'a\n\'=1\n""\nb\n'


@pytest.mark.parametrize("sign", ["\t", "\r", "\n", "\r\n", "\x00"])
def test_a_text_is_one_line_whose_parts_are_no_cells(sign):
    assert csv_text(pd.DataFrame({"a": [f"x{sign}=1", f"{sign}=1"]})) == "a\nx =1\n' =1\n"


def test_numbers_keep_their_sign_also_as_text():
    table = pd.DataFrame({"number": [-1.5, None], "text": ["-0.5", "+1e-3"], "flag": [True, False]})
    assert csv_text(table) == "number,text,flag\n-1.5,-0.5,True\n,+1e-3,False\n"


def test_digits_are_those_that_are_asked_for():
    assert csv_text(pd.DataFrame({"a": [1 / 3]})) == "a\n0.3333333333333333\n"
    assert csv_text(pd.DataFrame({"a": [1 / 3]}), "%.3g") == "a\n0.333\n"


def test_danish_csv_reads_back_as_the_same_table_with_every_digit():
    table = pd.DataFrame(
        {"text": ["a;b", "æøå", "x,y"], "number": [0.1234567890123456, -1e-20, 12345.5], "whole": [1, 2, 3]}
    )
    content = danish_csv_text(table).encode()
    assert content.startswith(b"\xef\xbb\xbftext;number;whole\r\n")
    assert b"0,1234567890123456" in content and b"0.1" not in content
    read = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read, table)


def test_danish_csv_in_a_format_has_decimal_commas_too():
    table = pd.DataFrame({"number": [1234.56789, None]})
    assert danish_csv_text(table, "%.6g") == '\ufeffnumber\r\n1234,57\r\n""\r\n'


@pytest.mark.parametrize("text", FORMULAS)
def test_danish_csv_has_no_formulas_either(text):
    (_, row, _) = danish_csv_text(pd.DataFrame({"name": [text]})).split("\r\n")
    assert row == f"'{text}"
