"""The command `robust`: which levers add most whatever the uncertain numbers are, and which number turns the answer."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sipabm.cli.choices import lever_choices
from sipabm.cli.compare_command import parse_begun, parse_years
from sipabm.cli.console import going_on
from sipabm.cli.inputs import (
    Changes,
    CurrencyCode,
    Discount,
    Policies,
    PriceYear,
    ScenarioArgument,
    Seed,
    StudyFolder,
    Threads,
    WelfareArea,
    Without,
    discount_options,
    money_options,
    parse_discount,
    scenario_from,
)
from sipabm.cli.memo_options import ReportFile, ReportLanguage, check_report, report_line, write_report
from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.run_command import idle_policies
from sipabm.cli.spreadsheets import Form, TableForms, check_forms, forms_in_words, write_forms
from sipabm.cli.typed_command import typed_command
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted
from sipabm.language.sizes import duration
from sipabm.language.workbook import MADE_BY
from sipabm.surroundings import note

if TYPE_CHECKING:
    from sipabm.studies.robustness import Robustness
    from sipabm.studies.study_folder import Study

TABLES = (
    "answers",
    "luck",
    "deciding",
    "changes",
    "cohort",
    "net_positions",
    "sets",
)  # all but the numbers of each set, which only a file holds
FIGURE = "robust"
SHARES = ("low_share", "high_share", "again", "same_first", "first", "more_share")
UNITS = {**dict.fromkeys(SHARES, "share"), "confirmed": "share of halves", "set": "place"}
UNITS |= {"sets": "sets", "cash_after_costs": "million USD", "other_value": "million USD"}


def robust(
    scenario: ScenarioArgument,
    levers: Annotated[
        list[str] | None,
        typer.Option(
            "--lever", metavar="NAME=SHARE", help="A lever, at one or more shares: 0.5,1 or 50%,100%. Repeatable."
        ),
    ] = None,
    first_quarter: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="QUARTER",
            help="When levers start, like 2026Q1; of a year its first quarter.",
            show_default="the first quarter of the scenario",
        ),
    ] = None,
    measure: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="What levers add to: signed, successful, ...; by years any 'sipabm measures'."
        ),
    ] = "signed",
    by: Annotated[
        Literal["cohort", "years"],
        typer.Option(
            case_sensitive=False,
            help="What answers count: attempts begun in some years and followed to their end, or calendar years.",
        ),
    ] = "cohort",
    begun: Annotated[
        str | None,
        typer.Option(
            metavar="FIRST:LAST",
            help="Years in which the attempts begin: 2026:2029, or 2026 alone.",
            show_default="from the start of the levers, as long as the runs show their end",
        ),
    ] = None,
    sets: Annotated[int, typer.Option(metavar="N", help="Number of sets of numbers.")] = 200,
    replicates: Annotated[
        int, typer.Option(metavar="N", help="Runs of each world with each set, made twice; more leave less luck.")
    ] = 10,
    seed: Seed = 1,
    over: Annotated[
        Literal["posterior", "ranges"] | None,
        typer.Option(
            case_sensitive=False,
            help="Sets that lead to what was observed, or from all that is plausible.",
            show_default="as the scenario says, else posterior",
        ),
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="FIRST:LAST", help="Calendar years that runs cover.", show_default="all")
    ] = None,
    area: WelfareArea = None,
    out: StudyFolder = None,
    changes: Changes = None,
    policies: Policies = None,
    without: Without = None,
    currency: CurrencyCode = None,
    price_year: PriceYear = None,
    discount: Discount = None,
    forms: TableForms = None,
    threads: Threads = None,
    report: ReportFile = None,
    language: ReportLanguage = "en",
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what the folder holds, and the report.")
    ] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Say which levers add most whatever the numbers are that nobody knows exactly, and which number turns the answer.

    Base and levers are compared with many sets of numbers, under the same luck.
    It says in how many sets each lever is first, among the first three, and
    worth its cost, and how often it is so again with the same numbers and other
    luck: what is not is luck. It also looks for the one number that tells the
    sets in which a lever is first from the others: found in one half of the
    sets, and confirmed in the other. That number is worth asking about.

    All is counted of attempts begun from the levers' start on and followed to
    their end, with what each lever adds to them and who pays and who gains, or
    the year that a run must reach. --by years counts calendar years instead.

    --set, --policy and --without change every world.

    200 sets and four levers take one or two minutes in 'denmark'. The folder
    receives tables as CSV, a figure, the scenario, a manifest and the runs:
    after an interruption the same command goes on.
    """
    base = scenario_from(scenario, changes, policies, without)
    money, rate = base.money(currency, price_year), parse_discount(discount)
    if not levers:
        raise ScenarioError("no lever is given; give one or more, like --lever early_meetings=1")
    named = [f"{lever}={share}" for text in levers for lever, share in lever_choices(text)]
    check_forms(forms, out)
    first, last = parse_years(years)
    from sipabm.studies.robustness import STUDY
    from sipabm.studies.robustness import robust as survived
    from sipabm.studies.study_folder import check_folder, runs_of

    if out:  # before the runs: nobody waits minutes for a refusal
        check_folder(out, STUDY, overwrite)
    check_report(report, language, out, overwrite)
    how = Output(quiet, as_json, money)
    effort: dict[str, Any] = {"measure": measure, "by": by, "over": over, "first": first, "last": last}
    effort |= {"area": area, "begun": parse_begun(begun), "discount": rate}
    where: dict[str, Any] = {"folder": runs_of(out), "replace": overwrite, "threads": threads}
    with going_on(out):
        found = survived(
            base, named, first_quarter, sets, replicates, seed, **effort, **where, progress=how.progress
        ).in_money(money)
    for text in dict.fromkeys(text for each in found.others.values() for text in idle_policies(each)):
        note(text)
    study = study_of(found)
    if out:
        write(found, study, out, forms)
    if report:
        write_report(study, report, language)
    show(found, out, how, report, forms)


def show(
    found: Robustness,
    folder: Path | None,
    how: Output,
    report: Path | None = None,
    forms: Sequence[Form] | None = None,
) -> None:
    """Print the answer, the table behind it, and what must be known to read it."""
    from sipabm.cli.robust_tables import robust_parts
    from sipabm.studies.robustness_sentences import notes, sentences

    runs = counted(2 * found.replicates * len(found.drawn) * (1 + len(found.others)), "run")
    figure = ", the figure as SVG and PNG" if len(found.answers) else ""
    files = f"in {folder}: eight CSV tables{forms_in_words(forms)}{figure}; " if folder else ""
    tables = {name: getattr(found, name) for name in TABLES}
    said = {"manifest": found.manifest, "folder": folder, "notes": [*sentences(found), *notes(found)]}
    lines = [f"{runs}, {files}{duration(found.manifest['seconds'])}", *report_line(report)]
    how.answer("robust", robust_parts(found), tables, lines, UNITS, **said)


def study_of(found: Robustness) -> Study:
    """Return what a robustness leaves in a folder, with the command that makes it again from there."""
    from sipabm.studies.study_folder import Study

    made = found.manifest
    levers = [part for text in made["levers"] for part in ("--lever", text)]
    names = ("measure", "by", "sets", "replicates", "seed", "over")
    effort = [part for name in names for part in (f"--{name}", str(made[name]))]
    window = ["--from", made["first_quarter"], "--years", f"{found.years[0]}:{found.years[1]}"]
    window += [*money_options(found.money), *discount_options(made["discount"])]
    window += ["--begun", ":".join(map(str, made["begun"]))] if made["begun"] else []
    window += ["--area", found.area] if found.area else []
    again = shlex.join(["sipabm", "robust", "scenario/scenario.toml", *levers, *window, *effort])
    tables = {f"{name}.csv": getattr(found, name) for name in (*TABLES, "drawn")}
    made = {**made, "money": found.money.asked, "command": typed_command(), "again": again}
    return Study(made, tables, {"scenario": found.base})


def write(found: Robustness, study: Study, folder: Path, forms: Sequence[Form] | None = None) -> None:
    """Write the tables, the figure, the scenario and the manifest."""
    from sipabm.plots import described, drop_figures, plot_robust, save_figures
    from sipabm.studies.robustness_sentences import notes, sentences, title
    from sipabm.studies.study_folder import write_study

    write_study(folder, *study)
    named = {name.removesuffix(".csv"): table for name, table in study.tables.items()}
    about = [f"{MADE_BY}{study.made['again']}", *sentences(found), *notes(found)]
    write_forms(folder, forms, named, title(found), about, UNITS, found.money)
    drop_figures(folder, [FIGURE])
    if len(found.answers):  # where the runs end too early there is no answer to draw
        figures = {FIGURE: plot_robust(found.answers, title(found))}
        save_figures(folder, described(figures, " ".join(sentences(found))))
