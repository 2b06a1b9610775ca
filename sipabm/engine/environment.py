"""Environment: labour market, laws, funds, elections."""

from sipabm.engine.draws import normal, uniform, uniform_pair
from sipabm.rules import environment as rules
from sipabm.rules.population import lack_share
from sipabm.states import NOBODY, Decision

DOMAINS = 3


def environment(s, step):
    """Move every country's environment a quarter on."""
    run, p = s.run[0], s.parameters[0]
    any_votes = False
    for number in range(len(s.countries)):
        country = s.countries[number]
        country.labour_market = rules.labour_market(
            country.labour_market,
            p.labour_market_persistence,
            p.labour_market_shock,
            normal(run, Decision.LABOUR_MARKET, number, 0, step),
        )
        for domain in range(DOMAINS):
            if uniform(run, Decision.LEGISLATION, number, domain, step) < p.new_law[domain]:
                country.law_since[domain] = step
        country.votes = rules.is_election(step, country.first_election, country.election_period)
        any_votes = any_votes or country.votes == 1
        open_funds(p, s.funds, country, number, step)
    if any_votes:
        elections(s, step)


def elections(s, step):
    """Let authorities of the countries that vote have a new government, or not."""
    run, p = s.run[0], s.parameters[0]
    for number in range(len(s.authorities)):
        authority = s.authorities[number]
        if s.countries[authority.country].votes == 1:
            turnover, support = uniform_pair(run, Decision.ELECTION, authority.identity, 0, step)
            if turnover < p.election_turnover:
                authority.government_since = step
                authority.support = lack_share(p.political_support, p.heterogeneity, support)


def open_funds(p, funds, country, number, step):
    """Set what the outcomes funds open to a country have in their purses and which share they carry."""
    country.fund_weight = 0.0
    country.fund_share = 0.0
    for place in range(len(funds)):
        weight = weight_of_fund(p, funds[place], number, step)
        country.fund_weight += weight
        country.fund_share += weight * funds[place].share
    if country.fund_weight > 0.0:
        country.fund_share /= country.fund_weight


def weight_of_fund(p, fund, country, step):
    """Return how much a fund counts among those open to a country, 0 if it is closed, elsewhere or spent."""
    here = fund.country == NOBODY or fund.country == country
    if not here or not rules.fund_is_open(step, fund.opens, fund.closes, p.fund_exhaustion):
        return 0.0
    return rules.fund_weight(fund.remaining, fund.purse, p.fund_exhaustion)


def pick_fund(run, p, funds, authority, started, step):
    """Return the outcomes fund that co-pays a project, drawn by the open purses, or -1."""
    total = 0.0
    for place in range(len(funds)):
        total += weight_of_fund(p, funds[place], authority.country, step)
    luck = uniform(run, Decision.FUND, authority.identity, 0, started)
    picked, reached = NOBODY, 0.0
    for place in range(len(funds)):
        weight = weight_of_fund(p, funds[place], authority.country, step)
        if weight > 0.0:
            picked = place
            reached += weight
            if luck * total < reached:
                break
    return picked


def lever_in_force(p, lever, step):
    """Return the share of projects that use a lever in a quarter."""
    return rules.lever_in_force(
        step, p.lever_practice[lever], p.lever_intensity[lever], p.lever_first[lever], p.lever_last[lever]
    )


def uses_lever(run, p, lever, authority, started, step):
    """Return whether a project uses a lever, given its share in force."""
    return uniform(run, Decision.USE_LEVER, authority.identity, lever, started) < lever_in_force(p, lever, step)
