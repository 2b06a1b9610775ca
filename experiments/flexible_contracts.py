"""Do flexible contracts help more where authorities ask for rigorous evaluation, or where they do not?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from sipabm import Scenario, simulate
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, is_noise, judged, level, more, percent, plain
from sipabm.language.units import PERCENT
from sipabm.plots import plot_responses
from sipabm.statistics.intervals import change_of_change
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.measures import Measure, Measured
from sipabm.studies.outcomes import outcomes, sums_by_run
from sipabm.studies.sums import level_table, measured_sums

QUESTION = str(__doc__)
RIGOURS = ("monitoring", "comparison", "experiment")
AS_NOW = "as asked for now"
SHARES = (0.0, 0.5, 1.0)
SAME_ROOM = "experiment, with full room to adapt"
HIGHER = ("higher", "lower")
MEASURES = (
    Measure("signed", "partnerships signed", "partnerships", ("deal",)),
    Measure("successful", "successful partnerships", "partnerships", ("successful",), less="fewer"),
    Measure("mean_effect", "mean effect", "share of target", ("effect",), ("ended",), *HIGHER),
    Measure("share_ended_early", "ended early of those ended", "share", ("ended_early",), ("ended",), *HIGHER),
    Measure("misplaced", "payments for no effect", "share", ("misplaced",), ("paid",), *HIGHER),
    Measure("left_unpaid", "effects left unpaid", "share", ("left_unpaid",), ("paid",), *HIGHER),
    Measure("paid", "outcome payments", "million USD", ("paid",)),
    Measure("flexible", "flexible of those signed", "share", ("flexible",), ("deal",), *HIGHER),
)
SHOWN = ("signed", "successful", "mean_effect", "share_ended_early", "misplaced", "left_unpaid")
TITLE = "What flexible contracts change, by the evaluation that authorities ask for, in the world, 2010 to 2029"
COLUMNS = sorted({column for measure in MEASURES for column in (*measure.columns, *measure.per)})
Place = tuple[str, float]


def answer(effort: Effort) -> Finding:
    """Return what flexible contracts change under each rigour asked for, by the share of projects that may have one."""
    runs, shares = effort.choose(60, 8), effort.choose(SHARES, SHARES[::2])
    worlds = worlds_of(Scenario.load("world"), shares)
    measured = measured_sums(MEASURES, [sums(world, runs, effort.seed) for world in worlds.values()])
    table = table_of(measured, list(worlds))
    figure = plot_responses(
        table[table["rigour_asked"] != SAME_ROOM].assign(percent=PERCENT * table["share_flexible"]),
        x="percent",
        line="rigour_asked",
        measures=SHOWN,
        columns=3,
        title=TITLE,
        x_label="% of projects that may have a flexible contract",
    )
    named = {label(*place): world for place, world in worlds.items()}
    return Finding(table, figure, list(sentences(measured, table, list(worlds))), named, runs)


def worlds_of(base: Scenario, shares: tuple[float, ...]) -> dict[Place, Scenario]:
    """Return the world for each rigour asked for and share of projects that may have a flexible contract."""
    asked = {AS_NOW: base, **{rigour: with_rigour(base, rigour) for rigour in RIGOURS}}
    worlds = {(rigour, share): allowing(world, share) for rigour, world in asked.items() for share in shares}
    roomy = with_rigour(base, "experiment").replace({f"adaptation_room.{rigour}": 1.0 for rigour in RIGOURS})
    return {**worlds, (SAME_ROOM, shares[-1]): allowing(roomy, shares[-1])}


def with_rigour(scenario: Scenario, rigour: str) -> Scenario:
    """Return a scenario in which every authority asks for one rigour, and none asks for less in a small project."""
    # Proportionate evaluation offers lighter evaluations than are asked for, and would mix rigours in one world.
    asked = {f"rigour_asked.{each}": float(each == rigour) for each in RIGOURS}
    return scenario.replace({**asked, "levers.proportionate_evaluation.practice": 0.0})


def allowing(scenario: Scenario, share: float) -> Scenario:
    """Return a scenario in which a share of projects may have a flexible contract, from the first quarter on."""
    return scenario.with_policy(f"flexible_contracts={share}@{scenario.first_quarter}")


def label(rigour: str, share: float) -> str:
    """Return what a world is called."""
    return f"{rigour}, {percent(share)} flexible"


def sums(scenario: Scenario, runs: int, seed: int) -> pd.DataFrame:
    """Return for each run the sums of what its deals brought."""
    rows = outcomes(simulate(scenario, runs, seed))
    return sums_by_run(rows.assign(flexible=(rows["form"] == "flexible").astype(float)), COLUMNS, runs)


def table_of(measured: Measured, places: list[Place]) -> pd.DataFrame:
    """Return for each rigour asked for what each share changes, against no flexible contracts under that rigour."""
    parts = []
    for place, (rigour, share) in enumerate(places):
        base = base_of(places, rigour)
        if place != base:
            contrast = contrast_table(measured.of([base, place]), [label(rigour, share)], None)
            parts.append(contrast.assign(rigour_asked=rigour, share_flexible=share))
        else:
            # So that each line of the figure starts at no flexible contracts.
            parts.append(unchanged(measured, place).assign(rigour_asked=rigour, share_flexible=share))
    table = pd.concat(parts, ignore_index=True)
    front = ["rigour_asked", "share_flexible", "measure", "label", "unit"]
    return table[[*front, *(name for name in table if name not in (*front, "alternative", "runs_missing"))]]


def base_of(places: list[Place], rigour: str) -> int:
    """Return where the world of a rigour without flexible contracts stands; room to adapt is no matter in it."""
    return places.index(("experiment" if rigour == SAME_ROOM else rigour, 0.0))


def unchanged(measured: Measured, place: int) -> pd.DataFrame:
    """Return the rows of a base: its levels, and no difference from itself."""
    levels = level_table(measured.of([place]), ["base"]).drop(columns=["value_low", "value_high"])
    return levels.rename(columns={"value": "base"}).assign(other=lambda rows: rows["base"], difference=0.0)


def sentences(measured: Measured, table: pd.DataFrame, places: list[Place]) -> Iterator[str]:
    """Yield the answer in words: by uptake and success, by what is paid for no effect, and what it depends on."""
    most = table[table["share_flexible"] == places[-1][1]]
    rows = {key: part.iloc[0] for key, part in most.groupby(["rigour_asked", "measure"])}
    yield answer_sentence(measured, rows, places)
    yield (
        "Where both forms are allowed, the share of partnerships with a flexible contract is "
        f"{by_rigour(rows, 'flexible', plain_other)}. The mean effect changes by "
        f"{by_rigour(rows, 'mean_effect', judged)}; early ends by {by_rigour(rows, 'share_ended_early', judged)}."
    )
    yield misplaced_sentence(measured, rows, places)
    yield rigour_sentence(measured, places)
    yield as_now_sentence(rows)
    yield room_sentence(rows)


Rows = Mapping[Any, pd.Series]


def by_rigour(rows: Rows, measure: str, say: Any) -> str:
    """Return what is said of a measure under each rigour."""
    return listed([f"{say(rows[rigour, measure])} under {plural(rigour)}" for rigour in RIGOURS])


def plain_other(row: pd.Series) -> str:
    """Return the level that a measure reaches."""
    return plain(row["other"], row["unit"])


def answer_sentence(measured: Measured, rows: Rows, places: list[Place]) -> str:
    """Return where flexible contracts help more, by successful partnerships."""
    gap = gap_between(measured, "successful", places)
    where = "more where rigour is low" if gap["difference"] < 0 else "more where rigour is high"
    if is_noise(gap):
        where = "as much where rigour is low as where it is high, as far as these runs can show"
    parts = [f"{more(rows[rigour, 'successful'])} where authorities ask for {plural(rigour)}" for rigour in RIGOURS]
    return (
        f"Flexible contracts help {where}: if every project may have one, and not none, successful partnerships by the "
        f"end are {listed(parts)}; the gain under experiments minus that under monitoring is {change(gap)}."
    )


def plural(rigour: str) -> str:
    """Return a rigour as what authorities ask for."""
    return {"comparison": "comparisons", "experiment": "experiments"}.get(rigour, rigour)


def gap_between(measured: Measured, name: str, places: list[Place]) -> dict[str, Any]:
    """Return how much more full flexibility changes a measure under experiments than under monitoring."""
    last = places[-1][1]
    pairs = [(base_of(places, rigour), places.index((rigour, last))) for rigour in (RIGOURS[0], RIGOURS[-1])]
    unit = measured.measures[measured.place(name)].unit
    return {**change_of_change(measured.by_run(name), *pairs), "unit": unit}


def misplaced_sentence(measured: Measured, rows: Rows, places: list[Place]) -> str:
    """Return what is paid for no effect, what effect is left unpaid, and what flexibility does to both."""
    levels = level_table(measured, [label(*place) for place in places]).set_index(["alternative", "measure"])
    before = [f"{level(levels.loc[(label(rigour, 0.0), 'misplaced')], LEVEL)} ({rigour})" for rigour in RIGOURS]
    return (
        f"Without flexible contracts {listed(before)} of outcome payments are for no effect. With them this share "
        f"changes by {by_rigour(rows, 'misplaced', judged)}, and effects left unpaid, as a share of payments, "
        f"by {by_rigour(rows, 'left_unpaid', judged)}."
    )


def rigour_sentence(measured: Measured, places: list[Place]) -> str:
    """Return what rigour itself costs and saves, without flexible contracts."""
    pair = [base_of(places, rigour) for rigour in (RIGOURS[0], RIGOURS[-1])]
    rows = contrast_table(measured.of(pair), ["experiment"], None).set_index("measure")
    return (
        f"Rigour itself, without flexible contracts: where experiments are asked for and not monitoring, "
        f"{more(rows.loc['signed'])} are signed, {more(rows.loc['successful'])} succeed, and the share paid for no "
        f"effect changes by {judged(rows.loc['misplaced'])}."
    )


def as_now_sentence(rows: Rows) -> str:
    """Return what flexible contracts do under the rigours that authorities ask for now."""
    signed, successful = rows[AS_NOW, "signed"], rows[AS_NOW, "successful"]
    return (
        f"Under the rigours that authorities ask for now, {more(signed)} are signed and {more(successful)} succeed if "
        "every project may have a flexible contract, and not none."
    )


def room_sentence(rows: Rows) -> str:
    """Return what is left of the answer if experiments leave as much room to adapt as monitoring does."""
    roomy, strict, light = (rows[rigour, "successful"] for rigour in (SAME_ROOM, "experiment", "monitoring"))
    gap = light["difference"] - strict["difference"]
    closed = (roomy["difference"] - strict["difference"]) / gap if gap else 0.0
    return (
        "That strict evaluation leaves less room to adapt is assumed. If experiments left full room, flexible "
        f"contracts would bring {more(roomy)} successful partnerships under them, and not {change(strict)}: that "
        f"assumption accounts for {plain(closed, 'share')} of the gap to monitoring."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
