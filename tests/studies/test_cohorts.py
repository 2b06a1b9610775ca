"""Cohorts: which attempts they are of, and what is kept of them, counted anew from the tables."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.report.flows import PARTIES
from sipabm.report.net_positions import net_positions
from sipabm.runs import run_histories
from sipabm.statistics.durations import share_ended
from sipabm.studies.cohorts import (
    BY_DURATION,
    COUNTS,
    LONGEST_DEVELOPMENT,
    QUARTERS_SERVED,
    THRESHOLDS,
    Cohort,
    checked_begun,
    cohort_columns,
    cohort_of,
    kept_names,
    of_cohort,
    policy_start,
)
from sipabm.sweeps.histories import Histories, Told
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.run_columns import AREAS

COSTS = ["cost_authority", "cost_provider", "cost_investors", "cost_funds"]


@pytest.fixture(scope="module")
def denmark():
    return Scenario.load("denmark")


def histories_of(scenario):
    """Return the histories of four runs."""
    return Histories([Told(scenario, one) for one in run_histories(scenario, range(4), 2, "engine", True)], 2)


def kept_of(cohort, scenario):
    """Return what is kept of four runs for a cohort: a row for each run, without the years in the names."""
    return pd.DataFrame(of_cohort(cohort, histories_of(scenario)), columns=kept_names())


@pytest.fixture(scope="module")
def short(lively):
    return lively.replace(quarters=32)


@pytest.fixture(scope="module")
def results(short):
    return simulate(short, 4, seed=2)


# which attempts


@pytest.mark.parametrize(
    ("policy", "cohort"),
    [
        ("early_meetings=1@2026Q3", Cohort(2026, 2028)),  # 2040 less five years of development and seven of service
        ("early_meetings=1@2022Q1:2024Q2", Cohort(2022, 2024)),  # what begins after the policy is not of it
        ("early_meetings=1@2035Q1", Cohort(2035, 2035)),  # a year at least, though the runs do not show its end
    ],
)
def test_attempts_begin_from_the_policy_on_as_long_as_their_end_is_shown(denmark, policy, cohort):
    assert cohort_of(denmark, denmark.with_policy(policy), (2018, 2040)) == cohort


def test_what_is_no_policy_is_so_from_the_first_year_that_counts(denmark):
    for other in (denmark.replace(give_up=0.2), denmark.replace({"levers.pooled_budgets.practice": 0.3})):
        assert cohort_of(denmark, other, (2018, 2040)) == Cohort(2018, 2028)
        assert cohort_of(denmark, other.with_policy("early_meetings=1@2026Q1"), (2019, 2040)) == Cohort(2019, 2028)


def test_a_policy_in_one_area_has_its_own_dates_too(denmark):
    assert cohort_of(denmark, denmark.with_policy("early_meetings.social=1@2026Q1"), (2018, 2040)) == Cohort(2026, 2028)


def test_of_two_policies_the_first_to_start_counts(denmark):
    both = denmark.with_policy("early_meetings=1@2026Q1", "pooled_budgets=1@2023Q1")
    assert cohort_of(denmark, both, (2018, 2040)) == Cohort(2023, 2028)
    assert cohort_of(both, denmark, (2018, 2040)) == Cohort(2023, 2028)


def test_a_policy_starts_in_the_first_quarter_in_which_worlds_differ_by_it_and_nothing_else_starts(denmark):
    both = denmark.with_policy("early_meetings=1@2026Q3", "pooled_budgets=1@2023Q4")
    assert policy_start(denmark, both) == policy_start(both, denmark) == "2023Q4"
    assert policy_start(denmark.with_policy("pooled_budgets=1@2023Q4"), both) == "2026Q3"
    assert policy_start(denmark, denmark.replace(give_up=0.2)) is None
    assert policy_start(denmark, denmark) is None


@pytest.mark.parametrize("begun", [(2012,), "2012:2014", 2012, (2012.0, 2013), (True, 2012)])
def test_what_is_no_pair_of_years_is_refused_in_one_line(begun, line_of):
    line = line_of(lambda: checked_begun(begun, (2010, 2016)))
    assert line.startswith("begun = ") and "from 2010 to 2016" in line


@pytest.mark.parametrize(
    ("begun", "words"),
    [
        ((2010, 2017), "begun: last = 2017 is not allowed; it should be a year from 2010 to 2016"),
        ((2009, 2012), "begun: first = 2009 is not allowed; it should be a year from 2010 to 2016"),
        ((2014, 2012), "begun: last = 2012 is before first = 2014; give a last year that is not earlier"),
    ],
)
def test_years_outside_the_runs_are_refused_by_their_numbers(begun, words, line_of):
    assert line_of(lambda: checked_begun(begun, (2010, 2016))) == words


def test_an_end_that_is_left_open_is_that_of_the_runs():
    assert checked_begun((2012, None), (2010, 2016)) == Cohort(2012, 2016)
    assert checked_begun(Cohort(2012, 2014, "health"), (2010, 2016)) == Cohort(2012, 2014)
    assert checked_begun((None, 2012), (2010, 2016)) == Cohort(2010, 2012)


def test_hardly_any_attempt_is_developed_for_longer_than_is_waited_for(denmark):
    attempts = simulate(denmark, 4, seed=6).attempts
    took = attempts["ended"].array.asi8 - attempts["started"].array.asi8
    assert len(took) > 500 and (took > 4 * LONGEST_DEVELOPMENT).mean() < 0.001


# what is kept


def test_counts_are_those_of_the_tables(results, short):
    years = range(2012, 2017)
    found = kept_of(Cohort(2012, 2016), short)
    attempts = results.attempts[results.attempts["started"].dt.year.isin(years)]
    contracts = results.contracts[results.contracts["started"].dt.year.isin(years)]
    status = contracts["status"].astype(str)
    for run in range(4):
        row, own = found.loc[run], status[contracts["run"] == run]
        assert row["signed"] == len(own) == ((attempts["run"] == run) & (attempts["outcome"] == "signed")).sum()
        assert row["running"] == (own == "running").sum()
        assert row["ended_early"] == (~own.isin(["running", "delivered"])).sum()
        assert row["developing"] == row["started"] - (attempts["run"] == run).sum()
    effect = contracts.loc[status != "running", "effect"]
    assert found["effect"].sum() == pytest.approx(effect.sum())
    threshold = results.number("success_threshold").iloc[0]
    assert found["successful"].sum() == ((status == "delivered") & (contracts["effect"] >= threshold)).sum()
    assert (found[["developing", "running", "ended", "successful", "ended_early"]].sum() > 0).all()


def test_positions_are_closed_and_hold_the_cost_of_attempts_that_came_to_nothing(results, short):
    found = kept_of(Cohort(2010, 2017), short).sum()  # all of them
    contracts = results.contracts[results.contracts["status"] != "running"]
    stopped = results.attempts.loc[results.attempts["outcome"] == "stopped", COSTS].to_numpy().sum()
    created = contracts.filter(like="value_").to_numpy().sum()
    used = contracts[["spent", *COSTS, "cost_after", "burden"]].to_numpy().sum() + stopped
    everyone = sum(found[f"net_with_other_value_{party}"] for party in PARTIES)
    assert everyone == pytest.approx(created - used) and stopped > 0
    # Against ordinary contracts service costs the same: what is left is effect, and what it takes to get there.
    part = (contracts["conventional_effect"] / contracts["effect"]).fillna(0.0)
    ordinary = contracts.filter(like="value_").mul(part, axis=0).to_numpy().sum()
    ordinary -= contracts[["spent", "conventional_cost"]].to_numpy().sum()
    against = sum(found[f"net_with_other_value_against_ordinary_{party}"] for party in PARTIES)
    assert against == pytest.approx(created - used - ordinary)


def test_losses_are_of_partnerships_in_which_a_party_lacks_cash(results, short):
    found = kept_of(Cohort(2010, 2017), short).sum()
    contracts = results.contracts[results.contracts["status"] != "running"]
    net = contracts["to_investors"] - contracts["capital_investors"] - contracts["cost_investors"]
    assert found["loss_investors"] == pytest.approx(-net[net < 0].sum())
    assert found["loss_citizens"] == 0
    # Under an ordinary contract investors have nothing to lose.
    assert found["loss_against_ordinary_investors"] == pytest.approx(-net[net < 0].sum())


def test_what_losses_exceed_a_threshold_by_is_that_of_contracts_one_by_one(results, short):
    found = kept_of(Cohort(2010, 2017), short)
    contracts = results.contracts[results.contracts["status"] != "running"]
    of_investors = contracts["capital_investors"] + contracts["cost_investors"] - contracts["to_investors"]
    part = (contracts["conventional_effect"] / contracts["effect"]).fillna(0.0)
    of_ordinary = contracts["spent"] + contracts["conventional_cost"] - part * contracts["value_own_cashable"]
    losses = {"loss_beyond_{}_investors": of_investors, "loss_beyond_ordinary_{}_authority": of_ordinary}
    for name, loss in losses.items():
        for number, threshold in enumerate(THRESHOLDS):
            by_run = (loss - threshold).clip(lower=0.0).groupby(contracts["run"]).sum().reindex(range(4), fill_value=0)
            np.testing.assert_allclose(found[name.format(number)], by_run, atol=1e-9)
    assert found["loss_beyond_10_investors"].sum() > 0


def test_of_a_cohort_that_has_ended_the_share_by_durations_is_the_plain_one(lively):
    found = kept_of(Cohort(2010, 2012), lively).sum()
    assert found["running"] == 0 < found["ended_early"]
    early, otherwise, at_risk = (
        np.array([found[f"{name}_{quarter}"] for quarter in QUARTERS_SERVED]) for name in BY_DURATION
    )
    plain = found["ended_early"] / found["ended"]
    assert share_ended(early, otherwise, at_risk) == pytest.approx(plain)


def test_durations_are_those_of_contracts_one_by_one(results, short):
    found = kept_of(Cohort(2010, 2017), short)
    status, served = results.contracts["status"].astype(str), results.contracts["quarters_run"]
    for quarter in (1, 7, 16, 28):
        at_risk = results.contracts[served >= quarter]["run"].value_counts()
        early = results.contracts[(served == quarter) & ~status.isin(["running", "delivered"])]["run"].value_counts()
        for name, counts in (("served", at_risk), ("early_after", early)):
            assert found[f"{name}_{quarter}"].tolist() == counts.reindex(range(4), fill_value=0).tolist()


def test_each_cohort_is_kept_once_under_names_of_its_own(results, short):
    kept = cohort_columns([Cohort(2012, 2014), Cohort(2012, 2014), Cohort(2013, 2013)])
    assert len(kept) == 2
    for each in kept:
        values = each.values_of(histories_of(short))
        assert values.shape == (4, len(set(each.names))) and np.isfinite(values).all()
    begun = results.yearly[results.yearly["year"].isin([2012, 2013, 2014])].groupby("run")["started"].sum()
    assert kept[0].names[0] == "started_begun_2012_2014"
    assert kept[0].values_of(histories_of(short))[:, 0].tolist() == begun.tolist()


def test_of_runs_that_end_before_contracts_do_those_that_serve_are_signed_and_running(lively):
    """Rows of contracts that still run are written when a run ends, and not where it is cut off."""
    cohort = Cohort(2011, 2012)
    cut = measure_runs({"cut": lively}, 3, 2, measures=[], own=cohort_columns([cohort]), last=2014)
    whole = measure_runs({"whole": lively.replace(quarters=20)}, 3, 2, measures=[], own=cohort_columns([cohort]))
    for name in COUNTS:
        np.testing.assert_array_equal(*(each.sums([cohort.column(name)]) for each in (cut, whole)))
    assert whole.sums([cohort.column("running")]).sum() > 0


# in one welfare area


def test_what_areas_have_adds_up_to_what_all_have(any_scenario):
    begun = 0
    for number in range(8):
        scenario = any_scenario(number)
        first = int(scenario.first_quarter[:4])
        of_all, *of_areas = (kept_of(Cohort(first, first + 9, area), scenario) for area in (None, *AREAS))
        np.testing.assert_allclose(sum(of_areas), of_all, rtol=1e-9, atol=1e-9)
        begun += of_all["started"].sum()
    assert begun > 100


# discounted


def test_what_a_discounted_cohort_leaves_is_what_the_report_has(results, short):
    every, plain = Cohort(2010, 2017, None, 0.035), Cohort(2010, 2017)
    table = net_positions(results, 0.035)
    rows = table[table["domain"] == "all"].set_index("party")
    for net, name in (("net_cash", "net_cash"), ("net_with_other_value", "net_with_other_value")):
        kept = kept_of(every, short)
        for party in PARTIES:
            assert kept[f"{net}_{party}"].mean() == pytest.approx(rows.loc[party, name], abs=1e-8)
    against = kept_of(every, short)[[f"net_cash_against_ordinary_{party}" for party in PARTIES]].sum(axis=1).mean()
    assert against == pytest.approx((rows["net_cash"] - rows["net_cash_ordinary"]).loc[list(PARTIES)].sum(), abs=1e-8)
    same = [name for name in kept_names() if name in COUNTS or name.startswith(BY_DURATION)]
    pd.testing.assert_frame_equal(kept_of(every, short)[same], kept_of(plain, short)[same])


def test_a_rate_of_nothing_changes_no_bit_and_each_rate_has_columns_of_its_own(short):
    pd.testing.assert_frame_equal(
        kept_of(Cohort(2010, 2017, None, 0.0), short), kept_of(Cohort(2010, 2017), short), check_exact=True
    )
    names = {Cohort(2010, 2017, None, rate).column("signed") for rate in (0.0, 0.03, 0.035)}
    assert len(names) == 3
