"""The command `levers`: what it prints of all levers and of one, and where other commands point to it."""

import json

import pytest

import sipabm
from sipabm.levers import LEVERS, Lever
from sipabm.parameters import GROUP_OF
from sipabm.parameters.lever_guide import GUIDES, levers_that_mention
from sipabm.scenario.mechanisms import MECHANISMS

BY_NAME = {each.name: each for each in MECHANISMS}
NAMES = [lever.name.lower() for lever in Lever]


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    return err[0]


def test_every_lever_is_told_completely():
    assert list(GUIDES) == list(Lever)
    for guide in GUIDES.values():
        assert all(len(text) > 30 and text.endswith(".") for text in guide)


def test_what_is_known_names_a_source_or_says_that_nobody_measured_it():
    sources = ("INDIGO", "Andersen 2023", "Ways to Wellness", "HM Treasury", "Tushman", "OECD OPSI")
    for guide in GUIDES.values():
        assert "Assumed:" in guide.known or "nobody knows" in guide.known
        assert any(source in guide.known for source in sources)


def test_a_lever_names_its_own_parameters_all_of_which_exist():
    names = [name for described in LEVERS.values() for name in described.parameters]
    assert len(names) == len(set(names)) and set(names) <= set(GROUP_OF)


def test_without_a_name_every_lever_is_listed_with_what_it_is(cli):
    code, out, err = cli("levers")
    assert (code, err) == (0, [])
    assert [line for line in out.splitlines() if line in NAMES] == NAMES
    assert "sipabm levers early_meetings" in out and max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize("lever", Lever)
def test_one_lever_is_told_in_full_with_the_values_of_its_parameters(cli, lever):
    code, out, _ = cli("levers", lever.name.lower())
    assert code == 0 and max(map(len, out.splitlines())) <= 100
    words = " ".join(out.split())
    assert all(text in words for text in (*GUIDES[lever], *LEVERS[lever][:3]))
    assert all(f" {name} = " in words for name in LEVERS[lever].parameters)
    assert f"--policy {lever.name.lower()}=0.5@2024Q1" in words


def test_as_json_levers_and_their_parameters_are_tables(cli):
    tables = json.loads(cli("levers", "--json")[1])["tables"]
    assert [row["lever"] for row in tables["levers"]["rows"]] == NAMES
    assert {row["name"] for row in tables["parameters"]["rows"] if row["lever"] == "pragmatic_data"} == set(
        LEVERS[Lever.PRAGMATIC_DATA].parameters
    )


def test_in_python_it_is_a_frame():
    assert sipabm.lever_guide().lever.tolist() == NAMES
    assert sipabm.lever_guide("pooled_budgets").what.tolist() == [GUIDES[Lever.POOLED_BUDGETS].what]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("levers", "early_meeting"), "no lever 'early_meeting'; did you mean 'early_meetings'?"),
        (("parameters", "early_meetings"), "'early_meetings' is a lever; `sipabm levers early_meetings` prints all"),
        (("parameters", "--search", "workshop of half a day"), "early_competence_mapping"),
        (("run", "world", "--set", "early_meetings=0.4"), "start it by a policy, early_meetings=0.4@2024Q1"),
        (("compare", "world", "--vary", "early_meetings=0.4,1"), "--lever early_meetings=0.4 --from 2024Q1"),
    ],
)
def test_who_takes_a_lever_for_something_else_is_told_in_a_line(cli, arguments, words):
    assert words in refused(cli(*arguments))


def test_a_search_for_parameters_points_to_levers(cli):
    code, out, err = cli("parameters", "--search", "pooled budgets")
    assert code == 0 and "silo" in out
    assert err == ["note: the lever pooled_budgets mentions it too (`sipabm levers pooled_budgets`)"]
    assert levers_that_mention("pooled_budgets") == levers_that_mention("pooled budgets")
    assert len(levers_that_mention("INDIGO")) > 1


def test_a_search_that_no_lever_meets_points_nowhere(cli):
    assert cli("parameters", "--search", "labour-market")[2] == []


def test_mechanisms_are_listed_for_newcomers(cli):
    code, out, _ = cli("mechanisms")
    assert code == 0 and max(map(len, out.splitlines())) <= 100
    assert [line for line in out.splitlines() if line in BY_NAME] == list(BY_NAME)
    assert [
        row["mechanism"] for row in json.loads(cli("mechanisms", "--json")[1])["tables"]["mechanisms"]["rows"]
    ] == list(BY_NAME)


def test_one_mechanism_is_told_by_its_name(cli):
    code, out, _ = cli("mechanisms", "bending")
    assert code == 0 and [line for line in out.splitlines() if line in BY_NAME] == ["bending"]
    assert "sipabm run world --without bending" in out
    code, out, err = cli("mechanisms", "bendin")
    assert (code, out) == (2, "") and "no mechanism 'bendin'; did you mean 'bending'?" in err[0]
