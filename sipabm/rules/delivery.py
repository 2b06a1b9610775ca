"""Delivery: what a contract achieves in a quarter, adaptation, re-planning and early ends."""

import math

from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.rules.common import clamp

# Quality, labour market and noise multiply, and their product has a long upper tail: without a bound one quarter could
# make up for a whole contract. At the defaults quality alone reaches it three standard deviations above its median.
# Assumed. Neutral: infinity.
HIGHEST_RATE = 3.0


def throughput(resistance: float, referral_loss: float) -> float:
    """Return the share of planned people that a frontline refers.

    Takes shares in [0, 1]; returns a share in [0, 1].
    Source: INDIGO (2025), enrolment falls short where referrals do.
    """
    return 1.0 - referral_loss * resistance


def quarter_results(
    quality: float,
    referred: float,
    labour: float,
    law_factor: float,
    adaptation: float,
    technology: float,
    noise: float,
    normal_luck: float,
) -> float:
    """Return the results of a quarter, between none and three times its target.

    Takes shares of target (quality, adaptation, noise) and shares in [0, 1] (referred, law factor), log points that the
    labour market adds, and a factor (technology); returns a share of the quarter's target in [0, 3].
    """
    rate = quality * referred * math.exp(labour) * law_factor * (1.0 + adaptation) * technology
    # Not below 0: a bad quarter takes nothing back of what was achieved before.
    return clamp(rate * (1.0 + noise * normal_luck), 0.0, HIGHEST_RATE)


def adaptation_after(adaptation: float, gain: float, speed: float, room: float) -> float:
    """Return the added results a flexible contract has learnt a quarter later.

    Takes shares of target, at least 0, a share per quarter and a share in [0, 1]; returns a share of target.
    Source: Andersen (2023), strict evaluation limits adaptation.
    """
    return adaptation + speed * (gain * room - adaptation)


def progress(results: float, quarters_run: int) -> float:
    """Return results so far relative to plan.

    Takes results in quarters at target and quarters, at least 1; returns a share of plan, at least 0.
    """
    return results / quarters_run


def law_factor_after(law_factor: float, damage: float) -> float:
    """Return what laws leave of results once there is another.

    Takes shares in [0, 1]; returns a share in [0, 1].
    """
    return law_factor * (1.0 - damage)


def is_replanned(so_far: float, below: float, quarters_since: int, probation: float) -> bool:
    """Return whether a flexible contract is behind plan and may be re-planned again.

    Takes shares of plan, at least 0, and quarters.
    Source: INDIGO (2025), most Life Chances Fund partnerships were re-planned.
    """
    return so_far < below and quarters_since >= probation


def replanned_quality(quality: float, gain: float) -> float:
    """Return the quality after a re-planning closed part of the gap to target.

    Takes a share of target, at least 0, and a share in [0, 1]; returns a share of target.
    """
    # A programme beyond its target can be behind plan for other reasons; re-planning must not pull it down.
    return quality + gain * max(0.0, 1.0 - quality)


def is_bad(so_far: float, threshold: float, quarters_run: int, probation: float) -> bool:
    """Return whether results so far are bad and the probation is over.

    Takes shares of plan, at least 0, and quarters.
    """
    return quarters_run >= probation and so_far < threshold


def ends_by_government(
    support: float, probability: float, cashable_required: bool, fragility: float, luck: float
) -> bool:
    """Return whether a new government ends a contract; savings that cannot be cashed are easier to cut.

    Takes a share and a probability in [0, 1], and a share, at least 0.
    """
    factor = 1.0 if cashable_required else 1.0 + fragility
    return luck < probability * factor * (1.0 - support)


def quarters_of_service(years: int) -> int:
    """Return the quarters of service that a duration means.

    Takes years; returns quarters.
    """
    return QUARTERS_A_YEAR * years
