"""Learning: beliefs, fatigue, trust, competence and resistance after closings, failures and deliveries."""

from sipabm.rules.common import towards_one, towards_zero

UNKNOWN_COST = -1.0


def peer_weight(peer_learning, trust):
    """Return the weight of a peer's case, by trust."""
    return peer_learning * trust


def peer_share(learning, weight):
    """Return the share of a surprise that a peer's case corrects, at most all of it."""
    return min(1.0, learning * weight)


def peer_fatigue_jump(jump, peer_share_of_jump, trust):
    """Return the share of remaining energy that a peer's failure takes."""
    return jump * peer_share_of_jump * trust


def cost_after(expected, actual, learning):
    """Return the development cost an authority expects once it has heard of an actual one; below 0 means unknown."""
    return expected + learning * (actual - expected) if actual >= 0.0 else expected


def promise_kept(success, promised):
    """Return the share, at most all, of the success promised that was delivered by the end."""
    return min(1.0, success / promised) if promised > 0.0 else 0.0


def cost_to_tell(known, spent):
    """Return the development cost an attempt is known for, what it needed or came to; -1 if it ended too early."""
    return max(known, spent) if known >= 0.0 else UNKNOWN_COST


def fatigue_after_failure(fatigue, jump):
    """Return fatigue after a failed attempt."""
    return towards_one(fatigue, jump)


def fatigue_after_quarter(fatigue, recovery):
    """Return fatigue a quarter later."""
    return towards_zero(fatigue, recovery)


def trust_after(trust, success, threshold, gain, loss):
    """Return trust between partners after a delivery."""
    return towards_one(trust, gain * min(success, 1.0)) if success >= threshold else towards_zero(trust, loss)


def competence_after(competence, by_doing, ambiguity):
    """Return competence after a signed partnership; strategic ambiguity limits what it teaches."""
    return towards_one(competence, by_doing * (1.0 - ambiguity))


def resistance_after(resistance, success, threshold, fall, rise):
    """Return frontline resistance after a delivery."""
    return towards_zero(resistance, fall) if success >= threshold else towards_one(resistance, rise)
