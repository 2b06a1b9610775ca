"""Population: traits of actors at the start."""

import math

from sipabm.randomness import HALF_A_UNIT, normal_quantile
from sipabm.rules.common import clamp, happens
from sipabm.traits import Distribution

# A project needs at most a hundred times the median capital and at least a hundredth: a log-normal tail has no end, and
# one giant would outweigh all others. At the default spread one project in two thousand is bounded. Neutral: infinity.
LARGEST_CAPITAL = 100.0
SMALLEST_CAPITAL = 1.0 / LARGEST_CAPITAL


def spread(mean: float, heterogeneity: float, luck: float) -> float:
    """Return a trait, uniform around its mean within a relative half-width.

    Takes any unit and a share in [0, 1]; returns the unit of the mean.
    """
    return mean * (1.0 + heterogeneity * (2.0 * luck - 1.0))


def spread_share(mean: float, heterogeneity: float, luck: float) -> float:
    """Return a trait as `spread` does, kept in [0, 1].

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return clamp(spread(mean, heterogeneity, luck), 0.0, 1.0)


def lack_share(mean: float, heterogeneity: float, luck: float) -> float:
    """Return a share whose lack (what it misses to 1) varies around its mean, so that a mean of 1 means all.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return 1.0 - spread_share(1.0 - mean, heterogeneity, luck)


def misjudgement(mean: float, half_width: float, luck: float) -> float:
    """Return an investor's error about success.

    Takes log points of either sign; returns log points of either sign.
    """
    # The half-width is not relative to the mean, or investors who are right on average would all be right.
    return mean + half_width * (2.0 * luck - 1.0)


def works_in(luck: float, likeliest: float, breadth: float) -> bool:
    """Return whether a provider works in a welfare area; every provider works in one at least.

    `likeliest` is the smallest of its uniform numbers for all areas.

    Takes uniform numbers in [0, 1) and a probability in [0, 1].
    """
    return luck < breadth or luck == max(breadth, likeliest)


def capacity(mean: float, heterogeneity: float, luck: float) -> int:
    """Return how many partnerships a provider can run at once.

    Takes a number of partnerships, at least 0, and a share in [0, 1]; returns a whole number, at least 1.
    """
    # Rounded by hand, halves up: Python's own round takes them to the even number.
    return max(1, math.floor(spread(mean, heterogeneity, luck) + 0.5))


def authority_size(median: float, log_spread: float, normal_luck: float) -> float:
    """Return the size of an authority, log-normal within its kind.

    Takes a factor, above 0, and log points, at least 0; returns a factor, 1 for the usual authority.
    """
    return median * math.exp(log_spread * normal_luck)


def by_size(size: float, exponent: float) -> float:
    """Return the factor by which something grows with the size of an authority.

    Takes a factor, above 0, and an exponent, 0 for no growth and 1 for growth in proportion; returns a factor, above 0.
    """
    return size**exponent


def project_capital(median: float, log_spread: float, normal_luck: float, size_factor: float) -> float:
    """Return the capital a project needs, log-normal, within a hundred times the median either way.

    Takes million USD, log points, at least 0, and a factor by the size of the authority; returns million USD, above 0.
    Source: INDIGO (2025), capital is log-normal.
    """
    return median * clamp(size_factor * math.exp(log_spread * normal_luck), SMALLEST_CAPITAL, LARGEST_CAPITAL)


def drawn(distribution: int, mean: float, spread_around: float, luck: float, likeliest: float) -> float:
    """Return the value of a trait that has one mean, from a uniform number; a choice by weights is that of `pick`.

    `spread_around` is the half-width around the mean, relative to it but for an error, whose half-width it is;
    `likeliest` is the smallest uniform number of all areas.

    Takes any unit; returns the unit of the mean, or 1 and 0 for yes and no.
    """
    if distribution == Distribution.SPREAD:
        return spread(mean, spread_around, luck)
    if distribution == Distribution.SHARE:
        return spread_share(mean, spread_around, luck)
    if distribution == Distribution.LACK:
        return lack_share(mean, spread_around, luck)
    if distribution == Distribution.ERROR:
        return misjudgement(mean, spread_around, luck)
    if distribution == Distribution.YES_OR_NO:
        return 1.0 if happens(luck, mean) else 0.0
    if distribution == Distribution.WHOLE_NUMBER:
        return float(capacity(mean, spread_around, luck))
    if distribution == Distribution.AREA:
        return 1.0 if works_in(luck, likeliest, mean) else 0.0
    return normal_quantile(max(luck, HALF_A_UNIT)) if distribution == Distribution.NORMAL else luck
