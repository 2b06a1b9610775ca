"""The command `columns`: the codebook for readers, documents and spreadsheets."""

import csv
import io

import pytest

from sipabm.cli import main
from sipabm.tables.codebook import TABLES


def printed(capsys, *arguments):
    assert main(["columns", *arguments]) == 0
    return capsys.readouterr().out


def test_every_column_of_every_table_is_printed(capsys):
    text = printed(capsys)
    assert all(f"  {column.name}: " in text for columns in TABLES.values() for column in columns)


def test_one_table_alone(capsys):
    text = printed(capsys, "runs")
    assert "RUNS" in text and "YEARLY" not in text


def test_words_are_found_in_names_and_meanings(capsys):
    text = printed(capsys, "contracts", "--search", "guarantee")
    assert "guarantee_paid" in text and "price:" not in text


def test_as_csv_it_is_a_table(capsys):
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "--format", "csv"))))
    assert len(rows) == sum(map(len, TABLES.values()))
    assert set(rows[0]) == {"table", "column", "holds", "meaning"}


def test_as_markdown_each_table_has_its_heading(capsys):
    text = printed(capsys, "--format", "markdown")
    assert [line for line in text.splitlines() if line.startswith("### ")] == [f"### {table}" for table in TABLES]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["contract"], "did you mean 'contracts'"), (["--search", "unicorn"], "no column mentions 'unicorn'")],
)
def test_what_is_not_there_is_said_in_a_line(capsys, arguments, words):
    assert main(["columns", *arguments]) == 2
    assert words in capsys.readouterr().err
