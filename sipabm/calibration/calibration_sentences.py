"""A calibration in sentences written from its numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sipabm.calibration.calibration import Calibration
from sipabm.calibration.second_opinion import AGREES, ranges_agree
from sipabm.language.cells import count
from sipabm.language.lists import counted, listed
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent

NAMED = 5  # numbers or targets in a sentence
TOO_UNEVEN = 0.01  # of ranks: so improbable that the posterior is not believed, before counting how many were looked at


def title(found: Calibration) -> str:
    """Return what a calibration is of."""
    return f"What the record says about the numbers of scenario “{found.scenario.name}”"


def sentences(found: Calibration) -> list[str]:
    """Return what was found, what was not, and how far it can be trusted."""
    numbers = found.numbers
    checks = checked(numbers, found.manifest["checks"])
    return [answer(numbers), *effort(found), *learnt(numbers), *checks, *agreed(numbers), *missed(found)]


def answer(numbers: pd.DataFrame) -> str:
    """Return of how many numbers the record tells much."""
    known = numbers[numbers["fitted"] & numbers["identified"]]
    rest = "all others stay nearly as uncertain as they were"
    if known.empty:
        return f"The record tells much of none of {counted(len(numbers), 'number')}: {rest}."
    most = name_in_words(str(known.loc[known["told"].idxmax(), "name"]))
    return f"The record tells much of {len(known)} of {counted(len(numbers), 'number')}, most of {most}; {rest}."


def effort(found: Calibration) -> Iterator[str]:
    """Yield from how many runs the posterior comes."""
    made, targets = found.manifest, int(found.targets["is_target"].sum())
    yield (
        f"Of {count(made['rows'])} single runs, each with other numbers and other luck, the {count(made['accepted'])} "
        f"nearest to {targets} observed patterns were taken; weighted, they are worth {made['effective']:.0f}."
    )


def learnt(numbers: pd.DataFrame) -> Iterator[str]:
    """Yield which numbers the record says something about."""
    of_fitted = numbers[numbers["fitted"]].sort_values("told", ascending=False)
    known = of_fitted[of_fitted["identified"]]
    if known.empty:
        return
    named = listed([f"{name_in_words(row.name)} ({percent(row.told)})" for row in known.head(NAMED).itertuples(False)])
    yield (
        f"Told of the {counted(len(known), 'number')}, as a share of the variance over the plausible range, most: "
        f"{named}."
    )


def checked(numbers: pd.DataFrame, checks: int) -> Iterator[str]:
    """Yield whether intervals held the truth where it is known as often as they say."""
    of_fitted = numbers[numbers["fitted"]]
    means = listed([f"{percent(of_fitted[f'coverage_{level}'].mean(), 1)} instead of {level} %" for level in (50, 90)])
    yield f"Checked on {checks} runs held out, intervals of the fitted numbers held the truth in {means}."
    doubtful = of_fitted[of_fitted["uneven"] < TOO_UNEVEN / len(of_fitted)]
    if len(doubtful):
        names = listed([name_in_words(name) for name in doubtful["name"]])
        yield f"Not to be trusted, as the truth ranks too unevenly there: {names}."


def agreed(numbers: pd.DataFrame) -> Iterator[str]:
    """Yield about how many numbers a second opinion agrees, and about which not, if there is one."""
    if AGREES not in numbers:
        return
    asked = numbers[numbers[AGREES].notna()]
    same = asked[AGREES].astype(bool)
    # Of a number of which neither learns anything, they could hardly say different things.
    known, untold = asked["identified"].astype(bool), ranges_agree(asked)
    yield (
        f"A neural network that learnt from the same runs agrees about {same.sum()} of "
        f"{counted(len(asked), 'fitted number')}, and about {(same & known).sum()} of the {known.sum()} of which the "
        f"record tells much; the whole ranges, from which nothing is learnt, would by the same rule about "
        f"{untold.sum()} and {(untold & known).sum()}."
    )
    if not same.all():
        names = listed([name_in_words(name) for name in asked["name"][~same]])
        yield f"Where it does not agree, a number is as uncertain as both intervals together: {names}."


def missed(found: Calibration) -> Iterator[str]:
    """Yield which targets even the best runs miss."""
    held_to = found.targets[found.targets["is_target"]]
    far = held_to[held_to["unmet"] > 0]
    if len(far):
        names = listed(list(far["label"].head(NAMED)) + ([f"{len(far) - NAMED} more"] if len(far) > NAMED else []))
        yield (
            f"The model cannot meet {len(far)} of {len(held_to)} targets together with the others ({names}); each "
            "counts with as much error as it is missed by."
        )
