"""Ridge regression: against what is found row by row and strength by strength."""

import numpy as np
import pytest

from sipabm.statistics.ridge import STRENGTHS, fitted

LUCK = np.random.default_rng(1)
FEATURES = LUCK.normal(size=(60, 4)) * [1.0, 50.0, 0.01, 1.0] + [0.0, 1000.0, 0.0, 2.0]
RESPONSES = np.column_stack([FEATURES[:, 1] / 50 + LUCK.normal(size=60), LUCK.normal(size=60)])
WEIGHTS = LUCK.random(60)


def standardised(features, weights):
    share = weights / weights.sum()
    away = features - share @ features
    return away / np.sqrt(share @ away**2)


def hat(strength, weights):
    """Return the matrix that leads from responses to fitted ones, worked out without principal axes."""
    share = weights / weights.sum()
    known = standardised(FEATURES, weights)
    inner = np.linalg.inv(known.T @ (share[:, None] * known) + strength * np.eye(4))
    return np.ones((len(share), 1)) * share + known @ inner @ known.T * share


def test_its_strength_is_the_one_with_the_least_generalised_cross_validation():
    fit, rows = fitted(FEATURES, RESPONSES, np.ones(60)), 60
    for which in range(2):
        response = RESPONSES[:, which]
        errors = [((response - hat(each, np.ones(60)) @ response) ** 2).sum() for each in STRENGTHS]
        freedoms = [np.trace(hat(each, np.ones(60))) for each in STRENGTHS]
        best = np.argmin([error / (1 - freedom / rows) ** 2 for error, freedom in zip(errors, freedoms, strict=True)])
        expected = hat(STRENGTHS[best], np.ones(60)) @ response
        assert fit.predicted(FEATURES)[:, which] == pytest.approx(expected, abs=1e-8)


def test_an_error_left_out_is_that_of_a_fit_without_the_row():
    fit = fitted(FEATURES, RESPONSES, WEIGHTS)
    found = fit.errors_left_out(FEATURES, RESPONSES, WEIGHTS)
    share, known = WEIGHTS / WEIGHTS.sum(), standardised(FEATURES, WEIGHTS)
    variances = np.linalg.eigvalsh(known.T * share @ known)
    known = np.column_stack([np.ones(60), known])
    for which in range(2):
        # Strength and scales are those of the whole fit: only the row is taken away.
        penalty = np.diag([0.0, *[(1 / fit.inverses[:, which] - variances)[0]] * 4])
        for row in (0, 17):
            others = np.where(np.arange(60) == row, 0.0, share)
            line = np.linalg.solve(known.T * others @ known + penalty, known.T * others @ RESPONSES[:, which])
            assert found[row, which] == pytest.approx(RESPONSES[row, which] - known[row] @ line, rel=1e-6)


def test_a_line_without_error_is_found():
    fit = fitted(FEATURES, FEATURES @ np.ones((4, 1)), WEIGHTS)
    assert fit.predicted(FEATURES[:1] + 3) == pytest.approx((FEATURES[:1] + 3).sum(axis=1, keepdims=True), rel=1e-6)


def test_features_that_repeat_each_other_or_have_no_spread_do_no_harm():
    more = np.hstack([FEATURES, FEATURES[:, :1] * 3 + 1, np.full((60, 1), 0.1), np.zeros((60, 1))])
    once, again = (fitted(each, RESPONSES, WEIGHTS).predicted(each) for each in (FEATURES, more))
    assert again[:, 0] == pytest.approx(once[:, 0], abs=0.05)
    # What never differed tells nothing of a place where it does.
    fit, elsewhere = fitted(more, RESPONSES, WEIGHTS), more + np.repeat([0, 1], [5, 2])
    assert fit.predicted(elsewhere) == pytest.approx(fit.predicted(more), rel=1e-12)
    assert np.isfinite(fitted(more[:2], RESPONSES[:2], WEIGHTS[:2]).predicted(more)).all()


@pytest.mark.parametrize(("rows", "width", "unequal"), [(30, 40, 0), (400, 30, 30)], ids=["few_rows", "unequal_rows"])
def test_noise_is_not_taken_for_influence(rows, width, unequal):
    for seed in range(6):
        luck = np.random.default_rng(seed)
        features, responses = luck.normal(size=(rows, width)), luck.normal(size=(rows, 4))
        fit = fitted(features, responses, luck.random(rows) ** unequal)
        assert (fit.predicted(luck.normal(size=(500, width))).std(axis=0) < 0.4).all()


def test_with_too_few_rows_the_mean_is_left():
    fit = fitted(FEATURES[:2], RESPONSES[:2], np.ones(2))
    assert fit.predicted(FEATURES[:2]) == pytest.approx(np.tile(RESPONSES[:2].mean(axis=0), (2, 1)), rel=1e-3)
