"""Validation: every observed pattern that the model can show, beside what its runs show."""

from sipabm.validation.patterns import PATTERNS, Kind, Pattern
from sipabm.validation.validation import Validation, validate, validation_of

__all__ = ["PATTERNS", "Kind", "Pattern", "Validation", "validate", "validation_of"]
