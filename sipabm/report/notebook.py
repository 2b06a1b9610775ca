"""What a notebook shows of a result: a title, tables, and lines beneath them, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

from sipabm.language.numbers import NOTHING, plain


def notebook_page(title: str, tables: Sequence[pd.DataFrame], lines: Sequence[str] = ()) -> str:
    """Return HTML of a title, tables and lines; numbers as the console has them."""
    # Names come from scenarios, which anybody may have written: pandas escapes cells, all else is escaped here.
    shown = "".join(map(table_html, tables))
    beneath = f"<p>{'<br>'.join(map(escape, lines))}</p>" if lines else ""
    # Notebooks draw what stands between two dollar signs as a formula, which may hold links.
    return f'<div class="tex2jax_ignore mathjax_ignore"><b>{escape(title)}</b>{shown}{beneath}</div>'


def table_html(table: pd.DataFrame) -> str:
    """Return HTML of a table."""
    # Not by na_rep, which leaves <NA> in columns of whole numbers.
    shown = table.astype(object).where(table.notna(), NOTHING)
    return shown.to_html(index=False, float_format=plain)
