"""Tables of a user: bounded before they are read, and not shown to others where they are wrong."""

import pytest

from sipabm import ScenarioError
from sipabm.given_tables import read_given_table


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a,b\n" + "1,2\n" * 5, "it has more than 9 cells"),
        ("," * 30_000 + "\n", "it has more than 20000 columns"),
        (" \n\r\n ", "it is empty"),
        ("root:x\nbin,secret\n", "cannot be read (Row #2: Expected 1 columns, got 2)"),
    ],
)
def test_what_is_too_large_or_wrong_is_told_without_its_text(tmp_path, content, words, line_of):
    (tmp_path / "table.csv").write_text(content)
    line = line_of(lambda: read_given_table(tmp_path / "table.csv", most_cells=9))
    assert words in line and "secret" not in line


def test_empty_lines_before_the_names_and_blanks_around_them_are_read_over(tmp_path):
    (tmp_path / "table.csv").write_text("\n\n give_up , peers\r\n0.5,4\r\n")
    assert read_given_table(tmp_path / "table.csv").to_dict("records") == [{"give_up": 0.5, "peers": 4}]


@pytest.mark.parametrize("text", ["nan", "NaN", "-nan"])
def test_only_what_is_empty_is_missing_in_a_column_of_numbers(tmp_path, text, line_of):
    path = tmp_path / "table.csv"
    path.write_text(f"a,b\n1.5,x\n,{text}\n{text},x\n")
    assert "Row #4: 'a' is nan" in line_of(lambda: read_given_table(path))
    assert read_given_table(path, as_text=True)["a"].tolist() == ["1.5", "", text]


def test_a_table_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ScenarioError, match=r"none\.csv: cannot be read"):
        read_given_table(tmp_path / "none.csv")
