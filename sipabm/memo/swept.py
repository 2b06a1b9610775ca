"""The memo of a sweep: what is measured at the points of its design, the highest and the lowest."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sipabm.language.cells import cells as written
from sipabm.language.cells import short
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import NOTHING, percent
from sipabm.language.units import factor
from sipabm.memo import called
from sipabm.memo.cells import PLURAL, unit
from sipabm.memo.common import assumed, not_covered, number_of, repeat, setting_of
from sipabm.memo.content import Cell, Memo, Panel, Row, Table
from sipabm.memo.live import live
from sipabm.memo.said import Listed, Number, Part, Said, phrases, say
from sipabm.scenario.settings import Levers
from sipabm.studies.study_folder import Study
from sipabm.sweeps.design_files import DESIGN
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.sweep import KEYS, measure_from, read_sweep
from sipabm.tables import folders
from sipabm.tables.folders import POINTS_FILE

# That two pages have room for: points at either end of the first measure, measures, and what is varied.
AT_AN_END, MEASURES, VARIED = 8, 4, 4
SHARE = "share"  # the unit of what lies between 0 and 1
FIXED = (*KEYS, "failed")


class Swept:
    """The table of points of a sweep, and what is varied and measured in it."""

    def __init__(self, study: Study) -> None:
        self.made, (self.base,) = study.made, study.scenarios.values()
        self.points = study.tables[POINTS_FILE]
        self.measures: list[Measure] = [measure_from(told) for told in study.made["measures"]][:MEASURES]
        measured = {f"{each['name']}{end}" for each in study.made["measures"] for end in ("", "_low", "_high")}
        self.varied = [name for name in self.points if name not in measured and name not in FIXED]
        self.ordered = self.points.sort_values(self.main.name, ascending=False, kind="stable", ignore_index=True)

    @property
    def main(self) -> Measure:
        """Return the first measure, by which points are ordered."""
        return self.measures[0]

    @property
    def shown(self) -> pd.DataFrame:
        """Return the points that are shown: all, or those with most and least."""
        if len(self.ordered) <= 2 * AT_AN_END:
            return self.ordered
        return pd.concat([self.ordered.head(AT_AN_END), self.ordered.tail(AT_AN_END)], ignore_index=True)


def swept_study(folder: Path) -> Study:
    """Return the sweep in a folder as a study; ScenarioError if there is none, or if it is a shard."""
    made = folders.read_manifest(folder)
    return Study(made, {POINTS_FILE: read_sweep(folder)}, {"scenario": folders.stored_scenario(folder, made)})


def sweep_memo(study: Study) -> Memo:
    """Return what a memo says of a sweep."""
    found = Swept(study)
    replicates, seed = str(found.made["replicates"]), str(found.made["seed"])
    # What a folder keeps of what was asked, by whatever command, shard or cluster it was made.
    command = shlex.join(["sipabm", "sweep", DESIGN, "--out", "FOLDER"])
    effort = say("repeat.sweep_value", seed=seed, runs=replicates, points=number_of(len(found.points)))
    return Memo(
        title=title(found),
        question=say("heading.simulated"),
        figure=say("heading.happens"),
        answer=answer(found),
        points=tuple(points(found)),
        setting=tuple(setting(found)),
        terms=(),
        panels=tuple(panel_of(found, measure) for measure in found.measures[:2]),
        figure_note=say("figure.note_sweep"),
        tables=(points_table(found),),
        assumed=tuple(assumed(found.base, found.made, has_marks=False)),
        not_covered=tuple(not_covered(found.made)),
        repeat=tuple(repeat(found.base, found.made, command, effort)),
        live=live(found.made, found.base),
    )


def title(found: Swept) -> Said:
    """Return the question: what happens where some things are varied."""
    names = [name_of(name) for name in found.varied]
    many = say("title.several_numbers", count=number_of(len(names)))
    what: Part = Listed(names) if 0 < len(names) <= VARIED else many
    return say("title.sweep", what=what, where=called.where(found.base))


def name_of(name: str) -> Part:
    """Return what is varied: a lever by its name, a number of the scenario by that which its file has."""
    lever, _, part = name.partition(".")
    if lever in Levers.model_fields:
        told = say(f"lever.{lever}")
        return say("in_brackets", text=told, more=say(f"part.{part}")) if f"part.{part}" in phrases() else told
    return f"“{name_in_words(name)}”"


def measure_name(measure: Measure) -> Part:
    """Return what is measured, with its unit."""
    if f"column.{measure.name}" in phrases():
        return say(f"column.{measure.name}", unit=unit(measure.unit))
    return measure.label


def value_of(found: Swept, name: str, value: Any) -> Part:
    """Return what a point has of something that is varied."""
    if pd.isna(value):
        return NOTHING
    if not isinstance(value, int | float):
        return str(value)
    return Number(percent(value) if name in Levers.model_fields else short(value))


def where_of(found: Swept, row: dict[str, Any]) -> Part:
    """Return a point by what is varied at it: 'early meetings 50 %, “silo strength” 0.2'."""
    parts = [say("point_of", name=name_of(name), value=value_of(found, name, row[name])) for name in found.varied]
    return Listed(parts[:VARIED])


def ends_of(row: dict[str, Any], measure: Measure) -> dict[str, float]:
    """Return a measure at a point with its interval, which does not reach where there is no such number."""
    value, low, high = (float(row[f"{measure.name}{end}"]) for end in ("", "_low", "_high"))
    least = 0.0 if measure.unit in (*PLURAL, SHARE) else -inf
    most = 1.0 if measure.unit == SHARE else inf
    # Not max and min, which would drop a missing end.
    return {"value": value, **dict(zip(("low", "high"), np.clip([low, high], least, most).tolist(), strict=True))}


def level_of(row: dict[str, Any], measure: Measure) -> Part:
    """Return a measure at a point, with its interval."""
    ends = ends_of(row, measure)
    value, low, high = map(Number, written({**ends, "unit": measure.unit}, *ends))
    return value if low.text == NOTHING else say("with_interval", value=value, low=low, high=high)


def answer(found: Swept) -> Said:
    """Return the answer in one sentence: where the first measure is highest, and where lowest."""
    rows = found.ordered.dropna(subset=[found.main.name]).to_dict("records")
    if not rows:
        return say("answer.sweep_nothing", measure=measure_name(found.main))
    ends = {"most": rows[0], "least": rows[-1]}
    places: dict[str, Part] = {}
    for end, row in ends.items():
        places |= {end: level_of(row, found.main), f"where_{end}": where_of(found, row)}
    # Of a missing interval nothing is known either.
    is_told_apart = ends_of(rows[0], found.main)["low"] > ends_of(rows[-1], found.main)["high"]
    places["apart"] = "" if is_told_apart else say("answer.sweep_unclear")
    return say("answer.sweep", measure=measure_name(found.main), count=number_of(len(found.points)), **places)


def points(found: Swept) -> Iterator[Said]:
    """Yield what stands below the answer."""
    yield say("point.sweep")
    if failed := int(found.points["failed"].sum()):
        yield say("point.failed", count=number_of(failed))


def setting(found: Swept) -> Iterator[Part]:
    """Yield the scenario in words, and what was simulated."""
    yield from setting_of(found.base)
    first, last = map(str, found.made["window"])
    effort = {"points": number_of(len(found.points)), "runs": number_of(found.made["replicates"])}
    yield say("setting.sweep", first=first, last=last, **effort)


def panel_of(found: Swept, measure: Measure) -> Panel:
    """Return a panel with a measure at each point shown."""
    times, table = factor(measure.unit), []
    for row in found.shown.to_dict("records"):
        ends = ends_of(row, measure)
        (text,) = written({"unit": measure.unit, **ends}, "value")
        numbers = {end: times * number for end, number in ends.items()}
        table.append({"label": say("figure.point", number=str(row["point"])), "text": Number(text), **numbers})
    return Panel(say("figure.measure", measure=measure_name(measure)), pd.DataFrame(table))


def points_table(found: Swept) -> Table:
    """Return the points with what is varied and measured at each."""
    varied = found.varied[:VARIED]
    columns = (say("column.point"), *map(name_of, varied), *map(measure_name, found.measures))
    rows = tuple(
        Row(
            str(row["point"]),
            tuple(
                [Cell(value_of(found, name, row[name])) for name in varied]
                + [Cell(level_of(row, measure)) for measure in found.measures]
            ),
        )
        for row in found.shown.to_dict("records")
    )
    left_out = len(found.points) - len(rows)
    notes = (
        *([say("note.points_left_out", count=number_of(left_out))] if left_out else []),
        say("note.sweep_luck" if found.base.over == "defaults" else "note.sweep_numbers"),
    )
    return Table(
        "points", say("heading.points"), say("table.points", measure=measure_name(found.main)), columns, rows, notes
    )
