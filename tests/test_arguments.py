"""Wherever a scenario is taken, its name or file is taken too; what is refused, is refused in one line."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, simulate
from sipabm.arguments import LARGEST_SEED, checked_scenario, checked_seed, whole_number
from sipabm.mesa_model import PartnershipModel
from sipabm.report.run_network import run_network
from sipabm.runs import new_run
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.studies.comparison import compare
from sipabm.studies.decline_attribution import attribute_decline
from sipabm.studies.lever_attribution import attribute_levers
from sipabm.studies.outcomes import until_all_ended
from sipabm.studies.robustness import robust
from sipabm.sweeps.measuring import measure_runs
from sipabm.verification import differences

TAKING_A_SCENARIO = {
    "simulate": simulate,
    "new_run": new_run,
    "PartnershipModel": PartnershipModel,
    "run_network": run_network,
    "compare": lambda scenario: compare(scenario, "classroom"),
    "compare with": lambda scenario: compare("classroom", scenario),
    "compare with several": lambda scenario: compare("classroom", [scenario]),
    "compare with a label": lambda scenario: compare("classroom", {"mine": scenario}),
    "robust": lambda scenario: robust(scenario, ["early_meetings"]),
    "attribute_levers": attribute_levers,
    "attribute_decline": attribute_decline,
    "measure_runs": lambda scenario: measure_runs({"one": scenario}, 2),
    "differences": differences,
    "until_all_ended": until_all_ended,
}


@pytest.fixture
def tiny(tmp_path):
    """Return the file of a scenario of five years that is simulated in an instant."""
    path = tmp_path / "tiny.toml"
    path.write_text(
        'name = "tiny"\nquarters = 20\ncountries = [{ code = "A", authorities = 3, providers = 2, investors = 1 }]\n'
    )
    return path


@pytest.mark.parametrize("name", TAKING_A_SCENARIO)
def test_an_unknown_name_is_refused_with_the_nearest(name):
    with pytest.raises(ScenarioError, match=r"^no scenario or file 'clasroom'; did you mean 'classroom'\? .*[^\n]$"):
        TAKING_A_SCENARIO[name]("clasroom")


@pytest.mark.parametrize("name", TAKING_A_SCENARIO)
def test_what_is_neither_scenario_nor_name_nor_file_is_refused(name):
    with pytest.raises(
        ScenarioError, match=r"^the scenario is of type float; give a Scenario, a name like 'world', or"
    ):
        TAKING_A_SCENARIO[name](1.5)


def test_a_scenario_is_returned_as_it_is():
    scenario = Scenario.load("classroom")
    assert checked_scenario(scenario) is scenario


@pytest.mark.parametrize("kind", [str, Path])
def test_a_scenario_may_be_a_name_or_a_file(kind, tiny):
    assert checked_scenario(kind("denmark")) == Scenario.load("denmark")
    assert checked_scenario(kind(tiny)) == Scenario.load(tiny)


def test_runs_of_a_file_are_those_of_its_scenario(tiny):
    scenario = Scenario.load(tiny)
    pd.testing.assert_frame_equal(simulate(tiny).yearly, simulate(scenario).yearly)
    pd.testing.assert_frame_equal(compare(tiny, str(tiny), 2).table, compare(scenario, scenario, 2).table)
    assert simulate(str(tiny)).scenario == compare(tiny, tiny, 2).base == scenario
    assert PartnershipModel(tiny).quarters == new_run(tiny).scenario.quarters == 20
    assert differences(tiny) == []


def test_studies_of_a_file_are_those_of_its_scenario(tiny):
    scenario = Scenario.load(tiny)
    assert attribute_levers(tiny, replicates=2, levers=["early_meetings"]).scenario == scenario
    assert attribute_decline(tiny, replicates=2, mechanisms=MECHANISMS[:1]).scenario == scenario
    assert run_network(tiny).scenario == "tiny"


@pytest.mark.parametrize("value", [0, 7, np.int64(7), np.uint8(7)])
def test_whole_numbers_in_bounds_become_pythons_own(value):
    assert type(whole_number("threads", value, 0, 7)) is int
    assert whole_number("threads", value, 0, 7) == value


@pytest.mark.parametrize("value", [-1, 8, 1.0, "1", None, True, np.float64(1)])
def test_anything_else_is_refused_with_name_value_and_bounds(value):
    with pytest.raises(ScenarioError) as caught:
        whole_number("threads", value, 0, 7)
    assert str(caught.value) == f"threads = {value!r} is not allowed; it should be a whole number from 0 to 7"


def test_without_an_upper_bound_there_is_none():
    assert whole_number("replicates", 10**30, 1) == 10**30
    with pytest.raises(ScenarioError, match="a whole number from 1 on"):
        whole_number("replicates", 0, 1)


def test_a_seed_is_a_word_of_32_bits():
    assert checked_seed(LARGEST_SEED) == 2**32 - 1
    with pytest.raises(ScenarioError, match="seed = 4294967296 is not allowed"):
        checked_seed(2**32)
