"""The command `network`: who knows whom in a run, and the partnerships signed as time goes on."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sipabm.cli.inputs import Changes, Policies, ScenarioArgument, Seed, scenario_from
from sipabm.cli.output import Json, Output, Quiet
from sipabm.language.lists import counted, listed
from sipabm.language.numbers import number

if TYPE_CHECKING:
    from sipabm.report.run_network import RunNetwork
    from sipabm.scenario import Scenario

STUDY = "network"
SEVERAL = {"authority": "authorities", "provider": "providers", "investor": "investors"}


def network(
    scenario: ScenarioArgument,
    replicate: Annotated[int, typer.Option(metavar="N", help="Which run, from 0 on.")] = 0,
    seed: Seed = 1,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="One country, and whom it signed with.", show_default="all")
    ] = None,
    animation: Annotated[bool, typer.Option("--animation", help="Also write network.gif, quarter by quarter.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where to write.", show_default="output/SCENARIO-network")
    ] = None,
    changes: Changes = None,
    policies: Policies = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the network in the folder.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Draw the network of one run, with the partnerships signed on it at four moments.

    The folder receives the figure as SVG and PNG, the actors, their ties and
    the partnerships as CSV, the scenario and a manifest. More than 500 actors
    cannot be read in one figure: choose a country.
    """
    from sipabm.plots.network_plot import check_size
    from sipabm.report.run_network import run_network
    from sipabm.studies.study_folder import check_folder

    chosen = scenario_from(scenario, changes, policies)
    folder = out or Path("output") / f"{Path(scenario).stem}-{STUDY}"
    check_folder(folder, STUDY, overwrite)
    found = run_network(chosen, seed, replicate, country)
    check_size(found)  # only now it is known whom a country's authorities signed with abroad
    made = write(found, chosen, country, animation, folder)
    kinds = "network as SVG and PNG" + (" and as an animation (GIF)" if animation else "")
    written = f"In {folder}: {kinds}, actors, ties and partnerships as CSV, the scenario and manifest.json"
    lines = [what_it_holds(found, country), written]
    Output(quiet, as_json).answer(STUDY, [], found.tables(), lines, manifest=made, folder=folder)


def what_it_holds(found: RunNetwork, country: str | None) -> str:
    """Return in a sentence who there is, and how many partnerships were signed by whom with whom they knew."""
    kinds, signed = found.actors["kind"].value_counts(), found.partnerships["partnership"].nunique()
    pairs = found.partnerships[["authority", "partner"]]
    known = pairs.merge(found.ties, left_on=["authority", "partner"], right_on=["first", "second"])
    where = f"'{found.scenario}'" + (f", {country}" if country else "")
    actors = [counted(kinds.get(kind, 0), kind, several) for kind, several in SEVERAL.items()]
    signers = counted(pairs["authority"].nunique(), "authority", SEVERAL["authority"])
    return (
        f"Run {found.replicate} of {where}: {listed([*actors, counted(len(found.ties), 'tie')])}.\n"
        f"{signers} signed {counted(signed, 'partnership')}; "
        f"of {counted(len(pairs), 'partner')} in them they knew {number(len(known), 0)} from the start."
    )


def write(found: RunNetwork, scenario: Scenario, country: str | None, animation: bool, folder: Path) -> dict[str, Any]:
    """Return the manifest of what was written: figure, tables, scenario, and the command that makes them again."""
    from sipabm.plots import described, network_animation, plot_network, save_figures
    from sipabm.studies.study_folder import write_study
    from sipabm.tables.manifest import manifest
    from sipabm.whole_files import write_aside

    title = f"Partnerships on the network of who knows whom, scenario “{found.scenario}”"
    title += f", {country}" if country else ""
    options = ["--replicate", str(found.replicate), "--seed", str(found.seed)]
    options += [*(["--country", country] if country else []), *(["--animation"] if animation else [])]
    made = {**manifest(scenario, found.seed, 1, "engine"), "study": STUDY, "replicate": found.replicate}
    made |= {
        "country": country,
        "again": shlex.join(["sipabm", "network", "scenario/scenario.toml", *options]),
    }
    tables = {f"{name}.csv": table for name, table in found.tables().items()}
    write_study(folder, made, tables, {"scenario": scenario})
    save_figures(folder, described({"network": plot_network(found, title)}, what_it_holds(found, country)))
    if animation:
        write_aside(folder / "network.gif", network_animation(found, title))
    else:
        # That of an earlier call with --animation would show another run.
        (folder / "network.gif").unlink(missing_ok=True)
    return made
