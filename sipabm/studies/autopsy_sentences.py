"""What an autopsy and its check say, in sentences written from their numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sipabm.language.numbers import more, percent, plain
from sipabm.studies.autopsy import ALL_TOGETHER, ALONE, ANY_ONE, NO_ONE, Autopsy

NAMED = 3
WHY = (
    "The two differ because the autopsy asks about one attempt at one gate, while a barrier that is off from the start "
    "changes histories: attempts that it opens meet later gates, authorities hear of more signatures and fewer "
    "failures, and all compete for providers, investors and funds."
)


def sentences(found: Autopsy) -> list[str]:
    """Return what stopped attempts, alone and together."""
    return list(filter(None, [total_sentence(found), reading_sentence(found), opening_sentence(found)]))


def total_sentence(found: Autopsy) -> str:
    """Return how many attempts were stopped, and what ended most of them."""
    stopped = found.barriers["ended"].sum()
    if not stopped:
        return "No attempt was stopped."
    most = found.barriers.nlargest(NAMED, "ended")
    named = ", ".join(f"{row.label} {percent(row.ended / stopped)}" for row in most.itertuples())
    return (
        f"Of {plain(found.ended)} attempts per run that ended, {percent(stopped / found.ended)} were stopped. "
        f"Most were ended by {named}."
    )


def reading_sentence(found: Autopsy) -> str:
    """Return how often a barrier stood alone, and how several are to be read."""
    shares = found.sets.groupby("reading")["share"].sum()
    if shares.empty:
        return ""
    part = {reading: percent(shares.get(reading, 0.0)) for reading in (ALONE, ALL_TOGETHER, ANY_ONE, NO_ONE)}
    return (
        f"One barrier stood alone in {part[ALONE]} of them; in {part[ALL_TOGETHER]} several stood at one gate and all "
        f"had to go; at the negotiating table it was enough to remove any one of several in {part[ANY_ONE]}, and not "
        f"enough to remove any single one in {part[NO_ONE]}."
    )


def opening_sentence(found: Autopsy) -> str:
    """Return which single relaxation would have opened most failed negotiations."""
    # Only those that would open any: else barriers with zero would fill the places of the first three.
    most = found.barriers[found.barriers["opened_at_table"] > 0].nlargest(NAMED, "opened_at_table")
    if most.empty:
        return ""
    named = ", ".join(f"{row.label} {plain(row.opened_at_table)}" for row in most.itertuples())
    return f"Relaxed alone at the negotiating table, these would have opened most: {named} attempts per run."


def check_sentences(relaxed: pd.DataFrame) -> Iterator[str]:
    """Yield how the barrier that signs most when it is off compares with the autopsy, and why the two differ."""
    if relaxed.empty:
        return
    row = relaxed.loc[relaxed["signed_more"].idxmax()]
    opened = row["opened_at_gate"] + row["opened_at_table"]
    yield (
        f"Without {row['label']} {more_signed(row)} partnerships are signed per run, where the autopsy would have "
        f"opened {plain(opened)} attempts. Of these {plain(row['opened_signed'])} are signed now, "
        f"{plain(row['opened_stopped'])} stop at another or a later gate, and {plain(row['opened_absent'])} are never "
        f"started or do not end. {plain(row['others_signed'])} that another barrier had stopped are signed, and "
        f"{plain(row['new_signed'])} that were never started; {plain(row['now_stopped'])} that had been signed are "
        f"stopped now, and {plain(row['now_absent'])} do not occur."
    )
    yield WHY


def more_signed(row: pd.Series) -> str:
    """Return how many more or fewer partnerships are signed, with the interval."""
    return more({**row, "unit": "partnerships"}, names=("signed_more", "low", "high"))
