"""Files of figures: the same bytes, whatever the user's settings."""

import matplotlib
import pytest

from sipabm.plots import figure_bytes, plot_curve, plot_report, save_figures


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
    save_figures(tmp_path, {"axes": axes, "list": [axes], "figure": axes.figure})
    assert {file.name for file in tmp_path.iterdir()} == {
        f"{name}.{kind}" for name in ("axes", "list", "figure") for kind in ("svg", "png")
    }
    assert len({file.read_bytes() for file in tmp_path.glob("*.svg")}) == 1
