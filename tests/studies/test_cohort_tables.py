"""Tables of cohorts: what does not depend on the horizon, what a short one cannot show, and sums that must agree."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, compare, simulate
from sipabm.report.flows import EVERYONE, NET_CASH, PARTIES, PUBLIC, PUBLIC_BUDGETS, flows_of_contracts
from sipabm.report.net_positions import nets_tables, settled
from sipabm.statistics.tails import worst_tenth
from sipabm.studies.cohort_tables import (
    ENDED_EARLY,
    NEEDS,
    OPEN_ALLOWED,
    PER_PARTNERSHIP,
    SERVED,
    WORST,
    Pair,
)
from sipabm.studies.cohorts import Cohort
from sipabm.studies.contrasts import SAME
from sipabm.sweeps.measured import measured_tables
from sipabm.sweeps.measures import Measure

NUMBERS = ["base", "other", "difference", "low", "high"]
BEGUN = (2011, 2013)


def policy_of(scenario):
    return scenario.with_policy("flexible_contracts=1@2011Q1")


@pytest.fixture(scope="module")
def found(lively):
    return compare(lively, policy_of(lively), 12, seed=3, begun=BEGUN)


def outcome(found, measure):
    return found.cohort.set_index("measure").loc[measure]


# the horizon


def test_a_cohort_does_not_depend_on_the_horizon_once_it_is_long_enough(lively, found):
    longer = lively.replace(quarters=lively.quarters + 16)
    later = compare(longer, policy_of(longer), 12, seed=3, begun=BEGUN)
    pd.testing.assert_frame_equal(later.cohort, found.cohort)
    pd.testing.assert_frame_equal(later.net_positions, found.net_positions)
    assert not found.cohort["verdict"].str.startswith(NEEDS).any()
    # What is counted by calendar years does.
    signed = (each.table.set_index("measure").loc["signed", "base"] for each in (later, found))
    assert next(signed) > next(signed)


@pytest.mark.parametrize(("begun", "year"), [(None, 2038), ((2026, 2029), 2041)])
def test_a_short_horizon_has_no_verdict_but_the_year_that_it_needs(begun, year):
    """The case that was told with an interval and the wrong sign: only contracts that broke can have ended."""
    short = Scenario.load("denmark").replace(quarters=48)
    found = compare(short, short.with_policy("flexible_contracts=1@2026Q1"), 8, begun=begun)
    for measure in ("successful", "mean_effect", ENDED_EARLY):
        assert outcome(found, measure)["verdict"] == f"needs {year}"
    assert (found.net_positions["verdict"] == f"needs {year}").all()
    assert outcome(found, "still_open")["base"] > OPEN_ALLOWED
    assert ENDED_EARLY not in set(found.table["measure"])


@pytest.mark.parametrize(("running", "verdict"), [(1, None), (2, "needs 2024")])
def test_more_than_one_in_a_hundred_that_is_open_needs_a_later_year(running, verdict):
    counts = {"developing": 0.0, "running": float(running), "ended": 99.0}
    cohort = Cohort(2012, 2012)
    table = pd.DataFrame([{cohort.column(name): value for name, value in counts.items()}] * 2)
    measure = Measure("all", "all", "contracts", tuple(table.columns))
    runs = measured_tables([measure], {"base": table, "policy": table})
    assert Pair("policy", runs, cohort, 2020).needs(SERVED) == verdict


def test_the_year_that_is_needed_is_never_one_that_the_runs_have():
    cohort = Cohort(2012, 2012)
    names = [cohort.column(name) for name in ("developing", "running", "ended")]
    table = pd.DataFrame([[5.0, 5.0, 5.0]], columns=names)
    runs = measured_tables([Measure("all", "all", "contracts", tuple(names))], {"base": table, "policy": table})
    assert Pair("policy", runs, cohort, 2030).needs(SERVED) == "needs 2031"


# the numbers


def test_differences_are_those_of_both_worlds_within_their_intervals(found):
    for table in (found.cohort, found.net_positions):
        known = table.dropna(subset=["low"])
        np.testing.assert_allclose(known["difference"], known["other"] - known["base"], atol=1e-9)
        assert ((known["low"] <= known["difference"] + 1e-12) & (known["difference"] <= known["high"] + 1e-12)).all()
    assert (found.cohort["difference"].abs() > 0).sum() >= 4


def test_shares_of_a_cohort_that_has_ended_are_those_of_its_partnerships(found):
    columns = {name: found.runs.sums([Cohort(*BEGUN).column(name)]).sum(axis=1) for name in ("ended_early", "ended")}
    share = columns["ended_early"] / columns["ended"]
    assert outcome(found, ENDED_EARLY)[["base", "other"]].tolist() == pytest.approx(share.tolist())


def test_a_lever_without_effect_nets_nothing(lively):
    base = lively.replace({"levers.pooled_budgets.practice": 0.4})
    found = compare(base, base.with_policy("pooled_budgets=0.4@2011Q1"), 4, begun=BEGUN)
    for table in (found.cohort, found.net_positions):
        assert (table["difference"].fillna(0.0) == 0).all() and (table["verdict"] == SAME).all()
    assert (found.net_positions["base"] != 0).any()


def test_parties_add_up_to_all_together(found):
    table = found.net_positions[found.net_positions["measure"].str.startswith("net")]
    for _, rows in table.groupby(["measure", "per"]):
        by_party = rows.set_index("party")[["base", "other", "difference"]]
        for together, members in ((EVERYONE, list(PARTIES)), (PUBLIC, list(PUBLIC_BUDGETS))):
            np.testing.assert_allclose(by_party.loc[members].sum(), by_party.loc[together], atol=1e-9)


def test_a_run_a_partnership_and_a_year_tell_the_same(found):
    runs, partnerships, a_year = (
        found.net_positions[found.net_positions["per"] == per].set_index(["measure", "party"])
        for per in ("run", "partnership", "year")
    )
    partnerships = partnerships.loc[runs.index]  # without worst tenths, which a run and a year do not have
    np.testing.assert_allclose(a_year[NUMBERS] * 3, runs[NUMBERS])  # three years of beginnings
    ended = found.runs.sums([Cohort(*BEGUN).column("ended")]).mean(axis=1)
    for world, name in enumerate(("base", "other")):
        np.testing.assert_allclose(partnerships[name] * ended[world], runs[name], atol=1e-9)


def test_the_loss_in_the_worst_tenth_is_that_of_partnerships_of_all_runs(lively, found):
    rows = found.net_positions[found.net_positions["measure"] == WORST].set_index("party")
    for world, name in ((lively, "base"), (policy_of(lively), "other")):
        contracts = settled(simulate(world, 12, seed=3)).contracts
        contracts = contracts[contracts["started"].dt.year.between(*BEGUN)]
        cash = nets_tables(flows_of_contracts(contracts), contracts)[NET_CASH]
        exact = -worst_tenth(cash.clip(upper=0.0))
        for party in rows.index:
            assert exact[party] - 1e-9 <= rows.loc[party, name] <= 1.03 * exact[party] + 0.01, party
    assert (rows["per"] == PER_PARTNERSHIP).all() and rows.loc["investors", "base"] > 0.1


@pytest.mark.slow
def test_the_interval_of_the_worst_tenth_covers_what_many_runs_show(lively):
    """Nine in ten or more of small comparisons cover what a large one finds."""
    worlds = (lively, policy_of(lively))

    def worst(runs, seed):
        table = compare(*worlds, runs, seed=seed, begun=BEGUN).net_positions
        return table[(table["measure"] == WORST) & table["party"].isin(["investors", "authority"])]

    truth = worst(400, 99)["difference"].to_numpy()
    covered = [
        (rows["low"] <= truth) & (truth <= rows["high"])
        for rows in (worst(40, seed).reset_index() for seed in range(25))
    ]
    assert 0.84 <= np.mean(covered) <= 1.0


def test_several_alternatives_have_cohorts_of_their_own(lively):
    both = compare(lively, [lively.with_policy(f"early_meetings=1@{year}Q1") for year in (2011, 2012)], 3)
    assert list(both.begun.values()) == [Cohort(2011, 2012), Cohort(2012, 2012)]
    begun = both.cohort.groupby("alternative")["begun_first"].unique()
    assert [years.tolist() for years in begun] == [[2011], [2012]]
