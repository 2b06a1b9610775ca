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
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm.arguments import whole_number
from sipabm.errors import ScenarioError
from sipabm.progress import progress_bar
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers
from sipabm.statistics.orders import agreement, first_differs, overtaken, ranked, tail
from sipabm.studies.assumptions import dials, drawn_changes, drawn_scenario
from sipabm.studies.comparison import Comparison
from sipabm.studies.measures import Measure, Measured, measure_runs

LUCK, PARAMETERS, NEAR, FEW = "luck", "parameters", "near", "few"
NEAR_LEAST, NEAR_MOST = 0.5, 2.0  # of what the base has in the scenario itself
TOP = 3
TAILS = {"5": 0.05, "50": 0.5, "95": 0.95}


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
    one = partial(
        measured_draw, seed=found.manifest["seed"], measures=[found.runs.measures[place]], first=found.years[0],
        last=found.years[1], threads=threads, executor=executor, progress=False,
    )  # fmt: skip
    with progress_bar(draws, "draws of assumed parameters", progress) as bar:
        changes = bar.follow(drawn_changes(varied, draws, found.manifest["seed"]))
        values = np.array([one(base, each, block(draw, replicates)) for draw, each in enumerate(changes)])
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
    flat = [world.flat() for world in worlds]
    return {name for name, value in flat[0].items() if any(other[name] != value for other in flat)}


def block(draw: int, replicates: int) -> range:
    """Return the replicates of a draw, or of the block that it is held against."""
    return range(draw * replicates, (draw + 1) * replicates)


def measured_draw(worlds: Sequence[Scenario], changes: Mapping[str, Any], members: range, **how: Any) -> Numbers:
    """Return the one measure of each scenario under a draw, missing if the draw makes no scenario of one of them."""
    drawn = [each for world in worlds if (each := drawn_scenario(world, changes)) is not None]
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


def tables(order: pd.Series, blocks: Numbers, values: Numbers) -> dict[str, pd.DataFrame]:
    """Return the tables of `Stability` from a measure in blocks and in draws (× scenarios, of which the base first).

    `order` holds what each alternative adds over all runs; rows in which a number is missing do not count.
    """
    best = np.argsort(-order.to_numpy(), kind="stable")
    names = order.index[best].tolist()
    blocks, drawn = blocks[complete(blocks)], values[complete(values)]
    times = drawn[:, 0] / blocks[:, 0].mean()
    is_near, is_few = (times >= NEAR_LEAST) & (times <= NEAR_MOST), times < NEAR_LEAST
    sources = {LUCK: blocks, PARAMETERS: drawn, NEAR: drawn[is_near], FEW: drawn[is_few]}
    ranks = {source: ranked(added_values(rows)[:, best]) for source, rows in sources.items() if len(rows)}
    return {
        "ranks": ranks_table(names, ranks),
        "pairs": pairs_table(names, ranks),
        "orders": orders_table(ranks),
        "draws": draws_table(names, values, added_values(drawn)[:, best], ranks[PARAMETERS]),
    }


def complete(values: Numbers) -> NDArray[np.bool_]:
    """Return which rows have all numbers."""
    return np.asarray(np.isfinite(values).all(axis=1))


def added_values(values: Numbers) -> Numbers:
    """Return what each scenario but the first has more than the first."""
    return values[:, 1:] - values[:, :1]


def ranks_table(names: Sequence[str], ranks: Mapping[str, Numbers]) -> pd.DataFrame:
    """Return a row for each alternative: its rank, and from each source of other orders the spread of its ranks."""
    columns: dict[str, Any] = {"alternative": names, "rank": range(1, len(names) + 1)}
    for source, rows in ranks.items():
        columns |= {f"{source}_rank_{percent}": tail(rows, share) for percent, share in TAILS.items()}
        columns |= {f"{source}_first": (rows == 1).mean(axis=0), f"{source}_top": (rows <= TOP).mean(axis=0)}
    return pd.DataFrame(columns)


def pairs_table(names: Sequence[str], ranks: Mapping[str, Numbers]) -> pd.DataFrame:
    """Return a row for each pair of neighbours in the order: how often they change places."""
    swaps = {f"{source}_swapped": overtaken(rows) for source, rows in ranks.items()}
    return pd.DataFrame({"above": names[:-1], "below": names[1:], **swaps})


def orders_table(ranks: Mapping[str, Numbers]) -> pd.DataFrame:
    """Return a row for each source: how many orders it gave, how often another is first, mean agreement."""
    return pd.DataFrame(
        {
            "source": list(ranks),
            "orders": [len(rows) for rows in ranks.values()],
            "first_differs": [first_differs(rows) for rows in ranks.values()],
            "mean_tau": [agreement(rows).mean() for rows in ranks.values()],
        }
    )


def draws_table(names: Sequence[str], values: Numbers, added: Numbers, ranks: Numbers) -> pd.DataFrame:
    """Return a row for each draw that counts and alternative: the base, what is added to it, the rank."""
    counted = np.flatnonzero(complete(values))
    return pd.DataFrame(
        {
            "draw": np.repeat(counted, len(names)),
            "alternative": np.tile(names, len(counted)),
            "base": np.repeat(values[counted, 0], len(names)),
            "added": added.ravel(),
            "rank": ranks.ravel(),
        }
    )
