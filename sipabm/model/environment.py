"""Environment: technology, labour market, laws, funds, elections."""

from __future__ import annotations

from sipabm.model.draws import normal, uniform, uniform_pair
from sipabm.model.funds import open_funds
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision
from sipabm.rules import environment as rules
from sipabm.rules import technology
from sipabm.rules.common import happens
from sipabm.rules.population import lack_share
from sipabm.words import CONTRACT_YEARS, Decision


def environment(world: State) -> None:
    """Move technology and every country's environment a quarter on, and let those that vote hold elections."""
    move_technology(world)
    for number in range(len(world.countries)):
        country = world.countries[number]
        move_labour_market(world, country, number)
        pass_laws(world, country, number)
        country.votes = rules.is_election(world.run[0].quarter, country.first_election, country.election_period)
        if country.votes == 1:
            elections(world, country)
    # Before the talks of the quarter: a fund that they empty is closed from the next quarter on.
    open_funds(world)


def move_technology(world: State) -> None:
    """Set what machines do now, and what they are expected to do over contracts that begin now."""
    run, parameters = world.run[0], world.parameters[0]
    start, doubling, saturation = parameters.machine_share, parameters.doubling_time, parameters.saturation
    years = technology.years_since_start(run.quarter)
    run.machines = technology.machine_share(start, doubling, years, saturation)
    slope = technology.yearly_growth(start, doubling, years, saturation)
    ahead = technology.YEARS_TO_SERVICE
    linear = technology.share_if_linear(run.machines, slope, ahead, saturation)
    exponential = technology.machine_share(start, doubling, years + ahead, saturation)
    # Once a quarter for all: what is expected of machines depends on the duration, and on no project.
    for duration in range(len(CONTRACT_YEARS)):
        term = CONTRACT_YEARS[duration]
        run.linear[duration] = technology.mean_if_linear(linear, slope, term, saturation)
        run.exponential[duration] = technology.mean_if_exponential(exponential, doubling, term, saturation)


def move_labour_market(world: State, country: Record, number: int) -> None:
    """Let a country's labour market drift."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    country.labour_market = rules.labour_market(
        country.labour_market,
        parameters.labour_market_persistence,
        parameters.labour_market_shock,
        normal(world, Decision.LABOUR_MARKET, number, 0, quarter),
    )


def pass_laws(world: State, country: Record, number: int) -> None:
    """Pass new laws in a country's welfare areas, or not."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    for domain in range(len(country.law_since)):
        if happens(uniform(world, Decision.LEGISLATION, number, domain, quarter), parameters.new_law[domain]):
            country.law_since[domain] = quarter


def elections(world: State, country: Record) -> None:
    """Let every authority of a country have a new government, or not."""
    for number in range(country.first_authority, country.first_authority + country.authorities):
        vote(world, world.authorities[number])


@decision("vote")
def vote(world: State, authority: Record) -> None:
    """Let an election bring a new government with its own support for partnerships, or not."""
    parameters, quarter = world.parameters[0], world.run[0].quarter
    turnover, support = uniform_pair(world, Decision.ELECTION, authority.identity, 0, quarter)
    if happens(turnover, parameters.election_turnover):
        authority.government_since = quarter
        authority.support = lack_share(parameters.political_support, parameters.heterogeneity, support)
