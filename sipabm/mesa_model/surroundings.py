"""Surroundings: countries and outcomes funds."""

from __future__ import annotations

from dataclasses import dataclass, field

from sipabm.states import Domain
from sipabm.world.calendar import FundTerms

BEFORE_THE_RUN = -1


@dataclass(eq=False)
class Fund:
    """An outcomes fund; its country is none if it is open to all."""

    number: int
    country: Country | None
    opens: int
    closes: int
    share: float
    purse: float
    remaining: float

    @classmethod
    def from_terms(cls, number: int, terms: FundTerms, countries: list[Country]) -> Fund:
        """Return a fund with a full purse."""
        country = countries[terms.country] if terms.country >= 0 else None
        return cls(number, country, terms.opens, terms.closes, terms.share, terms.purse, terms.purse)


@dataclass(eq=False)
class Country:
    """A country's environment: elections, labour market, laws, purses and mean share of open outcomes funds."""

    number: int
    first_election: int
    election_period: int
    votes: bool = False
    labour_market: float = 0.0
    law_since: list[int] = field(default_factory=lambda: [BEFORE_THE_RUN for _ in Domain])
    fund_weight: float = 0.0
    fund_share: float = 0.0
