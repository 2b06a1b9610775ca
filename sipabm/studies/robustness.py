"""Robustness: which answers survive what nobody knows exactly, and which one number would turn them.

A comparison of levers says which adds most in a world with certain numbers. Here base and levers are compared with many
sets of numbers, each a whole one that leads to what was observed (or that is plausible), several runs with each. So it
is seen how often each lever is first, among the first three, and worth its cost.

Few runs make orders of their own. So all of it is done twice with the same sets and other luck, and the control is how
often the second time gives the answer of the first: with luck alone between them, nothing else. If numbers decided
everything it would be always; if they decided nothing, as often as between two different sets. Runs at one set of
numbers, as the defaults, would be no control: there luck weighs as it does in that one world, and the order there may
be another one than in most.

All of it counts the attempts begun from the levers' start on, each followed to its end, unless calendar years are asked
for: in a short horizon only what broke can have ended, and what is signed late has cost and brought nothing yet.

**Worth its cost in cash**: with the lever the net cash of all public budgets (what they save by effects, less payments,
development, evaluation and re-planning) is higher than without. It **loses cash** where that is lower. By calendar
years: cash saved by effects, less outcome payments and less the transaction cost of all parties. Other value pays no
bill and is not added to cash: it is judged by itself.

Which one number decides an answer is found in one half of the sets and confirmed in the other
(`sipabm.statistics.deciding`), as among hundreds of numbers some always look as if they did.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from dataclasses import replace as with_values
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import ScenarioOrName, checked_discount, checked_scenario, checked_seed, whole_number
from sipabm.errors import ScenarioError, listed, not_allowed, of_type, shown
from sipabm.language.lists import counted
from sipabm.language.money import MODEL_MONEY, Money
from sipabm.language.numbers import percent
from sipabm.parameters.ranges import cube
from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.report.notebook import notebook_page
from sipabm.scenario import Scenario, first_of_year
from sipabm.scenario.drawn import drawn, numbers_of
from sipabm.scenario.policies import checked_area, in_area, lever_and_areas, policy_setting, share_typed
from sipabm.scenario.posterior import posterior
from sipabm.statistics import Numbers
from sipabm.studies import robustness_tables as tables
from sipabm.studies.cohort_tables import SERVED
from sipabm.studies.cohorts import Cohort, checked_begun, cohort_columns, cohort_of
from sipabm.studies.robustness_cohorts import (
    OUTCOMES,
    Added,
    Lever,
    added_by_cohort,
    cohort_by_lever,
    levers_of,
    net_by_lever,
)
from sipabm.studies.uncertain import unit_and_source
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import Measure, measure_named, of_area
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point
from sipabm.sweeps.spans import span_of
from sipabm.tables.manifest import manifest

STUDY = "robustness"
SETS, RUNS = 200, 10
MOST_SETS, MOST_REPLICATES = 10_000, 5_000
TWICE, LEAST_SETS = 2, 2
SAVED, PAID, COST, OTHER = "cash_saved", "payment", "cost", "other_value"
MONEY = (SAVED, PAID, COST, OTHER)
COHORT, YEARS = WAYS = ("cohort", "years")  # what is counted: attempts begun in some years, or calendar years
AMOUNTS = ("changes", "sets", "cohort", "net_positions")  # tables that hold money


@dataclass(frozen=True)
class Robustness:
    """How far the order of levers, and whether each is worth its cost, survive what nobody knows exactly.

    `answers` has a row for each criterion and lever: the share of sets in which it holds, its 95 % interval over sets,
    and how often it holds again with the same numbers and other luck. `luck` says how often the same lever is first
    twice if luck alone differs, and if numbers differ too. `deciding` has a row for each answer that one number
    decides. `changes` is what each lever adds, over sets; `sets` the same with each set, of both times together, whose
    numbers stand in `drawn`. `replicates` are the runs of each world with each set, made twice. Sets that leave nothing
    to measure are `left_out`.

    `cohort` has a row for each lever and outcome of the attempts begun in its years (`begun`), followed to their end,
    and `net_positions` one for each party: who pays and who gains. `by` says what the answers count: this cohort, or
    calendar years; all is of one welfare `area`, unless that is None. `needs` has the criteria that the runs do not
    show, with the year that is needed: 'needs 2039'.
    """

    base: Scenario
    others: dict[str, Scenario]
    measure: Measure
    answers: pd.DataFrame
    luck: pd.DataFrame
    deciding: pd.DataFrame
    changes: pd.DataFrame
    cohort: pd.DataFrame
    net_positions: pd.DataFrame
    sets: pd.DataFrame
    drawn: pd.DataFrame
    by: str
    begun: dict[str, Cohort]
    needs: dict[str, str]
    years: tuple[int, int]
    replicates: int
    left_out: int
    manifest: dict[str, Any]
    money: Money = MODEL_MONEY

    def in_money(self, money: Money) -> Robustness:
        """Return the same with its amounts, until now million USD, in a currency and in the prices of a year.

        Numbers that decide stay as the scenario has them.
        """
        return with_values(self, **{name: money.converted(getattr(self, name)) for name in AMOUNTS}, money=money)

    @property
    def area(self) -> str | None:
        """Return the welfare area in which all is counted; None for all areas."""
        found: str | None = self.manifest["area"]
        return found

    @property
    def counted(self) -> int:
        """Return the number of sets that count."""
        return len(self.drawn) - self.left_out

    def of(self, criterion: str) -> pd.DataFrame:
        """Return the rows of one criterion, the largest share first; none where it says nothing, as places of one."""
        rows = self.answers[self.answers["criterion"] == criterion]
        return rows.sort_values("share", ascending=False, kind="stable", ignore_index=True)

    def __repr__(self) -> str:
        sets = counted(self.counted, "set")
        return f"Robustness of {', '.join(self.others)} in '{self.base.name}': {sets} of numbers"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: answers, the control of luck alone, and numbers that decide."""
        return notebook_page(repr(self), [self.answers, self.luck, self.deciding, self.cohort])


def robust(
    scenario: ScenarioOrName,
    levers: Sequence[str],
    first_quarter: str | None = None,
    sets: int = SETS,
    replicates: int = RUNS,
    seed: int = 1,
    *,
    measure: str = "signed",
    by: str = COHORT,
    area: str | None = None,
    discount: float = 0.0,
    over: str | None = None,
    first: int | None = None,
    last: int | None = None,
    begun: tuple[int | None, int | None] | None = None,
    folder: str | Path | None = None,
    replace: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Robustness:
    """Return which levers, like 'early_meetings' or 'early_meetings=0.5', add most to a measure whatever the numbers.

    Levers start in a quarter, without one in the scenario's first. Numbers are drawn `over` the posterior or the
    ranges, as the scenario says; over the posterior if it draws none. With each set there are `replicates` runs of each
    world, twice. Answers count the attempts begun in some years, `begun`, by default from the levers' start on as long
    as the runs show their end; `by` = 'years' counts calendar years instead, those from `first` to `last`. With an
    `area` ('social', 'employment' or 'health') levers act in that welfare area alone, unless they name others
    ('early_meetings.health'), and all is counted there. With a `discount`, a real rate a year like 0.035, net positions
    are brought back to the beginning of the first year of the cohort. With a folder, runs that it holds are not made
    again; others give way if `replace` says so.
    """
    base = drawing(checked_scenario(scenario), over)
    others = with_levers(base, levers, first_quarter, checked_area(area))
    how: dict[str, Any] = {"measure": measure, "by": by, "area": area, "first": first, "last": last, "begun": begun}
    how |= {"discount": discount}
    how |= {"folder": folder, "replace": replace, "threads": threads, "executor": executor, "progress": progress}
    found = robustness_of(base, others, sets, replicates, seed, **how)
    about = {"levers": list(levers), "first_quarter": started(base, first_quarter)}
    return with_values(found, manifest={**found.manifest, **about})


def robustness_of(
    base: Scenario,
    others: dict[str, Scenario],
    sets: int = SETS,
    replicates: int = RUNS,
    seed: int = 1,
    *,
    measure: str = "signed",
    by: str = COHORT,
    area: str | None = None,
    discount: float = 0.0,
    first: int | None = None,
    last: int | None = None,
    begun: tuple[int | None, int | None] | None = None,
    folder: str | Path | None = None,
    replace: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Robustness:
    """Return how far the order of some scenarios beside a base survives what nobody knows; otherwise as `robust`."""
    began, seed, area = time.perf_counter(), checked_seed(seed), checked_area(area)
    asked = checked_measure(measure, by)
    sets = checked_sets(base, sets)
    replicates = whole_number("replicates", replicates, 1, MOST_REPLICATES)
    counted_years = span_of([base], first, last).counted  # for its errors, before hundreds of worlds are made
    points = points_of([base, *others.values()], sets, seed)
    how: dict[str, Any] = {"first": first, "last": last, "folder": folder, "replace": replace}
    how |= {"threads": threads, "executor": executor, "progress": progress, "title": "runs with sets of numbers"}
    window = (counted_years[0], counted_years[-1])
    begins, rate = checked_begun(begun, window), checked_discount(discount)
    cohorts = {
        label: (begins or cohort_of(base, other, window))._replace(area=area, discount=rate)
        for label, other in others.items()
    }
    measures = measures_in(area, asked.name, counted_years) if by == YEARS else []
    how |= {"measures": measures, "own": cohort_columns(cohorts.values())}
    runs = measure_runs(points, TWICE * replicates, seed, **how)
    numbers = pd.DataFrame(numbers_by_set(base, sets, seed))
    found = all_tables(runs, asked, by, cohorts, window[1], numbers, seed)
    for name in ("answers", "changes", "cohort", "net_positions", "sets"):
        found[name].insert(1, "domain", area or EVERY_DOMAIN)
    made = {**manifest(base, seed, replicates, "engine"), "study": STUDY, "sets": sets, "over": base.over}
    made |= {"measure": asked.name, "by": by, "years": list(window), "area": area, "discount": rate}
    made["begun"] = [begins.first, begins.last] if begins else None
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Robustness(
        base, others, asked, **found, by=by, begun=cohorts, years=window, replicates=replicates, manifest=made
    )


def measures_in(area: str | None, name: str, years: Sequence[int]) -> list[str | Measure]:
    """Return a measure and those of money, counted in an area or in all; ScenarioError if no area has it by itself."""
    names = list(dict.fromkeys([name, *MONEY]))
    if area is None:
        return [*names]
    found, left_out = of_area(names, area, years)
    if left_out:
        raise ScenarioError(f"no area has measure = '{name}' by itself; ask for another, like signed, or for all areas")
    return [*found]


def checked_sets(base: Scenario, sets: int) -> int:
    """Return a number of sets; ScenarioError if it is none, or if there are not so many."""
    sets = whole_number("sets", sets, LEAST_SETS, MOST_SETS)
    if base.over == "posterior" and sets > len(posterior()):
        raise ScenarioError(
            f"sets = {sets} is not allowed: the posterior has {len(posterior())}; give {LEAST_SETS} to "
            f"{len(posterior())}, or take them from the ranges (over = 'ranges', --over ranges)"
        )
    return sets


def drawing(scenario: Scenario, over: str | None) -> Scenario:
    """Return a scenario that draws numbers; ScenarioError if it is to draw none, or keeps all."""
    of_type("over", over, str | None, "'posterior' or 'ranges'")
    if over not in (None, "posterior", "ranges"):
        raise not_allowed("over", over, "'posterior' or 'ranges': at one set of numbers there is nothing to survive")
    chosen = over or ("posterior" if scenario.over == "defaults" else scenario.over)
    found = scenario if chosen == scenario.over else scenario.replace(over=chosen)
    if not numbers_of(found, 0, 0):
        raise ScenarioError(f"'{scenario.name}' keeps all its numbers, so none is drawn; name fewer under 'kept'")
    return found


def with_levers(
    base: Scenario, levers: Sequence[str], first_quarter: str | None, area: str | None = None
) -> dict[str, Scenario]:
    """Return the scenario with each lever alone, by what readers call it; ScenarioError if there is none.

    Those that name no area act in an `area` if one is given.
    """
    given = [levers] if isinstance(levers, str) else listed("levers", levers, "texts, like ['early_meetings=1']")
    date = started(base, first_quarter)
    found: dict[str, Scenario] = {}
    for text in given:
        of_type("a lever", text, str, "a text like 'early_meetings=1'")
        if "@" in text:
            raise ScenarioError(f"the lever {shown(text)} has a date; give the quarter once, for all levers")
        name, _, share = (part.strip() for part in in_area(text, area).partition("="))
        where = f"lever {shown(text)}"
        lever, areas = lever_and_areas(where, name)
        setting = policy_setting(share_typed(where, share or "1"), date, areas=areas)
        other = base.replace({f"levers.{lever}": setting})
        intensity = getattr(other.levers, lever).intensity
        words = lever.replace("_", " ")
        # Not the area of which all is told.
        remarks = () if areas == (area,) else areas
        label = with_remarks(words, *remarks, "" if intensity == 1 else percent(intensity))
        if other in found.values():
            raise ScenarioError(f"the lever '{label}' is given twice; give it once")
        # Shares that look alike when they are rounded are told as they were typed.
        found[label if label not in found else with_remarks(words, *remarks, share)] = other
    if not found:
        raise ScenarioError("no lever is given; give one or more, like early_meetings=1")
    return found


def with_remarks(words: str, *remarks: str) -> str:
    """Return words with those remarks behind them, in brackets, that are not empty."""
    said = ", ".join(filter(None, remarks))
    return f"{words} ({said})" if said else words


def started(base: Scenario, first_quarter: str | None) -> str:
    """Return the quarter in which levers start: of a year its first, of none that of the scenario."""
    if first_quarter is None:
        return base.first_quarter
    return str(first_of_year(str(first_quarter).strip()))


def checked_measure(name: str, by: str) -> Measure:
    """Return the measure of a name, as it is counted; ScenarioError if there is none that is counted so."""
    of_type("the measure", name, str, "a name like 'signed'")
    if by not in WAYS:
        raise not_allowed("by", by, "'cohort' (attempts begun in some years, followed to their end) or 'years'")
    if by == YEARS:
        return measure_named(name)
    if name not in OUTCOMES:
        known = measure_named(name).name  # for its error if there is none at all
        raise ScenarioError(
            f"measure = '{known}' is counted by calendar years alone; add by = 'years' (--by years), or ask for "
            f"one of {', '.join(OUTCOMES)}"
        )
    return OUTCOMES[name][0]


def points_of(worlds: Sequence[Scenario], sets: int, seed: int) -> dict[str, Point]:
    """Return each world with each set of numbers, set by set: worlds of a set have the same numbers and luck."""
    return {
        # Far enough apart that more runs may be asked for later.
        f"{number} {place}": Point(drawn(world, seed, number), number * TWICE * MOST_REPLICATES)
        for number in range(sets)
        for place, world in enumerate(worlds)
    }


def numbers_by_set(base: Scenario, sets: int, seed: int) -> Iterator[Mapping[str, float]]:
    """Yield the numbers of each set, by their names."""
    for number in range(sets):
        yield {side.field: value for side, value in numbers_of(base, seed, number).items()}


def all_tables(
    runs: Measured,
    measure: Measure,
    by: str,
    cohorts: Mapping[str, Cohort],
    last: int,
    numbers: pd.DataFrame,
    seed: int,
) -> dict[str, Any]:
    """Return all tables by name, which criteria need a later year, and how many sets leave nothing to measure."""

    def added(repetitions: int) -> Added:
        """Return what levers add with each set, in so many repetitions."""
        if by == YEARS:
            return added_by_years(runs, measure.name, len(numbers), repetitions)
        return added_by_cohort(levers_of(runs, cohorts, last, repetitions), measure)

    twice = added(TWICE)
    is_counted = np.isfinite(twice.base + twice.added).all(axis=(0, 2))
    if is_counted.sum() < LEAST_SETS:
        raise ScenarioError(
            f"of {len(numbers)} sets {int(is_counted.sum())} leave anything to measure; give more sets, or ask for "
            "another measure"
        )
    kept, names = np.flatnonzero(is_counted), list(cohorts)
    levers = levers_of(runs, cohorts, last, TWICE, kept)
    lacking = {} if by == YEARS else criteria_that_need(levers, OUTCOMES[measure.name][1])
    # Over all runs of a set, where there is less luck: what decides an answer, and what is shown of each set.
    whole = Added(*(part[0, kept] for part in added(1)))
    holds, holds_over_all = (
        without(tables.criteria(*found), lacking) for found in ([part[:, kept] for part in twice[1:]], whole[1:])
    )
    units = {side.field: unit_and_source(side.name)[0] for side in cube()}
    return {
        "answers": tables.answers_table(names, holds),
        "luck": tables.luck_table(holds),
        "deciding": tables.deciding_table(names, holds_over_all, numbers.iloc[kept], units, seed),
        "changes": tables.changes_table(names, measure.unit, whole.added),
        "cohort": cohort_by_lever(levers),
        "net_positions": net_by_lever(levers),
        "sets": tables.sets_table(names, measure.unit, kept.tolist(), *whole),
        "drawn": numbers.rename_axis("set").reset_index(),
        "needs": lacking,
        "left_out": len(numbers) - len(kept),
    }


def criteria_that_need(levers: Sequence[Lever], over: str) -> dict[str, str]:
    """Return the criteria that runs do not show for some lever, with the year that is needed: the last of all."""
    needed = {
        **dict.fromkeys((tables.FIRST, tables.ADDS, tables.TOP), over),
        tables.WORTH: SERVED,
        tables.LOSES: SERVED,
        tables.OTHER: SERVED,
    }
    found = {name: [year for each in levers if (year := each.needs(what))] for name, what in needed.items()}
    return {name: max(years) for name, years in found.items() if years}


def without(holds: Mapping[str, Numbers], needs: Mapping[str, str]) -> dict[str, Numbers]:
    """Return where criteria hold, without those that need a later year: a short horizon gives no verdict."""
    return {name: each for name, each in holds.items() if name not in needs}


def added_by_years(runs: Measured, measure: str, sets: int, repetitions: int) -> Added:
    """Return what levers add to a measure of calendar years, to cash after all costs, and to other value."""
    values = {name: values_of(runs, name, sets, repetitions) for name in (measure, *MONEY)}
    cash = values[SAVED] - values[PAID] - values[COST]
    added, of_cash, of_other = (each[..., 1:] - each[..., :1] for each in (values[measure], cash, values[OTHER]))
    return Added(np.broadcast_to(values[measure][..., :1], added.shape), added, of_cash, of_other)


def values_of(runs: Measured, name: str, sets: int, repetitions: int) -> Numbers:
    """Return a measure of each world with each set, in each repetition: repetitions × sets × worlds."""
    # Every second run, not the first and the second half: runs that are added later leave each where it is.
    amount, per = (
        part.reshape(sets, -1, runs.runs // repetitions, repetitions).sum(axis=2) for part in runs.amounts(name)
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.moveaxis(amount / per, -1, 0))
