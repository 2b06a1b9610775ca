"""Downloaded tables: read whatever program wrote them, refused in one line at once where they are none."""

import os

import pytest

from sipabm.observed import indigo, load_indigo
from sipabm.observed.downloaded_tables import MOST_BYTES, MOST_ROWS, columns_called, read_download

COLUMNS = ("ID", "Sum (USD)", "Told, in words")


@pytest.fixture
def read(write):
    """Return what is read of an invented table of three columns, and what of it is not used."""

    def read(*rows, columns=COLUMNS, **form):
        unused = []
        return read_download(write(columns, rows, **form), columns_called(COLUMNS), unused), unused

    return read


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_line_ends_and_encodings_make_no_difference(read, separator, line_end, encoding):
    rows = [("A", "5", 'Œuvre; "x",\tor'), ("", " ", ""), ("NA", "", "two\r\nlines")]
    table, unused = read(*rows, separator=separator, line_end=line_end, encoding=encoding)
    assert table.rows.fillna("").to_numpy().tolist() == [["A", "5", 'Œuvre; "x", or'], ["NA", "", "two lines"]]
    assert table.rows.index.tolist() == [2, 4] and table.rows.isna().sum().sum() == 1 and unused == []


def test_lines_are_those_of_the_file_where_rows_have_several(read):
    table, _ = read(("A", "5", "one\ntwo\nthree"), ("B", "6", ""))
    assert table.rows.index.tolist() == [2, 5]


def test_what_excel_writes_as_windows_1252_is_read_and_told(read):
    table, unused = read(("A", "5", "Gennemført – 5 €"), encoding="cp1252")
    assert table.rows["Told, in words"].tolist() == ["Gennemført – 5 €"]
    assert [each.reason for each in unused] == ["letters may be wrong: not UTF-8, so read as Windows-1252"]


@pytest.mark.parametrize(("text", "number"), [("1234,5", 1234.5), ("6897830,457", 6897830.457), ("12.5", 12.5)])
def test_a_table_that_semicolons_part_may_have_decimal_commas(read, text, number):
    table, _ = read(("A", text, ""), separator=";")
    assert table.numbers("Sum (USD)", 1e10, "USD").tolist() == [number]


@pytest.mark.parametrize("text", ["1.250", "12.500"])
def test_decimals_that_may_be_thousands_are_refused_there_and_read_elsewhere(read, line_of, text):
    semicolons, commas = read(("A", text, ""), separator=";")[0], read(("A", text, ""))[0]
    line = line_of(lambda: semicolons.numbers("Sum (USD)", 1e10, "USD"))
    assert line.startswith(f"projects.csv line 2: 'Sum (USD)' has '{text}', which may be decimals or thousands; ")
    assert commas.numbers("Sum (USD)", 1e10, "USD").tolist() == [float(text)]


def test_columns_are_found_whatever_their_case_and_order(read):
    table, _ = read(("told", "x", "5", "A"), columns=("told,  in WORDS", "", "sum (usd) ", "id"))
    assert table.rows.to_numpy().tolist() == [["A", "5", "told"]]


def test_a_row_that_ends_early_is_read_and_told(read):
    table, unused = read(("A", "5"), ("B",))
    assert table.rows["Sum (USD)"].fillna("").tolist() == ["5", ""]
    assert [(each.line, each.reason[:28]) for each in unused] == [
        (2, "2 cells in a table of 3 colu"),
        (3, "1 cells in a table of 3 colu"),
    ]


WRONG = {
    "nothing": (b"", "missing column 'ID', 'Sum (USD)', 'Told, in words'; its columns are none"),
    "other columns": (b"ID,b\n1,2\n", "missing column 'Sum (USD)', 'Told, in words'; its columns are 'ID', 'b'"),
    "a column twice": (b'ID,Sum (USD),id,"Told, in words"\nA,5,B,\n', "more than one column 'id'; leave the one"),
    "no rows": (b'ID,Sum (USD),"Told, in words"\r\n,,\r\n', "no rows; give the table as it was downloaded"),
    "a comma too many": (
        b'ID,Sum (USD),"Told, in words"\nA,5,in,words\n',
        "line 2: 4 cells in a table of 3 columns; put a",
    ),
    "a quotation mark too many": (
        b'ID,Sum (USD),"Told, in words"\nA,5,"words\nB,6,\n',
        "not a CSV table (unexpected end of",
    ),
    "half a mark": (b'ID,Sum (USD),"Told, in words"\nA,5,"wo"rds\n', "not a CSV table ("),
    "a workbook": (b"PK\x03\x04" + bytes(range(256)), "not a CSV table (it holds no text); save it as CSV in UTF-8"),
    "half of UTF-16": (b"\xff\xfeI\x00D", "not a CSV table (it holds no text)"),
    "no letters": (b"\x81\x8d\x8f", "not a CSV table (it holds no text)"),
    "an endless line": (b"x" * 100_001, "not a CSV table (more than 100000 lines, or 100000 characters in one)"),
    "endless lines": (b"\n" * 100_001, "not a CSV table (more than 100000 lines, or 100000 characters in one)"),
    "a wide table": (b"a," * 6000, "not a CSV table (more than 5000 columns)"),
    "a long cell": (
        b'ID,Sum (USD),"Told, in words"\nA,5,"' + b"many words\n" * 15_000 + b'"\n',
        "not a CSV table (field larger than",
    ),
    "too many rows": (
        b'ID,Sum (USD),"Told, in words"\n' + b"A,5,\n" * (MOST_ROWS + 1),
        f"more than {MOST_ROWS} rows; give",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_table_is_refused_in_one_line_with_its_file(tmp_path, line_of, case):
    content, words = WRONG[case]
    (tmp_path / "projects.csv").write_bytes(content)
    line = line_of(lambda: read_download(tmp_path / "projects.csv", columns_called(COLUMNS), []))
    assert line.startswith(f"projects.csv{'' if words.startswith('line') else ':'} {words}")


def spoilt_by(path, kind):
    """Make what is no ordinary file, or too large a one."""
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "large":
        with path.open("wb") as file:
            file.truncate(MOST_BYTES + 1)
    else:
        path.symlink_to(path if kind == "circle" else "/dev/zero")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("pipe", "it is no ordinary file"),
        ("folder", "it is no ordinary file"),
        ("device", "it is no ordinary file"),
        ("circle", "Too many levels of symbolic links"),
        ("large", f"it has more than {MOST_BYTES} bytes"),
    ],
)
def test_what_is_no_ordinary_file_is_refused_and_not_waited_for(tmp_path, line_of, kind, reason):
    spoilt_by(tmp_path / "odd.csv", kind)
    assert line_of(lambda: load_indigo(tmp_path / "odd.csv")).endswith(
        f"odd.csv: cannot be read ({reason}); give a CSV table"
    )


@pytest.mark.parametrize("path", ["a\0b", 3, None, b"projects.csv", "x" * 5000])
def test_what_is_no_path_is_refused(path, line_of):
    assert line_of(lambda: load_indigo(path)).endswith(("give that of a CSV table", "give a CSV table"))


def test_a_file_that_is_not_there_is_told_with_its_path(tmp_path, line_of):
    path = tmp_path / "nowhere.csv"
    assert line_of(lambda: load_indigo(path)) == f"{path}: no such file; give the path of a CSV table"


def test_a_link_to_a_table_is_followed(tmp_path, write, project):
    (tmp_path / "link.csv").symlink_to(write(indigo.PROJECT_COLUMNS, [project("A")]))
    assert load_indigo(tmp_path / "link.csv").projects["project"].tolist() == ["A"]
