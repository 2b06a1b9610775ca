"""Studies: questions that many runs of several scenarios answer."""

from sipabm.studies.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
