"""Runs over the plausible ranges: whatever makes them, each has the numbers and the luck of its replicate."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, new_run, read_results, simulate, sweep
from sipabm.runs import run_history
from sipabm.scenario.drawn import drawn
from sipabm.studies.comparison import compare
from sipabm.studies.outcomes import outcomes
from sipabm.sweeps.designs import grid
from sipabm.world.names import first_numbers

OVER = Scenario.load("classroom").replace(over="ranges", quarters=32, kept=["own_interest", "world_news"])
LIVELY = range(6)  # of these replicates some sign


@pytest.fixture(scope="module")
def results():
    return simulate(OVER, 30, seed=2, threads=1)


def test_each_run_is_that_of_its_own_numbers(results):
    signed = results.runs.set_index("run")["signed"]
    assert signed.sum() > 0 and signed.nunique() > 1
    for run in LIVELY:
        told = new_run(drawn(OVER, 2, run), 2, run).advance(32).history()
        assert len(told.contracts) == signed[run]


def test_the_mesa_model_has_the_same_histories():
    for run in range(3):
        engine, mesa = (run_history(OVER, 2, model, True, run) for model in ("engine", "mesa"))
        assert np.array_equal(engine.yearly, mesa.yearly) and np.array_equal(engine.attempts, mesa.attempts)


def test_a_sweep_counts_the_same_with_policies_beside_each_other(results):
    found = sweep(OVER, grid({"early_meetings": [0, 1], "worth.social": [8.0]}), 30, seed=2, each_run=True)
    alone = simulate(OVER.replace({"worth.social": 8.0}), 30, seed=2).runs["signed"]
    assert found[found["early_meetings"] == 0]["signed"].tolist() == alone.tolist()
    assert not np.array_equal(alone, results.runs["signed"])


def test_a_comparison_pairs_runs_of_the_same_numbers():
    found = compare(OVER, OVER.replace(name="again"), 10, seed=2)
    assert (found.table["difference"].fillna(0) == 0).all()


def test_actors_are_numbered_among_those_that_a_run_has(results):
    contracts = results.contracts
    assert len(contracts)
    for run, rows in contracts.groupby("run"):
        first = first_numbers(drawn(OVER, 2, run))
        assert rows["authority"].between(1, first["provider"] - 1).all()
        assert rows["provider"].between(first["provider"], first["investor"] - 1).all()


def test_runs_come_back_from_their_folder(results, tmp_path):
    again = read_results(results.save(tmp_path / "runs"))
    for table in ("runs", "yearly", "attempts", "contracts"):
        pd.testing.assert_frame_equal(getattr(again, table), getattr(results, table), check_dtype=False)
    assert again.scenario.digest() == OVER.digest()


def test_a_number_of_each_run_is_what_it_has_drawn(results):
    found = results.number("success_threshold")
    assert found.tolist() == [drawn(OVER, 2, run).settlement.success_threshold for run in range(30)]
    assert (results.number("own_interest") == OVER.consideration.own_interest).all()


def test_success_is_judged_by_the_threshold_of_each_run(results):
    by_run = outcomes(results).groupby("run")["successful"].sum().reindex(range(30), fill_value=0)
    assert by_run.tolist() == results.runs["successful"].tolist()
