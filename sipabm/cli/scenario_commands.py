"""The commands `scenarios` and `show`."""

from __future__ import annotations

from sipabm.cli.console import console
from sipabm.cli.inputs import Changes, Policies, ScenarioArgument, scenario_from
from sipabm.cli.output import Json, Output


def scenarios(as_json: Json = False) -> None:
    """List the scenarios that come with sipabm."""
    from rich.table import Table

    from sipabm.scenario import Scenario, scenario_names

    rows = [{"scenario": name, "what": Scenario.load(name).description} for name in scenario_names()]
    if as_json:
        return Output(json=True).answer("scenarios", [], {"scenarios": rows})
    table = Table(box=None, pad_edge=False)
    table.add_column("scenario", style="bold", no_wrap=True)
    table.add_column("what it stands for")
    for row in rows:
        table.add_row(*row.values())
    console().print(table)


def show(scenario: ScenarioArgument, changes: Changes = None, policies: Policies = None, as_json: Json = False) -> None:
    """Print a scenario as a complete TOML file, every parameter explained; as JSON without words."""
    from sipabm.scenario.text import scenario_text

    if as_json:
        chosen = scenario_from(scenario, changes, policies)
        return Output(json=True).answer("show", [], {}, scenario=chosen.model_dump(mode="json"))
    # Plain, not by rich: the text is meant for a file, and rich would wrap and colour it.
    print(scenario_text(scenario_from(scenario, changes, policies)), end="")
