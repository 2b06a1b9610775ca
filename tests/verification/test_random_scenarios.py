import pytest

from sipabm.verification import random_scenario, verify


def test_a_number_always_gives_the_same_scenario():
    assert random_scenario(11) == random_scenario(11)
    assert random_scenario(11).digest() != random_scenario(12).digest()


@pytest.mark.parametrize("number", range(0, 400, 7))
def test_scenarios_stay_small(number):
    scenario = random_scenario(number)
    assert 12 <= scenario.quarters <= 60
    assert all(3 <= country.authorities <= 25 for country in scenario.countries)
    assert scenario.network.peers <= 12


def test_report_counts_what_it_compared():
    told = []
    report = verify(4, first=4, progress=told.append)
    assert told == [1, 2, 3, 4]
    assert report.holds and report.scenarios == 4
    assert report.attempts > 50 and report.exercised["signed"] >= 1
    assert "parameter own_interest" not in report.never_exercised
