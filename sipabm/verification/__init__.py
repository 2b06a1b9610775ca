"""Verification: random scenarios on which engine and Mesa model must leave the same history, event by event."""

from sipabm.verification.compared_histories import differences
from sipabm.verification.random_scenarios import random_scenario
from sipabm.verification.verification import Report, verify

__all__ = ["Report", "differences", "random_scenario", "verify"]
