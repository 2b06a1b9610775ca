"""Alternatives to a base, as a comparison and a robustness tell of them: what each adds, and who pays and who gains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from sipabm.language.cells import cells as written
from sipabm.language.units import factor
from sipabm.memo import called
from sipabm.memo.cells import Numbers, base_cell, change_cell, needed_year, unit, verdict
from sipabm.memo.common import is_input, mark_note, number_of
from sipabm.memo.content import Cell, Panel, Row, Table
from sipabm.memo.said import Listed, Number, Part, Said, say
from sipabm.report.flows import (
    AUTHORITY,
    EVERYONE,
    GUARANTORS,
    INVESTORS,
    NET_CASH,
    NET_WITH_OTHER,
    PROVIDERS,
    PUBLIC,
)
from sipabm.report.pockets import FUND
from sipabm.scenario import Scenario
from sipabm.studies.cohort_tables import ENDED_EARLY, PER_RUN, WORST, is_position
from sipabm.studies.cohorts import AGAINST, Cohort
from sipabm.studies.contrasts import SUCCESSFUL
from sipabm.studies.study_folder import Study

WHO = "alternative"
# That two pages have room for; files hold all. With more than a few, net positions have no room for
# intervals, and the title none for names.
MOST, WITH_INTERVALS, NAMED = 9, 4, 4
SIGNED = "signed"
OUTCOMES = ("started", SIGNED, SUCCESSFUL, ENDED_EARLY, "mean_effect")
GROUPS = {
    NET_CASH: (),
    NET_WITH_OTHER: (),
    f"{NET_CASH}{AGAINST}": (AUTHORITY, PUBLIC, EVERYONE),
    f"{NET_WITH_OTHER}{AGAINST}": (EVERYONE,),
    WORST: (AUTHORITY, FUND, GUARANTORS, PROVIDERS, INVESTORS),
}
ENDS = {"value": "difference", "low": "low", "high": "high"}


class Alternatives:
    """The tables of alternatives to a base by cohort, looked up by alternative, in the names of readers."""

    called = "alternative"  # in the heading of rows

    def __init__(self, study: Study, base: Scenario, others: Mapping[str, Scenario]) -> None:
        self.made, self.base, self.all = study.made, base, others
        self.others = dict(list(others.items())[:MOST])
        self.area: str | None = study.made.get("area")
        self.names = called.names_of(base, others, self.area)
        self.cohort, self.net = study.tables["cohort.csv"], study.tables["net_positions.csv"]

    def short(self, label: str) -> Part:
        """Return what an alternative is called in a table."""
        return self.names[label].short

    def full(self, label: str) -> Part:
        """Return what an alternative is called in a sentence."""
        return self.names[label].full

    @cached_property
    def outcomes(self) -> Mapping[tuple[str, str], Numbers]:
        """Return the row of each alternative and outcome of its cohort."""
        return rows_by(self.cohort, WHO, "measure")

    @cached_property
    def positions(self) -> Mapping[tuple[str, str, str], Numbers]:
        """Return the row of each alternative, kind of net position and party: per run, and of the worst tenth."""
        # The worst tenth is one of partnerships, and there is none of a run.
        return rows_by(self.net[(self.net["per"] == PER_RUN) | (self.net["measure"] == WORST)], WHO, "measure", "party")

    @cached_property
    def begun(self) -> dict[str, Cohort]:
        """Return in which years the attempts of each alternative's cohort began."""
        rows = {label: self.outcomes[(label, OUTCOMES[0])] for label in self.others}
        return {label: Cohort(int(row["begun_first"]), int(row["begun_last"])) for label, row in rows.items()}

    @property
    def has_none(self) -> bool:
        """Return whether no partnership comes about in any world, so that there is nothing to tell apart."""
        signed = [self.outcomes[(label, SIGNED)] for label in self.all]
        return not any(row["base"] or row["other"] or needed_year(row) for row in signed)

    @property
    def is_one_cohort(self) -> bool:
        """Return whether all alternatives are told of the same attempts."""
        return len(set(self.begun.values())) == 1

    @property
    def first(self) -> str:
        """Return the first alternative."""
        return next(iter(self.all))

    @property
    def money(self) -> Part:
        """Return the unit of money."""
        return unit(str(self.net["unit"].iloc[0]))


def rows_by(table: pd.DataFrame, *names: str) -> dict[Any, Numbers]:
    """Return the rows of a table by some of its columns."""
    return {tuple(row[name] for name in names): row for row in table.to_dict("records")}


def begun_text(cohort: Cohort) -> Said:
    """Return the years in which attempts began: one, or a span."""
    first, last = str(cohort.first), str(cohort.last)
    return say("begun.in", year=first) if first == last else say("begun.from", first=first, last=last)


def begun_in_words(found: Alternatives) -> Said:
    """Return in which years attempts begin: the same of all alternatives, or those from the start of each on."""
    return begun_text(next(iter(found.begun.values()))) if found.is_one_cohort else say("begun.each")


def title(found: Alternatives) -> Said:
    """Return the question: what would the alternatives change."""
    names = [found.short(label) for label in found.all]
    what: Part = Listed(names) if len(names) <= NAMED else say("title.several", count=number_of(len(names)))
    return say("title.comparison", what=what, where=called.where(found.base, found.area))


def too_early(found: Alternatives, year: str) -> Said:
    """Return that the simulation ends too early for an answer, and which year it must reach."""
    return say("answer.needs", last=str(found.made["years"][1]), begun=begun_in_words(found), year=year)


def cash_needs(year: str, of_cash: str | None) -> Said:
    """Return when it is seen what becomes of cash, to end the sentence that an answer needs a year."""
    return say("answer.cash_needs_too") if of_cash in (year, None) else say("answer.cash_needs", year=of_cash)


def panel_of(found: Alternatives, heading: Said, keys: Mapping[str, Any], where: str) -> Panel:
    """Return a panel with the changes of some rows; none where a later year is needed."""
    table = []
    for label, key in keys.items():
        row = getattr(found, where)[key]
        needs, times = needed_year(row), factor(row["unit"])
        ends = {end: np.nan if needs else times * row[name] for end, name in ENDS.items()}
        text: Part = verdict(row) if needs else Number(written(row, "difference", sign=True)[0])
        table.append({"label": found.short(label), "text": text, **ends})
    return Panel(heading, pd.DataFrame(table))


def adds_table(found: Alternatives, caption: str, cell: Callable[[Numbers], Cell]) -> Table:
    """Return what each alternative adds, by outcome of the attempts begun in its years, each change as a cell."""
    rows: list[Row] = []
    for cohort in dict.fromkeys(found.begun.values()):
        labels = [label for label, begun in found.begun.items() if begun == cohort]
        base = [found.outcomes[(labels[0], outcome)] for outcome in OUTCOMES]
        heading = say("row.without") if found.is_one_cohort else say("row.without_begun", begun=begun_text(cohort))
        rows.append(Row(heading, tuple(map(base_cell, base))))
        for label in labels:
            cells = tuple(cell(found.outcomes[(label, outcome)]) for outcome in OUTCOMES)
            rows.append(Row(found.short(label), cells))
    columns = (say(f"column.{found.called}"), *(say(f"column.{outcome}") for outcome in OUTCOMES))
    needs = [year for row in found.outcomes.values() if (year := needed_year(row))]
    notes = (say("note.needs", year=max(needs)),) if needs else ()
    return Table(
        "adds",
        say(f"heading.adds_{found.called}"),
        say(caption, begun=begun_in_words(found)),
        columns,
        tuple(rows),
        notes,
    )


def parties_table(found: Alternatives, caption: str, headings: Mapping[str, str] = MappingProxyType({})) -> Table:
    """Return the net position of each party: what each alternative changes in it; some kinds under other headings."""
    rows: list[Row] = []
    for kind, only in GROUPS.items():
        parties = [party for party in found.net.loc[found.net["measure"] == kind, "party"].unique()]
        told = [party for party in parties if (not only or party in only) and is_told(found, kind, party)]
        if told:
            rows.append(Row(say(headings.get(kind, f"group.{kind}")), strong=True))
            rows += [party_row(found, kind, party) for party in told]
    columns = (say("column.party"), *without_column(found), *(found.short(label) for label in found.others))
    said, notes = say(caption, unit=found.money), (*mark_note(rows), say("note.net"))
    return Table("parties", say("heading.parties"), said, columns, tuple(rows), notes)


def without_column(found: Alternatives) -> tuple[Part, ...]:
    """Return the heading of the base's column, which there is where all alternatives have the same attempts."""
    return (say("column.without"),) if found.is_one_cohort else ()


def is_told(found: Alternatives, kind: str, party: str) -> bool:
    """Return whether the net position of a party tells anything, in any alternative."""
    return any(is_position(found.positions[(label, kind, party)]) for label in found.others)


def party_row(found: Alternatives, kind: str, party: str) -> Row:
    """Return the net position of a party without any alternative, and what each changes."""
    told = [found.positions[(label, kind, party)] for label in found.others]
    base = (base_cell(told[0]),) if found.is_one_cohort else ()
    cells = tuple(change_cell(row, len(found.others) <= WITH_INTERVALS) for row in told)
    return Row(say(f"party.{party}"), (*base, *cells), is_input(party), party == EVERYONE)
