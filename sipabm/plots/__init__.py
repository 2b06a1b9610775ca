"""Plots: figures from result tables, nothing else.

Each `plot_` function draws tables into the axes that it is given and returns them; without axes it makes a figure fit
for print, which is that of the axes returned. In a figure of your own give labels room: `layout="constrained"`.
"""

from sipabm.plots.barrier_sets_plot import plot_barrier_sets
from sipabm.plots.barrier_years_plot import plot_barrier_years
from sipabm.plots.bending_plot import plot_bending
from sipabm.plots.box_plot import plot_box
from sipabm.plots.compared_curves_plot import plot_compared_curves
from sipabm.plots.curve_plot import plot_curve
from sipabm.plots.described import Described, described
from sipabm.plots.dots_panel import DotsPanel
from sipabm.plots.dots_plot import plot_dots
from sipabm.plots.drawn import Drawn, figure_of
from sipabm.plots.fan_plot import plot_fans
from sipabm.plots.figure_files import drop_figures, figure_bytes, save_figures
from sipabm.plots.forest_plot import ForestPanel, plot_forest
from sipabm.plots.funnel_plot import plot_funnel
from sipabm.plots.influence_plot import plot_influence
from sipabm.plots.interactions_plot import plot_interactions
from sipabm.plots.marks_plot import marks_figure
from sipabm.plots.network_animation import network_animation
from sipabm.plots.network_plot import plot_network
from sipabm.plots.positions_plot import plot_positions
from sipabm.plots.posterior_plot import plot_posterior
from sipabm.plots.report_figures import REPORT_SLIDES, report_figures, report_slides
from sipabm.plots.report_plot import plot_report
from sipabm.plots.response_panel import ResponsePanel, measure_panel
from sipabm.plots.responses_plot import plot_response_panels, plot_responses
from sipabm.plots.returns_plot import plot_returns
from sipabm.plots.robust_plot import plot_robust
from sipabm.plots.scale import same_scale
from sipabm.plots.slides import finish_slide, slide_axes
from sipabm.plots.steps_plot import Passed, plot_steps
from sipabm.plots.stopped_plot import plot_stopped
from sipabm.plots.waterfall_plot import plot_waterfall
from sipabm.plots.years_plot import years_figure

__all__ = [
    "REPORT_SLIDES",
    "Described",
    "DotsPanel",
    "Drawn",
    "ForestPanel",
    "Passed",
    "ResponsePanel",
    "described",
    "drop_figures",
    "figure_bytes",
    "figure_of",
    "finish_slide",
    "marks_figure",
    "measure_panel",
    "network_animation",
    "plot_barrier_sets",
    "plot_barrier_years",
    "plot_bending",
    "plot_box",
    "plot_compared_curves",
    "plot_curve",
    "plot_dots",
    "plot_fans",
    "plot_forest",
    "plot_funnel",
    "plot_influence",
    "plot_interactions",
    "plot_network",
    "plot_positions",
    "plot_posterior",
    "plot_report",
    "plot_response_panels",
    "plot_responses",
    "plot_returns",
    "plot_robust",
    "plot_steps",
    "plot_stopped",
    "plot_waterfall",
    "report_figures",
    "report_slides",
    "same_scale",
    "save_figures",
    "slide_axes",
    "years_figure",
]
