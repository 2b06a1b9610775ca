"""The autopsy: read by hand from some attempts, and tables that add up to what whole runs recorded."""

from dataclasses import replace

import pandas as pd
import pytest

from sipabm import Results, Scenario, ScenarioError, simulate
from sipabm.barriers import Relaxation
from sipabm.studies.autopsy import ALL_TOGETHER, ALONE, ANY_ONE, NO_ONE, NONE_ALONE, READINGS, autopsy
from sipabm.words import Stage

REPLICATES = 6


@pytest.fixture(scope="module")
def found(hard_results):
    return autopsy(hard_results)


def made_by_hand(*rows):
    """Return results of one run with some attempts: stage, barriers, surplus; the first barrier ended each."""
    frame = pd.DataFrame(rows, columns=["stage", "barriers", "surplus"])
    first = frame["barriers"].str.split(" + ", regex=False).str[0]
    attempts = frame.assign(run=0, domain="health", ended=pd.Period("2011Q4"), outcome="stopped", barrier=first)
    runs = pd.DataFrame({"run": [0], "signed": [0], "stopped": [len(rows)]})
    tables = {"runs": runs, "yearly": pd.DataFrame({"year": [2010, 2011]}), "attempts": attempts}
    return Results(Scenario.load("classroom"), {}, tables.__getitem__)


def test_a_set_is_read_by_where_it_stood():
    found = autopsy(
        made_by_hand(
            ("mobilisation", "frontline + local_politics", 0.0),
            ("mobilisation", "frontline", 0.0),
            ("negotiation", "silos + cashable_savings", -0.2),
            ("negotiation", "silos", -0.1),
            ("negotiation", "none_alone", -0.5),
            ("negotiation", "legislation + change_of_government", 0.0),
        )
    )
    readings = dict(zip(found.sets["barriers"], found.sets["reading"], strict=True))
    assert readings == {
        "frontline + local_politics": ALL_TOGETHER,
        "frontline": ALONE,
        "silos + cashable_savings": ANY_ONE,
        "silos": ALONE,
        "none_alone": NO_ONE,
        "legislation + change_of_government": ALL_TOGETHER,
    }
    barriers = found.barriers.set_index("barrier")
    assert barriers.loc["silos", ["stood", "stood_alone", "opened_at_gate", "opened_at_table"]].tolist() == [2, 1, 0, 2]
    assert barriers.loc["frontline", ["stood", "opened_at_gate", "opened_at_table"]].tolist() == [2, 1, 0]
    assert barriers.loc["cashable_savings", ["ended", "stood", "opened_at_table"]].tolist() == [0, 1, 1]
    assert barriers.loc[NONE_ALONE, ["ended", "opened_at_gate", "opened_at_table"]].tolist() == [1, 0, 0]
    years = found.by_domain_and_year.query("stopped_a_run > 0")
    assert set(years["domain"]) == {"health"} and set(years["year"]) == {2011}


def test_every_way_to_read_a_set_happens_and_is_explained(found):
    assert set(found.sets["reading"]) == set(READINGS)


def test_all_tables_add_up_to_the_attempts_that_were_stopped(found, hard_results):
    stopped = hard_results.runs["stopped"].mean()
    assert found.sets["stopped_a_run"].sum() == pytest.approx(stopped)
    assert found.sets["share"].sum() == pytest.approx(1)
    assert found.barriers["ended"].sum() == pytest.approx(stopped)
    assert found.by_domain_and_year["stopped_a_run"].sum() == pytest.approx(stopped)
    assert found.ended == pytest.approx((hard_results.runs["stopped"] + hard_results.runs["signed"]).mean())


def test_barriers_by_area_and_year_are_those_that_every_run_counted(found, hard_results):
    yearly = hard_results.yearly.groupby(["domain", "year"], observed=True)
    for barrier in ("silos", "no_partner", "none_alone"):
        counted = yearly[f"exit_{barrier}"].sum() / REPLICATES
        table = found.by_domain_and_year.query("barrier == @barrier").set_index(["domain", "year"])["stopped_a_run"]
        assert table.to_dict() == pytest.approx(counted.to_dict())


def test_what_one_barrier_less_opens_is_what_the_recorded_autopsy_says(found, hard_results):
    """A surplus with one barrier relaxed is not negative exactly if there is a barrier that opens."""
    attempts = hard_results.attempts
    at_table = attempts[(attempts["stage"] == Stage.NEGOTIATION.name.lower()) & (attempts["surplus"] < 0)]
    opened = (at_table["relaxed_surplus"] >= 0).sum() / REPLICATES
    ways = found.sets[found.sets["reading"].isin([ANY_ONE])]["stopped_a_run"].sum()
    single = found.barriers["opened_at_table"].sum()
    assert len(at_table) / REPLICATES - opened == pytest.approx(
        found.barriers.set_index("barrier").loc[NONE_ALONE, "ended"]
    )
    assert ways < opened < single
    assert (found.barriers["opened_at_table"] > 0).sum() == len(Relaxation) - 1


def test_one_run_is_enough(hard):
    found = autopsy(simulate(hard))
    assert found.replicates == 1 and (found.sets["stopped_a_run"] % 1 == 0).all()


def test_runs_in_which_nothing_happens_have_empty_tables():
    names = ("own_interest", "word_of_mouth", "world_news", "fund_pull")
    quiet = simulate(Scenario.load("classroom").replace(dict.fromkeys(names, 0.0)), 2)
    found = autopsy(quiet)
    assert not len(found.sets) and found.barriers["ended"].sum() == 0


def test_results_without_attempts_are_refused(hard):
    with pytest.raises(ScenarioError, match="rows=True"):
        autopsy(simulate(hard, rows=False))


def test_a_notebook_shows_the_barriers_and_takes_no_name_for_html(found):
    page = replace(found, scenario="<b>&")._repr_html_()
    assert f"<b>Autopsy of &#x27;&lt;b&gt;&amp;&#x27;: {len(found.sets)} sets of barriers in 6 runs</b>" in page
    assert page.count("<tr>") == len(found.barriers) == 20 and "<td>frontline resistance</td>" in page
