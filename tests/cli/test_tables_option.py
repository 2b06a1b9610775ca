"""Tables for spreadsheet programs: beside the CSV, of the same numbers, and gone when they are no longer asked for."""

import io

import openpyxl
import pandas as pd
import pytest

from sipabm.cli.column_meanings import HOLDS, MEANINGS, meanings_of
from sipabm.language.csv_text import from_cell
from sipabm.studies.contrasts import NOISE, SAME

SMALL = ("classroom", "--set", "quarters=24", "--set", "own_interest=0.15")
LEVER = ("--lever", "early_meetings=1", "--from", "2011Q1")
COMPARE = ("compare", *SMALL, *LEVER, "--replicates", 3)
ROBUST = ("robust", *SMALL, *LEVER, "--sets", 3, "--replicates", 1)
SWEEP = ("sweep", *SMALL, "--grid", "early_meetings=0,1", "--replicates", 2)
BOTH = ("--tables", "xlsx", "--tables", "danish")
OF_NUMBERS = "drawn"  # columns of which `sipabm parameters` tells


@pytest.fixture
def runs(cli, tmp_path):
    """Return a folder of runs."""
    cli("run", *SMALL, "--replicates", 2, "--out", tmp_path / "runs", "--quiet")
    return tmp_path / "runs"


def written(cli, folder, command):
    """Write tables in both forms, and return the CSV tables by name."""
    code, _, err = cli(*command, *BOTH, *(() if command[0] == "report" else ("--out", folder)))
    assert (code, err) == (0, [])
    names = {path.name.removesuffix(".danish.csv") for path in folder.glob("*.danish.csv")}
    assert names
    return {name: pd.read_csv(folder / f"{name}.csv") for name in names}


def check_both(folder, tables):
    """Check that both forms hold what the CSV tables hold, and that every column is explained."""
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert set(book.sheetnames) == {"about", *tables}
    told = {row[:2]: row for row in book["about"].iter_rows(values_only=True)}
    for name, table in tables.items():
        danish = pd.read_csv(folder / f"{name}.danish.csv", sep=";", decimal=",", encoding="utf-8-sig")
        pd.testing.assert_frame_equal(danish, table, check_dtype=False)
        sheet = pd.read_excel(folder / "tables.xlsx", sheet_name=name)
        texts = table.map(from_cell)
        pd.testing.assert_frame_equal(sheet, texts, check_dtype=False, rtol=1e-5)  # reports round their CSV
        assert told[(name, HOLDS[name])]
        for column in table:
            assert told[(name, column)][3] or name == OF_NUMBERS, (name, column)


@pytest.mark.parametrize("command", [COMPARE, ROBUST, SWEEP], ids=lambda command: command[0])
@pytest.mark.slow
def test_both_forms_hold_what_the_csv_tables_hold_and_explain_every_column(cli, tmp_path, command):
    check_both(tmp_path / "new", written(cli, tmp_path / "new", command))


@pytest.mark.slow
def test_so_they_do_in_a_report(cli, runs):
    check_both(runs, written(cli, runs, ("report", runs)))


def test_the_first_sheet_says_how_to_make_it_again_and_what_must_be_known(cli, tmp_path):
    cli(*COMPARE, "--tables", "xlsx", "--currency", "DKK", "--out", tmp_path / "new")
    rows = openpyxl.load_workbook(tmp_path / "new" / "tables.xlsx")["about"].iter_rows(values_only=True)
    said = " ".join(str(cell) for row in rows for cell in row if cell)
    for words in (
        "What changes in 'classroom'",
        "Made by: sipabm compare base/scenario.toml",
        "Net positions: cash saved by effects",
        "Money: million USD in prices of 2018 (assumed), times 6.3131",
        "that of the row, in the column 'unit'",
    ):
        assert words in said, words


def test_the_meaning_of_a_verdict_names_the_words_that_cells_have():
    meaning = MEANINGS["verdict"]
    for words in (NOISE, SAME, "more", "less"):
        assert words in meaning


@pytest.mark.slow
def test_files_of_a_form_that_is_not_asked_for_again_are_removed(cli, tmp_path, runs):
    cli("report", runs, *BOTH)
    cli("report", runs, "--tables", "danish")
    assert not (runs / "tables.xlsx").exists() and (runs / "pockets.danish.csv").exists()
    cli("report", runs, *BOTH)
    cli("run", *SMALL, "--replicates", 3, "--out", runs, "--quiet")
    assert not (runs / "tables.xlsx").exists() and not list(runs.glob("*.danish.csv"))
    cli(*COMPARE, *BOTH, "--out", tmp_path / "new")
    cli(*COMPARE, "--overwrite", "--out", tmp_path / "new")
    assert not (tmp_path / "new" / "tables.xlsx").exists() and not list((tmp_path / "new").glob("*.danish.csv"))


@pytest.mark.slow
def test_the_same_command_writes_the_same_bytes(cli, tmp_path):
    for name in ("one", "other"):
        cli(*COMPARE, *BOTH, "--out", tmp_path / name)
    for path in (tmp_path / "one").glob("*.danish.csv"):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()
    assert (tmp_path / "one" / "tables.xlsx").read_bytes() == (tmp_path / "other" / "tables.xlsx").read_bytes()


@pytest.mark.slow
def test_names_that_begin_like_formulas_are_texts(cli, tmp_path):
    text = 'based_on = "classroom"\nname = "=1+1"\nquarters = 24\n[consideration]\nown_interest = 0.2\n'
    (tmp_path / "mine.toml").write_text(text, "utf-8")
    cli("compare", *SMALL, "--with", tmp_path / "mine.toml", "--replicates", 2, *BOTH, "--out", tmp_path / "new")
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "new" / "tables.xlsx").read_bytes()))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert any(cell.value == "=1+1" for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)
    assert b"\r\n'=1+1;" in (tmp_path / "new" / "comparison.danish.csv").read_bytes()


@pytest.mark.parametrize("command", [COMPARE, ROBUST], ids=lambda command: command[0])
def test_tables_without_a_folder_are_refused_before_any_run(cli, command):
    code, out, err = cli(*command, "--tables", "xlsx")
    assert (code, out, len(err)) == (2, "", 1)
    assert "--tables xlsx has no folder to write to" in err[0]


def test_a_form_that_there_is_not_is_refused(cli, tmp_path):
    code, _, err = cli(*COMPARE, "--tables", "ods", "--out", tmp_path / "new")
    assert code == 2 and "'ods'" in err[0] and not (tmp_path / "new").exists()


def test_an_unknown_column_has_no_meaning():
    assert meanings_of("comparison", ["base", "whatever"]) == {"base": "mean over runs of the base"}
