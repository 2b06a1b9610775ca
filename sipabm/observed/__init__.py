"""Counts and quantiles the model is compared with, with citation, and loaders for the user's own."""

from sipabm.observed.by_scenario import ObservedLaunches, observed_launches
from sipabm.observed.indigo import load_indigo
from sipabm.observed.launches import (
    CITATION,
    launches_by_country_group,
    launches_by_year,
    launches_in_denmark,
    outcomes_funds,
)
from sipabm.observed.own_launches import own_launches
from sipabm.observed.quantiles import quantiles
from sipabm.observed.targets import target, targets

__all__ = [
    "CITATION",
    "ObservedLaunches",
    "launches_by_country_group",
    "launches_by_year",
    "launches_in_denmark",
    "load_indigo",
    "observed_launches",
    "outcomes_funds",
    "own_launches",
    "quantiles",
    "target",
    "targets",
]
