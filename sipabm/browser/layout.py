"""Layout: all that `engine.js` is told of records, functions and constants, so that it knows no field by itself."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

import numpy as np

from sipabm.compilation import Array, Entry
from sipabm.engine import actor_traits, one_run
from sipabm.engine.arrays import PARAMETERS_TYPE, STATE_TYPES
from sipabm.engine.many_runs import NEVER_RESET
from sipabm.levers import Lever
from sipabm.model.counts import STATES, YEARLY
from sipabm.model.records import (
    ATTEMPT,
    AUTHORITY,
    CONTRACT,
    CONTRACT_ROW,
    COUNTRY,
    EVENT,
    FUND,
    INVESTOR,
    PROJECT,
    PROVIDER,
    RUN,
    TABLE,
    Field,
    columns,
)
from sipabm.parameters import GROUP_OF, GROUPS, STRUCTURAL, Values, declaration, numbers
from sipabm.parameters.ranges import ranges_of
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.rules.common import LARGEST_FUND_SHARE
from sipabm.scenario import AuthorityKind
from sipabm.scenario.checks import WEIGHTS
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.scenario.settings import LARGEST_COUNT, LARGEST_NUMBER_OF_A_KIND
from sipabm.tables.codebook import WORDS
from sipabm.tables.history import OF_CONTRACT, STATE_COLUMNS, YEARLY_COLUMNS, record_type
from sipabm.words import Domain
from sipabm.world import acquaintance, ties
from sipabm.world.actors import IDENTITIES_A_COUNTRY, IDENTITIES_A_KIND, TRAITS, compiled_fill_draws
from sipabm.world.calendar import FOREVER
from sipabm.world.draws_at_once import AT_ONCE

WORD = 8
# The functions that are called, by the names that `engine.js` has for them.
CALLED: dict[str, Entry] = {
    "fillDraws": compiled_fill_draws,
    "makeEnds": ties.compiled_make_ends,
    "sortTies": ties.compiled_sort_ties,
    "fillRows": ties.compiled_fill_rows,
    "fillTrust": ties.compiled_fill_trust,
    "setTraits": one_run.compiled_set_traits,
    "setTrust": one_run.compiled_set_trust,
    "start": one_run.compiled_start,
    "advance": one_run.compiled_advance,
}
# Records by the array of the state that holds them; those that hold no record of their own hold one of these.
RECORDS: dict[str, tuple[Field, ...]] = {
    "run": RUN,
    "countries": COUNTRY,
    "funds": FUND,
    "authorities": AUTHORITY,
    "providers": PROVIDER,
    "investors": INVESTOR,
    "projects": PROJECT,
    "contracts": CONTRACT,
    "table": TABLE,
    "events": EVENT,
    "yearly": YEARLY,
    "states": STATES,
}
# Their rows are read no further than they were written.
ROWS = ("attempts", "settled")


def engine_layout() -> dict[str, Any]:
    """Return what `engine.js` is told, the same for all scenarios, ready for `json.dumps`."""
    return {
        "functions": {name: {"name": entry.name, "takes": taken(entry)} for name, entry in CALLED.items()},
        "records": records(),
        "state": {name: held(kind) for name, kind in STATE_TYPES._asdict().items()},
        "unset": [*NEVER_RESET, *ROWS],
        "plan": list(acquaintance.Plan._fields),
        "traits": {name: traits(name) for name in TRAITS},
        "constants": constants(),
        "areas": words_of(Domain),
        "levers": words_of(Lever),
        "counts": [column.name for column in YEARLY_COLUMNS],
        "states": [column.name for column in STATE_COLUMNS],
        "attempts": [column for field in ATTEMPT for column in row_columns(field, "projects")],
        "contracts": [
            column
            for field in CONTRACT_ROW
            for column in row_columns(field, "contracts" if field.name in OF_CONTRACT else "projects")
        ],
        "words": WORDS,
        "parameters": {name: parameter(name) for name in GROUP_OF},
        "weights": list(WEIGHTS),
        "mechanisms": {
            each.name: {"label": each.label, "meaning": each.meaning, "off": plain(each.off())} for each in MECHANISMS
        },
    }


def taken(entry: Entry) -> list[str | int]:
    """Return the kinds of an entry point's values one by one: 'int', 'float', or of an array how many dimensions."""
    return [kind.dimensions if isinstance(kind, Array) else kind.__name__ for kind in entry.flat]


def records() -> dict[str, Any]:
    """Return every record: its bytes, and of each field place in words, how many numbers, whether whole, start."""
    found = {name: record(record_type(fields), fields) for name, fields in RECORDS.items()}
    return found | {"parameters": record(PARAMETERS_TYPE, ())}


def record(type_: np.dtype, fields: Iterable[Field]) -> dict[str, Any]:
    """Return a record's bytes and fields."""
    start = {field.name: field.start for field in fields}
    return {
        "bytes": type_.itemsize,
        "fields": {name: [*numbers_of(type_, name), start.get(name, 0)] for name in type_.names or ()},
    }


def numbers_of(type_: np.dtype, name: str) -> list[int]:
    """Return the place of a field in words, how many numbers it holds, and 1 if they are whole."""
    assert type_.fields is not None
    within, at = type_.fields[name][:2]
    assert within.base.itemsize == WORD and at % WORD == 0, f"{name} is not of eight bytes"
    return [at // WORD, within.itemsize // WORD, int(within.base.kind == "i")]


def held(kind: Array) -> str:
    """Return what an array holds: the name of its record, or the numpy type of its numbers."""
    if kind.type.names is None:
        return kind.type.str[1:]
    types = {"parameters": PARAMETERS_TYPE} | {name: record_type(fields) for name, fields in RECORDS.items()}
    return next(name for name, type_ in types.items() if type_ == kind.type)


def traits(name: str) -> dict[str, Any]:
    """Return what it takes to set the traits of a kind of actors."""
    decision, draws = TRAITS[name]
    rows, kind = actor_traits.KINDS[name]
    told = base64.b64encode(rows.tobytes()).decode()
    return {"decision": decision.value, "draws": draws, "rows": told, "number": len(rows), "kind": kind}


def row_columns(field: Field, source: str) -> list[list[Any]]:
    """Return the columns of a field in the tables of rows: name, record, place in words, how many numbers, if whole."""
    at, number, whole = numbers_of(record_type(RECORDS[source]), field.name)
    if not field.labels:
        return [[field.name, source, at, number, whole]]
    return [[column.name, source, at + place, 1, whole] for place, column in enumerate(columns((field,)))]


def constants() -> dict[str, Any]:
    """Return the numbers that the world is laid out by."""
    usual = AuthorityKind.model_fields
    return {
        "quartersAYear": QUARTERS_A_YEAR,
        "forever": FOREVER,
        "largestFundShare": LARGEST_FUND_SHARE,
        "identitiesACountry": IDENTITIES_A_COUNTRY,
        "identitiesAKind": IDENTITIES_A_KIND,
        "largestCount": LARGEST_COUNT,
        "largestNumberOfAKind": LARGEST_NUMBER_OF_A_KIND,
        "usualKind": {"areas": [], "size": usual["size"].default, "size_spread": usual["size_spread"].default},
        "atOnce": AT_ONCE,
        "levels": acquaintance.LEVELS,
        "ends": ties.ENDS_OF.tolist(),
        "peers": acquaintance.PEERS,
        "sorts": {**ties.SORTS, "edge_list": ties.FROM_FILE},
    }


def words_of(enumeration: Any) -> list[str]:
    """Return the names of an enumeration in lower case, in its order."""
    return [member.name.lower() for member in enumeration]


def parameter(name: str) -> dict[str, Any]:
    """Return what is declared of a parameter; by case where it is a table."""
    group = GROUPS[GROUP_OF[name]]
    details, default = declaration(group, name), group.model_fields[name].default
    low_and_high = {each.case: [each.low, each.high] for each in ranges_of(name)}
    neutral = details["neutral"]
    return {
        "group": GROUP_OF[name],
        "cases": [case for case, _ in numbers(default)] if isinstance(default, Values) else None,
        "meaning": group.model_fields[name].description,
        "unit": details["unit"],
        "bounds": list(details["bounds"]),
        "plausible": low_and_high if isinstance(default, Values) else low_and_high[""],
        "neutral": None if neutral == STRUCTURAL else plain(neutral),
    }


def plain(value: Any) -> Any:
    """Return a value, or each value of a table, as plain numbers."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value.model_dump() if isinstance(value, Values) else value
