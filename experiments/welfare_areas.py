"""How do welfare areas differ: what stops attempts, what succeeds, what a million brings, which lever helps most?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.barriers import FAMILY_OF_BARRIER, BarrierFamily, label_of
from sipabm.experiment import Effort, Finding, run
from sipabm.language.family_names import family_in_words
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, NOISE, VALUE, change, is_noise, level, percent, plain
from sipabm.plots import DotsPanel, Drawn, plot_dots
from sipabm.report.funnel import BARRIERS
from sipabm.report.returns import last_year_ended
from sipabm.scenario.drawn import drawn
from sipabm.statistics.intervals import ratio, with_interval
from sipabm.statistics.resampling import resampled_means, share_best
from sipabm.studies.labelled import apart, as_shown, by_part, levels_with_ends, rows_by
from sipabm.studies.lever_attribution import LEVERS, lever_player
from sipabm.studies.outcomes import columns_of, outcomes, until_all_ended
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import CASH, OTHER, Measure
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS, Domain

QUESTION = str(__doc__)
AREAS = [domain.name.lower() for domain in Domain]
FIRST = "2012Q1"
RUNS_A_SET, CONTRASTS = 4, 2
SETS, LUCK = "sets", "luck"
ADDED = ("added", "added_low", "added_high")
FAMILIES = {family.name.lower(): f"stopped by {family.name.lower()}" for family in BarrierFamily}
MILLION = "million USD for a million"
OF_SPENDING = {
    "gross_{}": "if results were all effect",
    "{}": "of effects",
    "net_{}": "net of ordinary services",
}
KINDS_OF_VALUE, OF = {"cash": "cash saved, ", "other": "other value, "}, "_of_spending"
STEPS = {
    "past_meeting": "past search and first meetings",
    "past_business_case": "past the business case",
    "past_mobilisation": "past mobilisation",
    "signed": "signed",
    "delivered": "delivered to term",
    "successful": "successful",
}
MEASURES = (
    *(Measure(name, label, "share", (name,), ("attempts",)) for name, label in STEPS.items()),
    *(Measure(name, label, "share", (name,), ("stopped",)) for name, label in FAMILIES.items()),
    Measure("mean_effect", "mean effect", "share of target", ("effect",), ("deal",)),
    Measure("ended_early", "ended early of those signed", "share", ("ended_early",), ("deal",)),
    Measure("misplaced", "payments for no effect", "share", ("misplaced",), ("paid",)),
    # Cash and other value stand apart, each for the same million: what saves no cash pays no bill.
    *(
        Measure(name.format(kind) + OF, f"{said}{label}", MILLION, (name.format(kind),), ("spent_by_all",))
        for kind, said in KINDS_OF_VALUE.items()
        for name, label in OF_SPENDING.items()
    ),
    Measure("cash_of_budgets", "cash saved of public spending", MILLION, ("cash",), ("spent_public",)),
)
FROM_DEALS = ("delivered", "successful", *columns_of(MEASURES[len(STEPS) + len(FAMILIES) :]))
BARRIER_NAMES = {barrier: f"barrier_{barrier.name.lower()}" for barrier in BARRIERS}
BY_BARRIER = tuple(
    Measure(name, label_of(barrier), "share", (name,), ("stopped",)) for barrier, name in BARRIER_NAMES.items()
)
COLUMNS = columns_of((*MEASURES, *BY_BARRIER))
BY_AREA_AND_COLUMN = tuple(f"{column}_{area}" for area in AREAS for column in COLUMNS)
RANKED = ("signed", "mean_effect", "misplaced", "cash_of_spending", "other_of_spending")
AS_IT_IS = "as it is"
Rows = Mapping[tuple[str, str], pd.Series]


class Seen(NamedTuple):
    """What some runs show: the measures of each area, as if areas were scenarios, and successes with each lever."""

    areas: Measured
    levers: Measured

    def first(self) -> dict[str, str]:
        """Return which area is first by each measure, and which lever adds most in each area."""
        best = {area: self.levers.mean(f"successful_{area}").drop(AS_IT_IS).idxmax() for area in AREAS}
        return {name: order(self.areas.mean(name))[0] for name in RANKED} | best


class Stable(NamedTuple):
    """In what share of sets of numbers one is first, and how often it is the same twice if luck alone differs."""

    sets: int
    shares: pd.DataFrame

    def said(self, what: str) -> str:
        """Return how stable a first place is."""
        row = self.shares.loc[what]
        return (
            f"first with {plain(row[SETS], 'share')} of {self.sets} sets of numbers that fit the record; with the same "
            f"numbers and other luck the same is first again in {plain(row[LUCK], 'share')}"
        )


def answer(effort: Effort) -> Finding:
    """Return how attempts and deals fare in each area, what each lever adds there, and how stable that is."""
    runs, sets = effort.choose((200, 40), (8, 2))
    world = Scenario.load("world")
    longer, pulled = until_all_ended(world), lever_worlds(world)
    seen = seen_in(effort, longer, pulled, runs, effort.seed)
    levels = replace(seen.areas, measures=MEASURES).levels().rename(columns={"alternative": "area"})
    barriers, gains = barriers_of(seen.areas), gains_table(seen.levers, effort.seed)
    # Each twice, as only luck may then differ.
    with_sets = [
        [seen_with_set(effort, longer, pulled, number, effort.seed + again) for again in (0, 1)]
        for number in range(sets)
    ]
    stable = stability(seen, with_sets)
    said = list(sentences(seen.areas, levels, barriers, gains, stable))
    tables = {"levers": gains, "barriers": barriers, "stability": stable.shares.reset_index()}
    worlds = {"as it is, until all has ended": longer, **pulled}
    made_from = (
        f"{runs} runs of each of {len(worlds)} worlds, and twice {RUNS_A_SET} of each of them with each of {sets} sets "
        "of numbers"
    )
    return Finding(levels, figure_of(levels, gains), said, worlds, runs, tables, made_from=made_from)


def lever_worlds(world: Scenario) -> dict[str, Scenario]:
    """Return the world as it is, and with each lever used by every project from a quarter on."""
    pulled = {lever: world.replace(dict(lever_player(lever, FIRST).present)) for lever in LEVERS}
    return {AS_IT_IS: world, **pulled}


def seen_in(effort: Effort, longer: Scenario, pulled: Mapping[str, Scenario], runs: int, seed: int) -> Seen:
    """Return what runs show in a world that goes on until all has ended, and with each lever."""
    own = [OwnColumns(BY_AREA_AND_COLUMN, area_sums)]
    whole = effort.measure({"all": longer}, runs, seed=seed, measures=[], own=own)
    levers = effort.measure(pulled, runs, seed=seed, measures=["successful_by_area"])
    areas = by_part(whole, (*MEASURES, *BY_BARRIER), AREAS)
    return Seen(replace(areas, scenarios=tuple(AREAS)), levers)


def seen_with_set(effort: Effort, longer: Scenario, pulled: Mapping[str, Scenario], number: int, seed: int) -> Seen:
    """Return what runs show with one set of numbers of the posterior."""
    with_set = {name: drawn(one, effort.seed, number) for name, one in pulled.items()}
    return seen_in(effort, drawn(longer, effort.seed, number), with_set, RUNS_A_SET, seed)


def area_sums(results: RunTables) -> pd.DataFrame:
    """Return for each run and area what its measures sum, of what has ended or was signed in the time."""
    last = last_year_ended(results.scenario, max(CONTRACT_YEARS))
    rows = pd.concat([attempt_columns(results.attempts, last), deal_columns(outcomes(results), last)]).fillna(0.0)
    sums = rows.groupby(["run", rows["domain"].astype(str)])[list(COLUMNS)].sum().unstack(fill_value=0.0)
    sums.columns = [f"{column}_{area}" for column, area in sums]
    return sums.reindex(results.runs["run"], columns=BY_AREA_AND_COLUMN, fill_value=0.0)


def attempt_columns(attempts: pd.DataFrame, last: int) -> pd.DataFrame:
    """Return how far each attempt came that ended until a year, what stopped it, and what it cost."""
    ended = attempts[attempts["ended"].dt.year <= last]
    stage, family, barrier = (ended[name].astype(str) for name in ("stage", "barrier_family", "barrier"))
    stages = ["meeting", "business_case", "mobilisation", "negotiation"]
    past = {f"past_{name}": ~stage.isin(stages[: place + 1]) for place, name in enumerate(stages[:-1])}
    flags = {**past, "signed": stage == "signed", "stopped": stage != "signed", "attempts": stage != ""}
    flags |= {name: family == name for name in FAMILIES}
    flags |= {name: barrier == each.name.lower() for each, name in BARRIER_NAMES.items()}
    flags = {name: flag.astype(float) for name, flag in flags.items()}
    # All that was spent is that of developing every attempt, and of service and evaluation of those signed.
    spent = ended[["cost_authority", "cost_provider", "cost_investors"]].sum(axis=1)
    return ended[["run", "domain"]].assign(**flags, spent_by_all=spent, spent_public=ended["cost_authority"])


def deal_columns(deals: pd.DataFrame, last: int) -> pd.DataFrame:
    """Return what each partnership signed until a year brought and cost after signature."""
    deals = deals[deals["year"] <= last]
    cash, other = (deals[list(pockets)].sum(axis=1) for pockets in (CASH, OTHER))
    return deals.assign(
        cash=cash,
        other=other,
        net_cash=cash - deals["displaced_cash"],
        net_other=other - deals["displaced_other"],
        spent_by_all=deals["spent"] + deals["cost_after"] + deals["burden"],
        spent_public=deals["paid"] + deals["break_fee"] + deals["cost_after"],
    )[["run", "domain", *FROM_DEALS]]


def barriers_of(areas: Measured) -> pd.DataFrame:
    """Return for each area and barrier the share of its stopped attempts."""
    return pd.DataFrame(
        {
            "area": area,
            "family": FAMILY_OF_BARRIER[barrier].name.lower(),
            "barrier": barrier.name.lower(),
            "label": label_of(barrier),
            "share": areas.mean(name)[area],
        }
        for area in AREAS
        for barrier, name in BARRIER_NAMES.items()
    )


def gains_table(levers: Measured, seed: int) -> pd.DataFrame:
    """Return for each area and lever what it adds to successful partnerships, as a number and a share of the area's.

    `best` is how often the lever adds most in the area among resamples of the runs.
    """
    rows = []
    for area in AREAS:
        by_run = levers.by_run(f"successful_{area}")
        added = by_run.drop(columns=AS_IT_IS).sub(by_run[AS_IT_IS], axis=0)
        best = share_best(resampled_means(added.to_numpy().T, seed))
        for lever, often in zip(added, best, strict=True):
            about = {"area": area, "lever": lever, "label": str(lever).replace("_", " "), "unit": "share"}
            share = ratio(added[lever].to_numpy(), by_run[AS_IT_IS].to_numpy())
            count = dict(zip(ADDED, with_interval(added[lever].to_numpy()).values(), strict=True))
            rows.append({**about, **share, **count, "best": often})
    return pd.DataFrame(rows)


def stability(seen: Seen, with_sets: Sequence[Sequence[Seen]]) -> Stable:
    """Return how often the same areas and levers are first with single sets of numbers, and twice with the same set."""
    firsts = [[each.first() for each in both] for both in with_sets]
    every = [each for both in firsts for each in both]
    shares = [
        {
            "what": what,
            "first": first,
            SETS: agreeing(first, every, what),
            LUCK: sum(one[what] == other[what] for one, other in firsts) / len(firsts),
        }
        for what, first in seen.first().items()
    ]
    return Stable(len(firsts), pd.DataFrame(shares).set_index("what"))


def agreeing(first: str, others: Sequence[Mapping[str, str]], what: str) -> float:
    """Return the share of others in which the same is first."""
    return sum(other[what] == first for other in others) / len(others)


def order(values: pd.Series) -> list[str]:
    """Return the areas from the largest value to the smallest."""
    return [AREAS[place] for place in np.argsort(-values.to_numpy(), kind="stable")]


def figure_of(levels: pd.DataFrame, gains: pd.DataFrame) -> Drawn:
    """Return the figure: the way of attempts and what stops them, what a million brings, what levers add."""
    shown = as_shown(levels_with_ends(levels), VALUE)
    # What the title of a panel says already.
    shown["label"] = shown["label"].str.replace("^(stopped by|cash saved,|other value,) ", "", regex=True)
    families = shown["measure"].isin(FAMILIES)
    shown.loc[families, "label"] = shown.loc[families, "measure"].map(family_in_words)
    of_million = "million USD, for a million spent by all"
    results = ["mean_effect", "ended_early", "misplaced"]
    cash, other = ([name.format(kind) + OF for name in OF_SPENDING] for kind in KINDS_OF_VALUE)
    titles = (
        ("a  How far attempts come", "% of the area's attempts that ended", STEPS),
        ("b  What stops attempts, by family of barriers", "% of the area's attempts that were stopped", FAMILIES),
        ("c  Cash saved by a million USD", of_million, cash),
        ("d  Other value of a million USD", of_million, other),
        ("e  What partnerships achieve", "% of target, of deals, of payments", results),
    )
    panels = [
        DotsPanel(shown[shown["measure"].isin(names)], title, x_label, "area") for title, x_label, names in titles
    ]
    title, x_label = "f  What levers add to successes", "% of the area's successful partnerships"
    levers = DotsPanel(as_shown(gains), title, x_label, "area", "difference", zero=True)
    title = "Welfare areas: attempts, partnerships, and what each lever adds (lines: 95 % intervals)"
    return plot_dots([panels[:3], [*panels[3:], levers]], title)


def sentences(
    areas: Measured, levels: pd.DataFrame, barriers: pd.DataFrame, gains: pd.DataFrame, stable: Stable
) -> Iterator[str]:
    """Yield the answer in words: conversion, barriers, success, value, levers, each with how stable it is."""
    rows = rows_by(levels, "area", "measure")
    yield answer_sentence(areas, rows, gains)
    yield by_area(areas, rows, stable, "signed", "Of attempts that end, {} are signed")
    yield barrier_sentence(rows, barriers)
    yield by_area(areas, rows, stable, "mean_effect", "Partnerships cause {} of their target")
    words = "Of outcome payments {} are for no effect, as labour markets, luck and what comes anyway are paid as well"
    yield by_area(areas, rows, stable, "misplaced", words)
    spent = "A million USD spent by all, failed attempts included,"
    yield by_area(areas, rows, stable, "cash_of_spending", f"{spent} saves {{}} million USD of cash")
    words = f"{spent} brings {{}} million USD of value that saves no cash"
    yield by_area(areas, rows, stable, "other_of_spending", words)
    budgets = said_levels(rows, "cash_of_budgets")
    yield f"Public budgets save {budgets} million USD of cash for a million that they spend."
    yield from (lever_sentence(str(area), part, stable) for area, part in gains.groupby("area", sort=False))
    yield contrast_sentence(gains)
    yield (
        "Each run has numbers of its own that fit the record; what differs between areas by assumption varies with "
        "them area by area."
    )


def answer_sentence(areas: Measured, rows: Rows, gains: pd.DataFrame) -> str:
    """Return the answer: where most and fewest attempts are signed, what stops them there, and which lever helps."""
    most, *_, fewest = order(areas.by_run("signed").mean())
    shares = [percent(rows[area, "signed"]["value"]) for area in (most, fewest)]
    stops = [family_of(rows, area) for area in (most, fewest)]
    clear = not is_noise(apart(areas, "signed", most, fewest))
    signed = (
        f"Of attempts in {most} {shares[0]} are signed, in {fewest} only {shares[1]}"
        if clear
        else f"Areas differ in what is signed by no more than luck may: {most} {shares[0]}, {fewest} {shares[1]}"
    )
    stopped = (
        f"the family that stops most is {stops[0]} in both"
        if stops[0] == stops[1]
        else f"what stops most is {stops[0]} in {most} and {stops[1]} in {fewest}"
    )
    best = gains.loc[gains.groupby("area", sort=False)["added"].idxmax()]
    levers = best.groupby("label", sort=False)["area"].agg(list)
    helps = listed([f"{label} in {listed(where)}" for label, where in levers.items()])
    return f"{signed}; {stopped}. The lever that adds most successes is {helps}."


def said_levels(rows: Rows, name: str, areas: Sequence[str] = AREAS) -> str:
    """Return a measure of each area with its interval."""
    return listed([f"{level(rows[area, name], LEVEL)} ({area})" for area in areas])


def by_area(measured: Measured, rows: Rows, stable: Stable, name: str, words: str) -> str:
    """Return a measure of each area, the highest first, whether neighbours differ, and how stable that order is."""
    areas = order(measured.by_run(name).mean())
    noise = [pair for pair in pairwise(areas) if is_noise(apart(measured, name, *pair))]
    alike = [f"between {one} and {other}" for one, other in noise]
    also = f"; {listed(alike)} the difference is {NOISE}" if alike else ""
    first = f"{areas[0][0].upper()}{areas[0][1:]} is {stable.said(name)}"
    return f"{words.format(said_levels(rows, name, areas))}{also}. {first}."


def family_of(rows: Rows, area: str) -> str:
    """Return the family of barriers that stops most attempts in an area."""
    return max(FAMILIES, key=lambda name: rows[area, name]["value"])


def barrier_sentence(rows: Rows, barriers: pd.DataFrame) -> str:
    """Return the family that stops most in each area, with its share, and the single barrier that does."""
    parts = []
    for area in AREAS:
        family = family_of(rows, area)
        most = barriers[barriers["area"] == area].nlargest(2, "share")
        named = listed([f"{row.label} {plain(row.share, 'share')}" for row in most.itertuples()])
        parts.append(f"{area}: {family} {level(rows[area, family], LEVEL)}, single barriers {named}")
    return f"What stops most attempts, by family: {'; '.join(parts)}."


def lever_sentence(area: str, gains: pd.DataFrame, stable: Stable) -> str:
    """Return which lever adds most in an area, which comes next, and how stable the first place is."""
    first, second = (row for _, row in gains.nlargest(2, "added").iterrows())
    noise = [row["label"] for _, row in gains.iterrows() if is_noise(row)]
    unclear = f"; {NOISE}: {listed(noise)}" if noise else ""
    return (
        f"Levers in {area}: {first['label']} adds most, {change(first)} of its successful partnerships, then "
        f"{second['label']}, {change(second)}; it is {stable.said(area)}{unclear}."
    )


def contrast_sentence(gains: pd.DataFrame) -> str:
    """Return the levers whose gains differ most between areas, with the areas that gain most and least."""
    by_lever = {label: rows for label, rows in gains.groupby("label")}
    gaps = {label: rows["difference"].max() - rows["difference"].min() for label, rows in by_lever.items()}
    parts = []
    for label in sorted(gaps, key=lambda label: -gaps[label])[:CONTRASTS]:
        rows = by_lever[label].sort_values("difference")
        most, least = rows.iloc[-1], rows.iloc[0]
        parts.append(f"{label} ({most['area']} {change(most)}, {least['area']} {change(least)})")
    return f"Areas differ most in what they gain from {listed(parts)}."


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
