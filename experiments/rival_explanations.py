"""Does an explanation of the decline need each mechanism, if all other numbers may make up for one that is left out?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.calibration.calibration import Search, searched
from sipabm.calibration.predicted import points_of, predicted, verdicts_of
from sipabm.experiment import Effort, Finding, kept_table, run
from sipabm.forecasts.fit_at_origin import column_of, lookup_of, points_at
from sipabm.forecasts.levels import LEVELS
from sipabm.forecasts.model_forecast import nearest_to_record, quantiles_of, simulated_counts
from sipabm.forecasts.record import ALL, TARGETS, record
from sipabm.forecasts.scored import judged, relative_table, scored
from sipabm.language.lists import listed
from sipabm.language.numbers import number, percent, plain, span
from sipabm.language.units import factor
from sipabm.plots import DotsPanel, Drawn, plot_dots
from sipabm.progress import progress_bar
from sipabm.scenario.mechanisms import mechanism_of
from sipabm.statistics import Numbers
from sipabm.statistics.bands import HIGH, LOW
from sipabm.studies.decline_attribution import share_lost, until_year
from sipabm.validation.deal_statistics import ENDED_IN_THE_RECORD
from sipabm.validation.verdicts import INSIDE

QUESTION = str(__doc__)
ROWS = 12_000  # of each calibration: enough that luck of the fit, which the control shows, is a few percent
ORIGINS = (2014, 2015, 2016, 2017, 2018)
LEFT_OUT = ("leaving", "development_support", "learning", "initial_optimism", "fund_exhaustion", "bending")
WHOLE, AGAIN, FITS, ENDLESS = "whole", "again", "fits", "pool"
MOST_ACTORS = 8.0  # times the default, twice what is plausible at most: few of so many ever leave
# What is compared with the whole model: how it is called in tables, and in words.
CURVE, FORECAST, FORECAST_ALL = "curve", "forecast", "forecast_all"
KINDS = ("fitted", "held out")
OF_ALL = {ALL: TARGETS}
WIS = "wis"
SCORED_WORDS = {
    CURVE: "the yearly counts of 2010 to 2023 are explained",
    FORECAST: "later years are foretold",
}
KIND_WORDS = {CURVE: "the yearly counts", FORECAST: "the forecast", FORECAST_ALL: "the forecast by all runs"}
WORSE, ALIKE, BETTER = VERDICTS = ("clearly worse", "perhaps as well", "clearly better")
DIGITS = 2
ENDS = {"value": "", "low": "_low", "high": "_high"}
FATIGUE = (
    "Fatigue, a wish to look that fades with failures, is not among them: it was taken out of the model before it was "
    "calibrated, as leaving does the same and the curve could not tell them apart (docs/odd.md)."
)
MANY = (
    f"Actors that do not run out are {plain(MOST_ACTORS)} times as many as by default, twice what is plausible at "
    "most: few of them ever leave."
)
SAME_RECORD = (
    "Intervals are over years of the record, or over origins of forecasts, drawn with replacement. A rival that does "
    "as well is not shown to be right, and one that does worse does so with the plausible ranges as they are."
)


class Rival(NamedTuple):
    """An explanation: its name, what it is called, what is changed in `world`, and what is added to the seed."""

    name: str
    label: str
    changes: Mapping[str, Any]
    luck: int = 0


class Explained(NamedTuple):
    """What a rival shows when all its other numbers are fitted.

    Patterns, the falls of single runs and how many partnerships they have, and scored cells.
    """

    rival: Rival
    patterns: pd.DataFrame
    falls: Numbers
    totals: Numbers
    curve: pd.DataFrame
    forecast: pd.DataFrame


def answer(effort: Effort) -> Finding:
    """Return how well each explanation fits and forecasts, beside the whole model."""
    world, counts = Scenario.load("world").replace(over="defaults"), record()
    rows, runs, origins = effort.choose((ROWS, 400, ORIGINS), (1_000, 20, ORIGINS[:1]))
    asked = effort.choose(rivals(), [each for each in rivals() if each.name in (WHOLE, LEFT_OUT[0])])
    made = Making(effort, effort.folder(), world, counts, rows, runs, origins)
    found = [made.explained(rival) for rival in asked]
    table = table_of(found, effort.seed)
    patterns = pd.concat([each.patterns.assign(rival=each.rival.name) for each in found])
    cells = pd.concat([cells.assign(score_of=name) for each in found for name, cells in scores_of(each)])
    return Finding(
        table=table,
        figure=figure(table),
        sentences=[
            short_answer(table),
            answer_sentence(table, CURVE),
            answer_sentence(table, FORECAST),
            *([control_sentence(table)] if AGAIN in set(table["rival"]) else []),
            fall_sentence(table, counts),
            level_sentence(table, counts),
            pattern_sentence(table),
            *([MANY] if ENDLESS in set(table["rival"]) else []),
            FATIGUE,
            SAME_RECORD,
        ],
        scenarios={"world": world},
        replicates=1,
        more_tables={"patterns": patterns, "cells": cells},
        made_from=(
            f"{len(found)} calibrations of {rows} single runs each, {runs} other runs with what each found, and "
            f"{runs} from each of {len(origins)} origins"
        ),
    )


def rivals() -> list[Rival]:
    """Return the whole model, the same again as control, and each model that lacks something."""
    without = [mechanism_of(name) for name in LEFT_OUT]
    return [
        Rival(WHOLE, "the whole model", {}),
        Rival(AGAIN, "the whole model again", {}, 1),
        *(Rival(each.name, f"without {each.label}", each.off()) for each in without),
        Rival(ENDLESS, "with actors that do not run out", {"pool": MOST_ACTORS}),
    ]


class Making(NamedTuple):
    """How explanations are made: with how many rows of each calibration and runs, and from which origins.

    What is simulated with what a calibration found is kept in the folder, if any, until the experiment is done.
    """

    effort: Effort
    folder: Path | None
    world: Scenario
    counts: pd.DataFrame
    rows: int
    runs: int
    origins: Sequence[int]

    def explained(self, rival: Rival) -> Explained:
        """Return what a rival shows; runs that are there are not made again."""
        seed, scenario = self.effort.seed + rival.luck, self.world.replace(rival.changes)
        name, place = rival.name, self.effort.shared(f"rival_{rival.name}_{self.rows}")
        search = cache(partial(searched, scenario, self.rows, seed, folder=place))
        shown = kept_table(self.folder, f"{name}_shown", lambda: self.shown(search(), seed))
        foretold = {
            origin: kept_table(self.folder, f"{name}_{origin}", partial(self.foretold, scenario, search, origin, seed))
            for origin in self.origins
        }
        yearly = shown[[column_of(ALL, year) for year in self.counts.index]].to_numpy(float)
        return Explained(
            rival,
            verdicts_of(until_year(scenario, ENDED_IN_THE_RECORD), shown),
            share_lost(yearly),
            yearly.sum(axis=1),
            self.curve(rival, shown),
            self.forecast(rival, foretold),
        )

    def shown(self, search: Search, seed: int) -> pd.DataFrame:
        """Return what new runs show with numbers that the whole record points to."""
        with progress_bar(self.runs, "predictions", None) as bar:
            return predicted(search.scenario, points_of(search.sets(self.runs)), seed + 1, bar)

    def foretold(self, scenario: Scenario, search: Callable[[], Search], origin: int, seed: int) -> pd.DataFrame:
        """Return the counts of new runs with numbers that the record up to an origin points to."""
        points = points_at(lookup_of(search()), self.counts, origin, TARGETS, self.runs, seed)
        return simulated_counts(scenario, origin, points, seed).reset_index(drop=True)

    def curve(self, rival: Rival, shown: pd.DataFrame) -> pd.DataFrame:
        """Return a scored cell of each year and target: the count beside those of the runs fitted to the record."""
        cells = [(year, target) for year in self.counts.index for target in TARGETS]
        quantiles = [np.quantile(shown[column_of(target, year)], LEVELS) for year, target in cells]
        rows = [
            {"method": rival.name, "origin": year, "target": target, **judged(each, self.counts.at[year, target])}
            for (year, target), each in zip(cells, quantiles, strict=True)
        ]
        return pd.DataFrame(rows)

    def forecast(self, rival: Rival, foretold: Mapping[int, pd.DataFrame]) -> pd.DataFrame:
        """Return the scored cells of forecasts, of the runs nearest to the last years known and of all runs."""
        parts = []
        for origin, simulated in foretold.items():
            near = nearest_to_record(simulated, self.counts, origin)
            for kind, runs in ((FORECAST, near), (FORECAST_ALL, simulated)):
                cells = scored(rival.name, origin, quantiles_of(runs, origin), self.counts)
                parts.append(cells.assign(kind=kind))
        return pd.concat(parts, ignore_index=True)


def scores_of(one: Explained) -> list[tuple[str, pd.DataFrame]]:
    """Return the cells of each kind of score."""
    of_kind = one.forecast.groupby("kind", sort=False)
    return [(CURVE, one.curve), *((str(kind), rows.drop(columns="kind")) for kind, rows in of_kind)]


def table_of(found: Sequence[Explained], seed: int) -> pd.DataFrame:
    """Return a row for each rival: patterns met, its fall, and its scores relative to those of the whole model.

    These are means over all fits of the whole model: of one alone the luck of its fit would move all scores.
    """
    table = pd.DataFrame([row_of(each) for each in found]).set_index("rival")
    names = [each.rival.name for each in found]
    for kind in (CURVE, FORECAST, FORECAST_ALL):
        cells = pd.concat([dict(scores_of(each))[kind] for each in found], ignore_index=True)
        fits = cells[cells["method"].isin([WHOLE, AGAIN])].assign(method=FITS)
        against = relative_table(pd.concat([cells, fits], ignore_index=True), names, [FITS], OF_ALL, seed)
        against = against[against["score"] == WIS].set_index("method")[["value", "low", "high"]]
        table = table.join(against.rename(columns=lambda end, kind=kind: kind if end == "value" else f"{kind}_{end}"))
    table = table.reset_index()
    for kind in (CURVE, FORECAST, FORECAST_ALL):
        luck = control(table, kind)
        table[f"{kind}_verdict"] = [verdict_of(row, kind, luck) for _, row in table.iterrows()]
    return table


def row_of(one: Explained) -> dict[str, Any]:
    """Return what a rival shows by itself."""
    row: dict[str, Any] = {"rival": one.rival.name, "label": one.rival.label}
    for kind in KINDS:
        patterns = one.patterns[one.patterns["kind"] == kind]
        name = kind.replace(" ", "_")
        row[f"{name}_inside"], row[f"{name}_score"] = (patterns["verdict"] == INSIDE).mean(), patterns["score"].mean()
    low, middle, high = np.quantile(one.falls, [LOW, 0.5, HIGH])
    return {**row, "fall": middle, "fall_low": low, "fall_high": high, "signed": np.median(one.totals)}


def short_answer(table: pd.DataFrame) -> str:
    """Return the answer: without which mechanisms the yearly counts are explained clearly worse, of how many."""
    rows = table[~table["rival"].isin([WHOLE, AGAIN])]
    needed = rows.loc[rows[f"{CURVE}_verdict"] == WORSE, "label"].tolist()
    said = "No" if len(needed) < len(rows) else "Yes"
    which = f" Yearly counts are explained clearly worse {listed(needed)}." if needed else ""
    return (
        f"{said}: of {len(rows)} things that are left out one at a time, with all other numbers fitted anew, "
        f"{len(needed)} are clearly missed.{which}"
    )


def answer_sentence(table: pd.DataFrame, kind: str) -> str:
    """Return without which mechanisms the record is explained, or foretold, worse or better, or not told apart."""
    rows = table[~table["rival"].isin([WHOLE, AGAIN])].sort_values(kind)
    parts = [
        f"{verdict} {listed([told(row, kind) for _, row in rows[rows[f'{kind}_verdict'] == verdict].iterrows()])}"
        for verdict in VERDICTS
        if (rows[f"{kind}_verdict"] == verdict).any()
    ]
    return (
        f"With one thing left out and all other numbers fitted anew, {SCORED_WORDS[kind]} {'; '.join(parts)} (weighted "
        "interval score relative to that of the whole model, below 1 if better)."
    )


def verdict_of(row: pd.Series, kind: str, luck: float) -> str:
    """Return whether the whole interval of a rival's score lies beyond what luck makes of the whole model's score."""
    # Not beyond 1 alone: of two fits of the same model one may be better by that.
    if row[f"{kind}_low"] > luck:
        return WORSE
    return BETTER if row[f"{kind}_high"] < 1 / luck else ALIKE


def control(table: pd.DataFrame, kind: str) -> float:
    """Return by which factor the scores of fits of the whole model, with other luck each, differ from their mean."""
    return float(np.exp(np.abs(np.log(table.loc[table["rival"].isin([WHOLE, AGAIN]), kind])).max()))


def told(row: pd.Series, kind: str) -> str:
    """Return a rival with its score."""
    value, low, high = (number(row[name], DIGITS) for name in (kind, f"{kind}_low", f"{kind}_high"))
    return f"{row['label']}, {value} ({low} to {high})"


def control_sentence(table: pd.DataFrame) -> str:
    """Return what luck of runs and fit alone makes of a score."""
    parts = [f"{number(control(table, kind), DIGITS)} in {words}" for kind, words in KIND_WORDS.items()]
    return (
        "As control the whole model was calibrated twice, with other luck: its scores differ from their mean, to which "
        f"all are relative, by a factor of {listed(parts)}. “Clearly” is said where a whole interval lies beyond that."
    )


def level_sentence(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Return how far scores of yearly counts go with how many partnerships there are."""
    rows = table[table["rival"] != ENDLESS]
    parts = [f"{row['label']} {plain(row['signed'])}" for _, row in table.iterrows()]
    along = number(rows["signed"].corr(rows[CURVE], method="spearman"), DIGITS)
    return (
        f"Scores go with how many partnerships there are, of which the record has {plain(counts[ALL].sum())} and the "
        f"median run: {'; '.join(parts)}. The rank correlation of the score of yearly counts with that number is "
        f"{along} (actors that do not run out left out): what a mechanism is worth for the shape of the curve alone, "
        "scores do not say."
    )


def fall_sentence(table: pd.DataFrame, counts: pd.DataFrame) -> str:
    """Return the fall that was observed beside that of each rival."""
    observed = float(share_lost(counts[ALL].to_numpy(float)))
    parts = [
        f"{row['label']} {percent(row['fall'])} ({span(row['fall_low'], row['fall_high'], 'share')})"
        for _, row in table[table["rival"] != AGAIN].iterrows()
    ]
    return (
        f"The fall observed is {percent(observed)}; in the median run, and in nine of ten, it is: {'; '.join(parts)}."
    )


def pattern_sentence(table: pd.DataFrame) -> str:
    """Return how many patterns each rival meets."""
    parts = [
        f"{row['label']} {percent(row['fitted_inside'])} and {percent(row['held_out_inside'])}"
        for _, row in table[table["rival"] != AGAIN].iterrows()
    ]
    return f"Patterns fitted to and held out that lie in the band of nine in ten runs: {'; '.join(parts)}."


def figure(table: pd.DataFrame) -> Drawn:
    """Return scores of all rivals relative to the whole model."""
    rows = table[table["rival"] != WHOLE]

    def panel(kind: str, heading: str) -> DotsPanel:
        ends = {end: factor("share") * (rows[kind + more] - 1) for end, more in ENDS.items()}
        of_kind = rows[["label"]].assign(**ends)
        return DotsPanel(of_kind, heading, "score, % more than that of the whole model", zero=True)

    left, right = [panel(CURVE, "Yearly counts to 2023")], [panel(FORECAST, "Forecasts from 2014 to 2018")]
    return plot_dots([left, right], "One thing left out, all else fitted anew: right is worse (lines: 95 % intervals)")


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
