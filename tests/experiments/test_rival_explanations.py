"""Rival explanations: planted scores are told as what they are, and each rival lacks what its name says."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sipabm.forecasts.record import TARGETS
from sipabm.scenario import Scenario

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "rival_explanations.py"
SPEC = importlib.util.spec_from_file_location("rival_explanations_by_hand", SCRIPT)
rival = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(rival)
WORLD = Scenario.load("world").replace(over="defaults")


def cells(name, times, origins=range(2010, 2016), luck=0.0):
    """Return scored cells that are so many times those of the whole model, or nearly so in some years."""
    rows = [
        {"method": name, "origin": origin, "target": target, "wis": score, "crps": score}
        for place, origin in enumerate(origins)
        for target in TARGETS
        if (score := times * (1 + place) * (1 + luck * (-1) ** place))
    ]
    return pd.DataFrame(rows)


def explained(each, times, luck=0.0):
    """Return a rival that explains and foretells so many times as badly as the whole model."""
    kinds = [cells(each.name, times, luck=luck).assign(kind=kind) for kind in (rival.FORECAST, rival.FORECAST_ALL)]
    patterns = pd.DataFrame({"kind": ["fitted", "held out"], "verdict": ["inside", "model below"], "score": [1.0, 2.0]})
    return rival.Explained(
        each,
        patterns,
        np.array([0.2, 0.4, 0.6]),
        np.array([200.0, 300.0]),
        cells(each.name, times, luck=luck),
        pd.concat(kinds),
    )


@pytest.fixture(scope="module")
def table():
    names = {each.name: each for each in rival.rivals()}
    times = {"whole": 1.0, "again": 1.1, "leaving": 1.5, "bending": 1.05, "learning": 0.7, "fund_exhaustion": 1.0}
    luck = {"fund_exhaustion": 0.3}
    return rival.table_of([explained(names[name], by, luck.get(name, 0.0)) for name, by in times.items()], 1)


def test_scores_are_relative_to_the_mean_of_both_fits_of_the_whole_model(table):
    rows = table.set_index("rival")
    assert (1.05 * rows["curve"]).tolist()[:5] == pytest.approx([1.0, 1.1, 1.5, 1.05, 0.7])
    assert (1.05 * rows.loc["whole", ["curve_low", "curve_high"]]).tolist() == pytest.approx([1.0, 1.0])
    assert rows.loc["fund_exhaustion", "forecast_low"] < 1 < rows.loc["fund_exhaustion", "forecast_high"]
    assert rows.loc["leaving", ["fitted_inside", "held_out_inside", "held_out_score"]].tolist() == [1.0, 0.0, 2.0]
    assert rows.loc["leaving", ["fall_low", "fall", "fall_high"]].tolist() == pytest.approx([0.22, 0.4, 0.58])


def test_a_rival_is_worse_or_better_only_if_all_of_its_interval_is_beyond_the_luck_of_another_fit(table):
    said = rival.answer_sentence(table, rival.CURVE)
    worse, rest = said.split("; perhaps as well ")
    alike, better = rest.split("; clearly better ")
    assert "without leaving, 1.43" in worse and "without bending" in alike and "exhaustion" in alike
    assert "without learning from cases, 0.67" in better
    assert rival.control(table, rival.CURVE) == pytest.approx(1.05)


def test_the_answer_counts_what_is_clearly_missed_and_names_it(table):
    said = rival.short_answer(table)
    assert said.startswith("No: of 4 things that are left out") and "1 are clearly missed" in said
    assert said.endswith("explained clearly worse without leaving.")
    all_missed = table[table["rival"].isin(["whole", "again", "leaving"])]
    assert rival.short_answer(all_missed).startswith("Yes: of 1 things")


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1.06, 1.2, "clearly worse"), (1.04, 1.2, "perhaps as well"), (0.8, 0.94, "clearly better")],
)
def test_an_interval_within_the_luck_of_a_fit_says_nothing(low, high, verdict):
    assert rival.verdict_of(pd.Series({"curve_low": low, "curve_high": high}), rival.CURVE, 1.05) == verdict


def test_that_scores_go_with_the_number_of_partnerships_is_told(table):
    counts = pd.DataFrame({"all": [100.0, 209.0]})
    fewer = table.assign(signed=1000 / table["curve"])
    assert "the record has 309" in rival.level_sentence(fewer, counts)
    assert "is −1.00" in rival.level_sentence(fewer, counts)


@pytest.mark.parametrize("each", rival.rivals(), ids=lambda each: each.name)
def test_a_rival_keeps_what_it_lacks_and_nothing_else(each):
    world = WORLD.replace(each.changes)
    changed = {field for field in WORLD.diff(world)["field"]}
    assert {field.split(".")[0] for field in changed} == set(each.changes)
    assert {name.split(".")[0] for name in world.kept} <= set(each.changes)


def test_only_the_control_has_other_luck():
    assert [each.name for each in rival.rivals() if each.luck] == ["again"]
