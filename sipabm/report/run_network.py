"""Network of a run: who knows whom, and which partnerships were signed when, as small tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sipabm import quarters
from sipabm.arguments import ScenarioOrName, checked_replicate, checked_scenario, checked_seed
from sipabm.errors import ScenarioError, nearest, of_type
from sipabm.runs import run_history
from sipabm.scenario import Scenario
from sipabm.scenario.drawn import drawn
from sipabm.words import NOBODY, ContractStatus
from sipabm.world import build_world
from sipabm.world.names import actor_names, first_numbers

KINDS = ("authority", "provider", "investor")


@dataclass(frozen=True)
class RunNetwork:
    """The network of a run.

    `actors` has a row for each actor, under its number: name like 'authority:DK:12', kind, country. `ties` names two
    actors each. `partnerships` has a row for each partner an authority signed with: number of the partnership,
    authority, partner, quarters of signature and of the last service, whether that is the end; quarters count from the
    first as 0.
    """

    scenario: str
    first_quarter: str
    quarters: int
    seed: int
    replicate: int
    actors: pd.DataFrame
    ties: pd.DataFrame
    partnerships: pd.DataFrame

    def __repr__(self) -> str:
        signed = self.partnerships["partnership"].nunique()
        return f"RunNetwork of '{self.scenario}': {len(self.actors)} actors, {len(self.ties)} ties, {signed} signed"

    def quarter(self, step: int) -> str:
        """Return the name of a quarter that is counted from the first."""
        return quarters.text(quarters.ordinal(self.first_quarter) + step)

    def signed(self, step: int) -> pd.DataFrame:
        """Return the partnerships signed until a quarter."""
        return self.partnerships[self.partnerships["signed"] <= step]

    def running(self, step: int) -> pd.DataFrame:
        """Return the partnerships signed until a quarter whose service has not ended by then."""
        signed = self.signed(step)
        return signed[(signed["ended"] > step) | ~signed["is_over"]]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables with actors and quarters by name; `ties` can be given to a scenario as edge list."""
        names = self.actors["actor"]
        named = {column: self.partnerships[column].map(names) for column in ("authority", "partner")}
        times = {column: self.partnerships[column].map(self.quarter) for column in ("signed", "ended")}
        ties = self.ties.apply(lambda column: column.map(names))
        return {"actors": self.actors, "ties": ties, "partnerships": self.partnerships.assign(**named, **times)}


def run_network(scenario: ScenarioOrName, seed: int = 1, replicate: int = 0, country: str | None = None) -> RunNetwork:
    """Return the network of a run; of a country its actors and whoever else its authorities signed with.

    ScenarioError if there is no such country.
    """
    scenario = checked_scenario(scenario)
    seed, replicate = checked_seed(seed), checked_replicate(replicate)
    scenario = drawn(scenario, seed, replicate)
    # A history does not keep the ties; the same seed and replicate make the same ones again.
    world = build_world(scenario, seed, replicate)
    actors = actors_of(scenario)
    partnerships = partnerships_of(run_history(scenario, seed, "engine", True, replicate).contracts, scenario)
    # The walk counts actors from 0, tables from 1.
    ties = pd.DataFrame(1 + world.ties.pairs, columns=["first", "second"])
    if country is not None:
        # Partners from abroad stay, or a country that signs across its border would seem to sign with nobody.
        at_home = actors["country"] == checked_country(scenario, country)
        partnerships = partnerships[partnerships["authority"].map(at_home)].reset_index(drop=True)
        actors = actors[at_home | actors.index.isin(partnerships["partner"])]
        known = ties.isin(actors.index).all(axis=1)
        ties = ties[known].reset_index(drop=True)
    return RunNetwork(
        scenario.name, scenario.first_quarter, scenario.quarters, seed, replicate, actors, ties, partnerships
    )


def checked_country(scenario: Scenario, country: str) -> str:
    """Return the code of a country; ScenarioError if the scenario has none of that code."""
    of_type("the country", country, str, "a code like 'DK'")
    codes = [each.code for each in scenario.countries]
    if country not in codes:
        raise ScenarioError(f"no country '{country}'{nearest(country, codes)} (countries: {', '.join(codes)})")
    return country


def actors_of(scenario: Scenario) -> pd.DataFrame:
    """Return name, kind and country of each actor, under its number."""
    names = actor_names(scenario)
    kind, country, _ = zip(*(name.split(":") for name in names), strict=True)
    numbers = pd.RangeIndex(1, len(names) + 1, name="number")
    return pd.DataFrame({"actor": names, "kind": kind, "country": country}, numbers)


def partnerships_of(contracts: NDArray[Any], scenario: Scenario) -> pd.DataFrame:
    """Return a row for each authority and partner of the contracts of a run, in the order of signature."""
    first = first_numbers(scenario)
    # A history holds contracts in the order in which they ended.
    rows = np.sort(contracts, order=["signed", "authority", "started"])
    partners = np.column_stack([rows["provider"] + first["provider"], investors_of(rows) + first["investor"]])
    there = np.column_stack([np.ones(len(rows), dtype=bool), investors_of(rows) != NOBODY])
    number, place = np.nonzero(there)
    return pd.DataFrame(
        {
            "partnership": number,
            "authority": rows["authority"][number] + first["authority"],
            "partner": partners[number, place],
            "signed": rows["signed"][number],
            "ended": rows["ended"][number],
            "is_over": (rows["status"] != ContractStatus.RUNNING)[number],
        }
    )


def investors_of(contracts: NDArray[Any]) -> NDArray[np.int64]:
    """Return the numbers of the investors of each contract, nobody where there are fewer than there may be."""
    return np.asarray(contracts["member"], dtype=np.int64)
