"""What actors are called: one number for each, the same in tables, names, edge lists and as Mesa's AgentID."""

from __future__ import annotations

from sipabm.scenario import Scenario

PLURALS = {"authority": "authorities", "provider": "providers", "investor": "investors"}


def first_numbers(scenario: Scenario) -> dict[str, int]:
    """Return the number of the first actor of each kind: authorities from 1 on, then providers, then investors."""
    numbers, first = {}, 1
    for kind, plural in PLURALS.items():
        numbers[kind] = first
        first += sum(getattr(country, plural) for country in scenario.pooled_countries())
    return numbers


def numbers_by_country(scenario: Scenario) -> dict[str, range]:
    """Return the numbers of the actors of each kind in each country ('authority:DK')."""
    numbers, first = {}, 1
    for kind, plural in PLURALS.items():
        for country in scenario.pooled_countries():
            numbers[f"{kind}:{country.code}"] = range(first, first := first + getattr(country, plural))
    return numbers


def actor_names(scenario: Scenario) -> list[str]:
    """Return the names of all actors ('authority:DK:12') in the order of their numbers, from 1 on."""
    return [f"{group}:{number}" for group, numbers in numbers_by_country(scenario).items() for number in numbers]


def ranges(scenario: Scenario) -> str:
    """Return which numbers the actors of each kind have, in words."""
    first = first_numbers(scenario)
    actors = sum(getattr(country, plural) for country in scenario.pooled_countries() for plural in PLURALS.values())
    last = {"authority": first["provider"] - 1, "provider": first["investor"] - 1, "investor": actors}
    return ", ".join(f"{first[kind]} to {last[kind]} for {plural}" for kind, plural in PLURALS.items())
