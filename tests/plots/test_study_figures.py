"""Figures of attributions and autopsies: everything can be read, on grey paper too, whatever the tables hold."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Patch

from sipabm import Scenario, simulate
from sipabm.plots import figure_bytes
from sipabm.plots.barrier_sets import LOOKS, barrier_sets_figure
from sipabm.plots.barrier_years import barrier_years_figure
from sipabm.plots.column import figures
from sipabm.plots.interactions import interactions_figure
from sipabm.plots.style import style
from sipabm.plots.waterfall import steps, waterfall_figure
from sipabm.studies.autopsy import READINGS, autopsy

TITLE = "What the share of the peak lost by 2021–2023 comes from"
ENDS = ("all mechanisms off", "all on")
PLAYERS = (
    "learning from cases", "word of mouth", "fatigue", "initial over-optimism", "development cost", "silos",
    "no cashable requirement", "proportionate evaluation", "exhaustion of outcomes funds",
)  # fmt: skip
PARTS = np.array([9.4, 9.1, 4.7, 4.2, 1.1, 0.4, 0.0, -0.6, -1.0])


def attribution(unit="partnerships", factor=1.0, nobody=12.0, half=0.4):
    """Return shares, totals and interactions of a made-up attribution."""
    values = PARTS * factor
    shares = pd.DataFrame(
        {"label": PLAYERS, "unit": unit, "value": values, "low": values - half, "high": values + half}
    )
    ends = np.array([nobody, nobody + values.sum(), values.sum()])
    totals = {"who": ["nobody", "everybody", "together"], "unit": unit, "value": ends, "low": ends - half}
    pairs = [(one, other) for place, one in enumerate(PLAYERS) for other in PLAYERS[place:]]
    sizes = np.random.default_rng(1).normal(size=len(pairs)) * factor
    sizes[-1] = 0.0
    interactions = {"first_label": [one for one, _ in pairs], "second_label": [other for _, other in pairs]}
    interactions |= {"unit": unit, "value": sizes, "low": sizes - half, "high": sizes + half}
    return shares, pd.DataFrame({**totals, "high": ends + half}), pd.DataFrame(interactions)


def quiet():
    names = ("own_interest", "word_of_mouth", "world_news", "fund_pull")
    return Scenario.load("classroom").replace(dict.fromkeys(names, 0.0))


def of_autopsy(draw):
    def drawn(scenario, replicates):
        found = autopsy(simulate(scenario, replicates))
        return draw(found, f"Barriers that stopped attempts, scenario “{scenario.name}”")

    return drawn


sets_of = of_autopsy(lambda found, title: barrier_sets_figure(found.sets, found.barriers, title))
years_of = of_autopsy(lambda found, title: barrier_years_figure(found.by_domain_and_year, title))
ATTRIBUTIONS = {
    "counts": {},
    "shares": {"unit": "share", "factor": 0.01, "nobody": 0.0, "half": 0.003},
    "thousands": {"unit": "million USD", "factor": 1234.0, "nobody": -4000.0, "half": 300.0},
    "one run": {"half": np.nan},
    "nothing": {"factor": 0.0, "nobody": 0.0, "half": 0.0},
}
CASES = {
    **{f"waterfall, {name}": lambda how=how: waterfall_figure(*attribution(**how)[:2], TITLE, ENDS)
       for name, how in ATTRIBUTIONS.items()},
    **{f"interactions, {name}": lambda how=how: interactions_figure(attribution(**how)[2], TITLE)
       for name, how in ATTRIBUTIONS.items()},
    "sets, world": lambda: sets_of(Scenario.load("world"), 2),
    "sets, one run": lambda: sets_of(Scenario.load("classroom"), 1),
    "sets, nothing happens": lambda: sets_of(quiet(), 1),
    "years, world": lambda: years_of(Scenario.load("world"), 2),
    "years, one quarter": lambda: years_of(Scenario.load("classroom").replace(quarters=1), 1),
    "years, hundred years": lambda: years_of(Scenario.load("classroom").replace(quarters=400), 1),
    "years, nothing happens": lambda: years_of(quiet(), 1),
}  # fmt: skip


@pytest.fixture(scope="module", params=CASES)
def figure(request):
    drawn = CASES[request.param]()
    with style():
        drawn.canvas.draw()
    return drawn


def texts(figure):
    """Return every text of a figure that is not empty, with the place it takes."""
    found = list(figure.texts)
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes.yaxis.label, axes.title, axes._left_title]
        found += [label for label in (*axes.get_xticklabels(), *axes.get_yticklabels()) if label.get_visible()]
    return [(text.get_text(), text.get_window_extent()) for text in found if text.get_text().strip()]


def test_it_has_a_title(figure):
    assert figure.texts[0].get_text() and figure.texts[0].get_weight() == "bold"


def test_no_text_leaves_the_figure(figure):
    for text, box in texts(figure):
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1
        assert inside, text


def test_names_of_rows_do_not_overlap(figure):
    for axes in figure.axes:
        boxes = [label.get_window_extent() for label in axes.get_yticklabels() if label.get_text().strip()]
        ordered = sorted(boxes, key=lambda box: box.y0)
        for below, above in pairwise(ordered):
            assert below.y1 <= above.y0 + 1.5  # pixels


def test_title_and_legend_hide_no_panel(figure):
    panels = [axes.get_window_extent() for axes in figure.axes]
    over = [figure.texts[0].get_window_extent(), *(legend.get_window_extent() for legend in figure.legends)]
    assert not any(each.overlaps(panel) for each in over for panel in panels)


def test_bars_of_a_waterfall_hang_together():
    shares, totals, _ = attribution()
    rows = steps(shares, totals, ENDS)
    assert rows["begin"].iloc[2:-1].tolist() == pytest.approx(rows["end"].iloc[1:-2].tolist())
    assert rows["begin"].iloc[1] == pytest.approx(rows["end"].iloc[0])
    assert rows["end"].iloc[-2] == pytest.approx(rows["end"].iloc[-1])
    assert rows["label"].tolist()[0] == ENDS[0] and rows["label"].tolist()[-1] == ENDS[1]


def test_numbers_beside_a_waterfall_are_those_of_the_table():
    written = [text for text, _ in texts(CASES["waterfall, counts"]())]
    assert {"12.0", "+9.4", "−1.0", "9.0 to 9.8", "−1.4 to −0.6"} <= set(written)


def test_every_pair_has_its_number_and_those_told_from_nothing_are_bold():
    _, _, interactions = attribution()
    cells = [text for text in interactions_figure(interactions, TITLE).axes[0].texts]
    assert len(cells) == 45
    sure = ((interactions["low"] > 0) | (interactions["high"] < 0)).sum()
    assert sum(cell.get_weight() == "bold" for cell in cells) == sure
    assert "−0.0" not in [cell.get_text() for cell in cells]


def test_ways_to_read_a_set_differ_on_grey_paper():
    assert set(LOOKS) == set(READINGS)
    looks = set()
    for _, look in LOOKS.values():
        patch = Patch(**look)
        looks.add((patch.get_hatch(), round(sum(to_rgb(patch.get_facecolor())) / 3, 1)))
    assert len(looks) == len(LOOKS)


def test_a_set_is_drawn_with_a_dot_for_each_of_its_barriers():
    found = autopsy(simulate(Scenario.load("world"), 2))
    bars, dots = sorted(
        barrier_sets_figure(found.sets, found.barriers, TITLE).axes, key=lambda axes: -axes.get_ylim()[1]
    )
    drawn = [len(line.get_ydata()) for line in dots.lines if line.get_linestyle() == "-"]
    single, several = (found.sets[found.sets["size"] == 1].head(12), found.sets[found.sets["size"] > 1].head(9))
    assert drawn == [*single["size"], *several["size"]]
    heights = [bar.get_height() for bar in bars.patches]
    assert heights == pytest.approx([*single["stopped_a_run"], *several["stopped_a_run"]])


@pytest.mark.parametrize("kind", ["svg", "png"])
@pytest.mark.parametrize("case", ["waterfall, counts", "interactions, counts", "sets, one run", "years, world"])
def test_the_same_tables_give_the_same_bytes(case, kind):
    first, second = (figure_bytes(CASES[case](), kind) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-0.04, 1, "0.0"), (-1.25, 1, "−1.2"), (1234.5, 0, "1,234"), (0.0, 0, "0")]
)
def test_a_number_has_a_true_minus_sign_and_none_before_zero(value, digits, text):
    assert figures(value, digits) == text
