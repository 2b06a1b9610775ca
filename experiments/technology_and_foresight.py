"""What does technology take from what investors were promised, by its pace and by who sees exponential growth?"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sipabm import Scenario, simulate
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, judged, level, number, percent, span
from sipabm.language.units import PERCENT
from sipabm.plots import Drawn, Passed, ResponsePanel, plot_response_panels, plot_responses, plot_steps, same_scale
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.report.returns import last_year_ended
from sipabm.rules.technology import machine_share, share_if_linear, technology_level, yearly_growth
from sipabm.statistics.resampling import resampled_means, share_rising
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.deals import (
    A_YEAR,
    FIVE_YEARS,
    RETURNS,
    TERMS,
    deal_sums,
    ended_deals,
    on_same_deals,
    term_sums,
    terms,
)
from sipabm.studies.measures import Measured
from sipabm.studies.sums import level_table, measured_sums
from sipabm.words import CONTRACT_YEARS

QUESTION = str(__doc__)
AREA = "employment"  # where work is exposed
PACES, FAST = (20.0, 10.0, 5.0, 2.5), 2
NO_GROWTH, NOBODY, BOTH = "none", "nobody", "both"
# Shares of authorities and investors that see exponential growth; all others expect linear growth.
SEEING = {NOBODY: (0.0, 0.0), BOTH: (1.0, 1.0), "authorities": (1.0, 0.0), "investors": (0.0, 1.0)}
CAPPED, UNCAPPED, NO_CAP = "capped", "not capped", 100.0
SHORTFALL, OVER_FIVE_YEARS = "shortfall", "shortfall_five_years"
MEASURES = (*RETURNS, *TERMS)
X_LABEL = "years in which the capability of machines doubles"
OBSERVED, OBSERVED_YEARS = 1.5, (2, 9)  # points a year from 2012 to 2019 (OECD 2021), in years after 2010
THIRTY, BEFORE, FINENESS = 30, 14, 4  # steps of the column's picture; of them before a run; points drawn in each


class Key(NamedTuple):
    """What a world differs in: pace of technology, who sees it coming, and whether payments are capped."""

    pace: str
    seeing: str
    payments: str = CAPPED

    def still(self) -> Key:
        """Return the world without growth to compare with, where there is nothing to see."""
        return self._replace(pace=NO_GROWTH, seeing=NOBODY)


Worlds = Mapping[Key, Scenario]
Deals = Mapping[Key, pd.DataFrame]


def answer(effort: Effort) -> Finding:
    """Return what investors were promised and got, for each pace of technology and each foresight."""
    worlds = worlds_of(effort.choose(PACES, PACES[-FAST:]), effort.choose(list(SEEING), [NOBODY, BOTH]))
    replicates = effort.choose(200, 10)
    sums, deals = looked_back(worlds, replicates, effort.seed)
    runs = measured_sums(MEASURES, sums)
    table, foresight, same = level_and_change(runs, list(worlds)), seen(runs, list(worlds)), shared(deals, replicates)
    return Finding(
        table=table,
        figure=returns_figure(capped(table), same),
        sentences=[
            *shortfall_sentences(capped(foresight), capped(table), same, worlds),
            *when_signed_sentences(deals, worlds, replicates),
            stability_sentence(runs, list(worlds), effort.seed),
            *contract_sentences(capped(table), capped(foresight)),
            thirty_steps_sentence(Scenario.load("world")),
            *scope_sentences(worlds),
        ],
        scenarios={", ".join(key): world for key, world in worlds.items()},
        replicates=replicates,
        more_tables={"foresight": foresight, "same_deals": same},
        more_figures={
            "contracts": contracts_figure(capped(table)),
            "thirty_steps": thirty_steps_figure(Scenario.load("world")),
        },
    )


def worlds_of(paces: Sequence[float], seeing: Sequence[str]) -> dict[Key, Scenario]:
    """Return worlds by pace and by who sees exponential growth; and again without a cap on payments."""
    base = Scenario.load("employment_under_automation")
    worlds = {Key(NO_GROWTH, NOBODY): with_technology(base, 0.0, NOBODY)}
    worlds |= {Key(f"{pace:g}", who): with_technology(base, pace, who) for pace in paces for who in seeing}
    further = [key for key in worlds if key.seeing in (NOBODY, BOTH)]
    return worlds | {
        key._replace(payments=UNCAPPED): worlds[key].replace(payment_cap=NO_CAP, return_cap=NO_CAP) for key in further
    }


def with_technology(base: Scenario, doubling_time: float, who: str) -> Scenario:
    """Return a scenario with another pace, and with those who see exponential growth coming."""
    authorities, investors = SEEING[who]
    return base.replace(doubling_time=doubling_time, authority_foresight=authorities, investor_foresight=investors)


def looked_back(worlds: Worlds, replicates: int, seed: int) -> tuple[list[pd.DataFrame], dict[Key, pd.DataFrame]]:
    """Return each world's sums run by run, and its deals."""
    sums, deals = [], {}
    for key, world in worlds.items():
        results = simulate(world, replicates, seed)
        deals[key] = ended_deals(results, AREA)
        of_terms = term_sums(terms(results, AREA), replicates)
        sums.append(pd.concat([deal_sums(deals[key], replicates), of_terms], axis=1))
    return sums, deals


def level_and_change(runs: Measured, keys: Sequence[Key]) -> pd.DataFrame:
    """Return a row for each world and measure: its value, and the change from no growth."""
    levels = level_table(runs, [", ".join(key) for key in keys])
    found = [changed(runs, keys, key.still(), key) for key in keys if key.pace != NO_GROWTH]
    changes = pd.concat(found)[["alternative", "measure", "difference", "low", "high"]]
    rows = levels.merge(changes, on=["alternative", "measure"], how="left")
    return with_key(rows, keys)


def seen(runs: Measured, keys: Sequence[Key]) -> pd.DataFrame:
    """Return what exponential foresight changes at the same pace, a row for each world and measure."""
    blind = {key: key._replace(seeing=NOBODY) for key in keys if key.seeing != NOBODY}
    return with_key(pd.concat([changed(runs, keys, base, key) for key, base in blind.items()]), keys)


def changed(runs: Measured, keys: Sequence[Key], base: Key, other: Key) -> pd.DataFrame:
    """Return what one world changes from another, with a paired 95 % interval."""
    table = contrast_table(runs.of([keys.index(base), keys.index(other)]), [", ".join(other)], None)
    return table[["alternative", "measure", "label", "unit", "base", "other", "difference", "low", "high"]]


def with_key(rows: pd.DataFrame, keys: Sequence[Key]) -> pd.DataFrame:
    """Return rows of worlds with what these differ in, instead of their names."""
    about = pd.DataFrame(keys, columns=Key._fields).assign(alternative=[", ".join(key) for key in keys])
    return about.merge(rows, on="alternative").drop(columns="alternative")


def shared(deals: Deals, replicates: int) -> pd.DataFrame:
    """Return what technology changes on deals that are signed with and without growth, and how many these are."""
    growing = [key for key in deals if key.pace != NO_GROWTH]
    found = []
    for key in growing:
        sums = [deal_sums(each, replicates) for each in on_same_deals(deals[key.still()], deals[key])]
        rows = changed(measured_sums(RETURNS, sums), [key.still(), key], key.still(), key)
        found.append(rows.assign(all_deals=len(deals[key]) / replicates))
    return with_key(pd.concat(found), growing)


def capped(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of worlds whose payments are capped, as in the scenario."""
    return table[table["payments"] == CAPPED]


def returns_figure(table: pd.DataFrame, same: pd.DataFrame) -> Drawn:
    """Return promised and realised returns by pace, what technology adds to the shortfall, and contracts signed."""
    panels = [
        returns_panel(table, NOBODY, "a  Linear foresight of all"),
        returns_panel(table, BOTH, "b  Exponential foresight of all"),
        added_panel(table[table["pace"] != NO_GROWTH], "c  Added to the shortfall, all deals"),
        contracts_panel(table, "d  Contracts signed"),
        added_panel(capped(of_all_or_none(same)), "e  The same deals in both worlds"),
        added_panel(of_all_or_none(same[same["payments"] == UNCAPPED]), "f  The same, without a cap on payments"),
    ]
    drawn = plot_response_panels(
        panels,
        "Investors’ returns in employment programmes, promised and realised, and what technology adds to the "
        "shortfall: by its pace, and by who sees exponential growth coming",
    )
    same_scale(drawn[:2])
    same_scale([drawn[place] for place in (2, 4, 5)])
    return drawn


def returns_panel(table: pd.DataFrame, seeing: str, title: str) -> ResponsePanel:
    """Return the panel of promised and realised returns under one foresight."""
    rows = levels(table[table["measure"].isin(["promised", "realised"])])
    rows = rows[(rows["seeing"] == seeing) | (rows["pace"] == NO_GROWTH)]
    return ResponsePanel(rows, "pace", title, X_LABEL, A_YEAR, "measure", "value", ordered=True)


def levels(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table with the interval of their values as low and high."""
    return table.drop(columns=["low", "high"]).rename(columns={"value_low": "low", "value_high": "high"})


def added_panel(table: pd.DataFrame, title: str) -> ResponsePanel:
    """Return the panel of what technology adds to the shortfall, nothing without growth."""
    rows = table[table["measure"] == SHORTFALL]
    nothing = rows.drop_duplicates("seeing").assign(pace=NO_GROWTH, difference=0.0, low=0.0, high=0.0)
    y_label = "change from no growth,\n% of capital a year"
    return ResponsePanel(pd.concat([nothing, rows]), "pace", title, X_LABEL, y_label, "seeing", ordered=True)


def contracts_panel(table: pd.DataFrame, title: str) -> ResponsePanel:
    """Return the panel of contracts signed, where nobody and where all see exponential growth coming."""
    rows = levels_of_all_or_none(table[table["measure"] == "contracts"])
    return ResponsePanel(rows, "pace", title, X_LABEL, "contracts per run", "seeing", "value", ordered=True)


def levels_of_all_or_none(table: pd.DataFrame) -> pd.DataFrame:
    """Return values where nobody and where all see exponential growth coming, both with the world without growth."""
    still = table[table["pace"] == NO_GROWTH]
    return levels(pd.concat([still, still.assign(seeing=BOTH), of_all_or_none(table[table["pace"] != NO_GROWTH])]))


def of_all_or_none(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of worlds in which nobody sees exponential growth coming, or all."""
    return table[table["seeing"].isin([NOBODY, BOTH])]


def contracts_figure(table: pd.DataFrame) -> Drawn:
    """Return number, terms and ends of contracts by pace and foresight."""
    names = {NOBODY: "linear foresight of all", BOTH: "exponential foresight of all"}
    rows = levels_of_all_or_none(table)
    return plot_responses(
        rows.assign(seeing=rows["seeing"].map(names)),
        x="pace",
        line="seeing",
        value="value",
        ordered=True,
        measures=("contracts", "duration", "price", "upskilling", "ended_early", SHORTFALL),
        x_label=X_LABEL,
        title="Contracts in employment, by the pace of technology and by foresight",
    )


def shortfall_sentences(foresight: pd.DataFrame, table: pd.DataFrame, same: pd.DataFrame, worlds: Worlds) -> list[str]:
    """Return what technology, foresight and the choice of deals do to the shortfall."""
    return [
        f"Linear instead of exponential foresight adds to the shortfall (promised less realised), at the same pace: "
        f"{by_pace(foresight, BOTH, -1)}.",
        f"Against no growth with the same luck, technology changes the shortfall, with linear foresight: "
        f"{by_pace(table, NOBODY)}.",
        f"With exponential foresight of all it changes the shortfall by: {by_pace(table, BOTH)}.",
        *(same_sentence(table, same, pace) for pace in paces_of(worlds)[-FAST:]),
        cap_sentence(same, worlds),
        *alone_sentences(foresight, paces_of(worlds)[-1]),
        level_sentence(table),
    ]


def by_pace(table: pd.DataFrame, seeing: str, sign: int = 1) -> str:
    """Return the change of the shortfall at each pace, a year and over five years."""
    parts = []
    for pace in dict.fromkeys(table.loc[table["pace"] != NO_GROWTH, "pace"]):
        a_year, five = (signed(row(table, name, pace, seeing), sign) for name in (SHORTFALL, OVER_FIVE_YEARS))
        parts.append(f"doubling every {pace} years {judged(a_year)} % of capital a year, {change(five)} % over five")
    return "; ".join(parts)


def row(table: pd.DataFrame, measure: str, pace: str, seeing: str, payments: str = CAPPED) -> dict[str, Any]:
    """Return the row of a measure in a world."""
    found = table.set_index(["measure", *Key._fields]).loc[[(measure, pace, seeing, payments)]]
    return dict(found.iloc[0])


def signed(found: dict[str, Any], sign: int) -> dict[str, Any]:
    """Return a difference as it is, or with -1 seen from the other side."""
    ends = sorted(sign * found[name] for name in ("low", "high"))
    return {**found, "difference": sign * found["difference"], "low": ends[0], "high": ends[1]}


def same_sentence(table: pd.DataFrame, same: pd.DataFrame, pace: str) -> str:
    """Return what of the change at one pace is on the same deals; the rest is that other deals are signed."""
    linear, exponential = (judged(row(same, SHORTFALL, pace, who)) for who in (NOBODY, BOTH))
    many = row(same, "deals", pace, NOBODY)
    before = row(table, "deals", NO_GROWTH, NOBODY)["value"]
    return (
        f"At {pace} years {number(many['all_deals'], 1)} deals per run can be looked back on, without growth "
        f"{number(before, 1)}; {number(many['other'], 1)} are the same. On the same deals the shortfall changes by "
        f"{linear} with linear and by {exponential} with exponential foresight; what it changes over all deals beyond "
        "that is a matter of which deals are signed."
    )


def cap_sentence(same: pd.DataFrame, worlds: Worlds) -> str:
    """Return what technology takes from the same deals where payments are not capped."""
    caps = next(iter(worlds.values())).negotiation
    parts = []
    for pace in paces_of(worlds)[-FAST:]:
        linear, exponential = (judged(row(same, SHORTFALL, pace, who, UNCAPPED)) for who in (NOBODY, BOTH))
        parts.append(f"at {pace} years by {linear} with linear and by {exponential} with exponential foresight")
    return (
        f"Investors get at most {percent(caps.return_cap)} of their capital in return, and no contract pays more than "
        f"{caps.payment_cap:g} times its capital. This cuts off good luck, of which there is less where technology "
        f"lowers results. Without these caps the shortfall of the same deals changes {'; '.join(parts)}."
    )


def alone_sentences(foresight: pd.DataFrame, pace: str) -> list[str]:
    """Return what exponential foresight of one kind of party changes, if it was asked."""
    parts = [
        f"that of {who} alone by {judged(row(foresight, SHORTFALL, pace, who))}"
        for who in dict.fromkeys(foresight["seeing"])
        if who != BOTH
    ]
    words = f"At {pace} years exponential foresight changes the shortfall, {listed(parts)}"
    return [f"{words}: what is promised is what investors expect."] if parts else []


def level_sentence(table: pd.DataFrame) -> str:
    """Return promised and realised returns as they are."""
    parts = []
    for pace in dict.fromkeys(table["pace"]):
        promised, realised = (level(row(table, name, pace, NOBODY), LEVEL) for name in ("promised", "realised"))
        parts.append(f"{pace} {promised} and {realised}")
    return (
        "Promised and realised, in % of capital a year, by pace with linear foresight of all, from no growth on: "
        f"{'; '.join(parts)}."
    )


def when_signed_sentences(deals: Deals, worlds: Worlds, replicates: int) -> list[str]:
    """Return what linear foresight adds on deals signed in the first and in the second half of the years looked at."""
    said = []
    for pace in paces_of(worlds):
        world = worlds[Key(pace, NOBODY)]
        first, end = years_of(world)[0], last_year_ended(world, max(CONTRACT_YEARS)) + 1
        middle = (first + end) // 2
        pair = [deals[Key(pace, who)] for who in (BOTH, NOBODY)]
        halves = [[each[(each["year"] < middle) == before] for each in pair] for before in (True, False)]
        early, late = (judged(shortfall_changed(half, replicates)) for half in halves)
        done = [percent(machines(world, year - first)) for year in (first, middle, end)]
        said.append(
            f"Doubling every {pace} years, linear instead of exponential foresight adds {early} % of capital a year on "
            f"deals signed before {middle}, and {late} on later ones until {end - 1}, while machines come from "
            f"{done[0]} of exposed work to {done[1]} and then to {done[2]}."
        )
    return said


def shortfall_changed(pair: Sequence[pd.DataFrame], replicates: int) -> dict[str, Any]:
    """Return how the shortfall on some deals differs from that on others, with a paired 95 % interval."""
    measures = [measure for measure in RETURNS if measure.name == SHORTFALL]
    runs = measured_sums(measures, [deal_sums(each, replicates) for each in pair])
    return dict(contrast_table(runs, [""], None).iloc[0])


def stability_sentence(runs: Measured, keys: Sequence[Key], seed: int) -> str:
    """Return how often the shortfall rises with every step of the pace, over resampled runs."""
    linear = [key for key in keys if key.seeing == NOBODY and key.payments == CAPPED]
    by_run = runs.by_run(SHORTFALL)[[keys.index(key) for key in linear]]
    means = resampled_means(by_run, seed)
    fast = np.column_stack([means[:, 0], means[:, -FAST:]])
    steps = [key.pace for key in linear]
    return (
        f"With linear foresight the shortfall of all deals grows at every step of the pace ({', '.join(steps)}) in "
        f"{percent(share_rising(means))} of {len(means)} resampled sets of runs, and at the steps "
        f"{', '.join([steps[0], *steps[-FAST:]])} in {percent(share_rising(fast))}."
    )


def contract_sentences(table: pd.DataFrame, foresight: pd.DataFrame) -> list[str]:
    """Return what technology and foresight change in contracts at each pace, and how many deals end early."""
    paces = list(dict.fromkeys(table["pace"]))
    early = [f"{pace} {level(row(table, 'ended_early', pace, NOBODY), LEVEL)}" for pace in paces]
    return [
        *(contract_sentence(table, foresight, pace) for pace in paces[1:]),
        f"Deals that end early, by pace with linear foresight: {'; '.join(early)}. No promise allows for early ends.",
    ]


def contract_sentence(table: pd.DataFrame, foresight: pd.DataFrame, pace: str) -> str:
    """Return what technology changes in contracts at one pace, and what seeing it coming changes then."""
    names = {
        "contracts": "contracts per run",
        "duration": "years",
        "price": "price",
        "upskilling": "share for upskilling",
    }
    parts = []
    for name, words in names.items():
        linear, exponential = judged(row(table, name, pace, NOBODY)), judged(row(foresight, name, pace, BOTH))
        parts.append(f"{words} {linear}, and {exponential} if all see it")
    return f"Doubling every {pace} years changes contracts, with linear foresight of all: {'; '.join(parts)}."


def scope_sentences(worlds: Worlds) -> list[str]:
    """Return which deals returns are of, what five years mean, and which paces are scenarios and which was observed."""
    scenario, usual = next(iter(worlds.values())), Scenario.load("world")
    exposure, (first, last) = scenario.technology.exposure.employment, OBSERVED_YEARS
    lost = [
        f"{pace} years {number(PERCENT * erosion(worlds[Key(pace, NOBODY)], exposure), 1)}" for pace in paces_of(worlds)
    ]
    return [
        f"Returns are those of deals with investors in {AREA} signed until "
        f"{last_year_ended(scenario, max(CONTRACT_YEARS))}, so that all have ended. Contracts run "
        f"{', '.join(map(str, CONTRACT_YEARS))} years, and returns are simple: five years are {FIVE_YEARS} times one.",
        "Exponential growth is a scenario, and so is the exposure of employment. With exposure "
        f"{exposure:g} results of an incremental placement lose, in points a year over the first five years: "
        f"{'; '.join(lost)}.",
        f"Observed: employment in occupations at high risk grew by {OBSERVED:g} points a year less than in others in "
        f"2012 to 2019 (OECD 2021). At the default pace, doubling every {usual.technology.doubling_time:g} years, "
        f"exposed work left to people falls by {number(PERCENT * loss_of_work(usual, first, last), 1)} % a year then.",
    ]


def thirty_steps_figure(scenario: Scenario) -> Drawn:
    """Return where thirty steps and thirty doublings lead, and which of them a run of a scenario passes."""
    first, last = years_of(scenario)
    steps = np.arange(1, THIRTY + 1)
    taken = pd.DataFrame({"steps": steps, "doublings": 2.0**steps, "linear steps": steps})
    passed = Passed(0.0, doublings_passed(scenario), f"a run of “{scenario.name}”,\n{first} to {last}")
    return plot_steps(taken, coverage(scenario), passed)


def coverage(scenario: Scenario) -> pd.DataFrame:
    """Return the shares of work that machines do over thirty doublings, those before the run and those after."""
    first, exposure = years_of(scenario)[0], scenario.technology.exposure.employment
    doublings = np.arange(-BEFORE * FINENESS, (THIRTY - BEFORE) * FINENESS + 1) / FINENESS
    years = doublings * scenario.technology.doubling_time
    shares = np.array([machines(scenario, year) for year in years])
    line = [machines_by_a_line(scenario, year) if year >= 0.0 else np.nan for year in years]
    return pd.DataFrame(
        {
            f"doublings of capability from {first} on": doublings,
            "exposed work": shares,
            f"exposed work, by a line from {first} on": line,
            "work in employment programmes": exposure * shares,
        }
    )


def thirty_steps_sentence(scenario: Scenario) -> str:
    """Return where thirty steps and doublings lead, and where among them a run and the work of its people lie."""
    p, (first, last), years = scenario.technology, years_of(scenario), scenario.quarters / QUARTERS_A_YEAR
    shares = np.array([machines(scenario, year) for year in (0.0, years)])
    exposed, of_people = (span(low, high, "share") for low, high in (shares, p.exposure.employment * shares))
    return (
        f"Thirty linear steps lead {THIRTY} steps far, thirty doublings {number(2.0**THIRTY, 0)}; a run of "
        f"`{scenario.name}` ({first} to {last}) passes {number(doublings_passed(scenario), 1)} doublings, in which "
        f"machines come from {exposed} of exposed work, and from {of_people} of the work of people in employment "
        f"programmes, where a line from {first} on expects {percent(machines_by_a_line(scenario, years))} of exposed "
        f"work in the end; what machines can ever do is {percent(p.saturation)} of it."
    )


def years_of(scenario: Scenario) -> tuple[int, int]:
    """Return the first and the last year of a scenario."""
    return int(scenario.first_quarter[:4]), int(scenario.last_quarter()[:4])


def doublings_passed(scenario: Scenario) -> float:
    """Return how many doublings of capability a run of a scenario passes."""
    return scenario.quarters / QUARTERS_A_YEAR / scenario.technology.doubling_time


def machines_by_a_line(scenario: Scenario, years: float) -> float:
    """Return the share of exposed work that a line drawn at the start expects machines to do some years on."""
    p = scenario.technology
    slope = yearly_growth(p.machine_share, p.doubling_time, 0.0, p.saturation)
    return float(share_if_linear(p.machine_share, slope, years, p.saturation))


def paces_of(worlds: Worlds) -> list[str]:
    """Return the paces of worlds with growth, slowest first."""
    return list(dict.fromkeys(key.pace for key in worlds if key.pace != NO_GROWTH))


def machines(scenario: Scenario, years: float) -> float:
    """Return the share of exposed work that machines do some years after the start."""
    p = scenario.technology
    return float(machine_share(p.machine_share, p.doubling_time, years, p.saturation))


def loss_of_work(scenario: Scenario, first: float, last: float) -> float:
    """Return by which share exposed work left to people falls a year, from some years after the start to others."""
    left = [1.0 - machines(scenario, years) for years in (first, last)]
    return float(np.log(left[0] / left[1])) / (last - first)


def erosion(scenario: Scenario, exposure: float, years: int = FIVE_YEARS) -> float:
    """Return the share of results that a programme loses a year over the first years."""
    level = technology_level(exposure, machines(scenario, years), scenario.technology.machine_share)
    return float(1.0 - level) / years


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
