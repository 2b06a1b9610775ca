"""Policies written as text: a lever, the share of projects that use it, and its quarters."""

from __future__ import annotations

from typing import Any

from sipabm.errors import ScenarioError, nearest, shown
from sipabm.scenario.settings import Levers, LeverSetting


def parse_policy(policy: str) -> tuple[str, dict[str, Any]]:
    """Return lever name and setting of a policy like 'early_meetings=0.5@2024Q1:2027Q4'; ScenarioError otherwise."""
    name, _, rest = policy.partition("=") if isinstance(policy, str) else ("", "", "")
    intensity, at, dates = rest.partition("@")
    if not at:
        example = "early_meetings=0.5@2024Q1 or early_meetings=0.5@2024Q1:2027Q4"
        raise ScenarioError(f"policy {shown(policy)} is not like {example}")
    if name not in Levers.model_fields:
        known = ", ".join(Levers.model_fields)
        hint = nearest(name, Levers.model_fields)
        raise ScenarioError(f"policy '{policy}': no lever '{name}'{hint} (levers: {known})")
    first, _, last = dates.partition(":")
    # Bounds of the share and form of the quarters are left to the scenario, which checks them however they are given.
    try:
        share = float(intensity)
    except ValueError:
        raise ScenarioError(f"policy '{policy}': intensity '{intensity}' is not a number from 0 to 1") from None
    return name, {"intensity": share, "first": first, "last": last or None}


def lever_text(lever: str, setting: LeverSetting) -> str:
    """Return what is set for a lever: its policy as `parse_policy` reads it, or its practice if there is no policy."""
    if not setting.first:
        return f"{lever} as practice of {setting.practice:g}"
    last = f":{setting.last}" if setting.last else ""
    return f"{lever}={setting.intensity:g}@{setting.first}{last}"
