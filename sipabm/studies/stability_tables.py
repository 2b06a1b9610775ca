"""Stability tables: ranks, changes of places and agreement, from a measure of every scenario in blocks and draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm.statistics import Numbers
from sipabm.statistics.orders import agreement, first_differs, overtaken, ranked, tail

LUCK, PARAMETERS, NEAR, FEW = "luck", "parameters", "near", "few"
# Of what the base has in the scenario itself: with half of that or less, luck alone makes much of an order.
NEAR_LEAST, NEAR_MOST = 0.5, 2.0
TOP = 3
TAILS = {"5": 0.05, "50": 0.5, "95": 0.95}


def tables(order: pd.Series, blocks: Numbers, values: Numbers) -> dict[str, pd.DataFrame]:
    """Return the tables of a `Stability` from a measure in blocks and in draws (× scenarios, of which the base first).

    `order` holds what each alternative adds over all runs; rows in which a number is missing do not count.
    """
    # stable: equal alternatives stay in the order in which they were given, on every machine.
    best = np.argsort(-order.to_numpy(), kind="stable")
    names = order.index[best].tolist()
    blocks, drawn = blocks[complete(blocks)], values[complete(values)]
    # Over the mean of all blocks: a draw's own block has so few runs that luck would move the bounds.
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
