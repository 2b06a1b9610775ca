"""How stable an order is, in sentences written from its numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sipabm.language.cells import count
from sipabm.language.lists import counted, listed
from sipabm.language.numbers import number, percent, span
from sipabm.studies.stability import Stability
from sipabm.studies.stability_tables import FEW, LUCK, NEAR, NEAR_LEAST, NEAR_MOST, PARAMETERS

OFTEN_FIRST = 3
OFTEN = 0.5


def sentences(found: Stability) -> list[str]:
    """Return what was drawn, how often the order changes, who comes first, and which neighbours change places."""
    changes = [changes_sentence(found), *parts_sentences(found)]
    return [drawn_sentence(found), *changes, places_sentence(found), swaps(found)]


def drawn_sentence(found: Stability) -> str:
    """Return what was drawn and what worlds it makes."""
    base = found.draws.groupby("draw")["base"].first()
    # Nine of ten, not the whole range: that would be set by the one strangest draw.
    low, high = base.quantile([0.05, 0.95])
    left_out = f" ({found.left_out} more leave nothing to measure)" if found.left_out else ""
    return (
        f"Stability of this order: {len(found.varied)} numbers that nobody knows exactly were drawn anew, all at once, "
        f"each evenly from its plausible range; {count(found.counted)} draws{left_out}, "
        f"{counted(found.replicates, 'run')} of each world. Without any of the alternatives nine of ten draws have "
        f"{span(low, high)} {found.measure.label}."
    )


def changes_sentence(found: Stability) -> str:
    """Return how often another alternative is first and how orders agree, by parameters and by luck."""
    drawn, luck = order(found, PARAMETERS), order(found, LUCK)
    return (
        f"Something other than {found.ranks['alternative'].iloc[0]} is first in {percent(drawn['first_differs'])} of "
        f"the draws, and in {percent(luck['first_differs'])} if nothing but luck differs; Kendall's tau with the order "
        f"is {tau(drawn)} and {tau(luck)} (1: the same order, 0: unrelated). "
        f"First most often: {often_first(found, PARAMETERS)}."
    )


def parts_sentences(found: Stability) -> Iterator[str]:
    """Yield the same of draws that leave about as many as there are in the scenario, and of those that leave fewer."""
    near = f"{NEAR_LEAST:g} to {NEAR_MOST:g} times as many {found.measure.label} as in the scenario"
    ranges = {NEAR: near, FEW: f"fewer than {NEAR_LEAST:g} times as many"}
    for source, words in ranges.items():
        if source in found.orders["source"].tolist():
            part = order(found, source)
            yield (
                f"In the {count(part['orders'])} draws that leave {words}, another is first in "
                f"{percent(part['first_differs'])}, and tau is {tau(part)}. First most often: "
                f"{often_first(found, source)}."
            )


def often_first(found: Stability, source: str) -> str:
    """Return which alternatives are first most often, and how often."""
    often = found.ranks.nlargest(OFTEN_FIRST, f"{source}_first").to_dict("records")
    return listed([f"{row['alternative']} in {percent(row[f'{source}_first'])}" for row in often])


def places_sentence(found: Stability) -> str:
    """Return which alternatives are mostly among the first three, and which are never."""
    shares = found.ranks.set_index("alternative")[f"{PARAMETERS}_top"]
    mostly, never = shares.index[shares >= OFTEN].tolist(), shares.index[shares == 0].tolist()
    often = f"Among the first three in half of the draws or more: {listed(mostly) or 'none'}"
    return f"{often}; never: {listed(never) or 'none'}."


def swaps(found: Stability) -> str:
    """Return how often neighbours in the order change places, by parameters and by luck."""
    pairs = "; ".join(
        f"{row['above']} and {row['below']} {percent(row[f'{PARAMETERS}_swapped'])} ({percent(row[f'{LUCK}_swapped'])})"
        for row in found.pairs.to_dict("records")
    )
    return f"How often neighbours in the order change places in the draws (by luck alone): {pairs}."


def order(found: Stability, source: str) -> pd.Series:
    """Return the row of a source of other orders."""
    return found.orders.set_index("source").loc[source]


def tau(order: pd.Series) -> str:
    """Return Kendall's tau of one source of orders with the order found."""
    # Two decimals whatever its size, as the two of a sentence are compared with each other.
    return number(order["mean_tau"], 2)
