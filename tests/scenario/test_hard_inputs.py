"""Inputs that other programs stumble over: too deep, too many, too long, not to be printed, or no file at all."""

import itertools
import os

import pytest

from sipabm import Scenario
from sipabm.errors import LONGEST_LINE
from sipabm.scenario import Country
from sipabm.scenario.files import MOST_BYTES, MOST_DERIVED

COUNTRY = 'countries = [{ code = "A", authorities = 3, providers = 2, investors = 1 }]\n'
ROWS = ",\n".join(f'{{ code = "C{place}", authorities = 1, providers = 1, investors = 1 }}' for place in range(1001))
OF_PYTHON = dict(authorities=1, providers=1, investors=1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = " + "[" * 500, "tables or lists too deep in each other"),
        ("quarters = " + "9" * 5000, "a number has too many digits"),
        ("a." * 100_000 + "b = 1", "a line has more than 200 dots"),
        (f"countries = [{ROWS}]", "it should be a list of at most 1000"),
        (f'name = "{"x" * 101}"\n{COUNTRY}', "it should be a text of at most 100 characters"),
        (f'name = "{"x" * 400_000}"\n{COUNTRY}', "it should be a text of at most 100 characters"),
        ('name = "\\u001b[2Jx"\n' + COUNTRY, "name: the sign '\\x1b' cannot be printed; take it out"),
        ('description = "\\u202e"\n' + COUNTRY, "description: the sign '\\u202e' cannot be printed"),
        (COUNTRY.replace('"A"', '"DK:1"'), "countries.0.code: 'DK:1' is not allowed; it should be letters"),
        (COUNTRY.replace('"A"', '"=1+1"'), "countries.0.code: '=1+1' is not allowed"),
        (COUNTRY.replace("= 3", "= 1_000_001"), "authorities = 1000001 is not allowed"),
        (COUNTRY + 'ties = "edge_list"\nedge_list = "a\\u0000b"', "edge_list: the sign '\\x00' cannot be printed"),
    ],
    ids=lambda value: None if len(value) > 60 else value,
)
def test_a_text_that_is_too_deep_too_long_or_not_to_be_printed_is_refused_in_one_line(text, words, refused):
    line = refused(text)
    assert words in line and len(line) <= LONGEST_LINE and line.isprintable()


def test_a_file_that_is_far_too_large_is_not_read(refused):
    assert refused("#" * (MOST_BYTES + 1)).endswith(f"cannot be read (it has more than {MOST_BYTES} bytes)")


def test_what_is_no_file_is_not_waited_for(tmp_path, line_of):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.toml").symlink_to("/dev/zero")
    for name in ("pipe", "link.toml", "."):
        assert "no scenario or file" in line_of(lambda name=name: Scenario.load(tmp_path / name))
    (tmp_path / "mine.toml").write_text('based_on = "pipe"')
    assert "no scenario or file" in line_of(lambda: Scenario.load(tmp_path / "mine.toml"))


def test_a_long_chain_of_files_is_refused(tmp_path, line_of):
    for place in range(500):
        (tmp_path / f"{place}.toml").write_text(f'based_on = "{place + 1}.toml"')
    line = line_of(lambda: Scenario.load(tmp_path / "0.toml"))
    assert f"more than {MOST_DERIVED} files are based on each other; write them as one" in line


def test_there_are_bounds_of_actors_in_all(line_of):
    countries = tuple(Country(code=f"C{place}", authorities=10**6, providers=1, investors=1) for place in range(6))
    line = line_of(lambda: Scenario(countries=countries))
    assert line == "countries have 6000012 actors in all; at most 5000000 are allowed"


@pytest.mark.parametrize(
    "endless",
    [range(10**9), itertools.count(), itertools.repeat({"code": "A", **OF_PYTHON})],
    ids=("range", "count", "repeat"),
)
def test_a_list_that_never_ends_is_refused(endless, line_of):
    assert "countries" in line_of(lambda: Scenario(countries=endless))
    assert "domains" in line_of(
        lambda: Scenario(
            countries=[Country(code="A", **OF_PYTHON)],
            funds=[
                {"name": "F", "country": "A", "opens": "2010Q1", "closes": "2012Q1", "purse": 1.0, "share": 0.5}
                | {"domains": endless}
            ],
        )
    )


def test_values_that_cannot_be_shown_are_refused_all_the_same(line_of):
    around = {}
    around["itself"] = around

    class Rude:
        def __repr__(self):
            raise KeyError

    for value in (10**6000, around, Rude(), b"\xff", [[[[[]]]]]):
        line = line_of(lambda value=value: Scenario(countries=[{"code": "A", **OF_PYTHON}], quarters=value))
        assert line.startswith("quarters = ") and "it should be" in line
