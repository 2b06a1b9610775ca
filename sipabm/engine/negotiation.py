"""Negotiation: the best template, its autopsy if there is none, and alternating offers."""

from sipabm.engine.business_case import pay
from sipabm.engine.draws import uniform
from sipabm.engine.environment import uses_lever
from sipabm.engine.exits import institution_barriers, release_tickets, stop, stop_for_one_of
from sipabm.engine.recorder import delivery_belief
from sipabm.rules import negotiation as rules
from sipabm.rules.common import with_barrier
from sipabm.rules.environment import fund_can_pay
from sipabm.rules.search import misjudgement_after_meeting
from sipabm.states import (
    BARRIER_OF_RELAXATION,
    CONTRACT_YEARS,
    NOBODY,
    Barrier,
    Competence,
    Decision,
    Form,
    Instrument,
    Lever,
    Relaxation,
    Rigour,
    Stage,
)

NO_SURPLUS = -1e30
RELAXATIONS, RIGOURS, INSTRUMENTS = len(Relaxation), len(Rigour), len(Instrument)


def negotiation(s, step):
    """Let every project whose talks are due look for a template and an agreement."""
    for place in range(s.run[0].projects):
        slot = s.active[place]
        project = s.projects[slot]
        if project.stage == Stage.NEGOTIATION and project.due == step and project.agreed == 0:
            negotiation_gate(s, slot, step)


def negotiation_gate(s, slot, step):
    """Stop the project, or agree on terms that wait for signature."""
    p = s.parameters[0]
    project = s.projects[slot]
    barriers = institution_barriers(s, project, Stage.NEGOTIATION)
    if barriers != 0:
        stop_for_one_of(s, slot, barriers, step)
        return
    come_to_the_table(s, project, step)
    choose_template(s, project)
    if project.surplus < 0.0:
        autopsy(s, slot, step)
        return
    agreed = bargain(s, project)
    if agreed and project.fund != NOBODY and not fund_commits(s, project):
        project.fund = NOBODY
        project.fund_share = 0.0
        choose_template(s, project)
        if project.surplus < 0.0:
            autopsy(s, slot, step)
            return
        agreed = bargain(s, project)
    pay_for_rounds(project, p)
    if not agreed:
        stop(s, slot, with_barrier(0, Barrier.BARGAINING, True), Barrier.BARGAINING.value, step)
        return
    settle_finance(s, project)
    project.agreed = 1
    project.gate = step
    project.due = step + rules.quarters_of_talks(project.rounds, p.rounds_per_quarter)


def come_to_the_table(s, project, step):
    """Set which forms, evaluations and savings are on the table, and the fund that may co-pay."""
    authority = s.authorities[project.authority]
    project.flexible_allowed = uses_lever(s, Lever.FLEXIBLE_CONTRACTS, authority, project.started, step)
    drops = uses_lever(s, Lever.NO_CASHABLE_REQUIREMENT, authority, project.started, step)
    project.cashable_only = authority.insists_on_cashable == 1 and not drops
    light = uses_lever(s, Lever.PROPORTIONATE_EVALUATION, authority, project.started, step)
    project.rigour_allowed = 0 if light else authority.rigour_asked
    project.fund = s.countries[project.country].fund
    project.fund_share = s.funds[project.fund].share if project.fund != NOBODY else 0.0


def choose_template(s, project):
    """Set terms and surplus of the best template as things are."""
    surplus, instrument, form, rigour, years, ask, limit, provider_share = best_template(
        s, project, Relaxation.NOTHING.value
    )
    project.surplus = surplus
    project.instrument = instrument
    project.form = form
    project.rigour = rigour
    project.years = years
    project.consortium_ask = ask
    project.authority_limit = limit
    project.provider_payment_share = provider_share


def best_template(s, project, relaxed):
    """Return surplus, instrument, form, rigour, years, ask, limit and provider's share of the best template.

    `relaxed` names the one barrier that is taken away.
    """
    run, p = s.run[0], s.parameters[0]
    authority, provider = s.authorities[project.authority], s.providers[project.provider]
    domain = project.domain
    joined = 1.0 if relaxed == Relaxation.SILOS else project.joined_share
    cashable_only = project.cashable_only == 1 and relaxed != Relaxation.CASHABLE_SAVINGS
    counted = rules.counted_share(
        p.own_cashable[domain], p.own_other[domain], p.other_departments[domain], joined, cashable_only
    )
    worth = p.worth[domain] * authority.worth_factor * counted
    no_burden = relaxed == Relaxation.EVALUATION_BURDEN
    lightest = 0 if no_burden else project.rigour_allowed
    forms = 2 if project.flexible_allowed == 1 or relaxed == Relaxation.RIGID_CONTRACT else 1
    aversion = 0.0 if relaxed == Relaxation.INVESTOR_RISK_AVERSION else project.risk_aversion
    misjudgement = project.misjudgement
    if project.early_meeting == 1:
        misjudgement = misjudgement_after_meeting(misjudgement, p.meeting_clarity)
    if relaxed == Relaxation.INVESTOR_MISJUDGEMENT:
        misjudgement = 0.0
    belief = delivery_belief(run, p, authority)
    of_investor = rules.investor_view(p.investor_confidence, misjudgement)
    best = (NO_SURPLUS, 0, 0, 0, 0, 0.0, 0.0, 0.0)
    for years in CONTRACT_YEARS:
        seen = 1.0
        if relaxed != Relaxation.LONG_HORIZON:
            seen = rules.effect_seen(years, authority.horizon, p.effect_years[domain])
        years_tied = years * p.capital_tied
        for form in range(forms):
            flexible = form == Form.FLEXIBLE
            for rigour in range(lightest, RIGOURS):
                luck = rules.luck_in_results(
                    p.attribution_noise[rigour], p.attribution_difficulty[domain], flexible, p.flexible_blur
                )
                variance = rules.variance_of_success(project.uncertainty, luck, p.delivery_uncertainty)
                gain, room, cap = p.flexible_gain, p.adaptation_room[rigour], p.success_cap
                success = rules.expected_success(belief, project.signal, flexible, gain, room, cap)
                deadweight = p.deadweight[rigour]
                costs = rules.expected_guarantee(p.guarantee, success)
                burden = 0.0
                if not no_burden:
                    costs += p.evaluation_cost[rigour]
                    burden = p.evaluation_burden[rigour]
                if flexible:
                    costs += p.flexible_cost
                limit = rules.authority_limit(
                    worth * seen, success, deadweight, costs, authority.luck_dislike, luck, project.fund_share
                )
                success = rules.expected_success(of_investor, project.signal, flexible, gain, room, cap)
                investor_price = rules.investor_ask(
                    success, deadweight, years_tied, project.hurdle_rate, project.social_motive, aversion, variance,
                    p.guarantee,
                )
                success = rules.expected_success(p.provider_confidence, project.signal, flexible, gain, room, cap)
                provider_price = rules.provider_ask(
                    success, deadweight, years_tied, p.provider_finance_cost, provider.risk_aversion, variance
                )
                burden_price = rules.burden_ask(burden, success, deadweight)
                for instrument in range(INSTRUMENTS):
                    carries = rules.provider_carries(instrument, p.fee_at_risk)
                    if not rules.is_admissible(
                        carries, provider.working_capital, project.capital, project.filled == 1
                    ):
                        continue
                    ask = rules.consortium_ask(carries, investor_price, provider_price, burden_price)
                    if limit - ask > best[0]:
                        share = rules.provider_payment_share(carries, provider_price, burden_price, ask)
                        best = (limit - ask, instrument, form, rigour, years, ask, limit, share)
    return best


def autopsy(s, slot, step):
    """Stop a project without surplus: relax each barrier alone and see which would have opened it."""
    project = s.projects[slot]
    barriers, barrier, largest = 0, Barrier.NONE_ALONE.value, NO_SURPLUS
    for relaxed in range(1, RELAXATIONS):
        surplus = best_template(s, project, relaxed)[0]
        if surplus >= 0.0:
            barriers = with_barrier(barriers, BARRIER_OF_RELAXATION[relaxed], True)
            if surplus > largest:
                barrier = BARRIER_OF_RELAXATION[relaxed]
        largest = max(largest, surplus)
    project.relaxed_surplus = largest
    if barriers == 0:
        barriers = with_barrier(0, Barrier.NONE_ALONE, True)
    stop(s, slot, barriers, barrier, step)


def bargain(s, project):
    """Exchange offers; return whether the parties agreed, and set rounds and price."""
    run, p = s.run[0], s.parameters[0]
    identity = s.authorities[project.authority].identity
    provider, authority = s.providers[project.provider], s.authorities[project.authority]
    trust = rules.mutual_trust(project.trust_provider, project.trust_investor, project.investor != NOBODY)
    rounds = rules.rounds_to_concede(
        p.rounds, p.strategic_ambiguity, p.pooling_rounds * project.departments_joined, p.trust_speed,
        rules.trust_and_competence(trust, authority.competence[Competence.CONTRACTS], provider.contracts),
    )
    luck = uniform(run, Decision.BREAKDOWN, identity, 0, project.started)
    agreed, used, price = rules.alternating_offers(
        project.consortium_ask, project.authority_limit, rounds, p.authority_patience, p.investor_patience,
        p.breakdown, luck,
    )
    project.rounds = used
    project.price = price
    return agreed


def fund_commits(s, project):
    """Reserve the fund's largest possible payment; return whether its purse could bear it."""
    p = s.parameters[0]
    fund = s.funds[project.fund]
    commitment = rules.fund_commitment(project.fund_share, project.price, p.success_cap, project.capital)
    if not fund_can_pay(fund.remaining, commitment, p.fund_exhaustion):
        return False
    fund.remaining -= commitment
    project.fund_committed = commitment
    return True


def pay_for_rounds(project, p):
    """Share the cost of the talks."""
    share = rules.round_cost_each(p.round_cost, project.rounds)
    pay(project, share)
    project.cost_provider += share * project.capital
    project.cost_investors += share * project.capital


def settle_finance(s, project):
    """Scale the syndicate's tickets to what investors carry, and tie up the provider's working capital."""
    p = s.parameters[0]
    carries = rules.provider_carries(project.instrument, p.fee_at_risk)
    s.providers[project.provider].working_capital -= carries * project.capital
    if carries == 1.0:
        release_tickets(s, project)
        project.investors = 0
        return
    for place in range(project.investors):
        freed = project.ticket[place] * carries
        project.ticket[place] -= freed
        s.investors[project.member[place]].available += freed
