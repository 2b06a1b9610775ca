"""With how many sets of numbers each explanation of the decline comes first, in sentences written from the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from sipabm.language.cells import count
from sipabm.language.lists import counted, listed
from sipabm.language.numbers import change, level, percent
from sipabm.studies.decline_by_set import WHO, DeclineBySet
from sipabm.studies.robustness_sentences import SETS_OF, another_first, capital, is_mostly_luck, repeated
from sipabm.studies.robustness_tables import FIRST, TOP

OVER_SETS = ("median", "low", "high")
LARGER = ("larger", "low", "high")
PLACES = ("first", "second", "third")
EVEN = 0.5


def title(found: DeclineBySet) -> str:
    """Return what a figure of the answers shows."""
    runs = counted(found.replicates, "run")
    return (
        f"Which explanation of the decline comes first in scenario “{found.scenario.name}”: {sets_in_words(found)}, "
        f"{runs} of each combination with each, made twice"
    )


def sets_in_words(found: DeclineBySet) -> str:
    """Return how many sets of which numbers count."""
    return f"{count(found.counted)} {SETS_OF[found.scenario.over]}"


def by_set_answer(found: DeclineBySet) -> str:
    """Return in what share of sets the most frequent explanation comes first, and how often again by luck alone."""
    leading = found.of("answers")["criterion"].iloc[0]
    best = criterion(found, leading).iloc[0]
    top = criterion(found, TOP).set_index(WHO)["share"]
    among = f", and is among the first three in {percent(top[best[WHO]])}" if len(top) else ""
    said, repeats = ("comes first", "first again") if leading == FIRST else ("adds to it", "again")
    return (
        f"{capital(best[WHO])} {said} in {percent(best['share'])} of {sets_in_words(found)}{among}; by luck alone, "
        f"with the same numbers, {repeats} in {percent(best['again'])}."
    )


def sentences(found: DeclineBySet) -> list[str]:
    """Return how often each explanation comes first, what luck does to that, and which can be told apart."""
    return [*shares_sentences(found), *luck_sentences(found), *parts_sentences(found)]


def criterion(found: DeclineBySet, name: str, quantity: int = 0) -> pd.DataFrame:
    """Return the answers of one criterion, the largest share first; none where it says nothing, as places of one."""
    rows = found.of("answers", quantity)
    rows = rows[rows["criterion"] == name]
    return rows.sort_values("share", ascending=False, kind="stable", ignore_index=True)


def shares_sentences(found: DeclineBySet) -> Iterator[str]:
    """Yield in what share of sets each explanation comes first, in each sense of the fall."""
    for place, sense in enumerate(found.quantities):
        rows = criterion(found, FIRST, place).to_dict("records")
        named = [f"{row[WHO]} {percent(row['share'])}{repeated(row)}" for row in rows if row["share"]]
        never = [row[WHO] for row in rows if not row["share"]]
        if named:
            rest = f"; in none: {listed(never)}" if never else ""
            yield f"First in {sense.label}, of all sets (again by luck alone): {listed(named)}{rest}."


def luck_sentences(found: DeclineBySet) -> Iterator[str]:
    """Yield how often another explanation comes first by luck alone, and if numbers differ, too."""
    if criterion(found, FIRST).empty:
        return
    luck = found.of("luck")
    mostly = " So more than half of the difference between sets is luck." if is_mostly_luck(luck) else ""
    yield f"{another_first(luck, 'explanation')}{mostly}"


def parts_sentences(found: DeclineBySet) -> Iterator[str]:
    """Yield the parts over sets, and which of the first three cannot be told apart."""
    parts = [f"{row[WHO]} {change(row, OVER_SETS)}{adding(row)}" for row in found.of("parts").to_dict("records")]
    yield f"Part of each over sets, in the median (nine in ten sets): {'; '.join(parts)}."
    pairs = found.of("pairs").head(len(PLACES) - 1).to_dict("records")
    for (one, other), row in zip(pairwise(PLACES), pairs, strict=False):
        yield pair_sentence(one, other, row)


def adding(row: dict[str, Any]) -> str:
    """Return with how many sets a mechanism adds to the fall, unless with all."""
    return "" if row["positive"] == row["sets"] else f", adding to the fall in {row['positive']} of {row['sets']}"


def pair_sentence(one: str, other: str, row: dict[str, Any]) -> str:
    """Return whether a mechanism and the next one by the median can be told apart."""
    apart = row["low"] > EVEN or row["high"] < EVEN
    verdict = "can" if apart else "cannot"
    return (
        f"By the median {row[WHO]} is {one} and {row['next']} {other}; the part of the {one} is larger in "
        f"{level(row, LARGER)} of the sets, so they {verdict} be told apart."
    )


def note(found: DeclineBySet) -> str:
    """Return what must be known to read how often each explanation comes first."""
    asked = found.of("parts")[WHO].tolist()
    return (
        f"Explanation by set: with each of {count(found.counted)} sets of numbers the fall of its own mean curve is "
        f"divided among {listed(asked)}; all other mechanisms stay as in the scenario, so parts are not those of the "
        f"mean curve above. First: the largest part of all in the mean of {counted(found.replicates, 'run')}; all is "
        "made twice, with the same numbers and other luck. Were luck nothing, the same one would always be first again."
    )
