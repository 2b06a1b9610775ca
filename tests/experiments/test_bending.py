"""Parts of the experiment on bending against numbers worked out by hand."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.levers import BENDING_LEVERS
from sipabm.statistics.bands import share
from sipabm.studies.measures import Measure
from sipabm.studies.sums import measured_sums

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


def found(propensity, barriers):
    """What two runs show where nothing differs but how far areas bend and which barriers they meet."""
    names = [f"{kind}_{area}" for kind in ("propensity", "barriers") for area in experiment.AREAS]
    values = dict(zip(names, (*propensity, *barriers), strict=True))
    sums = pd.DataFrame({name: [value, value + 0.01 * place] for place, (name, value) in enumerate(values.items())})
    measures = [Measure(name, name, "share", (name,)) for name in names]
    world = Scenario.load("world")
    return experiment.Found(4.0, {4.0: world}, measured_sums(measures, [sums]), {4.0: table([0.5], [1.0])})


def test_a_period_weighs_years_by_the_attempts_started():
    tables = {4.0: table([0.1, 0.4, float("nan")], [3.0, 1.0, 0.0])}
    one = experiment.Found(4.0, {4.0: Scenario.load("world")}, None, tables)
    rows = experiment.by_lever(one)
    first = rows[rows["years"] == "2010–2014"]
    assert first["propensity"].tolist() == pytest.approx([(3 * 0.1 + 0.4) / 4] * 4)
    assert experiment.over_levers(rows, 4.0, "2010–2014") == pytest.approx(0.175)


def test_areas_that_meet_most_barriers_need_not_be_those_that_bend_most():
    same, other = found((0.4, 0.3, 0.2), (2.0, 1.5, 1.0)), found((0.4, 0.3, 0.2), (1.0, 1.5, 2.0))
    assert experiment.order_of(same, "propensity") == ["social", "employment", "health"]
    assert "the same order" in experiment.barrier_sentence(same)
    said = experiment.barrier_sentence(other)
    assert "another order than that of bending (social, employment, health)" in said
    assert "bend most in social" in experiment.area_sentence(other)


def test_sums_are_those_of_the_yearly_counts_and_of_the_contracts(results):
    sums, yearly, contracts = experiment.sums_of(results), results.yearly, results.contracts
    social = yearly[yearly["domain"] == "social"].groupby("run")
    assert sums["chances_social"].tolist() == pytest.approx((len(BENDING_LEVERS) * social["started"].sum()).tolist())
    names = [f"propensity_{lever.name.lower()}" for lever in BENDING_LEVERS]
    assert sums["propensity_social"].tolist() == pytest.approx(social[names].sum().sum(axis=1).tolist())
    stopped = results.attempts[results.attempts["outcome"] == "stopped"].groupby("run").size()
    areas = experiment.AREAS
    assert sums[[f"stopped_{area}" for area in areas]].sum(axis=1).tolist() == stopped.tolist()
    met = yearly.groupby("run")["barriers_met"].sum()
    assert sums[[f"met_{area}" for area in areas]].sum(axis=1).tolist() == pytest.approx(met.tolist())
    monitored = contracts[contracts["rigour"] == "monitoring"].groupby("run").size()
    assert sums["monitoring"].tolist() == monitored.tolist()
    ended = contracts[contracts["status"] != "running"]
    error = (ended["result"] - ended["effect"]).abs().groupby(ended["run"]).sum()
    assert sums["error"].tolist() == pytest.approx(error.tolist())
    assert sums["signed_observed"].tolist() == results.runs["signed"].tolist()  # the run ends with the years observed


def test_the_mean_over_levers_is_that_over_attempts_and_levers(results):
    one = experiment.Found(4.0, {4.0: results.scenario}, None, {4.0: experiment.bending(results)})
    rows = experiment.by_year(one).set_index(["year", "domain"])
    yearly = results.yearly[results.yearly["domain"] == "health"].groupby("year").sum(numeric_only=True)
    names = [f"propensity_{lever.name.lower()}" for lever in BENDING_LEVERS]
    expected = share(yearly[names].sum(axis=1), len(names) * yearly["started"])
    assert rows.xs("health", level="domain")["propensity"].tolist() == pytest.approx(expected.tolist(), nan_ok=True)
