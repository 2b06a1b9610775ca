import pytest

from sipabm import Scenario
from sipabm.scenario import Country, Fund, Levers
from sipabm.verification import differences, random_scenario, verify
from sipabm.world.network import actor_names

BOTH = (
    Country(code="A", authorities=20, providers=20, investors=7, first_election="2011Q2", election_period=16),
    Country(code="B", authorities=20, providers=20, investors=7, first_election="2010Q3", election_period=12),
)
FUNDS = (
    Fund(name="small", country="A", opens="2011Q1", closes="2014Q4", purse=3.0, share=0.4),
    Fund(name="large", country="all", opens="2012Q1", closes="2018Q4", purse=60.0, share=0.2),
)


def small(**changes):
    return Scenario(name="small", quarters=40, countries=BOTH, funds=FUNDS).replace(changes)


def assert_same_history(scenario, seed=1, replicate=0):
    assert differences(scenario, seed, replicate) == []


def every_lever(practice=0.0, **setting):
    practices = {lever: 0.0 if lever == "outcomes_fund" else practice for lever in Levers.model_fields}
    return {f"levers.{lever}": {"practice": practices[lever], **setting} for lever in Levers.model_fields}


@pytest.mark.parametrize("replicate", range(3))
def test_default_parameters(replicate):
    assert_same_history(Scenario(quarters=40, countries=BOTH), seed=7, replicate=replicate)


def test_funds_that_run_dry_and_do_not():
    assert_same_history(small(own_interest=0.2))
    assert_same_history(small(own_interest=0.2, fund_exhaustion=0.0))


def test_every_lever_from_the_start():
    assert_same_history(small(own_interest=0.2, **every_lever(intensity=0.5, first="2010Q1")))


def test_every_lever_from_a_later_date():
    later = every_lever(practice=0.1, intensity=0.9, first="2013Q2", last="2018Q1")
    assert_same_history(small(own_interest=0.2, **later))


def test_providers_who_finance_themselves():
    assert_same_history(small(own_interest=0.2, working_capital=5.0, provider_risk_aversion=0.1, fee_at_risk=0.6))


def test_several_projects_at_once():
    assert_same_history(small(own_interest=0.3, development_slots=3.0))


def test_a_year_that_does_not_begin_in_january():
    assert_same_history(small(own_interest=0.2).replace(first_quarter="2010Q3", quarters=37))


@pytest.mark.parametrize("seed", [1, 2])
def test_fast_technology_radical_programmes_refunds_and_funds_that_get_something_back(changing, seed):
    assert_same_history(changing, seed)


@pytest.mark.parametrize("ties", ["preferential_attachment", "block"])
def test_other_networks(ties):
    assert_same_history(small(own_interest=0.2, ties=ties))


def test_edge_list(tmp_path):
    names = actor_names(small())
    pairs = [(place, (7 * place + step) % len(names)) for place in range(len(names)) for step in (1, 20, 41, 55, 81)]
    trust = ["0.9", "0.2", ""]
    lines = [f"{names[i]},{names[j]},{trust[j % 3]}" for i, j in pairs if i != j]
    path = tmp_path / "ties.csv"
    path.write_text("\n".join(["first,second,trust", *lines]))
    scenario = small(own_interest=0.3, ties="edge_list", edge_list=str(path))
    assert_same_history(scenario)
    assert_same_history(scenario.replace({"levers.early_meetings.practice": 0.5}))


@pytest.mark.parametrize("number", range(25))
def test_random_scenarios(number):
    assert_same_history(random_scenario(number), seed=number)


@pytest.mark.slow
def test_many_random_scenarios_agree_and_leave_nothing_out():
    report = verify(300, first=1000)
    assert report.differences == []
    assert report.never_exercised == []
    assert report.exercised["signed"] >= 0.7 * report.scenarios
    assert report.attempts > 10_000 and report.contracts > 1000
