"""The figure of an ensemble: the yearly curve, the funnel and what stopped attempts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from sipabm.plots import curve_plot, funnel_plot, stopped_plot
from sipabm.plots.empty_figures import PAGE, empty_figure
from sipabm.plots.given_axes import checked_axes
from sipabm.plots.style import style

SIZE = (PAGE, 7.6)
# Left, bottom, width and height of curve, funnel and barriers, as shares of the figure; fixed, so that no label moves
# another.
PLACES = ((0.075, 0.655, 0.91, 0.265), (0.03, 0.085, 0.40, 0.455), (0.675, 0.085, 0.31, 0.455))
START = -0.72  # of the title over barriers, in widths of their panel: above their names


def plot_report(
    yearly: pd.DataFrame,
    signed_by_run: pd.DataFrame,
    funnel: pd.DataFrame,
    barriers: pd.DataFrame,
    scenario: str,
    axes: Sequence[Axes] | None = None,
) -> list[Axes]:
    """Draw curve, funnel and barriers, from tables of a report, and return these three axes."""
    own = axes is None
    with style():
        curve, steps, stopped = own_panels() if axes is None else checked_axes(axes, len(PLACES))
        curve_plot.draw_curve(curve, yearly, signed_by_run)
        curve_plot.head_curve(curve, f"a  {curve_plot.TITLE}, scenario “{scenario}”", above=own)
        funnel_plot.draw_funnel(steps, funnel)
        steps.set_title(f"b  {funnel_plot.TITLE}", pad=funnel_plot.TITLE_PAD if own else None)
        stopped_plot.draw_stopped(stopped, barriers)
        stopped_plot.head_stopped(stopped, f"c  {stopped_plot.TITLE}", START if own else None)
    return [curve, steps, stopped]


def own_panels() -> list[Axes]:
    """Return the empty panels of a new figure."""
    figure = empty_figure(*SIZE)
    return [figure.add_axes(place) for place in PLACES]
