"""Technology: machines take over exposed work, what parties expect of that, and programmes that prepare for it."""

import math

from sipabm.quarters import QUARTERS_A_YEAR

YEARS_TO_SERVICE = 0.375  # it begins two quarters after the talks or later; results of a quarter stand for its middle


def machine_share(start, doubling_time, years, saturation):
    """Return the share of exposed work that machines do some years after the start: exponential up to saturation.

    A doubling time of 0 years means no growth.
    """
    if doubling_time <= 0.0 or start <= 0.0 or start >= saturation:
        return start
    doublings = years / doubling_time
    return saturation if doublings >= math.log2(saturation / start) else start * 2.0**doublings


def years_since_start(quarter):
    """Return the years since the start of the run at the beginning of a quarter."""
    return quarter / QUARTERS_A_YEAR


def yearly_growth(start, doubling_time, years, saturation):
    """Return by how much the share of exposed work that machines do has grown within the last year."""
    now = machine_share(start, doubling_time, years, saturation)
    return now - machine_share(start, doubling_time, years - 1.0, saturation)


def share_if_linear(now, slope, years, saturation):
    """Return the share of machines some years ahead if each adds as much, up to saturation."""
    return now if slope <= 0.0 or now >= saturation else min(saturation, now + slope * years)


def mean_if_linear(now, slope, years, saturation):
    """Return the mean share of machines over some years if each adds as much, up to saturation."""
    if slope <= 0.0 or now >= saturation:
        return now
    growing = (saturation - now) / slope
    if growing >= years:
        return now + 0.5 * slope * years
    return (0.5 * growing * (now + saturation) + (years - growing) * saturation) / years


def mean_if_exponential(now, doubling_time, years, saturation):
    """Return the mean share of machines over some years of exponential growth up to saturation."""
    if doubling_time <= 0.0 or now <= 0.0 or now >= saturation:
        return now
    growing = doubling_time * math.log2(saturation / now)
    rate = math.log(2.0) / doubling_time
    if growing >= years:
        return now * math.expm1(rate * years) / (rate * years)
    return ((saturation - now) / rate + (years - growing) * saturation) / years


def expected_machines(linear, exponential, foresight):
    """Return the mean share of machines that a party expects; foresight 1 sees exponential growth, 0 linear."""
    return linear + foresight * (exponential - linear)


def programme_exposure(exposure, upskills, shield, novelty, robustness):
    """Return the exposure of a programme: training for other work and novelty make it less exposed."""
    left = exposure * (1.0 - robustness * novelty)
    return left * (1.0 - shield) if upskills else left


def technology_level(exposure, machines, at_start):
    """Return the results of a programme relative to those at the start of the run, as machines take over its work."""
    return (1.0 - exposure * machines) / (1.0 - exposure * at_start)


def technology_factor(level, case_level):
    """Return the results of a programme relative to those its business case was made with."""
    return level / case_level


def programme_worth(upskills, upskilling_cost, novelty, novelty_cost):
    """Return the worth of a unit of capital relative to a common placement programme: dearer ones reach fewer."""
    dearer = 1.0 + novelty_cost * novelty
    return 1.0 / (dearer * (1.0 + upskilling_cost)) if upskills else 1.0 / dearer


def worth_here(worth, worth_factor, relative):
    """Return the public value of a programme that meets its target at one authority, as a multiple of capital.

    `relative` is the worth of a unit of capital relative to a common placement programme.
    """
    return worth * worth_factor * relative


def years_to_effect(effect_years, upskills, delay):
    """Return the years until about two thirds of the effect has shown: training is slower."""
    return effect_years + delay if upskills else effect_years
