"""A scenario as data for a page: all of its fields, what its runs draw, and the ties of its edge list."""

from __future__ import annotations

from typing import Any

from sipabm.arguments import ScenarioOrName, checked_scenario, checked_seed, whole_number
from sipabm.parameters.ranges import cube
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import ranges_at
from sipabm.scenario.posterior import posterior
from sipabm.world.edge_list import read_edge_list

MOST_RUNS = 10_000  # as many sets of numbers from ranges are twenty million bytes


def scenario_data(scenario: ScenarioOrName, runs: int = 200, seed: int = 1) -> dict[str, Any]:
    """Return a scenario with what its first runs draw, ready for `json.dumps`.

    Numbers that are drawn from the whole of the ranges hang on the seed too, those from the posterior do not. An edge
    list is told by its ties, and not by where its file lies. ScenarioError for a scenario that cannot be read.
    """
    scenario, seed = checked_scenario(scenario), checked_seed(seed)
    runs = whole_number("runs", runs, 1, MOST_RUNS)
    data = scenario.model_dump(mode="json")
    return data | {"draws": draws(scenario, runs, seed), "edge_list": listed_ties(scenario)}


def draws(scenario: Scenario, runs: int, seed: int) -> dict[str, Any] | None:
    """Return the names of all numbers that runs may draw, and the sets of the first runs; None if they draw none.

    Which of them a scenario keeps is left to the page, where more may be set. Runs take sets in turn.
    """
    if scenario.over == "defaults":
        return None
    sets = [ranges_at(seed, run) for run in range(runs)] if scenario.over == "ranges" else posterior()[:runs]
    return {"names": [side.field for side in cube()], "sets": sets, "runs": runs, "seed": seed}


def listed_ties(scenario: Scenario) -> dict[str, Any] | None:
    """Return the ties of an edge list, both ends of each by number, and the trust given; None without a list."""
    if scenario.edge_list is None:
        return None
    pairs, trust = read_edge_list(scenario)
    return {"pairs": pairs.ravel().tolist(), "trust": trust.tolist(), "pool": scenario.population.pool}
