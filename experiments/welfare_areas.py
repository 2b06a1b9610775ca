"""How do welfare areas differ: what stops attempts, what succeeds, what a million brings, which lever helps most?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm import Scenario, simulate
from sipabm.barriers import FAMILY_OF_BARRIER, BarrierFamily, label_of
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import DIFFERENCE, INDISTINCT, LEVEL, VALUE, change, is_noise, level, plain
from sipabm.language.units import factor
from sipabm.plots import DotsPanel, Drawn, plot_dots
from sipabm.report.funnel import BARRIERS
from sipabm.report.returns import last_year_ended
from sipabm.results import Results
from sipabm.statistics import Numbers
from sipabm.statistics.intervals import ratio, with_interval
from sipabm.statistics.resampling import resampled_means, share_best
from sipabm.studies.assumptions import drawn_points, drawn_scenario
from sipabm.studies.lever_attribution import LEVERS, lever_player
from sipabm.studies.measures import CASH, OTHER, Measure, Measured
from sipabm.studies.outcomes import outcomes, until_all_ended
from sipabm.studies.sums import level_table, measured_sums
from sipabm.words import CONTRACT_YEARS, Domain

QUESTION = str(__doc__)
AREAS = [domain.name.lower() for domain in Domain]
FIRST = "2012Q1"
RUNS_A_DRAW, ALIKE, CONTRASTS = 8, (0.5, 2.0), 2
KINDS = ("draws", "alike", "blocks")
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
RANKED = ("signed", "mean_effect", "misplaced", "cash_of_spending", "other_of_spending")
FLAGS = ("deal", "delivered", "ended_early", "successful")
VALUES = ("gross_cash", "cash", "net_cash", "gross_other", "other", "net_other")
FROM_DEALS = (*FLAGS, "effect", "paid", "misplaced", *VALUES, "after", "after_public")


class Found(NamedTuple):
    """What some runs find: by name which area or lever is first, and how many partnerships succeed per run."""

    first: dict[str, str]
    successes: float


class Stable(NamedTuple):
    """How many sets of runs there are of each kind (blocks, draws, alike), and in what share of them one is first.

    Blocks are of runs at the defaults, draws vary what is assumed, alike are draws with about as many successes.
    """

    counts: dict[str, int]
    shares: pd.DataFrame

    def said(self, what: str) -> str:
        """Return how stable a first place is."""
        row = self.shares.loc[what]
        draws, alike, blocks = (f"{plain(row[kind], 'share')} of {self.counts[kind]}" for kind in KINDS)
        of_these = f" ({alike} with half to twice as many successes)" if self.counts["alike"] else ""
        return (
            f"first in {draws} draws of what is assumed{of_these}; if nothing but luck differs, in {blocks} blocks of "
            "as many runs"
        )


def answer(effort: Effort) -> Finding:
    """Return how attempts and deals fare in each area, what each lever adds there, and how stable that is."""
    runs, draws = effort.choose(80, 2 * RUNS_A_DRAW), effort.choose(40, 2)
    world = Scenario.load("world")
    longer, pulled = until_all_ended(world), lever_worlds(world)
    results = simulate(longer, runs, effort.seed)
    measured = measured_areas(results)
    barriers = barriers_of(results)
    del results
    levels = level_table(measured, AREAS).rename(columns={"alternative": "area"})
    successes = np.array([successes_by_area(one, runs, effort.seed) for one in pulled.values()])
    gains = gains_table(successes, list(pulled), effort.seed)
    stable = stability(longer, pulled, measured, successes, draws, effort.seed)
    said = list(sentences(measured, levels, barriers, gains, stable))
    tables = {"levers": gains, "barriers": barriers, "stability": stable.shares.reset_index()}
    worlds = {"as it is, until all has ended": longer, **pulled}
    made_from = (
        f"{runs} runs of each of {len(worlds)} worlds, and {RUNS_A_DRAW} of each of them in each of {draws} draws of "
        "what is assumed"
    )
    return Finding(levels, figure_of(levels, gains), said, worlds, runs, tables, made_from=made_from)


def lever_worlds(world: Scenario) -> dict[str, Scenario]:
    """Return the world as it is, and with each lever used by every project from a quarter on."""
    pulled = {lever: world.replace(dict(lever_player(world, lever, FIRST).present)) for lever in LEVERS}
    return {"as it is": world, **pulled}


def measured_areas(results: Results) -> Measured:
    """Return the measures of each area, as if areas were scenarios, of what has ended or was signed in the time."""
    runs = len(results.runs)
    last = last_year_ended(results.scenario, max(CONTRACT_YEARS))
    attempts, deals = attempt_columns(results.attempts, last), deal_columns(outcomes(results), last)
    both = [sums_of_area(attempts, area, runs).join(sums_of_area(deals, area, runs)) for area in AREAS]
    return measured_sums(MEASURES, [with_spending(sums) for sums in both])


def attempt_columns(attempts: pd.DataFrame, last: int) -> pd.DataFrame:
    """Return how far each attempt came that ended until a year, what stopped it, and what it cost."""
    ended = attempts[attempts["ended"].dt.year <= last]
    stage, family = ended["stage"].astype(str), ended["barrier_family"].astype(str)
    stages = ["meeting", "business_case", "mobilisation", "negotiation"]
    past = {f"past_{name}": ~stage.isin(stages[: place + 1]) for place, name in enumerate(stages[:-1])}
    flags = {**past, "signed": stage == "signed", "stopped": stage != "signed", "attempts": stage != ""}
    flags |= {name: family == name for name in FAMILIES}
    costs = {"cost": ended[["cost_authority", "cost_provider", "cost_investors"]].sum(axis=1)}
    return ended[["run", "domain"]].assign(
        **{name: flag.astype(float) for name, flag in flags.items()}, **costs, cost_public=ended["cost_authority"]
    )


def deal_columns(deals: pd.DataFrame, last: int) -> pd.DataFrame:
    """Return what each partnership signed until a year brought and cost after signature."""
    deals = deals[deals["year"] <= last]
    cash, other = (deals[list(pockets)].sum(axis=1) for pockets in (CASH, OTHER))
    return deals.assign(
        cash=cash,
        other=other,
        net_cash=cash - deals["displaced_cash"],
        net_other=other - deals["displaced_other"],
        after=deals["spent"] + deals["cost_after"] + deals["burden"],
        after_public=deals["paid"] + deals["break_fee"] + deals["cost_after"],
    )[["run", "domain", *FROM_DEALS]]


def sums_of_area(rows: pd.DataFrame, area: str, runs: int) -> pd.DataFrame:
    """Return the sums of an area's rows for each run."""
    own = rows[rows["domain"].astype(str) == area].drop(columns="domain")
    return own.groupby("run").sum().reindex(range(runs), fill_value=0.0)


def with_spending(sums: pd.DataFrame) -> pd.DataFrame:
    """Return sums with all that was spent: developing every attempt, and service and evaluation of those signed."""
    return sums.assign(
        spent_by_all=sums["cost"] + sums["after"], spent_public=sums["cost_public"] + sums["after_public"]
    )


def barriers_of(results: Results) -> pd.DataFrame:
    """Return for each area and barrier the share of its stopped attempts."""
    attempts, last = results.attempts, last_year_ended(results.scenario, max(CONTRACT_YEARS))
    stopped = attempts[(attempts["outcome"].astype(str) == "stopped") & (attempts["ended"].dt.year <= last)]
    counts = stopped.groupby([stopped["domain"].astype(str), stopped["barrier"].astype(str)]).size()
    rows = []
    for area in AREAS:
        total = counts[area].sum()
        for barrier in BARRIERS:
            name = barrier.name.lower()
            about = {"area": area, "family": FAMILY_OF_BARRIER[barrier].name.lower(), "barrier": name}
            label = label_of(barrier)
            rows.append({**about, "label": label, "share": counts[area].get(name, 0) / total})
    return pd.DataFrame(rows)


def successes_by_area(world: Scenario, runs: int, seed: int) -> Numbers:
    """Return successful partnerships: areas × runs."""
    yearly = simulate(world, runs, seed, rows=False).yearly
    sums = yearly.groupby(["domain", "run"], observed=False)["successful"].sum().unstack()
    return sums.loc[AREAS].to_numpy(dtype=float)


def gains_table(successes: Numbers, names: Sequence[str], seed: int) -> pd.DataFrame:
    """Return for each area and lever what it adds to successful partnerships, as a number and a share of the area's.

    `best` is how often the lever adds most in the area among resamples of the runs.
    """
    rows = []
    for place, area in enumerate(AREAS):
        added = successes[1:, place] - successes[0, place]
        best = share_best(resampled_means(added, seed))
        for number_of, lever in enumerate(names[1:]):
            about = {"area": area, "lever": lever, "label": lever.replace("_", " "), "unit": "share"}
            # In the order of `with_interval`: value, low, high.
            count = zip(("added", "added_low", "added_high"), with_interval(added[number_of]).values(), strict=True)
            share = ratio(added[number_of], successes[0, place])
            rows.append({**about, **share, **dict(count), "best": best[number_of]})
    return pd.DataFrame(rows)


def stability(
    longer: Scenario, pulled: Mapping[str, Scenario], measured: Measured, successes: Numbers, draws: int, seed: int
) -> Stable:
    """Return how often the same areas and levers are first in blocks of runs, and under draws of what is assumed."""
    found, names = found_in(measured.means(), successes.mean(axis=2), list(pulled)), list(pulled)
    places = [slice(start, start + RUNS_A_DRAW) for start in range(0, measured.runs - RUNS_A_DRAW + 1, RUNS_A_DRAW)]
    blocks = [found_in(means_of(measured, place), successes[:, :, place].mean(axis=2), names) for place in places]
    points = enumerate(drawn_points(draws, seed).tolist())
    drawn = [found_under(longer, pulled, point, seed + place) for place, point in points]
    alike = [each for each in drawn if ALIKE[0] <= each.successes / found.successes <= ALIKE[1]]
    others = dict(zip(KINDS, (drawn, alike, blocks), strict=True))
    shares = [
        {"what": what, "first": first, **{kind: agreeing(found, each, what) for kind, each in others.items()}}
        for what, first in found.first.items()
    ]
    return Stable({kind: len(each) for kind, each in others.items()}, pd.DataFrame(shares).set_index("what"))


def found_in(means: Numbers, successes: Numbers, names: Sequence[str]) -> Found:
    """Return which area is first by each measure, and which lever adds most in each area."""
    places = {measure.name: place for place, measure in enumerate(MEASURES)}
    first = {name: order(means[:, places[name]])[0] for name in RANKED}
    best = {area: names[1 + int(np.argmax(successes[1:, place]))] for place, area in enumerate(AREAS)}
    return Found({**first, **best}, float(successes[0].sum()))


def found_under(longer: Scenario, pulled: Mapping[str, Scenario], point: Sequence[float], seed: int) -> Found:
    """Return what a few runs find under a draw."""
    worlds = [drawn_scenario(world, point) for world in pulled.values()]
    means = measured_areas(simulate(drawn_scenario(longer, point), RUNS_A_DRAW, seed)).means()
    successes = [successes_by_area(world, RUNS_A_DRAW, seed).mean(axis=1) for world in worlds]
    return found_in(means, np.array(successes), list(pulled))


def means_of(measured: Measured, place: slice) -> Numbers:
    """Return the measures of some runs."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(measured.amount[:, place].sum(axis=1) / measured.per[:, place].sum(axis=1))


def agreeing(found: Found, others: Sequence[Found], what: str) -> float:
    """Return the share of others in which the same is first."""
    return sum(other.first[what] == found.first[what] for other in others) / len(others) if others else np.nan


def order(values: Numbers) -> list[str]:
    """Return the areas from the largest value to the smallest."""
    return [AREAS[place] for place in np.argsort(-values, kind="stable")]


def figure_of(levels: pd.DataFrame, gains: pd.DataFrame) -> Drawn:
    """Return the figure: the way of attempts and what stops them, what a million brings, what levers add."""
    shown = levels.rename(columns={"value_low": "low", "value_high": "high"})
    for name in VALUE:
        shown[name] *= shown["unit"].map(factor)
    # What the title of a panel says already.
    shown["label"] = shown["label"].str.replace("^(stopped by|cash saved,|other value,) ", "", regex=True)
    parts = {name: shown[shown["measure"].isin(names)] for name, names in PANELS.items()}
    added = gains.assign(**{name: gains["unit"].map(factor) * gains[name] for name in DIFFERENCE})
    of_area, of_change = "% of the area's successful partnerships", ("difference", True)
    of_million = "million USD, for a million spent by all"
    left = [
        DotsPanel(parts["steps"], "a  How far attempts come", "% of the area's attempts that ended", "area"),
        DotsPanel(parts["families"], "b  What stops attempts", "% of the area's attempts that were stopped", "area"),
        DotsPanel(parts["cash"], "c  Cash saved by a million USD", of_million, "area"),
        DotsPanel(parts["other"], "d  Other value of a million USD", of_million, "area"),
    ]
    right = [
        DotsPanel(parts["results"], "e  What partnerships achieve", "% of target, of deals, of payments", "area"),
        DotsPanel(added, "f  What levers add to successes", of_area, "area", *of_change),
    ]
    return plot_dots([left, right], "Welfare areas in the world: attempts, partnerships, and what each lever adds")


PANELS = {
    "steps": tuple(STEPS),
    "families": tuple(FAMILIES),
    "results": ("mean_effect", "ended_early", "misplaced"),
    "cash": tuple(name.format("cash") + OF for name in OF_SPENDING),
    "other": tuple(name.format("other") + OF for name in OF_SPENDING),
}


def sentences(
    measured: Measured, levels: pd.DataFrame, barriers: pd.DataFrame, gains: pd.DataFrame, stable: Stable
) -> Iterator[str]:
    """Yield the answer in words: conversion, barriers, success, value, levers, each with how stable it is."""
    rows = levels.set_index(["area", "measure"])
    yield by_area(measured, rows, stable, "signed", "Of attempts that end, {} are signed")
    yield barrier_sentence(rows, barriers)
    yield by_area(measured, rows, stable, "mean_effect", "Partnerships cause {} of their target")
    words = "Of outcome payments {} are for no effect, as labour markets, luck and what comes anyway are paid as well"
    yield by_area(measured, rows, stable, "misplaced", words)
    spent = "A million USD spent by all, failed attempts included,"
    yield by_area(measured, rows, stable, "cash_of_spending", f"{spent} saves {{}} million USD of cash")
    yield gross_and_net(rows, "cash_of_spending")
    words = f"{spent} brings {{}} million USD of value that saves no cash"
    yield by_area(measured, rows, stable, "other_of_spending", words)
    yield gross_and_net(rows, "other_of_spending")
    budgets = listed([f"{level(rows.loc[(area, 'cash_of_budgets')], LEVEL)} ({area})" for area in AREAS])
    yield f"Public budgets save {budgets} million USD of cash for a million that they spend."
    yield from (lever_sentence(area, part, stable) for area, part in gains.groupby("area", sort=False))
    yield contrast_sentence(gains)
    yield (
        "A draw takes every number that nobody knows exactly from its plausible range, all at once; what differs "
        "between areas by assumption is drawn area by area."
    )


def by_area(measured: Measured, rows: pd.DataFrame, stable: Stable, name: str, words: str) -> str:
    """Return a measure of each area, the highest first, whether neighbours differ, and how stable that order is."""
    values = measured.by_run(name)
    areas = order(values.mean(axis=1))
    parts = listed([f"{level(rows.loc[(area, name)], LEVEL)} ({area})" for area in areas])
    alike = [
        f"{one} and {other} cannot be distinguished"
        for one, other in pairwise(areas)
        if is_noise(with_interval(values[AREAS.index(one)] - values[AREAS.index(other)]))
    ]
    apart = f"; {listed(alike)}" if alike else ""
    return f"{words.format(parts)}{apart}. {areas[0][0].upper()}{areas[0][1:]} is {stable.said(name)}."


def gross_and_net(rows: pd.DataFrame, name: str) -> str:
    """Return what a value would be if results were all effect, and what is left without that of ordinary services."""
    gross, net = (
        listed([f"{level(rows.loc[(area, f'{kind}_{name}')], LEVEL)} ({area})" for area in AREAS])
        for kind in ("gross", "net")
    )
    return (
        f"If all results were effects it would be {gross}; net of what ordinary services would have brought for the "
        f"same money it is {net}."
    )


def barrier_sentence(rows: pd.DataFrame, barriers: pd.DataFrame) -> str:
    """Return the family that stops most in each area, with its share, and the single barrier that does."""
    parts = []
    for area in AREAS:
        family = max(FAMILIES, key=lambda name: rows.loc[(area, name), "value"])
        own = barriers[barriers["area"] == area]
        most = own.nlargest(2, "share")
        named = listed([f"{row.label} {plain(row.share, 'share')}" for row in most.itertuples()])
        parts.append(f"{area}: {family} {level(rows.loc[(area, family)], LEVEL)}, single barriers {named}")
    return f"What stops most attempts, by family: {'; '.join(parts)}."


def lever_sentence(area: str, gains: pd.DataFrame, stable: Stable) -> str:
    """Return which lever adds most in an area, which comes next, and how stable the first place is."""
    first, second = (row for _, row in gains.nlargest(2, "added").iterrows())
    noise = [row["label"] for _, row in gains.iterrows() if is_noise(row)]
    unclear = f"; what {INDISTINCT}: {listed(noise)}" if noise else ""
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
