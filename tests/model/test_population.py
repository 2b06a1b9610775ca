"""Population: every trait comes from its own draw and its own parameter, and nothing has happened yet."""

import pytest

from sipabm.rules import consideration
from sipabm.rules import population as rules
from sipabm.rules.common import pick
from sipabm.world import build_world


class AuthorityTrait:
    """Numbers of draws, as the description has them."""

    INTEREST = 0
    NEED_SOCIAL = 1
    WORTH = 4
    LUCK_DISLIKE = 5
    SILO_STRENGTH = 6
    RESISTANCE = 7
    SUPPORT = 8
    FINANCE = 9
    DATA_ACCESS = 12
    INSISTS_ON_CASHABLE = 13
    RIGOUR = 14
    HORIZON = 15
    DEVELOPMENT_BUDGET = 16
    CERTAINTY = 17
    FORESIGHT = 18


class ProviderTrait:
    """Numbers of draws, as the description has them."""

    SKILL = 3
    CONTRACTS = 4
    EVALUATION = 5
    RISK_AVERSION = 6
    WORKING_CAPITAL = 7
    CAPACITY = 8
    NOVELTY = 9
    UPSKILLING = 10


class InvestorTrait:
    """Numbers of draws, as the description has them."""

    KIND = 0
    CAPITAL = 1
    HURDLE = 2
    RISK_AVERSION = 3
    MISJUDGEMENT = 4
    COMPETENCE = 5
    MOTIVE = 6
    FORESIGHT = 7


@pytest.fixture(scope="module")
def start(lively, quarters):
    """Return parameters, world and state after a first quarter in which nobody looks and nobody votes."""
    quiet = {"own_interest": 0.0, "fund_pull": 0.0, "election_turnover": 0.0, "upskilling_offered": 0.5}
    spread = {
        "authority_foresight": 0.4, "investor_foresight": 0.6, "provider_capacity": 4.0, "misjudgement_spread": 0.3,
        "heterogeneity": 0.7, "insists_on_cashable": 0.4, "provider_breadth": 0.5,
        "rigour_asked": {"monitoring": 0.4, "comparison": 0.4, "experiment": 0.2},
    }  # fmt: skip
    scenario = lively.replace({**quiet, **spread, "quarters": 1})
    _, state = next(quarters(scenario, 3))
    return scenario.flat(), build_world(scenario, 3, 0), state


SPREAD = {
    "worth_factor": (None, AuthorityTrait.WORTH), "luck_dislike": ("luck_dislike", AuthorityTrait.LUCK_DISLIKE),
    "horizon": ("horizon", AuthorityTrait.HORIZON),
    "development_budget": ("development_budget", AuthorityTrait.DEVELOPMENT_BUDGET),
    "certainty_asked": ("certainty_asked", AuthorityTrait.CERTAINTY),
    "silo_strength": ("silo_strength", AuthorityTrait.SILO_STRENGTH),
    "resistance": ("resistance", AuthorityTrait.RESISTANCE), "own_interest": ("own_interest", AuthorityTrait.INTEREST),
}  # fmt: skip


def test_traits_of_authorities_are_spread_by_draws_of_their_own(start):
    p, world, state = start
    width = p["heterogeneity"]
    for authority, luck in zip(state.authorities, world.authorities.traits, strict=True):
        for trait, (name, draw) in SPREAD.items():
            mean = p[name] if name else 1.0
            assert getattr(authority, trait) == pytest.approx(rules.spread(mean, width, luck[draw])), trait
        for trait, name, draw in (
            ("support", "political_support", AuthorityTrait.SUPPORT),
            ("data_access", "data_access", AuthorityTrait.DATA_ACCESS),
        ):
            assert getattr(authority, trait) == pytest.approx(rules.lack_share(p[name], width, luck[draw]))
        for place in range(3):
            need = rules.spread(p["need"][place], width, luck[AuthorityTrait.NEED_SOCIAL + place])
            skill = rules.spread(p["authority_competence"][place], width, luck[AuthorityTrait.FINANCE + place])
            assert (authority.need[place], authority.competence[place]) == pytest.approx((need, skill))
        assert authority.insists_on_cashable == (luck[AuthorityTrait.INSISTS_ON_CASHABLE] < 0.4)
        assert authority.rigour_asked == pick(luck[AuthorityTrait.RIGOUR], p["rigour_asked"])
        assert authority.foresight == (luck[AuthorityTrait.FORESIGHT] < 0.4)


def test_authorities_begin_with_the_same_beliefs_and_nothing_has_happened_to_them(start):
    p, _, state = start
    closing, delivery = (
        consideration.initial_belief(p[f"realistic_{kind}"], p["initial_optimism"]) for kind in ("closing", "delivery")
    )
    for authority in state.authorities:
        held = [getattr(authority, f"{kind}_{part}") for kind in KINDS for part in ("successes", "failures")]
        assert held == pytest.approx([2.5 * share for share in (closing, 1 - closing, delivery, 1 - delivery)])
        assert authority.expected_cost == p["expected_development_cost"]
        assert authority.government_since == -1
        assert authority.fatigue == authority.news == authority.developing == authority.signatures == 0


KINDS = ("closing", "delivery")


def test_traits_of_providers_are_spread_by_draws_of_their_own(start):
    p, world, state = start
    width = p["heterogeneity"]
    for provider, luck in zip(state.providers, world.providers.traits, strict=True):
        expected = {
            "skill": rules.spread_share(p["provider_skill"], width, luck[ProviderTrait.SKILL]),
            "contracts": rules.spread_share(p["provider_competence"], width, luck[ProviderTrait.CONTRACTS]),
            "evaluation": rules.spread_share(p["provider_competence"], width, luck[ProviderTrait.EVALUATION]),
            "risk_aversion": rules.spread(p["provider_risk_aversion"], width, luck[ProviderTrait.RISK_AVERSION]),
            "working_capital": rules.spread(p["working_capital"], width, luck[ProviderTrait.WORKING_CAPITAL]),
            "capacity": rules.capacity(p["provider_capacity"], width, luck[ProviderTrait.CAPACITY]),
            "novelty": luck[ProviderTrait.NOVELTY],
            "trains": int(luck[ProviderTrait.UPSKILLING] < 0.5),
        }
        for trait, value in expected.items():
            assert getattr(provider, trait) == pytest.approx(value), trait
        assert list(provider.works_in) == [rules.works_in(each, min(luck[:3]), 0.5) for each in luck[:3]]
        assert provider.engaged == provider.signatures == 0


def test_traits_of_investors_are_spread_by_draws_of_their_own_around_the_mean_of_their_kind(start):
    p, world, state = start
    width = p["heterogeneity"]
    for investor, luck in zip(state.investors, world.investors.traits, strict=True):
        kind = pick(luck[InvestorTrait.KIND], p["investor_kinds"])
        of_kind = {
            "available": ("investor_capital", InvestorTrait.CAPITAL),
            "largest_ticket": ("largest_ticket", InvestorTrait.CAPITAL),
            "hurdle_rate": ("hurdle_rate", InvestorTrait.HURDLE),
            "risk_aversion": ("investor_risk_aversion", InvestorTrait.RISK_AVERSION),
            "social_motive": ("social_motive", InvestorTrait.MOTIVE),
        }
        assert investor.kind == kind
        for trait, (name, draw) in of_kind.items():
            assert getattr(investor, trait) == pytest.approx(rules.spread(p[name][kind], width, luck[draw])), trait
        wrong = rules.misjudgement(p["misjudgement"], 0.3, luck[InvestorTrait.MISJUDGEMENT])
        skill = rules.spread_share(p["investor_competence"], width, luck[InvestorTrait.COMPETENCE])
        assert (investor.misjudgement, investor.competence) == pytest.approx((wrong, skill))
        assert investor.foresight == (luck[InvestorTrait.FORESIGHT] < 0.6)
        assert investor.signatures == 0


def test_trust_on_ties_is_spread_by_draws_of_their_own_unless_a_list_gives_it(start, calm, after):
    p, world, state = start
    expected = [rules.spread_share(p["trust"], p["heterogeneity"], luck) for luck in world.ties.trust_draw]
    assert list(state.trust) == pytest.approx(expected)
    assert list(after(calm(), 0).trust) == [0.6, 0.5, 0.4]
