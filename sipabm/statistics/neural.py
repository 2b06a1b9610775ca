"""Posteriors by a neural network, from the same table that `posteriors` looks things up in (`sipabm[sbi]`).

A normalising flow (Papamakarios, Pavlakou and Murray 2017) learns the distribution of the numbers given all statistics:
no summaries, and curves where regression has straight lines. Rows of a table are not drawn from the whole ranges, but
mostly from proposals. Weights could make up for that, as in `posteriors`; but few rows near the record have most of the
weight, and a network that is trained on so few learns little. So it is trained without weights, to tell which numbers
of several rows led to the statistics of one (Greenberg, Nonnenmacher and Macke 2019: what they call atoms). That only
asks how much better some numbers explain the statistics than others do, however often they were drawn. It needs all
numbers that any proposal drew: those left out must have been drawn from the whole ranges in every row.

Statistics are those of rows near the record alone, as nothing else is asked; what the network knows of a place does not
change by that. The numbers to choose between come from the whole table, as those of near rows alone are numbers that
lead there, and taking them for anybody's would count the statistics twice. Numbers are normal scores, so that none
leaves its range, and one of which nothing tells keeps a standard normal score.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.errors import ScenarioError
from sipabm.statistics import Numbers
from sipabm.statistics.bounded import from_scores
from sipabm.statistics.posteriors import nearest, ready

NETWORKS = 3  # of equal weight, each with other rows held out: what hangs on luck of training averages out
HELD_OUT_OF = 10  # one row in so many says when to stop
ATOMS = 10  # sets of numbers to choose between
ROWS_A_STEP = 200
STEP = 1e-3
PATIENCE, MOST_EPOCHS = 10, 200  # passes through the rows without gain, and in all
LARGEST_GRADIENT = 5.0
FARTHEST = 5.0  # standard deviations: a statistic further off counts as if it were there
LEAST_VARIED = 0.01  # of the rows: a statistic that fewer have another value of is left out
INSTALL = "install it by `pip install 'sipabm[sbi]'`"


class Lesson(NamedTuple):
    """What a network learns from: statistics of near rows, which rows of the table these are, all scores of numbers."""

    statistics: Any
    rows: Any
    scores: Any


def libraries() -> tuple[Any, Any]:
    """Return torch, and what builds networks; ScenarioError if they cannot be imported."""
    try:
        import torch
        from sbi.neural_nets import posterior_nn
    except ImportError as error:  # torch may be there and lack a library of the system
        raise ScenarioError(f"a second opinion needs sbi, which cannot be imported ({error}); {INSTALL}") from None
    return torch, posterior_nn


def neural_draws(
    numbers: Numbers,
    lows: Numbers,
    highs: Numbers,
    statistics: Numbers,
    observed: Numbers,
    *,
    near: int,
    draws: int,
    seed: int,
) -> Numbers:
    """Return so many draws (rows × numbers) of equal weight given the observed statistics; the same for a seed.

    `numbers` are all that were not drawn from the whole of their ranges in every row of the table. The network learns
    from the `near` nearest rows. ScenarioError where the table cannot be used, or sbi cannot be imported.
    """
    torch, _ = libraries()
    table, asked = ready(numbers, lows, highs, statistics, observed[None], None)
    rows, _ = nearest(table.summaries, table.summary.predicted(asked[0]), table.weights, near)
    learnt, there = scaled(table.features[rows], asked)
    luck = np.random.default_rng(seed)
    mixed = luck.permutation(len(rows))
    with own_luck(torch, seed):
        lesson = Lesson(*map(torch.as_tensor, (learnt[mixed], rows[mixed], table.scores.astype(np.float32))))
        sizes = [len(part) for part in np.array_split(np.arange(draws), NETWORKS)]
        found = [sampled(trained(lesson, which, luck), there, size) for which, size in enumerate(sizes)]
    return from_scores(np.vstack(found).astype(float), lows, highs)


def scaled(features: Numbers, asked: Numbers) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return features of near rows and of what was observed in standard deviations of these rows.

    A feature that hardly any of the rows has another value of is left out.
    """
    middle, spread = features.mean(axis=0), features.std(axis=0)
    varied = (spread > 0) & ((features != np.median(features, axis=0)).mean(axis=0) > LEAST_VARIED)
    if not varied.any():
        raise ScenarioError("no statistic differs between the rows near the record; give more rows")

    def away(values: Numbers) -> NDArray[np.float32]:
        relative = (values[:, varied] - middle[varied]) / spread[varied]
        return np.clip(relative, -FARTHEST, FARTHEST).astype(np.float32)

    return away(features), away(asked)


@contextmanager
def own_luck(torch: Any, seed: int) -> Iterator[None]:
    """Let torch draw from a seed on one thread, so that sums have one order; all is as before afterwards."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)


def trained(lesson: Lesson, which: int, luck: np.random.Generator) -> Any:
    """Return a network that has learnt until the rows held out gained no more; `which` of the networks it is."""
    torch, posterior_nn = libraries()
    held_out = np.arange(which, len(lesson.rows), HELD_OUT_OF)
    own = np.setdiff1d(np.arange(len(lesson.rows)), held_out)
    built = posterior_nn("maf", z_score_theta="independent", z_score_x="none")
    network = built(lesson.scores[lesson.rows[own]], lesson.statistics[own])
    steps = torch.optim.Adam(network.parameters(), lr=STEP)
    against = others(lesson, held_out, np.random.default_rng(which))  # the same each time, so that gains are seen
    best, state, since = np.inf, None, 0
    for _ in range(MOST_EPOCHS):
        for part in np.array_split(luck.permutation(own), -(-len(own) // ROWS_A_STEP)):
            steps.zero_grad()
            surprise(network, lesson, part, others(lesson, part, luck)).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
            steps.step()
        with torch.no_grad():
            left = float(surprise(network, lesson, held_out, against))
        since += 1
        if left < best:
            best, state, since = left, copy.deepcopy(network.state_dict()), 0
        if since >= PATIENCE:
            break
    if state is None:
        raise ScenarioError("the neural network learnt nothing from the table; give more rows")
    network.load_state_dict(state)
    return network


def others(lesson: Lesson, part: NDArray[np.int64], luck: np.random.Generator) -> NDArray[np.int64]:
    """Return rows of the whole table whose numbers stand beside those of each row of a part, to choose from."""
    return luck.integers(len(lesson.scores), size=(ATOMS - 1, len(part)))


def surprise(network: Any, lesson: Lesson, part: NDArray[np.int64], beside: NDArray[np.int64]) -> Any:
    """Return how improbable the true numbers of each row are among those beside them: the mean of −log of it."""
    torch, _ = libraries()
    # A standard normal score is what is known beforehand, which the network is told and need not learn.
    numbers = lesson.scores[torch.cat([lesson.rows[part][None], torch.as_tensor(beside)])]
    gains = network.log_prob(numbers, condition=lesson.statistics[part]) + (numbers**2).sum(dim=-1) / 2
    return -torch.log_softmax(gains, dim=0)[0].mean()


def sampled(network: Any, there: NDArray[np.float32], draws: int) -> Numbers:
    """Return so many scores of the numbers as a network has them where the statistics are the observed ones."""
    torch, _ = libraries()
    with torch.no_grad():
        return np.asarray(network.sample((draws,), condition=torch.as_tensor(there))[:, 0].numpy())
