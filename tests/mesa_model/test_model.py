import warnings

import networkx
import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.mesa_model import Authority, Investor, PartnershipModel, Provider
from sipabm.mesa_model.recorder import PLACE
from sipabm.recording.columns import ATTEMPT_TYPE, CONTRACT_TYPE
from sipabm.states import Outcome
from sipabm.world import build_world


class Reluctant(Authority):
    def start_chance(self, domain, fund):
        return 0.0


class Keen(Authority):
    def attention(self, domain):
        return 1.0


class Generous(Investor):
    def price_asked(self, project, template, relaxed):
        return 0.0


@pytest.fixture(scope="module")
def model(lively):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return PartnershipModel(lively).run()


def started(model):
    return model.yearly[:, :, PLACE["started"]].sum()


def signed(model):
    return sum(project.outcome == Outcome.SIGNED for project in model.attempts)


def test_agents_are_mesa_agents_on_a_network(model, lively):
    assert len(model.agents_by_type[Authority]) == 40
    assert isinstance(model.network, networkx.Graph)
    assert set(model.network) == set(model.agents)
    authority = model.authorities[0]
    assert all(0.0 <= tie["trust"] <= 1.0 for tie in authority.ties.values())
    assert all(isinstance(provider, Provider) for provider, _ in authority.known(Provider))


def test_collector_has_a_row_for_every_quarter(model, lively):
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == lively.quarters
    assert frame["started"].is_monotonic_increasing
    assert frame["started"].iloc[-1] == frame["signed"].iloc[-1] + frame["stopped"].iloc[-1] + len(model.projects)
    assert frame["fatigue"].iloc[-1] == pytest.approx(model.states[-1, 3])


def test_rows_have_the_types_of_the_tables(model):
    assert model.attempt_rows().dtype == ATTEMPT_TYPE
    assert model.contract_rows().dtype == CONTRACT_TYPE
    assert len(model.contract_rows()) == len(model.settled) + len(model.contracts) == signed(model)


def test_a_run_ends_and_says_so(model):
    with pytest.raises(ScenarioError, match="the run is over after 60 quarters"):
        model.step()


def test_a_world_can_be_given(lively):
    scenario = lively.replace(quarters=12)
    given = PartnershipModel(scenario, world=build_world(scenario, 5, 2)).run()
    built = PartnershipModel(scenario, 5, 2).run()
    assert np.array_equal(given.yearly, built.yearly)


def test_one_decision_can_be_replaced(lively):
    scenario = lively.replace(quarters=24)
    usual = PartnershipModel(scenario).run()
    assert started(PartnershipModel(scenario, authority_class=Reluctant).run()) == 0
    assert started(PartnershipModel(scenario, authority_class=Keen).run()) > started(usual)
    assert signed(PartnershipModel(scenario, investor_class=Generous).run()) > signed(usual)


def test_two_runs_do_not_touch_each_other():
    scenario = Scenario.load("classroom").replace(quarters=20)
    alone = PartnershipModel(scenario, 3).run()
    first, second = PartnershipModel(scenario, 3), PartnershipModel(scenario, 4)
    for _ in range(20):
        first.step()
        second.step()
    assert np.array_equal(first.yearly, alone.yearly)
