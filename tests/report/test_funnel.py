"""The funnel and the barriers: steps worked by hand, and those of small runs."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Results, Scenario, simulate
from sipabm.barriers import FAMILY_OF_BARRIER, Barrier
from sipabm.report import barriers, funnel
from sipabm.report.funnel import BARRIERS, EXITS, domain_barriers
from sipabm.words import Stage

RUNS = 4


def test_a_stage_is_passed_by_those_whose_end_lies_beyond_it():
    """Of ten started, one to four stop at each stage in turn, two more cannot be placed, and one is signed."""
    counts = {"run": [0], "considered": [30], "started": [10], "signed": [1], "delivered": [1], "successful": [0]}
    yearly = pd.DataFrame({**counts, **dict(zip(EXITS, ([1], [2], [3], [1]), strict=True))})
    table = funnel(Results(Scenario.load("classroom"), {}, {"yearly": yearly}.__getitem__)).set_index("step")
    steps = ["considered", "started", "past_meeting", "past_business_case", "past_mobilisation", "signed"]
    assert table.loc[steps, "mean"].tolist() == [30, 10, 7, 5, 2, 1]
    assert table.loc[steps[1:], "share_of_started"].tolist() == pytest.approx([1.0, 0.7, 0.5, 0.2, 0.1])


def test_barriers_stand_family_by_family():
    families = [FAMILY_OF_BARRIER[barrier] for barrier in BARRIERS]
    assert families == sorted(families) and sorted(BARRIERS) == list(Barrier)


def test_shares_of_an_area_are_of_its_own_stopped_attempts():
    table = domain_barriers("health", pd.Series([1.0, 3.0, *[0.0] * (len(BARRIERS) - 2)]))
    assert table["share"].tolist()[:3] == [0.25, 0.75, 0.0] and set(table["domain"]) == {"health"}
    assert domain_barriers("health", pd.Series([0.0] * len(BARRIERS)))["share"].isna().all()


def test_funnel_counts_attempts_whose_end_lies_past_a_stage(busy_results):
    steps = funnel(busy_results).set_index("step")["mean"]
    ended = busy_results.attempts["stage"].cat.codes
    assert steps["past_meeting"] == pytest.approx((ended > Stage.MEETING).sum() / RUNS)
    assert steps["past_mobilisation"] == pytest.approx((ended > Stage.MOBILISATION).sum() / RUNS)
    assert steps["signed"] == pytest.approx(len(busy_results.contracts) / RUNS)
    assert steps["delivered"] == pytest.approx((busy_results.contracts["status"] == "delivered").sum() / RUNS)


def test_funnel_only_narrows_and_its_shares_start_at_one_with_what_was_started(busy_results):
    table = funnel(busy_results)
    assert (table["mean"].diff().dropna() <= 0).all()
    assert table.set_index("step").loc["started", "share_of_started"] == 1.0
    assert np.isnan(table.set_index("step").loc["considered", "share_of_started"])
    assert ((table["low"] <= table["high"]) & table["label"].notna()).all()


def test_barriers_are_those_of_the_stopped_attempts(busy_results):
    table = barriers(busy_results).set_index(["domain", "barrier"])
    stopped = busy_results.attempts[busy_results.attempts["outcome"] == "stopped"]
    assert len(table) == 4 * len(Barrier)
    for (domain, barrier), row in table.iterrows():
        own = stopped if domain == "all" else stopped[stopped["domain"] == domain]
        assert row["share"] == pytest.approx((own["barrier"] == barrier).mean())
        assert row["stopped_a_run"] == pytest.approx((own["barrier"] == barrier).sum() / RUNS)


def test_attempts_under_development_are_not_counted_as_stopped(lively):
    results = simulate(lively.replace(quarters=9), replicates=2)
    left = len(results.attempts) / 2
    started = funnel(results).set_index("step").loc["started", "mean"]
    assert started > left
    assert barriers(results).query("domain == 'all'")["stopped_a_run"].sum() <= left
