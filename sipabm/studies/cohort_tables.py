"""Tables of cohorts: what an alternative changes in attempts begun in some years, or which year shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from sipabm.report.flows import (
    AUTHORITY,
    EVERYONE,
    EVERYONE_LABEL,
    NET_CASH,
    NET_WITH_OTHER,
    OTHER_VALUES,
    PARTIES,
    PUBLIC,
    PUBLIC_BUDGETS,
    PUBLIC_LABEL,
)
from sipabm.rules.settlement import CENT
from sipabm.statistics import Numbers
from sipabm.statistics.durations import share_ended
from sipabm.statistics.intervals import linear_values
from sipabm.statistics.jackknife import pseudo_values
from sipabm.statistics.tails import TENTH, worst_tenth_of_losses
from sipabm.studies.cohorts import (
    AGAINST,
    BEYOND,
    BEYOND_ORDINARY,
    BY_DURATION,
    LONGEST_CONTRACT,
    LONGEST_DEVELOPMENT,
    LOSERS,
    LOSS,
    QUARTERS_SERVED,
    THRESHOLDS,
    Cohort,
    beyond_names,
)
from sipabm.studies.contrasts import contrast
from sipabm.sweeps.measured import Measured, about
from sipabm.sweeps.measures import MILLIONS, Measure

# So few may be open that what they still become can hardly turn an answer.
OPEN_ALLOWED = 0.01
NEEDS = "needs "
ENDED_EARLY, STILL_OPEN = "share_ended_early", "still_open"
# What must be over before an outcome can be seen: nothing, development, or service as well.
STARTED, DEVELOPED, SERVED = "started", "developed", "served"
OPEN = ("developing", "running")
COUNTED = (
    (Measure("started", "attempts begun", "attempts", ("started",), less="fewer"), STARTED),
    (Measure("signed", "partnerships signed", "partnerships", ("signed",), less="fewer"), DEVELOPED),
    (Measure("conversion", "attempts signed", "share", ("signed",), ("started",), "higher", "lower"), DEVELOPED),
    (Measure("successful", "successful partnerships", "partnerships", ("successful",), less="fewer"), SERVED),
    (Measure("mean_effect", "mean effect", "share of target", ("effect",), ("ended",), "higher", "lower"), SERVED),
    (Measure(ENDED_EARLY, "partnerships that end early", "share", (), (), "higher", "lower"), SERVED),
    (Measure(STILL_OPEN, "still open at the end", "share", OPEN, (*OPEN, "ended"), "higher", "lower"), STARTED),
)
KIND_LABELS = {
    NET_CASH: "net cash",
    NET_WITH_OTHER: "net cash with other value",
    f"{NET_CASH}{AGAINST}": "net cash, against ordinary contracts",
    f"{NET_WITH_OTHER}{AGAINST}": "with other value, against ordinary contracts",
    LOSS: "loss of cash, of partnerships that lose it",
    f"{LOSS}{AGAINST}": "loss of cash, against ordinary contracts",
}
# Of a partnership alone: the worst tenth of a run or of a year would be another one.
WORST, WORST_AGAINST = "worst_tenth", f"worst_tenth{AGAINST}"
WORST_LABELS = {
    WORST: "loss in the worst tenth of partnerships, each",
    WORST_AGAINST: "worst tenth, against ordinary contracts",
}
CASH_KINDS = (NET_CASH, f"{NET_CASH}{AGAINST}", LOSS, f"{LOSS}{AGAINST}", *WORST_LABELS)
LABELS = {**PARTIES, PUBLIC: PUBLIC_LABEL, EVERYONE: EVERYONE_LABEL}
MEMBERS: dict[str, tuple[str, ...]] = {PUBLIC: PUBLIC_BUDGETS, EVERYONE: tuple(PARTIES)}
ENDS = ("difference", "low", "high")
PER_RUN, PER_PARTNERSHIP, PER_YEAR = "run", "partnership", "year"


class Total(Protocol):
    """Sums of columns of a cohort over runs, of one or many worlds."""

    def __call__(self, *names: str) -> Numbers:
        """Return the sum of some columns, by their names without the years of the cohort."""


class Pair(NamedTuple):
    """The runs of the base and of an alternative, the cohort that is looked at, and the last year that counts."""

    alternative: str
    runs: Measured
    cohort: Cohort
    last: int

    def of(self, measure: Measure) -> tuple[Numbers, dict[str, Any]]:
        """Return a measure's means in both worlds, and what the alternative changes in it."""
        measure = measure._replace(
            columns=tuple(map(self.cohort.column, measure.columns)), per=tuple(map(self.cohort.column, measure.per))
        )
        runs = replace(self.runs, measures=(measure,))
        values = runs.by_run(measure.name).to_numpy().T
        return runs.mean(measure.name).to_numpy(), changed(measure, values)

    def by_run(self, *names: str) -> Numbers:
        """Return the sum of columns of the cohort by run, of both worlds."""
        return self.runs.sums(list(map(self.cohort.column, names)))

    def sums(self, *names: str) -> Numbers:
        """Return the sum of columns of the cohort over all runs, of both worlds."""
        return self.by_run(*names).sum(axis=1)

    def needs(self, over: str) -> str | None:
        """Return that a later year is needed to see an outcome of the cohort, and which; none if it can be seen."""
        return needs(self.sums, over, self.cohort, self.last)


def needs(total: Total, over: str, cohort: Cohort, last: int) -> str | None:
    """Return that a later year is needed to see an outcome of a cohort, and which; none if it can be seen.

    `over` says what must be over before, `last` is the last year of the runs.
    """
    if over == STARTED or not (open_share(total, over) > OPEN_ALLOWED).any():
        return None
    longest = LONGEST_DEVELOPMENT + (LONGEST_CONTRACT if over == SERVED else 0)
    return f"{NEEDS}{max(cohort.last + longest, last + 1)}"


def open_share(total: Total, over: str) -> Numbers:
    """Return the share that is open of what is or may become a partnership, of each world."""
    still = total("developing", *(["running"] if over == SERVED else []))
    known = total("ended" if over == SERVED else "signed")
    return np.divide(still, still + known, out=np.zeros_like(still), where=still > 0)


def level(measure: Measure, total: Total, runs: int) -> Numbers:
    """Return an outcome or a net position of a cohort from sums over so many runs; missing where there is nothing."""
    if measure.name == ENDED_EARLY:
        by_quarter = ([total(f"{name}_{quarter}") for quarter in QUARTERS_SERVED] for name in BY_DURATION)
        return share_ended(*(np.stack(columns, axis=-1) for columns in by_quarter))
    if measure.name in WORST_LABELS:
        return level_in_worst_tenth(measure, total)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total(*measure.columns) / (total(*measure.per) if measure.per else runs))


def level_in_worst_tenth(measure: Measure, total: Total) -> Numbers:
    """Return the mean loss in the worst tenth of partnerships, less that of ordinary contracts if it is asked for."""
    parts = [
        sign
        * worst_tenth_of_losses(np.stack([total(name) for name in columns], axis=-1), THRESHOLDS, total("ended"))[0]
        for sign, columns in signed_columns(measure)
    ]
    return np.asarray(sum(parts))


def cohort_table(runs: Measured, cohorts: Mapping[str, Cohort], last: int) -> pd.DataFrame:
    """Return one row for each alternative and outcome of the attempts begun in its years, followed to their end.

    Difference from the base with its paired 95 % interval, and verdict; where more than one in a hundred of what may
    become a partnership is still open when the runs end, the verdict is the year that is needed: 'needs 2039'.
    """
    return pd.DataFrame([row for pair in pairs(runs, cohorts, last) for row in outcome_rows(pair)])


def net_table(runs: Measured, cohorts: Mapping[str, Cohort], last: int) -> pd.DataFrame:
    """Return one row for each alternative, kind of net position, party, and what it is told for, in million USD.

    They are of a run, of a partnership that ended, and of a year of the cohort's, with difference, interval and verdict
    as in `cohort_table`.
    """
    return pd.DataFrame([row for pair in pairs(runs, cohorts, last) for row in net_rows(pair)])


def pairs(runs: Measured, cohorts: Mapping[str, Cohort], last: int) -> Iterator[Pair]:
    """Yield the runs of each alternative beside those of the base."""
    base = runs.scenarios[0]
    for label, cohort in cohorts.items():
        yield Pair(label, runs.of([base, label]), cohort, last)


def outcome_rows(pair: Pair) -> Iterator[dict[str, Any]]:
    """Yield the row of each outcome of a cohort."""
    for measure, over in COUNTED:
        found = ended_early(pair, measure) if measure.name == ENDED_EARLY else pair.of(measure)
        yield row_of(pair, about(measure), *found, over)


def ended_early(pair: Pair, measure: Measure) -> tuple[Numbers, dict[str, Any]]:
    """Return the share of partnerships that end early, by durations at risk, in both worlds, and its change."""
    names = [pair.cohort.column(f"{name}_{quarter}") for name in BY_DURATION for quarter in QUARTERS_SERVED]
    curves = pair.runs.values[..., [pair.runs.columns.index(name) for name in names]]
    means, values = pseudo_values(curves, lambda found: share_ended(*np.split(found, len(BY_DURATION), axis=-1)))
    # Around what both worlds show, as everywhere: pseudo-values correct a bias that a hundred runs do not have.
    return means, changed(measure, values + (means - values.mean(axis=-1))[:, None])


def net_rows(pair: Pair) -> Iterator[dict[str, Any]]:
    """Yield the row of each kind of net position, party, and what it is told for."""
    years = pair.cohort.last - pair.cohort.first + 1
    for measure, party in positions():
        means, change = pair.of(measure)
        told = {
            PER_RUN: (means, change),
            PER_PARTNERSHIP: pair.of(measure._replace(per=("ended",))),
            PER_YEAR: (means / years, {**change, **{end: change[end] / years for end in ENDS}}),
        }
        for per, found in told.items():
            yield row_of(pair, about_position(measure, party, per), *found, SERVED)
    for measure, party in worst_tenths():
        yield row_of(pair, about_position(measure, party, PER_PARTNERSHIP), *worst_tenth(measure, pair.by_run), SERVED)


def worst_tenth(measure: Measure, by_run: Total) -> tuple[Numbers, dict[str, Any]]:
    """Return the loss in the worst tenth of partnerships in both worlds, and what changes in it, from sums by run.

    Instead of runs there may be other cases, like sets of numbers (worlds × cases).
    """
    values = sum(sign * values_in_worst_tenth(columns, by_run) for sign, columns in signed_columns(measure))
    means = level(measure, lambda *names: by_run(*names).sum(axis=1), 1)
    return means, changed(measure, np.asarray(values))


def values_in_worst_tenth(columns: Sequence[str], by_run: Total) -> Numbers:
    """Return a value for each run of both worlds whose mean is the mean loss in the worst tenth, and its spread."""
    ended, beyond = by_run("ended"), np.stack([by_run(name) for name in columns], axis=-1)
    _, which = worst_tenth_of_losses(beyond.sum(axis=1), THRESHOLDS, ended.sum(axis=1))
    # Where the tenth begins it is a ratio of sums: the mean does not change with a threshold that is the best one.
    at_threshold = np.take_along_axis(beyond, which[:, None, None], axis=-1)[..., 0]
    return linear_values(THRESHOLDS[which][:, None] * ended + at_threshold / TENTH, ended)


def signed_columns(measure: Measure) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield 1 with the columns of losses of partnerships, and −1 with those of ordinary contracts, if any."""
    for begin in range(0, len(measure.columns), len(THRESHOLDS)):
        yield -1 if begin else 1, measure.columns[begin : begin + len(THRESHOLDS)]


def worst_tenths() -> Iterator[tuple[Measure, str]]:
    """Yield the loss in the worst tenth of partnerships of each party, and the party."""
    for party in LOSERS:
        yield Measure(WORST, WORST_LABELS[WORST], MILLIONS, tuple(beyond_names(BEYOND, party))), party
    # All others have nothing to lose under an ordinary contract.
    both = (*beyond_names(BEYOND, AUTHORITY), *beyond_names(BEYOND_ORDINARY, AUTHORITY))
    yield Measure(WORST_AGAINST, WORST_LABELS[WORST_AGAINST], MILLIONS, both), AUTHORITY


def positions() -> Iterator[tuple[Measure, str]]:
    """Yield the net position of each kind and party, of a run, and the party."""
    for kind, label in KIND_LABELS.items():
        for party in parties_of(kind):
            yield (
                Measure(kind, label, MILLIONS, tuple(f"{kind}_{each}" for each in MEMBERS.get(party, (party,)))),
                party,
            )


def about_position(measure: Measure, party: str, per: str) -> dict[str, str]:
    """Return what a row of a table tells of a net position."""
    named = {"measure": measure.name, "label": measure.label, "party": party, "party_label": LABELS[party]}
    return {**named, "per": per, "unit": measure.unit}


def parties_of(kind: str) -> list[str]:
    """Return the parties of a kind of net position, and several together."""
    # What one loses another may have: losses of parties add up to nobody's.
    return list(PARTIES if kind.startswith(LOSS) else LABELS)


def is_position(row: Mapping[str, Any]) -> bool:
    """Return whether a row of net positions tells readers something: there is any, and not the same as in cash."""
    # The files have them all; in print a party without other value would have the same numbers twice.
    if row["measure"] not in CASH_KINDS and row["party"] not in (*OTHER_VALUES, EVERYONE):
        return False
    return any(abs(row[world]) >= CENT for world in ("base", "other"))


def row_of(pair: Pair, named: dict[str, str], means: Numbers, change: dict[str, Any], over: str) -> dict[str, Any]:
    """Return a row: whose, what, both worlds, change with interval, and the verdict or the year that it needs."""
    whose = {"alternative": pair.alternative, "begun_first": pair.cohort.first, "begun_last": pair.cohort.last}
    levels = {"base": means[0], "other": means[1]}
    return {**whose, **named, **levels, **change, "verdict": pair.needs(over) or change["verdict"]}


def changed(measure: Measure, values: Numbers) -> dict[str, Any]:
    """Return what changes from the first to the second of two worlds, from its values by run."""
    found = contrast(measure, *values)
    return {name: found[name] for name in (*ENDS, "verdict")}
