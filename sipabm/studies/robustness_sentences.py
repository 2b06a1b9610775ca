"""Which answers survive what nobody knows exactly, in sentences written from the numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd

from sipabm.errors import without_middle
from sipabm.language.areas import in_area, note_on_area
from sipabm.language.cells import count
from sipabm.language.lists import counted, listed
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent, rough
from sipabm.parameters import GROUP_OF, GROUPS
from sipabm.report.flows import discount_note
from sipabm.scenario.points import LEVER
from sipabm.statistics.deciding import LEAST_CASES
from sipabm.statistics.prim import HALVES
from sipabm.studies.cohort_tables import NEEDS, OPEN_ALLOWED
from sipabm.studies.robustness import YEARS, Robustness
from sipabm.studies.robustness_tables import ADDS, FIRST, LOSES, LUCK, NUMBERS, TOP, WORTH
from sipabm.studies.sensitivity import label_and_unit

SETS_OF = {
    "posterior": "sets of numbers that fit the record",
    "ranges": "sets of numbers from the whole of what is plausible",
}
WHAT = {FIRST: "first", ADDS: "adding something", WORTH: "worth the cost in cash"}
LONGEST_LIST = 200
BY_ROUNDING = 1e-9
MOST_SETS = 0.5  # more than this share of the sets is most of them
MOSTLY_LUCK = 0.5  # of the changes between two sets: from here on more runs are worth more than more sets


def title(found: Robustness) -> str:
    """Return what a robustness is about."""
    runs = counted(found.replicates, "run")
    return (
        f"Levers from {found.manifest['first_quarter']} in scenario “{found.base.name}”{in_area(found.area)}, "
        f"{counted_in_words(found)}: what holds in {sets_in_words(found)}, {runs} of each world with each, made twice"
    )


def counted_in_words(found: Robustness) -> str:
    """Return what is counted: attempts begun in some years, or calendar years."""
    if found.by == YEARS:
        return f"{found.years[0]} to {found.years[1]}"
    begun = dict.fromkeys(map(str, found.begun.values()))
    return f"attempts begun {' or '.join(begun)}"


def sets_in_words(found: Robustness) -> str:
    """Return how many sets of which numbers count."""
    return f"{count(found.counted)} {SETS_OF[found.base.over]}"


def sentences(found: Robustness) -> list[str]:
    """Return the answer, what is worth its cost, how much is luck, and which number would turn the answer.

    Where the runs end too early to answer, they say so instead.
    """
    if leading(found) in found.needs:
        return [too_early(found, leading(found), f"adds most to {label_of(found)}")]
    return [answer(found), worth_sentence(found), *luck_sentences(found), *number_sentences(found)]


def answer(found: Robustness) -> str:
    """Return how often the best lever is first, among the first three, and first again by luck alone."""
    rows = found.of(leading(found))
    best, label = rows.iloc[0], label_of(found)
    if not best["share"]:
        whom = "No lever adds" if len(rows) > 1 else f"{capital(best['lever'])} {verb('add', best['lever'])} nothing"
        return f"{whom} to {label} in any of {sets_in_words(found)}."
    most = "most " if len(rows) > 1 else ""
    said = (
        f"{capital(best['lever'])} {verb('add', best['lever'])} {most}to {label} in {percent(best['share'])} of "
        f"{sets_in_words(found)}"
    )
    top = found.of(TOP)
    if len(top):
        share = top.set_index("lever").loc[best["lever"], "share"]
        said += f", and {'are' if is_plural(best['lever']) else 'is'} among the first three in {percent(share)}"
    repeated = "first again" if most else "again"
    return f"{said}; by luck alone, with the same numbers, {repeated} in {percent(best['again'])}."


def leading(found: Robustness) -> str:
    """Return the criterion that is asked for first: which lever is first, or of one alone whether it adds anything."""
    return FIRST if len(found.others) > 1 else ADDS


def too_early(found: Robustness, criterion: str, what: str) -> str:
    """Return that the runs end too early to say which lever is so, and which year they must reach."""
    return (
        f"The runs end in {found.years[1]}, too early to say what {what}: {counted_in_words(found)} must be followed "
        f"until {found.needs[criterion].removeprefix(NEEDS)}; give the scenario more quarters."
    )


def worth_sentence(found: Robustness) -> str:
    """Return how often each lever is worth its cost in cash."""
    if WORTH in found.needs:
        return too_early(found, WORTH, WHAT[WORTH].replace("worth the", "is worth its"))
    parts = [in_sets(row) for row in found.of(WORTH).to_dict("records")]
    losing = [in_sets(row) for row in found.of(LOSES).to_dict("records") if row["share"] > MOST_SETS]
    less = f" Less cash than without in most sets: {listed(losing)}." if losing else ""
    if not found.of(WORTH)["share"].any():
        none = "None of them is" if len(parts) > 1 else "It is never"
        return f"{none} worth its cost in cash, whatever the set.{less}"
    return f"Worth its cost in cash, of all sets (again by luck alone): {listed(parts)}.{less}"


def in_sets(row: dict[str, Any]) -> str:
    """Return a lever with the share of sets in which something holds, and how often it does again by luck alone."""
    return f"{row['lever']} {percent(row['share'])}{repeated(row)}"


def repeated(row: dict[str, Any]) -> str:
    """Return how often something holds again by luck alone, nothing if it never does."""
    return "" if isnan(row["again"]) else f" ({percent(row['again'])})"


def luck_sentences(found: Robustness) -> Iterator[str]:
    """Yield how often another lever is first by luck alone, and if numbers differ, too."""
    if len(found.others) == 1:
        return
    nothing = 1 - float(found.of(FIRST)["share"].sum())
    none = f" In {percent(nothing)} of all sets none adds anything." if nothing > BY_ROUNDING else ""
    yield f"{another_first(found.luck)}{none}"
    if is_mostly_luck(found.luck):
        yield "So more than half of the difference between sets is luck; more runs (--replicates) leave less of it."


def another_first(luck: pd.DataFrame, who: str = "lever") -> str:
    """Return how often another one is first by luck alone, and if numbers differ, too."""
    same = luck.set_index("differs")["same_first"]
    return (
        f"Another {who}, or none, is first in {percent(1 - same[LUCK])} of the sets by luck alone, with the same "
        f"numbers, and in {percent(1 - same[NUMBERS])} between two different sets."
    )


def is_mostly_luck(luck: pd.DataFrame) -> bool:
    """Return whether more than half of the changes of what is first, from set to set, come from luck alone."""
    same = luck.set_index("differs")["same_first"]
    return bool(1 - same[LUCK] > MOSTLY_LUCK * (1 - same[NUMBERS]))


def number_sentences(found: Robustness) -> Iterator[str]:
    """Yield which number turns the answer, and which decide others; that none was found, if so."""
    if found.counted < LEAST_CASES:
        yield f"Of fewer than {LEAST_CASES} sets none can confirm what was found in others: no number was looked for."
        return
    looked_at = f"of {counted(len(found.drawn.columns) - 1, 'number')} none"
    if found.deciding.empty:
        yield (
            f"No single number was found that turns this: {looked_at} tells sets with one answer from those with "
            "another in one half of the sets so that the other half confirms it."
        )
        return
    main, *others = main_first(found).to_dict("records")
    yield (
        f"Worth asking about: {name_in_words(main['number'])} ({meaning_of(main['number'])}). {split_in_words(main)}"
        f"{turns(main)}"
    )
    for row in others:
        yield f"Also {name_in_words(row['number'])} ({meaning_of(row['number'])}): {split_in_words(row)}"


def main_first(found: Robustness) -> pd.DataFrame:
    """Return the answers that a number decides: who is first before what is worth it, the best lever before others."""
    order = {lever: place for place, lever in enumerate(found.of(leading(found))["lever"])}
    rows = found.deciding
    keys = pd.DataFrame({"worth": rows["criterion"] == WORTH, "place": rows["lever"].map(order)})
    return rows.loc[keys.sort_values(["worth", "place"], kind="stable").index]


def split_in_words(row: dict[str, Any]) -> str:
    """Return how often an answer holds where a number is low and where it is high."""
    low, high = rough(row["low"]), rough(row["high"])
    return (
        f"{capital(row['lever'])} {WHAT[row['criterion']]}: in {percent(row['low_share'])} of the sets where it is at "
        f"most {low} (the lowest third), in {percent(row['high_share'])} where it is at least {high} (the highest "
        f"third); confirmed in {percent(row['confirmed'])} of {HALVES} halves."
    )


def meaning_of(name: str) -> str:
    """Return what a number of a scenario means, and where more is told of it."""
    if name.startswith(LEVER):
        return "share of projects that use it without any policy"
    parameter = name.partition(".")[0]
    return f"{GROUPS[GROUP_OF[parameter]].model_fields[parameter].description}; see sipabm parameters {parameter}"


def turns(row: dict[str, Any]) -> str:
    """Return which lever is first most often at either end, if it is not the same one."""
    low, high = row["where_low"], row["where_high"]
    if low == high or not (low and high):
        return ""
    return f" First most often: {low} where it is low, {high} where it is high."


def notes(found: Robustness) -> list[str]:
    """Return what must be known to read the table."""
    kept = without_middle(", ".join(found.base.kept), LONGEST_LIST)
    drawn, rate = len(found.drawn.columns) - 1, found.manifest["discount"]
    left_out = f" {counted(found.left_out, 'set')} more leave nothing to measure." if found.left_out else ""
    of_kept = f" Kept as the scenario has them: {kept}." if kept else ""
    return [
        f"Set of numbers: {counted(drawn, 'number')} that nobody knows exactly, all at once, the same in all worlds "
        f"that are compared.{of_kept}{left_out}",
        *([note_on_area(found.area)] if found.area else []),
        f"{first_in_words(found)}, in the mean of {counted(found.replicates, 'run')}.",
        *notes_on_cohorts(found),
        worth_note(found),
        "Again, in brackets: how often it holds a second time with the same numbers and other luck. If luck decided "
        "nothing, it would be always; if numbers decided nothing, as often as in all sets.",
        "Intervals of shares (in the tables) are over sets, 95 %. Nothing here says that the model is right.",
        *([discount_note(rate, "the beginning of the first year in which attempts begin")] if rate else []),
        *filter(None, [found.money.note]),
    ]


def notes_on_cohorts(found: Robustness) -> list[str]:
    """Return which attempts are counted, what changes over sets are, and when a year is needed."""
    begun = " or ".join(dict.fromkeys(map(str, found.begun.values())))
    asked = (
        "as asked for" if found.manifest["begun"] else "from the levers' start on, as long as the runs show their end"
    )
    return [
        f"Attempts begun: in {begun}, {asked}; each is followed to its end, whenever that is. What a lever changes in "
        "earlier or later ones is not counted. 'needs YEAR' stands where more than "
        f"{percent(OPEN_ALLOWED)} of what may become a partnership is still open when the runs end.",
        "Changes by lever: the mean over sets; in brackets the share of sets with more than without the lever; below, "
        "what nine in ten sets lie between, with the luck of their runs. Net positions are differences from doing "
        "nothing, and against ordinary contracts from the same programmes paid for by the authority alone. Loss in "
        "the worst tenth: the mean of a partnership in the tenth, of all sets together, that is worst for a party, "
        "with its 95 % interval over sets; one that leaves it cash counts as none. How value is divided among these "
        "parties is an input, not a finding.",
    ]


def worth_note(found: Robustness) -> str:
    """Return what is meant by worth its cost in cash."""
    if found.by == YEARS:
        return (
            "Worth its cost in cash: cash that all public budgets save by effects, less outcome payments and less the "
            "transaction cost of all parties, is higher than without the lever; loses cash: it is lower. Other value "
            f"is not added to cash. Of a partnership that still runs at the end of {found.years[1]} the cost counts, "
            "and what it brings does not yet."
        )
    return (
        "Worth its cost in cash: net cash of all public budgets, outcomes funds among them, is higher than without the "
        "lever: what effects save, less outcome payments, development (of attempts that came to nothing too), "
        "evaluation and re-planning. Loses cash: it is lower. Other value is not added to cash."
    )


def first_in_words(found: Robustness) -> str:
    """Return what is meant by a first lever, or of one lever by one that adds anything."""
    if len(found.others) == 1:
        return f"Adds anything: there is more of {label_of(found)} than without the lever"
    return f"First: adds something to {label_of(found)}, and no other lever adds more; equal ones share"


def label_of(found: Robustness) -> str:
    """Return what the measure is called in a sentence."""
    label = label_and_unit(found.measure.name, ())[0] if found.by == YEARS else found.measure.label
    return f"{label} (welfare area {found.area})" if found.area else label


def capital(text: str) -> str:
    """Return a text that begins a sentence."""
    return text[:1].upper() + text[1:]


def verb(stem: str, lever: str) -> str:
    """Return the form of a verb that goes with a lever."""
    return stem if is_plural(lever) else f"{stem}s"


def is_plural(lever: str) -> bool:
    """Return whether a lever is called in the plural: early meetings, but outcomes fund."""
    return lever.partition(" (")[0].endswith("s")
