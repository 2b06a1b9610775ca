"""Measures: what a study asks of a run, and fast runs of many scenarios under the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.arguments import ScenarioOrName, checked_scenario, checked_seed, whole_number
from sipabm.compilation.machine_code import library
from sipabm.engine.many_runs import arrays_given_back, yearly_of_runs
from sipabm.engine.shared_quarters import Branch, branches, prepared
from sipabm.errors import ScenarioError, nearest
from sipabm.progress import progress_bar
from sipabm.report.pockets import label_of
from sipabm.runs import in_order
from sipabm.scenario import Scenario
from sipabm.statistics.intervals import linear_values
from sipabm.tables.frames import years
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import CASH_POCKETS, Pocket

MILLIONS = "million USD"
# Less than a second: short enough to stop soon, long enough to share a world and the quarters before scenarios differ.
SCENARIOS_A_TASK = 32
PLACES = {column.name: place for place, column in enumerate(YEARLY_COLUMNS)}
SIGNED = PLACES["signed"]


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


@dataclass(frozen=True)
class Measured:
    """What runs of some scenarios gave, the same replicates in each: arrays of scenarios × runs × measures.

    `amount` is the sum of a measure's columns; `per` that of the columns it is divided by, 1 where there are none.
    `signed` holds partnerships signed by calendar year, from the first of the run to the last one asked for:
    scenarios × runs × years.
    """

    measures: tuple[Measure, ...]
    years: tuple[int, ...]
    amount: NDArray[np.float64]
    per: NDArray[np.float64]
    signed: NDArray[np.float64]

    @property
    def runs(self) -> int:
        """Return the number of runs of each scenario."""
        return self.amount.shape[1]

    def means(self) -> NDArray[np.float64]:
        """Return each scenario's measures (scenarios × measures): the mean over runs, or the ratio of two means."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.amount.mean(axis=1) / self.per.mean(axis=1)

    def by_run(self, name: str) -> NDArray[np.float64]:
        """Return a value for each scenario and run, whose mean and spread are those of a measure."""
        place = self.place(name)
        return linear_values(self.amount[..., [place]], self.per[..., [place]])[..., 0]

    def place(self, name: str) -> int:
        """Return the position of a measure; ScenarioError if there is none of that name."""
        names = [measure.name for measure in self.measures]
        if name not in names:
            raise ScenarioError(f"no measure '{name}'{nearest(name, names)} (measures: {', '.join(names)})")
        return names.index(name)

    def of(self, scenarios: Sequence[int]) -> Measured:
        """Return the runs of some scenarios, by their positions."""
        return Measured(self.measures, self.years, *(getattr(self, part)[list(scenarios)] for part in PARTS))

    def followed_by(self, more: Measured) -> Measured:
        """Return these runs and further ones of the same scenarios together."""
        joined = (np.concatenate([getattr(one, part) for one in (self, more)], axis=1) for part in PARTS)
        return Measured(self.measures, self.years, *joined)


PARTS = ("amount", "per", "signed")


def measure_runs(
    scenarios: Sequence[ScenarioOrName],
    replicates: Iterable[int],
    seed: int = 1,
    *,
    measures: Sequence[Measure] = MEASURES,
    first: int | None = None,
    last: int | None = None,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
    title: str = "runs",
) -> Measured:
    """Return the measures of every scenario on every replicate, summed over the calendar years from first to last.

    All scenarios must cover the same time; no run goes on beyond the last year asked for. The numbers depend on
    scenario, seed and replicate alone, not on what else is measured, nor on threads or the executor (any of
    `concurrent.futures`).
    """
    worlds = [checked_scenario(scenario) for scenario in scenarios]
    replicates, calendar = tuple(replicates), checked_calendar(worlds)
    window = checked_window(calendar, first, last)
    seed, threads = checked_seed(seed), None if threads is None else whole_number("threads", threads, 1)
    one = partial(done, weights_of(measures), window, seed)
    # After all arguments are checked, as a year mistyped should not be found a minute later; and here, not in every
    # thread, so that an interruption is heard at once.
    library()
    runs = np.empty((len(worlds), len(replicates), 2 * len(measures) + window.stop))
    chunks = chunks_of(worlds)
    with progress_bar(len(worlds) * len(replicates), title, progress) as bar, arrays_given_back():
        pieces = in_order(one, tasks(chunks, replicates), threads, executor)
        # Made twice, once to work and once to know what was done: a list of millions would fill the memory.
        for task, rows in zip(tasks(chunks, replicates), pieces, strict=True):
            runs[task.chunk.place : task.chunk.place + len(rows), task.run] = rows
            bar.bar.update(len(rows))
    return measured(tuple(measures), tuple(calendar[: window.stop]), runs)


class Chunk(NamedTuple):
    """Some scenarios as the trees of their runs, and where the first of them stands among all."""

    place: int
    scenarios: int
    trees: tuple[Branch, ...]


class Task(NamedTuple):
    """A piece of work: some scenarios on one replicate, and where the run stands among all."""

    run: int
    replicate: int
    chunk: Chunk


def chunks_of(scenarios: Sequence[Scenario]) -> list[Chunk]:
    """Return scenarios in pieces, each ready to run."""
    ready = [prepared(scenario) for scenario in scenarios]
    places = range(0, len(ready), SCENARIOS_A_TASK)
    pieces = [ready[place : place + SCENARIOS_A_TASK] for place in places]
    return [Chunk(place, len(piece), branches(piece)) for place, piece in zip(places, pieces, strict=True)]


def tasks(chunks: Sequence[Chunk], replicates: Sequence[int]) -> Iterator[Task]:
    """Yield all pieces of work, replicate by replicate."""
    for run, replicate in enumerate(replicates):
        yield from (Task(run, replicate, chunk) for chunk in chunks)


def done(weights: NDArray[np.float64], window: slice, seed: int, task: Task) -> NDArray[np.float64]:
    """Return one row per scenario: sums of measures, sums they are divided by, partnerships signed by year."""
    rows = np.empty((task.chunk.scenarios, weights.shape[1] + window.stop))
    for place, yearly in yearly_of_runs(task.chunk.trees, seed, task.replicate, window.stop):
        # Summed at once, as the next run writes over these counts.
        rows[place] = *(yearly[window].sum(axis=(0, 1)) @ weights), *yearly[:, :, SIGNED].sum(axis=1)
    return rows


def weights_of(measures: Sequence[Measure]) -> NDArray[np.float64]:
    """Return what takes yearly columns to sums: columns × (amounts of all measures, then what they are divided by)."""
    # A matrix, as one product per run takes less time than a sum for each measure.
    weights = np.zeros((len(PLACES), 2 * len(measures)))
    for place, columns in enumerate([*(each.columns for each in measures), *(each.per for each in measures)]):
        weights[[PLACES[column] for column in columns], place] = 1.0
    return weights


def measured(measures: tuple[Measure, ...], calendar: tuple[int, ...], runs: NDArray[np.float64]) -> Measured:
    """Return the columns of runs by their meaning; what is divided by nothing is divided by one."""
    amount, per, signed = np.split(runs, [len(measures), 2 * len(measures)], axis=2)
    per[:, :, [not measure.per for measure in measures]] = 1.0
    return Measured(measures, calendar, amount, per, signed)


def checked_calendar(scenarios: Sequence[Scenario]) -> list[int]:
    """Return the calendar years that all scenarios touch; ScenarioError unless they cover the same time."""
    times = {(one.first_quarter, one.quarters): one for one in scenarios}
    if not times:
        raise ScenarioError("no scenario is given; give one or more")
    # Other years would be a difference by themselves, and runs of other lengths do not fit one array.
    if len(times) > 1:
        (first, quarters), (other_first, other_quarters) = list(times)[:2]
        raise ScenarioError(
            f"the scenarios cover different times ({quarters} quarters from {first}, {other_quarters} from "
            f"{other_first}); give all the same first_quarter and quarters"
        )
    return years(scenarios[0])


def checked_window(calendar: Sequence[int], first: int | None, last: int | None) -> slice:
    """Return the part of the calendar from one year to another; ScenarioError if they lie outside or in disorder."""
    begin = calendar[0] if first is None else whole_number("first", first, calendar[0], calendar[-1])
    end = calendar[-1] if last is None else whole_number("last", last, calendar[0], calendar[-1])
    if end < begin:
        raise ScenarioError(f"last = {end} is before first = {begin}; give a last year that is not earlier")
    return slice(begin - calendar[0], end - calendar[0] + 1)
