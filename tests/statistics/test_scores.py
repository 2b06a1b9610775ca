import pytest

from sipabm.statistics.scores import interval_score


def test_an_interval_that_holds_what_was_observed_costs_its_width():
    assert interval_score(10.0, 14.0, 12.0, 0.1) == 4.0
    assert interval_score(10.0, 14.0, 14.0, 0.1) == 4.0


@pytest.mark.parametrize("observed", [9.5, 14.5])
def test_a_miss_costs_twenty_times_its_distance_at_nine_in_ten(observed):
    assert interval_score(10.0, 14.0, observed, 0.1) == pytest.approx(4.0 + 20 * 0.5)


def test_only_a_point_on_the_spot_is_perfect():
    assert interval_score(3.0, 3.0, 3.0, 0.1) == 0.0


def test_a_wide_interval_is_worse_than_a_narrow_one_that_holds_as_well():
    assert interval_score(0.0, 100.0, 12.0, 0.1) > interval_score(10.0, 14.0, 12.0, 0.1)
