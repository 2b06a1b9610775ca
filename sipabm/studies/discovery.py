"""Discovery: in which part of a sweep's cube something happens ('signed > 300'), as boxes of its numbers."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm.arguments import checked_seed, whole_number
from sipabm.errors import ScenarioError, checked_path, nearest, of_type
from sipabm.language.lists import counted
from sipabm.report.notebook import notebook_page
from sipabm.statistics import Numbers
from sipabm.statistics.prim import LEAST_POINTS, find_boxes
from sipabm.studies.discovery_tables import tables
from sipabm.studies.sensitivity import FILE
from sipabm.sweeps.sweep import read_sweep

SIGNS: dict[str, Callable[[Any, Any], Any]] = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
CONDITION = re.compile(r"\s*([\w.]+)\s*(>=|<=|>|<)\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*", re.IGNORECASE)
LEAST = 4 * LEAST_POINTS  # points: of fewer no half can confirm anything
BEFORE_MEASURES = "error"  # the last column of a table of runs before the measures


class Condition(NamedTuple):
    """What is looked for: a measure above or below a number."""

    measure: str
    sign: str
    number: float

    def holds(self, values: Any) -> Any:
        """Return where it holds; not where there is no value."""
        return SIGNS[self.sign](values, self.number)


@dataclass(frozen=True)
class Discovery:
    """Boxes of a sweep's numbers in which an outcome is frequent; none if no restriction was confirmed.

    `boxes` has a row for each box: how many points and which share of all (`mass`) it holds, `density` (how frequent
    the outcome is in it) and `coverage` (which share of all of it lies there), and both on points that it was not found
    from (`checked_density`, `checked_coverage`). `ranges` has a row for each number that a box restricts: both ends,
    those of all points, in which share of random halves the restriction was found again and significant on the other
    half (`confirmed`), and `quasi_p`, how probable the box is if it means nothing, on the points it was found from.
    `path` has a row for each box on the way. `density` is how frequent the outcome is at all points.
    """

    outcome: str
    outcome_asked: str
    points: int
    density: float
    boxes: pd.DataFrame
    ranges: pd.DataFrame
    path: pd.DataFrame
    left_out: tuple[str, ...]
    counts_runs: bool = True  # shares are of runs; between two ends of a lever, of points

    def of(self, box: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Return path, row and ranges of a box, as `plot_box` takes them."""
        path, boxes, ranges = (table[table["box"] == box] for table in (self.path, self.boxes, self.ranges))
        return path, boxes, ranges

    def about(self) -> dict[str, Any]:
        """Return what was looked for, at how many points, and how frequent it is at all of them."""
        return {"outcome": self.outcome, "points": self.points, "density": self.density}

    def __repr__(self) -> str:
        boxes = counted(len(self.boxes), "box", "boxes")
        return f"Discovery of '{self.outcome}' at {counted(self.points, 'point')}: {boxes}"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: boxes and their ranges."""
        return notebook_page(repr(self), [self.boxes, self.ranges])


def discover(
    runs: pd.DataFrame | str | Path,
    outcome: str,
    seed: int = 1,
    *,
    between: str | None = None,
    boxes: int = 3,
) -> Discovery:
    """Return the boxes of a sweep's numbers in which an outcome like 'signed > 300' is most frequent (PRIM).

    `runs` is a folder that holds a sweep, or what `sweep(..., each_run=True)` returned. A point counts by the share of
    its runs in which the outcome holds. With `between`, a column of the design such as 'early_meetings', the outcome is
    about how many times as much there is at its highest value as at its lowest, all else the same: 'signed >= 2' asks
    where early meetings double what is signed. At most so many `boxes`, each found among the points outside those
    before. The same seed gives the same random halves for the check.
    """
    of_type("the runs", runs, pd.DataFrame | str | Path, "the folder of a sweep, or what `each_run=True` returned")
    of_type("between", between, str | None, "the name of a column of the design")
    table = runs if isinstance(runs, pd.DataFrame) else runs_of(checked_path("the runs", runs))
    condition, most = parsed(outcome), whole_number("boxes", boxes, 1)
    inputs, share = outcome_by_point(table, condition, between)
    used, left_out = numeric(inputs)
    if len(used) < LEAST:
        raise ScenarioError(f"{counted(len(used), 'point')} with runs are too few to find a box; it needs {LEAST}")
    points = used.to_numpy(float)
    found = find_boxes(points, share, checked_seed(seed), most)
    said = outcome if between is None else f"{outcome} times, by {between}"
    return Discovery(
        said,
        str(outcome),
        len(points),
        float(share.mean()),
        *tables(used, points, share, found),
        left_out,
        between is None,
    )


def runs_of(folder: Path) -> pd.DataFrame:
    """Return the runs of a sweep that a folder holds; ScenarioError if its points are those of a sensitivity."""
    table = read_sweep(folder, each_run=True)
    if (folder / FILE).exists():
        raise ScenarioError(
            f"the points in '{folder}' are those of a sensitivity, which differ in one number each; a half of them "
            "would check nothing. Sweep points that are spread evenly, like those of a Latin hypercube"
        )
    return table


def parsed(outcome: str) -> Condition:
    """Return the condition of a text like 'signed > 300'; ScenarioError if it is none."""
    found = CONDITION.fullmatch(str(outcome))
    try:
        return Condition(found[1], found[2], float(found[3]))  # type: ignore[index]
    except (TypeError, ValueError):
        raise ScenarioError(
            f"outcome '{outcome}' is not like 'signed > 300': a measure, one of >, >=, <, <=, and a number"
        ) from None


def outcome_by_point(table: pd.DataFrame, condition: Condition, between: str | None) -> tuple[pd.DataFrame, Numbers]:
    """Return the design's columns of each point with runs, and the share of its runs in which the outcome holds."""
    if BEFORE_MEASURES not in table:
        raise ScenarioError("the table has no column 'error'; give what sweep(..., each_run=True) returns, or a folder")
    place = list(table.columns).index(BEFORE_MEASURES)
    measures, design = list(table.columns[place + 1 :]), list(table.columns[1 : place - 1])
    if condition.measure not in measures:
        hint = nearest(condition.measure, measures)
        raise ScenarioError(f"the sweep has no measure '{condition.measure}'{hint} (it has {', '.join(measures)})")
    done = table[table["error"].isna()]
    if between is not None:
        return ratios(done, design, condition, between)
    holds = condition.holds(done[condition.measure]).astype(float)
    share = holds.groupby(done["point"]).mean()
    return done.groupby("point")[design].first().loc[share.index], share.to_numpy()


def ratios(done: pd.DataFrame, design: list[str], condition: Condition, between: str) -> tuple[pd.DataFrame, Numbers]:
    """Return the other columns of the design, and whether the outcome holds of the ratio of means between two ends."""
    if between not in design:
        raise ScenarioError(f"the design has no column '{between}'{nearest(between, design)}")
    values = done[between]
    ends = [values.min(), values.max()]
    if not pd.api.types.is_numeric_dtype(values) or not ends[0] < ends[1]:
        raise ScenarioError(f"column '{between}' needs two numbers, a lowest and a highest, to compare between")
    others = [name for name in design if name not in (between, f"{between}.from", f"{between}.until")]
    means = [done[values == end].groupby(others, dropna=False)[condition.measure].mean() for end in ends]
    pairs = pd.concat(means, axis="columns", keys=["lowest", "highest"], join="inner")
    if pairs.empty:
        raise ScenarioError(f"no two points differ in '{between}' alone; cross it with the others (`crossed`)")
    # Nothing divided by nothing is no number and holds nowhere; something from nothing is any number of times as much.
    with np.errstate(invalid="ignore", divide="ignore"):
        times = pairs["highest"].to_numpy() / pairs["lowest"].to_numpy()
    return pairs.index.to_frame(index=False), np.asarray(condition.holds(times), dtype=float)


def numeric(inputs: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the columns that are numbers and vary, and the names of varying ones that are none at some point."""
    varied = inputs.loc[:, inputs.nunique(dropna=False) > 1]
    used = [name for name in varied if pd.api.types.is_numeric_dtype(varied[name]) and varied[name].notna().all()]
    if not used:
        raise ScenarioError("the design has no column of numbers that varies; a box needs one or more")
    return varied[used].astype(float), tuple(name for name in varied if name not in used)
