"""How far do barriers make actors bend, when and in which welfare area, and what does it bring and cost?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm import Results, Scenario, simulate
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, is_noise, judged, level, percent, plain
from sipabm.language.units import factor, is_share, of_level
from sipabm.plots import Drawn, ResponsePanel, plot_bending, plot_response_panels, plot_responses, same_scale
from sipabm.report import EVERY_DOMAIN, bending, by_run_and_year
from sipabm.report.bending import LEVER_NAMES
from sipabm.statistics.intervals import with_interval
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.decline_attribution import counted_years, share_lost, until_last_observed
from sipabm.studies.measures import Measure, Measured
from sipabm.studies.outcomes import outcomes, sums_by_run
from sipabm.studies.sums import level_table, measured_sums
from sipabm.words import Domain, Rigour

QUESTION = str(__doc__)
STRENGTHS = (0.0, 2.0, 8.0)  # beside that of the world
PERIODS = ((2010, 2014), (2015, 2019), (2020, 2029))  # in later years few attempts start
AREAS = tuple(domain.name.lower() for domain in Domain)
HIGHER = ("higher", "lower")
OUTCOMES = (
    Measure("signed_observed", "signed by {last}", "partnerships", ("signed_observed",), less="fewer"),
    Measure("fall", "fall from the peak, single runs", "share", ("fall",), (), *HIGHER),
    Measure("success", "successful of those ended", "share", ("successful",), ("ended",), *HIGHER),
    Measure("monitoring", "evaluated by monitoring only", "share", ("monitoring",), ("deal",), *HIGHER),
    Measure("misplaced", "payments for no effect", "share", ("misplaced",), ("paid",), *HIGHER),
    Measure("error", "distance of result from effect", "share of target", ("error",), ("ended",), *HIGHER),
)
BY_AREA = tuple(
    measure
    for area in AREAS
    for measure in (
        Measure(f"propensity_{area}", "mean propensity", "share", (f"propensity_{area}",), (f"chances_{area}",)),
        Measure(
            f"barriers_{area}", "barriers an attempt stopped met", "barriers", (f"met_{area}",), (f"stopped_{area}",)
        ),
    )
)
PROPENSITY_TITLE = "How far actors bend: mean propensity over seven levers, at the start of attempts"
OUTCOMES_TITLE = "What bending changes in the world, 2010 to 2029"


class Found(NamedTuple):
    """What runs of the world show at each strength of bending: sums of each run, and the tables of bending.

    `usual` is the strength that the world has.
    """

    usual: float
    worlds: Mapping[float, Scenario]
    measured: Measured
    tables: Mapping[float, pd.DataFrame]

    @property
    def strengths(self) -> list[float]:
        """Return the strengths of bending from none upwards."""
        return list(self.worlds)

    def by_run(self, strength: float, measure: str) -> np.ndarray:
        """Return a measure of each run at a strength."""
        return self.measured.by_run(measure)[self.strengths.index(strength)]


def answer(effort: Effort) -> Finding:
    """Return how propensities grow by year and area over strengths of bending, and what that does to partnerships."""
    base, runs = Scenario.load("world"), effort.choose(60, 6)
    found = found_in(base, effort.choose(STRENGTHS, STRENGTHS[:1]), runs, effort.seed)
    changes = changes_of(found)
    return Finding(
        table=changes,
        figure=propensity_figure(found),
        sentences=list(sentences(found, changes)),
        scenarios={named(strength): world for strength, world in found.worlds.items()},
        replicates=runs,
        more_tables={"by_year": by_year(found), "by_lever": by_lever(found), "by_area": by_area(found)},
        more_figures={"levers": plot_bending(found.tables[found.usual]), "outcomes": outcomes_figure(changes)},
    )


def found_in(base: Scenario, strengths: tuple[float, ...], runs: int, seed: int) -> Found:
    """Return what runs show at each strength, and at that of the world itself."""
    worlds = {strength: base.replace(bending=strength) for strength in sorted({*strengths, base.learning.bending})}
    last = counted_years(until_last_observed(base))[-1]
    measures = [each._replace(label=each.label.format(last=last)) for each in (*OUTCOMES, *BY_AREA)]
    sums, tables = [], {}
    for strength, world in worlds.items():
        results = simulate(world, runs, seed)
        sums.append(sums_of(results))
        tables[strength] = bending(results)
    return Found(base.learning.bending, worlds, measured_sums(measures, sums), tables)


def sums_of(results: Results) -> pd.DataFrame:
    """Return for each run what its measures are sums of."""
    contracts, runs = outcomes(results), len(results.runs)
    monitoring = (contracts["rigour"] == Rigour.MONITORING.name.lower()).astype(float)
    # What is measured less what was caused: labour market, deadweight and luck, which evaluation is to tell apart.
    error = (contracts["result"] - contracts["effect"]).abs() * contracts["ended"]
    sums = sums_by_run(
        contracts.assign(monitoring=monitoring, error=error),
        ["deal", "ended", "successful", "misplaced", "paid", "monitoring", "error"],
        runs,
    )
    watched = counted_years(until_last_observed(results.scenario))
    curves = by_run_and_year(results, "signed")[watched]
    sums = sums.assign(signed_observed=curves.sum(axis=1), fall=share_lost(curves.to_numpy()))
    return sums.join(area_sums(results))


def area_sums(results: Results) -> pd.DataFrame:
    """Return for each run and area propensities, the chances to use a lever, and barriers of attempts stopped."""
    yearly = results.yearly
    stopped = yearly[[name for name in yearly if name.startswith("exits_")]].sum(axis=1)
    propensity = yearly[[f"propensity_{lever}" for lever in LEVER_NAMES]].sum(axis=1)
    rows = yearly[["run"]].assign(area=yearly["domain"].astype(str), propensity=propensity, stopped=stopped)
    rows = rows.assign(chances=len(LEVER_NAMES) * yearly["started"], met=yearly["barriers_met"])
    wide = rows.pivot_table(index="run", columns="area", aggfunc="sum")
    return wide.set_axis([f"{name}_{area}" for name, area in wide.columns], axis=1)


def changes_of(found: Found) -> pd.DataFrame:
    """Return a row for each strength above none and outcome: the change from no bending."""
    others = found.strengths[1:]
    table = contrast_table(found.measured, [named(strength) for strength in others], None)
    shown = table[table["measure"].isin([measure.name for measure in OUTCOMES])].reset_index(drop=True)
    shown.insert(0, "bending", shown.pop("alternative").map({named(strength): strength for strength in others}))
    return shown.drop(columns="runs_missing")


def by_year(found: Found) -> pd.DataFrame:
    """Return for each strength, year and area attempts started a run, and mean propensity and use over all levers."""
    # Each lever has the same attempts, so the mean over levers is that over attempts and levers.
    parts = [
        table.groupby(["year", "domain"])[["started_a_run", "propensity", "use"]]
        .mean()
        .reset_index()
        .assign(bending=each)
        for each, table in found.tables.items()
    ]
    return pd.concat(parts, ignore_index=True)[["bending", "year", "domain", "started_a_run", "propensity", "use"]]


def by_lever(found: Found) -> pd.DataFrame:
    """Return for each strength, period, area and lever the mean propensity and use over the attempts started."""
    parts = []
    for strength, table in found.tables.items():
        for first, last in PERIODS:
            rows = table[table["year"].between(first, last)].dropna(subset="propensity")
            weights = rows["started_a_run"]
            rows = rows.assign(propensity=rows["propensity"] * weights, use=rows["use"] * weights)
            sums = (
                rows.groupby(["domain", "lever", "label"])[["started_a_run", "propensity", "use"]].sum().reset_index()
            )
            shares = sums[["propensity", "use"]].div(sums["started_a_run"], axis=0)
            parts.append(sums.assign(**shares, bending=strength, years=f"{first}–{last}"))
    front = ["bending", "years", "domain", "lever", "label", "started_a_run"]
    return pd.concat(parts, ignore_index=True)[[*front, "propensity", "use"]]


def by_area(found: Found) -> pd.DataFrame:
    """Return for each strength and area mean propensity, and barriers that an attempt stopped met, with intervals."""
    levels = level_table(found.measured, [named(strength) for strength in found.strengths])
    rows = levels[levels["measure"].isin([measure.name for measure in BY_AREA])].reset_index(drop=True)
    rows.insert(0, "bending", rows.pop("alternative").map({named(each): each for each in found.strengths}))
    rows.insert(1, "domain", rows["measure"].str.split("_").str[-1])
    return rows.assign(measure=rows["measure"].str.split("_").str[0])


def named(strength: float) -> str:
    """Return what a world of so much bending is called."""
    return f"bending {strength:g}"


# Figures


def propensity_figure(found: Found) -> Drawn:
    """Return the figure of mean propensity over years: an area a panel, a line for each strength; and by area."""
    rows = by_year(found).assign(line=lambda table: table["bending"].map(named))
    rows["propensity"] *= factor("share")
    panels = []
    for letter, area in zip("abc", AREAS, strict=True):
        own, title = rows[rows["domain"] == area], f"{letter}  {area.capitalize()}"
        panels.append(
            ResponsePanel(own, "year", title, "year", f"mean propensity, {of_level('share')}", "line", "propensity")
        )
    drawn = plot_response_panels(panels, PROPENSITY_TITLE, 3)
    same_scale(drawn)
    return drawn


def outcomes_figure(changes: pd.DataFrame) -> Drawn:
    """Return the figure of what bending changes, by its strength."""
    first = changes.drop_duplicates("measure")
    # So that each line begins at no bending, where nothing differs from no bending.
    start = first.assign(**dict.fromkeys(("bending", "difference", "low", "high"), 0.0))
    return plot_responses(
        pd.concat([start, changes], ignore_index=True),
        x="bending",
        measures=[measure.name for measure in OUTCOMES],
        columns=3,
        title=OUTCOMES_TITLE,
        x_label="bending",
    )


# Sentences


def sentences(found: Found, changes: pd.DataFrame) -> Iterator[str]:
    """Yield the answer in words: when, where and how far, what it brings, what it costs, and what is built in."""
    levers = by_lever(found)
    yield answer_sentence(found, levers)
    yield lever_sentence(found, levers)
    yield area_sentence(found)
    yield barrier_sentence(found)
    yield f"Uptake: {changed(found, changes, 'signed_observed')}; {changed(found, changes, 'fall')}."
    yield f"Delivery: {changed(found, changes, 'success')}; {changed(found, changes, 'misplaced')}."
    yield evidence_sentence(found, changes)
    yield (
        "Which lever answers which barrier is built in, and so is that whoever met a barrier moves towards its answer. "
        "What emerges is when, in which area and how far. How strong bending is (bending) is assumed; the curve of new "
        "partnerships does not tell it, so a range is shown."
    )


def answer_sentence(found: Found, levers: pd.DataFrame) -> str:
    """Return how far actors bend by period, at every strength."""
    parts = [f"{percent(over_levers(levers, found.usual, years))} in {years}" for years in levers["years"].unique()]
    last = levers["years"].unique()[-1]
    ends = [f"{percent(over_levers(levers, each, last))} at {each:g}" for each in found.strengths]
    return (
        f"Barriers make actors bend: with bending as in the world ({found.usual:g}) the mean propensity to use a "
        f"lever, over {len(LEVER_NAMES)} levers, is {listed(parts)} of attempts when they start. In {last} it is "
        f"{listed(ends)}, where 0 is practice alone."
    )


def over_levers(levers: pd.DataFrame, strength: float, years: str) -> float:
    """Return the mean propensity over all levers and areas in some years."""
    rows = levers[(levers["bending"] == strength) & (levers["years"] == years) & (levers["domain"] == EVERY_DOMAIN)]
    return float(rows["propensity"].mean())


def lever_sentence(found: Found, levers: pd.DataFrame) -> str:
    """Return how far each lever is from practice in the last period, and in which area most."""
    rows = levers[(levers["bending"] == found.usual) & (levers["years"] == levers["years"].unique()[-1])]
    every = rows[rows["domain"] == EVERY_DOMAIN].set_index("lever")
    practice = pd.Series({lever: getattr(found.worlds[found.usual].levers, lever).practice for lever in every.index})
    order = (every["propensity"] - practice).sort_values(ascending=False).index
    areas = rows[rows["domain"] != EVERY_DOMAIN].pivot_table(index="lever", columns="domain", values="propensity")
    parts = [
        f"{every.loc[lever, 'label']} from {percent(practice[lever])} to {percent(every.loc[lever, 'propensity'])} "
        f"(most in {areas.loc[lever].idxmax()}, {percent(areas.loc[lever].max())})"
        for lever in order
    ]
    return f"By lever, from practice to {rows['years'].iloc[0]}: {listed(parts)}."


def evidence_sentence(found: Found, changes: pd.DataFrame) -> str:
    """Return what bending does to evidence, and whether it pays for partnerships with it."""
    rows = changes[changes["bending"] == found.usual].set_index("measure")
    traded = all(rows.loc[name, "low"] > 0 for name in ("signed_observed", "monitoring", "error"))
    said = (
        "brings partnerships and pays with evidence" if traded else "does not clearly trade evidence for partnerships"
    )
    return (
        "Lighter evaluation is one of the things to which actors bend: "
        f"{changed(found, changes, 'monitoring')}; {changed(found, changes, 'error')}. Bending as in the world {said}."
    )


def order_of(found: Found, measure: str) -> list[str]:
    """Return the areas from the one with most of a measure to the one with least."""
    means = {area: found.by_run(found.usual, f"{measure}_{area}").mean() for area in AREAS}
    return sorted(AREAS, key=lambda area: -means[area])


def area_sentence(found: Found) -> str:
    """Return in which area actors bend most over the whole time, and by how much more than in the next."""
    order = order_of(found, "propensity")
    first, second, _ = (found.by_run(found.usual, f"propensity_{area}") for area in order)
    ahead = {**with_interval(first - second), "unit": "share"}
    return (
        f"By area, over all attempts: {said_by_area(found, 'propensity', order)}. Actors bend most in {order[0]}, "
        f"{judged(ahead)} more than in {order[1]}."
    )


def barrier_sentence(found: Found) -> str:
    """Return how many barriers attempts met by area, and whether the areas that meet most are those that bend most."""
    order, bent = order_of(found, "barriers"), order_of(found, "propensity")
    first, second, _ = (found.by_run(found.usual, f"barriers_{area}") for area in order)
    ahead = {**with_interval(first - second), "unit": "barriers"}
    tells = "" if not is_noise(ahead) else f"; the first two cannot be told apart ({change(ahead)})"
    same = "the same order" if order == bent else f"another order than that of bending ({', '.join(bent)})"
    return (
        "Barriers that an attempt stopped met, at its stage or ahead: "
        f"{said_by_area(found, 'barriers', order)}: {same}{tells}."
    )


def said_by_area(found: Found, measure: str, order: list[str]) -> str:
    """Return a measure of each area with its interval, in an order."""
    rows = by_area(found)
    rows = rows[(rows["bending"] == found.usual) & (rows["measure"] == measure)].set_index("domain")
    return listed([f"{area} {level(rows.loc[area], LEVEL)}" for area in order])


def changed(found: Found, changes: pd.DataFrame, measure: str) -> str:
    """Return a measure without bending, and what each strength changes."""
    rows = changes[changes["measure"] == measure].set_index("bending")
    parts = [f"{judged(rows.loc[strength])} at {strength:g}" for strength in found.strengths[1:]]
    row = rows.iloc[0]
    base = percent(row["base"], 1) if is_share(row["unit"]) else plain(row["base"])
    return f"{row['label']} {base} without bending, {listed(parts)}"


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
