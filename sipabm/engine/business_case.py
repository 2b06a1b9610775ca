"""Business case: the gate at which data, case, competence, government and laws are tested."""

from sipabm.engine.consideration import enter_stage
from sipabm.engine.draws import normal
from sipabm.engine.environment import uses_lever
from sipabm.engine.exits import institution_barriers, stop_for_one_of
from sipabm.engine.recorder import delivery_belief
from sipabm.rules import business_case as rules
from sipabm.rules import competence, innovation, technology
from sipabm.rules.common import with_barrier
from sipabm.rules.consideration import fiscal_worth
from sipabm.rules.negotiation import effect_seen
from sipabm.states import CONTRACT_YEARS, NOBODY, Barrier, Decision, Lever, Programme, Stage

LONGEST_CONTRACT = max(CONTRACT_YEARS)


def business_case(s, step):
    """Take every project whose business case is due through its gate."""
    for place in range(s.run[0].due):
        slot = s.due[place]
        project = s.projects[slot]
        if project.stage == Stage.BUSINESS_CASE and project.due == step:
            business_case_gate(s, slot, step)


def business_case_gate(s, slot, step):
    """Make the case and buy competence; stop the project, or send it on to mobilisation."""
    run, p, project = s.run[0], s.parameters[0], s.projects[slot]
    authority = s.authorities[project.authority]
    project.pragmatic = uses_lever(run, p, Lever.PRAGMATIC_DATA, authority, project.started, step)
    project.mapped = uses_lever(run, p, Lever.EARLY_COMPETENCE_MAPPING, authority, project.started, step)
    size = rules.size_factor(project.capital, p.capital_median, p.data_cost_fixed)
    weak = look_at_case(s, project, authority)
    data_cost = cost_of_data(p, project, authority, size, weak)
    missing = competence_shortage(s, project, authority)
    bought = competence.competence_cost(missing, p.competence_price, project.mapped == 1, p.late_surcharge, size)
    if project.mapped == 1:
        bought += p.mapping_cost
    project.known_cost = project.cost_share + data_cost + bought
    no_data = rules.over_budget(project.cost_share, data_cost, authority.development_budget)
    no_competence = rules.over_budget(project.cost_share + data_cost, bought, authority.development_budget)
    barriers = institution_barriers(run, p, authority, s.countries[project.country], project, Stage.BUSINESS_CASE, step)
    barriers = with_barrier(barriers, Barrier.DATA_COST, no_data)
    barriers = with_barrier(barriers, Barrier.WEAK_CASE, weak)
    barriers = with_barrier(barriers, Barrier.COMPETENCE, no_competence and not no_data)
    if not no_data:
        pay(project, data_cost)
    if barriers != 0:
        stop_for_one_of(s, slot, barriers, step)
        return
    pay(project, bought)
    late = competence.late_quarters(missing, project.mapped == 1, p.late_quarters)
    enter_stage(run, p, authority, project, Stage.MOBILISATION, p.mobilisation_quarters + late, step)


def look_at_case(s, project, authority):
    """Set what the business case shows; return whether it is weak."""
    run, p = s.run[0], s.parameters[0]
    domain, provider = project.domain, s.providers[project.provider]
    quality_luck = normal(run, Decision.QUALITY, authority.identity, provider.identity, project.started)
    project.novelty = innovation.project_novelty(
        provider.novelty, project.house == 1, p.house_novelty, p.house_decoupling
    )
    spread = innovation.riskier(p.quality_spread, p.novelty_risk, project.novelty)
    project.case_level = technology.technology_level(
        exposure_of(p, project, Programme.PLACEMENT), run.machines, p.machine_share
    )
    project.quality = project.case_level * rules.programme_quality(
        innovation.median_kept(p.quality[domain], p.quality_spread, spread),
        p.quality_skill,
        provider.skill,
        spread,
        quality_luck,
    )
    left = rules.uncertainty_left(initial_uncertainty(p, project), authority.certainty_asked)
    if project.pragmatic == 1:
        left = rules.pragmatic_uncertainty(left, p.pragmatic_uncertainty)
    project.uncertainty = left
    signal_luck = normal(run, Decision.CASE_SIGNAL, authority.identity, 0, project.started)
    project.signal = rules.case_signal(project.quality, left, signal_luck)
    worth = fiscal_worth(
        p.worth[domain] * authority.worth_factor * worth_of(p, project, Programme.PLACEMENT),
        p.cashable_pocket[domain],
        p.own_other[domain],
        p.other_departments[domain],
    )
    fund_share = s.countries[project.country].fund_share[domain]
    seen = effect_seen(LONGEST_CONTRACT, authority.horizon, p.effect_years[domain])
    ratio = rules.benefit_cost(delivery_belief(run, p, authority), project.signal, worth * seen, fund_share)
    return ratio < p.case_threshold


def initial_uncertainty(p, project):
    """Return the uncertainty before any data work, the larger the more radical the programme."""
    return innovation.riskier(p.case_uncertainty[project.domain], p.novelty_risk, project.novelty)


def exposure_of(p, project, programme):
    """Return the share of a project's results that rests on exposed work, under a programme."""
    return technology.programme_exposure(
        p.exposure[project.domain],
        programme == Programme.UPSKILLING,
        p.upskilling_shield,
        project.novelty,
        p.novelty_robustness,
    )


def worth_of(p, project, programme):
    """Return the worth of a unit of a project's capital relative to a common placement programme."""
    return technology.programme_worth(
        programme == Programme.UPSKILLING, p.upskilling_cost, project.novelty, p.novelty_cost
    )


def cost_of_data(p, project, authority, size, weak):
    """Return the cost of data work, per unit of capital."""
    initial = initial_uncertainty(p, project)
    reached = rules.uncertainty_left(initial, authority.certainty_asked)
    cost = rules.data_cost(p.data_cost, initial, reached, authority.data_access, size)
    if project.pragmatic == 1:
        return rules.pragmatic_data_cost(cost, p.pragmatic_saving, p.pragmatic_early_stop, weak)
    return cost


def competence_shortage(s, project, authority):
    """Return how much competence is missing, all kinds together."""
    p = s.parameters[0]
    provider = s.providers[project.provider]
    of_investor = s.investors[project.investor].competence if project.investor != NOBODY else 0.0
    return competence.shortage_sum(
        p.competence_needed, authority.competence, provider.contracts, provider.evaluation, of_investor
    )


def pay(project, cost_share):
    """Let the authority pay a development cost."""
    project.cost_share += cost_share
    project.cost_authority += cost_share * project.capital
