"""Templates: every way to write a contract, what it means for the parties, and which leaves the largest surplus."""

from __future__ import annotations

import math
from typing import NamedTuple

from sipabm.barriers import Relaxation
from sipabm.model.beliefs import delivery_belief
from sipabm.model.funds import share_the_fund_carries
from sipabm.model.project import exposure_of, worth_of
from sipabm.model.records import DURATIONS, PROGRAMMES, Record, State
from sipabm.model.replaceable import decision, shortcut
from sipabm.rules import negotiation as rules
from sipabm.rules import technology
from sipabm.rules.mobilisation import all_joined
from sipabm.rules.search import misjudgement_after_meeting
from sipabm.words import CONTRACT_YEARS, NOBODY, Form, Instrument, Programme, Rigour

NO_SURPLUS = -1e30
LINEAR = 0.0  # providers know operations; nobody has shown them to look further ahead
FORMS, RIGOURS, INSTRUMENTS = len(Form), len(Rigour), len(Instrument)


class Template(NamedTuple):
    """A way to write the contract, and what it means for the parties (money per unit of capital)."""

    programme: int
    form: int
    rigour: int
    years: int
    worth: float
    deadweight: float
    years_tied: float
    luck: float
    costs: float
    burden: float
    aversion: float
    investor_uncertainty: float
    fund_carries: float
    authority_outlook: float
    authority_success: float
    investor_success: float
    provider_success: float


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
    promised_spread: float


def best_template(world: State, project: Record) -> Terms:
    """Return the terms with the largest surplus as things are, of equals the first."""
    lay_table(world, project)
    return best_relaxed(world, project, Relaxation.NOTHING.value, NO_SURPLUS)


def best_relaxed(world: State, project: Record, relaxed: int, least: float) -> Terms:
    """Return the terms with the largest surplus above `least`, of equals the first, with one barrier relaxed.

    What the parties bring lies on the table already. Where no terms leave so much, the surplus returned is `least`.
    """
    table = relax_table(world, project, relaxed)
    best = Terms(least, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for programme in range(programmes_of(world, project)):
        # The plainest first, rigid, lightly evaluated and short: of equal surpluses it stays.
        for form in range(table.forms):
            for rigour in range(table.lightest, RIGOURS):
                for duration in range(DURATIONS):
                    template = template_of(world, project, table, programme, form, rigour, duration)
                    best = better_terms(world, project, template, best)
    return best


def programmes_of(world: State, project: Record) -> int:
    """Return how many programmes a project's provider offers: training beside placement, or not."""
    return PROGRAMMES if world.providers[project.provider].trains == 1 else 1


def lay_table(world: State, project: Record) -> None:
    """Lay on the table what the parties bring to their talks: no form, rigour or duration of a contract changes it."""
    table, authority = world.table[0], world.authorities[project.authority]
    awareness = world.parameters[0].selection_awareness
    table.investor_signal = rules.weighed_signal(
        project.signal, project.uncertainty, project.usual_quality, project.usual_spread, awareness
    )
    table.investor_uncertainty = rules.weighed_uncertainty(project.uncertainty, project.usual_spread, awareness)
    table.authority_belief = delivery_belief(world, authority)
    table.fund_carries = share_the_fund_carries(world, project)
    for programme in range(programmes_of(world, project)):
        lay_programme(world, authority, project, table, programme)


def lay_programme(world: State, authority: Record, project: Record, table: Record, programme: int) -> None:
    """Lay on the table what a programme is worth, and what the parties expect of it over each duration."""
    parameters = world.parameters[0]
    table.programme_worth[programme] = worth_of(world, authority, project, programme)
    effect_years = technology.years_to_effect(
        parameters.effect_years[project.domain], programme == Programme.UPSKILLING, parameters.upskilling_delay
    )
    exposure = exposure_of(world, project, programme)
    for duration in range(DURATIONS):
        plan = plan_of(programme, duration)
        table.seen[plan] = rules.effect_seen(CONTRACT_YEARS[duration], authority.horizon, effect_years)
        table.authority_outlook[plan] = outlook(world, project, exposure, authority.foresight, duration)
        table.investor_outlook[plan] = outlook(world, project, exposure, project.foresight, duration)
        table.provider_outlook[plan] = outlook(world, project, exposure, LINEAR, duration)


def plan_of(programme: int, duration: int) -> int:
    """Return where what is expected of a programme over a duration lies on the table."""
    return programme * DURATIONS + duration


def relax_table(world: State, project: Record, relaxed: int) -> Record:
    """Return the table with one barrier, or none, taken away from what lies on it."""
    table = world.table[0]
    table.counted = share_counted(world, project, relaxed)
    table.whole_effect = relaxed == Relaxation.LONG_HORIZON
    table.forms = FORMS if project.flexible_allowed == 1 or relaxed == Relaxation.RIGID_CONTRACT else 1
    table.lightest = 0 if relaxed == Relaxation.EVALUATION_BURDEN else project.rigour_allowed
    table.evaluation_counts = 0.0 if relaxed == Relaxation.EVALUATION_BURDEN else 1.0
    misjudgement = misjudgement_left(world, project, relaxed)
    table.investor_view = rules.investor_view(world.parameters[0].investor_confidence, misjudgement)
    table.aversion = 0.0 if relaxed == Relaxation.INVESTOR_RISK_AVERSION else project.risk_aversion
    return table


def share_counted(world: State, project: Record, relaxed: int) -> float:
    """Return the share of public value that the paying budgets count, in savings and in outcomes they would pay for."""
    parameters, domain = world.parameters[0], project.domain
    silos = relaxed == Relaxation.SILOS
    every_department = all_joined(int(parameters.departments))
    every_authority = all_joined(int(parameters.gaining_authorities[domain]))
    savings = rules.savings_counted(
        parameters.own_cashable_part[domain],
        parameters.other_departments_part[domain],
        every_department if silos else project.joined_share,
        parameters.other_authorities_part[domain],
        every_authority if silos else project.authorities_share,
        parameters.state_part[domain],
        silos or project.state_joined == 1,
    )
    cashable_only = project.cashable_only == 1 and relaxed != Relaxation.CASHABLE_SAVINGS
    return savings + rules.outcomes_counted(
        parameters.citizens_part[domain], parameters.willingness_to_pay, cashable_only
    )


def misjudgement_left(world: State, project: Record, relaxed: int) -> float:
    """Return the syndicate's error about success, in log points, which early meetings make smaller."""
    if relaxed == Relaxation.INVESTOR_MISJUDGEMENT:
        return 0.0
    if project.early_meeting == 1:
        return misjudgement_after_meeting(project.misjudgement, world.parameters[0].meeting_clarity)
    return project.misjudgement


def outlook(world: State, project: Record, exposure: float, foresight: float, duration: int) -> float:
    """Return what a party with some foresight expects technology to leave of results over a duration."""
    run = world.run[0]
    machines = technology.expected_machines(run.linear[duration], run.exponential[duration], foresight)
    level = technology.technology_level(exposure, machines, world.parameters[0].machine_share)
    return technology.technology_factor(level, project.case_level)


def template_of(
    world: State, project: Record, table: Record, programme: int, form: int, rigour: int, duration: int
) -> Template:
    """Return a template, with what it means for the parties."""
    parameters, flexible = world.parameters[0], form == Form.FLEXIBLE
    room, years = parameters.adaptation_room[rigour], CONTRACT_YEARS[duration]
    gain = parameters.flexible_gain
    luck = rules.luck_in_results(
        parameters.attribution_noise[rigour],
        parameters.attribution_difficulty[project.domain],
        flexible,
        parameters.flexible_blur,
    )
    evaluation = table.evaluation_counts * parameters.evaluation_cost[rigour]
    plan = plan_of(programme, duration)
    seen = 1.0 if table.whole_effect == 1 else table.seen[plan]
    authority_outlook, belief = table.authority_outlook[plan], table.authority_belief
    investor_outlook, provider_outlook = table.investor_outlook[plan], table.provider_outlook[plan]
    signal, confidence = project.signal, parameters.provider_confidence
    return Template(
        programme,
        form,
        rigour,
        years,
        table.programme_worth[programme] * table.counted * seen,
        parameters.deadweight[rigour],
        years * parameters.capital_tied,
        luck,
        rules.costs_to_authority(evaluation, flexible, parameters.flexible_cost),
        table.evaluation_counts * parameters.evaluation_burden[rigour],
        table.aversion,
        table.investor_uncertainty,
        table.fund_carries,
        authority_outlook,
        rules.expected_success(belief, signal, authority_outlook, flexible, gain, room),
        rules.expected_success(table.investor_view, table.investor_signal, investor_outlook, flexible, gain, room),
        rules.expected_success(confidence, signal, provider_outlook, flexible, gain, room),
    )


@decision("price_limit")
def price_limit(world: State, authority: Record, project: Record, template: Template) -> float:
    """Return the highest price an authority would pay under a template."""
    return rules.authority_limit(
        template.worth,
        template.authority_success,
        template.deadweight,
        template.costs,
        authority.luck_dislike,
        template.luck,
        template.fund_carries,
    )


@decision("price_asked")
def price_of_investors(world: State, investor: Record, project: Record, template: Template) -> float:
    """Return the price at which the syndicate that an investor leads would carry the whole cost under a template."""
    return price_of_syndicate(world, project, template, math.inf)


@shortcut(
    price_of_investors,
    lambda world, investor, project, template, enough: price_of_investors(world, investor, project, template),
)
def price_up_to(world: State, investor: Record, project: Record, template: Template, enough: float) -> float:
    """Return the same price if it is not above `enough`, otherwise any above it."""
    return price_of_syndicate(world, project, template, enough)


def price_of_syndicate(world: State, project: Record, template: Template, enough: float) -> float:
    """Return the price that a project's syndicate usually asks, known exactly only up to `enough`."""
    parameters = world.parameters[0]
    return rules.investor_ask(
        template.investor_success,
        template.deadweight,
        template.years_tied,
        project.hurdle_rate,
        project.social_motive,
        template.aversion,
        variance_seen(world, template),
        parameters.guarantee,
        rules.most_received(parameters.return_cap, parameters.payment_cap),
        enough,
    )


@decision("price_asked")
def price_of_provider(world: State, provider: Record, project: Record, template: Template) -> float:
    """Return the price at which a provider would carry the whole cost under a template."""
    parameters, success = world.parameters[0], template.provider_success
    variance = rules.variance_of_success(success, project.uncertainty, template.luck, parameters.delivery_uncertainty)
    return rules.provider_ask(
        success,
        template.deadweight,
        template.years_tied,
        parameters.provider_finance_cost,
        provider.risk_aversion,
        variance,
    )


@decision("burden_asked")
def price_of_burden(world: State, provider: Record, project: Record, template: Template) -> float:
    """Return the price that covers a provider's burden of evaluation under a template."""
    return rules.burden_ask(template.burden, template.provider_success, template.deadweight)


def better_terms(world: State, project: Record, template: Template, best: Terms) -> Terms:
    """Return the best terms so far, or better ones of a template with any instrument that can be financed."""
    parameters, provider = world.parameters[0], world.providers[project.provider]
    of_provider = price_of_provider(world, provider, project, template)
    of_burden = price_of_burden(world, provider, project, template)
    limit = price_limit(world, world.authorities[project.authority], project, template)
    highest = rules.highest_price(limit, parameters.payment_cap)
    # Without a lead this price is never used: only payment by results can then be financed.
    of_investors = 0.0
    if project.investor != NOBODY:
        # Normal probabilities cost more than all else here, and most templates are known to be worse without them.
        enough = highest_investor_price(world, project, limit, highest, best.surplus, of_provider, of_burden)
        of_investors = price_up_to(world, world.investors[project.investor], project, template, enough)
    # Each price is that of carrying all of the cost; an instrument mixes them by what the provider carries.
    for instrument in range(INSTRUMENTS):
        carries = rules.provider_carries(instrument, parameters.fee_at_risk)
        if can_finance(project, provider, carries):
            ask = rules.consortium_ask(carries, of_investors, of_provider, of_burden)
            surplus = rules.joint_surplus(limit, highest, ask)
            if surplus > best.surplus:
                best = Terms(
                    surplus,
                    template.programme,
                    instrument,
                    template.form,
                    template.rigour,
                    template.years,
                    ask,
                    highest,
                    rules.provider_payment_share(carries, of_provider, of_burden, ask),
                    template.authority_outlook,
                    template.investor_success,
                    math.sqrt(variance_seen(world, template)),
                )
    return best


def can_finance(project: Record, provider: Record, carries: float) -> bool:
    """Return whether a project's parties can finance an instrument under which the provider carries so much."""
    return rules.is_admissible(carries, provider.working_capital, project.capital, project.filled == 1)


def highest_investor_price(
    world: State, project: Record, limit: float, highest: float, surplus: float, of_provider: float, of_burden: float
) -> float:
    """Return the highest price of investors at which some instrument may leave more than a surplus."""
    provider, most = world.providers[project.provider], -math.inf
    for instrument in range(INSTRUMENTS):
        carries = rules.provider_carries(instrument, world.parameters[0].fee_at_risk)
        if carries < 1.0 and can_finance(project, provider, carries):
            most = max(most, rules.highest_investor_price(carries, limit, highest, surplus, of_provider, of_burden))
    return most


def variance_seen(world: State, template: Template) -> float:
    """Return the variance of success in the eyes of the syndicate, square of a share of target."""
    return rules.variance_of_success(
        template.investor_success,
        template.investor_uncertainty,
        template.luck,
        world.parameters[0].delivery_uncertainty,
    )
