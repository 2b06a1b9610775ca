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


def actor_names(scenario: Scenario) -> list[str]:
    """Return the names of all actors ('authority:DK:12') in the order of their numbers, from 1 on."""
    names: list[str] = []
    for kind, plural in PLURALS.items():
        for country in scenario.pooled_countries():
            first = len(names) + 1
            names += [f"{kind}:{country.code}:{number}" for number in range(first, first + getattr(country, plural))]
    return names


def ranges(scenario: Scenario) -> str:
    """Return which numbers the actors of each kind have, in words."""
    first = first_numbers(scenario)
    actors = sum(getattr(country, plural) for country in scenario.pooled_countries() for plural in PLURALS.values())
    last = {"authority": first["provider"] - 1, "provider": first["investor"] - 1, "investor": actors}
    return ", ".join(f"{first[kind]} to {last[kind]} for {plural}" for kind, plural in PLURALS.items())
