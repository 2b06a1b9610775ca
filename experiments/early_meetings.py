"""How much do early informal meetings bring, by intensity and start of a policy, where actors bend and where not?"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import judged, level, more, number, plain
from sipabm.statistics.intervals import ratio
from sipabm.studies import Comparison, compare
from sipabm.studies.uptake import (
    BENDING,
    STRAIGHT,
    Policy,
    Uptake,
    answer_sentence,
    gap_sentence,
    intensity_sentence,
    start_sentence,
    strongest,
    uptake,
    uptake_figure,
    use_sentence,
    with_policy,
)

QUESTION = str(__doc__)
LEVER = "early_meetings"
INTENSITIES, STARTS = (0.25, 0.5, 0.75, 1.0), (2012, 2016, 2020)
EFFECTS = ("meeting_trust", "meeting_tailoring", "meeting_clarity", "meeting_foresight")
WEAKER = {"half of the": 0.5, "none of the": 0.0}
TITLE = "What a policy of early informal meetings adds to the world, 2010 to 2029"


def answer(effort: Effort) -> Finding:
    """Return what meetings add to the world by 2029, by intensity, start and bending, and with half their effects."""
    base, runs = Scenario.load("world"), effort.choose(60, 8)
    intensities, starts = effort.choose((INTENSITIES, STARTS), (INTENSITIES[1::2], STARTS[::2]))
    found = uptake(base, LEVER, intensities, starts, runs, effort.seed)
    straight = found.worlds[STRAIGHT]
    weaker = {part: with_weaker_effects(straight, part, strongest(found), runs, effort.seed) for part in WEAKER}
    nobody = compare(straight, {"nobody meets early": without_meetings(straight)}, runs, effort.seed)
    scenarios = {**found.scenarios(), **nobody.others}
    for part, each in weaker.items():
        scenarios |= {f"{part} effects, no policy": each.base, f"{part} effects, policy": each.others[part]}
    sentences = list(sentences_of(found, weaker, nobody))
    return Finding(found.table, uptake_figure(found, TITLE), sentences, scenarios, runs)


def with_weaker_effects(base: Scenario, part: str, policy: Policy, runs: int, seed: int) -> Comparison:
    """Return what meetings bring in a world in which each of them does but a part of what is assumed."""
    # The base is weakened, too: some projects meet early anyway.
    weak = base.replace({name: WEAKER[part] * np.asarray(base.flat()[name]).item() for name in EFFECTS})
    return compare(weak, {part: with_policy(weak, LEVER, policy)}, runs, seed)


def without_meetings(straight: Scenario) -> Scenario:
    """Return a world in which nobody bends with meetings practised by nobody."""
    # A policy of nothing takes nobody away from what actors do by themselves.
    return straight.replace({f"levers.{LEVER}.practice": 0.0})


def sentences_of(found: Uptake, weaker: dict[str, Comparison], nobody: Comparison) -> Iterator[str]:
    """Yield the answer in words: how much, by intensity and start, at which price, and what it depends on."""
    last = nobody.years[1]
    yield answer_sentence(found, last)
    yield use_sentence(found)
    yield intensity_sentence(found)
    yield start_sentence(found, last)
    yield gap_sentence(found)
    yield price_sentence(found)
    yield price_of_one(found, last)
    yield without_sentence(nobody)
    yield weaker_sentence(found, weaker)


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


def price_of_one(found: Uptake, last: int) -> str:
    """Return what one more signed partnership costs, by start and in both worlds."""
    most, parts = strongest(found)[0], []
    for start in dict.fromkeys(start for _, start in found.policies):
        bent, straight = (cost_of_one(found, name, (most, start)) for name in (BENDING, STRAIGHT))
        parts.append(f"from {start} {bent} where actors bend and {straight} where nobody does")
    return (
        f"One more signed partnership costs, in million USD of transaction cost: {'; '.join(parts)}. Counted by the "
        f"end of {last}."
    )


def cost_of_one(found: Uptake, world: str, policy: Policy) -> str:
    """Return the cost of one more signed partnership with its interval, or that there is none."""
    runs, place = found.runs[world], found.policies.index(policy) + 1
    cost, signed = (runs.by_run(name)[place] - runs.by_run(name)[0] for name in ("cost", "signed"))
    one = ratio(cost, signed)
    # With fewer signed the ratio would be what one less saves, not what one more costs.
    if pd.isna(one["low"]) or signed.mean() <= 0:
        return "an amount that these runs cannot determine"
    return level({**one, "unit": ""}, ("difference", "low", "high"))


def without_sentence(nobody: Comparison) -> str:
    """Return what is lost if nobody meets early."""
    rows = nobody.table.set_index("measure")
    return (
        f"If nobody met early at all, and nobody bent, {more(rows.loc['signed'])} would be signed and "
        f"{more(rows.loc['successful'])} succeed than with practice as it is."
    )


def weaker_sentence(found: Uptake, weaker: dict[str, Comparison]) -> str:
    """Return what is left of the answer if meetings do less than assumed, at the same cost and delay."""
    rows = {part: each.table.set_index("measure").loc["successful"] for part, each in weaker.items()}
    parts = [f"with {part} effects {more(row)}" for part, row in rows.items()]
    whole = found.row(STRAIGHT, strongest(found), "successful")
    return (
        "All effects of meetings (trust, tailoring, clarity, foresight) are assumed. At the same cost and delay, the "
        f"same policy brings {listed(parts)} successful partnerships where nobody bends, and "
        f"{number(whole['difference'], 0, True)} with all of them. What remains without any comes from the wider "
        "search: those who meet early also ask friends of friends."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
