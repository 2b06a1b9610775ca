"""Investor: decisions that a subclass takes in its own way."""

import pytest

from sipabm.barriers import Barrier
from sipabm.mesa_model import Investor, PartnershipModel
from sipabm.model import templates
from sipabm.words import NOBODY, Outcome


class Generous(Investor):
    def price_asked(self, project, template):
        return 0.0


class Counting(Investor):
    """Asks what is usual, and counts how often it is asked."""

    def price_asked(self, project, template):
        self.model.asked = getattr(self.model, "asked", 0) + 1
        return super().price_asked(project, template)


class Closed(Investor):
    def can_lead(self, project):
        return False


class Cautious(Investor):
    def lead_ticket(self, project):
        return min(0.1, super().lead_ticket(project))

    def ticket(self, project, missing, trust):
        return 0.0

    def lead_extension(self, project, missing):
        return 0.0


class Stubborn(Investor):
    def learn_from_return(self, project, so_far):
        pass


class Hard(Investor):
    def accepts(self, project):
        return False


def signed(model):
    return [project for project in model.attempts if project.outcome == Outcome.SIGNED]


def of_barrier(model, barrier):
    return [project for project in model.attempts if project.barrier == barrier]


@pytest.fixture(scope="module")
def short(lively):
    return lively.replace(quarters=24)


@pytest.fixture(scope="module")
def usual(short):
    return PartnershipModel(short, 1).run()


def test_investors_that_ask_for_nothing_sign_more(short, usual):
    assert len(signed(PartnershipModel(short, 1, investor_class=Generous).run())) > len(signed(usual)) > 0


def test_an_own_price_is_asked_for_every_template_and_the_usual_one_among_them_changes_nothing(
    short, usual, monkeypatch
):
    templates_seen, original = [], templates.better_terms
    monkeypatch.setattr(templates, "better_terms", lambda *given: templates_seen.append(given) or original(*given))
    model = PartnershipModel(short, 1, investor_class=Counting).run()
    assert model.asked == sum(project.investor != NOBODY for _, project, _, _ in templates_seen) > 0
    assert (model.history().yearly == usual.history().yearly).all()


def test_without_anyone_to_lead_nobody_is_found(short):
    model = PartnershipModel(short.replace(working_capital=0.0), 1, investor_class=Closed).run()
    assert all(project.investor == NOBODY for project in model.attempts)
    assert of_barrier(model, Barrier.NO_PARTNER) and not signed(model)


def test_tickets_too_small_fill_no_syndicate(short):
    model = PartnershipModel(short.replace(working_capital=0.0), 1, investor_class=Cautious).run()
    assert of_barrier(model, Barrier.INVESTOR_APPETITE) and not signed(model)
    for number, fresh in enumerate(PartnershipModel(short, 1).state.investors):
        tickets = [zip(project.member, project.ticket, strict=True) for project in model.projects]
        reserved = sum(ticket for each in tickets for member, ticket in each if member == number)
        assert model.state.investors[number].available + reserved == pytest.approx(fresh.available)


def test_an_investor_that_accepts_nothing_signs_nothing(short):
    model = PartnershipModel(short.replace(working_capital=0.0), 1, investor_class=Hard).run()
    assert of_barrier(model, Barrier.BARGAINING) and not signed(model)


def test_an_investor_that_learns_nothing_from_returns_errs_as_it_did(lively):
    usual, stubborn = (PartnershipModel(lively, 1, investor_class=kind) for kind in (Investor, Stubborn))
    before = [investor.misjudgement for investor in usual.investors]
    assert [investor.misjudgement for investor in stubborn.run().investors] == before
    assert [investor.misjudgement for investor in usual.run().investors] != before
