"""The posterior that ships is of this model and of these ranges."""

import pytest
import stored_posterior

from sipabm import Scenario, simulate
from sipabm.parameters.ranges import cube
from sipabm.scenario.drawn import drawn, numbers_of
from sipabm.scenario.posterior import posterior

WORLD = Scenario.load("world").replace(over="posterior")


def test_it_was_made_with_the_ranges_of_now():
    assert stored_posterior.stored()["ranges"] == stored_posterior.ranges_digest(), stored_posterior.ANEW


def test_it_was_made_with_the_model_of_now():
    assert stored_posterior.stored()["counts"] == stored_posterior.yearly_counts(), stored_posterior.ANEW


def test_every_number_lies_in_its_range_and_sets_differ():
    sets = posterior()
    assert len({tuple(each) for each in sets}) > 0.9 * len(sets) >= 90
    for place, side in enumerate(cube()):
        values = [each[place] for each in sets]
        assert side.low <= min(values) < max(values) <= side.high


def test_runs_take_the_sets_in_turn_whatever_the_seed():
    sides, sets = cube(), posterior()
    for replicate in (0, 3, len(sets) + 3):
        found = numbers_of(WORLD, 7, replicate)
        assert [found[side] for side in sides] == sets[replicate % len(sets)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["world", "denmark", "classroom", "preventive_health", "innovation_house"])
def test_every_set_is_a_valid_world_of_every_scenario(name):
    scenario = Scenario.load(name).replace(over="posterior")
    for replicate in range(len(posterior())):
        drawn(scenario, 1, replicate)
    assert simulate(scenario, 2, progress=False).runs["started"].sum() > 0


def test_what_another_posterior_made_has_another_digest(monkeypatch):
    before = WORLD.digest()
    monkeypatch.setattr("sipabm.scenario.scenario.posterior_digest", lambda: "another")
    assert WORLD.digest() != before
