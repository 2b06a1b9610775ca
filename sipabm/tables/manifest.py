"""The manifest: what a set of runs was made from and with."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from datetime import UTC, datetime
from typing import Any

from sipabm.scenario import Scenario
from sipabm.source import source_digest

PACKAGES = ("numpy", "numba", "mesa", "networkx", "pandas", "pyarrow", "pydantic", "scipy")


def version() -> str:
    """Return the version of this package."""
    return importlib.metadata.version("sipabm")


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
