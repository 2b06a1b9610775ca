"""The command `page`: a scenario as one HTML file that simulates in any browser, without installation or server."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Literal

import typer

from sipabm.cli.inputs import Changes, CurrencyCode, Over, PriceYear, ScenarioArgument, scenario_from, with_over
from sipabm.cli.output import Json, Output, Quiet
from sipabm.errors import ScenarioError, shown
from sipabm.language.sizes import size

ENDINGS = (".html", ".htm")


def page(
    scenario: ScenarioArgument,
    lesson: Annotated[bool, typer.Option("--lesson", help="Only the lesson, for a class.")] = False,
    policy: Annotated[bool, typer.Option("--policy", help="Only the view of a policy team.")] = False,
    language: Annotated[
        Literal["en", "da"],
        typer.Option(case_sensitive=False, help="English or Danish at first; a reader can change it."),
    ] = "en",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write.", show_default="output/SCENARIO.html")
    ] = None,
    changes: Changes = None,
    over: Over = None,
    currency: CurrencyCode = None,
    price_year: PriceYear = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the file.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Write a scenario as a page that simulates in any browser: one HTML file, no installation, no server.

    The file holds the engine, the scenario, a lesson and a policy view, in
    English and Danish. It opens by a double click, may be sent by mail or put
    on any web server, and asks nothing of any server itself. With neither
    --lesson nor --policy it holds both.
    """
    from sipabm.browser.page import VIEWS
    from sipabm.browser.page import page as made

    file = out or Path("output") / f"{Path(scenario).stem}.html"
    check_file(file, overwrite)
    changed = with_over(changes, over)
    chosen = scenario_from(scenario, changed, None)
    views = tuple(view for view, wanted in zip(VIEWS, (lesson, policy), strict=True) if wanted) or VIEWS
    parts = [option for text in changed or () for option in ("--set", text)]
    named = shlex.join([scenario, *parts])
    content = made(chosen, views, language, currency=currency, price_year=price_year, file=named)
    write(file, content)
    written = len(content.encode())
    lines = [f"{file} ({size(written)}) opens in any browser of 2023 or later, also without internet."]
    Output(quiet, as_json).answer("page", [], {}, lines, file=file, bytes=written)


def check_file(file: Path, overwrite: bool) -> None:
    """Raise ScenarioError unless a page may be written there: the name of an HTML file that is not there yet."""
    if file.suffix.lower() not in ENDINGS:
        raise ScenarioError(f"--out {shown(str(file))} is no HTML file; give a name that ends with .html")
    if file.is_dir():
        raise ScenarioError(f"--out {shown(str(file))} is a folder; give the name of a file in it, like page.html")
    if file.exists() and not overwrite:
        raise ScenarioError(f"'{file}' is there already; give another name, or --overwrite to replace it")


def write(file: Path, content: str) -> None:
    """Write a page, and the folder that it lies in."""
    from sipabm.whole_files import write_aside

    file.parent.mkdir(parents=True, exist_ok=True)
    write_aside(file, content)
