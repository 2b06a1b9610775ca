"""Consideration: why authorities start, and stop starting."""

import math

from sipabm.rules.common import logistic

HUNDRED = 100.0
# Far more than what rounding can do to a probability. Neutral: any above that, as results stay the same.
ROUNDING = 1e-9


def interest(
    own_interest: float, word_of_mouth: float, peer_news: float, world_news_weight: float, world_news: float
) -> float:
    """Return how much an authority is interested in partnerships: by itself, by peers and by news of the world.

    Takes three weights per quarter, news of peers as a number of signatures remembered, by trust, and news of the world
    as their number per hundred authorities, at least 0; returns a rate per quarter, at least 0.
    Source: Bass (1969), innovation and imitation add up; here over a network.
    """
    return own_interest + word_of_mouth * peer_news + world_news_weight * world_news


def attention(interest: float, pull: float, size_factor: float) -> float:
    """Return the probability that an authority looks at partnerships this quarter.

    Takes a rate per quarter and the pull of open calls, at least 0, and a factor by the size of the authority; returns
    a probability in [0, 1].
    """
    # A call multiplies interest and does not add to it: it wakes those who have heard of partnerships, and few others.
    # A rate has no bound, and a quarter has but one look: the chance that at least one occasion comes in it.
    return 1.0 - math.exp(-size_factor * interest * (1.0 + pull))


def most_attention(interest: float, pull: float, size_factor: float) -> float:
    """Return a rate that `attention` never exceeds: known without an exponential, and close to it where both are small.

    Takes a rate per quarter and the pull of open calls, at least 0, and a factor by the size of the authority; returns
    a rate per quarter, above 0.
    """
    return size_factor * interest * (1.0 + pull) + ROUNDING


def pull_of_calls(fund_pull: float, fund_calls: bool, support_pull: float, support_open: bool) -> float:
    """Return by how much open calls raise interest: those of funds that pay for outcomes, and of development support.

    Takes two shares of interest, at least 0; returns such a share, at least 0.
    """
    return (fund_pull if fund_calls else 0.0) + (support_pull if support_open else 0.0)


def per_hundred(cases: float, authorities: int) -> float:
    """Return how many cases there are for every hundred authorities.

    Takes a number of cases, at least 0, and of authorities, at least 1; returns a number of cases.
    """
    # What is heard of the world depends on how common partnerships are, and not on how large the world is.
    return HUNDRED * cases / authorities


def of_all(cases: float, authorities: int) -> float:
    """Return the number of cases, from how many there are for every hundred authorities.

    Takes cases per hundred authorities, at least 0, and a number of authorities; returns a number of cases.
    """
    return cases * authorities / HUNDRED


def in_charge(areas: int, domain: int) -> bool:
    """Return whether an authority is in charge of a welfare area.

    Takes areas as a sum of 1 << domain, and the number of an area.
    """
    return areas & (1 << domain) != 0


def has_begun(quarter: int, since: int) -> bool:
    """Return whether authorities of a country that begins in some quarter look at partnerships yet.

    Takes quarters since the start of the run, `since` possibly before it.
    """
    return quarter >= since


def has_free_slot(developing: int, slots: float) -> bool:
    """Return whether an authority that develops some projects may start another.

    Takes numbers of projects, at least 0; a part of a slot is none.
    """
    return developing < int(slots)


def news_left(news: float, decay: float) -> float:
    """Return how much of the news about signatures is still remembered a quarter later.

    Takes a number of signatures, at least 0, and a share per quarter in [0, 1]; returns a number of signatures.
    """
    return news * (1.0 - decay)


def initial_belief(realistic: float, optimism: float) -> float:
    """Return the mean of a belief at the start, between the realistic share and certainty.

    Takes shares in [0, 1]; returns a share in [0, 1].
    Source: Andersen (2023), expectations were high at the start.
    """
    return realistic + optimism * (1.0 - realistic)


def belief(successes: float, failures: float) -> float:
    """Return the mean of a Beta belief.

    Takes numbers of cases, above 0 together; returns a share in [0, 1].
    """
    return successes / (successes + failures)


def belief_with_world(
    successes: float, failures: float, weight: float, world_successes: float, world_failures: float
) -> float:
    """Return the mean of a Beta belief with what everyone has learnt from cases anywhere.

    Takes numbers of cases, at least 0 (of the world per hundred authorities), and the weight of one of these; returns a
    share in [0, 1].
    """
    return belief(successes + weight * world_successes, failures + weight * world_failures)


def worth_to_budgets(
    worth: float, own_cashable: float, other_departments: float, citizens: float, willingness: float
) -> float:
    """Return what a programme at target is worth to the budgets an authority thinks of: cash saved, and lives bettered.

    Takes a multiple of capital, parts of public value in [0, 1], and what is paid for a unit of value that saves no
    cash; returns a multiple of capital, at least 0.
    """
    # All count in full: silos, horizon and cashable savings are discovered only on the way.
    return worth * (own_cashable + other_departments + willingness * citizens)


def expected_gain(closing: float, delivery: float, worth: float, fund_share: float, development_cost: float) -> float:
    """Return the expected gain of starting an attempt, of either sign.

    Takes shares in [0, 1], a multiple of capital, a share in [0, 1] and a share of capital; returns a share of capital.
    """
    # The authority pays 1 less what a fund pays, or an open fund could not attract; development costs are lost in any
    # case, so they are not multiplied by the chance of closing.
    return closing * (delivery * worth - (1.0 - fund_share)) - development_cost


def start_probability(gain: float, conventional_gain: float, support: float, decision_noise: float) -> float:
    """Return the probability of starting an attempt: none unless it beats the conventional contract.

    Takes shares of capital (gains of either sign, noise above 0) and shares in [0, 1]; returns a probability in [0, 1].
    """
    if gain <= conventional_gain:
        return 0.0
    # Logit choice: with noise next to 0 every gain above 0 persuades, with much noise half of them do.
    return support * logistic(gain / decision_noise)
