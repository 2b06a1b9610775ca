"""Business case: quality of the programme, data work, and what the case says."""

import math


def programme_quality(median, skill_effect, skill, log_spread, normal_luck):
    """Return the true quality of a programme, as a share of target, log-normal."""
    return median * math.exp(skill_effect * (skill - 0.5) + log_spread * normal_luck)


def quality_now(case_level, quality):
    """Return the quality of a programme as technology stands, as a share of target."""
    return case_level * quality


def uncertainty_left(initial, asked):
    """Return the standard deviation of log success once data work has reached the certainty asked for."""
    return min(initial, asked)


def size_factor(capital, median_capital, fixed_share):
    """Return how much more a unit of capital costs to prepare in a small project: costs are partly fixed."""
    return fixed_share * median_capital / capital + 1.0 - fixed_share


def data_cost(unit_cost, initial, reached, data_access, size):
    """Return the cost of data work per unit of capital; it rises with the square of the uncertainty ratio."""
    ratio = initial / reached
    return unit_cost * ratio * ratio * (1.0 - data_access) * size


def pragmatic_data_cost(cost, saving, early_stop, weak):
    """Return the cost of pragmatic data work, which stops early when the case is weak."""
    reduced = cost * (1.0 - saving)
    return reduced * (1.0 - early_stop) if weak else reduced


def pragmatic_uncertainty(uncertainty, added):
    """Return the uncertainty that pragmatic data work leaves."""
    return uncertainty * (1.0 + added)


def case_signal(quality, uncertainty, normal_luck):
    """Return the quality that the business case shows: the truth with an error, right on average."""
    return quality * math.exp(uncertainty * normal_luck - 0.5 * uncertainty * uncertainty)


def benefit_cost(delivery, signal, worth, fund_share):
    """Return the benefit-cost ratio of a business case for the budgets of the authority and its departments."""
    return delivery * signal * worth / (1.0 - min(fund_share, 0.99))


def over_budget(spent, cost, budget):
    """Return whether a further cost breaks the development budget (all per unit of capital)."""
    return spent + cost > budget


def is_weak(ratio, threshold):
    """Return whether a business case of some benefit-cost ratio shows too little."""
    return ratio < threshold


def cost_known(spent, data_cost, competence_cost):
    """Return the development cost an attempt is known to need at its business case, per unit of capital."""
    return spent + data_cost + competence_cost
