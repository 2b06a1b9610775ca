import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.barriers import Barrier
from sipabm.language.numbers import plain
from sipabm.report import barriers, funnel, key_figures, observed_launches, report, yearly_summary
from sipabm.words import Stage

RUNS = 4


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively, replicates=RUNS, seed=3)


@pytest.fixture(scope="module")
def nothing_happens():
    """One run in which no authority ever looks at partnerships."""
    quiet = {name: 0.0 for name in ("own_interest", "word_of_mouth", "world_news", "fund_pull")}
    return simulate(Scenario.load("classroom").replace(quiet))


def figure(results, name):
    return key_figures(results).set_index("name").loc[name]


def test_yearly_means_add_up_to_the_mean_total_of_runs(results):
    table = yearly_summary(results)
    for measure in ("considered", "started", "signed", "stopped", "delivered", "ended_early", "capital"):
        assert table[f"{measure}_mean"].sum() == pytest.approx(results.runs[measure].mean())


def test_yearly_band_is_that_of_contracts_signed_in_the_year(results):
    row = yearly_summary(results).set_index("year").loc[2016]
    signed = results.contracts[results.contracts["signed"].astype(str).str.startswith("2016")]
    counts = [int((signed["run"] == run).sum()) for run in range(RUNS)]
    assert row["signed_low"] == pytest.approx(np.quantile(counts, 0.05))
    assert row["signed_high"] == pytest.approx(np.quantile(counts, 0.95))


def test_funnel_counts_attempts_whose_end_lies_past_a_stage(results):
    steps = funnel(results).set_index("step")["mean"]
    ended = results.attempts["stage"].cat.codes
    assert steps["past_meeting"] == pytest.approx((ended > Stage.MEETING).sum() / RUNS)
    assert steps["past_mobilisation"] == pytest.approx((ended > Stage.MOBILISATION).sum() / RUNS)
    assert steps["signed"] == pytest.approx(len(results.contracts) / RUNS)
    assert steps["delivered"] == pytest.approx((results.contracts["status"] == "delivered").sum() / RUNS)


def test_funnel_only_narrows_and_its_shares_start_at_one_with_what_was_started(results):
    table = funnel(results)
    assert (table["mean"].diff().dropna() <= 0).all()
    assert table.set_index("step").loc["started", "share_of_started"] == 1.0
    assert np.isnan(table.set_index("step").loc["considered", "share_of_started"])
    assert ((table["low"] <= table["high"]) & table["label"].notna()).all()


def test_barriers_are_those_of_the_stopped_attempts(results):
    table = barriers(results).set_index(["domain", "barrier"])
    stopped = results.attempts[results.attempts["outcome"] == "stopped"]
    assert len(table) == 4 * len(Barrier)
    for (domain, barrier), row in table.iterrows():
        own = stopped if domain == "all" else stopped[stopped["domain"] == domain]
        assert row["share"] == pytest.approx((own["barrier"] == barrier).mean())
        assert row["stopped_a_run"] == pytest.approx((own["barrier"] == barrier).sum() / RUNS)


def test_attempts_under_development_are_not_counted_as_stopped(lively):
    results = simulate(lively.replace(quarters=9), replicates=2)
    left = len(results.attempts) / 2
    started = funnel(results).set_index("step").loc["started", "mean"]
    assert started > left
    assert barriers(results).query("domain == 'all'")["stopped_a_run"].sum() <= left
    assert f"Still under development at the end: {plain(started - left)} attempts per run" in report(results).notes[0]


def test_key_figures_are_medians_over_the_contracts_of_a_run(results):
    contracts = results.contracts
    waited = pd.PeriodIndex(contracts["signed"].astype(str), freq="Q").asi8 - (
        pd.PeriodIndex(contracts["started"].astype(str), freq="Q").asi8
    )
    months = [np.median(3 * waited[contracts["run"] == run]) for run in range(RUNS)]
    assert figure(results, "months_to_signature")["mean"] == pytest.approx(np.mean(months))
    parties = [contracts.loc[contracts["run"] == run, "parties"].median() for run in range(RUNS)]
    assert figure(results, "parties_per_deal")["mean"] == pytest.approx(np.mean(parties))


def test_repeat_shares_agree_with_the_contracts(results):
    ordered = results.contracts.sort_values(["run", "signed"], kind="stable")
    again = ordered.duplicated(["run", "provider"]).groupby(ordered["run"]).mean()
    assert figure(results, "repeat_providers")["mean"] == pytest.approx(again.mean())


def test_shares_lie_between_zero_and_one(results):
    shares = key_figures(results).query("unit == 'share'")[["mean", "low", "high"]]
    assert shares.stack().between(0, 1).all()


def test_key_figures_stand_beside_the_range_observed(results):
    row = figure(results, "conversion")
    assert (row["observed_low"], row["observed_high"]) == (0.2, 0.43)
    assert figure(results, "share_ended_early")[["observed_low", "observed_high"]].tolist() == [0.2, 0.29]
    assert np.isnan(figure(results, "mean_success")["observed_low"])


def test_a_run_without_contracts_does_not_enter_what_only_contracts_have():
    results = simulate(Scenario.load("lone_authority").replace(quarters=12), replicates=3)
    assert results.contracts.empty and figure(results, "parties_per_deal")["runs"] == 0


@pytest.mark.parametrize(
    ("changes", "years"),
    [
        ({}, range(2010, 2024)),
        ({"name": "mine", "fatigue_jump": 0.1}, range(2010, 2024)),
        ({"quarters": 20}, range(2010, 2015)),
        ({"quarters": 19}, range(2010, 2014)),
    ],
)
def test_counts_observed_stand_beside_whole_years_of_any_scenario_of_the_world(changes, years):
    assert observed_launches(Scenario.load("world").replace(changes)).index.tolist() == list(years)


def test_counts_observed_do_not_stand_beside_another_scenario():
    renamed = Scenario.load("classroom").replace(name="world")
    assert observed_launches(renamed).empty


def test_a_world_in_which_nothing_happens_has_a_report(nothing_happens):
    said = report(nothing_happens)
    assert (said.funnel["mean"] == 0).all() and said.funnel["share_of_started"].isna().all()
    assert said.barriers["share"].isna().all() and said.key_figures["mean"].isna().all()


def test_tables_are_named_after_what_they_hold(results):
    assert set(report(results).tables()) == {
        "yearly_summary.csv", "funnel.csv", "barriers.csv", "key_figures.csv", "pockets.csv", "returns.csv",
    }  # fmt: skip


def test_growth_of_technology_is_noted_where_work_is_exposed(results, lively):
    assert "doubles every 12.5 years (a scenario, not an observation); 0 % of investors" in report(results).notes[-1]
    for changes in ({"doubling_time": 0.0}, {"exposure": {"social": 0.0, "employment": 0.0, "health": 0.0}}):
        quiet = simulate(lively.replace(changes).replace(quarters=4))
        assert not any("Technology" in note for note in report(quiet).notes)
