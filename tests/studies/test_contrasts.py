"""Contrasts worked by hand: differences, verdicts, the cost of one more success, and the runs that are missing."""

import numpy as np
import pytest
from scipy.stats import t as student

from sipabm.statistics.intervals import half_width, runs_needed
from sipabm.studies.contrasts import (
    COST_PER_SUCCESS,
    COSTS,
    NO_ADDITIONAL,
    NO_COST,
    NOISE,
    SAME,
    SAVES,
    UNDEFINED,
    contrast,
    contrast_table,
    is_precise,
    runs_missing,
    verdict,
)
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measures import MEASURES

STEADY = np.array([10.0, 12.0, 9.0, 11.0])
MORE = STEADY + np.array([1.0, 2.0, 3.0, 2.0])


def made_up(base, other):
    """Return runs of a base and an alternative: signed, successful and cost as given, all else one."""
    measures = [measure._replace(columns=(measure.name,), per=()) for measure in MEASURES]
    columns = tuple(measure.name for measure in measures)
    values = np.ones((2, len(base["signed"]), len(columns)))
    for place, given in enumerate((base, other)):
        for name, numbers in given.items():
            values[place, :, columns.index(name)] = numbers
    return Measured(("base", "a"), tuple(measures), columns, values)


def signed(base, other, precision=None):
    """Return the table of an alternative that changes nothing but partnerships signed."""
    given = [{"signed": np.array(values, dtype=float), "successful": STEADY} for values in (base, other)]
    return contrast_table(made_up(*given), precision)


# differences and verdicts


def test_a_difference_has_the_interval_of_paired_runs_and_says_what_separate_luck_would_need():
    """Changes 1, 2, 3, 2: mean 2, variance 2/3. Both worlds vary by 5/3."""
    row = signed(STEADY, MORE).set_index("measure").loc["signed"]
    half = student.ppf(0.975, 3) * np.sqrt(2 / 3 / 4)
    assert (row["base"], row["other"], row["difference"]) == (10.5, 12.5, 2.0)
    assert (row["low"], row["high"]) == pytest.approx((2 - half, 2 + half))
    assert row["variance_ratio"] == pytest.approx((5 / 3 + 5 / 3) / (2 / 3))
    assert row["verdict"] == "more"


def test_a_small_effect_that_is_noise_is_said_to_be_noise():
    base = {"signed": np.array([10.0, 12, 9, 11]), "successful": np.array([5.0, 6, 5, 6])}
    table = contrast_table(made_up(base, {"signed": base["signed"] + [1, -1, 1, 0]}), None)
    row = table.set_index("measure").loc["signed"]
    assert row["difference"] == 0.25 and row["low"] < 0 < row["high"] and row["verdict"] == NOISE


def test_what_is_the_same_in_every_run_is_not_called_noise():
    row = signed(STEADY, STEADY).set_index("measure").loc["signed"]
    assert row["verdict"] == SAME and (row["difference"], row["low"], row["high"]) == (0, 0, 0)


def test_what_has_nothing_to_take_a_mean_of_is_not_defined():
    assert contrast(MEASURES[0], np.full(3, np.nan), np.ones(3))["verdict"] == UNDEFINED


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(1, 2, "up"), (-2, -1, "down"), (-1, 1, "none"), (0, 1, "none"), (np.nan, np.nan, "missing")],
)
def test_a_verdict_says_on_which_side_of_zero_an_interval_lies(low, high, word):
    assert verdict(low, high, "up", "down", "none", "missing") == word


def test_every_alternative_has_a_row_for_each_measure_and_the_price_stands_beneath_the_cost():
    given = {"signed": STEADY, "successful": STEADY}
    names = contrast_table(made_up(given, given), None)["measure"].tolist()
    assert len(names) == len(MEASURES) + 1 and names[names.index("cost") + 1] == COST_PER_SUCCESS


# precision


def test_runs_missing_are_those_that_the_worse_of_both_headlines_lacks():
    """Half of the interval may be 1.05: 3.18 * 0.816 / 2 = 1.30 of four runs is too wide, 1.01 of five is not."""
    table = signed(STEADY, MORE, precision=0.1)
    assert table.set_index("measure").loc[["signed", "successful"], "runs_missing"].tolist() == [1, 0]
    assert runs_missing(table) == 1 and not is_precise(table)
    loose = signed(STEADY, MORE, precision=0.2)
    assert runs_missing(loose) == 0 and is_precise(loose)


def test_no_number_of_runs_is_precise_relative_to_a_base_of_nothing():
    table = signed(np.zeros(4), [0, 1, 0, 1], precision=0.1)
    assert runs_missing(table) is None and not is_precise(table)


def test_of_measures_without_a_headline_nobody_knows_how_many_runs_are_missing():
    table = signed(STEADY, MORE, precision=0.1)
    others = table[~table["measure"].isin(["signed", "successful"])]
    assert runs_missing(others) is None and not is_precise(others)


def test_without_a_precision_nothing_is_missing_and_nothing_precise():
    table = signed(STEADY, MORE)
    assert table["runs_missing"].isna().all() and not is_precise(table)


# cost of one more success


@pytest.mark.parametrize(
    ("successes", "costs", "verdict"),
    [
        (STEADY + 2, 3 * STEADY + [6.5, 5.5, 6, 6], COSTS),
        (STEADY + 2, 3 * STEADY - [6.5, 5.5, 6, 6], SAVES),
        (STEADY + 2, 3 * STEADY + [1, -1, 2, -2], NO_COST),
        (STEADY + np.array([3, -2, 2, -1]), 3 * STEADY + 6, NO_ADDITIONAL),
        (STEADY - 2, 3 * STEADY + [6.5, 5.5, 6, 6], NO_ADDITIONAL),
        (STEADY, 3 * STEADY + 6, NO_ADDITIONAL),
    ],
)
def test_one_more_success_costs_saves_or_is_not_defined(successes, costs, verdict):
    base = {"signed": STEADY, "successful": STEADY, "cost": 3 * STEADY}
    table = contrast_table(made_up(base, {"signed": STEADY, "successful": successes, "cost": costs}), None)
    row = table.set_index("measure").loc[COST_PER_SUCCESS]
    assert row["verdict"] == verdict
    assert np.isnan(row["difference"]) == np.isnan(row["low"]) == (verdict == NO_ADDITIONAL)


def test_the_cost_of_one_more_success_is_added_cost_over_added_successes():
    """Two successes more in every run at 6 million more in the mean: 3 million each, as wide as half that of costs."""
    added = np.array([6.5, 5.5, 6.0, 6.0])
    base = {"signed": STEADY, "successful": STEADY, "cost": 3 * STEADY}
    other = {"signed": STEADY, "successful": STEADY + 2, "cost": 3 * STEADY + added}
    row = contrast_table(made_up(base, other), 0.1).set_index("measure").loc[COST_PER_SUCCESS]
    half = half_width(added) / 2
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((3.0, 3.0 - half, 3.0 + half))
    # The base varies by 3 * STEADY less 3 * STEADY, not at all; the other by what is added, halved.
    assert row["variance_ratio"] == pytest.approx(1.0)
    assert row["runs_missing"] == max(0, runs_needed(added.std(ddof=1) / 2, 0.3) - 4)
