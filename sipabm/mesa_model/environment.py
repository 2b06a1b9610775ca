"""Environment: technology, labour market, laws, funds, elections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm import randomness
from sipabm.mesa_model.project import QUARTERS_A_YEAR
from sipabm.mesa_model.surroundings import Technology
from sipabm.rules import environment as rules
from sipabm.rules.common import total
from sipabm.rules.negotiation import share_for_good
from sipabm.states import Decision, Domain

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.surroundings import Country, Fund


def environment(model: PartnershipModel) -> None:
    """Move technology and every country's environment a quarter on, and let those that vote hold elections."""
    model.technology = Technology.after(model.quarter / QUARTERS_A_YEAR, model.parameters)
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
    """Set for each area whether outcomes funds are open to a country, and which share of payments they carry."""
    weighed = [open_funds(model, country, area) for area in Domain]
    country.fund_open = [bool(funds) for funds in weighed]
    country.fund_share = [mean_share(funds) for funds in weighed]


def mean_share(weighed: list[tuple[Fund, float]]) -> float:
    """Return the share of payments that open funds carry for good, their mean weighted by what each counts."""
    shares = total([weight * share_for_good(fund.share, fund.repayment) for fund, weight in weighed])
    return shares / total([weight for _, weight in weighed]) if weighed else 0.0


def open_funds(model: PartnershipModel, country: Country, domain: int) -> list[tuple[Fund, float]]:
    """Return the outcomes funds that take projects in a country and area, each with what it counts among them."""
    exhaustion = model.parameters.fund_exhaustion
    weighed = [
        (fund, rules.fund_weight(fund.remaining, fund.purse, exhaustion))
        for fund in model.funds
        if fund.country in (None, country)
        and rules.fund_is_for(fund.domains, domain)
        and rules.fund_is_open(model.quarter, fund.opens, fund.closes, exhaustion)
    ]
    return [(fund, weight) for fund, weight in weighed if weight > 0.0]
