"""Attributions kept in folders, and made again from them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sipabm.arguments import true_or_false
from sipabm.errors import ScenarioError, checked_path
from sipabm.given_tables import table_of_csv
from sipabm.language.csv_text import from_cell
from sipabm.parameters import GROUP_OF
from sipabm.scenario.mechanisms import Mechanism
from sipabm.studies import decline_attribution, lever_attribution
from sipabm.studies.attribution import STUDY, TABLES, Attribution
from sipabm.studies.study_folder import check_folder, write_study
from sipabm.sweeps.measures import MEASURES
from sipabm.tables import folders
from sipabm.tables.entries import is_count, is_list_of, is_text
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain

SCENARIO = "scenario"
TEXTS = ("quantity", "player", "label", "unit", "who", "first", "second", "first_label", "second_label")
INTERVAL = ["value", "low", "high"]
OTHER = ["share", "alone", "alone_low", "alone_high", "last_in", "last_in_low", "last_in_high"]
COLUMNS = {
    "shares": ["quantity", "player", "label", "unit", *INTERVAL, *OTHER],
    "interactions": ["quantity", "first", "second", "first_label", "second_label", "unit", *INTERVAL],
    "totals": ["quantity", "who", "label", "unit", *INTERVAL],
}


def write_attribution(attribution: Attribution, folder: str | Path, overwrite: bool = False) -> None:
    """Write an attribution to a folder: its tables as CSV, the scenario and the manifest."""
    folder = checked_path("folder", folder)
    check_folder(folder, STUDY, true_or_false("overwrite", overwrite))
    tables = {f"{name}.csv": getattr(attribution, name) for name in TABLES}
    write_study(folder, attribution.manifest, tables, {SCENARIO: attribution.scenario})


def read_attribution(folder: str | Path) -> Attribution:
    """Return the attribution that a folder holds; ScenarioError if it holds none."""
    folder = checked_path("folder", folder)
    made = folders.read_manifest(folder)
    # Plain runs and other studies have a manifest, too.
    if made.get("study") != STUDY:
        raise ScenarioError(f"folder '{folder}' holds no {STUDY} but {folders.kind_of(made)}")
    if not has_arguments(made):
        raise folders.damaged_manifest(folder)
    try:
        tables = {name: checked_table(name, read_table(folder / f"{name}.csv")) for name in TABLES}
        check_together(tables)
    except (OSError, ValueError, LookupError):
        raise ScenarioError(f"a table in '{folder}' is damaged; make the {STUDY} again") from None
    # From `totals`, where they stand in their order: the first is the one that is shown by default.
    names = tuple(tables["totals"]["quantity"].unique())
    scenario = folders.scenario_of_runs(folder / SCENARIO, made)
    return Attribution(made["question"], scenario, names, manifest=made, **tables)


def read_table(path: Path) -> pd.DataFrame:
    """Return a table as it was written; OSError or ValueError if it is none."""
    content = read_plain(path, MOST_BYTES_OF_A_TABLE)
    table = table_of_csv(content, as_text=False).to_pandas()
    return table.rename(columns=from_cell).apply(lambda column: column.map(from_cell))


def checked_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table unchanged; ValueError unless it has the columns of an attribution's, with texts and numbers."""
    if name in COLUMNS and list(table) != COLUMNS[name]:
        raise ValueError("it has other columns")
    for column, values in table.items():
        if column in TEXTS:
            right = all(isinstance(text, str) and text.isprintable() for text in values)
        else:
            # A share of nothing is no number.
            right = values.dtype.kind in "bif" and bool(column == "share" or np.isfinite(values).all())
        if not right or not str(column).isprintable():
            raise ValueError(f"{column} holds something else")
    return table


def check_together(tables: Mapping[str, pd.DataFrame]) -> None:
    """Raise ValueError unless the tables of an attribution are of the same quantities and players."""
    quantities, players = tables["totals"]["quantity"].unique(), tables["shares"]["player"].unique()
    combinations = tables["combinations"]
    columns = [*players, *(f"value_{quantity}" for quantity in quantities)]
    same = all(set(tables[name]["quantity"]) == set(quantities) for name in COLUMNS)
    if not same or list(combinations)[: len(columns)] != columns or len(combinations) != 2 ** len(players):
        raise ValueError("they are of other players")


def attribute_again(kept: Attribution, **how: Any) -> Attribution:
    """Return an attribution made once more from its scenario and manifest; `how` says threads, executor, progress.

    The same version of the program gives the same tables, to the last digit.
    """
    made, arguments = kept.manifest, kept.manifest["arguments"]
    size = {"replicates": made["replicates"], "seed": made["seed"]}
    if made["question"] == decline_attribution.QUESTION:
        mechanisms = [mechanism_from(one) for one in arguments["mechanisms"]]
        return decline_attribution.attribute_decline(kept.scenario, **size, mechanisms=mechanisms, **how)
    # By name, so only those of this program: another's columns and words are not in the folder.
    known = {measure.name: measure for measure in MEASURES}
    missing = [name for name in arguments["measures"] if name not in known]
    if missing:
        raise ScenarioError(f"the measure '{missing[0]}' is not one of sipabm's own; make the attribution in Python")
    measures = [known[name] for name in arguments["measures"]]
    return lever_attribution.attribute_levers(
        kept.scenario, arguments["first"], **size, levers=arguments["levers"], measures=measures, **how
    )


def has_arguments(made: Mapping[str, Any]) -> bool:
    """Return whether a manifest tells all that is needed to make its attribution again."""
    told, are_texts = made.get("arguments", {}), is_list_of(is_text)
    if made.get("question") == decline_attribution.QUESTION:
        asked = told.get("mechanisms")
        right = isinstance(asked, list) and all(map(is_mechanism, asked))
    else:
        right = made.get("question") == lever_attribution.QUESTION and is_text(told.get("first"))
        right = right and are_texts(told.get("levers")) and are_texts(told.get("measures"))
    return right and is_count(made.get("replicates")) and "seed" in made


def is_mechanism(told: Any) -> bool:
    """Return whether an entry of a manifest tells of a mechanism, whose parameters this program knows."""
    if not isinstance(told, dict) or told.keys() != set(Mechanism._fields):
        return False
    names, parameters = [told[name] for name in ("name", "label", "meaning")], told["parameters"]
    return all(map(is_text, names)) and is_list_of(is_text)(parameters) and set(parameters) <= GROUP_OF.keys()


def mechanism_from(told: Mapping[str, Any]) -> Mechanism:
    """Return a mechanism as a manifest tells it: whole, not by name, as one of one's own can be asked for."""
    return Mechanism(**{**told, "parameters": tuple(told["parameters"])})
