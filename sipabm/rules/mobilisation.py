"""Mobilisation: frontline, politics, laws, departments and investors."""

NEARLY_ALL = 1.0 - 1e-9


def frontline_acceptance(tailoring, trust, resistance, noise, normal_luck):
    """Return frontline acceptance; below zero the frontline stops the project."""
    return tailoring + trust - resistance + noise * normal_luck


def politics_stops(support, probability, luck):
    """Return whether local politics stops a project: the less support, the likelier."""
    return luck < probability * (1.0 - support)


def government_stops(changed, support, probability, luck):
    """Return whether a new government stops a project."""
    return changed and luck < probability * (1.0 - support)


def law_stops(changed, probability, luck):
    """Return whether a new law stops a project."""
    return changed and luck < probability


def joining_probability(silo_strength, tailoring):
    """Return the probability that a department that gains will pay; tailoring loosens silos."""
    return 1.0 - silo_strength * (1.0 - tailoring)


def department_joins(probability, pooled, luck):
    """Return whether a department joins; with a pooled budget it always does."""
    return pooled or luck < probability


def all_joined(departments):
    """Return the share of other departments' gain that counts if every department joins."""
    return joined_share(departments, departments)


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
