"""Plots: figures from result tables, nothing else."""

from sipabm.plots.figure import figure_bytes, report_figure

__all__ = ["figure_bytes", "report_figure"]
