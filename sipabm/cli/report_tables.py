"""Tables of a report as rich prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sipabm.language.cells import cells, count, interval
from sipabm.language.lists import counted
from sipabm.language.numbers import NOTHING, percent, plain, span
from sipabm.language.units import of_level
from sipabm.report import EVERY_DOMAIN, EVERY_HORIZON, Report
from sipabm.report.flows import FLOWS, NET_CASH, OTHER_VALUE
from sipabm.report.net_positions import ORDINARY
from sipabm.rules.settlement import CENT

AREAS = (EVERY_DOMAIN, "social", "employment", "health")
INDIGO = "(INDIGO)"
NAMED_IN_LABEL = ("share", "months", "parties")  # units


def report_parts(report: Report) -> Iterator[RenderableType]:
    """Yield the tables and notes of a report in the order in which they are read."""
    unit = report.money.unit
    yield titled(yearly_title(report), yearly_table(report))
    yield titled("From considered to successful", funnel_table(report))
    yield titled("What stopped attempts: share of the stopped attempts of all runs", barrier_table(report))
    in_prices = "" if report.money.is_own else f"; money in {unit}"
    yield titled(
        f"Key figures: over the runs that have them, and observed in the world{in_prices}", key_figure_table(report)
    )
    yield titled(f"What partnerships that ended brought, each kind by itself, {unit} per run", value_table(report))
    yield titled(f"Net positions of attempts and partnerships that ended, {unit} per run", net_table(report))
    yield titled(f"Net cash where it is least, and under ordinary contracts, {unit}", risk_table(report))
    if len(report.returns):
        yield titled("Investors' return promised and realised, % of capital a year of contract", returns_table(report))
    yield Text("\n".join(report.notes))


def titled(title: str, table: Table) -> Group:
    """Return a table under its title, which may be wider than the table."""
    return Group(Text(title, style="bold"), table)


def plain_table(*numbers: str) -> Table:
    """Return an empty table with a column of names and columns of numbers."""
    table = Table(box=None, pad_edge=False)
    table.add_column()
    for number in numbers:
        table.add_column(number, justify="right", no_wrap=True)
    return table


def yearly_title(report: Report) -> str:
    """Return what the yearly table shows and whose counts stand in it."""
    title = f"New partnerships a year, scenario '{report.scenario}', {counted(report.replicates, 'run')}"
    if is_observed(report):
        said = report.yearly.dropna(subset="observed").iloc[0]
        where, note = said["observed_where"], "" if pd.isna(said["observed_note"]) else f"; {said['observed_note']}"
        return f"{title}\nobserved {where}{', export of December 2025' if where.endswith(INDIGO) else ''}{note}"
    return f"{title}\n(no counts observed beside them: INDIGO's are of the whole world and of Denmark, 2010 to 2023)"


def is_observed(report: Report) -> bool:
    """Return whether any year has a count observed."""
    return bool(report.yearly["observed"].notna().any())


def yearly_table(report: Report) -> Table:
    """Return new partnerships a year, beside the counts observed if there are any."""
    beside = ["observed"] if is_observed(report) else []
    table = plain_table("mean", "90 % of runs", *beside)
    for _, row in report.yearly.iterrows():
        band = span(row["signed_low"], row["signed_high"])
        table.add_row(year_text(row), plain(row["signed_mean"]), band, *(observed_count(row[name]) for name in beside))
    return table


def observed_count(value: Any) -> str:
    """Return a count observed, with decimals if it is no whole one; a dash if there is none."""
    return NOTHING if pd.isna(value) else plain(float(value))


def year_text(row: pd.Series) -> str:
    """Return a year; one that is not simulated in full says so."""
    quarters = int(row["quarters"])
    return f"{row['year']}" if quarters == 4 else f"{row['year']} ({quarters} of 4 quarters)"


def funnel_table(report: Report) -> Table:
    """Return the funnel from considered to delivered with success."""
    table = plain_table("mean per run", "90 % of runs", "of those started")
    for _, row in report.funnel.iterrows():
        # Most of those who consider a partnership start none, so they are no part of those started.
        part = "" if row["step"] == "considered" else percent(row["share_of_started"])
        table.add_row(row["label"], plain(row["mean"]), span(row["low"], row["high"]), part)
    return table


def barrier_table(report: Report) -> Table:
    """Return the share of stopped attempts that each family and barrier ended, by domain."""
    stopped = report.barriers.groupby("domain")["stopped_a_run"].sum()
    shares = report.barriers.pivot(index="label", columns="domain", values="share")[list(AREAS)]
    table = plain_table(*AREAS)
    table.add_row("attempts stopped, per run", *(plain(stopped[area]) for area in AREAS))
    rows = report.barriers.drop_duplicates("barrier")
    for family, members in rows.groupby("family", sort=False):
        own = shares.reindex(members["label"])
        table.add_row(str(family), *(percent(share, 1) for share in own.sum(min_count=1)), style="bold")
        for label, row in own.iterrows():
            table.add_row(f"  {label}", *(percent(share, 1) for share in row))
    return table


def key_figure_table(report: Report) -> Table:
    """Return the key figures beside what was observed."""
    table = plain_table("mean", "90 % of runs", "observed")
    for _, row in report.key_figures.iterrows():
        unit = row["unit"]
        named = report.money.short if unit == report.money.unit else of_level(unit)
        label = row["label"] if unit in NAMED_IN_LABEL else f"{row['label']}, {named}"
        band, observed = (span(row[f"{kind}low"], row[f"{kind}high"], unit) for kind in ("", "observed_"))
        table.add_row(label, plain(row["mean"], unit), band, observed)
    return table


def value_table(report: Report) -> Table:
    """Return cash saved and, in a row of its own, other public value over all domains: gross, of effects, and net."""
    table = plain_table("if results were all effect", "of effects", "net of ordinary services")
    for _, row in report.public_value[report.public_value["domain"] == EVERY_DOMAIN].iterrows():
        table.add_row(row["label"], *(plain(row[name]) for name in ("gross", "of_effects", "net")))
    return table


def net_table(report: Report) -> Table:
    """Return what each party gets and gives over all domains, its net cash, and apart from that its other value."""
    headings = ("cash\nsaved", "paid\nto it", "spent on\nservice", "develop-\nment", "after\nsigning")
    table = plain_table(*headings, "net\ncash", "net cash a\npartnership", "other\nvalue")
    names = (*FLOWS, NET_CASH, f"{NET_CASH}_per_partnership", OTHER_VALUE)
    for _, row in of_all_areas(report).iterrows():
        table.add_row(row["label"], *(amount_or_nothing(row[name]) for name in names))
    return table


def risk_table(report: Report) -> Table:
    """Return the net cash of each party on average and in its worst tenth of partnerships, and under ordinary ones."""
    table = plain_table(
        "per run", "per run,\nordinary contracts", "worst tenth,\neach", "worst tenth, each,\nordinary contracts"
    )
    names = (NET_CASH, f"{NET_CASH}{ORDINARY}", "worst_tenth", f"worst_tenth{ORDINARY}")
    for _, row in of_all_areas(report).iterrows():
        if any(abs(row[name]) >= CENT for name in names):
            table.add_row(row["label"], *(amount_or_nothing(row[name]) for name in names))
    return table


def of_all_areas(report: Report) -> pd.DataFrame:
    """Return the net positions over all domains."""
    return report.net_positions[report.net_positions["domain"] == EVERY_DOMAIN]


def amount_or_nothing(value: float) -> str:
    """Return an amount, a dash for none or what sums of products leave of it."""
    return NOTHING if abs(value) < CENT else plain(value)


def returns_table(report: Report) -> Table:
    """Return promised and realised return by year of signature, over all horizons."""
    table = plain_table("deals", "promised", "realised", "shortfall", "95 % interval")
    for _, row in report.returns[report.returns["horizon"] == EVERY_HORIZON].iterrows():
        shown = {**row, "low": row["shortfall_low"], "high": row["shortfall_high"], "unit": "share"}
        numbers = cells(shown, "promised", "realised", "shortfall")
        table.add_row(f"signed in {row['year']}", count(row["deals"]), *numbers, interval(shown))
    return table
