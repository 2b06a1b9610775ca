"""The command `validate`: every observed pattern that a scenario can show, beside what its runs show."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipabm.cli.inputs import (
    Changes,
    Over,
    Policies,
    ScenarioArgument,
    Seed,
    StudyFolder,
    Threads,
    scenario_from,
    with_over,
)
from sipabm.cli.output import Json, Output, Quiet

if TYPE_CHECKING:
    from sipabm.validation import Validation


def validate(
    scenario: ScenarioArgument,
    replicates: Annotated[int, typer.Option(metavar="N", help="Number of runs; they differ by chance alone.")] = 40,
    seed: Seed = 1,
    out: StudyFolder = None,
    changes: Changes = None,
    policies: Policies = None,
    over: Over = None,
    threads: Threads = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the validation in the folder.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compare a scenario with every observed pattern that it can show: inside, below or above, and how far off.

    A pattern is an input, fitted or held out; only the last kind is a test.
    The folder receives the patterns and the lines in all as CSV, with every
    source, the scenario and a manifest.
    """
    changes = with_over(changes, over)
    chosen = scenario_from(scenario, changes, policies)
    from sipabm.studies.study_folder import check_folder
    from sipabm.validation.validation import STUDY
    from sipabm.validation.validation import validate as validated

    if out:  # before the runs: nobody waits minutes for a refusal
        check_folder(out, STUDY, overwrite)
    how = Output(quiet, as_json)
    found = validated(chosen, replicates, seed, threads=threads, progress=how.progress)
    if out:
        write(found, out)
    show(found, out, how)


def show(found: Validation, folder: Path | None, how: Output) -> None:
    """Print the tables and notes of a validation."""
    from sipabm.cli.validation_tables import validation_parts

    written = [f"In {folder}: patterns.csv, summary.csv, the scenario and manifest.json, which says how to repeat it"]
    parts, tables = validation_parts(found), {"patterns": found.table, "summary": found.summary}
    lines, notes = written if folder else [], found.notes()
    how.answer("validate", parts, tables, lines, manifest=found.manifest, folder=folder, notes=notes)


def write(found: Validation, folder: Path) -> None:
    """Write the tables, the scenario and a manifest with the command that makes them again from the folder."""
    from sipabm.studies.study_folder import write_study
    from sipabm.validation.validation import STUDY

    effort = ["--replicates", str(found.manifest["replicates"]), "--seed", str(found.manifest["seed"])]
    made = {
        **found.manifest,
        "study": STUDY,
        "again": shlex.join(["sipabm", "validate", "base/scenario.toml", *effort]),
    }
    write_study(folder, made, {"patterns.csv": found.table, "summary.csv": found.summary}, {"base": found.scenario})
