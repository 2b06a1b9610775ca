"""A sensitivity in sentences written from its numbers."""

from __future__ import annotations

from math import isnan

import pandas as pd

from sipabm.language.cells import count
from sipabm.language.lists import counted, listed
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent, spoken
from sipabm.studies.sensitivity import Sensitivity

NAMED = 3  # numbers in a sentence


def title(found: Sensitivity) -> str:
    """Return what a sensitivity is about."""
    made = found.manifest
    effort = f"{counted(made['points'], 'point')}, {counted(made['replicates'], 'run')} of each"
    return f"Numbers that decide most in scenario “{found.scenario.name}”, by {found.method.title()} ({effort})"


def sentences(found: Sensitivity, named: int = NAMED) -> list[str]:
    """Return for each measure which numbers decide it most and how much of its spread is luck."""
    return [said for _, row in found.measures.iterrows() for said in sentences_of(found, row, named)]


def sentences_of(found: Sensitivity, measure: pd.Series, named: int) -> list[str]:
    """Return what is said of one measure."""
    rows = found.of(measure["measure"])
    sizes = rows["mu_star" if found.method == "morris" else "total"]
    if sizes.isna().all():
        return [f"In too few worlds there is any {measure['label']} to say what changes it."]
    if not sizes.max() > 0:
        return [f"No number changes {measure['label']}."]
    first = (
        screened_sentence(rows, measure, named) if found.method == "morris" else split_sentence(rows, measure, named)
    )
    return [first, *luck_sentences(rows, measure)]


def screened_sentence(rows: pd.DataFrame, measure: pd.Series, named: int) -> str:
    """Return which numbers move a measure most if they move over their plausible ranges."""
    parts = [f"{name_in_words(row['name'])} {moved(row, measure)}" for row in rows.head(named).to_dict("records")]
    return (
        f"Of {counted(len(rows), 'number')}, moved one by one from end to end of what is plausible, these change "
        f"{measure['label']} most, up or down: {listed(parts)}."
    )


def moved(row: dict[str, float], measure: pd.Series) -> str:
    """Return by how much a number changes a measure, with its interval."""
    ends = [row["mu_star"], row["low"], row["high"]]
    return "by –" if isnan(ends[0]) else f"by {spoken(ends, measure['unit'], of_shares='points')}"


def split_sentence(rows: pd.DataFrame, measure: pd.Series, named: int) -> str:
    """Return which numbers decide most of a measure's variance, and how much is not due to single numbers."""
    parts = [
        f"{name_in_words(row['name'])} "
        + spoken([row[f"total{end}"] for end in ("", "_low", "_high")], "share", of_shares="%")
        for row in rows.head(named).to_dict("records")
    ]
    return (
        f"Of the variance of {measure['label']} over what is plausible of {counted(len(rows), 'number')}, these decide "
        f"most, with all interactions: {listed(parts)}; all numbers, each alone, decide {percent(rows['first'].sum())}."
    )


def luck_sentences(rows: pd.DataFrame, measure: pd.Series) -> list[str]:
    """Return how much of the spread between points is luck, and which numbers do no more than luck would."""
    said = []
    if not isnan(measure["noise_share"]):
        share = percent(measure["noise_share"], 1)
        said.append(f"Luck is {share} of the variance of {measure['label']} between points.")
    if "luck" in rows and rows["luck"].notna().any():
        above = int((rows["low"] > rows["luck"]).sum())
        said[-1] = (
            f"{said[-1][:-1]}; {above} of {counted(len(rows), 'number')} change it by more than luck alone would."
        )
    if measure["undefined"]:
        of = f"{count(measure['undefined'])} of {counted(measure['runs'], 'run')}"
        said.append(f"In {of} there is no {measure['label']}, and changes are taken where there is.")
    if measure["failed"]:
        said.append(f"{counted(measure['failed'], 'run')} failed and are left out.")
    return said
