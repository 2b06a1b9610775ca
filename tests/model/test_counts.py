"""Counts: what is added to which year and area, and which rows are kept."""

from types import SimpleNamespace

import pytest

from sipabm.barriers import Barrier
from sipabm.model import counts
from sipabm.words import ContractStatus, Outcome, Pocket, Programme, Stage

AREA = 1


@pytest.mark.parametrize(
    ("first", "quarter", "year"), [(0, 0, 0), (0, 3, 0), (0, 4, 1), (3, 0, 0), (3, 1, 1), (2, 9, 2)]
)
def test_a_year_is_that_of_the_calendar_and_not_of_the_run(first, quarter, year):
    assert counts.year_of(SimpleNamespace(first_quarter=first, quarter=quarter)) == year


def test_a_year_ends_with_its_fourth_quarter_or_with_the_run():
    ends = [counts.is_end_of_year(SimpleNamespace(first_quarter=2, quarter=step, quarters=9)) for step in range(9)]
    assert ends == [False, True, False, False, False, True, False, False, True]


def test_counts_are_those_of_the_current_year_in_the_area(calm_records):
    world = calm_records
    for quarter, area in ((0, 0), (3, 2), (4, 1), (15, 2)):
        world.run[0].quarter = quarter
        counts.counts_of(world, area).started += 1.0
    assert [place for place, row in enumerate(world.yearly) if row.started == 1.0] == [0, 2, 4, 11]


def stopped(world, stage, barrier, outcome=Outcome.STOPPED):
    """Return a project that has ended, with costs of 1, 2 and 3."""
    project = world.projects[0]
    project.stage, project.barrier, project.outcome, project.domain = stage, barrier, outcome, AREA
    project.cost_authority, project.cost_provider, project.cost_investors = 1.0, 2.0, 3.0
    return project


def test_an_exit_is_counted_by_stage_and_barrier_with_what_everybody_paid(calm_records):
    world = calm_records
    counts.record_exit(world, stopped(world, Stage.MOBILISATION, Barrier.FRONTLINE))
    row = world.yearly[AREA]
    assert list(row.exits) == [0.0, 0.0, 1.0, 0.0]
    assert [barrier for barrier in Barrier if row.exit[barrier] > 0.0] == [Barrier.FRONTLINE]
    assert (row.cost_authority, row.cost_provider, row.cost_investors) == (1.0, 2.0, 3.0)
    assert (world.run[0].attempts, world.attempts[0].cost_investors) == (1, 3.0)


def test_a_signature_is_no_exit_and_its_costs_count_as_well(calm_records):
    world = calm_records
    counts.record_exit(world, stopped(world, Stage.SIGNED, -1, Outcome.SIGNED))
    row = world.yearly[AREA]
    assert row.exits.sum() == row.exit.sum() == 0.0
    assert row.cost_authority == 1.0


def test_a_kept_row_does_not_change_when_its_slot_is_used_again(calm_records):
    world = calm_records
    project = stopped(world, Stage.MEETING, Barrier.NO_PARTNER)
    counts.keep_attempt(world, project)
    project.cost_authority = 9.0
    assert world.attempts[0].cost_authority == 1.0


@pytest.mark.parametrize("kind", ["attempt", "contract"])
def test_a_row_without_room_is_an_overflow_and_one_that_nobody_wants_is_not(calm, records, kind):
    keep = getattr(counts, f"keep_{kind}")
    held, source = {"attempt": ("attempts", "projects"), "contract": ("settled", "contracts")}[kind]
    for rows, overflow in ((True, 1), (False, 0)):
        world = records(calm(), rows=rows)
        record = getattr(world, source)[0]
        for _ in range(len(getattr(world, held))):
            keep(world, record)
        assert world.run[0].overflow == 0
        keep(world, record)
        assert world.run[0].overflow == overflow


def test_a_signature_is_a_repeat_of_those_who_signed_before_and_of_a_lead_only_if_somebody_invests(calm_records):
    world = calm_records
    project, contract = world.projects[0], world.contracts[0]
    project.authority = project.provider = project.investor = 0
    project.domain, project.capital, project.started, project.programme = AREA, 2.5, 3, Programme.UPSKILLING
    project.house, contract.parties, contract.signed = 1, 4, 8
    project.cost_authority, project.cost_provider, project.cost_investors = 1.0, 2.0, 4.0
    contract.conventional_cost = 0.5
    row = world.yearly[AREA]
    for signatures, investors, repeats in ((0, 1, (0.0, 0.0, 0.0)), (2, 0, (0.0, 1.0, 0.0)), (2, 1, (0.0, 2.0, 1.0))):
        world.providers[0].signatures = world.investors[0].signatures = signatures
        project.investors = investors
        counts.record_signature(world, project, contract)
        assert (row.repeat_authorities, row.repeat_providers, row.repeat_investors) == repeats
    assert (row.signed, row.capital, row.parties, row.months) == (3.0, 7.5, 12.0, 45.0)
    assert (row.upskilling, row.in_house) == (3.0, 3.0)
    assert (row.cost_signed, row.conventional_cost) == (21.0, 1.5)


@pytest.mark.parametrize(
    ("status", "effect", "expected"),
    [
        (ContractStatus.DELIVERED, 0.7, (1.0, 0.0, 1.0)),
        (ContractStatus.DELIVERED, 0.69, (1.0, 0.0, 0.0)),
        (ContractStatus.ENDED_BY_LAW, 0.9, (0.0, 1.0, 0.0)),
    ],
)
def test_a_partnership_is_successful_if_it_reached_its_term_and_the_threshold(calm_records, status, effect, expected):
    world = calm_records
    world.contracts[0].status, world.contracts[0].effect = status, effect
    world.contracts[0].conventional_effect = 0.5
    counts.record_settlement(world, world.projects[0], world.contracts[0])
    row = world.yearly[0]
    assert (row.delivered, row.ended_early, row.successful) == expected
    assert (row.effect, row.conventional_effect) == (effect, 0.5)


def test_what_all_purses_paid_is_counted_once_with_the_break_fee_and_apart_from_the_guarantee(calm_records):
    world = calm_records
    project, contract = world.projects[0], world.contracts[0]
    project.investors = 1
    contract.payment_authority, contract.payment_departments, contract.payment_fund = 1.0, 0.5, 0.25
    contract.payment_authorities, contract.payment_state, contract.break_fee = 0.125, 0.0625, 2.0
    contract.misplaced = 0.75
    contract.guarantee_paid, contract.fund_repaid, contract.cost_after, contract.burden = 0.125, 0.0625, 3.0, 4.0
    contract.capital_investors, contract.to_investors, contract.promised = 1.5, 1.4, 1.75
    contract.value[Pocket.CITIZENS] = 7.0
    counts.record_settlement(world, project, contract)
    row = world.yearly[0]
    assert counts.payment_of(contract) == 1.9375
    assert (row.payment, row.payment_fund, row.fund_repaid) == (3.9375, 0.25, 0.0625)
    assert (row.misplaced, row.guaranteed) == (0.75, 0.125)
    assert (row.invested, row.received, row.promised, row.repaid, row.with_investors) == (1.5, 1.4, 1.75, 0.0, 1.0)
    assert (row.cost_after, row.burden) == (3.0, 4.0)
    assert list(row.value) == [7.0 * (pocket == Pocket.CITIZENS) for pocket in Pocket]


def test_cash_and_other_value_are_counted_apart_each_less_what_the_ordinary_service_would_have_brought(calm_records):
    """Pockets of 1 to 4 hold cash, 10 in all; citizens and firms have 5 and 6."""
    world = calm_records
    contract = world.contracts[0]
    for pocket in Pocket:
        contract.value[pocket] = pocket + 1.0
    contract.gross_cash, contract.gross_other = 12.0, 13.0
    contract.displaced_cash, contract.displaced_other = 2.5, 4.0
    for _ in range(2):
        counts.record_settlement(world, world.projects[0], contract)
    row = world.yearly[0]
    assert (row.gross_cash, row.gross_other) == (24.0, 26.0)
    assert (row.net_cash, row.net_other) == (2 * (10.0 - 2.5), 2 * (11.0 - 4.0))


def test_states_of_a_year_are_means_over_authorities_and_ties_and_running_contracts_count_by_area(calm, records):
    world = records(calm(layout=((2, 1, 1),)))
    world.authorities[1].has_left = 1
    world.authorities[0].expected_cost, world.authorities[1].expected_cost = 0.1, 0.2
    world.run[0].quarter, world.run[0].machines, world.run[0].contracts = 7, 0.3, 2
    world.running[:2] = 4, 9
    world.projects[4].domain = world.projects[9].domain = 2
    counts.record_states(world)
    row = world.states[1]
    assert (row.left, row.expected_cost, row.machine_share) == pytest.approx((0.5, 0.15, 0.3))
    assert row.trust == pytest.approx((0.6 + 0.5 + 0.4) / 3)
    assert [place for place, each in enumerate(world.yearly) if each.running] == [3 + 2]
    assert world.yearly[5].running == 2.0


def test_contracts_that_run_at_the_end_are_kept_in_their_order(calm_records):
    world = calm_records
    world.run[0].contracts = 2
    world.running[:2] = 5, 3
    world.contracts[5].results, world.contracts[3].results = 1.5, 2.5
    counts.record_running(world)
    assert [row.results for row in world.settled[: world.run[0].settled]] == [1.5, 2.5]
