"""Environment: labour market, laws, funds, elections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm import randomness
from sipabm.rules import environment as rules
from sipabm.rules.common import total
from sipabm.states import Decision, Domain

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.surroundings import Country, Fund


def environment(model: PartnershipModel) -> None:
    """Move every country's environment a quarter on, and let those that vote hold elections."""
    for country in model.countries:
        change_labour_market(model, country)
        pass_laws(model, country)
        country.votes = rules.is_election(model.quarter, country.first_election, country.election_period)
        set_open_funds(model, country)
    for authority in model.authorities:
        if authority.country.votes:
            authority.vote()


def change_labour_market(model: PartnershipModel, country: Country) -> None:
    """Let the labour market drift."""
    p = model.parameters
    luck = randomness.normal(model.seed, model.replicate, Decision.LABOUR_MARKET, country.number, 0, model.quarter)
    country.labour_market = rules.labour_market(
        country.labour_market, p.labour_market_persistence, p.labour_market_shock, luck
    )


def pass_laws(model: PartnershipModel, country: Country) -> None:
    """Pass new laws in welfare areas, or not."""
    for area in Domain:
        luck = randomness.uniform(
            model.seed, model.replicate, Decision.LEGISLATION, country.number, area, model.quarter
        )
        if luck < model.parameters.new_law[area]:
            country.law_since[area] = model.quarter


def set_open_funds(model: PartnershipModel, country: Country) -> None:
    """Set what the outcomes funds open to a country have in their purses and which share they carry."""
    weighed = open_funds(model, country)
    country.fund_weight = total([weight for _, weight in weighed])
    shares = total([weight * fund.share for fund, weight in weighed])
    country.fund_share = shares / country.fund_weight if weighed else 0.0


def open_funds(model: PartnershipModel, country: Country) -> list[tuple[Fund, float]]:
    """Return the outcomes funds that take projects in a country, each with what it counts among them."""
    exhaustion = model.parameters.fund_exhaustion
    weighed = [
        (fund, rules.fund_weight(fund.remaining, fund.purse, exhaustion))
        for fund in model.funds
        if fund.country in (None, country) and rules.fund_is_open(model.quarter, fund.opens, fund.closes, exhaustion)
    ]
    return [(fund, weight) for fund, weight in weighed if weight > 0.0]
