"""Environment: labour market, laws, funds, elections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm import randomness
from sipabm.rules import environment as rules
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
        country.fund = fullest_open_fund(model, country)
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


def fullest_open_fund(model: PartnershipModel, country: Country) -> Fund | None:
    """Return the outcomes fund with the fullest purse that takes projects in a country, if there is one."""
    exhaustion = model.parameters.fund_exhaustion
    open_here = [
        fund
        for fund in model.funds
        if fund.country in (None, country)
        and rules.fund_is_open(model.quarter, fund.opens, fund.closes, exhaustion)
        and rules.fund_has_money(fund.remaining, exhaustion)
    ]
    return max(open_here, key=lambda fund: fund.remaining, default=None)
