"""Which values of the numbers that nobody knows exactly lead to what was observed, and what do they predict?"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

from sipabm import Calibration, Scenario, calibrate
from sipabm.calibration.calibration_sentences import sentences, title
from sipabm.calibration.predicted import points_of, predicted, verdicts_of
from sipabm.calibration.statistics_of_runs import statistics_of_runs
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import percent, plain
from sipabm.parameters.ranges import cube
from sipabm.plots import plot_posterior
from sipabm.progress import progress_bar
from sipabm.simulation import simulate
from sipabm.statistics import Numbers
from sipabm.studies.decline_attribution import until_year
from sipabm.validation.deal_statistics import ENDED_IN_THE_RECORD
from sipabm.validation.verdicts import INSIDE

QUESTION = str(__doc__)
# What runs take their numbers from, the best last.
RANGES, DEFAULTS, POSTERIOR = "ranges", "defaults", "posterior"
KINDS = ("fitted", "held out", "input")


def answer(effort: Effort) -> Finding:
    """Return the posterior of the numbers of `world`, and its predictions beside those of ranges and defaults."""
    world = Scenario.load("world")
    rows, checks, runs = effort.choose((100_000, 500, 400), (1_000, 20, 40))
    # Where sbi is not installed all else is the same.
    second = not effort.quick and find_spec("sbi") is not None
    how: dict[str, Any] = {"checks": checks, "second_opinion": second, "folder": effort.shared("calibration")}
    found = calibrate(world, rows, effort.seed, **how)
    patterns = pd.concat([table.assign(over=over) for over, table in judged(found, runs, effort.seed + 1).items()])
    kinds = summary(patterns)
    return Finding(
        table=found.numbers,
        figure=plot_posterior(found.numbers, title(found)),
        sentences=found_sentences(found, patterns, kinds),
        scenarios={"world": world},
        replicates=1,
        more_tables={"targets": found.targets, "sets": found.sets, "patterns": patterns, "kinds": kinds},
        made_from=f"{rows} single runs; predictions from {runs} other runs over each",
    )


def found_sentences(found: Calibration, patterns: pd.DataFrame, kinds: pd.DataFrame) -> list[str]:
    """Return of what the record tells and whether the fall is among what it predicts; then how well it predicts."""
    first, *rest = sentences(found)
    return [f"{first} {fall_sentence(patterns)}", *rest, *map(prediction_sentence, KINDS, [kinds] * len(KINDS))]


def judged(found: Calibration, runs: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return every pattern beside what new runs show, over the ranges, at the defaults and over the posterior."""
    scenario = until_year(found.scenario, ENDED_IN_THE_RECORD)
    sets = found.sets.sample(runs, replace=len(found.sets) < runs, random_state=seed)
    anywhere = np.random.default_rng(seed).random((runs, len(cube())))
    return {
        RANGES: verdicts_of(scenario, shown(scenario, anywhere, seed)),
        DEFAULTS: verdicts_of(scenario, statistics_of_runs(simulate(scenario, runs, seed))),
        POSTERIOR: verdicts_of(scenario, shown(scenario, points_of(sets), seed)),
    }


def shown(scenario: Scenario, points: Numbers, seed: int) -> pd.DataFrame:
    """Return what a run at each point shows."""
    with progress_bar(len(points), "predictions", None) as bar:
        return predicted(scenario, points, seed, bar)


def summary(patterns: pd.DataFrame) -> pd.DataFrame:
    """Return for each kind of pattern, and what runs take their numbers from, how many agree and how well."""
    groups = patterns.assign(inside=patterns["verdict"] == INSIDE).groupby(["kind", "over"], sort=False)
    return groups.agg(
        patterns=("pattern", "size"),
        inside=("inside", "mean"),
        mean_score=("score", "mean"),
        median_score=("score", "median"),
    ).reset_index()


def prediction_sentence(kind: str, kinds: pd.DataFrame) -> str:
    """Return how many patterns of a kind lie in the bands of runs over each, and how well these score."""
    rows = kinds[kinds["kind"] == kind].set_index("over")
    said = [
        f"{percent(rows.loc[over, 'inside'])} (score {plain(rows.loc[over, 'mean_score'])}) over the {over}"
        for over in (POSTERIOR, RANGES, DEFAULTS)
    ]
    return (
        f"Of {rows['patterns'].iloc[0]} {kind} patterns these shares lie in the band of nine in ten runs, with the "
        f"mean interval score, of which less is better: {listed(said)}."
    )


def fall_sentence(patterns: pd.DataFrame) -> str:
    """Return whether the fall from the peak lies within what the posterior predicts."""
    row = patterns[(patterns["pattern"] == "fall") & (patterns["over"] == POSTERIOR)].iloc[0]
    covered = "lies within" if row["verdict"] == INSIDE else "lies outside of"
    return (
        f"The fall from the peak that was observed, {percent(row['observed'])}, {covered} the band that the posterior "
        f"predicts, {percent(row['low'])} to {percent(row['high'])}."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
