"""How much do early informal meetings bring, by the share of projects that begin with them and by when they start?"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import DIFFERENCE, change, is_noise, judged, level, more, number, percent, plain
from sipabm.language.units import PERCENT
from sipabm.plots import plot_responses
from sipabm.statistics import Numbers
from sipabm.statistics.intervals import ratio, with_interval
from sipabm.studies import Comparison, compare
from sipabm.studies.contrasts import COST_PER_SUCCESS
from sipabm.studies.measures import MILLIONS

QUESTION = str(__doc__)
SHARES, STARTS = (0.0, 0.4, 0.7, 1.0), (2012, 2016, 2020)
EFFECTS = ("meeting_trust", "meeting_tailoring", "meeting_clarity", "meeting_foresight")
MEASURES = ("signed", "successful", "cash_saved", "mean_months_to_signature", "cost", COST_PER_SUCCESS)
COST_PER_SIGNED = "cost_per_additional_signed"
WEAKER = {"half the": 0.5, "none of the": 0.0}
TENTH = 0.1


def answer(effort: Effort) -> Finding:
    """Return what meetings change in the world by 2029, for each share and start, and with half of their effects."""
    base, runs = Scenario.load("world"), effort.choose(60, 8)
    starts, shares = effort.choose(STARTS, STARTS[::2]), effort.choose(SHARES, SHARES[::3])
    settings = [(share, start) for start in starts for share in shares]
    found = compare(base, {label(*each): with_meetings(base, *each) for each in settings}, runs, effort.seed)
    weaker = {part: with_weaker_effects(base, part, shares[-1], starts[0], runs, effort.seed) for part in WEAKER}
    table = pd.concat([found.table, costs_per_signed(found)], ignore_index=True).drop(columns="runs_missing")
    table = table.assign(
        share_of_projects=table["alternative"].map({label(*each): each[0] for each in settings}),
        start=table["alternative"].map({label(*each): f"from {each[1]}" for each in settings}),
    )
    figure = plot_responses(
        table.assign(percent=PERCENT * table["share_of_projects"]),
        x="percent",
        line="start",
        measures=MEASURES,
        columns=3,
        title="What early informal meetings change in the world, 2010 to 2029",
        x_label=f"% of projects that begin with them (now: {percent(base.levers.early_meetings.practice)})",
    )
    scenarios = {"as it is": base, **found.others}
    for part, each in weaker.items():
        scenarios |= {f"{part} effects, as it is": each.base, f"{part} effects, meetings": each.others[part]}
    return Finding(table, figure, list(sentences(found, table, settings, weaker)), scenarios, runs)


def with_weaker_effects(base: Scenario, part: str, share: float, start: int, runs: int, seed: int) -> Comparison:
    """Return what meetings bring in a world in which each of them does but a part of what is assumed."""
    # The base is weakened, too: some projects meet early anyway.
    weak = base.replace({name: WEAKER[part] * base.flat()[name] for name in EFFECTS})
    return compare(weak, {part: with_meetings(weak, share, start)}, runs, seed)


def with_meetings(scenario: Scenario, share: float, start: int) -> Scenario:
    """Return a scenario in which a share of projects begins with meetings from a year on."""
    return scenario.with_policy(f"early_meetings={share}@{start}Q1")


def label(share: float, start: int) -> str:
    """Return what a share from a year on is called."""
    return f"{percent(share)} from {start}"


def costs_per_signed(found: Comparison) -> pd.DataFrame:
    """Return a row for each alternative with more partnerships signed beyond noise: what one more of them costs."""
    cost, signed = (found.runs.by_run(name) for name in ("cost", "signed"))
    rows: list[dict[str, Any]] = []
    for place, alternative in enumerate(found.others, 1):
        about = {"alternative": alternative, "measure": COST_PER_SIGNED, "label": "cost of one more signed"}
        one = ratio(cost[place] - cost[0], signed[place] - signed[0])
        # With fewer signed the ratio would be what one less saves, not what one more costs.
        if (signed[place] - signed[0]).mean() > 0:
            rows.append({**about, "unit": MILLIONS, **one, "runs": found.runs.runs})
    return pd.DataFrame(rows, columns=["alternative", "measure", "label", "unit", *DIFFERENCE, "runs"])


def sentences(
    found: Comparison, table: pd.DataFrame, settings: list[tuple[float, int]], weaker: dict[str, Comparison]
) -> Iterator[str]:
    """Yield the answer in words: how much, by share and start, at which price, and what it depends on."""
    rows = table.set_index(["alternative", "measure"])
    starts = list(dict.fromkeys(start for _, start in settings))
    shares = list(dict.fromkeys(share for share, _ in settings))
    most, practice = label(shares[-1], starts[0]), found.base.levers.early_meetings.practice
    successful, signed = (rows.loc[(most, name)] for name in ("successful", "signed"))
    yield (
        f"If all projects begin with early meetings from {starts[0]} on, and not {percent(practice)} as now, "
        f"{more(successful)} partnerships succeed by {found.years[1]} (as it is: {plain(successful['base'])}) and "
        f"{more(signed)} are signed (as it is: {plain(signed['base'])})."
    )
    yield by_share(found, [share for share in shares if share > practice], starts[0], practice)
    yield by_start(rows, shares[-1], starts, found.years[1])
    yield price(rows, most)
    yield price_of_one(rows, shares[-1], starts, found.years[1])
    yield from without(rows, shares[0], starts[0])
    yield weaker_effects(successful, weaker)


def by_share(found: Comparison, shares: list[float], start: int, practice: float) -> str:
    """Return how many successes each further tenth of projects brings, at each share, and whether that changes."""
    values, others = found.runs.by_run("successful"), list(found.others)
    added = {share: values[others.index(label(share, start)) + 1] - values[0] for share in shares}
    # Counted from the share that meets early anyway, as only those beyond it are added.
    each = {share: TENTH * added[share] / (share - practice) for share in shares}
    parts = [f"{change(row(values))} up to {percent(share)}" for share, values in each.items()]
    first = f"By share: each further tenth of projects changes successful partnerships by {listed(parts)}"
    if len(shares) < 2:
        return f"{first}."
    trend = row(each[shares[-1]] - each[shares[0]])
    word = "does not change beyond noise" if is_noise(trend) else "grows" if trend["difference"] > 0 else "shrinks"
    return f"{first}; what a tenth brings {word} with the share: {change(trend)}."


def row(by_run: Numbers) -> dict[str, Any]:
    """Return a difference with its interval from its values run by run."""
    return {**with_interval(by_run), "unit": ""}


def by_start(rows: pd.DataFrame, share: float, starts: list[int], last: int) -> str:
    """Return what a later start leaves, in all and for each year in force."""
    parts = []
    for start in starts:
        signed, successful = (rows.loc[(label(share, start), name)] for name in ("signed", "successful"))
        a_year = f"{number(signed['difference'] / (last + 1 - start), 1, True)} a year in force"
        parts.append(f"from {start} {change(signed)} signed, {a_year}, {change(successful)} successful")
    return f"By start, if all projects take part: {'; '.join(parts)}."


def price(rows: pd.DataFrame, most: str) -> str:
    """Return what most meetings cost in months and money, and whether partnerships get better."""
    months, cost, effect, early = (
        rows.loc[(most, name)] for name in ("mean_months_to_signature", "cost", "mean_effect", "share_ended_early")
    )
    return (
        f"The cost: {more(months)} months from idea to signature (as it is: {plain(months['base'])}), and "
        f"{more(cost, 'more', 'less')} million USD of transaction cost (as it is: {plain(cost['base'])}). The "
        f"partnerships themselves: mean effect {judged(effect)}; ended early {judged(early)}."
    )


def price_of_one(rows: pd.DataFrame, share: float, starts: list[int], last: int) -> str:
    """Return what one more partnership costs, signed and successful."""
    parts = []
    for start in starts:
        signed, successful = (cost_of(rows, label(share, start), name) for name in (COST_PER_SIGNED, COST_PER_SUCCESS))
        parts.append(f"from {start} {signed} for one signed and {successful} for one successful")
    return (
        f"One more partnership costs, in million USD of transaction cost: {'; '.join(parts)}. Success is counted by "
        f"the end of {last}, when many that were signed late are still running: late starts look more "
        "expensive than they are."
    )


def cost_of(rows: pd.DataFrame, alternative: str, measure: str) -> str:
    """Return the cost of one more partnership with its interval, or that there is none."""
    if (alternative, measure) not in rows.index or pd.isna(rows.loc[(alternative, measure), "low"]):
        return "an amount that these runs cannot determine"
    return level(rows.loc[(alternative, measure)])


def without(rows: pd.DataFrame, share: float, start: int) -> Iterator[str]:
    """Yield what is lost if nobody meets early."""
    if share == 0:
        successful, signed = (rows.loc[(label(share, start), name)] for name in ("successful", "signed"))
        yield f"If nobody meets early from {start} on, {more(successful)} succeed and {more(signed)} are signed."


def weaker_effects(whole: pd.Series, weaker: dict[str, Comparison]) -> str:
    """Return what is left of the answer if meetings do less than assumed, at the same cost and delay."""
    rows = {part: each.table.set_index("measure").loc["successful"] for part, each in weaker.items()}
    parts = [f"with {part} effects {more(row)}" for part, row in rows.items()]
    return (
        "All effects of meetings (trust, tailoring, clarity, foresight) are assumed. At the same cost and delay, the "
        f"same policy brings {listed(parts)} successful partnerships, where it is "
        f"{number(whole['difference'], 0, True)} with all of them. What remains without any comes from the wider "
        "search: those who meet early also ask friends of friends."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
