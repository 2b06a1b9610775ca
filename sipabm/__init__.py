"""sipabm: an agent-based simulation of how social investment partnerships come about."""

from typing import TYPE_CHECKING, Any

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario

if TYPE_CHECKING:
    from sipabm.simulation import Results, read_results, simulate, simulate_to_folder

__all__ = ["Results", "Scenario", "ScenarioError", "read_results", "simulate", "simulate_to_folder"]


def __getattr__(name: str) -> Any:
    """Return what needs pandas only when somebody asks for it."""
    if name in __all__:
        from sipabm import simulation

        return getattr(simulation, name)
    raise AttributeError(f"module 'sipabm' has no attribute '{name}'")
