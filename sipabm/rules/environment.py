"""Environment: labour market, elections, funds, levers in force."""

# `fund_exhaustion` is a switch, 0 or 1, but a real number as every parameter is; a number in between counts as the
# nearer end. Its own neutral value is 0: funds never run out.
SWITCHED_ON = 0.5


def labour_market(previous: float, persistence: float, shock: float, normal_luck: float) -> float:
    """Return a country's labour-market deviation a quarter later: an autoregression of order one.

    Takes log points, a share in [0, 1) and log points; returns log points, 0 on average.
    """
    return persistence * previous + shock * normal_luck


def is_election(quarter: int, first: int, period: int) -> bool:
    """Return whether a country votes in a quarter; a period of 0 means never.

    Takes quarters since the start of the run.
    """
    return period > 0 and quarter >= first and (quarter - first) % period == 0


def is_for_area(domains: int, domain: int) -> bool:
    """Return whether a set of welfare areas holds one.

    Takes a set as a sum of 1 << domain, and the number of a welfare area.
    """
    return domains & (1 << domain) != 0


def fund_is_open(quarter: int, opens: int, closes: int, exhaustion: float) -> bool:
    """Return whether an outcomes fund takes projects; without exhaustion it never closes once it has opened.

    Takes quarters since the start of the run, and a switch.
    """
    return quarter >= opens and (quarter <= closes or exhaustion < SWITCHED_ON)


def fund_can_pay(remaining: float, commitment: float, exhaustion: float) -> bool:
    """Return whether a purse covers a commitment.

    Takes million USD and a switch.
    Source: INDIGO (2025), British partnerships fade once the funds are allocated.
    """
    return commitment <= remaining or exhaustion < SWITCHED_ON


def policy_in_force(quarter: int, domain: int, intensity: float, first: int, last: int, domains: int) -> float:
    """Return the share of an area's projects that a policy has use a lever: none but in its quarters and its areas.

    Takes quarters since the start of the run, the number of a welfare area, a share in [0, 1], and the set of areas in
    which the policy acts, as a sum of 1 << domain; returns a share in [0, 1].
    """
    return intensity if first <= quarter <= last and is_for_area(domains, domain) else 0.0


def is_calling(quarter: int, opens: int, closes: int, lead: float, exhaustion: float) -> bool:
    """Return whether a fund still calls for projects: its last call comes some time before it closes.

    Takes quarters since the start of the run, a number of quarters, at least 0, and a switch.
    """
    # A fund that is shorter than that calls when it opens.
    return fund_is_open(quarter, opens, max(opens, closes - int(lead)), exhaustion)


def fund_weight(remaining: float, purse: float, exhaustion: float) -> float:
    """Return how much an open fund counts among others: what is left of its purse; without exhaustion, all of it.

    Takes million USD and a switch; returns a weight in million USD, at least 0.
    """
    # Commitments are taken away and given back, and rounding can leave a spent purse a little below 0.
    return max(remaining, 0.0) if exhaustion >= SWITCHED_ON else purse
