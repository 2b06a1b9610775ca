"""Who uses payment by results, bonds or both, what happens if only some can be had, and who then carries the risk?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import partial

import pandas as pd

from sipabm import Scenario
from sipabm.experiment import Effort, Finding, run
from sipabm.language.lists import listed
from sipabm.language.numbers import in_short, is_noise, judged, more, number, percent, plain
from sipabm.plots import DotsPanel, Drawn, plot_dots
from sipabm.report.returns import last_year_ended
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.labelled import as_shown, levels_with_ends, rows_by
from sipabm.studies.outcomes import SIGNED, SUCCESSFUL, columns_of, measured_rows, outcomes, same_deals, until_all_ended
from sipabm.sweeps.measures import MILLIONS, Measure
from sipabm.tables.run_tables import RunTables
from sipabm.words import CONTRACT_YEARS, InvestorKind

QUESTION = str(__doc__)
BOND, PBR, BOTH = "social_impact_bond", "payment_by_results", "both"
NAMES = {BOND: "bonds", PBR: "payment by results", BOTH: "both"}
ALL, NO_BOTH, BOND_ALONE, PBR_ALONE = "all, as it is", "without both", "bonds alone", "payment by results alone"
FINANCED, PATIENT = "all, rich providers", "all, rich and patient providers"
PBR_FINANCED = "payment by results alone, rich providers"
AMPLE = 1000.0  # million USD, as much working capital as a parameter may be
HIGHER = ("higher", "lower")
WORLDS = (
    SIGNED,
    SUCCESSFUL,
    *(
        Measure(name, f"partnerships signed, {each}", "partnerships", (name,), less="fewer")
        for name, each in NAMES.items()
    ),
)
DEALS = (
    Measure("price", "price at target", "multiple of capital", ("price",), ("deal",), *HIGHER),
    Measure("effect", "effect", "share of target", ("effect",), ("deal",), *HIGHER),
    Measure("years", "duration", "years", ("years",), ("deal",), "longer", "shorter"),
    Measure("paid", "outcome payments", "multiple of capital", ("paid",), ("capital",), *HIGHER),
    Measure("return", "return of who finances, a year", "share", ("net_finance",), ("capital_years",), *HIGHER),
    Measure("loses", "deals in which who finances loses", "share", ("loses",), ("deal",), *HIGHER),
    Measure("loss_provider", "losses of providers, of capital", "share", ("loss_provider",), ("capital",)),
    Measure("loss_investors", "losses of investors, of capital", "share", ("loss_investors",), ("capital",)),
    Measure("loss_guarantor", "losses of guarantors, of capital", "share", ("loss_guarantor",), ("capital",)),
    Measure("capital", "capital", MILLIONS, ("capital",), ("deal",)),
)
# Deals that are a bond in the first world and the other instrument in the second.
PAIRS = {PBR: (BOND_ALONE, PBR_FINANCED), BOTH: (NO_BOTH, ALL)}
WORDS = {
    PBR_ALONE: "With payment by results alone, which providers must finance",
    FINANCED: "If every provider had the capital for the whole",
    PATIENT: "If providers were also as averse to risk and as cheap to finance as public funds",
    PBR_FINANCED: "With payment by results alone and the capital for it",
}
LOSERS = {"loss_provider": "provider", "loss_investors": "investors", "loss_guarantor": "guarantor"}
KEPT = {*columns_of((*WORLDS, *DEALS)), "run", "authority", "started", "provider", "instrument"}
Rows = Mapping[tuple[str, str], pd.Series]


def answer(effort: Effort) -> Finding:
    """Return who uses which instrument, what is signed if some cannot be had, and the same deals under each."""
    runs, worlds = effort.choose(200, 6), worlds_of(Scenario.load("world"))
    if effort.quick:
        worlds = {name: worlds[name] for name in (ALL, NO_BOTH, BOND_ALONE, PBR_ALONE, PBR_FINANCED)}
    last = last_year_ended(worlds[ALL], max(CONTRACT_YEARS))
    # Rows, not sums: deals of two worlds are compared one by one.
    rows = effort.of_each(worlds, runs, partial(signed_until, last))
    measured = measured_rows(WORLDS, rows, runs)
    levels, used = measured.levels(), deals_by_instrument(rows[ALL], runs)
    same = pd.concat([same_deals_table(name, rows, runs) for name in PAIRS], ignore_index=True)
    changed = contrast_table(measured, None).drop(columns="runs_missing")
    parts = {"worlds": changed.assign(against=ALL), "same deals": same.assign(against=NAMES[BOND])}
    table = pd.concat([part.assign(compared=name) for name, part in parts.items()], ignore_index=True)
    said = list(sentences(levels, changed, used, same, last))
    more_tables = {"by_instrument": levels, "deals_by_instrument": used}
    columns = ["compared", "against", *changed]
    return Finding(table[columns], figure_of(levels, changed, same, last), said, worlds, runs, more_tables)


def worlds_of(world: Scenario) -> dict[str, Scenario]:
    """Return worlds in which some instruments cannot be had. As no rule forbids any, their capital is taken or given.

    Without working capital no provider can carry a share, but from what earlier contracts left it: bonds alone. With
    no fee at risk `both` is a bond. Without investors only payment by results remains, to providers that can carry the
    whole; rich ones always can. Patient providers are as averse to risk and as cheap to finance as public funds are at
    the defaults.
    """
    longer, fund, traits = until_all_ended(world), InvestorKind.PUBLIC_FUND.name.lower(), world.population
    no_investors = {f"investor_capital.{kind.name.lower()}": 0.0 for kind in InvestorKind}
    patience = {
        "provider_risk_aversion": getattr(traits.investor_risk_aversion, fund),
        "provider_finance_cost": getattr(traits.hurdle_rate, fund),
    }
    return {
        ALL: longer,
        NO_BOTH: longer.replace(fee_at_risk=0.0),
        BOND_ALONE: longer.replace(working_capital=0.0),
        PBR_ALONE: longer.replace(no_investors),
        FINANCED: longer.replace(working_capital=AMPLE),
        PATIENT: longer.replace({**patience, "working_capital": AMPLE}),
        PBR_FINANCED: longer.replace({**no_investors, "working_capital": AMPLE}),
    }


def signed_until(last: int, results: RunTables) -> pd.DataFrame:
    """Return the deals signed until a year, by instrument, with what those who finance them got."""
    rows = outcomes(results)
    instrument, net = rows["instrument"].astype(str), rows["net_provider"] + rows["net_investors"]
    rows = rows.assign(net_finance=net, loses=(net < 0).astype(float), capital_years=rows["capital"] * rows["years"])
    flags = {name: (instrument == name).astype(float) for name in NAMES}
    return rows.assign(**flags, instrument=instrument).loc[rows["year"] <= last, sorted(KEPT)]


def deals_by_instrument(rows: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Return what the deals of each instrument are like where all can be had: means with intervals, median capital."""
    groups = {name: rows[rows["instrument"] == name] for name in NAMES}
    about = {"measure": "median_capital", "label": "median capital", "unit": MILLIONS}
    medians = [{"alternative": name, **about, "value": group["capital"].median()} for name, group in groups.items()]
    table = pd.concat([measured_rows(DEALS, groups, runs).levels(), pd.DataFrame(medians)], ignore_index=True)
    return table.rename(columns={"alternative": "instrument"})


def same_deals_table(instrument: str, rows: Mapping[str, pd.DataFrame], runs: int) -> pd.DataFrame:
    """Return what changes in deals that are a bond in one world if they are another instrument in a second world."""
    bonds, others = same_deals(*(rows[name] for name in PAIRS[instrument]))
    asked = (bonds["instrument"] == BOND) & (others["instrument"] == instrument)
    deals = {NAMES[BOND]: bonds[asked], NAMES[instrument]: others[asked]}
    return contrast_table(measured_rows(DEALS, deals, runs), None).assign(deals_a_run=asked.sum() / runs)


def figure_of(levels: pd.DataFrame, changed: pd.DataFrame, same: pd.DataFrame, last: int) -> Drawn:
    """Return the figure: on the left what is signed in each world, on the right what instruments change in deals."""
    uptake = levels_with_ends(levels[levels["measure"].isin(NAMES)])
    uptake = uptake.assign(label=uptake["alternative"], instrument=uptake["measure"].map(NAMES))
    success = changed[changed["measure"] == "successful"]
    from_base = f"change from {plain(success['base'].iloc[0])} per run"
    left = [
        DotsPanel(uptake, "a  Partnerships signed, by what can be had", "partnerships per run", "instrument"),
        of_changes(success, "b  Successful partnerships", from_base),
    ]
    losses = same[same["measure"].isin(LOSERS)].assign(loser=same["measure"].map(LOSERS))
    right = [
        of_changes(same[same["measure"] == "price"], "c  Price at target", "change, multiple of capital"),
        of_changes(same[same["measure"] == "effect"], "d  Effect", "change, points of target"),
        of_changes(same[same["measure"] == "return"], "e  Return of who finances", "change, points a year"),
        of_changes(losses, "f  Losses, by who carries them", "change, % of capital")._replace(group="loser"),
    ]
    title = (
        f"Contract instruments in the world: what is signed until {last} (a, b), and what changes in the same deals if "
        "they are not bonds (c to f); lines are 95 % intervals"
    )
    return plot_dots([left, right], title)


def of_changes(rows: pd.DataFrame, title: str, x_label: str) -> DotsPanel:
    """Return a panel of differences by world or instrument; shares in percent or points."""
    shown = as_shown(rows).assign(label=rows["alternative"])
    return DotsPanel(shown, title, x_label, value="difference", zero=True)


def sentences(
    levels: pd.DataFrame, changed: pd.DataFrame, used: pd.DataFrame, same: pd.DataFrame, last: int
) -> Iterator[str]:
    """Yield the answer in words: who uses what, what is signed without, the same deals, and what it depends on."""
    counts = levels.set_index(["alternative", "measure"])["value"]
    rows, deals = rows_by(changed, "alternative", "measure"), rows_by(used, "instrument", "measure")
    capital = [f"{number(deals[name, 'median_capital']['value'], 1)} ({words})" for name, words in NAMES.items()]
    yield answer_sentence(counts, rows, rows_by(same[same["alternative"] == NAMES[PBR]], "measure"))
    yield (
        f"Of {plain(counts[ALL, 'signed'])} partnerships signed until {last} {mixture(counts, ALL)}; their median "
        f"capital is {listed(capital)} million USD. With bonds alone {signed_and_successful(rows, BOND_ALONE)}; "
        f"without both {signed_and_successful(rows, NO_BOTH)}."
    )
    for name, words in WORDS.items():
        if name in counts:
            yield f"{words}, {signed_and_successful(rows, name)}{mixture(counts, name, ': ')}."
    for name, each in same.groupby("alternative", sort=False):
        yield same_sentence(str(name), rows_by(each, "measure"))
    yield (
        "Both mixes what providers and investors ask in proportion to what they carry, so it is hardly needed where "
        "the cheaper of the two can carry all. What a provider asks for risk and for money is assumed. How much "
        "payment by results there is depends on it, as the worlds with patient providers show."
    )


def answer_sentence(counts: pd.Series, rows: Rows, same: Mapping[str, pd.Series]) -> str:
    """Return the answer: the most frequent instrument, what is left without bonds, and where losses go then."""
    shares = pd.Series({words: counts[ALL, name] / counts[ALL, "signed"] for name, words in NAMES.items()})
    carriers = {who: same[measure] for measure, who in LOSERS.items()}
    bear_more = [who for who, row in carriers.items() if not is_noise(row) and row["difference"] > 0]
    risk = f"losses then fall more on the {listed(bear_more)}" if bear_more else "nobody then clearly loses more"
    return (
        f"Most partnerships are {shares.idxmax()}, {percent(shares.max())} of them. With payment by results alone, "
        f"which providers must finance, {in_short(rows[PBR_ALONE, 'signed'], 'partnerships')} would be signed; {risk}."
    )


def mixture(counts: pd.Series, world: str, before: str = "") -> str:
    """Return how many of the partnerships of a world have which instrument, nothing if all have the same."""
    shares = {words: counts[world, name] / counts[world, "signed"] for name, words in NAMES.items()}
    parts = [f"{percent(share, 1)} are {words}" for words, share in shares.items()]
    return before + listed(parts) if max(shares.values()) < 1 else ""


def signed_and_successful(rows: Rows, world: str) -> str:
    """Return how many more or fewer are signed and succeed in a world."""
    return f"{more(rows[world, 'signed'])} are signed and {more(rows[world, 'successful'])} succeed"


def same_sentence(name: str, rows: Mapping[str, pd.Series]) -> str:
    """Return what changes in the same deals if they are not a bond but another instrument."""
    price, gain, loses = rows["price"], rows["return"], rows["loses"]
    losses = listed([f"{judged(rows[measure])} ({who})" for measure, who in LOSERS.items()])
    return (
        f"The same deal as {name} and not as a bond ({number(price['deals_a_run'], 0)} per run): the price changes by "
        f"{judged(price)} times the capital, from {number(price['base'], 2)}; the effect by {judged(rows['effect'])}; "
        f"duration by {judged(rows['years'])} years. Those who finance get {judged(gain)} of return a year, from "
        f"{percent(gain['base'], 1)}; the share of deals in which they lose changes by {judged(loses)}, from "
        f"{percent(loses['base'], 1)}. Losses, as a share of capital, change by {losses}."
    )


if __name__ == "__main__":
    sys.exit(run(QUESTION, answer, __file__))
