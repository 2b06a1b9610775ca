"""Files of figures: the same bytes from the same figure, each file whole or not there."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from sipabm.plots.drawn import Drawn, figure_of
from sipabm.plots.style import style
from sipabm.whole_files import write_aside

KINDS: tuple[Literal["svg", "png"], ...] = ("svg", "png")
NO_SIGN_OF_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# Dates and versions would make every file differ.
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def save_figures(folder: Path, figures: Mapping[str, Drawn]) -> None:
    """Write figures as SVG and PNG, named by their keys."""
    for name, drawn in figures.items():
        for kind in KINDS:
            write_aside(folder / f"{name}.{kind}", figure_bytes(drawn, kind))


def figure_bytes(drawn: Drawn, kind: Literal["svg", "png"]) -> bytes:
    """Return the figure of what was drawn as the content of a file."""
    # The style counts once more: ticks and hatches are made only when a figure is drawn on paper.
    with style(), io.BytesIO() as stream:
        figure_of(drawn).savefig(stream, format=kind, metadata=METADATA[kind])
        content = stream.getvalue()
    # Texts stand as comments in an SVG, which is none any more if such a sign is in it.
    return NO_SIGN_OF_XML.sub(b"", content) if kind == "svg" else content
