"""Stability: how often the order of alternatives changes when assumed parameters vary, and how much of that is luck.

A comparison ranks alternatives to a base by what they add to a measure. Here all assumed parameters are drawn anew at
once (`sipabm.studies.assumptions`), and base and alternatives are compared under each draw on a few runs. Few runs make
orders of their own. So the runs of the comparison itself are cut into as many blocks: block d has the same replicates
as draw d and differs from it in the parameters alone. How often the order changes from block to block is luck.

Many draws make worlds with hardly any partnerships, where luck weighs more and which nobody need believe. So draws
that leave the base between half and twice as many are also counted by themselves, and those that leave it fewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import whole_number
from sipabm.errors import ScenarioError
from sipabm.progress import progress_bar
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers
from sipabm.studies.assumptions import dials, drawn_changes, drawn_scenario
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
    alternative adds in each draw. `varied` names what was drawn. Draws that contradicted themselves, or left nothing to
    measure, are counted as `left_out`.
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
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Stability:
    """Return how stable the order of a comparison's alternatives is by what they add to a measure, most first.

    The runs of the comparison are split evenly over the draws, so give it as many as all draws need. What alternatives
    change themselves is not drawn.
    """
    place, base = found.runs.place(measure), [found.base, *found.others.values()]
    replicates = found.runs.runs // whole_number("draws", draws, 1, found.runs.runs)
    varied = dials(found.base, changed_parameters(base))
    seed, measures = found.manifest["seed"], [found.runs.measures[place]]
    how: dict[str, Any] = {"measures": measures, "first": found.years[0], "last": found.years[1]}
    # No bar of its own for a draw: the one over all draws would be lost among a hundred.
    how |= {"seed": seed, "threads": threads, "executor": executor, "progress": False}
    with progress_bar(draws, "draws of assumed parameters", progress) as bar:
        changes = enumerate(bar.follow(drawn_changes(varied, draws, seed)))
        values = np.array([measured_draw(base, each, block(draw, replicates), **how) for draw, each in changes])
    if not (counted := int(complete(values).sum())):
        raise ScenarioError(f"none of {draws} draws of assumed parameters makes a world to measure; give more draws")
    rows = found.table[found.table["measure"] == measure].set_index("alternative")["difference"]
    return Stability(
        found.runs.measures[place],
        **tables(rows[list(found.others)], means_of_blocks(found.runs, place, draws, replicates), values),
        varied=tuple(dict.fromkeys(dial.parameter for dial in varied)),
        counted=counted,
        left_out=draws - counted,
        replicates=replicates,
    )


def changed_parameters(worlds: Sequence[Scenario]) -> set[str]:
    """Return the names of parameters that are not the same in all scenarios."""
    # A draw that changed them in all worlds would undo what the alternatives are.
    flat = [world.flat() for world in worlds]
    return {name for name, value in flat[0].items() if any(other[name] != value for other in flat)}


def block(draw: int, replicates: int) -> range:
    """Return the replicates of a draw, or of the block that it is compared with."""
    return range(draw * replicates, (draw + 1) * replicates)


def measured_draw(worlds: Sequence[Scenario], changes: Mapping[str, Any], members: range, **how: Any) -> Numbers:
    """Return the one measure of each scenario under a draw, missing if the draw makes no scenario of one of them."""
    drawn = [each for world in worlds if (each := drawn_scenario(world, changes)) is not None]
    # All or nothing: ranks among fewer alternatives cannot be compared with ranks among all.
    if len(drawn) < len(worlds):
        return np.full(len(worlds), np.nan)
    return measure_runs(drawn, members, **how).means()[:, 0]


def means_of_blocks(runs: Measured, place: int, blocks: int, replicates: int) -> Numbers:
    """Return a measure in each block of runs: blocks × scenarios."""
    amount, per = (
        part[:, : blocks * replicates, place].reshape(len(part), blocks, replicates).sum(axis=2)
        for part in (runs.amount, runs.per)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((amount / per).T)
