"""Names in figures stand as they are written: no formulas, no markup, no signs that break a file."""

from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sipabm.plots import figure_bytes, figure_of, plot_report, plot_responses, plot_waterfall

NAMES = [
    r"$\frac{$",
    r"$x_1^2$ and \$y\$",
    "a_b^c",
    "_begins",
    "<script>alert(1)</script>",
    '<svg onload="x">&amp;',
    "]]> --> <!--",
    "=1+1",
    "%s {0} \\alpha",
    "שלום عربي",
    "😀 名前",
    "n" * 100,
]
XML = "{http://www.w3.org/2000/svg}"


def drawn_with(name, said, attribution, responses, axes):
    """Return axes in which a name stands as a title, as a label of rows and in a legend."""
    shares, totals, _ = attribution()
    shares["label"] = [name, *shares["label"][1:]]
    changed = responses()
    changed["group"] = changed["group"].replace("from 2012", name)
    given = iter(axes or [None] * 3)
    return [
        plot_waterfall(shares, totals, ("none", "all"), name, next(given)),
        plot_responses(changed, x="setting", measures=("signed",), x_label=name, line="group", axes=next(given)),
        plot_report(
            *(said.yearly, said.signed_by_run, said.funnel, said.barriers, name),
            axes=None if axes is None else [next(given) for _ in range(3)],
        ),
    ]


def given_axes():
    """Return axes of the caller's, in which matplotlib reads formulas unless it is told otherwise."""
    figure = Figure(figsize=(24, 6))
    FigureCanvasAgg(figure)
    return list(figure.subplots(1, 5))


@pytest.mark.filterwarnings("ignore:Glyph", "ignore:Matplotlib currently does not support")
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_in_every_figure_as_it_is_written(name, own, said, attribution, responses, texts):
    panels = drawn_with(name, said, attribution, responses, None if own else given_axes())
    for drawn in panels if own else panels[:1]:
        image = figure_bytes(drawn, "svg")
        found = list(ElementTree.fromstring(image).iter())
        assert {each.tag for each in found} & {f"{XML}script", f"{XML}a"} == set()
        assert not [key for each in found for key in each.attrib if key.lower().startswith("on")]
        written = "".join(text for text, _ in texts(figure_of(drawn))).replace("\n", "").replace(" ", "")
        assert name.replace(" ", "") in written


@pytest.mark.parametrize("sign", ["\x01", "\x1b[2J", "\x0b", "\ufffe"])
def test_a_figure_is_a_file_whatever_stands_in_a_title(sign, attribution):
    drawn = plot_waterfall(*attribution()[:2], ("none", "all"), f"before{sign}after")
    ElementTree.fromstring(figure_bytes(drawn, "svg"))
