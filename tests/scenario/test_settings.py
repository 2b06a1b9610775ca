"""Countries, funds and levers, each row by itself."""

import pytest

from sipabm import Scenario
from sipabm.scenario import Fund


@pytest.mark.parametrize("count", ["-1", "1000001", "2.5", "true", '"3"'])
def test_a_count_of_actors_must_be_a_whole_number_in_bounds(refused, count):
    line = refused(f'countries = [{{ code = "A", authorities = {count}, providers = 1, investors = 1 }}]\n')
    assert "countries.0.authorities" in line


def test_a_fund_closes_after_it_opens(line_of, with_fund):
    line = line_of(lambda: with_fund(opens="2014Q1", closes="2013Q4"))
    assert "'F' closes in 2013Q4, before it opens in 2014Q1" in line
    assert with_fund(opens="2014Q1", closes="2014Q1").funds[0] == Fund(
        name="F", country="A", opens="2014Q1", closes="2014Q1", purse=1.0, share=0.3
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [("share", (-0.1, 0.96)), ("purse", (-1.0, float("nan"))), ("repayment", (-0.1, 1.01))],
)
def test_share_purse_and_repayment_of_a_fund_have_bounds(name, values, line_of, with_fund):
    for value in values:
        assert f"funds.0.{name} = {value}" in line_of(lambda value=value: with_fund(**{name: value}))


def test_a_fund_is_for_welfare_areas_there_are(line_of, with_fund):
    line = line_of(lambda: with_fund(domains=["health", "transport"]))
    assert "funds.0.domains.1" in line
    assert "'employment'" in line
    assert with_fund(domains=["health", "social"]).funds[0].domains == ("health", "social")


def test_an_intensity_needs_a_date(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace({"levers.early_meetings.intensity": 0.5}))
    assert "first = '2024Q1'" in line
