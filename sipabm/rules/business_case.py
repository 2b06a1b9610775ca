"""Business case: quality of the programme, data work, and what the case says."""

import math

from sipabm.rules.common import LARGEST_FUND_SHARE

# The middle of the scale of skill, where a programme has the median quality. Another value only shifts that median;
# with `quality_skill` 0 it has no effect.
MIDDLING_SKILL = 0.5


def programme_quality(median: float, skill_effect: float, skill: float, log_spread: float, normal_luck: float) -> float:
    """Return the true quality of a programme, log-normal.

    Takes a share of target, log points, a share in [0, 1] and log points; returns a share of target, above 0.
    """
    return median * math.exp(skill_effect * (skill - MIDDLING_SKILL) + log_spread * normal_luck)


def quality_now(case_level: float, quality: float) -> float:
    """Return the quality of a programme as technology stands.

    Takes a factor and a share of target, at least 0; returns a share of target.
    """
    return case_level * quality


def uncertainty_left(initial: float, asked: float) -> float:
    """Return the uncertainty once data work has reached the certainty asked for.

    Takes standard deviations of log success, above 0; returns a standard deviation of log success.
    """
    # Not simply what is asked: data work is never done to know less.
    return min(initial, asked)


def size_factor(capital: float, median_capital: float, fixed_share: float) -> float:
    """Return how much more a unit of capital costs to prepare in a small project: costs are partly fixed.

    Takes million USD, above 0, and a share in [0, 1]; returns a factor, 1 at the median capital.
    Source: Ecorys (2019), development costs are fixed.
    """
    return fixed_share * median_capital / capital + 1.0 - fixed_share


def data_demand(horizon_cost: float, effect_years: float, cashable_cost: float, cashable_only: bool) -> float:
    """Return how much more data work is needed than for an effect that shows at once and need not save cash.

    Takes a share of cost a year, years, and a share of cost, at least 0; returns a factor, at least 1.
    Source: Andersen (2023), a long horizon complicates data, most where savings must follow; sizes are assumed.
    """
    horizon = 1.0 + horizon_cost * effect_years
    return horizon * (1.0 + cashable_cost) if cashable_only else horizon


def data_cost(unit_cost: float, initial: float, reached: float, data_access: float, size: float) -> float:
    """Return the cost of data work.

    Takes a share of capital, standard deviations of log success, a share in [0, 1] and a factor; returns a share of
    capital, at least 0.
    """
    # The square is that of sampling: half the error takes four times the data.
    ratio = initial / reached
    return unit_cost * ratio * ratio * (1.0 - data_access) * size


def pragmatic_data_cost(cost: float, saving: float, early_stop: float, weak: bool) -> float:
    """Return the cost of pragmatic data work, which stops early when the case is weak.

    Takes a share of capital and shares in [0, 1]; returns a share of capital.
    Source: Andersen (2023), test critical assumptions first.
    """
    reduced = cost * (1.0 - saving)
    return reduced * (1.0 - early_stop) if weak else reduced


def pragmatic_uncertainty(uncertainty: float, added: float) -> float:
    """Return the uncertainty that pragmatic data work leaves.

    Takes a standard deviation of log success and a share, at least 0; returns a standard deviation of log success.
    """
    return uncertainty * (1.0 + added)


def case_signal(quality: float, uncertainty: float, normal_luck: float) -> float:
    """Return the quality that the business case shows: the truth with an error, right on average.

    Takes a share of target and a standard deviation of log success; returns a share of target, at least 0.
    """
    # The mean of a log-normal number lies half a variance above its median, in log points: without the second term
    # cases would be the more optimistic the less is known.
    return quality * math.exp(uncertainty * normal_luck - 0.5 * uncertainty * uncertainty)


def benefit_cost(delivery: float, signal: float, worth: float, fund_share: float) -> float:
    """Return the benefit-cost ratio of a business case for the budgets of the authority and its departments.

    Takes shares in [0, 1] (delivery, fund), a share of target and a multiple of capital; returns a ratio, at least 0.
    """
    return delivery * signal * worth / (1.0 - min(fund_share, LARGEST_FUND_SHARE))


def over_budget(spent: float, cost: float, budget: float) -> bool:
    """Return whether a further cost breaks the development budget.

    Takes shares of capital, at least 0.
    """
    return spent + cost > budget


def is_weak(ratio: float, threshold: float) -> bool:
    """Return whether a business case of some benefit-cost ratio shows too little.

    Takes ratios, at least 0.
    """
    return ratio < threshold


def cost_known(spent: float, data_cost: float, competence_cost: float) -> float:
    """Return the development cost an attempt is known to need at its business case.

    Takes shares of capital, at least 0; returns a share of capital.
    """
    return spent + data_cost + competence_cost
