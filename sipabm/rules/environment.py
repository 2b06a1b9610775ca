"""Environment: labour market, elections, funds, levers in force."""


def labour_market(previous, persistence, shock, normal_luck):
    """Return a country's labour-market deviation (log points) a quarter later: an autoregression of order one."""
    return persistence * previous + shock * normal_luck


def is_election(quarter, first, period):
    """Return whether a country votes in a quarter; a period of 0 means never."""
    return period > 0 and quarter >= first and (quarter - first) % period == 0


def fund_is_for(domains, domain):
    """Return whether a set of welfare areas holds one."""
    return domains & (1 << domain) != 0


def fund_is_open(quarter, opens, closes, exhaustion):
    """Return whether an outcomes fund takes projects; without exhaustion it never closes once it has opened."""
    return quarter >= opens and (quarter <= closes or exhaustion < 0.5)


def fund_can_pay(remaining, commitment, exhaustion):
    """Return whether a purse covers a commitment (million USD)."""
    return commitment <= remaining or exhaustion < 0.5


def lever_in_force(quarter, practice, intensity, first, last):
    """Return the share of projects that use a lever: the policy's between its dates, else what is practice anyway."""
    return intensity if first <= quarter <= last else practice


def fund_weight(remaining, purse, exhaustion):
    """Return how much an open fund counts among others: what is left of its purse; without exhaustion, all of it."""
    return max(remaining, 0.0) if exhaustion >= 0.5 else purse
