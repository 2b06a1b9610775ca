"""Plots: figures from result tables, nothing else."""

from sipabm.plots.figure import figure_bytes, report_figure, save_figures
from sipabm.plots.returns import returns_figure

__all__ = ["figure_bytes", "report_figure", "returns_figure", "save_figures"]
