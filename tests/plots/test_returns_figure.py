import pytest

from sipabm import Scenario, simulate
from sipabm.plots import figure_bytes, returns_figure
from sipabm.report import returns

CASES = {
    "denmark": lambda: simulate(Scenario.load("denmark"), replicates=40),
    "one quarter": lambda: simulate(Scenario.load("classroom").replace(quarters=1)),
}


@pytest.fixture(scope="module", params=CASES)
def figure(request):
    return returns_figure(returns(CASES[request.param]()), request.param)


def test_both_panels_have_a_title_and_named_axes_with_units(figure):
    assert len(figure.axes) == 2
    for axes in figure.axes:
        assert axes.get_title(loc="left") and axes.get_xlabel()
        assert "%" in axes.get_ylabel()


def test_no_text_leaves_the_figure_and_no_legend_lies_on_data(figure):
    figure_bytes(figure, "png")
    for axes in figure.axes:
        box = axes.get_tightbbox()
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        if axes.get_legend():
            assert not axes.get_legend().get_window_extent().padded(-1).overlaps(axes.get_window_extent())


def test_where_too_few_deals_have_ended_the_figure_says_so(figure):
    texts = [text.get_text() for axes in figure.axes for text in axes.texts]
    drawn = any(len(line.get_xdata()) > 2 for line in figure.axes[0].lines)
    assert drawn != any("fewer than" in text for text in texts)
