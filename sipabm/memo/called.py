"""What worlds are called: a scenario, and an alternative by how it differs from its base, in words for a reader."""

from __future__ import annotations

from sipabm import quarters
from sipabm.errors import without_middle
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent
from sipabm.memo.said import Listed, Number, Part, phrases, say
from sipabm.scenario import Scenario
from sipabm.scenario.differences import Difference, differing_values
from sipabm.scenario.files import scenario_names
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.scenario.settings import LeverSetting

LEVERS = "levers."
UNNAMED = ("name", "description")
FUND = "outcomes_fund"
LONGEST_LABEL, LONGEST_DESCRIPTION = 60, 400  # letters that two pages have room for
MOST_NUMBERS = 2  # that an alternative is called by; one with more is called by its label


def where(scenario: Scenario) -> Part:
    """Return what a scenario is called: as the user does, unless it is one that comes with sipabm."""
    return (
        say(f"scenario.{scenario.name}")
        if is_shipped(scenario)
        else f"“{without_middle(scenario.name, LONGEST_LABEL)}”"
    )


def about(scenario: Scenario) -> Part:
    """Return what a scenario stands for."""
    return (
        say(f"about_scenario.{scenario.name}")
        if is_shipped(scenario)
        else without_middle(scenario.description, LONGEST_DESCRIPTION)
    )


def is_shipped(scenario: Scenario) -> bool:
    """Return whether a scenario is, by name and description, one that comes with sipabm."""
    known = f"scenario.{scenario.name}" in phrases() and scenario.name in scenario_names()
    return known and Scenario.load(scenario.name).description == scenario.description


def short_name(base: Scenario, other: Scenario, label: str) -> Part:
    """Return what an alternative is called in a table: a lever without its dates."""
    return name_of(base, other, label, dated=False)


def full_name(base: Scenario, other: Scenario, label: str) -> Part:
    """Return what an alternative is called in a sentence: 'early meetings, from 2026'."""
    return name_of(base, other, label, dated=True)


def name_of(base: Scenario, other: Scenario, label: str, dated: bool) -> Part:
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
            return Listed([policy_name(lever, setting, dated) for lever, setting in settings.items()])
    if found := missing_mechanism(base, other):
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


def policy_name(lever: str, setting: LeverSetting, dated: bool) -> Part:
    """Return what a lever in use is called, with its share unless that is all, and its dates if they are wanted."""
    name: Part = say(f"lever.{lever}")
    share: Part = Number(percent(setting.intensity))
    if lever == FUND or setting.intensity < 1:
        use = "use.fund_share" if lever == FUND else "use.share"
        name = say("in_brackets", text=name, more=say(use, share=share) if dated else share)
    return say("lever_in_use", lever=name, when=when(setting)) if dated else name


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


def missing_mechanism(base: Scenario, other: Scenario) -> str | None:
    """Return the one mechanism that an alternative lacks, if that is all that differs."""
    return next((each.name for each in MECHANISMS if base.replace(each.off()) == other), None)


def number_name(difference: Difference) -> Part:
    """Return a number that differs, with its value: '“give up” at 0.3'."""
    return say("change.number", name=name_in_words(difference.field), value=Number(f"{difference.other:g}"))


def levers_of(base: Scenario, other: Scenario) -> list[str]:
    """Return the levers that an alternative uses and its base does not, or otherwise."""
    fields = [each.field for each in differing_values(base, other)]
    return list(dict.fromkeys(field.split(".")[1] for field in fields if field.startswith(LEVERS)))
