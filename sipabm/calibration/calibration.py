"""Calibration of a scenario: from targets and a reference table to a posterior, and how far it can be trusted."""

from __future__ import annotations

from typing import NamedTuple

from sipabm.statistics import Numbers

MOST_NUMBERS = 25
ROUNDS = 3
HELD_OUT = 500
SETS = 200
ACCEPTED = 2000
LEAST_EXPLAINED = 0.02  # of a number's variance: what chance explains of a number that means nothing


class Table(NamedTuple):
    """What the fit looks up: points of the unit cube (rows × sides), targets shown (rows × targets), and weights."""

    points: Numbers
    statistics: Numbers
    weights: Numbers
