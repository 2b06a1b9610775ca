"""Counts and quantiles the model is compared with, with citation, and a loader for the user's own INDIGO download."""

from sipabm.observed.indigo import load_indigo
from sipabm.observed.launches import CITATION, launches_by_year, outcomes_funds
from sipabm.observed.quantiles import quantiles
from sipabm.observed.targets import target, targets

__all__ = ["CITATION", "launches_by_year", "load_indigo", "outcomes_funds", "quantiles", "target", "targets"]
