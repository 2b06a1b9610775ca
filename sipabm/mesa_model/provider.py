"""Provider: takes projects, delivers them, and asks for its price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sipabm.mesa_model.actor import Actor
from sipabm.rules import business_case, innovation, negotiation, population
from sipabm.rules.population import spread, spread_share
from sipabm.states import Decision, ProviderTrait, Relaxation

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Project, Template
    from sipabm.mesa_model.surroundings import Country

LINEAR = 0.0  # providers know operations; nobody has shown them to look further ahead


class Provider(Actor):
    """A provider of services; every decision it makes is a method that a subclass can replace."""

    def __init__(
        self, model: PartnershipModel, number: int, identity: int, country: Country, luck: Sequence[float]
    ) -> None:
        super().__init__(model, number, identity, country)
        p, varied = model.parameters, model.parameters.heterogeneity
        self.works_in = population.works_in(
            luck[ProviderTrait.DOMAIN_SOCIAL], luck[ProviderTrait.DOMAIN_EMPLOYMENT],
            luck[ProviderTrait.DOMAIN_HEALTH], p.provider_breadth,
        )  # fmt: skip
        self.skill = spread_share(p.provider_skill, varied, luck[ProviderTrait.SKILL])
        self.contracts = spread_share(p.provider_competence, varied, luck[ProviderTrait.CONTRACTS])
        self.evaluation = spread_share(p.provider_competence, varied, luck[ProviderTrait.EVALUATION])
        self.risk_aversion = spread(p.provider_risk_aversion, varied, luck[ProviderTrait.RISK_AVERSION])
        self.working_capital = spread(p.working_capital, varied, luck[ProviderTrait.WORKING_CAPITAL])
        self.capacity = population.capacity(p.provider_capacity, varied, luck[ProviderTrait.CAPACITY])
        self.novelty = luck[ProviderTrait.NOVELTY]
        self.trains = luck[ProviderTrait.UPSKILLING] < p.upskilling_offered
        self.foresight = LINEAR
        self.engaged = 0

    def can_take(self, project: Project) -> bool:
        """Return whether it works in the project's welfare area and has spare capacity."""
        return self.works_in[project.domain] and self.engaged < self.capacity

    def programme_quality(self, project: Project) -> float:
        """Return the true quality that its programme for a project had at the start of the run, share of target."""
        p = self.parameters
        luck = project.authority.normal(Decision.QUALITY, self.identity, project.started)
        spread = innovation.riskier(p.quality_spread, p.novelty_risk, project.novelty)
        median = innovation.median_kept(p.quality[project.domain], p.quality_spread, spread)
        return business_case.programme_quality(median, p.quality_skill, self.skill, spread, luck)

    def price_asked(self, project: Project, template: Template) -> float:
        """Return the price at which it would carry the whole cost."""
        p = self.parameters
        success = self.success_expected(project, template)
        return negotiation.provider_ask(
            success, p.deadweight[template.rigour],
            template.years * p.capital_tied, p.provider_finance_cost, self.risk_aversion,
            project.variance(success, template),
        )  # fmt: skip

    def burden_asked(self, project: Project, template: Template, relaxed: Relaxation) -> float:
        """Return the price that covers its burden of evaluation."""
        p = self.parameters
        burden = 0.0 if relaxed == Relaxation.EVALUATION_BURDEN else p.evaluation_burden[template.rigour]
        success = self.success_expected(project, template)
        return negotiation.burden_ask(burden, success, p.deadweight[template.rigour])

    def success_expected(self, project: Project, template: Template) -> float:
        """Return the success it expects under a template, share of target."""
        return project.expected_success(self.parameters.provider_confidence, self.foresight, template)
