"""The arrays of a run: a record of `sipabm.model.records` is a row of an array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sipabm.compilation import Array
from sipabm.model.counts import STATES, YEARLY
from sipabm.model.records import (
    AUTHORITY,
    CONTRACT,
    COUNTRY,
    DOMAINS,
    EVENT,
    FUND,
    INVESTOR,
    PARTS,
    PROJECT,
    PROVIDER,
    REAL,
    RUN,
    TABLE,
    WHOLE,
    Field,
    State,
)
from sipabm.parameters import GROUP_OF, GROUPS, Values
from sipabm.scenario import Levers, Scenario
from sipabm.tables.history import record_type
from sipabm.world import World
from sipabm.world.calendar import first_quarter_of, fund_terms, lever_terms, since_of, years_of


def parameter_type() -> np.dtype:
    """Return the numpy type of one scenario's parameters and levers."""
    fields: list[Any] = []
    for name, group in GROUP_OF.items():
        default = GROUPS[group].model_fields[name].default
        fields.append((name, REAL, (len(default.as_tuple()),)) if isinstance(default, Values) else (name, REAL))
    fields += [(name, REAL, (DOMAINS,)) for name in PARTS]  # set when the run starts
    levers = len(Levers.model_fields)
    fields += [(name, REAL, (levers,)) for name in ("lever_practice", "lever_intensity")]
    fields += [(name, WHOLE, (levers,)) for name in ("lever_first", "lever_last", "lever_domains")]
    return np.dtype(fields)


PARAMETERS_TYPE = parameter_type()
FUND_TYPE = record_type(FUND)
PROJECT_TYPE = record_type(PROJECT)
CONTRACT_TYPE = record_type(CONTRACT)
WHOLES, REALS, TIES = Array(np.dtype("i8")), Array(np.dtype("f8")), Array(np.dtype("i4"))
# What machine code is told of the arrays that `new_state` makes.
STATE_TYPES = State(
    run=Array(record_type(RUN)),
    parameters=Array(PARAMETERS_TYPE),
    countries=Array(record_type(COUNTRY)),
    funds=Array(FUND_TYPE),
    authorities=Array(record_type(AUTHORITY)),
    identities=WHOLES,
    looks=REALS,
    needs=REALS,
    providers=Array(record_type(PROVIDER)),
    investors=Array(record_type(INVESTOR)),
    tie_start=TIES,
    tie_neighbour=TIES,
    tie_number=TIES,
    first_provider=TIES,
    first_investor=TIES,
    trust=REALS,
    projects=Array(PROJECT_TYPE),
    contracts=Array(CONTRACT_TYPE),
    active=WHOLES,
    due=WHOLES,
    running=WHOLES,
    freed=WHOLES,
    table=Array(record_type(TABLE)),
    imagined=Array(PROJECT_TYPE),
    events=Array(record_type(EVENT)),
    yearly=Array(record_type(YEARLY)),
    states=Array(record_type(STATES)),
    attempts=Array(PROJECT_TYPE),
    settled=Array(CONTRACT_TYPE),
    blank_project=Array(PROJECT_TYPE),
    blank_contract=Array(CONTRACT_TYPE),
    blank_event=Array(record_type(EVENT)),
)


def records(fields: tuple[Field, ...], count: int) -> NDArray[Any]:
    """Return some records with every field at its start value."""
    array = np.zeros(count, dtype=record_type(fields))
    for field in fields:
        if field.start:
            array[field.name] = field.start
    return array


def parameter_array(scenario: Scenario) -> NDArray[Any]:
    """Return the parameters of a scenario as an array of one record."""
    record = np.zeros(1, dtype=PARAMETERS_TYPE)
    for name, value in scenario.flat().items():
        record[name] = value
    for number, terms in enumerate(lever_terms(scenario)):
        for name, value in terms._asdict().items():
            record[f"lever_{name}"][0, number] = value
    return record


def country_array(scenario: Scenario) -> NDArray[Any]:
    """Return one record for each country."""
    array = records(COUNTRY, len(scenario.countries))
    for record, country in zip(array, scenario.countries, strict=True):
        record["first_election"] = scenario.step_of(country.first_election)
        record["election_period"] = country.election_period
        record["since"] = since_of(scenario, country)
    return array


def fund_array(scenario: Scenario) -> NDArray[Any]:
    """Return one record for each outcomes fund with a full purse, the one of the lever last."""
    return np.array([(*terms, terms.purse) for terms in fund_terms(scenario)], dtype=FUND_TYPE)


def actor_array(world: World, kind: str, fields: tuple[Field, ...]) -> NDArray[Any]:
    """Return one record for each actor of a kind; traits are set when the run starts."""
    actors = getattr(world, kind)
    array = records(fields, len(actors.country))
    array["country"], array["identity"] = actors.country, actors.identity
    array["number"] = np.arange(len(array))
    return array


def authority_array(world: World) -> NDArray[Any]:
    """Return one record for each authority, with what its kind is in charge of and how large it usually is."""
    array = actor_array(world, "authorities", AUTHORITY)
    for name, values in world.kinds._asdict().items():
        array[name] = values
    return array


def run_array(scenario: Scenario, world: World) -> NDArray[Any]:
    """Return the record of the run itself."""
    record = records(RUN, 1)
    record["seed"], record["replicate"] = world.seed, world.replicate
    record["quarters"] = scenario.quarters
    record["first_quarter"] = first_quarter_of(scenario)
    return record


def of_replicate(scenario: Scenario, world: World) -> dict[str, NDArray[Any]]:
    """Return the arrays before the first quarter in which replicates differ, those of the same actors and time."""
    ties = world.ties
    return {
        "run": run_array(scenario, world),
        "tie_start": ties.start,
        "tie_neighbour": ties.neighbour,
        "tie_number": ties.tie,
        "first_provider": ties.first_provider,
        "first_investor": ties.first_investor,
        # The one part of the ties that a run changes: worlds are remembered and shared.
        "trust": ties.given_trust.copy(),
    }


def new_state(scenario: Scenario, world: World, rows: bool, room: int = 1) -> State:
    """Return the arrays of a run before its first quarter; without `rows` attempts and contracts are only counted.

    `room` multiplies the space for projects and rows; a run that finds too little says so and is repeated.
    """
    authorities, years = len(world.authorities.country), years_of(scenario)
    slots = room * max(64, authorities)
    return State(
        **of_replicate(scenario, world),
        parameters=parameter_array(scenario),
        countries=country_array(scenario),
        funds=fund_array(scenario),
        authorities=authority_array(world),
        identities=world.authorities.identity,
        looks=np.zeros(len(world.authorities.country)),
        needs=np.zeros(len(world.authorities.country)),
        providers=actor_array(world, "providers", PROVIDER),
        investors=actor_array(world, "investors", INVESTOR),
        # Not at their start values: a blank record is copied in before a slot is used.
        projects=np.zeros(slots, dtype=PROJECT_TYPE),
        contracts=np.zeros(slots, dtype=CONTRACT_TYPE),
        active=np.zeros(slots, dtype=np.int64),
        due=np.zeros(slots, dtype=np.int64),
        running=np.zeros(slots, dtype=np.int64),
        freed=np.zeros(slots, dtype=np.int64),
        table=records(TABLE, 1),
        imagined=records(PROJECT, 1),
        events=records(EVENT, 3 * slots),
        yearly=records(YEARLY, years * DOMAINS),
        states=records(STATES, years),
        attempts=np.zeros(4 * slots if rows else 0, dtype=PROJECT_TYPE),
        settled=np.zeros(slots if rows else 0, dtype=CONTRACT_TYPE),
        blank_project=records(PROJECT, 1),
        blank_contract=records(CONTRACT, 1),
        blank_event=records(EVENT, 1),
    )
