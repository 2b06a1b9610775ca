"""Calibration of a scenario: its posterior, how far that can be trusted, and the sets of numbers that stand for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import (
    ScenarioOrName,
    checked_scenario,
    checked_seed,
    checked_workers,
    true_or_false,
    whole_number,
)
from sipabm.calibration.fit import (
    Held,
    fitted,
    next_proposal,
    parts_of,
    screened,
    table_of,
    told,
    told_best,
    with_unmet,
)
from sipabm.calibration.reference_table import ROWS_A_BLOCK, STUDY, Round, fill_rounds, read_rounds
from sipabm.calibration.second_opinion import judged
from sipabm.calibration.second_opinion import second_opinion as network_opinion
from sipabm.calibration.targets import on_scale, targets_of
from sipabm.errors import ScenarioError
from sipabm.parameters.ranges import cube
from sipabm.progress import progress_bar
from sipabm.scenario import Scenario
from sipabm.scenario.kept import is_kept
from sipabm.scenario.points import number_at
from sipabm.statistics import Numbers
from sipabm.statistics.bands import HIGH, LOW
from sipabm.statistics.held_out import coverage, held_out, held_out_sets, uniformity
from sipabm.statistics.identifiability import spread_left
from sipabm.statistics.neural import libraries
from sipabm.statistics.weighted import effective, evenly, quantiles
from sipabm.studies.decline_attribution import until_year
from sipabm.tables.manifest import manifest
from sipabm.tables.store import Store
from sipabm.validation.deal_statistics import ENDED_IN_THE_RECORD

FILE = "calibration.json"  # what a folder with the runs of a calibration has beside them
MOST_NUMBERS = 25
ROUNDS = 4
LEAST_ROWS = ROUNDS * ROWS_A_BLOCK
LEVELS = (0.5, 0.9)
BANDS = ("prior_low", "prior_high", "low", "high")
IDENTIFIED = 0.25  # of a number's variance over its range, told by the targets


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    `targets` has a row for each observed pattern: what was observed, whether the fit was held to it, the error of the
    record and what the model cannot meet (`unmet`), both on the scale of the fit, and the band of nine in ten runs over
    the whole ranges (`prior_low`, `prior_high`) and of the accepted ones (`low`, `high`). `numbers` has a row for each
    number with a range: whether it was `fitted`, its posterior (`posterior_low`, `median`, `posterior_high`: nine in
    ten), `spread_left` of its range's standard deviation, `told`, the share of its variance that the targets tell, and
    by checks on runs held out how often intervals of 50 and 90 % held the truth, and how probable ranks so uneven are.
    With a second opinion, of a neural network, it has that network's median and 90 % interval (`second_low`,
    `second_median`, `second_high`) and whether it agrees (`second_agrees`; see `second_opinion.judged`). `sets` are
    whole sets of numbers of equal weight, one a row.
    """

    scenario: Scenario
    targets: pd.DataFrame
    numbers: pd.DataFrame
    sets: pd.DataFrame
    manifest: dict[str, Any]

    def __repr__(self) -> str:
        made = self.manifest
        of = f"{made['rows']} runs, {made['accepted']} accepted, worth {made['effective']:.0f} equal ones"
        return f"Calibration of '{self.scenario.name}': {int(self.numbers['fitted'].sum())} numbers, {of}"


def calibrate(
    scenario: ScenarioOrName = "world",
    rows: int = 100_000,
    seed: int = 1,
    *,
    numbers: int = MOST_NUMBERS,
    sets: int = 200,
    checks: int = 500,
    second_opinion: bool = False,
    folder: str | Path | None = None,
    overwrite: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Calibration:
    """Return which values of a scenario's uncertain numbers lead to what was observed.

    All numbers but those that the scenario keeps vary over their plausible ranges. Those that decide most about the
    targets, so many `numbers`, say where rounds look; they are fitted, and as many of which the targets tell most; the
    others come with the runs accepted. `rows` single runs are made, a quarter of them over the whole ranges, the others
    mostly where the rounds before point to. `checks` rows are held out in turn to see whether the posterior is as wide
    as it says. With `second_opinion` a neural network is trained on the same runs, for minutes
    (`pip install 'sipabm[sbi]'`). With a folder the runs are kept there, and an interrupted calibration goes on.
    """
    rows, checks = whole_number("rows", rows, LEAST_ROWS), whole_number("checks", checks, 2)
    wanted = whole_number("sets", sets, 1, rows)
    if true_or_false("second_opinion", second_opinion):
        libraries()  # or it would be known only after the hour of the runs that they are missing
    how: dict[str, Any] = {"threads": threads, "executor": executor, "progress": progress, "overwrite": overwrite}
    search = searched(scenario, rows, seed, numbers=numbers, folder=folder, **how)
    return search.result(wanted, checks, second_opinion)


def searched(
    scenario: ScenarioOrName = "world",
    rows: int = 100_000,
    seed: int = 1,
    *,
    numbers: int = MOST_NUMBERS,
    folder: str | Path | None = None,
    overwrite: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Search:
    """Return the search for a scenario's numbers when all its rows are there, as `calibrate` and forecasts need it."""
    # Every run has numbers of its own, whatever the scenario draws, and later quarters would tell nothing. What ships
    # as posterior is made from these runs, and must not decide whether they are still good.
    base = until_year(checked_scenario(scenario).replace(over="defaults"), ENDED_IN_THE_RECORD)
    seed, rows = checked_seed(seed), whole_number("rows", rows, LEAST_ROWS)
    most = whole_number("numbers", numbers, 1, len(cube()))
    workers, overwrite = checked_workers(threads, executor), true_or_false("overwrite", overwrite)
    targets = targets_of(base)
    if not targets["is_target"].any():
        raise ScenarioError(f"nothing was observed where '{base.name}' stands for; calibrate 'world'")
    search = Search(base, targets, most, rows // ROUNDS // ROWS_A_BLOCK, seed)
    with ExitStack() as held:
        place = Path(folder) if folder is not None else Path(held.enter_context(tempfile.TemporaryDirectory()))
        bar = held.enter_context(progress_bar(ROUNDS * search.blocks * ROWS_A_BLOCK, "calibration", progress))
        how = {"overwrite": overwrite, "moved": bar.bar.update, **workers}
        fill_rounds(place, base, seed, search.rounds, {"number_of_runs": rows, "fitted_numbers": most}, how)
    return search


class Search:
    """The rounds of a calibration: each is fitted when it is there, and says where the next one looks."""

    def __init__(self, scenario: Scenario, targets: pd.DataFrame, most: int, blocks: int, seed: int) -> None:
        self.scenario, self.targets, self.most, self.blocks, self.seed = scenario, targets, most, blocks, seed
        held_to = targets[targets["is_target"]]
        observed, error = (held_to[name].to_numpy(float) for name in ("fitted", "error"))
        self.held = Held(observed, np.nan_to_num(error), np.zeros(len(observed)))
        self.kept = tuple(place for place, side in enumerate(cube()) if is_kept(side, scenario.kept))
        self.sides: tuple[int, ...] = ()
        self.drawn: tuple[int, ...] = ()  # sides that any round drew from a proposal

    def rounds(self, store: Store) -> Iterator[Round]:
        """Yield each round, and look at all there are when it is made."""
        made = [Round(0, self.blocks)]
        for number in range(ROUNDS):
            yield made[-1]
            self.look(read_rounds(store, made), made)
            if number < ROUNDS - 1:
                where = next_proposal(self.table, self.sides, self.held, self.seed)
                made.append(Round(self.blocks * len(made), self.blocks, self.sides, where))
        self.conclude()

    def look(self, shown: pd.DataFrame, made: Sequence[Round]) -> None:
        """Take in what is there, and choose the numbers to fit."""
        self.shown = shown
        self.drawn = tuple(sorted({side for each in made for side in each.sides}))
        self.table = table_of(made, on_scale(shown, self.targets), self.seed)
        # Anew each time: where partnerships come about, other numbers matter than where hardly any do.
        self.sides = screened(self.table, self.held, self.most, self.seed, self.kept)
        if not self.sides:
            raise ScenarioError("the targets tell of no number; give more rows")

    def conclude(self) -> None:
        """Fit what is there: once to see which targets the best rows miss, and once with their error."""
        # Beside what brings rows nearer, what can be known: a number may be told of well that decides little.
        more = told_best(self.table, self.held, self.most, self.seed, self.kept)
        self.sides = tuple(sorted({*self.sides, *more}))
        self.held = with_unmet(self.table, self.sides, self.held, self.seed)
        self.found = fitted(self.table, self.sides, self.held, self.seed)

    def result(self, sets: int, checks: int, second: bool = False) -> Calibration:
        """Return what was found."""
        made = {**manifest(self.scenario, self.seed, 1, "engine"), "study": STUDY, "rows": len(self.shown)}
        made |= {"accepted": len(self.found.sets), "effective": effective(self.found.weights), "checks": checks}
        numbers = self.numbers(checks)
        if second:
            numbers = judged(numbers.join(self.second_opinion()))
        targets, numbers = self.targets_told(), numbers.reset_index(drop=True)
        return Calibration(self.scenario, targets, numbers, self.sets(sets), made)

    def targets_told(self) -> pd.DataFrame:
        """Return the targets with what the model cannot meet, and the bands of all rows and of those accepted."""
        table = self.targets.assign(unmet=np.nan)
        table.loc[table["is_target"], "unmet"] = self.held.unmet
        first = self.shown.iloc[: self.blocks * ROWS_A_BLOCK]
        accepted = self.shown.iloc[self.found.sets]
        bands = [(*band(first[name]), *band(accepted[name], self.found.weights)) for name in table["pattern"]]
        return table.assign(**dict(zip(BANDS, zip(*bands, strict=True), strict=True)))

    def numbers(self, checks: int) -> pd.DataFrame:
        """Return by side each number that varied: its posterior and, of a fitted one, how far it can be trusted."""
        points, weights = self.whole_points(), self.found.weights
        low, middle, high = quantiles(points, weights, np.array([LOW, 0.5, HIGH]))
        zero, one = np.zeros(len(cube())), np.ones(len(cube()))
        table = pd.DataFrame(
            {
                "name": [side.field for side in cube()],
                "fitted": [place in self.sides for place in range(len(cube()))],
                "low": [side.low for side in cube()],
                "high": [side.high for side in cube()],
                "value": [number_at(self.scenario, side) for side in cube()],
                "posterior_low": values_at(low),
                "median": values_at(middle),
                "posterior_high": values_at(high),
                "spread_left": spread_left(points, weights, zero, one),
            }
        )
        of_fitted = pd.DataFrame({"told": told(self.table, self.sides, self.held, self.seed), **self.checked(checks)})
        of_fitted.index = pd.Index(self.sides)
        varied = table.join(of_fitted).drop(index=list(self.kept))
        return varied.assign(identified=lambda rows: rows["told"].fillna(0) >= IDENTIFIED)

    def checked(self, checks: int) -> dict[str, Numbers]:
        """Return how often intervals held the truth of rows that were held out, and how probable such ranks are."""
        parts, weights = parts_of(self.table, self.sides, self.held, self.seed), self.table.weights
        asked = held_out_sets(*parts, self.held.observed, count=checks, seed=self.seed, weights=weights)
        ranks = held_out(*parts, asked, accepted=self.table.accepted, weights=weights)
        shares = {f"coverage_{level:.0%}".rstrip("%"): coverage(ranks, level).share for level in LEVELS}
        return {**shares, "uneven": uniformity(ranks)}

    def second_opinion(self) -> pd.DataFrame:
        """Return what a neural network says about the numbers that were fitted, by side."""
        return network_opinion(self.table, self.sides, self.drawn, self.held, self.seed)

    def whole_points(self) -> Numbers:
        """Return the points of the accepted rows, with the numbers that were fitted as the fit has them."""
        points = self.table.points[self.found.sets].copy()
        points[:, self.sides] = self.found.draws
        return points

    def sets(self, count: int) -> pd.DataFrame:
        """Return so many whole sets of numbers of equal weight, drawn evenly along the accepted ones."""
        points, chosen = self.whole_points(), evenly(self.found.weights, count, self.seed)
        columns = {side.field: [side.at(at) for at in points[chosen, place]] for place, side in enumerate(cube())}
        own = {cube()[place].field: number_at(self.scenario, cube()[place]) for place in self.kept}
        return pd.DataFrame(columns).assign(**own)


def values_at(positions: Numbers) -> list[float]:
    """Return the numbers at a point of the cube."""
    return [side.at(position) for side, position in zip(cube(), positions.tolist(), strict=True)]


def band(values: pd.Series, weights: Numbers | None = None) -> tuple[float, float]:
    """Return between which values nine in ten runs lie, of those that have one."""
    there = values.notna().to_numpy()
    if not there.any():
        return np.nan, np.nan
    share = np.ones(len(values)) if weights is None else weights
    low, high = quantiles(values.to_numpy(float)[there, None], share[there], np.array([LOW, HIGH]))[:, 0]
    return float(low), float(high)
