"""What an attribution says, in sentences written from its numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sipabm.studies.attribution import EVERYBODY, NOBODY, Attribution

SHARES = ("share", "share of target")
WITHOUT = {"levers": "with no more levers than in the scenario", "decline": "with all mechanisms off"}
WITH = {"levers": "with all", "decline": "with all on"}
NAMES = {"levers": ("levers", "none of them", "all of them"), "decline": ("mechanisms", "all mechanisms off", "all on")}
NOTES = {
    "levers": (
        "A lever that takes part is used by every project from the quarter on; one that does not stays as in the "
        "scenario. A Shapley value is what a lever adds on average over all orders in which they can be pulled.",
        "Intervals are of the runs alone, each 95 %: they say nothing about parameters that are assumed.",
    ),
    "decline": (
        "The fall is that of the mean curve, from its highest mean of three years to that of the last three observed; "
        "a curve that still rises has lost nothing. A mechanism that takes part is as in the scenario, one that does "
        "not is at its neutral values. Without what makes a curve rise it cannot fall: a part of the fall is "
        "attributed to that, too.",
        "The change between fixed years also counts rises, so it credits what keeps a curve from rising on.",
        "Learning is switched off as a whole, as the model cannot switch off learning from failures alone. Word of "
        "mouth is what peers hear (word_of_mouth) and news from anywhere (world_news), switched off together.",
        "This is what the model does; whether the world fell for these reasons, it does not say.",
        "Intervals are of the runs alone, each 95 %: they say nothing about parameters that are assumed.",
    ),
}
PAIRS_NAMED = 2
NEARLY_NOTHING = 0.05


def sentences(attribution: Attribution, quantity: str | None = None) -> list[str]:
    """Return what an attribution says of a quantity, by default its first: in total, player by player, in pairs."""
    one = attribution.of(quantity)
    return [total_sentence(one), *part_sentences(one), *pair_sentences(one), *precondition_sentence(one)]


def waterfall_title(one: Attribution) -> str:
    """Return what the waterfall of one quantity shows."""
    label = one.total()["label"]
    return f"What the {label} comes from" if one.question == "decline" else f"What each lever adds to {label}"


def interactions_title(one: Attribution) -> str:
    """Return what the heat-map of one quantity shows."""
    return f"Which {NAMES[one.question][0]} add more, or less, together than apart: {one.total()['label']}"


def ends(one: Attribution) -> tuple[str, str]:
    """Return what nobody and everybody are called."""
    return NAMES[one.question][1:]


def total_sentence(one: Attribution) -> str:
    """Return what all players achieve together."""
    total, nobody, everybody = one.total(), one.total(NOBODY)["value"], one.total(EVERYBODY)["value"]
    label, unit = str(total["label"]), str(total["unit"])
    return (
        f"{label[0].upper()}{label[1:]}: {level(nobody, unit)} {WITHOUT[one.question]}, "
        f"{level(everybody, unit)} {WITH[one.question]}. The difference is {with_interval(total)}."
    )


def part_sentences(one: Attribution) -> Iterator[str]:
    """Yield which players add to the difference, which take from it, and which cannot be told from nothing."""
    shares = one.shares.sort_values("value", ascending=False)
    adding, taking = shares[shares["low"] > 0], shares[shares["high"] < 0].iloc[::-1]
    if len(adding):
        yield f"What adds to it: {'; '.join(map(part, adding.to_dict('records')))}."
    if len(taking):
        yield f"What takes from it: {'; '.join(map(part, taking.to_dict('records')))}."
    unclear = shares[~shares.index.isin([*adding.index, *taking.index])]
    if len(unclear):
        yield f"Not to be told from nothing in these runs: {', '.join(unclear['label'])}."


def part(row: dict) -> str:
    """Return a player's part in words, with its share of the total."""
    share = "" if pd.isna(row["share"]) else f", {100 * row['share']:.0f} %"
    return f"{row['label']} {with_interval(row)}{share}"


def pair_sentences(one: Attribution) -> Iterator[str]:
    """Yield the pairs that add most more, and most less, together than apart."""
    pairs = one.interactions[one.interactions["first"] != one.interactions["second"]]
    more = pairs[pairs["low"] > 0].nlargest(PAIRS_NAMED, "value")
    less = pairs[pairs["high"] < 0].nsmallest(PAIRS_NAMED, "value")
    for found, words in ((more, "more"), (less, "less")):
        if len(found):
            named = "; ".join(
                f"{row['first_label']} with {row['second_label']} {with_interval(row)}"
                for row in found.to_dict("records")
            )
            yield f"Together {words} than apart: {named}."


def precondition_sentence(one: Attribution) -> Iterator[str]:
    """Yield which players must be there for nearly anything to happen, whatever the others do."""
    if needed := preconditions(one):
        nothing = f"nearly nothing (at most {100 * NEARLY_NOTHING:.0f} % of that with all)"
        yield f"Whatever the others do, it comes to {nothing} without {' or without '.join(needed.values())}."


def preconditions(one: Attribution) -> dict[str, str]:
    """Return the players, name and label, without whom nearly nothing comes of one quantity, whatever others do."""
    values = one.combinations[f"value_{one.quantities[0]}"]
    most = NEARLY_NOTHING * abs(one.total(EVERYBODY)["value"])
    players = one.shares.set_index("player")["label"]
    without = {player: values[~one.combinations[player]].abs().max() for player in players.index}
    return {player: label for player, label in players.items() if without[player] <= most and most > 0}


def with_interval(row: dict | pd.Series) -> str:
    """Return a difference with its interval."""
    unit = str(row["unit"])
    points = " points" if unit in SHARES else ""
    value = f"{difference(row['value'], unit)}{points}"
    if pd.isna(row["low"]):
        return value
    return f"{value} ({difference(row['low'], unit)} to {difference(row['high'], unit)})"


def level(value: float, unit: str) -> str:
    """Return a quantity with its unit."""
    return f"{100 * value:.1f} %" if unit in SHARES else f"{digits(value)} {unit}"


def difference(value: float, unit: str) -> str:
    """Return a difference as a number: of shares, in points."""
    return f"{100 * value:.1f}" if unit in SHARES else digits(value)


def digits(value: float) -> str:
    """Return a number with as many digits as a reader wants."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 1 else f"{value:.2g}"
