"""Fit at an origin: which numbers of the model the counts known then point to, looked up in a reference table.

The table's runs are those of the first round of a calibration, drawn from the whole of the plausible ranges. Its later
rounds looked near the whole record, so near years that are not known at an origin; weights make up for that in the
numbers, but what is near is judged by how runs differ, and runs that were sought differ less. A run's counts up to a
year depend on nothing that comes after it, but for one thing: how long before its closing a fund has its last call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm.calibration.calibration import MOST_NUMBERS, Search
from sipabm.calibration.fit import Held, Table, fitted, screened, with_unmet
from sipabm.calibration.reference_table import Round, made_block
from sipabm.forecasts.record import ALL, known_at
from sipabm.runs import in_order
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers
from sipabm.statistics.weighted import evenly


class Lookup(NamedTuple):
    """A reference table: points of the cube, and what the runs there show (columns by name).

    Numbers of the sides that are `kept` were the same in all runs.
    """

    points: Numbers
    shown: pd.DataFrame
    kept: tuple[int, ...] = ()


def lookup_of(search: Search) -> Lookup:
    """Return the reference table of a calibration: the rows that it drew before it looked at any."""
    first = Round(0, search.blocks)
    return Lookup(first.points(search.seed), search.shown.iloc[: first.rows], search.kept)


def small_lookup(scenario: Scenario, blocks: int, seed: int) -> Lookup:
    """Return a table of a few blocks of runs over the whole ranges: enough to see that all works."""
    asked = Round(0, blocks)
    made = in_order(lambda block: made_block(scenario, seed, asked, block), range(blocks), None, None)
    shown = pd.concat([table.to_pandas() for _, table in made], ignore_index=True)
    return Lookup(asked.points(seed), shown)


def column_of(target: str, year: int) -> str:
    """Return the column of a reference table that holds a target's count in a year."""
    return f"launches_all_{year}" if target == ALL else f"{target}_{year}"


def points_at(
    lookup: Lookup, counts: pd.DataFrame, origin: int, targets: Sequence[str], number: int, seed: int
) -> Numbers:
    """Return so many points of the cube, of equal weight, to which the counts of some targets up to an origin point.

    `counts` may go beyond the origin, which is not looked at.
    """
    known = known_at(counts, origin)[list(targets)]
    cells = [(target, year) for target in targets for year in known.index]
    # Roots, as luck is then alike everywhere. All that is counted is right, as far as is known: no error of the record.
    shown = np.sqrt(lookup.shown[[column_of(*cell) for cell in cells]].to_numpy(float))
    observed = np.sqrt([known.at[year, target] for target, year in cells])
    table, nothing = Table(lookup.points, shown, np.ones(len(shown))), np.zeros(len(cells))
    held = Held(observed, nothing, nothing)
    sides = screened(table, held, MOST_NUMBERS, seed, lookup.kept)
    held = with_unmet(table, sides, held, seed)
    found = fitted(table, sides, held, seed)
    points = table.points[found.sets].copy()
    points[:, sides] = found.draws
    return points[evenly(found.weights, number, seed)]
