"""Forecasts of the model: nothing after the origin enters, and everything before it does."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.calibration.calibration import Search
from sipabm.calibration.reference_table import ROWS_A_BLOCK, Round
from sipabm.calibration.targets import targets_of
from sipabm.forecasts.fit_at_origin import Lookup, column_of, evenly, lookup_of, points_at
from sipabm.forecasts.levels import LEVELS, MEDIAN
from sipabm.forecasts.model_forecast import nearest_to_record, quantiles_of, simulated_counts, world_at
from sipabm.forecasts.record import TARGETS, known_at, record, years_ahead
from sipabm.parameters.ranges import cube

WORLD, COUNTS = Scenario.load("world"), record()
POINTS = np.random.default_rng(7).random((6, len(cube())))


def planted(origin):
    """Return the world with other funds, closings and beginnings of countries after an origin."""
    end = f"{origin}Q4"
    funds = [each.model_dump() for each in WORLD.funds]
    for each in funds:
        if each["opens"] > end:
            each["purse"], each["share"] = 900.0, 0.9
        if each["closes"] > end:
            each["closes"] = "2029Q4"
    countries = [each.model_dump() for each in WORLD.countries]
    for each in countries:
        if each["since"] is not None and each["since"] > end:
            each["since"] = f"{origin + 2}Q1"
    return WORLD.replace(funds=funds, countries=countries)


@pytest.mark.parametrize("origin", [2014, 2017])
def test_what_is_planted_after_an_origin_changes_no_run(origin):
    one, other = (simulated_counts(world, origin, POINTS, 1, threads=1) for world in (WORLD, planted(origin)))
    pd.testing.assert_frame_equal(one, other)


def test_what_is_planted_before_an_origin_does():
    funds = [{**each.model_dump(), "development_share": 0.9, "opens": "2010Q1"} for each in WORLD.funds]
    one, other = (simulated_counts(world, 2016, POINTS, 1, threads=1) for world in (WORLD, WORLD.replace(funds=funds)))
    assert not one.equals(other)


def test_runs_are_the_same_however_many_are_made():
    few, all_of_them = (simulated_counts(WORLD, 2015, points, 1, threads=1) for points in (POINTS[:2], POINTS))
    pd.testing.assert_frame_equal(few, all_of_them.iloc[:2])


def test_a_country_that_had_not_begun_is_not_known_to_begin():
    begins = {origin: {each.code: each.since for each in world_at(WORLD, origin).countries} for origin in (2017, 2018)}
    assert (begins[2017]["DK"], begins[2018]["DK"]) == ("2023Q1", "2018Q1")
    assert {since for code, since in begins[2017].items() if code != "DK"} == {None}


def test_parts_add_up_to_all_and_the_last_year_is_the_fifth_ahead():
    counts = simulated_counts(WORLD, 2014, POINTS, 1, threads=1)
    assert list(counts.columns[:3]) == ["all_2010", "all_2011", "all_2012"] and counts.columns[-1] == "health_2019"
    for parts in (("GB", "US", "rest"), ("social", "employment", "health")):
        assert sum(counts[f"{part}_2019"] for part in parts).equals(counts["all_2019"].rename(None))


def made_up(values):
    """Return the counts of runs that have so many of every target in every year."""
    return pd.DataFrame({f"{target}_{year}": values for target in TARGETS for year in range(2010, 2020)}, dtype=float)


def test_quantiles_are_those_of_the_years_ahead():
    found = quantiles_of(made_up(np.arange(101.0)), 2014)
    assert found["GB"].shape == (5, len(LEVELS))
    assert found["GB"][:, MEDIAN] == pytest.approx(50.0)


def test_the_nearest_runs_are_those_that_the_last_years_are_like():
    counts = COUNTS.copy()
    counts.loc[2012:2014] = 7.0
    chosen = nearest_to_record(made_up(np.arange(100.0)), counts, 2014)["GB_2019"]
    assert sorted(chosen) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


def test_later_counts_do_not_decide_which_runs_are_nearest():
    later = COUNTS.copy()
    later.loc[2015:] += 100
    runs = made_up(np.arange(100.0))
    pd.testing.assert_frame_equal(nearest_to_record(runs, COUNTS, 2014), nearest_to_record(runs, later, 2014))


def table(rows=1500):
    """Return a table in which a number of two decides how many there are, with a little luck, and others nothing."""
    luck = np.random.default_rng(3)
    points = luck.random((rows, len(cube())))
    level = 4 + 20 * points[:, 5] + luck.standard_normal(rows)
    names = [column_of(target, year) for target in TARGETS for year in COUNTS.index]
    return Lookup(points, pd.DataFrame({name: level**2 / 16 for name in names}))


@pytest.mark.slow
def test_the_fit_finds_a_planted_number_and_looks_at_nothing_after_the_origin():
    counts = pd.DataFrame(14.0**2 / 16, index=COUNTS.index, columns=COUNTS.columns)
    later = counts.copy()
    later.loc[2016:] *= 3
    found = points_at(table(), counts, 2015, TARGETS, 50, 1)
    assert found[:, 5].mean() == pytest.approx(0.5, abs=0.03) and found[:, 5].std() < 0.1
    assert found[:, 6].std() == pytest.approx(np.sqrt(1 / 12), rel=0.2)
    assert (points_at(table(), later, 2015, TARGETS, 50, 1) == found).all()


def test_what_a_calibration_looked_for_later_is_in_no_fit_at_an_origin():
    search = Search(WORLD, targets_of(WORLD), 2, 2, 1)
    search.shown = pd.DataFrame({"launches_all_2014": np.arange(8.0 * ROWS_A_BLOCK)})
    found = lookup_of(search)
    assert found.shown["launches_all_2014"].tolist() == list(range(2 * ROWS_A_BLOCK))
    assert np.array_equal(found.points, Round(0, 2).points(1))


def test_a_number_that_is_kept_is_not_fitted_whatever_it_seems_to_decide():
    counts = pd.DataFrame(14.0**2 / 16, index=COUNTS.index, columns=COUNTS.columns)
    found = points_at(table()._replace(kept=(5,)), counts, 2015, TARGETS, 50, 1)
    assert set(found[:, 5]) <= set(table().points[:, 5])


def test_rows_are_drawn_as_often_as_they_weigh():
    drawn = evenly(np.array([0.1, 0.0, 0.6, 0.3]), 1000, 1)
    assert np.bincount(drawn, minlength=4).tolist() == [100, 0, 600, 300]


def test_years_known_and_years_ahead_share_none():
    assert known_at(COUNTS, 2016).index.max() == 2016
    assert years_ahead(COUNTS, 2016) == [2017, 2018, 2019, 2020, 2021]
    assert years_ahead(COUNTS, 2021) == [2022, 2023]


def test_a_number_that_the_world_keeps_is_that_of_every_run():
    none_looks = simulated_counts(WORLD.replace(own_interest=0.0, word_of_mouth=0.0, world_news=0.0), 2014, POINTS, 1)
    assert simulated_counts(WORLD, 2014, POINTS, 1).to_numpy().sum() > none_looks.to_numpy().sum()
