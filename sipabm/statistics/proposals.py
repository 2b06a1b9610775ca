"""Proposals: new points where a first posterior lies, and the weights that make several rounds one table.

A proposal is a normal distribution of normal scores, wider than the draws, mixed with the whole ranges. All rounds
count as one sample of their mixture (Owen and Zhou 2000; population Monte Carlo of Cappé et al. 2004), so a row's
weight is bounded, and it does not matter which round a row comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sipabm.errors import ScenarioError
from sipabm.statistics import Numbers
from sipabm.statistics.bounded import from_scores, scores

LEAST_VARIANCE = 1e-6  # of a score along any direction, so that the region has a density


class Proposal(NamedTuple):
    """Ranges, mean and Cholesky root of normal scores, and the share of points that lie anywhere in the ranges."""

    lows: Numbers
    highs: Numbers
    mean: Numbers
    root: Numbers
    anywhere: float


def proposal(
    draws: Numbers, weights: Numbers, lows: Numbers, highs: Numbers, *, tempered: float = 2.0, anywhere: float = 0.2
) -> Proposal:
    """Return the proposal for the region of these draws, whose variance is `tempered` times that of the draws.

    ScenarioError unless the variance is not made smaller and some points lie anywhere.
    """
    if not (tempered >= 1 and 0 < anywhere <= 1):
        raise ScenarioError(
            f"a proposal with {tempered} times the variance and a share of {anywhere} anywhere could miss what is "
            "possible; give 1 times or more, and a share above 0 up to 1"
        )
    of_draws, share = scores(draws, lows, highs), weights / weights.sum()
    mean = share @ of_draws
    variance = (share[:, None] * (of_draws - mean)).T @ (of_draws - mean)
    root = np.linalg.cholesky(tempered * variance + LEAST_VARIANCE * np.eye(len(mean)))
    return Proposal(lows, highs, mean, root, anywhere)


def proposed(proposal: Proposal, rows: int, seed: int | Sequence[int]) -> Numbers:
    """Return so many new points (rows × numbers); the same seed gives the same."""
    luck = np.random.default_rng(seed)
    normal = luck.standard_normal((rows, len(proposal.mean)))
    anywhere = luck.random((rows, 1)) < proposal.anywhere
    points = np.where(anywhere, normal, proposal.mean + normal @ proposal.root.T)
    return from_scores(points, proposal.lows, proposal.highs)


def table_weights(
    points: Numbers, rounds: Sequence[tuple[int, Proposal | None]], sides: Sequence[Sequence[int]] | None = None
) -> Numbers:
    """Return the weight of each point as a draw from the whole ranges, given how many points each round drew, and how.

    A round without proposal drew from the whole ranges. `sides` are the columns that each round's proposal is of, if
    not of all. ScenarioError unless the rounds have as many points as given.
    """
    total = sum(rows for rows, _ in rounds)
    if total != len(points):
        raise ScenarioError(f"{len(points)} points are not the {total} of all rounds; give all points of every round")
    every = [range(points.shape[1])] * len(rounds) if sides is None else sides
    mixture = sum(
        rows / total * (1.0 if way is None else relative_density(way, points[:, own]))
        for (rows, way), own in zip(rounds, every, strict=True)
    )
    return np.ones(len(points)) / mixture


def relative_density(proposal: Proposal, points: Numbers) -> Numbers:
    """Return the proposal's density at points, over that of the whole ranges."""
    at = scores(points, proposal.lows, proposal.highs)
    away = np.linalg.solve(proposal.root, (at - proposal.mean).T)
    near = np.exp(((at**2).sum(axis=1) - (away**2).sum(axis=0)) / 2 - np.log(np.diag(proposal.root)).sum())
    return np.asarray(proposal.anywhere + (1 - proposal.anywhere) * near)
