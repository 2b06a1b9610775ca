"""Consideration: why authorities start, and stop starting."""

from sipabm.rules.common import logistic


def attention(own_interest, word_of_mouth, peer_news, world_news_weight, world_news, fund_pull, fund_open):
    """Return the probability that an authority looks at partnerships this quarter."""
    pull = fund_pull if fund_open else 0.0
    return min(1.0, own_interest + word_of_mouth * peer_news + world_news_weight * world_news + pull)


def has_free_slot(developing, slots):
    """Return whether an authority that develops some projects may start another."""
    return developing < int(slots)


def news_left(news, decay):
    """Return how much of the news about signatures is still remembered a quarter later."""
    return news * (1.0 - decay)


def initial_belief(realistic, optimism):
    """Return the mean of a belief at the start, between the realistic share and certainty."""
    return realistic + optimism * (1.0 - realistic)


def belief(successes, failures):
    """Return the mean of a Beta belief."""
    return successes / (successes + failures)


def belief_with_world(successes, failures, weight, world_successes, world_failures):
    """Return the mean of a Beta belief with what everyone has learnt from cases anywhere."""
    return belief(successes + weight * world_successes, failures + weight * world_failures)


def fiscal_worth(worth, own_cashable, own_other, other_departments):
    """Return what public budgets an authority thinks of would gain at target, as a multiple of capital."""
    return worth * (own_cashable + own_other + other_departments)


def expected_gain(closing, delivery, worth, fund_share, development_cost):
    """Return the expected gain of starting an attempt, per unit of capital."""
    return closing * (delivery * worth - (1.0 - fund_share)) - development_cost


def start_probability(gain, conventional_gain, support, fatigue, decision_noise):
    """Return the probability of starting an attempt: none unless it beats the conventional contract."""
    if gain <= conventional_gain:
        return 0.0
    return support * (1.0 - fatigue) * logistic(gain / decision_noise)
