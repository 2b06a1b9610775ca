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
        country.fund = fullest_open_fund(s, number, step)
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


def fullest_open_fund(s, country, step):
    """Return the open outcomes fund of a country with the fullest purse, or -1."""
    p = s.parameters[0]
    best = NOBODY
    for number in range(len(s.funds)):
        fund = s.funds[number]
        here = fund.country == NOBODY or fund.country == country
        if not here or not rules.fund_is_open(step, fund.opens, fund.closes, p.fund_exhaustion):
            continue
        has_money = rules.fund_has_money(fund.remaining, p.fund_exhaustion)
        if has_money and (best == NOBODY or fund.remaining > s.funds[best].remaining):
            best = number
    return best


def lever_in_force(p, lever, step):
    """Return the share of projects that use a lever in a quarter."""
    return rules.lever_in_force(
        step, p.lever_practice[lever], p.lever_intensity[lever], p.lever_first[lever], p.lever_last[lever]
    )


def uses_lever(run, p, lever, authority, started, step):
    """Return whether a project uses a lever, given its share in force."""
    return uniform(run, Decision.USE_LEVER, authority.identity, lever, started) < lever_in_force(p, lever, step)
