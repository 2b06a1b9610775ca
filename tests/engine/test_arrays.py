"""Arrays: how the records of a run begin, and how much room they have."""

import numpy as np
import pytest

from sipabm import Scenario
from sipabm.engine import arrays
from sipabm.levers import Lever
from sipabm.model import records
from sipabm.model.records import AUTHORITY, PROJECT, Field, real, several, whole
from sipabm.scenario import Country, Fund
from sipabm.words import NOBODY
from sipabm.world import build_world
from sipabm.world.calendar import FOREVER

COUNTRIES = (
    Country(code="A", authorities=3, providers=2, investors=2, first_election="2010Q3", election_period=8),
    Country(code="B", authorities=1, providers=2, investors=1, first_election="2011Q1", election_period=0),
)


@pytest.fixture(scope="module")
def scenario():
    fund = Fund(name="F", country="B", opens="2010Q2", closes="2011Q4", purse=5.0, share=0.3, repayment=0.5)
    return Scenario(name="small", quarters=10, countries=COUNTRIES, funds=(fund,))


@pytest.fixture(scope="module")
def world(scenario):
    return build_world(scenario, 4, 2)


def test_records_begin_with_the_start_value_of_every_field():
    made = arrays.records((whole("fund", "a fund", NOBODY), several(real("factor", "factors", 1.0), 2)), 3)
    assert made["fund"].tolist() == [NOBODY] * 3
    assert made["factor"].tolist() == [[1.0, 1.0]] * 3


def test_parameters_are_those_of_the_scenario_by_name_and_levers_by_number(scenario):
    record = arrays.parameter_array(scenario.with_policy("pooled_budgets=0.4@2010Q3:2011Q2"))[0]
    for name, value in scenario.flat().items():
        assert np.array_equal(record[name], value), name
    pooled = Lever.POOLED_BUDGETS
    terms = [record[f"lever_{name}"][pooled] for name in ("practice", "intensity", "first", "last")]
    assert terms == [0.0, 0.4, 2, 5]
    assert record["lever_first"][Lever.EARLY_MEETINGS] == FOREVER


def test_countries_have_their_calendar_and_no_law_yet(scenario):
    countries = arrays.country_array(scenario)
    assert countries["first_election"].tolist() == [2, 4]
    assert countries["election_period"].tolist() == [8, 0]
    assert (countries["law_since"] == -1).all()


def test_a_funds_purse_is_full_and_the_levers_fund_comes_last(scenario):
    funds = arrays.fund_array(scenario.with_policy("outcomes_fund=0.4@2010Q1:2010Q4"))
    assert funds["remaining"].tolist() == funds["purse"].tolist() == [5.0, scenario.environment.lever_fund_purse]
    assert (funds["country"].tolist(), funds["share"].tolist()) == ([1, NOBODY], [0.3, 0.4])


def test_actors_are_numbered_through_with_country_and_identity_of_the_world(world):
    rows = arrays.actor_array(world, "authorities", AUTHORITY)
    assert rows["number"].tolist() == [0, 1, 2, 3]
    assert rows["country"].tolist() == [0, 0, 0, 1]
    assert rows["identity"].tolist() == world.authorities.identity.tolist()
    assert (rows["government_since"] == -1).all()


def test_the_record_of_a_run_holds_the_keys_of_its_draws(scenario, world):
    run = arrays.run_array(scenario, world)[0]
    assert (run["seed"], run["replicate"], run["quarters"], run["first_quarter"], run["quarter"]) == (4, 2, 10, 0, 0)


def test_a_run_that_lasts_into_a_third_year_has_counts_for_three(scenario, world):
    state = arrays.new_state(scenario, world, rows=True)
    assert (len(state.states), len(state.yearly)) == (3, 9)


def test_more_room_is_more_of_everything_that_can_run_out(scenario, world):
    once, twice = (arrays.new_state(scenario, world, rows=True, room=room) for room in (1, 2))
    for name in ("projects", "contracts", "active", "due", "running", "freed", "events", "attempts", "settled"):
        assert len(getattr(twice, name)) == 2 * len(getattr(once, name)) > 0, name
    assert len(once.projects) == 64
    assert len(twice.authorities) == len(once.authorities) == 4


def test_without_rows_there_is_room_for_none(scenario, world):
    state = arrays.new_state(scenario, world, rows=False)
    assert len(state.attempts) == len(state.settled) == 0


def test_runs_of_one_world_share_its_ties_and_have_trust_of_their_own(scenario, world):
    one, other = (arrays.new_state(scenario, world, rows=False) for _ in range(2))
    one.trust[:] = 0.5
    assert (other.trust == -1.0).all() and (world.ties.given_trust == -1.0).all()
    assert one.tie_neighbour is other.tie_neighbour


def test_rows_of_ties_are_divided_where_providers_and_investors_begin(scenario, world):
    state = arrays.new_state(scenario, world, rows=False)
    for actor in range(len(state.tie_start) - 1):
        row = range(state.tie_start[actor], state.tie_start[actor + 1])
        kinds = [int(state.tie_neighbour[at] >= 4) + int(state.tie_neighbour[at] >= 8) for at in row]
        expected = [int(at >= state.first_provider[actor]) + int(at >= state.first_investor[actor]) for at in row]
        assert kinds == expected


def test_a_blank_project_has_nobody_in_it(scenario, world):
    blank = arrays.new_state(scenario, world, rows=False).blank_project[0]
    for field in PROJECT:
        assert np.all(blank[field.name] == field.start), field.name


def test_no_field_has_the_name_of_something_that_every_array_has():
    """The walk as plain Python would read that instead: of a record in an array, `size` is 1."""
    kinds = {name: getattr(records, name) for name in dir(records) if name.isupper()}
    fields = [field for kind in kinds.values() if isinstance(kind, tuple) for field in kind if isinstance(field, Field)]
    assert len(fields) > 200
    assert [field.name for field in fields if hasattr(np.recarray, field.name) or hasattr(np.record, field.name)] == []
