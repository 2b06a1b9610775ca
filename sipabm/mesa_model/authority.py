"""Authority: considers, starts and judges attempts, pays for results, and learns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sipabm.mesa_model.actor import Actor, Kind
from sipabm.mesa_model.environment import open_funds
from sipabm.mesa_model.investor import Investor
from sipabm.mesa_model.project import Project, Template
from sipabm.mesa_model.provider import Provider
from sipabm.mesa_model.surroundings import BEFORE_THE_RUN, Country, Fund
from sipabm.rules import (
    business_case,
    competence,
    consideration,
    environment,
    innovation,
    learning,
    mobilisation,
    negotiation,
    search,
)
from sipabm.rules.common import pick
from sipabm.rules.population import lack_share, project_capital, spread, spread_share
from sipabm.states import (
    CONTRACT_YEARS,
    AuthorityTrait,
    Competence,
    Decision,
    Domain,
    Lever,
    Programme,
    Relaxation,
    Stage,
)

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel

LONGEST_CONTRACT = max(CONTRACT_YEARS)


class Authority(Actor):
    """A public authority; every decision it makes is a method that a subclass can replace."""

    def __init__(
        self, model: PartnershipModel, number: int, identity: int, country: Country, luck: Sequence[float]
    ) -> None:
        super().__init__(model, number, identity, country)
        p, varied = model.parameters, model.parameters.heterogeneity
        self.own_interest = spread_share(p.own_interest, varied, luck[AuthorityTrait.INTEREST])
        self.need = [spread(p.need[area], varied, luck[AuthorityTrait.NEED_SOCIAL + area]) for area in Domain]
        self.worth_factor = spread(1.0, varied, luck[AuthorityTrait.WORTH])
        self.luck_dislike = spread(p.luck_dislike, varied, luck[AuthorityTrait.LUCK_DISLIKE])
        self.silo_strength = spread_share(p.silo_strength, varied, luck[AuthorityTrait.SILO_STRENGTH])
        self.resistance = spread_share(p.resistance, varied, luck[AuthorityTrait.RESISTANCE])
        self.support = lack_share(p.political_support, varied, luck[AuthorityTrait.SUPPORT])
        self.competence = [
            spread_share(p.authority_competence[kind], varied, luck[AuthorityTrait.FINANCE + kind])
            for kind in Competence
        ]
        self.data_access = lack_share(p.data_access, varied, luck[AuthorityTrait.DATA_ACCESS])
        self.insists_on_cashable = luck[AuthorityTrait.INSISTS_ON_CASHABLE] < p.insists_on_cashable
        self.rigour_asked = pick(luck[AuthorityTrait.RIGOUR], p.rigour_asked)
        self.horizon = spread(p.horizon, varied, luck[AuthorityTrait.HORIZON])
        self.development_budget = spread(p.development_budget, varied, luck[AuthorityTrait.DEVELOPMENT_BUDGET])
        self.certainty_asked = spread(p.certainty_asked, varied, luck[AuthorityTrait.CERTAINTY])
        self.foresight = float(luck[AuthorityTrait.FORESIGHT] < p.authority_foresight)
        self.government_since = BEFORE_THE_RUN
        self.developing = 0
        self.news = 0.0
        self.fatigue = 0.0
        closing = consideration.initial_belief(p.realistic_closing, p.initial_optimism)
        delivery = consideration.initial_belief(p.realistic_delivery, p.initial_optimism)
        self.closing_successes = p.belief_weight * closing
        self.closing_failures = p.belief_weight * (1.0 - closing)
        self.delivery_successes = p.belief_weight * delivery
        self.delivery_failures = p.belief_weight * (1.0 - delivery)
        self.expected_cost = p.expected_development_cost

    # What it believes

    @property
    def closing_belief(self) -> float:
        """Return the mean belief that an attempt closes, with what everyone has learnt."""
        return consideration.belief_with_world(
            self.closing_successes, self.closing_failures, self.parameters.world_learning,
            self.model.world_closed, self.model.world_failed,
        )  # fmt: skip

    @property
    def delivery_belief(self) -> float:
        """Return the mean belief in delivery, with what everyone has learnt."""
        return consideration.belief_with_world(
            self.delivery_successes, self.delivery_failures, self.parameters.world_learning,
            self.model.world_delivered, self.model.world_undelivered,
        )  # fmt: skip

    def worth(self, domain: int) -> float:
        """Return the public value here of a programme that meets its target, as a multiple of capital."""
        return self.parameters.worth[domain] * self.worth_factor

    def fiscal_worth(self, worth: float, domain: int) -> float:
        """Return what public budgets the authority thinks of would gain of some public value."""
        p = self.parameters
        return consideration.fiscal_worth(
            worth, p.cashable_pocket[domain], p.own_other[domain], p.other_departments[domain]
        )

    def uses_lever(self, lever: Lever, started: int) -> bool:
        """Return whether the project that started in a quarter uses a lever, given its share in force now."""
        share = environment.lever_in_force(self.model.quarter, *self.model.levers[lever])
        return self.uniform(Decision.USE_LEVER, lever, started) < share

    # Environment and consideration

    def vote(self) -> None:
        """Let an election bring a new government with its own support for partnerships, or not."""
        p, quarter = self.parameters, self.model.quarter
        turnover, support = self.uniform_pair(Decision.ELECTION, 0, quarter)
        if turnover < p.election_turnover:
            self.government_since = quarter
            self.support = lack_share(p.political_support, p.heterogeneity, support)

    def recover(self) -> None:
        """Let a quarter take some fatigue and some news away."""
        self.fatigue = learning.fatigue_after_quarter(self.fatigue, self.parameters.fatigue_recovery)
        self.news = consideration.news_left(self.news, self.parameters.news_decay)

    def is_free(self) -> bool:
        """Return whether it has a free development slot."""
        return self.developing < int(self.parameters.development_slots)

    def attention(self, domain: int) -> float:
        """Return the probability that it looks at partnerships in a welfare area this quarter."""
        p = self.parameters
        return consideration.attention(
            self.own_interest, p.word_of_mouth, self.news, p.world_news, self.model.world_news, p.fund_pull,
            self.country.fund_open[domain],
        )  # fmt: skip

    def start_chance(self, domain: int, fund_share: float) -> float:
        """Return the probability of starting an attempt, now that it looks."""
        p = self.parameters
        gain = consideration.expected_gain(
            self.closing_belief, self.delivery_belief, self.fiscal_worth(self.worth(domain), domain), fund_share,
            self.expected_cost,
        )  # fmt: skip
        return consideration.start_probability(
            gain, p.conventional_gain[domain], self.support, self.fatigue, p.decision_noise
        )

    def start_project(self, domain: int) -> Project:
        """Return a new project, begun with early informal meetings or not, in an innovation house or not."""
        p, quarter = self.parameters, self.model.quarter
        luck = self.normal(Decision.CAPITAL, 0, quarter)
        project = Project(self, domain, quarter, project_capital(p.capital_median, p.capital_spread, luck))
        project.early_meeting = self.uses_lever(Lever.EARLY_MEETINGS, quarter)
        project.house = self.uses_lever(Lever.INNOVATION_HOUSES, quarter)
        self.developing += 1
        return project

    # Search

    def choose_provider(self, project: Project) -> tuple[Provider | None, float]:
        """Return the best provider within reach that can take the project, and the trust in it."""
        able = [(each, trust) for each, trust in self.within_reach(Provider, project) if each.can_take(project)]
        return max(able, key=lambda candidate: self.score(candidate[0].skill, candidate[1]), default=(None, 0.0))

    def choose_investor(self, project: Project) -> tuple[Investor | None, float]:
        """Return the best lead investor within reach that has capital, and the trust in it."""
        able = [(each, trust) for each, trust in self.within_reach(Investor, project) if each.has_capital()]
        return max(able, key=lambda candidate: self.score(candidate[0].competence, candidate[1]), default=(None, 0.0))

    def score(self, ability: float, trust: float) -> float:
        """Return how attractive a partner is; of equals the first is chosen."""
        return search.partner_score(trust, ability, self.parameters.trust_in_search)

    def within_reach(self, kind: type[Kind], project: Project) -> Iterator[tuple[Kind, float]]:
        """Yield actors it knows and, after an early meeting, friends of friends, each with the trust in them."""
        yield from self.known(kind)
        if project.early_meeting:
            for friend, tie in self.ties.items():
                for further, trust in friend.known(kind):
                    yield further, search.trust_through_friend(tie["trust"], trust)

    # Business case

    def uncertainty_asked(self, project: Project) -> float:
        """Return the uncertainty that data work must reach."""
        return business_case.uncertainty_left(project.initial_uncertainty, self.certainty_asked)

    def finds_case_weak(self, project: Project) -> bool:
        """Return whether the business case shows too little for what it costs."""
        p, domain = self.parameters, project.domain
        worth = self.fiscal_worth(self.worth(domain) * project.worth_of(Programme.PLACEMENT), domain)
        seen = negotiation.effect_seen(LONGEST_CONTRACT, self.horizon, p.effect_years[domain])
        fund_share = self.country.fund_share[domain]
        ratio = business_case.benefit_cost(self.delivery_belief, project.signal, worth * seen, fund_share)
        return ratio < p.case_threshold

    def data_cost(self, project: Project, size: float, weak: bool) -> float:
        """Return the cost of data work, per unit of capital."""
        p = self.parameters
        reached = self.uncertainty_asked(project)
        cost = business_case.data_cost(p.data_cost, project.initial_uncertainty, reached, self.data_access, size)
        if project.pragmatic:
            return business_case.pragmatic_data_cost(cost, p.pragmatic_saving, p.pragmatic_early_stop, weak)
        return cost

    def competence_missing(self, project: Project) -> float:
        """Return how much competence is missing after the partners bring theirs."""
        provider, investor = project.provider, project.investor
        return competence.shortage_sum(
            self.parameters.competence_needed, self.competence, provider.contracts, provider.evaluation,
            investor.competence if investor else 0.0,
        )  # fmt: skip

    # Mobilisation

    def frontline_stops(self, project: Project) -> bool:
        """Return whether its frontline would stop the project."""
        luck = self.normal(Decision.FRONTLINE, 0, project.started)
        felt = self.resistance_felt(project.house)
        acceptance = mobilisation.frontline_acceptance(
            project.tailoring, project.trust_provider, felt, self.parameters.frontline_noise, luck
        )
        return acceptance < 0.0

    def politics_stops(self, project: Project) -> bool:
        """Return whether its politicians would stop the project."""
        luck = self.uniform(Decision.LOCAL_POLITICS, 0, project.started)
        return mobilisation.politics_stops(self.support, self.parameters.local_politics, luck)

    def operations_stop(self, project: Project) -> bool:
        """Return whether the immune response of its daily operations stops the project."""
        luck = self.uniform(Decision.IMMUNE_RESPONSE, 0, project.started)
        strength, close = self.parameters.immune_response, self.closeness(project.house)
        return luck < innovation.immune_response(strength, project.novelty, close)

    def department_joins(self, project: Project, number: int) -> bool:
        """Return whether another department that gains will pay."""
        probability = mobilisation.joining_probability(self.silo_strength, project.tailoring)
        luck = self.uniform(Decision.DEPARTMENT_JOINS, number, project.started)
        return mobilisation.department_joins(probability, project.pooled, luck)

    # Innovation houses

    def closeness(self, in_house: bool) -> float:
        """Return how close to its daily operations work in a house, or outside one, is."""
        return innovation.closeness(in_house, self.parameters.house_decoupling)

    def resistance_felt(self, in_house: bool) -> float:
        """Return how much of its frontline's resistance reaches work in a house, or outside one."""
        return innovation.resistance_felt(self.resistance, self.closeness(in_house))

    def sponsor_withdraws(self, project: Project, gate: Stage) -> bool:
        """Return whether the sponsor of a project's house has withdrawn since the last gate."""
        luck = self.uniform(Decision.SPONSOR, gate, project.started)
        return luck < self.sponsor_withdrawal(self.model.quarter - project.gate)

    def sponsor_ends(self, project: Project) -> bool:
        """Return whether the sponsor of the house that runs a contract withdraws this quarter."""
        luck = self.uniform(Decision.CONTRACT_SPONSOR, project.started, self.model.quarter)
        return luck < self.sponsor_withdrawal(1)

    def sponsor_withdrawal(self, quarters: int) -> float:
        """Return the probability that the sponsor of a house withdraws within some quarters."""
        p = self.parameters
        return innovation.sponsor_withdrawal(p.sponsor_withdrawal, p.house_decoupling, p.house_integration, quarters)

    def hand_over_fails(self, project: Project) -> bool:
        """Return whether a contract fails when a house hands it over into operations."""
        p, luck = self.parameters, self.uniform(Decision.HAND_OVER, 0, project.started)
        return luck < innovation.hand_over_failure(
            p.hand_over_failure, project.novelty, p.house_decoupling, p.house_integration
        )

    # Negotiation

    def price_limit(self, project: Project, template: Template, carries: float, relaxed: Relaxation) -> float:
        """Return the highest price it would pay under a template if the provider carries a share of the cost."""
        p, domain = self.parameters, project.domain
        joined = project.joined_share
        if relaxed == Relaxation.SILOS:
            joined = mobilisation.all_joined(int(p.departments))
        counted = negotiation.counted_share(
            p.cashable_pocket[domain], p.own_other[domain], p.other_departments[domain], joined,
            project.cashable_only and relaxed != Relaxation.CASHABLE_SAVINGS,
        )  # fmt: skip
        seen = 1.0
        if relaxed != Relaxation.LONG_HORIZON:
            seen = negotiation.effect_seen(template.years, self.horizon, project.years_to_effect(template.programme))
        success = project.expected_success(self.delivery_belief, self.foresight, template)
        costs = negotiation.expected_guarantee(p.guarantee, carries, success)
        if relaxed != Relaxation.EVALUATION_BURDEN:
            costs += p.evaluation_cost[template.rigour]
        if template.flexible:
            costs += p.flexible_cost
        return negotiation.authority_limit(
            self.worth(domain) * project.worth_of(template.programme) * counted * seen, success,
            p.deadweight[template.rigour], costs, self.luck_dislike, project.luck_in_results(template),
            project.share_for_good,
        )  # fmt: skip

    def choose_fund(self, project: Project) -> Fund | None:
        """Return the outcomes fund that co-pays a project, drawn by the purses of those open, if there is one."""
        funds = open_funds(self.model, self.country, project.domain)
        if not funds:
            return None
        luck = self.uniform(Decision.FUND, 0, project.started)
        return funds[pick(luck, [weight for _, weight in funds])][0]

    # Learning

    def learn_from_closing(self, cost: float) -> None:
        """Believe more in closing, correct the expected cost, and gain competence."""
        p = self.parameters
        self.closing_successes += p.own_learning
        self.expected_cost = learning.cost_after(self.expected_cost, cost, p.cost_learning)
        self.competence = [
            learning.competence_after(each, p.learning_by_doing, p.strategic_ambiguity) for each in self.competence
        ]

    def learn_from_failure(self, cost: float) -> None:
        """Believe less in closing, correct the expected cost, and tire."""
        p = self.parameters
        self.closing_failures += p.own_learning
        self.expected_cost = learning.cost_after(self.expected_cost, cost, p.cost_learning)
        self.fatigue = learning.fatigue_after_failure(self.fatigue, p.fatigue_jump)

    def learn_from_delivery(self, delivered: float, progress: float) -> None:
        """Move the belief in delivery, and the frontline's resistance by the progress while the contract ran."""
        p = self.parameters
        self.delivery_successes += p.own_learning * delivered
        self.delivery_failures += p.own_learning * (1.0 - delivered)
        self.resistance = learning.resistance_after(
            self.resistance, progress, p.success_threshold, p.resistance_fall, p.resistance_rise
        )

    def hear_of_closing(self, cost: float, trust: float) -> None:
        """Learn from a peer's signature, by the trust in it; it is news as well."""
        weight = learning.peer_weight(self.parameters.peer_learning, trust)
        self.closing_successes += weight
        self.hear_of_cost(cost, weight)
        self.news += trust

    def hear_of_failure(self, cost: float, trust: float) -> None:
        """Learn from a peer's failed attempt and tire a little, by the trust in it."""
        p = self.parameters
        weight = learning.peer_weight(p.peer_learning, trust)
        self.closing_failures += weight
        self.hear_of_cost(cost, weight)
        jump = learning.peer_fatigue_jump(p.fatigue_jump, p.peer_fatigue, trust)
        self.fatigue = learning.fatigue_after_failure(self.fatigue, jump)

    def hear_of_delivery(self, delivered: float, trust: float) -> None:
        """Learn from a peer's delivery, by the trust in it."""
        weight = learning.peer_weight(self.parameters.peer_learning, trust)
        self.delivery_successes += weight * delivered
        self.delivery_failures += weight * (1.0 - delivered)

    def hear_of_cost(self, cost: float, weight: float) -> None:
        """Correct the expected development cost by a peer's."""
        share = learning.peer_share(self.parameters.cost_learning, weight)
        self.expected_cost = learning.cost_after(self.expected_cost, cost, share)
