"""Titles and labels in lines that fit."""

import pytest
from matplotlib.figure import Figure

from sipabm.plots.titles import title_height, wrapped, wrapped_name, wrapped_title, write_axes_title


def test_a_label_breaks_between_words_and_never_at_a_hyphen():
    assert wrapped("initial over-optimism", 14) == "initial\nover-optimism"


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("give_up=0.2", ["give_up=0.2"]),
        ("early_meetings=1@2026Q1", ["early_meetings=1", "@2026Q1"]),
        ("no_cashable_requirement=1@2026Q1", ["no_cashable_", "requirement=1", "@2026Q1"]),
        ("n" * 20, ["n" * 17, "n" * 3]),
    ],
)
def test_a_name_breaks_between_its_parts_and_loses_none(name, lines):
    assert wrapped_name(name, 17).split("\n") == lines


def test_a_title_has_as_many_letters_in_a_line_as_fit():
    lines = wrapped_title("What the share of the peak lost by 2021 to 2023 comes from", 3.5).split("\n")
    assert len(lines) == 2 and max(map(len, lines)) <= 42


def test_a_narrow_panel_breaks_no_short_word():
    assert wrapped_title("Interactions", 0.2) == "Interactions"


@pytest.mark.parametrize(("lines", "height"), [("", 0.0), ("one", 0.15), ("one\ntwo", 0.3)])
def test_an_empty_title_needs_no_room(lines, height):
    assert title_height(lines) == pytest.approx(height)


def test_the_title_of_a_panel_is_as_wide_as_the_panel():
    axes = Figure(figsize=(4, 4)).add_axes((0, 0, 0.5, 0.5))
    write_axes_title(axes, "twenty-four letters and more")
    assert axes.get_title() == "twenty-four letters and\nmore"
