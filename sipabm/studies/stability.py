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
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import whole_number
from sipabm.errors import ScenarioError
from sipabm.statistics import Numbers
from sipabm.studies.assumptions import differing, drawn_points, drawn_scenario, varied
from sipabm.studies.comparison import Comparison
from sipabm.studies.stability_tables import complete, tables
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point


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
    folder: str | Path | None = None,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Stability:
    """Return how stable the order of a comparison's alternatives is by what they add to a measure, most first.

    The runs of the comparison are split evenly over the draws, so give it as many as all draws need. What alternatives
    change themselves is not drawn, nor are the fields that are `kept`.
    """
    asked = found.runs.measure(measure)
    worlds = dict(zip(found.runs.scenarios, [found.base, *found.others.values()], strict=True))
    replicates = found.runs.runs // whole_number("draws", draws, 1, found.runs.runs)
    kept = {*kept, *differing(list(worlds.values()))}
    seed = found.manifest["seed"]
    how: dict[str, Any] = {"measures": [asked], "first": found.years[0], "last": found.years[1], "folder": folder}
    how |= {"seed": seed, "threads": threads, "executor": executor, "progress": progress}
    points = {
        f"{draw} {label}": Point(drawn_scenario(world, point, kept), draw * replicates)
        for draw, point in enumerate(drawn_points(draws, seed).tolist())
        for label, world in worlds.items()
    }
    runs = measure_runs(points, replicates, title="draws from plausible ranges", **how)
    values = runs.mean(measure).to_numpy().reshape(draws, len(worlds))
    if not (counted := int(complete(values).sum())):
        raise ScenarioError(f"none of {draws} draws leaves anything to measure; give more draws")
    rows = found.table[found.table["measure"] == measure].set_index("alternative")["difference"]
    return Stability(
        asked,
        **tables(rows[list(found.others)], means_of_blocks(found.runs, measure, draws, replicates), values),
        varied=tuple(varied(kept)),
        counted=counted,
        left_out=draws - counted,
        replicates=replicates,
    )


def means_of_blocks(runs: Measured, measure: str, blocks: int, replicates: int) -> Numbers:
    """Return a measure in each block of runs, those of the draw that it is compared with: blocks × scenarios."""
    amount, per = (
        part[:, : blocks * replicates].reshape(len(part), blocks, replicates).sum(axis=2)
        for part in runs.amounts(measure)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((amount / per).T)
