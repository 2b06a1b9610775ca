"""What the live page inside a memo shows: the same scenario, its levers where the study had them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sipabm import quarters
from sipabm.language.units import PERCENT
from sipabm.scenario import Scenario
from sipabm.scenario.settings import LeverSetting
from sipabm.studies.cohorts import policies_changed, year_of

FIRST_OF_YEAR, LAST_OF_YEAR = 0, 3


class Live(NamedTuple):
    """What a live page shows: a scenario, the state of its levers as in a link, and the money it counts in."""

    scenario: Scenario
    state: str
    money: Mapping[str, Any]


def live(made: Mapping[str, Any], base: Scenario, others: Mapping[str, Scenario] | None = None) -> Live:
    """Return the live page of a study's scenario; of a comparison with the levers of its alternatives."""
    pulled = {name: each for other in (others or {}).values() for name, each in levers_of(base, other).items()}
    parts = ["view=policy", *([f"area={made['area']}"] if made.get("area") else [])]
    if pulled:
        # All levers of a page have the same dates: those of the first one.
        first = next(iter(pulled.values()))
        told = {name: text_of(each) for name, each in pulled.items() if dates(each) == dates(first)}
        ends = zip(("from", "until"), dates(first), strict=True)
        parts += [f"{name}={year_of(quarter)}" for name, quarter in ends if quarter]
        parts.append("levers=" + ".".join(f"{name}:{text}" for name, text in told.items()))
    return Live(base, "&".join(parts), made.get("money") or {})


def levers_of(base: Scenario, other: Scenario) -> dict[str, LeverSetting]:
    """Return the levers by which alone an alternative differs, by name, where their policies are of whole years."""
    if not policies_changed(base, other):
        return {}
    settings = {name: getattr(other.levers, name) for name in type(other.levers).model_fields}
    return {
        name: each for name, each in settings.items() if each != getattr(base.levers, name) and is_of_whole_years(each)
    }


def is_of_whole_years(setting: LeverSetting) -> bool:
    """Return whether a policy begins with a year, and ends with one if it ends: a page knows years alone."""
    if not setting.first or setting.intensity <= 0:
        return False
    ends = zip(dates(setting), (FIRST_OF_YEAR, LAST_OF_YEAR), strict=True)
    return all(not quarter or quarters.ordinal(quarter) % quarters.QUARTERS_A_YEAR == place for quarter, place in ends)


def dates(setting: LeverSetting) -> tuple[str | None, str | None]:
    """Return the first and the last quarter of a policy."""
    return setting.first, setting.last


def text_of(setting: LeverSetting) -> str:
    """Return share, first and last year of a policy, as a link has them."""
    years = (year_of(each) if each else "" for each in dates(setting))
    return ":".join(map(str, (round(PERCENT * setting.intensity), *years)))
