"""Which of the numbers that nobody knows exactly decide uptake, success and the fall?"""

from __future__ import annotations

import sys
from collections import Counter

import pandas as pd

from sipabm import Scenario, Sensitivity, sensitivity, uncertain
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import counted, listed
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent
from sipabm.plots import plot_influence
from sipabm.studies.sensitivity import named_rows
from sipabm.studies.sensitivity_sentences import moved, sentences_of

QUESTION = str(__doc__)
LAST = 2023  # after it the record is not complete
MEASURES = ("signed", "successful", "fall")
MOST, NAMED = 10, 5  # numbers in the table, and in a sentence
NUMBERS = ("pool", "willingness_to_pay", "development_budget", "political_support", "return_cap", "worth", "delay")
SHORT = {"signed": "Uptake depends most on", "successful": "success on", "fall": "the fall on"}
WORDS = {"signed": "uptake (partnerships signed)", "successful": "success", "fall": "the fall from the peak"}


def answer(effort: Effort) -> Finding:
    """Return the ten numbers that decide most of each measure, over all that is plausible of every number."""
    world = Scenario.load("world")
    # From each start every number moves once; the quick form moves a few, from worlds that are as `world` otherwise.
    numbers, starts, replicates = effort.choose((None, 80, 4), (NUMBERS, 6, 2))
    moving = len(named_rows(uncertain(world), numbers))
    points, where = starts * (moving + 1), {"numbers": numbers, "last": LAST, "folder": effort.folder()}
    found = sensitivity(world, "morris", MEASURES, points, replicates, effort.seed, **where)
    most = with_sources(found)
    return Finding(
        table=most,
        figure=plot_influence(
            found.indices, found.measures, f"The ten numbers that decide most, over all that is plausible, to {LAST}"
        ),
        sentences=sentences(found, most),
        scenarios={"world": world},
        replicates=replicates,
        more_tables={"indices": found.indices, "measures": found.measures},
        made_from=(
            f"{counted(replicates, 'run')} of each of {counted(found.manifest['points'], 'world')} all over what is "
            f"plausible: {starts} starts, from which each of {counted(moving, 'number')} moves once"
        ),
    )


def with_sources(found: Sensitivity) -> pd.DataFrame:
    """Return the ten numbers of each measure, each with its plausible range, its source and whether it is assumed."""
    ends = {"low": "range_low", "high": "range_high"}
    known = uncertain(found.scenario)[["name", "low", "high", "unit", "source", "assumed"]].rename(columns=ends)
    most = found.indices[found.indices["rank"] <= MOST]
    return most.merge(known, on="name", how="left", validate="many_to_one")


def sentences(found: Sensitivity, most: pd.DataFrame) -> list[str]:
    """Return the numbers that decide each measure, how much of it is luck, and what is known of these numbers."""
    about = [row for _, row in found.measures.iterrows()]
    ranked = [ranking_sentence(found, row) for row in about]
    luck = " ".join(said for row in about for said in sentences_of(found, row, 1)[1:])
    return [answer_sentence(most), *ranked, shared_sentence(most), assumed_sentence(most), *filter(None, [luck])]


def answer_sentence(most: pd.DataFrame) -> str:
    """Return the answer: the number that decides most of each measure, and how many of these are assumed."""
    first = most.sort_values("rank", kind="stable").drop_duplicates("measure").set_index("measure")["name"]
    parts = [f"{words} {name_in_words(first[measure])}" for measure, words in SHORT.items() if measure in first]
    numbers = most.drop_duplicates("name")
    return (
        f"{listed(parts)}. Of the {len(numbers)} numbers that decide most, {percent(numbers['assumed'].mean())} are "
        "assumed."
    )


def ranking_sentence(found: Sensitivity, measure: pd.Series) -> str:
    """Return the first numbers of a measure with what each changes; all ten stand in the table."""
    rows = found.of(measure["measure"])
    first = rows.head(NAMED).to_dict("records")
    parts = [f"{name_in_words(row['name'])} {moved(row, measure)}" for row in first]
    return (
        f"Of {counted(len(rows), 'number')}, each moved from end to end of what is plausible, {len(first)} change "
        f"{WORDS[measure['measure']]} to {LAST} most, up or down: {listed(parts)}."
    )


def shared_sentence(most: pd.DataFrame) -> str:
    """Return which numbers are among the ten of all measures."""
    times = Counter(most["name"])
    shared = [name_in_words(name) for name, number in times.items() if number == len(MEASURES)]
    named = f": {listed(shared)}" if shared else ""
    return f"Among the first {MOST} of all three are {counted(len(shared), 'number')}{named}."


def assumed_sentence(most: pd.DataFrame) -> str:
    """Return how many of the numbers that decide most are assumed, and which are not."""
    numbers = most.drop_duplicates("name")
    measured = [name_in_words(name) for name in numbers.loc[~numbers["assumed"], "name"]]
    known = f"not so {listed(measured)}" if measured else "there is no other"
    return (
        f"Of the {len(numbers)} numbers in these lists {percent(numbers['assumed'].mean())} are assumed, in part at "
        f"least; {known}."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
