"""Robustness tables: how often each lever is first, what luck does to that, and which number decides it.

`added`, `cash` and `other` are what levers add with each set of numbers: repetitions × sets × levers. Both repetitions
have the same sets and other luck.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sipabm.statistics import Numbers
from sipabm.statistics.bands import nine_in_ten
from sipabm.statistics.deciding import Deciding, deciding
from sipabm.statistics.intervals import share_interval
from sipabm.statistics.orders import again, among_first, first_places, same_first
from sipabm.statistics.prim import Mask

ADDS, FIRST, TOP, WORTH, LOSES, OTHER = "adds", "first", "among_first", "worth", "loses", "other_value"
PLACES = 3
# What a reader is told of each, in the order in which it is told.
CRITERIA = {
    FIRST: "first",
    ADDS: "adds anything",
    TOP: "among the first three",
    WORTH: "worth its cost in cash",
    LOSES: "loses cash",
    OTHER: "adds other value",
}
LUCK, NUMBERS = "luck", "luck and numbers"
DECIDING = ("lever", "criterion", "number", "unit", *Deciding._fields[1:], "where_low", "where_high")


def criteria(added: Numbers, cash: Numbers, other: Numbers) -> dict[str, Numbers]:
    """Return where each criterion holds, from 0 to 1, in the shape of what is given."""
    return places(added) | {WORTH: above_zero(cash), LOSES: above_zero(-cash), OTHER: above_zero(other)}


def places(added: Numbers) -> dict[str, Numbers]:
    """Return where each is first and among the first three, from 0 to 1, in the shape of what is given.

    One alone is before nothing, so it is asked whether it adds anything; of three all are among the first three.
    """
    number = added.shape[-1]
    found = {FIRST: first_places(added)} if number > 1 else {ADDS: above_zero(added)}
    return found | ({TOP: among_first(added, PLACES)} if number > PLACES else {})


def above_zero(values: Numbers) -> Numbers:
    """Return 1 for what is above zero, else 0."""
    return np.asarray(values > 0, dtype=float)


def answers_table(levers: Sequence[str], holds: Mapping[str, Numbers], who: str = "lever") -> pd.DataFrame:
    """Return a row for each criterion and lever, the lever first that is so most often.

    What is not a lever, as a mechanism, stands in a column of another name: `who`.

    `share` is the share of sets in which the criterion holds, of both repetitions, with its 95 % interval over sets;
    `again` is how often what holds in one repetition holds in the other, with the same numbers and other luck.
    """
    rows = [rows_of(name, who, levers, *holds[name]) for name in CRITERIA if name in holds]
    if not rows:
        return pd.DataFrame(columns=["criterion", "label", who, "unit", "share", "low", "high", "again"])
    table = pd.concat(rows, ignore_index=True)
    leading = table[table["criterion"] == table["criterion"].iloc[0]]
    order = leading.sort_values("share", ascending=False, kind="stable")[who].tolist()
    # Criterion by criterion, all in the same order, so that a lever is found at the same place in each.
    return table.sort_values(who, key=lambda each: each.map(order.index), kind="stable").sort_values(
        "criterion", key=lambda each: each.map(list(CRITERIA).index), kind="stable", ignore_index=True
    )


def rows_of(criterion: str, who: str, levers: Sequence[str], one: Numbers, other: Numbers) -> pd.DataFrame:
    """Return the rows of a criterion, from where it holds in each repetition (sets × levers)."""
    share = (one + other).mean(axis=0) / 2
    # As many as there are sets, though each was looked at twice: both looks are at the same numbers.
    low, high = share_interval(share, len(one))
    about = {"criterion": criterion, "label": CRITERIA[criterion], who: list(levers), "unit": "share"}
    return pd.DataFrame({**about, "share": share, "low": low, "high": high, "again": again(one, other)})


def luck_table(holds: Mapping[str, Numbers]) -> pd.DataFrame:
    """Return how often the same lever, or none, is first twice: if luck alone differs, and if numbers differ too."""
    leading = next((holds[name] for name in (FIRST, ADDS) if name in holds), None)
    shares = (np.nan, np.nan) if leading is None else same_first(*leading)
    return pd.DataFrame({"differs": [LUCK, NUMBERS], "same_first": shares})


def deciding_table(
    levers: Sequence[str], holds: Mapping[str, Numbers], numbers: pd.DataFrame, units: Mapping[str, str], seed: int
) -> pd.DataFrame:
    """Return a row for each lever and criterion that one number decides, the most often confirmed first.

    `holds` is where criteria hold over all runs of a set (sets × levers), `numbers` what each set has, `units` that of
    each number. Beside what `Deciding` says: the lever that is first most often where the number is low, and where it
    is high.
    """
    values, rows = numbers.to_numpy(dtype=float), []
    for name in decided(holds):
        for place, lever in enumerate(levers):
            if found := deciding(values, holds[name][:, place], seed):
                number, column = numbers.columns[found.which], values[:, found.which]
                about = {"lever": lever, "criterion": name, "number": number, "unit": units[number]}
                ends = {"where_low": column <= found.low, "where_high": column >= found.high}
                leaders = {end: most_often_first(levers, holds, within) for end, within in ends.items()}
                rows.append({**about, **found._asdict(), **leaders})
    table = pd.DataFrame(rows, columns=list(DECIDING))
    return table.sort_values("confirmed", ascending=False, kind="stable", ignore_index=True)


def decided(holds: Mapping[str, Numbers]) -> list[str]:
    """Return the criteria for which a number is looked for: which lever is first, or adds anything, and is worth it."""
    return [name for name in (FIRST, ADDS, WORTH) if name in holds]


def most_often_first(levers: Sequence[str], holds: Mapping[str, Numbers], within: Mask) -> str:
    """Return the lever that is first most often in some of the sets; none of one lever, or where none ever is."""
    if FIRST not in holds or not (often := holds[FIRST][within].sum(axis=0)).any():
        return ""
    return levers[int(often.argmax())]


def changes_table(levers: Sequence[str], unit: str, added: Numbers) -> pd.DataFrame:
    """Return what each lever adds over all runs of a set: the mean over sets, and what nine in ten sets lie between.

    Both ends are missing if there are too few sets to say so.
    """
    low, high = nine_in_ten(added)
    return pd.DataFrame({"lever": list(levers), "unit": unit, "mean": added.mean(axis=0), "low": low, "high": high})


def sets_table(
    levers: Sequence[str],
    unit: str,
    sets: Sequence[int],
    base: Numbers,
    added: Numbers,
    cash: Numbers,
    other: Numbers,
) -> pd.DataFrame:
    """Return a row for each set and lever: what there is without any, and what the lever adds, over all its runs."""
    return pd.DataFrame(
        {
            "set": np.repeat(sets, len(levers)),
            "lever": np.tile(levers, len(sets)),
            "unit": unit,
            "base": base.ravel(),
            "added": added.ravel(),
            "first": first_places(added).ravel(),
            "cash_after_costs": cash.ravel(),
            "other_value": other.ravel(),
        }
    )
