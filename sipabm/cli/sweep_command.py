"""The command `sweep`: a world at every point of a design, kept in a folder that can be resumed and expanded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.compare_command import parse_years
from sipabm.cli.console import going_on, say
from sipabm.cli.inputs import Changes, Over, Policies, Threads, with_over
from sipabm.cli.long_jobs import Yes, agree, is_many
from sipabm.cli.memo_options import Language, ReportFile, ReportLanguage, check_report, report_line, write_report
from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.plan_options import changed_by, parse_shard, planned, split, varied_by
from sipabm.cli.run_command import idle_policies
from sipabm.cli.spreadsheets import Form, TableForms, forms_in_words, write_forms
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted
from sipabm.surroundings import note

if TYPE_CHECKING:
    import pandas as pd

    from sipabm.scenario import Scenario
    from sipabm.sweeps.estimate import Estimate
    from sipabm.sweeps.plans import Plan
    from sipabm.sweeps.sweep import Asked

SHOWN_FAILURES = 10
FAILED = 1  # the exit code


def sweep(
    scenario: Annotated[
        str, typer.Argument(help="Name of a scenario, its TOML file, or a design.", show_default=False)
    ],
    grid: Annotated[
        list[str] | None,
        typer.Option("--grid", metavar="NAME=V,V", help="Try each of these values. Repeatable."),
    ] = None,
    ranges: Annotated[
        list[str] | None,
        typer.Option("--range", metavar="NAME=LOW:HIGH", help="Spread points from low to high. Repeatable."),
    ] = None,
    latin: Annotated[
        int | None, typer.Option("--latin", metavar="N", min=1, help="N points over the ranges: a Latin hypercube.")
    ] = None,
    sobol: Annotated[
        int | None,
        typer.Option("--sobol", metavar="N", min=1, help="The first N of a Sobol sequence, which more points extend."),
    ] = None,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Every uncertain number that is not --set, over its plausible range.")
    ] = False,
    factorial: Annotated[
        str | None,
        typer.Option("--factorial", metavar="LEVER,LEVER", help="Every combination of these levers in use or not."),
    ] = None,
    first_quarter: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="QUARTER", help="When the levers of --factorial start; a year: its first quarter."
        ),
    ] = None,
    table: Annotated[
        Path | None, typer.Option("--table", metavar="FILE", help="A CSV or Parquet file with a row for each point.")
    ] = None,
    changes: Changes = None,
    policies: Policies = None,
    over: Over = None,
    replicates: Annotated[
        int | None, typer.Option(metavar="N", help="Number of runs of each point.", show_default="50")
    ] = None,
    seed: Annotated[int | None, typer.Option(metavar="N", help="Same seed, same numbers.", show_default="1")] = None,
    measures: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,NAME", help="What to measure ('sipabm measures').", show_default="signed,successful"
        ),
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="FIRST:LAST", help="Calendar years that count.", show_default="all")
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="Also keep every attempt and contract.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where to write.", show_default=False)] = None,
    report: ReportFile = None,
    language: ReportLanguage = "en",
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Make only part I of N; 'sipabm merge' joins them.")
    ] = None,
    threads: Threads = None,
    dask: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Run on a Dask cluster: its scheduler, or 'local' for processes here."),
    ] = None,
    forms: TableForms = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the sweep in the folder.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check everything, estimate time and disk, write nothing.")
    ] = False,
    yes: Yes = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run a world at every point of a design, all with the same luck, and keep one tidy table.

    What is varied is given by options, which are crossed, or by a design file:
    a TOML file like the design.toml that the folder receives. A name is a
    parameter, or a lever: then the value is the share of projects that use it,
    from the quarter in LEVER.from on, else from the first quarter.

    The folder explains itself: points.csv has a row for each point with means
    and 95 % intervals, columns.csv says what each column means, runs/ has a row
    for each run as Parquet. The same command goes on where it was interrupted;
    with more points or replicates it adds them. A run that fails is told at the
    end (exit code 1) and costs no other.
    """
    changes = with_over(changes, over)
    asked = {
        **changed_by(changes or (), policies or ()),
        **{"replicates": replicates, "seed": seed, "rows": rows, "measures": split("--measures", measures) or None},
        **dict(zip(("first", "last"), parse_years(years), strict=True)),
    }
    varied = varied_by(grid or (), ranges or (), latin, sobol, factorial, first_quarter, uncertain, table)
    plan, part, how = planned(scenario, varied, asked), parse_shard(shard), Output(quiet, as_json)
    base, design = plan.base(), plan.design()
    if dry_run:
        return foretell(plan, base, design, part, out, overwrite, threads, how)
    if out is None:
        raise ScenarioError("a sweep needs a folder; give one as --out output/sweep, or try it with --dry-run")
    if report and part != (1, 1):
        raise ScenarioError("--report is of a whole sweep; merge the shards, and then: sipabm report FOLDER")
    check_report(report, language, out, overwrite)
    for text in idle_policies(base):
        note(text)
    if is_many(len(design) * plan.replicates // part[1]) and not dask:  # of a cluster nothing is known here
        agree(foreseen(plan, base, design, part, out, overwrite, threads)[1], yes)
    with going_on(out, overwrite):
        make(plan, base, design, out, part, overwrite, threads, dask, how, report, language, forms)


def make(
    plan: Plan,
    base: Scenario,
    design: pd.DataFrame,
    folder: Path,
    shard: tuple[int, int],
    overwrite: bool,
    threads: int | None,
    dask: str | None,
    how: Output,
    report: Path | None,
    language: Language,
    forms: Sequence[Form] | None = None,
) -> None:
    """Make the runs of a plan, write what explains them, and the two pages if wanted, and print the first points."""
    from sipabm.sweeps.dask_workers import dask_executor
    from sipabm.sweeps.design_files import keep_plan
    from sipabm.sweeps.explained import explain
    from sipabm.sweeps.sweep import sweep as swept

    asked: dict[str, Any] = {"measures": plan.measures, "first": plan.first, "last": plan.last, "rows": plan.rows}
    where: dict[str, Any] = {"folder": folder, "shard": shard, "overwrite": overwrite, "progress": how.progress}
    with dask_executor(dask, threads) if dask else nullcontext() as executor:
        how_run: dict[str, Any] = {"threads": threads, "executor": executor}
        found = swept(base, design, plan.replicates, plan.seed, **asked, **where, **how_run)
    keep_plan(folder, plan)
    explain(folder)
    if shard == (1, 1):
        write_points(folder, base.name, found, forms)
    if report:
        from sipabm.memo.swept import swept_study  # only here, as it is slow to import

        write_report(swept_study(folder), report, language)
    tell("sweep", folder, found, shard, how, report, forms)


def write_points(folder: Path, name: str, found: pd.DataFrame, forms: Sequence[Form] | None) -> None:
    """Write the table of points for spreadsheet programs, with what `columns.csv` says of its columns."""
    import pandas as pd

    from sipabm.language.csv_text import from_cell
    from sipabm.tables.folders import COLUMNS_FILE, POINTS_FILE

    told = pd.read_csv(folder / COLUMNS_FILE, keep_default_na=False).map(from_cell)
    own = told[told["table"] == POINTS_FILE].set_index("column")
    title = f"Sweep of '{name}': {counted(len(found), 'point')}"
    write_forms(folder, forms, {"points": found}, title, [], own["unit"].to_dict(), meanings=own["meaning"].to_dict())


def tell(
    command: str,
    folder: Path,
    found: Any,
    shard: tuple[int, int],
    how: Output,
    report: Path | None = None,
    forms: Sequence[Form] | None = None,
) -> None:
    """Print the first points of a sweep, what the folder holds and which runs failed, on which the exit code is 1."""
    from sipabm.cli.sweep_tables import sweep_parts, units_of_measures
    from sipabm.sweeps.explained import failures
    from sipabm.tables.folders import read_manifest

    made, whole = read_manifest(folder), shard == (1, 1)
    failed = list(failures(folder)) if not whole or found["failed"].any() else []
    for line in told_failures(failed):  # by a quiet command as well, as they are errors
        say(line)
    how.answer(
        command,
        sweep_parts(found, made) if whole else [],
        {"points": found},
        [*lines_of(folder, made, shard, forms), *report_line(report)],
        units_of_measures(found),
        manifest=made,
        folder=folder,
        failed=[failure._asdict() for failure in failed],
    )
    if failed:
        raise typer.Exit(FAILED)


def lines_of(
    folder: Path, made: dict[str, Any], shard: tuple[int, int], forms: Sequence[Form] | None = None
) -> list[str]:
    """Return the last lines: what the folder holds, and what to do with it."""
    part, of = shard
    if of > 1:
        parts = "; all of them make one sweep by: sipabm merge FOLDER ... --out FOLDER"
        return [f"Shard {part} of {of} of {counted(made['points'], 'point')} is in {folder}{parts}"]
    return [
        f"In {folder}: points.csv (a row for each point, every digit){forms_in_words(forms)}, columns.csv (what each "
        "column means),",
        "runs/*.parquet (a row for each run), design.toml and scenario.toml, which make it again",
        f"Read it by sipabm.read_sweep({str(folder)!r}); DuckDB, R and polars read runs and points as they are",
    ]


def told_failures(failed: list[Any]) -> list[str]:
    """Return a line for each of the first runs that failed, and one with how many there are."""
    if not failed:
        return []
    lines = [f"  run {each.run} of point {each.point}: {each.reason}" for each in failed[:SHOWN_FAILURES]]
    more = len(failed) - len(lines)
    rest = [f"  and {counted(more, 'more', 'more')} (column 'error' of runs/*.parquet)"] if more else []
    return [f"{counted(len(failed), 'run')} failed; the same command tries them again:", *lines, *rest]


def foretell(
    plan: Plan,
    base: Scenario,
    design: pd.DataFrame,
    shard: tuple[int, int],
    folder: Path | None,
    overwrite: bool,
    threads: int | None,
    how: Output,
) -> None:
    """Print what a plan will take, after checking all of it, and write nothing."""
    from sipabm.cli.sweep_tables import estimate_lines

    asked, found = foreseen(plan, base, design, shard, folder, overwrite, threads)
    facts = {"points": len(asked.points), "years": list(asked.span.counted), **found._asdict()}
    how.answer("sweep", [], {}, estimate_lines(asked, found, shard, threads), dry_run=facts)


def foreseen(
    plan: Plan,
    base: Scenario,
    design: pd.DataFrame,
    shard: tuple[int, int],
    folder: Path | None,
    overwrite: bool,
    threads: int | None,
) -> tuple[Asked, Estimate]:
    """Return a plan all of which was checked, the folder too, and what it will take."""
    from sipabm.sweeps.estimate import check_folder, estimated
    from sipabm.sweeps.sweep import checked, wanted_of

    effort, counted_years = (plan.replicates, plan.seed), (plan.first, plan.last)
    asked = checked(base, design, *effort, plan.measures, (), *counted_years, "engine", plan.rows)
    if folder:
        check_folder(folder, wanted_of(asked, shard, overwrite))
    return asked, estimated(asked, shard, threads, None if overwrite else folder)
