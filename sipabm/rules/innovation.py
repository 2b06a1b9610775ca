"""Innovation: novelty, the immune response of the operating organisation, and houses outside daily operations."""

import math

from sipabm.rules.common import towards_one


def project_novelty(novelty, in_house, added, decoupling):
    """Return the novelty of a project's programme: a house lets it be more radical, the further outside the more."""
    return towards_one(novelty, added * decoupling) if in_house else novelty


def riskier(spread, risk, novelty):
    """Return a standard deviation of log success: the more radical, the larger."""
    return spread * (1.0 + risk * novelty)


def median_kept(median, spread, riskier):
    """Return the median quality at which a larger spread leaves the mean of a log-normal quality as it was."""
    return median * math.exp(0.5 * (spread * spread - riskier * riskier))


def closeness(in_house, decoupling):
    """Return how close to daily operations a project is developed: 1 without a house."""
    return 1.0 - decoupling if in_house else 1.0


def immune_response(strength, novelty, closeness):
    """Return the probability that the operating organisation stops a project."""
    return strength * novelty * closeness


def resistance_felt(resistance, closeness):
    """Return the frontline resistance that reaches a project."""
    return resistance * closeness


def hand_over_failure(failure, novelty, decoupling, integration):
    """Return the probability that the hand-over into operations fails.

    It grows with novelty and with the square of the distance; integration at the top bridges it.
    """
    return failure * novelty * decoupling * decoupling * (1.0 - integration)


def sponsor_withdrawal(hazard, decoupling, integration, quarters):
    """Return the probability that the sponsor of a house withdraws within some quarters."""
    return 1.0 - (1.0 - hazard * decoupling * (1.0 - integration)) ** quarters


def is_hand_over(quarters_run, house_quarters):
    """Return whether a contract run by a house is handed over into operations after this quarter of service."""
    return quarters_run >= house_quarters
