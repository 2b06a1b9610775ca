"""Why did adoption of social investment partnerships decline after its peak?"""

from __future__ import annotations

import sys

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import VALUE, amount, change, number
from sipabm.plots import Drawn, plot_interactions, plot_waterfall
from sipabm.studies.attribution import EVERYBODY, NOBODY, Attribution
from sipabm.studies.attribution_sentences import (
    NOTES,
    ends,
    interactions_title,
    part_sentences,
    preconditions,
    sentences,
    waterfall_title,
)
from sipabm.studies.decline_attribution import attribute_decline
from sipabm.studies.mechanisms import MECHANISMS

QUESTION = str(__doc__)
LARGEST_NAMED = 2
GIVEN = {True: "nothing but these", False: "all mechanisms off"}


def answer(effort: Effort) -> Finding:
    """Return what each mechanism contributes to the fall of the world's curve, and to that of a curve that rose."""
    world = Scenario.load("world")
    replicates, mechanisms = effort.choose((24, MECHANISMS), (4, MECHANISMS[:3]))
    found = attribute_decline(world, replicates, effort.seed, mechanisms=mechanisms)
    needed = preconditions(found.of())
    others = [mechanism for mechanism in mechanisms if mechanism.name not in needed]
    # If a rise needs every mechanism, none is left to attribute the fall to.
    risen = attribute_decline(world, replicates, effort.seed, mechanisms=others or mechanisms)
    interactions = plot_interactions(found.of().interactions, interactions_title(found.of()))
    return Finding(
        table=found.shares,
        figure=plot_waterfall(found.of().shares, found.of().totals, ends(found), waterfall_title(found.of())),
        sentences=[
            answer_sentence(risen.of(), list(needed.values())),
            *sentences(found),
            *risen_sentences(risen.of(), list(needed.values())),
            *other_senses(found),
            *NOTES["decline"],
        ],
        scenarios={"world": world},
        replicates=replicates,
        more_tables={
            "interactions": found.interactions,
            "totals": found.totals,
            "combinations": found.combinations,
            "given_the_rise": risen.shares,
        },
        more_figures={"interactions": interactions, "given_the_rise": risen_figure(risen.of(), list(needed.values()))},
        made_from=(
            f"{replicates} runs of each of the {len(found.combinations)} worlds in which {len(mechanisms)} mechanisms "
            "are on or off"
        ),
    )


def answer_sentence(risen: Attribution, needed: list[str]) -> str:
    """Return how much falls, what must be there for a rise, and what most of the fall then comes from."""
    total, largest = risen.total(EVERYBODY), risen.shares.nlargest(LARGEST_NAMED, "value").to_dict("records")
    falls = "fall" if total["value"] > 0 else "do not fall"
    alone = amount(risen.total(NOBODY)["value"], total["unit"])
    parts = [f"{row['label']}, {change(row, VALUE)}" for row in largest]
    rises = f"Without {' or without '.join(needed)} they do not rise, and so cannot fall; with" if needed else "With"
    return (
        f"In the model new partnerships a year {falls} after their peak: the {total['label']} is "
        f"{amount(total['value'], total['unit'])}. {rises} {GIVEN[bool(needed)]} it would be {alone}, and most of the "
        f"rest comes from {listed(parts)}."
    )


def risen_sentences(risen: Attribution, needed: list[str]) -> list[str]:
    """Return what each mechanism contributes where those that make the curve rise are on."""
    given = f"With {listed(needed)} always on" if needed else "Again"
    return [f"{given}, {sentence[0].lower()}{sentence[1:]}" for sentence in part_sentences(risen)]


def risen_figure(risen: Attribution, needed: list[str]) -> Drawn:
    """Return the waterfall of the fall of a curve that rose."""
    given = "what makes it rise" if needed else ends(risen)[0]
    title = f"{waterfall_title(risen)}, once new partnerships rise"
    return plot_waterfall(risen.shares, risen.totals, (given, ends(risen)[1]), title)


def other_senses(found: Attribution) -> list[str]:
    """Return the order of mechanisms in the other senses of a decline, largest part first."""
    return [order_in(found.of(quantity)) for quantity in found.quantities[1:]]


def order_in(one: Attribution) -> str:
    """Return the mechanisms in the order of what they contribute to one quantity."""
    shares = one.shares.sort_values("value", ascending=False)
    parts = ", ".join(f"{row['label']} {number(row['value'], 1)}" for row in shares.to_dict("records"))
    total = number(one.total()["value"], 1)
    return f"In another sense, {one.total()['label']} ({total}), the order is: {parts}."


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
