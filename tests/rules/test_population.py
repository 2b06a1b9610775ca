import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.rules import population as rules
from sipabm.traits import Distribution

shares = st.floats(0, 1)
lucks = st.floats(0, 1, exclude_max=True)


def test_a_trait_lies_evenly_around_its_mean():
    assert rules.spread(4.0, 0.5, 0.0) == pytest.approx(4.0 * 0.5)
    assert rules.spread(4.0, 0.5, 0.5) == pytest.approx(4.0)
    assert rules.spread(4.0, 0.5, 0.75) == pytest.approx(4.0 * 1.25)


@given(st.floats(-100, 100), lucks)
def test_without_heterogeneity_everybody_is_the_mean(mean, luck):
    assert rules.spread(mean, 0.0, luck) == mean


@given(shares, shares, lucks)
def test_shares_stay_shares(mean, heterogeneity, luck):
    assert 0.0 <= rules.spread_share(mean, heterogeneity, luck) <= 1.0
    assert 0.0 <= rules.lack_share(mean, heterogeneity, luck) <= 1.0


@given(shares, lucks)
def test_a_lack_of_nothing_stays_nothing_and_a_share_of_nothing_too(heterogeneity, luck):
    assert rules.lack_share(1.0, heterogeneity, luck) == 1.0
    assert rules.spread_share(0.0, heterogeneity, luck) == 0.0


def test_lack_varies_around_what_is_missing():
    assert rules.lack_share(0.8, 0.5, 0.0) == pytest.approx(1.0 - 0.2 * 0.5)
    assert rules.lack_share(0.8, 0.5, 0.75) == pytest.approx(1.0 - 0.2 * 1.25)


def test_misjudgement_lies_evenly_around_its_mean_in_log_points():
    assert rules.misjudgement(-0.1, 0.2, 0.0) == pytest.approx(-0.3)
    assert rules.misjudgement(-0.1, 0.2, 0.75) == pytest.approx(0.0)


def test_capacity_rounds_to_whole_partnerships():
    assert rules.capacity(2.0, 0.5, 0.0) == 1  # 2 x 0.5
    assert rules.capacity(2.0, 0.5, 0.24) == 1  # 2 x 0.74 = 1.48
    assert rules.capacity(2.0, 0.5, 0.26) == 2  # 2 x 0.76 = 1.52
    assert rules.capacity(2.0, 0.5, 0.99) == 3  # 2 x 1.49 = 2.98


@given(st.floats(1, 100), shares, lucks)
def test_everybody_can_run_at_least_one(mean, heterogeneity, luck):
    assert rules.capacity(mean, heterogeneity, luck) >= 1


def test_capital_is_log_normal():
    assert rules.project_capital(1.5, 1.31, 0.0, 1.0) == 1.5
    assert rules.project_capital(1.5, 1.31, 1.0, 1.0) == pytest.approx(1.5 * math.exp(1.31))


def test_a_larger_authority_needs_more_capital():
    assert rules.project_capital(1.5, 1.31, 0.0, 4.0) == 6.0
    assert rules.project_capital(1.5, 1.31, 1.0, 4.0) == pytest.approx(6.0 * math.exp(1.31))
    assert rules.project_capital(1.5, 1.31, 0.0, 1000.0) == 150.0  # a hundred times the median


def test_the_size_of_an_authority_is_log_normal_within_its_kind():
    assert rules.authority_size(2.0, 0.5, 0.0) == 2.0
    assert rules.authority_size(2.0, 0.5, -2.0) == pytest.approx(2.0 * math.exp(-1.0))
    assert rules.authority_size(2.0, 0.0, 3.0) == 2.0


def test_what_grows_with_size_grows_by_a_power_of_it():
    assert [rules.by_size(4.0, exponent) for exponent in (0.0, 0.5, 1.0)] == [1.0, 2.0, 4.0]
    assert rules.by_size(1.0, 0.7) == 1.0


def test_capital_is_bounded_at_a_hundred_times_the_median_either_way():
    # exp(4) is less than a hundred, exp(5) is more
    assert rules.project_capital(1.5, 1.0, 4.0, 1.0) == pytest.approx(1.5 * math.exp(4.0))
    assert rules.project_capital(1.5, 1.0, 5.0, 1.0) == 150.0
    assert rules.project_capital(1.5, 1.0, -5.0, 1.0) == pytest.approx(0.015)


@given(st.floats(0.01, 1000), st.floats(0, 3), st.floats(-9, 9), st.floats(0.001, 1000))
def test_capital_stays_within_a_hundred_times_the_median(median, spread, luck, size):
    assert 0.00999 * median <= rules.project_capital(median, spread, luck, size) <= 100.1 * median


def areas(lucks, breadth):
    return [rules.works_in(luck, min(lucks), breadth) for luck in lucks]


def test_every_provider_works_in_an_area_at_least():
    assert areas((0.2, 0.5, 0.9), 0.45) == [True, False, False]
    assert areas((0.9, 0.5, 0.7), 0.45) == [False, True, False]
    assert areas((0.1, 0.2, 0.3), 0.45) == [True, True, True]
    assert areas((0.2, 0.4499, 0.4501), 0.45) == [True, True, False]
    assert areas((0.9, 0.5, 0.7), 0.0) == [False, True, False]


@given(st.tuples(lucks, lucks, lucks), shares, shares)
def test_breadth_never_takes_an_area_away(lucks, breadth, more):
    narrow, wide = areas(lucks, breadth), areas(lucks, breadth + more * (1 - breadth))
    assert any(narrow)
    assert all(later or not before for before, later in zip(narrow, wide, strict=True))


@pytest.mark.parametrize(
    ("distribution", "mean", "spread", "luck", "value"),
    [
        (Distribution.SPREAD, 4.0, 0.5, 0.75, 5.0),  # 4 x (1 + 0.5 x 0.5)
        (Distribution.SPREAD, -4.0, 0.5, 0.0, -2.0),
        (Distribution.SHARE, 0.5, 0.5, 0.75, 0.625),  # 0.5 x 1.25
        (Distribution.SHARE, 0.9, 0.5, 0.75, 1.0),  # 0.9 x 1.25 is more than all
        (Distribution.LACK, 0.75, 0.5, 0.75, 0.6875),  # what it lacks is 0.25 x 1.25
        (Distribution.LACK, 1.0, 0.5, 0.75, 1.0),
        (Distribution.ERROR, -0.5, 0.25, 0.75, -0.375),  # -0.5 + 0.25 x 0.5
        (Distribution.YES_OR_NO, 0.25, 0.5, 0.2499, 1.0),
        (Distribution.YES_OR_NO, 0.25, 0.5, 0.25, 0.0),
        (Distribution.WHOLE_NUMBER, 2.0, 0.5, 0.24, 1.0),  # 2 x 0.74 = 1.48
        (Distribution.WHOLE_NUMBER, 2.0, 0.5, 0.25, 2.0),  # 2 x 0.75 = 1.5
        (Distribution.WHOLE_NUMBER, 0.1, 0.5, 0.0, 1.0),
        (Distribution.AREA, 0.25, 0.5, 0.2499, 1.0),
        (Distribution.AREA, 0.25, 0.5, 0.2501, 0.0),
        (Distribution.LUCK, 0.25, 0.5, 0.8125, 0.8125),
        (Distribution.NORMAL, 0.25, 0.5, 0.5, 0.0),
        (Distribution.NORMAL, 0.25, 0.5, 0.8413447460685429, 1.0),  # one standard deviation above the median
    ],
)
def test_a_trait_is_drawn_by_its_distribution(distribution, mean, spread, luck, value):
    assert rules.drawn(distribution, mean, spread, luck, 0.125) == pytest.approx(value)


def test_a_normal_number_is_drawn_even_from_the_least_luck():
    assert -9.0 < rules.drawn(Distribution.NORMAL, 0.0, 1.0, 0.0, 0.125) < -5.0


def test_an_area_is_drawn_in_any_case_if_it_is_the_likeliest():
    assert rules.drawn(Distribution.AREA, 0.25, 0.5, 0.6, 0.6) == 1.0
    assert rules.drawn(Distribution.AREA, 0.25, 0.5, 0.7, 0.6) == 0.0


def test_only_a_choice_among_weights_has_no_mean_to_be_drawn_from():
    luck = 0.8125
    left_alone = {each for each in Distribution if rules.drawn(each, 0.25, 0.5, luck, luck) == luck}
    assert left_alone == {Distribution.CHOICE, Distribution.LUCK}


@pytest.mark.parametrize("distribution", [Distribution.YES_OR_NO, Distribution.WHOLE_NUMBER, Distribution.AREA])
def test_what_is_counted_is_drawn_as_a_real_number_all_the_same(distribution):
    assert isinstance(rules.drawn(distribution, 0.25, 0.5, 0.1, 0.1), float)
