"""Policies written as text: a lever, its welfare areas unless all, the share of projects that use it, its quarters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sipabm.errors import ScenarioError, nearest, not_allowed, of_type, shown
from sipabm.language.typed import typed_number
from sipabm.scenario.settings import AREAS, Levers, LeverSetting


def parse_policy(policy: str) -> tuple[str, dict[str, Any]]:
    """Return lever and setting of a policy like 'early_meetings.social=0.5@2024Q1:2027Q4'; ScenarioError otherwise.

    What it acts on stands as `lever_and_areas` reads it.
    """
    name, _, rest = policy.partition("=") if isinstance(policy, str) else ("", "", "")
    share, at, dates = rest.partition("@")
    if not at:
        example = "early_meetings=0.5@2024Q1 or early_meetings=0.5@2024Q1:2027Q4"
        raise ScenarioError(f"policy {shown(policy)} is not like {example}")
    where = f"policy '{policy}'"
    lever, areas = lever_and_areas(where, name)
    first, _, last = dates.partition(":")
    # Bounds of the share and form of the quarters are left to the scenario, which checks them however they are given.
    return lever, policy_setting(share_typed(where, share), first, last or None, areas)


def policy_setting(
    intensity: float, first: str | None, last: str | None = None, areas: Iterable[str] = ()
) -> dict[str, Any]:
    """Return all that a policy sets of a lever, so that nothing is left of one that was there before; no area: all."""
    return {"intensity": intensity, "first": first, "last": last, "domains": tuple(areas)}


def lever_and_areas(where: str, text: str) -> tuple[str, tuple[str, ...]]:
    """Return the lever that a text names, and its welfare areas: 'early_meetings', 'early_meetings.social.health'.

    No area stands for all. ScenarioError, which begins with where it stands, for an unknown lever or area, or an area
    that is named twice.
    """
    lever, *areas = text.split(".")
    check_lever(where, lever)
    for area in areas:
        check_area(where, area)
    if len(set(areas)) < len(areas):
        raise ScenarioError(f"{where}: {shown(text)} names an area twice; name it once")
    return lever, tuple(areas)


def in_area(text: str, area: str | None) -> str:
    """Return a lever's text, 'early_meetings' or 'early_meetings=0.5', for an area; as it is if it names any itself."""
    name, equals, share = text.partition("=")
    return text if area is None or "." in name else f"{name.rstrip()}.{area}{equals}{share}"


def checked_area(area: str | None) -> str | None:
    """Return the welfare area that is asked for, or None; ScenarioError if there is none of that name."""
    of_type("area", area, str | None, f"one of {', '.join(AREAS)}")
    if area is not None and area not in AREAS:
        raise not_allowed("area", area, f"{', '.join(AREAS[:-1])} or {AREAS[-1]}")
    return area


def check_area(where: str, name: str) -> None:
    """Raise ScenarioError, which begins with where it stands, if there is no welfare area of a name."""
    if name not in AREAS:
        raise ScenarioError(f"{where}: no area {shown(name)}{nearest(name, AREAS)} (areas: {', '.join(AREAS)})")


def check_lever(where: str, name: str) -> None:
    """Raise ScenarioError, which begins with where it stands, if there is no lever of a name."""
    if name not in Levers.model_fields:
        known = ", ".join(Levers.model_fields)
        raise ScenarioError(f"{where}: no lever '{name}'{nearest(name, Levers.model_fields)} (levers: {known})")


def share_typed(where: str, text: str) -> float:
    """Return the share that a text writes, like '0.5' or '50%'; ScenarioError, as above, if it writes none."""
    share = typed_number(where, text)
    if share is None:
        raise ScenarioError(f"{where}: {shown(text)} is not a number from 0 to 1, like 0.5 or 50%")
    return share


def lever_text(lever: str, setting: LeverSetting) -> str:
    """Return what is set for a lever: its policy as `parse_policy` reads it, or its practice if there is no policy."""
    if not setting.first:
        return f"{lever} as practice of {setting.practice:g}"
    last = f":{setting.last}" if setting.last else ""
    return f"{'.'.join((lever, *setting.domains))}={setting.intensity:g}@{setting.first}{last}"


def lever_of(policy: str) -> str:
    """Return the lever that a policy names, whether there is such a lever or not."""
    return policy.partition("=")[0].partition(".")[0].strip()
