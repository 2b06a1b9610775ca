"""What worlds are called: a scenario, and an alternative by how it differs from its base, in words for a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sipabm import quarters
from sipabm.errors import without_middle
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent
from sipabm.memo.said import Listed, Number, Part, phrases, say
from sipabm.scenario import Scenario
from sipabm.scenario.differences import Difference, differing_values
from sipabm.scenario.files import scenario_names
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.scenario.settings import Levers, LeverSetting

LEVERS = "levers."
UNNAMED = ("name", "description", "kept")  # a number that is set is kept as well
# What the pages tell at another place: names, the years that are simulated, how numbers are drawn, and money.
TOLD_ELSEWHERE = (*UNNAMED, "quarters", "first_quarter", "over", "currencies", "prices_of")
FUND = "outcomes_fund"
LONGEST_LABEL, LONGEST_DESCRIPTION = 60, 400  # letters that two pages have room for
MOST_LEVERS = 3  # that an alternative is called by; one with more is called by how many
MOST_CHANGES = 8  # of a scenario that are told one by one
MOST_NUMBERS = 2  # that an alternative is called by; one with more is called by its label


def where(scenario: Scenario, area: str | None = None) -> Part:
    """Return what a scenario is called: as the user does, unless it comes with sipabm; with the area that counts."""
    own = f"“{without_middle(scenario.name, LONGEST_LABEL)}”"
    name: Part = say(f"scenario.{scenario.name}") if is_shipped(scenario) else own
    return say("where_in_area", where=name, area=say(f"area.{area}")) if area else name


def about(scenario: Scenario) -> Part:
    """Return what a scenario stands for."""
    own = without_middle(scenario.description, LONGEST_DESCRIPTION)
    return say(f"about_scenario.{scenario.name}") if is_shipped(scenario) else own


def is_shipped(scenario: Scenario) -> bool:
    """Return whether a scenario is, by name and description, one that comes with sipabm."""
    known = f"scenario.{scenario.name}" in phrases() and scenario.name in scenario_names()
    return known and Scenario.load(scenario.name).description == scenario.description


def changes_of(base: Scenario) -> list[Part]:
    """Return in what a scenario differs from that which comes with sipabm by its name; nothing of one's own."""
    if not is_shipped(base):
        return []
    shipped = Scenario.load(base.name)
    changed = [each for each in differing_values(shipped, base) if each.field.partition(".")[0] not in TOLD_ELSEWHERE]
    if found := missing_mechanism(shipped, base, changed) if changed else None:
        return [say("change.without", mechanism=say(f"mechanism.{found}"))]
    levers = dict.fromkeys(each.field.split(".")[1] for each in changed if is_policy(each))
    told = [change_of_policy(lever, getattr(base.levers, lever)) for lever in levers]
    told += [change_of_value(each) for each in changed if not is_policy(each)]
    more = len(told) - MOST_CHANGES
    return [*told[:MOST_CHANGES], *([say("change.more", count=Number(str(more)))] if more > 0 else [])]


def change_of_policy(lever: str, setting: LeverSetting) -> Part:
    """Return the policy of a lever that a scenario has, or that it has none."""
    if setting.first:
        return policy_name(lever, setting, Form(dated=True, areas=True))
    return say("change.no_policy", lever=say(f"lever.{lever}"))


def change_of_value(difference: Difference) -> Part:
    """Return a value that differs, and what it is otherwise: '“give up” at 0.3 instead of 0.1'."""
    field, was, value = difference
    if is_number(value) and is_number(was):
        numbers = {"value": Number(f"{value:g}"), "was": Number(f"{was:g}")}
        return say("change.instead", name=name_in_words(field), **numbers)
    return say("change.other", name=name_in_words(field))


class Names(NamedTuple):
    """What an alternative is called: in a table a lever without its dates, in a sentence with them."""

    short: Part
    full: Part


class Form(NamedTuple):
    """How much a name tells of levers: dates, areas but the one that all is told of, and shares of 100 % of some."""

    dated: bool
    areas: bool
    told: str | None = None
    in_several_shares: frozenset[str] = frozenset()


def names_of(base: Scenario, others: Mapping[str, Scenario], area: str | None = None) -> dict[str, Names]:
    """Return what alternatives are called, by their labels: each otherwise than all the others.

    Where policies act is told unless it is the one area of which all is told; in tables only where names would be the
    same without.
    """
    several = in_several_shares(base, others)

    def names(dated: bool, areas: bool) -> dict[str, Part]:
        form = Form(dated, areas, area, several)
        return {label: name_of(base, other, label, form) for label, other in others.items()}

    full = told_apart(names(dated=True, areas=True), {})
    short = told_apart(names(dated=False, areas=False), told_apart(names(dated=False, areas=True), full))
    return {label: Names(short[label], full[label]) for label in others}


def in_several_shares(base: Scenario, others: Mapping[str, Scenario]) -> frozenset[str]:
    """Return the levers that alternatives use at more than one share, of which 100 % is told, too."""
    shares: dict[str, set[float]] = {}
    for other in others.values():
        for lever in levers_of(base, other):
            shares.setdefault(lever, set()).add(getattr(other.levers, lever).intensity)
    return frozenset(lever for lever, found in shares.items() if len(found) > 1)


def told_apart(names: Mapping[str, Part], otherwise: Mapping[str, Part]) -> dict[str, Part]:
    """Return names, and instead of those that stand more than once what they are called otherwise, or their labels."""
    given = list(names.values())
    return {
        label: name if given.count(name) == 1 else otherwise.get(label, without_middle(label, LONGEST_LABEL))
        for label, name in names.items()
    }


def name_of(base: Scenario, other: Scenario, label: str, form: Form) -> Part:
    """Return what an alternative is called; its label, which is a user's, where no words tell how it differs."""
    label = without_middle(label, LONGEST_LABEL)
    changed = [each for each in differing_values(base, other) if each.field not in UNNAMED]
    if other.name != base.name or not changed:
        return label
    policies = [each for each in changed if is_policy(each)]
    if len(policies) == len(changed):
        levers = list(dict.fromkeys(each.field.split(".")[1] for each in changed))
        settings = {lever: getattr(other.levers, lever) for lever in levers}
        if all(setting.first for setting in settings.values()):
            return policies_name(settings, form)
    if found := missing_mechanism(base, other, changed):
        return say("change.without", mechanism=say(f"mechanism.{found}"))
    if not policies and len(changed) <= MOST_NUMBERS and all(is_number(each.other) for each in changed):
        return Listed([number_name(each) for each in changed])
    return label


def is_policy(difference: Difference) -> bool:
    """Return whether a value that differs belongs to a policy: practice is none."""
    return difference.field.startswith(LEVERS) and not difference.field.endswith(".practice")


def is_number(value: object) -> bool:
    """Return whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def policies_name(settings: Mapping[str, LeverSetting], form: Form) -> Part:
    """Return what levers in use together are called: by name, or how many they are if there is no room for names."""
    if len(settings) <= MOST_LEVERS:
        return Listed([policy_name(lever, setting, form) for lever, setting in settings.items()])
    is_all = len(settings) == len(Levers.model_fields)
    name: Part = say("change.all_together" if is_all else "change.together", count=Number(str(len(settings))))
    one, *more = settings.values()
    # What they do not share the terms tell of each.
    if all(each.domains == one.domains for each in more):
        name = with_areas(name, one, form)
    if form.dated and all(when(each) == when(one) for each in more):
        name = say("lever_in_use", lever=name, when=when(one))
    return name


def policy_name(lever: str, setting: LeverSetting, form: Form) -> Part:
    """Return what a lever in use is called, with its share unless that is all, and dates and areas if wanted."""
    name: Part = say(f"lever.{lever}")
    share: Part = Number(percent(setting.intensity))
    if lever == FUND or setting.intensity < 1 or lever in form.in_several_shares:
        use = "use.fund_share" if lever == FUND else "use.share"
        name = say("in_brackets", text=name, more=say(use, share=share) if form.dated else share)
    name = with_areas(name, setting, form)
    return say("lever_in_use", lever=name, when=when(setting)) if form.dated else name


def with_areas(name: Part, setting: LeverSetting, form: Form) -> Part:
    """Return a name with the areas in which a policy acts, if they are wanted and not the one that all is told of."""
    if not form.areas or setting.domains in ((), (form.told,)):
        return name
    return say("where_in_area", where=name, area=Listed([say(f"area.{area}") for area in setting.domains]))


def when(setting: LeverSetting) -> Part:
    """Return from when to when a policy holds: years where they begin and end with it."""
    assert setting.first is not None
    first = begins(setting.first)
    return say("when.until", first=first, last=ends(setting.last)) if setting.last else say("when.from", first=first)


def begins(quarter: str) -> str:
    """Return a quarter, or its year if it is the first."""
    return quarter.removesuffix("Q1")


def ends(quarter: str) -> str:
    """Return a quarter, or its year if it is the last."""
    return quarter.removesuffix(f"Q{quarters.QUARTERS_A_YEAR}")


def missing_mechanism(base: Scenario, other: Scenario, changed: Sequence[Difference]) -> str | None:
    """Return the one mechanism that an alternative lacks, if that is all that differs."""
    fields = {each.field.partition(".")[0] for each in changed}
    likely = [each for each in MECHANISMS if fields <= set(each.parameters)]  # a scenario takes a while to be made
    return next((each.name for each in likely if base.replace(each.off()) == other), None)


def number_name(difference: Difference) -> Part:
    """Return a number that differs, with its value: '“give up” at 0.3'."""
    return say("change.number", name=name_in_words(difference.field), value=Number(f"{difference.other:g}"))


def levers_of(base: Scenario, other: Scenario) -> list[str]:
    """Return the levers that an alternative uses and its base does not, or otherwise."""
    fields = [each.field for each in differing_values(base, other)]
    return list(dict.fromkeys(field.split(".")[1] for field in fields if field.startswith(LEVERS)))
