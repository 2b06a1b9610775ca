"""The command `report`: what runs in a folder say, printed and written as small tables and figures."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.inputs import (
    CurrencyCode,
    Discount,
    Observed,
    PriceYear,
    Slides,
    parse_change,
    parse_discount,
    unrepeated,
)
from sipabm.cli.memo_options import Language, ReportLanguage
from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.spreadsheets import Form, TableForms, forms_in_words, write_forms
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted, listed
from sipabm.surroundings import note

if TYPE_CHECKING:
    from sipabm.memo.content import Memo
    from sipabm.report import Report
    from sipabm.results import Results
    from sipabm.scenario import Scenario

MONEY = ("currencies", "prices_of")
MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)
NOTHING_WRITTEN = "read; nothing was written"
SIGNIFICANT_DIGITS = "%.6g"


def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="A folder that 'run', 'compare', 'robust' or 'sweep' wrote.", show_default=False
        ),
    ],
    observed: Observed = None,
    slides: Slides = False,
    currency: CurrencyCode = None,
    price_year: PriceYear = None,
    discount: Discount = None,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="A rate or a price index: currencies.DKK.rate=6.9, currencies.DKK.prices.2026=123.5. Repeatable.",
        ),
    ] = None,
    forms: TableForms = None,
    language: ReportLanguage = "en",
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write two pages for those who decide, memo.html and memo.pdf, into a folder; of runs tables and figures as well.

    Everything is made from what the folder holds: nothing is simulated. Of runs
    what they say is printed, and the folder receives CSV tables and two figures
    (figure, returns) as SVG and PNG, and with --slides four slides. Files of
    these names are replaced: rename what is to stay.
    """
    from sipabm.memo import STUDIES
    from sipabm.simulation import read_results
    from sipabm.tables.folders import kind_of, read_manifest

    if kind_of(read_manifest(folder)) in STUDIES:
        of_runs: dict[str, Any] = {"--observed": observed, "--slides": slides, "--tables": forms, "--set": changes}
        of_runs |= {"--currency": currency, "--price-year": price_year, "--discount": discount}
        given = [name for name, value in of_runs.items() if value]
        return report_study(folder, given, language, Output(quiet, as_json))

    rate = parse_discount(discount)
    results = read_results(folder)
    scenario = with_rates(results.scenario, changes)
    money = scenario.money(currency, price_year)
    said = results.report(observed, rate).in_money(money)
    # Before anything is written: what it refuses leaves the folder as it was.
    memo = memo_of_runs(results, scenario, said, rate)
    is_written = written(said, folder, slides, forms) and memo_written(folder, memo, language)
    pages = "two pages (memo.html, memo.pdf)"
    told = f"{what_was_written(said, slides, forms)}, {pages}" if is_written else NOTHING_WRITTEN
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


def report_study(folder: Path, of_runs: Sequence[str], language: Language, how: Output) -> None:
    """Write the two pages of a study that is not of plain runs into its folder, and print their answer."""
    from sipabm.memo import memo_of_folder
    from sipabm.memo.said import NO_BREAK, in_language
    from sipabm.tables.folders import read_manifest

    for option in of_runs:
        raise ScenarioError(f"{option} is for folders of 'run' alone, and '{folder}' is another one; leave it out")
    memo = memo_of_folder(folder)
    is_written = memo_written(folder, memo, language)
    answer = in_language(memo.answer, language).replace(NO_BREAK, " ")  # which a console has no use for
    lines = [answer, "", f"In {folder}: memo.html and memo.pdf" if is_written else NOTHING_WRITTEN]
    how.answer("report", [], {}, lines, manifest=read_manifest(folder), folder=folder, notes=[answer])


def memo_of_runs(results: Results, scenario: Scenario, said: Report, discount: float) -> Memo:
    """Return what the two pages say of some runs, with the rates and price indices of a scenario."""
    from sipabm.memo.ran import runs_memo
    from sipabm.studies.study_folder import Study

    made = {**results.manifest, "discount": discount, "money": said.money.asked}
    return runs_memo(Study(made, said.tables(), {"scenario": scenario}))


def memo_written(folder: Path, memo: Memo, language: Language) -> bool:
    """Return whether the two pages were written to a folder: not where nobody may write, which is noted."""
    from sipabm.browser.page import page_inside
    from sipabm.memo import write_memo
    from sipabm.tables.folders import PAGES

    with noted(folder) as done:
        write_memo(memo, [folder / name for name in PAGES], language, page_inside)
    return not done


def written(said: Report, folder: Path, slides: bool = False, forms: Sequence[Form] | None = None) -> bool:
    """Return whether a report was written to a folder: not where nobody may write, which is noted."""
    with noted(folder) as done:
        write_report(said, folder, slides, forms)  # before it is printed, as a reader may stop early
    return not done


@contextmanager
def noted(folder: Path) -> Iterator[list[OSError]]:
    """Note that nothing was written to a folder where nobody may write, and yield a list that then has the error.

    ScenarioError on a full disk, OSError if it fails in another way.
    """
    from sipabm.tables.folders import FULL

    errors: list[OSError] = []
    try:
        yield errors
    except OSError as error:
        if error.errno in FULL:
            raise ScenarioError(f"the report of '{folder}' cannot be written ({error.strerror}); make room") from None
        if error.errno not in MAY_NOT:
            raise
        note(f"{folder} cannot be written ({error.strerror}), so the report is only shown; copy the folder to keep it")
        errors.append(error)


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
