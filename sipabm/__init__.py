"""sipabm: an agent-based simulation of how social investment partnerships come about."""

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.simulation import Results, simulate

__all__ = ["Results", "Scenario", "ScenarioError", "simulate"]
