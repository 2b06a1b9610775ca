"""Surroundings: countries, outcomes funds, technology, and the pockets that refunds of benefits leave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sipabm.rules import settlement, technology
from sipabm.states import CONTRACT_YEARS, Domain
from sipabm.world.calendar import FundTerms

BEFORE_THE_RUN = -1


@dataclass(eq=False)
class Fund:
    """An outcomes fund; its country is none if it is open to all, and its welfare areas are a sum of `1 << domain`."""

    number: int
    country: Country | None
    domains: int
    opens: int
    closes: int
    share: float
    repayment: float
    purse: float
    remaining: float

    @classmethod
    def from_terms(cls, number: int, terms: FundTerms, countries: list[Country]) -> Fund:
        """Return a fund with a full purse."""
        country = countries[terms.country] if terms.country >= 0 else None
        return cls(number, country, *terms[1:], remaining=terms.purse)


@dataclass(eq=False)
class Country:
    """A country's environment: elections, labour market, laws, and what open outcomes funds carry for good by area."""

    number: int
    first_election: int
    election_period: int
    votes: bool = False
    labour_market: float = 0.0
    law_since: list[int] = field(default_factory=lambda: [BEFORE_THE_RUN for _ in Domain])
    fund_open: list[bool] = field(default_factory=lambda: [False for _ in Domain])
    fund_share: list[float] = field(default_factory=lambda: [0.0 for _ in Domain])


@dataclass(frozen=True, eq=False)
class Technology:
    """The share of exposed work that machines do now, and its mean over the years of contracts that begin now."""

    machines: float
    linear: dict[int, float]
    exponential: dict[int, float]

    @classmethod
    def after(cls, years: float, p: Any) -> Technology:
        """Return technology some years after the start of the run."""
        a_year_ago, now, at_service = (
            technology.machine_share(p.machine_share, p.doubling_time, years + ahead, p.saturation)
            for ahead in (-1.0, 0.0, technology.YEARS_TO_SERVICE)
        )
        slope = now - a_year_ago
        linear = technology.share_if_linear(now, slope, technology.YEARS_TO_SERVICE, p.saturation)
        return cls(
            now,
            {term: technology.mean_if_linear(linear, slope, term, p.saturation) for term in CONTRACT_YEARS},
            {
                term: technology.mean_if_exponential(at_service, p.doubling_time, term, p.saturation)
                for term in CONTRACT_YEARS
            },
        )

    def expected_machines(self, foresight: float, years: int) -> float:
        """Return the mean share of machines that a party with some foresight expects over a contract."""
        return technology.expected_machines(self.linear[years], self.exponential[years], foresight)


def set_pockets(p: Any) -> None:
    """Set the pockets of authority and state after refunds of benefits, by welfare area."""
    refund = settlement.refund_share(p.benefits_kept, p.benefit_durations)
    refunded = [settlement.refunded_value(p.own_cashable[area], p.benefit_share[area], refund) for area in Domain]
    p.cashable_pocket = [p.own_cashable[area] - refunded[area] for area in Domain]
    p.state_pocket = [p.state[area] + refunded[area] for area in Domain]
