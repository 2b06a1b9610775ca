"""The yearly curve: means and bands of small runs, quarters counted by hand, and what is observed beside it."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Results, Scenario
from sipabm.report import by_run_and_year, observed_launches, yearly_summary
from sipabm.report.funnel import EXITS
from sipabm.report.yearly_curve import quarters_in_years, stands_for_the_world

RUNS = 4


def test_a_measure_is_summed_over_areas_and_what_stopped_over_stages():
    same = {"run": [0, 0, 1], "year": [2010, 2010, 2010], "signed": [1, 2, 5]}
    yearly = pd.DataFrame({**same, **{stage: [1, 0, 2] for stage in EXITS}})
    made = Results(Scenario.load("classroom"), {}, {"yearly": yearly}.__getitem__)
    assert by_run_and_year(made, "signed")[2010].tolist() == [3, 5]
    assert by_run_and_year(made, "stopped")[2010].tolist() == [len(EXITS), 2 * len(EXITS)]


def test_a_year_has_the_quarters_that_are_simulated_of_it():
    scenario = Scenario.load("classroom").replace(first_quarter="2010Q3", quarters=7)
    assert quarters_in_years(scenario).to_dict() == {2010: 2, 2011: 4, 2012: 1}


def test_a_scenario_stands_for_the_world_by_its_countries():
    world = Scenario.load("world")
    assert stands_for_the_world(world.replace(name="mine", fatigue_jump=0.1))
    assert not stands_for_the_world(world.replace(countries=world.countries[:1], funds=()))
    assert not stands_for_the_world(Scenario.load("classroom").replace(name="world"))


def test_yearly_means_add_up_to_the_mean_total_of_runs(busy_results):
    table = yearly_summary(busy_results)
    for measure in ("considered", "started", "signed", "stopped", "delivered", "ended_early", "capital"):
        assert table[f"{measure}_mean"].sum() == pytest.approx(busy_results.runs[measure].mean())


def test_yearly_band_is_that_of_contracts_signed_in_the_year(busy_results):
    row = yearly_summary(busy_results).set_index("year").loc[2016]
    signed = busy_results.contracts[busy_results.contracts["signed"].astype(str).str.startswith("2016")]
    counts = [int((signed["run"] == run).sum()) for run in range(RUNS)]
    assert row["signed_low"] == pytest.approx(np.quantile(counts, 0.05))
    assert row["signed_high"] == pytest.approx(np.quantile(counts, 0.95))


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
