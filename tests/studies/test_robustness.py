"""Robustness: which sets and luck its worlds have, that its numbers are theirs, and what is refused."""

import numpy as np
import pandas as pd
import pytest

import sipabm
from sipabm import Scenario, ScenarioError
from sipabm.scenario.drawn import drawn, numbers_of
from sipabm.studies.robustness import (
    MONEY,
    MOST_REPLICATES,
    TWICE,
    drawing,
    points_of,
    robust,
    started,
    values_of,
    with_levers,
)
from sipabm.studies.robustness_tables import ADDS, FIRST, LOSES, OTHER, TOP, WORTH
from sipabm.sweeps import running
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point

SETS, RUNS = 6, 3
LEVERS = ("early_meetings=1", "no_cashable_requirement=1")
FIRST_QUARTER = "2011Q1"


@pytest.fixture(scope="module")
def base():
    return Scenario.load("classroom").replace(quarters=32, own_interest=0.15, over="posterior")


@pytest.fixture(scope="module")
def found(base):
    return robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, by="years")


def worlds_of_set(base, number):
    """Return base and both levers with a set of numbers, from its first replicate on."""
    worlds = {"base": base, **{text: base.with_policy(f"{text}@{FIRST_QUARTER}") for text in LEVERS}}
    first = number * TWICE * MOST_REPLICATES
    return {label: Point(drawn(world, 1, number), first) for label, world in worlds.items()}


def test_the_worlds_of_a_set_differ_in_nothing_but_the_lever(base):
    points = points_of([base, *with_levers(base, LEVERS, FIRST_QUARTER).values()], SETS, 1)
    assert len(points) == SETS * 3
    for number in range(SETS):
        without, *levers = (points[f"{number} {place}"] for place in range(3))
        assert {point.first for point in levers} == {without.first}
        for point, lever in zip(levers, ("early_meetings", "no_cashable_requirement"), strict=True):
            fields = set(without.scenario.diff(point.scenario)["field"])
            assert fields == {f"levers.{lever}.intensity", f"levers.{lever}.first"}


def test_each_set_has_the_numbers_and_luck_of_its_own(base):
    points = points_of([base], SETS, 1)
    assert (
        len({point.first for point in points.values()}) == len({p.scenario.digest() for p in points.values()}) == SETS
    )


def test_what_levers_add_in_a_set_is_what_its_worlds_show(base, found):
    runs = measure_runs(worlds_of_set(base, 2), TWICE * RUNS, measures=["signed", *MONEY])
    rows = found.sets[found.sets["set"] == 2]
    means = {name: runs.mean(name).to_numpy() for name in ("signed", *MONEY)}
    assert rows["base"].tolist() == pytest.approx([means["signed"][0]] * 2)
    assert rows["added"].tolist() == pytest.approx(list(means["signed"][1:] - means["signed"][0]))
    net = means["cash_saved"] - means["payment"] - means["cost"]
    assert rows["cash_after_costs"].tolist() == pytest.approx(list(net[1:] - net[0]))
    assert rows["other_value"].tolist() == pytest.approx(list(means["other_value"][1:] - means["other_value"][0]))


def test_the_numbers_of_a_set_are_those_drawn(base, found):
    assert found.drawn["set"].tolist() == list(range(SETS)) and "own_interest" not in found.drawn
    row = found.drawn.set_index("set").loc[3].to_dict()
    assert row == {side.field: value for side, value in numbers_of(found.base, 1, 3).items()}


def test_each_repetition_has_every_second_run():
    """Run r of a world counts for repetition r modulo 2, so further runs leave each where it is."""
    runs = measure_runs({"a": "lone_authority", "b": "lone_authority"}, 4, measures=["signed"])
    amounts = np.arange(8.0).reshape(2, 4)
    one = runs.__class__(runs.scenarios, runs.measures, ("signed",), amounts[..., None])
    assert values_of(one, "signed", 1, 2).tolist() == [[[1, 5]], [[2, 6]]]  # means of runs 0 and 2, then of 1 and 3
    assert values_of(one, "signed", 1, 1).tolist() == [[[1.5, 5.5]]]
    assert values_of(one, "signed", 2, 1).tolist() == [[[1.5], [5.5]]]


def test_more_runs_keep_those_there_are(base, found):
    more = robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS + 1, by="years")
    few = measure_runs(worlds_of_set(base, 0), TWICE * RUNS, measures=["signed"])
    many = measure_runs(worlds_of_set(base, 0), TWICE * (RUNS + 1), measures=["signed"])
    assert many.by_run("signed").head(TWICE * RUNS).equals(few.by_run("signed"))
    assert more.drawn.equals(found.drawn)


def test_a_lever_that_changes_nothing_is_first_nowhere_and_worth_nothing(base):
    idle = robust(base, ["innovation_houses=0", "pooled_budgets=0"], FIRST_QUARTER, SETS, 1, by="years")
    assert (idle.answers["share"] == 0).all() and idle.answers["again"].isna().all()
    assert (idle.sets[["added", "cash_after_costs", "other_value"]] == 0).all(axis=None)
    assert idle.luck["same_first"].tolist() == [1, 1]  # none is, always


def test_shares_of_first_places_add_up_to_those_of_sets_in_which_something_is_added(base):
    four = ["early_meetings", "no_cashable_requirement", "flexible_contracts", "pooled_budgets"]
    of_four = robust(base, four, FIRST_QUARTER, SETS, 2, by="years")
    among_first_three, first = (of_four.of(name).set_index("lever")["share"].sort_index() for name in (TOP, FIRST))
    assert first.sum() <= 1 + 1e-12
    assert of_four.answers["criterion"].drop_duplicates().tolist() == [FIRST, TOP, WORTH, LOSES, OTHER]
    assert among_first_three.ge(first).all()


def test_one_lever_alone_is_asked_whether_it_adds_anything(base):
    alone = robust(base, "early_meetings", FIRST_QUARTER, SETS, 1, by="years")
    assert alone.answers["criterion"].tolist() == [ADDS, WORTH, LOSES, OTHER] and list(alone.others) == [
        "early meetings"
    ]


def test_the_numbers_do_not_depend_on_threads(base, found):
    again = robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, by="years", threads=1)
    pd.testing.assert_frame_equal(again.sets, found.sets)
    pd.testing.assert_frame_equal(again.answers, found.answers)


def test_a_folder_is_read_and_takes_more_runs_and_sets(base, found, tmp_path, monkeypatch):
    how = {"folder": tmp_path / "runs"}
    assert robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, by="years", **how).sets.equals(found.sets)
    made, done = [], running.done
    monkeypatch.setattr(running, "done", lambda kept, task: made.extend(task.runs) or done(kept, task))
    assert robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, by="years", **how).sets.equals(found.sets) and not made
    robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS + 1, by="years", **how)
    assert set(made) == {TWICE * RUNS, TWICE * RUNS + 1}


def test_numbers_are_drawn_from_where_it_is_asked(base):
    posterior, ranges = (
        robust(base, LEVERS, FIRST_QUARTER, 4, 1, by="years", over=over) for over in ("posterior", "ranges")
    )
    assert (posterior.base.over, ranges.base.over) == ("posterior", "ranges")
    assert not posterior.drawn.equals(ranges.drawn)
    assert drawing(base.replace(over="defaults"), None).over == "posterior"
    assert drawing(base.replace(over="ranges"), None).over == "ranges"


def test_another_seed_has_other_luck_with_the_same_posterior(base, found):
    other = robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, by="years", seed=2)
    assert other.drawn.equals(found.drawn) and not other.sets.equals(found.sets)


def test_years_that_count_are_those_asked_for(base, found):
    late = robust(base, LEVERS, FIRST_QUARTER, SETS, RUNS, by="years", first=2014)
    assert late.years == (2014, 2017) and (late.sets["base"] <= found.sets["base"]).all()
    assert late.sets["base"].sum() < found.sets["base"].sum()


def test_sets_that_leave_nothing_to_measure_are_left_out_and_counted(base):
    short = base.replace(quarters=14)  # so short that with some numbers nothing is signed
    ratio = robust(short, LEVERS, FIRST_QUARTER, 20, 1, by="years", measure="mean_months_to_signature")
    assert 0 < ratio.left_out < 20 and ratio.counted == ratio.sets["set"].nunique() == 20 - ratio.left_out
    assert np.isfinite(ratio.sets["added"]).all()


def test_it_tells_of_itself(found):
    assert repr(found) == "Robustness of early meetings, no cashable requirement in 'classroom': 6 sets of numbers"
    assert "no cashable requirement" in found._repr_html_()
    made = found.manifest
    assert (made["study"], made["sets"], made["replicates"], made["over"]) == ("robustness", SETS, RUNS, "posterior")
    assert made["first_quarter"] == FIRST_QUARTER and made["levers"] == list(LEVERS)


def test_it_is_a_door():
    assert sipabm.robust is robust


class TestLevers:
    def test_a_share_is_said_unless_it_is_all(self, base):
        named = with_levers(base, ["early_meetings", "early_meetings=0.5", "pooled_budgets = 1"], "2011Q1")
        assert list(named) == ["early meetings", "early meetings (50 %)", "pooled budgets"]
        assert named["early meetings (50 %)"] == base.with_policy("early_meetings=0.5@2011Q1")

    def test_without_a_quarter_they_start_with_the_scenario_and_a_year_is_its_first(self, base):
        assert started(base, None) == base.first_quarter == "2010Q1"
        assert started(base, "2012") == started(base, 2012) == "2012Q1" and started(base, "2012Q3") == "2012Q3"
        assert with_levers(base, ["early_meetings"], None)["early meetings"].levers.early_meetings.first == "2010Q1"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"levers": []}, "no lever is given"),
        ({"levers": 3}, "levers = 3 is not allowed"),
        ({"levers": [3]}, "a lever is of type int"),
        ({"levers": ["early_meeting"]}, "did you mean 'early_meetings'"),
        ({"levers": ["early_meetings=2"]}, "less than or equal to 1"),
        ({"levers": ["early_meetings=half"]}, "'half' is not a number"),
        ({"levers": ["early_meetings=1@2011Q1"]}, "has a date"),
        ({"levers": ["early_meetings", "early_meetings=1"]}, "is given twice"),
        ({"first_quarter": "2009Q4"}, "outside the run"),
        ({"first_quarter": "2018Q1"}, "outside the run"),
        ({"first_quarter": "later"}, "write it like 2010Q1"),
        ({"sets": 1}, "sets = 1"),
        ({"sets": 201}, "give 2 to 200"),
        ({"replicates": 0}, "replicates = 0"),
        ({"seed": -1}, "seed = -1"),
        ({"over": "defaults"}, "over = 'defaults'"),
        ({"measure": "sined"}, "did you mean 'signed'"),
        ({"measure": ["signed"]}, "the measure is of type list"),
        ({"measure": "peak"}, "measure = 'peak' is counted by calendar years alone; add by = 'years' (--by years)"),
        ({"measure": "conversion", "by": "years"}, "is a column of the table 'runs', but no measure"),
        ({"by": "year"}, "by = 'year' is not allowed"),
        ({"begun": (2011, 2030)}, "begun: last = 2030 is not allowed; it should be a year from 2010 to 2017"),
        ({"first": 2040}, "first = 2040"),
        (
            {"measure": "mean_months_to_signature", "by": "years", "first_quarter": "2010Q2", "last": 2010},
            "leave anything to measure",
        ),
    ],
)
def test_wrong_input_is_refused_in_one_line(base, line_of, arguments, words):
    given = {"levers": LEVERS, "first_quarter": FIRST_QUARTER, "sets": 3, "replicates": 1, **arguments}
    assert words in line_of(lambda: robust(base, **given))


def test_a_scenario_that_keeps_every_number_has_nothing_to_survive(base):
    every = [*base.kept, *{side.name for side in numbers_of(base, 1, 0)}]
    with pytest.raises(ScenarioError, match="keeps all its numbers"):
        robust(base.replace(kept=every), LEVERS, FIRST_QUARTER, 2, 1)


@pytest.mark.slow
def test_a_number_that_decides_in_the_model_is_found_and_others_are_not(base):
    """Of three numbers that vary, only the gain of flexible contracts is part of what these bring."""
    varied = {"flexible_gain", "news_decay", "house_cost"}
    drawn_anyway = {side.field for side in numbers_of(base.replace(over="ranges", kept=[]), 1, 0)}
    assert varied < drawn_anyway
    world = base.replace(over="ranges", kept=sorted(drawn_anyway - varied), quarters=48)
    found = robust(world, ["flexible_contracts"], FIRST_QUARTER, 80, 5, measure="successful")
    assert set(found.deciding["number"]) == {"flexible_gain"}
    assert (found.deciding["low_share"] < found.deciding["high_share"]).all()
