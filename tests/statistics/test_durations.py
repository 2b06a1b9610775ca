"""Durations: by hand, the plain share where nothing is cut off, and Kaplan and Meier where nothing competes."""

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from sipabm.statistics.durations import share_ended

LONGEST = 28


def counted(durations, ends, way):
    """Return the cases of one way by duration."""
    return np.bincount(durations[ends == way], minlength=LONGEST + 1)[1:].astype(float)


def watched(durations):
    return (durations[:, None] >= np.arange(1, LONGEST + 1)).sum(axis=0).astype(float)


def found(durations, ends):
    return share_ended(counted(durations, ends, 1), counted(durations, ends, 2), watched(durations))


@pytest.fixture
def cases():
    """Durations of three hundred cases, and how each ended: 1 early, 2 otherwise."""
    luck = np.random.default_rng(4)
    return luck.integers(1, LONGEST + 1, 300), luck.integers(1, 3, 300)


def test_by_hand():
    # Of four one ends early after 1; one is cut off after it; of the two left one ends early and one otherwise after 2.
    early, otherwise, at_risk = (np.array(row, dtype=float) for row in ([1, 1], [0, 1], [4, 2]))
    assert share_ended(early, otherwise, at_risk) == pytest.approx(1 / 4 + 3 / 4 * 1 / 2)


def test_where_nothing_is_cut_off_it_is_the_plain_share(cases):
    durations, ends = cases
    assert found(durations, ends) == pytest.approx((ends == 1).mean())


def test_where_nothing_competes_it_is_that_of_kaplan_and_meier(cases):
    durations, ends = cases
    early = ends == 1
    # The last one must end, or the curve does not come down to where the longest were cut off.
    other = ecdf(CensoredData(uncensored=durations[early], right=durations[~early])).sf
    by_then = 1.0 - other.evaluate(LONGEST)
    cut_off = np.where(early, 1, 0)
    assert found(durations, cut_off) == pytest.approx(by_then)


def test_cutting_cases_off_changes_it_by_chance_alone():
    luck = np.random.default_rng(7)
    early, term = luck.geometric(0.02, 40_000), luck.choice([8, 12, 20, 28], 40_000)
    durations, ends = np.minimum(early, term), np.where(early < term, 1, 2)
    whole = (ends == 1).mean()
    watched_for = luck.integers(1, 29, 40_000)
    cut = watched_for < durations
    seen = np.where(cut, 0, ends)
    of_ended = (seen == 1).sum() / (seen > 0).sum()
    assert found(np.minimum(durations, watched_for), seen) == pytest.approx(whole, abs=0.01)
    assert of_ended > whole + 0.04  # what is said of ended cases alone is wrong


def test_without_cases_it_is_missing():
    nothing = np.zeros(LONGEST)
    assert np.isnan(share_ended(nothing, nothing, nothing))
