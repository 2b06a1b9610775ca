"""Measures: what can be asked of a run by name, each a sum of columns or the ratio of two sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sipabm.arguments import checked_label
from sipabm.errors import ScenarioError, listed, nearest, of_type
from sipabm.report.pockets import label_of
from sipabm.sweeps.run_columns import (
    AREAS,
    CHARACTERISTICS,
    COUNTED_BY_COUNTRY,
    COUNTS,
    LEVELS,
    exits_by_barrier,
    pickable,
)
from sipabm.sweeps.run_units import unit_of
from sipabm.tables.codebook import TABLES
from sipabm.words import CASH_POCKETS, Pocket

MILLIONS = "million USD"
RUN_COLUMNS = tuple(column.name for column in TABLES["runs"])


class Measure(NamedTuple):
    """A measure of a run: the sum of yearly columns, or that over the sum of others; and words for more and less."""

    name: str
    label: str
    unit: str
    columns: tuple[str, ...]
    per: tuple[str, ...] = ()
    more: str = "more"
    less: str = "less"


POCKETS = {f"value_{pocket.name.lower()}": label_of(pocket.name.lower()) for pocket in Pocket}
CASH = tuple(f"value_{pocket.name.lower()}" for pocket in CASH_POCKETS)
OTHER = tuple(name for name in POCKETS if name not in CASH)
ENDED = ("delivered", "ended_early")
COSTS = ("cost_authority", "cost_provider", "cost_investors", "cost_funds", "cost_after", "burden")
MEASURES = (
    Measure("signed", "partnerships signed", "partnerships", ("signed",), less="fewer"),
    Measure("successful", "successful partnerships", "partnerships", ("successful",), less="fewer"),
    Measure(
        "mean_months_to_signature",
        "months from idea to signature",
        "months",
        ("months",),
        ("signed",),
        "longer",
        "shorter",
    ),
    Measure("mean_effect", "mean effect", "share of target", ("effect",), ENDED, "higher", "lower"),
    Measure("share_ended_early", "ended early of those ended", "share", ("ended_early",), ENDED, "higher", "lower"),
    Measure("cost", "transaction cost", MILLIONS, COSTS),
    Measure("payment", "outcome payments", MILLIONS, ("payment",)),
    Measure("misplaced", "payments for no effect", MILLIONS, ("misplaced",)),
    # Cash and other value are two numbers: what saves no cash pays no bill.
    Measure("gross_cash", "cash saved, if results were all effect", MILLIONS, ("gross_cash",)),
    Measure("net_cash", "cash saved, net of ordinary services", MILLIONS, ("net_cash",)),
    Measure("cash_saved", "cash saved by effects", MILLIONS, CASH),
    *(Measure(name, f"cash saved, {POCKETS[name]}", MILLIONS, (name,)) for name in CASH),
    Measure("gross_other", "other value, if results were all effect", MILLIONS, ("gross_other",)),
    Measure("net_other", "other value, net of ordinary services", MILLIONS, ("net_other",)),
    Measure("other_value", "other value of effects", MILLIONS, OTHER),
    *(Measure(name, f"other value, {POCKETS[name]}", MILLIONS, (name,)) for name in OTHER),
)


BY_NAME = {measure.name: measure for measure in MEASURES}
BY_YEAR, BY_AREA, BY_COUNTRY = "_by_year", "_by_area", "_by_country"
EXITS_BY_BARRIER = "exits_by_barrier"


def measures_named(names: Iterable[str | Measure], years: Sequence[int], countries: Sequence[str]) -> list[Measure]:
    """Return the measures of some names, several for a name like 'signed_by_year'; ScenarioError for an unknown one.

    A measure of one's own is taken as it is.
    """
    found = [each for name in listed_measures(names) for each in one_or_several(name, years, countries)]
    for name, times in Counter(measure.name for measure in found).items():
        if times > 1:
            raise ScenarioError(f"the measure '{name}' is asked for twice; ask for it once")
    return found


def listed_measures(names: Any) -> list[str | Measure]:
    """Return a list of names and measures, of one alone too; ScenarioError if it holds something else."""
    asked = [names] if isinstance(names, str | Measure) else listed("measures", names, "names, like ['signed']")
    for name in asked:
        of_type("a measure", name, str | Measure, "a name like 'signed', or a Measure")
        for text in name[:3] if isinstance(name, Measure) else ():
            checked_label("a measure's name, label or unit", text)
    return list(asked)


def some_measures(names: Any) -> list[str | Measure]:
    """Return a list of names and measures; ScenarioError if it has none, or holds something else."""
    if not (asked := listed_measures(names)):
        raise ScenarioError("no measure is given; give one or more, like ['signed']")
    return asked


def one_or_several(name: str | Measure, years: Sequence[int], countries: Sequence[str]) -> list[Measure]:
    """Return the measure of a name, or one for each year, welfare area, country or barrier."""
    if isinstance(name, Measure):
        return [name]
    if name == EXITS_BY_BARRIER:
        return [of_column(column) for column in exits_by_barrier()]
    for ending, cases in ((BY_YEAR, map(str, years)), (BY_AREA, AREAS), (BY_COUNTRY, countries)):
        whole = name.removesuffix(ending)
        if whole != name and is_split(whole, ending):
            return [part_of(measure_named(whole), case) for case in cases]
    return [measure_named(name)]


def is_split(name: str, ending: str) -> bool:
    """Return whether a measure can be told apart by year, area or country."""
    if ending == BY_COUNTRY:
        return name in COUNTED_BY_COUNTRY
    return name not in CHARACTERISTICS and not (ending == BY_AREA and name in LEVELS)


def part_of(measure: Measure, case: str) -> Measure:
    """Return a measure of one year, area or country alone."""
    columns, per = (tuple(f"{column}_{case}" for column in part) for part in (measure.columns, measure.per))
    label = f"{measure.label}, {case}"
    return measure._replace(name=f"{measure.name}_{case}", label=label, columns=columns, per=per)


def of_area(names: Any, area: str, years: Sequence[int]) -> tuple[list[Measure], list[str]]:
    """Return the measures of some names, counted in one welfare area alone, and the names of those that no area has.

    They keep their names and labels. No area has the curve, levels at the end, or what is told by country.
    """
    kept = set(pickable(years))
    found: list[Measure] = []
    left: list[str] = []
    for name in listed_measures(names):
        wholes = one_or_several(name, years, ())
        counted = [each for each in wholes if all(f"{column}_{area}" in kept for column in (*each.columns, *each.per))]
        found += [part_of(each, area)._replace(name=each.name, label=each.label) for each in counted]
        left += [] if counted else [name.name if isinstance(name, Measure) else name]
    return found, left


def measure_named(name: str) -> Measure:
    """Return a measure by its name; ScenarioError with the nearest if there is none."""
    if name in BY_NAME:
        return BY_NAME[name]
    if name in COUNTS or name in LEVELS or name in CHARACTERISTICS:
        return of_column(name)
    if name in RUN_COLUMNS:
        raise ScenarioError(f"'{name}' is a column of the table 'runs', but no measure (see `sipabm measures`)")
    known = [*BY_NAME, *CHARACTERISTICS, *COUNTS, *LEVELS]
    raise ScenarioError(f"no measure '{name}'{nearest(str(name), known)} (see `sipabm measures`)")


def of_column(name: str) -> Measure:
    """Return the measure of a column by itself."""
    meaning = {**COUNTS, **LEVELS, **CHARACTERISTICS}[name]
    return Measure(name, meaning, unit_of(name), (name,))


def measure_rows() -> list[dict[str, str]]:
    """Return a row for each measure, in words: kind, name, unit, in which forms it can be asked for, meaning."""
    kinds: dict[str, Iterable[Measure]] = {
        "usual measures": MEASURES,
        "the curve": map(of_column, CHARACTERISTICS),
        "at the end": map(of_column, LEVELS),
        "counts and sums": (of_column(name) for name in COUNTS if name not in BY_NAME),
    }
    return [
        {"kind": kind, "measure": each.name, "unit": each.unit, "forms": forms(each.name), "meaning": meaning(each)}
        for kind, members in kinds.items()
        for each in members
    ]


def forms(name: str) -> str:
    """Return the endings with which a measure can be told apart."""
    return ", ".join(ending for ending in (BY_YEAR, BY_AREA, BY_COUNTRY) if is_split(name, ending))


def meaning(measure: Measure) -> str:
    """Return what a measure means, and of what it is the sum or the ratio unless that is itself."""
    if measure.columns == (measure.name,) and not measure.per:
        return measure.label
    per = f" / ({' + '.join(measure.per)})" if measure.per else ""
    amount = " + ".join(measure.columns)
    return f"{measure.label}: {f'({amount})' if per and len(measure.columns) > 1 else amount}{per}"
