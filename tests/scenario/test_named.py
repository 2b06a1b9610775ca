"""Scenarios that come with the package: what their comments and descriptions say of numbers holds."""

import numpy as np
import pytest

from sipabm import Scenario, new_run, scenarios, simulate
from sipabm.observed import launches_by_year, target
from sipabm.scenario.drawn import drawn

QUARTERS_TO_2023 = 24  # from 2018 on
RUNS = 100
CLASS = 30


def by_2023(scenario):
    """Return the number of partnerships signed in Denmark by the end of 2023, run by run."""
    return simulate(scenario.replace(quarters=QUARTERS_TO_2023), RUNS, seed=1).runs["signed"]


def test_all_but_the_two_small_ones_draw_what_nobody_knows_and_keep_what_they_stand_for():
    over = {name: Scenario.load(name).over for name in scenarios()}
    assert {name for name, each in over.items() if each != "posterior"} == {"lone_authority", "classroom"}
    stress = Scenario.load("employment_under_automation")
    first, second = (drawn(stress, 1, run) for run in (0, 1))
    for run in (first, second):
        assert run.technology.doubling_time == 2.5 and run.countries == stress.countries
    assert first.learning.give_up != second.learning.give_up


def test_each_of_a_class_sees_partnerships_and_all_together_a_rise_and_a_fall():
    yearly = simulate("classroom", CLASS, seed=1).yearly
    signed = yearly.pivot_table(index="run", columns="year", values="signed", aggfunc="sum")
    assert signed.sum(axis=1).between(5, 100).all()
    spans = signed.T.rolling(3).mean().dropna()
    # In nearly every history, and in the mean of the class, three years in the middle are above the first and the last.
    both = (spans.max() > spans.iloc[0]) & (spans.max() > spans.iloc[-1])
    assert both.mean() > 0.9
    mean = spans.mean(axis=1)
    assert mean.iloc[0] < mean.max() / 3 and mean.iloc[-1] < mean.max() / 2
    assert mean.idxmax() in range(2015, 2020)


def test_denmark_stands_for_the_count_of_indigo():
    signed = by_2023(Scenario.load("denmark"))
    assert signed.quantile(0.05) <= target("deals_recorded", "denmark") <= signed.quantile(0.95)
    assert signed.mean() == pytest.approx(target("deals_recorded", "denmark"), rel=0.25)


def test_the_pool_that_denmark_names_makes_about_as_many_as_the_other_count():
    signed = by_2023(Scenario.load("denmark").replace(pool=2.7))
    assert "pool = 2.7" in Scenario.load("denmark").description
    # The median, as some sets of numbers make far more than others.
    assert signed.median() == pytest.approx(target("partnerships", "denmark"), rel=0.15)


def test_denmark_starts_with_what_is_remembered_in_the_world_by_then():
    world = Scenario.load("world")
    until = world.step_of(Scenario.load("denmark").first_quarter)
    heard = []
    for replicate in range(60):
        state = new_run(world, seed=1, replicate=replicate).advance(until).state
        heard.append(100 * state.run["world_news"][0] / len(state.authorities))
    assert np.mean(heard) == pytest.approx(Scenario.load("denmark").consideration.news_at_start, abs=1.0)


def test_world_counts_its_actors_as_its_comments_say():
    world = Scenario.load("world")
    listed = {kind: sum(getattr(country, kind) for country in world.countries) for kind in ("providers", "investors")}
    authorities = sum(country.authorities for country in world.countries)
    assert authorities == pytest.approx(500, rel=0.05)
    assert listed["providers"] / authorities == pytest.approx(2.0, rel=0.05)
    assert listed["investors"] / authorities == pytest.approx(2 / 3, rel=0.05)


def test_the_pool_of_world_makes_about_as_many_partnerships_as_were_recorded():
    world = Scenario.load("world")
    counts = launches_by_year()
    until = world.replace(quarters=4 * len(counts), over="defaults")
    signed = simulate(until, 10, seed=1).runs["signed"]
    assert signed.mean() == pytest.approx(counts["all"].sum(), rel=0.15)
