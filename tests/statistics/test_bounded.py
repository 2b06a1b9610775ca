"""Normal scores: there and back, and never outside of the range."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm.statistics.bounded import from_scores, scores

LOWS, HIGHS = np.array([-3.0, 0.1]), np.array([5.0, 0.1 + 1e-3])


def test_they_lead_there_and_back():
    numbers = LOWS + (HIGHS - LOWS) * np.linspace(0.001, 0.999, 50)[:, None]
    assert from_scores(scores(numbers, LOWS, HIGHS), LOWS, HIGHS) == pytest.approx(numbers, rel=1e-12)


def test_uniform_numbers_have_standard_normal_scores():
    found = scores(LOWS + (HIGHS - LOWS) * (np.arange(10_000)[:, None] + 0.5) / 10_000, LOWS, HIGHS)
    assert found.mean(axis=0) == pytest.approx(0, abs=1e-9) and found.std(axis=0) == pytest.approx(1, abs=1e-3)


def test_the_ends_of_the_range_have_finite_scores():
    assert np.isfinite(scores(np.array([LOWS, HIGHS]), LOWS, HIGHS)).all()


@given(st.floats(-1e300, 1e300), st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_no_score_leads_outside(score, low, width):
    ends = np.array([low]), np.array([low + width])
    assert ends[0] <= from_scores(np.array([score]), *ends) <= ends[1]


def test_rounding_leads_to_the_end_and_not_beyond():
    assert -3.0 + (-0.97 + 3.0) > -0.97
    assert from_scores(np.array([9.0]), np.array([-3.0]), np.array([-0.97])) == -0.97
