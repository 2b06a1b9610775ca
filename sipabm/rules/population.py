"""Population: traits of actors at the start."""

import math

from sipabm.parameters.traits import Distribution
from sipabm.rules.common import clamp, happens


def spread(mean, heterogeneity, luck):
    """Return a trait, uniform around its mean within a relative half-width."""
    return mean * (1.0 + heterogeneity * (2.0 * luck - 1.0))


def spread_share(mean, heterogeneity, luck):
    """Return a trait as `spread` does, kept in [0, 1]."""
    return clamp(spread(mean, heterogeneity, luck), 0.0, 1.0)


def lack_share(mean, heterogeneity, luck):
    """Return a share whose lack (what it misses to 1) varies around its mean, so that a mean of 1 means all."""
    return 1.0 - spread_share(1.0 - mean, heterogeneity, luck)


def misjudgement(mean, half_width, luck):
    """Return an investor's error about success, in log points."""
    return mean + half_width * (2.0 * luck - 1.0)


def works_in(luck, likeliest, breadth):
    """Return whether a provider works in a welfare area; every provider works in one at least.

    `likeliest` is the smallest of its uniform numbers for all areas.
    """
    return luck < breadth or luck == max(breadth, likeliest)


def capacity(mean, heterogeneity, luck):
    """Return a whole number of partnerships, at least one."""
    return max(1, math.floor(spread(mean, heterogeneity, luck) + 0.5))


def project_capital(median, log_spread, normal_luck):
    """Return the capital a project needs (million USD), log-normal, within a hundred times the median either way."""
    return median * clamp(math.exp(log_spread * normal_luck), 0.01, 100.0)


def drawn(distribution, mean, spread_around, luck, likeliest):
    """Return the value of a trait that has one mean, from a uniform number; a choice by weights is that of `pick`.

    `spread_around` is the half-width around the mean, relative to it but for an error, whose half-width it is;
    `likeliest` is the smallest uniform number of all areas.
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
    return luck
