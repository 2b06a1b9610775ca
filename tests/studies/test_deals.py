"""What investors were promised and got: hand-worked sums, and the same numbers as the report's table of returns."""

import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.report.returns import returns
from sipabm.results import Results
from sipabm.studies.deals import RETURNS, TERMS, deals_of
from sipabm.studies.outcomes import measured_rows, same_deals

RUNS = 16
COLUMNS = {
    "run": 0,
    "authority": 0,
    "started": "2010Q4",
    "provider": 0,
    "domain": "employment",
    "signed": "2012Q1",
    "years": 2,
    "status": "delivered",
    "programme": "placement",
    "price": 1.2,
    "capital_investors": 1.0,
    "promised": 1.1,
    "to_investors": 1.0,
}


def made_of(*contracts):
    """Return two runs of `classroom` with some contracts, each given by how it differs from a usual one."""
    frame = pd.DataFrame([{**COLUMNS, **contract} for contract in contracts])
    kinds = dict.fromkeys(("domain", "status", "programme"), "category")
    frame = frame.astype(kinds | dict.fromkeys(("started", "signed"), "period[Q-DEC]"))
    tables = {"runs": pd.DataFrame({"run": [0, 1]}), "contracts": frame}
    return Results(Scenario.load("classroom"), {}, tables.__getitem__)


@pytest.fixture(scope="module")
def results(changing):
    return simulate(changing.replace(quarters=80), RUNS, seed=7)


def means(results, domain="employment", runs=RUNS):
    """Return all measures of some results by name."""
    measured = measured_rows((*RETURNS, *TERMS), {"all": deals_of(results, domain)}, runs)
    return measured.means().loc["all"].to_dict()


def ended_deals(results, domain):
    """Return the deals that can be looked back on."""
    rows = deals_of(results, domain)
    return rows[rows["deals"] == 1]


def test_returns_are_in_percent_of_capital_and_year_and_five_times_that_over_five():
    # 1 million for 2 years, 3 million for 4: 14 million years. Promised 0.1 + 0.9, realised 0.2 - 0.3.
    long = {"run": 1, "years": 4, "capital_investors": 3.0, "promised": 3.9, "to_investors": 2.7, "price": 1.5}
    found = means(made_of({"to_investors": 1.2}, {**long, "status": "ended_by_law", "programme": "upskilling"}), runs=2)
    assert found["promised"] == pytest.approx(100 * 1.0 / 14)
    assert found["realised"] == pytest.approx(100 * -0.1 / 14)
    assert found["shortfall"] == pytest.approx(100 * 1.1 / 14)
    assert found["shortfall_five_years"] == pytest.approx(5 * 100 * 1.1 / 14)
    assert (found["ended_early"], found["upskilling"], found["deals"], found["contracts"]) == (0.5, 0.5, 1.0, 1.0)
    assert found["price"] == pytest.approx(1.35) and found["duration"] == 3.0


def test_of_returns_are_deals_of_the_area_with_investors_that_can_be_looked_back_on():
    late, other = {"signed": "2018Q1"}, {"domain": "health"}  # contracts of seven years end in 2024 at the latest
    made = made_of({}, {"capital_investors": 0.0}, other, late, {"signed": "2017Q4"})
    assert ended_deals(made, "employment").index.tolist() == [0, 4]
    assert deals_of(made, "employment")["contracts"].sum() == 4


def test_runs_without_deals_count_as_nothing():
    measured = measured_rows(RETURNS, {"all": deals_of(made_of({"run": 1}), "employment")}, 2)
    assert measured.sums(["deals"]).tolist() == [[0.0, 1.0]] and not measured.values[0, 0].any()


def test_the_same_deals_are_those_of_the_same_attempt_with_the_same_provider():
    first = ended_deals(made_of({}, {"authority": 1}, {"authority": 2}, {"run": 1, "authority": 3}), "employment")
    second = ended_deals(
        made_of(
            {"authority": 1, "promised": 1.5},
            {"authority": 2, "provider": 9},
            {"authority": 3},
            {"authority": 0, "started": "2010Q3"},
        ),
        "employment",
    )
    before, after = same_deals(first, second)
    assert before["authority"].tolist() == after["authority"].tolist() == [1]
    assert (before["promised"].iloc[0], after["promised"].iloc[0]) == pytest.approx((10.0, 50.0))


@pytest.mark.parametrize("domain", ["social", "employment"])
def test_returns_are_those_of_the_report(results, domain):
    own = results.contracts[results.contracts["domain"] == domain]
    table = returns(Results(results.scenario, results.manifest, {"contracts": own}.__getitem__))
    whole = table[table["horizon"] == "all"]
    deals = ended_deals(results, domain)
    assert len(whole) > 3
    by_year = deals.groupby("year")[["promised", "realised", "shortfall", "tied"]].sum()
    for name in ("promised", "realised", "shortfall"):
        found = by_year[name] / by_year["tied"] / 100
        assert found.tolist() == pytest.approx(whole.set_index("year").loc[by_year.index, name].tolist())
    assert deals.groupby("year").size().tolist() == whole["deals"].tolist()
