"""What is observed where a scenario stands for: by its countries, in the years that it simulates in full."""

import pytest

from sipabm import Scenario
from sipabm.observed import observed_launches, target
from sipabm.observed.by_scenario import quarters_in_years, stands_for_the_world


def test_a_year_has_the_quarters_that_are_simulated_of_it():
    scenario = Scenario.load("classroom").replace(first_quarter="2010Q3", quarters=7)
    assert quarters_in_years(scenario).to_dict() == {2010: 2, 2011: 4, 2012: 1}


def test_a_scenario_stands_for_the_world_by_its_countries():
    world = Scenario.load("world")
    assert stands_for_the_world(world.replace(name="mine", give_up=0.1))
    assert not stands_for_the_world(world.replace(countries=world.countries[:1], funds=()))
    assert not stands_for_the_world(Scenario.load("classroom").replace(name="world"))


@pytest.mark.parametrize(
    ("changes", "years"),
    [
        ({}, range(2010, 2024)),
        ({"name": "mine", "give_up": 0.1}, range(2010, 2024)),
        ({"quarters": 20}, range(2010, 2015)),
        ({"quarters": 19}, range(2010, 2014)),
    ],
)
def test_counts_observed_stand_beside_whole_years_of_any_scenario_of_the_world(changes, years):
    assert observed_launches(Scenario.load("world").replace(changes)).counts.index.tolist() == list(years)


def test_counts_observed_do_not_stand_beside_another_scenario():
    renamed = Scenario.load("classroom").replace(name="world")
    assert observed_launches(renamed).counts.empty


def test_denmark_has_the_counts_of_indigo_and_the_total_of_another_count():
    observed = observed_launches(Scenario.load("denmark").replace(name="mine"))
    assert observed.counts.loc[2020:].to_dict() == {2020: 2, 2021: 5, 2022: 3, 2023: 3}
    assert (observed.place, observed.other_count) == ("Denmark", 24)


def test_a_world_with_denmark_in_it_is_no_denmark():
    assert observed_launches(Scenario.load("world")).place == "the world"
    assert observed_launches(Scenario.load("world")).other_count is None


def test_counts_of_denmark_add_up_to_those_recorded():
    assert observed_launches(Scenario.load("denmark")).counts.sum() == target("deals_recorded", "denmark")
