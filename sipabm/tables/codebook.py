"""The codebook: what every column of every table holds, which tables, their files and `sipabm columns` all follow."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, NamedTuple

from sipabm.barriers import Barrier, BarrierFamily
from sipabm.errors import ScenarioError, nearest, of_type
from sipabm.model.records import Field
from sipabm.tables.history import ATTEMPT_COLUMNS, CONTRACT_COLUMNS, STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.words import ContractStatus, Domain, Form, Instrument, Outcome, Programme, Rigour, Stage

if TYPE_CHECKING:
    import pandas as pd


class Kind(Enum):
    """What a column holds, as a reader sees it."""

    WHOLE = "whole number"
    REAL = "number"
    FLAG = "true or false"
    WORD = "word"
    TEXT = "text"
    QUARTER = "quarter"
    ACTOR = "number of an actor, 0 for none"
    FUND = "number of an outcomes fund, 0 for none"


class Column(NamedTuple):
    """A column: its name, what it holds and what that means, with unit; of words also which there are."""

    name: str
    kind: Kind
    meaning: str
    words: tuple[str, ...] = ()


def names(enumeration: type[IntEnum]) -> tuple[str, ...]:
    """Return the names of an enumeration in lower case, in its order."""
    return tuple(member.name.lower() for member in enumeration)


WORDS: dict[str, tuple[str, ...]] = {
    "domain": names(Domain),
    "stage": names(Stage),
    "outcome": names(Outcome),
    "barrier": names(Barrier),
    "barrier_family": names(BarrierFamily),
    "status": names(ContractStatus),
    "programme": names(Programme),
    "instrument": names(Instrument),
    "form": names(Form),
    "rigour": names(Rigour),
}
QUARTERS = ("started", "signed", "ended")
FLAGS = ("early_meeting", "pragmatic", "mapped", "pooled", "house", "flexible_allowed", "cashable_only")
ACTORS = ("authority", "provider", "investor", "member")
TEXTS = ("country", "barriers", "barriers_ahead")
# What a reader sees instead of the walk's own numbers, where the field's meaning speaks of those.
MEANINGS = {
    "authority": "number of the authority",
    "country": "code of the authority's country",
    "barrier": "the barrier that ended it, missing if signed",
    "barriers": "every barrier that stood in its way at that stage, joined by ' + ', empty if signed",
    "barriers_ahead": "every barrier that later stages would have held, as things stood when it ended, joined by ' + '",
    "provider": "number of the provider, 0 if none",
    "investor": "number of the lead investor, 0 if none",
    "early_meeting": "whether it began with early informal meetings",
    "pragmatic": "whether data work was pragmatic",
    "mapped": "whether competence was mapped early",
    "pooled": "whether budgets were pooled",
    "house": "whether it was developed in an innovation house",
    "flexible_allowed": "whether a flexible contract was on the table",
    "cashable_only": "whether only cashable savings counted",
    "fund": "place of the outcomes fund in the scenario's list, from 1, 0 if none",
    "member": "number of investor {place} of the syndicate, the lead first, 0 if none",
    "ticket": "capital of investor {place} of the syndicate, million USD",
    "received": "received by investor {place} of the syndicate, million USD",
}
# In which a value may be missing; their meanings say when.
MAY_LACK = (
    *("barrier", "barrier_family", "conversion", "mean_months_to_signature", "mean_parties_per_deal"),
    *("mean_effect", "share_ended_early"),
)
RUN = Column("run", Kind.WHOLE, "number of the run, from 0; joins the tables")
FAMILY = Column("barrier_family", Kind.WORD, "family of that barrier, missing if signed", WORDS["barrier_family"])
DOMAIN = Column("domain", Kind.WORD, "welfare area", WORDS["domain"])


def kind_of(field: Field) -> Kind:
    """Return what the column of a recorded field holds."""
    if field.name in QUARTERS:
        return Kind.QUARTER
    if field.name in FLAGS:
        return Kind.FLAG
    if field.name in ACTORS:
        return Kind.ACTOR
    if field.name == "fund":
        return Kind.FUND
    if field.name in TEXTS:
        return Kind.TEXT
    if field.name in WORDS:
        return Kind.WORD
    return Kind.WHOLE if field.type == "i8" else Kind.REAL


def columns_of(fields: Iterable[Field]) -> tuple[Column, ...]:
    """Return the columns of a table of rows: the run, then each recorded field, several where it holds several."""
    found = [RUN]
    for field in fields:
        meaning = MEANINGS.get(field.name, field.meaning)
        column = Column(field.name, kind_of(field), meaning, WORDS.get(field.name, ()))
        if field.size:
            places = range(1, field.size + 1)
            found += [column._replace(name=f"{field.name}_{n}", meaning=meaning.format(place=n)) for n in places]
        else:
            found.append(column)
        if field.name == "barrier":
            found.append(FAMILY)
    return tuple(found)


# Totals of a run: these counts, summed over years and welfare areas.
TOTALS = (
    *("considered", "started", "signed", "delivered", "ended_early", "successful", "capital"),
    *("cost_authority", "cost_provider", "cost_investors", "cost_funds", "cost_after", "burden"),
    *("payment", "payment_fund", "fund_repaid", "invested", "promised", "received"),
)
COUNTED = {column.name: column.meaning.replace(" this year", "") for column in YEARLY_COLUMNS}
TABLES: dict[str, tuple[Column, ...]] = {
    "runs": (
        RUN,
        Column("scenario", Kind.TEXT, "name of the scenario"),
        Column("scenario_digest", Kind.TEXT, "hash of all in the scenario that decides results"),
        Column("seed", Kind.WHOLE, "seed of all draws; with `run` it gives the same numbers again"),
        *(Column(name, Kind.REAL, f"{COUNTED[name]}, over the whole run") for name in TOTALS),
        Column("stopped", Kind.REAL, "attempts stopped, over the whole run"),
        Column("conversion", Kind.REAL, "signed, share of the attempts that ended; missing if none ended"),
        Column("mean_months_to_signature", Kind.REAL, "months from idea to signature, mean; missing if none signed"),
        Column("mean_parties_per_deal", Kind.REAL, "parties of a partnership signed, mean; missing if none signed"),
        Column("mean_effect", Kind.REAL, "effect of partnerships ended, share of target, mean; missing if none ended"),
        Column(
            "share_ended_early",
            Kind.REAL,
            "ended before their term, share of partnerships ended; missing if none ended",
        ),
    ),
    "yearly": (
        RUN,
        Column("year", Kind.WHOLE, "calendar year"),
        DOMAIN,
        *(Column(each.name, Kind.REAL, each.meaning) for each in YEARLY_COLUMNS),
        *(Column(each.name, Kind.REAL, f"{each.meaning}, in all welfare areas alike") for each in STATE_COLUMNS),
    ),
    "attempts": columns_of(ATTEMPT_COLUMNS),
    "contracts": columns_of(CONTRACT_COLUMNS),
}


def checked_table(name: str) -> str:
    """Return the name of a table unchanged; ScenarioError if there is none of that name."""
    of_type("the table", name, str, "a name like 'runs'")
    if name not in TABLES:
        raise ScenarioError(f"no table '{name}'{nearest(name, TABLES)} (tables: {', '.join(TABLES)})")
    return name


def column_rows(table: str | None = None) -> list[dict[str, str]]:
    """Return a row for each column, of one table or of all: table, column, what it holds, meaning.

    ScenarioError if there is no such table.
    """
    return [
        {"table": name, "column": column.name, "holds": holds(column), "meaning": column.meaning}
        for name in (TABLES if table is None else [checked_table(table)])
        for column in TABLES[name]
    ]


def holds(column: Column) -> str:
    """Return what a column holds, with the words that it knows."""
    return f"{column.kind.value}: {', '.join(column.words)}" if column.words else column.kind.value


def columns(table: str | None = None) -> pd.DataFrame:
    """Return what every column of the tables of results holds and means, of one table or of all.

    ScenarioError if there is no table of that name.
    """
    import pandas as pd  # slow to import, and nothing else here needs it

    return pd.DataFrame(column_rows(table))
