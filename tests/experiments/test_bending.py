"""Parts of the experiment on bending against numbers worked out by hand."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.experiment import Effort
from sipabm.levers import BENDING_LEVERS
from sipabm.statistics.bands import share
from sipabm.studies.outcomes import columns_of
from sipabm.sweeps.measured import measured_tables

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "bending.py"
SPEC = importlib.util.spec_from_file_location("bending_by_hand", SCRIPT)
experiment = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(experiment)
AREAS = ("all", "social", "employment", "health")


@pytest.fixture(scope="module")
def results():
    return simulate(Scenario.load("world").replace(quarters=56), 2)


def table(propensities, attempts):
    """A table of bending with one lever, in all areas alike, a year for each propensity."""
    rows = [
        {"year": 2010 + place, "domain": area, "lever": "pooled_budgets", "label": "pooled budgets"}
        | {"started_a_run": attempts[place], "propensity": propensity, "use": propensity}
        for place, propensity in enumerate(propensities)
        for area in AREAS
    ]
    return pd.DataFrame(rows)


def measured(propensity, barriers):
    """What two runs show where nothing differs but how far areas bend and which barriers they meet."""
    nothing = dict.fromkeys(columns_of(experiment.OF_ATTEMPTS), 0.0)
    first, stopped = experiment.PROPENSITIES[0], experiment.STOPPED[0]
    tables = {}
    for place, (area, bent, met) in enumerate(zip(experiment.AREAS, propensity, barriers, strict=True)):
        varied = {first: [7 * bent, 7 * (bent + 0.01 * place)], "barriers_met": [met, met + 0.03 * place]}
        tables[experiment.Setting(4.0, area).label] = pd.DataFrame({**nothing, **varied, "started": 1.0, stopped: 1.0})
    return measured_tables(experiment.OF_ATTEMPTS, tables)


def test_a_period_weighs_years_by_the_attempts_started():
    rows = experiment.by_lever({4.0: table([0.1, 0.4, float("nan")], [3.0, 1.0, 0.0])})
    first = rows[rows["years"] == "2010–2014"]
    assert first["propensity"].tolist() == pytest.approx([(3 * 0.1 + 0.4) / 4] * 4)
    assert "is 18 % in 2010–2014" in experiment.period_sentence(rows, 4.0)


def test_areas_that_meet_most_barriers_need_not_be_those_that_bend_most():
    same, other = (measured((0.4, 0.3, 0.2), barriers) for barriers in ((2.0, 1.5, 1.0), (1.0, 1.5, 2.0)))
    assert experiment.order_of(same, 4.0, "propensity") == ["social", "employment", "health"]
    assert "the same order" in experiment.barrier_sentence(same, 4.0)
    said = experiment.barrier_sentence(other, 4.0)
    assert "another order than that of bending (social, employment, health)" in said
    assert "bend most in social" in experiment.area_sentence(other, 4.0)


def test_sums_are_those_of_the_yearly_counts_and_of_the_contracts(results):
    sums, yearly, contracts = experiment.sums_of(results), results.yearly, results.contracts
    _, areas = experiment.measured(Effort(), {"world": results.scenario}, len(results.runs))
    (propensity, chances), (met, ended) = (areas.amounts(name) for name in ("propensity", "barriers"))
    social = yearly[yearly["domain"] == "social"].groupby("run")
    assert chances[0].tolist() == pytest.approx((len(BENDING_LEVERS) * social["started"].sum()).tolist())
    names = [f"propensity_{lever.name.lower()}" for lever in BENDING_LEVERS]
    assert propensity[0].tolist() == pytest.approx(social[names].sum().sum(axis=1).tolist())
    stopped = results.attempts[results.attempts["outcome"] == "stopped"].groupby("run").size()
    assert ended.sum(axis=0).tolist() == stopped.tolist()
    assert met.sum(axis=0).tolist() == pytest.approx(yearly.groupby("run")["barriers_met"].sum().tolist())
    monitored = contracts[contracts["rigour"] == "monitoring"].groupby("run").size()
    assert sums["monitoring"].tolist() == monitored.tolist()
    ended = contracts[contracts["status"] != "running"]
    error = (ended["result"] - ended["effect"]).abs().groupby(ended["run"]).sum()
    assert sums["distance"].tolist() == pytest.approx(error.tolist())
    assert sums["signed_observed"].tolist() == results.runs["signed"].tolist()  # the run ends with the years observed


def test_the_mean_over_levers_is_that_over_attempts_and_levers(results):
    rows = experiment.by_year({4.0: experiment.bending(results)}).set_index(["year", "domain"])
    yearly = results.yearly[results.yearly["domain"] == "health"].groupby("year").sum(numeric_only=True)
    names = [f"propensity_{lever.name.lower()}" for lever in BENDING_LEVERS]
    expected = share(yearly[names].sum(axis=1), len(names) * yearly["started"])
    assert rows.xs("health", level="domain")["propensity"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)
