"""What do outcomes funds bring: how many partnerships, how many would have come anyway, and does size matter?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from sipabm import Scenario, quarters
from sipabm.experiment import Effort, Finding, run
from sipabm.language.numbers import DIFFERENCE, LEVEL, in_short, judged, level, more, percent, plain
from sipabm.plots import Drawn, ResponsePanel, measure_panel, plot_response_panels
from sipabm.report.returns import last_year_ended
from sipabm.scenario import Fund
from sipabm.statistics.intervals import ratio, with_interval
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.labelled import apart, rows_by
from sipabm.studies.outcomes import (
    SIGNED,
    SUCCESSFUL,
    columns_of,
    is_attempt_of,
    measured_rows,
    outcomes,
    same_deals,
    until_all_ended,
)
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import CASH, MILLIONS, OTHER, Measure
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS

QUESTION = str(__doc__)
NONE, AS_THEY_ARE, NO_DATES, NO_LIMIT, TWICE = "none", "as they are", "open end", "no limit", "twice the share"
FACTORS = {"× 0.1": 0.1, "× 0.5": 0.5, AS_THEY_ARE: 1.0, "× 2": 2.0, "× 4": 4.0}
IN_LEGEND = {NONE: "no funds", AS_THEY_ARE: "funds as they are", NO_LIMIT: "funds without limit"}
OTHER_SETTINGS = {
    NO_DATES: "If funds took projects until their purses are empty, whatever their closing dates",
    NO_LIMIT: "If funds never closed or ran out",
    TWICE: "If funds carried twice the share of payments",
}
MEASURES = (
    SIGNED,
    SUCCESSFUL,
    Measure("backed", "partnerships that a fund backs", "partnerships", ("backed",), less="fewer"),
    Measure("payment_fund", "payments by funds", MILLIONS, ("payment_fund",)),
    Measure("committed", "reserved by funds", MILLIONS, ("fund_committed",)),
    Measure("paid", "outcome payments", MILLIONS, ("paid",)),
    Measure("cash_saved", "cash saved", MILLIONS, CASH),
    Measure("other_value", "other public value", MILLIONS, OTHER),
)
KEPT = [*("run", "authority", "started", "provider", "country", "signed", "year", "price"), *columns_of(MEASURES)]
RATIOS = {
    "additional_per_million": ("additional partnerships per million USD", "partnerships"),
    "displaced": ("of those a fund backs, would have come anyway", "share"),
    "paid_out": ("paid out of all purses", "share"),
}
PRICE = "multiple of capital"
ANYWAY = (
    Measure("backed_anyway", "backed attempts signed without funds too", "share", ("backed_anyway",), ("backed",)),
    Measure("unbacked_anyway", "others signed without funds too", "share", ("unbacked_anyway",), ("unbacked",)),
)
PRICES = (
    Measure("dearer", "price of the same deal with a fund less that without", PRICE, ("dearer",), ("deal",)),
    Measure("price_without", "price of the same deal without funds", PRICE, ("price_without",), ("deal",)),
    Measure("fund_to_price", "rise of all payments, of the fund's", "share", ("more_paid",), ("payment_fund",)),
)
LARGEST, OTHERS = "GB", "other countries that get a fund"
YEARS_SINCE = range(-1, 6)  # whole years of the run even for the fund that opens last
Rows = Mapping[tuple[str, str], pd.Series]


def answer(effort: Effort) -> Finding:
    """Return what funds bring if there are none, as they are, and with other purses, dates and shares."""
    runs, worlds = effort.choose(200, 6), worlds_of(Scenario.load("world"))
    if effort.quick:
        worlds = {name: worlds[name] for name in (NONE, AS_THEY_ARE, "× 4", NO_LIMIT)}
    last = last_year_ended(worlds[NONE], max(CONTRACT_YEARS))
    # Rows, not sums: deals of two worlds are compared one by one.
    rows = effort.of_each(worlds, runs, partial(signed_until, last))
    measured = measured_rows(MEASURES, rows, runs)
    table = table_of(measured, worlds)
    curve, batches = curve_of(rows, runs), batches_of(rows, worlds[AS_THEY_ARE].funds, runs)
    same = same_deals_table(rows[AS_THEY_ARE], rows[NONE], runs)
    said = list(sentences(measured, table, batches, same, last))
    figure = figure_of(table, curve, batches, last)
    return Finding(table, figure, said, worlds, runs, {"curve": curve, "batches": batches, "same_deals": same})


def worlds_of(world: Scenario) -> dict[str, Scenario]:
    """Return the worlds compared, which run on until all that was signed in the time of the scenario has ended."""
    longer = until_all_ended(world)
    end = quarters.text(quarters.ordinal(world.first_quarter) + world.quarters - 1)
    sizes = {name: with_funds(longer, purse=factor) for name, factor in FACTORS.items()}
    return {
        NONE: longer.replace(funds=()),
        **sizes,
        NO_DATES: with_funds(longer, closes=end),
        NO_LIMIT: longer.replace(fund_exhaustion=0.0),
        TWICE: with_funds(longer, share=2.0),
    }


def with_funds(world: Scenario, purse: float = 1.0, share: float = 1.0, closes: str | None = None) -> Scenario:
    """Return a scenario whose funds have so many times the purse and the share, and may close later."""
    funds = [
        {**fund.model_dump(), "purse": purse * fund.purse, "share": share * fund.share, "closes": closes or fund.closes}
        for fund in world.funds
    ]
    return world.replace(funds=funds)


def signed_until(last: int, results: RunTables) -> pd.DataFrame:
    """Return the deals signed until a year, with what a fund did for them."""
    rows = outcomes(results)
    rows = rows.assign(backed=(rows["fund"] > 0).astype(float))
    return rows.loc[rows["year"] <= last, KEPT]


def table_of(measured: Measured, worlds: Mapping[str, Scenario]) -> pd.DataFrame:
    """Return for each setting of funds what it changes against none, what a million buys, and what is displaced."""
    parts = [contrast_table(measured, None).drop(columns="runs_missing")]
    for name, world in worlds.items():
        if name != NONE:
            # Funds that never run out have no purse of which a share could be paid out.
            purses = sum(fund.purse for fund in world.funds) if name != NO_LIMIT else float("nan")
            parts.append(ratios_of(name, measured, purses))
    return pd.concat(parts, ignore_index=True).assign(runs=measured.runs).rename(columns={"alternative": "funds"})


def ratios_of(name: str, measured: Measured, purses: float) -> pd.DataFrame:
    """Return additional partnerships for a million of funds' payments, the share displaced, and the share paid out."""
    by_run = (measured.by_run(measure) for measure in ("signed", "backed", "payment_fund"))
    added, backed, paid = ((each[name] - each[NONE]).to_numpy() for each in by_run)
    numbers = (ratio(added, paid), ratio(backed - added, backed), with_interval(paid / purses))
    rows = zip(RATIOS.items(), numbers, strict=True)
    return pd.DataFrame(
        {"alternative": name, "measure": key, "label": label, "unit": unit, **each}
        for (key, (label, unit)), each in rows
    )


def curve_of(rows: Mapping[str, pd.DataFrame], runs: int) -> pd.DataFrame:
    """Return new partnerships a year in each world, with the interval of the mean."""
    parts = []
    for name, each in rows.items():
        # A run without any deal has no row, but belongs to the mean.
        counts = each.groupby(["run", "year"])["deal"].sum().unstack(fill_value=0).reindex(range(runs), fill_value=0)
        parts += [{"funds": name, "year": year, **with_interval(counts[year].to_numpy(), "value")} for year in counts]
    return pd.DataFrame(parts)


def batches_of(rows: Mapping[str, pd.DataFrame], funds: tuple[Fund, ...], runs: int) -> pd.DataFrame:
    """Return how many more partnerships are signed a year, by years since the first fund of the country opened."""
    with_funds, without = (counts_since(rows[name], first_openings(funds), runs) for name in (AS_THEY_ARE, NONE))
    added = with_funds - without
    return pd.DataFrame(
        {"countries": group, "years_since": year, **with_interval(added[group, year].to_numpy())}
        for group, year in added
    )


def first_openings(funds: tuple[Fund, ...]) -> dict[str, int]:
    """Return for each country with a fund the quarter in which its first one opens."""
    opens = pd.Series([quarters.ordinal(fund.opens) for fund in funds]).groupby([fund.country for fund in funds])
    return opens.min().to_dict()


def counts_since(rows: pd.DataFrame, opened: Mapping[str, int], runs: int) -> pd.DataFrame:
    """Return for each run the deals signed, by group of countries and years since the first fund opened there."""
    country = rows["country"].astype(str)
    there = rows[country.isin(opened)].assign(country=country)
    signed = quarters.QUARTERS_A_YEAR * there["signed"].dt.year + there["signed"].dt.quarter - 1
    since = signed - there["country"].map(opened)
    group = there["country"].where(there["country"] == LARGEST, OTHERS)
    keys = [there["run"], group.rename("countries"), (since // quarters.QUARTERS_A_YEAR).rename("years_since")]
    counts = there.groupby(keys)["deal"].sum().unstack([1, 2], fill_value=0).reindex(range(runs), fill_value=0)
    full = pd.MultiIndex.from_product([(LARGEST, OTHERS), YEARS_SINCE])
    return counts.reindex(columns=full, fill_value=0)


def same_deals_table(funded: pd.DataFrame, none: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Return what becomes of the same attempts and the same deals without funds, for those backed and the others."""
    known = funded.assign(anyway=is_attempt_of(funded, none).astype(float), unbacked=1.0 - funded["backed"])
    known = known.assign(**{f"{name}_anyway": known["anyway"] * known[name] for name in ("backed", "unbacked")})
    first, second = same_deals(funded, none)
    changed = {"dearer": first["price"] - second["price"], "more_paid": first["paid"] - second["paid"]}
    # Only deals that a fund backs: the price of the others is no answer to what a fund does to it.
    both = first.assign(**changed, price_without=second["price"])[first["backed"] == 1]
    parts = ((ANYWAY, known), (PRICES, both))
    levels = [measured_rows(measures, {"the same": rows}, runs).levels() for measures, rows in parts]
    return pd.concat(levels, ignore_index=True).drop(columns="alternative")


def figure_of(table: pd.DataFrame, curve: pd.DataFrame, batches: pd.DataFrame, last: int) -> Drawn:
    """Return the figure: years, batches, and by setting what is added, displaced and paid out."""
    shown = [name for name in (NONE, AS_THEY_ARE, NO_LIMIT) if name in set(curve["funds"])]
    curve = curve[curve["funds"].isin(shown)].replace({"funds": IN_LEGEND})
    title, a_year = "a  New partnerships a year", "partnerships a year"
    years = ResponsePanel(curve, "year", title, "year of signature", a_year, "funds", "value")
    title, opened = "b  Added when funds open", "years since the first fund of a country opened"
    since = ResponsePanel(batches, "years_since", title, opened, "change a year,\npartnerships", "countries")
    settings = [
        measure_panel(table, place, name, "funds", None, "purses (×), dates or shares of the funds")
        for place, name in enumerate(("signed", *RATIOS), 2)
    ]
    title = f"Outcomes funds in the world: what they add until {last}, and what they displace"
    return plot_response_panels([years, since, *settings], title)


def sentences(
    measured: Measured, table: pd.DataFrame, batches: pd.DataFrame, same: pd.DataFrame, last: int
) -> Iterator[str]:
    """Yield the answer in words: what funds add and displace, size, dates and shares, batches, and the price."""
    rows = rows_by(table, "funds", "measure")
    here = {measure: row for (name, measure), row in rows.items() if name == AS_THEY_ARE}
    yield answer_sentence(measured, here)
    yield (
        f"With the outcomes funds that there were, {more(here['signed'])} partnerships are signed until {last} than "
        f"without any ({plain(here['signed']['base'])}), and {more(here['successful'])} succeed. Funds back "
        f"{plain(here['backed']['other'])}; {level(here['displaced'])} of that number is displaced: it would have come "
        f"anyway. A million USD that funds pay brings {level(here['additional_per_million'])} more partnerships."
    )
    # Cash saved and other value are never told in one sentence.
    yield (
        f"A million that funds pay changes cash saved by {for_a_million(measured, 'cash_saved')} million USD. It "
        f"changes other public value by {for_a_million(measured, 'other_value')} million USD."
    )
    parts = [
        f"{name}: {judged(apart(measured, 'signed', name, AS_THEY_ARE))}, with "
        f"{level(rows[name, 'additional_per_million'])} more than without funds for a million"
        for name in FACTORS
        if name in measured.scenarios and name != AS_THEY_ARE
    ]
    yield f"Size, in partnerships signed against funds as they are, by the factor on every purse: {'; '.join(parts)}."
    for name in (name for name in OTHER_SETTINGS if name in measured.scenarios):
        yield (
            f"{OTHER_SETTINGS[name]}, signatures against funds as they are would change by "
            f"{judged(apart(measured, 'signed', name, AS_THEY_ARE))}; {level(rows[name, 'displaced'])} of those backed "
            f"would be displaced; a million would bring {level(rows[name, 'additional_per_million'])} more."
        )
    yield from (batch_sentence(part) for _, part in batches.groupby("countries", sort=False))
    yield same_sentence(rows_by(same, "measure"))
    yield (
        f"Funds pay out {level(here['paid_out'])} of their purses here. Where real funds were spent in full, larger "
        "purses would have brought more than the model says."
    )


def answer_sentence(measured: Measured, here: Mapping[str, pd.Series]) -> str:
    """Return the answer: what funds bring, what would have come anyway, and what the largest purses would add."""
    largest = [name for name in FACTORS if name in measured.scenarios][-1]
    larger = in_short(apart(measured, "signed", largest, AS_THEY_ARE), "partnerships")
    return (
        f"The outcomes funds that there were bring {in_short(here['signed'], 'partnerships')}; "
        f"{percent(here['displaced']['difference'])} of the number that they back would have come without them. Purses "
        f"{largest} would bring {larger}."
    )


def for_a_million(measured: Measured, measure: str) -> str:
    """Return what a million of funds' payments adds to a measure."""
    value, paid = (measured.by_run(name) for name in (measure, "payment_fund"))
    added = (value[AS_THEY_ARE] - value[NONE]).to_numpy()
    return level({**ratio(added, paid[AS_THEY_ARE].to_numpy()), "unit": ""})


def batch_sentence(batches: pd.DataFrame) -> str:
    """Return when most partnerships are added after a country's first fund opens, and what is left of it."""
    rows = [{**row, "unit": ""} for row in batches.to_dict("records")]
    before, *after = rows
    most, last = max(after, key=lambda row: row["difference"]), after[-1]
    fades = f", that after {last['years_since']} by {judged(last)}" if most is not last else ", the last looked at"
    return (
        f"Batches, {before['countries']}: the year before the first fund opens changes by {judged(before)} "
        f"partnerships; most is added in the year after {most['years_since']} whole years, {judged(most)}{fades}."
    )


def same_sentence(same: Mapping[str, pd.Series]) -> str:
    """Return what becomes of the same attempts and deals without funds."""
    dearer = same["dearer"].rename(dict(zip(LEVEL, DIFFERENCE, strict=True)))
    return (
        f"Attempt by attempt, {level(same['backed_anyway'], LEVEL)} of those that a fund backs are signed without "
        f"funds too; of the others {level(same['unbacked_anyway'], LEVEL)}, as histories diverge. The same deal "
        f"has a price {judged(dearer)} times its capital above that without funds "
        f"({level(same['price_without'], LEVEL)}): all payments for it rise by "
        f"{level(same['fund_to_price'], LEVEL)} of what the fund pays, and only the rest relieves the "
        "others who pay."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
