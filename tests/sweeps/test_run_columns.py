"""Columns of a run are those of its yearly table, by year, by area and in all; rows give those by country."""

from functools import partial

import numpy as np
import pytest

from sipabm import simulate
from sipabm.sweeps.measures import of_area
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.run_columns import (
    AREAS,
    COUNTS,
    OwnColumns,
    by_country,
    characteristics,
    picks_of,
)

RUNS = 4


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively, RUNS, seed=3)


def kept(lively, names, **window):
    """Return the columns of some names by run."""
    runs = measure_runs({"lively": lively}, RUNS, 3, measures=names, **window)
    return {name: runs.values[0, :, place] for place, name in enumerate(runs.columns)}


def test_totals_are_sums_of_the_yearly_table(lively, results):
    sums = results.yearly.groupby("run").sum(numeric_only=True)
    for name, values in kept(lively, list(COUNTS)).items():
        np.testing.assert_allclose(values, sums[name], rtol=1e-12)


def test_a_window_counts_its_years_alone(lively, results):
    within = results.yearly.query("2014 <= year <= 2016").groupby("run")[["signed", "cost_authority"]].sum()
    for name, values in kept(lively, ["signed", "cost_authority"], first=2014, last=2016).items():
        np.testing.assert_allclose(values, within[name], rtol=1e-12)


def test_columns_of_a_year_and_of_an_area_are_those_of_the_table(lively, results):
    by_year = results.yearly.groupby(["run", "year"])["signed"].sum().unstack()
    columns = kept(lively, ["signed_by_year"])
    assert list(columns) == [f"signed_{year}" for year in by_year]
    assert (np.column_stack(list(columns.values())) == by_year.to_numpy()).all()
    by_area = results.yearly.groupby(["run", "domain"], observed=False)["signed"].sum().unstack()
    for name, values in kept(lively, ["signed_by_area"]).items():
        assert (values == by_area[name.removeprefix("signed_")]).all()
    assert len(AREAS) == by_area.shape[1]


def test_columns_of_a_year_in_an_area_are_those_of_the_table(lively, results):
    of_health = results.yearly[results.yearly["domain"] == "health"]
    by_year = of_health.groupby(["run", "year"])["started"].sum().unstack()
    measures, _ = of_area("started_by_year", "health", list(by_year))
    columns = kept(lively, measures)
    assert list(columns) == [f"started_{year}_health" for year in by_year]
    assert (np.column_stack(list(columns.values())) == by_year.to_numpy()).all()
    assert by_year.to_numpy().sum() > 0


def test_a_level_is_that_at_the_end_of_the_last_year(lively, results):
    last = results.yearly[results.yearly["year"] == 2016].groupby("run")
    columns = kept(lively, ["trust", "running", "running_by_year"], last=2016)
    assert (columns["trust"] == last["trust"].first()).all()
    assert (columns["running"] == last["running"].sum()).all()
    assert (columns["running"] == columns["running_2016"]).all()


def test_a_peak_and_a_fall_by_hand():
    """Means of three years: 2, 4, 3: a quarter is lost since the highest."""
    assert characteristics(np.array([0.0, 2.0, 4.0, 6.0, -1.0]), 2010).tolist() == [2013.0, 6.0, 0.25]
    assert characteristics(np.array([3.0, 3.0, 3.0]), 2010).tolist() == [2010.0, 3.0, 0.0]
    assert np.isnan(characteristics(np.array([1.0, 2.0]), 2010)).tolist() == [False, False, True]
    assert np.isnan(characteristics(np.zeros(4), 2010)).tolist() == [True, False, True]


def test_peak_and_fall_are_those_of_each_runs_own_curve(lively, results):
    curves = results.yearly.groupby(["run", "year"])["signed"].sum().unstack()
    columns = kept(lively, ["peak_year", "peak", "fall"])
    assert (columns["peak_year"] == curves.idxmax(axis=1)).all() and (columns["peak"] == curves.max(axis=1)).all()
    means = curves.T.rolling(3).mean().T
    np.testing.assert_allclose(columns["fall"], 1 - means.iloc[:, -1] / means.max(axis=1))


def test_countries_add_up_to_all_and_are_told_apart(lively, results):
    columns = kept(lively, ["signed", "successful", "signed_by_country", "successful_by_country"])
    for name in ("signed", "successful"):
        assert (columns[f"{name}_A"] + columns[f"{name}_B"] == columns[name]).all()
    of_b = (
        results.contracts[results.contracts["country"] == "B"].groupby("run").size().reindex(range(RUNS), fill_value=0)
    )
    assert (columns["signed_B"] == of_b).all() and of_b.sum() > 0


def test_contracts_before_the_first_year_do_not_count_by_country(results):
    late = by_country(("A", "B"), 2016, results)
    after = results.contracts[results.contracts["signed"].dt.year >= 2016]
    assert late[["signed_A", "signed_B"]].to_numpy().sum() == len(after) < len(results.contracts)


def test_a_column_that_is_not_there_is_refused(line_of):
    assert "no column 'sined'; did you mean 'signed'?" in line_of(lambda: picks_of(["sined"], (2010, 2011)))


def first_function(results):
    return results.runs[["signed"]] * 2


def second_function(results):
    return results.runs[["signed"]] * 3


def test_a_changed_function_has_another_digest():
    digests = {OwnColumns(("signed",), each).digest() for each in (first_function, second_function)}
    assert len(digests) == 2
    assert OwnColumns(("signed",), first_function).digest() != OwnColumns(("other",), first_function).digest()
    assert (
        OwnColumns((), partial(by_country, ("A",), 1)).digest()
        != OwnColumns((), partial(by_country, ("A",), 2)).digest()
    )
