"""The command `attribute`: how much each lever, or each mechanism behind the decline, contributes."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.console import going_on
from sipabm.cli.inputs import (
    Changes,
    Over,
    Policies,
    ScenarioArgument,
    Seed,
    StudyFolder,
    Threads,
    scenario_from,
    with_over,
)
from sipabm.cli.output import Json, Output, Quiet
from sipabm.errors import ScenarioError
from sipabm.language.lists import counted

if TYPE_CHECKING:
    from sipabm.studies.attribution import Attribution

FIRST_QUARTER = "2012Q1"


def attribute(
    scenario: ScenarioArgument,
    levers: Annotated[bool, typer.Option("--levers", help="What each of the levers adds.")] = False,
    decline: Annotated[bool, typer.Option("--decline", help="What the decline since the peak comes from.")] = False,
    first_quarter: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="QUARTER",
            help="When levers start; of a year its first quarter.",
            show_default=FIRST_QUARTER,
        ),
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What levers add to: signed, successful, ...", show_default="signed"),
    ] = None,
    replicates: Annotated[int, typer.Option(metavar="N", help="Runs of each combination of them.")] = 200,
    seed: Seed = 1,
    out: StudyFolder = None,
    changes: Changes = None,
    policies: Policies = None,
    over: Over = None,
    threads: Threads = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the attribution in the folder.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Split what levers achieve together, or the decline, into exact contributions (Shapley values).

    All combinations are simulated under the same luck: with --levers each lever
    used by every project from a quarter on, or as in the scenario; with
    --decline each mechanism as in the scenario, or switched off. The parts add
    up to the whole ('sipabm levers' and 'sipabm mechanisms' say what each is);
    where the whole cannot be told from zero there is nothing to split. 200 runs
    of each combination take some minutes. The folder receives the tables as CSV,
    two figures, the scenario, a manifest and the runs: after an interruption
    the same command goes on.
    """
    changes = with_over(changes, over)
    # Neither is a usual answer: one looks ahead to what a policy adds, the other back at what made adoption fall.
    if levers == decline:
        raise ScenarioError("give --levers or --decline, one of them")
    if decline and (first_quarter or measure):
        raise ScenarioError("--from and --measure belong to --levers; a decline has its own years and quantities")
    how = Output(quiet, as_json)
    base = scenario_from(scenario, changes, policies)
    from sipabm.studies.attribution import STUDY
    from sipabm.studies.decline_attribution import attribute_decline
    from sipabm.studies.lever_attribution import attribute_levers
    from sipabm.studies.study_folder import check_folder, runs_of
    from sipabm.sweeps.measures import measure_named

    if out:  # before the runs: nobody waits minutes for a refusal
        check_folder(out, STUDY, overwrite)
    shown = measure_named(measure or "signed").name if levers else None
    effort: dict[str, Any] = {"replicates": replicates, "seed": seed, "threads": threads, "progress": how.progress}
    effort |= {"folder": runs_of(out), "replace": overwrite}
    with going_on(out):
        if levers:
            found = attribute_levers(base, first_quarter or FIRST_QUARTER, **effort)
        else:
            found = attribute_decline(base, **effort)
    check_something_to_explain(found.of(shown), out)
    if out:
        write(found, out, shown, overwrite)
    runs = len(found.combinations) * replicates
    where = f"in {out}: four CSV tables, waterfall and interactions as SVG and PNG; " if out else ""
    show(found, shown, out, [f"{counted(runs, 'run')}, {where}{found.manifest['seconds']:.1f} s"], how)


def check_something_to_explain(one: Attribution, folder: Path | None) -> None:
    """Raise ScenarioError if what all players change together cannot be told from zero."""
    from sipabm.language.numbers import VALUE, is_noise, judged
    from sipabm.studies.attribution_sentences import ends

    total, (nobody, everybody) = one.total(), ends(one)
    if is_noise(total):  # parts of nothing are large in both directions, and all of them luck
        kept = f"; the runs are kept in {folder}, and the same command with more goes on" if folder else ""
        raise ScenarioError(
            f"there is nothing to explain: from {nobody} to {everybody} the {total['label']} changes by "
            f"{judged(total, VALUE)}; give more --replicates than {one.manifest['replicates']}, or ask for something "
            f"else{kept}"
        )


def show(found: Attribution, quantity: str | None, folder: Path | None, lines: list[str], how: Output) -> None:
    """Print the tables and sentences of an attribution."""
    from sipabm.cli.attribution_tables import attribution_parts
    from sipabm.studies.attribution_sentences import NOTES, sentences

    notes = [*sentences(found.of(quantity)), *NOTES[found.question]]
    parts, tables = attribution_parts(found, quantity), found.long()
    how.answer("attribute", parts, tables, lines, manifest=found.manifest, folder=folder, notes=notes)


def write(found: Attribution, folder: Path, quantity: str | None, overwrite: bool) -> None:
    """Write the tables, the figures of one quantity, and the command that makes them again from the folder."""
    from sipabm.plots import described, plot_interactions, plot_waterfall, save_figures
    from sipabm.studies.attribution_folder import write_attribution
    from sipabm.studies.attribution_sentences import ends, interactions_title, sentences, waterfall_title

    made = found.manifest
    effort = ["--replicates", str(made["replicates"]), "--seed", str(made["seed"])]
    question = ["--levers", "--from", made["arguments"]["first"]] if found.question == "levers" else ["--decline"]
    question += ["--measure", quantity] if quantity not in (None, "signed") else []
    made["again"] = shlex.join(["sipabm", "attribute", "scenario/scenario.toml", *question, *effort])
    write_attribution(found, folder, overwrite)
    one = found.of(quantity)
    figures = {
        "waterfall": plot_waterfall(one.shares, one.totals, ends(one), waterfall_title(one)),
        "interactions": plot_interactions(one.interactions, interactions_title(one)),
    }
    save_figures(folder, described(figures, " ".join(sentences(one))))
