"""Learning: beliefs, trust, competence and resistance after closings, failures and deliveries."""

import math

from sipabm.rules.common import towards_one, towards_zero

# Stands for the cost of an attempt that ended before its business case. Any number below 0 would do, as no cost is.
UNKNOWN_COST = -1.0
# One contract takes no more than nine tenths of what an investor expected: the logarithm of nothing has no end.
# Neutral: 0.
LEAST_LEFT = 0.1


def peer_weight(peer_learning: float, trust: float) -> float:
    """Return the weight of a peer's case, by trust.

    Takes a number of attempts, at least 0, and a share in [0, 1]; returns a number of attempts.
    """
    return peer_learning * trust


def peer_share(learning: float, weight: float) -> float:
    """Return the share of a surprise that a peer's case corrects.

    Takes a share in [0, 1] and a number of attempts, at least 0; returns a share in [0, 1].
    """
    # A peer may count for more than one case; correcting more than the whole surprise would overshoot.
    return min(1.0, learning * weight)


def cost_after(expected: float, actual: float, learning: float) -> float:
    """Return the development cost an authority expects once it has heard of an actual one, below 0 if unknown.

    Takes shares of capital and a share in [0, 1]; returns a share of capital, at least 0.
    """
    return expected + learning * (actual - expected) if actual >= 0.0 else expected


def promise_kept(success: float, promised: float) -> float:
    """Return how much of the success promised was delivered by the end.

    Takes shares of target, at least 0; returns a share in [0, 1].
    """
    # At most all, as it is added to a Beta belief as a part of one success and the rest as a part of one failure.
    return min(1.0, success / promised) if promised > 0.0 else 0.0


def misjudgement_after(misjudgement: float, progress: float, promised: float, learning: float) -> float:
    """Return an investor's error about success once it has seen a contract run against what was promised.

    Takes log points, of either sign, a share of plan and a share of target, and a share in [0, 1]; returns log points.
    """
    if promised <= 0.0:
        return misjudgement
    # What it expects moves by a share of the surprise, and not the logarithm: luck that evens out would otherwise make
    # investors ever more pessimistic, as a bad surprise is the larger one in logarithms.
    return misjudgement + math.log(max(LEAST_LEFT, 1.0 + learning * (progress / promised - 1.0)))


def cost_to_tell(known: float, spent: float) -> float:
    """Return the development cost an attempt is known for, what it needed or came to; -1 if it ended too early.

    Takes shares of capital, `known` below 0 if unknown; returns a share of capital or -1.
    """
    # The larger of the two: an attempt that stops because it would cost too much has spent little, and must not look
    # cheap to others.
    return max(known, spent) if known >= 0.0 else UNKNOWN_COST


def trust_after(trust: float, success: float, threshold: float, gain: float, loss: float) -> float:
    """Return trust between partners after a delivery.

    Takes shares in [0, 1], success and threshold as shares of plan, at least 0; returns a share in [0, 1].
    """
    # More than plan builds no more trust: the share of what is missing must stay below 1.
    return towards_one(trust, gain * min(success, 1.0)) if success >= threshold else towards_zero(trust, loss)


def competence_after(competence: float, by_doing: float, ambiguity: float) -> float:
    """Return competence after a signed partnership; strategic ambiguity limits what it teaches.

    Takes shares in [0, 1]; returns a share in [0, 1].
    Source: Andersen (2023), strategic ambiguity prevents fixed procedures.
    """
    return towards_one(competence, by_doing * (1.0 - ambiguity))


def resistance_after(resistance: float, success: float, threshold: float, fall: float, rise: float) -> float:
    """Return frontline resistance after a delivery.

    Takes shares in [0, 1], success and threshold as shares of plan, at least 0; returns a share in [0, 1].
    """
    return towards_zero(resistance, fall) if success >= threshold else towards_one(resistance, rise)
