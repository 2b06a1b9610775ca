"""The command `autopsy`: which barriers stopped attempts, and what one barrier less would have opened."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.inputs import Changes, Over, Policies, StudyFolder, Threads, scenario_from, with_over
from sipabm.cli.output import Json, Output, Quiet
from sipabm.errors import ScenarioError

if TYPE_CHECKING:
    import pandas as pd

    from sipabm.results import Results
    from sipabm.studies.autopsy import Autopsy

REPLICATES, SEED = 200, 1


def autopsy(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO|FOLDER", help="A scenario to simulate, or a folder that 'run' wrote.", show_default=False
        ),
    ],
    replicates: Annotated[int | None, typer.Option(metavar="N", help="Number of runs.", show_default="200")] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Same seed, same numbers.", show_default="1")] = None,
    check: Annotated[
        bool, typer.Option("--check/--no-check", help="Switch each barrier off, simulate again and count signatures.")
    ] = True,
    out: StudyFolder = None,
    changes: Changes = None,
    policies: Policies = None,
    over: Over = None,
    threads: Threads = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the autopsy in the folder.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say which barriers stopped attempts, alone or together, and which one alone would have opened how many.

    The check switches each barrier off and simulates again under the same luck.
    The folder receives the tables as CSV, two figures, the scenario and a
    manifest.
    """
    changes = with_over(changes, over)
    from sipabm.studies.autopsy import STUDY
    from sipabm.studies.autopsy import autopsy as examined
    from sipabm.studies.relaxations import relaxations
    from sipabm.studies.study_folder import check_folder

    if out:  # before the runs: nobody waits minutes for a refusal
        check_folder(out, STUDY, overwrite)
    how = Output(quiet, as_json)
    results = results_from(source, replicates, seed, changes, policies, threads, how.progress)
    found = examined(results)
    relaxed = relaxations(results, threads=threads, progress=how.progress) if check else None
    if out:
        write(found, relaxed, results, out)
    written = f"In {out}: CSV tables, barrier_sets and barrier_years as SVG and PNG, the scenario and manifest.json"
    facts = {"manifest": results.manifest, "folder": out}
    show(found, relaxed, [written] if out else [], facts, how)


def results_from(
    source: str,
    replicates: int | None,
    seed: int | None,
    changes: Any,
    policies: Any,
    threads: int | None,
    progress: bool | None,
) -> Results:
    """Return the runs that a folder holds, or new ones of a scenario; ScenarioError if both are asked for."""
    from sipabm.simulation import read_results, simulate

    # A folder of runs and a scenario cannot be mistaken for each other: a scenario is a name or a file.
    if not Path(source).is_dir():
        scenario = scenario_from(source, changes, policies)
        runs, first = REPLICATES if replicates is None else replicates, SEED if seed is None else seed
        return simulate(scenario, runs, first, threads=threads, progress=progress)
    if replicates is not None or seed is not None or changes or policies:
        raise ScenarioError(f"the runs in '{source}' are as they are; give options of new runs with a scenario")
    return read_results(source)


def show(found: Autopsy, relaxed: pd.DataFrame | None, lines: list[str], facts: dict[str, Any], how: Output) -> None:
    """Print the tables and sentences of an autopsy."""
    from sipabm.cli.autopsy_tables import autopsy_parts
    from sipabm.studies.autopsy_sentences import check_sentences, sentences

    notes = [*sentences(found), *(check_sentences(relaxed) if relaxed is not None else ())]
    how.answer("autopsy", autopsy_parts(found, relaxed), tables_of(found, relaxed), lines, notes=notes, **facts)


def tables_of(found: Autopsy, relaxed: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Return the tables of an autopsy by name."""
    tables = {"sets": found.sets, "barriers": found.barriers, "by_domain_and_year": found.by_domain_and_year}
    return tables if relaxed is None else {**tables, "relaxations": relaxed}


def write(found: Autopsy, relaxed: pd.DataFrame | None, results: Results, folder: Path) -> None:
    """Write the tables, the figures, the scenario and a manifest with the command that makes them again."""
    from sipabm.plots import described, plot_barrier_sets, plot_barrier_years, save_figures
    from sipabm.studies.autopsy import STUDY
    from sipabm.studies.autopsy_sentences import sentences
    from sipabm.studies.study_folder import write_study

    made = {**results.manifest, "study": STUDY}
    effort = ["--replicates", str(made["replicates"]), "--seed", str(made["seed"])]
    checked = [] if relaxed is not None else ["--no-check"]
    made["again"] = shlex.join(["sipabm", "autopsy", "scenario/scenario.toml", *effort, *checked])
    tables = {f"{name}.csv": table for name, table in tables_of(found, relaxed).items()}
    write_study(folder, made, tables, {"scenario": results.scenario})
    of = f"scenario “{found.scenario}”"
    figures = {
        "barrier_sets": plot_barrier_sets(
            found.sets, found.barriers, f"Barriers that stopped attempts, alone or together, {of}"
        ),
        "barrier_years": plot_barrier_years(
            found.by_domain_and_year, f"Barriers that ended attempts, by welfare area and year, {of}"
        ),
    }
    save_figures(folder, described(figures, " ".join(sentences(found))))
