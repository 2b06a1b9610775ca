"""Key figures: one number of each run, beside the number observed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm.observed import target
from sipabm.statistics.bands import HIGH, LOW, share
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain

MONTHS_A_QUARTER = 3
DEVELOPMENT_COSTS = ("cost_authority", "cost_provider", "cost_investors", "cost_funds")


class KeyFigure(NamedTuple):
    """A figure of each run: name, label, unit, how it is found, and its targets as name and statistic."""

    name: str
    label: str
    unit: str
    value: Callable[[RunTables], pd.Series]
    targets: tuple[tuple[str, str], ...] = ()


def key_figures(results: RunTables) -> pd.DataFrame:
    """Return one row per figure: mean and band over runs, the runs that have it, lowest and highest target observed."""
    return pd.DataFrame([key_figure_row(figure, results) for figure in KEY_FIGURES])


def key_figure_row(figure: KeyFigure, results: RunTables) -> dict[str, object]:
    """Return one key figure beside its targets."""
    # A run without contracts has no median of them; counted as zero it would pull the mean down.
    values = figure.value(results).dropna().astype(float)
    observed = [target(name, statistic) for name, statistic in figure.targets]
    # Where several numbers were observed, their range says how far they lie apart; one chosen from them would not.
    return {
        "name": figure.name,
        "label": figure.label,
        "unit": figure.unit,
        "mean": values.mean(),
        "low": values.quantile(LOW),
        "high": values.quantile(HIGH),
        "runs": len(values),
        "observed_low": min(observed, default=np.nan),
        "observed_high": max(observed, default=np.nan),
    }


def run_value(name: str, results: RunTables) -> pd.Series:
    """Return a column of the table of runs."""
    return results.runs[name]


def run_share(part: str, whole: str, results: RunTables) -> pd.Series:
    """Return for each run the total of one yearly count over that of another."""
    sums = results.yearly.groupby("run")[[part, whole]].sum()
    return share(sums[part], sums[whole])


def share_in_area(part: str, whole: str, area: Domain, results: RunTables) -> pd.Series:
    """Return for each run the total of one yearly count in a welfare area over that of another."""
    yearly = results.yearly
    sums = yearly.loc[yearly["domain"] == area.name.lower(), ["run", part, whole]].groupby("run").sum()
    return share(sums[part], sums[whole])


def contract_median(name: str, results: RunTables) -> pd.Series:
    """Return for each run the median of a column of its contracts."""
    return results.contracts.groupby("run")[name].median()


def months_median(results: RunTables) -> pd.Series:
    """Return for each run the median months from idea to signature."""
    contracts = results.contracts
    quarters = contracts["signed"].array.asi8 - contracts["started"].array.asi8
    return MONTHS_A_QUARTER * pd.Series(quarters, contracts.index).groupby(contracts["run"]).median()


def repeat_investors(results: RunTables) -> pd.Series:
    """Return for each run the share of deals with an investor whose lead investor had signed before."""
    repeats = results.yearly.groupby("run")["repeat_investors"].sum()
    # Not over all that was signed: payment by results has no investor, who could not have come back.
    return repeats / results.contracts["run"][results.contracts["investor"] > 0].value_counts()


def conventional_effect(results: RunTables) -> pd.Series:
    """Return for each run the mean effect that ordinary contracts would have had, over partnerships ended."""
    sums = results.yearly.groupby("run")[["conventional_effect", "delivered", "ended_early"]].sum()
    return share(sums["conventional_effect"], sums["delivered"] + sums["ended_early"])


def cost_of_attempts(results: RunTables) -> pd.Series:
    """Return for each run the development cost of all attempts, by all parties, for each deal (million USD)."""
    sums = results.yearly.groupby("run")[[*DEVELOPMENT_COSTS, "signed"]].sum()
    return share(sums[list(DEVELOPMENT_COSTS)].sum(axis=1), sums["signed"])


SHARE = "share"
KEY_FIGURES = (
    KeyFigure(
        "conversion",
        "attempts ended that were signed",
        SHARE,
        partial(run_value, "conversion"),
        (("conversion", "lower"), ("conversion", "upper")),
    ),
    KeyFigure(
        "months_to_signature",
        "months from idea to signature, median",
        "months",
        months_median,
        (("development_months", "median"),),
    ),
    KeyFigure(
        "share_ended_early",
        "partnerships ended that ended early",
        SHARE,
        partial(run_value, "share_ended_early"),
        (("ended_early", "share_over_6_months"), ("ended_early", "share_over_3_months")),
    ),
    KeyFigure(
        "parties_per_deal",
        "parties per deal, median",
        "parties",
        partial(contract_median, "parties"),
        (("parties", "median"),),
    ),
    KeyFigure(
        "mean_effect", "effect of partnerships ended, mean", "share of target", partial(run_value, "mean_effect")
    ),
    # Beside every partnership stands an ordinary contract for the same programme: what it would have brought, and
    # what it takes to set it up against what the partnership took, alone and with all attempts that came to nothing.
    KeyFigure(
        "conventional_effect",
        "effect of ordinary contracts instead, mean",
        "share of target",
        conventional_effect,
    ),
    KeyFigure(
        "cost_signed",
        "development cost of a deal, all parties, mean",
        "million USD",
        partial(run_share, "cost_signed", "signed"),
    ),
    KeyFigure(
        "conventional_cost",
        "setting up an ordinary contract instead, mean",
        "million USD",
        partial(run_share, "conventional_cost", "signed"),
    ),
    KeyFigure(
        "cost_of_attempts",
        "development cost of all attempts for each deal",
        "million USD",
        cost_of_attempts,
        (("development_cost", "per_launched_deal"),),
    ),
    # What is paid for is measured: it has labour markets, deadweight and luck in it, more in some areas than in others.
    KeyFigure("misplaced", "payments for no effect", SHARE, partial(run_share, "misplaced", "payment")),
    *(
        KeyFigure(
            f"misplaced_{area.name.lower()}",
            f"payments for no effect, {area.name.lower()}",
            SHARE,
            partial(share_in_area, "misplaced", "payment", area),
        )
        for area in Domain
    ),
    KeyFigure(
        "investors_repaid",
        "ended deals whose investors were repaid",
        SHARE,
        partial(run_share, "repaid", "with_investors"),
        (("investors_repaid", "share_repaid"),),
    ),
    KeyFigure(
        "repeat_authorities",
        "deals of an authority that had signed before",
        SHARE,
        partial(run_share, "repeat_authorities", "signed"),
    ),
    KeyFigure(
        "repeat_providers",
        "deals of a lead provider that had signed before",
        SHARE,
        partial(run_share, "repeat_providers", "signed"),
    ),
    KeyFigure("repeat_investors", "deals of a lead investor that had signed before", SHARE, repeat_investors),
    KeyFigure(
        "capital",
        "capital per deal, median",
        "million USD",
        partial(contract_median, "capital"),
        (("capital_million_usd", "median"),),
    ),
)
