"""The curve: observed counts at their years, and a scale that says something where nothing happens."""

import pandas as pd

from sipabm import Scenario, simulate
from sipabm.plots import plot_curve
from sipabm.report import report


def lines(axes):
    return {line.get_label(): line for line in axes.lines}


def test_counts_observed_are_points_over_their_years():
    said = report(simulate(Scenario.load("world"), replicates=3))
    points = lines(plot_curve(said.yearly, said.signed_by_run))["observed in the world (INDIGO)"]
    assert dict(zip(points.get_xdata(), points.get_ydata(), strict=True))[2018] == 48
    assert points.get_linestyle() == "None"


def test_a_second_count_without_years_stands_below_them(readable):
    said = report(simulate(Scenario.load("denmark"), replicates=2))
    axes = plot_curve(said.yearly, said.signed_by_run)
    assert "observed in Denmark (INDIGO)" in lines(axes)
    assert "another count without years has 24" in axes.get_xlabel()
    readable(axes)


def test_the_legend_counts_runs(said):
    assert "mean of 2 runs" in lines(plot_curve(said.yearly, said.signed_by_run))
    assert "one run" in lines(plot_curve(said.yearly, said.signed_by_run.iloc[:1]))


def test_the_axis_begins_at_zero_and_reaches_one_where_nothing_is_signed(quiet):
    said = report(simulate(quiet, replicates=2))
    assert plot_curve(said.yearly, said.signed_by_run).get_ylim() == (0, 1)


def test_its_own_figure_can_be_read(said, readable):
    readable(plot_curve(said.yearly, said.signed_by_run))


def test_a_series_of_the_users_own_is_drawn_in_its_place_and_a_long_name_can_be_read(readable, tmp_path):
    results = simulate(Scenario.load("world"), replicates=2)
    path = tmp_path / "$own$_counts_of_the_whole_world_until_2025.csv"
    pd.DataFrame({"year": [1999, 2018], "signed": [1, 77.5]}).to_csv(path, index=False)
    axes = results.plot("curve", observed=path)
    (points,) = [line for name, line in lines(axes).items() if name.startswith("observed")]
    assert (points.get_xdata().tolist(), points.get_ydata().tolist()) == ([2018], [77.5])
    assert points.get_label() == "observed ($own$_cou…_2025.csv)"
    assert "so not shown: 1999" in axes.get_xlabel()
    readable(axes)
