"""The manifest: what a set of runs was made from and with."""

from __future__ import annotations

import hashlib
import importlib.metadata
import inspect
import platform
import sys
from datetime import UTC, datetime
from typing import Any

from sipabm.errors import ScenarioError
from sipabm.scenario import Scenario
from sipabm.source import source_digest

PACKAGES = ("numpy", "numba", "mesa", "networkx", "pandas", "pyarrow", "pydantic", "scipy")
AGENT_CLASSES = ("authority_class", "provider_class", "investor_class")
KNOWN = ("sipabm", "mesa", "builtins", "typing")  # their versions are in a manifest


def version() -> str:
    """Return the version of this package."""
    return importlib.metadata.version("sipabm")


def class_digest(model: type) -> str:
    """Return a hash of the source of a class of models and of its agents, as far as it is not of this package.

    ScenarioError if there is no source, as of what was typed at a prompt.
    """
    agents = (getattr(model, name, model) for name in AGENT_CLASSES)
    classes = {one for each in (model, *agents) for one in each.__mro__ if one.__module__.split(".")[0] not in KNOWN}
    try:
        sources = sorted(inspect.getsource(one) for one in classes)
    except (OSError, TypeError):
        raise ScenarioError(
            f"the source of {model.__qualname__} cannot be read, so a folder could not tell its runs from those of "
            "another version of it; put it into a file, or use simulate"
        ) from None
    return hashlib.sha256("\n".join(sources).encode()).hexdigest()[:16]


def manifest(scenario: Scenario, seed: int, replicates: int, model: str) -> dict[str, Any]:
    """Return version, scenario, seeds and packages of a set of runs; the writer adds its duration."""
    return {
        "sipabm": version(),
        "source_digest": source_digest(),
        "scenario": scenario.name,
        "scenario_digest": scenario.digest(),
        "model": model,
        "seed": seed,
        "replicates": replicates,
        "python": sys.version.split()[0],
        "platform": f"{platform.system()} {platform.machine()}",
        "packages": {package: importlib.metadata.version(package) for package in PACKAGES},
        "started_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
