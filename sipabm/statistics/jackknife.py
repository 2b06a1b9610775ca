"""The jackknife: intervals of what is found from the mean curve of all runs.

A statistic of the mean curve, like its fall from the peak, belongs to the ensemble and to no single run. The jackknife
(Tukey 1958) gives each run a pseudo-value: what the statistic would lose without it. Pseudo-values of a mean are the
runs' own numbers. Whatever adds up for the statistic adds up for pseudo-values, so sums of statistics, like Shapley
values, get their intervals from sums of pseudo-values.
"""

from __future__ import annotations

from collections.abc import Callable

from sipabm.statistics import Numbers


def pseudo_values(curves: Numbers, statistic: Callable[[Numbers], Numbers]) -> tuple[Numbers, Numbers]:
    """Return a statistic of the mean curve over runs, and its pseudo-value for each run.

    Curves are ... × runs × years, and the statistic takes curves to numbers, the last axis away. With one run there is
    no pseudo-value but the statistic itself.
    """
    runs = curves.shape[-2]
    estimate = statistic(curves.mean(axis=-2))
    if runs == 1:
        return estimate, estimate[..., None]
    without_one = (curves.sum(axis=-2, keepdims=True) - curves) / (runs - 1)
    return estimate, runs * estimate[..., None] - (runs - 1) * statistic(without_one)
