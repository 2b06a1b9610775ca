"""Consideration: which authorities look, and which start an attempt."""

from __future__ import annotations

from sipabm.levers import BENDING, Lever
from sipabm.model.beliefs import closing_belief, delivery_belief
from sipabm.model.bending import propensity, use, uses_by
from sipabm.model.counts import counts_of
from sipabm.model.draws import normal, uniform, uniform_pairs
from sipabm.model.project import NO_SLOT, enter_stage, open_project, pay, pay_partners, worth_counted
from sipabm.model.records import Record, State
from sipabm.model.replaceable import decision, shortcut
from sipabm.rules import consideration as rules
from sipabm.rules.common import happens, not_supported, pick
from sipabm.rules.population import by_size, project_capital
from sipabm.rules.search import meeting_cost_each
from sipabm.rules.technology import worth_here
from sipabm.words import Decision, Stage

PLACEMENT_ITSELF = 1.0  # worth of a common placement programme relative to itself: of another nobody knows yet


def consideration(world: State) -> None:
    """Let news fade, and authorities with a free development slot consider an attempt."""
    run, parameters = world.run[0], world.parameters[0]
    run.world_news = rules.news_left(run.world_news, parameters.news_decay)
    set_most_pull(world)
    uniform_pairs(world, Decision.ATTENTION, world.identities, run.quarter, world.looks, world.needs)
    for number in range(len(world.authorities)):
        authority = world.authorities[number]
        # Before the free slot is asked for: those who are busy forget like all others.
        authority.news = rules.news_left(authority.news, parameters.news_decay)
        begun = rules.has_begun(run.quarter, world.countries[authority.country].since)
        free = rules.has_free_slot(authority.developing, parameters.development_slots)
        if begun and free and authority.has_left == 0 and may_look(world, authority, world.looks[number]):
            consider(world, authority, world.looks[number], world.needs[number])


def set_most_pull(world: State) -> None:
    """Set how much more calls can make an authority of each country look, at whatever area."""
    for number in range(len(world.countries)):
        country = world.countries[number]
        country.most_pull = 0.0
        for domain in range(len(country.fund_calls)):
            country.most_pull = max(country.most_pull, pull_of_calls(world, country, domain))


def consider(world: State, authority: Record, looks: float, need: float) -> None:
    """Let an authority look at partnerships, or not, and start an attempt, or not, by two numbers of this quarter."""
    # The area comes before the attention, as a fund draws attention to its own areas alone.
    domain = pick(need, authority.need)
    # What an authority is not in charge of is another one's business: it looks less often than one in charge of all.
    if not rules.in_charge(authority.areas, domain) or not happens(looks, attention(world, authority, domain)):
        return
    quarter, counts = world.run[0].quarter, counts_of(world, domain)
    counts.considered += 1.0
    chance = start_chance(world, authority, domain)
    # A draw is skipped where nothing can come of it; draws have addresses, so none is shifted by that.
    if chance > 0.0 and happens(uniform(world, Decision.START, authority.identity, domain, quarter), chance):
        counts.started += 1.0
        start_project(world, authority, domain)


@decision("attention")
def attention(world: State, authority: Record, domain: int) -> float:
    """Return the probability that an authority looks at partnerships in a welfare area this quarter."""
    pull = pull_of_calls(world, world.countries[authority.country], domain)
    return rules.attention(interest(world, authority), pull, authority.attention_factor)


@shortcut(attention, lambda *_: True)
def may_look(world: State, authority: Record, looks: float) -> bool:
    """Return whether an authority may look at some welfare area, by its number: most cannot, whatever the area."""
    pull = world.countries[authority.country].most_pull
    return happens(looks, rules.most_attention(interest(world, authority), pull, authority.attention_factor))


def interest(world: State, authority: Record) -> float:
    """Return how much an authority is interested in partnerships, per quarter."""
    run, parameters = world.run[0], world.parameters[0]
    return rules.interest(
        authority.own_interest,
        parameters.word_of_mouth,
        authority.news,
        parameters.world_news,
        rules.per_hundred(run.world_news, len(world.authorities)),
    )


def pull_of_calls(world: State, country: Record, domain: int) -> float:
    """Return by how much open calls raise interest in a welfare area of a country, as a share."""
    parameters = world.parameters[0]
    return rules.pull_of_calls(
        parameters.fund_pull,
        country.fund_calls[domain] == 1,
        parameters.support_pull,
        country.support_open[domain] == 1,
    )


@decision("start_chance")
def start_chance(world: State, authority: Record, domain: int) -> float:
    """Return the probability that an authority which looks at a welfare area starts an attempt."""
    parameters, country = world.parameters[0], world.countries[authority.country]
    gain = rules.expected_gain(
        closing_belief(world, authority),
        delivery_belief(world, authority),
        worth_expected(world, authority, domain),
        country.fund_share[domain],
        not_supported(authority.expected_cost, country.development_share[domain]),
    )
    conventional = parameters.conventional_gain[domain]
    return rules.start_probability(gain, conventional, authority.support, parameters.decision_noise)


def worth_expected(world: State, authority: Record, domain: int) -> float:
    """Return what a programme at target is worth to the budgets an authority thinks of, as a multiple of capital."""
    worth = worth_here(world.parameters[0].worth[domain], authority.worth_factor, PLACEMENT_ITSELF)
    return worth_counted(world, domain, worth)


def start_project(world: State, authority: Record, domain: int) -> None:
    """Open a project in the stage of meeting; early informal meetings take time and money, a house takes money."""
    slot = open_project(world)
    if slot == NO_SLOT:
        return
    parameters, project, quarter = world.parameters[0], world.projects[slot], world.run[0].quarter
    authority.developing += 1
    project.authority = authority.number
    project.country = authority.country
    project.domain = domain
    project.started = quarter
    # By authority and quarter alone: an attempt in another area would have needed the same capital.
    luck = normal(world, Decision.CAPITAL, authority.identity, 0, quarter)
    size = by_size(authority.relative_size, parameters.capital_by_size)
    project.capital = project_capital(parameters.capital_median, parameters.capital_spread, luck, size)
    # What a fund granted at the start holds to the end of the attempt.
    project.development_share = world.countries[authority.country].development_share[domain]
    count_bending(world, authority, project)
    project.early_meeting = use(world, project, Lever.EARLY_MEETINGS)
    project.house = use(world, project, Lever.INNOVATION_HOUSES)
    least = parameters.search_quarters
    if project.early_meeting == 1:
        least += parameters.meeting_quarters
        hold_early_meetings(project, parameters)
    if project.house == 1:
        pay(project, parameters.house_cost)
    enter_stage(world, project, Stage.MEETING, least)


def count_bending(world: State, authority: Record, project: Record) -> None:
    """Count how far an authority would bend an attempt that it starts: later, only those that get on can be seen."""
    counts = counts_of(world, project.domain)
    for lever in range(BENDING):
        own = propensity(world, authority, project.domain, lever)
        counts.propensity[lever] += own
        counts.bends[lever] += uses_by(world, authority, project, lever, own)


def hold_early_meetings(project: Record, parameters: Record) -> None:
    """Let the three parties pay for early informal meetings, which tailor the project to its stakeholders."""
    each = meeting_cost_each(parameters.meeting_cost)
    pay(project, each)
    # Partners are found after the meetings; the amounts are recorded as theirs even if none is found.
    pay_partners(project, each, True)
    project.tailoring = parameters.meeting_tailoring
