"""The memo of some runs: how far attempts come, who pays and who gains, and how sure that is."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sipabm.language.cells import bare
from sipabm.language.numbers import NOTHING, percent
from sipabm.language.units import factor
from sipabm.memo import called
from sipabm.memo.cells import Numbers, unit
from sipabm.memo.common import assumed, is_input, mark_note, not_covered, number_of, repeat, setting_of
from sipabm.memo.content import Cell, Memo, Panel, Row, Table
from sipabm.memo.live import live
from sipabm.memo.said import Number, Part, Said, say
from sipabm.report.funnel import EVERY_DOMAIN
from sipabm.report.net_positions import EVERYONE, NET_CASH, NET_WITH_OTHER, ORDINARY
from sipabm.rules.settlement import CENT
from sipabm.scenario.files import SCENARIO
from sipabm.studies.cohorts import year_of
from sipabm.studies.study_folder import Study
from sipabm.sweeps.measures import MILLIONS

STEPS = ("started", "past_meeting", "past_business_case", "past_mobilisation", "signed", "delivered", "successful")
FIGURES = (
    "conversion",
    "months_to_signature",
    "share_ended_early",
    "mean_effect",
    "conventional_effect",
    "misplaced",
    "cost_of_attempts",
    "investors_repaid",
)
NETS = (NET_CASH, NET_WITH_OTHER, f"{NET_CASH}{ORDINARY}", f"{NET_WITH_OTHER}{ORDINARY}", "worst_tenth")


class Ran:
    """The tables of some runs, looked up by what they tell."""

    def __init__(self, study: Study) -> None:
        self.made, (self.base,) = study.made, study.scenarios.values()
        tables = study.tables
        self.yearly, self.barriers = tables["yearly_summary.csv"], every_area(tables["barriers.csv"])
        self.steps = {row["step"]: row for row in tables["funnel.csv"].to_dict("records")}
        self.figures = {row["name"]: row for row in tables["key_figures.csv"].to_dict("records")}
        self.net = {row["party"]: row for row in every_area(tables["net_positions.csv"]).to_dict("records")}
        units = tables["net_positions.csv"].get("money", pd.Series([MILLIONS]))
        self.money: Part = unit(str(units.iloc[0]))

    @property
    def years(self) -> tuple[str, str]:
        """Return the first and the last year."""
        return str(year_of(self.base.first_quarter)), str(year_of(self.base.last_quarter()))

    def step(self, name: str) -> Number:
        """Return how many attempts come so far, per run."""
        return Number(bare(self.steps[name]["mean"], ""))

    def cash(self, net: str, party: str) -> Number:
        """Return a net position."""
        return Number(bare(self.net[party][net], ""))


def every_area(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of all welfare areas together."""
    return table[table["domain"] == EVERY_DOMAIN]


def runs_memo(study: Study) -> Memo:
    """Return what a memo says of some runs."""
    found = Ran(study)
    first, last = found.years
    return Memo(
        title=say("title.runs", where=called.where(found.base), first=first, last=last),
        question=say("heading.simulated"),
        figure=say("heading.happens"),
        answer=answer(found),
        points=tuple(points(found)),
        setting=(
            *setting_of(found.base),
            say("setting.runs", first=first, last=last, runs=number_of(found.made["replicates"])),
        ),
        terms=(),
        panels=tuple(panels(found)),
        figure_note=say("figure.note_runs"),
        tables=(steps_table(found), parties_table(found), sure_table(found)),
        assumed=tuple(assumed(found.base, found.made, compares=False)),
        not_covered=tuple(not_covered(found.made)),
        repeat=tuple(repeat(found.base, found.made, again(found))),
        live=live(found.made, found.base),
    )


def answer(found: Ran) -> Said:
    """Return the answer in one sentence: how many attempts become partnerships, and what all parties have."""
    steps = {name: found.step(name) for name in ("started", "signed", "successful")}
    cash = {"cash": found.cash(NET_CASH, EVERYONE), "value": found.cash(NET_WITH_OTHER, EVERYONE)}
    return say("joined", first=say("answer.runs", **steps), second=say("answer.runs_cash", **cash, unit=found.money))


def points(found: Ran) -> Iterator[Said]:
    """Yield what stands below the answer: what numbers are of, and what stops most attempts."""
    signed = found.steps["signed"]
    low, high = (Number(bare(signed[end], "")) for end in ("low", "high"))
    yield say("point.runs", low=low, high=high)
    families = by_family(found)
    first = families.iloc[0]
    if first["share"] > 0:
        yield say("point.barriers", family=say(f"family.{first['family']}"), share=Number(percent(first["share"])))


def by_family(found: Ran) -> pd.DataFrame:
    """Return the share of stopped attempts by family of barriers, the largest first."""
    sums = found.barriers.groupby("family", sort=False)["share"].sum().rename("share").reset_index()
    return sums.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def panels(found: Ran) -> Iterator[Panel]:
    """Yield the panels of the figure: partnerships a year, and what stops attempts."""
    names = {"signed_mean": "value", "signed_low": "low", "signed_high": "high"}
    yield Panel(say("figure.years"), found.yearly[["year", *names]].rename(columns=names), "years")
    rows = by_family(found)
    table = {
        "label": [say(f"family.{family}") for family in rows["family"]],
        "text": [Number(percent(share)) for share in rows["share"]],
        "value": factor("share") * rows["share"],
    }
    yield Panel(say("figure.barriers"), pd.DataFrame({**table, "low": np.nan, "high": np.nan}))


def steps_table(found: Ran) -> Table:
    """Return how far attempts come."""
    columns = ("column.step", "column.mean", "column.nine_in_ten", "column.of_started")
    rows = tuple(
        Row(say(f"step.{name}"), (*levels(found.steps[name], ""), Cell(share_of_started(found.steps[name]))))
        for name in STEPS
    )
    return Table("adds", say("heading.steps"), say("table.steps"), tuple(map(say, columns)), rows)


def share_of_started(row: Numbers) -> Part:
    """Return which share of the attempts that were started comes so far."""
    return Number(percent(row["share_of_started"]))


def levels(row: Numbers, unit_of_row: str) -> tuple[Cell, Cell]:
    """Return mean and band of a row."""
    mean, low, high = (Number(bare(row[name], unit_of_row)) for name in ("mean", "low", "high"))
    return Cell(mean), Cell(NOTHING if low.text == NOTHING else say("span", low=low, high=high))


def parties_table(found: Ran) -> Table:
    """Return what each party has in the end, and would have under ordinary contracts."""
    told = [row for row in found.net.values() if row["party"] == EVERYONE or any(abs(row[net]) >= CENT for net in NETS)]
    rows = tuple(
        Row(
            say(f"party.{row['party']}"),
            tuple(Cell(Number(bare(row[net], ""))) for net in NETS),
            is_input(row["party"]),
            row["party"] == EVERYONE,
        )
        for row in told
    )
    columns = (say("column.party"), *(say(f"column.{net}") for net in NETS))
    caption = say("table.parties_runs", unit=found.money)
    notes = (*mark_note(rows), say("note.net"), say("note.worst_tenth"))
    return Table("parties", say("heading.parties"), caption, columns, rows, notes)


def sure_table(found: Ran) -> Table:
    """Return key figures with their bands, beside what was observed."""
    columns = ("column.figure", "column.mean", "column.nine_in_ten", "column.observed")
    rows = tuple(figure_row(found.figures[name]) for name in FIGURES if name in found.figures)
    holds = say("note.band_luck" if found.base.over == "defaults" else "note.band_numbers")
    return Table("sure", say("heading.sure"), say("table.sure_runs"), tuple(map(say, columns)), rows, (holds,))


def figure_row(row: dict[str, Any]) -> Row:
    """Return a key figure with its unit, mean, band and what was observed."""
    of_row = str(row["unit"])
    observed = dict.fromkeys(bare(row[f"observed_{end}"], of_row) for end in ("low", "high"))
    first, *last = map(Number, observed)
    seen: Part = say("span", low=first, high=last[0]) if last else first
    return Row(say(f"key_figure.{row['name']}", unit=unit(of_row)), (*levels(row, of_row), Cell(seen)))


def again(found: Ran) -> str:
    """Return the command that makes the runs again, from their folder."""
    effort = ["--replicates", str(found.made["replicates"]), "--seed", str(found.made["seed"])]
    return shlex.join(["sipabm", "run", SCENARIO, *effort])
