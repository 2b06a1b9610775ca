"""Search: partners, early informal meetings, and the time a stage takes."""

import math

LONGEST_DELAY = 8
PARTIES_THAT_MEET = 3.0


def partner_score(trust, ability, trust_weight):
    """Return how attractive a partner is, in [0, 1]."""
    return trust_weight * trust + (1.0 - trust_weight) * ability


def has_capacity(engaged, capacity):
    """Return whether a provider can take one more project."""
    return engaged < capacity


def has_capital(available):
    """Return whether an investor has capital that is not tied up (million USD)."""
    return available > 0.0


def meeting_cost_each(meeting_cost):
    """Return each party's part of the cost of early meetings, per unit of capital."""
    return meeting_cost / PARTIES_THAT_MEET


def trust_through_friend(first, second):
    """Return the trust in a friend of a friend."""
    return first * second


def stage_quarters(least, delay, luck):
    """Return the whole quarters a stage takes: the least, and a geometric delay of at most two years."""
    if delay <= 0.0:
        return math.ceil(least)
    extra = math.floor(math.log(1.0 - luck) / math.log(delay))
    return math.ceil(least) + min(extra, LONGEST_DELAY)


def misjudgement_after_meeting(misjudgement, clarity):
    """Return an investor's error about success once it has met the others."""
    return misjudgement * (1.0 - clarity)


def lacks_partner(provider_found, investor_found, working_capital, capital):
    """Return whether an attempt ends for want of partners: a provider who can pre-finance needs no investor."""
    return not provider_found or (not investor_found and working_capital < capital)
