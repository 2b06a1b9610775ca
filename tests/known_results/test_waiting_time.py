"""A lone authority looks each quarter with probability p: its waiting time is geometric."""

import math

import numpy as np
import pytest

from sipabm import Scenario
from sipabm.barriers import Barrier
from sipabm.tables.history import YEARLY_COLUMNS

CONSIDERED = [column.name for column in YEARLY_COLUMNS].index("considered")
P = 0.05
# Occasions a quarter of which at least one comes with that probability.
RATE = -math.log(1 - P)
QUARTERS = 240
MANY = 4000
LONE_RUNS = 400


def check_geometric(waits, p, quarters):
    """Hold waiting times (quarters before the first start, `quarters` if none) against the closed form."""
    count = len(waits)
    survival = [(1 - p) ** quarter for quarter in range(quarters)]
    mean = sum(survival[1:]) + (1 - p) ** quarters  # of the waiting time, cut off at the end of the run
    spread = math.sqrt((1 - p) / p**2)
    assert waits.mean() == pytest.approx(mean, abs=4 * spread / math.sqrt(count))
    for quarter in (1, 2, 5, 10, 20, 40, 80):
        error = math.sqrt(survival[quarter] * (1 - survival[quarter]) / count)
        assert (waits >= quarter).mean() == pytest.approx(survival[quarter], abs=4 * error)


def first_starts(rows, authorities, quarters):
    """Return the step of each authority's first start."""
    waits = np.full(authorities, quarters)
    np.minimum.at(waits, rows["authority"], rows["started"])
    return waits


def test_isolated_authorities_wait_geometrically(alone, run, attempts):
    rows = attempts(run(alone(MANY, RATE, QUARTERS)))
    check_geometric(first_starts(rows, MANY, QUARTERS), P, QUARTERS)


def test_replicates_of_a_lone_authority_wait_geometrically(alone, run, attempts):
    scenario = alone(1, RATE, QUARTERS)
    rows = [attempts(run(scenario, seed=5, replicate=replicate)) for replicate in range(LONE_RUNS)]
    check_geometric(np.array([first_starts(each, 1, QUARTERS)[0] for each in rows]), P, QUARTERS)


def test_with_different_authorities_the_mean_wait_is_that_of_the_mixture(alone, run, attempts):
    spread, rows = 0.5, attempts(run(alone(MANY, RATE, QUARTERS, heterogeneity=0.5, belief_weight=1000.0)))
    waits = first_starts(rows, MANY, QUARTERS)
    # own interest is uniform on RATE x [1 - spread, 1 + spread]
    p = 1 - np.exp(-RATE * (1 + spread * (2 * (np.arange(100_000) + 0.5) / 100_000 - 1)))
    mean = ((1 - p) / p * (1 - (1 - p) ** QUARTERS)).mean()
    assert waits.mean() == pytest.approx(mean, abs=4 * waits.std() / math.sqrt(MANY))


def test_starts_come_one_after_the_other_from_one_team(alone, run, attempts):
    """Without partners an attempt ends after a quarter, so its team is free again in the quarter after that."""
    one_team = {"delay": 0.0, "own_learning": 0.0, "development_slots": 1.0}
    rows = attempts(run(alone(MANY, RATE, QUARTERS, **one_team)))
    assert set(rows["barrier"]) == {Barrier.NO_PARTNER}
    assert set(rows["ended"] - rows["started"]) == {1}
    # a geometric wait, then one quarter in which it is busy: 1 / P + 1 quarters from start to start
    started = np.bincount(rows["started"], minlength=QUARTERS)[50:200].mean() / MANY
    assert started == pytest.approx(1 / (1 / P + 1), rel=0.02)


def test_the_scenario_lone_authority_waits_as_its_authority_is_interested(run):
    scenario = Scenario.load("lone_authority").replace(own_interest=0.1, heterogeneity=0.0)
    first_years = [run(scenario, replicate=replicate, rows=False).yearly[0] for replicate in range(LONE_RUNS)]
    considered = [counts[:, CONSIDERED].sum() > 0 for counts in first_years]
    expected = 1 - math.exp(-0.1) ** 4
    assert np.mean(considered) == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / LONE_RUNS))
