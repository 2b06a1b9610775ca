"""The fields of a scenario: what it consists of, and what can be read off it without changing it."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Literal

from pydantic import Field, field_validator

from sipabm import quarters
from sipabm.parameters import (
    GROUP_OF,
    BusinessCase,
    Competences,
    Consideration,
    Delivery,
    Environment,
    Frozen,
    Innovation,
    Learning,
    Mobilisation,
    Negotiation,
    Network,
    Population,
    Search,
    Settlement,
    Technology,
    Values,
)
from sipabm.scenario.currencies import FIRST_YEAR, LAST_YEAR, PRICES_OF, Currencies
from sipabm.scenario.settings import (
    MOST_ROWS,
    Country,
    Description,
    FileName,
    Fund,
    Levers,
    Name,
    Quarter,
    checked_quarter,
    first_of_year,
)

# A hundred years. Bounded because arrays of a run grow with its quarters, and a slip of the finger fills the memory.
LONGEST_RUN = 400
POOLS_REMEMBERED = 64
Kind = Literal["authorities", "providers", "investors"]
Over = Literal["defaults", "ranges", "posterior"]


def same_from_anywhere(path: str | None) -> str | None:
    """Return the path of an edge list so that it names the same file from every working directory."""
    # Notebooks and scripts change the working directory between making a scenario and running it. The folder alone is
    # resolved: a link to an edge list may be meant to point elsewhere tomorrow.
    return path and os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))


class ScenarioFields(Frozen):
    """All fields of a scenario, each valid by itself."""

    name: Name = Field(default="unnamed", description="name of the scenario")
    description: Description = Field(default="", description="one sentence on what it stands for")
    first_quarter: Quarter = Field(default="2010Q1", description="quarter of the first step")
    quarters: int = Field(default=80, ge=1, le=LONGEST_RUN, description="number of quarters simulated")
    ties: Literal["small_world", "preferential_attachment", "block", "edge_list"] = Field(
        default="small_world", description="how ties among authorities are made"
    )
    edge_list: FileName | None = Field(
        default=None, description="CSV file with columns first, second and optionally trust"
    )
    over: Over = Field(
        default="defaults",
        description="where runs take the numbers from that nobody knows exactly: the defaults, or for each run others "
        "from the plausible ranges or from the posterior",
    )
    kept: tuple[str, ...] = Field(
        default=(),
        strict=False,
        fail_fast=True,
        max_length=MOST_ROWS,
        description="numbers that stay as they are here, whatever runs draw: name what you change; without this line "
        "all that are set here stay",
    )
    countries: tuple[Country, ...] = Field(
        strict=False, fail_fast=True, min_length=1, max_length=MOST_ROWS, description="countries and their actors"
    )
    funds: tuple[Fund, ...] = Field(
        default=(), strict=False, fail_fast=True, max_length=MOST_ROWS, description="outcomes funds"
    )
    prices_of: int = Field(
        default=PRICES_OF,
        ge=FIRST_YEAR,
        le=LAST_YEAR,
        description="calendar year in whose prices its money is (assumed: the middle of the projects on record); "
        "decides no result",
    )
    currencies: Currencies = Field(
        default_factory=dict,
        validate_default=True,
        max_length=MOST_ROWS,
        description="currencies that readers may be shown money in; decide no result",
    )
    levers: Levers = Levers()
    population: Population = Population()
    network: Network = Network()
    environment: Environment = Environment()
    technology: Technology = Technology()
    consideration: Consideration = Consideration()
    search: Search = Search()
    business_case: BusinessCase = BusinessCase()
    competence: Competences = Competences()
    mobilisation: Mobilisation = Mobilisation()
    negotiation: Negotiation = Negotiation()
    delivery: Delivery = Delivery()
    settlement: Settlement = Settlement()
    innovation: Innovation = Innovation()
    learning: Learning = Learning()

    _quarter = field_validator("first_quarter")(checked_quarter)
    _edge_list = field_validator("edge_list")(same_from_anywhere)

    def flat(self) -> dict[str, float | tuple[float, ...]]:
        """Return every parameter by its name, tables as tuples in the order of their enumeration."""
        values: dict[str, float | tuple[float, ...]] = {}
        for name, group in GROUP_OF.items():
            value = getattr(getattr(self, group), name)
            values[name] = value.as_tuple() if isinstance(value, Values) else float(value)
        return values

    def actors(self, kind: Kind) -> int:
        """Return the number of actors of a kind in all countries."""
        return sum(getattr(country, kind) for country in self.pooled_countries())

    def pooled_countries(self) -> tuple[Country, ...]:
        """Return the countries with the actors that a run has: `pool` times those listed."""
        return pooled(self.countries, self.population.pool)

    def last_quarter(self) -> str:
        """Return the quarter of the last step."""
        return quarters.text(quarters.ordinal(self.first_quarter) + self.quarters - 1)

    def step_of(self, quarter: str) -> int:
        """Return the step (0 for the first) of a quarter, of a year its first, possibly outside the run."""
        return quarters.ordinal(first_of_year(quarter)) - quarters.ordinal(self.first_quarter)


@lru_cache(POOLS_REMEMBERED)  # asked for by each check of each of many scenarios
def pooled(countries: tuple[Country, ...], pool: float) -> tuple[Country, ...]:
    """Return countries with `pool` times the actors that they list."""
    # As they are where nothing is multiplied, so that worlds are compared by what is listed.
    return countries if pool == 1.0 else tuple(country.multiplied(pool) for country in countries)
