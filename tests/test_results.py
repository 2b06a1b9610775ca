"""Results: tables made when asked for, a report, a folder that gives the same again, a notebook's display."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sipabm import Results, Scenario, ScenarioError, read_results, simulate, simulate_to_folder
from sipabm.tables.codebook import TABLES


@pytest.fixture(scope="module")
def results():
    return simulate("classroom", 5, seed=3)


def test_a_table_is_made_once_and_only_when_it_is_asked_for():
    asked = []

    def load(table):
        asked.append(table)
        return pd.DataFrame({"run": [0]})

    results = Results(Scenario.load("classroom"), {}, load)
    assert asked == []
    assert results.runs is results.runs
    assert asked == ["runs"]


def test_its_repr_is_one_short_line(results):
    assert repr(results) == "Results of 'classroom': 5 runs, seed 3, engine"


def test_its_report_is_that_of_its_tables(results):
    said = results.report()
    assert said.replicates == 5
    assert said.signed_by_run.to_numpy().sum() == results.runs["signed"].sum()


def test_what_is_saved_reads_back_as_the_same(results, tmp_path):
    folder = results.save(tmp_path / "out")
    again = read_results(folder)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(again, table), getattr(results, table))
    assert {**results.manifest, "finished": True}.items() <= again.manifest.items()
    assert again.scenario == results.scenario


def test_saving_again_changes_nothing_and_other_runs_are_left_alone(results, tmp_path):
    results.save(tmp_path / "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.json")}
    results.save(tmp_path / "out")
    other = simulate("classroom", 5, seed=4)
    with pytest.raises(ScenarioError, match="another seed"):
        other.save(tmp_path / "out")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.json")} == before
    other.save(tmp_path / "out", overwrite=True)
    assert read_results(tmp_path / "out").manifest["seed"] == 4


def test_results_survive_being_saved_over_the_folder_they_are_read_from(results, tmp_path):
    simulate_to_folder("classroom", tmp_path / "out", 5, seed=3, chunk=2)
    read_results(tmp_path / "out").save(tmp_path / "out", overwrite=True)
    again = read_results(tmp_path / "out")
    assert again.runs["signed"].tolist() == results.runs["signed"].tolist()
    assert [len(getattr(again, table)) for table in TABLES] == [len(getattr(results, table)) for table in TABLES]


def test_a_notebook_shows_what_was_run_with_names_that_cannot_be_markup():
    scenario = Scenario.load("classroom").replace(name="<b>bold</b>")
    shown = simulate(scenario, 2)._repr_html_()
    assert "&lt;b&gt;bold&lt;/b&gt;, 2 runs" in shown
    assert "<b>bold" not in shown
    assert shown.count("<table") == 3


@pytest.mark.parametrize(
    ("what", "panels"), [("curve", 1), ("funnel", 1), ("stopped", 1), ("bending", 7), ("report", 3), ("returns", 2)]
)
def test_a_plot_is_drawn_into_the_axes_that_are_given_or_into_a_figure_of_its_own(results, what, panels):
    own = results.plot(what)
    assert len(own if isinstance(own, list) else [own]) == panels
    given = Figure().subplots(panels)
    drawn = results.plot(what, axes=given)
    assert np.all(np.array(drawn) == given)
    assert all(axes.has_data() for axes in np.atleast_1d(given))


def test_panels_that_share_an_axis_show_all_of_each(results):
    more = simulate(results.scenario.replace(own_interest=0.8), 5, seed=3)
    first, second = Figure().subplots(1, 2, sharey=True)
    for one, axes in ((results, first), (more, second)):
        one.plot("curve", axes=axes, title="one of two")
    highest = more.report().signed_by_run.iloc[:4].to_numpy().max()
    assert highest > results.report().signed_by_run.to_numpy().max()
    assert first.get_ylim()[1] >= highest


def test_an_unknown_plot_is_refused_with_the_nearest(results):
    with pytest.raises(ScenarioError, match="no plot 'curves'; did you mean 'curve'"):
        results.plot("curves")


def test_a_series_observed_stands_in_the_report_and_its_figure(results):
    own = pd.DataFrame({"year": [2012], "signed": [4.5]})
    assert results.report(own).yearly.set_index("year")["observed"].dropna().to_dict() == {2012: 4.5}
    curve = results.plot("report", observed=own)[0]
    assert "observed (given)" in [line.get_label() for line in curve.lines]


def test_a_plot_without_a_curve_takes_no_series_observed(results):
    with pytest.raises(ScenarioError, match="'funnel' has no curve"):
        results.plot("funnel", observed=pd.DataFrame({"year": [2012], "signed": [4]}))
