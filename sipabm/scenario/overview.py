"""Overview of a scenario: a line for a prompt, two small tables for a notebook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from sipabm.language.lists import counted
from sipabm.parameters import GROUPS, declaration
from sipabm.parameters.reference import value_text
from sipabm.scenario.differences import differing_fields
from sipabm.scenario.fields import Kind, ScenarioFields
from sipabm.scenario.policies import lever_text
from sipabm.scenario.settings import Levers, LeverSetting

KINDS: tuple[tuple[str, Kind], ...] = (
    ("authority", "authorities"),
    ("provider", "providers"),
    ("investor", "investors"),
)
HEADER = ("parameter", "value", "default", "unit", "meaning")
# Notebooks align cells to the right, which is for numbers. Colours are left to them: they may be dark.
LEFT = 'style="text-align: left"'


def overview_line(scenario: ScenarioFields) -> str:
    """Return name, size and time of a scenario in one line."""
    countries = counted(len(scenario.countries), "country", "countries")
    authorities = counted(scenario.actors("authorities"), "authority", "authorities")
    time = f"{counted(scenario.quarters, 'quarter')} from {scenario.first_quarter}"
    # The name as Python would write it, so that one with a line break still makes one line.
    return f"Scenario {scenario.name!r}: {countries}, {authorities}, {time}"


def overview_html(scenario: ScenarioFields) -> str:
    """Return what a scenario is, and the parameters that differ from their defaults, as HTML."""
    changed = list(changed_parameters(scenario))
    parameters = table_html(changed, HEADER) if changed else "<p>Every parameter has its default.</p>"
    # Notebooks draw what stands between two dollar signs as a formula, which may hold links.
    return f"<div class='tex2jax_ignore mathjax_ignore'>{table_html(list(features(scenario)))}{parameters}</div>"


def features(scenario: ScenarioFields) -> Iterator[tuple[str, str]]:
    """Yield what a scenario is, each with its name."""
    yield "scenario", scenario.name
    yield "description", scenario.description
    yield "time", f"{scenario.first_quarter} to {scenario.last_quarter()}, {counted(scenario.quarters, 'quarter')}"
    yield "actors", actors_text(scenario)
    yield "ties", scenario.edge_list or scenario.ties.replace("_", " ")
    purses = sum(fund.purse for fund in scenario.funds)
    yield "outcomes funds", f"{len(scenario.funds)} with {purses:,.5g} million USD" if scenario.funds else "none"
    yield "levers in force", ", ".join(levers_in_force(scenario.levers)) or "none"


def actors_text(scenario: ScenarioFields) -> str:
    """Return how many actors of each kind there are, and in how many countries."""
    actors = ", ".join(counted(scenario.actors(several), one, several) for one, several in KINDS)
    return f"{actors} in {counted(len(scenario.countries), 'country', 'countries')}"


def levers_in_force(levers: Levers) -> Iterator[str]:
    """Yield the policy and the practice of every lever that has any."""
    for lever in Levers.model_fields:
        setting = getattr(levers, lever)
        # Even one of intensity 0, which changes nothing: what was asked for is told.
        if setting.first:
            yield lever_text(lever, setting)
        if setting.practice:
            yield lever_text(lever, LeverSetting(practice=setting.practice))


def changed_parameters(scenario: ScenarioFields) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield name, value, default, unit and meaning of every parameter that differs from its default."""
    for name, group in GROUPS.items():
        for field, default, value in differing_fields(group(), getattr(scenario, name)):
            meaning = group.model_fields[field].description or ""
            yield field, value_text(value), value_text(default), declaration(group, field)["unit"], meaning


def table_html(rows: Sequence[Sequence[str]], header: Sequence[str] = ()) -> str:
    """Return rows of text as a table of HTML, the first cell of each row as its heading."""
    head = "".join(f'<th scope="col" {LEFT}>{escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row" {LEFT}>{escape(first)}</th>'
        + "".join(f"<td {LEFT}>{escape(cell)}</td>" for cell in others)
        + "</tr>"
        for first, *others in rows
    )
    return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{body}</tbody></table>"
