"""sipabm: an agent-based simulation of how social investment partnerships come about.

Begin with `sipabm.scenarios()` and `sipabm.simulate("world", 50)`; every name below explains itself with `help`.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers take it; `typing` itself would be half of what `import sipabm` takes
if TYPE_CHECKING:
    from typing import Any

    from sipabm.calibration.calibration import Calibration, calibrate
    from sipabm.errors import ScenarioError
    from sipabm.language.glossary import glossary
    from sipabm.mesa_model import PartnershipModel
    from sipabm.parameters.lever_guide import lever_guide
    from sipabm.report import Report
    from sipabm.report.run_network import RunNetwork, run_network
    from sipabm.results import Results
    from sipabm.runs import new_run
    from sipabm.scenario import Country, Fund, Scenario, scenarios
    from sipabm.scenario.mechanisms import mechanisms
    from sipabm.simulation import read_results, simulate, simulate_to_folder
    from sipabm.studies.attribution import Attribution
    from sipabm.studies.attribution_folder import attribute_again, read_attribution, write_attribution
    from sipabm.studies.autopsy import Autopsy, autopsy
    from sipabm.studies.comparison import Comparison, compare
    from sipabm.studies.discovery import Discovery, discover
    from sipabm.studies.questions import attribute
    from sipabm.studies.relaxations import relaxations
    from sipabm.studies.robustness import Robustness, robust
    from sipabm.studies.sensitivity import Sensitivity, sensitivity
    from sipabm.studies.uncertain import salib_problem, uncertain
    from sipabm.sweeps.designs import crossed, factorial, grid, plausible_ranges, sampled
    from sipabm.sweeps.measures import Measure
    from sipabm.sweeps.merging import merge
    from sipabm.sweeps.run_columns import OwnColumns
    from sipabm.sweeps.sweep import read_sweep, sweep
    from sipabm.tables.codebook import columns
    from sipabm.validation import Validation, validate

    __version__: str

__all__ = [
    "Attribution",
    "Autopsy",
    "Calibration",
    "Comparison",
    "Country",
    "Discovery",
    "Fund",
    "Measure",
    "OwnColumns",
    "PartnershipModel",
    "Report",
    "Results",
    "Robustness",
    "RunNetwork",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Validation",
    "attribute",
    "attribute_again",
    "autopsy",
    "calibrate",
    "columns",
    "compare",
    "crossed",
    "discover",
    "factorial",
    "glossary",
    "grid",
    "lever_guide",
    "mechanisms",
    "merge",
    "new_run",
    "plausible_ranges",
    "read_attribution",
    "read_results",
    "read_sweep",
    "relaxations",
    "robust",
    "run_network",
    "salib_problem",
    "sampled",
    "scenarios",
    "sensitivity",
    "simulate",
    "simulate_to_folder",
    "sweep",
    "uncertain",
    "validate",
    "write_attribution",
]
# Where the doors are: each is opened when somebody asks for it, so that `import sipabm` and the command line start at
# once, and only what needs pydantic, pandas, numba or mesa waits for them.
HOMES = {
    "Attribution": "studies.attribution",
    "Autopsy": "studies.autopsy",
    "Calibration": "calibration.calibration",
    "Comparison": "studies.comparison",
    "Country": "scenario",
    "Discovery": "studies.discovery",
    "Fund": "scenario",
    "Measure": "sweeps.measures",
    "OwnColumns": "sweeps.run_columns",
    "PartnershipModel": "mesa_model",
    "Report": "report",
    "Results": "results",
    "Robustness": "studies.robustness",
    "RunNetwork": "report.run_network",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "Sensitivity": "studies.sensitivity",
    "Validation": "validation",
    "attribute": "studies.questions",
    "attribute_again": "studies.attribution_folder",
    "autopsy": "studies.autopsy",
    "calibrate": "calibration.calibration",
    "columns": "tables.codebook",
    "compare": "studies.comparison",
    "crossed": "sweeps.designs",
    "discover": "studies.discovery",
    "factorial": "sweeps.designs",
    "glossary": "language.glossary",
    "grid": "sweeps.designs",
    "lever_guide": "parameters.lever_guide",
    "mechanisms": "scenario.mechanisms",
    "merge": "sweeps.merging",
    "new_run": "runs",
    "plausible_ranges": "sweeps.designs",
    "read_attribution": "studies.attribution_folder",
    "read_results": "simulation",
    "read_sweep": "sweeps.sweep",
    "relaxations": "studies.relaxations",
    "robust": "studies.robustness",
    "run_network": "report.run_network",
    "salib_problem": "studies.uncertain",
    "sampled": "sweeps.designs",
    "scenarios": "scenario",
    "sensitivity": "studies.sensitivity",
    "simulate": "simulation",
    "simulate_to_folder": "simulation",
    "sweep": "sweeps.sweep",
    "uncertain": "studies.uncertain",
    "validate": "validation",
    "write_attribution": "studies.attribution_folder",
}


def __getattr__(name: str) -> Any:
    """Return a door that is opened only when somebody asks for it."""
    if name == "__version__":
        from importlib.metadata import version

        return version("sipabm")
    if name not in HOMES:
        raise AttributeError(f"module 'sipabm' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"sipabm.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    """Return the doors, for tab completion."""
    return [*__all__, "__version__"]
