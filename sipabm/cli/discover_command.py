"""The command `discover`: in which worlds of a sweep something happens."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipabm.cli.inputs import Seed, StudyFolder
from sipabm.cli.output import Json, Output, Quiet
from sipabm.language.lists import counted

if TYPE_CHECKING:
    from sipabm.studies.discovery import Discovery

STUDY = "discovery"
POINTS, OUTCOME = "share of points", "share of the outcome"
UNITS = {"mass": POINTS, "density": POINTS, "checked_density": POINTS, "coverage": OUTCOME, "checked_coverage": OUTCOME}
UNITS |= {"confirmed": "share of halves", "quasi_p": "probability", "points": "points", "restricted": "numbers"}
UNITS |= {"box": "place", **dict.fromkeys(("low", "high", "range_low", "range_high"), "that of the number")}


def discover(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A folder that 'sipabm sweep' wrote.", show_default=False)
    ],
    outcome: Annotated[
        str,
        typer.Option(metavar="CONDITION", help="What is looked for, like 'signed > 300' (with quotes)."),
    ],
    between: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Compare the highest with the lowest value of this column: the outcome is then about how many times "
            "as much there is.",
        ),
    ] = None,
    boxes: Annotated[int, typer.Option(metavar="N", min=1, help="Most boxes to look for.")] = 3,
    seed: Seed = 1,
    out: StudyFolder = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the discovery in the folder.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say in which worlds of a sweep something happens, as ranges of a few numbers: a box.

    A box is judged by its density (how often it happens in the box) and its
    coverage (which share of all such worlds lie in it); both are also measured
    on worlds that the box was not found from. A restriction is kept only if it
    is found again in half of 40 random halves of the worlds, and confirmed by
    the other half. If there is none, nothing is shown. The method is PRIM.

    With --between early_meetings --outcome 'signed >= 2' the question is: in
    which worlds do early meetings double what is signed? The sweep must then
    have each world with both values. Its points should be spread evenly over
    what varies, as by --latin. There must be 80 worlds or more: of fewer no
    half can confirm anything.
    """
    from sipabm.studies.discovery import discover as found_in
    from sipabm.studies.study_folder import check_folder

    if out:  # before the work: nobody waits for a refusal
        check_folder(out, STUDY, overwrite)
    found = found_in(folder, outcome, seed, between=between, boxes=boxes)
    if out:
        write(found, folder, out, seed, boxes, [] if between is None else ["--between", between])
    files = f"boxes.csv, ranges.csv, path.csv, {counted(len(found.boxes) or 1, 'figure')} and manifest.json"
    show(found, out, [f"In {out}: {files}"] if out else [], Output(quiet, as_json))


def show(found: Discovery, folder: Path | None, lines: list[str], how: Output) -> None:
    """Print boxes, ranges and sentences."""
    from sipabm.cli.reading_tables import discovery_parts
    from sipabm.studies.discovery_sentences import sentences

    tables = {"boxes": found.boxes, "ranges": found.ranges, "path": found.path}
    told = {"manifest": found.about(), "folder": folder, "notes": sentences(found)}
    how.answer("discover", discovery_parts(found), tables, lines, UNITS, **told)


def write(found: Discovery, folder: Path, out: Path, seed: int, boxes: int, more: list[str]) -> None:
    """Write the tables, a figure for each box, the scenario, and how to make them again."""
    from sipabm.plots import described, plot_box, save_figures
    from sipabm.studies.discovery_sentences import sentences
    from sipabm.studies.study_folder import write_study
    from sipabm.tables.folders import read_manifest, stored_scenario
    from sipabm.tables.manifest import version

    runs = read_manifest(folder)
    effort = ["--outcome", found.outcome_asked, "--boxes", str(boxes), "--seed", str(seed), *more]
    made = {"sipabm": version(), "study": STUDY, "outcome": found.outcome, "seed": seed, "sweep": str(folder)}
    made |= {name: runs.get(name) for name in ("source_digest", "scenario_digest", "points", "replicates")}
    made["again"] = shlex.join(["sipabm", "discover", str(folder), *effort])
    tables = {"boxes.csv": found.boxes, "ranges.csv": found.ranges, "path.csv": found.path}
    scenario = stored_scenario(folder, runs)
    write_study(out, made, tables, {"scenario": scenario})
    title = f"Worlds in which {found.outcome}, scenario “{scenario.name}”"
    figures = {f"box_{box}": plot_box(*found.of(box), title) for box in found.path["box"].unique()}
    save_figures(out, described(figures, " ".join(sentences(found))))
