import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate

from sipabm.rules import technology as rules

shares = st.floats(0, 1)
machines = st.floats(0.01, 0.9)
doubling_times = st.floats(0.5, 100)
years = st.floats(0.25, 10)
later = st.floats(0, 40)


def test_machines_do_twice_as_much_after_a_doubling_time_and_half_as_much_before_it():
    assert rules.machine_share(0.1, 5.0, 5.0, 0.9) == pytest.approx(0.2)
    assert rules.machine_share(0.1, 5.0, 12.5, 0.9) == pytest.approx(0.1 * 2**2.5)
    assert rules.machine_share(0.1, 5.0, 0.0, 0.9) == 0.1
    assert rules.machine_share(0.1, 5.0, -5.0, 0.9) == pytest.approx(0.05)


def test_machines_take_over_no_more_once_saturated():
    # from 0.1 to 0.8 are three doublings: 15 years
    assert rules.machine_share(0.1, 5.0, 14.99, 0.8) < 0.8
    assert rules.machine_share(0.1, 5.0, 15.01, 0.8) == 0.8
    assert rules.machine_share(0.1, 5.0, 1e6, 0.8) == 0.8
    assert rules.machine_share(0.5, 5.0, 9.0, 0.4) == 0.5


@given(st.floats(0, 0.9), doubling_times, later, later, st.floats(0, 0.9))
def test_the_share_of_machines_never_falls_and_stays_below_start_or_saturation(start, doubling, year, more, saturation):
    now = rules.machine_share(start, doubling, year, saturation)
    assert start <= now <= max(start, saturation) * (1 + 1e-12)
    assert rules.machine_share(start, doubling, year + more, saturation) >= now * (1 - 1e-12)


@given(st.floats(0, 0.9), later, st.floats(0, 0.9))
def test_without_doubling_time_or_machines_nothing_grows(start, year, saturation):
    assert rules.machine_share(start, 0.0, year, saturation) == start
    assert rules.machine_share(0.0, 5.0, year, saturation) == 0.0


def test_the_term_looked_ahead_to_begins_a_quarter_and_a_half_after_the_talks():
    # service begins with the second quarter after them, whose share stands for the half quarter before it as well
    assert rules.YEARS_TO_SERVICE == rules.years_since_start(2) - 0.5 * rules.years_since_start(1) == 0.375


def test_four_quarters_are_a_year():
    assert [rules.years_since_start(quarter) for quarter in (0, 1, 4, 10)] == [0.0, 0.25, 1.0, 2.5]


def test_the_growth_of_a_year_is_what_machines_do_more_than_a_year_ago():
    # doubled every year from 0.1 on: 0.1 a year ago, 0.2 now, and the same half a year later by the square root of 2
    assert rules.yearly_growth(0.1, 1.0, 1.0, 0.9) == pytest.approx(0.1)
    assert rules.yearly_growth(0.1, 1.0, 0.0, 0.9) == pytest.approx(0.05)
    assert rules.yearly_growth(0.1, 1.0, 1.5, 0.9) == pytest.approx(0.1 * math.sqrt(2))


def test_nothing_grows_more_once_saturated_or_without_a_doubling_time():
    # saturated at 0.8 after three years; in the middle of the fourth, machines did 0.1 x 2^2.5 a year ago
    assert rules.yearly_growth(0.1, 1.0, 4.0, 0.8) == 0.0
    assert rules.yearly_growth(0.1, 1.0, 3.5, 0.8) == pytest.approx(0.8 - 0.1 * 2**2.5)
    assert rules.yearly_growth(0.1, 0.0, 4.0, 0.8) == 0.0


def test_who_thinks_linearly_adds_each_year_what_the_last_one_added():
    # 0.30 now and 0.03 a year: 0.42 in four years, 0.36 on average
    assert rules.share_if_linear(0.30, 0.03, 4.0, 0.8) == pytest.approx(0.42)
    assert rules.mean_if_linear(0.30, 0.03, 4.0, 0.8) == pytest.approx(0.36)


def test_a_line_ends_at_saturation():
    # 0.6 now, 0.1 a year: 0.8 in two years, so two years at 0.7 on average and two at 0.8
    assert rules.share_if_linear(0.6, 0.1, 4.0, 0.8) == 0.8
    assert rules.mean_if_linear(0.6, 0.1, 4.0, 0.8) == pytest.approx((2 * 0.7 + 2 * 0.8) / 4)
    assert rules.mean_if_linear(0.6, 0.1, 2.0, 0.8) == pytest.approx(0.7)
    assert rules.share_if_linear(0.85, 0.1, 4.0, 0.8) == rules.mean_if_linear(0.85, 0.1, 4.0, 0.8) == 0.85


def test_the_mean_of_a_doubling_is_the_growth_over_its_logarithm():
    # from 0.1 to 0.2 in five years: 0.1 / ln 2 on average
    assert rules.mean_if_exponential(0.1, 5.0, 5.0, 0.8) == pytest.approx(0.1 / math.log(2))
    # from 0.4 to 0.8 in the first five of ten years
    assert rules.mean_if_exponential(0.4, 5.0, 10.0, 0.8) == pytest.approx((0.4 / math.log(2) + 0.8) / 2)


def mean_of(path, length):
    """Return the mean of a path over some years, by numeric integration between its kinks."""
    return integrate.quad(path, 0.0, length, limit=200, points=np.linspace(0.0, length, 41)[1:-1])[0] / length


@given(machines, doubling_times, years, st.floats(0.05, 0.9))
def test_the_exponential_mean_is_that_of_the_path_of_machines(now, doubling, length, saturation):
    mean = mean_of(lambda year: rules.machine_share(now, doubling, year, saturation), length)
    assert rules.mean_if_exponential(now, doubling, length, saturation) == pytest.approx(mean, rel=1e-6)


@given(machines, shares, years, st.floats(0.05, 0.9))
def test_the_linear_mean_is_that_of_a_line_up_to_saturation(now, slope, length, saturation):
    mean = mean_of(lambda year: rules.share_if_linear(now, slope, year, saturation), length)
    assert rules.mean_if_linear(now, slope, length, saturation) == pytest.approx(mean, rel=1e-6)


@given(st.floats(0.01, 0.9), doubling_times, later, years, st.floats(0.05, 0.9))
def test_a_line_never_expects_more_than_exponential_growth(start, doubling, year, length, saturation):
    now, ago = (rules.machine_share(start, doubling, when, saturation) for when in (year, year - 1))
    ahead = rules.share_if_linear(now, now - ago, length, saturation)
    assert ahead <= rules.machine_share(start, doubling, year + length, saturation) * (1 + 1e-12)
    linear = rules.mean_if_linear(now, now - ago, length, saturation)
    exponential = rules.mean_if_exponential(now, doubling, length, saturation)
    assert now * (1 - 1e-12) <= linear <= exponential * (1 + 1e-12)
    if now == max(start, saturation):
        assert linear == exponential == ahead == now


@pytest.mark.parametrize("length", [2, 4, 6])
def test_what_a_line_misses_grows_as_the_doubling_time_shortens(length):
    def missed(doubling):
        slope = 0.1 - rules.machine_share(0.1, doubling, -1.0, 0.8)
        return rules.mean_if_exponential(0.1, doubling, length, 0.8) - rules.mean_if_linear(0.1, slope, length, 0.8)

    gaps = [missed(doubling) for doubling in (100.0, 50.0, 20.0, 10.0, 5.0, 3.0, 2.0)]  # at most 0.1 x 2^3: no ceiling
    assert gaps == sorted(gaps)
    assert gaps[0] > 0


@given(st.floats(0, 0.9), years, st.floats(0, 0.9))
def test_without_growth_everybody_expects_what_is(now, length, saturation):
    assert rules.share_if_linear(now, 0.0, length, saturation) == now
    assert rules.mean_if_linear(now, 0.0, length, saturation) == now
    assert rules.mean_if_exponential(now, 0.0, length, saturation) == now


def test_foresight_lies_between_a_line_and_exponential_growth():
    assert rules.expected_machines(0.3, 0.4, 0.0) == 0.3
    assert rules.expected_machines(0.3, 0.4, 1.0) == pytest.approx(0.4)
    assert rules.expected_machines(0.3, 0.4, 0.25) == pytest.approx(0.325)


def test_training_and_novelty_make_a_programme_less_exposed():
    assert rules.programme_exposure(0.4, False, 0.75, 0.0, 0.5) == pytest.approx(0.4)
    assert rules.programme_exposure(0.4, True, 0.75, 0.0, 0.5) == pytest.approx(0.4 * 0.25)
    assert rules.programme_exposure(0.4, False, 0.75, 0.6, 0.5) == pytest.approx(0.4 * 0.7)
    assert rules.programme_exposure(0.4, True, 0.75, 0.6, 0.5) == pytest.approx(0.4 * 0.7 * 0.25)


@given(shares, st.booleans(), shares, shares, shares)
def test_exposure_is_a_share_and_never_grows_by_what_a_programme_does(exposure, upskills, shield, novelty, robustness):
    left = rules.programme_exposure(exposure, upskills, shield, novelty, robustness)
    assert 0.0 <= left <= exposure


@given(shares, st.floats(0, 0.9), st.floats(0, 0.9))
def test_what_is_not_exposed_keeps_its_results(exposure, start, now):
    assert rules.technology_level(0.0, now, start) == 1.0
    assert rules.technology_level(exposure, start, start) == 1.0


def test_exposed_work_is_lost_to_machines():
    # half of results rest on exposed work; machines do 0.2 of it at the start and 0.4 now: 0.9 and 0.8 are left
    assert rules.technology_level(0.5, 0.4, 0.2) == pytest.approx(0.8 / 0.9)
    # a case made in between, at 0.3: 0.85 left
    assert rules.technology_factor(rules.technology_level(0.5, 0.4, 0.2), 0.85 / 0.9) == pytest.approx(0.8 / 0.85)


@given(shares, st.floats(0, 0.9), st.floats(0, 0.9), shares)
def test_more_machines_and_more_exposure_leave_no_more(exposure, start, now, more):
    level = rules.technology_level(exposure, now, start)
    assert rules.technology_level(exposure, now + more * (0.9 - now), start) <= level
    if now >= start:
        assert rules.technology_level(exposure + more * (1 - exposure), now, start) <= level * (1 + 1e-12)
        assert 0.0 < level <= 1.0


def test_a_factor_is_relative_to_the_level_at_which_the_case_was_made():
    assert rules.technology_factor(0.6, 0.8) == pytest.approx(0.75)
    assert rules.technology_factor(0.7, 0.7) == 1.0


def test_costly_programmes_reach_fewer():
    assert rules.programme_worth(False, 0.25, 0.0, 0.1) == 1.0
    assert rules.programme_worth(True, 0.25, 0.0, 0.1) == pytest.approx(1 / 1.25)
    assert rules.programme_worth(False, 0.25, 0.5, 0.1) == pytest.approx(1 / 1.05)
    assert rules.programme_worth(True, 0.25, 0.5, 0.1) == pytest.approx(1 / (1.25 * 1.05))


def test_worth_here_is_the_common_worth_by_place_and_programme():
    assert rules.worth_here(4.0, 1.25, 0.5) == 2.5
    assert rules.worth_here(4.0, 1.0, 1.0) == 4.0


def test_the_effect_of_training_shows_later():
    assert rules.years_to_effect(1.6, False, 0.5) == 1.6
    assert rules.years_to_effect(1.6, True, 0.5) == pytest.approx(2.1)
