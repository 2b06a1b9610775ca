"""Which observed patterns can the model show at all, and what is each of its mechanisms worth for them?"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import qmc

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.numbers import number, percent
from sipabm.language.units import factor
from sipabm.parameters import GROUP_OF
from sipabm.parameters.ranges import cube
from sipabm.plots import DotsPanel, Drawn, plot_dots
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.scenario.mechanisms import neutral_value
from sipabm.scenario.points import number_at, scenario_at
from sipabm.statistics import Numbers
from sipabm.sweeps.run_columns import COUNTS, OwnColumns
from sipabm.sweeps.running import Point
from sipabm.tables.run_tables import RunTables
from sipabm.validation import curve_statistics as curve
from sipabm.validation.observations import share_of
from sipabm.words import Domain

QUESTION = str(__doc__)
FIRST, LAST, LATE, AFTER = 2010, 2023, (2022, 2023), 2019
YEARS = range(FIRST, LAST + 1)
CODE, UNITED_STATES, SHARE = "US", "united_states", "share"
BAND = (0.05, 0.95)
POOLS = 12  # the pool takes so many values, as those of another pool have other actors, who take long to make
ELITE, STEP, NOISE = 50, 0.5, 0.03  # parents of a round, and how far a child lies from its own
NAMED = 3  # mechanisms in a sentence
FEW, FAR = 3, 2.0  # of most sets three histories tell enough
CURVE, EVERYTHING = "what decides the curve", "everything"
# When authorities look, start, learn from attempts, bend and leave, and how many there are.
NUMBERS_OF_THE_CURVE = (
    *("pool", "own_interest", "word_of_mouth", "world_news", "news_decay", "fund_pull", "support_pull", "last_call"),
    *("development_support", "realistic_closing", "realistic_delivery", "initial_optimism", "belief_weight"),
    *("expected_development_cost", "conventional_gain", "decision_noise", "development_slots", "peer_learning"),
    *("world_learning", "cost_learning", "give_up", "done", "bending"),
)


class Aim(NamedTuple):
    """A pattern: its name and label, what was observed, and from where to where the median of a set may lie."""

    name: str
    label: str
    observed: float
    low: float
    high: float


def curve_statistics(counts: pd.DataFrame, of_united_states: pd.Series) -> pd.DataFrame:
    """Return what yearly counts show, of histories in rows: those simulated, or the one observed."""
    first_years = curve.in_years(FIRST, FIRST + curve.WINDOW - 1, counts) / curve.WINDOW
    return pd.DataFrame(
        {
            "total": curve.total(counts),
            "peak_year": curve.peak_year(counts),
            "height": curve.peak_height(counts),
            "late": curve.in_years(*LATE, counts) / len(LATE),
            UNITED_STATES: of_united_states,
            "rise": curve.highest_mean(counts) - first_years,
            "fall": curve.fall(counts),
        }
    )


OF_UNITED_STATES = curve.in_years(AFTER, LAST, curve.observed_curve(CODE))
OBSERVED = curve_statistics(curve.observed_curve(curve.ALL), OF_UNITED_STATES).iloc[0]
AIMS = (
    Aim("total", "partnerships signed, 2010–2023", OBSERVED["total"], 263, 355),
    Aim("peak_year", "year with most partnerships", OBSERVED["peak_year"], 2017, 2019),
    Aim("height", "partnerships in that year", OBSERVED["height"], 41, 55),
    Aim("late", "partnerships a year, 2022–2023", OBSERVED["late"], 14, 23),
    Aim("united_states", "partnerships of the United States, 2019–2023", OBSERVED["united_states"], 0, 8),
)
SOCIAL, AREAS = "social", tuple(domain.name.lower() for domain in Domain)
LABELS = {aim.name: aim.label for aim in AIMS} | {SOCIAL: "the social area meets most barriers an attempt"}
ALL_AIMS, FIRST_FOUR = list(LABELS), [aim.name for aim in AIMS[:4]]
BARRIERS = [f"barriers_{area}" for area in AREAS]
STATISTICS = [*ALL_AIMS[:-1], "rise", "fall", *BARRIERS]
SHOWN, ENDS = ["total", "rise", "height", "peak_year", "fall", "late", UNITED_STATES], ("low", "high")
# What is switched off, one at a time, by its parameters at their neutral values.
MECHANISMS = {
    "giving up": ("give_up",),
    "being done": ("done",),
    "giving up and being done": ("give_up", "done"),
    "development support": ("development_support", "support_pull"),
    "calls of outcomes funds": ("fund_pull",),
    "last call before the close": ("last_call",),
    "bending": ("bending",),
    "over-optimism at the start": ("initial_optimism",),
    "learning of what others' cases showed": ("peer_learning", "world_learning"),
    "word of mouth": ("word_of_mouth",),
    "news of the world": ("world_news",),
}
SIDES = cube()
PLACES = [f"side_{place}" for place in range(len(SIDES))]
ENDED = ["signed", *(name for name in COUNTS if name.startswith("exits_"))]
COUNTED = ["signed_by_year", *(f"{name}_by_area" for name in (*ENDED, "barriers_met"))]


def answer(effort: Effort) -> Finding:
    """Return the share of sets that show each pattern, in all ranges and in two rounds around the best."""
    base = Scenario.load("world").replace(quarters=QUARTERS_A_YEAR * len(YEARS))
    sets, children, histories = effort.choose((4096, 1024, 8), (16, 8, 3))
    middle, sides = point_of(base), varied(NUMBERS_OF_THE_CURVE)
    rounds = [of_points(effort, base, drawn(middle, sets, sides, effort.seed), histories)]
    for one in (1, 2):
        points = children_of(pd.concat(rounds), middle, children, [effort.seed, one])
        rounds.append(of_points(effort, base, points, histories))
    found = pd.concat([table.assign(space=CURVE, round=one) for one, table in enumerate(rounds)])
    best = best_sets(found)
    everything = of_points(effort, base, drawn(middle, sets, varied(), effort.seed), histories)
    found = pd.concat([found, everything.assign(space=EVERYTHING, round=0)], ignore_index=True)
    most = best[best["met"] == best["met"].max()]
    inside = most[most["off"] == most["off"].min()]
    alike = inside[has_the_mix(inside[[f"signed_{area}" for area in AREAS]])]
    # In the quick form there may be no such set.
    medoid_set = medoid(alike if len(alike) else inside, sides)
    off = without(effort, base, best.head(effort.choose(40, 2)), histories)
    shares = shares_of(found)
    return Finding(
        table=shares,
        figure=shares_figure(shares),
        sentences=[
            answer_sentence(shares, off),
            *share_sentences(shares),
            worth_sentence(off),
            medoid_sentence(most, inside, alike),
        ],
        scenarios={base.name: base},
        replicates=histories,
        more_tables={
            "sets": found[["space", "round", *(f"{name}_median" for name in STATISTICS), *ALL_AIMS, "met", "off"]],
            "best": numbers_of(best.head(ELITE), sides).assign(**best.head(ELITE)[["met", "off"]]),
            "worth": off,
            "medoid": medoid_table(medoid_set, sides),
        },
        made_from=f"{len(found)} sets of numbers with {histories} runs of `world` to {LAST} each",
    )


# Sets of numbers, as points of the cube of what is plausible


def point_of(scenario: Scenario) -> Numbers:
    """Return where a scenario's own numbers lie, each from 0 to 1 of its range."""
    return np.clip([(number_at(scenario, side) - side.low) / (side.high - side.low) for side in SIDES], 0.0, 1.0)


def varied(names: Sequence[str] = ()) -> list[int]:
    """Return the places of the sides that are varied; no names stand for all but those of the network."""
    # Ties are made anew for every other network, which would take far longer than the runs.
    kept = [side.name in names if names else GROUP_OF.get(side.name) != "network" for side in SIDES]
    return [place for place, each in enumerate(kept) if each]


def drawn(middle: Numbers, count: int, sides: Sequence[int], seed: int) -> Numbers:
    """Return points that fill the ranges of some sides evenly; what is not varied stays as the scenario has it."""
    points = np.tile(middle, (count, 1))
    points[:, sides] = qmc.LatinHypercube(len(sides), rng=np.random.default_rng(seed)).random(count)
    return on_grid(points)


def children_of(parents: pd.DataFrame, middle: Numbers, count: int, seed: Sequence[int]) -> Numbers:
    """Return points around the best so far: one of these, moved along the way between two others."""
    sides, elite = varied(NUMBERS_OF_THE_CURVE), parents.nsmallest(ELITE, "off")[PLACES].to_numpy()
    rng = np.random.default_rng(seed)
    # As in differential evolution: numbers that go together in the best sets are moved together.
    own, here, there = (elite[rng.integers(len(elite), size=count)] for _ in range(3))
    moved = own + STEP * (here - there) + NOISE * rng.standard_normal(own.shape)
    # Reflected, as cut off many would lie on the ends.
    reflected = 1.0 - np.abs(1.0 - np.abs(moved) % 2.0)
    points = np.tile(middle, (count, 1))
    points[:, sides] = reflected[:, sides]
    return on_grid(points)


def on_grid(points: Numbers) -> Numbers:
    """Return points with the pool at the middle of one of so many equal parts of its range."""
    place = varied(("pool",))
    points[:, place] = (np.minimum(np.floor(points[:, place] * POOLS), POOLS - 1) + 0.5) / POOLS
    return points


# What histories show


def of_points(effort: Effort, base: Scenario, points: Numbers, histories: int) -> pd.DataFrame:
    """Return a row for each point: medians, which aims are met, and the point itself."""
    # Those of one pool one after another, as they have the same actors.
    order = np.argsort(points[:, varied(("pool",))[0]], kind="stable").tolist()
    scenarios = [scenario_at(base, points[place].tolist()) for place in order]
    table = judged(histories_of(effort, dict(zip(order, scenarios, strict=True)), histories))
    return pd.concat([table, pd.DataFrame(points, columns=PLACES)], axis="columns")


def histories_of(effort: Effort, scenarios: Mapping[int, Scenario], histories: int) -> pd.DataFrame:
    """Return the statistics of each history of some scenarios; of few if these are far from what was observed."""
    shown = statistics(effort, {place: Point(each) for place, each in scenarios.items()}, min(FEW, histories))
    near = [place for place, few in shown["total"].groupby(level=0) if not is_far(list(few))]
    if not near or histories <= FEW:
        return shown
    rest = statistics(effort, {place: Point(scenarios[place], FEW) for place in near}, histories - FEW)
    return pd.concat([shown, rest])


def statistics(effort: Effort, points: Mapping[int, Point], runs: int) -> pd.DataFrame:
    """Return what runs show, one in each row, under the place of their point: by year, area, of the United States."""
    own = [OwnColumns((UNITED_STATES,), signed_there)]
    found = effort.measure({str(place): each for place, each in points.items()}, runs, measures=COUNTED, own=own)
    counts = pd.DataFrame(found.by_year("signed", YEARS).reshape(-1, len(YEARS)), columns=YEARS)
    shown = curve_statistics(counts, pd.Series(found.sums([UNITED_STATES]).ravel()))
    for area in AREAS:
        ended = pd.Series(found.sums([f"{name}_{area}" for name in ENDED]).ravel()).replace(0, np.nan)
        shown[f"barriers_{area}"] = found.sums([f"barriers_met_{area}"]).ravel() / ended
        shown[f"signed_{area}"] = found.sums([f"signed_{area}"]).ravel()
    return shown.set_index(np.repeat(list(points), runs))


def signed_there(results: RunTables) -> pd.DataFrame:
    """Return the partnerships signed in the United States in the years looked at, run by run."""
    rows = results.contracts
    there = rows[(rows["country"].astype(str) == CODE) & rows["signed"].dt.year.between(AFTER, LAST)]
    return there.groupby("run").size().reindex(results.runs["run"], fill_value=0).to_frame(UNITED_STATES)


def is_far(totals: Sequence[float]) -> bool:
    """Return whether histories all sign less than half of what was observed, or all more than twice as much."""
    return max(totals) < AIMS[0].observed / FAR or min(totals) > AIMS[0].observed * FAR


def without(effort: Effort, base: Scenario, best: pd.DataFrame, histories: int) -> pd.DataFrame:
    """Return what each mechanism is worth: rise, peak and fall of the best sets with it, and without it."""
    scenarios = {place: scenario_at(base, point) for place, point in enumerate(best[PLACES].to_numpy().tolist())}

    def means(changes: Mapping[str, float]) -> pd.DataFrame:
        changed = {place: each.replace(changes) for place, each in scenarios.items()}
        return histories_of(effort, changed, histories)[SHOWN].groupby(level=0).mean()

    whole = means({})
    rows = [{"mechanism": "all at work", **whole.mean().to_dict()}]
    for name, switched in MECHANISMS.items():
        left = means({each: neutral_value(each) for each in switched})
        lost = (whole - left).quantile(list(BAND))
        ends = {f"{each}_{end}": lost.loc[at, each] for each in SHOWN for end, at in zip(ENDS, BAND, strict=True)}
        rows.append({"mechanism": name, **left.mean().to_dict(), **ends})
    return pd.DataFrame(rows)


def judged(histories: pd.DataFrame) -> pd.DataFrame:
    """Return medians and which aims each set meets, on single histories, and the partnerships of all of them by area.

    Of an aim `off` is how far the median lies outside, in widths of the aim.
    """
    sets = histories.groupby(level=0)
    median, low, high = (sets[STATISTICS].quantile(at) for at in (0.5, *BAND))
    table, off = median.add_suffix("_median"), 0.0
    for aim in AIMS:
        inside = (low[aim.name] <= aim.observed) & (aim.observed <= high[aim.name])
        table[aim.name] = (inside & median[aim.name].between(aim.low, aim.high)).astype(float)
        outside = np.maximum(aim.low - median[aim.name], median[aim.name] - aim.high).clip(lower=0.0)
        off = off + outside / max(aim.high - aim.low, 1.0)
    met = sets[BARRIERS].mean()
    table[SOCIAL] = met[f"barriers_{SOCIAL}"].eq(met.max(axis="columns")) & met.notna().all(axis="columns")
    signed = sets[[f"signed_{area}" for area in AREAS]].sum()
    return table.astype(float).assign(**signed, met=table[ALL_AIMS].sum(axis="columns"), off=off)


def best_sets(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sets that meet most aims first, of these first those whose medians lie least outside the aims."""
    return table.sort_values(["met", "off"], ascending=[False, True], kind="stable")


def has_the_mix(signed: pd.DataFrame) -> pd.Series:
    """Return which sets give each welfare area from half to twice its share of the partnerships on record."""
    # The mix of areas is put in by their needs. A set that meets the aims without one of them is no default.
    observed = [share_of("deals_by_domain", [area], AREAS).value for area in AREAS]
    mixes = signed.div(signed.sum(axis="columns").replace(0, np.nan), axis="index")
    ratio = mixes.div(observed, axis="columns")
    return ((ratio >= 1 / FAR) & (ratio <= FAR)).all(axis="columns")


def medoid(most: pd.DataFrame, sides: Sequence[int]) -> pd.Series:
    """Return, of some sets, the one that lies closest to all others, in shares of the ranges."""
    points = most[[PLACES[side] for side in sides]].to_numpy()
    distances = np.abs(points[:, np.newaxis, :] - points[np.newaxis, :, :]).sum(axis=(1, 2))
    return most.iloc[int(distances.argmin())]


def numbers_of(sets: pd.DataFrame, sides: Sequence[int]) -> pd.DataFrame:
    """Return the numbers of some sets."""
    return pd.DataFrame({SIDES[n].field: sets[PLACES[n]].map(SIDES[n].at) for n in sides})


def medoid_table(middle: pd.Series, sides: Sequence[int]) -> pd.DataFrame:
    """Return the numbers of the medoid, and the ranges in which they were sought."""
    rows = [(SIDES[n], SIDES[n].at(middle[PLACES[n]])) for n in sides]
    return pd.DataFrame(
        {"parameter": side.field, "value": value, "low": side.low, "high": side.high} for side, value in rows
    )


def shares_of(found: pd.DataFrame) -> pd.DataFrame:
    """Return the share of sets that meet each aim, the first four together and all, by round."""
    rows = []
    for (space, one), sets in found.groupby(["space", "round"], sort=False):
        met = {name: sets[name].mean() for name in ALL_AIMS}
        met["first_four"] = (sets[list(FIRST_FOUR)].sum(axis="columns") == len(FIRST_FOUR)).mean()
        met["all"] = (sets["met"] == len(ALL_AIMS)).mean()
        rows += [{"space": space, "round": one, "sets": len(sets), "aim": a, "share": s} for a, s in met.items()]
    return pd.DataFrame(rows)


def shares_figure(shares: pd.DataFrame) -> Drawn:
    """Draw the share of sets that meet each aim, in all ranges and around the best."""
    labels = {**LABELS, "first_four": "the first four together", "all": "all six"}
    names = {0: "anywhere", 1: "near the best", 2: "nearer"}
    own = shares[shares["space"] == CURVE]
    rows = own.assign(label=own["aim"].map(labels), where=own["round"].map(names), value=factor(SHARE) * own["share"])
    panel = DotsPanel(rows, "Sets that show a pattern", "% of sets", group="where")
    return plot_dots([[panel]], "Which patterns sets of plausible numbers can show")


def answer_sentence(shares: pd.DataFrame, off: pd.DataFrame) -> str:
    """Return the answer: how many sets show the curve that was observed, and without what it falls least."""
    rows = shares[(shares["space"] == CURVE) & (shares["round"] == 0)].set_index("aim")["share"]
    shown = [name for name in ALL_AIMS if rows[name] > 0]
    whole, *others = off.to_dict("records")
    most = min(others, key=lambda row: row["fall"])
    return (
        f"Of {len(ALL_AIMS)} patterns {len(shown)} are each shown by some sets of plausible numbers; the first four "
        f"together by {percent(rows['first_four'], 1)} of sets. The fall needs {most['mechanism']} most: in the "
        f"best sets it is {percent(whole['fall'])} with, and {percent(most['fall'])} without."
    )


def share_sentences(shares: pd.DataFrame) -> list[str]:
    """Return how many sets meet the first four aims together, and each of them."""
    together = shares[shares["aim"] == "first_four"].set_index(["space", "round"])["share"]
    alone = shares[(shares["space"] == CURVE) & (shares["round"] == 0)].set_index("aim")["share"]
    each = "; ".join(f"{LABELS[name]}: {percent(alone[name])}" for name in ALL_AIMS)
    return [
        f"In all plausible ranges of what decides the curve, {percent(together[CURVE, 0], 1)} of sets meet total, peak "
        f"year, height and late years together; of all numbers but those of the network, "
        f"{percent(together[EVERYTHING, 0], 1)}.",
        f"Around the best sets it is {percent(together[CURVE, 1])}, and a second time {percent(together[CURVE, 2])}.",
        f"Each aim alone, in all ranges of what decides the curve: {each}.",
    ]


def worth_sentence(off: pd.DataFrame) -> str:
    """Return what each mechanism is worth for rise, height and fall in the best sets."""
    whole, *others = off.to_dict("records")
    parts = [f"In the best sets the peak is {number(whole['height'], 0)} and the fall {percent(whole['fall'])}"]
    # All stand in the table.
    for row in sorted(others, key=lambda row: row["fall"])[:NAMED]:
        points = number(factor(SHARE) * (row["fall"] - whole["fall"]), 0, sign=True)
        fall = f"the fall {percent(row['fall'])} ({points} points)"
        parts.append(f"without {row['mechanism']} the peak is {number(row['height'], 0)} and {fall}")
    return f"{'; '.join(parts)}."


def medoid_sentence(most: pd.DataFrame, inside: pd.DataFrame, alike: pd.DataFrame) -> str:
    """Return how many sets meet most aims, and what the defaults of the model are."""
    return (
        f"Most aims, {number(most['met'].max(), 0)} of {len(ALL_AIMS)}, are met by {len(most)} sets. In {len(inside)} "
        "of these all medians lie inside the aims or nearest to them, "
        f"and in {len(alike)} of the latter each welfare area has from half to twice its share of the partnerships on "
        "record. The defaults are the medoid of those: the set that lies closest to all others, in shares of the "
        "ranges, with its numbers rounded."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
