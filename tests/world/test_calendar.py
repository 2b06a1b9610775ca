import pytest

from sipabm import Scenario
from sipabm.levers import Lever
from sipabm.scenario import Country, Fund, Levers
from sipabm.world.calendar import FOREVER, first_quarter_of, fund_terms, lever_terms, since_of, years_of


def test_levers_come_in_the_order_of_their_enumeration():
    scenario = Scenario.load("classroom")
    assert [lever.name.lower() for lever in Lever] == list(Levers.model_fields)
    terms = lever_terms(scenario.with_policy("pooled_budgets=0.4@2012Q3:2013Q4"))
    assert terms[Lever.POOLED_BUDGETS] == (scenario.levers.pooled_budgets.practice, 0.4, 10, 15, 0b111)
    assert terms[Lever.EARLY_MEETINGS].first == FOREVER


def test_a_lever_without_end_lasts_for_ever():
    scenario = Scenario.load("classroom")
    terms = lever_terms(scenario.with_policy("early_meetings=0.5@2010Q1"))
    assert terms[Lever.EARLY_MEETINGS] == (scenario.levers.early_meetings.practice, 0.5, 0, FOREVER, 0b111)


def test_a_policy_has_the_set_of_its_areas_and_so_has_the_fund_of_the_lever():
    scenario = Scenario.load("world").with_policy("pooled_budgets.health=1@2012Q1", "outcomes_fund.social=0.4@2020Q1")
    assert lever_terms(scenario)[Lever.POOLED_BUDGETS].domains == 0b100
    assert fund_terms(scenario)[-1].domains == 0b001


def test_the_fund_of_the_lever_comes_last_and_is_open_to_all():
    scenario = Scenario.load("world").with_policy("outcomes_fund=0.4@2020Q1:2021Q4")
    terms = fund_terms(scenario)
    assert len(terms) == len(scenario.funds) + 1
    assert terms[-1] == (-1, 0b111, 40, 47, 0.4, 0.0, False, 0.0, scenario.environment.lever_fund_purse)


def test_funds_know_country_and_steps():
    scenario = Scenario.load("world")
    codes = [country.code for country in scenario.countries]
    for fund, terms in zip(scenario.funds, fund_terms(scenario), strict=True):
        assert codes[terms.country] == fund.country
        assert terms.opens <= terms.closes
        assert terms.opens == scenario.step_of(fund.opens)


@pytest.mark.parametrize(
    ("domains", "bits"),
    [((), 0b111), (("social",), 0b001), (("health", "employment"), 0b110), (("health",) * 2, 0b100)],
)
def test_a_fund_is_open_to_the_areas_it_names_or_to_all(domains, bits):
    fund = Fund(name="F", country="all", opens="2012Q1", closes="2014Q4", purse=1.0, share=0.3, domains=domains)
    scenario = Scenario.load("classroom").replace(funds=(fund,))
    assert fund_terms(scenario) == ((-1, bits, 8, 19, 0.3, 0.0, False, 0.0, 1.0),)


def test_a_fund_has_its_repayment():
    fund = Fund(name="F", country="A", opens="2012Q1", closes="2014Q4", purse=1.0, share=0.3, repayment=0.8)
    assert fund_terms(Scenario.load("classroom").replace(funds=(fund,)))[0].repayment == 0.8


@pytest.mark.parametrize(
    ("first", "quarters", "years"),
    [("2010Q1", 4, 1), ("2010Q1", 5, 2), ("2010Q4", 1, 1), ("2010Q4", 2, 2), ("2010Q3", 80, 21)],
)
def test_a_run_touches_calendar_years(first, quarters, years):
    scenario = Scenario.load("classroom").replace(first_quarter=first, quarters=quarters)
    assert first_quarter_of(scenario) == int(first[-1]) - 1
    assert years_of(scenario) == years


@pytest.mark.parametrize(("since", "step"), [(None, 0), ("2010Q1", 0), ("2012Q3", 10), ("2009Q1", -4)])
def test_a_country_begins_with_the_run_or_in_a_quarter_of_its_own(since, step):
    scenario = Scenario.load("classroom")
    assert since_of(scenario, Country(code="A", authorities=1, since=since)) == step


def test_a_fund_gives_unless_it_says_that_it_invests():
    fund = Fund(name="F", country="A", opens="2012Q1", closes="2014Q4", purse=1.0, share=0.3, repayment=0.5)
    invests = fund.model_copy(update={"invests": True})
    assert [each.invests for each in fund_terms(Scenario.load("classroom").replace(funds=(fund, invests)))] == [0, 1]
