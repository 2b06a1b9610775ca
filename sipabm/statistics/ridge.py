"""Ridge regression (Hoerl and Kennard 1970), its strength by generalised cross-validation (Golub, Heath, Wahba 1979).

Features are brought to one scale first, so their units do not matter. All strengths are tried at once on the principal
axes of the features, where a fit is a product; each response has the strength that suits it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sipabm.statistics import Numbers
from sipabm.statistics.weighted import effective

# Strongest first: where rows are too few for any fit, the mean is left. A feature's own variance is one.
STRENGTHS = np.geomspace(1e4, 1e-8, 49)
MOST_FREEDOM = 0.5  # of the rows: beyond it cross-validation by a mean leverage says nothing
NO_SPREAD = 1e-10  # of a feature, relative to its mean: rounding
LEAST_LEFT = 1e-14  # of a response's variance: rounding


class Ridge(NamedTuple):
    """A fit: mean and scale of features, mean of responses, and coefficients (features × responses).

    `axes` are the principal axes of the features, `inverses` the inverse penalised variances on them, by response.
    """

    centre: Numbers
    scale: Numbers
    mean: Numbers
    coefficients: Numbers
    axes: Numbers
    inverses: Numbers

    def predicted(self, features: Numbers) -> Numbers:
        """Return the predicted responses."""
        return np.asarray(self.mean + (features - self.centre) / self.scale @ self.coefficients)

    def errors_left_out(self, features: Numbers, responses: Numbers, weights: Numbers) -> Numbers:
        """Return by how much each response of a row exceeds what a fit without that row predicts (Allen 1974)."""
        along = (features - self.centre) / self.scale @ self.axes
        leverage = (weights / weights.sum())[:, None] * (1 + along**2 @ self.inverses)
        # A row that has nearly all the weight leaves nothing to predict it from.
        return np.asarray((responses - self.predicted(features)) / np.maximum(1 - leverage, 0.1))


def fitted(features: Numbers, responses: Numbers, weights: Numbers) -> Ridge:
    """Return the ridge regression of each response (column) on all features, over weighted rows."""
    share = (weights / weights.sum())[:, None]
    centre, mean = (share * features).sum(axis=0), (share * responses).sum(axis=0)
    away, apart = features - centre, responses - mean
    scale = np.sqrt((share * away**2).sum(axis=0))
    scale = np.where(scale > NO_SPREAD * np.abs(centre), scale, np.inf)
    away /= scale
    weighted = (share * away).T
    variances, axes = np.linalg.eigh(weighted @ away)
    variances = np.maximum(variances, 0.0)[:, None]
    along = axes.T @ (weighted @ apart)
    inverses = 1 / (variances + STRENGTHS)
    variance = (share * apart**2).sum(axis=0)[:, None]
    left = np.maximum(variance - (along**2).T @ (inverses * (2 - variances * inverses)), LEAST_LEFT * variance)
    freedom = (1 + (variances * inverses).sum(axis=0)) / effective(weights)
    best = np.where(freedom <= MOST_FREEDOM, left / (1 - np.minimum(freedom, MOST_FREEDOM)) ** 2, np.inf).argmin(axis=1)
    inverses = inverses[:, best]
    return Ridge(centre, scale, mean, axes @ (along * inverses), axes, inverses)
