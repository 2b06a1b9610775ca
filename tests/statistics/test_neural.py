"""Neural posteriors: against a closed form that rows from proposals would spoil, and missing where sbi is."""

import sys

import numpy as np
import pytest

from sipabm import ScenarioError
from sipabm.statistics import neural
from sipabm.statistics.neural import neural_draws, scaled
from sipabm.statistics.proposals import proposal, proposed, relative_density

LOWS, HIGHS = np.full(2, -6.0), np.full(2, 6.0)
SLOPES = np.array([[1.0, 0.8, 0.0], [0.6, 1.0, 0.5]])
OBSERVED = np.array([0.5, -0.3, 0.2])


def linear_table(rows):
    """Return two numbers, most of them from a proposal beside the posterior, and three sums of them with noise."""
    luck = np.random.default_rng(1)
    where = proposal(luck.normal([2.5, -2.5], [1.0, 1.0], (500, 2)), np.ones(500), LOWS, HIGHS)
    numbers = np.vstack([luck.uniform(LOWS, HIGHS, (rows // 4, 2)), proposed(where, 3 * rows // 4, seed=1)])
    return where, numbers, numbers @ SLOPES + luck.normal(size=(rows, 3))


def closed_form():
    """Return mean and covariance of the two numbers given what was observed."""
    covariance = np.linalg.inv(SLOPES @ SLOPES.T)
    return covariance @ SLOPES @ OBSERVED, covariance


@pytest.mark.slow
def test_two_numbers_of_a_linear_model_have_their_posterior_though_a_proposal_drew_most_rows():
    pytest.importorskip("sbi", reason="sbi is not installed (`pip install 'sipabm[sbi]'`)")
    where, numbers, statistics = linear_table(4000)
    expected, covariance = closed_form()
    spreads = np.sqrt(np.diag(covariance))
    found = neural_draws(numbers, LOWS, HIGHS, statistics, OBSERVED, near=1500, draws=4000, seed=1)
    assert found.shape == (4000, 2) and (found >= LOWS).all() and (found <= HIGHS).all()
    assert (found.mean(axis=0) - expected) / spreads == pytest.approx(0, abs=0.3)
    assert found.std(axis=0) / spreads == pytest.approx(1, abs=0.15)
    assert np.corrcoef(found.T)[0, 1] == pytest.approx(covariance[0, 1] / spreads.prod(), abs=0.05)
    # Whoever took the rows as they come would find another posterior, so that this test would see it.
    exact = np.random.default_rng(2).multivariate_normal(expected, covariance, 20_000)
    exact = exact[(np.abs(exact) < HIGHS).all(axis=1)]
    drawn = (1 + 3 * relative_density(where, exact)) / 4
    assert np.abs(np.average(exact, axis=0, weights=drawn) - expected).max() > 0.5 * spreads.max()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_draws_and_leaves_the_luck_and_threads_of_others_alone(monkeypatch):
    torch = pytest.importorskip("torch", reason="torch is not installed (`pip install 'sipabm[sbi]'`)")
    pytest.importorskip("sbi", reason="sbi is not installed (`pip install 'sipabm[sbi]'`)")
    monkeypatch.setattr(neural, "MOST_EPOCHS", 2)
    _, numbers, statistics = linear_table(1000)
    before, threads = torch.random.get_rng_state(), torch.get_num_threads()
    once, again, other = (
        neural_draws(numbers, LOWS, HIGHS, statistics, OBSERVED, near=400, draws=100, seed=seed) for seed in (1, 1, 2)
    )
    assert (once == again).all() and (once != other).any()
    assert torch.equal(before, torch.random.get_rng_state()) and torch.get_num_threads() == threads


def test_features_are_in_standard_deviations_of_near_rows_without_what_is_the_same_there_and_bounded():
    features = np.column_stack([np.tile([1.0, 3.0], 200), np.full(400, 7.0), np.r_[np.zeros(399), 1.0]])
    near, asked = scaled(features, np.array([[4.0, 8.0, 1.0]]))
    assert near.tolist() == [[-1.0], [1.0]] * 200 and asked.tolist() == [[2.0]]
    assert scaled(features, np.array([[100.0, 7.0, 0.0]]))[1].tolist() == [[neural.FARTHEST]]


def test_rows_that_all_show_the_same_teach_nothing_and_it_is_said():
    with pytest.raises(ScenarioError, match="give more rows"):
        scaled(np.ones((10, 2)), np.ones((1, 2)))


@pytest.mark.parametrize("missing", ["torch", "sbi", "sbi.neural_nets"])
def test_without_the_libraries_it_is_said_what_to_install(monkeypatch, missing):
    monkeypatch.setitem(sys.modules, missing, None)
    _, numbers, statistics = linear_table(100)
    with pytest.raises(ScenarioError, match=r"^a second opinion needs sbi.*`pip install 'sipabm\[sbi\]'`$"):
        neural_draws(numbers, LOWS, HIGHS, statistics, OBSERVED, near=50, draws=10, seed=1)
