"""How much do early informal meetings bring, by share of projects and start, where actors bend and where not?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import judged, level, more, number, plain
from sipabm.statistics.intervals import ratio
from sipabm.studies.labelled import pair_table, rows_by
from sipabm.studies.uptake import (
    BENDING,
    NO_POLICY,
    STRAIGHT,
    Policy,
    Uptake,
    label,
    policy_sentences,
    starts_of,
    strongest,
    uptake,
    uptake_figure,
    with_policy,
)

QUESTION = str(__doc__)
LEVER, LAST = "early_meetings", 2029
INTENSITIES, STARTS = (0.25, 0.5, 0.75, 1.0), (2012, 2016, 2020)
EFFECTS = ("meeting_trust", "meeting_tailoring", "meeting_clarity", "meeting_foresight")
WEAKER = {"half of the": 0.5, "none of the": 0.0}
NOBODY = "nobody meets early"
TITLE = "What a policy of early informal meetings adds to the world, 2010 to 2029"
Rows = Mapping[str, Mapping[str, pd.Series]]


def answer(effort: Effort) -> Finding:
    """Return what meetings add to the world by share of projects, start and bending, and with half their effects."""
    base, runs = Scenario.load("world"), effort.choose(100, 8)
    intensities, starts = effort.choose((INTENSITIES, STARTS), (INTENSITIES[1::2], STARTS[::2]))
    found = uptake(base, LEVER, intensities, starts, runs, effort.seed, effort.folder())
    # Practice is taken away too: a policy of nothing takes nobody away from what actors do by themselves.
    straight = found.worlds[STRAIGHT]
    others = {"nobody bends": straight, NOBODY: straight.replace({f"levers.{LEVER}.practice": 0.0})}
    bases = {NOBODY: "nobody bends"}
    for part in WEAKER:
        names = f"{part} effects, no policy", f"{part} effects, policy"
        others |= zip(names, with_weaker_effects(straight, part, strongest(found)), strict=True)
        bases |= {names[1]: names[0]}
    measured = effort.measure(others, runs, measures=["signed", "successful"])
    rows = {label: rows_by(each, "measure") for label, each in pair_table(measured, bases).groupby("alternative")}
    del others["nobody bends"]
    scenarios = {**found.scenarios(), **others}
    return Finding(found.table, uptake_figure(found, TITLE), list(sentences(found, rows)), scenarios, runs)


def with_weaker_effects(base: Scenario, part: str, policy: Policy) -> tuple[Scenario, Scenario]:
    """Return a world in which each meeting does but a part of what is assumed, without and with a policy."""
    # The base is weakened, too: some projects meet early anyway.
    weak = base.replace({name: WEAKER[part] * np.asarray(base.flat()[name]).item() for name in EFFECTS})
    return weak, with_policy(weak, LEVER, policy)


def sentences(found: Uptake, rows: Rows) -> Iterator[str]:
    """Yield the answer in words: how much, by share of projects and start, at which price, and what it depends on."""
    yield from policy_sentences(found, LAST)
    yield price_sentence(found)
    yield price_of_one(found)
    nobody = rows[NOBODY]
    yield (
        f"If nobody met early at all, and nobody bent, {more(nobody['signed'])} would be signed and "
        f"{more(nobody['successful'])} succeed than with practice as it is."
    )
    yield weaker_sentence(found, rows)


def price_sentence(found: Uptake) -> str:
    """Return what most meetings cost in months and money, and whether partnerships get better."""
    names = ("mean_months_to_signature", "cost", "mean_effect", "share_ended_early")
    months, cost, effect, early = (found.row(BENDING, strongest(found), name) for name in names)
    return (
        f"The cost, where actors bend: {more(months)} months from idea to signature (without policy: "
        f"{plain(months['base'])}), and {more(cost, 'more', 'less')} million USD of transaction cost (without policy: "
        f"{plain(cost['base'])}). The partnerships themselves: mean effect {judged(effect)}; ended early "
        f"{judged(early)}."
    )


def price_of_one(found: Uptake) -> str:
    """Return what one more signed partnership costs, by start and in both worlds."""
    most, parts = strongest(found)[0], []
    for start in starts_of(found):
        bent, straight = (cost_of_one(found, name, (most, start)) for name in (BENDING, STRAIGHT))
        parts.append(f"from {start} {bent} where actors bend and {straight} where nobody does")
    return (
        f"One more signed partnership costs, in million USD of transaction cost: {'; '.join(parts)}. Counted by the "
        f"end of {LAST}."
    )


def cost_of_one(found: Uptake, world: str, policy: Policy) -> str:
    """Return the cost of one more signed partnership with its interval, or that there is none."""
    by_run = (found.runs[world].by_run(name) for name in ("cost", "signed"))
    cost, signed = ((each[label(policy)] - each[NO_POLICY]).to_numpy() for each in by_run)
    one = ratio(cost, signed)
    # With fewer signed the ratio would be what one less saves, not what one more costs.
    if pd.isna(one["low"]) or signed.mean() <= 0:
        return "an amount that these runs cannot determine"
    return level({**one, "unit": ""})


def weaker_sentence(found: Uptake, rows: Rows) -> str:
    """Return what is left of the answer if meetings do less than assumed, at the same cost and delay."""
    parts = [f"with {part} effects {more(rows[f'{part} effects, policy']['successful'])}" for part in WEAKER]
    whole = found.row(STRAIGHT, strongest(found), "successful")
    return (
        "All effects of meetings (trust, tailoring, clarity, foresight) are assumed. At the same cost and delay, the "
        f"same policy brings {listed(parts)} successful partnerships where nobody bends, and "
        f"{number(whole['difference'], 0, True)} with all of them. What remains without any comes from the wider "
        "search: those who meet early also ask friends of friends."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
