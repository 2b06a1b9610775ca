"""How much do flexible contracts bring, by intensity and start of a policy, by bending, and by evaluation?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from sipabm import Scenario, simulate
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, is_noise, judged, level, more, plain
from sipabm.plots import Drawn, plot_responses
from sipabm.statistics.intervals import change_of_change
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.measures import Measure, Measured
from sipabm.studies.outcomes import outcomes, sums_by_run
from sipabm.studies.sums import level_table, measured_sums
from sipabm.studies.uptake import (
    STRAIGHT,
    Uptake,
    answer_sentence,
    gap_sentence,
    intensity_sentence,
    start_sentence,
    uptake,
    uptake_figure,
    use_sentence,
)

QUESTION = str(__doc__)
LEVER = "flexible_contracts"
INTENSITIES, STARTS, LAST = (0.25, 0.5, 0.75, 1.0), (2012, 2016, 2020), 2029
RIGOURS = ("monitoring", "comparison", "experiment")
SAME_ROOM = "experiment, with full room to adapt"
NONE, ALL = 0.0, 1.0  # share of projects that may have a flexible contract
HIGHER = ("higher", "lower")
MEASURES = (
    Measure("signed", "partnerships signed", "partnerships", ("deal",)),
    Measure("successful", "successful partnerships", "partnerships", ("successful",), less="fewer"),
    Measure("mean_effect", "mean effect", "share of target", ("effect",), ("ended",), *HIGHER),
    Measure("share_ended_early", "ended early of those ended", "share", ("ended_early",), ("ended",), *HIGHER),
    Measure("misplaced", "payments for no effect", "share", ("misplaced",), ("paid",), *HIGHER),
    Measure("left_unpaid", "effects left unpaid", "share", ("left_unpaid",), ("paid",), *HIGHER),
    Measure("flexible", "flexible of those signed", "share", ("flexible",), ("deal",), *HIGHER),
)
SHOWN = ("signed", "successful", "mean_effect", "share_ended_early", "misplaced", "left_unpaid")
POLICY_TITLE = "What a policy that puts flexible contracts on the table adds to the world, 2010 to 2029"
RIGOUR_TITLE = "What flexible contracts change if every project may have one, by evaluation"
COLUMNS = sorted({column for measure in MEASURES for column in (*measure.columns, *measure.per)})
Place = tuple[str, float]


def answer(effort: Effort) -> Finding:
    """Return what flexible contracts add by intensity, start and bending, and what they change under each rigour."""
    base, runs = Scenario.load("world"), effort.choose(60, 8)
    intensities, starts = effort.choose((INTENSITIES, STARTS), (INTENSITIES[1::2], STARTS[::2]))
    found = uptake(base, LEVER, intensities, starts, runs, effort.seed)
    worlds = worlds_of(found.worlds[STRAIGHT])
    measured = measured_sums(MEASURES, [sums(world, runs, effort.seed) for world in worlds.values()])
    by_rigour = table_of(measured, list(worlds))
    return Finding(
        found.table,
        uptake_figure(found, POLICY_TITLE),
        [*policy_sentences(found), *rigour_sentences(measured, by_rigour, list(worlds))],
        {**found.scenarios(), **{label(*place): world for place, world in worlds.items()}},
        runs,
        more_tables={"by_rigour": by_rigour},
        more_figures={"by_rigour": rigour_figure(by_rigour)},
    )


def policy_sentences(found: Uptake) -> Iterator[str]:
    """Yield how much a policy adds, by intensity and start, where actors bend and where not."""
    yield answer_sentence(found, LAST)
    yield use_sentence(found)
    yield intensity_sentence(found)
    yield start_sentence(found, LAST)
    yield gap_sentence(found)


# By the evaluation that authorities ask for


def worlds_of(straight: Scenario) -> dict[Place, Scenario]:
    """Return the world in which nobody bends for each rigour asked for, without and with flexible contracts."""
    worlds = {
        (rigour, share): allowing(with_rigour(straight, rigour), share) for rigour in RIGOURS for share in (NONE, ALL)
    }
    roomy = with_rigour(straight, RIGOURS[-1]).replace({f"adaptation_room.{rigour}": 1.0 for rigour in RIGOURS})
    return {**worlds, (SAME_ROOM, ALL): allowing(roomy, ALL)}


def with_rigour(scenario: Scenario, rigour: str) -> Scenario:
    """Return a scenario in which every authority asks for one rigour, and none asks for less in a small project."""
    # Proportionate evaluation offers lighter evaluations than are asked for, and would mix rigours in one world.
    asked = {f"rigour_asked.{each}": float(each == rigour) for each in RIGOURS}
    return scenario.replace({**asked, "levers.proportionate_evaluation.practice": 0.0, "bending": 0.0})


def allowing(scenario: Scenario, share: float) -> Scenario:
    """Return a scenario in which a share of projects may have a flexible contract, and nobody bends."""
    # By practice: a policy of nothing takes nobody away from what actors do by themselves.
    return scenario.replace({f"levers.{LEVER}.practice": share, "bending": 0.0})


def label(rigour: str, share: float) -> str:
    """Return what a world is called."""
    return f"{rigour}, {'flexible contracts' if share else 'no flexible contracts'}"


def sums(scenario: Scenario, runs: int, seed: int) -> pd.DataFrame:
    """Return for each run the sums of what its deals brought."""
    rows = outcomes(simulate(scenario, runs, seed))
    return sums_by_run(rows.assign(flexible=(rows["form"] == "flexible").astype(float)), COLUMNS, runs)


def table_of(measured: Measured, places: list[Place]) -> pd.DataFrame:
    """Return for each rigour asked for what flexible contracts change, against none of them under that rigour."""
    parts = []
    for place, (rigour, share) in enumerate(places):
        if share:
            pair = measured.of([base_of(places, rigour), place])
            parts.append(contrast_table(pair, [label(rigour, share)], None).assign(rigour_asked=rigour))
    table = pd.concat(parts, ignore_index=True)
    front = ["rigour_asked", "measure", "label", "unit"]
    return table[[*front, *(name for name in table if name not in (*front, "alternative", "runs_missing"))]]


def base_of(places: list[Place], rigour: str) -> int:
    """Return where the world of a rigour without flexible contracts stands; room to adapt is no matter in it."""
    return places.index(("experiment" if rigour == SAME_ROOM else rigour, NONE))


def rigour_figure(by_rigour: pd.DataFrame) -> Drawn:
    """Return the figure of what flexible contracts change, by the rigour asked for."""
    shown = by_rigour[by_rigour["rigour_asked"] != SAME_ROOM]
    x_label = "evaluation that authorities ask for"
    return plot_responses(shown, x="rigour_asked", measures=SHOWN, title=RIGOUR_TITLE, x_label=x_label)


Rows = Mapping[Any, pd.Series]


def rigour_sentences(measured: Measured, table: pd.DataFrame, places: list[Place]) -> Iterator[str]:
    """Yield what the evaluation asked for makes of flexible contracts: uptake, success, payment for no effect."""
    rows = {key: part.iloc[0] for key, part in table.groupby(["rigour_asked", "measure"])}
    yield successful_sentence(measured, rows, places)
    yield (
        "Where both forms are allowed, the share of partnerships with a flexible contract is "
        f"{by_each_rigour(rows, 'flexible', plain_other)}. The mean effect changes by "
        f"{by_each_rigour(rows, 'mean_effect', judged)}; early ends by "
        f"{by_each_rigour(rows, 'share_ended_early', judged)}."
    )
    yield misplaced_sentence(measured, rows, places)
    yield rigour_itself_sentence(measured, places)
    yield room_sentence(rows)


def by_each_rigour(rows: Rows, measure: str, say: Any) -> str:
    """Return what is said of a measure under each rigour."""
    return listed([f"{say(rows[rigour, measure])} under {plural(rigour)}" for rigour in RIGOURS])


def plain_other(row: pd.Series) -> str:
    """Return the level that a measure reaches."""
    return plain(row["other"], row["unit"])


def plural(rigour: str) -> str:
    """Return a rigour as what authorities ask for."""
    return {"comparison": "comparisons", "experiment": "experiments"}.get(rigour, rigour)


def successful_sentence(measured: Measured, rows: Rows, places: list[Place]) -> str:
    """Return where flexible contracts help more, by successful partnerships."""
    pairs = [(base_of(places, rigour), places.index((rigour, ALL))) for rigour in (RIGOURS[0], RIGOURS[-1])]
    gap: dict[str, Any] = {**change_of_change(measured.by_run("successful"), *pairs), "unit": ""}
    where = "more where rigour is low" if gap["difference"] < 0 else "more where rigour is high"
    if is_noise(gap):
        where = "as much where rigour is low as where it is high, as far as these runs can show"
    parts = [f"{more(rows[rigour, 'successful'])} where authorities ask for {plural(rigour)}" for rigour in RIGOURS]
    return (
        f"Where nobody bends, flexible contracts help {where}: if every project may have one, and not none, successful "
        f"partnerships are {listed(parts)}; the gain under experiments minus that under monitoring is {change(gap)}."
    )


def misplaced_sentence(measured: Measured, rows: Rows, places: list[Place]) -> str:
    """Return what is paid for no effect, what effect is left unpaid, and what flexibility does to both."""
    levels = level_table(measured, [label(*place) for place in places]).set_index(["alternative", "measure"])
    before = [f"{level(levels.loc[(label(rigour, NONE), 'misplaced')], LEVEL)} ({rigour})" for rigour in RIGOURS]
    return (
        f"Without flexible contracts {listed(before)} of outcome payments are for no effect. With them this share "
        f"changes by {by_each_rigour(rows, 'misplaced', judged)}, and effects left unpaid, as a share of payments, "
        f"by {by_each_rigour(rows, 'left_unpaid', judged)}."
    )


def rigour_itself_sentence(measured: Measured, places: list[Place]) -> str:
    """Return what rigour itself costs and saves, without flexible contracts."""
    pair = [base_of(places, rigour) for rigour in (RIGOURS[0], RIGOURS[-1])]
    rows = contrast_table(measured.of(pair), ["experiment"], None).set_index("measure")
    return (
        f"Rigour itself, without flexible contracts: where experiments are asked for and not monitoring, "
        f"{more(rows.loc['signed'])} are signed, {more(rows.loc['successful'])} succeed, and the share paid for no "
        f"effect changes by {judged(rows.loc['misplaced'])}."
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
