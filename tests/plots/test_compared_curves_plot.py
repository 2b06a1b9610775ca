"""Curves of compared worlds: a panel for each alternative, the base in each, and where its policy starts."""

import numpy as np
import pytest

from sipabm.plots import plot_compared_curves

LABELS = ("early_meetings=1@2012Q1", "early_competence_mapping=1@2016Q3 + no_cashable_requirement=1@2018Q1", "c", "d")
STARTS = {LABELS[0]: "2012Q1", LABELS[1]: "2016Q3"}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("height", [0.0, 20.0, 5000.0])
def test_it_can_be_read(curves, readable, number, height):
    readable(plot_compared_curves(curves(LABELS[:number], height), STARTS, "New partnerships a year"))


def test_each_panel_has_both_means_and_the_band_of_the_alternative(curves):
    table = curves(LABELS)
    panels = plot_compared_curves(table, {})
    for label, axes in zip(LABELS, panels, strict=True):
        drawn = [np.asarray(line.get_ydata(), dtype=float) for line in axes.lines]
        own, base = (table[table["alternative"] == world] for world in (label, "base"))
        expected = [own["signed_low"], own["signed_high"], own["signed_mean"], base["signed_mean"]]
        assert len(drawn) == 4
        for values, wanted in zip(drawn, expected, strict=True):
            np.testing.assert_array_equal(values, wanted)
        assert axes.get_title(loc="left").replace("\n", "") == label


def test_all_panels_have_one_scale(curves):
    panels = plot_compared_curves(curves(LABELS), {})
    assert len({axes.get_ylim() for axes in panels}) == 1


def test_a_start_stands_before_its_first_quarter_and_only_where_there_is_one(curves):
    first, second, third, _ = plot_compared_curves(curves(LABELS), STARTS)
    marked = [[float(line.get_xdata()[0]) for line in axes.lines[4:]] for axes in (first, second, third)]
    assert marked == [[2011.5], [2016.0], []]
    assert [text.get_text() for text in (*first.texts, *second.texts, *third.texts)] == ["from 2012Q1", "from 2016Q3"]


@pytest.mark.parametrize(("starts", "signs"), [({}, 4), (STARTS, 5)])
def test_the_legend_says_what_lines_and_bands_are(curves, starts, signs):
    legend = plot_compared_curves(curves(LABELS), starts)[0].figure.legends[0]
    said = [text.get_text() for text in legend.get_texts()]
    assert len(said) == signs and said.count("90 % of its runs") == 2
