"""Innovation: novelty, the immune response of the operating organisation, and houses outside daily operations."""

import math

from sipabm.rules.common import towards_one


def project_novelty(novelty: float, in_house: bool, added: float, decoupling: float) -> float:
    """Return the novelty of a project's programme: a house lets it be more radical, the further outside the more.

    Takes shares in [0, 1]; returns a share in [0, 1], from incremental to radical.
    """
    return towards_one(novelty, added * decoupling) if in_house else novelty


def riskier(spread: float, risk: float, novelty: float) -> float:
    """Return how little is known of a programme: the more radical, the less.

    Takes a standard deviation of log success, a share, at least 0, and a share in [0, 1]; returns a standard deviation
    of log success.
    """
    return spread * (1.0 + risk * novelty)


def median_kept(median: float, spread: float, riskier: float) -> float:
    """Return the median quality at which a larger spread leaves the mean of a log-normal quality as it was.

    Takes a share of target and standard deviations in log points; returns a share of target.
    """
    # The mean of a log-normal number lies half a variance above its median, in log points: with the median kept
    # instead, novelty would be a gain.
    return median * math.exp(0.5 * (spread * spread - riskier * riskier))


def closeness(in_house: bool, decoupling: float) -> float:
    """Return how close to daily operations a project is developed.

    Takes a share in [0, 1]; returns a share in [0, 1], which is 1 without a house.
    """
    return 1.0 - decoupling if in_house else 1.0


def immune_response(strength: float, novelty: float, closeness: float) -> float:
    """Return the probability that the operating organisation stops a project.

    Takes a probability and shares in [0, 1]; returns a probability in [0, 1].
    Source: Tushman and others (2006), radical work does worse within functional designs.
    """
    return strength * novelty * closeness


def resistance_felt(resistance: float, closeness: float) -> float:
    """Return the frontline resistance that reaches a project.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return resistance * closeness


def hand_over_failure(failure: float, novelty: float, decoupling: float, integration: float) -> float:
    """Return the probability that the hand-over into operations fails; integration at the top bridges the distance.

    Takes a probability and shares in [0, 1]; returns a probability in [0, 1].
    Source: Tushman and others (2006), spin-outs do worse than integrated units.
    """
    # The square makes the last ties cost most: a house half way outside still shares people, data and routines.
    return failure * novelty * decoupling * decoupling * (1.0 - integration)


def sponsor_withdrawal(hazard: float, decoupling: float, integration: float, quarters: int) -> float:
    """Return the probability that the sponsor of a house withdraws within some quarters.

    Takes a probability per quarter, shares in [0, 1] and quarters; returns a probability in [0, 1].
    Source: OECD OPSI, public labs close when their principals withdraw.
    """
    return 1.0 - (1.0 - hazard * decoupling * (1.0 - integration)) ** quarters


def is_hand_over(quarters_run: int, house_quarters: float) -> bool:
    """Return whether a contract run by a house is handed over into operations after this quarter of service.

    Takes quarters of service.
    """
    return quarters_run >= house_quarters
