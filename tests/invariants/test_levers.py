"""A lever that starts in 2020 changes nothing before 2020."""

import numpy as np
import pytest

from sipabm.levers import Lever

LEVERS = [lever.name.lower() for lever in Lever]
STEP = 40  # 2020Q1 in a run that starts in 2010Q1
YEAR = 10


def before(rows, column):
    return rows[rows[column] < STEP]


@pytest.fixture(scope="module")
def without_policy(lively):
    """The lively scenario without any lever and with strict evaluations, over 60 quarters."""
    strict = {"monitoring": 0.2, "comparison": 0.4, "experiment": 0.4}
    return lively.replace(levers=type(lively.levers)(), rigour_asked=strict)


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_lever_that_starts_in_2020_changes_nothing_before(without_policy, run, attempts, contracts, lever, seed):
    base, policy = run(without_policy, seed), run(without_policy.with_policy(f"{lever}=0.9@2020Q1"), seed)
    assert (base.yearly[:YEAR] == policy.yearly[:YEAR]).all()
    assert (base.states[:YEAR] == policy.states[:YEAR]).all()
    assert (before(attempts(base), "ended") == before(attempts(policy), "ended")).all()
    ended = [rows[rows["status"] > 0] for rows in (contracts(base), contracts(policy))]
    assert (before(ended[0], "ended") == before(ended[1], "ended")).all()
    assert len(before(attempts(base), "ended")) > 50


@pytest.mark.parametrize("lever", LEVERS)
def test_every_lever_changes_something_after_it_starts(without_policy, run, lever):
    policy = without_policy.with_policy(f"{lever}=0.9@2020Q1")
    pairs = [(run(without_policy, seed), run(policy, seed)) for seed in range(10)]
    assert any((base.yearly[YEAR:] != changed.yearly[YEAR:]).any() for base, changed in pairs)


@pytest.mark.parametrize("lever", LEVERS)
def test_a_lever_that_has_ended_is_practice_again(without_policy, run, attempts, lever):
    """A policy that ends before anything starts changes nothing at all."""
    quiet = without_policy.replace(own_interest=0.0, first_quarter="2009Q1", quarters=64, fund_pull=0.0)
    base, policy = run(quiet), run(quiet.with_policy(f"{lever}=0.9@2009Q1:2009Q4"))
    assert (base.yearly == policy.yearly).all()


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_lever_without_intensity_changes_nothing(without_policy, run, attempts, lever, seed):
    base, policy = run(without_policy, seed), run(without_policy.with_policy(f"{lever}=0@2012Q1"), seed)
    assert (base.yearly == policy.yearly).all()
    assert (attempts(base) == attempts(policy)).all()


def test_two_levers_before_2020_agree_where_only_the_second_differs(without_policy, run):
    one = without_policy.with_policy("early_meetings=0.5@2014Q1")
    two = one.with_policy("pooled_budgets=1@2020Q1", "flexible_contracts=1@2020Q1")
    assert (run(one).yearly[:YEAR] == run(two).yearly[:YEAR]).all()
    assert (run(one).yearly != run(two).yearly).any()


def test_a_lever_in_full_use_is_used_by_every_project_from_its_date_on(without_policy, run, attempts):
    policies = ("early_meetings=1@2012Q1", "pragmatic_data=1@2012Q1", "innovation_houses=1@2012Q1")
    rows = attempts(run(without_policy.with_policy(*policies)))
    assert (rows["early_meeting"] == (rows["started"] >= 8)).all()
    assert (rows["house"] == (rows["started"] >= 8)).all()
    made_case = rows[(rows["stage"] > 1) & (rows["started"] >= 8)]
    assert (made_case["pragmatic"] == 1).all()


def test_half_of_the_projects_use_a_lever_of_one_half(lively, run, attempts):
    by_practice = lively.replace(bending=0.0)
    rows = np.concatenate([attempts(run(by_practice, replicate=replicate)) for replicate in range(10)])
    error = 0.5 / np.sqrt(len(rows))
    assert rows["early_meeting"].mean() == pytest.approx(0.5, abs=4 * error)
