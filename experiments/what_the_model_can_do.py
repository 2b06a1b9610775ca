"""Which observed patterns can the model show at all, and what is each of its mechanisms worth for them?"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from sipabm import Scenario
from sipabm.compilation.machine_code import library
from sipabm.engine.one_run import run_engine, yearly_of
from sipabm.experiment import Effort, Finding, run
from sipabm.language.numbers import number, percent
from sipabm.language.units import factor
from sipabm.model.counts import YEARLY
from sipabm.model.records import State, columns
from sipabm.parameters import GROUP_OF
from sipabm.parameters.ranges import cube
from sipabm.plots import DotsPanel, Drawn, plot_dots
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.scenario.points import scenario_at
from sipabm.studies.mechanisms import neutral_value
from sipabm.validation import curve_statistics as curve
from sipabm.validation.observations import share_of
from sipabm.words import Domain, Outcome
from sipabm.world import build_world

QUESTION = str(__doc__)
Numbers = NDArray[np.float64]
FIRST, LAST, LATE, AFTER = 2010, 2023, (2022, 2023), 2019
YEARS = range(FIRST, LAST + 1)
UNITED_STATES, SHARE = "US", "share"
BAND = (0.05, 0.95)
POOLS = 12  # the pool takes so many values: each has its own actors, which take twice as long to make as to run
ELITE, STEP, NOISE = 50, 0.5, 0.03  # parents of a round, and how far a child lies from its own
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


def curve_statistics(counts: pd.DataFrame, of_united_states: pd.DataFrame) -> pd.DataFrame:
    """Return what yearly counts show, of histories in rows: those simulated, or the one observed."""
    first_years = curve.in_years(FIRST, FIRST + curve.WINDOW - 1, counts) / curve.WINDOW
    return pd.DataFrame(
        {
            "total": curve.total(counts),
            "peak_year": curve.peak_year(counts),
            "height": curve.peak_height(counts),
            "late": curve.in_years(*LATE, counts) / len(LATE),
            "united_states": curve.in_years(AFTER, LAST, of_united_states),
            "rise": curve.highest_mean(counts) - first_years,
            "fall": curve.fall(counts),
        }
    )


OBSERVED = curve_statistics(curve.observed_curve(curve.ALL), curve.observed_curve(UNITED_STATES)).iloc[0]
AIMS = (
    Aim("total", "partnerships signed, 2010–2023", OBSERVED["total"], 263, 355),
    Aim("peak_year", "year with most partnerships", OBSERVED["peak_year"], 2017, 2019),
    Aim("height", "partnerships in that year", OBSERVED["height"], 41, 55),
    Aim("late", "partnerships a year, 2022–2023", OBSERVED["late"], 14, 23),
    Aim("united_states", "partnerships of the United States, 2019–2023", OBSERVED["united_states"], 0, 8),
)
FIRST_FOUR = tuple(aim.name for aim in AIMS[:4])
SOCIAL = "social"
AREAS = tuple(domain.name.lower() for domain in Domain)
ALL_AIMS = (*(aim.name for aim in AIMS), SOCIAL)
LABELS = {aim.name: aim.label for aim in AIMS} | {SOCIAL: "the social area meets most barriers an attempt"}
STATISTICS = (*(aim.name for aim in AIMS), "rise", "fall", *(f"barriers_{area}" for area in AREAS))
MEDIANS = tuple(f"{name}_median" for name in STATISTICS)
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
YEARLY_NAMES = [column.name for column in columns(YEARLY)]


def answer(effort: Effort) -> Finding:
    """Return the share of sets that show each pattern, in all ranges and in two rounds around the best."""
    base = Scenario.load("world").replace(quarters=QUARTERS_A_YEAR * len(YEARS))
    sets, children, histories = effort.choose((4096, 1024, 8), (16, 8, 3))
    search = Search(base, histories, effort.seed)
    rounds = {(CURVE, 0): search.of_points(search.drawn(sets, NUMBERS_OF_THE_CURVE))}
    for one in (1, 2):
        rounds[CURVE, one] = search.of_points(search.children(pd.concat(rounds.values()), children, one))
    found = pd.concat([table.assign(space=space, round=one) for (space, one), table in rounds.items()])
    everything = search.of_points(search.drawn(sets, ()))
    found = pd.concat([found, everything.assign(space=EVERYTHING, round=0)], ignore_index=True)
    best = best_sets(found[found["space"] == CURVE])
    most = best[best["met"] == best["met"].max()]
    inside = most[most["off"] == most["off"].min()]
    alike = inside[has_the_mix(search.mixes(inside))]
    # In the quick form there may be no such set.
    middle = medoid(alike if len(alike) else inside, search.varied(NUMBERS_OF_THE_CURVE))
    off = search.without(best.head(effort.choose(40, 2)))
    shares = shares_of(found)
    return Finding(
        table=shares,
        figure=shares_figure(shares),
        sentences=[*share_sentences(shares), *worth_sentences(off), medoid_sentence(most, inside, alike)],
        scenarios={base.name: base},
        replicates=histories,
        more_tables={
            "sets": found[["space", "round", *MEDIANS, *ALL_AIMS, "met", "off"]],
            "best": numbers_of(best.head(ELITE), search.varied(NUMBERS_OF_THE_CURVE)),
            "worth": off,
            "medoid": medoid_table(middle, search.varied(NUMBERS_OF_THE_CURVE)),
        },
        made_from=f"{len(found)} sets of numbers with {histories} runs of `world` to {LAST} each",
    )


class Search:
    """Sets of numbers, as points of the cube of what is plausible, and what runs of a scenario show at each."""

    def __init__(self, base: Scenario, histories: int, seed: int) -> None:
        self.base, self.histories, self.seed = base, histories, seed
        self.sides = cube()
        self.middle = self.point_of(base)
        library()  # before many threads ask for it

    def point_of(self, scenario: Scenario) -> Numbers:
        """Return where a scenario's own numbers lie, each from 0 to 1 of its range."""
        flat = [value_of(scenario, side.name, side.case) for side in self.sides]
        at = [(value - side.low) / (side.high - side.low) for value, side in zip(flat, self.sides, strict=True)]
        return np.clip(np.array(at), 0.0, 1.0)

    def varied(self, names: Sequence[str]) -> list[int]:
        """Return the places of the sides that are varied; no names stand for all but those of the network."""
        # Ties are made anew for every other network, which would take far longer than the runs.
        kept = [GROUP_OF.get(side.name) != "network" for side in self.sides]
        return [n for n, side in enumerate(self.sides) if (side.name in names if names else kept[n])]

    def drawn(self, count: int, names: Sequence[str]) -> Numbers:
        """Return points that fill the ranges evenly; what is not varied stays as the scenario has it."""
        places = self.varied(names)
        points = np.tile(self.middle, (count, 1))
        points[:, places] = qmc.LatinHypercube(len(places), rng=np.random.default_rng(self.seed)).random(count)
        return self.on_grid(points)

    def children(self, parents: pd.DataFrame, count: int, one: int) -> Numbers:
        """Return points around the best so far: one of these, moved along the way between two others."""
        places = self.varied(NUMBERS_OF_THE_CURVE)
        elite = self.points_in(parents.nsmallest(ELITE, "off"))
        rng = np.random.default_rng([self.seed, one])
        # As in differential evolution: numbers that go together in the best sets are moved together.
        own, here, there = (elite[rng.integers(len(elite), size=count)] for _ in range(3))
        moved = own + STEP * (here - there) + NOISE * rng.standard_normal(own.shape)
        # Reflected, as cut off many would lie on the ends.
        reflected = 1.0 - np.abs(1.0 - np.abs(moved) % 2.0)
        points = np.tile(self.middle, (count, 1))
        points[:, places] = reflected[:, places]
        return self.on_grid(points)

    def on_grid(self, points: Numbers) -> Numbers:
        """Return points with the pool at the middle of one of so many equal parts of its range."""
        place = self.varied(("pool",))
        points[:, place] = (np.minimum(np.floor(points[:, place] * POOLS), POOLS - 1) + 0.5) / POOLS
        return points

    def points_in(self, table: pd.DataFrame) -> Numbers:
        """Return the points of a table of sets."""
        return table[[f"side_{n}" for n in range(len(self.sides))]].to_numpy()

    def of_points(self, points: Numbers) -> pd.DataFrame:
        """Return a row for each point: medians, ends of bands, which aims are met, and the point itself."""
        order = np.argsort(points[:, self.varied(("pool",))[0]], kind="stable")  # worlds of one pool one after another
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rows = dict(zip(order, pool.map(lambda n: self.row_of(points[n]), order), strict=True))
        table = pd.DataFrame([rows[n] for n in range(len(points))])
        names = [f"side_{n}" for n in range(points.shape[1])]
        return pd.concat([table, pd.DataFrame(points, columns=names)], axis="columns")

    def row_of(self, point: Numbers) -> dict[str, float]:
        """Return what the histories of one set show."""
        return judged(self.measured(scenario_at(self.base, point.tolist())))

    def measured(self, scenario: Scenario) -> pd.DataFrame:
        """Return the statistics of each history of a scenario; of few if these are far from what was observed."""
        first = statistics(scenario, self.seed, range(min(FEW, self.histories)))
        if is_far(list(first["total"])) or self.histories <= FEW:
            return first
        return pd.concat([first, statistics(scenario, self.seed, range(FEW, self.histories))])

    def mixes(self, sets: pd.DataFrame) -> pd.DataFrame:
        """Return the share of each welfare area among the partnerships of each set."""
        scenarios = [scenario_at(self.base, point) for point in self.points_in(sets)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            signed = pd.DataFrame(list(pool.map(self.signed_by_area, scenarios)), columns=AREAS, index=sets.index)
        return signed.div(signed.sum(axis="columns").replace(0, np.nan), axis="index")

    def signed_by_area(self, scenario: Scenario) -> list[float]:
        """Return the partnerships of each welfare area, over all histories of a scenario."""
        place = YEARLY_NAMES.index("signed")
        states = (run_engine(scenario, build_world(scenario, self.seed, n), rows=False) for n in range(self.histories))
        return list(sum(yearly_of(state)[:, :, place].sum(axis=0) for state in states))

    def without(self, best: pd.DataFrame) -> pd.DataFrame:
        """Return what each mechanism is worth: rise, peak and fall of the best sets with it, and without it."""
        scenarios = [scenario_at(self.base, point) for point in self.points_in(best)]
        whole = self.means(scenarios)
        rows = [{"mechanism": "all at work", **whole.mean().to_dict()}]
        for name, switched in MECHANISMS.items():
            changes = {each: neutral_value(each) for each in switched}
            without = self.means([scenario.replace(changes) for scenario in scenarios])
            lost = (whole - without).quantile([*BAND, 0.5])
            ends = {f"{each}_{end}": lost.loc[at, each] for each in SHOWN for end, at in zip(ENDS, BAND, strict=True)}
            rows.append({"mechanism": name, **without.mean().to_dict(), **ends})
        return pd.DataFrame(rows)

    def means(self, scenarios: Sequence[Scenario]) -> pd.DataFrame:
        """Return the mean statistics of each scenario."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return pd.DataFrame(list(pool.map(lambda each: self.measured(each)[SHOWN].mean(), scenarios)))


SHOWN, ENDS = ["total", "rise", "height", "peak_year", "fall", "late", "united_states"], ("low", "high")


def is_far(totals: Sequence[float]) -> bool:
    """Return whether histories all sign less than half of what was observed, or all more than twice as much."""
    return max(totals) < AIMS[0].observed / FAR or min(totals) > AIMS[0].observed * FAR


def value_of(scenario: Scenario, name: str, case: str) -> float:
    """Return a number of a scenario, of a parameter or of a lever's practice."""
    if name.startswith("levers."):
        return float(getattr(scenario.levers, name.removeprefix("levers.")).practice)
    value = getattr(getattr(scenario, GROUP_OF[name]), name)
    return float(getattr(value, case) if case else value)


def statistics(scenario: Scenario, seed: int, members: range) -> pd.DataFrame:
    """Return what histories show, one in each row: by year, by area and of the United States."""
    states = [run_engine(scenario, build_world(scenario, seed, member)) for member in members]
    yearly = [pd.DataFrame(yearly_of(state).sum(axis=1), index=YEARS, columns=YEARLY_NAMES) for state in states]
    counts = pd.DataFrame([each["signed"] for each in yearly], index=members)
    shown = curve_statistics(counts, pd.DataFrame([signed_there(state, scenario) for state in states], index=members))
    for place, area in enumerate(AREAS):
        sums = pd.DataFrame([yearly_of(state)[:, place].sum(axis=0) for state in states], columns=YEARLY_NAMES)
        ended = sums["signed"] + sums.filter(like="exits_").sum(axis="columns")
        shown[f"barriers_{area}"] = (sums["barriers_met"] / ended.replace(0, np.nan)).to_numpy()
    return shown


def signed_there(state: State, scenario: Scenario) -> pd.Series:
    """Return the partnerships signed a year in the United States in one history."""
    rows = state.attempts[: state.run[0]["attempts"]]
    place = [country.code for country in scenario.countries].index(UNITED_STATES)
    signed = (rows["outcome"] == Outcome.SIGNED) & (rows["country"] == place)
    years = FIRST + rows["ended"][signed] // QUARTERS_A_YEAR
    return pd.Series(years).value_counts().reindex(YEARS, fill_value=0)


def judged(histories: pd.DataFrame) -> dict[str, float]:
    """Return medians, ends of bands and which aims a set meets, each on single histories."""
    median, low, high = (histories.quantile(at) for at in (0.5, *BAND))
    row = {f"{name}_median": median[name] for name in STATISTICS}
    off = 0.0
    for aim in AIMS:
        inside = low[aim.name] <= aim.observed <= high[aim.name]
        row |= {f"{aim.name}_low": low[aim.name], f"{aim.name}_high": high[aim.name]}
        row[aim.name] = float(inside and aim.low <= median[aim.name] <= aim.high)
        off += max(aim.low - median[aim.name], median[aim.name] - aim.high, 0.0) / max(aim.high - aim.low, 1.0)
    barriers = histories[list(STATISTICS[-len(Domain) :])].mean()
    row[SOCIAL] = float(barriers.idxmax() == STATISTICS[-len(Domain)]) if barriers.notna().all() else 0.0
    return row | {"met": sum(row[name] for name in ALL_AIMS), "off": off}


def best_sets(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sets that meet most aims first, of these first those whose medians lie least outside the aims."""
    return table.sort_values(["met", "off"], ascending=[False, True], kind="stable")


def has_the_mix(mixes: pd.DataFrame) -> pd.Series:
    """Return which sets give each welfare area from half to twice its share of the partnerships on record."""
    # The mix of areas is put in by their needs. A set that meets the aims without one of them is no default.
    observed = [share_of("deals_by_domain", [area], AREAS).value for area in AREAS]
    ratio = mixes.div(observed, axis="columns")
    return ((ratio >= 1 / FAR) & (ratio <= FAR)).all(axis="columns")


def medoid(most: pd.DataFrame, varied: Sequence[int]) -> pd.Series:
    """Return, of some sets, the one that lies closest to all others, in shares of the ranges."""
    points = most[[f"side_{n}" for n in varied]].to_numpy()
    distances = np.abs(points[:, np.newaxis, :] - points[np.newaxis, :, :]).sum(axis=(1, 2))
    return most.iloc[int(distances.argmin())]


def numbers_of(sets: pd.DataFrame, varied: Sequence[int]) -> pd.DataFrame:
    """Return the numbers of some sets, with what each meets."""
    sides = cube()
    numbers = {sides[n].field: [sides[n].at(position) for position in sets[f"side_{n}"]] for n in varied}
    return pd.DataFrame({**numbers, "met": sets["met"].to_numpy(), "off": sets["off"].to_numpy()})


def medoid_table(middle: pd.Series, varied: Sequence[int]) -> pd.DataFrame:
    """Return the numbers of the medoid, and the ranges in which they were sought."""
    sides = cube()
    rows = [{"parameter": sides[n].field, "value": sides[n].at(middle[f"side_{n}"])} for n in varied]
    return pd.DataFrame(rows).assign(low=[sides[n].low for n in varied], high=[sides[n].high for n in varied])


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
    names = {0: "all ranges", 1: "first round", 2: "second round"}
    own = shares[shares["space"] == CURVE]
    rows = own.assign(label=own["aim"].map(labels), where=own["round"].map(names), value=factor(SHARE) * own["share"])
    panel = DotsPanel(rows, "Sets of plausible numbers that show a pattern", "% of sets", group="where")
    return plot_dots([[panel]])


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


def worth_sentences(off: pd.DataFrame) -> list[str]:
    """Return what each mechanism is worth for rise, height and fall in the best sets."""
    whole = off.iloc[0]
    told = []
    for _, row in off.iloc[1:].iterrows():
        fall = factor(SHARE) * (whole["fall"] - row["fall"])
        told.append(
            f"without {row['mechanism']} the peak is {number(row['height'], 0)} and the fall {percent(row['fall'])} "
            f"({number(-fall, 0, sign=True)} points)"
        )
    start = f"In the best sets the peak is {number(whole['height'], 0)} and the fall {percent(whole['fall'])}"
    return [f"{start}; {'; '.join(told)}."]


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
