"""Sensitivity: which of the numbers that nobody knows exactly decide what comes out, over all that is plausible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm.arguments import ScenarioOrName, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError, nearest
from sipabm.language.lists import counted, listed
from sipabm.report.notebook import notebook_page
from sipabm.scenario import Scenario
from sipabm.statistics import Numbers
from sipabm.statistics.sensitivity import Screening, Shares, morris, morris_points, noise_share, sobol, sobol_points
from sipabm.studies.uncertain import uncertain
from sipabm.sweeps.designs import MOST_POINTS, within
from sipabm.sweeps.measures import CHARACTERISTICS, Measure, measure_named, measures_named
from sipabm.sweeps.sweep import USUAL, sweep

FILE = "sensitivity.json"  # what a folder with the runs of a sensitivity has beside them
POINTS = 6000
LEAST_STARTS = 2
# What the columns of a run that are no sums are called in a figure, and their units.
SHORT = {"fall": ("fall from the peak", "share"), "peak": ("partnerships signed in the peak year", "partnerships")}
SHORT["peak_year"] = ("year of the peak", "years")
BESIDE_MEASURES = ("point", "run", "error")  # and the design's columns, in a table of runs


class Method(NamedTuple):
    """A method: its points, how many each start has beside one for each number, starts allowed, indices, and order."""

    points: Callable[[int, int, int], Numbers]
    more: int
    starts: Callable[[int], int]
    indices: Callable[[Numbers, Numbers, int], Screening | Shares]
    by: str


# The number of Sobol's starts is a power of two, as the evenness of the points depends on that.
METHODS = {
    "morris": Method(morris_points, 1, lambda most: most, morris, "mu_star"),
    "sobol": Method(
        sobol_points,
        2,
        lambda most: 1 << most.bit_length() >> 1,
        lambda points, outputs, seed: sobol(points.shape[1], outputs, seed),
        "total",
    ),
}


@dataclass(frozen=True)
class Sensitivity:
    """Which numbers decide what comes out of a scenario.

    `indices` has a row for each measure and number, the most influential first. By Morris: `mu_star`, the mean size of
    the measure's change if the number moves from end to end of its plausible range, with its 95 % interval (`low`,
    `high`), `mu`, that change with its sign, `sigma`, how much it differs from place to place, and `luck`, the size
    that luck alone would have. By Sobol: the shares of the measure's variance that a number decides alone (`first`) and
    with all its interactions (`total`), with intervals. `measures` has a row for each measure: label, unit, points and
    runs, failed runs, and `noise_share`, the share of the variance between points that is luck.
    """

    scenario: Scenario
    method: str
    indices: pd.DataFrame
    measures: pd.DataFrame
    manifest: dict[str, Any]

    def of(self, measure: str) -> pd.DataFrame:
        """Return the rows of one measure, the most influential number first; ScenarioError if there is none."""
        names = list(self.measures["measure"])
        if measure not in names:
            raise ScenarioError(f"no measure '{measure}'{nearest(measure, names)} (measures: {', '.join(names)})")
        return self.indices[self.indices["measure"] == measure].reset_index(drop=True)

    def indices_with_units(self) -> pd.DataFrame:
        """Return the indices with the unit of each measure: that of Morris's columns."""
        return self.indices.merge(self.measures[["measure", "unit"]], on="measure", how="left")

    def __repr__(self) -> str:
        points, runs = counted(self.manifest["points"], "point"), counted(self.manifest["replicates"], "run")
        of = f"Sensitivity of '{self.scenario.name}' by {self.method}"
        return f"{of}: {listed(list(self.measures['measure']))} at {points}, {runs} of each"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the most influential numbers of each measure, and how much is luck."""
        return notebook_page(repr(self), [self.indices[self.indices["rank"] <= 10], self.measures])


def sensitivity(
    scenario: ScenarioOrName,
    method: str = "morris",
    measures: Sequence[str | Measure] | str = USUAL,
    points: int = POINTS,
    replicates: int = 4,
    seed: int = 1,
    *,
    numbers: Sequence[str] | None = None,
    **how: Any,
) -> Sensitivity:
    """Return which numbers decide the measures of a scenario, over the plausible ranges of all (`uncertain`) or some.

    `method` is 'morris', which screens many numbers, or 'sobol', which splits the variance among few. At most so many
    `points` are simulated, as many as make whole starts; of each so many `replicates`, which are averaged, under the
    same luck at all points. Numbers that are not named stay as the scenario has them. `how` are `sweep`'s arguments
    first, last, model, folder, threads, executor and progress: with a folder an interrupted study goes on, and more
    points may be added later.
    """
    measures_named(measures, (), ())  # before thousands of points are made
    base, seed, replicates = checked_scenario(scenario), checked_seed(seed), whole_number("replicates", replicates, 1)
    chosen, way = named_rows(uncertain(base), numbers), checked_method(method)
    unit = way.points(
        starts_for(way, method, whole_number("points", points, 1, MOST_POINTS), len(chosen)), len(chosen), seed
    )
    design = design_of(chosen, unit)
    runs = sweep(base, design, replicates, seed, measures=measures, each_run=True, **how)
    found = [
        (name, runs[name].to_numpy(float).reshape(len(unit), replicates))
        for name in runs
        if name not in (*BESIDE_MEASURES, *design)
    ]
    indices = [indices_of(name, way, chosen, way.indices(unit, outputs, seed)) for name, outputs in found]
    about = [row_about(name, outputs, runs["error"], measures) for name, outputs in found]
    made = {"method": method, "points": len(unit), "replicates": replicates, "seed": seed}
    made |= {"numbers": None if numbers is None else list(chosen["name"])}
    return Sensitivity(base, method, pd.concat(indices, ignore_index=True), pd.DataFrame(about), made)


def checked_method(name: str) -> Method:
    """Return a method by its name; ScenarioError if there is none."""
    if name not in METHODS:
        raise ScenarioError(f"no method '{name}'{nearest(str(name), METHODS)} (methods: {', '.join(METHODS)})")
    return METHODS[name]


def named_rows(rows: pd.DataFrame, names: Sequence[str] | None) -> pd.DataFrame:
    """Return the rows of some numbers, all if none are named; of a name with cases all of these.

    ScenarioError for a name that has no plausible range, or if nothing is left.
    """
    if names is None:
        return rows
    chosen = pd.Series(False, index=rows.index)
    for name in names:
        here = (rows["name"] == name) | rows["name"].str.startswith(f"{name}.")
        if not here.any():
            known = list(rows["name"])
            raise ScenarioError(f"'{name}' has no plausible range{nearest(str(name), known)} (see `sipabm parameters`)")
        chosen |= here
    if not chosen.any():
        raise ScenarioError("no number is named; name one or more, or leave them out for all")
    return rows[chosen].reset_index(drop=True)


def starts_for(way: Method, method: str, points: int, numbers: int) -> int:
    """Return how many starts so many points make at most; ScenarioError if these are too few."""
    each = numbers + way.more
    if points < LEAST_STARTS * each:
        raise ScenarioError(
            f"points = {points} is too few: {method} needs {LEAST_STARTS} × {each} for {numbers} numbers; "
            "give more points, or name fewer numbers"
        )
    return way.starts(points // each)


def design_of(numbers: pd.DataFrame, unit: Numbers) -> pd.DataFrame:
    """Return points of the unit cube as a design: each number between the ends of its range."""
    ends = zip(numbers["low"], numbers["high"], strict=True)
    return within(dict(zip(numbers["name"], ends, strict=True)), unit)


def indices_of(measure: str, way: Method, numbers: pd.DataFrame, found: Screening | Shares) -> pd.DataFrame:
    """Return the indices of a measure as a table, the most influential number first."""
    columns = {name: each for name, each in found._asdict().items() if isinstance(each, np.ndarray)}
    table = pd.DataFrame({"measure": measure, "rank": 0, "name": numbers["name"], **columns})
    table = table.sort_values(way.by, ascending=False, kind="stable", ignore_index=True)
    return table.assign(rank=range(1, len(table) + 1))


def row_about(name: str, outputs: Numbers, errors: pd.Series, asked: Sequence[str | Measure] | str) -> dict[str, Any]:
    """Return what is told of a measure: label, unit, points, runs, failed runs, runs without a value, share of luck."""
    label, unit = label_and_unit(name, asked)
    failed = int(errors.notna().sum())
    missing = int(np.isnan(outputs).sum()) - failed
    counts = {"points": len(outputs), "runs": outputs.size, "failed": failed, "undefined": missing}
    return {"measure": name, "label": label, "unit": unit, **counts, "noise_share": noise_share(outputs)}


def label_and_unit(name: str, asked: Sequence[str | Measure] | str) -> tuple[str, str]:
    """Return what a measure is called, and its unit where it has one."""
    own = {each.name: each for each in asked if isinstance(each, Measure)}
    if name in SHORT:
        return SHORT[name]
    try:
        measure = own[name] if name in own else measure_named(name)
    except ScenarioError:  # of one year, area or country
        return name.replace("_", " "), ""
    return (measure.label, measure.unit) if name not in CHARACTERISTICS else (name, "")
