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


# --- in some welfare areas -------------------------------------------------------------------------------------------

AREAS = ("social", "employment", "health")
EVERY_AREA = ".".join(AREAS)


def assert_same(one, other):
    for told, again in zip(one[1:], other[1:], strict=True):
        assert np.array_equal(told, again)


@pytest.mark.parametrize("lever", LEVERS)
def test_a_policy_in_every_area_by_name_is_one_in_all(without_policy, history, lever):
    one, other = (without_policy.with_policy(f"{lever}{areas}=0.7@2012Q1") for areas in ("", f".{EVERY_AREA}"))
    assert_same(history(one), history(other))


@pytest.mark.parametrize("lever", LEVERS)
def test_a_policy_in_an_area_that_nobody_needs_changes_nothing(without_policy, history, lever):
    nobody_ill = without_policy.replace(need={"social": 0.6, "employment": 0.4, "health": 0.0})
    base, policy = history(nobody_ill), history(nobody_ill.with_policy(f"{lever}.health=0.9@2011Q1"))
    assert_same(base, policy)
    assert len(base.attempts) > 50


@pytest.mark.parametrize("lever", LEVERS)
def test_a_policy_in_an_area_changes_something(without_policy, run, lever):
    policy = without_policy.with_policy(f"{lever}.health=0.9@2011Q1")
    pairs = [(run(without_policy, seed), run(policy, seed)) for seed in range(10)]
    assert any((base.yearly != changed.yearly).any() for base, changed in pairs)


def test_a_lever_in_full_use_in_an_area_is_practice_in_the_others(without_policy, run, attempts):
    policies = ("early_meetings.health=1@2012Q1", "pragmatic_data.social.employment=1@2012Q1")
    rows = attempts(run(without_policy.replace(bending=0.0).with_policy(*policies)))
    in_health, later = rows["domain"] == AREAS.index("health"), rows["started"] >= 8
    assert (rows["early_meeting"] == (in_health & later)).all()
    with_case = rows[(rows["stage"] > 1) & later]
    assert (with_case["pragmatic"] == (with_case["domain"] != AREAS.index("health"))).all()
    assert 20 < in_health.sum() < len(rows) - 20


def test_the_fund_of_the_lever_pays_in_its_areas_alone(without_policy, run, contracts):
    policy = without_policy.replace(funds=()).with_policy("outcomes_fund.social=0.9@2010Q1")
    rows = np.concatenate([contracts(run(policy, replicate=replicate)) for replicate in range(10)])
    paid = rows["fund_committed"] > 0
    assert (rows["domain"][paid] == AREAS.index("social")).all()
    assert paid.sum() > 10


def test_attempts_in_an_area_are_the_same_until_another_area_starts_one_under_its_policy(without_policy, run, attempts):
    """From then on areas meet: in what authorities can do at once, partners, purses, and what is known."""
    policy = without_policy.with_policy("early_meetings.health=1@2016Q1")
    base, changed = attempts(run(without_policy)), attempts(run(policy))
    under_it = changed[(changed["domain"] == AREAS.index("health")) & (changed["early_meeting"] == 1)]
    first = under_it["started"].min()
    assert first >= 24
    social = [rows[rows["domain"] == AREAS.index("social")] for rows in (base, changed)]
    known = ["authority", "started", "capital"]
    begun = [rows[rows["started"] <= first][known] for rows in social]
    assert sorted(begun[0].tolist()) == sorted(begun[1].tolist())
    ended = [rows[rows["ended"] < first] for rows in social]
    assert (ended[0] == ended[1]).all()
    assert len(ended[0]) > 10
