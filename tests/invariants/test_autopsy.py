"""The autopsy: a barrier is blamed exactly if the surplus is there once that barrier alone is switched off.

The engine runs as plain Python. Where its autopsy is called, each barrier is switched off by parameters and traits, and
the best template is looked for as if nothing had been relaxed; the autopsy must have found the same.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from sipabm.barriers import BARRIER_OF_RELAXATION, Barrier, Relaxation
from sipabm.model import negotiation, templates
from sipabm.parameters import ByInvestorKind
from sipabm.words import Stage

# Half a minute in which every failed negotiation is held again, uncompiled, with one barrier after another off.
pytestmark = pytest.mark.slow
KINDS = tuple(ByInvestorKind.model_fields)
KEPT = ("stage", "surplus", "relaxed_surplus")


@pytest.fixture(scope="module")
def eager(lively):
    """The scenario with authorities that start more often, as their ordinary services gain them nothing."""
    return lively.replace(conventional_gain=dict.fromkeys(("social", "employment", "health"), 0.0))


def evaluation_costs_nothing(p, project):
    p.evaluation_cost[:] = 0.0
    p.evaluation_burden[:] = 0.0
    project.rigour_allowed = 0


def the_effect_shows_at_once(p, project):
    p.effect_years[:] = 1e-6


def everybody_joins(p, project):
    project.joined_share = float(p.departments >= 1.0)
    project.authorities_share = float(p.gaining_authorities[project.domain] >= 1.0)
    project.state_joined = 1


SWITCHES = {
    Relaxation.SILOS: everybody_joins,
    Relaxation.CASHABLE_SAVINGS: lambda p, project: setattr(project, "cashable_only", 0),
    Relaxation.LONG_HORIZON: the_effect_shows_at_once,
    Relaxation.EVALUATION_BURDEN: evaluation_costs_nothing,
    Relaxation.RIGID_CONTRACT: lambda p, project: setattr(project, "flexible_allowed", 1),
    Relaxation.INVESTOR_RISK_AVERSION: lambda p, project: setattr(project, "risk_aversion", 0.0),
    Relaxation.INVESTOR_MISJUDGEMENT: lambda p, project: setattr(project, "misjudgement", 0.0),
}


def surplus_with(s, project, switch):
    """Return the surplus of the best template with one barrier switched off, leaving everything as it was."""
    before = s.parameters.copy(), s.projects.copy(), s.imagined.copy()
    switch(s.parameters[0], project)
    surplus = templates.best_template(s, project)[0]
    s.parameters[:], s.projects[:], s.imagined[:] = before
    return surplus


@pytest.fixture(scope="module")
def autopsies(eager, any_scenario, plain):
    """Return what switching each barrier off gives, the project after its autopsy, and what that found, for many.

    Talks are held or, for what was stopped before, only imagined.
    """
    seen = []
    original = negotiation.what_closes

    def watched(s, project):
        # What nobody can finance has no surplus, and nothing is relaxed.
        if project["surplus"] <= templates.NO_SURPLUS:
            return original(s, project)
        found = {barrier: surplus_with(s, project, switch) for barrier, switch in SWITCHES.items()}
        told = original(s, project)
        seen.append((found, SimpleNamespace(**{name: project[name] for name in KEPT}), told))
        return told

    hard = eager.replace(
        {
            "insists_on_cashable": 0.6,
            "levers.no_cashable_requirement.practice": 0.0,
            "silo_strength": 0.8,
            "levers.flexible_contracts.practice": 0.2,
            "flexible_gain": 0.3,
            "quarters": 40,
        }
    )
    gloomy = eager.replace(misjudgement=-1.5, quarters=40)
    averse = eager.replace(investor_risk_aversion=dict.fromkeys(KINDS, 8.0), quarters=40)
    strict = eager.replace(
        {
            "evaluation_burden": {"monitoring": 0.0, "comparison": 0.3, "experiment": 0.6},
            "rigour_asked": {"monitoring": 0.0, "comparison": 0.5, "experiment": 0.5},
            "levers.proportionate_evaluation.practice": 0.0,
            "quarters": 40,
        }
    )
    slow = eager.replace(effect_years={"social": 6.0, "employment": 6.0, "health": 6.0}, quarters=40)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(negotiation, "what_closes", watched)
        for scenario in (hard, gloomy, averse, strict, slow, any_scenario(2), any_scenario(5)):
            for _ in plain(scenario):
                pass
    return seen


def test_many_attempts_fail_for_many_reasons(autopsies):
    assert len(autopsies) > 100
    opened = {relaxation for found, _, _ in autopsies for relaxation, surplus in found.items() if surplus >= 0.0}
    assert opened == set(SWITCHES)
    blamed = {int(barrier) for _, _, (_, barrier) in autopsies}
    assert blamed == set(BARRIER_OF_RELAXATION)
    assert {int(project.stage) for _, project, _ in autopsies} == set(list(Stage)[:-1])


def test_a_failed_attempt_had_no_surplus(autopsies):
    assert all(project.surplus < 0 for _, project, _ in autopsies)


def test_a_barrier_is_recorded_exactly_if_switching_it_off_alone_opens_the_project(autopsies):
    for found, _, (barriers, _) in autopsies:
        opens = {BARRIER_OF_RELAXATION[relaxation] for relaxation, surplus in found.items() if surplus >= 0.0}
        recorded = {int(barrier) for barrier in Barrier if barriers >> barrier & 1}
        assert recorded == (opens or {Barrier.NONE_ALONE})


def test_the_barrier_is_the_one_that_opens_most(autopsies):
    for found, project, (_, barrier) in autopsies:
        largest = max(found.values())
        assert project.relaxed_surplus == pytest.approx(largest, abs=1e-9)
        if largest < 0.0:
            assert barrier == Barrier.NONE_ALONE
        else:
            best = {BARRIER_OF_RELAXATION[each] for each, surplus in found.items() if surplus >= largest - 1e-9}
            assert barrier in best


def test_switching_a_barrier_off_never_harms(autopsies):
    """But for misjudgement: investors who see too much success pay for projects that sober ones would not."""
    for found, project, _ in autopsies:
        for relaxation, surplus in found.items():
            if relaxation != Relaxation.INVESTOR_MISJUDGEMENT:
                assert surplus >= project.surplus - 1e-9


def test_a_surplus_is_a_number_one_can_reckon_with(eager, run, attempts):
    without_investors = eager.replace(
        working_capital=2.0,
        fee_at_risk=0.4,
        provider_risk_aversion=0.0,
        provider_finance_cost=0.0,
        known_investors=0.2,
        provider_capacity=8.0,
    )
    rows = np.concatenate([attempts(run(without_investors, 1, replicate)) for replicate in range(10)])
    assert rows["surplus"].min() > -1e6
