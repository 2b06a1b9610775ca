"""Machine path: how much of work machines do over the years of a scenario, and what programmes lose by it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.rules.technology import machine_share, share_if_linear, technology_level, yearly_growth
from sipabm.scenario import Scenario

EXPOSED, OF_PEOPLE = "exposed work", "work in employment programmes"


def years_of(scenario: Scenario) -> tuple[int, int]:
    """Return the first and the last year of a scenario."""
    return int(scenario.first_quarter[:4]), int(scenario.last_quarter()[:4])


def doublings_passed(scenario: Scenario) -> float:
    """Return how many doublings of capability a run of a scenario passes."""
    return scenario.quarters / QUARTERS_A_YEAR / scenario.technology.doubling_time


def machines(scenario: Scenario, years: float) -> float:
    """Return the share of exposed work that machines do some years after the start."""
    p = scenario.technology
    return float(machine_share(p.machine_share, p.doubling_time, years, p.saturation))


def machines_by_a_line(scenario: Scenario, years: float) -> float:
    """Return the share of exposed work that a line drawn at the start expects machines to do some years on."""
    p = scenario.technology
    slope = yearly_growth(p.machine_share, p.doubling_time, 0.0, p.saturation)
    return float(share_if_linear(p.machine_share, slope, years, p.saturation))


def loss_of_work(scenario: Scenario, first: float, last: float) -> float:
    """Return by which share exposed work left to people falls a year, from some years after the start to others."""
    left = [1.0 - machines(scenario, years) for years in (first, last)]
    return float(np.log(left[0] / left[1])) / (last - first)


def erosion(scenario: Scenario, exposure: float, years: int) -> float:
    """Return the share of results that a programme loses a year over the first years."""
    level = technology_level(exposure, machines(scenario, years), scenario.technology.machine_share)
    return float(1.0 - level) / years


def coverage(scenario: Scenario, before: int, after: int, fineness: int) -> pd.DataFrame:
    """Return the shares of work that machines do over the doublings before the run and from its start on."""
    first, exposure = years_of(scenario)[0], scenario.technology.exposure.employment
    doublings = np.arange(-before * fineness, after * fineness + 1) / fineness
    years = doublings * scenario.technology.doubling_time
    shares = np.array([machines(scenario, year) for year in years])
    line = [machines_by_a_line(scenario, year) if year >= 0.0 else np.nan for year in years]
    return pd.DataFrame(
        {
            f"doublings of capability from {first} on": doublings,
            EXPOSED: shares,
            f"{EXPOSED}, by a line from {first} on": line,
            OF_PEOPLE: exposure * shares,
        }
    )
