"""Scored: hand-worked cells, and relative scores that are what they are called."""

import numpy as np
import pandas as pd
import pytest

from sipabm.forecasts.levels import LEVELS, SCORED_PLACES
from sipabm.forecasts.record import TARGETS, record
from sipabm.forecasts.scored import coverage_table, mixed, relative_table, score_table, scored

COUNTS = record()


def certain(value):
    return {target: np.full((5, len(LEVELS)), float(value)) for target in TARGETS}


def cells(**values):
    return pd.concat(
        [
            scored(name, origin, certain(value), COUNTS)
            for name, value in values.items()
            for origin in (2014, 2015, 2018)
        ]
    )


def test_levels_hold_all_that_are_scored():
    assert len(SCORED_PLACES) == 23
    assert LEVELS[SCORED_PLACES][[0, 1, 11, -1]] == pytest.approx([0.01, 0.025, 0.5, 0.99])


def test_a_certain_forecast_costs_its_error_by_every_score():
    found = cells(ten=10)
    for score in ("wis", "crps"):
        assert found[score].tolist() == pytest.approx(found["error"].tolist(), abs=1e-9)
    one = found.query("target == 'all' and origin == 2015 and horizon == 2").iloc[0]
    assert (one["observed"], one["error"], one["held_90"]) == (43.0, 33.0, 0.0)


def test_every_origin_has_five_years_of_every_target():
    assert cells(ten=10).groupby("origin").size().tolist() == [35] * 3


def test_coverage_is_the_share_of_what_came_within():
    wide = {target: np.tile(np.linspace(0, 100, len(LEVELS)), (5, 1)) for target in TARGETS}
    found = coverage_table(scored("wide", 2014, wide, COUNTS), ["wide"], 1).set_index("level")["value"]
    came = COUNTS.loc[2015:2019, list(TARGETS)].to_numpy()
    assert found[0.9] == ((came >= 100 * 9 / 198) & (came <= 100 * 189 / 198)).mean()


def test_a_method_is_as_good_as_itself_and_the_ratio_is_of_mean_scores():
    found = relative_table(cells(ten=10, five=5), ["ten"], ["five", "ten"], {"all": ("all",)}, 1)
    came = np.concatenate([COUNTS.loc[origin + 1 : origin + 5, "all"] for origin in (2014, 2015, 2018)])
    expected = np.abs(came - 10).mean() / np.abs(came - 5).mean()
    assert found["value"].tolist() == pytest.approx([expected, expected])  # of both scores; none against itself
    assert (found["low"] <= found["value"]).all() and (found["value"] <= found["high"]).all()


def test_targets_count_alike_however_many_partnerships_they_have():
    found = relative_table(
        cells(ten=10, five=5), ["ten"], ["five"], {"both": ("GB", "all"), "GB": ("GB",), "all": ("all",)}, 1
    )
    both, british, every = found[found["score"] == "wis"]["value"]
    assert both == pytest.approx(np.sqrt(british * every))


def test_the_mean_of_a_score_is_over_all_horizons_where_none_is_named():
    table = score_table(cells(ten=10)).query("target == 'GB'").set_index("horizon")
    assert table.loc[0, "wis"] == pytest.approx(table.loc[1:, "wis"].mean())
    assert table.loc[0, "forecasts"] == 15


def test_an_ensemble_of_two_certain_forecasts_is_the_one_between():
    assert all((of_target == 15.0).all() for of_target in mixed(certain(10), certain(20)).values())
