"""Negotiation: the best template, its autopsy if there is none, and alternating offers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from sipabm.mesa_model.exits import institution_barriers, release_tickets, stop, stop_for_one_of
from sipabm.mesa_model.project import Template
from sipabm.rules import negotiation as rules
from sipabm.rules.common import with_barrier
from sipabm.rules.environment import fund_can_pay
from sipabm.states import (
    BARRIER_OF_RELAXATION,
    CONTRACT_YEARS,
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

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project
    from sipabm.mesa_model.surroundings import Fund


class Prices(NamedTuple):
    """What investors and provider ask for carrying the whole cost, and for the evaluation."""

    investor: float
    provider: float
    burden: float


class Terms(NamedTuple):
    """A template with an instrument, what both sides ask, and the surplus between them."""

    surplus: float
    instrument: Instrument
    template: Template
    consortium_ask: float
    authority_limit: float
    provider_payment_share: float


FIRST_TALKS, TALKS_WITHOUT_FUND = 0, 1
NO_TERMS = Terms(-1e30, Instrument.PAYMENT_BY_RESULTS, Template(Programme.PLACEMENT, 0, Form.RIGID, 0), 0.0, 0.0, 0.0)


def negotiation(model: PartnershipModel) -> None:
    """Let every project whose talks are due look for a template and an agreement."""
    for project in model.due(Stage.NEGOTIATION):
        negotiation_gate(model, project)


def negotiation_gate(model: PartnershipModel, project: Project) -> None:
    """Stop the project, or agree on terms that wait for signature."""
    barriers = institution_barriers(project, Stage.NEGOTIATION)
    if barriers:
        stop_for_one_of(model, project, barriers)
        return
    come_to_the_table(project)
    choose_template(project)
    if not has_surplus(model, project):
        return
    agreed = bargain(project, FIRST_TALKS)
    if agreed and project.fund and not fund_commits(project, project.fund):
        project.fund, project.fund_share = None, 0.0
        choose_template(project)
        if not has_surplus(model, project):
            return
        agreed = bargain(project, TALKS_WITHOUT_FUND)
    if not agreed:
        stop(model, project, with_barrier(0, Barrier.BARGAINING, True), Barrier.BARGAINING)
        return
    settle_finance(project)
    note_promise(project)
    project.agreed = True
    project.gate = model.quarter
    project.due = model.quarter + rules.quarters_of_talks(project.rounds, model.parameters.rounds_per_quarter)


def come_to_the_table(project: Project) -> None:
    """Set which forms, evaluations and savings are on the table, and the fund that may co-pay."""
    authority = project.authority
    project.flexible_allowed = authority.uses_lever(Lever.FLEXIBLE_CONTRACTS, project.started)
    drops = authority.uses_lever(Lever.NO_CASHABLE_REQUIREMENT, project.started)
    project.cashable_only = authority.insists_on_cashable and not drops
    light = authority.uses_lever(Lever.PROPORTIONATE_EVALUATION, project.started)
    project.rigour_allowed = 0 if light else authority.rigour_asked
    project.fund = authority.choose_fund(project)
    project.fund_share = project.fund.share if project.fund else 0.0


def choose_template(project: Project) -> None:
    """Set terms and surplus of the best template as things are."""
    best = best_terms(project, Relaxation.NOTHING)
    project.surplus = best.surplus
    project.instrument = best.instrument
    project.programme, project.years, project.form, project.rigour = best.template
    project.consortium_ask = best.consortium_ask
    project.authority_limit = best.authority_limit
    project.provider_payment_share = best.provider_payment_share


def best_terms(project: Project, relaxed: Relaxation) -> Terms:
    """Return the terms with the largest surplus, of equals the first, with one barrier relaxed."""
    return max(admissible_terms(project, relaxed), key=lambda terms: terms.surplus, default=NO_TERMS)


def admissible_terms(project: Project, relaxed: Relaxation) -> Iterator[Terms]:
    """Yield the terms of every template and instrument that provider and investors can finance."""
    fee_at_risk, provider = project.parameters.fee_at_risk, project.provider
    shares = [(instrument, rules.provider_carries(instrument, fee_at_risk)) for instrument in Instrument]
    financed = [
        (instrument, carries)
        for instrument, carries in shares
        if rules.is_admissible(carries, provider.working_capital, project.capital, project.filled)
    ]
    for template in templates(project, relaxed):
        prices = prices_of(project, template, relaxed)
        for instrument, carries in financed:
            limit = project.authority.price_limit(project, template, carries, relaxed)
            yield terms_of(project, template, instrument, carries, limit, prices)


def templates(project: Project, relaxed: Relaxation) -> Iterator[Template]:
    """Yield every template that is on the table; upskilling is if the provider trains."""
    lightest = 0 if relaxed == Relaxation.EVALUATION_BURDEN else project.rigour_allowed
    flexible = project.flexible_allowed or relaxed == Relaxation.RIGID_CONTRACT
    programmes = Programme if project.provider.trains else (Programme.PLACEMENT,)
    forms = Form if flexible else (Form.RIGID,)
    for programme, form, rigour, years in product(programmes, forms, range(lightest, len(Rigour)), CONTRACT_YEARS):
        yield Template(programme, years, form, rigour)


def prices_of(project: Project, template: Template, relaxed: Relaxation) -> Prices:
    """Return what investors and provider would ask under a template."""
    provider, investor = project.provider, project.investor
    return Prices(
        investor.price_asked(project, template, relaxed) if investor else 0.0,
        provider.price_asked(project, template),
        provider.burden_asked(project, template, relaxed),
    )


def terms_of(
    project: Project, template: Template, instrument: Instrument, carries: float, limit: float, prices: Prices
) -> Terms:
    """Return the terms under a template when the provider carries a share of the cost."""
    ask = rules.consortium_ask(carries, prices.investor, prices.provider, prices.burden)
    share = rules.provider_payment_share(carries, prices.provider, prices.burden, ask)
    highest = rules.limit_with_fund(limit, project.fund_share, project.parameters.fund_price_cap)
    return Terms(rules.joint_surplus(limit, highest, ask), instrument, template, ask, highest, share)


def has_surplus(model: PartnershipModel, project: Project) -> bool:
    """Return whether the best template leaves a surplus; if not, stop the project with the reason."""
    if project.surplus >= 0.0:
        return True
    if project.surplus > NO_TERMS.surplus:
        autopsy(model, project)
    else:
        project.surplus = 0.0
        stop(model, project, with_barrier(0, Barrier.INVESTOR_APPETITE, True), Barrier.INVESTOR_APPETITE)
    return False


def autopsy(model: PartnershipModel, project: Project) -> None:
    """Stop a project without surplus: relax each barrier alone and see which would have opened it."""
    surplus = {relaxed: best_terms(project, relaxed).surplus for relaxed in Relaxation if relaxed}
    best = max(surplus, key=lambda relaxed: surplus[relaxed])
    project.relaxed_surplus = surplus[best]
    barriers = 0
    for relaxed in surplus:
        barriers = with_barrier(barriers, BARRIER_OF_RELAXATION[relaxed], surplus[relaxed] >= 0.0)
    if barriers:
        stop(model, project, barriers, Barrier(BARRIER_OF_RELAXATION[best]))
    else:
        stop(model, project, with_barrier(0, Barrier.NONE_ALONE, True), Barrier.NONE_ALONE)


def bargain(project: Project, talks: int) -> bool:
    """Exchange offers; return whether the parties agreed, and set rounds and price."""
    p, authority = project.parameters, project.authority
    with_investors = project.instrument != Instrument.PAYMENT_BY_RESULTS
    trust = rules.mutual_trust(project.trust_provider, project.trust_investor, project.trust_third, with_investors)
    ease = rules.trust_and_competence(trust, authority.competence[Competence.CONTRACTS], project.provider.contracts)
    rounds = rules.rounds_to_concede(
        p.rounds, p.strategic_ambiguity, p.pooling_rounds * project.departments_joined, p.trust_speed, ease
    )
    luck = authority.uniform(Decision.BREAKDOWN, talks, project.started)
    agreed, rounds_used, project.price = rules.alternating_offers(
        project.consortium_ask, project.authority_limit, rounds, p.authority_patience, p.investor_patience,
        p.breakdown, luck,
    )  # fmt: skip
    project.rounds += rounds_used
    each = rules.round_cost_each(p.round_cost, rounds_used, with_investors)
    project.pay(each)
    project.pay_partners(each, with_investors)
    return agreed


def fund_commits(project: Project, fund: Fund) -> bool:
    """Reserve the fund's largest possible payment; return whether its purse could bear it."""
    p = project.parameters
    commitment = rules.fund_commitment(project.fund_share, project.price, p.success_cap, project.capital)
    if not fund_can_pay(fund.remaining, commitment, p.fund_exhaustion):
        return False
    fund.remaining -= commitment
    project.fund_committed = commitment
    return True


def settle_finance(project: Project) -> None:
    """Scale the syndicate's tickets to what investors carry, and tie up the provider's working capital."""
    carries = rules.provider_carries(project.instrument, project.parameters.fee_at_risk)
    project.provider.working_capital -= carries * project.capital
    if carries == 1.0:
        release_tickets(project)
        project.member, project.ticket = [], []
        return
    for place, investor in enumerate(project.member):
        freed = project.ticket[place] * carries
        project.ticket[place] -= freed
        investor.available += freed


def note_promise(project: Project) -> None:
    """Note what the authority expects of technology and what investors, if any take part, expect to receive back."""
    project.authority_outlook = project.outlook(project.authority.foresight, project.years, project.programme)
    if project.member:
        project.promised = project.member[0].receipts_expected(project)
