"""Random scenarios: the same for a number, small, and everything in them varies."""

import pytest

from sipabm.scenario import Levers
from sipabm.verification import random_scenario


def test_a_number_always_gives_the_same_scenario():
    assert random_scenario(11) == random_scenario(11)
    assert random_scenario(11).digest() != random_scenario(12).digest()


@pytest.mark.parametrize("number", range(0, 400, 7))
def test_scenarios_stay_small(number):
    scenario = random_scenario(number)
    assert 12 <= scenario.quarters <= 60
    assert all(3 <= country.authorities <= 25 for country in scenario.countries)
    assert scenario.network.peers <= 12


def test_every_parameter_and_lever_varies():
    scenarios = [random_scenario(number) for number in range(100)]
    flat = [scenario.flat() for scenario in scenarios]
    assert [name for name in flat[0] if len({values[name] for values in flat}) == 1] == []
    for lever in Levers.model_fields:
        assert len({getattr(scenario.levers, lever).intensity for scenario in scenarios}) > 10


def test_policies_act_in_all_areas_or_in_any_set_of_them():
    policies = [each for number in range(60) for _, each in random_scenario(number).levers if each.first]
    assert len({each.domains for each in policies}) == 8
    assert all(
        each.domains == () for number in range(60) for _, each in random_scenario(number).levers if not each.first
    )


def test_every_kind_of_generated_ties_and_any_number_of_funds_up_to_three_occurs():
    scenarios = [random_scenario(number) for number in range(60)]
    assert {scenario.ties for scenario in scenarios} == {"small_world", "preferential_attachment", "block"}
    assert {len(scenario.funds) for scenario in scenarios} == {0, 1, 2, 3}


def test_funds_pay_for_outcomes_support_development_or_both():
    funds = [fund for number in range(60) for fund in random_scenario(number).funds]
    kinds = {(fund.share > 0.0, fund.development_share > 0.0) for fund in funds}
    assert kinds == {(True, False), (True, True), (False, True)}
