"""Limit cases: settings in which what must come out is known before anything runs."""

import csv

import numpy as np
import pytest

from sipabm import Scenario, simulate
from sipabm.levers import BENDING_LEVERS
from sipabm.parameters import GROUPS, ByDomain
from sipabm.scenario import Country
from sipabm.world import build_world
from sipabm.world.names import actor_names

ERRORS = 3.0  # a true equality is missed once in four hundred comparisons
ALL_AREAS = ("social", "employment", "health")
NOBODY_ERRS = {
    "misjudgement_spread": 0.0,
    "investor_confidence": 1.0,
    "return_learning": 0.0,
    "referral_loss": 0.0,
    "labour_market_shock": 0.0,
    "bad_results_stop": 0.0,
    "government_end": 0.0,
    "upskilling_offered": 0.0,
    "levers.flexible_contracts.practice": 0.0,
    "machine_share": 0.0,
    **{f"new_law.{area}": 0.0 for area in ALL_AREAS},
}
# A cap, a guarantee and a break term turn luck into gain or loss for one side.
EVEN_TERMS = {"guarantee": 0.0, "return_cap": 100.0, "payment_cap": 100.0, "break_unpaid": 0.0}
NO_LUCK = {
    "quality_spread": 0.0,
    "quality_skill": 0.0,
    "novelty_risk": 0.0,
    "delivery_noise": 0.0,
    **{f"attribution_noise.{rigour}": 0.0 for rigour in ("monitoring", "comparison", "experiment")},
    **{f"case_uncertainty.{area}": 0.01 for area in ALL_AREAS},
}
NO_BARRIERS = {
    "data_cost": 0.0,
    "case_threshold": 0.0,
    "mapping_cost": 0.0,
    "frontline_noise": 0.0,
    "resistance": 0.0,
    "local_politics": 0.0,
    "government_change_stop": 0.0,
    "law_stop": 0.0,
    "meeting_procurement_risk": 0.0,
    "immune_response": 0.0,
    "breakdown": 0.0,
    "sponsor_withdrawal": 0.0,
    **{f"competence_needed.{kind}": 0.0 for kind in ("finance", "contracts", "evaluation")},
}


def means_by_run(values, runs):
    """Return mean and standard error over runs of a number per run, 0 where a run has none."""
    numbers = values.reindex(range(runs), fill_value=0.0)
    return numbers.mean(), numbers.std() / np.sqrt(runs)


def promised_and_received(runs, **changes):
    """Return deal by deal how much of what investors were promised they did not receive, and its run."""
    # At the defaults: there actors expect that quality which providers have on average.
    changes = {**NOBODY_ERRS, **EVEN_TERMS, "quarters": 60, "over": "defaults", **changes}
    results = simulate(Scenario.load("world").replace(changes), runs)
    contracts = results.contracts.query("status == 'delivered' and capital_investors > 0")
    assert len(contracts) > 20 * runs
    return (contracts["promised"] - contracts["to_investors"]) / contracts["promised"], contracts["run"]


def test_without_luck_promised_equals_received_deal_by_deal_even_for_the_naive():
    differences, _ = promised_and_received(2, selection_awareness=0.0, **NO_LUCK)
    # The least uncertainty a case may have is a hundredth: four standard deviations of it.
    assert differences.abs().max() < 0.06


@pytest.mark.slow
def test_with_full_awareness_of_selection_promised_equals_received_on_average():
    differences, runs = promised_and_received(20, selection_awareness=1.0)
    mean, error = means_by_run(differences.groupby(runs).mean(), 20)
    assert abs(mean) < ERRORS * error
    assert error < 0.006


@pytest.mark.slow
def test_naive_investors_in_a_tight_market_suffer_the_winners_curse():
    # Where only the best cases are signed, those who take them as they stand are disappointed.
    tight = {"case_threshold": 3.0}
    naive, runs = promised_and_received(20, selection_awareness=0.0, **tight)
    aware, others = promised_and_received(20, selection_awareness=1.0, **tight)
    mean, error = means_by_run(naive.groupby(runs).mean(), 20)
    assert mean > ERRORS * error
    assert mean > aware.groupby(others).mean().mean()


def test_without_barriers_exactly_those_attempts_are_signed_whose_joint_surplus_is_positive():
    lively = {"own_interest": 0.2, "development_slots": 3.0, "give_up": 0.0, "done": 0.0}
    scenario = Scenario.load("classroom").replace({**NO_BARRIERS, **lively})
    attempts = simulate(scenario, 4).attempts
    reached = attempts[attempts["stage"].astype(str).isin(["negotiation", "signed"]) & (attempts["surplus"] != 0.0)]
    signed = reached["outcome"].astype(str) == "signed"
    assert 100 < signed.sum() < len(reached)
    assert (signed == (reached["surplus"] > 0.0)).all()


def equal_areas(scenario):
    """Return a scenario in which every number that differs by welfare area has its social value everywhere."""
    changes = {}
    for group, members in GROUPS.items():
        for name, field in members.model_fields.items():
            if isinstance(field.default, ByDomain):
                social = getattr(getattr(scenario, group), name).social
                changes |= {f"{name}.{area}": social for area in ALL_AREAS}
    return scenario.replace(changes)


def test_equal_areas_have_equal_results():
    runs = 60
    scenario = equal_areas(Scenario.load("classroom").replace(own_interest=0.1))
    yearly = simulate(scenario, runs).yearly
    for count in ("started", "signed", "ended_early", "effect", "misplaced"):
        sums = yearly.groupby(["run", "domain"], observed=True)[count].sum().unstack("domain", fill_value=0.0)
        for other in ("employment", "health"):
            mean, error = means_by_run(sums["social"] - sums[other], runs)
            assert abs(mean) <= ERRORS * error, (count, other)


def test_equal_areas_bend_equally():
    """Each year's mean propensity of an area's starts, over runs: barriers differ by luck alone."""
    runs = 60
    scenario = equal_areas(Scenario.load("classroom").replace(own_interest=0.1, bending=4.0, give_up=0.1, done=0.1))
    yearly = simulate(scenario, runs).yearly
    for lever in BENDING_LEVERS:
        counts = ["started", f"propensity_{lever.name.lower()}"]
        sums = yearly.groupby(["run", "domain"], observed=True)[counts].sum()
        means = (sums[counts[1]] / sums["started"]).unstack("domain").dropna()
        assert len(means) > runs - 10
        for other in ("employment", "health"):
            differences = means["social"] - means[other]
            error = differences.std() / np.sqrt(len(differences))
            assert abs(differences.mean()) <= ERRORS * error, (lever, other)
            assert error < 0.03


def shape(scenario, runs):
    """Return the fall of the mean curve of a scenario after its highest three years, and its jackknife error."""
    yearly = simulate(scenario, runs).yearly.query("2010 <= year <= 2023")
    curves = yearly.groupby(["year", "run"])["signed"].sum().unstack("run", fill_value=0.0)
    falls = [fall(curves.drop(columns=run).mean(axis=1)) for run in curves.columns]
    return fall(curves.mean(axis=1)), np.std(falls) * np.sqrt(runs - 1)


def fall(curve):
    """Return how far the mean of the last three years lies below the highest mean of three years."""
    return 1.0 - curve.tail(3).mean() / curve.rolling(3).mean().max()


@pytest.mark.slow
def test_a_world_of_four_times_the_actors_and_purses_has_the_same_shape():
    world = Scenario.load("world").replace(quarters=56, pool=1.0)
    funds = [{**fund.model_dump(), "purse": 4.0 * fund.purse} for fund in world.funds]
    (small, first), (large, second) = shape(world, 48), shape(world.replace(pool=4.0, funds=funds), 16)
    assert abs(small - large) <= 0.05 + 2.0 * np.hypot(first, second)


def test_a_larger_pool_leaves_actors_their_identity_and_luck():
    scenario = Scenario.load("denmark")
    few, many = (build_world(scenario.replace(pool=pool), 7, 0) for pool in (1.0, 2.5))
    for kind in ("authorities", "providers", "investors"):
        before, after = getattr(few, kind), getattr(many, kind)
        assert len(after.identity) > 2 * len(before.identity)
        kept = np.isin(after.identity, before.identity)
        assert (after.identity[kept] == before.identity).all()
        assert (after.traits[kept] == before.traits).all()


def test_splitting_a_country_with_the_same_ties_changes_nothing(tmp_path):
    # Other authorities pay for gains in their own country alone: with a border between them they cannot.
    apart = {f"joint_commissioning.{area}": 0.0 for area in ALL_AREAS}
    lively = {"own_interest": 0.1, "levers.pooled_budgets.practice": 0.0, **apart}
    whole = Scenario.load("classroom").replace(lively)
    votes = {"first_election": "2011Q2", "election_period": 16}
    halves = [Country(code=code, authorities=30, providers=30, investors=30, **votes) for code in "AB"]
    split = whole.replace(countries=halves)
    ties = build_world(whole, 3, 0).ties.pairs
    runs, totals = 60, []
    for number, scenario in enumerate((whole, split)):
        path = tmp_path / f"ties{number}.csv"
        write_ties(path, ties, actor_names(scenario))
        results = simulate(scenario.replace(ties="edge_list", edge_list=str(path)), runs)
        totals.append(means_by_run(results.yearly.groupby("run")["signed"].sum(), runs))
    (first, error), (second, other) = totals
    assert abs(first - second) <= ERRORS * np.hypot(error, other)
    assert first > 3.0


def write_ties(path, pairs, names):
    """Write ties by the names that actors have in a scenario."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["first", "second"])
        rows.writerows([names[first], names[second]] for first, second in pairs)
