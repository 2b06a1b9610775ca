"""Uptake: what a policy on one lever adds, by share of projects and start, where actors bend and where not.

A policy is at least so much: it adds nothing to what actors do by themselves. Whoever bends takes the lever up without
it, so the same policy adds less there. Both worlds have the same luck, so the two gains can be compared run by run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sipabm.language.lists import listed
from sipabm.language.numbers import in_short, is_noise, judged, level, more, percent, plain
from sipabm.language.units import PERCENT
from sipabm.plots import Drawn, ResponsePanel, measure_panel, plot_response_panels, same_scale
from sipabm.scenario import Scenario
from sipabm.statistics.intervals import change_of_change, with_interval
from sipabm.studies.contrasts import contrast_table
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.measuring import measure_runs

BENDING, STRAIGHT = "actors bend", "nobody bends"
NO_POLICY = "no policy"
USE = "use"
DRAWN = (USE, "signed", "successful")
ABOUT = ("signed", "successful", "mean_months_to_signature", "mean_effect", "share_ended_early", "cost")
Policy = tuple[float, int]  # intensity, and the year from which on it is in force


@dataclass(frozen=True)
class Uptake:
    """What policies on one lever add to worlds with and without bending.

    `runs` holds for each of the two worlds the measures of every run, without policy first and then of each policy.
    `table` has a row for each world, policy and measure: the difference to the same world without policy.
    """

    lever: str
    worlds: Mapping[str, Scenario]
    policies: tuple[Policy, ...]
    runs: Mapping[str, Measured]
    table: pd.DataFrame

    def scenarios(self) -> dict[str, Scenario]:
        """Return every world that was simulated, by name."""
        found = {f"{name}, {NO_POLICY}": world for name, world in self.worlds.items()}
        for name, world in self.worlds.items():
            found |= {f"{name}, {label(one)}": with_policy(world, self.lever, one) for one in self.policies}
        return found

    def row(self, world: str, policy: Policy, measure: str) -> pd.Series:
        """Return what a policy changes in a measure in one of the worlds."""
        rows = self.table[(self.table["world"] == world) & (self.table["measure"] == measure)]
        return rows[(rows["intensity"] == policy[0]) & (rows["start"] == policy[1])].iloc[0]

    def gap(self, policy: Policy, measure: str) -> dict[str, Any]:
        """Return how much more a policy adds where actors bend than where nobody does, with its interval."""
        by_run = (self.runs[name].by_run(measure) for name in (STRAIGHT, BENDING))
        straight, bent = ((each[NO_POLICY].to_numpy(), each[label(policy)].to_numpy()) for each in by_run)
        return {**change_of_change(straight, bent), "unit": self.runs[BENDING].measure(measure).unit}

    def without_policy(self, world: str, measure: str) -> dict[str, Any]:
        """Return a measure without policy, with its interval."""
        by_run = self.runs[world].by_run(measure)[NO_POLICY].to_numpy()
        return {**with_interval(by_run, "value"), "unit": self.runs[world].measure(measure).unit}


def uptake(
    base: Scenario,
    lever: str,
    intensities: Sequence[float],
    starts: Sequence[int],
    replicates: int,
    seed: int,
    folder: Path | None = None,
) -> Uptake:
    """Return what a policy on a lever adds by the end, for each intensity above none and each start.

    With a folder, runs that it holds are not made again.
    """
    worlds = {BENDING: base, STRAIGHT: base.replace(bending=0.0)}
    policies = tuple((intensity, start) for start in starts for intensity in intensities if intensity > 0)
    measures: list[str | Measure] = [*ABOUT, use_of(lever)]
    runs, tables = {}, []
    for name, world in worlds.items():
        others = {label(policy): with_policy(world, lever, policy) for policy in policies}
        how: dict[str, Any] = {"measures": measures, "folder": folder, "title": name}
        runs[name] = measure_runs({NO_POLICY: world, **others}, replicates, seed, **how)
        contrasts = contrast_table(runs[name], None)
        tables.append(contrasts.assign(world=name).drop(columns="runs_missing"))
    table = pd.concat(tables, ignore_index=True)
    for place, column in enumerate(("intensity", "start")):
        table[column] = table["alternative"].map({label(policy): policy[place] for policy in policies})
    front = ["world", "intensity", "start", "measure", "label", "unit"]
    return Uptake(lever, worlds, policies, runs, table[[*front, *(name for name in table if name not in front)]])


def with_policy(world: Scenario, lever: str, policy: Policy) -> Scenario:
    """Return a world in which a policy on a lever is in force from a year on."""
    return world.with_policy(f"{lever}={policy[0]}@{policy[1]}Q1")


def label(policy: Policy) -> str:
    """Return what a policy is called."""
    return f"{percent(policy[0])} from {policy[1]}"


def use_of(lever: str) -> Measure:
    """Return the share of attempts that would use a lever as things stand when they start."""
    label_of_use = f"attempts started that use {lever.replace('_', ' ')}"
    return Measure(USE, label_of_use, "share", (f"bends_{lever}",), ("started",), "higher", "lower")


def uptake_figure(found: Uptake, title: str) -> Drawn:
    """Return the figure of what policies change by intensity and start, a column for each world, both on one scale."""
    rows, x_label = drawn_rows(found), f"% of projects that a policy makes use {named(found)}"
    places = [(measure, world) for measure in DRAWN for world in found.worlds]
    panels: list[ResponsePanel] = []
    for place, (measure, world) in enumerate(places):
        panel = measure_panel(rows[rows["world"] == world], place, measure, "percent", "line", x_label)
        panels.append(panel._replace(title=f"{panel.title}, {world}"))
    axes = plot_response_panels(panels, title)
    for first in range(0, len(axes), len(found.worlds)):
        same_scale(axes[first : first + len(found.worlds)])
    return axes


def drawn_rows(found: Uptake) -> pd.DataFrame:
    """Return the table as a figure takes it: percent, lines by start, and no policy as no difference."""
    rows = found.table.assign(
        percent=PERCENT * found.table["intensity"], line=found.table["start"].map("from {}".format)
    )
    first = rows.drop_duplicates(["world", "start", "measure"])
    # So that each line begins at no policy, where nothing differs from no policy.
    nothing = dict.fromkeys(("percent", "difference", "low", "high"), 0.0)
    return pd.concat([first.assign(**nothing), rows], ignore_index=True)


def policy_sentences(found: Uptake, last: int) -> Iterator[str]:
    """Yield how much a policy adds by the end of a year, by share of projects and start, in both worlds."""
    yield answer_sentence(found, last)
    yield strongest_sentence(found, last)
    yield use_sentence(found)
    yield share_sentence(found)
    yield start_sentence(found, last)
    yield gap_sentence(found)


def answer_sentence(found: Uptake, last: int) -> str:
    """Return the answer: what the strongest and earliest policy adds in both worlds, and in which of them more."""
    most = strongest(found)
    bent, straight = (in_short(found.row(name, most, "signed"), "partnerships") for name in (BENDING, STRAIGHT))
    gap = found.gap(most, "signed")
    where = "less" if gap["difference"] < 0 else "more"
    compared = "that difference may be luck" if is_noise(gap) else f"clearly {where} where they bend"
    return (
        f"A policy by which every project uses {named(found)} from {most[1]} on brings {bent} by {last} "
        f"where actors bend by themselves, and {straight} where nobody bends: {compared}."
    )


def strongest_sentence(found: Uptake, last: int) -> str:
    """Return what the strongest and earliest policy adds, signed and successful, with intervals."""
    most = strongest(found)
    signed, successful = (found.row(BENDING, most, name) for name in ("signed", "successful"))
    straight = found.row(STRAIGHT, most, "signed")
    return (
        f"By {last} that policy brings {more(signed)} partnerships signed (without it: {plain(signed['base'])}) and "
        f"{more(successful)} successful ones where actors bend; where nobody bends {more(straight)} signed (without "
        f"it: {plain(straight['base'])}). The first gain less the second is {judged(found.gap(most, 'signed'))}."
    )


def use_sentence(found: Uptake) -> str:
    """Return how many attempts use the lever without any policy, which is why a policy adds less."""
    bent, straight = (level(found.without_policy(name, USE), ("value", "low", "high")) for name in (BENDING, STRAIGHT))
    return (
        f"Without any policy {bent} of attempts use {named(found)} where actors bend, and {straight} where nobody "
        "does, which is what practice is; a policy is at least so much, and moves nobody who does as much already."
    )


def share_sentence(found: Uptake) -> str:
    """Return what each share of projects adds from the earliest start on, in both worlds."""
    start = found.policies[0][1]
    policies = [policy for policy in found.policies if policy[1] == start]
    parts = [
        f"{percent(policy[0])} {gain(found.row(BENDING, policy, 'signed'))} and "
        f"{gain(found.row(STRAIGHT, policy, 'signed'))}"
        for policy in policies
    ]
    said = "; ".join(parts)
    return (
        f"By the share of projects that use it from {start} on, partnerships signed where actors bend and where nobody "
        f"does: {said}."
    )


def start_sentence(found: Uptake, last: int) -> str:
    """Return what the strongest policy adds by its start, in both worlds and for each year in force."""
    most = strongest(found)[0]
    parts = []
    for start in starts_of(found):
        bent, straight = (found.row(name, (most, start), "signed") for name in (BENDING, STRAIGHT))
        years = last + 1 - start
        a_year = f"{plain(bent['difference'] / years)} and {plain(straight['difference'] / years)} a year in force"
        parts.append(f"from {start} {gain(bent)} and {gain(straight)}, {a_year}")
    said = "; ".join(parts)
    return (
        f"By start, where {percent(most)} of projects use it, signed where actors bend and where nobody does: {said}."
    )


def gain(row: pd.Series) -> str:
    """Return what a policy adds, or that it adds nothing, as in every run where all do as much already."""
    return judged(row) if row["low"] or row["high"] else "nothing"


def gap_sentence(found: Uptake) -> str:
    """Return how much more or less a policy adds where actors bend, by start, in successful partnerships."""
    most = strongest(found)[0]
    parts = [f"{judged(found.gap((most, start), 'successful'))} from {start}" for start in starts_of(found)]
    return (
        f"What a policy adds where actors bend less what it adds where nobody does, in successes: {listed(parts)}. "
        "Actors bend with all levers or with none, so both worlds differ in the others as well."
    )


def strongest(found: Uptake) -> Policy:
    """Return the policy of the highest intensity and the earliest start."""
    return max(found.policies, key=lambda policy: (policy[0], -policy[1]))


def starts_of(found: Uptake) -> list[int]:
    """Return the years in which policies start."""
    return list(dict.fromkeys(start for _, start in found.policies))


def named(found: Uptake) -> str:
    """Return the lever as a reader calls it."""
    return found.lever.replace("_", " ")
