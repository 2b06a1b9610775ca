"""Tables of a robustness as rich prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from sipabm.cli.attribution_tables import paragraphs
from sipabm.cli.report_tables import plain_table, titled
from sipabm.language.cells import cells, interval
from sipabm.language.numbers import percent, span
from sipabm.language.units import of_difference
from sipabm.report.flows import EVERYONE, NET_CASH, NET_WITH_OTHER, PUBLIC
from sipabm.studies.cohort_tables import NEEDS, PER_RUN, WORST, WORST_AGAINST, WORST_LABELS, is_position
from sipabm.studies.cohorts import AGAINST
from sipabm.studies.contrasts import SAME, UNDEFINED
from sipabm.studies.robustness import Robustness
from sipabm.studies.robustness_cohorts import SAME_IN_ALL
from sipabm.studies.robustness_sentences import notes, repeated, sentences, title
from sipabm.studies.robustness_tables import ADDS, FIRST, LOSES, OTHER, TOP, WORTH

LEVERS_ABREAST = 4  # that a console has room for
SHORT = {SAME_IN_ALL: "the same", SAME: "the same", UNDEFINED: "undefined"}
# Kinds of net positions that are printed, and of which parties; of every party if none are named.
NET_ROWS: dict[str, tuple[str, ...]] = {
    NET_CASH: (),
    NET_WITH_OTHER: (EVERYONE,),
    f"{NET_CASH}{AGAINST}": (PUBLIC, EVERYONE),
    f"{NET_WITH_OTHER}{AGAINST}": (EVERYONE,),
    WORST: (),
    WORST_AGAINST: (),
}
HEADINGS = {
    FIRST: "first",
    ADDS: "adds\nanything",
    TOP: "among the\nfirst three",
    WORTH: "worth its\ncost in cash",
    LOSES: "loses\ncash",
    OTHER: "more other\nvalue",
}


def robust_parts(found: Robustness) -> Iterator[RenderableType]:
    """Yield what was found, a title with the share of sets by lever, what each adds, who pays and gains, and notes."""
    yield paragraphs(sentences(found))
    unit = of_difference(found.money.named(found.measure.unit))
    if len(found.answers):
        heading = f"{title(found)}\nShare of sets (again by luck alone); what levers add, {unit}"
        yield titled(heading, answers_table(found))
    for levers in batched(found.others, LEVERS_ABREAST):
        begun = " or ".join(dict.fromkeys(str(found.begun[lever]) for lever in levers))
        heading = f"What each adds, attempts begun {begun}, each followed to its end (share of sets with more)"
        yield titled(heading, outcomes_table(found.cohort, levers))
    for levers in batched(found.others, LEVERS_ABREAST):
        heading = f"Who pays and who gains, net: changes in {found.money.unit} (share of sets with more)"
        yield titled(heading, parties_table(found.net_positions, levers))
    yield paragraphs(notes(found))


def batched(levers: Iterable[str], size: int) -> list[list[str]]:
    """Return levers in lists of so many at most."""
    every = list(levers)
    return [every[begin : begin + size] for begin in range(0, len(every), size)]


def outcomes_table(rows: pd.DataFrame, levers: Sequence[str]) -> Table:
    """Return what each lever adds to each outcome of the attempts begun in its years: a column for each lever."""
    table = levers_table(levers)
    for _, outcome in rows.groupby("measure", sort=False):
        about, unit = outcome.iloc[0], of_difference(outcome["unit"].iloc[0])
        name = about["label"] if unit in about["label"] else f"{about['label']}, {unit}"
        table.add_row(name, *changes_of(outcome, levers))
    return table


def parties_table(rows: pd.DataFrame, levers: Sequence[str]) -> Table:
    """Return each party's change of net cash, then sums with other value and against ordinary contracts, by lever."""
    table, told = levers_table(levers), rows[(rows["per"] == PER_RUN) | rows["measure"].isin(WORST_LABELS)]
    for kind, parties in NET_ROWS.items():
        part = told[told["measure"] == kind]
        table.add_row(part["label"].iloc[0])
        for party, of_party in part.groupby("party", sort=False):
            if (not parties or party in parties) and any(is_position(row) for row in of_party.to_dict("records")):
                table.add_row(f"  {of_party['party_label'].iloc[0]}", *changes_of(of_party, levers))
    return table


def levers_table(levers: Sequence[str]) -> Table:
    """Return an empty table with a column for each lever, the words of its name one below another."""
    return plain_table(*(escape(lever).replace(" ", "\n") for lever in levers))


def changes_of(rows: pd.DataFrame, levers: Sequence[str]) -> Iterator[str]:
    """Yield the change of each lever, with the share of sets with more, and what nine in ten sets lie between."""
    by_lever = rows.set_index("lever", drop=False)
    for lever in levers:
        row = by_lever.loc[lever]
        if row["verdict"] in SHORT or row["verdict"].startswith(NEEDS):
            yield SHORT.get(row["verdict"], row["verdict"])
        else:
            share = "" if pd.isna(row["more_share"]) else f" ({percent(row['more_share'])})"
            yield f"{cells(row, 'change', sign=True)[0]}{share}\n{interval(row, sign=True)}"


def answers_table(found: Robustness) -> Table:
    """Return a row for each lever, the first one on top: shares of sets (again by luck alone), and what it adds."""
    shown = [name for name in HEADINGS if len(found.of(name))]
    table = plain_table(*(HEADINGS[name] for name in shown), "adds,\nmean", "nine in\nten sets")
    rows = {name: found.of(name).set_index("lever") for name in shown}
    changes = found.changes.set_index("lever", drop=False)
    for lever in rows[shown[0]].index:
        row, parts = changes.loc[lever], [rows[name].loc[lever] for name in shown]
        added = (*cells(row, "mean", sign=True), span(row["low"], row["high"], row["unit"]))
        table.add_row(escape(row["lever"]), *(f"{percent(part['share'])}{repeated(part)}" for part in parts), *added)
    return table
