"""Outcomes funds: which are open to whom, which backs a project, what they commit and get back."""

from __future__ import annotations

from sipabm.model.draws import uniform
from sipabm.model.records import Record, State
from sipabm.rules import environment as rules
from sipabm.rules import negotiation
from sipabm.rules.common import is_picked
from sipabm.words import NOBODY, Decision


def is_for(fund: Record, country: int, domain: int) -> bool:
    """Return whether a fund is there for a country and a welfare area, whenever it is open."""
    return (fund.country == NOBODY or fund.country == country) and rules.is_for_area(fund.domains, domain)


def weight_of_fund(world: State, fund: Record) -> float:
    """Return how much a fund counts among those that pay for outcomes in the same place, 0 if it is closed or spent."""
    exhaustion = world.parameters[0].fund_exhaustion
    # A fund that supports development alone pays for no outcome.
    if fund.share == 0.0 or not rules.fund_is_open(world.run[0].quarter, fund.opens, fund.closes, exhaustion):
        return 0.0
    return rules.fund_weight(fund.remaining, fund.purse, exhaustion)


def open_funds(world: State) -> None:
    """Set for each country and area which funds call, and what they carry of payments and development."""
    for number in range(len(world.countries)):
        forget_funds(world.countries[number])
    # Funds first and then where they are: most are closed in most quarters, and need not be asked about every country.
    for place in range(len(world.funds)):
        fund = world.funds[place]
        weight, calls = weight_of_fund(world, fund), is_calling(world, fund)
        if weight > 0.0 or calls:
            open_fund(world, fund, weight, calls)
    for number in range(len(world.countries)):
        country = world.countries[number]
        for domain in range(len(country.fund_share)):
            if country.fund_weight[domain] > 0.0:
                country.fund_share[domain] /= country.fund_weight[domain]


def forget_funds(country: Record) -> None:
    """Let a country have no funds."""
    for domain in range(len(country.fund_calls)):
        country.fund_calls[domain], country.support_open[domain] = 0, 0
        country.fund_weight[domain], country.fund_share[domain] = 0.0, 0.0
        country.development_share[domain] = 0.0


def is_calling(world: State, fund: Record) -> bool:
    """Return whether a fund has not had its last call."""
    parameters = world.parameters[0]
    return rules.is_calling(
        world.run[0].quarter, fund.opens, fund.closes, parameters.last_call, parameters.fund_exhaustion
    )


def open_fund(world: State, fund: Record, weight: float, calls: bool) -> None:
    """Let a fund of some weight carry payments wherever it is there for, and call for projects if it still does."""
    carried = weight * negotiation.net_fund_share(fund.share, fund.repayment)
    for number in range(len(world.countries)):
        country = world.countries[number]
        for domain in range(len(country.fund_calls)):
            if is_for(fund, number, domain):
                country.fund_weight[domain] += weight
                country.fund_share[domain] += carried
                if calls:
                    call_for_projects(world, country, domain, fund, weight)


def call_for_projects(world: State, country: Record, domain: int, fund: Record, weight: float) -> None:
    """Let a fund draw attention to an area of a country, and carry its share of development cost."""
    if weight > 0.0:
        country.fund_calls[domain] = 1
    # By dates alone, and not by purse: grants for development are small beside payments for outcomes.
    share = world.parameters[0].development_support * fund.development_share
    if share > 0.0:
        country.support_open[domain] = 1
        country.development_share[domain] = max(country.development_share[domain], share)


def pick_fund(world: State, authority: Record, project: Record) -> int:
    """Return the outcomes fund that co-pays a project, drawn by the open purses, or -1."""
    # Two passes that weigh each fund: compiled code makes no arrays in which weights could be kept.
    total = 0.0
    for place in range(len(world.funds)):
        total += weight_for(world, world.funds[place], project)
    luck = uniform(world, Decision.FUND, authority.identity, 0, project.started)
    picked, reached = NOBODY, 0.0
    for place in range(len(world.funds)):
        weight = weight_for(world, world.funds[place], project)
        # A closed fund is never picked, not even where rounding leaves the sum below the total.
        if weight > 0.0:
            picked = place
            reached += weight
            if is_picked(luck, total, reached):
                break
    return picked


def weight_for(world: State, fund: Record, project: Record) -> float:
    """Return how much a fund counts among those open to a project, 0 if it is closed, elsewhere or spent."""
    return weight_of_fund(world, fund) if is_for(fund, project.country, project.domain) else 0.0


def commit_fund(world: State, project: Record) -> bool:
    """Reserve the fund's largest possible payment for a project; return whether its purse could bear it."""
    parameters, fund = world.parameters[0], world.funds[project.fund]
    # The most it may have to pay, and not what is expected: a purse must never be overdrawn.
    commitment = negotiation.fund_commitment(project.fund_share, parameters.payment_cap, project.capital)
    if not rules.fund_can_pay(fund.remaining, commitment, parameters.fund_exhaustion):
        return False
    fund.remaining -= commitment
    project.fund_committed = commitment
    return True


def release_fund(world: State, project: Record) -> None:
    """Give the commitment for a project back to its fund's purse."""
    if project.fund != NOBODY:
        world.funds[project.fund].remaining += project.fund_committed
        project.fund_committed = 0.0


def settle_fund(world: State, project: Record, contract: Record) -> None:
    """Give back to the fund what it had committed and need not pay, and what the authority repays."""
    if project.fund != NOBODY:
        rest = project.fund_committed - contract.payment_fund + contract.fund_repaid
        world.funds[project.fund].remaining += rest


def share_the_fund_carries(world: State, project: Record) -> float:
    """Return the share of payments that a project's outcomes fund carries net of repayment."""
    if project.fund == NOBODY:
        return 0.0
    return negotiation.net_fund_share(project.fund_share, world.funds[project.fund].repayment)
