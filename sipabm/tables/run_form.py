"""The form of a folder of runs: which chunks and tables it can hold; all else is damaged, or a stranger's."""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import partial
from typing import TYPE_CHECKING, Any

from sipabm.arguments import MOST_RUNS
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.scenario.fields import LONGEST_RUN
from sipabm.tables.codebook import DOMAIN, RUN, TABLES
from sipabm.tables.journal import Chunk
from sipabm.tables.parts import read_part
from sipabm.tables.store import Form, Store

if TYPE_CHECKING:
    import pyarrow


def block_of(members: range) -> str:
    """Return the name of a chunk, by its first run: it stays the same when the chunk grows."""
    return f"{members.start:08d}"


def members_of(chunk: Chunk) -> range:
    """Return the runs of a chunk; ValueError or LookupError if it says otherwise than its name, or lacks a table."""
    first, runs = chunk.holds["first"], chunk.holds["runs"]
    if not (type(first) is int and type(runs) is int and 0 <= first < first + runs <= MOST_RUNS):
        raise ValueError("no numbers of runs")
    members = range(first, first + runs)
    if block_of(members) != chunk.block or chunk.files.keys() != TABLES.keys():
        raise ValueError("no chunk of runs")
    return members


def schema(made: Mapping[str, Any], table: str, found: pyarrow.Schema) -> pyarrow.Schema:
    """Return the schema of a table of runs, whatever a file says; LookupError if there is no such table."""
    from sipabm.tables.parquet import schema_of

    return schema_of(table)


def check_chunk(made: Mapping[str, Any], chunk: Chunk) -> None:
    """Raise ValueError or LookupError unless a chunk says of itself what one of runs does."""
    members_of(chunk)


def most_rows(made: Mapping[str, Any], chunk: Chunk, table: str) -> int | None:
    """Return the most rows that a table of a chunk can have, none where the world decides."""
    rows = {"runs": 1, "yearly": (LONGEST_RUN // QUARTERS_A_YEAR + 1) * len(DOMAIN.words)}
    return rows[table] * len(members_of(chunk)) if table in rows else None


def tables_of(made: Mapping[str, Any], block: str) -> Set[str]:
    """Return the tables of a chunk of runs."""
    return TABLES.keys()


def holds_of(store: Store, chunk: Chunk) -> dict[str, Any]:
    """Return what a chunk of runs holds by its files; ValueError or LookupError if they are of other runs."""
    made, files = store.made, chunk.files
    told = {table: read_part(store.folder, table, files[table], partial(schema, made)) for table in TABLES}
    runs = {name: told["runs"][name].to_pylist() for name in (RUN.name, "seed", "scenario_digest", "stopped", "signed")}
    first, several = runs[RUN.name][0], len(told["runs"])
    right = runs[RUN.name] == list(range(first, first + several))
    right = right and all(set(runs[name]) == {made[name]} for name in ("seed", "scenario_digest"))
    # Parts of a chunk before and after it grew do not belong together.
    rows = (sum(runs["stopped"] + runs["signed"]), sum(runs["signed"])) if made["rows"] else (0, 0)
    if not right or (len(told["attempts"]), len(told["contracts"])) != rows:
        raise ValueError("they are of other runs")
    return {"first": first, "runs": several}


FORM = Form(check_chunk, schema, most_rows, tables_of, holds_of)
