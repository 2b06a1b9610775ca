"""Stability: how often the order of alternatives changes when assumed numbers vary, and how much of that is luck.

A comparison ranks alternatives to a base by what they add to a measure. Here all numbers that nobody knows exactly are
drawn anew at once from their plausible ranges (`sipabm.studies.assumptions`), and base and alternatives are compared
under each draw on a few runs. Few runs make orders of their own. So the runs of the comparison itself are cut into as
many blocks: block d has the same replicates as draw d and differs from it in these numbers alone. How often the order
changes from block to block is luck.

Many draws make worlds with hardly any partnerships, where luck weighs more and which nobody need believe. So draws
that leave the base between half and twice as many are also counted by themselves, and those that leave it fewer.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import whole_number
from sipabm.errors import ScenarioError
from sipabm.progress import progress_bar
from sipabm.statistics import Numbers
from sipabm.studies.assumptions import differing, drawn_points, drawn_scenario, varied
from sipabm.studies.comparison import Comparison
from sipabm.studies.measures import Measure, Measured, measure_runs
from sipabm.studies.stability_tables import complete, tables


@dataclass(frozen=True)
class Stability:
    """How stable the order of alternatives by one measure is.

    Each table says it of `luck`, of `parameters`, and of the draws of these whose base is `near` or has `few`, if there
    are any: `ranks`, a row for each alternative, the best first, the 5 % point, median and 95 % point of its ranks, and
    how often it is first and among the first three; `pairs` how often neighbours in that order change places; `orders`
    how often another alternative is first, and the mean of Kendall's tau with the order. `draws` holds what each
    alternative adds in each draw. `varied` has the fields of the numbers drawn. Draws that leave nothing to measure are
    counted as `left_out`.
    """

    measure: Measure
    ranks: pd.DataFrame
    pairs: pd.DataFrame
    orders: pd.DataFrame
    draws: pd.DataFrame
    varied: tuple[str, ...]
    counted: int
    left_out: int
    replicates: int

    def __repr__(self) -> str:
        return f"Stability of the order by {self.measure.label}: {len(self.ranks)} alternatives, {self.counted} draws"


def rank_stability(
    found: Comparison,
    draws: int = 100,
    measure: str = "successful",
    *,
    kept: Collection[str] = (),
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Stability:
    """Return how stable the order of a comparison's alternatives is by what they add to a measure, most first.

    The runs of the comparison are split evenly over the draws, so give it as many as all draws need. What alternatives
    change themselves is not drawn, nor are the fields that are `kept`.
    """
    place, worlds = found.runs.place(measure), [found.base, *found.others.values()]
    replicates = found.runs.runs // whole_number("draws", draws, 1, found.runs.runs)
    kept = {*kept, *differing(worlds)}
    seed, measures = found.manifest["seed"], [found.runs.measures[place]]
    how: dict[str, Any] = {"measures": measures, "first": found.years[0], "last": found.years[1]}
    # No bar of its own for a draw: the one over all draws would be lost among a hundred.
    how |= {"seed": seed, "threads": threads, "executor": executor, "progress": False}
    with progress_bar(draws, "draws from plausible ranges", progress) as bar:
        points = bar.follow(drawn_points(draws, seed).tolist())
        drawn = ([drawn_scenario(world, point, kept) for world in worlds] for point in points)
        runs = (measure_runs(each, block(draw, replicates), **how) for draw, each in enumerate(drawn))
        values = np.array([each.means()[:, 0] for each in runs])
    if not (counted := int(complete(values).sum())):
        raise ScenarioError(f"none of {draws} draws leaves anything to measure; give more draws")
    rows = found.table[found.table["measure"] == measure].set_index("alternative")["difference"]
    return Stability(
        found.runs.measures[place],
        **tables(rows[list(found.others)], means_of_blocks(found.runs, place, draws, replicates), values),
        varied=tuple(varied(kept)),
        counted=counted,
        left_out=draws - counted,
        replicates=replicates,
    )


def block(draw: int, replicates: int) -> range:
    """Return the replicates of a draw, or of the block that it is compared with."""
    return range(draw * replicates, (draw + 1) * replicates)


def means_of_blocks(runs: Measured, place: int, blocks: int, replicates: int) -> Numbers:
    """Return a measure in each block of runs: blocks × scenarios."""
    amount, per = (
        part[:, : blocks * replicates, place].reshape(len(part), blocks, replicates).sum(axis=2)
        for part in (runs.amount, runs.per)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((amount / per).T)
