"""Mobilisation: frontline, politics, laws, departments and investors."""

# Tickets are added one by one; without room for rounding a full syndicate could count as one that lacks capital. A
# billionth of the median capital is less than a cent. Neutral: 1.
NEARLY_ALL = 1.0 - 1e-9
# An investor who does not trust the lead at all still joins half as often as one who trusts it fully, and so does
# another authority, so that they come together among near strangers as well. Assumed. Neutral: 1, at which trust makes
# no difference.
READINESS_WITHOUT_TRUST = 0.5


def frontline_acceptance(tailoring: float, trust: float, resistance: float, noise: float, normal_luck: float) -> float:
    """Return frontline acceptance.

    Takes shares of acceptance, at least 0; returns a share of acceptance, of either sign.
    Source: Andersen (2023), frontline resistance, and projects adapted to stakeholders.
    """
    return tailoring + trust - resistance + noise * normal_luck


def frontline_stops(acceptance: float) -> bool:
    """Return whether a frontline of some acceptance stops a project.

    Takes a share of acceptance, of either sign.
    """
    return acceptance < 0.0


def politics_stops(support: float, probability: float, luck: float) -> bool:
    """Return whether local politics stops a project: the less support, the likelier.

    Takes a share and a probability in [0, 1].
    """
    return luck < probability * (1.0 - support)


def came_since(quarter: int, gate: int) -> bool:
    """Return whether a government or law of some quarter came after a project passed its last gate.

    Takes quarters since the start of the run, -1 for before it.
    """
    # What came in the very quarter of the gate is not new: environment comes before all gates in a quarter.
    return quarter > gate


def government_stops(support: float, probability: float, luck: float) -> bool:
    """Return whether a new government of some support stops a project.

    Takes a share and a probability in [0, 1].
    """
    return luck < probability * (1.0 - support)


def joining_probability(silo_strength: float, tailoring: float) -> float:
    """Return the probability that a department that gains will pay; tailoring loosens silos.

    Takes a probability and a share in [0, 1]; returns a probability in [0, 1].
    Source: Andersen (2023), silos.
    """
    return 1.0 - silo_strength * (1.0 - tailoring)


def department_joins(probability: float, pooled: bool, luck: float) -> bool:
    """Return whether a department joins; with a pooled budget it always does.

    Takes a probability in [0, 1].
    """
    return pooled or luck < probability


def all_joined(departments: int) -> float:
    """Return how much of the gain of other departments, or of other authorities, counts if every one joins.

    Takes a number of departments or authorities, at least 0; returns a share, 1 or, where there are none, 0.
    """
    # Not simply 1: without departments there is nothing to gain, so the autopsy finds no silos.
    return joined_share(departments, departments)


def pooling_cost(cost: float, joined: int) -> float:
    """Return the cost of pooling the budgets of the departments and authorities that join.

    Takes a share of capital for each and their number, at least 0; returns a share of capital.
    Source: MHEP evaluation (2024), structures with several payers are complex.
    """
    return cost * joined


def joined_share(joined: int, departments: int) -> float:
    """Return how much of the gain of other departments, or of other authorities, counts: all gain alike.

    Takes numbers of departments or authorities, at least 0; returns a share in [0, 1].
    """
    return joined / departments if departments > 0 else 0.0


def gains(part: float) -> bool:
    """Return whether anything of a programme's value falls to somebody, who may then pay for it.

    Takes a share of public value in [0, 1].
    """
    return part > 0.0


def is_commissioned_jointly(probability: float, pooled: bool, luck: float) -> bool:
    """Return whether other authorities that gain are asked to pay their part; with a pooled budget they always are.

    Takes a probability in [0, 1].
    Source: INDIGO (2025), 46 % of partnerships have several payers.
    """
    return pooled or luck < probability


def authority_joins(trust: float, luck: float) -> bool:
    """Return whether another authority that gains and is asked will pay its part, the likelier the more it trusts.

    Takes a share in [0, 1].
    """
    return luck < READINESS_WITHOUT_TRUST + (1.0 - READINESS_WITHOUT_TRUST) * trust


def largest_lead_share(lead_share: float, sole_investor: float, luck: float) -> float:
    """Return how much of the capital a lead investor takes at most: all of it if it is willing to invest alone.

    Takes a share and a probability in [0, 1]; returns a share of capital in [0, 1].
    Source: INDIGO (2025), 42 % of partnerships have a single investor.
    """
    return 1.0 if luck < sole_investor else lead_share


def lead_ticket(capital: float, share: float, largest_ticket: float, available: float) -> float:
    """Return what the lead investor puts in.

    Takes million USD and a share in [0, 1]; returns million USD.
    """
    return min(capital * share, min(largest_ticket, available))


def lead_extension(missing: float, largest_ticket: float, ticket: float, available: float) -> float:
    """Return what the lead investor adds to its ticket when others leave capital missing.

    Takes million USD; returns million USD, at least 0.
    """
    # Not below 0: rounding can leave a full syndicate with a little less than nothing missing.
    return max(0.0, min(missing, min(largest_ticket - ticket, available)))


def is_ticket(amount: float) -> bool:
    """Return whether an amount is a ticket at all.

    Takes million USD.
    """
    return amount > 0.0


def lacks_capital(filled: bool, working_capital: float, capital: float) -> bool:
    """Return whether neither investors nor the provider's own means cover the capital.

    Takes million USD.
    """
    return not filled and working_capital < capital


def weight_in_syndicate(ticket: float, raised: float) -> float:
    """Return the weight of an investor in its syndicate: its part of what is raised.

    Takes million USD, above 0; returns a share in [0, 1].
    """
    return ticket / raised


def is_filled(raised: float, capital: float) -> bool:
    """Return whether tickets cover the capital, but for rounding.

    Takes million USD.
    """
    return raised >= capital * NEARLY_ALL


def investor_joins(co_investment: float, trust: float, luck: float) -> bool:
    """Return whether an investor whom the lead knows takes a ticket.

    Takes a probability and a share in [0, 1].
    """
    return luck < co_investment * (READINESS_WITHOUT_TRUST + (1.0 - READINESS_WITHOUT_TRUST) * trust)


def co_ticket(missing: float, largest_ticket: float, available: float, smallest_share: float, luck: float) -> float:
    """Return what a further investor puts in.

    Takes million USD and a share in [0, 1]; returns million USD, at least 0.
    """
    offer = largest_ticket * (smallest_share + (1.0 - smallest_share) * luck)
    return min(missing, min(offer, available))
