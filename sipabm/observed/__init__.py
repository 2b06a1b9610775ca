"""Counts and quantiles the model is held against, with citation, and a loader for the user's own INDIGO download."""

from sipabm.observed.launches import CITATION, launches_by_year, outcomes_funds
from sipabm.observed.targets import target, targets

__all__ = ["CITATION", "launches_by_year", "outcomes_funds", "target", "targets"]
