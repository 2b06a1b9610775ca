"""Mobilisation: frontline, politics, laws, departments and investors."""

NEARLY_ALL = 1.0 - 1e-9


def frontline_acceptance(tailoring, trust, resistance, noise, normal_luck):
    """Return frontline acceptance; below zero the frontline stops the project."""
    return tailoring + trust - resistance + noise * normal_luck


def frontline_stops(acceptance):
    """Return whether a frontline of some acceptance stops a project."""
    return acceptance < 0.0


def politics_stops(support, probability, luck):
    """Return whether local politics stops a project: the less support, the likelier."""
    return luck < probability * (1.0 - support)


def came_since(quarter, gate):
    """Return whether a government or law of some quarter came after a project passed its last gate."""
    return quarter > gate


def government_stops(support, probability, luck):
    """Return whether a new government of some support stops a project."""
    return luck < probability * (1.0 - support)


def joining_probability(silo_strength, tailoring):
    """Return the probability that a department that gains will pay; tailoring loosens silos."""
    return 1.0 - silo_strength * (1.0 - tailoring)


def department_joins(probability, pooled, luck):
    """Return whether a department joins; with a pooled budget it always does."""
    return pooled or luck < probability


def all_joined(departments):
    """Return the share of other departments' gain that counts if every department joins."""
    return joined_share(departments, departments)


def pooling_cost(cost, joined):
    """Return the cost of pooling the budgets of the departments that join, per unit of capital."""
    return cost * joined


def joined_share(joined, departments):
    """Return the share of other departments' gain that counts."""
    return joined / departments if departments > 0 else 0.0


def largest_lead_share(lead_share, sole_investor, luck):
    """Return the share of the capital a lead investor takes at most: all of it if it is willing to invest alone."""
    return 1.0 if luck < sole_investor else lead_share


def lead_ticket(capital, share, largest_ticket, available):
    """Return what the lead investor puts in (million USD)."""
    return min(capital * share, min(largest_ticket, available))


def lead_extension(missing, largest_ticket, ticket, available):
    """Return what the lead investor adds to its ticket when others leave capital missing (million USD)."""
    return max(0.0, min(missing, min(largest_ticket - ticket, available)))


def is_ticket(amount):
    """Return whether an amount is a ticket at all (million USD)."""
    return amount > 0.0


def lacks_capital(filled, working_capital, capital):
    """Return whether neither investors nor the provider's own means cover the capital."""
    return not filled and working_capital < capital


def weight_in_syndicate(ticket, raised):
    """Return the weight of an investor in its syndicate: its share of what is raised."""
    return ticket / raised


def is_filled(raised, capital):
    """Return whether tickets cover the capital, but for rounding."""
    return raised >= capital * NEARLY_ALL


def investor_joins(co_investment, trust, luck):
    """Return whether an investor whom the lead knows takes a ticket."""
    return luck < co_investment * (0.5 + 0.5 * trust)


def co_ticket(missing, largest_ticket, available, smallest_share, luck):
    """Return what a further investor puts in (million USD)."""
    offer = largest_ticket * (smallest_share + (1.0 - smallest_share) * luck)
    return min(missing, min(offer, available))
