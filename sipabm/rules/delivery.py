"""Delivery: what a contract achieves in a quarter, adaptation, re-planning and early ends."""

import math

from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.rules.common import clamp

HIGHEST_RATE = 3.0


def throughput(resistance, referral_loss):
    """Return the share of planned people that a frontline refers."""
    return 1.0 - referral_loss * resistance


def quarter_results(quality, referred, labour, sensitivity, law_factor, adaptation, technology, noise, normal_luck):
    """Return the results of a quarter as a share of the quarter's target, between none and three times it."""
    rate = quality * referred * math.exp(sensitivity * labour) * law_factor * (1.0 + adaptation) * technology
    return clamp(rate * (1.0 + noise * normal_luck), 0.0, HIGHEST_RATE)


def adaptation_after(adaptation, gain, speed, room):
    """Return the added results a flexible contract has learnt a quarter later."""
    return adaptation + speed * (gain * room - adaptation)


def progress(results, quarters_run):
    """Return results so far relative to plan; results count quarters at target."""
    return results / quarters_run


def law_factor_after(law_factor, damage):
    """Return the share of results that laws leave once there is another."""
    return law_factor * (1.0 - damage)


def is_replanned(so_far, below, quarters_since, probation):
    """Return whether a flexible contract is behind plan and may be re-planned again."""
    return so_far < below and quarters_since >= probation


def replanned_quality(quality, gain):
    """Return the quality after a re-planning closed part of the gap to target."""
    return quality + gain * max(0.0, 1.0 - quality)


def is_bad(so_far, threshold, quarters_run, probation):
    """Return whether results so far are bad and the probation is over."""
    return quarters_run >= probation and so_far < threshold


def ends_by_government(support, probability, cashable_required, fragility, luck):
    """Return whether a new government ends a contract; savings that cannot be cashed are easier to cut."""
    factor = 1.0 if cashable_required else 1.0 + fragility
    return luck < probability * factor * (1.0 - support)


def quarters_of_service(years):
    """Return the quarters of service that a duration in years means."""
    return QUARTERS_A_YEAR * years
