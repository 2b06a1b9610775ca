"""Input as people type it: shares, decimal commas and years, by one rule in every command."""

import pytest

from sipabm import Scenario, factorial
from sipabm.cli.choices import alternatives
from sipabm.cli.compare_command import parse_precision
from sipabm.cli.inputs import scenario_from
from sipabm.cli.plan_options import parse_grid, parse_range
from sipabm.scenario import Country, Fund


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    return err[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "--set", "give_up=0,5"),
        ("run", "--policy", "early_meetings=0,5@2012"),
        ("compare", "--lever", "early_meetings=0,5", "--from", "2012"),
        ("compare", "--vary", "give_up=0,5"),
        ("robust", "--lever", "early_meetings=0,5"),
        ("sweep", "--grid", "give_up=0,5"),
        ("sweep", "--grid", "early_meetings=0,5"),
        ("sweep", "--range", "give_up=0,5:0.9", "--latin", 3),
    ],
)
def test_a_decimal_comma_is_answered_everywhere_in_the_same_words(cli, arguments):
    command, *rest = arguments
    line = refused(cli(command, "classroom", *rest))
    assert f"{rest[0]} '{rest[1]}'".removeprefix("--policy ") in line
    assert line.endswith(": write 0.5 with a point; a comma separates values")


def test_percent_is_a_share_everywhere():
    world = Scenario.load("world")
    assert scenario_from("world", ["give_up=20%"], ["early_meetings=50%@2024Q1"]) == world.replace(
        give_up=0.2
    ).with_policy("early_meetings=0.5@2024Q1")
    found = alternatives(world, ["early_meetings=50%,100%"], ["2024Q1"], None, ["give_up=20%"], False)
    assert [other.levers.early_meetings.intensity for other in found.values()] == [0.5, 1.0, 0.0]
    assert list(found.values())[-1] == world.replace(give_up=0.2)
    assert parse_grid("give_up=0,10%") == ("give_up", [0, 0.1])
    assert parse_range("give_up=10%:0.9") == ("give_up", (0.1, 0.9))
    assert parse_precision("5%") == parse_precision("0.05") == 0.05


def test_two_shares_stay_two():
    assert list(alternatives(Scenario.load("world"), ["early_meetings=0,1"], ["2024Q1"], None, [], False)) == [
        "early_meetings=0@2024Q1",
        "early_meetings=1@2024Q1",
    ]


def test_a_year_is_its_first_quarter_everywhere():
    world = Scenario.load("world")
    assert world.with_policy("early_meetings=1@2024:2026") == world.with_policy("early_meetings=1@2024Q1:2026Q1")
    assert world.replace(first_quarter=2011, quarters=76) == world.replace(first_quarter="2011Q1", quarters=76)
    assert scenario_from("world", ["levers.early_meetings.first=2024"], []).levers.early_meetings.first == "2024Q1"
    assert Country(code="A", authorities=1, first_election=2011, since="2012").since == "2012Q1"
    assert Fund(name="F", country="all", opens=2012, closes=2020, purse=1.0, share=0.5).closes == "2020Q1"
    assert list(alternatives(world, ["early_meetings=1"], ["2024"], "2026", [], False)) == [
        "early_meetings=1@2024Q1:2026Q1"
    ]
    assert factorial(["early_meetings"], "2012").equals(factorial(["early_meetings"], "2012Q1"))
    assert world.step_of("2012") == 8


def test_a_file_may_say_a_year(tmp_path):
    (tmp_path / "mine.toml").write_text('based_on = "classroom"\nfirst_quarter = 2012\nquarters = 8\n')
    assert Scenario.load(tmp_path / "mine.toml").first_quarter == "2012Q1"


@pytest.mark.parametrize("value", ["20", 20.5, "2012Q5", True, -4, 99999])
def test_what_is_neither_a_quarter_nor_a_year_is_refused(line_of, value):
    assert "first_quarter" in line_of(lambda: Scenario.load("world").replace(first_quarter=value))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lever", "early_meeting=1"), "--lever 'early_meeting=1': no lever 'early_meeting'; did you mean"),
        (("--lever", "early_meetings=half"), "--lever 'early_meetings=half': 'half' is not a number"),
        (("--lever", "early_meetings=1.5"), "levers.early_meetings.intensity = 1.5 is not allowed"),
    ],
)
@pytest.mark.parametrize("command", ["compare", "robust"])
def test_what_is_wrong_with_a_lever_speaks_of_a_lever(cli, command, arguments, words):
    line = refused(cli(command, "classroom", *arguments, "--from", 2012))
    assert words in line and "policy" not in line


def test_of_an_option_that_is_given_twice_the_wrong_value_is_quoted(cli):
    assert "'few'" in refused(cli("run", "classroom", "--threads", 2, "--threads", "few"))
