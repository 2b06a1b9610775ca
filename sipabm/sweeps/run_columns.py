"""Columns of a run: the numbers that are kept of it, picked by name from its yearly counts or made from its rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.arguments import checked_label
from sipabm.barriers import Barrier
from sipabm.errors import ScenarioError, nearest, not_allowed, shown
from sipabm.statistics import Numbers
from sipabm.tables.history import STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.tables.own_code import digest_of_code
from sipabm.words import Domain

if TYPE_CHECKING:
    import pandas as pd

    from sipabm.sweeps.histories import Histories
    from sipabm.tables.run_tables import RunTables

SPAN = 3  # years, so that one good year does not decide
AREAS = tuple(domain.name.lower() for domain in Domain)
RUNNING, SIGNED = "running", "signed"
COUNTS = {column.name: column.meaning.replace(" this year", "") for column in YEARLY_COLUMNS if column.name != RUNNING}
# What is so at the end of a year: of several years the last one counts, not their sum.
LEVELS = {column.name: f"{column.meaning}, at the end" for column in STATE_COLUMNS}
LEVELS[RUNNING] = "partnerships running at the end"
CHARACTERISTICS = {
    "peak_year": "year with most partnerships signed, the first of several; missing where there are none",
    "peak": "partnerships signed in the year with most",
    "fall": "share of the highest mean of three years lost by the last three; missing where none are signed",
}
COUNTED_BY_COUNTRY = ("signed", "successful", "ended_early")
ALL_COUNTS, ALL_STATES = (tuple(column.name for column in table) for table in (YEARLY_COLUMNS, STATE_COLUMNS))


class Picks(NamedTuple):
    """Which columns are kept of a run, where each stands among all that can be picked, and the run's first year."""

    names: tuple[str, ...]
    places: NDArray[np.int64]
    first_year: int


class OwnColumns(NamedTuple):
    """Columns of one's own: their names, and what makes them from the tables of some runs.

    `of` is a function of a module, so that it can go to other processes. It gives one row for each run, by the number
    of the run: `results.runs["run"]` has all of them. With `of_arrays` it is given `Histories` instead, and returns an
    array of numbers (runs × names): nobody makes tables then, and worlds share what they have in common.
    """

    names: tuple[str, ...]
    of: Callable[[Any], Any]
    of_arrays: bool = False

    def values_of(self, histories: Histories) -> Numbers:
        """Return the columns of some runs (runs × columns); ScenarioError unless each run has a row of them."""
        values = np.asarray(self.of(histories), dtype=float)
        if values.shape != (len(histories), len(self.names)):
            raise ScenarioError(
                f"the column '{self.names[0]}' should be of an array of {len(histories)} × {len(self.names)} numbers, "
                f"runs × columns; it has {shown(values.shape)}"
            )
        return values

    def values(self, results: RunTables, runs: range) -> Numbers:
        """Return the columns of some runs (runs × columns); ScenarioError unless each run has one row."""
        table = self.of(results)[list(self.names)]
        # Rows counted from 0 would be those of other runs, a missing one a run of 0, and nobody would notice.
        if sorted(table.index) != list(runs):
            wrong = f"the column '{self.names[0]}' should have one row for each run, by the number of the run"
            raise ScenarioError(f"{wrong}; give runs without any by .reindex(results.runs['run'], fill_value=0)")
        cells = table.loc[list(runs)]
        for name, values in cells.items():
            if not all(map(is_finite, values.dropna())):
                raise ScenarioError(f"the column '{name}' holds what is no finite number; leave it missing there")
        return np.asarray(cells.astype(float))

    def check(self) -> None:
        """Raise ScenarioError unless its names are texts that can head columns, and it can be called."""
        if not isinstance(self.names, list | tuple) or not self.names:
            raise not_allowed("names of one's own columns", self.names, "texts, like ('deals',)")
        for name in self.names:
            checked_label("the name of one's own column", name)
        if not callable(self.of):
            raise not_allowed(f"what makes the column '{self.names[0]}'", self.of, "a function of results")

    def digest(self) -> str:
        """Return a hash of the names and of the function with all that it uses, by which a changed one is noticed."""
        return digest_of_code(self.of, *self.names)


def is_finite(value: Any) -> bool:
    """Return whether something is a finite number: no text that could be read as one, nor a point in time."""
    return isinstance(value, int | float | np.bool_ | np.integer | np.floating) and math.isfinite(value)


def exits_by_barrier() -> list[str]:
    """Return the columns that count attempts ended by each barrier."""
    return [f"exit_{barrier.name.lower()}" for barrier in Barrier]


def pickable(years: Sequence[int]) -> list[str]:
    """Return the names of all columns that can be picked of a run of some calendar years, in their order."""
    return [
        *(name for name in ALL_COUNTS if name != RUNNING),
        *CHARACTERISTICS,
        *LEVELS,
        *(f"{name}_{year}" for year in years for name in (*ALL_COUNTS, *ALL_STATES)),
        *(f"{name}_{area}" for area in AREAS for name in ALL_COUNTS),
        *(f"{name}_{year}_{area}" for year in years for area in AREAS for name in ALL_COUNTS),
    ]


def picks_of(names: Iterable[str], years: Sequence[int]) -> Picks:
    """Return where columns are found; ScenarioError for one that a run does not leave."""
    places = {name: place for place, name in enumerate(pickable(years))}
    chosen = tuple(names)
    for name in chosen:
        if name not in places:
            raise ScenarioError(f"a run leaves no column '{name}'{nearest(name, places)}; see `sipabm columns yearly`")
    return Picks(chosen, np.array([places[name] for name in chosen], dtype=np.int64), years[0])


def picked(chosen: Picks, yearly: Numbers, states: Numbers, window: slice) -> Numbers:
    """Return the columns chosen of a run, from its counts (years × areas × counts) and states (years × states).

    Totals and those of areas are of the window of years; those of a year are of that year.
    """
    by_year, by_area = yearly.sum(axis=1), yearly[window].sum(axis=0)
    running = ALL_COUNTS.index(RUNNING)
    by_area[:, running] = yearly[window.stop - 1, :, running]
    parts = [
        np.delete(by_area.sum(axis=0), running),
        characteristics(by_year[window, ALL_COUNTS.index(SIGNED)], chosen.first_year + window.start),
        states[window.stop - 1],
        by_area[:, running].sum(keepdims=True),
        np.hstack([by_year, states]).ravel(),
        by_area.ravel(),
    ]
    # Most of all that can be picked, so it is only copied for those who pick some of it.
    if chosen.places.max(initial=0) >= sum(map(np.size, parts)):
        parts.append(yearly.ravel())
    return np.asarray(np.concatenate(parts)[chosen.places])


def characteristics(signed: Numbers, first_year: int) -> Numbers:
    """Return the year of the peak, its height, and the fall of one run's yearly curve, which begins in a year."""
    if not signed.any():
        return np.array([np.nan, 0.0, np.nan])
    # Sums instead of means, which have the same ratio, and are whole.
    sums = np.convolve(signed, np.ones(SPAN), "valid") if len(signed) >= SPAN else np.array([np.nan])
    return np.array([first_year + signed.argmax(), signed.max(), 1.0 - sums[-1] / sums.max()])


def by_country(codes: Sequence[str], first: int, results: RunTables) -> pd.DataFrame:
    """Return a row for each run: partnerships signed from a year on in each country, and how they ended.

    Columns are those of `COUNTED_BY_COUNTRY` with the code of each country.
    """
    contracts = results.contracts[results.contracts["signed"].dt.year >= first]
    status, threshold = contracts["status"].astype(str), contracts["run"].map(results.number("success_threshold"))
    delivered = status == "delivered"
    flags = {
        "signed": status != "",
        "successful": delivered & (contracts["effect"] >= threshold),
        "ended_early": ~delivered & (status != "running"),
    }
    country = contracts["country"].astype(str)
    sums = contracts[["run"]].assign(**flags).groupby(["run", country])[list(flags)].sum().unstack(fill_value=0)
    sums.columns = [f"{name}_{code}" for name, code in sums.columns]
    return sums.reindex(results.runs["run"], columns=columns_by_country(codes), fill_value=0).astype(float)


def of_countries(codes: Sequence[str], first: int) -> OwnColumns:
    """Return the columns of countries, of contracts signed from a year on."""
    return OwnColumns(tuple(columns_by_country(codes)), partial(by_country, tuple(codes), first))


def columns_by_country(codes: Sequence[str]) -> list[str]:
    """Return the names of the columns of countries."""
    return [f"{name}_{code}" for name in COUNTED_BY_COUNTRY for code in codes]
