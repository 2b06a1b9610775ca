"""Decline: how much of the fall of new partnerships from their peak each candidate mechanism accounts for.

The fall is that of the ensemble's mean curve from its highest mean of three years to its mean of the last three years
observed. Three years on both sides, as the highest single year of a curve that only trembles lies above its mean. The
first quantity is the *share* of the peak that is lost. Its reasons:

- without some mechanisms there are thirty times as many partnerships as without others; a count of partnerships lost
  would mostly say how many there were to lose, a share says whether and how steeply the curve falls;
- every combination has its own peak, so a mechanism that only moves the peak gets nothing for it;
- a curve that still rises has lost nothing: the share is 0 there, not the negative of a rise, so the numbers add up to
  the fall and to nothing else;
- where hardly any are signed nothing has risen that could fall. Of a handful in all runs together the share lost is
  luck, so it is that of one partnership a year at least.

Two other quantities stand beside it: the partnerships a year that are lost since the peak, and the change between two
fixed spans, the three years in which the scenario itself peaks and the last three. The latter is negative for a rise,
so it also credits what keeps a curve from rising on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sipabm.arguments import ScenarioOrName, checked_scenario
from sipabm.errors import ScenarioError
from sipabm.observed import launches_by_year
from sipabm.observed.by_scenario import quarters_in_years
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.scenario import Levers, LeverSetting, Scenario
from sipabm.scenario.mechanisms import MECHANISMS, Mechanism, mechanism_of
from sipabm.scenario.policies import policy_setting
from sipabm.statistics import Numbers
from sipabm.statistics.jackknife import pseudo_values
from sipabm.studies.attribution import STUDY, Attribution, Player, Quantity, Solved, scenarios_of
from sipabm.studies.contributions import tables
from sipabm.sweeps.measuring import measure_runs
from sipabm.tables.frames import years
from sipabm.tables.manifest import manifest

SPAN = 3
LEAST_PEAK = 1.0  # partnerships a year: of a lower peak no share can be told
QUESTION = "decline"
A_YEAR = "partnerships a year"


def attribute_decline(
    scenario: ScenarioOrName,
    replicates: int = 200,
    seed: int = 1,
    *,
    mechanisms: Sequence[Mechanism | str] = MECHANISMS,
    folder: str | Path | None = None,
    replace: bool = False,
    threads: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Attribution:
    """Return what each mechanism contributes to the fall from the peak to the last three years observed.

    A mechanism that takes part is as in the scenario; one that does not is at its neutral values. Only the years up to
    the last one observed are simulated; ScenarioError if they are fewer than four. With a folder, runs that it holds
    are not made again; others give way if `replace` says so.
    """
    began = time.perf_counter()
    scenario = checked_scenario(scenario)
    watched = until_last_observed(scenario)
    calendar = counted_years(watched)
    asked = [mechanism_of(one) if isinstance(one, str) else one for one in mechanisms]
    players = [player_of(one) for one in asked]
    worlds = scenarios_of(watched, players)
    how: dict[str, Any] = {
        "folder": folder,
        "replace": replace,
        "threads": threads,
        "executor": executor,
        "progress": progress,
    }
    curve, title = ["signed_by_year"], "all combinations of mechanisms"
    runs = measure_runs(worlds, replicates, seed, measures=curve, title=title, **how)
    found = tables(players, solutions(runs.by_year("signed", calendar), calendar), runs, years(watched))
    made = {**manifest(scenario, seed, runs.runs, "engine"), "study": STUDY, "question": QUESTION}
    made["arguments"] = {"mechanisms": [one._asdict() for one in asked]}
    made["seconds"] = round(time.perf_counter() - began, 3)
    return Attribution(QUESTION, scenario, manifest=made, **found)


def player_of(mechanism: Mechanism) -> Player:
    """Return a mechanism as a player: as in the scenario if it takes part, at its neutral values if not."""
    return Player(mechanism.name, mechanism.label, {}, mechanism.off())


def until_last_observed(scenario: Scenario) -> Scenario:
    """Return a scenario that ends with the last year of which launches were counted."""
    return until_year(scenario, int(launches_by_year()["year"].max()))


def until_year(scenario: Scenario, year: int) -> Scenario:
    """Return a scenario that ends with a year, or as it is if that year is not within it."""
    end = scenario.step_of(f"{year}Q4") + 1
    if not 0 < end < scenario.quarters:
        return scenario
    # A scenario refuses levers and years beyond its end, so those are taken back with it.
    levers = {f"levers.{name}": begun_by(scenario, getattr(scenario.levers, name), end) for name in Levers.model_fields}
    return scenario.replace({"quarters": end, **levers})


def begun_by(scenario: Scenario, setting: LeverSetting, end: int) -> dict[str, Any]:
    """Return a lever's setting without quarters from a step on: what lies there has not happened yet."""
    if setting.first is None or scenario.step_of(setting.first) >= end:
        return policy_setting(0.0, None)
    ends = setting.last is not None and scenario.step_of(setting.last) < end
    return {"last": setting.last if ends else None}


def counted_years(scenario: Scenario) -> list[int]:
    """Return the years that a scenario simulates in full; ScenarioError if a fall cannot be seen in so few."""
    # A year of which one quarter is simulated has a quarter of the partnerships, and would be a fall of its own.
    simulated = quarters_in_years(scenario)
    years = [int(year) for year in simulated.index[simulated == QUARTERS_A_YEAR]]
    if len(years) <= SPAN:
        raise ScenarioError(
            f"'{scenario.name}' has {len(years)} whole years until the last one observed; "
            f"a decline needs {SPAN + 1} or more"
        )
    return years


def solutions(curves: Numbers, calendar: Sequence[int]) -> list[Solved]:
    """Return the decline in every combination, in each sense; the scenario's own mean curve sets the fixed peak."""
    # The last combination is everybody: the scenario as it is.
    peak = int(means_of_spans(curves[-1].mean(axis=0)).argmax())
    last = span_text(calendar, len(calendar) - SPAN)
    between = Quantity("change", f"fall from {span_text(calendar, peak)} to {last}", A_YEAR)
    senses = from_own_peak(calendar) | {between: partial(change, peak)}
    # Pseudo-values, as a run by itself has another peak than the mean curve, whose fall is asked for.
    return [Solved(quantity, *pseudo_values(curves, sense)) for quantity, sense in senses.items()]


def from_own_peak(calendar: Sequence[int]) -> dict[Quantity, Callable[[Numbers], Numbers]]:
    """Return the senses of a decline in which every curve falls from a peak of its own, the main one first."""
    last = span_text(calendar, len(calendar) - SPAN)
    return {
        Quantity("share_lost", f"share of the peak lost by {last}", "share"): share_lost,
        Quantity("lost", f"partnerships a year lost from the peak to {last}", A_YEAR): lost,
    }


def span_text(calendar: Sequence[int], place: int) -> str:
    """Return the years of a span as text."""
    return f"{calendar[place]}–{calendar[place + SPAN - 1]}"


def means_of_spans(curves: Numbers) -> Numbers:
    """Return the means of all spans of three years within curves (... × years)."""
    return np.lib.stride_tricks.sliding_window_view(curves, SPAN, axis=-1).mean(axis=-1)


def lost(curves: Numbers) -> Numbers:
    """Return the highest mean of three years less the last one, never negative."""
    spans = means_of_spans(curves)
    return spans.max(axis=-1) - spans[..., -1]


def share_lost(curves: Numbers) -> Numbers:
    """Return that as a share of the highest mean of three years, or of one partnership a year if that is more."""
    # A smooth end, and no cut: a combination that lies just above would else jump from nothing to all of its fall.
    return lost(curves) / np.maximum(means_of_spans(curves).max(axis=-1), LEAST_PEAK)


def change(peak: int, curves: Numbers) -> Numbers:
    """Return the mean of a fixed span of three years less the last one, negative for a rise."""
    spans = means_of_spans(curves)
    return spans[..., peak] - spans[..., -1]
