"""Project: slots, stages, levers and costs."""

from types import SimpleNamespace

import pytest

from sipabm.levers import Lever
from sipabm.model.project import (
    NO_SLOT,
    capital_of_investors,
    close_ended,
    engage_providers,
    enter_stage,
    exposure_of,
    find_due,
    free_slot,
    is_at,
    open_project,
    pay,
    pay_partners,
    payers_of,
    uncertainty_before_data,
    worth_counted,
    worth_of,
)
from sipabm.randomness import uniform
from sipabm.rules.search import stage_quarters
from sipabm.scenario import Fund
from sipabm.words import NOBODY, Decision, Outcome, Programme, Stage


def test_every_gate_comes_in_the_quarter_that_was_set_when_the_stage_was_entered(busy_run):
    assert all(gate.now == gate.before.due for gate in busy_run.gates)


def test_a_project_begins_with_nothing_from_the_one_whose_slot_it_takes(calm, quarters, developing):
    """Every attempt before it went as far as signature, or its talks broke down."""
    nothing = {
        "outcome": Outcome.DEVELOPING,
        "barrier": NOBODY,
        "barriers": 0,
        "provider": NOBODY,
        "investor": NOBODY,
        "pragmatic": 0,
        "mapped": 0,
        "pooled": 0,
        "flexible_allowed": 0,
        "cashable_only": 0,
        "novelty": 0.0,
        "quality": 0.0,
        "signal": 0.0,
        "uncertainty": 0.0,
        "cost_share": 0.0,
        "known_cost": -1.0,
        "investors": 0,
        "providers": 0,
        "departments_joined": 0,
        "authorities_joined": 0,
        "state_joined": 0,
        "authorities_share": 0.0,
        "surplus": 0.0,
        "relaxed_surplus": 0.0,
        "rounds": 0,
        "cost_authority": 0.0,
        "cost_provider": 0.0,
        "cost_investors": 0.0,
        "cost_funds": 0.0,
        "barriers_ahead": 0,
        "used": 0,
        "agreed": 0,
        "tailoring": 0.0,
        "joined_share": 0.0,
        "filled": 0,
        "trust_provider": 0.0,
        "trust_investor": 0.0,
        "trust_third": 0.0,
        "tie_provider": NOBODY,
        "tie_investor": NOBODY,
        "tie_third": NOBODY,
        "fund": NOBODY,
        "fund_share": 0.0,
        "fund_committed": 0.0,
        "early_meeting": 0,
        "house": 0,
    }
    levers = {f"levers.{lever.name.lower()}.practice": 0.3 for lever in Lever if lever != Lever.OUTCOMES_FUND}
    full = {
        **levers,
        "departments": 2.0,
        "development_slots": 3.0,
        "breakdown": 0.3,
        "rounds": 4.0,
        "insists_on_cashable": 1.0,
        "provider_capacity": 30.0,
        "state_joins": 0.5,
    }
    begun = 0
    fund = Fund(name="F", country="A", opens="2010Q1", closes="2024Q4", purse=1e4, share=0.3)
    scenario = calm(starts=(range(60),), quarters=60, changes=full, funds=(fund,))
    for step, state in quarters(scenario):
        for project in developing(state):
            if project.started == step and not project.early_meeting and not project.house:
                assert {name: getattr(project, name) for name in nothing} == nothing
                begun += 1
    assert begun > 8


def test_the_slot_freed_last_is_used_first_and_a_new_one_only_when_none_is_free(calm_records):
    world = calm_records
    assert [open_project(world) for _ in range(3)] == [0, 1, 2]
    free_slot(world, 0)
    free_slot(world, 2)
    assert [open_project(world) for _ in range(3)] == [2, 0, 3]
    assert (world.run[0].slots, world.run[0].freed) == (4, 0)


def test_without_room_there_is_no_slot_and_the_run_is_to_be_repeated(calm_records):
    world = calm_records
    assert [open_project(world) for _ in range(len(world.projects))] == list(range(len(world.projects)))
    assert world.run[0].overflow == 0
    assert open_project(world) == NO_SLOT
    assert (world.run[0].overflow, world.run[0].projects) == (1, len(world.projects))


def test_what_has_ended_leaves_the_list_in_order_and_only_what_stopped_its_slot(calm_records):
    world = calm_records
    ends = (Outcome.DEVELOPING, Outcome.STOPPED, Outcome.SIGNED, Outcome.DEVELOPING, Outcome.STOPPED)
    for outcome in ends:
        world.projects[open_project(world)].outcome = outcome
    close_ended(world)
    assert list(world.active[: world.run[0].projects]) == [0, 3]
    assert list(world.freed[: world.run[0].freed]) == [1, 4]


def test_due_is_what_has_its_gate_this_quarter_in_the_order_of_starts(calm_records):
    world = calm_records
    for due in (7, 6, 7, 8):
        world.projects[open_project(world)].due = due
    world.run[0].quarter = 7
    for _ in range(2):
        find_due(world)
        assert list(world.due[: world.run[0].due]) == [0, 2]


@pytest.mark.parametrize(
    ("stage", "due", "agreed", "expected"),
    [
        (Stage.NEGOTIATION, 7, 0, True),
        (Stage.MOBILISATION, 7, 0, False),
        (Stage.NEGOTIATION, 8, 0, False),
        (Stage.NEGOTIATION, 7, 1, False),
    ],
)
def test_a_project_is_at_a_gate_in_its_stage_and_quarter_unless_it_waits_for_signature(
    calm_records, stage, due, agreed, expected
):
    world = calm_records
    world.run[0].quarter = 7
    project = world.projects[0]
    project.stage, project.due, project.agreed = stage, due, agreed
    assert is_at(world, 0, Stage.NEGOTIATION) == expected


@pytest.mark.parametrize(("least", "quarters"), [(1.0, 1), (2.0, 2), (3.0, 3)])
def test_without_delay_a_stage_takes_its_least_time_in_whole_quarters(calm_records, least, quarters):
    world, project = calm_records, calm_records.projects[0]
    world.run[0].quarter = 5
    enter_stage(world, project, Stage.MOBILISATION, least)
    assert (project.stage, project.gate, project.due) == (Stage.MOBILISATION, 5, 5 + quarters)


def test_a_delay_is_that_of_start_and_stage_whenever_the_stage_begins(calm, records):
    world = records(calm(delay=0.7))
    delays = set()
    for stage in (Stage.BUSINESS_CASE, Stage.MOBILISATION):
        for quarter in (3, 9):
            world.run[0].quarter = quarter
            project = world.projects[0]
            enter_stage(world, project, stage, 1.0)
            luck = uniform(1, 0, Decision.STAGE_DURATION, 0, stage, 0)
            assert project.due - quarter == stage_quarters(1.0, 0.7, luck)
            delays.add((int(stage), int(project.due - quarter)))
    assert len(delays) == 2


def test_costs_are_shares_of_capital_for_each_who_pays(calm_records):
    project = calm_records.projects[0]
    project.capital = 2.0
    pay(project, 0.1)
    pay(project, 0.05)
    pay_partners(project, 0.2, False)
    pay_partners(project, 0.1, True)
    assert project.cost_share == pytest.approx(0.15)
    costs = (project.cost_authority, project.cost_provider, project.cost_investors)
    assert costs == pytest.approx((0.3, 0.6, 0.2))


def test_of_a_supported_cost_the_fund_pays_its_share_and_the_attempt_is_known_for_all_of_it(calm_records):
    """Costs of 0.1 and 0.05 of 2 million are 0.3 million, of which the fund carries three quarters."""
    project = calm_records.projects[0]
    project.capital, project.development_share = 2.0, 0.75
    pay(project, 0.1)
    pay(project, 0.05)
    pay_partners(project, 0.1, True)
    assert project.cost_share == pytest.approx(0.15)
    costs = (project.cost_authority, project.cost_funds, project.cost_provider, project.cost_investors)
    assert costs == pytest.approx((0.075, 0.225, 0.2, 0.2))


def test_budgets_count_their_own_cash_that_of_departments_and_lives_bettered_by_what_they_would_pay(calm, records):
    """Of 8 parts 2 are the own budget's, 1 is other departments', 4 are citizens': 50 · (0.25 + 0.125 + 0.4 · 0.5)."""
    parts = (("own_cashable", 2.0), ("other_departments", 1.0), ("citizens", 4.0), ("state", 1.0))
    others = {"other_authorities.employment": 0.0, "local_firms.employment": 0.0}
    weights = {f"{pocket}.employment": weight for pocket, weight in parts}
    world = records(calm(changes={**weights, **others, "willingness_to_pay": 0.4}))
    assert worth_counted(world, 1, 50.0) == pytest.approx(28.75)


def test_training_shields_from_machines_and_novelty_makes_worth_cheaper_and_doubt_larger(calm, records):
    """Exposure 0.8 · (1 − 0.5 · 0.4) · (1 − 0.25); worth 50 / (1.2 · 1.1); uncertainty 0.01 · (1 + 2 · 0.4)."""
    changes = {
        "exposure.employment": 0.8,
        "novelty_robustness": 0.5,
        "upskilling_shield": 0.25,
        "novelty_cost": 0.5,
        "upskilling_cost": 0.1,
        "novelty_risk": 2.0,
    }
    world = records(calm(changes=changes))
    project = world.projects[0]
    project.domain, project.novelty = 1, 0.4
    assert exposure_of(world, project, Programme.PLACEMENT) == pytest.approx(0.64)
    assert exposure_of(world, project, Programme.UPSKILLING) == pytest.approx(0.48)
    assert worth_of(world, world.authorities[0], project, Programme.PLACEMENT) == pytest.approx(50.0 / 1.2)
    assert worth_of(world, world.authorities[0], project, Programme.UPSKILLING) == pytest.approx(50.0 / 1.2 / 1.1)
    assert uncertainty_before_data(world, project) == pytest.approx(0.018)


def test_only_members_of_the_syndicate_hold_its_capital(calm_records):
    project = calm_records.projects[0]
    project.ticket[:3] = 0.5, 0.25, 9.0
    project.investors = 2
    assert capital_of_investors(project) == 0.75


def test_the_authority_pays_with_other_authorities_the_state_and_a_fund_but_its_departments_are_none_more(
    calm_records,
):
    project, gives = calm_records.projects[0], calm_records._replace(funds=[SimpleNamespace(invests=0)])
    invests = calm_records._replace(funds=[SimpleNamespace(invests=1)])
    project.departments_joined = 2
    for authorities, state, fund, payers in ((0, 0, NOBODY, 1), (2, 0, NOBODY, 3), (2, 1, 0, 5)):
        project.authorities_joined, project.state_joined, project.fund = authorities, state, fund
        assert payers_of(gives, project) == payers
        # Who invests is an investor, and pays nothing.
        assert payers_of(invests, project) == payers - (fund == 0)


def test_every_provider_of_a_consortium_is_engaged_and_freed_again(calm, records):
    world = records(calm((), ((1, 4, 1),)))
    project = world.projects[0]
    project.provider, project.providers = 2, 3
    project.partner[:2] = 0, 3
    for change, engaged in ((1, [1, 0, 1, 1]), (-1, [0, 0, 0, 0])):
        engage_providers(world, project, change)
        assert [world.providers[number].engaged for number in range(4)] == engaged
