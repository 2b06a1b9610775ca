import warnings
from importlib.resources import files

from sipabm.observed import (
    CITATION,
    launches_by_country_group,
    launches_by_year,
    launches_in_denmark,
    outcomes_funds,
)
from sipabm.observed.launches import stored_table


def test_no_warning_comes_with_a_table():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(stored_table.__wrapped__("launches_by_year_and_domain.csv")) == 14


def test_yearly_totals_add_up_to_domains():
    table = launches_by_year()
    assert (table[["social", "employment", "health", "other"]].sum(axis="columns") == table["all"]).all()


def test_country_groups_add_up_to_the_world_in_every_year():
    table = launches_by_country_group()
    assert (table[["GB", "US", "rest"]].sum(axis="columns") == table["all"]).all()
    assert table[["year", "all"]].equals(launches_by_year()[["year", "all"]])


def test_denmark_has_no_more_than_the_rest_of_the_world():
    denmark, groups = launches_in_denmark(), launches_by_country_group()
    assert denmark["year"].equals(groups["year"])
    assert (denmark["indigo"] <= groups["rest"]).all()


def test_years_run_from_2010_to_2023_without_a_gap():
    assert launches_by_year()["year"].tolist() == list(range(2010, 2024))


def test_launches_peak_in_2018():
    table = launches_by_year().set_index("year")
    assert table["all"].idxmax() == 2018
    assert table.loc[2018, "all"] == 48


def test_launches_fall_after_the_peak_to_less_than_half():
    table = launches_by_year().set_index("year")
    assert table.loc[2021:, "all"].max() <= table.loc[2018, "all"] / 2


def test_outcomes_funds_end_no_earlier_than_they_begin():
    dated = outcomes_funds().dropna(subset=["first_deal_year", "last_deal_year"])
    assert (dated["first_deal_year"] <= dated["last_deal_year"]).all()


def test_outcomes_funds_without_deals_have_no_deal_years():
    funds = outcomes_funds()
    assert (funds["first_deal_year"].isna() == (funds["deals_recorded"] == 0)).all()


def test_no_row_of_the_dataset_is_shipped():
    tables = [file for file in files("sipabm.observed").iterdir() if file.name.endswith(".csv")]
    assert len(tables) == 5
    assert not any("INDIGO-POJ" in table.read_text(encoding="utf-8") for table in tables)


def test_citation_names_dataset_export_and_publisher():
    assert all(part in CITATION for part in ("INDIGO", "December 2025", "Government Outcomes Lab"))
