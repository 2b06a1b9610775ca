"""Environment: technology, labour market, laws, funds, elections."""

from sipabm.engine.draws import normal, uniform, uniform_pair
from sipabm.rules import environment as rules
from sipabm.rules import technology
from sipabm.rules.negotiation import share_for_good
from sipabm.rules.population import lack_share
from sipabm.rules.technology import YEARS_TO_SERVICE
from sipabm.states import CONTRACT_YEARS, NOBODY, Decision

DOMAINS, DURATIONS = 3, len(CONTRACT_YEARS)
QUARTERS_A_YEAR = 4.0


def environment(s, step):
    """Move technology and every country's environment a quarter on."""
    run, p = s.run[0], s.parameters[0]
    move_technology(run, p, step)
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


def move_technology(run, p, step):
    """Set what machines do now, and what they are expected to do over contracts that begin now."""
    years = step / QUARTERS_A_YEAR
    run.machines = technology.machine_share(p.machine_share, p.doubling_time, years, p.saturation)
    slope = run.machines - technology.machine_share(p.machine_share, p.doubling_time, years - 1.0, p.saturation)
    linear = technology.share_if_linear(run.machines, slope, YEARS_TO_SERVICE, p.saturation)
    exponential = technology.machine_share(p.machine_share, p.doubling_time, years + YEARS_TO_SERVICE, p.saturation)
    for duration in range(DURATIONS):
        run.linear[duration] = technology.mean_if_linear(linear, slope, CONTRACT_YEARS[duration], p.saturation)
        run.exponential[duration] = technology.mean_if_exponential(
            exponential, p.doubling_time, CONTRACT_YEARS[duration], p.saturation
        )


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
    """Set for each area whether outcomes funds are open to a country, and which share of payments they carry."""
    for domain in range(DOMAINS):
        all_weights, country.fund_share[domain] = 0.0, 0.0
        for place in range(len(funds)):
            fund = funds[place]
            weight = weight_of_fund(p, fund, number, domain, step)
            all_weights += weight
            country.fund_share[domain] += weight * share_for_good(fund.share, fund.repayment)
        country.fund_open[domain] = all_weights > 0.0
        if all_weights > 0.0:
            country.fund_share[domain] /= all_weights


def weight_of_fund(p, fund, country, domain, step):
    """Return how much a fund counts among those open to a country and area, 0 if it is closed, elsewhere or spent."""
    here = (fund.country == NOBODY or fund.country == country) and rules.fund_is_for(fund.domains, domain)
    if not here or not rules.fund_is_open(step, fund.opens, fund.closes, p.fund_exhaustion):
        return 0.0
    return rules.fund_weight(fund.remaining, fund.purse, p.fund_exhaustion)


def pick_fund(run, p, funds, authority, domain, started, step):
    """Return the outcomes fund that co-pays a project, drawn by the open purses, or -1."""
    total = 0.0
    for place in range(len(funds)):
        total += weight_of_fund(p, funds[place], authority.country, domain, step)
    luck = uniform(run, Decision.FUND, authority.identity, 0, started)
    picked, reached = NOBODY, 0.0
    for place in range(len(funds)):
        weight = weight_of_fund(p, funds[place], authority.country, domain, step)
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
