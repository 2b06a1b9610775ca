"""How much do flexible contracts bring, by share of projects and start, by bending, and by evaluation?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, is_noise, judged, level, more, plain
from sipabm.plots import plot_responses
from sipabm.statistics.intervals import change_of_change
from sipabm.studies.labelled import pair_table, rows_by
from sipabm.studies.outcomes import SUCCESSFUL, columns_of, outcomes
from sipabm.studies.uptake import STRAIGHT, policy_sentences, uptake, uptake_figure
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.tables.run_tables import RunTables

QUESTION = str(__doc__)
LEVER = "flexible_contracts"
INTENSITIES, STARTS, LAST = (0.25, 0.5, 0.75, 1.0), (2012, 2016, 2020), 2029
RIGOURS = {"monitoring": "monitoring", "comparison": "comparisons", "experiment": "experiments"}
LIGHT, STRICT, ROOMY = "monitoring", "experiment", "experiment, with full room to adapt"
HIGHER = ("higher", "lower")
MEASURES = (
    Measure("signed", "partnerships signed", "partnerships", ("deal",)),
    SUCCESSFUL,
    Measure("mean_effect", "mean effect", "share of target", ("effect",), ("ended",), *HIGHER),
    Measure("share_ended_early", "ended early of those ended", "share", ("ended_early",), ("ended",), *HIGHER),
    Measure("misplaced", "payments for no effect", "share", ("misplaced",), ("paid",), *HIGHER),
    Measure("left_unpaid", "effects left unpaid", "share", ("left_unpaid",), ("paid",), *HIGHER),
    Measure("flexible", "flexible of those signed", "share", ("flexible",), ("deal",), *HIGHER),
)
SHOWN = tuple(measure.name for measure in MEASURES[:-1])
POLICY_TITLE = "What a policy that puts flexible contracts on the table adds to the world, 2010 to 2029"
RIGOUR_TITLE = "What flexible contracts change if every project may have one, by evaluation"
Rows = Mapping[tuple[str, str], pd.Series]


def answer(effort: Effort) -> Finding:
    """Return what flexible contracts add by share of projects, start and bending, and change under each rigour."""
    base, runs = Scenario.load("world"), effort.choose(100, 8)
    intensities, starts = effort.choose((INTENSITIES, STARTS), (INTENSITIES[1::2], STARTS[::2]))
    found = uptake(base, LEVER, intensities, starts, runs, effort.seed, effort.folder())
    worlds = worlds_of(found.worlds[STRAIGHT])
    measured = effort.measure(worlds, runs, measures=MEASURES, own=[OwnColumns(columns_of(MEASURES), sums_of)])
    by_rigour = table_of(measured)
    x_label = "evaluation that authorities ask for"
    drawn = by_rigour[by_rigour["rigour_asked"] != ROOMY]
    return Finding(
        found.table,
        uptake_figure(found, POLICY_TITLE),
        [*policy_sentences(found, LAST), *rigour_sentences(measured, by_rigour)],
        {**found.scenarios(), **worlds},
        runs,
        {"by_rigour": by_rigour},
        {"by_rigour": plot_responses(drawn, x="rigour_asked", measures=SHOWN, title=RIGOUR_TITLE, x_label=x_label)},
    )


def worlds_of(straight: Scenario) -> dict[str, Scenario]:
    """Return the world in which nobody bends for each rigour asked for, without and with flexible contracts."""
    asked = {rigour: with_rigour(straight, rigour) for rigour in RIGOURS}
    worlds = {name(each): allowing(world, share) for each, world in asked.items() for name, share in FORMS.items()}
    roomy = asked[STRICT].replace({f"adaptation_room.{rigour}": 1.0 for rigour in RIGOURS})
    return {**worlds, flexible(ROOMY): allowing(roomy, 1.0)}


def with_rigour(scenario: Scenario, rigour: str) -> Scenario:
    """Return a scenario in which every authority asks for one rigour, and none asks for less in a small project."""
    # Proportionate evaluation offers lighter evaluations than are asked for, and would mix rigours in one world.
    asked = {f"rigour_asked.{each}": float(each == rigour) for each in RIGOURS}
    return scenario.replace({**asked, "levers.proportionate_evaluation.practice": 0.0, "bending": 0.0})


def allowing(scenario: Scenario, share: float) -> Scenario:
    """Return a scenario in which a share of projects may have a flexible contract, and nobody bends."""
    # By practice: a policy of nothing takes nobody away from what actors do by themselves.
    return scenario.replace({f"levers.{LEVER}.practice": share, "bending": 0.0})


def rigid(rigour: str) -> str:
    """Return what the world of a rigour without flexible contracts is called; room to adapt is no matter in it."""
    return f"{STRICT if rigour == ROOMY else rigour}, no flexible contracts"


def flexible(rigour: str) -> str:
    """Return what the world of a rigour is called in which every project may have a flexible contract."""
    return f"{rigour}, flexible contracts"


FORMS = {rigid: 0.0, flexible: 1.0}


def sums_of(results: RunTables) -> pd.DataFrame:
    """Return for each run the sums of what its deals brought."""
    rows = outcomes(results)
    rows = rows.assign(flexible=(rows["form"] == "flexible").astype(float))
    sums = rows.groupby("run")[list(columns_of(MEASURES))].sum()
    return sums.reindex(results.runs["run"], fill_value=0.0)


def table_of(measured: Measured) -> pd.DataFrame:
    """Return for each rigour asked for what flexible contracts change, against none of them under that rigour."""
    rigours = {flexible(rigour): rigour for rigour in (*RIGOURS, ROOMY)}
    table = pair_table(measured, {label: rigid(rigour) for label, rigour in rigours.items()})
    table.insert(0, "rigour_asked", table.pop("alternative").map(rigours))
    return table


def rigour_sentences(measured: Measured, table: pd.DataFrame) -> Iterator[str]:
    """Yield what the evaluation asked for makes of flexible contracts: uptake, success, payment for no effect."""
    rows = rows_by(table, "rigour_asked", "measure")
    yield successful_sentence(measured, rows)
    yield (
        "Where both forms are allowed, the share of partnerships with a flexible contract is "
        f"{by_each_rigour(rows, 'flexible', lambda row: plain(row['other'], row['unit']))}. The mean effect changes by "
        f"{by_each_rigour(rows, 'mean_effect')}; early ends by {by_each_rigour(rows, 'share_ended_early')}."
    )
    before = [f"{said_level(measured, rigour)} ({rigour})" for rigour in RIGOURS]
    yield (
        f"Without flexible contracts {listed(before)} of outcome payments are for no effect. With them this share "
        f"changes by {by_each_rigour(rows, 'misplaced')}, and effects left unpaid, as a share of payments, "
        f"by {by_each_rigour(rows, 'left_unpaid')}."
    )
    itself = rows_by(pair_table(measured, {rigid(STRICT): rigid(LIGHT)}), "measure")
    yield (
        f"Rigour itself, without flexible contracts: where experiments are asked for and not monitoring, "
        f"{more(itself['signed'])} are signed, {more(itself['successful'])} succeed, and the share paid for no "
        f"effect changes by {judged(itself['misplaced'])}."
    )
    yield room_sentence(*(rows[rigour, "successful"] for rigour in (ROOMY, STRICT, LIGHT)))


def by_each_rigour(rows: Rows, measure: str, say: Callable[[pd.Series], str] = judged) -> str:
    """Return what is said of a measure under each rigour."""
    return listed([f"{say(rows[rigour, measure])} under {plural}" for rigour, plural in RIGOURS.items()])


def said_level(measured: Measured, rigour: str) -> str:
    """Return the share paid for no effect under a rigour without flexible contracts."""
    return level({**measured.level(rigid(rigour), "misplaced"), "unit": "share"}, LEVEL)


def successful_sentence(measured: Measured, rows: Rows) -> str:
    """Return where flexible contracts help more, by successful partnerships."""
    by_run = measured.by_run("successful")
    light, strict = ((by_run[rigid(each)].to_numpy(), by_run[flexible(each)].to_numpy()) for each in (LIGHT, STRICT))
    gap: dict[str, Any] = {**change_of_change(light, strict), "unit": ""}
    where = "more where rigour is low" if gap["difference"] < 0 else "more where rigour is high"
    if is_noise(gap):
        where = "as much where rigour is low as where it is high, as far as these runs can show"
    parts = [f"{more(rows[one, 'successful'])} where authorities ask for {plural}" for one, plural in RIGOURS.items()]
    return (
        f"Where nobody bends, flexible contracts help {where}: if every project may have one, and not none, successful "
        f"partnerships are {listed(parts)}; the gain under experiments minus that under monitoring is {change(gap)}."
    )


def room_sentence(roomy: pd.Series, strict: pd.Series, light: pd.Series) -> str:
    """Return what is left of the answer if experiments leave as much room to adapt as monitoring does."""
    gap = light["difference"] - strict["difference"]
    closed = (roomy["difference"] - strict["difference"]) / gap if gap else 0.0
    return (
        "That strict evaluation leaves less room to adapt is assumed. If experiments left full room, flexible "
        f"contracts would bring {more(roomy)} successful partnerships under them, and not {change(strict)}: that "
        f"assumption accounts for {plain(closed, 'share')} of the gap to monitoring."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
