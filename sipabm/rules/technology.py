"""Technology: machines take over exposed work, what parties expect of that, and programmes that prepare for it."""

import math

from sipabm.quarters import QUARTERS_A_YEAR

# Years from the talks to the term they look ahead to. Service begins two quarters after the talks at the earliest, and
# the share of machines at the beginning of a quarter stands for the half quarters on both sides of it. Neutral: 0.
YEARS_TO_SERVICE = (2.0 - 0.5) / QUARTERS_A_YEAR


def machine_share(start: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return how much of exposed work machines do some years after the start: exponential up to saturation.

    A doubling time of 0 means no growth.

    Takes a share in [0, 1), years, and a share in [0, 1); returns a share in [0, 1).
    Source: Houmark (2018), exponential technology, as a scenario.
    """
    if doubling_time <= 0.0 or start <= 0.0 or start >= saturation:
        return start
    doublings = years / doubling_time
    # Doublings are compared and not shares, as the power of a long run would overflow.
    return saturation if doublings >= math.log2(saturation / start) else start * 2.0**doublings


def years_since_start(quarter: int) -> float:
    """Return the time since the start of the run at the beginning of a quarter.

    Takes quarters since the start; returns years.
    """
    return quarter / QUARTERS_A_YEAR


def yearly_growth(start: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return by how much the share of exposed work that machines do has grown within the last year.

    Takes a share in [0, 1), years, and a share in [0, 1); returns a share per year, at least 0.
    """
    # In the first year of a run this reaches back before its start, by the same formula.
    now = machine_share(start, doubling_time, years, saturation)
    return now - machine_share(start, doubling_time, years - 1.0, saturation)


def share_if_linear(now: float, slope: float, years: float, saturation: float) -> float:
    """Return the share of machines some years ahead if each adds as much, up to saturation.

    Takes a share in [0, 1), a share per year, years, and a share in [0, 1); returns a share in [0, 1).
    Source: Houmark (2018), parties expect linear progress.
    """
    return now if slope <= 0.0 or now >= saturation else min(saturation, now + slope * years)


def mean_if_linear(now: float, slope: float, years: float, saturation: float) -> float:
    """Return the mean share of machines over some years if each adds as much, up to saturation.

    Takes a share in [0, 1), a share per year, years, above 0, and a share in [0, 1); returns a share in [0, 1).
    """
    if slope <= 0.0 or now >= saturation:
        return now
    growing = (saturation - now) / slope
    if growing >= years:
        return now + 0.5 * slope * years
    return (0.5 * growing * (now + saturation) + (years - growing) * saturation) / years


def mean_if_exponential(now: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return the mean share of machines over some years of exponential growth up to saturation.

    Takes a share in [0, 1), years, those to look ahead above 0, and a share in [0, 1); returns a share in [0, 1).
    """
    if doubling_time <= 0.0 or now <= 0.0 or now >= saturation:
        return now
    growing = doubling_time * math.log2(saturation / now)
    rate = math.log(2.0) / doubling_time
    if growing >= years:
        # expm1, as exp(x) - 1 loses its digits where growth is slow.
        return now * math.expm1(rate * years) / (rate * years)
    return ((saturation - now) / rate + (years - growing) * saturation) / years


def expected_machines(linear: float, exponential: float, foresight: float) -> float:
    """Return the mean share of machines that a party expects; foresight 1 sees exponential growth, 0 linear.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    # A syndicate has the mean foresight of its investors, so values in between occur.
    return linear + foresight * (exponential - linear)


def programme_exposure(exposure: float, upskills: bool, shield: float, novelty: float, robustness: float) -> float:
    """Return the exposure of a programme: training for other work and novelty make it less exposed.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    left = exposure * (1.0 - robustness * novelty)
    return left * (1.0 - shield) if upskills else left


def technology_level(exposure: float, machines: float, at_start: float) -> float:
    """Return the results of a programme relative to those at the start of the run, as machines take over its work.

    Takes a share in [0, 1] and shares in [0, 1); returns a factor, above 0.
    """
    # Relative to the start and not to a world without machines: without growth it is then exactly 1, and quality keeps
    # its meaning.
    return (1.0 - exposure * machines) / (1.0 - exposure * at_start)


def technology_factor(level: float, case_level: float) -> float:
    """Return the results of a programme relative to those its business case was made with.

    Takes factors, above 0; returns a factor, above 0.
    """
    return level / case_level


def programme_worth(upskills: bool, upskilling_cost: float, novelty: float, novelty_cost: float) -> float:
    """Return the worth of a unit of capital relative to a common placement programme: costly ones reach fewer.

    Takes shares of cost, at least 0, and a share in [0, 1] (novelty); returns a factor in (0, 1].
    """
    cost = 1.0 + novelty_cost * novelty
    return 1.0 / (cost * (1.0 + upskilling_cost)) if upskills else 1.0 / cost


def worth_here(worth: float, worth_factor: float, relative: float) -> float:
    """Return the public value of a programme that meets its target at one authority.

    `relative` is the worth of a unit of capital relative to a common placement programme.

    Takes a multiple of capital and two factors, at least 0; returns a multiple of capital, at least 0.
    """
    return worth * worth_factor * relative


def years_to_effect(effect_years: float, upskills: bool, upskilling_delay: float) -> float:
    """Return the time until about two thirds of the effect has shown: training is slower.

    Takes years, at least 0; returns years.
    """
    return effect_years + upskilling_delay if upskills else effect_years
