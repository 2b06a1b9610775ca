"""How decoupled from daily operations should an innovation house be?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import DIFFERENCE, change, in_short, is_noise, judged, number, percent, plain
from sipabm.plots import Drawn, ResponsePanel, plot_response_panels, same_scale
from sipabm.statistics.resampling import resampled_means, share_best
from sipabm.studies.labelled import apart, pair_table, with_settings
from sipabm.studies.outcomes import columns_of, outcomes
from sipabm.studies.robustness import Robustness, robustness_of
from sipabm.studies.robustness_sentences import repeated
from sipabm.studies.robustness_tables import FIRST
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import CASH, MILLIONS, OTHER, Measure
from sipabm.sweeps.run_columns import OwnColumns
from sipabm.tables.run_tables import RunTables

QUESTION = str(__doc__)
DECOUPLINGS, INTEGRATIONS = (0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.5, 1.0)
EVERYBODY, NO_ONE = 1.0, 0.0
SUCCESSFUL, RADICAL, SAVED, BROUGHT = "successful", "radical", "cash_saved", "other_value"
MEASURES = (
    Measure(SUCCESSFUL, "successful partnerships", "partnerships", ("successful",)),
    Measure(RADICAL, "successful partnerships, weighted by novelty", "partnerships", ("radical",)),
    Measure(SAVED, "cash saved", MILLIONS, CASH),
    Measure(BROUGHT, "other public value", MILLIONS, OTHER),
    Measure("signed", "partnerships signed", "partnerships", ("deal",)),
)
HEADINGS = {
    SUCCESSFUL: "Successful",
    RADICAL: "Weighted by novelty",
    SAVED: "Cash saved",
    BROUGHT: "Other public value",
}


class Key(NamedTuple):
    """How strongly operations respond, and which house every project is developed in, if any."""

    immune_response: float
    integration: float | None = None
    decoupling: float | None = None

    @property
    def label(self) -> str:
        """Return what the world is called."""
        house = f"integration {self.integration:g}, decoupling {self.decoupling:g}" if self.is_house else "no house"
        return f"immune response {self.immune_response:g}, {house}"

    @property
    def is_house(self) -> bool:
        """Return whether there are houses in the world."""
        return self.integration is not None

    def without(self) -> Key:
        """Return the world without houses to compare with."""
        return Key(self.immune_response)


def answer(effort: Effort) -> Finding:
    """Return what houses bring at every distance from operations, and where they bring most."""
    base = Scenario.load("innovation_house")
    decouplings = effort.choose(DECOUPLINGS, DECOUPLINGS[::2])
    responses = [usual_response(), base.innovation.immune_response]
    keys = worlds_of(base, responses, effort.choose(INTEGRATIONS, INTEGRATIONS[1:]), decouplings)
    worlds, replicates = {key.label: world for key, world in keys.items()}, effort.choose(200, 10)
    runs = effort.measure(worlds, replicates, measures=MEASURES, own=[OwnColumns(columns_of(MEASURES), sums_of)])
    table = changes(runs, list(keys))
    optimum = best_houses(runs, table, effort.seed)
    sets, each = effort.choose((200, 10), (4, 2))
    survived = best_with_sets(effort, keys, responses[-1], sets, each)
    return Finding(
        table=table,
        figure=houses_figure(table),
        sentences=[
            answer_sentence(optimum, responses[-1]),
            *(best_sentence(optimum, response) for response in reversed(responses)),
            *elsewhere_sentences(optimum, responses[-1]),
            apart_sentence(rows_of(optimum, SUCCESSFUL, responses[-1])[-1]),
            sets_sentence(survived, responses[-1]),
            *form_sentences(table, responses),
        ],
        scenarios=worlds,
        replicates=replicates,
        more_tables={"optimum": optimum, "robust": survived},
    )


def usual_response() -> float:
    """Return the immune response that is the default."""
    return Scenario.load("employment_under_automation").innovation.immune_response


def worlds_of(
    base: Scenario, responses: Sequence[float], integrations: Sequence[float], decouplings: Sequence[float]
) -> dict[Key, Scenario]:
    """Return a world without houses for each immune response, and one with every project in each kind of house."""
    worlds = {}
    for response in responses:
        there = base.replace(immune_response=response)
        worlds[Key(response)] = with_houses(there, NO_ONE)
        for integration, decoupling in product(integrations, decouplings):
            house = there.replace(house_integration=integration, house_decoupling=decoupling)
            worlds[Key(response, integration, decoupling)] = with_houses(house, EVERYBODY)
    return worlds


def with_houses(scenario: Scenario, practice: float) -> Scenario:
    """Return a scenario with a share of projects in innovation houses."""
    return scenario.replace({"levers.innovation_houses.practice": practice})


def sums_of(results: RunTables) -> pd.DataFrame:
    """Return sums over the contracts of each run: signed, successful, these weighted by novelty, value by pocket."""
    rows = outcomes(results)
    rows = rows.assign(radical=rows["successful"] * rows["novelty"])
    sums = rows.groupby("run")[list(columns_of(MEASURES))].sum()
    return sums.reindex(results.runs["run"], fill_value=0.0)


def changes(runs: Measured, keys: Sequence[Key]) -> pd.DataFrame:
    """Return a row for each house and measure: what it changes against no house under the same immune response."""
    houses = {key.label: key for key in keys if key.is_house}
    table = with_settings(pair_table(runs, {label: key.without().label for label, key in houses.items()}), houses)
    return table.drop(columns=["variance_ratio", "runs"])


def best_houses(runs: Measured, table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the best decoupling for each immune response, integration and measure, and its lead over its neighbours.

    `share_best` says how often it is best in resampled runs; `less_` and `more_` hold what it has more than the next
    houses closer to operations and further outside, with intervals over paired runs.
    """
    found = []
    for (measure, response, integration), rows in table.groupby(["measure", *Key._fields[:2]], sort=False):
        # In order, so that the rows beside the best are the next houses on either side.
        rows = rows.sort_values("decoupling").reset_index(drop=True)
        labels = [Key(response, integration, decoupling).label for decoupling in rows["decoupling"]]
        best, neighbours = int(rows["other"].argmax()), {}
        for side, other in (("less", best - 1), ("more", best + 1)):
            if 0 <= other < len(labels):
                lead = apart(runs, measure, labels[best], labels[other])
                neighbours[f"{side}_decoupling"] = rows["decoupling"][other]
                neighbours |= {f"{side}_{name}": lead[name] for name in DIFFERENCE}
        share = share_best(resampled_means(runs.by_run(measure)[labels].to_numpy().T, seed))[best]
        found.append({**rows.loc[best].to_dict(), "share_best": share, **neighbours})
    return pd.DataFrame(found)


def best_with_sets(
    effort: Effort, worlds: Mapping[Key, Scenario], response: float, sets: int, each: int
) -> pd.DataFrame:
    """Return how often each decoupling has most successes, over sets of numbers, and again by luck alone."""
    rows, base = [], worlds[Key(response)]
    houses = [key for key in worlds if key.immune_response == response and key.is_house]
    for integration in dict.fromkeys(key.integration for key in houses):
        others = {key.label: worlds[key] for key in houses if key.integration == integration}
        how: dict[str, Any] = {"measure": SUCCESSFUL, "by": "years", "folder": effort.folder()}
        found = robustness_of(base, others, sets, each, effort.seed, **how)
        rows += [row_of_set(key, found) for key in houses if key.label in others]
    return pd.DataFrame(rows).assign(runs_a_set=each)


def row_of_set(key: Key, found: Robustness) -> dict[str, Any]:
    """Return how often a house has most successes of those with its integration."""
    row = found.of(FIRST).set_index("lever").loc[key.label]
    return {**key._asdict(), **row[["share", "low", "high", "again"]], "sets": found.counted}


def houses_figure(table: pd.DataFrame) -> Drawn:
    """Return what houses change against no house, by decoupling and integration, for both immune responses."""
    responses = sorted(set(table["immune_response"]))
    places = list(product(HEADINGS, responses))
    panels = [house_panel(table, *place, "abcdefgh"[number]) for number, place in enumerate(places)]
    title = (
        "What innovation houses change, by how far outside daily operations they stand and by integration at the top"
    )
    drawn = plot_response_panels(panels, title)
    # Both immune responses on one scale: the reader compares them by eye.
    for left in range(0, len(places), len(responses)):
        same_scale(drawn[left : left + len(responses)])
    return drawn


def house_panel(table: pd.DataFrame, measure: str, response: float, letter: str) -> ResponsePanel:
    """Return the panel of one measure and immune response."""
    rows = table[(table["measure"] == measure) & (table["immune_response"] == response)]
    rows = rows.assign(line=[f"integration {integration:g}" for integration in rows["integration"]])
    unit = f"change from no house\n({plain(rows['base'].iloc[0])}), {rows['unit'].iloc[0]}"
    title = f"{letter}  {HEADINGS[measure]}, immune response {response:g}"
    return ResponsePanel(rows, "decoupling", title, "decoupling (0 within operations, 1 a spin-out)", unit, "line")


def answer_sentence(optimum: pd.DataFrame, response: float) -> str:
    """Return the answer: the best distance with most and with least integration, and whether that adds anything."""
    least, *_, most = sorted(rows_of(optimum, SUCCESSFUL, response), key=lambda row: row["integration"])
    both = where(most), where(least)
    depends = "depends" if len(set(both)) > 1 else "does not clearly depend"
    return (
        f"It {depends} on integration at the top. Under an immune response of {response:g}, with integration "
        f"{most['integration']:g} {both[0]}; with {least['integration']:g} {both[1]}."
    )


def where(row: Mapping[str, Any]) -> str:
    """Return the best distance of a house and what it brings, or that none brings anything."""
    if is_noise(row):
        return "no house brings more or fewer successes beyond luck"
    if row["difference"] < 0:
        return f"even the best house brings fewer successes than no house ({in_short(row, 'per run')})"
    return f"a house is best at decoupling {row['decoupling']:g} ({in_short(row, 'successes per run')})"


def best_sentence(optimum: pd.DataFrame, response: float) -> str:
    """Return at which decoupling most partnerships succeed, by integration, and what that is against no house."""
    rows = rows_of(optimum, SUCCESSFUL, response)
    parts = [
        f"with integration {row['integration']:g} at {row['decoupling']:g}, {judged(row)} against no house"
        for row in rows
    ]
    return (
        f"With an immune response of {response:g}, where {number(rows[0]['base'], 1)} partnerships per run succeed "
        f"without houses, most succeed, if every project is in a house: {'; '.join(parts)}."
    )


def rows_of(table: pd.DataFrame, measure: str, response: float) -> list[dict[str, Any]]:
    """Return the rows of a measure under an immune response."""
    chosen = (table["measure"] == measure) & (table["immune_response"] == response)
    return list(table[chosen].to_dict("records"))


def elsewhere_sentences(optimum: pd.DataFrame, response: float) -> Iterator[str]:
    """Yield where the best houses lie by novelty-weighted successes, by cash saved, and apart from it by the rest."""
    by_measure = {RADICAL: "successes weighted by their novelty", SAVED: "cash saved", BROUGHT: "other public value"}
    # A sentence each, as cash saved and other value are never told in one.
    for measure, words in by_measure.items():
        rows = rows_of(optimum, measure, response)
        parts = [f"{row['decoupling']:g} (integration {row['integration']:g}: {change(row)})" for row in rows]
        by_words = f"by {words} ({rows[0]['unit']}) the best decoupling is {listed(parts)}"
        yield f"With an immune response of {response:g}, {by_words}."


def apart_sentence(row: Mapping[str, Any]) -> str:
    """Return what the best decoupling has more than its neighbours, and how often it is best in resampled runs."""
    parts = []
    for side in ("less", "more"):
        if not pd.isna(row.get(f"{side}_decoupling")):
            apart = {name: row[f"{side}_{name}"] for name in DIFFERENCE} | {"unit": row["unit"]}
            parts.append(f"{judged(apart)} more than {row[f'{side}_decoupling']:g}")
    return (
        f"Immune response {row['immune_response']:g}, integration {row['integration']:g}: decoupling "
        f"{row['decoupling']:g} has {'; '.join(parts)}; it is the best in {percent(row['share_best'])} of resampled "
        "sets of runs."
    )


def sets_sentence(survived: pd.DataFrame, response: float) -> str:
    """Return how often each decoupling adds most successes over sets of numbers, and again by luck alone."""
    parts = []
    for integration, rows in survived.groupby("integration"):
        often = [f"{row['decoupling']:g} in {percent(row['share'])}{repeated(row)}" for row in rows.to_dict("records")]
        parts.append(f"with integration {integration:g}, {listed(often)}")
    return (
        f"With an immune response of {response:g}, and all other numbers from {survived['sets'].iloc[0]} sets that fit "
        "the record, a decoupling adds most successes in so many sets (of these, with the same numbers and other luck, "
        f"again): {'; '.join(parts)}. In the others none adds any."
    )


def form_sentences(table: pd.DataFrame, responses: Sequence[float]) -> list[str]:
    """Return what is built in by the forms of the rules, and what a house costs that changes nothing else."""
    within = next(row for row in rows_of(table, SUCCESSFUL, responses[-1]) if row["decoupling"] == 0.0)
    return [
        "Part of the shape is built in. With integration 1 the risks of distance (a sponsor who withdraws, a hand-over "
        "that fails) are zero whatever the distance, so only the protection is left; without integration the risk of "
        "the hand-over grows with the square of decoupling. A house adds novelty in proportion to decoupling, which "
        "weighting by novelty counts as gain. All sizes are assumed.",
        f"A house within operations (decoupling 0) protects from nothing but has a cost: {judged(within)} successful "
        f"partnerships with an immune response of {responses[-1]:g}, whatever its integration.",
    ]


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
