import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.report import returns
from sipabm.report.returns import error_of_ratio, last_year_ended
from sipabm.results import Results
from sipabm.words import CONTRACT_YEARS

RUNS = 6


@pytest.fixture(scope="module")
def results(lively):
    return simulate(lively.replace(quarters=60), replicates=RUNS, seed=5)


def made_of(contracts):
    """Return results of `classroom` that hold some contracts: run, quarter signed, years, money in, promised, out."""
    names = ["run", "signed", "years", "capital_investors", "promised", "to_investors"]
    frame = pd.DataFrame(contracts, columns=names).astype({"signed": "period[Q-DEC]"})
    scenario = Scenario.load("classroom")
    return Results(scenario, {}, {"contracts": frame}.__getitem__)


def test_returns_are_per_unit_of_capital_and_year_of_the_agreed_duration():
    # 1 million for 2 years, 3 million for 4 years: 2 + 12 = 14 million years; promised 0.3 + 0.9, realised 0.1 - 0.3.
    table = returns(made_of([(0, "2012Q1", 2, 1.0, 1.3, 1.1), (1, "2012Q4", 4, 3.0, 3.9, 2.7)]))
    row = table.set_index(["year", "horizon"]).loc[(2012, "all")]
    assert row["deals"] == 2
    assert row["promised"] == pytest.approx(1.2 / 14)
    assert row["realised"] == pytest.approx(-0.2 / 14)
    assert row["shortfall"] == pytest.approx(1.4 / 14)


def test_interval_of_a_shortfall_is_that_of_a_ratio_of_sums_over_runs():
    # Ratio 6 / 4 = 1.5; residuals 2 - 1.5 and 4 - 4.5; error sqrt(0.5 x 2 / 1) / 4.
    assert error_of_ratio(pd.Series([2.0, 4.0]), pd.Series([1.0, 3.0])) == pytest.approx(0.25)
    assert np.isnan(error_of_ratio(pd.Series([2.0]), pd.Series([1.0])))


def test_deals_without_investors_do_not_enter():
    table = returns(made_of([(0, "2012Q1", 2, 0.0, 0.0, 0.0), (0, "2012Q1", 2, 1.0, 1.2, 1.2)]))
    assert table.set_index("horizon").loc["2 years", "deals"] == 1


@pytest.mark.parametrize(("quarters", "years", "last"), [(60, 2, 2022), (60, 4, 2020), (60, 7, 2017), (59, 2, 2021)])
def test_a_year_enters_once_its_last_contract_has_ended(quarters, years, last):
    # Signed in the last quarter of 2022, a contract of two years serves from 2023Q1 to 2024Q4, quarter 60 from 2010Q1.
    assert last_year_ended(Scenario.load("classroom").replace(quarters=quarters), years) == last


def test_no_contract_of_the_years_shown_still_runs(results):
    table = returns(results)
    running = results.contracts[results.contracts["status"] == "running"]
    assert {3, 7} <= set(running["years"]) <= set(CONTRACT_YEARS)
    for years, rows in running.groupby("years"):
        shown = table[table["horizon"] == f"{years} years"]["year"]
        assert rows["signed"].astype(str).str[:4].astype(int).min() > shown.max()


def test_horizons_of_a_year_add_up_to_all_of_them(results):
    table = returns(results)
    whole = table[table["horizon"] == "all"].set_index("year")
    parts = table[table["horizon"] != "all"].groupby("year")["deals"].sum()
    assert len(whole) > 3
    assert (whole["deals"] == parts.loc[whole.index]).all()


def test_what_was_promised_and_received_is_that_of_the_yearly_table(results):
    sums = results.yearly[["invested", "promised", "received"]].sum()
    ended = results.contracts[results.contracts["status"] != "running"]
    assert sums["invested"] == pytest.approx(ended["capital_investors"].sum())
    assert sums["promised"] == pytest.approx(ended["promised"].sum())
    assert sums["received"] == pytest.approx(ended["to_investors"].sum())


def test_a_world_without_deals_has_an_empty_table():
    quiet = Scenario.load("classroom").replace(own_interest=0.0, word_of_mouth=0.0, world_news=0.0)
    assert returns(simulate(quiet)).empty
