import math

import pytest

from sipabm.observed import launches_by_year, target, targets


def test_every_target_has_value_unit_basis_and_source():
    assert not targets()[["name", "statistic", "value", "unit", "basis", "source"]].isna().any(axis=None)


def test_every_target_is_named_once():
    assert not targets().duplicated(["name", "statistic"]).any()


def test_basis_is_one_of_the_four_that_are_documented():
    assert set(targets()["basis"]) == {"rows", "counted", "stated", "inferred"}


def test_shares_lie_between_zero_and_one():
    table = targets()
    assert table.loc[table["statistic"].str.startswith("share_"), "value"].between(0, 1).all()


@pytest.mark.parametrize(
    "name",
    ["capital_million_usd", "service_months", "contract_to_start_months", "targeted_users", "development_months"],
)
def test_quantiles_rise(name):
    assert target(name, "p25") < target(name, "median") < target(name, "p75")


def test_capital_median_agrees_with_its_log_normal():
    implied = math.exp(target("capital_million_usd", "log_mean"))
    assert implied == pytest.approx(target("capital_million_usd", "median"), rel=0.1)


def test_parties_histogram_counts_every_recorded_deal():
    table = targets()
    assert table.loc[table["name"] == "parties_histogram", "value"].sum() == target("deals_recorded", "world")


def test_domains_and_years_count_the_same_dataset():
    table = targets()
    recorded = table.loc[table["name"] == "deals_by_domain", "value"].sum()
    assert launches_by_year()["all"].sum() <= recorded == target("deals_recorded", "world")


def test_development_takes_far_longer_than_contract_to_start():
    assert target("development_months", "median") > 10 * target("contract_to_start_months", "median")


def test_unknown_target_is_refused_with_the_known_names():
    with pytest.raises(ValueError, match=r"no target 'size'.*known: .*capital_million_usd"):
        target("size", "median")


def test_unknown_statistic_is_refused_with_the_known_statistics():
    with pytest.raises(ValueError, match=r"statistic 'mode'; known: lower, upper"):
        target("conversion", "mode")
