"""What an attribution says, in sentences written from its numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sipabm.language.numbers import VALUE, amount, change, is_noise, percent
from sipabm.studies.attribution import EVERYBODY, NOBODY, Attribution

WITHOUT = {"levers": "with no more levers than in the scenario", "decline": "with all mechanisms off"}
WITH = {"levers": "with all", "decline": "with all on"}
NAMES = {"levers": ("levers", "none of them", "all of them"), "decline": ("mechanisms", "all mechanisms off", "all on")}
NOTES = {
    "levers": (
        "A lever that takes part is used by every project from the quarter on; one that does not stays as in the "
        "scenario. A Shapley value is what a lever adds on average over all orders in which they can be pulled.",
        "Intervals are over runs, each 95 %: of luck, and of what nobody knows where runs draw their numbers (over).",
    ),
    "decline": (
        "The fall is that of the mean curve, from its highest mean of three years to that of the last three observed; "
        "a curve that still rises has lost nothing, and one below a partnership a year nearly nothing. A mechanism "
        "that takes part is as in the scenario, one that does not is at its neutral values. Without what makes a curve "
        "rise it cannot fall: a part of the fall is attributed to that as well.",
        "The change between fixed years also counts rises, so it credits whatever stops a curve from rising further.",
        "Learning is switched off as a whole, as the model cannot switch off learning from failures alone. Word of "
        "mouth is what peers hear (word_of_mouth) and news from anywhere (world_news), switched off together.",
        "This is what the model does; whether these are the causes of the real decline, it does not say.",
        "Intervals are over runs, each 95 %: of luck, and of what nobody knows where runs draw their numbers (over).",
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
        f"{label[0].upper()}{label[1:]}: {amount(nobody, unit)} {WITHOUT[one.question]}, "
        f"{amount(everybody, unit)} {WITH[one.question]}. The difference is {change(total, VALUE)}."
    )


def part_sentences(one: Attribution) -> Iterator[str]:
    """Yield which players add to the difference, which reduce it, and which are noise."""
    shares = one.shares.sort_values("value", ascending=False).to_dict("records")
    clear = [row for row in shares if not is_noise(row)]
    adding = [part(row) for row in clear if row["value"] > 0]
    # From the end, so that both sentences begin with the largest part.
    taking = [part(row) for row in reversed(clear) if row["value"] < 0]
    if adding:
        yield f"What adds to it: {'; '.join(adding)}."
    if taking:
        yield f"What reduces it: {'; '.join(taking)}."
    unclear = [row["label"] for row in shares if is_noise(row)]
    if unclear:
        yield f"Noise in these runs: {', '.join(unclear)}."


def part(row: dict) -> str:
    """Return a player's part in words, with its share of the total."""
    share = "" if pd.isna(row["share"]) else f", {percent(row['share'])}"
    return f"{row['label']} {change(row, VALUE)}{share}"


def pair_sentences(one: Attribution) -> Iterator[str]:
    """Yield the pairs that add most more, and most less, together than apart."""
    pairs = one.interactions[one.interactions["first"] != one.interactions["second"]]
    # By `loc`: without it an empty list, of a single player, would choose no columns instead of no rows.
    clear = pairs.loc[[not is_noise(row) for row in pairs.to_dict("records")]]
    more = clear[clear["value"] > 0].nlargest(PAIRS_NAMED, "value")
    less = clear[clear["value"] < 0].nsmallest(PAIRS_NAMED, "value")
    for found, words in ((more, "more"), (less, "less")):
        if len(found):
            yield f"Together {words} than apart: {'; '.join(map(pair, found.to_dict('records')))}."


def pair(row: dict) -> str:
    """Return what a pair adds together beyond what both add apart, in words."""
    return f"{row['first_label']} with {row['second_label']} {change(row, VALUE)}"


def precondition_sentence(one: Attribution) -> Iterator[str]:
    """Yield which players must be there for nearly anything to happen, whatever the others do."""
    if needed := preconditions(one):
        nothing = f"nearly nothing (at most {percent(NEARLY_NOTHING)} of that with all)"
        yield f"Whatever the others do, it comes to {nothing} without {' or without '.join(needed.values())}."


def preconditions(one: Attribution) -> dict[str, str]:
    """Return the players, name and label, without whom nearly nothing comes of one quantity, whatever others do."""
    values = one.combinations[f"value_{one.quantities[0]}"]
    # Not zero: over few runs a handful of attempts may come about by luck alone.
    most = NEARLY_NOTHING * abs(one.total(EVERYBODY)["value"])
    players = one.shares.set_index("player")["label"]
    without = {player: values[~one.combinations[player]].abs().max() for player in players.index}
    return {player: label for player, label in players.items() if without[player] <= most and most > 0}
