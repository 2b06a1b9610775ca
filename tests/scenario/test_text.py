"""A scenario as text explains every number and reads back as the same scenario."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm import Scenario
from sipabm.parameters import GROUP_OF, GROUPS, declaration
from sipabm.parameters.ranges import practice_of, ranges_of
from sipabm.parameters.reference import shown_ranges
from sipabm.scenario import Country, Levers, scenario_names
from sipabm.scenario.settings import CODE, LONGEST_CODE, LONGEST_NAME
from sipabm.scenario.text import scenario_text

NAMES = scenario_names()


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_scenario_reads_back_as_the_same_scenario(name, read_back):
    scenario = Scenario.load(name)
    assert read_back(scenario) == scenario


def test_the_text_names_every_parameter_with_unit_plausible_range_bounds_and_source():
    text = scenario_text(Scenario.load("world"))
    unwrapped = re.sub(r"\n#|\s", "", text)
    for name, group in GROUP_OF.items():
        details = declaration(GROUPS[group], name)
        assert f"\n{name} = " in text
        plausible = shown_ranges(list(ranges_of(name)))
        for words in (f"Unit: {details['unit']}.", f"Plausible: {plausible}.", f"Source: {details['source']}."):
            assert words.replace(" ", "") in unwrapped
    assert set(Levers.model_fields) <= set(tomllib.loads(text)["levers"])


def test_the_text_says_of_every_lever_why_its_practice_may_be_what_it_is():
    unwrapped = re.sub(r"\n#|\s", "", scenario_text(Scenario.load("world")))
    for lever in Levers.model_fields:
        assert practice_of(lever).because.replace(" ", "") in unwrapped


def test_random_scenarios_read_back_as_the_same(any_scenario, read_back):
    for number in range(40):
        scenario = any_scenario(number)
        again = read_back(scenario)
        assert again == scenario
        assert again.digest() == scenario.digest()


@given(
    name=st.text(st.characters().filter(str.isprintable), min_size=1, max_size=LONGEST_NAME),
    code=st.from_regex(CODE, fullmatch=True).filter(lambda code: len(code) <= LONGEST_CODE),
    share=st.floats(0, 1),
)
@pytest.mark.slow
def test_any_name_and_number_reads_back_as_the_same(name, code, share, read_back):
    country = Country(code=code, authorities=1, providers=1, investors=1)
    scenario = Scenario(name=name, description=name, countries=(country,)).replace(heterogeneity=share)
    assert read_back(scenario) == scenario


def test_a_description_with_line_breaks_reads_back_as_the_same(read_back):
    scenario = Scenario.load("classroom").replace(description='two lines\nwith "quotes" and a \t tab')
    assert read_back(scenario) == scenario


def test_a_fund_reads_back_with_its_areas_and_repayment(read_back, with_fund):
    scenario = with_fund(domains=["health", "social"], repayment=0.8, invests=True)
    assert read_back(scenario) == scenario
