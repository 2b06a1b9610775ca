"""The command `run`: from a scenario to tables and what they say."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sipabm.cli.console import going_on
from sipabm.cli.inputs import (
    Changes,
    CurrencyCode,
    Discount,
    Observed,
    Over,
    Policies,
    PriceYear,
    ScenarioArgument,
    Seed,
    Threads,
    Without,
    discount_options,
    money_options,
    parse_discount,
    scenario_from,
    with_over,
)
from sipabm.cli.long_jobs import Yes, agree_on_runs
from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.report_command import print_report, what_was_written, written
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted
from sipabm.surroundings import note

if TYPE_CHECKING:
    from sipabm.report import Report
    from sipabm.runs import Model
    from sipabm.scenario import Scenario

DIGITS_OF_A_CHANGE = 6
SHOWN_FOLDER = "output/SCENARIO, or output/SCENARIO-DIGEST with --set, --policy or --without"


def run(
    scenario: ScenarioArgument,
    replicates: Annotated[int, typer.Option(metavar="N", help="Number of runs; they differ by chance alone.")] = 200,
    seed: Seed = 1,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to write.", show_default=SHOWN_FOLDER)
    ] = None,
    changes: Changes = None,
    policies: Policies = None,
    without: Without = None,
    over: Over = None,
    model: Annotated[
        Literal["engine", "mesa"],
        typer.Option(case_sensitive=False, help="The compiled engine, or the same rules as a Mesa model (slow)."),
    ] = "engine",
    threads: Threads = None,
    with_report: Annotated[
        bool, typer.Option("--report", help="Also write CSV tables and figures, as 'sipabm report' does.")
    ] = False,
    observed: Observed = None,
    currency: CurrencyCode = None,
    price_year: PriceYear = None,
    discount: Discount = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the runs in the folder.")] = False,
    yes: Yes = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Simulate a scenario many times, print what happened, and keep the runs.

    The folder receives runs, yearly, attempts and contracts as Parquet, the
    complete scenario and a manifest. 'sipabm columns' says what each column
    holds; 'sipabm report FOLDER' writes small CSV tables and figures there. After
    an interruption the same command continues.

    The compiled engine is kept in ~/.cache/sipabm, or in the folder that the
    environment variable SIPABM_CACHE_DIR names.
    """
    changes = with_over(changes, over)
    began = time.perf_counter()
    chosen = scenario_from(scenario, changes, policies, without)
    money, rate = chosen.money(currency, price_year), parse_discount(discount)
    how = Output(quiet, as_json, money)
    folder = out or default_folder(scenario, chosen, bool(changes or policies or without))
    for text in idle_policies(chosen):
        note(text)
    from sipabm.simulation import checked_replicates, simulate_to_folder

    if observed:  # before the runs: nobody waits minutes for a refusal
        check_observed(observed, chosen)
    check_folder(folder, chosen, replicates, seed, model, overwrite)
    agree_on_runs(chosen, 1, checked_replicates(replicates) - runs_held(folder, overwrite), threads, yes, True, model)
    with going_on(folder, overwrite):
        results = simulate_to_folder(
            chosen,
            folder,
            replicates,
            seed,
            model=model,
            threads=threads,
            overwrite=overwrite,
            progress=how.progress,
        )
        tell_of_more(folder, replicates)
        said = results.report(observed, rate).in_money(money)
        with_report = with_report and written(said, folder)
        seconds = time.perf_counter() - began
        lines = closing(said, folder, replicates, seconds, with_report, observed, rate)
        print_report("run", said, lines, how, manifest=results.manifest, folder=folder)


def runs_held(folder: Path, overwrite: bool) -> int:
    """Return how many runs a folder holds already, whatever they are of: others are refused later."""
    from sipabm.tables.folders import read_manifest

    with suppress(ScenarioError, OSError, KeyError):
        return 0 if overwrite else int(read_manifest(folder)["replicates"])
    return 0


def tell_of_more(folder: Path, replicates: int) -> None:
    """Note if a folder holds more runs than are told of."""
    from sipabm.tables.folders import read_manifest

    held = read_manifest(folder)["replicates"]
    if held > replicates:
        told = "the first of them is" if replicates == 1 else f"the first {replicates} of them are"
        note(f"{folder} holds {held} runs, and {told} told of here; ask for {held} to be told of all")


def check_folder(folder: Path, scenario: Scenario, replicates: int, seed: int, model: Model, overwrite: bool) -> None:
    """Raise ScenarioError if a folder holds other runs, or something else; nothing is made or written yet."""
    from sipabm.arguments import checked_seed
    from sipabm.simulation import checked_replicates, run_manifest
    from sipabm.tables.run_store import check_takes_runs

    made = run_manifest(scenario, checked_seed(seed), checked_replicates(replicates), model, rows=True)
    check_takes_runs(folder, made, overwrite)


def check_observed(path: Path, scenario: Scenario) -> None:
    """Raise ScenarioError unless a file holds counts of years that a scenario simulates."""
    from sipabm.observed import own_launches

    own_launches(path, scenario)


def closing(
    said: Report,
    folder: Path,
    replicates: int,
    seconds: float,
    with_report: bool,
    observed: Path | None,
    discount: float,
) -> list[str]:
    """Return the last lines: what was written, and the command that writes tables and figures if nobody did yet."""
    kinds = f"Parquet tables, {what_was_written(said)}" if with_report else "Parquet tables"
    last = f"{counted(replicates, 'run')} in {folder}: {kinds}; {seconds:.1f} s"
    again = ["sipabm", "report", str(folder), *(["--observed", str(observed)] if observed else [])]
    again += [*money_options(said.money), *discount_options(discount)]
    return [last] if with_report else [last, f"CSV tables and figures: {shlex.join(again)}"]


def default_folder(name: str, chosen: Scenario, changed: bool) -> Path:
    """Return the folder of a scenario, or one of its own for a changed scenario, so that it meets no other runs."""
    # By the digest, as the changes themselves may be long, and hold what no file name may.
    suffix = f"-{chosen.digest()[:DIGITS_OF_A_CHANGE]}" if changed else ""
    return Path("output") / f"{Path(name).stem}{suffix}"


def idle_policies(scenario: Scenario) -> Iterator[str]:
    """Yield a note on each policy that asks for less of a lever than is practice anyway."""
    from sipabm.parameters.ranges import practice_of
    from sipabm.scenario.drawn import drawn_sides

    # A policy is at least so much and takes nobody away; mostly a share was meant to come on top of what is practice.
    for name in type(scenario.levers).model_fields:
        lever = getattr(scenario.levers, name)
        if lever.first is not None and lever.intensity < lever.practice:
            is_drawn = scenario.over != "defaults" and practice_of(name) in drawn_sides(scenario.kept)
            but = ", except in runs that draw a practice below it" if is_drawn else ""
            yield (
                f"{name}={lever.intensity:g} is below what is practice anyway ({lever.practice:g}), "
                f"so the policy changes nothing{but}"
            )
