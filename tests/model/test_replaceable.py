"""Decisions: the usual one, unless the actor has a method of the name."""

import functools
import inspect

from sipabm.model.replaceable import decision, shortcut


@decision("weighs")
def weigh(world, authority, domain, factor):
    """Return what the usual decision says."""
    return "usual", world, authority, domain, factor


@shortcut(weigh, lambda *_: "asked")
def weigh_quickly(world, authority, limit):
    """Return what is known without asking."""
    return "quick", world, authority, limit


class Row:
    """A record without methods."""


class Agent:
    def weighs(self, domain, factor):
        return "own", self, domain, factor


class Other:
    def weigh(self, domain, factor):
        raise AssertionError("a method of the function's own name is no decision of this kind")


def test_a_record_without_the_method_decides_as_usual():
    for record in (Row(), Other()):
        assert weigh("world", record, 1, 0.5) == ("usual", "world", record, 1, 0.5)


def test_an_actor_with_the_method_decides_itself_and_gets_no_world():
    agent = Agent()
    assert weigh("world", agent, 1, 0.5) == ("own", agent, 1, 0.5)


def test_compiled_code_finds_the_usual_decision_in_the_function():
    usual = inspect.unwrap(weigh)
    assert usual("world", Agent(), 1, 0.5)[0] == "usual"
    assert (weigh.__name__, weigh.__doc__) == (usual.__name__, usual.__doc__) != (None, None)


class Usual:
    weighs = functools.wraps(inspect.unwrap(weigh))(lambda self, domain, factor: "usual")


class Wrapping(Usual):
    @functools.wraps(Usual.weighs)
    def weighs(self, domain, factor):
        return "own"


def test_a_shortcut_is_taken_where_the_usual_decision_is_in_force_and_nowhere_else():
    for actor in (Row(), Other(), Usual()):
        assert weigh_quickly("world", actor, 2.0) == ("quick", "world", actor, 2.0)
    for actor in (Agent(), Wrapping()):
        assert weigh_quickly("world", actor, 2.0) == "asked"


def test_compiled_code_always_takes_the_shortcut():
    assert inspect.unwrap(weigh_quickly)("world", Agent(), 2.0)[0] == "quick"
