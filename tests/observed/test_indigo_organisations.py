"""Organisations of an invented download: columns found by what they mean, a row for each project and role."""

import pytest

from sipabm.observed import indigo, load_indigo

NAMED = {"project": indigo.PROJECT, "organisation": indigo.STAGE}
FOUND = [
    ("Project ID", "Organisation name", "Role"),
    ("PROJECT ID - (Value)", "Organization Name - (Value)", "Organisation role category - (Value)"),
    ("Project", "Organisation", "Role in the project"),
    ("Project identifier", "Name", "role"),
    ("Project ID", "Organisation ID", "Organisation role"),
    ("Projects", "Organisations", "Roles"),
]


@pytest.fixture
def organisations(write, project):
    """Return the organisations in a table of some columns, of the projects A and B; nothing is left out."""
    projects_csv = write(indigo.PROJECT_COLUMNS, [project("A"), project("B")])

    def organisations(header, rows, columns=None):
        path = write(header, rows, name="organisations.csv")
        download = load_indigo(projects_csv, organisations_csv=path, columns=columns)
        assert download.unused.empty
        return [tuple(row) for row in download.organisations.to_numpy()]

    return organisations


@pytest.mark.parametrize("header", FOUND)
def test_columns_are_found_by_what_their_names_say_in_any_order(organisations, header):
    row = ("B", "Den Sociale Fond", "Investor")
    assert organisations(header, [row]) == [("B", "Den Sociale Fond", "investor")]
    assert organisations(header[::-1], [row[::-1]]) == [("B", "Den Sociale Fond", "investor")]


def test_columns_beside_them_do_not_count(organisations):
    header = ("Organisation country", "Role - (Source)", "Project ID", "Project ID - (Status)", "Role - (Value)")
    header += ("Organisation name - (Notes)", "Organisation name - (Value)")
    assert organisations(header, [("DK", "p. 3", "A", "done", "Evaluator", "ask", "VIVE")]) == [
        ("A", "VIVE", "evaluator")
    ]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (("Project ID", "Organisation name", "Kind"), "which column is the role is not clear"),
        (("Deal", "Organisation name", "Role"), "which column is the project is not clear"),
        (("Project ID", "Firm", "Role"), "which column is the organisation is not clear"),
        (("Project ID", "Organisation name", "Role now", "Role before"), "which column is the role is not clear"),
    ],
)
def test_where_it_is_not_clear_the_line_names_the_columns_found_and_how_to_name_them(
    organisations, line_of, header, problem
):
    line = line_of(lambda: organisations(header, [["A"] * len(header)]))
    assert line.startswith(f"organisations.csv: {problem}; its columns are '{header[0]}', '{header[1]}', ")
    assert line.endswith('as in columns={"project": "Project ID", "organisation": "Organisation name", "role": "Role"}')


def test_columns_that_are_named_are_taken_whatever_their_case(organisations):
    header, columns = ("Deal", "Firm", "Part", "Role"), {"project": "deal", "organisation": "Firm", "role": "PART"}
    assert organisations(header, [("A", "Bank", "Investor", "?")], columns) == [("A", "Bank", "investor")]
    header, columns = ("Project", "Project ID", "Role"), {"organisation": "Project ID"}
    assert organisations(header, [("A", "Bank", "Investor")], columns) == [("A", "Bank", "investor")]


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"project": "Deal"}, "organisations.csv: no column 'Deal'; its columns are 'Project ID', "),
        (
            {"organization": "Firm"},
            "columns has 'organization', but it may name project, organisation, role; did you mean 'organisation'?",
        ),
        ({"role": 3}, "columns: role = 3 is not allowed; give the name of a column as text"),
    ],
)
def test_names_of_columns_that_are_not_there_are_refused(organisations, line_of, columns, problem):
    rows = [("A", "Bank", "Investor")]
    assert line_of(lambda: organisations(("Project ID", "Organisation", "Role"), rows, columns)).startswith(problem)


def test_tables_of_one_role_each_are_given_by_role(write, project):
    tables = {
        "Investor": write(("Project ID", "Organisation name"), [("A", "Bank"), ("B", "Bank")], name="investments.csv"),
        "outcome payer": write(("Organisation name", "Project ID"), [("Aarhus", "A")], name="payers.csv"),
    }
    projects_csv = write(indigo.PROJECT_COLUMNS, [project("A"), project("B")])
    found = load_indigo(projects_csv, organisations_csv=tables).organisations
    assert found.to_numpy().tolist() == [
        ["A", "Bank", "investor"],
        ["B", "Bank", "investor"],
        ["A", "Aarhus", "outcome payer"],
    ]


def test_names_of_columns_that_no_table_has_use_for_are_refused(load, write, project, line_of):
    line = line_of(lambda: load(project("A"), columns={"role": "Role"}))
    assert line == "columns has 'role', but it needs a table of organisations_csv"
    projects_csv, tables = write(indigo.PROJECT_COLUMNS, [project("A")]), {"investor": "investments.csv"}
    line = line_of(lambda: load_indigo(projects_csv, organisations_csv=tables, columns={"role": "Role"}))
    assert line.startswith("columns has 'role', but it may name project, organisation")
    line = line_of(lambda: load(project("A"), columns=["Role"]))
    assert line.startswith("columns = ['Role'] is not allowed; name columns as in columns={")


def test_no_table_for_no_role_is_refused(load, write, project, line_of):
    projects_csv = write(indigo.PROJECT_COLUMNS, [project("A")])
    for tables in ({}, {" ": projects_csv}):
        line = line_of(lambda tables=tables: load_indigo(projects_csv, organisations_csv=tables, columns=NAMED))
        assert line == "organisations_csv names no table, or no role; give the path of a table for each role"


@pytest.mark.parametrize(
    ("row", "value", "reason"),
    [
        (("Investor", "Z", "Bank"), "Z", "no project of the table of projects"),
        (("", "A", "Bank"), "", "a row without role"),
        (("Investor", "A", ""), "", "a row without organisation"),
        (("INVESTOR", "A", "Kommune"), "Kommune", "in the same role of the same project as in a row before"),
    ],
)
def test_rows_that_say_nothing_are_left_out_once(load, project, left_out, row, value, reason):
    organisations = [("Investor", "A", "Kommune"), row]
    assert left_out(project("A"), organisations=organisations) == [(3, value, reason)]
    with pytest.warns(UserWarning):
        found = load(project("A"), organisations=organisations).organisations
    assert found.to_numpy().tolist() == [["A", "Kommune", "investor"]]


def test_without_a_table_there_are_no_organisations(load, project):
    found = load(project("A")).organisations
    assert found.empty and found.columns.tolist() == ["project", "organisation", "role"]
