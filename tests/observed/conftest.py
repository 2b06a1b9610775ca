"""Invented downloads of INDIGO, written the way its tables are."""

import pytest
from indigo_files import ORGANISATION_COLUMNS, cells_of, text_of

from sipabm.observed import indigo


@pytest.fixture
def write(tmp_path):
    """Return a function that writes an invented table to a file and returns its path."""

    def write(columns, rows, name="projects.csv", encoding="utf-8", **form):
        path = tmp_path / name
        path.write_bytes(text_of([columns, *rows], **form).encode(encoding))
        return path

    return write


@pytest.fixture
def project():
    """Return a function that gives the cells of an invented project."""
    return cells_of


@pytest.fixture
def load(write):
    """Load invented projects; with locations and organisations if there are any."""

    def load_rows(*rows, locations=None, organisations=None, **settings):
        projects_csv = write(indigo.PROJECT_COLUMNS, rows)
        if locations is not None:
            locations = write(indigo.LOCATION_COLUMNS, locations, name="locations.csv")
        if organisations is not None:
            organisations = write(ORGANISATION_COLUMNS, organisations, name="organisations.csv")
        return indigo.load_indigo(projects_csv, locations, organisations, **settings)

    return load_rows


@pytest.fixture
def left_out(load):
    """Return what is not used of invented projects: line, value and reason, as the warning says there is something."""

    def left_out(*rows, **tables):
        with pytest.warns(UserWarning, match="not used"):
            unused = load(*rows, **tables).unused
        return [tuple(each) for each in unused[["line", "value", "reason"]].to_numpy()]

    return left_out
