"""What the figures of a comparison show, in words written from their numbers, for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sipabm.language.numbers import change
from sipabm.report.curve_words import curve_in_words
from sipabm.studies.cohort_tables import NEEDS
from sipabm.studies.contrasts import SAME


def of_curves(curves: pd.DataFrame, labels: Sequence[str]) -> str:
    """Return the highest mean and the last one of the base and of some alternatives, with their bands."""
    base = curves["alternative"].iloc[0]
    said = []
    for label in (base, *labels):
        in_years = curve_in_words(curves[curves["alternative"] == label])
        said.append(f"{'Base, ' if label == base else ''}{label}: {in_years}.")
    return f"Lines of partnerships signed by year, with 90 % of runs around them. {' '.join(said)}"


def of_changes(cohort: pd.DataFrame, labels: Sequence[str]) -> str:
    """Return the changes of some alternatives with their 95 % intervals, or which year shows them."""
    said = [sentence(label, cohort, "label") for label in labels]
    return f"Points with 95 % intervals: changes from the base, a row for each alternative. {' '.join(said)}"


def of_positions(positions: pd.DataFrame, labels: Sequence[str]) -> str:
    """Return the changes of net positions by party with their 95 % intervals, or which year shows them."""
    said = []
    for kind, rows in positions.groupby("label", sort=False):
        parts = [sentence(label, rows, "party_label") for label in labels]
        said.append(f"{str(kind).capitalize()}, {rows['unit'].iloc[0]} per run. {' '.join(parts)}")
    return f"Bars with 95 % intervals: changes from the base, for each party. {' '.join(said)}"


def sentence(label: str, rows: pd.DataFrame, named: str) -> str:
    """Return the changes of one alternative, each after the name that a column gives it."""
    own = rows[rows["alternative"] == label]
    needs = own["verdict"][own["verdict"].str.startswith(NEEDS)]
    # Said once where it holds for all.
    if len(needs) == len(own) and needs.nunique() == 1:
        return f"{label}: {needs.iloc[0]}."
    return f"{label}: {'; '.join(f'{row[named]} {in_words(row)}' for _, row in own.iterrows())}."


def in_words(row: pd.Series) -> str:
    """Return a change with its interval, or its verdict where there is none."""
    verdict = str(row["verdict"])
    if verdict.startswith(NEEDS) or verdict == SAME or pd.isna(row["difference"]):
        return verdict
    return change(row)
