"""The memo of a comparison: what each alternative adds, who pays and who gains, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sipabm.language.cells import cells as written
from sipabm.language.units import factor
from sipabm.memo import called
from sipabm.memo.cells import (
    Numbers,
    amount,
    base_cell,
    change,
    change_cell,
    is_clear,
    judged_cell,
    level,
    level_with_unit,
    needed_year,
    size,
    unit,
    verdict,
)
from sipabm.memo.common import assumed, is_input, mark_note, not_covered, number_of, repeat, setting_of, terms_of
from sipabm.memo.content import Cell, Memo, Panel, Row, Table
from sipabm.memo.said import Listed, Number, Part, Said, say
from sipabm.report.net_positions import (
    AUTHORITY,
    EVERYONE,
    GUARANTORS,
    INVESTORS,
    NET_CASH,
    NET_WITH_OTHER,
    PROVIDERS,
)
from sipabm.report.pockets import FUND
from sipabm.scenario import Scenario
from sipabm.studies.cohort_tables import ENDED_EARLY, PER_RUN, is_position
from sipabm.studies.cohorts import AGAINST, LOSS, Cohort
from sipabm.studies.contrasts import COST, COST_PER_SUCCESS, SUCCESSFUL
from sipabm.studies.study_folder import Study

# That two pages have room for; files hold all. With more than a few, net positions have no room for intervals.
MOST, WITH_INTERVALS = 9, 4
OUTCOMES = ("started", "signed", SUCCESSFUL, ENDED_EARLY, "mean_effect")
GROUPS = {
    NET_CASH: (),
    NET_WITH_OTHER: (),
    f"{NET_CASH}{AGAINST}": (AUTHORITY, EVERYONE),
    f"{NET_WITH_OTHER}{AGAINST}": (EVERYONE,),
    LOSS: (AUTHORITY, FUND, GUARANTORS, PROVIDERS, INVESTORS),
}
SURE = ("signed", SUCCESSFUL, COST, COST_PER_SUCCESS)


class Compared:
    """A comparison's tables, looked up by alternative, in the names of readers."""

    def __init__(self, study: Study) -> None:
        self.made = study.made
        self.base, *others = study.scenarios.values()
        labels = list(study.made["alternatives"])
        self.all = dict(zip(labels, others, strict=True))
        self.others: dict[str, Scenario] = dict(list(self.all.items())[:MOST])
        self.table, self.cohort, self.net = (
            study.tables[f"{name}.csv"] for name in ("comparison", "cohort", "net_positions")
        )

    def short(self, label: str) -> Part:
        """Return what an alternative is called in a table."""
        return called.short_name(self.base, self.all[label], label)

    def full(self, label: str) -> Part:
        """Return what an alternative is called in a sentence."""
        return called.full_name(self.base, self.all[label], label)

    @cached_property
    def outcomes(self) -> Mapping[tuple[str, str], Numbers]:
        """Return the row of each alternative and outcome of its cohort."""
        return rows_by(self.cohort, "alternative", "measure")

    @cached_property
    def positions(self) -> Mapping[tuple[str, str, str], Numbers]:
        """Return the row of each alternative, kind of net position and party, per run."""
        return rows_by(self.net[self.net["per"] == PER_RUN], "alternative", "measure", "party")

    @cached_property
    def totals(self) -> Mapping[tuple[str, str], Numbers]:
        """Return the row of each alternative and measure over all years."""
        return rows_by(self.table, "alternative", "measure")

    @cached_property
    def begun(self) -> dict[str, Cohort]:
        """Return in which years the attempts of each alternative's cohort began."""
        rows = {label: self.outcomes[(label, OUTCOMES[0])] for label in self.others}
        return {label: Cohort(int(row["begun_first"]), int(row["begun_last"])) for label, row in rows.items()}

    @property
    def is_one_cohort(self) -> bool:
        """Return whether all alternatives are told of the same attempts."""
        return len(set(self.begun.values())) == 1

    @property
    def money(self) -> Part:
        """Return the unit of money."""
        return unit(str(self.net["unit"].iloc[0]))


def rows_by(table: pd.DataFrame, *names: str) -> dict[Any, Numbers]:
    """Return the rows of a table by some of its columns."""
    return {tuple(row[name] for name in names): row for row in table.to_dict("records")}


def begun_text(cohort: Cohort) -> Part:
    """Return the years in which attempts began: one, or a span."""
    first, last = str(cohort.first), str(cohort.last)
    return say("begun.in", year=first) if first == last else say("begun.from", first=first, last=last)


def comparison_memo(study: Study) -> Memo:
    """Return what a memo says of a comparison."""
    found = Compared(study)
    return Memo(
        title=title(found),
        question=say("heading.compared"),
        figure=say("heading.changes"),
        answer=answer(found),
        points=tuple(points(found)),
        setting=tuple(setting(found)),
        terms=terms_of(found.base, found.others),
        panels=tuple(panels(found)),
        figure_note=say("figure.note"),
        tables=(adds_table(found), parties_table(found), sure_table(found)),
        assumed=tuple(assumed(found.base)),
        not_covered=tuple(not_covered()),
        repeat=tuple(repeat(found.base, found.made, found.made.get("command") or found.made["again"])),
    )


def title(found: Compared) -> Said:
    """Return the question: what would the alternatives change."""
    names = [found.short(label) for label in found.all]
    what: Part = Listed(names) if len(names) <= 3 else say("title.several", count=number_of(len(names)))
    return say("title.comparison", what=what, where=called.where(found.base))


def answer(found: Compared) -> Said:
    """Return the answer in one sentence: what adds successes, and what all parties have in cash."""
    rows = {label: found.outcomes[(label, SUCCESSFUL)] for label in found.all}
    years = [year for row in rows.values() if (year := needed_year(row))]
    if len(years) == len(rows):
        begun = found.begun[next(iter(found.begun))]
        first = say("answer.needs", last=str(found.made["years"][1]), begun=begun_text(begun), year=max(years))
        return say("joined", first=first, second=say("answer.cash_needs_too"))
    if (best := best_of(found)) is None:
        only = next(iter(found.all))
        first = (
            say("answer.none", what=found.full(only))
            if len(rows) == 1
            else say("answer.none_of", count=number_of(len(rows)))
        )
        best = only
    else:
        key = "fewer" if rows[best]["difference"] < 0 else "more" if len(rows) == 1 else "most"
        what, base = found.full(best), level(rows[best], "base")
        places = {"what": what, "change": size(rows[best]), "base": base}
        first = say(f"answer.{key}", **places, **({"count": number_of(len(rows))} if key == "most" else {}))
    return say(
        "joined", first=first, second=cash(found.positions[(best, NET_CASH, EVERYONE)], changes=is_clear(rows[best]))
    )


def best_of(found: Compared) -> str | None:
    """Return the alternative that adds most successes beyond noise, else the one that takes most away, if any does."""
    rows = {label: found.outcomes[(label, SUCCESSFUL)] for label in found.all}
    clear = [label for label, row in rows.items() if is_clear(row)]
    if not clear:
        return None
    most = max(clear, key=lambda label: rows[label]["difference"])
    least = min(clear, key=lambda label: rows[label]["difference"])
    return most if rows[most]["difference"] > 0 else least


def cash(row: Numbers, changes: bool) -> Said:
    """Return what all parties together keep in cash, as the second half of an answer that tells a change or none."""
    if year := needed_year(row):
        return say("answer.cash_needs", year=year)
    if not is_clear(row):
        return say("answer.cash_unclear_but" if changes else "answer.cash_unclear")
    return say(f"answer.cash_{'more' if row['difference'] > 0 else 'less'}", change=size(row), unit=unit(row["unit"]))


def points(found: Compared) -> Iterator[Said]:
    """Yield what stands below the answer, a sentence each: what numbers are of, who pays, other value, others."""
    if found.is_one_cohort:
        yield say("point.per_history", begun=begun_text(next(iter(found.begun.values()))))
    else:
        yield say("point.per_history_each")
    label = best_of(found) or next(iter(found.all))
    what = found.short(label)
    row = found.positions[(label, NET_CASH, AUTHORITY)]
    if not needed_year(row):
        worlds = {world: level_with_unit(row, world) for world in ("base", "other")}
        yield say("point.authority", what=what, change=change(row), verdict=verdict(row), **worlds)
        row = found.positions[(label, NET_WITH_OTHER, EVERYONE)]
        yield say("point.other_value", change=amount(row), verdict=verdict(row))
        row = found.positions[(label, f"{NET_CASH}{AGAINST}", EVERYONE)]
        worlds = {world: level_with_unit(row, world) for world in ("base", "other")}
        yield say("point.ordinary", what=what, **worlds)


def setting(found: Compared) -> Iterator[Part]:
    """Yield the scenario in words, and what was simulated."""
    yield from setting_of(found.base)
    first, last = map(str, found.made["years"])
    yield say("setting.worlds", first=first, last=last, runs=number_of(found.made["replicates"]))
    if more := len(found.all) - len(found.others):
        yield say("setting.more", count=number_of(more))


def panels(found: Compared) -> Iterator[Panel]:
    """Yield the panels of the figure: successes, and net cash of all parties."""
    yield panel_of(found, say("figure.successful"), {label: (label, SUCCESSFUL) for label in found.others}, "outcomes")
    heading = say("figure.net_cash", unit=found.money)
    yield panel_of(found, heading, {label: (label, NET_CASH, EVERYONE) for label in found.others}, "positions")


def panel_of(found: Compared, heading: Said, keys: Mapping[str, Any], where: str) -> Panel:
    """Return a panel with the changes of some rows; none where a later year is needed."""
    table = []
    for label, key in keys.items():
        row = getattr(found, where)[key]
        needs, times = needed_year(row), factor(row["unit"])
        ends = {end: np.nan if needs else times * row[name] for end, name in ENDS.items()}
        text: Part = verdict(row) if needs else Number(written(row, "difference", sign=True)[0])
        table.append({"label": found.short(label), "text": text, **ends})
    return Panel(heading, pd.DataFrame(table))


ENDS = {"value": "difference", "low": "low", "high": "high"}


def adds_table(found: Compared) -> Table:
    """Return what each alternative adds, by outcome of the attempts begun in its years."""
    rows: list[Row] = []
    for cohort in dict.fromkeys(found.begun.values()):
        labels = [label for label, begun in found.begun.items() if begun == cohort]
        base = [found.outcomes[(labels[0], outcome)] for outcome in OUTCOMES]
        heading = say("row.without") if found.is_one_cohort else say("row.without_begun", begun=begun_text(cohort))
        rows.append(Row(heading, tuple(map(base_cell, base))))
        for label in labels:
            cells = tuple(judged_cell(found.outcomes[(label, outcome)]) for outcome in OUTCOMES)
            rows.append(Row(found.short(label), cells))
    if found.is_one_cohort:
        caption = say("table.adds", begun=begun_text(next(iter(found.begun.values()))))
    else:
        caption = say("table.adds_each")
    columns = (say("column.alternative"), *(say(f"column.{outcome}") for outcome in OUTCOMES))
    needs = [year for row in found.outcomes.values() if (year := needed_year(row))]
    notes = (say("note.needs", year=max(needs)),) if needs else ()
    return Table("adds", say("heading.adds"), caption, columns, tuple(rows), notes)


def parties_table(found: Compared) -> Table:
    """Return the net position of each party: what each alternative changes in it."""
    rows: list[Row] = []
    for kind, only in GROUPS.items():
        parties = [party for party in found.net.loc[found.net["measure"] == kind, "party"].unique()]
        told = [party for party in parties if (not only or party in only) and is_told(found, kind, party)]
        if told:
            rows.append(Row(say(f"group.{kind}"), strong=True))
            rows += [party_row(found, kind, party) for party in told]
    columns = (say("column.party"), *without_column(found), *(found.short(label) for label in found.others))
    caption = say("table.parties", unit=found.money)
    return Table("parties", say("heading.parties"), caption, columns, tuple(rows), (*mark_note(rows), say("note.net")))


def without_column(found: Compared) -> tuple[Part, ...]:
    """Return the heading of the base's column, which there is where all alternatives have the same attempts."""
    return (say("column.without"),) if found.is_one_cohort else ()


def is_told(found: Compared, kind: str, party: str) -> bool:
    """Return whether the net position of a party tells anything, in any alternative."""
    return any(is_position(found.positions[(label, kind, party)]) for label in found.others)


def party_row(found: Compared, kind: str, party: str) -> Row:
    """Return the net position of a party without any alternative, and what each changes."""
    told = [found.positions[(label, kind, party)] for label in found.others]
    base = (base_cell(told[0]),) if found.is_one_cohort else ()
    cells = tuple(change_cell(row, len(found.others) <= WITH_INTERVALS) for row in told)
    return Row(say(f"party.{party}"), (*base, *cells), is_input(party), party == EVERYONE)


def sure_table(found: Compared) -> Table:
    """Return the same over all years, and what its intervals hold."""
    units = [unit(str(found.totals[(label, COST)]["unit"])) for label in found.others]
    columns = [say("column.alternative"), say("column.signed"), say(f"column.{SUCCESSFUL}")]
    columns += [say("column.cost", unit=units[0]), say("column.cost_per_success", unit=units[0])]
    rows = tuple(
        Row(found.short(label), tuple(total_cell(found, label, measure) for measure in SURE)) for label in found.others
    )
    first, last = map(str, found.made["years"])
    holds = say("note.sure_luck" if found.base.over == "defaults" else "note.sure_numbers")
    shown = say("note.first_of", shown=number_of(len(found.others)), count=number_of(len(found.all)))
    notes = (holds, say("note.turns"), *([shown] if len(found.all) > len(found.others) else []))
    caption = say("table.sure", first=first, last=last)
    return Table("sure", say("heading.sure"), caption, tuple(columns), rows, notes)


def total_cell(found: Compared, label: str, measure: str) -> Cell:
    """Return what an alternative changes in a measure over all years; no success where a later year is needed."""
    outcome = found.outcomes[(label, SUCCESSFUL)]
    # In a short horizon only what was begun before the alternative can have succeeded.
    if measure in (SUCCESSFUL, COST_PER_SUCCESS) and needed_year(outcome):
        return Cell(verdict(outcome))
    return judged_cell(found.totals[(label, measure)])
