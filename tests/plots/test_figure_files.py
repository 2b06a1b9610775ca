"""Files of figures: the same bytes, whatever the user's settings."""

import re
from xml.etree import ElementTree

import matplotlib
import pytest

from sipabm.plots import (
    Described,
    described,
    drop_figures,
    figure_bytes,
    plot_curve,
    plot_report,
    plot_stopped,
    save_figures,
)

XML = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_tables_give_the_same_bytes(said, kind):
    tables = (said.yearly, said.signed_by_run, said.funnel, said.barriers, said.scenario)
    first, second = (figure_bytes(plot_report(*tables), kind) for _ in range(2))
    assert first == second
    assert b"date" not in first.lower() or kind == "png"


def test_settings_of_the_user_are_neither_used_nor_changed(said):
    expected = figure_bytes(plot_curve(said.yearly, said.signed_by_run), "png")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        before = dict(matplotlib.rcParams)
        assert figure_bytes(plot_curve(said.yearly, said.signed_by_run), "png") == expected
        assert dict(matplotlib.rcParams) == before


def test_axes_lists_of_axes_and_figures_are_saved_alike(said, tmp_path):
    axes = plot_curve(said.yearly, said.signed_by_run)
    save_figures(tmp_path, described({"axes": axes, "list": [axes], "figure": axes.figure}, "falls"))
    assert {file.name for file in tmp_path.iterdir()} == {
        f"{name}.{kind}" for name in ("axes", "list", "figure") for kind in ("svg", "png")
    }
    assert len({file.read_bytes() for file in tmp_path.glob("*.svg")}) == 1


def test_an_svg_says_what_it_shows_first_of_all(said):
    words = Described(plot_curve(said.yearly, said.signed_by_run), 'A <title> & "more"', "falls from 9 to 3")
    root = ElementTree.fromstring(figure_bytes(words, "svg"))
    assert root.get("role") == "img"
    assert [(each.tag, each.text) for each in root[:2]] == [
        (f"{XML}title", words.title),
        (f"{XML}desc", words.description),
    ]


def test_words_change_nothing_of_what_is_drawn(said):
    axes = plot_curve(said.yearly, said.signed_by_run)
    assert figure_bytes(Described(axes, "T", "D"), "png") == figure_bytes(axes, "png")
    bare = re.sub(rb"\n <title>.*</desc>", b"", figure_bytes(Described(axes, "T", "D"), "svg"), flags=re.S)
    assert bare.replace(b' role="img"', b"") == figure_bytes(axes, "svg")


def test_text_is_text_in_an_svg(said):
    root = ElementTree.fromstring(figure_bytes(plot_curve(said.yearly, said.signed_by_run, "A curve"), "svg"))
    assert "A curve" in [text.text for text in root.iter(f"{XML}text")]


def test_figures_are_dropped_by_name_whether_they_are_there_or_not(said, tmp_path):
    drawn = dict.fromkeys(["one", "other"], plot_curve(said.yearly, said.signed_by_run))
    save_figures(tmp_path, described(drawn, "falls"))
    drop_figures(tmp_path, ["one", "none"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.png", "other.svg"]


def test_a_figure_is_called_as_it_says_itself(said):
    tables = (said.yearly, said.signed_by_run, said.funnel, said.barriers, said.scenario)
    title = "A title that is long enough to need two lines or more on a page as narrow as this"
    effects = said.barriers
    figures = {"panels": plot_report(*tables), "page": plot_stopped(effects, title)}
    found = described(figures, "what it shows")
    first, *_ = found["panels"].title.split("; ")
    assert first == f"a New partnerships a year, scenario “{said.scenario}”"
    assert found["page"].title == title and "\n" not in found["panels"].title
    assert {each.description for each in found.values()} == {"what it shows"}
