"""The reference table: single runs, each at a point of its own and with luck of its own, and what each shows.

It is made in rounds: the first draws points from the whole of the plausible ranges, later ones mostly from where the
rounds before point to. It is kept block by block in a folder, as all runs are: what was made is never made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow

from sipabm.calibration.statistics_of_runs import statistics_of_runs
from sipabm.engine.one_run import EngineRun
from sipabm.errors import ScenarioError
from sipabm.parameters.ranges import cube
from sipabm.runs import in_order
from sipabm.scenario import Scenario
from sipabm.scenario.points import scenario_at
from sipabm.simulation import made_table
from sipabm.statistics import Numbers
from sipabm.statistics.proposals import Proposal, proposed
from sipabm.tables.folders import drop_report
from sipabm.tables.manifest import manifest
from sipabm.tables.run_tables import RunTables
from sipabm.tables.store import Store, writing_store
from sipabm.tables.unusable import MEND
from sipabm.world.build import new_world

STUDY = "calibration"
# How many there are decides where the rounds look: other ones would take the place of blocks that are finished.
SAME = ("sipabm", "source_digest", "study", "scenario_digest", "seed", "number_of_runs", "fitted_numbers")
RUNS = "runs"
ROWS_A_BLOCK = 250  # a few seconds of one processor


class Round(NamedTuple):
    """A round: how many blocks of rows, counted from the first of all, and where points of the unit cube lie.

    A proposal is of some sides of the cube, `sides`; the others, and all where there is none, are drawn from the whole.
    """

    first: int
    blocks: int
    sides: tuple[int, ...] = ()
    proposal: Proposal | None = None

    @property
    def rows(self) -> int:
        """Return how many rows it has."""
        return self.blocks * ROWS_A_BLOCK

    def points(self, seed: int) -> Numbers:
        """Return all its points (rows × sides of the cube)."""
        return np.vstack([self.points_of(block, seed) for block in range(self.first, self.first + self.blocks)])

    def points_of(self, block: int, seed: int) -> Numbers:
        """Return the points of a block, which depend on seed, block and proposal alone."""
        points = np.random.default_rng([seed, block]).random((ROWS_A_BLOCK, len(cube())))
        if self.proposal is not None:
            points[:, self.sides] = proposed(self.proposal, ROWS_A_BLOCK, seed=(seed, block, 1))
        return points

    def digest(self) -> str:
        """Return a hash of where its points lie: rows of other points are not taken for these."""
        parts = [np.array(self.sides, dtype=np.int64), *(self.proposal or ())]
        return hashlib.sha256(b"".join(np.asarray(part).tobytes() for part in parts)).hexdigest()[:16]


class RunsAtPoints(RunTables):
    """Tables of some runs, each of them at a point of its own."""

    first: int
    points: Numbers

    def __init__(self, scenario: Scenario, load: Callable[[str], pd.DataFrame], first: int, points: Numbers) -> None:
        super().__init__(scenario, {}, load)
        self.__dict__.update(first=first, points=points)

    def number(self, name: str) -> pd.Series:
        """Return a number of each run: that of its point."""
        place, side = next((place, side) for place, side in enumerate(cube()) if side.field == name)
        values = [side.at(position) for position in self.points[:, place]]
        return pd.Series(values, index=range(self.first, self.first + len(values)))


def fill_rounds(
    folder: Path,
    scenario: Scenario,
    seed: int,
    rounds: Callable[[Store], Iterator[Round]],
    about: Mapping[str, int],
    how: dict[str, Any],
) -> None:
    """Make what a folder lacks of each round, which may depend on the rounds before; see `calibrate`.

    `about` says how many runs and fitted numbers were asked for. ScenarioError if the folder holds others.
    """
    made = {**manifest(scenario, seed, 1, "engine"), "study": STUDY, "kind": STUDY, **about}
    with writing_store(folder, made, same=SAME, overwrite=how.pop("overwrite")) as store:
        moved = how.pop("moved")
        for each in rounds(store):
            fill_round(store, scenario, seed, each, moved, **how)
        store.finish()


def fill_round(
    store: Store,
    scenario: Scenario,
    seed: int,
    asked: Round,
    moved: Callable[[int], Any],
    threads: int | None,
    executor: Executor | None,
) -> None:
    """Make the blocks of a round that are not there, and tell of each that is there now."""
    digest = asked.digest()
    missing = []
    for block in range(asked.first, asked.first + asked.blocks):
        if is_there(store, block, digest):
            moved(ROWS_A_BLOCK)
        else:
            missing.append(block)
    for block, table in in_order(partial(made_block, scenario, seed, asked), missing, threads, executor):
        drop_report(store.folder)  # made from fewer runs
        store.put(name_of(block), {"round": digest, "rows": ROWS_A_BLOCK}, {RUNS: table})
        moved(ROWS_A_BLOCK)


def is_there(store: Store, block: int, digest: str) -> bool:
    """Return whether a block is there, whole and of the same points."""
    name = name_of(block)
    return name in store.chunks and store.chunks[name].holds.get("round") == digest and store.is_whole(name)


def name_of(block: int) -> str:
    """Return what a block is called."""
    return f"{block:06d}"


def made_block(scenario: Scenario, seed: int, asked: Round, block: int) -> tuple[int, pyarrow.Table]:
    """Return a block's number and what its runs show, a row for each."""
    points, first = asked.points_of(block, seed), block * ROWS_A_BLOCK
    frame = shown_at(scenario, seed, first, points)
    return block, pyarrow.Table.from_pandas(frame.reset_index(drop=True), preserve_index=False)


def shown_at(scenario: Scenario, seed: int, first: int, points: Numbers) -> pd.DataFrame:
    """Return what single runs at some points show, a row for each; the first is the replicate of that number."""
    told = [
        run_at(scenario_at(scenario, point), seed, first + row).advance(scenario.quarters).history()
        for row, point in enumerate(points.tolist())
    ]
    load = partial(made_table, histories=told, scenario=scenario, seed=seed)
    return statistics_of_runs(RunsAtPoints(scenario, load, first, points))


def run_at(scenario: Scenario, seed: int, replicate: int) -> EngineRun:
    """Return a run before its first quarter; its world is not remembered, as no other run has it."""
    return EngineRun(scenario, new_world(scenario, seed, replicate))


def read_rounds(store: Store, rounds: Sequence[Round]) -> pd.DataFrame:
    """Return all rows of some rounds, in the order of their blocks."""
    blocks = [name_of(block) for each in rounds for block in range(each.first, each.first + each.blocks)]
    return pyarrow.concat_tables([rows_of(store, block) for block in blocks]).to_pandas()


def rows_of(store: Store, block: str) -> pyarrow.Table:
    """Return the rows of a block; ScenarioError if they were damaged since they were made."""
    if (tables := store.get(block)) is None:
        raise ScenarioError(f"block {block} in '{store.folder}' is damaged; {MEND}")
    return tables[RUNS]
