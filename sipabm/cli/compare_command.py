"""The command `compare`: what a policy, a parameter or another world changes, and whether it is more than noise."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sipabm.cli.choices import alternatives, others_from
from sipabm.cli.console import going_on
from sipabm.cli.inputs import (
    Changes,
    CurrencyCode,
    Discount,
    Over,
    Policies,
    PriceYear,
    ScenarioArgument,
    Seed,
    Slides,
    StudyFolder,
    Threads,
    WelfareArea,
    discount_options,
    money_options,
    parse_discount,
    scenario_from,
    with_over,
)
from sipabm.cli.long_jobs import Yes, agree_on_runs
from sipabm.cli.memo_options import ReportFile, ReportLanguage, check_report, report_line, write_report
from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.run_command import idle_policies
from sipabm.cli.spreadsheets import Form, TableForms, check_forms, forms_in_words, write_forms
from sipabm.cli.typed_command import typed_command
from sipabm.errors import ScenarioError
from sipabm.language.typed import typed_number
from sipabm.language.workbook import MADE_BY
from sipabm.surroundings import note

if TYPE_CHECKING:
    import pandas as pd

    from sipabm.studies import Comparison
    from sipabm.studies.study_folder import Study

YEAR = re.compile(r"\d{4}", re.ASCII)
LEVER_NOTE = (
    "LEVER=SHARE@QUARTER: from that quarter on, that share of projects uses the lever "
    "(of outcomes_fund: that share of payments is carried by the fund)."
)


def compare(
    scenario: ScenarioArgument,
    levers: Annotated[
        list[str] | None,
        typer.Option(
            "--lever",
            metavar="NAME=SHARE",
            help="A lever to compare, at one or more shares: 0.5,1 or 50%,100%. Repeatable.",
        ),
    ] = None,
    first_quarters: Annotated[
        list[str] | None,
        typer.Option("--from", metavar="QUARTER", help="When levers start: 2012Q1, or 2012 for its first. Repeatable."),
    ] = None,
    last_quarter: Annotated[
        str | None, typer.Option("--until", metavar="QUARTER", help="When levers end.", show_default="never")
    ] = None,
    variations: Annotated[
        list[str] | None,
        typer.Option("--vary", metavar="NAME=VALUE", help="A parameter to compare, at one or more values. Repeatable."),
    ] = None,
    others: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="SCENARIO", help="Another scenario or file to compare. Repeatable."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="MECHANISM",
            help="The world without a mechanism, like leaving, as an alternative ('sipabm mechanisms'). Repeatable.",
        ),
    ] = None,
    together: Annotated[
        bool, typer.Option("--together", help="All levers, parameters and mechanisms at once instead of one by one.")
    ] = False,
    replicates: Annotated[int, typer.Option(metavar="N", help="Number of runs of each world.")] = 200,
    seed: Seed = 1,
    precision: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="Add runs until half of the interval is that share of the base, like 5%."),
    ] = None,
    most_replicates: Annotated[int, typer.Option(metavar="N", help="Most runs for a precision.")] = 5000,
    years: Annotated[
        str | None, typer.Option(metavar="FIRST:LAST", help="Calendar years that count.", show_default="all")
    ] = None,
    begun: Annotated[
        str | None,
        typer.Option(
            metavar="FIRST:LAST",
            help="Years in which the attempts begin that are followed to their end: 2026:2029, or 2026 alone.",
            show_default="from the start of the levers, as long as the runs show their end",
        ),
    ] = None,
    area: WelfareArea = None,
    out: StudyFolder = None,
    changes: Changes = None,
    policies: Policies = None,
    over: Over = None,
    currency: CurrencyCode = None,
    price_year: PriceYear = None,
    discount: Discount = None,
    threads: Threads = None,
    slides: Slides = False,
    forms: TableForms = None,
    report: ReportFile = None,
    language: ReportLanguage = "en",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace the comparison in the folder, and the report.")
    ] = False,
    yes: Yes = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Compare a world with others under the same luck: what a lever changes, and whether it is more than noise.

    Each lever at each share from each quarter on is one alternative, and so is
    the world without each mechanism of --without. --set and --policy change
    every world that is compared. What changes in attempts begun in some years,
    and the net position of each party, is told of attempts followed to their
    end, or which year a run must reach. The folder receives the tables as CSV,
    three figures (curves, changes, positions) as SVG and PNG, every scenario
    and a manifest, so that anybody can repeat it,
    and the runs: after an interruption the same command goes on.
    """
    changes = with_over(changes, over)
    base = scenario_from(scenario, changes, policies)
    money, rate = base.money(currency, price_year), parse_discount(discount)
    asked = (levers or [], first_quarters or [], last_quarter, variations or [])
    found = alternatives(base, *asked, together, without or [], area)
    found |= others_from(base, others or [], changes, policies)
    if not found:
        raise ScenarioError(
            "nothing to compare with; give --lever NAME=SHARE and --from QUARTER, --vary, --without or --with"
        )
    if slides and out is None:
        raise ScenarioError("--slides has no folder to write to; give one as --out FOLDER")
    check_forms(forms, out)
    first, last = parse_years(years)
    begins = parse_begun(begun)
    share = parse_precision(precision)
    from sipabm.studies.comparison import STUDY, checked_effort
    from sipabm.studies.comparison import compare as compared
    from sipabm.studies.study_folder import check_folder, runs_of

    if out:  # before the runs: nobody waits minutes for a refusal
        check_folder(out, STUDY, overwrite)
    check_report(report, language, out, overwrite)
    how = Output(quiet, as_json, money)
    for text in dict.fromkeys(text for each in found.values() for text in idle_policies(each)):
        note(text)
    effort = checked_effort(replicates, most_replicates, share)
    agree_on_runs(base, 1 + len(found), effort[0], threads, yes, False, kept=out is not None)
    with going_on(out):
        result = compared(
            base,
            found,
            replicates,
            seed,
            precision=share,
            most_replicates=most_replicates,
            first=first,
            last=last,
            begun=begins,
            area=area,
            discount=rate,
            folder=runs_of(out),
            replace=overwrite,
            threads=threads,
            progress=how.progress,
        ).in_money(money)
    study = study_of(result)
    if out:
        write(result, study, out, slides, forms)
    if report:
        write_report(study, report, language)
    show(result, [LEVER_NOTE] if levers else [], out, how, report, forms)


def parse_precision(text: str | None) -> float | None:
    """Return a precision written like '5%' or '0.05' as a share; ScenarioError if it is none."""
    if text is None:
        return None
    value = typed_number(f"--precision '{text}'", text)
    # Neither 0, which no number of runs reaches, nor 100 %, which says nothing.
    if value is None or not 0 < value < 1:
        raise ScenarioError(f"--precision '{text}' is not a share between 0 and 1; write it like 5% or 0.05")
    return value


def parse_years(text: str | None, option: str = "--years") -> tuple[int | None, int | None]:
    """Return first and last year of a text like '2012:2020', '2012' or '2012:', none for what is left out."""
    if text is None:
        return None, None
    first, colon, last = text.strip().partition(":")
    years = [first, last if colon else first]
    if not any(years) or not all(YEAR.fullmatch(year) for year in years if year):
        raise ScenarioError(f"{option} '{text}' is not like 2012:2020, 2012:, :2020 or 2012")
    begin, end = (int(year) if year else None for year in years)
    return begin, end


def parse_begun(text: str | None) -> tuple[int | None, int | None] | None:
    """Return first and last year of a text like '2026:2029', none for what is left out; none at all for no text."""
    return None if text is None else parse_years(text, "--begun")


def show(
    result: Comparison,
    notes: list[str],
    folder: Path | None,
    how: Output,
    report: Path | None = None,
    forms: Sequence[Form] | None = None,
) -> None:
    """Print the tables and notes of a comparison."""
    from sipabm.cli.contrast_tables import comparison_parts

    files = ", ".join(tables_of(result)) + forms_in_words(forms)
    figures = "three figures as SVG and PNG"
    written = [f"In {folder}: {files}, {figures}, the scenarios and manifest.json, which says how to repeat it"]
    parts, said = comparison_parts(result, notes), [*notes, *result.notes()]
    lines = [*(written if folder else []), *report_line(report)]
    tables = {name.removesuffix(".csv"): table for name, table in tables_of(result).items()}
    how.answer("compare", parts, tables, lines, manifest=result.manifest, folder=folder, notes=said)


def tables_of(result: Comparison) -> dict[str, pd.DataFrame]:
    """Return the tables of a comparison by the name of the CSV file each is kept in."""
    names = {"comparison": result.table, "cohort": result.cohort, "net_positions": result.net_positions}
    return {f"{name}.csv": table for name, table in {**names, "curves": result.curves}.items()}


def study_of(result: Comparison) -> Study:
    """Return what a comparison leaves in a folder, with the command that makes it again from there."""
    from sipabm.studies.study_folder import Study

    scenarios = {f"alternative_{number}": other for number, other in enumerate(result.others.values(), 1)}
    others = [part for name in scenarios for part in ("--with", f"{name}/scenario.toml")]
    effort = ["--replicates", str(result.runs.runs), "--seed", str(result.manifest["seed"])]
    window = ["--years", f"{result.years[0]}:{result.years[1]}"]
    if result.manifest["begun"]:
        window += ["--begun", ":".join(map(str, result.manifest["begun"]))]
    if result.area:
        window += ["--area", result.area]
    window += [*money_options(result.money), *discount_options(result.manifest["discount"])]
    # Quoted, as a scenario's folder may be called anything, and this line is meant for a shell.
    again = shlex.join(["sipabm", "compare", "base/scenario.toml", *others, *effort, *window])
    made = {**result.manifest, "money": result.money.asked, "command": typed_command(), "again": again}
    return Study(made, tables_of(result), {"base": result.base, **scenarios})


def write(
    result: Comparison, study: Study, folder: Path, with_slides: bool, forms: Sequence[Form] | None = None
) -> None:
    """Write tables, figures, scenarios and the manifest."""
    from sipabm.cli.contrast_tables import title
    from sipabm.plots import drop_figures, save_figures
    from sipabm.studies.comparison_figures import SLIDES, figures, slides
    from sipabm.studies.study_folder import write_study

    write_study(folder, *study)
    named = {name.removesuffix(".csv"): table for name, table in study.tables.items()}
    about = [f"{MADE_BY}{study.made['again']}", *result.notes()]
    write_forms(folder, forms, named, title(result), about, money=result.money)
    save_figures(folder, figures(result))
    # Slides of an earlier comparison would show other numbers than the tables beside them.
    drop_figures(folder, SLIDES)
    if with_slides:
        save_figures(folder, slides(result))
