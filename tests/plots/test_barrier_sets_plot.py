"""Sets of barriers: bars and dots that are those of the tables, told apart on grey paper."""

import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from sipabm import Scenario, simulate
from sipabm.plots import figure_bytes, plot_barrier_sets
from sipabm.plots.barrier_sets_plot import LOOKS, rest_text
from sipabm.studies.autopsy import READINGS, autopsy

TITLE = "Barriers that stopped attempts, alone or together, scenario “world”"
CASES = {
    "world": lambda quiet: simulate(Scenario.load("world"), 2),
    "one run": lambda quiet: simulate(Scenario.load("classroom"), 1),
    "nothing happens": lambda quiet: simulate(quiet, 1),
}


@pytest.mark.parametrize("case", CASES)
def test_it_can_be_read(readable, quiet, case):
    found = autopsy(CASES[case](quiet))
    readable(plot_barrier_sets(found.sets, found.barriers, TITLE))


def test_ways_to_read_a_set_differ_on_grey_paper():
    assert set(LOOKS) == set(READINGS)
    patches = [Patch(**look) for _, look in LOOKS.values()]
    looks = {(patch.get_hatch(), round(sum(to_rgb(patch.get_facecolor())) / 3, 1)) for patch in patches}
    assert len(looks) == len(LOOKS)


def test_a_set_is_drawn_with_a_dot_for_each_of_its_barriers():
    found = autopsy(simulate(Scenario.load("world"), 2))
    bars, dots = plot_barrier_sets(found.sets, found.barriers, TITLE)
    drawn = [len(line.get_ydata()) for line in dots.lines if line.get_linestyle() == "-"]
    single, several = (found.sets[found.sets["size"] == 1].head(12), found.sets[found.sets["size"] > 1].head(9))
    assert drawn == [*single["size"], *several["size"]]
    heights = [bar.get_height() for bar in bars.patches]
    assert heights == pytest.approx([*single["stopped_a_run"], *several["stopped_a_run"]])
    assert bars.get_xlim() == dots.get_xlim()


@pytest.mark.parametrize(
    ("stopped", "text"),
    [([], ""), ([0.25], ";\n1 more set stopped 0.25"), ([70.0, 6.3], ";\n2 more sets stopped 76.3")],
)
def test_sets_that_are_not_shown_are_counted(stopped, text):
    beside = "beside a name: attempts in whose way it stood"
    said = rest_text(pd.DataFrame({"stopped_a_run": stopped}))
    assert said == beside + (f"{text} attempts per run" if text else "")


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_tables_give_the_same_bytes(found, kind):
    first, second = (figure_bytes(plot_barrier_sets(found.sets, found.barriers, TITLE), kind) for _ in range(2))
    assert first == second
