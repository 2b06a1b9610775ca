"""Attributions kept in folders, and made again from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.studies import decline_attribution, lever_attribution
from sipabm.studies.attribution import STUDY, TABLES, Attribution
from sipabm.studies.mechanisms import Mechanism
from sipabm.studies.study_folder import check_folder, write_study
from sipabm.sweeps.measures import MEASURES
from sipabm.tables import folders

SCENARIO = "scenario"


def write_attribution(attribution: Attribution, folder: str | Path, overwrite: bool = False) -> None:
    """Write an attribution to a folder: its tables as CSV, the scenario and the manifest."""
    folder = Path(folder)
    check_folder(folder, STUDY, overwrite)
    tables = {f"{name}.csv": getattr(attribution, name) for name in TABLES}
    write_study(folder, attribution.manifest, tables, {SCENARIO: attribution.scenario})


def read_attribution(folder: str | Path) -> Attribution:
    """Return the attribution that a folder holds; ScenarioError if it holds none."""
    folder = Path(folder)
    made = folders.read_manifest(folder)
    # Plain runs and other studies have a manifest, too.
    if made.get("study") != STUDY:
        raise ScenarioError(
            f"folder '{folder}' holds no {STUDY} but {folders.entry_text({'study': 'plain runs', **made}, 'study')}"
        )
    try:
        tables = {name: pd.read_csv(folder / f"{name}.csv") for name in TABLES}
    except (OSError, ValueError):
        raise ScenarioError(f"a table in '{folder}' is damaged; make the {STUDY} again") from None
    # From `totals`, where they stand in their order: the first is the one that is shown by default.
    names = tuple(tables["totals"]["quantity"].unique())
    scenario = folders.stored_scenario(folder / SCENARIO)
    return Attribution(made["question"], scenario, names, manifest=made, **tables)


def attribute_again(kept: Attribution, **how: Any) -> Attribution:
    """Return an attribution made once more from its scenario and manifest; `how` says threads, executor, progress.

    The same version of the program gives the same tables, to the last digit.
    """
    made, arguments = kept.manifest, kept.manifest["arguments"]
    size = {"replicates": made["replicates"], "seed": made["seed"]}
    if made["question"] == decline_attribution.QUESTION:
        # Whole, not by name: mechanisms of one's own can be asked for, and JSON turned their tuples into lists.
        mechanisms = [Mechanism(**{**one, "parameters": tuple(one["parameters"])}) for one in arguments["mechanisms"]]
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
