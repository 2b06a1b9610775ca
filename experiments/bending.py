"""How far do barriers make actors bend, when and in which welfare area, and what does it bring and cost?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, in_short, is_noise, judged, level, percent, plain
from sipabm.language.units import factor, is_share, of_level
from sipabm.plots import Drawn, ResponsePanel, plot_bending, plot_response_panels, plot_responses, same_scale
from sipabm.report import EVERY_DOMAIN, bending, by_run_and_year
from sipabm.report.bending import LEVER_NAMES
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.decline_attribution import counted_years, share_lost, until_last_observed
from sipabm.studies.labelled import apart, by_part, from_nothing, part_label, rows_by, with_settings
from sipabm.studies.outcomes import columns_of, outcomes
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import Measure, part_of
from sipabm.sweeps.run_columns import COUNTS, OwnColumns
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain, Rigour

QUESTION = str(__doc__)
STRENGTHS = (0.0, 2.0, 8.0)  # beside that of the world
PERIODS = ((2010, 2014), (2015, 2019), (2020, 2029))  # in later years few attempts start
AREAS = tuple(domain.name.lower() for domain in Domain)
HIGHER = ("higher", "lower")
PROPENSITIES = tuple(f"propensity_{lever}" for lever in LEVER_NAMES)
STOPPED = tuple(name for name in COUNTS if name.startswith("exits_"))
OF_CURVE = ("signed_observed", "fall")
OF_DEALS = (
    Measure("success", "successful of those ended", "share", ("successful",), ("ended",), *HIGHER),
    Measure("monitoring", "evaluated by monitoring only", "share", ("monitoring",), ("deal",), *HIGHER),
    Measure("misplaced", "payments for no effect", "share", ("misplaced",), ("paid",), *HIGHER),
    Measure("error", "distance of result from effect", "share of target", ("distance",), ("ended",), *HIGHER),
)
# Propensities are over all levers, so attempts count once for each.
OF_ATTEMPTS = (
    Measure("propensity", "mean propensity", "share", PROPENSITIES, ("started",) * len(PROPENSITIES)),
    Measure("barriers", "barriers an attempt stopped met", "barriers", ("barriers_met",), STOPPED),
)
PROPENSITY_TITLE = "How far actors bend: the chance that an attempt uses a lever when it starts, mean of seven levers"
OUTCOMES_TITLE = "What bending changes in the world, 2010 to 2029"
Tables = Mapping[float, pd.DataFrame]


class Setting(NamedTuple):
    """How strongly actors of a world bend, and a welfare area."""

    bending: float
    domain: str

    @property
    def label(self) -> str:
        """Return what an area of a world is called."""
        return part_label(named(self.bending), self.domain)


class Strength(NamedTuple):
    """How strongly actors of a world bend."""

    bending: float


def answer(effort: Effort) -> Finding:
    """Return how propensities grow by year and area over strengths of bending, and what that does to partnerships."""
    base, runs = Scenario.load("world"), effort.choose(200, 6)
    usual = base.learning.bending
    strengths = sorted({*effort.choose(STRENGTHS, STRENGTHS[:1]), usual})
    worlds = {named(strength): base.replace(bending=strength) for strength in strengths}
    tables = dict(zip(strengths, effort.of_each(worlds, runs, bending).values(), strict=True))
    outcomes_measured, areas = measured(effort, worlds, runs)
    changes = changes_of(outcomes_measured, strengths)
    levers = by_lever(tables)
    return Finding(
        table=changes,
        figure=propensity_figure(by_year(tables)),
        sentences=list(sentences(base, changes, levers, areas)),
        scenarios=worlds,
        replicates=runs,
        more_tables={"by_year": by_year(tables), "by_lever": levers, "by_area": by_area(areas, strengths)},
        more_figures={"levers": plot_bending(tables[usual]), "outcomes": outcomes_figure(changes)},
    )


def named(strength: float) -> str:
    """Return what a world of so much bending is called."""
    return f"bending {strength:g}" if strength else "nobody bends"


def measured(effort: Effort, worlds: Mapping[str, Scenario], runs: int) -> tuple[Measured, Measured]:
    """Return what partnerships bring in each world, and how far actors bend in each area as if areas were worlds."""
    last = counted_years(until_last_observed(next(iter(worlds.values()))))[-1]
    signed = Measure(OF_CURVE[0], f"signed by {last}", "partnerships", OF_CURVE[:1], less="fewer")
    fall = Measure(OF_CURVE[1], "fall from the peak, single runs", "share", OF_CURVE[1:], (), *HIGHER)
    measures = (signed, fall, *OF_DEALS)
    of_areas = [part_of(measure, area) for measure in OF_ATTEMPTS for area in AREAS]
    own = [OwnColumns((*OF_CURVE, *columns_of(OF_DEALS)), sums_of)]
    found = effort.measure(worlds, runs, measures=[*measures, *of_areas], own=own)
    return replace(found, measures=measures), by_part(found, OF_ATTEMPTS, AREAS)


def sums_of(results: RunTables) -> pd.DataFrame:
    """Return for each run what its measures are sums of."""
    contracts = outcomes(results)
    monitoring = (contracts["rigour"] == Rigour.MONITORING.name.lower()).astype(float)
    # What is measured less what was caused: labour market, deadweight and luck, which evaluation is to tell apart.
    distance = (contracts["result"] - contracts["effect"]).abs() * contracts["ended"]
    rows = contracts.assign(monitoring=monitoring, distance=distance)
    curves = by_run_and_year(results, "signed")[counted_years(until_last_observed(results.scenario))]
    sums = rows.groupby("run")[list(columns_of(OF_DEALS))].sum().reindex(curves.index, fill_value=0.0)
    return sums.assign(signed_observed=curves.sum(axis=1), fall=share_lost(curves.to_numpy()))


def changes_of(measured: Measured, strengths: Sequence[float]) -> pd.DataFrame:
    """Return a row for each strength above none and outcome: the change from no bending."""
    table = contrast_table(measured, None).drop(columns="runs_missing")
    return with_settings(table, {named(strength): Strength(strength) for strength in strengths})


def by_year(tables: Tables) -> pd.DataFrame:
    """Return for each strength, year and area attempts started a run, and mean propensity and use over all levers."""
    # Each lever has the same attempts, so the mean over levers is that over attempts and levers.
    columns = ["started_a_run", "propensity", "use"]
    parts = {each: table.groupby(["year", "domain"])[columns].mean() for each, table in tables.items()}
    return pd.concat(parts, names=["bending"]).reset_index()


def by_lever(tables: Tables) -> pd.DataFrame:
    """Return for each strength, period, area and lever the mean propensity and use over the attempts started."""
    parts = {}
    for strength, table in tables.items():
        for first, last in PERIODS:
            rows = table[table["year"].between(first, last)].dropna(subset="propensity")
            rows = rows.assign(**{name: rows[name] * rows["started_a_run"] for name in ("propensity", "use")})
            sums = rows.groupby(["domain", "lever", "label"])[["started_a_run", "propensity", "use"]].sum()
            shares = sums[["propensity", "use"]].div(sums["started_a_run"], axis=0)
            parts[strength, f"{first}–{last}"] = sums.assign(**shares)
    return pd.concat(parts, names=["bending", "years"]).reset_index()


def by_area(areas: Measured, strengths: Sequence[float]) -> pd.DataFrame:
    """Return for each strength and area mean propensity, and barriers that an attempt stopped met, with intervals."""
    settings = [Setting(strength, area) for strength in strengths for area in AREAS]
    return with_settings(areas.levels(), {setting.label: setting for setting in settings})


# Figures


def propensity_figure(rows: pd.DataFrame) -> Drawn:
    """Return the figure of mean propensity over years: an area a panel, a line for each strength."""
    rows = rows.assign(line=rows["bending"].map(named), propensity=factor("share") * rows["propensity"])
    y_label = f"mean chance, {of_level('share')}"
    panels = [
        ResponsePanel(
            rows[rows["domain"] == area],
            "year",
            f"{letter}  {area.capitalize()}",
            "year",
            y_label,
            "line",
            "propensity",
        )
        for letter, area in zip("abc", AREAS, strict=True)
    ]
    drawn = plot_response_panels(panels, PROPENSITY_TITLE, 3)
    same_scale(drawn)
    return drawn


def outcomes_figure(changes: pd.DataFrame) -> Drawn:
    """Return the figure of what bending changes, by its strength."""
    names = list(dict.fromkeys(changes["measure"]))
    rows = from_nothing(changes, ["measure"], bending=0.0)
    return plot_responses(rows, x="bending", measures=names, columns=3, title=OUTCOMES_TITLE, x_label="bending")


# Sentences


def sentences(base: Scenario, changes: pd.DataFrame, levers: pd.DataFrame, areas: Measured) -> Iterator[str]:
    """Yield the answer in words: when, where and how far, what it brings, what it costs, and what is built in."""
    usual = base.learning.bending
    yield answer_sentence(changes, levers, usual)
    yield period_sentence(levers, usual)
    yield lever_sentence(levers, usual)
    yield area_sentence(areas, usual)
    yield barrier_sentence(areas, usual)
    yield f"Uptake: {changed(changes, 'signed_observed')}; {changed(changes, 'fall')}."
    yield f"Delivery: {changed(changes, 'success')}; {changed(changes, 'misplaced')}."
    yield evidence_sentence(changes)
    yield (
        "Which lever answers which barrier is built in, and so is that whoever met a barrier moves towards its answer. "
        "What emerges is when, in which area and how far. How strong bending is (bending) is assumed; the curve of new "
        "partnerships does not tell it, so a range is shown."
    )


def answer_sentence(changes: pd.DataFrame, levers: pd.DataFrame, usual: float) -> str:
    """Return the answer: how far actors bend, and whether that brings partnerships and weakens evidence."""
    everywhere = levers[(levers["domain"] == EVERY_DOMAIN) & (levers["years"] == levers["years"].iloc[-1])]
    means, years = everywhere.groupby("bending")["propensity"].mean(), everywhere["years"].iloc[0]
    signed = rows_by(changes[changes["bending"] == usual], "measure")["signed_observed"]
    return (
        f"Barriers make actors bend: in {years} the chance that an attempt uses one of {len(LEVER_NAMES)} levers is "
        f"{percent(means[usual])}, and {percent(means[0.0])} where nobody bends. Bending brings "
        f"{in_short(signed, 'partnerships')}, and {evidence(changes, usual)}."
    )


def evidence(changes: pd.DataFrame, usual: float) -> str:
    """Return whether bending makes evidence weaker: by lighter evaluation, and by results further from effects."""
    rows = rows_by(changes[changes["bending"] == usual], "measure")
    weaker = all(rows[name]["low"] > 0 for name in ("monitoring", "error"))
    return "evidence gets weaker" if weaker else "evidence does not clearly get weaker"


def period_sentence(levers: pd.DataFrame, usual: float) -> str:
    """Return how far actors bend by period, at every strength."""
    everywhere = levers[levers["domain"] == EVERY_DOMAIN]
    means = everywhere.groupby(["years", "bending"], sort=False)["propensity"].mean()
    years = list(dict.fromkeys(levers["years"]))
    parts = [f"{percent(means[each, usual])} in {each}" for each in years]
    ends = [f"{percent(mean)} at {strength:g}" for strength, mean in means[years[-1]].items()]
    return (
        f"With bending at the default ({usual:g}) the mean propensity to use a lever, over {len(LEVER_NAMES)} levers, "
        f"is {listed(parts)} of attempts when they start. In {years[-1]} it is {listed(ends)}, where 0 is practice "
        "alone."
    )


def lever_sentence(levers: pd.DataFrame, usual: float) -> str:
    """Return how far each lever is from practice in the last period, and in which area most."""
    last = levers[levers["years"] == levers["years"].iloc[-1]]
    rows, unbent = (last[last["bending"] == strength] for strength in (usual, 0.0))
    every, alone = (part[part["domain"] == EVERY_DOMAIN].set_index("lever") for part in (rows, unbent))
    practice = alone["propensity"]  # each run has its own
    order = (every["propensity"] - practice).sort_values(ascending=False).index
    areas = rows[rows["domain"] != EVERY_DOMAIN].pivot_table(index="lever", columns="domain", values="propensity")
    parts = [
        f"{every.loc[lever, 'label']} from {percent(practice[lever])} to {percent(every.loc[lever, 'propensity'])} "
        f"(most in {areas.loc[lever].idxmax()}, {percent(areas.loc[lever].max())})"
        for lever in order
    ]
    return f"By lever, from practice to {rows['years'].iloc[0]}: {listed(parts)}."


def evidence_sentence(changes: pd.DataFrame) -> str:
    """Return what bending does to evidence."""
    return (
        "Lighter evaluation is one of the things to which actors bend: "
        f"{changed(changes, 'monitoring')}; {changed(changes, 'error')}."
    )


def area_sentence(areas: Measured, usual: float) -> str:
    """Return in which area actors bend most over the whole time, and by how much more than in the next."""
    order = order_of(areas, usual, "propensity")
    return (
        f"By area, over all attempts: {said_by_area(areas, usual, 'propensity')}. Actors bend most in {order[0]}, "
        f"{judged(lead(areas, usual, 'propensity'))} more than in {order[1]}."
    )


def barrier_sentence(areas: Measured, usual: float) -> str:
    """Return how many barriers attempts met by area, and whether the areas that meet most are those that bend most."""
    order, bent = (order_of(areas, usual, measure) for measure in ("barriers", "propensity"))
    ahead = lead(areas, usual, "barriers")
    tells = "" if not is_noise(ahead) else f"; the first two cannot be told apart ({change(ahead)})"
    same = "the same order" if order == bent else f"another order than that of bending ({', '.join(bent)})"
    said = said_by_area(areas, usual, "barriers")
    return f"Barriers that an attempt stopped met, at its stage or ahead: {said}: {same}{tells}."


def order_of(areas: Measured, usual: float, measure: str) -> list[str]:
    """Return the areas from the one with most of a measure to the one with least."""
    means = areas.mean(measure)
    return sorted(AREAS, key=lambda area: -means[Setting(usual, area).label])


def lead(areas: Measured, usual: float, measure: str) -> dict[str, float]:
    """Return how much more the area with most of a measure has than the next."""
    first, second, _ = (Setting(usual, area).label for area in order_of(areas, usual, measure))
    return apart(areas, measure, first, second)


def said_by_area(areas: Measured, usual: float, measure: str) -> str:
    """Return a measure of each area with its interval, most first."""
    unit, order = areas.measure(measure).unit, order_of(areas, usual, measure)
    levels = {area: areas.level(Setting(usual, area).label, measure) for area in order}
    return listed([f"{area} {level({**each, 'unit': unit}, LEVEL)}" for area, each in levels.items()])


def changed(changes: pd.DataFrame, measure: str) -> str:
    """Return a measure without bending, and what each strength changes."""
    rows = rows_by(changes[changes["measure"] == measure], "bending")
    first, parts = next(iter(rows.values())), [f"{judged(row)} at {strength:g}" for strength, row in rows.items()]
    base = percent(first["base"], 1) if is_share(first["unit"]) else plain(first["base"])
    return f"{first['label']} {base} without bending, {listed(parts)}"


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
