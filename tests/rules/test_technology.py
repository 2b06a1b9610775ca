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
slopes = st.floats(0, 10)
years = st.floats(0.25, 10)
later = st.floats(0, 40)


def test_capability_is_one_where_machines_do_half_of_what_they_ever_can():
    assert rules.capability_of(0.4, 0.8) == pytest.approx(1.0)
    assert rules.capability_of(0.2, 0.8) == pytest.approx(1 / 3)
    assert rules.capability_of(0.6, 0.8) == pytest.approx(3.0)
    assert rules.share_covered(1.0, 0.8) == pytest.approx(0.4)
    assert rules.share_covered(0.0, 0.8) == rules.capability_of(0.0, 0.8) == 0.0


@given(st.floats(0, 1), st.floats(0.01, 0.9))
def test_the_share_covered_by_a_capability_has_that_capability(part, saturation):
    share = 0.999 * part * saturation
    assert rules.share_covered(rules.capability_of(share, saturation), saturation) == pytest.approx(share)


def test_capability_doubles_without_an_end():
    # 0.2 of 0.8 is a third; two and a half doublings in 12.5 years
    assert rules.capability_after(0.2, 5.0, 5.0, 0.8) == pytest.approx(2 / 3)
    assert rules.capability_after(0.2, 5.0, -5.0, 0.8) == pytest.approx(1 / 6)
    assert rules.capability_after(0.2, 5.0, 12.5, 0.8) == pytest.approx(2**2.5 / 3)
    assert rules.capability_after(0.2, 5.0, 150.0, 0.8) == pytest.approx(2**30 / 3)


def test_machines_do_more_at_every_doubling_most_where_they_do_half_of_what_they_can():
    # capability 1/3, 2/3, 4/3, 8/3: 0.8 times a quarter, two fifths, four sevenths, eight elevenths
    path = [rules.machine_share(0.2, 5.0, years, 0.8) for years in (0.0, 5.0, 10.0, 15.0)]
    assert path == pytest.approx([0.2, 0.32, 0.8 * 4 / 7, 0.8 * 8 / 11])
    assert rules.machine_share(0.2, 5.0, -5.0, 0.8) == pytest.approx(0.8 / 7)


def test_machines_never_do_more_than_they_ever_can_nor_less_than_at_the_start():
    assert rules.machine_share(0.2, 5.0, 150.0, 0.8) == pytest.approx(0.8)
    assert rules.machine_share(0.2, 5.0, 150.0, 0.8) < 0.8
    assert rules.machine_share(0.2, 1e-9, 1e6, 0.8) == pytest.approx(0.8)
    assert rules.machine_share(0.5, 5.0, 9.0, 0.4) == 0.5
    assert rules.machine_share(0.4, 5.0, 9.0, 0.4) == 0.4


@given(st.floats(0, 0.9), doubling_times, later, later, st.floats(0, 0.9))
def test_the_share_of_machines_never_falls_and_stays_below_start_or_saturation(start, doubling, year, more, saturation):
    now = rules.machine_share(start, doubling, year, saturation)
    assert start * (1 - 1e-12) <= now <= max(start, saturation) * (1 + 1e-12)
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


def test_the_growth_of_a_year_is_how_much_more_capable_machines_are_than_a_year_ago():
    # doubled every year from a third on: a third a year ago, two thirds now; half a year later by the square root of 2
    assert rules.yearly_growth(0.2, 1.0, 1.0, 0.8) == pytest.approx(1 / 3)
    assert rules.yearly_growth(0.2, 1.0, 0.0, 0.8) == pytest.approx(1 / 6)
    assert rules.yearly_growth(0.2, 1.0, 1.5, 0.8) == pytest.approx(math.sqrt(2) / 3)


def test_nothing_grows_where_machines_do_all_they_can_or_without_a_doubling_time():
    assert rules.yearly_growth(0.8, 1.0, 4.0, 0.8) == rules.yearly_growth(0.5, 1.0, 4.0, 0.4) == 0.0
    assert rules.yearly_growth(0.1, 0.0, 4.0, 0.8) == rules.yearly_growth(0.0, 1.0, 4.0, 0.8) == 0.0


def test_who_thinks_linearly_adds_each_year_the_capability_that_the_last_one_added():
    # capability a third now, and a sixth more each year: 1 in four years, where machines do half of 0.8
    assert rules.share_if_linear(0.2, 1 / 6, 4.0, 0.8) == pytest.approx(0.4)
    # the mean: 0.8 x (1 - ln(2 / (4/3)) / (2/3))
    assert rules.mean_if_linear(0.2, 1 / 6, 4.0, 0.8) == pytest.approx(0.8 * (1 - 1.5 * math.log(1.5)))


def test_a_line_comes_near_to_what_machines_ever_can():
    assert rules.share_if_linear(0.6, 1.0, 1e9, 0.8) == pytest.approx(0.8)
    assert rules.mean_if_linear(0.6, 1e9, 4.0, 0.8) == pytest.approx(0.8)
    assert rules.share_if_linear(0.85, 0.1, 4.0, 0.8) == rules.mean_if_linear(0.85, 0.1, 4.0, 0.8) == 0.85


def test_the_mean_of_a_doubling_is_a_ratio_of_logarithms():
    # capability from 1/3 to 2/3: 0.8 x ln((5/3) / (4/3)) / ln 2
    assert rules.mean_if_exponential(0.2, 5.0, 5.0, 0.8) == pytest.approx(0.8 * math.log(1.25) / math.log(2))
    # two doublings, to 4/3
    assert rules.mean_if_exponential(0.2, 5.0, 10.0, 0.8) == pytest.approx(0.8 * math.log(1.75) / math.log(4))


def test_means_keep_their_digits_where_growth_is_slow_and_do_not_overflow_where_it_is_fast():
    # at a slope of 1e-12 a year the share grows by 0.8 x 1e-12 / (4/3)^2 a year, and the mean is that of two years
    assert rules.mean_if_linear(0.2, 1e-12, 4.0, 0.8) - 0.2 == pytest.approx(2 * 0.8 * 1e-12 / (4 / 3) ** 2, rel=1e-3)
    assert rules.mean_if_linear(0.2, 5e-324, 4.0, 0.8) == pytest.approx(0.2)
    assert rules.mean_if_exponential(0.2, 1e12, 4.0, 0.8) == pytest.approx(0.2, rel=1e-11)
    assert rules.mean_if_exponential(0.2, 1e-9, 4.0, 0.8) == pytest.approx(0.8)


def mean_of(path, length):
    """Return the mean of a path over some years, by numeric integration between its kinks."""
    return integrate.quad(path, 0.0, length, limit=200, points=np.linspace(0.0, length, 41)[1:-1])[0] / length


@given(machines, doubling_times, years, st.floats(0.05, 0.9))
def test_the_exponential_mean_is_that_of_the_path_of_machines(now, doubling, length, saturation):
    mean = mean_of(lambda year: rules.machine_share(now, doubling, year, saturation), length)
    assert rules.mean_if_exponential(now, doubling, length, saturation) == pytest.approx(mean, rel=1e-6)


@given(machines, slopes, years, st.floats(0.05, 0.9))
def test_the_linear_mean_is_that_of_the_path_on_a_line(now, slope, length, saturation):
    mean = mean_of(lambda year: rules.share_if_linear(now, slope, year, saturation), length)
    assert rules.mean_if_linear(now, slope, length, saturation) == pytest.approx(mean, rel=1e-6)


@given(st.floats(0.01, 0.9), doubling_times, later, years, st.floats(0.05, 0.9))
def test_a_line_never_expects_more_than_exponential_growth(start, doubling, year, length, saturation):
    now = rules.machine_share(start, doubling, year, saturation)
    slope = rules.yearly_growth(start, doubling, year, saturation)
    ahead = rules.share_if_linear(now, slope, length, saturation)
    assert ahead <= rules.machine_share(start, doubling, year + length, saturation) * (1 + 1e-12)
    linear = rules.mean_if_linear(now, slope, length, saturation)
    exponential = rules.mean_if_exponential(now, doubling, length, saturation)
    assert now * (1 - 1e-12) <= linear <= exponential * (1 + 1e-12)
    if start >= saturation:
        assert linear == exponential == ahead == now


@pytest.mark.parametrize("length", [2, 3, 4, 5, 7])
def test_what_a_line_misses_grows_as_the_doubling_time_shortens(length):
    def missed(doubling):
        slope = rules.yearly_growth(0.1, doubling, 0.0, 0.8)
        return rules.mean_if_exponential(0.1, doubling, length, 0.8) - rules.mean_if_linear(0.1, slope, length, 0.8)

    gaps = [missed(doubling) for doubling in (100.0, 50.0, 20.0, 10.0, 5.0, 3.0, 2.0)]
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
