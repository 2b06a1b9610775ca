"""Figures of a report: described in words from its tables, and the same as slides that can be read."""

import pytest

from sipabm import simulate
from sipabm.plots import REPORT_SLIDES, figure_bytes, report_figures, report_slides
from sipabm.plots.report_figures import MOST_BARRIERS, most_frequent, return_words, stopped_words
from sipabm.report import EVERY_DOMAIN, report


@pytest.fixture(scope="module")
def slides(said):
    return report_slides(said)


@pytest.mark.parametrize("name", REPORT_SLIDES)
def test_a_slide_can_be_read(slides, readable, name):
    figure_bytes(slides[name], "png")
    readable(slides[name].drawn)


def test_slides_of_runs_in_which_nothing_happens_can_be_read(quiet, readable):
    for slide in report_slides(report(simulate(quiet, replicates=2))).values():
        figure_bytes(slide, "png")
        readable(slide.drawn)


def test_figures_and_slides_have_titles_and_words_of_their_own(said, slides):
    figures = report_figures(said)
    assert list(figures) == ["figure", "returns"] and list(slides) == list(REPORT_SLIDES)
    assert len({each.title for each in slides.values()}) == len({each.description for each in slides.values()}) == 4
    top = said.yearly.loc[said.yearly["signed_mean"].idxmax()]
    assert f"in {top['year']:.0f} (" in figures["figure"].description


def test_the_barriers_of_a_slide_are_those_that_stopped_most(said):
    everywhere = said.barriers[said.barriers["domain"] == EVERY_DOMAIN]
    shown = set(most_frequent(said.barriers)["barrier"])
    assert len(shown) == MOST_BARRIERS
    left_out = everywhere[~everywhere["barrier"].isin(shown)]["share"].max()
    assert everywhere[everywhere["barrier"].isin(shown)]["share"].min() >= left_out


def test_words_name_the_largest_barrier_of_each_area_and_say_where_deals_are_too_few(said):
    barriers = said.barriers.assign(share=0.01)
    barriers.loc[(barriers["domain"] == "health") & (barriers["label"] == "silos"), "share"] = 0.5
    barriers.loc[barriers["domain"] == EVERY_DOMAIN, "share"] = 0.9
    assert "health, silos 50 %" in stopped_words(barriers) and "90 %" not in stopped_words(barriers)
    assert "none were stopped" in stopped_words(barriers.assign(share=float("nan")))
    assert return_words(said.returns.assign(deals=0)) == "Fewer than 30 deals of a year have ended."
