"""Parts of the experiment on the decline against numbers worked out by hand."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.experiment import Effort
from sipabm.observed import launches_by_year

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "why_adoption_declined.py"
SPEC = importlib.util.spec_from_file_location("decline_by_hand", SCRIPT)
decline = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(decline)


def test_the_fall_observed_is_that_of_the_record():
    counts = launches_by_year()["all"]
    expected = 1 - counts.tail(3).mean() / counts.rolling(3).mean().max()
    assert decline.observed_fall() == pytest.approx(expected) == pytest.approx(0.53, abs=0.005)


def test_a_pool_has_the_fall_of_its_mean_curve_and_those_of_single_runs():
    # Two runs that peak in different years: each loses all, their mean curve half.
    curves = np.array([[0, 6, 6, 6, 0, 0, 0], [0, 0, 0, 6, 6, 6, 0]], dtype=float)
    row = decline.pool_row(2.0, Scenario.load("world"), curves)
    assert (row["times"], row["signed"], row["runs"]) == (2.0, 18.0, 2)
    assert row["single_fall"] == pytest.approx((1 + 1 / 3) / 2)
    mean = curves.mean(axis=0)
    spans = [mean[place : place + 3].mean() for place in range(5)]
    assert row["fall"] == pytest.approx(1 - spans[-1] / max(spans))


def test_pools_are_multiples_of_that_of_the_world():
    world = Scenario.load("world").replace(pool=0.3)
    table = decline.pool_table(world, 2, Effort())
    assert table["times"].tolist() == [0.5, 1.0, 2.0]
    assert table["pool"].tolist() == pytest.approx([0.15, 0.3, 0.6])
    assert table["signed"].is_monotonic_increasing


def test_the_fall_observed_stands_beside_that_of_single_runs():
    about = {"times": [0.5, 1.0, 2.0], "pool": 1.0, "signed": [100.0, 200.0, 400.0], "runs": 8}
    falls = {"fall": 0.4, "fall_low": 0.35, "fall_high": 0.45, "single_fall": 0.5}
    pools = pd.DataFrame({**about, **falls, "single_fall_5": 0.3, "single_fall_95": 0.7})
    said = decline.observed_sentence(pools)
    assert "a fall of 53 %" in said and "50 % on average" in said and "30 to 70 %" in said
    assert "with twice the default pool 40 % (35 to 45)" in decline.pool_sentence(pools)


def risen(everybody):
    """Return an attribution of a share lost to three mechanisms, nobody having lost any."""
    totals = {who: {"label": "share of the peak lost", "unit": "share", "value": value} for who, value in everybody}
    ends = {"low": [0.05, 0.3, 0.0], "high": [0.15, 0.4, 0.01]}
    labels = ["support of development", "leaving", "bending"]
    shares = pd.DataFrame({"label": labels, "unit": "share", "value": [0.1, 0.35, 0.0], **ends})
    return SimpleNamespace(total=totals.get, shares=shares)


def test_the_first_sentence_says_what_most_of_the_fall_comes_from():
    falling = risen([("everybody", 0.5), ("nobody", 0.05)])
    assert decline.answer_sentence(falling, []) == (
        "In the model new partnerships a year fall after their peak mostly because of leaving, +35 points (+30 to +40) "
        "and support of development, +10 points (+5 to +15): the share of the peak lost is 50 %. With all mechanisms "
        "off it would be 5 %."
    )
    assert "Without word of mouth they do not rise, and so cannot fall; with nothing but these it would be 5 %" in (
        decline.answer_sentence(falling, ["word of mouth"])
    )


def test_what_does_not_fall_is_not_explained():
    said = decline.answer_sentence(risen([("everybody", 0.0), ("nobody", 0.0)]), [])
    assert said.startswith("In the model new partnerships a year never fall: the share of the peak lost is 0 %.")


def by_set(criterion):
    """Return what comes first with each set of numbers."""
    answers = pd.DataFrame([{"criterion": criterion, "mechanism": "leaving", "share": 0.48}])
    return SimpleNamespace(of=lambda name: answers)


def test_the_answer_names_the_largest_parts_and_how_often_the_first_is_first():
    said = decline.short_answer(risen([("everybody", 0.5), ("nobody", 0.05)]), by_set("first"))
    assert "because of leaving and support of development: of the 50 % of the peak that are lost, 45 points" in said
    assert "leaving comes first in 48 % of the sets" in said


def test_the_answer_says_when_there_is_no_fall_or_when_every_part_may_be_luck():
    assert "do not decline" in decline.short_answer(risen([("everybody", 0.0), ("nobody", 0.0)]), by_set("first"))
    noise = risen([("everybody", 0.5), ("nobody", 0.05)])
    noise.shares["low"] = -0.1
    assert decline.short_answer(noise, by_set("first")).endswith("the part of each mechanism in that may be luck.")
