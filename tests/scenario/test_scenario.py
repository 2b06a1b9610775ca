"""A scenario is frozen, takes policies, and has a digest of all that decides results."""

import pickle

import pytest

from sipabm import Scenario, simulate
from sipabm.parameters import GROUP_OF, GROUPS, Values, declaration
from sipabm.scenario import Levers, LeverSetting


@pytest.mark.parametrize("field", ["name", "quarters", "population", "countries"])
def test_a_scenario_is_frozen(field, line_of):
    scenario = Scenario.load("classroom")
    told = line_of(lambda: setattr(scenario, field, getattr(scenario, field)))
    assert told == f"Scenario.{field} is frozen; take another, like scenario.replace(quarters=40)"
    assert line_of(lambda: delattr(scenario, field)) == told
    assert "Consideration.own_interest" in line_of(lambda: setattr(scenario.consideration, "own_interest", 0.5))


def test_a_policy_starts_a_lever_and_keeps_its_practice():
    scenario = Scenario.load("classroom").replace({"levers.early_meetings.practice": 0.2})
    lever = scenario.with_policy("early_meetings=0.5@2012Q1:2020Q4").levers.early_meetings
    assert lever == LeverSetting(practice=0.2, intensity=0.5, first="2012Q1", last="2020Q4")


def test_several_policies_start_together():
    scenario = Scenario.load("classroom").with_policy("early_meetings=0.5@2012Q1", "pooled_budgets=1@2013Q1")
    assert scenario.levers.early_meetings.intensity == 0.5
    assert scenario.levers.pooled_budgets.first == "2013Q1"


def test_the_digest_ignores_name_and_description_alone():
    scenario = Scenario.load("classroom")
    assert scenario.replace(name="other", description="other").digest() == scenario.digest()


def test_every_parameter_and_lever_changes_the_digest():
    scenario = Scenario.load("classroom")
    digests = [scenario.digest()]
    for name, group in GROUP_OF.items():
        low, high = declaration(GROUPS[group], name)["bounds"]
        value = getattr(getattr(scenario, group), name)
        if isinstance(value, Values):
            case = list(type(value).model_fields)[-1]
            name, value = f"{name}.{case}", getattr(value, case)
        changed = low if value != low else high
        if GROUP_OF[name.split(".")[0]] == "negotiation" and low == 0.0 and high == 1.0 and changed == 1.0:
            changed = 0.01
        digests.append(scenario.replace({name: changed}).digest())
    digests += [scenario.with_policy(f"{lever}=0.5@2012Q1").digest() for lever in Levers.model_fields]
    practised = [lever for lever in Levers.model_fields if lever != "outcomes_fund"]
    digests += [scenario.replace({f"levers.{lever}.practice": 0.5}).digest() for lever in practised]
    digests += [scenario.replace(quarters=9).digest(), scenario.replace(ties="block").digest()]
    assert len(set(digests)) == len(digests)


def test_the_digest_of_an_edge_list_is_that_of_its_content(tmp_path):
    edges = tmp_path / "ties.csv"
    edges.write_text("first,second\nauthority:A:1,provider:A:61\n")
    scenario = Scenario.load("classroom").replace(ties="edge_list", edge_list=str(edges))
    before = scenario.digest()
    (tmp_path / "copy.csv").write_text(edges.read_text())
    assert scenario.replace(edge_list=str(tmp_path / "copy.csv")).digest() == before
    edges.write_text("first,second\nauthority:A:2,provider:A:61\n")
    assert Scenario.load("classroom").replace(ties="edge_list", edge_list=str(edges)).digest() != before


def test_runs_are_not_made_of_an_edge_list_that_was_changed_after_it_was_read(tmp_path, line_of):
    edges = tmp_path / "ties.csv"
    edges.write_text("first,second\nauthority:A:1,provider:A:61\n")
    scenario = Scenario.load("classroom").replace(ties="edge_list", edge_list=str(edges))
    before = scenario.digest()
    edges.write_text("first,second\nauthority:A:2,provider:A:61\n")
    for one in (scenario, scenario.replace(name="other"), pickle.loads(pickle.dumps(scenario))):
        assert one.digest() == before
        assert "was changed since it was first read; load the scenario anew" in line_of(lambda one=one: simulate(one))
    edges.write_text("first,second\nauthority:A:1,provider:A:61\n")
    assert len(simulate(scenario).runs) == 1


def test_a_copy_with_a_wrong_value_is_refused(line_of):
    scenario = Scenario.load("classroom")
    assert "quarters" in line_of(lambda: scenario.model_copy(update={"quarters": -1}))
    assert scenario.model_copy(update={"quarters": 4}) == scenario.replace(quarters=4)
    for name, field, value in (("countries", "authorities", -1), ("learning", "give_up", 7.0)):
        part = getattr(scenario, name)
        wrong = (part[0] if name == "countries" else part).model_copy(update={field: value})
        given = (wrong,) if name == "countries" else wrong
        assert field in line_of(lambda name=name, given=given: scenario.replace({name: given}))
        assert field in line_of(lambda name=name, given=given: scenario.model_copy(update={name: given}))
