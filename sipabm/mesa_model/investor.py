"""Investor: takes tickets, leads syndicates, and asks for a price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sipabm.mesa_model.actor import Actor
from sipabm.rules import mobilisation, negotiation, population, search, settlement
from sipabm.rules.common import pick, total
from sipabm.rules.population import spread, spread_share
from sipabm.states import Decision, InvestorKind, InvestorTrait, Relaxation

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project, Template
    from sipabm.mesa_model.surroundings import Country

TAKES_FIRST_LOSS = (InvestorKind.PUBLIC_FUND, InvestorKind.FOUNDATION)


class Investor(Actor):
    """An investor; every decision it makes is a method that a subclass can replace."""

    def __init__(
        self, model: PartnershipModel, number: int, identity: int, country: Country, luck: Sequence[float]
    ) -> None:
        super().__init__(model, number, identity, country)
        p, varied = model.parameters, model.parameters.heterogeneity
        self.kind = InvestorKind(pick(luck[InvestorTrait.KIND], p.investor_kinds))
        self.available = spread(p.investor_capital[self.kind], varied, luck[InvestorTrait.CAPITAL])
        self.largest_ticket = spread(p.largest_ticket[self.kind], varied, luck[InvestorTrait.CAPITAL])
        self.hurdle_rate = spread(p.hurdle_rate[self.kind], varied, luck[InvestorTrait.HURDLE])
        self.risk_aversion = spread(p.investor_risk_aversion[self.kind], varied, luck[InvestorTrait.RISK_AVERSION])
        self.social_motive = spread(p.social_motive[self.kind], varied, luck[InvestorTrait.MOTIVE])
        self.misjudgement = population.misjudgement(
            p.misjudgement, p.misjudgement_spread, luck[InvestorTrait.MISJUDGEMENT]
        )
        self.foresight = float(luck[InvestorTrait.FORESIGHT] < p.investor_foresight)
        self.competence = spread_share(p.investor_competence, varied, luck[InvestorTrait.COMPETENCE])

    def has_capital(self) -> bool:
        """Return whether it has capital that is not tied up."""
        return self.available > 0.0

    def lead_ticket(self, project: Project) -> float:
        """Return what it puts in as lead investor, before others are asked (million USD)."""
        p = self.parameters
        luck = project.authority.uniform(Decision.INVESTOR_JOINS, self.identity, project.started)
        share = mobilisation.largest_lead_share(p.lead_share, p.sole_investor, luck)
        return mobilisation.lead_ticket(project.capital, share, self.largest_ticket, self.available)

    def lead_extension(self, project: Project, missing: float) -> float:
        """Return what it adds to its ticket as lead investor when capital is still missing (million USD)."""
        return mobilisation.lead_extension(missing, self.largest_ticket, project.ticket[0], self.available)

    def ticket(self, project: Project, missing: float, trust: float) -> float:
        """Return what it puts in when a lead investor it trusts asks, or nothing (million USD)."""
        p = self.parameters
        joins, size = project.authority.uniform_pair(Decision.INVESTOR_JOINS, self.identity, project.started)
        if not self.has_capital() or not mobilisation.investor_joins(p.co_investment, trust, joins):
            return 0.0
        return mobilisation.co_ticket(missing, self.largest_ticket, self.available, p.smallest_ticket, size)

    def price_asked(self, project: Project, template: Template, relaxed: Relaxation) -> float:
        """Return the price at which the syndicate it leads would carry the whole cost, with one barrier relaxed."""
        p = self.parameters
        aversion = 0.0 if relaxed == Relaxation.INVESTOR_RISK_AVERSION else project.risk_aversion
        success = self.success_expected(project, template, relaxed)
        return negotiation.investor_ask(
            success, p.deadweight[template.rigour], template.years * p.capital_tied,
            project.hurdle_rate, project.social_motive, aversion, project.variance(success, template), p.guarantee,
        )  # fmt: skip

    def success_expected(self, project: Project, template: Template, relaxed: Relaxation) -> float:
        """Return the success that the syndicate it leads expects under a template, with one barrier relaxed."""
        view = negotiation.investor_view(self.parameters.investor_confidence, self.misjudgement_of(project, relaxed))
        return project.expected_success(view, project.foresight, template)

    def receipts_expected(self, project: Project) -> float:
        """Return what the syndicate it leads expects to receive back under the terms agreed (million USD)."""
        p, success = self.parameters, self.success_expected(project, project.template, Relaxation.NOTHING)
        payment = negotiation.promised_payment(project.price, success, p.deadweight[project.rigour], project.capital)
        received = payment * (1.0 - project.provider_payment_share)
        return received + settlement.guarantee_due(p.guarantee, total(project.ticket), received)

    def misjudgement_of(self, project: Project, relaxed: Relaxation) -> float:
        """Return the syndicate's error about success, in log points; early meetings make it smaller."""
        if relaxed == Relaxation.INVESTOR_MISJUDGEMENT:
            return 0.0
        if project.early_meeting:
            return search.misjudgement_after_meeting(project.misjudgement, self.parameters.meeting_clarity)
        return project.misjudgement

    def takes_first_loss(self) -> bool:
        """Return whether part of its tickets bears losses before the others'."""
        return self.kind in TAKES_FIRST_LOSS
