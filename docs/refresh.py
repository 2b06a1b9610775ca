"""Rewrite what is generated in docs/odd.md, docs/validation.md, docs/glossary.md, docs/findings.md and README.md.

With `--check` only say whether they are stale.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import pandas as pd

from sipabm import model
from sipabm.barriers import BARRIERS, Barrier
from sipabm.forecasts.nulls import NULLS
from sipabm.language.glossary import GLOSSARY
from sipabm.language.lists import listed
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import change, number, percent, plain, span, year
from sipabm.levers import LEVERS, Lever
from sipabm.mesa_model import Authority, Investor, Provider
from sipabm.model import records
from sipabm.model.records import Field
from sipabm.observed import launches_by_year
from sipabm.parameters import GROUPS
from sipabm.parameters.base import MEDOID
from sipabm.parameters.ranges import cube, practice_of
from sipabm.parameters.reference import parameter_rows, shown_ranges
from sipabm.studies.decline_attribution import share_lost
from sipabm.tables.codebook import TABLES
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, TOLD, Distribution, Trait
from sipabm.words import Decision

ODD = Path(__file__).with_name("odd.md")
VALIDATION = ODD.with_name("validation.md")
GLOSSARY_PAGE = ODD.with_name("glossary.md")
FINDINGS = ODD.with_name("findings.md")
README = ODD.parents[1] / "README.md"
RESULTS = ODD.parents[1] / "results"
LINE = 120
PART = re.compile(r"(<!-- begin: (?P<name>[\w ]+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)

# Without `population.py`, which sets how actors start: what is set there and nowhere else does not change in a run.
WALK = "\n".join(
    path.read_text("utf-8") for path in sorted(Path(model.__path__[0]).glob("*.py")) if path.stem != "population"
)

# Entity: its fields, and how the walk names a record of it. Of projects and contracts the table says instead where
# their fields are recorded; of what lives within a phase or a quarter, nothing.
AS_ROWS, PASSING = "as rows", "passing"
ENTITIES = {
    "Country": (records.COUNTRY, "country|countries"),
    "Outcomes fund": (records.FUND, "fund|funds"),
    "Authority": (records.AUTHORITY, "authority|authorities"),
    "Provider": (records.PROVIDER, "provider|providers"),
    "Investor": (records.INVESTOR, "investor|investors"),
    "Project": (records.PROJECT, AS_ROWS),
    "Contract": (records.CONTRACT, AS_ROWS),
    "Table of the talks": (records.TABLE, PASSING),
    "Event": (records.EVENT, PASSING),
    "Run": (records.RUN, "run"),
}

RECORDED = {
    "Runs, one row for each": "runs",
    "Attempts, one row for each that was signed or stopped": "attempts",
    "Contracts, one row for each": "contracts",
    "Yearly counts, and states at the end of the year, by welfare area": "yearly",
}

ACTORS = {
    "Authority": (Authority, AUTHORITY_TRAITS),
    "Provider": (Provider, PROVIDER_TRAITS),
    "Investor": (Investor, INVESTOR_TRAITS),
}

# Decision: what is drawn, and the actor, partner and quarter of its address.
DRAWS = {
    Decision.AUTHORITY_TRAIT: ("trait of an authority", "authority", "trait", "0"),
    Decision.PROVIDER_TRAIT: ("trait of a provider", "provider", "trait", "0"),
    Decision.INVESTOR_TRAIT: ("trait of an investor", "investor", "trait", "0"),
    Decision.TIE_TRUST: ("trust on a tie at the start", "first actor", "second actor", "kinds of the two"),
    Decision.NETWORK: (
        "whether a tie is made or rewired, whether it leads abroad, and where; two numbers",
        "who makes the tie",
        "number of the tie; other end in the ring",
        "part of the network · 2²⁰ + entry of the list",
    ),
    Decision.LABOUR_MARKET: ("labour-market shock, normal", "country", "0", "current"),
    Decision.ELECTION: ("whether a new government comes in, and its support; two numbers", "authority", "0", "current"),
    Decision.LEGISLATION: ("whether a new law comes", "country", "welfare area", "current"),
    Decision.ATTENTION: ("whether it looks, and at which area; two numbers", "authority", "0", "current"),
    Decision.START: ("whether it starts", "authority", "welfare area", "current"),
    Decision.CAPITAL: ("capital of the project, normal", "authority", "0", "start"),
    Decision.STAGE_DURATION: ("time a stage takes", "authority", "stage", "start"),
    Decision.USE_LEVER: ("whether the project uses a lever", "authority", "lever", "start"),
    Decision.SPOTTED_EARLY: ("whether early meetings bring a barrier to light", "authority", "barrier", "start"),
    Decision.PROCUREMENT: ("whether early meetings are challenged", "authority", "0", "start"),
    Decision.QUALITY: ("true quality of the programme, normal", "authority", "provider", "start"),
    Decision.CASE_SIGNAL: ("error of the business case, normal", "authority", "0", "start"),
    Decision.CHANGE_OF_GOVERNMENT: ("whether a new government stops the project", "authority", "gate", "start"),
    Decision.NEW_LAW: ("whether a new law stops the project", "authority", "gate", "start"),
    Decision.FRONTLINE: ("what else moves the frontline, normal", "authority", "0", "start"),
    Decision.LOCAL_POLITICS: ("whether local politics stops the project", "authority", "0", "start"),
    Decision.DEPARTMENT_JOINS: ("whether a department joins", "authority", "department", "start"),
    Decision.INVESTOR_JOINS: (
        "whether an investor joins, its ticket, two numbers; whether a lead invests alone",
        "authority",
        "investor",
        "start",
    ),
    Decision.BREAKDOWN: ("how many rounds talks survive", "authority", "0; 1 in talks without the fund", "start"),
    Decision.FUND: ("which open outcomes fund co-pays the project", "authority", "0", "start"),
    Decision.IMMUNE_RESPONSE: ("whether daily operations stop the project", "authority", "0", "start"),
    Decision.SPONSOR: ("whether the sponsor of a house withdrew since the last gate", "authority", "gate", "start"),
    Decision.WHICH_BARRIER: ("which of several barriers ended the attempt", "authority", "stage", "start"),
    Decision.JOINT_COMMISSIONING: ("whether other authorities are asked to pay", "authority", "0", "start"),
    Decision.AUTHORITY_JOINS: ("whether another authority pays its part", "authority", "other authority", "start"),
    Decision.STATE_JOINS: ("whether the state pays its part", "authority", "0", "start"),
    Decision.TENDER: ("what else decides a tender", "authority", "provider", "start"),
    Decision.DELIVERY: ("noise in a quarter's results, normal", "authority", "start", "current"),
    Decision.CONTRACT_GOVERNMENT: ("whether a new government ends the contract", "authority", "start", "current"),
    Decision.CONTRACT_LAW: ("whether a new law ends the contract", "authority", "start", "current"),
    Decision.BAD_RESULTS: ("whether bad results end the contract", "authority", "start", "current"),
    Decision.MEASUREMENT: ("luck in the measured result, normal", "authority", "start", "current"),
    Decision.HAND_OVER: ("whether the hand-over from a house into operations fails", "authority", "0", "start"),
    Decision.GIVE_UP: ("whether a failed attempt makes it give partnerships up", "authority", "0", "current"),
    Decision.DONE: ("whether a signature makes it be done with partnerships", "authority", "0", "current"),
    Decision.CONTRACT_SPONSOR: ("whether the sponsor of a house withdraws", "authority", "start", "current"),
}

# What is told of each parameter, and under which head.
COLUMNS = {
    "meaning": "Meaning",
    "unit": "Unit",
    "default": "Default",
    "plausible": "Plausible",
    "because": "Why this range",
    "bounds": "Bounds",
    "neutral": "Neutral value",
    "source": "Source",
}


def words(member: IntEnum) -> str:
    """Return the name of an enumeration's member as code."""
    return f"`{member.name.lower()}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def complete(described: dict[Any, Any], enumeration: type[IntEnum]) -> dict[Any, Any]:
    """Return descriptions unchanged; ValueError unless they describe every member of an enumeration."""
    missing = [member.name for member in enumeration if member not in described]
    if missing:
        raise ValueError(f"docs/refresh.py describes no {enumeration.__name__} {', '.join(missing)}")
    return described


def sized(name: str, size: int) -> str:
    """Return a name as code, with how many numbers it holds if several."""
    return f"`{name}` [{size}]" if size else f"`{name}`"


def changes(field: Field, names: str) -> str:
    """Return "yes" if the walk sets a field of a record that bears one of some names."""
    setting = rf"^ +(world\.)?({names})(\[.+\])?\.{field.name}(\[.+\])? [-+]?= "
    return "yes" if re.search(setting, WALK, re.MULTILINE) else ""


def recorded_in(field: Field) -> str:
    """Return in which tables of rows a field stands."""
    tables = {"attempts": records.ATTEMPT, "contracts": records.CONTRACT_ROW}
    return ", ".join(name for name, fields in tables.items() if field in fields)


def state_variables() -> str:
    """Return the state variables of every entity: which change, or where they are recorded."""
    parts = []
    for entity, (fields, names) in ENTITIES.items():
        told = {AS_ROWS: ("Recorded in",), PASSING: ()}.get(names, ("Changes",))
        marks = [recorded_in(field) if names == AS_ROWS else changes(field, names) for field in fields]
        head = (entity, "Meaning", *told)
        rows = ((sized(each.name, each.size), each.meaning, mark) for each, mark in zip(fields, marks, strict=True))
        parts.append(table(head, (row[: len(head)] for row in rows)))
    return "\n".join(parts)


def traits() -> str:
    """Return the traits of every kind of actor, and how each is drawn."""
    parts = []
    for actor, (_, of_actor) in ACTORS.items():
        rows = (
            (sized(each.name, each.size), each.meaning, TOLD[each.distribution], sources(each), draws_of(each))
            for each in of_actor
        )
        parts.append(table((actor, "Meaning", "Distribution", "Parameters", "Draw"), rows))
    return "\n".join(parts)


def sources(trait: Trait) -> str:
    """Return the parameters that a trait comes from, but for the common half-width."""
    if not trait.parameter:
        return "" if trait.distribution in (Distribution.LUCK, Distribution.NORMAL) else "mean 1"
    own_spread = f", `{trait.spread}`" * (trait.distribution == Distribution.ERROR)
    return f"`{trait.parameter}`{own_spread}{', by kind of investor' * trait.by_kind}"


def draws_of(trait: Trait) -> str:
    """Return the numbers of the draws of a trait."""
    return f"{trait.draw} to {trait.draw + trait.size - 1}" if trait.size else str(trait.draw)


def actors_decide() -> str:
    """Return what every kind of actor decides: the names are those of its agent's methods."""
    parts = []
    for actor, (kind, _) in ACTORS.items():
        usual = {name: method.__wrapped__ for name, method in vars(kind).items() if hasattr(method, "__wrapped__")}
        rows = (
            (f"`{name}`", first_words(function), f"`{function.__module__.rsplit('.', 1)[1]}.py`")
            for name, function in usual.items()
        )
        parts.append(table((actor, "What it decides or does", "In `sipabm/model`"), rows))
    return "\n".join(parts)


def first_words(function: Callable[..., Any]) -> str:
    """Return the first line of what a function says of itself, but for "Return"."""
    line = inspect.getdoc(function).splitlines()[0].removeprefix("Return ").rstrip(".")
    return line[0].lower() + line[1:]


def draws() -> str:
    """Return every decision's number, what it draws, and its address; "start" is the quarter the project started in."""
    described = complete(DRAWS, Decision)
    rows = ((words(each), str(each.value), *described[each]) for each in Decision)
    return table(("Decision", "Number", "Draws", "Actor", "Partner or project", "Quarter"), rows)


def recorded_columns() -> str:
    """Return the columns of every recorded table."""
    parts = []
    for title, name in RECORDED.items():
        rows = ((f"`{column.name}`", column.meaning) for column in TABLES[name])
        parts.append(f"**{title}**\n\n" + table(("Column", "Meaning"), rows))
    return "\n".join(parts)


def levers() -> str:
    """Return what every lever does and answers, its cost and side effect, and the parameters that carry them."""
    rows = []
    for lever in Lever:
        effect, cost, side_effect, names, *_, answers = LEVERS[lever]
        practice = practice_of(lever.name.lower())
        parameters = ", ".join(f"`{name}`" for name in names)
        why = practice.because
        to = ", ".join(words(each) if isinstance(each, Barrier) else f"family {each.name.lower()}" for each in answers)
        rows.append((words(lever), effect, cost, side_effect, to, parameters, shown_ranges([practice]), why))
    head = ("Lever", "Effect", "Cost", "Side effect", "Answers", "Parameters", "Plausible practice", "Why this range")
    return table(head, rows)


def barriers() -> str:
    """Return the family, gates and meaning of every barrier."""
    rows = (
        (words(each), BARRIERS[each].family.name.lower(), BARRIERS[each].gates, BARRIERS[each].meaning)
        for each in Barrier
    )
    return table(("Barrier", "Family", "Gate", "Meaning"), rows)


def parameters() -> str:
    """Return one table for each group of parameters."""
    parts = []
    for group, members in GROUPS.items():
        rows = [
            (f"`{row['name']}`", *(row[key] for key in COLUMNS)) for row in parameter_rows() if row["group"] == group
        ]
        parts.append(f"**`{group}`** {members.__doc__}\n\n" + table(("Parameter", *COLUMNS.values()), rows))
    return "\n".join(parts)


def standing(source: str) -> str:
    """Return whether a source is an assumption, partly one, or evidence."""
    if source.startswith("assumed"):
        return "assumed"
    return "partly" if "assumed" in source else "evidence"


def assumed() -> str:
    """Return how many parameters are assumed."""
    rows = parameter_rows()
    counts = Counter((row["group"], standing(row["source"])) for row in rows)
    of = {kind: sum(counts[group, kind] for group in GROUPS) for kind in ("assumed", "partly", "evidence")}
    searched = sum(MEDOID in row["source"] for row in rows)
    sentence = (
        f"Of {len(rows)} parameters, {of['assumed']} are assumed (some of them with an observation that bounds or\n"
        f"orients them), {of['partly']} are partly assumed, and {of['evidence']} rest on a source or a definition.\n"
        f"Of the assumed ones, {searched} have their size from a search for the world's observed curve.\n\n"
    )
    return sentence + table(
        ("Group", "Assumed", "Partly assumed", "Source or definition"),
        ((f"`{group}`", *(str(counts[group, kind]) for kind in of)) for group in GROUPS),
    )


def calibrated(name: str) -> pd.DataFrame:
    """Return a table that the calibration of `world` left."""
    return result("calibrate_world", name)


def result(experiment: str, name: str) -> pd.DataFrame:
    """Return a table that an experiment left."""
    return pd.read_csv(RESULTS / experiment / f"{name}.csv")


def kinds() -> str:
    """Return how many patterns of each kind lie in the bands of runs over each, and how well these score."""
    rows = calibrated("kinds").pivot(index="kind", columns="over")
    overs = ("posterior", "ranges", "defaults")
    return table(
        ("Kind", "Patterns", *(f"inside, {over}" for over in overs), *(f"score, {over}" for over in overs)),
        (
            (
                str(kind),
                str(int(row["patterns", "posterior"])),
                *(percent(row["inside", over]) for over in overs),
                *(plain(row["mean_score", over]) for over in overs),
            )
            for kind, row in rows.iterrows()
        ),
    )


def numbers_fitted() -> str:
    """Return what the record says of each number that was fitted, the best known first."""
    rows = calibrated("table").query("fitted").sort_values("told", ascending=False)
    return table(
        ("Number", "Range", "Median and nine in ten", "Told", "Spread left", "50 % held", "90 % held"),
        (
            (
                f"`{row.name}`",
                span(row.low, row.high),
                f"{plain(row.median)} ({span(row.posterior_low, row.posterior_high)})",
                percent(max(row.told, 0.0)) + ("" if row.identified else ", not identified"),
                percent(row.spread_left),
                percent(row.coverage_50),
                percent(row.coverage_90),
            )
            for row in rows.itertuples(index=False)
        ),
    )


def outside() -> str:
    """Return the patterns that the bands of runs over the posterior miss."""
    rows = calibrated("patterns").query("over == 'posterior' and verdict != 'inside'")
    return table(
        ("Pattern", "Kind", "Unit", "Observed", "Runs", "Verdict"),
        (
            (row.label, row.kind, row.unit, of_unit(row.observed, row.unit), ends_of(row), row.verdict)
            for row in rows.itertuples(index=False)
        ),
    )


def ends_of(row: Any) -> str:
    """Return the band of runs of a pattern."""
    return f"{of_unit(row.low, row.unit)} to {of_unit(row.high, row.unit)}"


def of_unit(value: float, unit: str) -> str:
    """Return a value of a pattern, a calendar year as such."""
    return year(value) if unit == "year" else plain(value, unit)


def survives() -> str:
    """Return what holds with most sets of numbers that fit the record, beyond luck."""
    levers = result("mitigation_levers", "answers")
    most, pays = (largest(levers, criterion) for criterion in ("first", "worth"))
    cost = levers[(levers["criterion"] == "worth") & (levers["lever"] == most["lever"])].iloc[0]
    scores = of_nulls("model")
    return bullets(
        f"**What adds most successful partnerships**: {most['lever']}, of {levers['lever'].nunique()} levers at full "
        f"strength, {in_sets(most)}. It is worth its cost in cash in {percent(cost['share'])} only.",
        f"**What pays for itself in cash**, for all public budgets together: {pays['lever']}, {in_sets(pays)}.",
        f"**Counts of 2015 to 2023, foretold in retrospect from 2014 to 2018**: interval scores are "
        f"{span(scores['value'].min(), scores['value'].max())} times those of {len(scores)} rules that know no "
        "mechanism (three of them nearly the same curve), below 1 beyond what the choice of five origins explains for "
        f"{(scores['high'] < 1).sum()}.",
        f"**What faster technology does**: {entry('technology_and_foresight').split('. ')[0]}.",
    )


def does_not() -> str:
    """Return what looks like an answer and does not hold."""
    scores = result("forecast_decline", "relative").query("score == 'wis' and targets == 'all targets'")
    fit = scores[(scores["method"] == "model") & (scores["other"] == "model_over_ranges")].iloc[0]
    rows = result("rival_explanations", "table")
    slack = rows[rows["curve_verdict"] != "clearly worse"].loc[lambda some: ~some["rival"].isin(["whole", "again"])]
    houses = result("innovation_houses", "robust")
    added = houses.groupby("integration")["share"].sum()
    plausible = next(side.high for side in cube() if side.field == "immune_response")
    parts = ("added_successful", "added_successful_low", "added_successful_high")
    in_world = {**result("mitigation_levers", "table").set_index("lever").loc["innovation houses"], "unit": "deals"}
    share = [f"{percent(part)} with integration {integration:g}" for integration, part in added.items()]
    return bullets(
        f"**One first explanation of the decline**: {'; '.join(map(first_of, SENSES))}.",
        f"**That the decline needs each mechanism**: {listed(slack['label'].tolist())}, and with all other numbers "
        "fitted anew, yearly counts are explained not clearly worse. Scores go with how many partnerships there are, "
        f"of which the whole model's median run has {plain(rows['signed'].iloc[0])}, calibrated from few runs (below).",
        "**That fitted numbers make the forecast**: runs over the whole ranges, chosen by the last three years known, "
        f"score as well as fitted ones chosen so ({plain(fit['value'])}, {span(fit['low'], fit['high'])}, times). It "
        "is the structure of the model, made by people who knew what came.",
        "**That an innovation house helps**: under an immune response of "
        f"{houses['immune_response'].iloc[0]:g} (plausible are at most {plausible:g}) the best of five houses adds a "
        f"success in {listed(share)} of the sets; in `world`, houses change successes by {change(in_world, parts)}.",
        f"**What technology takes from returns**: {entry('technology_and_foresight').split('. ', 1)[1]}",
    )


SENSES = {"share_lost": "by the share of the peak lost", "lost": "by partnerships a year lost"}


def first_of(sense: str) -> str:
    """Return which explanation is first most often in one sense of the decline."""
    rows = result("why_adoption_declined", "by_set_answers").query("quantity == @sense")
    first = largest(rows, "first")
    return f"{SENSES[sense]} {first['mechanism']}, {in_sets(first)}"


def to_measure() -> str:
    """Return which numbers decide most, and the record does not tell of."""
    parts = [
        f"{WHAT_DECIDES[measure]} {listed([f'`{name}`' for name in rows['name'].head(3)])}"
        for measure, rows in unknown_numbers().groupby("measure", sort=False)
    ]
    turning = result("mitigation_levers", "deciding")
    turns = [
        f"whether {row.lever} is first, `{row.number}` (confirmed in {percent(row.confirmed)} of the checks)"
        for row in turning.itertuples()
        if row.lever
    ]
    return bullets(
        "Numbers that are assumed, of which the record does not tell, and that decide most over all that is plausible: "
        f"{'; '.join(parts)}.",
        *([f"One number turns {listed(turns)}."] if turns else []),
    )


def unknown_numbers() -> pd.DataFrame:
    """Return the numbers that are assumed and that no record tells, the most decisive first, for uptake and fall."""
    known = calibrated("table").set_index("name")["identified"]
    most = result("what_matters", "table")
    unknown = most[most["assumed"] & ~most["name"].map(known) & most["measure"].isin(list(WHAT_DECIDES))]
    return unknown.sort_values("rank", kind="stable").sort_values(
        "measure", key=lambda each: each.map(list(WHAT_DECIDES).index), kind="stable"
    )


WHAT_DECIDES = {"signed": "for how many partnerships there are", "fall": "for how far they fall"}


def rivals() -> str:
    """Return how well the record is explained and foretold without each mechanism, all other numbers fitted anew."""
    rows, observed = result("rival_explanations", "table"), launches_by_year()["all"].to_numpy(float)
    return (
        table(
            (
                "Explanation",
                "Yearly counts, score",
                "Forecasts, score",
                "Fall from the peak",
                "Partnerships to 2023",
            ),
            (
                (
                    row.label,
                    f"{number(row.curve, 2)} ({number(row.curve_low, 2)} to {number(row.curve_high, 2)})",
                    f"{number(row.forecast, 2)} ({number(row.forecast_low, 2)} to {number(row.forecast_high, 2)})",
                    f"{percent(row.fall)} ({span(row.fall_low, row.fall_high, 'share')})",
                    plain(row.signed),
                )
                for row in rows.itertuples(index=False)
            ),
        )
        + f"| as observed | | | {percent(share_lost(observed))} | {plain(observed.sum())} |\n"
    )


def largest(answers: pd.DataFrame, criterion: str) -> pd.Series:
    """Return the row of a criterion that holds in most sets."""
    rows = answers[answers["criterion"] == criterion]
    return rows.loc[rows["share"].idxmax()]


def in_sets(row: pd.Series) -> str:
    """Return in what share of sets an answer holds, and how often again by luck alone."""
    return (
        f"in {percent(row['share'])} ({span(row['low'], row['high'], 'share')}) of the sets; with the same numbers and "
        f"other luck again in {percent(row['again'])} of these"
    )


def of_nulls(method: str) -> pd.DataFrame:
    """Return the scores of a method relative to rules that know no mechanism, over all that is foretold."""
    rows = result("forecast_decline", "relative").query("score == 'wis' and targets == 'all targets'")
    return rows[(rows["method"] == method) & rows["other"].isin([null.name for null in NULLS])]


def bullets(*entries: str) -> str:
    """Return a list, its lines not too long."""
    return "\n".join(wrapped(f"- {each}", subsequent_indent="  ") for each in entries)


def wrapped(text: str, **how: Any) -> str:
    """Return a text in lines of the project's length."""
    return textwrap.fill(text, LINE, break_long_words=False, break_on_hyphens=False, **how)


def picture_of_the_world() -> str:
    """Return what the figure of the world shows, in a sentence."""
    curve = result("world", "yearly_summary").set_index("year")
    steps = result("world", "funnel").set_index("step")["mean"]
    runs = result("world", "key_figures")["runs"].max()
    return wrapped(
        "**New partnerships rise, peak and fall, in the model as in the world**: the peak is "
        f"{year(peak(curve))} in the mean of {runs} simulated histories and "
        f"{year(curve['observed'].idxmax())} on record. Of all attempts "
        f"{percent(steps['signed'] / steps['started'])} are signed."
    )


def peak(curve: pd.DataFrame) -> int:
    """Return the year in which most partnerships are signed in the mean of runs."""
    return int(curve["signed_mean"].idxmax())


def picture_of_the_decline() -> str:
    """Return what the figure of the decline shows, in a sentence."""
    parts = result("why_adoption_declined", "table").query("quantity == 'share_lost'")
    most, first = parts.nlargest(2, "value")["label"].tolist(), first_explanation()
    return wrapped(
        f"**The largest parts of the fall come from {listed(most)}**, on average over runs; but in only "
        f"{percent(first['share'])} of the sets of numbers that fit the record is {first['mechanism']} the largest "
        "part."
    )


def picture_of_levers() -> str:
    """Return what the figure of levers shows, in a sentence."""
    levers = result("mitigation_levers", "answers")
    most, pays = (largest(levers, criterion) for criterion in ("first", "worth"))
    return wrapped(
        f"**Of {levers['lever'].nunique()} levers the {most['lever']} adds most successful partnerships**, in "
        f"{percent(most['share'])} of the sets of numbers; *{pays['lever']}* pays for itself most often "
        f"({percent(pays['share'])})."
    )


def headline() -> str:
    """Return what survives, what does not, and what one would have to measure, in a line or two each."""
    scores, levers = of_nulls("model"), result("mitigation_levers", "answers")
    most, pays = (largest(levers, criterion) for criterion in ("first", "worth"))
    numbers = unknown_numbers().groupby("measure", sort=False).head(1)["name"]
    return bullets(
        f"**Survives**: the {most['lever']} adds most successful partnerships ({percent(most['share'])} of the sets); "
        f"*{pays['lever']}* saves public budgets more cash than it costs ({percent(pays['share'])}); counts foretold "
        f"in retrospect are nearer than those of {(scores['high'] < 1).sum()} of {len(scores)} rules without a "
        "mechanism.",
        f"**Does not**: {'; '.join(refuted())}.",
        f"**To measure**: {listed([name_in_words(name) for name in numbers])}; these are assumed, no record tells "
        "them, and they decide most.",
    )


def first_explanation() -> pd.Series:
    """Return the row of the mechanism that is most often the largest part of the fall."""
    return largest(result("why_adoption_declined", "by_set_answers").query("quantity == 'share_lost'"), "first")


def refuted() -> list[str]:
    """Return what looks like an answer and does not hold, as long as the tables say so."""
    first, most_sets = first_explanation(), 2 / 3
    house = result("mitigation_levers", "table").set_index("lever").loc["innovation houses"]
    gaps = entry("technology_and_foresight")
    said = {
        f"that the decline has one first cause ({first['mechanism']} is first in {percent(first['share'])} of the "
        "sets)": first["share"] < most_sets,
        "that innovation houses add successes in the world as it was": house["added_successful_high"] < 0,
        "that faster technology widens the gap between what investors were promised and what they get": (
            "the gap to what was promised at 0 of" in gaps
        ),
    }
    return [text for text, holds in said.items() if holds]


def questions() -> str:
    """Return every question, with its answer and where it stands."""
    found = [(path.parent.name, path.read_text("utf-8")) for path in sorted(RESULTS.glob("*/finding.md"))]
    rows = ((f"[{title_of(text)}](../results/{name}/finding.md)", f"`{name}`", entry(name)) for name, text in found)
    return table(("Question", "Experiment", "Answer"), rows)


def title_of(text: str) -> str:
    """Return the question of a finding."""
    return text.splitlines()[0].removeprefix("# ")


def words_explained() -> str:
    """Return every entry of the glossary."""
    return table(("Word", "Meaning"), ((f"**{word}**", meaning) for word, meaning in GLOSSARY.items()))


VALIDATION_PARTS: dict[str, Callable[[], str]] = {
    "kinds": kinds,
    "numbers fitted": numbers_fitted,
    "outside": outside,
}
FINDINGS_PARTS: dict[str, Callable[[], str]] = {
    "survives": survives,
    "does not": does_not,
    "to measure": to_measure,
    "rivals": rivals,
    "questions": questions,
}
README_PARTS: dict[str, Callable[[], str]] = {
    "picture of the world": picture_of_the_world,
    "picture of the decline": picture_of_the_decline,
    "picture of levers": picture_of_levers,
    "headline": headline,
}
GLOSSARY_PARTS: dict[str, Callable[[], str]] = {"glossary": words_explained}
PARTS: dict[str, Callable[[], str]] = {
    "state variables": state_variables,
    "actors decide": actors_decide,
    "draws": draws,
    "recorded columns": recorded_columns,
    "traits": traits,
    "levers": levers,
    "parameters": parameters,
    "barriers": barriers,
    "assumed": assumed,
}


def refreshed(text: str, parts: Mapping[str, Callable[[], str]] = PARTS) -> str:
    """Return a page with every generated part as it should be; ValueError if a part has no place in it."""
    missing = set(parts) - {match["name"] for match in PART.finditer(text)}
    if missing:
        raise ValueError(f"the page has no place for {', '.join(sorted(missing))}")
    return PART.sub(lambda match: f"{match[1]}\n{parts[match['name']]()}\n{match[3]}", text)


def of_validation(text: str) -> str:
    """Return the page on validation with its tables as the calibration last left them."""
    return refreshed(text, VALIDATION_PARTS)


def of_glossary(text: str) -> str:
    """Return the glossary with all of its entries."""
    return refreshed(text, GLOSSARY_PARTS)


def of_findings(text: str) -> str:
    """Return the page of findings as the experiments last left them."""
    return refreshed(text, FINDINGS_PARTS)


def of_readme(text: str) -> str:
    """Return the README with its pictures' sentences and headline as the experiments last left them."""
    return refreshed(text, README_PARTS)


def entry(name: str) -> str:
    """Return the first entry of what an experiment found: its answer."""
    return (RESULTS / name / "finding.md").read_text("utf-8").split("\n- ")[1].strip()


def main(arguments: Sequence[str]) -> int:
    """Rewrite all generated pages, or only check them; return the exit code."""
    stale = False
    pages = {
        ODD: refreshed,
        VALIDATION: of_validation,
        GLOSSARY_PAGE: of_glossary,
        FINDINGS: of_findings,
        README: of_readme,
    }
    for path, renewed in pages.items():
        text = path.read_text("utf-8")
        new = renewed(text)
        if new != text and "--check" in arguments:
            print(f"{path.name} is stale; run python docs/refresh.py")
            stale = True
        elif new != text:
            path.write_text(new, "utf-8")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
