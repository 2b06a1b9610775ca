"""Consideration: which authorities look, and which start an attempt."""

from sipabm.engine.draws import normal, uniform, uniform_pair
from sipabm.engine.environment import uses_lever
from sipabm.engine.recorder import CONSIDERED, STARTED, closing_belief, delivery_belief, year_of
from sipabm.rules import consideration as rules
from sipabm.rules.common import pick
from sipabm.rules.learning import UNKNOWN_COST, fatigue_after_quarter
from sipabm.rules.population import project_capital
from sipabm.rules.search import meeting_cost_each, stage_quarters
from sipabm.states import NOBODY, Decision, Lever, Outcome, Programme, Stage


def consideration(s, step):
    """Let every authority with a free development slot consider an attempt."""
    run, p = s.run[0], s.parameters[0]
    year = year_of(run, step)
    run.world_news = rules.news_left(run.world_news, p.news_decay)
    for number in range(len(s.authorities)):
        authority = s.authorities[number]
        authority.fatigue = fatigue_after_quarter(authority.fatigue, p.fatigue_recovery)
        authority.news = rules.news_left(authority.news, p.news_decay)
        if authority.developing >= int(p.development_slots):
            continue
        country = s.countries[authority.country]
        looks, need = uniform_pair(run, Decision.ATTENTION, authority.identity, 0, step)
        domain = pick(need, authority.need)
        attention = rules.attention(
            authority.own_interest,
            p.word_of_mouth,
            authority.news,
            p.world_news,
            run.world_news,
            p.fund_pull,
            country.fund_open[domain] == 1,
        )
        if looks < attention:
            s.yearly[year, domain, CONSIDERED] += 1.0
            chance = start_chance(run, p, authority, domain, country.fund_share[domain])
            if chance > 0.0 and uniform(run, Decision.START, authority.identity, domain, step) < chance:
                s.yearly[year, domain, STARTED] += 1.0
                start_project(s, number, domain, step)


def start_chance(run, p, authority, domain, fund_share):
    """Return the probability that an authority which looks starts an attempt."""
    worth = rules.fiscal_worth(
        p.worth[domain] * authority.worth_factor,
        p.cashable_pocket[domain],
        p.own_other[domain],
        p.other_departments[domain],
    )
    gain = rules.expected_gain(
        closing_belief(run, p, authority),
        delivery_belief(run, p, authority),
        worth,
        fund_share,
        authority.expected_cost,
    )
    return rules.start_probability(
        gain, p.conventional_gain[domain], authority.support, authority.fatigue, p.decision_noise
    )


def start_project(s, number, domain, step):
    """Open a project in the stage of meeting."""
    run, p = s.run[0], s.parameters[0]
    if run.free_slots == 0:
        run.overflow = 1
        return
    run.free_slots -= 1
    slot = s.free[run.free_slots]
    s.active[run.projects] = slot
    run.projects += 1
    authority = s.authorities[number]
    authority.developing += 1
    project = s.projects[slot]
    clear(project)
    project.authority = number
    project.country = authority.country
    project.domain = domain
    project.started = step
    project.gate = step
    project.capital = project_capital(
        p.capital_median, p.capital_spread, normal(run, Decision.CAPITAL, authority.identity, 0, step)
    )
    project.early_meeting = uses_lever(run, p, Lever.EARLY_MEETINGS, authority, step, step)
    least = p.search_quarters
    if project.early_meeting == 1:
        least += p.meeting_quarters
        each = meeting_cost_each(p.meeting_cost)
        share = each * project.capital
        project.cost_share += each
        project.cost_authority += share
        project.cost_provider += share
        project.cost_investors += share
        project.tailoring = p.meeting_tailoring
    project.house = uses_lever(run, p, Lever.INNOVATION_HOUSES, authority, step, step)
    if project.house == 1:
        project.cost_share += p.house_cost
        project.cost_authority += p.house_cost * project.capital
    enter_stage(run, p, authority, project, Stage.MEETING, least, step)


def enter_stage(run, p, authority, project, stage, least, step):
    """Put a project into a stage and set when its gate comes."""
    luck = uniform(run, Decision.STAGE_DURATION, authority.identity, stage.value, project.started)
    project.stage = stage.value
    project.gate = step
    project.due = step + stage_quarters(least, p.delay, luck)


def clear(project):
    """Reset what an earlier project left in a slot."""
    project.outcome = Outcome.DEVELOPING.value
    project.barrier = NOBODY
    project.barriers = 0
    project.provider = NOBODY
    project.investor = NOBODY
    project.pragmatic = 0
    project.mapped = 0
    project.pooled = 0
    project.flexible_allowed = 0
    project.cashable_only = 0
    project.novelty = 0.0
    project.quality = 0.0
    project.signal = 0.0
    project.uncertainty = 0.0
    project.cost_share = 0.0
    project.known_cost = UNKNOWN_COST
    project.departments_joined = 0
    project.investors = 0
    project.surplus = 0.0
    project.relaxed_surplus = 0.0
    project.rounds = 0
    project.cost_authority = 0.0
    project.cost_provider = 0.0
    project.cost_investors = 0.0
    project.agreed = 0
    project.tailoring = 0.0
    project.joined_share = 0.0
    project.case_level = 1.0
    project.foresight = 0.0
    project.filled = 0
    project.trust_provider = 0.0
    project.trust_investor = 0.0
    project.trust_third = 0.0
    project.tie_provider = NOBODY
    project.tie_investor = NOBODY
    project.tie_third = NOBODY
    project.fund = NOBODY
    project.fund_share = 0.0
    project.fund_committed = 0.0
    project.price = 0.0
    project.outlook = 1.0
    project.promised_success = 0.0
    project.programme = Programme.PLACEMENT.value
    for place in range(len(project.member)):
        project.member[place] = NOBODY
        project.ticket[place] = 0.0
