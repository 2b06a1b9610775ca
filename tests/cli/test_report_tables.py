"""Tables of a report, from rows written by hand."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sipabm.cli.report_tables import (
    funnel_table,
    key_figure_table,
    net_table,
    returns_table,
    risk_table,
    value_table,
    year_text,
    yearly_table,
    yearly_title,
)
from sipabm.language.money import MODEL_MONEY, Money
from sipabm.report.net_positions import FLOWS, NET_CASH, ORDINARY, OTHER_VALUE


def words(line):
    """Return the cells of a line."""
    return re.split(r"\s{2,}", line.strip())


def yearly(observed):
    rows = {"year": [2010, 2011], "quarters": [4, 2], "signed_mean": [0.36, 18.43], "signed_low": [0.0, 10.95]}
    where = [count and "in the world (INDIGO)" for count in observed]
    observed = pd.array(observed, dtype="Int64")
    return pd.DataFrame(
        {**rows, "signed_high": [1.0, 27.0], "observed": observed, "observed_where": where, "observed_note": None}
    )


def test_years_stand_beside_counts_observed_if_there_are_any(printed):
    report = SimpleNamespace(yearly=yearly([12, None]), scenario="world", replicates=200)
    lines = printed(yearly_table(report))
    assert [words(line) for line in lines] == [
        ["mean", "90 % of runs", "observed"],
        ["2010", "0.36", "0 to 1", "12"],
        ["2011 (2 of 4 quarters)", "18.4", "11 to 27", "–"],
    ]
    assert "scenario 'world', 200 runs\nobserved in the world (INDIGO), export" in yearly_title(report)


def test_without_counts_observed_the_title_says_so(printed):
    report = SimpleNamespace(yearly=yearly([None, None]), scenario="mine", replicates=1)
    assert words(printed(yearly_table(report))[0]) == ["mean", "90 % of runs"]
    assert "scenario 'mine', 1 run\n(no counts observed" in yearly_title(report)


@pytest.mark.parametrize(("quarters", "text"), [(4, "2010"), (1, "2010 (1 of 4 quarters)")])
def test_a_year_in_part_says_so(quarters, text):
    assert year_text(pd.Series({"year": 2010, "quarters": quarters})) == text


def test_what_was_considered_is_no_share_of_what_was_started(printed):
    columns = ["step", "label", "mean", "low", "high", "share_of_started"]
    rows = [("considered", "considered", 1120.4, 800.0, 1500.0, np.nan), ("signed", "signed", 7.34, 2.0, 15.0, 0.225)]
    lines = printed(funnel_table(SimpleNamespace(funnel=pd.DataFrame(rows, columns=columns))))
    assert words(lines[1]) == ["considered", "1,120", "800 to 1,500"]
    assert words(lines[2]) == ["signed", "7.3", "2 to 15", "22 %"]


def test_key_figures_are_in_percent_or_with_their_unit(printed):
    columns = ["label", "unit", "mean", "low", "high", "observed_low", "observed_high"]
    rows = [
        ("attempts signed", "share", 0.226, 0.11, 0.34, 0.2, 0.43),
        ("success, mean", "share of target", 0.912, 0.47, 1.33, np.nan, np.nan),
        ("months to signature", "months", 23.4, 21.0, 27.0, 21.0, 21.0),
        ("capital, median", "million USD", 1.352, 0.41, 2.78, 1.5, 1.5),
    ]
    report = SimpleNamespace(key_figures=pd.DataFrame(rows, columns=columns), money=MODEL_MONEY)
    lines = printed(key_figure_table(report))
    assert [words(line) for line in lines[1:]] == [
        ["attempts signed", "23 %", "11 to 34 %", "20 to 43 %"],
        ["success, mean, % of target", "91 %", "47 to 133 %", "–"],
        ["months to signature", "23.4", "21 to 27", "21"],
        ["capital, median, million USD", "1.4", "0.4 to 2.8", "1.5"],
    ]
    kroner = Money("DKK", 2024, 10.0)
    report = SimpleNamespace(key_figures=kroner.converted(report.key_figures), money=kroner)
    assert words(printed(key_figure_table(report))[-1]) == ["capital, median, million DKK", "13.5", "4 to 28", "15"]


def test_cash_and_other_value_have_a_row_each(printed):
    columns = ["domain", "label", "gross", "of_effects", "net"]
    rows = [("all", "cash saved", 19.9, 18.8, -7.8), ("all", "other public value", 43.2, 40.9, 16.9)]
    table = pd.DataFrame([*rows, ("social", "cash saved", 9, 9, 9)], columns=columns)
    lines = printed(value_table(SimpleNamespace(public_value=table)))
    assert [words(line) for line in lines[1:]] == [
        ["cash saved", "19.9", "18.8", "−7.8"],
        ["other public value", "43.2", "40.9", "16.9"],
    ]


def net_positions_report():
    columns = ["label", "domain", *FLOWS, OTHER_VALUE, NET_CASH, f"{NET_CASH}_per_partnership"]
    rows = [
        ("the authority", "all", 6.0, -9.0, 0.0, -1.5, -0.25, 0.0, -4.75, -2.375),
        ("citizens", "all", 0.0, 0.0, 0.0, 0.0, 0.0, 37.0, 0.0, 0.0),
        ("citizens", "social", 0.0, 0.0, 0.0, 0.0, 0.0, 30.0, 0.0, 0.0),
    ]
    table = pd.DataFrame(rows, columns=columns)
    worst = {f"{NET_CASH}{ORDINARY}": [-3.0, 0.0, 0.0], "worst_tenth": [-8.0, 0.0, 0.0]}
    return SimpleNamespace(net_positions=table.assign(**worst, worst_tenth_ordinary=[-2.0, 0.0, 0.0]))


def test_net_cash_and_other_value_stand_in_columns_of_their_own(printed):
    lines = printed(net_table(net_positions_report()))
    assert [words(line) for line in lines[-2:]] == [
        ["the authority", "6", "−9", "–", "−1.5", "−0.25", "−4.8", "−2.4", "–"],
        ["citizens", "–", "–", "–", "–", "–", "–", "–", "37"],
    ]


def test_who_has_no_cash_at_stake_is_not_among_those_who_carry_risk(printed):
    lines = printed(risk_table(net_positions_report()))
    assert words(lines[-1]) == ["the authority", "−4.8", "−3", "−8", "−2"]


def test_returns_are_percent_with_the_decimals_of_the_shortfall(printed):
    columns = ["year", "horizon", "deals", "promised", "realised", "shortfall", "shortfall_low", "shortfall_high"]
    rows = [(2012, "all", 1200, 0.0713, 0.0961, -0.0248, -0.0287, -0.0209), (2012, "2 years", 3, 0, 0, 0, 0, 0)]
    lines = printed(returns_table(SimpleNamespace(returns=pd.DataFrame(rows, columns=columns))))
    assert words(lines[-1]) == ["signed in 2012", "1,200", "7.1", "9.6", "−2.5", "−2.9 to −2.1"]
