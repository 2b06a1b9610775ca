"""Policies written as text: a lever, the share of projects that use it, and its quarters."""

from __future__ import annotations

from typing import Any

from sipabm.errors import ScenarioError, nearest, shown
from sipabm.language.typed import typed_number
from sipabm.scenario.settings import Levers, LeverSetting


def parse_policy(policy: str) -> tuple[str, dict[str, Any]]:
    """Return lever name and setting of a policy like 'early_meetings=0.5@2024Q1:2027Q4'; ScenarioError otherwise."""
    name, _, rest = policy.partition("=") if isinstance(policy, str) else ("", "", "")
    share, at, dates = rest.partition("@")
    if not at:
        example = "early_meetings=0.5@2024Q1 or early_meetings=0.5@2024Q1:2027Q4"
        raise ScenarioError(f"policy {shown(policy)} is not like {example}")
    where = f"policy '{policy}'"
    check_lever(where, name)
    first, _, last = dates.partition(":")
    # Bounds of the share and form of the quarters are left to the scenario, which checks them however they are given.
    return name, {"intensity": share_typed(where, share), "first": first, "last": last or None}


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
    return f"{lever}={setting.intensity:g}@{setting.first}{last}"
