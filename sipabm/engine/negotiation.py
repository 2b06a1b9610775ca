"""Negotiation: the best template, its autopsy if there is none, and alternating offers."""

from typing import NamedTuple

from sipabm.engine.business_case import exposure_of, pay, worth_of
from sipabm.engine.draws import uniform
from sipabm.engine.environment import pick_fund, uses_lever
from sipabm.engine.exits import institution_barriers, release_tickets, stop, stop_for_one_of
from sipabm.engine.recorder import delivery_belief
from sipabm.rules import negotiation as rules
from sipabm.rules import technology
from sipabm.rules.common import with_barrier
from sipabm.rules.environment import fund_can_pay
from sipabm.rules.mobilisation import all_joined
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
    Programme,
    Relaxation,
    Rigour,
    Stage,
)

NO_SURPLUS = -1e30
FIRST_TALKS, TALKS_WITHOUT_FUND = 0, 1
LINEAR = 0.0  # providers know operations; nobody has shown them to look further ahead
RELAXATIONS, PROGRAMMES, RIGOURS, INSTRUMENTS = len(Relaxation), len(Programme), len(Rigour), len(Instrument)
DURATIONS = len(CONTRACT_YEARS)


class Table(NamedTuple):
    """What the parties bring to the table for a programme, with at most one barrier relaxed.

    For each duration: the share of the effect seen, and what each party expects technology to leave of results.
    """

    programme: int
    worth: float
    seen: tuple[float, float, float]
    outlook_of_authority: tuple[float, float, float]
    outlook_of_investor: tuple[float, float, float]
    outlook_of_provider: tuple[float, float, float]
    evaluation_counts: float
    lightest: int
    forms: int
    authority_belief: float
    investor_view: float
    aversion: float


class View(NamedTuple):
    """What a form and a rigour mean for the parties, whatever the duration: luck, costs, burden, room to adapt."""

    form: int
    rigour: int
    flexible: bool
    luck: float
    costs: float
    burden: float
    room: float


class Terms(NamedTuple):
    """The terms of a template and the surplus they leave."""

    surplus: float
    programme: int
    instrument: int
    form: int
    rigour: int
    years: int
    consortium_ask: float
    authority_limit: float
    provider_payment_share: float
    outlook: float
    promised_success: float


NO_TERMS = Terms(NO_SURPLUS, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 1.0, 0.0)


def negotiation(s, step):
    """Let every project whose talks are due look for a template and an agreement."""
    for place in range(s.run[0].due):
        slot = s.due[place]
        project = s.projects[slot]
        if project.stage == Stage.NEGOTIATION and project.due == step and project.agreed == 0:
            negotiation_gate(s, slot, step)


def negotiation_gate(s, slot, step):
    """Stop the project, or agree on terms that wait for signature."""
    run, p, project = s.run[0], s.parameters[0], s.projects[slot]
    authority = s.authorities[project.authority]
    barriers = institution_barriers(run, p, authority, s.countries[project.country], project, Stage.NEGOTIATION, step)
    if barriers != 0:
        stop_for_one_of(s, slot, barriers, step)
        return
    come_to_the_table(s, project, step)
    choose_template(s, project)
    if not has_surplus(s, slot, step):
        return
    agreed = bargain(s, project, FIRST_TALKS)
    if agreed and project.fund != NOBODY and not fund_commits(s, project):
        project.fund = NOBODY
        project.fund_share = 0.0
        choose_template(s, project)
        if not has_surplus(s, slot, step):
            return
        agreed = bargain(s, project, TALKS_WITHOUT_FUND)
    if not agreed:
        stop(s, slot, with_barrier(0, Barrier.BARGAINING, True), Barrier.BARGAINING.value, step)
        return
    settle_finance(s, project)
    project.agreed = 1
    project.gate = step
    project.due = step + rules.quarters_of_talks(project.rounds, p.rounds_per_quarter)


def come_to_the_table(s, project, step):
    """Set which forms, evaluations and savings are on the table, and the fund that may co-pay."""
    run, p, authority = s.run[0], s.parameters[0], s.authorities[project.authority]
    project.flexible_allowed = uses_lever(run, p, Lever.FLEXIBLE_CONTRACTS, authority, project.started, step)
    drops = uses_lever(run, p, Lever.NO_CASHABLE_REQUIREMENT, authority, project.started, step)
    project.cashable_only = authority.insists_on_cashable == 1 and not drops
    light = uses_lever(run, p, Lever.PROPORTIONATE_EVALUATION, authority, project.started, step)
    project.rigour_allowed = 0 if light else authority.rigour_asked
    project.fund = pick_fund(run, p, s.funds, authority, project.domain, project.started, step)
    project.fund_share = s.funds[project.fund].share if project.fund != NOBODY else 0.0


def choose_template(s, project):
    """Set terms and surplus of the best template as things are."""
    terms = best_template(s, project, Relaxation.NOTHING.value)
    project.surplus = terms.surplus
    project.programme = terms.programme
    project.instrument = terms.instrument
    project.form = terms.form
    project.rigour = terms.rigour
    project.years = terms.years
    project.consortium_ask = terms.consortium_ask
    project.authority_limit = terms.authority_limit
    project.provider_payment_share = terms.provider_payment_share
    project.outlook = terms.outlook
    project.promised_success = terms.promised_success


def best_template(s, project, relaxed):
    """Return the terms with the largest surplus, of equals the first, with one barrier relaxed."""
    run, p = s.run[0], s.parameters[0]
    authority, provider = s.authorities[project.authority], s.providers[project.provider]
    fund_carries = share_the_fund_carries(s, project)
    best = NO_TERMS
    for programme in range(PROGRAMMES if provider.trains == 1 else 1):
        table = lay_table(run, p, authority, project, programme, relaxed)
        for form in range(table.forms):
            for rigour in range(table.lightest, RIGOURS):
                view = look_at(p, project, table, form, rigour)
                for duration in range(DURATIONS):
                    best = better_terms(p, authority, provider, project, fund_carries, table, view, duration, best)
    return best


def share_the_fund_carries(s, project):
    """Return the share of payments that the project's outcomes fund carries for good."""
    if project.fund == NOBODY:
        return 0.0
    return rules.share_for_good(project.fund_share, s.funds[project.fund].repayment)


def lay_table(run, p, authority, project, programme, relaxed):
    """Return what the parties bring to the table for a programme; `relaxed` is the barrier that is taken away."""
    domain = project.domain
    counted = rules.counted_share(
        p.cashable_pocket[domain],
        p.own_other[domain],
        p.other_departments[domain],
        all_joined(int(p.departments)) if relaxed == Relaxation.SILOS else project.joined_share,
        project.cashable_only == 1 and relaxed != Relaxation.CASHABLE_SAVINGS,
    )
    misjudgement = project.misjudgement
    if project.early_meeting == 1:
        misjudgement = misjudgement_after_meeting(misjudgement, p.meeting_clarity)
    if relaxed == Relaxation.INVESTOR_MISJUDGEMENT:
        misjudgement = 0.0
    exposure = exposure_of(p, project, programme)
    effect_years = technology.years_to_effect(
        p.effect_years[domain], programme == Programme.UPSKILLING, p.upskilling_delay
    )
    return Table(
        programme,
        p.worth[domain] * authority.worth_factor * worth_of(p, project, programme) * counted,
        seen_by_duration(authority.horizon, effect_years, relaxed == Relaxation.LONG_HORIZON),
        outlook(run, p, project, exposure, authority.foresight),
        outlook(run, p, project, exposure, project.foresight),
        outlook(run, p, project, exposure, LINEAR),
        0.0 if relaxed == Relaxation.EVALUATION_BURDEN else 1.0,
        0 if relaxed == Relaxation.EVALUATION_BURDEN else project.rigour_allowed,
        2 if project.flexible_allowed == 1 or relaxed == Relaxation.RIGID_CONTRACT else 1,
        delivery_belief(run, p, authority),
        rules.investor_view(p.investor_confidence, misjudgement),
        0.0 if relaxed == Relaxation.INVESTOR_RISK_AVERSION else project.risk_aversion,
    )


def seen_by_duration(horizon, effect_years, whole):
    """Return the share of the effect that shows, for each duration of a contract."""
    if whole:
        return 1.0, 1.0, 1.0
    return (
        rules.effect_seen(CONTRACT_YEARS[0], horizon, effect_years),
        rules.effect_seen(CONTRACT_YEARS[1], horizon, effect_years),
        rules.effect_seen(CONTRACT_YEARS[2], horizon, effect_years),
    )


def outlook(run, p, project, exposure, foresight):
    """Return for each duration what a party with some foresight expects technology to leave of results."""
    return (
        outlook_over(run, p, project, exposure, foresight, 0),
        outlook_over(run, p, project, exposure, foresight, 1),
        outlook_over(run, p, project, exposure, foresight, 2),
    )


def outlook_over(run, p, project, exposure, foresight, duration):
    """Return what a party with some foresight expects technology to leave of results over a duration."""
    machines = technology.expected_machines(run.linear[duration], run.exponential[duration], foresight)
    level = technology.technology_level(exposure, machines, p.machine_share)
    return technology.technology_factor(level, project.case_level)


def look_at(p, project, table, form, rigour):
    """Return what a form and a rigour mean for the parties, whatever the duration."""
    flexible, domain = form == Form.FLEXIBLE, project.domain
    luck = rules.luck_in_results(
        p.attribution_noise[rigour], p.attribution_difficulty[domain], flexible, p.flexible_blur
    )
    costs = table.evaluation_counts * p.evaluation_cost[rigour]
    return View(
        form,
        rigour,
        flexible,
        luck,
        costs + p.flexible_cost if flexible else costs,
        table.evaluation_counts * p.evaluation_burden[rigour],
        p.adaptation_room[rigour],
    )


def success_expected(p, project, view, confidence, outlook):
    """Return the success that a party with some confidence and outlook expects."""
    return rules.expected_success(
        confidence, project.signal, outlook, view.flexible, p.flexible_gain, view.room, p.success_cap
    )


def better_terms(p, authority, provider, project, fund_carries, table, view, duration, best):
    """Return the best terms so far, or better ones of this duration with any instrument that can be financed."""
    years = CONTRACT_YEARS[duration]
    deadweight, years_tied = p.deadweight[view.rigour], years * p.capital_tied
    worth = table.worth * table.seen[duration]
    of_authority = success_expected(p, project, view, table.authority_belief, table.outlook_of_authority[duration])
    of_investor = success_expected(p, project, view, table.investor_view, table.outlook_of_investor[duration])
    of_provider = success_expected(p, project, view, p.provider_confidence, table.outlook_of_provider[duration])
    variance = rules.variance_of_success(of_investor, project.uncertainty, view.luck, p.delivery_uncertainty)
    investor_price = rules.investor_ask(
        of_investor, deadweight, years_tied, project.hurdle_rate, project.social_motive, table.aversion,
        variance, p.guarantee,
    )  # fmt: skip
    variance = rules.variance_of_success(of_provider, project.uncertainty, view.luck, p.delivery_uncertainty)
    provider_price = rules.provider_ask(
        of_provider, deadweight, years_tied, p.provider_finance_cost, provider.risk_aversion, variance
    )
    burden_price = rules.burden_ask(view.burden, of_provider, deadweight)
    for instrument in range(INSTRUMENTS):
        carries = rules.provider_carries(instrument, p.fee_at_risk)
        if rules.is_admissible(carries, provider.working_capital, project.capital, project.filled == 1):
            costs = view.costs + rules.expected_guarantee(p.guarantee, carries, of_authority)
            limit = rules.authority_limit(
                worth, of_authority, deadweight, costs, authority.luck_dislike, view.luck, fund_carries
            )
            highest = rules.limit_with_fund(limit, project.fund_share, p.fund_price_cap)
            ask = rules.consortium_ask(carries, investor_price, provider_price, burden_price)
            surplus = rules.joint_surplus(limit, highest, ask)
            if surplus > best.surplus:
                share = rules.provider_payment_share(carries, provider_price, burden_price, ask)
                best = Terms(
                    surplus,
                    table.programme,
                    instrument,
                    view.form,
                    view.rigour,
                    years,
                    ask,
                    highest,
                    share,
                    table.outlook_of_authority[duration],
                    of_investor,
                )
    return best


def has_surplus(s, slot, step):
    """Return whether the best template leaves a surplus; if not, stop the project with the reason."""
    project = s.projects[slot]
    if project.surplus >= 0.0:
        return True
    if project.surplus > NO_SURPLUS:
        autopsy(s, slot, step)
    else:
        project.surplus = 0.0
        stop(s, slot, with_barrier(0, Barrier.INVESTOR_APPETITE, True), Barrier.INVESTOR_APPETITE.value, step)
    return False


def autopsy(s, slot, step):
    """Stop a project without surplus: relax each barrier alone and see which would have opened it."""
    project = s.projects[slot]
    barriers, barrier, largest = 0, Barrier.NONE_ALONE.value, NO_SURPLUS
    for relaxed in range(1, RELAXATIONS):
        surplus = best_template(s, project, relaxed).surplus
        if surplus >= 0.0:
            barriers = with_barrier(barriers, BARRIER_OF_RELAXATION[relaxed], True)
            if surplus > largest:
                barrier = BARRIER_OF_RELAXATION[relaxed]
        largest = max(largest, surplus)
    project.relaxed_surplus = largest
    if barriers == 0:
        barriers = with_barrier(0, Barrier.NONE_ALONE, True)
    stop(s, slot, barriers, barrier, step)


def bargain(s, project, talks):
    """Exchange offers; return whether the parties agreed, and set rounds and price."""
    run, p = s.run[0], s.parameters[0]
    identity = s.authorities[project.authority].identity
    provider, authority = s.providers[project.provider], s.authorities[project.authority]
    with_investors = project.instrument != Instrument.PAYMENT_BY_RESULTS
    trust = rules.mutual_trust(project.trust_provider, project.trust_investor, project.trust_third, with_investors)
    rounds = rules.rounds_to_concede(
        p.rounds,
        p.strategic_ambiguity,
        p.pooling_rounds * project.departments_joined,
        p.trust_speed,
        rules.trust_and_competence(trust, authority.competence[Competence.CONTRACTS], provider.contracts),
    )
    luck = uniform(run, Decision.BREAKDOWN, identity, talks, project.started)
    agreed, used, price = rules.alternating_offers(
        project.consortium_ask,
        project.authority_limit,
        rounds,
        p.authority_patience,
        p.investor_patience,
        p.breakdown,
        luck,
    )
    project.rounds += used
    project.price = price
    pay_for_rounds(p, project, used, with_investors)
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


def pay_for_rounds(p, project, rounds, with_investors):
    """Share the cost of some rounds among those at the table."""
    share = rules.round_cost_each(p.round_cost, rounds, with_investors)
    pay(project, share)
    project.cost_provider += share * project.capital
    if with_investors:
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
