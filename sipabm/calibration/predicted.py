"""Predicted: what runs with given sets of numbers show of every pattern, and what they show with other numbers."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial

import numpy as np
import pandas as pd

from sipabm.calibration.reference_table import shown_at
from sipabm.parameters.ranges import cube
from sipabm.progress import ProgressBar
from sipabm.runs import in_order
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers
from sipabm.validation.patterns import patterns_of
from sipabm.validation.verdicts import row_of

RUNS_AT_ONCE = 40


def points_of(sets: pd.DataFrame) -> Numbers:
    """Return the point of the cube of each set of numbers, a column for each number with a range."""
    low, high = (np.array([getattr(side, end) for side in cube()]) for end in ("low", "high"))
    return np.clip((sets[[side.field for side in cube()]].to_numpy(float) - low) / (high - low), 0.0, 1.0)


def predicted(
    scenario: Scenario,
    points: Numbers,
    seed: int,
    bar: ProgressBar,
    threads: int | None = None,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Return what a run at each point of the cube shows, each with luck of its own: a row for each."""
    starts = range(0, len(points), RUNS_AT_ONCE)
    shown = in_order(partial(shown_from, scenario, points, seed), starts, threads, executor)
    return pd.concat(list(bar.follow(shown)), ignore_index=True)


def shown_from(scenario: Scenario, points: Numbers, seed: int, first: int) -> pd.DataFrame:
    """Return what runs at some points from one on show."""
    return shown_at(scenario, seed, first, points[first : first + RUNS_AT_ONCE])


def verdicts_of(scenario: Scenario, shown: pd.DataFrame) -> pd.DataFrame:
    """Return every pattern of a scenario beside what runs show of it, as `validate` does."""
    return pd.DataFrame([row_of(pattern, shown[pattern.name]) for pattern in patterns_of(scenario)])
