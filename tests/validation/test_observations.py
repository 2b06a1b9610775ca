"""Observations: values from the tables of what was observed, and their uncertainty by hand."""

from math import nan, sqrt

import pytest
from scipy.stats import norm

from sipabm.observed import target
from sipabm.validation import curve_statistics as curve
from sipabm.validation import observations as seen


def half(observation):
    return (observation.high - observation.low) / 2


def test_a_share_has_the_standard_error_of_its_sample():
    found = seen.observed("investors_repaid", "share_repaid")
    assert found.value == 0.96 and half(found) == pytest.approx(sqrt(0.96 * 0.04 / 50))
    assert found.uncertainty == "standard error, n = 50" and "Brookings" in found.source


def test_a_median_has_that_of_the_spread_between_its_quartiles():
    found = seen.observed("development_months", "median")
    spread = (30 - 12) / (2 * norm.ppf(0.75))
    assert half(found) == pytest.approx(sqrt(3.14159265 / 2) * spread / 5, rel=1e-6)


def test_the_median_of_an_area_has_the_spread_of_all_and_its_own_sample():
    whole, area = seen.observed("service_months", "median"), seen.observed("service_months", "median_health")
    assert half(area) / half(whole) == pytest.approx(sqrt(172 / 34))


def test_a_quartile_is_known_less_well_than_the_median():
    assert half(seen.observed("parties", "p25")) > half(seen.observed("parties", "median"))


def test_the_standard_deviation_of_logarithms_has_an_error_of_its_own():
    assert half(seen.observed("capital_million_usd", "log_standard_deviation")) == pytest.approx(1.312 / sqrt(2 * 242))


def test_without_a_sample_no_uncertainty_is_given():
    found = seen.observed("payers_per_deal", "mean")
    assert (found.low, found.high, found.uncertainty) == (2.1, 2.1, "not given")


def test_two_sources_are_a_span_around_their_middle():
    found = seen.span("ended_early", "share_over_6_months", "share_over_3_months")
    assert (found.low, found.high, found.uncertainty) == (0.2, 0.29, "span of sources")
    assert found.value == found.scale == pytest.approx(0.245)


def test_counts_of_one_history_have_no_error_and_the_scale_of_a_mean_year():
    found = seen.counted("all", lambda counts: counts[2012], years=1)
    assert (found.value, found.low, found.high) == (13, 13, 13)
    assert found.scale == pytest.approx(309 / 14)


def test_a_year_is_scaled_by_how_far_launches_spread():
    found = seen.counted_year("all", curve.peak_year)
    assert found.value == 2018 and 2 < found.scale < 4
    assert seen.first_deal("DK").value == 2020 and seen.first_deal("DK").scale == found.scale


@pytest.mark.parametrize("country", ["GB", "US", "DK"])
def test_first_deals_agree_with_the_counts_of_years(country):
    assert seen.first_deal(country).value == curve.first_year(curve.observed_curve(country)).iloc[0]


def test_shares_are_of_other_counts_or_of_the_sample():
    assert seen.share_of("deals_by_country", ["GB"]).value == pytest.approx(100 / 323)
    assert seen.share_of("deals_by_domain", ["health"], ["social", "employment", "health"]).value == pytest.approx(
        55 / 309
    )


def test_samples_are_pooled_by_their_size():
    found = seen.pooled_share("several_payers", ["share_justice", "share_health"])
    assert found.value == pytest.approx((0.37 * 19 + 0.47 * 55) / 74)
    assert "n = 74" in found.uncertainty


def test_ratios_and_concentration_are_of_the_numbers_observed():
    assert seen.ratio_of("capital_by_fund", "median_backed", "median_unbacked").value == pytest.approx(0.93 / 2.11)
    assert seen.concentration("deals_by_country", ["GB", "US"]).value == pytest.approx((100**2 + 28**2) / 323**2)


def test_funds_without_deals_are_scaled_by_the_mean_fund():
    america = seen.fund_deals("US")
    assert america.value == 0 and america.scale > 1
    assert seen.fund_deals("PT").value == 21


def test_an_unknown_error_is_said_and_not_made_up():
    assert seen.with_error(5.0, nan, 10, "somebody").uncertainty == "not given"


def test_a_target_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="no target 'nothing'"):
        seen.observed("nothing", "median")
    assert seen.observed("conversion", "lower").value == target("conversion", "lower")
