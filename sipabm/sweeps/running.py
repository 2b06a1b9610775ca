"""Running: what is kept of every run of many scenarios, piece by piece, whoever runs the pieces."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sipabm.compilation.machine_code import library
from sipabm.engine.many_runs import Counts, arrays_given_back, counts_of, quarters_until, states_of_runs
from sipabm.engine.one_run import history_of
from sipabm.engine.shared_quarters import Branch, Prepared, branches, prepared
from sipabm.errors import ScenarioError, one_line, without_middle
from sipabm.results import Results
from sipabm.runs import Model, in_order, is_compiled, new_run
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import drawn
from sipabm.scenario.overview import KINDS
from sipabm.simulation import made_table
from sipabm.statistics import Numbers
from sipabm.sweeps.histories import Histories, Told
from sipabm.sweeps.run_columns import OwnColumns, Picks, of_countries, picked

if TYPE_CHECKING:
    import pandas as pd

ROW_TABLES = ("attempts", "contracts")
# So many scenarios share a world and the quarters before they differ.
POINTS_A_TASK = 32
# Less than half a second: short enough to stop soon and to keep all processors busy, long enough to be worth sending.
ACTOR_QUARTERS_A_TASK = 1_000_000
LONGEST_REASON = 200


class Point(NamedTuple):
    """A scenario of a sweep, and the replicate with which its runs begin."""

    scenario: Scenario
    first: int = 0


def digest_of(point: Point) -> str:
    """Return a hash of all that decides a point's runs, but for the seed."""
    return f"{point.scenario.digest()}+{point.first}"


def first_of(digest: str) -> int:
    """Return the replicate with which the runs of a point of a digest begin."""
    return int(digest.rpartition("+")[2])


class Kept(NamedTuple):
    """What is kept of every run, and how runs are made: the same for all of a sweep."""

    seed: int
    picks: Picks
    own: tuple[OwnColumns, ...]
    window: slice
    model: Model
    countries: tuple[str, ...] = ()  # whose contracts are counted, if any
    rows: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of all columns that are kept."""
        return (*self.picks.names, *(name for each in self.made_of_rows for name in each.names))

    @property
    def made_of_rows(self) -> tuple[OwnColumns, ...]:
        """Return the columns that are made of rows: those of one's own, and counts of contracts by country."""
        if not self.countries:
            return self.own
        return (*self.own, of_countries(self.countries, self.picks.first_year + self.window.start))

    @property
    def with_rows(self) -> bool:
        """Return whether attempts and contracts are needed."""
        return self.rows or bool(self.made_of_rows)

    @property
    def from_tables(self) -> bool:
        """Return whether tables of attempts and contracts are needed, or a model that the engine does not run."""
        return self.rows or not all(each.of_arrays for each in self.made_of_rows) or not is_compiled(self.model)


class Group(NamedTuple):
    """Points of a task that begin with the same replicate: their places in the task, and scenarios ready to run."""

    first: int
    places: tuple[int, ...]
    members: tuple[Prepared, ...]
    trees: tuple[Branch, ...]  # of all runs alike; none where runs draw numbers of their own

    def trees_of(self, seed: int, run: int) -> tuple[Branch, ...]:
        """Return the trees of one run of all points."""
        if self.trees:
            return self.trees
        return branches(prepared(drawn(one.scenario, seed, self.first + run)) for one in self.members)


class Task(NamedTuple):
    """A piece of work: some runs, counted from the first of each point, of points at some places in the sweep."""

    places: tuple[int, ...]
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    runs: range


class Rows(NamedTuple):
    """What is kept of a task: numbers by point, run and column, why runs failed, by place and run, and rows of points.

    Rows are attempts and contracts, by table, each with the place of its point; none unless they are kept.
    """

    values: Numbers
    failed: dict[tuple[int, int], str]
    tables: dict[str, list[tuple[int, pd.DataFrame]]]


def task_size(scenario: Scenario) -> int:
    """Return how many runs of a scenario make a task."""
    return max(1, ACTOR_QUARTERS_A_TASK // cost_of(scenario))


def cost_of(scenario: Scenario) -> int:
    """Return what a run takes, in quarters of one actor."""
    return max(1, sum(scenario.actors(kind) for _, kind in KINDS) * scenario.quarters)


def tasks(
    points: Mapping[int, Point] | Sequence[Point], places: Sequence[int], runs: range, from_tables: bool = False
) -> Iterator[Task]:
    """Yield the pieces of some runs of some points; where tables are made points share nothing and go one by one."""
    if from_tables:
        yield from single_tasks(points, places, runs)
        return
    for begin in range(0, len(places), POINTS_A_TASK):
        piece = tuple(places[begin : begin + POINTS_A_TASK])
        members = tuple(points[place] for place in piece)
        groups = groups_of(members)
        size = max(1, task_size(members[0].scenario) // len(piece))
        for first in range(runs.start, runs.stop, size):
            yield Task(piece, members, groups, range(first, min(first + size, runs.stop)))


def single_tasks(points: Mapping[int, Point] | Sequence[Point], places: Sequence[int], runs: range) -> Iterator[Task]:
    """Yield the pieces of some runs, each of one point: tables of many runs take hardly longer than those of few."""
    size = max((task_size(points[place].scenario) for place in places), default=1)
    # Some runs of all points and then the next ones, as the worlds of so many replicates are remembered.
    for first in range(runs.start, runs.stop, size):
        for place in places:
            yield Task((place,), (points[place],), (), range(first, min(first + size, runs.stop)))


def groups_of(points: Sequence[Point]) -> tuple[Group, ...]:
    """Return the groups of some points."""
    firsts = sorted({point.first for point in points})
    places = [tuple(place for place, point in enumerate(points) if point.first == first) for first in firsts]
    members = [tuple(prepared(points[place].scenario) for place in each) for each in places]
    return tuple(group_of(*group) for group in zip(firsts, places, members, strict=True))


def group_of(first: int, places: tuple[int, ...], members: tuple[Prepared, ...]) -> Group:
    """Return a group of points that are ready to run."""
    alike = all(one.scenario.over == "defaults" for one in members)
    return Group(first, places, members, branches(members) if alike else ())


def followed(
    kept: Kept, pieces: Iterable[Task], threads: int | None, executor: Executor | None
) -> Iterator[tuple[Task, Rows]]:
    """Yield each task with its rows, in order, as they are ready; tasks are made as they are needed.

    ScenarioError if a worker process is lost.
    """
    begun: deque[Task] = deque()

    def noted() -> Iterator[Task]:
        for task in pieces:
            begun.append(task)
            yield task

    if is_compiled(kept.model):
        library()  # made here, not in every thread, so that an interruption is heard at once
    with arrays_given_back():
        try:
            for rows in in_order(partial(done, kept), noted(), threads, executor):
                yield begun.popleft(), rows
        except BrokenExecutor:
            raise ScenarioError("a worker process was lost; what was finished is kept, run the same again") from None


def done(kept: Kept, task: Task) -> Rows:
    """Return the rows of a task; a run that fails costs no other."""
    rows = Rows(
        np.full((len(task.points), len(task.runs), len(kept.columns)), np.nan),
        {},
        {name: [] for name in ROW_TABLES if kept.rows},
    )
    if kept.from_tables:
        for place, point in enumerate(task.points):
            fill_point(rows, kept, place, point, task.runs)
        return rows
    told: dict[tuple[int, int], Told] = {}
    for group in task.groups:
        for column, run in enumerate(task.runs):
            fill_group(rows, kept, group, column, run, told)
    if told:
        fill_own(rows, kept, told)
    return rows


def fill_own(rows: Rows, kept: Kept, told: Mapping[tuple[int, int], Told]) -> None:
    """Fill in what is made of the rows of runs as arrays, by place and column; if one fails, each by itself."""
    try:
        # Of all runs of the task at once: as many calls for each of them would take longer than the run itself.
        take_own(rows, kept, told)
    except Exception:
        for at, one in told.items():
            with noting_failure(rows, *at):
                take_own(rows, kept, {at: one})


def take_own(rows: Rows, kept: Kept, told: Mapping[tuple[int, int], Told]) -> None:
    """Fill in what is made of the rows of runs as arrays."""
    places, columns = map(list, zip(*told, strict=True))
    histories = Histories(list(told.values()), kept.seed)
    own = np.hstack([each.values_of(histories) for each in kept.made_of_rows])
    rows.values[places, columns, len(kept.picks.names) :] = own


def fill_point(rows: Rows, kept: Kept, place: int, point: Point, runs: range) -> None:
    """Fill in the runs of a point together; if one fails, each by itself."""
    try:
        take(rows, kept, place, point, runs, slice(None))
    except Exception:
        for column, run in enumerate(runs):
            with noting_failure(rows, place, column):
                take(rows, kept, place, point, range(run, run + 1), slice(column, column + 1))


def take(rows: Rows, kept: Kept, place: int, point: Point, runs: range, columns: slice) -> None:
    """Make runs of a point that leave attempts and contracts, or that a model of one's own runs, and fill them in."""
    scenario, years = point.scenario, kept.window.stop
    replicates = range(point.first + runs.start, point.first + runs.stop)
    begun = (new_run(scenario, kept.seed, replicate, kept.model, rows=kept.with_rows) for replicate in replicates)
    told = [one.advance(quarters_until(scenario, years)).history() for one in begun]
    counted = [picked(kept.picks, *Counts(one.yearly, one.states).until(years), kept.window) for one in told]
    made = partial(made_table, histories=told, scenario=scenario, seed=kept.seed)
    results = Results(scenario, {"seed": kept.seed}, made)
    joined = Histories([Told(scenario, one) for one in told], kept.seed)
    own = [each.values_of(joined) if each.of_arrays else each.values(results, replicates) for each in kept.made_of_rows]
    rows.values[place, columns] = np.hstack([np.array(counted), *own])
    # All of them first: if one fails, none is there twice when runs are made again one by one.
    for name, frame in {name: results.load(name) for name in rows.tables}.items():
        rows.tables[name].append((place, frame))


def fill_group(rows: Rows, kept: Kept, group: Group, column: int, run: int, told: dict[tuple[int, int], Told]) -> None:
    """Fill in one run of all points of a group; if one fails, each by itself."""
    try:
        fill(rows, kept, group, column, run, told)
    except Exception:
        for place, one in zip(group.places, group.members, strict=True):
            told.pop((place, column), None)
            with noting_failure(rows, place, column):
                fill(rows, kept, group_of(group.first, (place,), (one,)), column, run, told)


def fill(rows: Rows, kept: Kept, group: Group, column: int, run: int, told: dict[tuple[int, int], Told]) -> None:
    """Fill in what is counted of one run of the points of a group, from quarters that they share, and tell its rows."""
    replicate, years = group.first + run, kept.window.stop
    trees = group.trees_of(kept.seed, run)
    for member, state in states_of_runs(trees, kept.seed, replicate, years, kept.with_rows):
        place, counts = group.places[member], counts_of(state, years)
        # Picked and copied at once, as the next run writes over these arrays.
        rows.values[place, column, : len(kept.picks.names)] = picked(kept.picks, *counts, kept.window)
        if kept.with_rows:
            history = history_of(state)
            history = history._replace(yearly=history.yearly.copy(), states=history.states.copy())
            told[place, column] = Told(group.members[member].scenario, history)


@contextmanager
def noting_failure(rows: Rows, place: int, column: int) -> Iterator[None]:
    """Note why a run failed instead of failing."""
    try:
        yield
    except Exception as error:
        rows.values[place, column] = np.nan
        first = f"{type(error).__name__}: {error}".splitlines()[0]
        # A folder holds only what can be printed.
        rows.failed[place, column] = without_middle(one_line(first), LONGEST_REASON)


def raise_for(failed: Mapping[tuple[int, int], str]) -> None:
    """Raise ScenarioError if runs failed: a study of runs some of which are missing would be one of the others."""
    for reason in failed.values():
        raise ScenarioError(f"a run failed ({reason}); mend its model or scenario, or use a sweep, which goes on")
