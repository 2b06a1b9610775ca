"""Calibration: which values of the numbers that nobody knows exactly lead to what was observed.

The flow: targets (what was observed, fixed beforehand) → a reference table of single runs, in rounds, each at its own
point of all plausible ranges and with its own luck → a posterior, and how far it can be trusted → sets that ship.
"""
