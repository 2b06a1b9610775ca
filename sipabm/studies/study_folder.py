"""The folder of a study: tables as CSV with every digit, whole scenarios and a manifest, so that it can be repeated."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from math import nan
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.given_tables import table_of_csv
from sipabm.language.csv_text import csv_text, from_cell
from sipabm.language.lists import listed
from sipabm.scenario import Scenario
from sipabm.tables import folders
from sipabm.tables.claim import claimed
from sipabm.tables.unusable import MEND
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain, write_aside

# A manifest may be a stranger's: what it names is believed only if a study of ours names its scenarios so.
SCENARIOS = re.compile(r"base|scenario|alternative_\d{1,9}", re.ASCII)
# Columns of texts, in whatever table; all others hold numbers.
TEXTS = frozenset(
    (
        *("alternative", "lever", "measure", "label", "unit", "verdict", "party", "party_label", "per", "money"),
        *("criterion", "differs", "number", "where_low", "where_high", "domain"),
    )
)


class Study(NamedTuple):
    """What a study leaves: its manifest, tables by the name of their file, scenarios by that of their folder."""

    made: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    scenarios: Mapping[str, Scenario]


def read_study(folder: Path, names: Sequence[str]) -> Study:
    """Return what a study left in a folder, with some of its tables; ScenarioError if any of it is damaged."""
    made = folders.read_manifest(folder)
    told = made.get("folders", [])
    if not told or not all(SCENARIOS.fullmatch(name) for name in told):
        raise folders.damaged_manifest(folder)
    digests = {
        told[0]: made.get("scenario_digest"),
        **dict(zip(told[1:], alternatives_in(made).values(), strict=False)),
    }
    scenarios = {}
    for name in told:
        if (folder / name).is_symlink():
            raise ScenarioError(f"'{folder / name}' is a link, which no study leaves; {MEND}")
        scenarios[name] = folders.scenario_of_runs(folder / name, {**made, "scenario_digest": digests.get(name)})
    tables = {}
    for name in names:
        try:
            tables[name] = read_table(folder / name)
        except (OSError, ValueError, LookupError):
            raise damaged_table(folder, made, [name]) from None
    return Study(made, tables, scenarios)


def alternatives_in(made: Mapping[str, Any]) -> dict[str, Any]:
    """Return the alternatives that a manifest tells of, by label, with their digests; none if it tells of none."""
    found = made.get("alternatives")
    return found if isinstance(found, dict) else {}


def damaged_table(folder: Path, made: Mapping[str, Any], names: Iterable[str]) -> ScenarioError:
    """Return the error of a study one of whose tables, which is among some, cannot be understood."""
    first, *others = names
    which = f"a table in '{folder}' ({listed([first, *others])})" if others else f"'{folder / first}'"
    return ScenarioError(f"{which} is damaged; make the {folders.kind_of(made)} again")


def read_table(path: Path) -> pd.DataFrame:
    """Return a table of a study as it was written, texts as texts; OSError or ValueError if it is none."""
    table = table_of_csv(read_plain(path, MOST_BYTES_OF_A_TABLE), as_text=True).to_pandas()
    table = table.rename(columns=from_cell)
    for name, column in table.items():
        if name in TEXTS:
            if not column.map(str.isprintable).all():
                raise ValueError("a text has signs that cannot be printed")
            table[name] = column.map(from_cell)
        else:
            table[name] = column.map(lambda cell: float(cell) if cell else nan)
    return table


def check_folder(folder: Path, study: str, overwrite: bool) -> None:
    """Raise ScenarioError unless a study may be written to a folder: empty, not there, or one of its kind to replace.

    Nothing is written yet.
    """
    # The folder may not be there yet; then it is made in the nearest one that is.
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise ScenarioError(f"output folder '{folder}' cannot be written; {folders.OTHER_FOLDER}")
    if folders.is_empty(folder) or folders.was_interrupted(folder):
        return
    if (folder / folders.RUNS).is_dir() and folders.is_ours(folder / folders.RUNS) and not folders.is_ours(folder):
        raise ScenarioError(
            f"'{folder / folders.MANIFEST}' is damaged or missing, so nobody knows which study it was; "
            f"remove the folder or {folders.OTHER_FOLDER}"
        )
    if not folders.is_ours(folder) or folders.parsed_manifest(folder).get("study") != study:
        raise ScenarioError(f"output folder '{folder}' is not empty and holds no {study}; {folders.OTHER_FOLDER}")
    if not overwrite:
        kept = "; its runs are read and not made again" if (folder / folders.RUNS).is_dir() else ""
        raise ScenarioError(f"output folder '{folder}' holds a {study}; {folders.OTHER_OR_REPLACED}{kept}")


def runs_of(folder: Path | None) -> Path | None:
    """Return where a study keeps its runs, from which it goes on if it is interrupted; nowhere without a folder."""
    return None if folder is None else folder / folders.RUNS


def write_study(
    folder: Path, made: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], scenarios: Mapping[str, Scenario]
) -> None:
    """Write the tables and manifest of a study, and each scenario with its edge list in a folder of its own."""
    made = {**made, "folders": list(scenarios)}
    with folders.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with claimed(folder):
            earlier = earlier_scenarios(folder)
            for name in tables:
                if (folder / name).is_dir():  # before anything goes
                    raise IsADirectoryError(errno.EISDIR, f"'{name}' is a folder")
            # First, and as unfinished: a folder left half written is then known as ours, and can be replaced.
            both = list(dict.fromkeys([*scenarios, *earlier]))  # whoever replaces what is left of this finds them
            folders.write_manifest(folder, {**made, "folders": both}, finished=False)
            drop_scenarios(folder, earlier)
            for name in folders.PAGES:  # they would say what the tables beside them no longer do
                (folder / name).unlink(missing_ok=True)
            for name, scenario in scenarios.items():
                (folder / name).mkdir(exist_ok=True)
                folders.write_scenario(folders.plain_folder(folder / name), scenario)
            for name, table in tables.items():
                write_aside(folder / name, csv_text(table))
            for names in (folders.OWN_FILES, re.compile("|".join(map(re.escape, tables)))):
                folders.drop_left_aside(folder, names)
            folders.write_manifest(folder, made, finished=True)


def drop_scenarios(folder: Path, names: Iterable[str]) -> None:
    """Remove the scenarios that an earlier study of a folder left, but no edge list, perhaps in use."""
    for name in names:
        (folder / name / folders.SCENARIO).unlink(missing_ok=True)
        # Somebody may keep other files there, or the new study may read its edge list from there.
        with suppress(OSError):
            (folder / name).rmdir()


def earlier_scenarios(folder: Path) -> list[str]:
    """Return the folders of the scenarios that an earlier study left; a manifest can name no others, and no links."""
    try:
        told = folders.parsed_manifest(folder).get("folders")
    except ScenarioError:
        return []
    names = [name for name in told if isinstance(name, str)] if isinstance(told, list) else []
    return [name for name in names if SCENARIOS.fullmatch(name) and not (folder / name).is_symlink()]
