"""Histories joined as arrays: what tables of the same runs say, whoever runs them and whatever they share."""

import numpy as np
import pandas as pd
import pytest

from sipabm import ScenarioError, grid, simulate, sweep
from sipabm.runs import run_histories
from sipabm.sweeps.histories import Histories, Told
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.words import Outcome

RUNS = 3
NAMES = ("deals", "begun", "threshold")
EARLY = "early_meetings=1@2012Q1"


def of_histories(histories):
    """Return contracts of attempts begun in 2011, attempts stopped and the threshold of success, from arrays."""
    contracts, stopped = histories.contracts, histories.attempts["outcome"] == Outcome.STOPPED
    deals = contracts.where(histories.years_begun(contracts) == 2011)
    begun = np.bincount(histories.attempts.run, stopped, len(histories))
    return np.column_stack([np.bincount(deals.run, None, len(histories)), begun, histories.number("success_threshold")])


def of_tables(results):
    """Return the same from tables."""
    deals = results.contracts[results.contracts["started"].dt.year == 2011]["run"].value_counts()
    stopped = results.attempts[results.attempts["outcome"] == "stopped"]["run"].value_counts()
    table = pd.DataFrame({"deals": deals, "begun": stopped}, index=results.runs["run"]).fillna(0)
    return table.assign(threshold=results.number("success_threshold"))


def failing(histories):
    raise ValueError("no such thing")


def sometimes(histories):
    """Fail where success asks for much."""
    if (histories.number("success_threshold") > 0.8).any():
        raise ValueError("too much")
    return np.full((len(histories), 1), len(histories.attempts))


@pytest.fixture(scope="module")
def short(lively):
    return lively.replace(quarters=28)


@pytest.mark.parametrize(("model", "over"), [("engine", "defaults"), ("engine", "posterior"), ("mesa", "defaults")])
def test_columns_of_arrays_are_those_of_tables_for_worlds_that_share_quarters(short, model, over):
    worlds = {"base": short.replace(over=over), "early": short.with_policy(EARLY).replace(over=over)}
    runs = RUNS if model == "engine" else 1
    asked = (OwnColumns(NAMES, of_histories, of_arrays=True), OwnColumns(NAMES, of_tables))
    arrays, tables = (
        measure_runs(worlds, runs, 3, measures=["signed"], own=[own], model=model, last=2016) for own in asked
    )
    assert arrays.columns == tables.columns and arrays.values[..., 1:3].min() > 0
    np.testing.assert_array_equal(arrays.values, tables.values)
    both = [
        asked[0],
        OwnColumns(("deals_again",), lambda results: of_tables(results).set_axis(["deals_again", 1, 2], axis=1)),
    ]
    beside = measure_runs(worlds, runs, 3, measures=["signed"], own=both, model=model, last=2016)
    np.testing.assert_array_equal(beside.values[..., :-1], arrays.values)
    np.testing.assert_array_equal(beside.values[..., -1], arrays.values[..., 1])


def test_they_are_the_same_in_a_folder_and_whoever_makes_them(short, tmp_path):
    worlds, own = {"base": short, "early": short.with_policy(EARLY)}, [OwnColumns(NAMES, of_histories, of_arrays=True)]
    plain = measure_runs(worlds, RUNS, measures=["signed"], own=own, threads=1)
    stored = measure_runs(worlds, RUNS, measures=["signed"], own=own, folder=tmp_path / "runs", threads=2)
    np.testing.assert_array_equal(plain.values, stored.values)


def test_yearly_counts_and_years_are_those_of_the_calendar(short, any_scenario):
    for scenario in (short, *(any_scenario(number) for number in range(4))):
        histories = Histories(
            [Told(scenario, one) for one in run_histories(scenario, range(RUNS), 2, "engine", True)], 2
        )
        results = simulate(scenario, RUNS, seed=2)
        yearly = results.yearly.groupby(["run", "year"])["started"].sum()
        years = results.yearly["year"].unique()
        for first, last in ((years[0] - 1, years[0]), (years[0], years[-1]), (years[-1], years[-1] + 3)):
            within = yearly[yearly.index.get_level_values("year").isin(range(first, last + 1))]
            assert histories.counted("started", first, last).tolist() == within.groupby("run").sum().tolist()
        assert histories.years_begun(histories.attempts).tolist() == results.attempts["started"].dt.year.tolist()
        assert histories.attempts.run.tolist() == results.attempts["run"].tolist()


def test_rows_that_are_chosen_keep_their_runs(short):
    histories = Histories([Told(short, one) for one in run_histories(short, range(RUNS), 2, "engine", True)], 2)
    attempts = histories.attempts
    late = attempts.where(attempts["ended"] > 12).where(attempts["outcome"][attempts["ended"] > 12] == Outcome.STOPPED)
    expected = [(one.history.attempts["ended"] > 12) & (one.history.attempts["outcome"] == 2) for one in histories.told]
    assert np.bincount(late.run, None, RUNS).tolist() == [each.sum() for each in expected]
    assert 0 < len(late) < len(attempts) and (late["ended"] > 12).all()


def test_a_run_whose_column_fails_costs_no_other(short):
    own = OwnColumns(("mine",), sometimes, of_arrays=True)
    asked = {"measures": [Measure("mine", "mine", "pairs", ("mine",))], "own": [own], "each_run": True, "threads": 1}
    found = sweep(short, grid({"success_threshold": [0.5, 0.9]}), 2, **asked)
    failed = found["error"].notna()
    assert failed.tolist() == (found["success_threshold"] > 0.8).tolist() and 0 < failed.sum() < len(found)
    assert found["error"].dropna().str.contains("too much").all()
    assert found.loc[~failed, "mine"].gt(0).all()
    with pytest.raises(ScenarioError, match="no such thing"):
        measure_runs({"short": short}, 1, measures=[], own=[OwnColumns(("mine",), failing, of_arrays=True)])


def test_an_array_of_another_shape_is_refused(short, line_of):
    own = OwnColumns(("mine",), lambda histories: np.zeros(len(histories)), of_arrays=True)
    line = line_of(lambda: measure_runs({"short": short}, 2, measures=[], own=[own]))
    assert "'mine' should be of an array of 1 × 1 numbers, runs × columns" in line


def test_yearly_counts_are_kept_beside_what_measures_sum(short):
    found = measure_runs({"short": short}, 2, measures=["signed"], also=["signed_2012", "signed_2013"])
    years = measure_runs({"short": short}, 2, measures=["signed_by_year"])
    assert found.columns == ("signed", "signed_2012", "signed_2013") and len(found.measures) == 1
    np.testing.assert_array_equal(found.by_year("signed", [2012, 2013]), years.by_year("signed", [2012, 2013]))
