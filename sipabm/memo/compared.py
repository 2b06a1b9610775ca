"""The memo of a comparison: what each alternative adds, who pays and who gains, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

from sipabm.memo.alternatives import (
    WHO,
    Alternatives,
    adds_table,
    begun_in_words,
    cash_needs,
    panel_of,
    parties_table,
    rows_by,
    title,
    too_early,
)
from sipabm.memo.cells import (
    Numbers,
    amount,
    change,
    is_clear,
    judged_cell,
    level,
    level_with_unit,
    needed_year,
    short_unit,
    size,
    verdict,
)
from sipabm.memo.common import assumed, not_covered, number_of, repeat, setting_of, terms_of
from sipabm.memo.content import Cell, Memo, Panel, Row, Table
from sipabm.memo.live import live
from sipabm.memo.said import Part, Said, say
from sipabm.report.flows import AUTHORITY, EVERYONE, NET_CASH, NET_WITH_OTHER
from sipabm.studies.cohorts import AGAINST
from sipabm.studies.contrasts import COST, COST_PER_SUCCESS, SUCCESSFUL
from sipabm.studies.study_folder import Study

SURE = ("signed", SUCCESSFUL, COST, COST_PER_SUCCESS)


class Compared(Alternatives):
    """The tables of a comparison: by cohort, and over all years."""

    def __init__(self, study: Study) -> None:
        base, *others = study.scenarios.values()
        super().__init__(study, base, dict(zip(study.made["alternatives"], others, strict=True)))
        self.totals = rows_by(study.tables["comparison.csv"], WHO, "measure")


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
        terms=terms_of(found.base, found.others, found.names, found.area),
        panels=tuple(panels(found)),
        figure_note=say("figure.note"),
        tables=(adds_table(found, "table.adds", judged_cell), parties_table(found, "table.parties"), sure_table(found)),
        assumed=tuple(assumed(found.base, found.made)),
        not_covered=tuple(not_covered(found.made)),
        repeat=tuple(repeat(found.base, found.made, found.made.get("command") or found.made["again"])),
        live=live(found.made, found.base, found.all),
    )


def answer(found: Compared) -> Said:
    """Return the answer in one sentence: what adds successes, and what all parties have in cash."""
    rows = {label: found.outcomes[(label, SUCCESSFUL)] for label in found.all}
    years = [year for row in rows.values() if (year := needed_year(row))]
    if len(years) == len(rows):
        of_cash = [needed_year(found.positions[(label, NET_CASH, EVERYONE)]) for label in rows]
        needed = max(filter(None, of_cash), default=None)
        return say("joined", first=too_early(found, max(years)), second=cash_needs(max(years), needed))
    if (best := best_of(found)) is None:
        best = found.first
        none = say("answer.no_partnership") if found.has_none else say("answer.none", what=found.full(best))
        first = none if len(rows) == 1 or found.has_none else say("answer.none_of", count=number_of(len(rows)))
    else:
        key = "fewer" if rows[best]["difference"] < 0 else "more" if len(rows) == 1 else "most"
        what, base = found.full(best), level(rows[best], "base")
        # A place that a phrase has not does no harm.
        first = say(f"answer.{key}", what=what, change=size(rows[best]), base=base, count=number_of(len(rows)))
    if not is_clear(rows[best]) and len(rows) > 1 and (costly := clearest_cash(found)):
        row = found.positions[(costly, NET_CASH, EVERYONE)]
        key = "more" if row["difference"] > 0 else "less"
        places: dict[str, Part] = {"what": found.full(costly), "change": size(row), "unit": short_unit(row)}
        return say("joined", first=first, second=say(f"answer.with_cash_{key}", **places))
    return say(
        "joined", first=first, second=cash(found.positions[(best, NET_CASH, EVERYONE)], changes=is_clear(rows[best]))
    )


def clearest_cash(found: Compared) -> str | None:
    """Return the alternative that changes the cash of all parties most beyond noise, if any does."""
    rows = {label: found.positions[(label, NET_CASH, EVERYONE)] for label in found.all}
    clear = [label for label, row in rows.items() if not needed_year(row) and is_clear(row)]
    return max(clear, key=lambda label: abs(rows[label]["difference"]), default=None)


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
    return say(f"answer.cash_{'more' if row['difference'] > 0 else 'less'}", change=size(row), unit=short_unit(row))


def points(found: Compared) -> Iterator[Said]:
    """Yield what stands below the answer, a sentence each: what numbers are of, who pays, other value, others."""
    yield say("point.per_history", begun=begun_in_words(found))
    label = best_of(found) or clearest_cash(found) or found.first
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


def sure_table(found: Compared) -> Table:
    """Return the same over all years, and what its intervals hold."""
    # In one welfare area some measures are none.
    measures = [measure for measure in SURE if (found.first, measure) in found.totals]
    headings = [say(f"column.{measure}", unit=found.money) for measure in measures]
    columns = [say("column.alternative"), *headings]
    rows = tuple(
        Row(found.short(label), tuple(total_cell(found, label, measure) for measure in measures))
        for label in found.others
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
