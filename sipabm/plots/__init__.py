"""Plots: figures from result tables, nothing else."""

from sipabm.plots.report_figure import figure_bytes, report_figure, save_figures
from sipabm.plots.returns_figure import returns_figure

__all__ = ["figure_bytes", "report_figure", "returns_figure", "save_figures"]
