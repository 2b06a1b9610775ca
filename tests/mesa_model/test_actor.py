"""Actors: fields, traits, ties, and decisions as methods."""

import importlib
import inspect
import pkgutil

import pytest

from sipabm import model as walk
from sipabm.mesa_model import Authority, Investor, PartnershipModel, Provider
from sipabm.model import consideration
from sipabm.model.records import AUTHORITY, INVESTOR, PROVIDER

CLASSES = {Authority: AUTHORITY, Provider: PROVIDER, Investor: INVESTOR}


@pytest.mark.parametrize("kind", CLASSES)
def test_agents_have_the_fields_of_their_record_as_attributes(model, kind):
    agent = model.agents_by_type[kind][0]
    assert {field.name for field in CLASSES[kind]} <= set(vars(agent))
    assert agent.number == 0


def test_every_decision_of_the_walk_is_a_method_of_the_class_whose_actor_takes_it():
    """The name of the second argument says whose decision it is."""
    classes = {"authority": Authority, "provider": Provider, "investor": Investor}
    found = 0
    for name in (each.name for each in pkgutil.iter_modules(walk.__path__)):
        module = importlib.import_module(f"sipabm.model.{name}")
        for function in vars(module).values():
            usual = getattr(function, "__wrapped__", None)
            # Decisions name a method; shortcuts to them, which are wrapped as well, name none.
            if hasattr(function, "method") and usual.__module__ == module.__name__:
                actor = usual.__code__.co_varnames[1]
                listed = [
                    method for method in vars(classes[actor]).values() if getattr(method, "__wrapped__", 0) is usual
                ]
                assert len(listed) == 1, usual.__qualname__
                found += 1
    assert found == sum(hasattr(method, "__wrapped__") for kind in CLASSES for method in vars(kind).values())


def test_a_method_asks_for_what_a_subclass_needs_and_says_what_it_returns():
    assert str(inspect.signature(Authority.start_chance)) == "(self, domain: int) -> float"
    assert (
        str(inspect.signature(Investor.price_asked))
        == "(self, project: Any, template: sipabm.model.templates.Template) -> float"
    )
    assert "Return the probability" in Authority.start_chance.__doc__


@pytest.mark.parametrize("kind", CLASSES)
def test_traits_are_those_that_the_engine_draws(model, lively, quarters, kind):
    fixed = {
        "skill",
        "contracts",
        "novelty",
        "capacity",
        "kind",
        "hurdle_rate",
        "need",
        "worth_factor",
        "silo_strength",
    }
    _, state = next(quarters(lively.replace(quarters=1), 1))
    rows = {Authority: state.authorities, Provider: state.providers, Investor: state.investors}[kind]
    compared = [trait.name for trait in kind.TRAITS if trait.name in fixed]
    for agent, row in zip(model.agents_by_type[kind], rows, strict=True):
        for name in compared:
            assert getattr(agent, name) == pytest.approx(getattr(row, name)), name
    assert len(compared) >= 2


def test_whom_an_actor_knows_is_in_the_order_of_ties_with_the_trust_on_them(model):
    state, authority = model.state, model.authorities[3]
    row = range(state.first_provider[3], state.first_investor[3])
    offset = len(state.authorities)
    expected = [(state.tie_neighbour[at] - offset, state.trust[state.tie_number[at]]) for at in row]
    assert [(provider.number, trust) for provider, trust in authority.known(Provider)] == expected
    assert len(expected) > 1


def test_a_method_of_the_actor_takes_the_place_of_the_usual_decision_and_can_call_it(lively):
    class Half(Authority):
        def attention(self, domain):
            return 0.5 * super().attention(domain)

    usual, half = (PartnershipModel(lively, 1, authority_class=kind) for kind in (Authority, Half))
    for one, other in zip(usual.authorities, half.authorities, strict=True):
        expected = 0.5 * consideration.attention(usual.state, one, 1)
        assert consideration.attention(half.state, other, 1) == other.attention(1) == expected > 0.0
