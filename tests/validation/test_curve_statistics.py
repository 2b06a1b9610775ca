"""Statistics of yearly counts, with numbers worked out by hand."""

import pandas as pd
import pytest

from sipabm.observed import launches_by_year
from sipabm.validation import curve_statistics as curve

YEARS = range(2018, 2024)
COUNTS = pd.DataFrame([[6, 9, 6, 3, 2, 1], [0, 0, 0, 1, 4, 4], [0] * 6], columns=YEARS)


def test_the_world_observed_is_that_of_its_years():
    observed = curve.observed_curve(curve.ALL)
    assert observed.iloc[0].tolist() == [1, 1, 13, 8, 9, 24, 24, 43, 48, 38, 39, 24, 16, 21]
    assert observed.iloc[0].tolist() == launches_by_year()["all"].tolist()


def test_groups_add_up_to_the_world():
    world, groups = curve.observed_curve(curve.ALL), [curve.observed_curve(each) for each in ("GB", "US", curve.REST)]
    assert (sum(groups) == world).all(axis=None)
    assert (curve.observed_curve("GB") + curve.observed_curve(curve.OUTSIDE_GB) == world).all(axis=None)


def test_the_fall_observed_is_that_from_43_to_a_mean_of_24_16_and_21():
    assert curve.fall(curve.observed_curve(curve.ALL)).iloc[0] == pytest.approx(1 - (24 + 16 + 21) / (43 + 48 + 38))


def test_the_peak_observed_is_48_in_2018_and_the_total_309():
    observed = curve.observed_curve(curve.ALL)
    found = [statistic(observed).iloc[0] for statistic in (curve.peak_year, curve.peak_height, curve.total)]
    assert found == [2018, 48, 309]


def test_a_fall_is_what_was_lost_from_the_highest_three_years():
    falls = curve.fall(COUNTS)
    assert falls[0] == pytest.approx(1 - 2 / 7)
    assert falls[1] == pytest.approx(0.0)
    assert pd.isna(falls[2])


def test_a_change_is_that_of_yearly_means_and_may_be_a_rise():
    assert curve.change(COUNTS).tolist() == [2 - 7, 3, 0]
    assert curve.change(curve.observed_curve("DK")).iloc[0] == pytest.approx(11 / 3 - 2 / 3)


def test_a_jump_is_the_largest_change_up_or_down():
    assert curve.largest_jump(COUNTS).tolist() == [3, 3, 0]
    assert curve.largest_jump(curve.observed_curve("GB")).iloc[0] == 17 - 4


def test_a_peak_is_the_first_year_with_most_and_missing_where_there_is_nothing():
    years = curve.peak_year(COUNTS)
    assert years[:2].tolist() == [2019, 2022] and pd.isna(years[2])
    assert curve.peak_height(COUNTS).tolist() == [9, 4, 0]


def test_who_has_none_yet_is_first_in_the_year_after_the_last():
    assert curve.first_year(COUNTS).tolist() == [2018, 2021, 2024]


def test_years_are_counted_from_the_first_to_the_last_of_them():
    assert curve.in_years(2019, 2021, COUNTS).tolist() == [18, 1, 0]
    assert curve.total(COUNTS).tolist() == [27, 9, 0]


def test_launches_spread_by_the_standard_deviation_of_their_years():
    assert curve.spread_of_years(pd.DataFrame([[1, 0, 1]], columns=[2010, 2011, 2012])) == 1.0


class TestSimulatedCurve:
    CONTRACTS = (
        {"run": 0, "country": "GB", "signed": "2015Q1"},
        {"run": 0, "country": "US", "signed": "2015Q4"},
        {"run": 0, "country": "DK", "signed": "2016Q2"},
        {"run": 1, "country": "DK", "signed": "2024Q1"},
    )

    @pytest.mark.parametrize(
        ("group", "expected"),
        [("all", [2, 1]), ("GB", [1, 0]), ("US", [1, 0]), ("rest", [0, 1]), ("outside GB", [1, 1]), ("DK", [0, 1])],
    )
    def test_it_counts_a_group_by_year_of_signature(self, invented, group, expected):
        counts = curve.simulated_curve(group, invented(self.CONTRACTS))
        assert counts.loc[0, [2015, 2016]].tolist() == expected
        assert counts.loc[0].sum() == sum(expected)

    def test_a_run_without_partnerships_in_the_years_observed_has_zeros(self, invented):
        counts = curve.simulated_curve("all", invented(self.CONTRACTS, runs=3))
        assert counts.columns.tolist() == list(range(2010, 2024))
        assert counts.loc[[1, 2]].to_numpy().sum() == 0

    def test_a_statistic_is_found_for_each_run(self, invented):
        assert curve.measured_curve("all", curve.total, invented(self.CONTRACTS)).tolist() == [3, 0]
