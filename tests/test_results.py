"""Results: tables made when asked for, a report, a folder that gives the same again, a notebook's display."""

import pandas as pd
import pytest

from sipabm import Results, Scenario, ScenarioError, read_results, simulate
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
        expected = getattr(results, table)
        texts = {name: str for name in ("country", "barriers") if name in expected}
        pd.testing.assert_frame_equal(getattr(again, table).astype(texts), expected.astype(texts))
    assert again.manifest == {**results.manifest, "finished": True}
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


def test_a_notebook_shows_what_was_run_with_names_that_cannot_be_markup():
    scenario = Scenario.load("classroom").replace(name="<b>bold</b>")
    shown = simulate(scenario, 2)._repr_html_()
    assert "&lt;b&gt;bold&lt;/b&gt;, 2 runs" in shown
    assert "<b>bold" not in shown
    assert shown.count("<table") == 3
