"""Options of the commands that write a memo: where to, and in which language."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sipabm.cli.typed_command import times_typed
from sipabm.errors import ScenarioError

if TYPE_CHECKING:
    from sipabm.studies.study_folder import Study

HTML, PDF = ".html", ".pdf"
ReportFile = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Write the answer as two pages for those who decide: answer.html, and answer.pdf beside it; or the PDF "
        "alone.",
        show_default="nothing is written",
    ),
]
Language = Literal["en", "da"]
OWN_LANGUAGE: Language = "en"
ReportLanguage = Annotated[
    Language, typer.Option("--language", case_sensitive=False, help="Of the two pages: English or Danish.")
]


def report_files(file: Path) -> list[Path]:
    """Return the files that a memo is written to: both kinds, or the PDF alone if that was asked for."""
    return [file, file.with_suffix(PDF)] if file.suffix.lower() == HTML else [file]


def check_report(file: Path | None, language: Language, folder: Path | None, overwrite: bool) -> None:
    """Raise ScenarioError unless a memo may be written to a file: beside others, or into the folder of the study.

    Also where a language is given for no memo, or a second file. Nothing is written yet.
    """
    if file is None:
        if language != OWN_LANGUAGE:
            raise ScenarioError(f"--language {language} is of the two pages, and none are asked for; add --report FILE")
        return
    if times_typed("--report") > 1:
        raise ScenarioError(f"--report is given more than once; one report is written, as {HTML} with its {PDF} beside")
    if file.suffix.lower() not in (HTML, PDF):
        raise ScenarioError(f"--report '{file}' is no page; give a file that ends in {HTML} or {PDF}")
    parent = file.absolute().parent
    # The study's own folder may not be there yet.
    if folder is None or parent != folder.absolute():
        if not parent.is_dir():
            raise ScenarioError(
                f"--report '{file}': there is no folder '{file.parent}'; make it, or choose another one"
            )
        if not os.access(parent, os.W_OK):
            raise ScenarioError(f"--report '{file}': the folder '{file.parent}' cannot be written; choose another one")
    for each in report_files(file):
        if each.is_dir():
            raise ScenarioError(f"--report '{each}' is a folder; give the name of a file in it")
        if os.path.lexists(each) and not overwrite:
            raise ScenarioError(f"--report '{each}' is there already; choose another name or replace it (--overwrite)")


def write_report(study: Study, file: Path, language: Language) -> None:
    """Write the two pages of a study to a file, and the PDF beside it."""
    from sipabm.browser.page import page_inside
    from sipabm.memo import memo_of, write_memo

    write_memo(memo_of(study), report_files(file), language, page_inside)


def report_line(file: Path | None) -> list[str]:
    """Return in a line which files hold the two pages, if any do."""
    return [f"Two pages for those who decide: {' and '.join(map(str, report_files(file)))}"] if file else []
