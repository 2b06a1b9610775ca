"""The folder of a study: tables as CSV with every digit, whole scenarios and a manifest, so that it can be repeated."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.tables import folders as store
from sipabm.whole_files import write_aside


def check_folder(folder: Path, study: str, overwrite: bool) -> None:
    """Raise ScenarioError unless a study may be written to a folder: empty, not there, or one of its kind to replace.

    Nothing is written yet.
    """
    # The folder may not be there yet; then it is made in the nearest one that is.
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise ScenarioError(f"output folder '{folder}' cannot be written; {store.OTHER_FOLDER}")
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not store.is_ours(folder) or store.parsed_manifest(folder).get("study") != study:
        raise ScenarioError(f"output folder '{folder}' is not empty and holds no {study}; {store.OTHER_FOLDER}")
    if not overwrite:
        raise ScenarioError(f"output folder '{folder}' holds a {study}; {store.OTHER_OR_REPLACED}")


def write_study(
    folder: Path, made: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], scenarios: Mapping[str, Scenario]
) -> None:
    """Write the tables and manifest of a study, and each scenario with its edge list in a folder of its own."""
    with store.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        drop_scenarios(folder)
        # First, and as unfinished: a folder left half written is then known as ours, and can be replaced.
        store.write_manifest(folder, {**made, "folders": list(scenarios)}, finished=False)
        for name, scenario in scenarios.items():
            (folder / name).mkdir(exist_ok=True)
            store.write_scenario(folder / name, scenario)
        for name, table in tables.items():
            write_aside(folder / name, table.to_csv(index=False, lineterminator="\n"))
    store.write_manifest(folder, {**made, "folders": list(scenarios)}, finished=True)


def drop_scenarios(folder: Path) -> None:
    """Remove the scenarios that an earlier study of a folder left, but no edge list, perhaps in use."""
    earlier = store.parsed_manifest(folder) if store.is_ours(folder) else {}
    for name in earlier.get("folders", ()):
        (folder / name / store.SCENARIO).unlink(missing_ok=True)
        # Somebody may keep other files there, or the new study may read its edge list from there.
        with suppress(OSError):
            (folder / name).rmdir()
