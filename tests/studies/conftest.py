"""Shared by tests of studies: attributions by hand and of small runs, a world in which everything stops attempts."""

import numpy as np
import pytest

from sipabm import Scenario, simulate
from sipabm.scenario.mechanisms import MECHANISMS
from sipabm.studies.attribution import Attribution, Player, Quantity, Solved
from sipabm.studies.contributions import tables
from sipabm.studies.decline_attribution import attribute_decline
from sipabm.studies.lever_attribution import attribute_levers
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import MEASURES

BREADTH = {"monitoring": 0.2, "comparison": 0.4, "experiment": 0.4}
BURDEN = {"monitoring": 0.05, "comparison": 0.3, "experiment": 0.6}
HARD = {
    "breakdown": 0.1,
    "insists_on_cashable": 0.6,
    "misjudgement": -0.5,
    "data_cost": 0.06,
    "levers.no_cashable_requirement.practice": 0.0,
    "levers.flexible_contracts.practice": 0.2,
    "evaluation_burden": BURDEN,
    "election_turnover": 0.7,
    "political_support": 0.6,
    "competence_price": 0.4,
    "flexible_gain": 0.3,
    "rigour_asked": BREADTH,
}


@pytest.fixture(scope="session")
def classroom():
    """Eight years of a lively classroom."""
    return Scenario.load("classroom").replace(quarters=32, own_interest=0.15)


@pytest.fixture(scope="session")
def by_hand():
    """Return an attribution of two quantities to two players in two runs.

    Things: nobody 0 and 0, a alone 1 and 3, b alone 4 and 4, both 10 and 14. Of the other quantity there is nothing.
    """
    players = [Player("a", "A & co", {}, {}), Player("b", "B", {}, {})]
    by_run = np.array([[0.0, 0.0], [1.0, 3.0], [4.0, 4.0], [10.0, 14.0]])
    solved = [
        Solved(Quantity("things", "all things", "things"), by_run.mean(axis=1), by_run),
        Solved(Quantity("none", "nothing", "share"), np.zeros(4), np.zeros((4, 2))),
    ]
    curves = np.stack([by_run, 2 * by_run], axis=2)
    runs = Measured(("nobody", "a", "b", "a + b"), (), ("signed_2012", "signed_2013"), curves)
    scenario = Scenario.load("classroom").replace(name="<b>mine</b>")
    return Attribution("levers", scenario, manifest={}, **tables(players, solved, runs, (2012, 2013)))


@pytest.fixture(scope="session")
def levers(lively):
    three = ("early_meetings", "no_cashable_requirement", "outcomes_fund")
    return attribute_levers(lively, "2011Q1", 4, levers=three, measures=MEASURES[:4])


@pytest.fixture(scope="session")
def decline():
    return attribute_decline(Scenario.load("classroom"), 4, mechanisms=MECHANISMS[:3])


@pytest.fixture(scope="session", params=["levers", "decline"])
def either(request):
    """Return each of both attributions in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def hard(lively):
    """A world in which every barrier stops somebody."""
    return lively.replace(HARD)


@pytest.fixture(scope="session")
def hard_results(hard):
    return simulate(hard, 6, seed=2)
