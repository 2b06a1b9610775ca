"""The doors of the package: what a user needs stands in `sipabm`, and explains itself."""

import inspect
import subprocess
import sys
from importlib import metadata, resources

import pytest

import sipabm
from sipabm import Scenario, ScenarioError, simulate


def test_dir_lists_every_door_and_nothing_else():
    assert set(dir(sipabm)) == {*sipabm.__all__, "__version__"}
    assert {"simulate", "compare", "attribute", "autopsy", "read_results", "scenarios", "Results"} <= set(dir(sipabm))


@pytest.mark.parametrize("name", sipabm.__all__)
def test_every_door_opens_and_says_in_a_sentence_what_is_behind_it(name):
    door = getattr(sipabm, name)
    first = inspect.getdoc(door).splitlines()[0]
    assert first.endswith((".", ":")) or inspect.getdoc(door).split("\n\n")[0].endswith((".", ":"))
    assert door.__name__ == name


def test_the_version_is_that_of_the_installed_package():
    assert sipabm.__version__ == metadata.version("sipabm")


def test_type_checkers_are_told_that_the_package_is_typed():
    assert resources.files("sipabm").joinpath("py.typed").is_file()


def test_a_name_that_is_no_door_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        sipabm.simulat  # noqa: B018


def test_importing_the_package_waits_for_nothing_slow():
    code = "import sipabm, sys; print(*{'numba', 'mesa', 'pandas', 'matplotlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == []


def test_a_scenario_may_be_given_by_its_name():
    by_name, itself = simulate("classroom", 2), simulate(Scenario.load("classroom"), 2)
    assert by_name.yearly.equals(itself.yearly)
    with pytest.raises(ScenarioError, match="did you mean 'classroom'"):
        simulate("clasroom")


def test_the_named_scenarios_say_what_they_stand_for():
    assert sipabm.scenarios()["world"] == Scenario.load("world").description


def test_an_attribution_answers_one_of_the_questions_there_are():
    found = sipabm.attribute("classroom", "levers", 2, levers=["early_meetings"], first="2012Q1")
    assert found.question == "levers" and found.shares["player"].unique().tolist() == ["early_meetings"]
    with pytest.raises(ScenarioError, match="no question 'decine'; did you mean 'decline'"):
        sipabm.attribute("classroom", "decine")
