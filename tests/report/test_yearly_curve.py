"""The yearly curve: means and bands of small runs, and what is observed beside it."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Results, Scenario, simulate
from sipabm.observed import ObservedLaunches
from sipabm.report import by_run_and_year, yearly_summary
from sipabm.report.funnel import EXITS
from sipabm.report.yearly_curve import note, spans, where

RUNS = 4


def test_a_measure_is_summed_over_areas_and_what_stopped_over_stages():
    same = {"run": [0, 0, 1], "year": [2010, 2010, 2010], "signed": [1, 2, 5]}
    yearly = pd.DataFrame({**same, **{stage: [1, 0, 2] for stage in EXITS}})
    made = Results(Scenario.load("classroom"), {}, {"yearly": yearly}.__getitem__)
    assert by_run_and_year(made, "signed")[2010].tolist() == [3, 5]
    assert by_run_and_year(made, "stopped")[2010].tolist() == [len(EXITS), 2 * len(EXITS)]


def test_yearly_means_add_up_to_the_mean_total_of_runs(busy_results):
    table = yearly_summary(busy_results)
    for measure in ("considered", "started", "signed", "stopped", "delivered", "ended_early", "capital"):
        assert table[f"{measure}_mean"].sum() == pytest.approx(busy_results.runs[measure].mean())


def test_yearly_band_is_that_of_contracts_signed_in_the_year(busy_results):
    row = yearly_summary(busy_results).set_index("year").loc[2016]
    signed = busy_results.contracts[busy_results.contracts["signed"].astype(str).str.startswith("2016")]
    counts = [int((signed["run"] == run).sum()) for run in range(RUNS)]
    assert row["signed_low"] == pytest.approx(np.quantile(counts, 0.05))
    assert row["signed_high"] == pytest.approx(np.quantile(counts, 0.95))


def test_where_counts_are_observed_stands_beside_them(nothing_happens):
    world = Results(Scenario.load("world"), {}, {"yearly": nothing_happens.yearly}.__getitem__)
    rows = yearly_summary(world).dropna(subset="observed")
    assert rows["observed_where"].unique().tolist() == ["in the world (INDIGO)"]
    assert rows["observed_note"].isna().all()
    assert yearly_summary(nothing_happens)[["observed", "observed_where", "observed_note"]].isna().all(axis=None)


def test_another_count_without_years_is_named_beside_the_first():
    counts = pd.Series([2, 3], index=[2020, 2021])
    assert where(ObservedLaunches(counts, "Denmark", 24)) == "in Denmark (INDIGO)"
    said = "5 observed in all; another count without years has 24"
    assert note(ObservedLaunches(counts, "Denmark", 24)) == said
    assert note(ObservedLaunches(counts, "the world")) is None


def test_a_series_of_the_users_own_replaces_what_comes_with_the_scenario():
    results = simulate(Scenario.load("denmark").replace(quarters=16), replicates=1)
    own = pd.DataFrame({"year": [2017, 2018, 2019], "signed": [1, 3, 4]})
    rows = yearly_summary(results, own).dropna(subset="observed").set_index("year")
    assert rows["observed"].to_dict() == {2018: 3, 2019: 4}
    assert set(rows["observed_where"]) == {"(given)"}
    assert set(rows["observed_note"]) == {"observed but not simulated in full, so not shown: 2017"}


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ((2007,), "2007"),
        ((2007, 2008, 2009, 2030), "2007 to 2009, 2030"),
        ((1990, 1992, 1994, 1996), "4 years from 1990 to 1996"),
    ],
)
def test_years_that_follow_each_other_are_a_span_and_of_many_the_ends_are_told(years, text):
    assert spans(years) == text
