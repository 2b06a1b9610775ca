"""The command `report`: what runs in a folder say, printed and written as small tables and figures."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.inputs import CurrencyCode, Observed, PriceYear, Slides, parse_change, unrepeated
from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.spreadsheets import Form, TableForms, forms_in_words, write_forms
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted, listed
from sipabm.surroundings import note

if TYPE_CHECKING:
    from sipabm.report import Report
    from sipabm.scenario import Scenario

MONEY = ("currencies", "prices_of")
MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)
SIGNIFICANT_DIGITS = "%.6g"


def report(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that 'run' wrote.", show_default=False)],
    observed: Observed = None,
    slides: Slides = False,
    currency: CurrencyCode = None,
    price_year: PriceYear = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="A rate or a price index: currencies.DKK.rate=6.9, currencies.DKK.prices.2026=123.5. Repeatable.",
        ),
    ] = None,
    forms: TableForms = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Print what the runs in a folder say, and write it there as small CSV tables and figures.

    The folder receives CSV tables and two figures (figure, returns) as SVG and
    PNG, and with --slides four slides. They are made from the tables that 'run' wrote: nothing is simulated.
    """
    from sipabm.simulation import read_results

    results = read_results(folder)
    money = with_rates(results.scenario, changes).money(currency, price_year)
    said = results.report(observed).in_money(money)
    told = (
        what_was_written(said, slides, forms) if written(said, folder, slides, forms) else "read; nothing was written"
    )
    lines = [f"{counted(said.replicates, 'run')} in {folder}: {told}"]
    print_report("report", said, lines, Output(quiet, as_json, money), manifest=results.manifest, folder=folder)


def with_rates(scenario: Scenario, changes: list[str] | None) -> Scenario:
    """Return the scenario of some runs with other rates and price indices; ScenarioError for a change of all else."""
    named = dict(unrepeated("--set", [parse_change(text) for text in changes or ()]))
    for name in named:
        if name.split(".")[0] not in MONEY:
            raise ScenarioError(
                f"--set {name} would change the runs; here it takes {listed(MONEY)}, and `run` the rest"
            )
    return scenario.replace(named) if named else scenario


def written(said: Report, folder: Path, slides: bool = False, forms: Sequence[Form] | None = None) -> bool:
    """Return whether a report was written to a folder: not where nobody may write, which is noted.

    ScenarioError on a full disk, OSError if it fails in another way.
    """
    from sipabm.tables.folders import FULL

    try:
        write_report(said, folder, slides, forms)  # before it is printed, as a reader may stop early
    except OSError as error:
        if error.errno in FULL:
            raise ScenarioError(f"the report of '{folder}' cannot be written ({error.strerror}); make room") from None
        if error.errno not in MAY_NOT:
            raise
        note(f"{folder} cannot be written ({error.strerror}), so the report is only shown; copy the folder to keep it")
        return False
    return True


def write_report(said: Report, folder: Path, slides: bool, forms: Sequence[Form] | None = None) -> None:
    """Write a report's tables and figures to a folder, in other forms as well if asked for; OSError if that fails."""
    from sipabm.language.csv_text import csv_text
    from sipabm.plots import REPORT_SLIDES, drop_figures, report_figures, report_slides, save_figures
    from sipabm.whole_files import write_aside

    for name, table in said.tables().items():
        write_aside(folder / name, csv_text(table, SIGNIFICANT_DIGITS))
    named = {name.removesuffix(".csv"): table for name, table in said.tables().items()}
    title = f"Scenario '{said.scenario}', {counted(said.replicates, 'run')}"
    write_forms(folder, forms, named, title, said.notes, money=said.money, float_format=SIGNIFICANT_DIGITS)
    save_figures(folder, report_figures(said))
    if slides:
        save_figures(folder, report_slides(said))
    else:  # those of an earlier report would show other numbers than the tables beside them
        drop_figures(folder, REPORT_SLIDES)


def what_was_written(said: Report, slides: bool = False, forms: Sequence[Form] | None = None) -> str:
    """Return in words which files hold a report."""
    also = ", four slides" if slides else ""
    return f"{len(said.tables())} CSV tables{forms_in_words(forms)}, figure and returns{also} as SVG and PNG"


def print_report(command: str, said: Report, lines: list[str], how: Output, **facts: Any) -> None:
    """Print a report's tables and notes, with lines below them."""
    from sipabm.cli.report_tables import report_parts

    tables = {name.removesuffix(".csv"): table for name, table in said.tables().items()}
    how.answer(command, report_parts(said), tables, lines, **facts, notes=said.notes)
