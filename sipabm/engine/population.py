"""Population: trait draws become traits when a run starts."""

from sipabm.rules import consideration, population, settlement
from sipabm.rules.common import pick
from sipabm.states import AuthorityTrait, InvestorTrait, ProviderTrait


def start(s, authority_traits, provider_traits, investor_traits, trust_draws):
    """Set every actor's traits and every tie's trust from the scenario's parameters and the world's draws."""
    p = s.parameters[0]
    set_pockets(p)
    for number in range(len(s.authorities)):
        start_authority(s.authorities[number], authority_traits[number], p)
    for number in range(len(s.providers)):
        start_provider(s.providers[number], provider_traits[number], p)
    for number in range(len(s.investors)):
        start_investor(s.investors[number], investor_traits[number], p)
    for tie in range(len(s.trust)):
        if s.trust[tie] < 0.0:
            s.trust[tie] = population.spread_share(p.trust, p.heterogeneity, trust_draws[tie])


def set_pockets(p):
    """Set the pockets of authority and state after refunds of benefits."""
    refund = settlement.refund_share(p.benefits_kept, p.benefit_durations)
    for domain in range(3):
        refunded = settlement.refunded_value(p.own_cashable[domain], p.benefit_share[domain], refund)
        p.cashable_pocket[domain] = p.own_cashable[domain] - refunded
        p.state_pocket[domain] = p.state[domain] + refunded


def start_authority(authority, luck, p):
    """Set the traits and beliefs of an authority."""
    spread, share, lack = population.spread, population.spread_share, population.lack_share
    varied = p.heterogeneity
    authority.own_interest = share(p.own_interest, varied, luck[AuthorityTrait.INTEREST])
    for domain in range(3):
        authority.need[domain] = spread(p.need[domain], varied, luck[AuthorityTrait.NEED_SOCIAL + domain])
    authority.worth_factor = spread(1.0, varied, luck[AuthorityTrait.WORTH])
    authority.luck_dislike = spread(p.luck_dislike, varied, luck[AuthorityTrait.LUCK_DISLIKE])
    authority.silo_strength = share(p.silo_strength, varied, luck[AuthorityTrait.SILO_STRENGTH])
    authority.resistance = share(p.resistance, varied, luck[AuthorityTrait.RESISTANCE])
    authority.support = lack(p.political_support, varied, luck[AuthorityTrait.SUPPORT])
    for kind in range(3):
        authority.competence[kind] = share(p.authority_competence[kind], varied, luck[AuthorityTrait.FINANCE + kind])
    authority.data_access = lack(p.data_access, varied, luck[AuthorityTrait.DATA_ACCESS])
    authority.insists_on_cashable = luck[AuthorityTrait.INSISTS_ON_CASHABLE] < p.insists_on_cashable
    authority.rigour_asked = pick(luck[AuthorityTrait.RIGOUR], p.rigour_asked)
    authority.horizon = spread(p.horizon, varied, luck[AuthorityTrait.HORIZON])
    authority.development_budget = spread(p.development_budget, varied, luck[AuthorityTrait.DEVELOPMENT_BUDGET])
    authority.certainty_asked = spread(p.certainty_asked, varied, luck[AuthorityTrait.CERTAINTY])
    authority.foresight = 1.0 if luck[AuthorityTrait.FORESIGHT] < p.authority_foresight else 0.0
    authority.government_since = -1
    closing = consideration.initial_belief(p.realistic_closing, p.initial_optimism)
    delivery = consideration.initial_belief(p.realistic_delivery, p.initial_optimism)
    authority.closing_successes = p.belief_weight * closing
    authority.closing_failures = p.belief_weight * (1.0 - closing)
    authority.delivery_successes = p.belief_weight * delivery
    authority.delivery_failures = p.belief_weight * (1.0 - delivery)
    authority.expected_cost = p.expected_development_cost


def start_provider(provider, luck, p):
    """Set the traits of a provider."""
    spread, share, varied = population.spread, population.spread_share, p.heterogeneity
    areas = population.works_in(
        luck[ProviderTrait.DOMAIN_SOCIAL],
        luck[ProviderTrait.DOMAIN_EMPLOYMENT],
        luck[ProviderTrait.DOMAIN_HEALTH],
        p.provider_breadth,
    )
    for domain in range(3):
        provider.works_in[domain] = areas[domain]
    provider.skill = share(p.provider_skill, varied, luck[ProviderTrait.SKILL])
    provider.contracts = share(p.provider_competence, varied, luck[ProviderTrait.CONTRACTS])
    provider.evaluation = share(p.provider_competence, varied, luck[ProviderTrait.EVALUATION])
    provider.risk_aversion = spread(p.provider_risk_aversion, varied, luck[ProviderTrait.RISK_AVERSION])
    provider.working_capital = spread(p.working_capital, varied, luck[ProviderTrait.WORKING_CAPITAL])
    provider.capacity = population.capacity(p.provider_capacity, varied, luck[ProviderTrait.CAPACITY])
    provider.novelty = luck[ProviderTrait.NOVELTY]
    provider.trains = luck[ProviderTrait.UPSKILLING] < p.upskilling_offered


def start_investor(investor, luck, p):
    """Set the traits of an investor."""
    spread, share, varied = population.spread, population.spread_share, p.heterogeneity
    kind = pick(luck[InvestorTrait.KIND], p.investor_kinds)
    investor.kind = kind
    investor.available = spread(p.investor_capital[kind], varied, luck[InvestorTrait.CAPITAL])
    investor.largest_ticket = spread(p.largest_ticket[kind], varied, luck[InvestorTrait.CAPITAL])
    investor.hurdle_rate = spread(p.hurdle_rate[kind], varied, luck[InvestorTrait.HURDLE])
    investor.risk_aversion = spread(p.investor_risk_aversion[kind], varied, luck[InvestorTrait.RISK_AVERSION])
    investor.social_motive = spread(p.social_motive[kind], varied, luck[InvestorTrait.MOTIVE])
    investor.misjudgement = population.misjudgement(
        p.misjudgement, p.misjudgement_spread, luck[InvestorTrait.MISJUDGEMENT]
    )
    investor.foresight = 1.0 if luck[InvestorTrait.FORESIGHT] < p.investor_foresight else 0.0
    investor.competence = share(p.investor_competence, varied, luck[InvestorTrait.COMPETENCE])
