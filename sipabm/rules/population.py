"""Population: traits of actors at the start."""

import math

from sipabm.rules.common import clamp


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


def works_in(luck_social, luck_employment, luck_health, breadth):
    """Return for each welfare area whether a provider works in it; every provider works in one at least."""
    likeliest = min(luck_social, luck_employment, luck_health)
    reach = max(breadth, likeliest)
    return (
        luck_social < breadth or luck_social == reach,
        luck_employment < breadth or luck_employment == reach,
        luck_health < breadth or luck_health == reach,
    )


def capacity(mean, heterogeneity, luck):
    """Return a whole number of partnerships, at least one."""
    return max(1, math.floor(spread(mean, heterogeneity, luck) + 0.5))


def project_capital(median, log_spread, normal_luck):
    """Return the capital a project needs (million USD), log-normal, within a hundred times the median either way."""
    return median * clamp(math.exp(log_spread * normal_luck), 0.01, 100.0)
