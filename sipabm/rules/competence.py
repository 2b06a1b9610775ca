"""Competence: shortage in finance, contracts and evaluation, and what it costs to buy."""

from collections.abc import Sequence


def shortage(needed: float, authority: float, partner: float) -> float:
    """Return how much of one competence is missing after the parties bring theirs.

    Takes shares of what an expert has, in [0, 1]; returns a share in [0, 1].
    """
    # The better of the two counts and not their sum: two beginners are no expert.
    return max(0.0, needed - max(authority, partner))


def shortage_sum(
    needed: Sequence[float],
    authority: Sequence[float],
    provider_contracts: float,
    provider_evaluation: float,
    investor: float,
) -> float:
    """Return how much competence is missing, all kinds together; investors bring finance and contracts.

    Takes shares of what an expert has, those of `needed` and `authority` for finance, contracts and evaluation; returns
    a number of full competences in [0, 3].
    Source: Andersen (2023), the three kinds of competence.
    """
    return (
        shortage(needed[0], authority[0], investor)
        + shortage(needed[1], authority[1], max(provider_contracts, investor))
        + shortage(needed[2], authority[2], provider_evaluation)
    )


def competence_cost(shortage_sum: float, price: float, mapped: bool, surcharge: float, size: float) -> float:
    """Return the cost of buying what is missing, higher when it is discovered late.

    Takes a number of full competences, a share of capital for each, a share and a factor, at least 0; returns a share
    of capital.
    Source: Andersen (2023), clarify early what the parties lack.
    """
    cost = price * shortage_sum * size
    return cost if mapped else cost * (1.0 + surcharge)


def late_quarters(shortage_sum: float, mapped: bool, quarters: float) -> float:
    """Return the time lost because a shortage was discovered late.

    Takes a number of full competences and quarters, at least 0; returns quarters.
    """
    return quarters if shortage_sum > 0.0 and not mapped else 0.0
