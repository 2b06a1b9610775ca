"""Technology: machines take over exposed work, what parties expect of that, and programmes that prepare for it."""

import math

from sipabm.quarters import QUARTERS_A_YEAR

# Years from the talks to the term they look ahead to. Service begins two quarters after the talks at the earliest, and
# the share of machines at the beginning of a quarter stands for the half quarters on both sides of it. Neutral: 0.
YEARS_TO_SERVICE = (2.0 - 0.5) / QUARTERS_A_YEAR


# From so many doublings on machines do all that they can, to the last digit, and the power would overflow.
MOST_DOUBLINGS = 500.0


def capability_of(share: float, saturation: float) -> float:
    """Return the capability at which machines do a share of exposed work: 1 where they do half of what they ever can.

    Takes a share in [0, 1), and one above it (saturation); returns a ratio, at least 0.
    """
    return share / (saturation - share)


def share_covered(capability: float, saturation: float) -> float:
    """Return the share of exposed work that machines of some capability do: hardly any at first, at last saturation.

    Takes a ratio, at least 0, and a share in [0, 1); returns a share in [0, 1).
    """
    return saturation * (capability / (1.0 + capability))


def capability_after(start: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return the capability of machines some years after the start, exponential and without an end.

    Takes a share in [0, 1), years, those to double above 0, and a share above the first; returns a ratio, at least 0.
    Source: Houmark (2018), exponential technology, as a scenario.
    """
    doublings = min(years / doubling_time, MOST_DOUBLINGS)
    return capability_of(start, saturation) * 2.0**doublings


def machine_share(start: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return how much of exposed work machines do some years after the start, as their capability doubles.

    A doubling time of 0 means no growth.

    Takes a share in [0, 1), years, and a share in [0, 1); returns a share in [0, 1).
    """
    if doubling_time <= 0.0 or start >= saturation:
        return start
    return share_covered(capability_after(start, doubling_time, years, saturation), saturation)


def years_since_start(quarter: int) -> float:
    """Return the time since the start of the run at the beginning of a quarter.

    Takes quarters since the start; returns years.
    """
    return quarter / QUARTERS_A_YEAR


def yearly_growth(start: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return by how much the capability of machines has grown within the last year.

    Takes a share in [0, 1), years, and a share in [0, 1); returns a ratio per year, at least 0.
    """
    if doubling_time <= 0.0 or start >= saturation:
        return 0.0
    # In the first year of a run this reaches back before its start, by the same formula.
    now = capability_after(start, doubling_time, years, saturation)
    return now - capability_after(start, doubling_time, years - 1.0, saturation)


def share_if_linear(now: float, slope: float, years: float, saturation: float) -> float:
    """Return the share of machines some years ahead if each adds as much to their capability.

    Takes a share in [0, 1), a ratio per year, years, and a share in [0, 1); returns a share in [0, 1).
    Source: Houmark (2018), parties expect linear progress.
    """
    if slope <= 0.0 or now >= saturation:
        return now
    return share_covered(capability_of(now, saturation) + slope * years, saturation)


def mean_if_linear(now: float, slope: float, years: float, saturation: float) -> float:
    """Return the mean share of machines over some years if each adds as much to their capability.

    Takes a share in [0, 1), a ratio per year, years, above 0, and a share in [0, 1); returns a share in [0, 1).
    """
    if now >= saturation:
        return now
    # What people still do of what machines ever can is 1 / (1 + capability); its mean along a line is a logarithm.
    # log1p, as a logarithm near 1 loses its digits where growth is slow.
    left = (saturation - now) / saturation
    added = slope * years * left
    return saturation * (1.0 - left * (math.log1p(added) / added)) if added > 0.0 else now


def mean_if_exponential(now: float, doubling_time: float, years: float, saturation: float) -> float:
    """Return the mean share of machines over some years in which their capability goes on doubling.

    Takes a share in [0, 1), years, those to look ahead above 0, and a share in [0, 1); returns a share in [0, 1).
    """
    if doubling_time <= 0.0 or now <= 0.0 or now >= saturation:
        return now
    covered, growth = now / saturation, math.log(2.0) * years / doubling_time
    # The mean is by how much the logarithm of 1 + capability grows, over that of capability. Two forms: the first would
    # overflow where growth is fast, and the second loses its digits where it is slow.
    if growth < 1.0:
        return saturation * math.log1p(covered * math.expm1(growth)) / growth
    return saturation * (1.0 + math.log(covered + (1.0 - covered) * math.exp(-growth)) / growth)


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
