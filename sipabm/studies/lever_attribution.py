"""Levers: how much of what all of them achieve together each contributes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from sipabm.arguments import ScenarioOrName, checked_scenario
from sipabm.errors import ScenarioError, nearest
from sipabm.scenario import Levers, first_of_year
from sipabm.scenario.policies import policy_setting
from sipabm.studies.attribution import STUDY, Attribution, Player, Solved, scenarios_of
from sipabm.studies.contributions import tables
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import MEASURES, Measure, measure_named, some_measures
from sipabm.sweeps.measuring import measure_runs
from sipabm.tables.frames import years
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
    folder: str | Path | None = None,
    replace: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Attribution:
    """Return what each lever contributes to every measure, summed over the whole run, if all start in a quarter.

    A lever that takes part is used by every project from that quarter on; one that does not stays as in the scenario.
    An outcomes fund then pays as much of the outcomes as a fund can, up to its purse. With a folder, runs that it holds
    are not made again; others give way if `replace` says so.
    """
    began = time.perf_counter()
    scenario = checked_scenario(scenario)
    levers = [levers] if isinstance(levers, str) else list(levers)
    asked = [measure_named(each) if isinstance(each, str) else each for each in some_measures(measures)]
    first = first_of_year(first)
    players = [lever_player(lever, first) for lever in levers]
    worlds = scenarios_of(scenario, players)
    how: dict[str, Any] = {
        "folder": folder,
        "replace": replace,
        "threads": threads,
        "executor": executor,
        "progress": progress,
    }
    how |= {"measures": [*asked, "signed_by_year"], "title": "all combinations of levers"}
    runs = measure_runs(worlds, replicates, seed, **how)
    found = tables(players, [of_measure(runs, measure) for measure in asked], runs, years(scenario))
    made = {**manifest(scenario, seed, runs.runs, "engine"), "study": STUDY, "question": QUESTION}
    names = [measure.name for measure in asked]
    made["arguments"] = {"first": first, "levers": list(levers), "measures": names}
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Attribution(QUESTION, scenario, manifest=made, **found)


def lever_player(lever: str, first: str) -> Player:
    """Return a lever that every project uses from a quarter on, or that stays as in the scenario."""
    if lever not in LEVERS:
        raise ScenarioError(f"no lever '{lever}'{nearest(lever, LEVERS)} (levers: {', '.join(LEVERS)})")
    # Practice stays: before the quarter in question the lever is used as much as in the scenario.
    pulled = policy_setting(1.0, first)
    return Player(lever, lever.replace("_", " "), {f"levers.{lever}": pulled}, {})


def of_measure(runs: Measured, measure: Measure) -> Solved:
    """Return a measure in every combination."""
    return Solved(measure, runs.mean(measure.name).to_numpy(), runs.by_run(measure.name).to_numpy().T)
