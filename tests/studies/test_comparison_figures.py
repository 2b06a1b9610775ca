"""Figures of a comparison: what is drawn of which alternatives, what is said of it, and what is refused."""

import numpy as np
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.plots import figure_bytes, figure_of
from sipabm.report.net_positions import EVERYONE, NET_CASH
from sipabm.studies import compare
from sipabm.studies.comparison_descriptions import of_changes
from sipabm.studies.comparison_figures import (
    CHANGES,
    CURVES,
    KINDS,
    MOST,
    OUTCOMES,
    PLOTS,
    POSITIONS,
    SLIDES,
    figures,
    slides,
)

LATE, SAME = "early_meetings=1@2013Q1", "nothing changed"


@pytest.fixture(scope="module")
def base():
    return Scenario.load("classroom").replace(own_interest=0.15, world_news=0.1, over="posterior")


@pytest.fixture(scope="module")
def found(base):
    """Return a comparison of five alternatives: shown, in need of a later year, unchanged, and of long names."""
    long = "early_competence_mapping=1@2010Q1 + no_cashable_requirement=1@2010Q1 + pooled_budgets=1@2010Q1 + give_up=0"
    policies = long.split(" + ")[:-1]
    others = {
        "flexible_contracts=1@2011Q1": base.with_policy("flexible_contracts=1@2011Q1"),
        LATE: base.with_policy(LATE),
        SAME: base,
        long: base.replace(give_up=0.0).with_policy(*policies),
        "give_up=0.5": base.replace(give_up=0.5),
    }
    return compare(base, others, 4, last=2019)


@pytest.mark.slow
@pytest.mark.parametrize("what", PLOTS)
@pytest.mark.parametrize("chosen", [slice(0, 1), slice(0, 2), slice(1, 5), slice(2, 3)])
def test_it_can_be_read(found, readable, what, chosen):
    labels = list(found.others)[chosen]
    readable(found.plot(what, alternatives=labels, title=f"What changes in {found.base.name} " * 2))


@pytest.mark.slow
@pytest.mark.parametrize("name", SLIDES)
def test_slides_can_be_read(found, readable, name):
    slide = slides(found)[name]
    figure_bytes(slide, "png")
    readable(slide.drawn)


def test_as_many_alternatives_are_drawn_as_can_be_read_and_the_title_says_so(found):
    drawn = figures(found)
    assert list(drawn) == list(PLOTS)
    assert len(drawn[CURVES].drawn) == MOST[CURVES] == 4
    for what in (CURVES, POSITIONS):
        assert "the first 4 of 5 alternatives" in drawn[what].title
        assert "give_up=0.5:" not in drawn[what].description
    assert "alternatives" not in drawn[CHANGES].title and "give_up=0.5:" in drawn[CHANGES].description


def test_changes_have_a_panel_for_each_outcome_and_a_year_instead_of_a_value(found):
    panels = found.plot(CHANGES, alternatives=[LATE])
    assert len(panels) == len(OUTCOMES)
    rows = found.cohort[found.cohort["alternative"] == LATE].set_index("measure")
    needed = [rows["verdict"][name] for name in OUTCOMES]
    assert sum(verdict.startswith("needs ") for verdict in needed) >= 3
    for axes, verdict in zip(panels, needed, strict=True):
        (written,) = [text.get_text() for text in axes.texts]
        points = [line for line in axes.lines if line.get_marker() == "o"]
        assert (written == verdict and not points) if verdict.startswith("needs") else len(points) == 1


def test_shares_are_drawn_in_points(found):
    label = "give_up=0.5"
    row = found.cohort.set_index(["alternative", "measure"]).loc[(label, "conversion")]
    axes = found.plot(CHANGES, alternatives=label)[OUTCOMES.index("conversion")]
    (point,) = [line for line in axes.lines if line.get_marker() == "o"]
    assert point.get_xdata()[0] == pytest.approx(100 * row["difference"])
    assert "points" in axes.get_title(loc="left").replace("\n", " ")


def test_bars_are_the_changes_of_net_positions_per_run(found):
    label = "flexible_contracts=1@2011Q1"
    cash = found.plot(POSITIONS, alternatives=[label])[0]
    rows = found.net_positions.set_index(["alternative", "measure", "per", "party"]).sort_index()
    bars = [bar.get_width() for container in cash.containers for bar in container]
    verdict, change = rows.loc[(label, NET_CASH, "run", EVERYONE), ["verdict", "difference"]]
    assert not bars if verdict.startswith("needs") else np.isclose(bars[-1], change)
    assert len(found.plot(POSITIONS)) == len(KINDS)


def test_a_start_is_marked_for_policies_alone(found):
    marked = [[text.get_text() for text in axes.texts] for axes in found.plot(CURVES)]
    assert marked == [["from 2011Q1"], ["from 2013Q1"], [], []]


def test_words_hold_the_numbers_of_the_tables(found):
    said = figures(found)
    assert f"{SAME}: attempts begun the same in every run" in said[CHANGES].description
    assert said[CURVES].description.startswith("Means of 4 runs, and where 90 % of them lie (luck")
    needs = found.cohort.assign(verdict="needs 2030")
    assert of_changes(needs, [LATE]).endswith(f"{LATE}: needs 2030.")


def test_a_plot_goes_into_the_callers_axes(found):
    axes = figure_of(found.plot(CURVES, alternatives=[LATE, SAME])).subplots(1, 2)
    assert found.plot(CURVES, axes, [LATE, SAME]) == list(axes)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"what": "curve"}, "did you mean 'curves'"),
        ({"what": 3}, "give a name like 'curves'"),
        ({"alternatives": ["give_up=0.4"]}, "did you mean 'give_up=0.5'"),
        ({"alternatives": []}, "give 1 to 4"),
        ({"alternatives": 3}, "a list of labels"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(found, how, words):
    with pytest.raises(ScenarioError) as refused:
        found.plot(**how)
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_more_than_can_be_read_are_refused(found):
    with pytest.raises(ScenarioError, match="5 alternatives cannot be drawn as 'curves'; give 1 to 4"):
        found.plot(CURVES, alternatives=list(found.others))
