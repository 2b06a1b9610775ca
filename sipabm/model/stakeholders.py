"""Stakeholders: whether frontline and politics would stop a project, asked at early meetings and at mobilisation."""

from __future__ import annotations

from sipabm.model.draws import normal, uniform
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import innovation
from sipabm.rules import mobilisation as rules
from sipabm.words import Decision


@decision("frontline_stops")
def frontline_stops(world: State, authority: Record, project: Record) -> bool:
    """Return whether an authority's frontline would stop a project."""
    parameters = world.parameters[0]
    # The same luck at early meetings and at mobilisation: what is spotted early is what would stop the project later.
    luck = normal(world, Decision.FRONTLINE, authority.identity, 0, project.started)
    felt = resistance_felt(world, authority, project.house == 1)
    acceptance = rules.frontline_acceptance(
        project.tailoring, project.trust_provider, felt, parameters.frontline_noise, luck
    )
    return rules.frontline_stops(acceptance)


@decision("politics_stops")
def politics_stops(world: State, authority: Record, project: Record) -> bool:
    """Return whether an authority's politicians would stop a project."""
    luck = uniform(world, Decision.LOCAL_POLITICS, authority.identity, 0, project.started)
    return rules.politics_stops(authority.support, world.parameters[0].local_politics, luck)


def resistance_felt(world: State, authority: Record, in_house: bool) -> float:
    """Return how much of the frontline's resistance reaches work in an innovation house, or outside one."""
    return innovation.resistance_felt(authority.resistance, closeness(world, in_house))


def closeness(world: State, in_house: bool) -> float:
    """Return how close to daily operations work in an innovation house, or outside one, is."""
    return innovation.closeness(in_house, world.parameters[0].house_decoupling)
