"""Folders of ours: what stands in them beside the tables, and what may be written and removed there.

pandas and pyarrow are imported by what reads or writes a table: they are slow to import, and runs need not wait.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.scenario.text import scenario_text
from sipabm.tables.claim import CLAIM
from sipabm.tables.codebook import TABLES
from sipabm.tables.journal import JOURNAL, PART
from sipabm.whole_files import is_left_aside, read_plain, write_aside

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
SCENARIO = "scenario.toml"
EDGE_LIST = "edge_list.csv"
SUMMARIES = (
    *(
        "yearly_summary.csv",
        "funnel.csv",
        "barriers.csv",
        "bending.csv",
        "key_figures.csv",
        "public_value.csv",
        "pockets.csv",
        "returns.csv",
    ),
    *("figure.svg", "figure.png", "returns.svg", "returns.png"),
)
SAME = ("sipabm", "source_digest", "scenario_digest", "model", "seed")
KEPT = ("started_at", "seconds")  # of a manifest whose runs are continued
# What to do, for the command line and for Python alike.
OTHER_FOLDER = "choose another folder (--out)"
OTHER_OR_REPLACED = f"{OTHER_FOLDER} or replace it (--overwrite)"
OWN_FILES = re.compile("|".join(map(re.escape, (MANIFEST, JOURNAL, SCENARIO))))
UNREADABLE = (OSError, ValueError, LookupError)  # of a file: not there, damaged (pyarrow's errors), of other columns
Chunk = Mapping[str, "pd.DataFrame"]  # tables by name


def check_is_ours_or_empty(folder: Path) -> None:
    """Raise ScenarioError if a folder is not empty and not from sipabm."""
    if not is_empty(folder) and not is_ours(folder):
        raise ScenarioError(f"output folder '{folder}' is not empty and not from sipabm; {OTHER_FOLDER}")


def is_empty(folder: Path) -> bool:
    """Return whether a folder is not there or holds at most what a writer leaves that is killed as it begins."""
    return not folder.exists() or all(
        path.name == CLAIM or is_left_aside(path.name, OWN_FILES) for path in folder.iterdir()
    )


def beginning_of_same(folder: Path, made: Mapping[str, Any], same: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of a folder that agrees in some fields, empty if it holds nothing; ScenarioError if not."""
    if is_empty(folder):
        return {}
    earlier = parsed_manifest(folder)
    for name in same:
        if earlier.get(name) != made.get(name):
            raise ScenarioError(
                f"output folder '{folder}' holds runs with another {name.replace('_', ' ')} "
                f"({shown(earlier.get(name))} instead of {shown(made.get(name))}); {OTHER_OR_REPLACED}"
            )
    return earlier


def shown(value: Any) -> str:
    """Return an entry of a manifest, which may be a stranger's, as a short and printable text."""
    text = str(value)
    return (text if text.isprintable() else ascii(text))[:80]


def drop_parts_but(folder: Path, names: Collection[str]) -> None:
    """Remove the parts of a table, whole or written aside, but those of some names; a link is not followed."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in folder.iterdir():
        ours = PART.fullmatch(path.name) or is_left_aside(path.name, PART)
        if ours and path.name not in names and (path.is_symlink() or not path.is_dir()):
            path.unlink()


def drop_left_aside(folder: Path) -> None:
    """Remove what writers that were killed left of the files beside the tables."""
    for path in folder.iterdir():
        if is_left_aside(path.name, OWN_FILES):
            path.unlink()


def interrupted(folder: Path) -> ScenarioError:
    """Return the error of a folder whose runs are not all there."""
    return ScenarioError(f"the runs in '{folder}' were interrupted; run the same command again to finish them")


def prepare_folder(folder: Path, made: Mapping[str, Any], overwrite: bool) -> dict[str, Any]:
    """Make a folder ready for runs and return their manifest, which continues that of the same runs begun before.

    ScenarioError if the folder cannot be written or holds something else.
    """
    with writing(folder):
        if overwrite and is_ours(folder):
            clear(folder, TABLES)
            earlier = {}
        else:
            earlier = beginning_of_same_runs(folder, made)
            if earlier.get("replicates") != made["replicates"]:
                drop_report(folder)  # it would tell of fewer runs than there are
        for table in TABLES:
            (folder / table).mkdir(parents=True, exist_ok=True)
    continued = {**made, **{name: earlier[name] for name in KEPT if name in earlier}}
    write_manifest(folder, continued, finished=False)
    return continued


def is_ours(folder: Path) -> bool:
    """Return whether sipabm wrote a folder: its manifest says so or, if that is damaged, a scenario is there."""
    if not (folder / MANIFEST).is_file():
        return False
    try:
        return "sipabm" in parsed_manifest(folder)
    except ScenarioError:
        return (folder / SCENARIO).is_file()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write, as on a full disk, into a ScenarioError that names the folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise ScenarioError(
            f"output folder '{folder}' cannot be written ({reason}); make room there or {OTHER_FOLDER}"
        ) from None


def clear(folder: Path, tables: Iterable[str]) -> None:
    """Remove what earlier runs left in a folder: tables, figure and summaries, but no edge list, perhaps in use."""
    for table in tables:
        drop_parts_but(folder / table, ())
        with suppress(OSError):  # somebody keeps other files there, or it is a link
            (folder / table).rmdir()
    (folder / SCENARIO).unlink(missing_ok=True)
    drop_report(folder)


def drop_report(folder: Path) -> None:
    """Remove the small tables and figures that `sipabm report` wrote to a folder."""
    for name in SUMMARIES:
        (folder / name).unlink(missing_ok=True)


def beginning_of_same_runs(folder: Path, made: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest of a folder that holds the beginning of these runs, empty if it holds nothing.

    ScenarioError if it holds something else, or more finished runs than are asked for.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return {}
    if not is_ours(folder):
        raise ScenarioError(f"output folder '{folder}' is not empty and not from sipabm; {OTHER_FOLDER}")
    earlier = parsed_manifest(folder)
    for name in SAME:
        if earlier.get(name) != made[name]:
            raise ScenarioError(
                f"output folder '{folder}' holds runs with another {name.replace('_', ' ')} "
                f"({earlier.get(name)} instead of {made[name]}); {OTHER_OR_REPLACED}"
            )
    if earlier.get("finished") and earlier["replicates"] > made["replicates"]:
        raise ScenarioError(
            f"output folder '{folder}' holds {earlier['replicates']} finished runs, more than the "
            f"{made['replicates']} asked for; {OTHER_OR_REPLACED}"
        )
    return earlier


def write_scenario(folder: Path, scenario: Scenario) -> None:
    """Write the complete scenario, with its edge list beside it, so that the folder can be run again anywhere."""
    with writing(folder):
        if scenario.edge_list is not None:
            with suppress(shutil.SameFileError):  # a folder's own scenario is run again
                shutil.copyfile(scenario.edge_list, folder / EDGE_LIST)
            scenario = scenario.model_copy(update={"edge_list": EDGE_LIST})
        write_aside(folder / SCENARIO, scenario_text(scenario))


def chunk_path(folder: Path, table: str, chunk: int) -> Path:
    """Return the file of a table's chunk."""
    return folder / table / f"part-{chunk:05d}.parquet"


def write_chunk(folder: Path, chunk: int, tables: Chunk) -> None:
    """Write a chunk of all tables; the file of `runs` goes first and comes last: it marks the chunk as complete."""
    from sipabm.tables.parquet import write_table

    with writing(folder):
        chunk_path(folder, "runs", chunk).unlink(missing_ok=True)
        for table in reversed(TABLES):
            write_table(chunk_path(folder, table, chunk), table, tables[table])


def read_chunk(folder: Path, chunk: int, members: range) -> Chunk | None:
    """Return the tables of a chunk if it is complete, every table whole, and holds just these runs."""
    if not chunk_path(folder, "runs", chunk).is_file():
        return None
    from sipabm.tables.parquet import read_table

    try:
        stored = {table: read_table(chunk_path(folder, table, chunk), table) for table in TABLES}
    except UNREADABLE:
        return None
    return stored if stored["runs"]["run"].tolist() == list(members) else None


def drop_chunks_from(folder: Path, first: int) -> None:
    """Remove chunks that an earlier, longer call left."""
    with writing(folder):
        for table in TABLES:
            for path in (folder / table).glob("part-*.parquet"):
                if int(path.stem.removeprefix("part-")) >= first:
                    path.unlink()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder; ScenarioError if there is none or its runs were never finished."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ScenarioError(f"folder '{folder}' holds no results of sipabm ({MANIFEST} is missing)")
    made = parsed_manifest(folder)
    if not made.get("finished"):
        raise interrupted(folder)
    return made


def read_stored(folder: Path, table: str) -> pd.DataFrame:
    """Return a table of all chunks in a folder, in the order of runs; ScenarioError if any is damaged."""
    from sipabm.tables.parquet import joined, read_table

    paths = sorted((folder / table).glob("part-*.parquet"))
    try:
        parts = [read_table(path, table) for path in paths]
    except UNREADABLE:
        parts = []
    if not parts:
        raise ScenarioError(f"table '{folder / table}' is damaged; run the same command again to mend it")
    return joined(parts)


def parsed_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder as it stands; ScenarioError if it is damaged."""
    try:
        made = json.loads(read_plain(folder / MANIFEST))
    except (OSError, ValueError, RecursionError):
        made = None
    if not isinstance(made, dict):
        raise ScenarioError(f"{folder / MANIFEST} is damaged; {OTHER_OR_REPLACED}")
    return made


def write_manifest(folder: Path, made: Mapping[str, Any], finished: bool) -> None:
    """Write the manifest of a folder, which says whether its runs are all there."""
    with writing(folder):
        write_aside(folder / MANIFEST, json.dumps({**made, "finished": finished}, indent=2))
