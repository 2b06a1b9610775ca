"""What contradicts what in a whole scenario."""

import pytest

from sipabm import Scenario


@pytest.mark.parametrize("kind", ["authorities", "providers", "investors"])
def test_a_world_needs_every_kind_of_actor(kind, line_of):
    counts = {"authorities": 1, "providers": 1, "investors": 1, kind: 0}
    line = line_of(lambda: Scenario.load("classroom").replace(countries=[{"code": "A", **counts}]))
    assert f"no {kind}" in line
    assert f"{kind} = 1" in line


def test_countries_differ(refused):
    line = refused(
        'countries = [{ code = "A", authorities = 3, providers = 1, investors = 1 }, { code = "A", authorities = 3 }]\n'
    )
    assert "'A' stands twice" in line


def test_a_fund_is_in_a_country_that_is_there(line_of, with_fund):
    line = line_of(lambda: with_fund(country="Z"))
    assert "'Z'" in line
    assert "'all'" in line
    assert with_fund(country="all").funds[0].country == "all"


def test_any_weights_of_pockets_make_a_world():
    scenario = Scenario.load("classroom").replace({"own_cashable.social": 90.0, "state.social": 0.0})
    assert scenario.negotiation.own_cashable.social == 90.0


@pytest.mark.parametrize("kind", ["authorities", "providers", "investors"])
def test_a_pool_makes_no_more_actors_than_there_may_be(kind, line_of):
    counts = {"authorities": 1, "providers": 1, "investors": 1, kind: 100_000}
    scenario = Scenario.load("classroom").replace(countries=[{"code": "A", **counts}])
    assert getattr(scenario.replace(pool=10.0).pooled_countries()[0], kind) == 1_000_000
    line = line_of(lambda: scenario.replace(pool=20.0))
    assert f"population.pool = 20 makes 2000000 {kind} in country 'A'" in line


def test_a_pool_makes_no_more_of_a_kind_than_have_a_place(line_of):
    kinds = [{"name": "large", "number": 60_000}, {"name": "small", "number": 5}]
    country = {"code": "A", "authorities": 60_005, "providers": 1, "investors": 1, "kinds": kinds}
    line = line_of(lambda: Scenario.load("classroom").replace(countries=[country], pool=4.0))
    assert "pool = 4 makes 240000 of kind 'large' in country 'A'; at most 100000" in line


@pytest.mark.parametrize("name", ["need", "rigour_asked", "investor_kinds", "benefit_durations"])
def test_some_weight_is_above_0(name, line_of):
    scenario = Scenario.load("classroom")
    group = next(each for each in (scenario.population, scenario.settlement) if hasattr(each, name))
    nothing = {f"{name}.{case}": 0.0 for case in type(getattr(group, name)).model_fields}
    assert f"{name} has only weights of 0; at least one must be above 0" in line_of(lambda: scenario.replace(nothing))


def test_a_fund_that_invests_is_paid_back(line_of, with_fund):
    assert "invests, so its repayment must be above 0" in line_of(lambda: with_fund(invests=True))
    assert with_fund(invests=True, repayment=0.5).funds[0].invests


def test_a_run_ends_within_the_calendar(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace(first_quarter="9999Q4"))
    assert "first_quarter = '9999Q4' and quarters = 60 end after 9999Q4" in line
    assert Scenario.load("classroom").replace(first_quarter="9999Q4", quarters=1).quarters == 1


@pytest.mark.parametrize("quarter", ["2009Q4", "2025Q1", "2040Q1"])
def test_a_lever_starts_within_the_run(quarter, line_of):
    line = line_of(lambda: Scenario.load("classroom").with_policy(f"early_meetings=0.5@{quarter}"))
    assert "levers.early_meetings" in line
    assert quarter in line
    assert "2010Q1 to 2024Q4" in line


def test_a_lever_ends_within_the_run_and_after_it_starts(line_of):
    scenario = Scenario.load("classroom")
    assert "2030Q1" in line_of(lambda: scenario.with_policy("early_meetings=0.5@2012Q1:2030Q1"))
    assert "before it starts" in line_of(lambda: scenario.with_policy("early_meetings=0.5@2012Q1:2011Q1"))


def test_funds_that_exist_anyway_are_no_practice_of_the_lever(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace({"levers.outcomes_fund.practice": 0.5}))
    assert "levers.outcomes_fund.practice = 0.5" in line
    assert "under funds" in line


def test_an_edge_list_and_its_kind_of_ties_go_together(line_of):
    scenario = Scenario.load("classroom")
    for changes in ({"ties": "edge_list"}, {"edge_list": "ties.csv"}):
        assert "edge_list = 'FILE.csv'" in line_of(lambda changes=changes: scenario.replace(changes))
