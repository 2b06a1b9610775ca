"""What must hold of a scenario that loads, whatever it was made from."""

import numpy as np

from sipabm import Scenario
from sipabm.runs import run_history
from sipabm.verification.compared_histories import differing, histories

# Of those that are run: what is larger takes minutes, and is nothing new.
MOST_ACTORS, MOST_QUARTERS = 300, 60
MOST_WORK = 1500  # actor-quarters of those that the interpreted model runs too


def actors(scenario: Scenario) -> int:
    """Return the number of actors of all kinds."""
    return sum(scenario.actors(kind) for kind in ("authorities", "providers", "investors"))


def runs_and_agrees(scenario: Scenario) -> None:
    """Assert that a scenario runs without NaN, and the compiled run equals the interpreted one."""
    if actors(scenario) > MOST_ACTORS or scenario.quarters > MOST_QUARTERS:
        return
    if actors(scenario) * scenario.quarters > MOST_WORK:
        history = run_history(scenario, 1, "engine", True, 0)
    else:
        history, interpreted = histories(scenario, 1, 0)
        assert differing(history, interpreted) == []
    assert np.isfinite(history.yearly).all() and np.isfinite(history.states).all()
    for rows in (history.attempts, history.contracts):
        for column in rows.dtype.names or ():
            assert rows[column].dtype.kind != "f" or np.isfinite(rows[column]).all(), column


def same_when_read_back(scenario: Scenario, path) -> None:
    """Assert that what is written of a scenario is read as the same."""
    scenario.save(path)
    assert Scenario.load(path) == scenario
