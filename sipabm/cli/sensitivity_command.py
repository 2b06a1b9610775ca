"""The command `sensitivity`: which of the numbers that nobody knows exactly decide what comes out."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sipabm.cli.compare_command import parse_years
from sipabm.cli.console import going_on
from sipabm.cli.inputs import Changes, Policies, ScenarioArgument, Seed, StudyFolder, Threads, scenario_from
from sipabm.cli.output import Json, Output, Quiet
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted

if TYPE_CHECKING:
    from sipabm.studies.sensitivity import Sensitivity


# Of the columns of the tables, as programs are told them; those of Morris have the unit of the measure.
SHARES = ("first", "first_low", "first_high", "total", "total_low", "total_high", "noise_share")
UNITS = {**dict.fromkeys(SHARES, "share of the variance"), "points": "points", "failed": "runs", "undefined": "runs"}
UNITS |= {"rank": "place", "changes": "starts"}


def sensitivity(
    scenario: ScenarioArgument,
    method: Annotated[
        Literal["morris", "sobol"],
        typer.Option(case_sensitive=False, help="morris screens many numbers; sobol splits the variance among a few."),
    ] = "morris",
    outputs: Annotated[
        str, typer.Option(metavar="NAME,...", help="What may depend on them: signed, successful, fall, ...")
    ] = "signed,successful",
    numbers: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,...",
            help="Only these numbers, like pool,worth.social; the others stay.",
            show_default="all that are uncertain",
        ),
    ] = None,
    points: Annotated[
        int, typer.Option(metavar="N", min=1, help="Most worlds to simulate; more make intervals narrower.")
    ] = 6000,
    replicates: Annotated[
        int, typer.Option(metavar="N", min=1, help="Runs of each world, which are averaged; more leave less luck.")
    ] = 4,
    seed: Seed = 1,
    years: Annotated[
        str | None, typer.Option(metavar="FIRST:LAST", help="Calendar years that count.", show_default="all")
    ] = None,
    out: StudyFolder = None,
    changes: Changes = None,
    policies: Policies = None,
    threads: Threads = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what the folder holds.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say which of the uncertain numbers decide what comes out, over all that is plausible.

    Many numbers of a scenario are known only within a range (sipabm
    parameters). This simulates worlds all over these ranges. By 'morris' it
    says how much each number changes an output when it moves from end to end
    of its range, at a cost of one world for each number and start; by 'sobol',
    which share of the output's variance it decides, alone and with others.
    Begin with morris, then give the first few numbers to sobol.

    The folder receives all runs, as 'sipabm sweep' keeps them, two tables as
    CSV and a figure. The same command goes on where it was interrupted, and
    with more --points it keeps those it has.
    """
    base = scenario_from(scenario, changes, policies)
    first, last = parse_years(years)
    from sipabm.studies.sensitivity import sensitivity as examined

    how = Output(quiet, as_json)
    chosen = None if numbers is None else names_in("--numbers", numbers)
    effort: dict[str, Any] = {"points": points, "replicates": replicates, "seed": seed, "numbers": chosen}
    where: dict[str, Any] = {"folder": out, "overwrite": overwrite, "threads": threads, "progress": how.progress}
    with going_on(out, overwrite):
        found = examined(base, method, names_in("--outputs", outputs), **effort, first=first, last=last, **where)
    if out:
        window = [] if years is None else ["--years", years]
        write(found, out, [*window, "--outputs", outputs, *([] if numbers is None else ["--numbers", numbers])])
    runs = counted(found.manifest["points"] * found.manifest["replicates"], "run")
    held = f"in {out}: the runs, indices.csv, measures.csv, influence as SVG and PNG" if out else "nothing written"
    show(found, out, f"{runs}; {held}", how)


def names_in(option: str, text: str) -> list[str]:
    """Return the names in a text like 'signed,successful'; ScenarioError if there are none."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise ScenarioError(f"{option} '{text}' names nothing; give names with commas between them")
    return names


def show(found: Sensitivity, folder: Path | None, line: str, how: Output) -> None:
    """Print the most influential numbers of each measure, and sentences."""
    from sipabm.cli.reading_tables import sensitivity_parts
    from sipabm.studies.sensitivity_sentences import sentences

    told = {"manifest": found.manifest, "folder": folder, "notes": sentences(found)}
    tables = {"indices": found.indices_with_units(), "measures": found.measures}
    how.answer("sensitivity", sensitivity_parts(found), tables, [line], UNITS, **told)


def write(found: Sensitivity, folder: Path, options: list[str]) -> None:
    """Write the tables, the figure, and how to make them again beside the runs."""
    from importlib.metadata import version  # slow to import

    from sipabm.language.csv_text import csv_text
    from sipabm.plots import described, plot_influence, save_figures
    from sipabm.studies.sensitivity import FILE
    from sipabm.studies.sensitivity_sentences import sentences, title
    from sipabm.whole_files import write_aside

    made = found.manifest
    effort = [part for name in ("method", "points", "replicates", "seed") for part in (f"--{name}", str(made[name]))]
    again = shlex.join(["sipabm", "sensitivity", "scenario.toml", *effort, *options])
    told = {**made, "measures": list(found.measures["measure"]), "salib": version("SALib")}
    for name, table in (("indices.csv", found.indices), ("measures.csv", found.measures)):
        write_aside(folder / name, csv_text(table))
    figures = {"influence": plot_influence(found.indices, found.measures, title(found))}
    save_figures(folder, described(figures, " ".join(sentences(found))))
    write_aside(folder / FILE, json.dumps({**told, "again": again}, indent=2) + "\n")
