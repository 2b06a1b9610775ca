"""Provider: decisions that a subclass takes in its own way."""

import pytest

from sipabm.barriers import Barrier
from sipabm.mesa_model import PartnershipModel, Provider
from sipabm.words import NOBODY, Outcome


class Idle(Provider):
    def can_take(self, project):
        return False


class Perfect(Provider):
    def programme_quality(self, project):
        return 1.25


class Costly(Provider):
    def burden_asked(self, project, template):
        return 1e6


class Hard(Provider):
    def accepts(self, project):
        return False


def outcomes(scenario, kind):
    return PartnershipModel(scenario, 1, provider_class=kind).run().attempts


@pytest.fixture(scope="module")
def short(lively):
    return lively.replace(quarters=20)


def test_without_a_provider_that_takes_it_an_attempt_stops_at_its_search(short):
    attempts = outcomes(short, Idle)
    assert all(project.provider == NOBODY for project in attempts)
    assert sum(project.barrier == Barrier.NO_PARTNER for project in attempts) > 0.5 * len(attempts) > 0


def test_the_quality_that_a_provider_names_is_that_of_its_projects(short):
    """Without growth of technology it is that of the start."""
    known = [project.quality for project in outcomes(short.replace(doubling_time=0.0), Perfect) if project.signal > 0.0]
    assert known and set(known) == {1.25}


def test_a_burden_that_nobody_would_pay_leaves_no_surplus(short):
    attempts = outcomes(short, Costly)
    negotiated = [project for project in attempts if project.surplus != 0.0]
    assert negotiated and all(project.surplus < -1000.0 for project in negotiated)
    assert all(project.outcome == Outcome.STOPPED for project in attempts)


def test_a_provider_that_accepts_nothing_signs_nothing(short):
    attempts = outcomes(short, Hard)
    assert any(project.barrier == Barrier.BARGAINING for project in attempts)
    assert all(project.outcome == Outcome.STOPPED for project in attempts)
