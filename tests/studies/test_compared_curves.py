"""Curves of compared worlds: those that each world has alone."""

import pandas as pd
import pytest

from sipabm import simulate
from sipabm.report import yearly_summary
from sipabm.studies import compare

RUNS = 5


@pytest.mark.parametrize("years", [(2010, 2013), (2012, 2012)])
def test_each_world_has_the_curve_of_its_own_report(lively, years):
    other = lively.with_policy("early_meetings=1@2012Q1")
    found = compare(lively, {"early": other}, RUNS, seed=3, first=years[0], last=years[1])
    assert list(found.curves["alternative"].unique()) == [lively.name, "early"]
    for label, world in ((lively.name, lively), ("early", other)):
        expected = yearly_summary(simulate(world, RUNS, seed=3))
        expected = expected[expected["year"].between(*years)][["year", "signed_mean", "signed_low", "signed_high"]]
        mine = found.curves[found.curves["alternative"] == label].drop(columns=["alternative", "domain"])
        pd.testing.assert_frame_equal(
            mine.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=False, check_names=False
        )


def test_years_of_a_measure_may_be_asked_for_beside_the_curves(lively):
    other = lively.replace(give_up=0.0)
    found = compare(lively, {"never": other}, RUNS, measures=["signed", "signed_by_year"])
    means = found.curves.set_index(["alternative", "year"])["signed_mean"]
    for row in found.table[found.table["measure"] != "signed"].to_dict("records"):
        year = int(row["measure"].removeprefix("signed_"))
        assert means["never", year] == pytest.approx(row["other"])
