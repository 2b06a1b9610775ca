"""Mechanisms: what they are called, and that their neutral values are declared and switch them off."""

import pytest

import sipabm
from sipabm import Scenario, ScenarioError
from sipabm.parameters import DEVELOPMENT_COST, GROUP_OF, GROUPS, declaration
from sipabm.scenario.drawn import numbers_of
from sipabm.scenario.mechanisms import MECHANISMS, Mechanism, mechanism_of, neutral_value
from sipabm.sweeps.measuring import measure_runs

BY_NAME = {mechanism.name: mechanism for mechanism in MECHANISMS}


def test_mechanisms_are_at_most_nine_with_names_labels_and_meanings_of_their_own():
    for part in ("name", "label", "meaning"):
        assert len({getattr(one, part) for one in MECHANISMS}) == len(MECHANISMS) <= 9  # 512 combinations of them
    parameters = [parameter for one in MECHANISMS for parameter in one.parameters]
    assert len(parameters) == len(set(parameters))


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda one: one.name)
def test_a_mechanism_is_on_in_the_world_and_makes_another_history_when_it_is_off(mechanism):
    world = Scenario.load("world").replace(quarters=32)
    off = world.replace(mechanism.off())
    on, without = measure_runs({"on": world, "off": off}, 2, measures=["signed_by_year"]).values
    assert (on != without).any()


def test_a_neutral_value_comes_in_the_form_in_which_a_scenario_takes_it():
    names = ("give_up", "rigour_asked", "effect_years", "competence_needed", "horizon")
    world = Scenario.load("world").replace({name: neutral_value(name) for name in names})
    assert world.negotiation.effect_years.as_tuple() == (0.05, 0.05, 0.05)
    assert world.population.rigour_asked.as_tuple() == (1.0, 0.0, 0.0)
    assert world.population.horizon == 30


def test_a_mechanism_is_off_with_all_its_parameters():
    assert BY_NAME["word_of_mouth"].off() == {"word_of_mouth": 0.0, "world_news": 0.0}
    both = Mechanism("both", "both", "", ("give_up", "effect_years")).off()
    assert both["give_up"] == 0.0 and both["effect_years"].as_tuple() == (0.05, 0.05, 0.05)


def test_every_cost_of_development_is_switched_off_with_the_others():
    roles = {
        name for name, group in GROUP_OF.items() if declaration(GROUPS[group], name).get("role") == DEVELOPMENT_COST
    }
    assert set(BY_NAME["development_cost"].parameters) == roles and len(roles) > 3


def test_a_mechanism_is_known_by_its_name():
    assert mechanism_of("leaving").parameters == ("give_up", "done")
    with pytest.raises(ScenarioError, match="no mechanism 'leavin'; did you mean 'leaving'"):
        mechanism_of("leavin")


def test_what_fell_is_looked_for_in_leaving_support_and_bending_too():
    assert {"leaving", "development_support", "bending"} <= set(BY_NAME)
    assert BY_NAME["leaving"].off() == {"give_up": 0.0, "done": 0.0}
    assert BY_NAME["development_support"].off() == {"development_support": 0.0, "support_pull": 0.0, "last_call": 0.0}
    assert BY_NAME["bending"].off() == {"bending": 0.0}


@pytest.mark.parametrize("mechanism", MECHANISMS, ids=lambda one: one.name)
def test_a_scenario_without_a_mechanism_has_its_neutral_values_and_keeps_them(mechanism):
    world = Scenario.load("world")
    without = world.without(mechanism.name)
    assert without == world.replace(mechanism.off()) != world
    assert without.flat() | {} == world.flat() | {name: without.flat()[name] for name in mechanism.parameters}
    drawn = {side.field.split(".")[0] for side in numbers_of(without, 1, 0)}
    assert drawn.isdisjoint(mechanism.parameters)


def test_several_are_switched_off_together_in_any_order():
    world = Scenario.load("world")
    assert world.without("leaving", "bending") == world.without("bending").without("leaving")
    assert world.without() is world


def test_what_is_no_mechanism_is_refused_in_a_line(line_of):
    assert "did you mean 'bending'" in line_of(lambda: Scenario.load("world").without("bendin"))
    assert "no mechanism 3" in line_of(lambda: Scenario.load("world").without(3))
    twice = line_of(lambda: Scenario.load("world").without("leaving", "leaving"))
    assert twice == "the mechanism 'leaving' is given twice; give it once"


def test_they_are_listed_with_what_switches_each_off():
    rows = sipabm.mechanisms()
    assert rows.mechanism.tolist() == [one.name for one in MECHANISMS]
    assert rows.off[rows.mechanism == "leaving"].tolist() == ["give_up = 0, done = 0"]
