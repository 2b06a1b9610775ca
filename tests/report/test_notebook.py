"""What a notebook shows: three digits, a dash for what is missing, and no text taken for HTML."""

import numpy as np
import pandas as pd

from sipabm.report.notebook import notebook_page


def test_a_page_has_a_title_tables_and_lines():
    table = pd.DataFrame({"a": [1]})
    page = notebook_page("What it is", [table, table], ["one", "two"])
    assert "><b>What it is</b><table" in page and page.endswith("</table><p>one<br>two</p></div>")
    assert page.count("<table") == 2


def test_without_lines_nothing_stands_beneath():
    assert notebook_page("Title", []).endswith("><b>Title</b></div>")


def test_numbers_are_those_of_the_console_and_missing_ones_a_dash():
    whole = pd.array([12345, None], dtype="Int64")
    page = notebook_page("", [pd.DataFrame({"share": [0.12345, np.nan], "runs": whole})])
    cells = [line.strip() for line in page.splitlines() if "<td>" in line]
    assert cells == ["<td>0.12</td>", "<td>12345</td>", "<td>–</td>", "<td>–</td>"]


def test_titles_cells_and_lines_are_text():
    page = notebook_page("<a> & b", [pd.DataFrame({"<c>": ["<d>"]})], ["<e>"])
    assert not any(tag in page for tag in ("<a>", "<c>", "<d>", "<e>"))
    assert "&lt;a&gt; &amp; b" in page


def test_notebooks_are_told_to_draw_no_formulas():
    assert notebook_page(r"$\\href{javascript:x}{y}$", []).startswith('<div class="tex2jax_ignore mathjax_ignore">')
