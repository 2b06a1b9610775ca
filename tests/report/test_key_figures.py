"""Key figures: worked by hand, those of small runs, and the range observed beside them."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Results, Scenario, simulate
from sipabm.report import key_figures
from sipabm.report.key_figures import (
    KeyFigure,
    contract_median,
    conventional_effect,
    cost_of_attempts,
    key_figure_row,
    months_median,
    repeat_investors,
    run_share,
    share_in_area,
)
from sipabm.words import Domain

RUNS = 4


def figure(results, name):
    return key_figures(results).set_index("name").loc[name]


def made_of(**tables):
    """Return results of `classroom` that hold some tables."""
    frames = {name: pd.DataFrame(table) for name, table in tables.items()}
    return Results(Scenario.load("classroom"), {}, frames.__getitem__)


def test_months_are_three_for_each_quarter_from_idea_to_signature():
    quarter = {
        name: pd.PeriodIndex(values, freq="Q-DEC")
        for name, values in {
            "started": ["2010Q1", "2010Q1", "2010Q4"],
            "signed": ["2010Q3", "2011Q1", "2012Q4"],
        }.items()
    }
    made = made_of(contracts={"run": [0, 0, 1], **quarter})
    assert months_median(made).to_dict() == {0: 3 * 3.0, 1: 3 * 8.0}


def test_a_share_of_a_run_is_of_its_sums_and_missing_where_there_is_nothing():
    made = made_of(yearly={"run": [0, 0, 1], "repaid": [1, 0, 0], "with_investors": [1, 3, 0]})
    assert run_share("repaid", "with_investors", made).tolist() == pytest.approx([0.25, np.nan], nan_ok=True)


def test_payments_for_no_effect_are_a_share_of_all_payments_of_an_area():
    yearly = {"run": [0, 0, 0], "domain": ["social", "employment", "employment"]}
    made = made_of(yearly={**yearly, "misplaced": [0.5, 1.0, 2.0], "payment": [1.0, 6.0, 6.0]})
    assert share_in_area("misplaced", "payment", Domain.EMPLOYMENT, made).to_dict() == {0: 0.25}
    assert share_in_area("misplaced", "payment", Domain.HEALTH, made).empty


def test_every_deal_carries_the_development_cost_of_the_attempts_that_came_to_nothing():
    costs = {"cost_authority": [1.0, 2.0, 5.0], "cost_provider": [0.5, 0.5, 0.0], "cost_investors": [0.25, 0.75, 0.0]}
    made = made_of(yearly={"run": [0, 0, 1], "signed": [0, 2, 0], **costs})
    assert cost_of_attempts(made).tolist() == pytest.approx([2.5, np.nan], nan_ok=True)


def test_the_effect_of_conventional_contracts_is_a_mean_over_partnerships_that_ended():
    yearly = {"run": [0, 0, 1], "conventional_effect": [1.5, 0.5, 0.0], "delivered": [2, 0, 0]}
    made = made_of(yearly={**yearly, "ended_early": [1, 1, 0]})
    assert conventional_effect(made).tolist() == pytest.approx([0.5, np.nan], nan_ok=True)


def test_partnerships_and_conventional_contracts_agree_with_the_rows(busy_results):
    contracts = busy_results.contracts
    costs = contracts[["cost_authority", "cost_provider", "cost_investors"]].sum(axis=1)
    found = key_figures(busy_results).set_index("name")["mean"]
    assert found["cost_signed"] == pytest.approx(costs.groupby(contracts["run"]).mean().mean())
    ended = contracts[contracts["status"] != "running"].groupby("run")
    for name, rows in (("conventional_cost", contracts.groupby("run")), ("conventional_effect", ended)):
        assert found[name] == pytest.approx(rows[name].mean().mean())
    assert found["cost_of_attempts"] > found["cost_signed"]
    assert found["mean_effect"] > found["conventional_effect"] > 0


def test_investors_come_back_among_deals_that_have_one():
    yearly = {"run": [0, 0], "repeat_investors": [1, 0]}
    made = made_of(yearly=yearly, contracts={"run": [0, 0, 0], "investor": [4, 4, 0]})
    assert repeat_investors(made).to_dict() == {0: 0.5}


def test_a_figure_covers_the_runs_that_have_it_and_names_the_range_observed():
    made = made_of(contracts={"run": [0, 0, 2], "capital": [1.0, 3.0, 4.0]})
    targets = (("conversion", "lower"), ("conversion", "upper"))
    row = key_figure_row(KeyFigure("c", "capital", "", lambda given: contract_median("capital", given), targets), made)
    assert (row["mean"], row["runs"]) == (3.0, 2)
    assert (row["low"], row["high"]) == pytest.approx((2.1, 3.9))
    assert (row["observed_low"], row["observed_high"]) == (0.2, 0.43)


def test_key_figures_are_medians_over_the_contracts_of_a_run(busy_results):
    contracts = busy_results.contracts
    waited = pd.PeriodIndex(contracts["signed"].astype(str), freq="Q").asi8 - (
        pd.PeriodIndex(contracts["started"].astype(str), freq="Q").asi8
    )
    months = [np.median(3 * waited[contracts["run"] == run]) for run in range(RUNS)]
    assert figure(busy_results, "months_to_signature")["mean"] == pytest.approx(np.mean(months))
    parties = [contracts.loc[contracts["run"] == run, "parties"].median() for run in range(RUNS)]
    assert figure(busy_results, "parties_per_deal")["mean"] == pytest.approx(np.mean(parties))


def test_repeat_shares_agree_with_the_contracts(busy_results):
    ordered = busy_results.contracts.sort_values(["run", "signed"], kind="stable")
    names, runs = ("authority", "provider"), ordered["run"]
    again = {name: ordered.duplicated(["run", name]).groupby(runs).mean() for name in names}
    assert figure(busy_results, "repeat_authorities")["mean"] == pytest.approx(again["authority"].mean())
    # A provider may have signed as a partner of another one before it leads.
    assert figure(busy_results, "repeat_providers")["mean"] > again["provider"].mean()


def test_shares_lie_between_zero_and_one(busy_results):
    shares = key_figures(busy_results).query("unit == 'share'")[["mean", "low", "high"]]
    assert shares.stack().between(0, 1).all()


def test_key_figures_stand_beside_the_range_observed(busy_results):
    row = figure(busy_results, "conversion")
    assert (row["observed_low"], row["observed_high"]) == (0.2, 0.43)
    assert figure(busy_results, "share_ended_early")[["observed_low", "observed_high"]].tolist() == [0.2, 0.29]
    assert np.isnan(figure(busy_results, "mean_effect")["observed_low"])


def test_a_run_without_contracts_does_not_enter_what_only_contracts_have():
    results = simulate(Scenario.load("lone_authority").replace(quarters=12), replicates=3)
    assert results.contracts.empty and figure(results, "parties_per_deal")["runs"] == 0
