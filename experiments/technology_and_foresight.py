"""What does technology take from what investors were promised, by its pace and by who sees exponential growth?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import LEVEL, change, in_short, is_noise, judged, level, number, percent, span
from sipabm.language.units import PERCENT
from sipabm.plots import Drawn, Passed, ResponsePanel, plot_response_panels, plot_responses, plot_steps, same_scale
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.report.returns import last_year_ended
from sipabm.statistics.resampling import resampled_means, share_rising
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.deals import A_YEAR, FIVE_YEARS, RETURNS, TERMS, deals_of
from sipabm.studies.labelled import apart, from_nothing, levels_with_ends, pair_table, rows_by, turned, with_settings
from sipabm.studies.machine_path import (
    coverage,
    doublings_passed,
    erosion,
    loss_of_work,
    machines,
    machines_by_a_line,
    years_of,
)
from sipabm.studies.outcomes import measured_rows, same_deals
from sipabm.sweeps.measured import Measured
from sipabm.words import CONTRACT_YEARS

QUESTION = str(__doc__)
AREA = "employment"  # where work is exposed
PACES, FAST = (20.0, 10.0, 5.0, 2.5), 2
NO_GROWTH, NOBODY, BOTH = "none", "nobody", "both"
ALL_OR_NONE = [NOBODY, BOTH]
# Shares of authorities and investors that see exponential growth; all others expect linear growth.
SEEING = {NOBODY: (0.0, 0.0), BOTH: (1.0, 1.0), "authorities": (1.0, 0.0), "investors": (0.0, 1.0)}
FORESEEN = {
    NOBODY: "nobody",
    BOTH: "all",
    "authorities": "authorities",
    "investors": "investors",
}
CAPPED, UNCAPPED, NO_CAP = "capped", "not capped", 100.0
SHORTFALL, OVER_FIVE_YEARS = "shortfall", "shortfall_five_years"
COLUMNS = ["measure", "label", "unit", "base", "other", "difference", "low", "high"]
X_LABEL = "years in which the capability of machines doubles"
OBSERVED, OBSERVED_YEARS = 1.5, (2, 9)  # points a year from 2012 to 2019 (OECD 2021), in years after 2010
THIRTY, BEFORE, FINENESS = 30, 14, 4  # steps of the column's picture; of them before a run; points drawn in each


class Key(NamedTuple):
    """What a world differs in: pace of technology, who sees it coming, and whether payments are capped."""

    pace: str
    seeing: str
    payments: str = CAPPED

    @property
    def label(self) -> str:
        """Return what the world is called."""
        return ", ".join(self)

    def still(self) -> Key:
        """Return the world without growth to compare with, where there is nothing to see."""
        return self._replace(pace=NO_GROWTH, seeing=NOBODY)


Keys = Mapping[str, Key]
Rows = Mapping[tuple[str, ...], pd.Series]


def answer(effort: Effort) -> Finding:
    """Return what investors were promised and got, for each pace of technology and each foresight."""
    made = worlds_of(effort.choose(PACES, PACES[-FAST:]), effort.choose(list(SEEING), [NOBODY, BOTH]))
    keys, worlds = {key.label: key for key in made}, {key.label: world for key, world in made.items()}
    replicates = effort.choose(200, 10)
    # Rows, not sums: deals of two worlds are compared one by one.
    deals = effort.of_each(worlds, replicates, partial(deals_of, domain=AREA))
    measured = measured_rows((*RETURNS, *TERMS), deals, replicates)
    table, foresight, same = level_and_change(measured, keys), seen(measured, keys), shared(deals, keys, replicates)
    rows, others, shared_rows = (rows_by(each, "measure", *Key._fields) for each in (table, foresight, same))
    usual = Scenario.load("world")
    halves = when_signed(deals, made, paces_of(keys), replicates)
    return Finding(
        table=table,
        figure=returns_figure(capped(table), same),
        sentences=[
            answer_sentence(rows, paces_of(keys)),
            survives_sentence(others, rows, paces_of(keys)),
            *shortfall_sentences(others, rows, shared_rows, worlds[Key("none", NOBODY).label], paces_of(keys)),
            when_signed_sentence(halves),
            stability_sentence(measured, keys, effort.seed),
            contract_sentence(rows, others, paces_of(keys)[-1]),
            thirty_steps_sentence(usual),
            *scope_sentences(made),
        ],
        scenarios=worlds,
        replicates=replicates,
        more_tables={"foresight": foresight, "same_deals": same, "when_signed": halves},
        more_figures={"contracts": contracts_figure(capped(table)), "thirty_steps": thirty_steps_figure(usual)},
    )


def worlds_of(paces: Sequence[float], seeing: Sequence[str]) -> dict[Key, Scenario]:
    """Return worlds by pace and by who sees exponential growth; and again without a cap on payments."""
    base, worlds = Scenario.load("employment_under_automation"), {}
    for pace, who in [(0.0, NOBODY), *product(paces, seeing)]:
        foresight = dict(zip(("authority_foresight", "investor_foresight"), SEEING[who], strict=True))
        key = Key(f"{pace:g}" if pace else NO_GROWTH, who)
        worlds[key] = base.replace({"doubling_time": pace, **foresight})
    further = [key for key in worlds if key.seeing in ALL_OR_NONE]
    return worlds | {
        key._replace(payments=UNCAPPED): worlds[key].replace(payment_cap=NO_CAP, return_cap=NO_CAP) for key in further
    }


def level_and_change(runs: Measured, keys: Keys) -> pd.DataFrame:
    """Return a row for each world and measure: its value, and the change from no growth."""
    changes = pair_table(runs, {label: key.still().label for label, key in keys.items() if key.pace != NO_GROWTH})
    changes = changes[["alternative", "measure", "difference", "low", "high"]]
    return with_settings(runs.levels().merge(changes, on=["alternative", "measure"], how="left"), keys)


def seen(runs: Measured, keys: Keys) -> pd.DataFrame:
    """Return what exponential foresight changes at the same pace, a row for each world and measure."""
    blind = {label: key._replace(seeing=NOBODY).label for label, key in keys.items() if key.seeing != NOBODY}
    return with_settings(pair_table(runs, blind), keys)[[*Key._fields, *COLUMNS]]


def shared(deals: Mapping[str, pd.DataFrame], keys: Keys, replicates: int) -> pd.DataFrame:
    """Return what technology changes on deals that are signed with and without growth, and how many these are."""
    found, ended = [], {label: rows[rows["deals"] == 1] for label, rows in deals.items()}
    for label, key in keys.items():
        if key.pace != NO_GROWTH:
            names = [key.still().label, label]
            both = dict(zip(names, same_deals(*(ended[name] for name in names)), strict=True))
            changes = contrast_table(measured_rows(RETURNS, both, replicates), None)
            found.append(changes.assign(all_deals=len(ended[label]) / replicates))
    return with_settings(pd.concat(found), keys)[[*Key._fields, *COLUMNS, "all_deals"]]


def capped(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of worlds whose payments are capped, as in the scenario."""
    return table[table["payments"] == CAPPED]


def paces_of(keys: Keys) -> list[str]:
    """Return the paces of worlds with growth, slowest first."""
    return list(dict.fromkeys(key.pace for key in keys.values() if key.pace != NO_GROWTH))


# Figures


def returns_figure(table: pd.DataFrame, same: pd.DataFrame) -> Drawn:
    """Return promised and realised returns by pace, what technology adds to the shortfall, and contracts signed."""
    growing, same = table[table["pace"] != NO_GROWTH], same[same["seeing"].isin(ALL_OR_NONE)]
    signed, per_run = levels_of_all_or_none(table[table["measure"] == "contracts"]), "contracts per run"
    panels = [
        returns_panel(table, NOBODY, "a  Nobody foresees exponential growth"),
        returns_panel(table, BOTH, "b  All foresee exponential growth"),
        added_panel(growing, "c  Added shortfall, by who foresees it"),
        ResponsePanel(
            foreseen(signed),
            "pace",
            "d  Contracts signed, by who foresees it",
            X_LABEL,
            per_run,
            "seeing",
            "value",
            ordered=True,
        ),
        added_panel(capped(same), "e  The same deals in both worlds"),
        added_panel(same[same["payments"] == UNCAPPED], "f  The same, without a cap on payments"),
    ]
    drawn = plot_response_panels(
        panels,
        "Investors’ returns in employment programmes, promised and realised, and what technology adds to the "
        "shortfall: by its pace, and by who sees exponential growth coming",
    )
    same_scale(drawn[:2])
    same_scale([drawn[place] for place in (2, 4, 5)])
    return drawn


def foreseen(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in whose legend a reader sees who foresees exponential growth."""
    return table.assign(seeing=table["seeing"].map(FORESEEN))


def returns_panel(table: pd.DataFrame, seeing: str, title: str) -> ResponsePanel:
    """Return the panel of promised and realised returns under one foresight."""
    rows = table[table["measure"].isin(["promised", "realised"])]
    rows = levels_with_ends(rows[(rows["seeing"] == seeing) | (rows["pace"] == NO_GROWTH)])
    return ResponsePanel(rows, "pace", title, X_LABEL, A_YEAR, "measure", "value", ordered=True)


def added_panel(table: pd.DataFrame, title: str) -> ResponsePanel:
    """Return the panel of what technology adds to the shortfall, nothing without growth."""
    rows, y_label = table[table["measure"] == SHORTFALL], "change from no growth,\n% of capital a year"
    rows = from_nothing(rows, ["seeing"], pace=NO_GROWTH)
    return ResponsePanel(foreseen(rows), "pace", title, X_LABEL, y_label, "seeing", ordered=True)


def levels_of_all_or_none(table: pd.DataFrame) -> pd.DataFrame:
    """Return values where nobody and where all see exponential growth coming, both with the world without growth."""
    still, rest = table[table["pace"] == NO_GROWTH], table[table["pace"] != NO_GROWTH]
    return levels_with_ends(pd.concat([still, still.assign(seeing=BOTH), rest[rest["seeing"].isin(ALL_OR_NONE)]]))


def contracts_figure(table: pd.DataFrame) -> Drawn:
    """Return number, terms and ends of contracts by pace and foresight."""
    rows = levels_of_all_or_none(table)
    return plot_responses(
        foreseen(rows),
        x="pace",
        line="seeing",
        value="value",
        ordered=True,
        measures=("contracts", "duration", "price", "upskilling", "ended_early", SHORTFALL),
        x_label=X_LABEL,
        title="Contracts in employment, by the pace of technology and by who foresees exponential growth",
    )


def thirty_steps_figure(scenario: Scenario) -> Drawn:
    """Return where thirty steps and thirty doublings lead, and which of them a run of a scenario passes."""
    first, last = years_of(scenario)
    steps = np.arange(1, THIRTY + 1)
    taken = pd.DataFrame({"steps": steps, "doublings": 2.0**steps, "linear steps": steps})
    passed = Passed(0.0, doublings_passed(scenario), f"a run of “{scenario.name}”,\n{first} to {last}")
    return plot_steps(taken, coverage(scenario, BEFORE, THIRTY - BEFORE, FINENESS), passed)


# Sentences


def answer_sentence(rows: Rows, paces: Sequence[str]) -> str:
    """Return the answer: what faster technology changes in contracts signed, and in what investors were promised."""
    fewer = rows["contracts", paces[-1], NOBODY, CAPPED]
    gaps = [rows[SHORTFALL, pace, who, CAPPED] for pace, who in product(paces, ALL_OR_NONE)]
    seen_ones = [row for row in gaps if not is_noise(row)]
    taken = (
        f"is beyond luck in {len(seen_ones)} of {len(gaps)} cases"
        if seen_ones
        else f"cannot be told from luck in any of {len(gaps)} cases"
    )
    return (
        f"Where machines double every {paces[-1]} years, {in_short(fewer, 'contracts')} are signed in a run. What "
        f"technology takes from what investors were promised {taken}."
    )


def survives_sentence(foresight: Rows, rows: Rows, paces: Sequence[str]) -> str:
    """Return what is beyond noise over all that nobody knows: of contracts signed, and of what investors lose."""
    fewer = [change(rows["contracts", pace, NOBODY, CAPPED]) for pace in paces]
    lost, realised = (
        beyond_noise([rows[measure, pace, who, CAPPED] for pace, who in product(paces, ALL_OR_NONE)])
        for measure in (SHORTFALL, "realised")
    )
    unseen = beyond_noise([foresight[SHORTFALL, pace, BOTH, CAPPED] for pace in paces])
    return (
        f"Where machines double every {listed(paces)} years, contracts signed in a run change by {listed(fewer)}. "
        f"Returns realised change beyond noise at {realised} paces and foresights, and the gap to what was promised at "
        f"{lost}; what linear foresight adds to the gap is beyond noise at {unseen} paces. Runs have numbers of their "
        "own, which fit the record, and few deals, so a change that is not shown may be there."
    )


def beyond_noise(rows: Sequence[pd.Series]) -> str:
    """Return how many of some differences can be distinguished from zero."""
    return f"{sum(not is_noise(row) for row in rows)} of {len(rows)}"


def shortfall_sentences(
    foresight: Rows, rows: Rows, same: Rows, scenario: Scenario, paces: Sequence[str]
) -> Iterator[str]:
    """Yield what technology, foresight and the choice of deals do to the shortfall, at the fastest pace."""
    fastest = paces[-1]
    unseen = {key: turned(row) for key, row in foresight.items()}
    yield (
        f"Where machines double every {fastest} years, linear instead of exponential foresight adds to the shortfall "
        f"(promised less realised) {of_capital(unseen, fastest, BOTH)}{seen_alone(foresight, fastest)}. All paces "
        "stand in foresight.csv."
    )
    yield (
        f"Against no growth with the same luck, technology adds to the shortfall {of_capital(rows, fastest, NOBODY)} "
        f"with linear and {of_capital(rows, fastest, BOTH)} with exponential foresight of all. All paces, and what was "
        "promised and realised, stand in table.csv."
    )
    yield f"{same_sentence(rows, same, fastest)} {cap_sentence(same, scenario, fastest)}"


def of_capital(rows: Rows, pace: str, seeing: str) -> str:
    """Return the change of the shortfall at a pace, a year and over five years."""
    a_year, five = (rows[name, pace, seeing, CAPPED] for name in (SHORTFALL, OVER_FIVE_YEARS))
    return f"{judged(a_year)} % of capital a year and {change(five)} % over five years"


def seen_alone(foresight: Rows, pace: str) -> str:
    """Return what exponential foresight of authorities alone, and of investors alone, changes, if that was asked."""
    alone = {
        who: row for (name, at, who, cap), row in foresight.items() if (name, at, cap) == (SHORTFALL, pace, CAPPED)
    }
    parts = [f"if {who} alone foresee it, it changes by {judged(row)}" for who, row in alone.items() if who != BOTH]
    return "".join(f"; {part}" for part in parts)


def by_foresight(rows: Rows, pace: str, payments: str = CAPPED) -> str:
    """Return the change of the shortfall at a pace, where nobody and where all see exponential growth coming."""
    linear, exponential = (judged(rows[SHORTFALL, pace, who, payments]) for who in (NOBODY, BOTH))
    return f"by {linear} with linear and by {exponential} with exponential foresight"


def same_sentence(rows: Rows, same: Rows, pace: str) -> str:
    """Return what of the change at one pace is on the same deals; the rest is that other deals are signed."""
    many, before = same["deals", pace, NOBODY, CAPPED], rows["deals", NO_GROWTH, NOBODY, CAPPED]["value"]
    return (
        f"At {pace} years {number(many['all_deals'], 1)} deals per run can be looked back on, without growth "
        f"{number(before, 1)}; {number(many['other'], 1)} are the same. On the same deals the shortfall changes "
        f"{by_foresight(same, pace)}; what it changes over all deals beyond that is a matter of which deals are signed."
    )


def cap_sentence(same: Rows, scenario: Scenario, pace: str) -> str:
    """Return what technology takes from the same deals where payments are not capped."""
    caps = scenario.negotiation
    return (
        f"Caps on returns ({percent(caps.return_cap)} of capital at the default) and on payments ({caps.payment_cap:g} "
        "times capital) cut off good luck, of which there is less where technology lowers results; without caps it "
        f"changes {by_foresight(same, pace, UNCAPPED)}."
    )


def when_signed(
    deals: Mapping[str, pd.DataFrame], worlds: Mapping[Key, Scenario], paces: Sequence[str], replicates: int
) -> pd.DataFrame:
    """Return what linear foresight adds on deals signed in the first and in the second half of the years looked at.

    A row for each pace and half, with its years and the share of exposed work that machines do when it begins and ends.
    """
    rows = []
    for pace in paces:
        world, pair = worlds[Key(pace, NOBODY)], [Key(pace, who).label for who in (BOTH, NOBODY)]
        first, end = years_of(world)[0], last_year_ended(world, max(CONTRACT_YEARS)) + 1
        middle = (first + end) // 2
        for begins, ends in ((first, middle), (middle, end)):
            half = {name: deals[name][(deals[name]["year"] < middle) == (begins < middle)] for name in pair}
            added = apart(measured_rows(RETURNS, half, replicates), SHORTFALL, pair[1], pair[0])
            shares = {f"machines_{at}": machines(world, year - first) for at, year in (("low", begins), ("high", ends))}
            rows.append({"pace": pace, "first_year": begins, "last_year": ends - 1, **added, **shares})
    return pd.DataFrame(rows)


def when_signed_sentence(rows: pd.DataFrame) -> str:
    """Return what linear foresight adds on deals signed in each half of the years looked at, at the fastest pace."""
    fastest = rows[rows["pace"] == rows["pace"].iloc[-1]].to_dict("records")
    added = [
        f"{judged(row)} % of capital a year on deals signed {row['first_year']} to {row['last_year']}, in which "
        f"machines come from {span(row['machines_low'], row['machines_high'], 'share')} of exposed work at the defaults"
        for row in fastest
    ]
    return (
        f"Doubling every {fastest[0]['pace']} years, linear instead of exponential foresight adds {listed(added)} "
        "(other paces: when_signed.csv)."
    )


def stability_sentence(runs: Measured, keys: Keys, seed: int) -> str:
    """Return how often the shortfall rises with every step of the pace, over resampled runs."""
    linear = {label: key.pace for label, key in keys.items() if (key.seeing, key.payments) == (NOBODY, CAPPED)}
    means = resampled_means(runs.by_run(SHORTFALL)[list(linear)].to_numpy().T, seed)
    fast, steps = np.column_stack([means[:, 0], means[:, -FAST:]]), list(linear.values())
    return (
        f"With linear foresight the shortfall of all deals grows at every step of the pace ({', '.join(steps)}) in "
        f"{percent(share_rising(means))} of {len(means)} resampled sets of runs, and at the steps "
        f"{', '.join([steps[0], *steps[-FAST:]])} in {percent(share_rising(fast))}."
    )


def contract_sentence(rows: Rows, foresight: Rows, pace: str) -> str:
    """Return what technology and foresight change in contracts at a pace, and how many deals end early."""
    names = {
        "contracts": "contracts per run",
        "duration": "years",
        "price": "price",
        "upskilling": "share for upskilling",
    }
    parts = [
        f"{words} {judged(rows[name, pace, NOBODY, CAPPED])}, and {judged(foresight[name, pace, BOTH, CAPPED])} "
        "if all see it"
        for name, words in names.items()
    ]
    early = [level(rows["ended_early", each, NOBODY, CAPPED], LEVEL) for each in (pace, NO_GROWTH)]
    return (
        f"Doubling every {pace} years changes contracts, with linear foresight of all: {'; '.join(parts)}. Of deals "
        f"{early[0]} end early, without growth {early[1]}; no promise allows for early ends."
    )


def scope_sentences(worlds: Mapping[Key, Scenario]) -> Iterator[str]:
    """Yield which deals returns are of, what five years mean, and which paces are scenarios and which was observed."""
    scenario, usual = next(iter(worlds.values())), Scenario.load("world")
    exposure, (first, last) = scenario.technology.exposure.employment, OBSERVED_YEARS
    blind = {key.pace: world for key, world in worlds.items() if key.seeing == NOBODY and key.pace != NO_GROWTH}
    lost = [
        f"{pace} years {number(PERCENT * erosion(world, exposure, FIVE_YEARS), 1)}" for pace, world in blind.items()
    ]
    yield (
        f"Returns are those of deals with investors in {AREA} signed until "
        f"{last_year_ended(scenario, max(CONTRACT_YEARS))}, so that all have ended. Contracts run "
        f"{', '.join(map(str, CONTRACT_YEARS))} years, and returns are simple: five years are {FIVE_YEARS} times one."
    )
    yield (
        "Exponential growth is a scenario, and so is the exposure of employment. At the defaults, with exposure "
        f"{exposure:g}, results of an incremental placement lose, in points a year over the first five years: "
        f"{'; '.join(lost)}."
    )
    yield (
        f"Employment in occupations at high risk grew by {OBSERVED:g} points a year less than in others in 2012 to "
        f"2019, as observed (OECD 2021). At the default pace, doubling every {usual.technology.doubling_time:g} years, "
        f"exposed work left to people falls by {number(PERCENT * loss_of_work(usual, first, last), 1)} % a year then."
    )


def thirty_steps_sentence(scenario: Scenario) -> str:
    """Return where thirty steps and doublings lead, and where among them a run and the work of its people lie."""
    p, (first, last), years = scenario.technology, years_of(scenario), scenario.quarters / QUARTERS_A_YEAR
    shares = np.array([machines(scenario, year) for year in (0.0, years)])
    exposed, of_people = (span(low, high, "share") for low, high in (shares, p.exposure.employment * shares))
    return (
        f"Thirty linear steps lead {THIRTY} steps far, thirty doublings {number(2.0**THIRTY, 0)}; a run of "
        f"`{scenario.name}` at the defaults ({first} to {last}) passes {number(doublings_passed(scenario), 1)} "
        f"doublings, in which machines come from {exposed} of exposed work, and from {of_people} of the work of people "
        f"in employment programmes, where a line from {first} on expects "
        f"{percent(machines_by_a_line(scenario, years))} of exposed work in the end; what machines can ever do is "
        f"{percent(p.saturation)} of it."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
