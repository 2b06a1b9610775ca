"""The tables of some runs, each made or read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sipabm.errors import ScenarioError
from sipabm.parameters.ranges import ranges
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import number_of_run

if TYPE_CHECKING:
    import pandas as pd


def checked_results(value: Any) -> RunTables:
    """Return results unchanged; ScenarioError if it is something else, like the name of a scenario."""
    if isinstance(value, RunTables):
        return value
    found = repr(value) if isinstance(value, str) else f"of type {type(value).__name__}"
    raise ScenarioError(f"the results are {found}; give those of sipabm.simulate('world', 50), or of read_results")


def checked_rows(value: Any) -> RunTables:
    """Return results unchanged; ScenarioError if they are none, or were simulated without rows."""
    results = checked_results(value)
    # Where nothing ended there is nothing to record, and no attempts are right.
    if not len(results.attempts) and results.runs[["signed", "stopped"]].to_numpy().sum():
        raise ScenarioError("the results hold no attempts; simulate with rows=True")
    return results


class RunTables:
    """Tables of some runs, joined on the column `run`, and the manifest of what they were made from.

    `sipabm.columns()` says what every column holds. `load` makes or reads a table by its name.
    """

    scenario: Scenario
    manifest: dict[str, Any]
    load: Callable[[str], pd.DataFrame]

    def __init__(self, scenario: Scenario, manifest: dict[str, Any], load: Callable[[str], pd.DataFrame]) -> None:
        self.__dict__.update(scenario=scenario, manifest=manifest, load=load)

    def __setattr__(self, name: str, value: Any) -> None:
        """Raise AttributeError: what was found is not changed, least of all by accident."""
        raise AttributeError(f"results cannot be changed, not their {name} either; take a copy of a table to change it")

    @cached_property
    def runs(self) -> pd.DataFrame:
        """Return a row for each run: what it was, its totals and its shares."""
        return self.load("runs")

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """Return a row for each run, year and welfare area: counts, and states at the end of the year."""
        return self.load("yearly")

    @cached_property
    def attempts(self) -> pd.DataFrame:
        """Return a row for each attempt that was signed or stopped."""
        return self.load("attempts")

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Return a row for each contract."""
        return self.load("contracts")

    def number(self, name: str) -> pd.Series:
        """Return a number of the scenario, as `Scenario.replace` calls it ('worth.social'), for each run."""
        import pandas as pd  # slow to import

        side = next(each for each in ranges() if each.field == name)
        seed, runs = self.manifest["seed"], self.runs["run"]
        values = [number_of_run(self.scenario, seed, run, side) for run in runs.tolist()]
        return pd.Series(values, index=runs, dtype=float)
