"""Traits: each comes from its own draw and its own parameter."""

import numpy as np
import pytest

from sipabm.engine import actor_traits
from sipabm.model.records import AUTHORITY, INVESTOR, PROVIDER
from sipabm.rules import population as rules
from sipabm.rules.common import pick
from sipabm.tables.history import record_type
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS
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
        "authority_foresight": 0.4,
        "investor_foresight": 0.6,
        "provider_capacity": 4.0,
        "misjudgement_spread": 0.3,
        "heterogeneity": 0.7,
        "insists_on_cashable": 0.4,
        "provider_breadth": 0.5,
        "rigour_asked": {"monitoring": 0.4, "comparison": 0.4, "experiment": 0.2},
    }
    scenario = lively.replace({**quiet, **spread, "quarters": 1})
    _, state = next(quarters(scenario, 3))
    return scenario.flat(), build_world(scenario, 3, 0), state


SPREAD = {
    "worth_factor": (None, AuthorityTrait.WORTH),
    "luck_dislike": ("luck_dislike", AuthorityTrait.LUCK_DISLIKE),
    "horizon": ("horizon", AuthorityTrait.HORIZON),
    "development_budget": ("development_budget", AuthorityTrait.DEVELOPMENT_BUDGET),
    "certainty_asked": ("certainty_asked", AuthorityTrait.CERTAINTY),
    "silo_strength": ("silo_strength", AuthorityTrait.SILO_STRENGTH),
    "resistance": ("resistance", AuthorityTrait.RESISTANCE),
    "own_interest": ("own_interest", AuthorityTrait.INTEREST),
}


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


def test_trust_on_ties_is_spread_by_draws_of_their_own(start):
    p, world, state = start
    expected = [rules.spread_share(p["trust"], p["heterogeneity"], luck) for luck in world.ties.trust_draw]
    assert list(state.trust) == pytest.approx(expected)


def test_trust_that_is_given_stays_and_all_other_is_drawn_around_its_mean():
    trust = np.array([-1.0, 0.25, -1.0, 0.0])
    actor_traits.set_trust(trust, 0.5, 0.4, np.array([0.0, 0.9, 0.5, 0.9]))
    assert trust.tolist() == pytest.approx([0.3, 0.25, 0.5, 0.0])


@pytest.mark.parametrize(
    ("kind", "fields", "traits"),
    [
        ("authorities", AUTHORITY, AUTHORITY_TRAITS),
        ("providers", PROVIDER, PROVIDER_TRAITS),
        ("investors", INVESTOR, INVESTOR_TRAITS),
    ],
)
def test_a_trait_is_set_at_the_place_of_its_field(kind, fields, traits):
    type_ = record_type(fields)
    rows, at_kind = actor_traits.KINDS[kind]
    assert [row["place"] for row in rows] == [actor_traits.words_before(type_, trait.name) for trait in traits]
    assert [row["numbers"] for row in rows] == [actor_traits.words_of(type_, trait.name) for trait in traits]
    assert at_kind == (actor_traits.words_before(type_, "kind") if kind == "investors" else actor_traits.NOT_GIVEN)


def test_words_are_counted_by_eight_bytes():
    type_ = np.dtype([("a", "f8"), ("b", "i8", (3,)), ("c", "f8")])
    assert [actor_traits.words_before(type_, name) for name in "abc"] == [0, 1, 4]
    assert [actor_traits.words_of(type_, name) for name in "abc"] == [1, 3, 1]


def test_the_kind_of_an_investor_comes_before_all_that_depends_on_it():
    names = [trait.name for trait in INVESTOR_TRAITS]
    assert all(names.index("kind") < names.index(trait.name) for trait in INVESTOR_TRAITS if trait.by_kind)
