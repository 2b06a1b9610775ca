"""The figure of an ensemble: the yearly curve, the funnel and the barriers by domain."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sipabm.plots.curve_panel import draw_launches
from sipabm.plots.funnel_panel import draw_funnel
from sipabm.plots.stopped_panel import draw_barriers
from sipabm.plots.style import style
from sipabm.whole_files import write_aside

SIZE = (7.2, 7.6)
# Left, bottom, width and height of the panels, as shares of the figure; fixed, so that no label moves another.
PLACES = {
    "curve": (0.075, 0.655, 0.91, 0.265),
    "funnel": (0.03, 0.085, 0.40, 0.455),
    "barriers": (0.675, 0.085, 0.31, 0.455),
}
KINDS: tuple[Literal["svg", "png"], ...] = ("svg", "png")
# Dates and versions would make every file differ.
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def report_figure(
    yearly: pd.DataFrame, signed_by_run: pd.DataFrame, funnel: pd.DataFrame, barriers: pd.DataFrame, scenario: str
) -> Figure:
    """Return the figure of the tables of `sipabm.report`."""
    with style():
        figure = Figure(figsize=SIZE)
        FigureCanvasAgg(figure)  # not pyplot: nothing global is touched, and any thread may draw
        panels = {name: figure.add_axes(place) for name, place in PLACES.items()}
        draw_launches(panels["curve"], yearly, signed_by_run, scenario)
        draw_funnel(panels["funnel"], funnel)
        draw_barriers(panels["barriers"], barriers)
    return figure


def save_figures(folder: Path, figures: Mapping[str, Figure]) -> None:
    """Write figures as SVG and PNG, each file whole or not there."""
    for name, figure in figures.items():
        for kind in KINDS:
            write_aside(folder / f"{name}.{kind}", figure_bytes(figure, kind))


def figure_bytes(figure: Figure, kind: Literal["svg", "png"]) -> bytes:
    """Return a figure as the content of a file; the same figure gives the same bytes."""
    with style(), io.BytesIO() as stream:
        figure.savefig(stream, format=kind, metadata=METADATA[kind])
        return stream.getvalue()
