"""Comparisons: differences under the same luck, their intervals and verdicts, and when runs are added."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from sipabm.engine import many_runs
from sipabm.mesa_model import Authority, PartnershipModel
from sipabm.statistics.intervals import half_width
from sipabm.studies import compare
from sipabm.studies.comparison import COMPARED
from sipabm.studies.contrasts import COST_PER_SUCCESS, HEADLINES, NO_ADDITIONAL, SAME, UNDEFINED
from sipabm.sweeps import running
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point
from sipabm.tables import store
from sipabm.world import build_world

RUNS = 40
ONE_IN_A_MILLION = 1e-6


@pytest.fixture(scope="module")
def meetings(lively):
    return lively.replace({"levers.early_meetings.practice": 0.0}), "early_meetings=1@2012Q1"


@pytest.fixture(scope="module")
def found(meetings):
    base, policy = meetings
    return compare(base, base.with_policy(policy), RUNS, seed=5)


def of(found, measure, alternative=0):
    label = list(found.others)[alternative]
    return found.table.set_index(["alternative", "measure"]).loc[(label, measure)]


# the table


def test_there_is_one_row_for_each_alternative_and_measure(found):
    names = [measure.name for measure in COMPARED]
    assert sorted(found.table["measure"]) == sorted([*names, COST_PER_SUCCESS])
    assert (found.table["runs"] == RUNS).all() and found.runs.runs == RUNS


def test_the_difference_is_that_of_both_means_and_lies_amid_its_interval(found):
    table = found.table.dropna(subset="base")
    np.testing.assert_allclose(table["difference"], table["other"] - table["base"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose((table["low"] + table["high"]) / 2, table["difference"], rtol=1e-9, atol=1e-12)


def test_the_interval_is_that_of_the_differences_run_by_run(found):
    for name in HEADLINES:
        base, other = found.runs.by_run(name).to_numpy().T
        change = other - base
        assert of(found, name)["high"] - of(found, name)["low"] == pytest.approx(2 * half_width(change))
        separate = base.var(ddof=1) + other.var(ddof=1)
        assert of(found, name)["variance_ratio"] == pytest.approx(separate / change.var(ddof=1))


def test_a_comparison_is_that_of_one_world_with_the_other(found, meetings):
    base, policy = meetings
    runs = measure_runs({"base": base, "policy": base.with_policy(policy)}, RUNS, seed=5)
    assert of(found, "signed")["other"] == runs.mean("signed")["policy"]
    assert found.manifest["alternatives"] == {policy: base.with_policy(policy).digest()}
    assert (found.manifest["replicates"], found.manifest["seed"], found.manifest["study"]) == (RUNS, 5, "comparison")


def test_alternatives_have_the_numbers_that_each_has_alone(meetings, found):
    base, policy = meetings
    both = compare(base, [base.replace(silo_strength=0.0), base.with_policy(policy)], RUNS, seed=5)
    alone = found.table.drop(columns="alternative")
    together = both.table[both.table["alternative"] == policy].drop(columns="alternative").reset_index(drop=True)
    pd.testing.assert_frame_equal(together, alone)


def test_the_number_of_threads_changes_no_number(found, meetings):
    base, policy = meetings
    for threads in (1, 3):
        again = compare(base, base.with_policy(policy), RUNS, seed=5, threads=threads)
        pd.testing.assert_frame_equal(again.table, found.table)


def test_more_runs_are_those_of_before_and_others(meetings, found):
    base, policy = meetings
    more = compare(base, base.with_policy(policy), RUNS + 5, seed=5)
    assert (more.runs.values[:, :RUNS] == found.runs.values).all()


def test_years_bound_what_counts(meetings):
    base, policy = meetings
    before = compare(base, base.with_policy(policy), 5, last=2011)
    assert before.years == (2010, 2011) and set(before.table["verdict"]) <= {SAME, UNDEFINED, NO_ADDITIONAL}
    after = compare(base, base.with_policy(policy), 5, first=2012)
    assert after.years == (2012, 2024) and after.manifest["years"] == [2012, 2024]
    assert SAME not in set(after.table["verdict"])


# verdicts


def test_what_changes_nothing_is_the_same_in_every_run(classroom):
    """A policy of what is practice anyway: no draw and no event differs."""
    base = classroom.replace({"levers.pooled_budgets.practice": 0.4})
    found = compare(base, base.with_policy("pooled_budgets=0.4@2012Q1"), 10)
    table = found.table[found.table["measure"] != COST_PER_SUCCESS]
    assert (table["difference"] == 0).all() and (table["low"] == 0).all() and (table["high"] == 0).all()
    assert (table["verdict"] == SAME).all() and table["variance_ratio"].isna().all()
    assert of(found, COST_PER_SUCCESS)["verdict"] == NO_ADDITIONAL


def test_verdicts_are_in_the_words_of_the_measure(lively):
    found = compare(lively, {"costly": lively.replace(silo_strength=0.9, insists_on_cashable=1.0)}, 20)
    assert of(found, "signed")["verdict"] == "fewer" and of(found, "cash_saved")["verdict"] == "less"
    back = compare(lively.replace(silo_strength=0.9, insists_on_cashable=1.0), {"easy": lively}, 20)
    assert of(back, "signed")["verdict"] == "more"
    assert of(back, "signed")["difference"] == -of(found, "signed")["difference"]


def test_a_ratio_of_nothing_is_not_defined(classroom):
    quiet = classroom.replace({name: 0.0 for name in ("own_interest", "word_of_mouth", "world_news", "fund_pull")})
    found = compare(quiet, quiet.replace(silo_strength=0.1), 3)
    months = of(found, "mean_months_to_signature")
    assert months["verdict"] == UNDEFINED and np.isnan(months["difference"])
    assert of(found, "signed")["verdict"] == SAME


# what an interval of 95 % covers


@pytest.mark.slow
def test_intervals_cover_no_effect_at_the_nominal_rate(classroom, monkeypatch):
    """A change that deals other luck in the same world and does nothing else; making worlds would take minutes."""
    comparisons, runs = 150, 8
    world = build_world(classroom, 9, 0)
    monkeypatch.setattr(many_runs, "new_world", lambda _, seed, replicate: world._replace(replicate=replicate))
    found = measure_runs({"classroom": classroom}, 2 * comparisons * runs, seed=9)
    for name in ("signed", "successful", "cost", "cash_saved"):
        values = found.by_run(name)["classroom"].to_numpy().reshape(2, comparisons, runs)
        change = values[1] - values[0]
        covered = np.abs(change.mean(axis=1)) <= half_width(change)
        low, high = binom.interval(1 - ONE_IN_A_MILLION, comparisons, 0.95)
        assert low <= covered.sum() <= high, name
        assert len(np.unique(values)) > 5


def test_paired_and_unpaired_estimates_agree(meetings, found):
    base, policy = meetings
    separate = measure_runs({"policy": Point(base.with_policy(policy), 1000)}, RUNS, seed=5)
    for name in HEADLINES:
        row, one = of(found, name), found.runs.by_run(name)[base.name].to_numpy()
        other = separate.by_run(name)["policy"].to_numpy()
        unpaired = other.mean() - one.mean()
        error = np.sqrt((one.var(ddof=1) + other.var(ddof=1)) / RUNS)
        paired_error = (row["high"] - row["low"]) / 4
        assert abs(unpaired - row["difference"]) < 4 * np.hypot(error, paired_error)
        assert paired_error < error


# precision


@pytest.fixture(scope="module")
def precise(classroom):
    return compare(classroom, classroom.replace(silo_strength=0.2), 30, precision=0.02, most_replicates=1000)


def test_runs_are_added_until_the_interval_is_as_narrow_as_asked(precise):
    assert precise.is_precise and 30 < precise.runs.runs < 1000 and precise.runs.runs % 30 == 0
    for name in HEADLINES:
        assert (of(precise, name)["high"] - of(precise, name)["low"]) / 2 <= 0.02 * of(precise, name)["base"]
    assert any("was reached" in note for note in precise.notes())


def test_one_batch_fewer_was_not_enough_and_said_how_many_are_missing(precise, classroom):
    fewer = precise.runs.runs - 30
    short = compare(classroom, precise.others, fewer, precision=0.02, most_replicates=fewer)
    missing = short.table["runs_missing"][short.table["measure"].isin(HEADLINES)].max()
    assert not short.is_precise and missing > 0
    assert any(f"not reached after {fewer} runs; {missing} more runs are needed" in note for note in short.notes())


def test_a_comparison_that_stopped_is_that_of_as_many_runs(precise, classroom):
    direct = compare(classroom, precise.others, precise.runs.runs)
    columns = ["alternative", "measure", "base", "other", "difference", "low", "high", "verdict", "runs"]
    pd.testing.assert_frame_equal(direct.table[columns], precise.table[columns])
    assert direct.table["runs_missing"].isna().all() and direct.is_precise


def test_runs_end_at_the_most_allowed_even_within_a_batch(classroom):
    found = compare(classroom, classroom.replace(silo_strength=0.2), 30, precision=0.001, most_replicates=70)
    assert found.runs.runs == 70 and not found.is_precise


def test_no_number_of_runs_is_precise_relative_to_nothing(classroom):
    quiet = classroom.replace({name: 0.0 for name in ("own_interest", "word_of_mouth", "world_news", "fund_pull")})
    found = compare(quiet, classroom, 30, precision=0.1, most_replicates=30)
    assert not found.is_precise and any("no number of runs is enough" in note for note in found.notes())


def test_a_precision_of_measures_that_lack_a_headline_is_refused_before_any_run(classroom, line_of):
    measures, other = ["cost", "signed"], classroom.replace(silo_strength=0.2)
    line = line_of(lambda: compare(classroom, other, 30, precision=0.1, measures=measures))
    assert line.startswith("a precision is asked of signed and successful, but measures lack successful; add ")


def test_measures_without_a_headline_are_compared(classroom):
    found = compare(classroom, classroom.replace(silo_strength=0.2), 4, measures=["cost"])
    assert "cost" in set(found.table["measure"]) and found.is_precise


def test_one_interval_in_twenty_is_told_without_a_count_of_rows_that_leaves_tables_out(found):
    assert any("One interval in twenty" in note and "in all of these tables" in note for note in found.notes())


# folders, own measures, own models


def made(monkeypatch):
    """Return a list that gets each task that is made from now on."""
    tasks, run = [], running.done
    monkeypatch.setattr(running, "done", lambda kept, task: tasks.append(task) or run(kept, task))
    return tasks


def interrupt(*_, **__):
    raise KeyboardInterrupt


def test_an_interrupted_comparison_goes_on_where_it_was(meetings, tmp_path, monkeypatch, found):
    base, policy = meetings
    asked = {"replicates": RUNS, "seed": 5, "folder": tmp_path / "runs", "threads": 1}
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(store.Store, "finish", interrupt)
        compare(base, base.with_policy(policy), **{**asked, "replicates": RUNS // 2})
    tasks = made(monkeypatch)
    again = compare(base, base.with_policy(policy), **asked)
    pd.testing.assert_frame_equal(again.table, found.table)
    assert sum(len(task.places) * len(task.runs) for task in tasks) == RUNS  # of two worlds, half


@pytest.mark.slow
def test_a_precision_extends_the_runs_of_a_folder(meetings, tmp_path):
    base, policy = meetings
    asked = {"replicates": 30, "seed": 5, "precision": 0.02, "most_replicates": 75}
    kept = compare(base, base.with_policy(policy), **asked, folder=tmp_path / "runs")
    assert kept.runs.runs == 75
    pd.testing.assert_frame_equal(kept.table, compare(base, base.with_policy(policy), **asked).table)


def test_measures_may_be_names(meetings):
    base, policy = meetings
    found = compare(base, base.with_policy(policy), 4, measures=["signed", "fall", "signed_by_area"])
    assert found.table["measure"].tolist()[:2] == ["signed", "fall"] and len(found.table) > 3


class Reluctant(Authority):
    def start_chance(self, domain):
        return 0.0 if domain == 0 else super().start_chance(domain)


class ReluctantModel(PartnershipModel):
    authority_class = Reluctant


def test_a_model_of_ones_own_is_compared(classroom):
    base = classroom.replace(quarters=16)
    asked = {"measures": ["signed", "started_by_area"], "replicates": 3}
    own, usual = (
        compare(base, base.replace(own_interest=0.3), model=model, **asked) for model in (ReluctantModel, "engine")
    )
    first, *_ = (name for name in own.table["measure"] if name.startswith("started_"))
    assert of(own, first)["other"] == 0 < of(usual, first)["other"]
    assert own.manifest["model"].endswith("ReluctantModel") and usual.manifest["model"] == "engine"


# what is refused


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"replicates": 1}, "replicates = 1"),
        ({"replicates": "many"}, "whole number from 2 to"),
        ({"seed": -1}, "seed = -1"),
        ({"precision": 5}, "precision = 5"),
        ({"precision": "5%"}, "between 0 and 1"),
        ({"precision": True}, "precision = True"),
        ({"precision": 0.1, "replicates": 10}, "30 or more"),
        ({"precision": 0.1, "replicates": 50, "most_replicates": 40}, "most_replicates = 40"),
        ({"first": 2040}, "first = 2040"),
        ({"threads": 0}, "threads = 0"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(classroom, request_, words, line_of):
    assert words in line_of(lambda: compare(classroom, classroom.replace(silo_strength=0.2), **request_))


def test_alternatives_are_scenarios_of_the_same_time(classroom, line_of):
    assert "different times" in line_of(lambda: compare(classroom, "world"))
    assert "give one or more" in line_of(lambda: compare(classroom, []))
    assert "different times" in line_of(lambda: compare(classroom, classroom.replace(quarters=20)))


def test_a_comparison_says_what_it_is(found):
    assert repr(found) == "Comparison of 'lively' with early_meetings=1@2012Q1: 40 runs of each"
    assert len(found.notes()) == 7


def test_a_notebook_shows_the_table_and_takes_no_label_for_html(classroom):
    found = compare(classroom, {"<script>": classroom.replace(silo_strength=0.2)}, 2)
    page = found._repr_html_()
    assert "><b>Comparison of &#x27;classroom&#x27; with &lt;script&gt;: 2 runs of each</b><table" in page
    assert "<script>" not in page and "<td>&lt;script&gt;</td>" in page
    assert page.count("<tr>") == len(found.table) + len(found.cohort) and "<td>–</td>" in page
