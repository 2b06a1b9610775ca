"""Robustness by cohort: what levers add to attempts begun in some years, set by set, as comparisons of each show it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, robust
from sipabm.report.flows import EVERYONE, PARTIES, PUBLIC, PUBLIC_BUDGETS
from sipabm.scenario.drawn import drawn
from sipabm.studies.cohort_tables import COUNTED, NEEDS, PER_RUN, WORST_LABELS, cohort_table, level, net_table
from sipabm.studies.cohorts import Cohort, cohort_columns
from sipabm.studies.contrasts import SAME
from sipabm.studies.robustness import MOST_REPLICATES, TWICE, points_of, with_levers
from sipabm.studies.robustness_cohorts import (
    SAME_IN_ALL,
    TOO_FEW,
    Lever,
    cohort_by_lever,
    levers_of,
    net_by_lever,
    verdict_over_sets,
)
from sipabm.studies.robustness_sentences import sentences
from sipabm.studies.robustness_tables import FIRST, OTHER, WORTH
from sipabm.sweeps.measures import Measure
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point

SETS, RUNS = 5, 4
LEVERS = ("early_meetings=1", "no_cashable_requirement=1")
FIRST_QUARTER = "2011Q1"
BEGUN = Cohort(2011, 2012)


@pytest.fixture(scope="module")
def base(lively):
    return lively.replace(quarters=72, over="posterior", kept=("own_interest",))


@pytest.fixture(scope="module")
def found(base):
    return robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, begun=BEGUN)


def lever_of(counts, cohort=BEGUN, runs=2, last=2030):
    """Return a lever with these sums by column: repetitions × sets × worlds."""
    columns = {cohort.column(name): place for place, name in enumerate(counts)}
    return Lever(
        "lever", cohort, last, runs, columns, np.stack([np.array(each, float) for each in counts.values()], -1)
    )


# by hand


def test_changes_are_means_over_sets_and_shares_of_both_repetitions():
    # Two repetitions of two runs in three sets; the lever adds in set 1 both times, in set 2 once, in set 3 never.
    signed = [[[2, 4], [2, 4], [2, 2]], [[2, 6], [2, 2], [2, 0]]]
    counts = {"signed": signed, "started": np.full((2, 3, 2), 10)}
    lever = lever_of(counts)
    measure = COUNTED[1][0]
    np.testing.assert_array_equal(level(measure, lever.total, 2)[0], [[1, 2], [1, 2], [1, 1]])
    names = [name for name in ("developing", "running", "ended") if name not in counts]
    zeros = {name: np.zeros((2, 3, 2)) for name in (*names, "successful", "effect")}
    quarters = {
        f"{name}_{quarter}": np.zeros((2, 3, 2))
        for name in ("early_after", "otherwise_after", "served")
        for quarter in range(1, 29)
    }
    row = cohort_by_lever([lever_of({**counts, **zeros, **quarters})]).set_index("measure").loc["signed"]
    assert (row["base"], row["other"], row["change"], row["sets"]) == (1.0, 1.5, 0.5, 3)
    assert row["more_share"] == 3 / 6 and row["again"] == pytest.approx(2 / 3)
    # Three sets have no ends that nine in ten lie between.
    assert np.isnan([row["low"], row["high"]]).all() and row["verdict"] == TOO_FEW
    many = {name: np.repeat(sums, 7, axis=1) for name, sums in {**counts, **zeros, **quarters}.items()}
    row = cohort_by_lever([lever_of(many)]).set_index("measure").loc["signed"]
    # Over all four runs of a set: +1.5, +0.5 and -0.5.
    assert (row["low"], row["high"]) == pytest.approx((-0.5, 1.5)) and row["verdict"] == "more or fewer"
    empty = cohort_by_lever([lever_of({**counts, **zeros, **quarters})]).set_index("measure").loc["mean_effect"]
    assert np.isnan(empty["change"]) and empty["sets"] == 0 and empty["verdict"].startswith("not defined")


@pytest.mark.parametrize(
    ("change", "low", "high", "verdict"),
    [
        ([1.0, 2.0], 1.0, 2.0, "more"),
        ([-1.0, -2.0], -2.0, -1.0, "fewer"),
        ([-1.0, 2.0], -1.0, 2.0, "more or fewer"),
        ([0.0, 0.0], 0.0, 0.0, SAME_IN_ALL),
    ],
)
def test_a_verdict_holds_where_nine_in_ten_sets_have_it(change, low, high, verdict):
    measure = Measure("signed", "signed", "partnerships", ("signed",), less="fewer")
    assert verdict_over_sets(measure, np.array(change), low, high) == verdict


# in the model


def test_levels_of_a_set_are_those_that_a_comparison_of_it_shows(base, found):
    others = with_levers(base, LEVERS, FIRST_QUARTER)
    points = points_of([base, *others.values()], SETS, 1)
    how = {"measures": [], "own": cohort_columns([BEGUN])}
    levers = levers_of(measure_runs(points, TWICE * RUNS, **how), dict.fromkeys(others, BEGUN), 2027, TWICE)
    worlds = {label: Point(drawn(world, 1, 3), 3 * TWICE * MOST_REPLICATES) for label, world in others.items()}
    worlds = {"base": Point(drawn(base, 1, 3), 3 * TWICE * MOST_REPLICATES), **worlds}
    alone = measure_runs(worlds, TWICE * RUNS, **how)
    table = cohort_table(alone, dict.fromkeys(others, BEGUN), 2027).set_index(["alternative", "measure"])
    for lever in levers:
        pooled = lever.over_repetitions()
        for measure, _ in COUNTED:
            expected = table.loc[(lever.name, measure.name), ["base", "other"]].to_numpy(dtype=float)
            np.testing.assert_allclose(level(measure, pooled.total, pooled.runs)[0, 3], expected, atol=1e-12)
    # And the tables of all sets are means of those of each.
    signed = np.mean([level(COUNTED[1][0], one.total, one.runs)[0, :, 1] for one in [levers[0].over_repetitions()]])
    row = found.cohort.set_index(["lever", "measure"]).loc[("early meetings", "signed")]
    assert row["other"] == pytest.approx(signed) and row["change"] == pytest.approx(row["other"] - row["base"])
    assert net_table(alone, dict.fromkeys(others, BEGUN), 2027).shape[0] == len(net_by_lever(levers))


def test_answers_count_the_cohort(found):
    assert found.by == "cohort" and set(found.begun.values()) == {BEGUN} and not found.needs
    rows = found.cohort[found.cohort["measure"] == "signed"].set_index("lever")
    changes = found.changes.set_index("lever")
    for name, other in (("mean", "change"), ("low", "low"), ("high", "high")):
        assert changes[name].to_dict() == pytest.approx(rows[other].to_dict(), nan_ok=True)
    cash = found.net_positions.set_index(["measure", "party", "per", "lever"]).sort_index()["change"][
        "net_cash", PUBLIC, PER_RUN
    ]
    assert found.sets.groupby("lever")["cash_after_costs"].mean().to_dict() == pytest.approx(cash.to_dict())


def test_parties_add_up(found):
    table = found.net_positions[found.net_positions["per"] == PER_RUN].set_index(["lever", "measure", "party"])
    for _, rows in table[["base", "other", "change"]].groupby(["lever", "measure"]):
        of_party = rows.droplevel(["lever", "measure"])
        if EVERYONE in of_party.index:
            for name, members in ((EVERYONE, list(PARTIES)), (PUBLIC, list(PUBLIC_BUDGETS))):
                np.testing.assert_allclose(of_party.loc[members].sum(), of_party.loc[name], atol=1e-9)
    assert (found.net_positions["change"].abs() > 0).any()


def test_a_lever_without_effect_changes_nothing_in_any_set(base):
    idle = robust(base, ["innovation_houses=0", "pooled_budgets=0"], FIRST_QUARTER, 3, 1, begun=BEGUN)
    for table in (idle.cohort, idle.net_positions):
        known = table.dropna(subset=["change"])
        assert (known["change"] == 0).all() and known["verdict"].isin([SAME_IN_ALL, SAME]).all()
        assert (known["more_share"].dropna() == 0).all() and known["again"].isna().all()
    assert (idle.answers["share"] == 0).all()


def test_the_worst_tenth_is_of_the_partnerships_of_all_sets_together(base, found):
    others = with_levers(base, LEVERS, FIRST_QUARTER)
    points = points_of([base, *others.values()], SETS, 1)
    runs = measure_runs(points, TWICE * RUNS, measures=[], own=cohort_columns([BEGUN]))
    # All runs of all sets as if they were those of three worlds.
    by_world = runs.values.reshape(SETS, 3, TWICE * RUNS, -1).transpose(1, 0, 2, 3).reshape(3, SETS * TWICE * RUNS, -1)
    one = replace(runs, scenarios=("base", *others), values=by_world)
    names = ["base", "other", "difference"]
    expected = net_table(one, dict.fromkeys(others, BEGUN), 2027).rename(columns={"alternative": "lever"})
    keys = ["lever", "measure", "party"]
    expected, mine = (
        table[table["measure"].isin(WORST_LABELS)].set_index(keys).sort_index()
        for table in (expected, found.net_positions.rename(columns={"change": "difference"}))
    )
    np.testing.assert_allclose(mine[names].to_numpy(float), expected[names].to_numpy(float), atol=1e-9)
    known = mine.dropna(subset=["low"])
    assert ((known["low"] <= known["difference"]) & (known["difference"] <= known["high"])).all()
    assert (known["difference"].abs() > 0).any() and mine["more_share"].isna().all()


def test_each_set_of_numbers_counts_once(found):
    of_all = found.cohort.set_index("measure").loc["started"]
    assert (of_all["sets"] == SETS).all() and found.counted == SETS
    assert (found.cohort["more_share"].dropna() * 2 * found.cohort["sets"]).round(9).mod(1).eq(0).all()
    assert ((found.cohort["low"] <= found.cohort["high"]) | found.cohort["low"].isna()).all()


def test_a_short_horizon_has_no_verdict_but_the_year_that_it_needs():
    short = Scenario.load("denmark").replace(quarters=48)  # to 2029
    early = robust(short, LEVERS, "2026Q1", 3, 2)
    assert set(early.begun.values()) == {Cohort(2026, 2026)}
    assert early.needs[WORTH] == early.needs[OTHER] == "needs 2038"
    assert not {WORTH, OTHER} & set(early.answers["criterion"]) and WORTH not in set(early.deciding["criterion"])
    assert (early.net_positions["verdict"] == "needs 2038").all()
    later = robust(short, LEVERS, "2029Q1", 3, 2)
    assert later.needs[FIRST] == "needs 2034" and later.answers.empty and later.luck["same_first"].isna().all()
    assert sentences(later) == [
        "The runs end in 2029, too early to say what adds most to partnerships signed: attempts begun 2029 must be "
        "followed until 2034; give the scenario more quarters."
    ]
    assert later.cohort.set_index("measure").loc["signed", "verdict"].str.startswith(NEEDS).all()


def test_the_cohort_does_not_hang_on_what_the_answers_count(base, found):
    by_years = robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, begun=BEGUN, by="years")
    pd.testing.assert_frame_equal(by_years.cohort, found.cohort)
    pd.testing.assert_frame_equal(by_years.net_positions, found.net_positions)
    assert not by_years.sets.equals(found.sets)
