"""Scenarios: what they set, how they are checked, read, changed, told apart and written."""

from sipabm.scenario.fields import LONGEST_RUN
from sipabm.scenario.files import scenario_names
from sipabm.scenario.scenario import Scenario
from sipabm.scenario.settings import AuthorityKind, Country, Fund, Levers, LeverSetting, first_of_year


def scenarios() -> dict[str, str]:
    """Return the scenarios that come with sipabm: name, and in one sentence what each stands for."""
    return {name: Scenario.load(name).description for name in scenario_names()}


__all__ = [
    "LONGEST_RUN",
    "AuthorityKind",
    "Country",
    "Fund",
    "LeverSetting",
    "Levers",
    "Scenario",
    "first_of_year",
    "scenario_names",
    "scenarios",
]
