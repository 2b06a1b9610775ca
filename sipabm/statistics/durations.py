"""Durations: how many cases end in one way by some duration, where other ends compete and some cases are cut off."""

from __future__ import annotations

import numpy as np

from sipabm.statistics import Numbers


def share_ended(one_way: Numbers, otherwise: Numbers, at_risk: Numbers) -> Numbers:
    """Return the share of cases that end in one way, by durations at risk (Aalen and Johansen 1978).

    Each takes cases by duration, 1 and longer, along the last axis: that end so, that end otherwise, and that are
    watched for so long at least. A case that is cut off counts as long as it was watched. Where none is cut off it is
    the share of all; missing where there are no cases.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        # Nobody at risk: nobody ends, whatever the share of nothing is.
        hazards = [np.where(at_risk > 0, ends / at_risk, 0.0) for ends in (one_way, one_way + otherwise)]
    left = np.cumprod(1.0 - hazards[1], axis=-1)
    before = np.concatenate([np.ones_like(left[..., :1]), left[..., :-1]], axis=-1)
    found = (before * hazards[0]).sum(axis=-1)
    return np.where(at_risk[..., 0] > 0, found, np.nan)
