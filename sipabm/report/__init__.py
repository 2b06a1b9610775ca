"""Report: what an ensemble says, as small tables: curve, funnel, barriers, bending, and what partnerships brought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from sipabm.arguments import checked_discount
from sipabm.language.money import MODEL_MONEY, Money
from sipabm.language.numbers import percent, plain
from sipabm.observed.own_launches import Given
from sipabm.report.bending import bending
from sipabm.report.flows import discount_note
from sipabm.report.funnel import EVERY_DOMAIN, barriers, funnel
from sipabm.report.key_figures import key_figures
from sipabm.report.net_positions import net_positions
from sipabm.report.notebook import notebook_page
from sipabm.report.pockets import pockets
from sipabm.report.public_value import public_value
from sipabm.report.returns import EVERY_HORIZON, returns
from sipabm.report.yearly_curve import by_run_and_year, yearly_summary
from sipabm.scenario.drawn import in_words
from sipabm.tables.codebook import DOMAIN
from sipabm.tables.run_tables import RunTables

__all__ = [
    "EVERY_DOMAIN",
    "EVERY_HORIZON",
    "Report",
    "barriers",
    "bending",
    "by_run_and_year",
    "funnel",
    "key_figures",
    "net_positions",
    "pockets",
    "public_value",
    "report",
    "returns",
    "yearly_summary",
]


@dataclass(frozen=True)
class Report:
    """The tables of one ensemble, and the sentences a reader needs beside them."""

    scenario: str
    replicates: int
    yearly: pd.DataFrame
    funnel: pd.DataFrame
    barriers: pd.DataFrame
    bending: pd.DataFrame
    key_figures: pd.DataFrame
    public_value: pd.DataFrame
    pockets: pd.DataFrame
    net_positions: pd.DataFrame
    returns: pd.DataFrame
    signed_by_run: pd.DataFrame
    notes: tuple[str, ...]
    money: Money = MODEL_MONEY

    def in_money(self, money: Money) -> Report:
        """Return the report with its amounts, until now million USD, in a currency and in the prices of a year."""
        names = ("yearly", "key_figures", "public_value", "pockets", "net_positions")
        tables = {name: money.converted(getattr(self, name)) for name in names}
        return replace(self, **tables, notes=tuple(filter(None, [*self.notes, money.note])), money=money)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what it is of, the curve, the funnel, the key figures, and the notes."""
        title = f"Scenario {self.scenario}, {self.replicates} runs"
        # Of each year what is asked first; the whole table has too many columns for a page.
        curve = self.yearly[["year", "observed", "signed_mean", "signed_low", "signed_high"]]
        return notebook_page(title, [curve, self.funnel, self.key_figures], self.notes)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by the name of the CSV file each is kept in."""
        return {
            "yearly_summary.csv": self.yearly,
            "funnel.csv": self.funnel,
            "barriers.csv": self.barriers,
            "bending.csv": self.bending,
            "key_figures.csv": self.key_figures,
            "public_value.csv": self.public_value,
            "pockets.csv": self.pockets,
            "net_positions.csv": self.net_positions,
            "returns.csv": self.returns,
        }


def report(results: RunTables, observed: Given | None = None, discount: float = 0.0) -> Report:
    """Return the report of an ensemble; counts observed a year may be given, else those that come with sipabm.

    With a `discount`, a real rate a year, net positions are brought back to the beginning of the first year.
    """
    discount = checked_discount(discount)
    return Report(
        scenario=results.scenario.name,
        replicates=len(results.runs),
        yearly=yearly_summary(results, observed),
        funnel=funnel(results),
        barriers=barriers(results),
        bending=bending(results),
        key_figures=key_figures(results),
        public_value=public_value(results),
        pockets=pockets(results),
        net_positions=net_positions(results, discount),
        returns=returns(results),
        signed_by_run=by_run_and_year(results, "signed"),
        notes=notes(results, discount),
    )


def notes(results: RunTables, discount: float = 0.0) -> tuple[str, ...]:
    """Return what must be known to read the tables, one sentence each."""
    found = [
        developing_note(results),
        running_note(results),
        ordinary_note(results),
        net_note(results),
        discount_note(discount, f"the beginning of {results.scenario.first_quarter[:4]}") if discount else None,
        payment_note(results),
        technology_note(results),
        in_words(results.scenario) if results.scenario.over != "defaults" else None,
    ]
    return tuple(filter(None, found))


def developing_note(results: RunTables) -> str:
    """Return how many attempts were still under development when the runs ended."""
    runs = results.runs
    left = (runs["started"] - runs["signed"] - runs["stopped"]).mean()
    return (
        f"Still under development at the end: {plain(left)} attempts per run; "
        "they count as started, not as stopped, and in no later step."
    )


def running_note(results: RunTables) -> str:
    """Return how many partnerships were still running when the runs ended."""
    runs = results.runs
    left = (runs["signed"] - runs["delivered"] - runs["ended_early"]).mean()
    return (
        f"Still running at the end: {plain(left)} partnerships per run; "
        "they count as signed, not as delivered or ended."
    )


def ordinary_note(results: RunTables) -> str:
    """Return what the ordinary contracts beside partnerships are, and what they leave out."""
    return (
        "Ordinary contract: pays for the service of the same programme over the same quarters and is never adapted "
        "or re-planned, so a rigid partnership has the same effect. Paying for outcomes is not assumed to be an "
        "incentive, as no evidence of one was found."
    )


def net_note(results: RunTables) -> str:
    """Return what counts in a net position, what the ordinary contract beside it is, and what is put in, not found."""
    return (
        "Net positions: of attempts that were stopped, with what their development cost, and of partnerships that "
        "ended; nothing of what still runs. They are differences from doing nothing. An ordinary contract is paid by "
        "the authority alone, at the cost of service and of setting it up. How value is divided among these parties is "
        "an input (`own_cashable`, `other_departments`, `other_authorities`, `state`, `citizens`, `local_firms`), not "
        "a finding. Per person reached: not covered, as the model has no persons."
    )


def payment_note(results: RunTables) -> str | None:
    """Return why authorities may pay more than the cash they save, if they would."""
    willing = results.number("willingness_to_pay")
    if not willing.any():
        return None
    return (
        "Willingness to pay for outcomes: an authority that does not insist on cashable savings would pay "
        f"{spanned(willing, plain)} USD for value of 1 USD that reaches citizens and saves nobody cash (assumed), so "
        "it may pay more than it saves."
    )


def technology_note(results: RunTables) -> str | None:
    """Return what a reader must know of technology before reading returns, if it grows and work is exposed."""
    doubling, foresight = results.number("doubling_time"), results.number("investor_foresight")
    if not doubling.any() or not any(results.number(f"exposure.{area}").any() for area in DOMAIN.words):
        return None
    years = spanned(doubling, "{:.3g}".format)
    return (
        f"Technology: the capability of machines that do exposed work doubles every {years} years (a scenario, not an "
        f"observation); {spanned(foresight, percent)} of investors foresee this, the others expect linear growth."
    )


def spanned(values: pd.Series, shown: Callable[[float], str]) -> str:
    """Return a number of runs in words: the one that all have, or the least and the largest."""
    least, largest = shown(values.min()), shown(values.max())
    return least if least == largest else f"{least} to {largest}"
