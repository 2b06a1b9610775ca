"""The command `calibrate`: which values of the uncertain numbers lead to what was observed."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.console import going_on
from sipabm.cli.inputs import Changes, ScenarioArgument, Seed, Threads, scenario_from
from sipabm.cli.output import Json, Output, Quiet

if TYPE_CHECKING:
    from sipabm.calibration.calibration import Calibration

UNITS = {"told": "share of the variance", "spread_left": "share of the range's", "uneven": "probability"}
UNITS |= {"coverage_50": "share of checks", "coverage_90": "share of checks", "unmet": "scale of the fit"}


def calibrate(
    scenario: ScenarioArgument,
    rows: Annotated[
        int, typer.Option(metavar="N", help="Single runs to make; fewer make a rougher posterior.")
    ] = 100_000,
    numbers: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=1,
            help="Most numbers to look for by what they decide, and by what is told of them; the others vary freely.",
        ),
    ] = 25,
    sets: Annotated[int, typer.Option(metavar="N", min=1, help="Sets of numbers that the posterior is told by.")] = 200,
    checks: Annotated[int, typer.Option(metavar="N", min=2, help="Runs to hold out to check the posterior.")] = 500,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Ask a neural network too (pip install 'sipabm\\[sbi]'); minutes.")
    ] = False,
    seed: Seed = 1,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where to write, and to go on.", show_default="nothing is written"),
    ] = None,
    changes: Changes = None,
    threads: Threads = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace what the folder holds.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say which values of the uncertain numbers lead to what was observed, and how far that can be trusted.

    All numbers vary over their plausible ranges (sipabm parameters), each
    run with other numbers and other luck. The runs nearest to the patterns
    that 'sipabm validate' calls fitted or input make the posterior; those
    held out are not looked at. It takes most of an hour on two processors.
    With --second-opinion a neural network learns from the same runs, and it
    is said about which numbers the two do not agree.

    The folder receives all runs; targets.csv, numbers.csv and sets.csv; and a
    figure. The same command goes on where it was interrupted.
    """
    base = scenario_from(scenario, changes, None)
    from sipabm.calibration.calibration import calibrate as calibrated

    how = Output(quiet, as_json)
    effort: dict[str, Any] = {"rows": rows, "numbers": numbers, "sets": sets, "checks": checks, "seed": seed}
    with going_on(out, overwrite):
        found = calibrated(
            base,
            **effort,
            second_opinion=second_opinion,
            folder=out,
            overwrite=overwrite,
            threads=threads,
            progress=how.progress,
        )
    options = [part for name, value in effort.items() for part in (f"--{name}", str(value))]
    options += ["--second-opinion"] if second_opinion else []
    if out:
        write(found, out, options)
    held = f"in {out}: the runs, targets.csv, numbers.csv, sets.csv, posterior as SVG and PNG" if out else ""
    show(found, out, held or "nothing written", how)


def show(found: Calibration, folder: Path | None, line: str, how: Output) -> None:
    """Print the numbers that were fitted, and sentences."""
    from sipabm.calibration.calibration_sentences import sentences
    from sipabm.cli.calibration_tables import calibration_parts

    told = {"manifest": found.manifest, "folder": folder, "notes": sentences(found)}
    tables = {"targets": found.targets, "numbers": found.numbers, "sets": found.sets}
    how.answer("calibrate", calibration_parts(found), tables, [line], UNITS, **told)


def write(found: Calibration, folder: Path, options: list[str]) -> None:
    """Write the tables, the figure, and how to make them again beside the runs."""
    from sipabm.calibration.calibration import FILE
    from sipabm.calibration.calibration_sentences import sentences, title
    from sipabm.language.csv_text import csv_text
    from sipabm.plots import described, plot_posterior, save_figures
    from sipabm.tables.folders import write_scenario
    from sipabm.whole_files import write_aside

    write_scenario(folder, found.scenario)
    for name in ("targets", "numbers", "sets"):
        write_aside(folder / f"{name}.csv", csv_text(getattr(found, name)))
    figures = {"posterior": plot_posterior(found.numbers, title(found))}
    save_figures(folder, described(figures, " ".join(sentences(found))))
    again = shlex.join(["sipabm", "calibrate", "scenario.toml", *options])
    write_aside(folder / FILE, json.dumps({**found.manifest, "again": again}, indent=2) + "\n")
