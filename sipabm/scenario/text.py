"""Scenarios as text: a complete TOML file in which every parameter is explained."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import Any

from sipabm.parameters import GROUPS, Frozen, Group, declaration
from sipabm.parameters.ranges import practice_of, ranges_of
from sipabm.parameters.reference import shown_ranges, value_text
from sipabm.scenario.currencies import Currency
from sipabm.scenario.fields import ScenarioFields
from sipabm.scenario.settings import Country, Fund, Levers, LeverSetting

WIDTH = 110
SIMPLE = ("name", "description", "first_quarter", "quarters", "ties", "edge_list", "over", "kept", "prices_of")


def scenario_text(scenario: ScenarioFields, edge_list: str | None = None) -> str:
    """Return a scenario as a complete TOML file; every parameter has its meaning, unit, bounds and source above it.

    `edge_list` is how the file names that of the scenario, unless as the scenario does.
    """
    parts = [
        head_text(scenario, edge_list or scenario.edge_list),
        *(group_text(name, getattr(scenario, name)) for name in GROUPS),
    ]
    parts += [levers_text(scenario.levers), currencies_text(scenario.currencies)]
    return "\n".join(parts)


def head_text(scenario: ScenarioFields, edge_list: str | None) -> str:
    """Return name, time, network, countries and funds."""
    lines = []
    for name in SIMPLE:
        value = edge_list if name == "edge_list" else getattr(scenario, name)
        description = ScenarioFields.model_fields[name].description or ""
        # TOML has no word for nothing, so what is not set stands as a comment.
        lines += [f"# {description}", f"# {name} = (none)" if value is None else f"{name} = {literal(value)}", ""]
    lines += [*table_comment("countries and their actors", Country), rows_text("countries", scenario.countries), ""]
    lines += [*table_comment("outcomes funds", Fund), rows_text("funds", scenario.funds), ""]
    return "\n".join(lines)


def table_comment(title: str, model: type[Frozen]) -> list[str]:
    """Return comment lines that name the keys of a table's rows."""
    keys = "; ".join(f"{name}: {field.description}" for name, field in model.model_fields.items())
    return comment(f"{title}. {keys}")


def rows_text(name: str, rows: tuple[Frozen, ...]) -> str:
    """Return an array of inline tables, one row a line."""
    return "\n".join([f"{name} = [", *(f"    {literal(row)}," for row in rows), "]"])


def group_text(name: str, group: Group) -> str:
    """Return one group of parameters, each under its comment."""
    lines = [*comment(type(group).__doc__ or ""), f"[{name}]"]
    for parameter, field in type(group).model_fields.items():
        details = declaration(type(group), parameter)
        low, high = details["bounds"]
        text = f"{field.description}. Unit: {details['unit']}. Plausible: {shown_ranges(tuple(ranges_of(parameter)))}. "
        text += f"Bounds: {low:g} to {high:g}. "
        text += f"Neutral: {value_text(details['neutral'])}. Source: {details['source']}."
        lines += [*comment(text), f"{parameter} = {literal(getattr(group, parameter))}"]
    return "\n".join([*lines, ""])


def levers_text(levers: Levers) -> str:
    """Return the levers, each a table of its own."""
    keys = "; ".join(f"{name}: {field.description}" for name, field in LeverSetting.model_fields.items())
    lines = comment(f"Levers. {keys}")
    for name in Levers.model_fields:
        practice = practice_of(name)
        lines += comment(f"Plausible practice: {shown_ranges([practice])}; {practice.because}.")
        lines += [f"[levers.{name}]", *settings_text(getattr(levers, name)), ""]
    return "\n".join(lines)


def currencies_text(currencies: Mapping[str, Currency]) -> str:
    """Return the currencies, each a table of its own."""
    keys = "; ".join(f"{name}: {field.description}" for name, field in Currency.model_fields.items())
    lines = comment(f"Currencies that readers may be shown money in; they decide no result. {keys}")
    for code, currency in currencies.items():
        values = ((name, getattr(currency, name)) for name in Currency.model_fields)
        lines += [f"[currencies.{code}]", *(f"{name} = {literal(value)}" for name, value in values), ""]
    return "\n".join(lines)


def settings_text(setting: LeverSetting) -> list[str]:
    """Return the lines of one lever; dates that are not set stand as comments."""
    values = setting.model_dump()
    return [f"# {name} = (none)" if value is None else f"{name} = {literal(value)}" for name, value in values.items()]


def comment(text: str) -> list[str]:
    """Return a text as comment lines."""
    # Later lines are indented, so that where one comment ends and the next begins can be seen.
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="#   ")


def literal(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, Frozen):
        pairs = ((name, getattr(value, name)) for name in type(value).model_fields)
        return "{ " + ", ".join(f"{name} = {literal(item)}" for name, item in pairs if item is not None) + " }"
    if isinstance(value, Mapping):  # its names are years
        return "{ " + ", ".join(f"{name} = {literal(item)}" for name, item in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # JSON's escapes are those of TOML.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML forbids it, JSON does not
    if isinstance(value, tuple):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return repr(value)  # of a number: the fewest digits that read back as the same
