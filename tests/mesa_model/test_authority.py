"""Authority: decisions that a subclass takes in its own way."""

import numpy as np
import pytest

from sipabm.mesa_model import Authority, PartnershipModel, Provider
from sipabm.words import Outcome


class Reluctant(Authority):
    def start_chance(self, domain):
        return 0.0


class Keen(Authority):
    def attention(self, domain):
        return 1.0


class Loyal(Authority):
    """Takes the first provider it knows, whatever its skill."""

    def choose_provider(self, project):
        return next(((each.number, trust) for each, trust in self.known(Provider) if each.can_take(project)), (-1, 0.0))


class Mean(Authority):
    def price_limit(self, project, template):
        return min(super().price_limit(project, template), 0.2)


class Aloof(Authority):
    def authority_joins(self, project, trust):
        return False


class Stubborn(Authority):
    def accepts(self, project):
        return False


def started(model):
    return sum(counts.started for counts in model.state.yearly)


def considered(model):
    return sum(counts.considered for counts in model.state.yearly)


def signed(model):
    return sum(project.outcome == Outcome.SIGNED for project in model.attempts)


def test_each_of_these_decisions_changes_what_it_should(lively):
    scenario = lively.replace(quarters=24)
    usual = PartnershipModel(scenario, 1).run()
    assert started(PartnershipModel(scenario, 1, authority_class=Reluctant).run()) == 0
    assert considered(PartnershipModel(scenario, 1, authority_class=Keen).run()) > considered(usual)
    assert signed(PartnershipModel(scenario, 1, authority_class=Stubborn).run()) == 0
    loyal = PartnershipModel(scenario, 1, authority_class=Loyal).run().history().attempts["provider"]
    assert not np.array_equal(loyal, usual.history().attempts["provider"])
    together = lively.replace(joint_commissioning={"social": 1.0, "employment": 1.0, "health": 1.0}, quarters=24)
    joined, aloof = (
        PartnershipModel(together, 1, authority_class=kind).run().history().attempts["authorities_joined"].sum()
        for kind in (Authority, Aloof)
    )
    assert joined > aloof == 0
    modest = PartnershipModel(scenario, 1, authority_class=Mean).run().history().contracts["price"]
    assert modest.max(initial=0.0) <= 0.2


class Asked(Authority):
    """Decides as usual, and keeps note of who was asked when."""

    def attention(self, domain):
        self.model.asked.append((self.model.quarter, self.number))
        return super().attention(domain)


def test_an_own_attention_is_asked_of_everyone_who_has_a_team_and_changes_nothing_by_itself(lively):
    scenario = lively.replace(quarters=8, development_slots=50.0)
    usual, model = PartnershipModel(scenario, 1).run(), PartnershipModel(scenario, 1, authority_class=Asked)
    model.asked = []
    model.run()
    begun = min(country.since for country in model.state.countries)
    stayed = [each.number for each in model.authorities if each.has_left == 0 and each.areas == 7]
    assert begun <= 0
    assert {(quarter, number) for quarter in range(8) for number in stayed} <= set(model.asked)
    assert (model.history().yearly == usual.history().yearly).all()


def test_beliefs_are_those_of_the_authority_with_what_everyone_has_learnt(model):
    run = model.state.run[0]
    weight = model.parameters.world_learning * 100 / len(model.authorities)  # of each, per hundred authorities
    for authority in model.authorities:
        successes = authority.closing_successes + weight * run.world_closed
        failures = authority.closing_failures + weight * run.world_failed
        assert authority.closing_belief == pytest.approx(successes / (successes + failures))
        kept = authority.delivery_successes + weight * run.world_delivered
        broken = authority.delivery_failures + weight * run.world_undelivered
        assert authority.delivery_belief == pytest.approx(kept / (kept + broken))
    assert run.world_closed > 0.0 and run.world_delivered > 0.0
