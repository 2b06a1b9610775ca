"""Files of figures: the same bytes from the same figure, each file whole or not there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import escape

from sipabm.plots.described import Described
from sipabm.plots.drawn import Drawn, figure_of
from sipabm.plots.style import SETTINGS, style
from sipabm.whole_files import write_aside

KINDS: tuple[Literal["svg", "png"], ...] = ("svg", "png")
NO_SIGN_OF_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
OPENING = re.compile(r"<svg\b[^>]*>")
# Dates and versions would make every file differ.
METADATA: dict[str, dict[str, Any]] = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}


def save_figures(folder: Path, figures: Mapping[str, Described]) -> None:
    """Write figures as SVG and PNG, named by their keys."""
    for name, figure in figures.items():
        for kind in KINDS:
            write_aside(folder / f"{name}.{kind}", figure_bytes(figure, kind))


def drop_figures(folder: Path, names: Iterable[str]) -> None:
    """Remove figures of some names, which an earlier call left and which no longer show what the folder holds."""
    for name in names:
        for kind in KINDS:
            (folder / f"{name}.{kind}").unlink(missing_ok=True)


def figure_bytes(drawn: Drawn | Described, kind: Literal["svg", "png"]) -> bytes:
    """Return the figure of what was drawn as the content of a file."""
    figure = figure_of(drawn.drawn if isinstance(drawn, Described) else drawn)
    # The style counts once more: ticks and hatches are made only when a figure is drawn on paper.
    with style(), io.BytesIO() as stream:
        # A slide has more dots than a page, as it is small paper made large.
        figure.savefig(stream, format=kind, metadata=METADATA[kind], dpi=max(figure.dpi, SETTINGS["savefig.dpi"]))
        content = stream.getvalue()
    if kind == "png":
        return content
    # Names stand as text in an SVG, which is none any more if such a sign is in it.
    return NO_SIGN_OF_XML.sub(b"", with_words(content, drawn) if isinstance(drawn, Described) else content)


def with_words(svg: bytes, words: Described) -> bytes:
    """Return an SVG with its title and description, which browsers show and readers of screens read out."""
    said = f"<title>{escape(words.title)}</title>\n<desc>{escape(words.description)}</desc>"
    opened = OPENING.sub(lambda tag: f'{tag[0][:-1]} role="img">\n {said}', svg.decode(), count=1)
    return opened.encode()
