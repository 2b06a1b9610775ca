"""What memos of all studies have in common: the scenario in words, what is assumed, and how to repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sipabm.language.cells import count, short
from sipabm.language.money import OWN_CURRENCY, Money
from sipabm.language.units import PERCENT
from sipabm.memo import called
from sipabm.memo.called import Names
from sipabm.memo.content import Row, Term
from sipabm.memo.said import Listed, Number, Part, Said, say
from sipabm.parameters.reference import parameter_rows
from sipabm.report.flows import OTHER_VALUES, SAVINGS
from sipabm.report.pockets import FUND
from sipabm.scenario import Scenario
from sipabm.scenario.currencies import GIVEN
from sipabm.scenario.overview import KINDS

ASSUMED = "assumed"  # how the source of such a number begins


def setting_of(base: Scenario) -> Iterator[Part]:
    """Yield what a scenario stands for, what was changed in it, and how many actors it has."""
    if told := called.about(base):
        yield told
    if changes := called.changes_of(base):
        yield say("setting.changed", changes=Listed(changes))
    yield say("setting.actors", **{kind: number_of(base.actors(kind)) for _, kind in KINDS})


def terms_of(
    base: Scenario, others: Mapping[str, Scenario], names: Mapping[str, Names], area: str | None = None
) -> tuple[Term, ...]:
    """Return what levers are, each once: by the alternative's name if only one has it and no other, else by its own."""
    users: dict[str, list[str]] = {}
    for label, other in others.items():
        for lever in called.levers_of(base, other):
            users.setdefault(lever, []).append(label)
    terms = []
    for lever, (first, *more) in users.items():
        alone = called.levers_of(base, others[first]) == [lever]
        setting = getattr(others[first].levers, lever)
        if more or not (alone or setting.first):
            name: Part = say(f"lever.{lever}")
        else:
            form = called.Form(dated=True, areas=True, told=area)
            name = names[first].full if alone else called.policy_name(lever, setting, form)
        terms.append(Term(name, say(f"about.{lever}")))
    return tuple(terms)


def assumed(
    base: Scenario, made: Mapping[str, Any], *, compares: bool = True, has_marks: bool = True
) -> Iterator[Said]:
    """Yield what is assumed, by whether worlds are compared and whether what is an input is marked."""
    rows = parameter_rows()
    sizes = [row for row in rows if str(row["source"]).startswith(ASSUMED)]
    yield say("assumed.model_compares" if compares else "assumed.model")
    yield say("assumed.sizes", assumed=number_of(len(sizes)), count=number_of(len(rows)))
    yield say(f"assumed.{base.over}")
    yield say("assumed.division", mark=" (◆)" if has_marks else "")
    # Of the model's own money nothing is told; a folder's manifest may be a stranger's.
    if (asked := made.get("money") or {}) and not (money := base.money(**asked)).is_own:
        ways = Listed(list(exchange(base, money)))
        yield say("assumed.money", year=str(base.prices_of), factor=Number(short(money.factor)), ways=ways)


def exchange(base: Scenario, money: Money) -> Iterator[Said]:
    """Yield by what amounts become those of a money: the rate, the price index, or both, with their sources."""
    currency = base.currencies[money.currency]

    def of(source: str) -> Part:
        return say("assumed.given") if source in ("", GIVEN) else source

    if money.currency != OWN_CURRENCY:
        rate = Number(short(currency.rate))
        about: dict[str, Part] = {"currency": money.currency, "year": str(currency.year)}
        yield say("assumed.rate", rate=rate, **about, source=of(currency.source))
    if money.price_year != base.prices_of:
        yield say("assumed.index", source=of(currency.prices_source))


def not_covered(made: Mapping[str, Any]) -> Iterator[Said]:
    """Yield what a study does not cover."""
    area, rate = made.get("area"), made.get("discount") or 0.0
    yield say("not_covered.persons")
    yield say("not_covered.own")
    yield say("not_covered.discounted", rate=Number(f"{PERCENT * rate:g} %")) if rate else say("not_covered.time")
    yield say("not_covered.other_areas", area=say(f"area.{area}")) if area else say("not_covered.areas")


def repeat(base: Scenario, made: Mapping[str, Any], command: str, effort: Said | None = None) -> Iterator[Term]:
    """Yield how a study is made again."""
    yield Term(say("repeat.command"), command)
    version = say("repeat.version_value", version=str(made["sipabm"]), source=str(made["source_digest"]))
    yield Term(say("repeat.version"), version)
    usual = say("repeat.seed_value", seed=str(made["seed"]), runs=number_of(made["replicates"]))
    yield Term(say("repeat.seed"), effort or usual)
    scenario = say("repeat.scenario_value", name=base.name, digest=str(made["scenario_digest"]))
    yield Term(say("repeat.scenario"), scenario)
    yield Term(say("repeat.date"), say("repeat.date_value", date=str(made["started_at"])[:10]))


def number_of(value: int) -> Number:
    """Return a whole number."""
    return Number(count(value))


def is_input(party: str) -> bool:
    """Return whether what a party has hangs on how value is divided, which is an input, or on the share of a fund."""
    return party in (*SAVINGS, *OTHER_VALUES, FUND)


def mark_note(rows: Sequence[Row]) -> tuple[Said, ...]:
    """Return what marks of a table's rows mean, if there are any."""
    marked = [row.heading for row in rows if row.marked]
    if not marked:
        return ()
    return (say("note.mark_fund" if say(f"party.{FUND}") in marked else "note.mark"),)
