import math

import pandas as pd
import pytest

from sipabm.observed import quantiles, targets


@pytest.fixture
def projects():
    return pd.DataFrame(
        {
            "domain": ["health", "social", "social", "other", "employment"],
            "countries": ["DK", "DK, SE", None, "GB", "DK"],
            "capital_million_usd": [1.0, math.e, math.nan, math.e**2, 4.0],
            "max_payment_million_usd": [2.0, math.nan, 1.0, math.nan, math.nan],
            "targeted_users": [100.0, math.nan, 50.0, math.nan, math.nan],
            "months_service": [36.0, 24.0, 48.0, 30.0, 42.0],
            "months_to_start": [0.0, -1.0, 7.0, 2.0, math.nan],
            "months_service_anticipated": [36.0, 36.0, 36.0, 36.0, math.nan],
            "months_service_actual": [36.0, 32.0, 29.0, 33.0, 30.0],
        }
    )


@pytest.fixture
def measured(projects):
    return quantiles(projects).set_index(["name", "statistic"])


@pytest.mark.parametrize(
    ("name", "statistic", "value", "sample"),
    [
        ("service_months", "median", 36, 5),
        ("service_months", "median_social", 36, 2),
        ("max_payment_per_capital", "mean", 2, 1),
        ("capital_per_user_usd", "median", 10_000, 1),
        ("contract_to_start_months", "share_zero", 0.25, 4),
        ("contract_to_start_months", "share_negative", 0.25, 4),
        ("contract_to_start_months", "share_over_6", 0.25, 4),
        ("deals_by_domain", "social", 2, 5),
        ("deals_by_country", "DK", 3, 5),
        ("capital_million_usd", "log_mean", (0 + 1 + 2 + math.log(4)) / 4, 4),
        ("capital_million_usd", "total", 5 + math.e + math.e**2, 4),
    ],
)
def test_missing_values_are_left_out_and_counted(measured, name, statistic, value, sample):
    assert measured.loc[(name, statistic)].tolist() == pytest.approx([value, sample])


def test_exactly_three_months_early_is_not_yet_early(measured):
    assert measured.loc[("ended_early_dated_to_month", "share_over_3_months"), "value"] == 0.5
    assert measured.loc[("ended_early_dated_to_month", "share_over_6_months"), "value"] == 0.25


def test_every_target_based_on_rows_is_measured(measured):
    table = targets()
    based_on_rows = table[(table["basis"] == "rows") & (table["name"] != "deals_by_country")]
    assert set(zip(based_on_rows["name"], based_on_rows["statistic"], strict=True)) <= set(measured.index)
