"""Decisions: the usual one, unless the actor has a method of the name."""

import inspect

from sipabm.model.replaceable import decision


@decision("weighs")
def weigh(world, authority, domain, factor):
    """Return what the usual decision says."""
    return "usual", world, authority, domain, factor


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
