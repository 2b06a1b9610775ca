"""Barriers by year: a panel for each area, one scale for all."""

import pytest

from sipabm import Scenario, simulate
from sipabm.plots import figure_bytes, plot_barrier_years
from sipabm.studies.autopsy import autopsy

TITLE = "Barriers that ended attempts, by welfare area and year, scenario “world”"
CASES = {
    "world": lambda quiet: simulate(Scenario.load("world"), 2),
    "one quarter": lambda quiet: simulate(Scenario.load("classroom").replace(quarters=1), 1),
    "hundred years": lambda quiet: simulate(Scenario.load("classroom").replace(quarters=400), 1),
    "nothing happens": lambda quiet: simulate(quiet, 1),
}


@pytest.mark.parametrize("case", CASES)
def test_it_can_be_read(readable, quiet, case):
    readable(plot_barrier_years(autopsy(CASES[case](quiet)).by_domain_and_year, TITLE))


def test_shades_are_those_of_the_table_on_one_scale_for_all_areas(found):
    table = found.by_domain_and_year
    *panels, scale = plot_barrier_years(table, TITLE)
    assert [axes.get_title(loc="left") for axes in panels] == list(dict.fromkeys(table["domain"]))
    for axes in panels:
        (image,) = axes.images
        own = table[table["domain"] == axes.get_title(loc="left")]
        assert image.get_array().sum() == pytest.approx(own["stopped_a_run"].sum())
        assert image.get_clim() == (0, table["stopped_a_run"].max())
    assert scale.get_ylim() == (0, table["stopped_a_run"].max())


def test_only_the_first_panel_names_barriers(found):
    *panels, _ = plot_barrier_years(found.by_domain_and_year, TITLE)
    named = [any(label.get_text() for label in axes.get_yticklabels()) for axes in panels]
    assert named == [True, False, False]


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_tables_give_the_same_bytes(found, kind):
    first, second = (figure_bytes(plot_barrier_years(found.by_domain_and_year, TITLE), kind) for _ in range(2))
    assert first == second
