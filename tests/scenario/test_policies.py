"""Policies as text, read and written."""

import pytest

from sipabm import Scenario
from sipabm.scenario import LeverSetting
from sipabm.scenario.policies import lever_text, parse_policy

MALFORMED = ["", "early_meetings", "early_meetings=0.5", "early_meetings@2012Q1", "=1@2012Q1", "pooled_budgets=@2012Q1"]


@pytest.mark.parametrize("policy", MALFORMED)
def test_a_malformed_policy_is_shown_how_to_write(policy, line_of):
    line = line_of(lambda: Scenario.load("classroom").with_policy(policy))
    assert f"'{policy}'" in line


@pytest.mark.parametrize("policy", [3, None, ["early_meetings=0.5@2012Q1"]])
def test_a_policy_is_a_text(policy, line_of):
    assert "is not like early_meetings=0.5@2024Q1" in line_of(lambda: Scenario.load("classroom").with_policy(policy))


@pytest.mark.parametrize("intensity", ["much", "1.5", "-0.1", "nan", "inf", "1e999"])
def test_an_intensity_is_a_share(intensity, line_of):
    line = line_of(lambda: Scenario.load("classroom").with_policy(f"early_meetings={intensity}@2012Q1"))
    assert "early_meetings" in line


def test_an_unknown_lever_names_the_nearest(line_of):
    line = line_of(lambda: Scenario.load("classroom").with_policy("early_meeting=0.5@2012Q1"))
    assert "did you mean 'early_meetings'?" in line


@pytest.mark.parametrize("dates", ["", "12", "2012Q5", "2012Q1-2013Q1", "2012Q1:20133"])
def test_the_dates_of_a_policy_are_quarters(dates, line_of):
    assert "early_meetings" in line_of(lambda: Scenario.load("classroom").with_policy(f"early_meetings=0.5@{dates}"))


def test_an_unknown_area_names_the_nearest_and_all(line_of):
    line = line_of(lambda: Scenario.load("classroom").with_policy("early_meetings.socail=0.5@2012Q1"))
    assert "no area 'socail'; did you mean 'social'? (areas: social, employment, health)" in line


def test_an_area_is_named_once(line_of):
    line = line_of(lambda: Scenario.load("classroom").with_policy("early_meetings.social.social=0.5@2012Q1"))
    assert "names an area twice" in line


def test_a_lever_has_one_policy_which_may_name_several_areas(line_of):
    policies = ("early_meetings.social=0.5@2012Q1", "early_meetings.health=1@2012Q1")
    line = line_of(lambda: Scenario.load("classroom").with_policy(*policies))
    assert "two policies start 'early_meetings'" in line
    assert "early_meetings.social.health=0.5" in line


def test_a_policy_leaves_nothing_of_an_earlier_one():
    base = Scenario.load("classroom")
    earlier = base.with_policy("early_meetings.social=0.5@2012Q1:2013Q4")
    policy = "early_meetings=1@2014Q1"
    assert earlier.with_policy(policy).levers == base.with_policy(policy).levers


def test_an_area_of_a_lever_is_no_parameter(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace({"early_meetings.social": 0.5}))
    assert "start it by a policy, early_meetings.social=0.5@2024Q1" in line


@pytest.mark.parametrize(
    "policy",
    [
        "early_meetings=0.5@2012Q1",
        "pooled_budgets=1@2012Q1:2013Q4",
        "early_meetings.social=0.5@2024Q1:2027Q4",
        "outcomes_fund.health.employment=0.25@2012Q1",
    ],
)
def test_a_policy_is_written_as_it_is_read(policy):
    lever, setting = parse_policy(policy)
    assert lever_text(lever, LeverSetting(**setting)) == policy


def test_a_lever_without_a_policy_is_written_by_its_practice():
    assert lever_text("pooled_budgets", LeverSetting(practice=0.4)) == "pooled_budgets as practice of 0.4"
