"""Relaxations: what the autopsy says one barrier less would open, beside what happens when it is switched off.

The autopsy looks at one attempt where it stopped. A barrier that is off from the start also changes what comes after
that gate, how expensive and how slow attempts are, and through news, beliefs, leaving and free capital which attempts
there are at all. Luck is drawn by address, and an authority starts at most one attempt per quarter. So an attempt is
the same in both histories if authority and first quarter are, and the difference in signatures splits without a
remainder.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from typing import Any

import numpy as np
import pandas as pd

from sipabm.barriers import BARRIERS, Barrier
from sipabm.errors import ScenarioError, listed, nearest, of_type
from sipabm.progress import progress_bar
from sipabm.scenario import LONGEST_RUN, Scenario
from sipabm.scenario.mechanisms import neutral_value
from sipabm.simulation import simulate
from sipabm.source import source_digest
from sipabm.statistics import Numbers
from sipabm.statistics.intervals import half_width
from sipabm.studies.autopsy import LABELS, NAMES, stopped_attempts
from sipabm.tables.run_tables import RunTables, checked_rows
from sipabm.words import Outcome

# What takes a barrier away: parameters at their neutral values. Nothing but another network makes partners appear.
SWITCHES = {
    barrier.name.lower(): described.switched_off_by
    for barrier, described in BARRIERS.items()
    if described.switched_off_by or described.uses
}
SIGNS = {"opened_signed": 1, "others_signed": 1, "new_signed": 1, "now_stopped": -1, "now_absent": -1}
EVERY_PROJECT = {"practice": 1.0, "intensity": 0.0, "first": None, "last": None}
# For authority and first quarter of an attempt within the number that names it: 2.6 million authorities fit.
ROOM = 1 << 30


def relaxations(
    results: RunTables,
    barriers: Iterable[str] | None = None,
    *,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> pd.DataFrame:
    """Return a row for each barrier: what the autopsy would have opened, and what signs with the barrier off.

    Numbers are per run, by default for every barrier that a parameter takes away; `signed_more` is the sum of what
    stands after its interval. ScenarioError if the results come from another version, as all else must be the same.
    """
    results = checked_rows(results)
    names, made = checked_barriers(barriers), checked_manifest(results)
    how: dict[str, Any] = {"threads": threads, "executor": executor, "progress": False}
    runs, rows = made["replicates"], []
    with progress_bar(len(names), "barriers switched off", progress) as bar:
        for name in bar.follow(names):
            # Whole tables, not sums by year: each attempt is looked up in the other history.
            off = simulate(without(results.scenario, name), runs, made["seed"], **how)
            rows.append(relaxation_row(name, results.attempts, off.attempts, runs))
    return pd.DataFrame(rows)


def checked_barriers(barriers: Iterable[str] | None) -> list[str]:
    """Return the barriers to switch off; ScenarioError if there is no such barrier, or nothing takes it away."""
    asked = [barriers] if isinstance(barriers, str) else list(SWITCHES) if barriers is None else barriers
    names = list(listed("barriers", asked, "names, like ['weak_case']"))
    for name in names:
        of_type("a barrier", name, str, "a name like 'weak_case'")
        if name not in SWITCHES:
            known = ", ".join(SWITCHES)
            raise ScenarioError(f"no barrier '{name}' that can be switched off{nearest(name, NAMES)} ({known})")
    return names


def checked_manifest(results: RunTables) -> dict[str, Any]:
    """Return the manifest of results that runs of now can be compared with; ScenarioError if they differ in more."""
    # Whatever else changed since then would be put down to the barrier.
    if results.manifest["source_digest"] != source_digest():
        raise ScenarioError("the results come from another version of sipabm; run the scenario again")
    # The model that runs without the barrier is the usual one: what one's own changes would be put down to the barrier.
    if results.manifest["model"] not in ("engine", "mesa"):
        raise ScenarioError(f"the results come from {results.manifest['model']}; give those of the usual model")
    return results.manifest


def without(scenario: Scenario, barrier: str) -> Scenario:
    """Return a scenario in which a barrier stops nobody."""
    # Barriers that no parameter takes away are met by a lever, as practice of every project from the start.
    neutral = {parameter: neutral_value(parameter) for parameter in SWITCHES[barrier]}
    return scenario.replace(neutral or {f"levers.{lever_instead(barrier)}": EVERY_PROJECT})


def lever_instead(barrier: str) -> str:
    """Return the lever that takes a barrier away where no parameter does."""
    return BARRIERS[Barrier[barrier.upper()]].uses


def relaxation_row(name: str, before: pd.DataFrame, after: pd.DataFrame, runs: int) -> dict[str, Any]:
    """Return the row of one barrier from the attempts with it and without it."""
    stopped = stopped_attempts(before)
    opened_at_table, opened_at_gate = opened_by(name, stopped)
    opened = named_attempts(stopped[opened_at_table | opened_at_gate])
    pairs = matched(named_attempts(before), named_attempts(after), opened)
    parts = {part: by_run(pairs[chosen], runs) for part, chosen in split(pairs).items()}
    more = np.sum([sign * parts[part] for part, sign in SIGNS.items()], axis=0)
    half = float(half_width(more))
    return {
        "barrier": name,
        "label": LABELS[name],
        "opened_at_gate": opened_at_gate.sum() / runs,
        "opened_at_table": opened_at_table.sum() / runs,
        "signed_more": more.mean(),
        "low": more.mean() - half,
        "high": more.mean() + half,
        **{part: counts.mean() for part, counts in parts.items()},
        "switched": ", ".join(SWITCHES[name]) or f"levers.{lever_instead(name)}",
    }


def opened_by(name: str, stopped: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return which stopped attempts would have gone on without one barrier: at the table, and alone at a gate."""
    sets = stopped["barriers"].astype(str)
    among = sets.map({one: name in one.split(" + ") for one in sets.unique()}).astype(bool)
    return among & stopped["at_table"], (sets == name) & ~stopped["at_table"]


def named_attempts(attempts: pd.DataFrame) -> pd.Series:
    """Return whether each attempt was signed, under a number that names it in every history: run, authority, start."""
    # No two quarters of a run have the same remainder.
    start = attempts["started"].array.asi8 % LONGEST_RUN
    number = attempts["run"].to_numpy(dtype=np.int64) * ROOM + attempts["authority"].to_numpy() * LONGEST_RUN + start
    return pd.Series((attempts["outcome"] == Outcome.SIGNED.name.lower()).to_numpy(), index=number)


def matched(before: pd.Series, after: pd.Series, opened: pd.Series) -> pd.DataFrame:
    """Return a row for each attempt of either history: its run, signed or not (missing where it is not), opened."""
    pairs = pd.concat({"before": before, "after": after}, axis=1)
    pairs["opened"] = pairs.index.isin(opened.index)
    # From the number, as an attempt may be missing in either history.
    pairs["run"] = pairs.index // ROOM
    return pairs


def split(pairs: pd.DataFrame) -> dict[str, pd.Series]:
    """Return which attempts are what: signed now but not before and why, or before but not now, or opened in vain."""
    # Not `~before`: a signature may be missing, which is neither true nor false.
    before, after, opened = pairs["before"], pairs["after"], pairs["opened"]
    return {
        "opened_signed": opened & after.eq(True),
        "others_signed": ~opened & before.eq(False) & after.eq(True),
        "new_signed": before.isna() & after.eq(True),
        "now_stopped": before.eq(True) & after.eq(False),
        "now_absent": before.eq(True) & after.isna(),
        "opened_stopped": opened & after.eq(False),
        "opened_absent": opened & after.isna(),
    }


def by_run(pairs: pd.DataFrame, runs: int) -> Numbers:
    """Return how many attempts each run has."""
    return np.bincount(pairs["run"].to_numpy(), minlength=runs).astype(float)
