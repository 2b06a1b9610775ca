"""Competence: shortage in finance, contracts and evaluation, and what it costs to buy."""


def shortage(needed, authority, partner):
    """Return how much of one competence is missing after the parties bring theirs."""
    return max(0.0, needed - max(authority, partner))


def shortage_sum(needed, authority, provider_contracts, provider_evaluation, investor):
    """Return how much competence is missing, all kinds together; investors bring finance and contracts."""
    return (
        shortage(needed[0], authority[0], investor)
        + shortage(needed[1], authority[1], max(provider_contracts, investor))
        + shortage(needed[2], authority[2], provider_evaluation)
    )


def competence_cost(shortage_sum, price, mapped, surcharge, size):
    """Return the cost of buying what is missing, per unit of capital, dearer when discovered late."""
    cost = price * shortage_sum * size
    return cost if mapped else cost * (1.0 + surcharge)


def late_quarters(shortage_sum, mapped, quarters):
    """Return the quarters lost because a shortage was discovered late."""
    return quarters if shortage_sum > 0.0 and not mapped else 0.0
