"""Figures of a comparison: yearly curves, changes in attempts begun in some years, and who gains and who pays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sipabm.errors import ScenarioError, listed, nearest, of_type, shown, without_middle
from sipabm.language.areas import in_area
from sipabm.language.lists import counted
from sipabm.language.numbers import VALUE
from sipabm.language.units import factor, of_difference
from sipabm.plots import (
    Described,
    ForestPanel,
    finish_slide,
    plot_compared_curves,
    plot_forest,
    plot_positions,
    slide_axes,
)
from sipabm.plots.forest_plot import NOTE as FOREST_NOTE
from sipabm.plots.positions_plot import NOTE as POSITIONS_NOTE
from sipabm.report.flows import EVERYONE, NET_CASH, NET_WITH_OTHER
from sipabm.studies import comparison_descriptions as described
from sipabm.studies.cohort_tables import ENDED_EARLY, ENDS, NEEDS, PER_RUN, is_position
from sipabm.studies.cohorts import policy_start
from sipabm.studies.compared import Compared
from sipabm.studies.contrasts import UNDEFINED

CURVES, CHANGES, POSITIONS = PLOTS = ("curves", "changes", "positions")
# Alternatives that can be read in one figure, and on one slide.
MOST = {CURVES: 4, CHANGES: 12, POSITIONS: 4}
MOST_ON_A_SLIDE = {CURVES: 2, CHANGES: 3, POSITIONS: 2}
OUTCOMES = ("started", "signed", "conversion", "successful", "mean_effect", ENDED_EARLY)
KINDS = {NET_CASH: "Net cash", NET_WITH_OTHER: "Net cash with other value"}
# What each slide shows: a plot, and in which panels.
SLIDES: dict[str, tuple[str, Sequence[str]]] = {
    f"slide_{CURVES}": (CURVES, ()),
    f"slide_{CHANGES}": (CHANGES, ("signed", "successful", ENDED_EARLY)),
    **{f"slide_{kind}": (POSITIONS, (kind,)) for kind in KINDS},
}
LONGEST_LABEL = 90


def figures(found: Compared) -> dict[str, Described]:
    """Return the figures of a comparison by name, each with what it shows in words."""
    drawn = {}
    for what in PLOTS:
        labels = list(found.others)[: MOST[what]]
        title = f"{title_of(found, what, labels)}: {note_of(found, what)}"
        drawn[what] = described_as(found, what, labels, draw(found, what, labels, title=title))
    return drawn


def slides(found: Compared) -> dict[str, Described]:
    """Return the same as slides by name, with the outcomes that matter most; each kind of net position has its own."""
    drawn = {}
    for name, (what, panels) in SLIDES.items():
        labels = list(found.others)[: MOST_ON_A_SLIDE[what]]
        axes = slide_axes(title_of(found, what, labels), len(labels) if what == CURVES else len(panels))
        finished = finish_slide(draw(found, what, labels, panels, axes=axes), slide_note(found, what))
        drawn[name] = described_as(found, what, labels, finished)
    return drawn


def slide_note(found: Compared, what: str) -> str:
    """Return what stands at the foot of a slide: how many runs, and what marks are."""
    return "; ".join(filter(None, [note_of(found, what), {CHANGES: FOREST_NOTE, POSITIONS: POSITIONS_NOTE}.get(what)]))


def described_as(found: Compared, what: str, labels: Sequence[str], drawn: list[Axes]) -> Described:
    """Return what was drawn with its title and what it shows in words."""
    said = {
        CURVES: lambda: described.of_curves(found.curves, labels),
        CHANGES: lambda: described.of_changes(found.cohort[found.cohort["measure"].isin(OUTCOMES)], labels),
        POSITIONS: lambda: described.of_positions(positions_rows(found, labels), labels),
    }
    return Described(drawn, title_of(found, what, labels), f"{note_of(found, what).capitalize()}. {said[what]()}")


def plot_comparison(
    found: Compared, what: str, axes: Any = None, alternatives: Sequence[str] | None = None, **options: Any
) -> list[Axes]:
    """Return the axes on which the curves, changes or net positions of a comparison were drawn."""
    of_type("the plot", what, str, f"a name like '{CURVES}'")
    if what not in PLOTS:
        raise ScenarioError(f"no plot {shown(what)}{nearest(what, PLOTS)} (plots: {', '.join(PLOTS)})")
    labels = list(found.others)[: MOST[what]] if alternatives is None else checked_labels(found, what, alternatives)
    return draw(found, what, labels, axes=axes, **options)


def checked_labels(found: Compared, what: str, alternatives: Any) -> list[str]:
    """Return labels of alternatives; ScenarioError unless there are such, and no more than can be read."""
    asked = [alternatives] if isinstance(alternatives, str) else list(listed("alternatives", alternatives, "labels"))
    known = list(found.others)
    for label in asked:
        if label not in known:
            named = f"{shown(label)}{nearest(str(label), known)}"
            raise ScenarioError(f"no alternative {named} (alternatives: {', '.join(known)})")
    if not 1 <= len(set(asked)) <= MOST[what]:
        raise ScenarioError(f"{len(asked)} alternatives cannot be drawn as '{what}'; give 1 to {MOST[what]}")
    return list(dict.fromkeys(asked))


def draw(
    found: Compared, what: str, labels: Sequence[str], panels: Sequence[str] | None = None, **how: Any
) -> list[Axes]:
    """Return the axes on which some alternatives were drawn; `panels` are the outcomes, or kinds of net positions."""
    if what == CURVES:
        return plot_compared_curves(curves_of(found, labels), starts(found, labels), **how)
    if what == CHANGES:
        outcomes = panels or OUTCOMES
        return plot_forest(changes_table(found, labels, outcomes), forest_panels(found, outcomes), **how)
    positions = positions_table(found, labels)
    return plot_positions(positions[positions["measure"].isin(panels or KINDS)], **how)


def title_of(found: Compared, what: str, labels: Sequence[str]) -> str:
    """Return the title of a figure, with how many alternatives it shows where these are not all."""
    begun = set(found.begun.values())
    attempts = f"attempts begun {begun.pop()}" if len(begun) == 1 else "attempts begun from each start on"
    world = f"“{found.base.name}”{in_area(found.area)}"
    titles = {
        CURVES: f"New partnerships a year in {world}",
        CHANGES: f"What changes in {world}, {attempts}, followed to their end",
        POSITIONS: f"Who gains and who pays in {world}: changes of net positions, {attempts}",
    }
    part = "" if len(labels) == len(found.others) else f" (the first {len(labels)} of {len(found.others)} alternatives)"
    return f"{titles[what]}{part}"


def note_of(found: Compared, what: str) -> str:
    """Return of how many runs a figure is, and what its bands or intervals hold."""
    runs = counted(found.runs.runs, "run")
    holds = "luck alone" if found.base.over == "defaults" else "luck, and numbers that nobody knows"
    return f"means of {runs}, and where 90 % of them lie ({holds})" if what == CURVES else f"means of {runs}"


def curves_of(found: Compared, labels: Sequence[str]) -> pd.DataFrame:
    """Return the curves of the base and of some alternatives, under the names that figures have room for."""
    base = found.curves["alternative"].iloc[0]
    rows = pd.concat([found.curves[found.curves["alternative"] == label] for label in (base, *labels)])
    return rows.assign(alternative=rows["alternative"].map(short))


def short(label: str) -> str:
    """Return a label as figures have room for it."""
    return without_middle(label, LONGEST_LABEL)


def starts(found: Compared, labels: Sequence[str]) -> dict[str, str]:
    """Return in which quarter the policies of some alternatives start, of those that have any."""
    first = {short(label): policy_start(found.base, found.others[label]) for label in labels}
    return {label: quarter for label, quarter in first.items() if quarter}


def forest_panels(found: Compared, outcomes: Sequence[str]) -> list[ForestPanel]:
    """Return a panel for each outcome, with the unit of its changes."""
    about = found.cohort.drop_duplicates("measure").set_index("measure")
    return [
        ForestPanel(
            heading(**about.loc[name, ["label", "unit"]]), [f"{name}_{end}" for end in ENDS], True, reasons=name
        )
        for name in outcomes
    ]


def heading(label: str, unit: str) -> str:
    """Return an outcome with the unit of its changes, unless it says it."""
    changes = of_difference(unit)
    return label if changes in label else f"{label}, {changes}"


def changes_table(found: Compared, labels: Sequence[str], outcomes: Sequence[str]) -> pd.DataFrame:
    """Return a row for each alternative: changes of outcomes with their ends, and why there is none."""
    rows = found.cohort.set_index(["alternative", "measure"])
    same = len(set(found.begun.values())) == 1
    table = []
    for label in labels:
        row: dict[str, Any] = {"label": short(label) + ("" if same else f" (begun {found.begun[label]})")}
        for name in outcomes:
            outcome = rows.loc[(label, name)]
            row[name] = reason(outcome)
            row |= {f"{name}_{end}": value_of(outcome, end) for end in ENDS}
        table.append(row)
    return pd.DataFrame(table)


def reason(row: pd.Series) -> str:
    """Return why there is no number of a change to draw: the year that is needed, or nothing to take a mean of."""
    return str(row["verdict"]) if row["verdict"].startswith(NEEDS) else UNDEFINED.partition(":")[0]


def value_of(row: pd.Series, end: str) -> float:
    """Return a change, or an end of its interval, as figures show it; none where a later year is needed."""
    return np.nan if row["verdict"].startswith(NEEDS) else factor(row["unit"]) * float(row[end])


def positions_rows(found: Compared, labels: Sequence[str]) -> pd.DataFrame:
    """Return the rows of net positions that tell readers something, of some alternatives, per run."""
    rows = found.net_positions[found.net_positions["measure"].isin(KINDS) & (found.net_positions["per"] == PER_RUN)]
    rows = rows[rows["alternative"].isin(labels)]
    told = [is_position(row) or row["party"] == EVERYONE for row in rows.to_dict("records")]
    parties = set(map(tuple, rows.loc[told, ["measure", "party"]].to_numpy()))
    return rows[[pair in parties for pair in map(tuple, rows[["measure", "party"]].to_numpy())]]


def positions_table(found: Compared, labels: Sequence[str]) -> pd.DataFrame:
    """Return changes of net positions as `plot_positions` takes them."""
    rows = positions_rows(found, labels)
    columns = {name: [value_of(row, end) for _, row in rows.iterrows()] for name, end in zip(VALUE, ENDS, strict=True)}
    return pd.DataFrame(
        {
            "measure": rows["measure"],
            "panel": rows["measure"].map(KINDS) + f", {found.money.unit} per run",
            "label": rows["party_label"],
            "alternative": rows["alternative"].map(short),
            "reason": [reason(row) for _, row in rows.iterrows()],
            **columns,
        }
    )
