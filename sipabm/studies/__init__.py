"""Studies: questions that many runs of several scenarios answer."""

from sipabm.studies.comparison import Comparison, compare
from sipabm.studies.measures import MEASURES, Measure, Measured, measure_runs

__all__ = ["MEASURES", "Comparison", "Measure", "Measured", "compare", "measure_runs"]
