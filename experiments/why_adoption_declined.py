"""Why did adoption of social investment partnerships decline after its peak?"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import VALUE, amount, change, is_noise, level, number, percent, span
from sipabm.language.units import PERCENT
from sipabm.observed import launches_by_year
from sipabm.plots import Drawn, plot_interactions, plot_robust, plot_waterfall
from sipabm.scenario.mechanisms import MECHANISMS, mechanism_of
from sipabm.statistics import Numbers
from sipabm.statistics.bands import HIGH, LOW
from sipabm.statistics.intervals import with_interval
from sipabm.statistics.jackknife import pseudo_values
from sipabm.studies.attribution import EVERYBODY, NOBODY, Attribution
from sipabm.studies.attribution_sentences import (
    NOTES,
    ends,
    interactions_title,
    pair_sentences,
    part_sentences,
    precondition_sentence,
    preconditions,
    total_sentence,
    waterfall_title,
)
from sipabm.studies.decline_attribution import attribute_decline, counted_years, share_lost, until_last_observed
from sipabm.studies.decline_by_set import WHO, DeclineBySet, attribute_decline_by_set
from sipabm.studies.decline_by_set_sentences import by_set_answer, luck_sentences, parts_sentences, shares_sentences
from sipabm.studies.decline_by_set_sentences import note as by_set_note
from sipabm.studies.decline_by_set_sentences import title as by_set_title
from sipabm.studies.robustness_tables import FIRST

QUESTION = str(__doc__)
LARGEST_NAMED = 2
# Asked about with each set of numbers, as each further one doubles the runs.
MOST_BY_SET = 6
GIVEN = {True: "nothing but these", False: "all mechanisms off"}
POOLS = {0.5: "half the default pool", 1.0: "the default pool", 2.0: "twice the default pool"}
FALL = ("fall", "fall_low", "fall_high")


def answer(effort: Effort) -> Finding:
    """Return what each mechanism contributes to the fall of the world's curve, and to that of a curve that rose."""
    world = Scenario.load("world")
    replicates, mechanisms = effort.choose((40, MECHANISMS), (4, MECHANISMS[:4]))
    sets, each = effort.choose((60, 2), (4, 1))
    folder = effort.folder()
    found = attribute_decline(world, replicates, effort.seed, mechanisms=mechanisms, folder=folder)
    needed = preconditions(found.of())
    others = [mechanism for mechanism in mechanisms if mechanism.name not in needed]
    # If a rise needs no mechanism the answer is the same, and if it needs all of them none is left to ask about.
    asked = list(needed.values()) if others else []
    # These combinations are some of those before, so the folder holds all their runs.
    how: dict[str, Any] = {"mechanisms": others, "folder": folder}
    risen = attribute_decline(world, replicates, effort.seed, **how) if asked else found
    largest = risen.of().shares.nlargest(MOST_BY_SET, "value")["player"]
    by_set = attribute_decline_by_set(
        world, [mechanism_of(name) for name in largest], sets, each, effort.seed, folder=effort.folder()
    )
    pools = pool_table(world, effort.choose(200, 4), effort)
    interactions = plot_interactions(found.of().interactions, interactions_title(found.of()))
    return Finding(
        table=found.shares,
        figure=plot_waterfall(found.of().shares, found.of().totals, ends(found), waterfall_title(found.of())),
        sentences=[
            short_answer(risen.of(), by_set),
            f"{answer_sentence(risen.of(), asked)} {by_set_answer(by_set)}",
            *by_set_entries(by_set),
            *entries(found.of()),
            *(risen_sentences(risen.of(), asked) if asked else []),
            " ".join(other_senses(found)),
            observed_sentence(pools),
            pool_sentence(pools),
            by_set_note(by_set),
            " ".join(NOTES["decline"][:-2]),
            *NOTES["decline"][-2:],
        ],
        scenarios={"world": world},
        replicates=replicates,
        more_tables={
            "interactions": found.interactions,
            "totals": found.totals,
            "combinations": found.combinations,
            "given_the_rise": risen.shares,
            "pool": pools,
            "by_set_answers": by_set.answers,
            "by_set_luck": by_set.luck,
            "by_set_parts": by_set.parts,
            "by_set_pairs": by_set.pairs,
            "by_set": by_set.sets,
        },
        more_figures={
            "interactions": interactions,
            "given_the_rise": risen_figure(risen.of(), asked),
            "by_set": plot_robust(by_set.of("answers"), by_set_title(by_set), who=WHO),
        },
        made_from=(
            f"{replicates} runs of each of the {len(found.combinations)} worlds in which {len(mechanisms)} mechanisms "
            f"are on or off, twice {each} of each combination of {len(largest)} of them with each of {sets} sets of "
            f"numbers, and {pools['runs'].iloc[0]} of each of {len(pools)} pools of actors"
        ),
    )


def short_answer(risen: Attribution, by_set: DeclineBySet) -> str:
    """Return the answer: what most of the fall comes from, and whether that holds with all numbers that fit."""
    total, largest = risen.total(EVERYBODY)["value"], risen.shares.nlargest(LARGEST_NAMED, "value")
    if total <= 0:
        return f"In the model new partnerships do not decline: the fall is {percent(total)}."
    clear = [row for row in largest.to_dict("records") if not is_noise(row)]
    if not clear:
        return (
            f"In the model {percent(total)} of the peak are lost, and the part of each mechanism in that may be luck."
        )
    lost, names = sum(row["value"] for row in clear), [row["label"] for row in clear]
    first = by_set.of("answers").iloc[0]
    said = "comes first" if first["criterion"] == FIRST else "adds to it"
    return (
        f"In the model mostly because of {listed(names)}: of the {percent(total)} of the peak that are lost, "
        f"{number(PERCENT * lost, 0)} points come from that. But that depends on numbers that nobody knows exactly: "
        f"{first[WHO]} {said} in {percent(first['share'])} of the sets of numbers that fit the record."
    )


def by_set_entries(by_set: DeclineBySet) -> list[str]:
    """Return what comes first with each set and what of it is luck, the parts over sets, and what can be told apart."""
    often, (parts, *apart) = next(shares_sentences(by_set), ""), parts_sentences(by_set)
    return list(filter(None, [" ".join([often, *luck_sentences(by_set)]).strip(), parts, " ".join(apart)]))


def entries(one: Attribution) -> list[str]:
    """Return what is lost in all, what adds to it, what reduces it and what is noise, and what goes together."""
    adding, *others = part_sentences(one)
    said = [total_sentence(one), adding, " ".join(others), " ".join(pair_sentences(one)), *precondition_sentence(one)]
    return list(filter(None, said))


def answer_sentence(risen: Attribution, needed: list[str]) -> str:
    """Return what most of the fall comes from, how much falls, and what must be there for a rise."""
    total, largest = risen.total(EVERYBODY), risen.shares.nlargest(LARGEST_NAMED, "value").to_dict("records")
    alone = amount(risen.total(NOBODY)["value"], total["unit"])
    parts = [f"{row['label']}, {change(row, VALUE)}" for row in largest]
    falls = f"fall after their peak mostly because of {listed(parts)}" if total["value"] > 0 else "never fall"
    rises = f"Without {' or without '.join(needed)} they do not rise, and so cannot fall; with" if needed else "With"
    return (
        f"In the model new partnerships a year {falls}: the {total['label']} is "
        f"{amount(total['value'], total['unit'])}. {rises} {GIVEN[bool(needed)]} it would be {alone}."
    )


def pool_table(world: Scenario, replicates: int, effort: Effort) -> pd.DataFrame:
    """Return a row for each pool: partnerships signed and the fall, of the mean curve and of single histories."""
    watched = until_last_observed(world)
    worlds = {words: watched.replace(pool=times * watched.population.pool) for times, words in POOLS.items()}
    runs = effort.measure(worlds, replicates, measures=["signed_by_year"])
    curves = runs.by_year("signed", counted_years(watched))
    return pd.DataFrame([pool_row(*each) for each in zip(POOLS, worlds.values(), curves, strict=True)])


def pool_row(times: float, world: Scenario, curves: Numbers) -> dict[str, float]:
    """Return the row of one pool from its curves, runs × years."""
    # The pseudo-values of the mean curve, whose mean is nearly its fall but not exactly.
    fall, by_run = pseudo_values(curves, share_lost)
    around = with_interval(by_run, FALL[0])
    single = share_lost(curves)
    return {
        "times": times,
        "pool": world.population.pool,
        "signed": curves.sum(axis=1).mean(),
        FALL[0]: float(fall),
        FALL[1]: around["low"],
        FALL[2]: around["high"],
        "single_fall": single.mean(),
        "single_fall_5": np.quantile(single, LOW),
        "single_fall_95": np.quantile(single, HIGH),
        "runs": len(curves),
    }


def observed_fall() -> float:
    """Return what share of its highest three years the number of new partnerships lost as observed."""
    return float(share_lost(launches_by_year()["all"].to_numpy(dtype=float)))


def observed_sentence(pools: pd.DataFrame) -> str:
    """Return the fall observed beside that of single histories, which it is one of."""
    row = pools.set_index("times").loc[1.0]
    return (
        f"Observed is a fall of {percent(observed_fall())} (INDIGO). It is one history, so it is compared with single "
        f"runs: they lose {percent(row['single_fall'])} on average and nine of ten of them "
        f"{span(row['single_fall_5'], row['single_fall_95'], 'share')}. Runs peak in different years, so the mean "
        f"curve, of which the parts above are, is another number: {percent(row[FALL[0]])} in these runs."
    )


def pool_sentence(pools: pd.DataFrame) -> str:
    """Return the fall with fewer and with more actors."""
    parts = [
        f"with {POOLS[row['times']]} {level({**row, 'unit': 'share'}, FALL)} of the mean curve and "
        f"{percent(row['single_fall'])} of single runs ({number(row['signed'], 0)} signed)"
        for row in pools.to_dict("records")
    ]
    return (
        f"How many actors there are decides how many partnerships, and the fall is {'; '.join(parts)}. Purses of funds "
        "stay as they are."
    )


def risen_sentences(risen: Attribution, needed: list[str]) -> list[str]:
    """Return what each mechanism contributes where those that make the curve rise are on."""
    given = f"With {listed(needed)} always on"
    return [f"{given}, {sentence[0].lower()}{sentence[1:]}" for sentence in part_sentences(risen)]


def risen_figure(risen: Attribution, needed: list[str]) -> Drawn:
    """Return the waterfall of the fall of a curve that rose."""
    given = "what makes it rise" if needed else ends(risen)[0]
    title = f"{waterfall_title(risen)}, once new partnerships rise"
    return plot_waterfall(risen.shares, risen.totals, (given, ends(risen)[1]), title)


def other_senses(found: Attribution) -> list[str]:
    """Return which mechanism has the largest part in the other senses of a decline; all parts stand in the table."""
    return [largest_in(found.of(quantity)) for quantity in found.quantities[1:]]


def largest_in(one: Attribution) -> str:
    """Return the mechanism that contributes most to one quantity."""
    largest, total = one.shares.loc[one.shares["value"].idxmax()], number(one.total()["value"], 1)
    return (
        f"In another sense, {one.total()['label']} ({total}), the largest part is that of {largest['label']} "
        f"({number(largest['value'], 1)})."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
