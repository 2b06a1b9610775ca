"""Could the rise and fall of new partnerships have been foretold, and better than by rules that know no mechanism?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.calibration.calibration import searched
from sipabm.experiment import Effort, Finding, kept_table, run
from sipabm.forecasts.fit_at_origin import Lookup, lookup_of, points_at, small_lookup
from sipabm.forecasts.known_funds import drivers
from sipabm.forecasts.model_forecast import nearest_to_record, quantiles_of, simulated_counts
from sipabm.forecasts.nulls import NULLS, Drivers, null_quantiles
from sipabm.forecasts.record import ALL, AREAS, COUNTRIES, TARGETS, record
from sipabm.forecasts.scored import (
    Forecast,
    coverage_table,
    mixed,
    relative_table,
    score_table,
    scored,
)
from sipabm.language.lists import listed
from sipabm.language.numbers import percent, plain, span
from sipabm.language.units import factor
from sipabm.parameters.ranges import cube
from sipabm.plots import DotsPanel, Drawn, plot_dots, plot_fans
from sipabm.scenario.mechanisms import MECHANISMS, Mechanism
from sipabm.statistics import Numbers

QUESTION = str(__doc__)
ROWS = 100_000  # of the reference table, as of `calibrate_world`
ORIGINS = (2014, 2015, 2016, 2017, 2018)
MODEL, ALL_RUNS, RANGES, ENSEMBLE, BASS = "model", "model_all_runs", "model_over_ranges", "ensemble", "bass"
OF_ALL = ", all runs"
NEAR, EACH = "near the record", "all runs"
WHICH_RUNS = {NEAR: "the runs nearest to the record", EACH: "all runs, of which the level differs more"}
OWN = {
    MODEL: "model",
    ALL_RUNS: "model, all runs",
    RANGES: "model, nothing fitted",
    ENSEMBLE: "model and Bass",
}
LABELS = {**OWN, **{null.name: null.label for null in NULLS}}
EVERY, BY_AREA, BY_COUNTRY = "all targets", "welfare areas", "groups of countries"
SPANS = {EVERY: TARGETS, ALL: (ALL,), BY_COUNTRY: COUNTRIES, BY_AREA: AREAS}
# What the numbers are fitted to, and what is then foretold.
HELD_OUT = {("GB",): ("US", "rest"), ("US", "rest"): ("GB",)}
FUND_DRAWS = 200  # of which the funds that Bass knows are the mean
FIRST_SCORE = Path(__file__).absolute().parent.parent / "results" / "forecast_decline" / "first_score.csv"
WIS = "wis"


def answer(effort: Effort) -> Finding:
    """Return how well the model would have foretold the counts of later years, beside each null."""
    world, counts = Scenario.load("world").replace(over="defaults"), record()
    origins, runs, fewer = effort.choose((ORIGINS, 1000, 400), ((2014, 2015), 20, 10))
    forecasts = Forecasts(effort, world, counts, runs, fewer)
    cells = pd.concat([forecasts.cells_from(origin) for origin in origins], ignore_index=True)
    relatives = relative_table(cells, tuple(OWN), tuple(LABELS), SPANS, effort.seed)
    coverage = coverage_table(cells, tuple(LABELS), effort.seed)
    without = pd.concat([forecasts.cells_without(origin) for origin in origins], ignore_index=True)
    ablation = ablation_table(without, effort.seed)
    elsewhere = pd.concat([forecasts.cells_held_out(origin) for origin in origins], ignore_index=True)
    held_out = held_out_table(elsewhere, cells, effort.seed)
    first = first_score(relatives)
    tables = {
        "relative": relatives,
        "coverage": coverage,
        "cells": cells,
        "ablation": ablation,
        "held_out": held_out,
        "first_score": first,
    }
    return Finding(
        table=score_table(cells),
        figure=figure(relatives),
        sentences=[
            answer_sentence(relatives),
            *headline(relatives),
            " ".join(coverage_sentences(coverage)),
            " ".join(where_sentences(relatives)),
            controls_sentence(relatives),
            HINDSIGHT,
            *ablation_sentences(ablation),
            held_out_sentence(held_out),
            first_sentence(first, relatives),
        ],
        scenarios={"world": world},
        replicates=runs,
        more_tables=tables,
        more_figures={"fans": fans(cells, counts)},
        made_from=f"{runs} runs from each of {len(origins)} origins, fitted by {len(forecasts.lookup.points)} others",
    )


HINDSIGHT = (
    "Structure, plausible ranges and numbers of actors of the model were chosen by people who knew the years 2010 to "
    "2023; the rules without a mechanism had no such help. So nobody can tell from this whether it could have been "
    "foretold then."
)


class Forecasts:
    """All forecasts from an origin, of so many runs, and fewer for what is compared with them.

    What is simulated is kept until the experiment is done.
    """

    def __init__(self, effort: Effort, world: Scenario, counts: pd.DataFrame, runs: int, fewer: int) -> None:
        self.effort, self.world, self.counts, self.runs, self.fewer = effort, world, counts, runs, fewer
        self.lookup = reference_table(effort, world)
        self.drivers: Drivers = cache(partial(drivers, world, draws=FUND_DRAWS, seed=effort.seed))
        self.folder = effort.folder()

    def cells_from(self, origin: int) -> pd.DataFrame:
        """Return the scored cells of every method from an origin."""
        foretold: dict[str, Forecast] = {
            null.name: null_quantiles(null, self.counts, origin, self.drivers) for null in NULLS
        }
        simulated = self.simulated(MODEL, origin, TARGETS)
        foretold[ALL_RUNS] = quantiles_of(simulated, origin)
        foretold[MODEL] = self.near(simulated, origin)
        foretold[RANGES] = self.near(self.simulated(RANGES, origin, ()), origin)
        foretold[ENSEMBLE] = mixed(foretold[MODEL], foretold[BASS])
        return pd.concat([scored(name, origin, foretold[name], self.counts) for name in LABELS])

    def cells_without(self, origin: int) -> pd.DataFrame:
        """Return the scored cells of the model as it is, and with each mechanism off, its numbers the same."""
        worlds = {MODEL: self.simulated(MODEL, origin, TARGETS).head(self.fewer)}
        worlds |= {each.name: self.simulated(each.name, origin, TARGETS, off=each) for each in MECHANISMS}
        parts = []
        for name, simulated in worlds.items():
            parts.append(scored(name, origin, self.near(simulated, origin), self.counts))
            parts.append(scored(f"{name}{OF_ALL}", origin, quantiles_of(simulated, origin), self.counts))
        return pd.concat(parts)

    def cells_held_out(self, origin: int) -> pd.DataFrame:
        """Return the scored cells of groups of countries whose counts the model's numbers were not fitted to."""
        parts = []
        for given, asked in HELD_OUT.items():
            simulated = self.simulated(f"held_out_{asked[0]}", origin, given)
            cells = scored("held_out", origin, quantiles_of(simulated, origin), self.counts)
            parts.append(cells[cells["target"].isin(asked)])
        return pd.concat(parts)

    def simulated(self, name: str, origin: int, targets: Sequence[str], off: Mechanism | None = None) -> pd.DataFrame:
        """Return the counts of runs with numbers fitted to some targets, if any; made when they are not there."""
        runs = self.runs if name in OWN else self.fewer
        make = partial(self.simulated_anew, origin, tuple(targets), runs, off)
        return kept_table(self.folder, f"{name}_{origin}", make)

    def simulated_anew(self, origin: int, targets: tuple[str, ...], runs: int, off: Mechanism | None) -> pd.DataFrame:
        """Return the counts of so many runs."""
        world = self.world if off is None else self.world.replace(off.off())
        return simulated_counts(world, origin, self.points(origin, targets)[:runs], self.effort.seed).reset_index(
            drop=True
        )

    @cache  # noqa: B019 - it lives as long as the experiment
    def points(self, origin: int, targets: tuple[str, ...]) -> Numbers:
        """Return points to which the counts of some targets up to an origin point, or without targets any points."""
        if not targets:
            return np.random.default_rng([self.effort.seed, origin]).random((self.runs, len(cube())))
        return points_at(self.lookup, self.counts, origin, targets, self.runs, self.effort.seed)

    def near(self, simulated: pd.DataFrame, origin: int) -> Forecast:
        """Return what the runs foretell that are nearest to the record of the last years."""
        return quantiles_of(nearest_to_record(simulated, self.counts, origin), origin)


def reference_table(effort: Effort, world: Scenario) -> Lookup:
    """Return the runs in which fits are looked up."""
    if effort.quick:
        return small_lookup(world, 2, effort.seed)
    return lookup_of(searched(world, ROWS, effort.seed, folder=effort.shared("calibration")))


def ablation_table(cells: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return how much worse forecasts are without each mechanism, of the runs near the record and of all runs."""
    rows = []
    for kind, suffix in {NEAR: "", EACH: OF_ALL}.items():
        names = [f"{each.name}{suffix}" for each in MECHANISMS]
        table = relative_table(cells, names, [f"{MODEL}{suffix}"], {EVERY: TARGETS}, seed)
        labels = [each.label for each in MECHANISMS]
        of_score = table[table["score"] == WIS].drop(columns=["score", "targets", "other", "method"])
        rows.append(of_score.assign(mechanism=[each.name for each in MECHANISMS], label=labels, runs=kind))
    return pd.concat(rows, ignore_index=True)[["runs", "mechanism", "label", "value", "low", "high"]]


def held_out_table(elsewhere: pd.DataFrame, cells: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return scores of groups whose counts were not fitted to, relative to those that were and to the nulls."""
    both = pd.concat([cells, elsewhere], ignore_index=True)
    others = [ALL_RUNS, *(null.name for null in NULLS)]
    spans = {name: (name,) for name in COUNTRIES} | {BY_COUNTRY: COUNTRIES}
    table = relative_table(both, ["held_out"], others, spans, seed)
    return table[table["score"] == WIS].drop(columns=["score", "method"]).reset_index(drop=True)


def first_score(relatives: pd.DataFrame) -> pd.DataFrame:
    """Return the first score that was ever made, which stays whatever is changed later; this one if it is the first."""
    if FIRST_SCORE.exists():
        return pd.read_csv(FIRST_SCORE)
    return relatives[(relatives["score"] == WIS) & (relatives["targets"] == EVERY)].reset_index(drop=True)


def row(relatives: pd.DataFrame, method: str, other: str, targets: str = EVERY) -> pd.Series:
    """Return the relative score of a method against another."""
    wanted = {"score": WIS, "targets": targets, "method": method, "other": other}
    return relatives[np.logical_and.reduce([relatives[name] == value for name, value in wanted.items()])].iloc[0]


def with_span(one: pd.Series) -> str:
    """Return a relative score with its interval."""
    return f"{plain(one['value'])} ({span(one['low'], one['high'])})"


def answer_sentence(relatives: pd.DataFrame) -> str:
    """Return the answer: how many rules the model beats, how many of them clearly, and that it knew what came."""
    rows = [row(relatives, MODEL, null.name) for null in NULLS]
    beaten, sure = (sum(one[end] < 1 for one in rows) for end in ("value", "high"))
    said = "In retrospect, yes" if 2 * sure > len(rows) else "In part" if beaten else "No"
    return (
        f"{said}: the model foretells later counts better than {beaten} of {len(rows)} rules that know no mechanism, "
        f"{sure} of them clearly. But people who knew what came made it, so it is no proof that anybody could "
        "have known it then."
    )


def headline(relatives: pd.DataFrame) -> list[str]:
    """Return how the model and the ensemble score against each null."""
    said = []
    for method, of in ((MODEL, "the model"), (ENSEMBLE, "the mean of model and Bass")):
        rows = {null.label: row(relatives, method, null.name) for null in NULLS}
        beaten = sum(one["value"] < 1 for one in rows.values())
        sure = sum(one["high"] < 1 for one in rows.values())
        scores = listed([f"{with_span(one)} against {label}" for label, one in rows.items()])
        said.append(
            f"From {ORIGINS[0]} to {ORIGINS[-1]}, one to five years ahead, {of} beats {beaten} of {len(NULLS)} rules "
            f"without a mechanism, {sure} of them beyond what the choice of origins explains: its weighted interval "
            f"score, relative to the rule's and below 1 if better, is {scores}."
        )
    return said


def coverage_sentences(coverage: pd.DataFrame) -> list[str]:
    """Return how often intervals held what came."""
    said = []
    for method in (MODEL, ENSEMBLE):
        parts = [
            f"{percent(one['value'])} ({span(one['low'], one['high'], 'share')}) instead of {percent(one['level'])}"
            for _, one in coverage[coverage["method"] == method].iterrows()
        ]
        said.append(f"Intervals of the {OWN[method]} held what came in {listed(parts)}.")
    return said


def where_sentences(relatives: pd.DataFrame) -> list[str]:
    """Return where the model wins and where it loses, against the best null there."""
    said = []
    for targets in (ALL, BY_COUNTRY, BY_AREA):
        rows = {null.label: row(relatives, MODEL, null.name, targets) for null in NULLS}
        best = max(rows, key=lambda label: rows[label]["value"])
        verdict = verdict_of(rows[best])
        what = "all partnerships together" if targets == ALL else targets
        said.append(
            f"Of {what} the best rule without a mechanism is “{best}”, and the model is {verdict}: "
            f"{with_span(rows[best])}."
        )
    return said


def verdict_of(one: pd.Series) -> str:
    """Return whether a relative score is better or worse, beyond what the choice of origins explains."""
    if one["low"] <= 1 <= one["high"]:
        return "neither better nor worse beyond luck"
    return "better" if one["value"] < 1 else "worse"


def controls_sentence(relatives: pd.DataFrame) -> str:
    """Return what structure and ranges bring without any fit, what the fit brings, and the choice of nearest runs."""
    simple = {null.label: row(relatives, RANGES, null.name) for null in NULLS}
    best = max(simple, key=lambda label: simple[label]["value"])
    fit, near = row(relatives, MODEL, RANGES), row(relatives, MODEL, ALL_RUNS)
    return (
        "How much of that is hindsight: runs with numbers from the whole plausible ranges, of which only those nearest "
        f"to the last years known were taken, score {with_span(simple[best])} against the rule that is best against "
        f"them, “{best}”; the numbers fitted to what was known then make the score {with_span(fit)} times that, and "
        f"the choice of the nearest runs {with_span(near)} times what all fitted runs have."
    )


def ablation_sentences(ablation: pd.DataFrame) -> list[str]:
    """Return which mechanisms the forecast needs, by the runs near the record and by all runs: they may disagree."""
    return [without_sentence(kind, rows) for kind, rows in ablation.groupby("runs", sort=False)]


def without_sentence(kind: str, ablation: pd.DataFrame) -> str:
    """Return which mechanisms the forecast needs, by some of the runs."""
    rows = ablation.sort_values("value", ascending=False)
    needed = [f"{one['label']} ({with_span(one)})" for _, one in rows[rows["low"] > 1].iterrows()]
    harmful = [f"{one['label']} ({with_span(one)})" for _, one in rows[rows["high"] < 1].iterrows()]
    says = f"worse without {listed(needed)}" if needed else "worse by no more than luck, whichever is off"
    better = f", and better without {listed(harmful)}" if harmful else ""
    return (
        f"By {WHICH_RUNS[kind]}, forecasts with one mechanism off and all numbers the same are {says}{better}; above 1 "
        "the mechanism helps."
    )


def held_out_sentence(held_out: pd.DataFrame) -> str:
    """Return how well groups of countries are foretold whose counts were not fitted to."""
    rows = held_out[held_out["other"] == ALL_RUNS].set_index("targets")
    parts = [f"{name} {with_span(rows.loc[name])}" for name in COUNTRIES]
    return (
        "Where numbers are fitted to British counts alone, and other countries are foretold, or the other way round, "
        f"scores relative to numbers fitted to all counts are: {listed(parts)}."
    )


def first_sentence(first: pd.DataFrame, relatives: pd.DataFrame) -> str:
    """Return the first score beside the present one."""
    then, now = (row(table, MODEL, "last_three") for table in (first, relatives))
    return (
        f"The first score that was made, before any change, was {plain(then['value'])} against the last three years "
        f"(first_score.csv, which is never replaced); it is {plain(now['value'])} now."
    )


def figure(relatives: pd.DataFrame) -> Drawn:
    """Return scores relative to each null."""
    nulls = {null.name: null.label for null in NULLS}
    rows = relatives[(relatives["score"] == WIS) & relatives["other"].isin(nulls)]
    rows = rows[rows["method"].isin([MODEL, ENSEMBLE])]
    ends = {end: factor("share") * (rows[end] - 1) for end in ("value", "low", "high")}
    rows = rows.assign(label=rows["other"].map(nulls), method=rows["method"].map(OWN), **ends)

    def panel(targets: str, heading: str) -> DotsPanel:
        return DotsPanel(
            rows[rows["targets"] == targets], heading, "score, % more than the rule’s", "method", zero=True
        )

    left = [panel(EVERY, "All targets"), panel(ALL, "All partnerships together")]
    right = [panel(BY_COUNTRY, "Groups of countries"), panel(BY_AREA, "Welfare areas")]
    return plot_dots(
        [left, right],
        "How well the model foretells, against rules without a mechanism: left of zero is better; lines are 95 % "
        "intervals",
    )


def fans(cells: pd.DataFrame, counts: pd.DataFrame) -> Drawn:
    """Return what the model foretold of all partnerships from each origin, and what came."""
    rows = cells[(cells["method"] == MODEL) & (cells["target"] == ALL)]
    of_bass = cells[(cells["method"] == BASS) & (cells["target"] == ALL)]["median"].to_numpy()
    rows = rows.assign(year=rows["origin"] + rows["horizon"], other=of_bass)
    return plot_fans(rows, counts[ALL], "Bass, median", "New partnerships a year as the model foretells them")


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
