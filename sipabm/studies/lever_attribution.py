"""Levers: how much of what all of them achieve together each contributes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any

from sipabm.arguments import ScenarioOrName, checked_scenario, whole_number
from sipabm.errors import ScenarioError, nearest
from sipabm.scenario import Levers, Scenario
from sipabm.statistics.intervals import linear_values
from sipabm.studies.attribution import STUDY, Attribution, Player, Solved, scenarios_of
from sipabm.studies.contributions import tables
from sipabm.studies.measures import MEASURES, Measure, Measured, measure_runs
from sipabm.tables.manifest import manifest

LEVERS = tuple(Levers.model_fields)
QUESTION = "levers"


def attribute_levers(
    scenario: ScenarioOrName,
    first: str = "2012Q1",
    replicates: int = 200,
    seed: int = 1,
    *,
    levers: Sequence[str] | str = LEVERS,
    measures: Sequence[Measure | str] = MEASURES,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Attribution:
    """Return what each lever contributes to every measure, summed over the whole run, if all start in a quarter.

    A lever that takes part is used by every project from that quarter on; one that does not stays as in the scenario.
    An outcomes fund then pays as much of the outcomes as a fund can, up to its purse.
    """
    began = time.perf_counter()
    scenario = checked_scenario(scenario)
    levers = [levers] if isinstance(levers, str) else list(levers)
    asked = [checked_measure(each) if isinstance(each, str) else each for each in measures]
    players = [lever_player(scenario, lever, first) for lever in levers]
    members = range(whole_number("replicates", replicates, 1))
    worlds = scenarios_of(scenario, players)
    how: dict[str, Any] = {"threads": threads, "executor": executor, "progress": progress}
    runs = measure_runs(worlds, members, seed, measures=asked, title="all combinations of levers", **how)
    found = tables(players, [of_measure(runs, place) for place in range(len(asked))], runs)
    made = {**manifest(scenario, seed, len(members), "engine"), "study": STUDY, "question": QUESTION}
    names = [measure.name for measure in asked]
    made["arguments"] = {"first": first, "levers": list(levers), "measures": names}
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Attribution(QUESTION, scenario, manifest=made, **found)


def lever_player(scenario: Scenario, lever: str, first: str) -> Player:
    """Return a lever that every project uses from a quarter on, or that stays as in the scenario."""
    if lever not in LEVERS:
        raise ScenarioError(f"no lever '{lever}'{nearest(lever, LEVERS)} (levers: {', '.join(LEVERS)})")
    here = getattr(scenario.levers, lever).model_dump()
    # Practice stays: before the quarter in question the lever is used as much as in the scenario.
    pulled = {**here, "intensity": 1.0, "first": first, "last": None}
    return Player(lever, lever.replace("_", " "), {f"levers.{lever}": pulled}, {})


def checked_measure(name: str) -> Measure:
    """Return the measure of a name; ScenarioError if there is none of that name."""
    known = {measure.name: measure for measure in MEASURES}
    if name not in known:
        raise ScenarioError(f"no measure '{name}'{nearest(name, known)} (measures: {', '.join(known)})")
    return known[name]


def of_measure(runs: Measured, place: int) -> Solved:
    """Return a measure in every combination."""
    # A ratio of means has no value for a run; what each run adds to it has the same mean and its spread.
    return Solved(runs.measures[place], runs.means()[:, place], linear_values(runs.amount, runs.per)[..., place])
