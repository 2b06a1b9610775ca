"""Search: partners, early informal meetings, and the time a stage takes."""

import math

# Quarters, two years. A geometric delay has no end, and one unlucky project would occupy its authority for the rest of
# the run. At the default delay of 0.20 one stage in two million is bounded. Neutral: infinity.
LONGEST_DELAY = 8
# Authority, provider and lead investor; each pays, as in the talks.
PARTIES_THAT_MEET = 3.0


def partner_score(trust: float, ability: float, trust_weight: float) -> float:
    """Return how attractive a partner is.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return trust_weight * trust + (1.0 - trust_weight) * ability


def has_capacity(engaged: int, capacity: int) -> bool:
    """Return whether a provider can take one more project.

    Takes numbers of projects and partnerships, at least 0.
    """
    return engaged < capacity


def has_capital(available: float) -> bool:
    """Return whether an investor has capital that is not tied up.

    Takes million USD.
    """
    return available > 0.0


def meeting_cost_each(meeting_cost: float) -> float:
    """Return each party's part of the cost of early meetings.

    Takes a share of capital, at least 0; returns a share of capital.
    """
    return meeting_cost / PARTIES_THAT_MEET


def trust_through_friend(first: float, second: float) -> float:
    """Return the trust in a friend of a friend.

    Takes shares in [0, 1]; returns a share in [0, 1], at most either.
    """
    return first * second


def stage_quarters(least: float, delay: float, luck: float) -> int:
    """Return the time a stage takes: the least, and a geometric delay of at most two years.

    Takes quarters, at least 1, and the probability in [0, 1) of yet another; returns whole quarters, at least 1. A part
    of a quarter is the probability of a whole one, so that the least is what it is on average.
    """
    whole = math.floor(least)
    part = least - whole
    # One number gives two: on which side of the part it lies, and where there. Of 1 - luck, as luck can be 0 but not 1.
    if luck < part:
        whole += 1
        left = 1.0 - luck / part
    else:
        left = (1.0 - luck) / (1.0 - part)
    # Without delay the formula has no value, as log(0) has none.
    if delay <= 0.0:
        return whole
    # The inverse of P(extra >= k) = delay ** k.
    return whole + min(math.floor(math.log(left) / math.log(delay)), LONGEST_DELAY)


def misjudgement_after_meeting(misjudgement: float, clarity: float) -> float:
    """Return an investor's error about success once it has met the others.

    Takes log points of either sign and a share in [0, 1]; returns log points, no further from 0.
    Source: Andersen (2023), early informal meetings.
    """
    return misjudgement * (1.0 - clarity)


def lacks_partner(provider_found: bool, investor_found: bool, working_capital: float, capital: float) -> bool:
    """Return whether an attempt ends for want of partners: a provider who can pre-finance needs no investor.

    Takes million USD.
    """
    return not provider_found or (not investor_found and working_capital < capital)


def tender_score(score: float, half_width: float, luck: float) -> float:
    """Return the score of a provider in a tender: what an authority sees in it, and what else decides.

    Takes a share in [0, 1] and a half-width as a share, at least 0; returns a share, of either sign.
    """
    return score + half_width * (2.0 * luck - 1.0)


def needs_partners(delivered: float, capital: float) -> bool:
    """Return whether providers that together can deliver so much need another partner for a project.

    Takes million USD.
    Source: INDIGO (2025), 29 % of partnerships have several providers.
    """
    return delivered < capital
