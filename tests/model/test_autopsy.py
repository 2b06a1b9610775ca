"""Autopsy: what later gates would have held for a stopped attempt, and that nothing imagined is left behind."""

import pytest

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.model.autopsy import has_talked
from sipabm.model.bending import place_of
from sipabm.randomness import uniform
from sipabm.rules.common import count_barriers
from sipabm.scenario import Fund
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import Decision, Outcome, Stage

EMPLOYMENT = 1
MET = [column.name for column in YEARLY_COLUMNS].index("barriers_met")
TRIANGLE = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("p0", "i0", 0.4))
# Each stops an attempt at one gate, and changes nothing at any other.
CHALLENGED = {
    "levers.early_meetings.practice": 1.0,
    "meeting_quarters": 0.0,
    "meeting_procurement_risk": 1.0,
    "meeting_cost": 0.0,
    "meeting_trust": 0.0,
    "meeting_tailoring": 0.0,
    "meeting_clarity": 0.0,
    "meeting_foresight": 0.0,
}
DEAR_DATA = {"data_access": 0.0, "data_cost": 0.5, "development_budget": 0.4}
AGAINST = {"resistance": 0.9}
# The effect shows long after what the authority can wait for; at the case whatever is shown is strong enough.
WORTHLESS = {"worth.employment": 3.0, "horizon": 1.0, "effect_years.employment": 20.0, "case_threshold": 0.0}


def set_of(*barriers):
    """Return a set of barriers."""
    return sum(1 << barrier for barrier in barriers)


@pytest.fixture(scope="module")
def stopped(calm, history):
    """Return the row of the only attempt, which was stopped."""

    def row_of(*changes, ties=TRIANGLE, **more):
        together = {name: value for each in changes for name, value in each.items()}
        (row,) = history(calm(ties, changes={**together, **more})).attempts
        assert row["outcome"] == Outcome.STOPPED
        return row

    return row_of


# --- gate by gate ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "stage", "barrier"),
    [
        (CHALLENGED, Stage.MEETING, Barrier.PROCUREMENT),
        (DEAR_DATA, Stage.BUSINESS_CASE, Barrier.DATA_COST),
        (AGAINST, Stage.MOBILISATION, Barrier.FRONTLINE),
    ],
)
def test_where_nothing_else_stood_in_the_way_nothing_lies_ahead(stopped, here, stage, barrier):
    row = stopped(here)
    assert (row["stage"], row["barriers"], row["barriers_ahead"]) == (stage, set_of(barrier), 0)


def test_from_the_search_every_later_gate_is_looked_at(stopped):
    row = stopped(CHALLENGED, DEAR_DATA, AGAINST)
    assert (row["stage"], row["barriers"]) == (Stage.MEETING, set_of(Barrier.PROCUREMENT))
    assert row["barriers_ahead"] == set_of(Barrier.DATA_COST, Barrier.FRONTLINE)


def test_from_the_business_case_the_frontline_is_seen(stopped):
    row = stopped(DEAR_DATA, AGAINST)
    assert (row["stage"], row["barriers"]) == (Stage.BUSINESS_CASE, set_of(Barrier.DATA_COST))
    assert row["barriers_ahead"] == set_of(Barrier.FRONTLINE)


def test_what_lies_behind_a_gate_is_not_looked_at_again(stopped):
    """A mobilisation that the frontline stops has paid for its data, which were cheap enough."""
    row = stopped(AGAINST, {"data_access": 0.0, "data_cost": 0.3, "development_budget": 0.4})
    assert (row["stage"], row["barriers_ahead"]) == (Stage.MOBILISATION, 0)


@pytest.mark.parametrize("earlier", [CHALLENGED, DEAR_DATA, AGAINST])
def test_the_talks_would_have_held_what_they_hold_where_nothing_stands_before_them(stopped, earlier):
    at_the_table = stopped(WORTHLESS)
    assert at_the_table["stage"] == Stage.NEGOTIATION
    row = stopped(WORTHLESS, earlier)
    assert row["stage"] < Stage.NEGOTIATION
    assert row["barriers_ahead"] == at_the_table["barriers"] > 0


def test_talks_that_would_have_broken_down_are_a_barrier_ahead(stopped, calm, history):
    slow = {"rounds": 9.0, "authority_patience": 3.0, "investor_patience": 0.4, "breakdown": 0.9}
    assert stopped(slow)["barrier"] == Barrier.BARGAINING
    assert stopped(slow, AGAINST)["barriers_ahead"] == set_of(Barrier.BARGAINING)


def test_without_a_provider_there_is_nothing_to_imagine(stopped):
    row = stopped(DEAR_DATA, AGAINST, WORTHLESS, ties=TRIANGLE[1:2])
    assert (row["barriers"], row["barriers_ahead"]) == (set_of(Barrier.NO_PARTNER), 0)


def test_without_an_investor_capital_would_have_been_missing_at_every_later_gate(stopped):
    row = stopped(ties=TRIANGLE[:1])
    assert (row["stage"], row["barriers"]) == (Stage.MEETING, set_of(Barrier.NO_PARTNER))
    assert row["barriers_ahead"] == set_of(Barrier.INVESTOR_APPETITE)


def test_what_stood_at_its_own_gate_is_not_repeated(stopped):
    """Early meetings bring the frontline to light, which would have stood at mobilisation as well."""
    spotted = {**CHALLENGED, "meeting_procurement_risk": 0.0, "meeting_foresight": 1.0}
    row = stopped(spotted, AGAINST, DEAR_DATA)
    assert (row["stage"], row["barriers"]) == (Stage.MEETING, set_of(Barrier.FRONTLINE))
    assert row["barriers_ahead"] == set_of(Barrier.DATA_COST)


def test_a_syndicate_that_fell_short_comes_to_the_talks_as_far_as_it_came(stopped):
    """Capital was missing at mobilisation; what it asks is known, and worth so little does not bear it."""
    short = {"largest_ticket.bank": 0.5}
    row = stopped(short, WORTHLESS)
    assert (row["stage"], row["barriers"]) == (Stage.MOBILISATION, set_of(Barrier.INVESTOR_APPETITE))
    assert row["barriers_ahead"] == stopped(WORTHLESS)["barriers"] & ~set_of(Barrier.INVESTOR_APPETITE)
    assert stopped(short)["barriers_ahead"] == 0


def test_talks_were_held_by_those_who_agreed_or_were_stopped_by_more_than_what_happens_at_the_door(calm_records):
    project = calm_records.projects[0]
    project.stage = Stage.NEGOTIATION.value
    for barriers, agreed, talked in (
        (set_of(Barrier.LEGISLATION), 0, False),
        (set_of(Barrier.CHANGE_OF_GOVERNMENT, Barrier.SPONSOR_WITHDRAWAL), 0, False),
        (set_of(Barrier.LEGISLATION), 1, True),
        (set_of(Barrier.SILOS), 0, True),
        (set_of(Barrier.BARGAINING), 0, True),
    ):
        project.barriers, project.agreed = barriers, agreed
        assert has_talked(project) == talked
    project.stage = Stage.MOBILISATION.value
    assert not has_talked(project)


@pytest.mark.parametrize(("law", "stage"), [(4, Stage.NEGOTIATION), (5, Stage.NEGOTIATION)])
def test_a_law_at_the_door_of_the_talks_leaves_them_to_be_imagined_and_one_after_them_nothing(
    calm, history, law, stage
):
    """At the door of the talks of quarter 4, or before the signature of quarter 5."""
    changes = {"new_law.employment": 0.2, "law_stop": 1.0}
    seed = next(
        seed
        for seed in range(9999)
        if [step for step in range(8) if uniform(seed, 0, Decision.LEGISLATION, 0, EMPLOYMENT, step) < 0.2] == [law]
    )
    slow = {"rounds": 9.0, "authority_patience": 3.0, "investor_patience": 0.4, "rounds_per_quarter": 99.0}
    (row,) = history(calm(changes={**changes, **slow}), seed).attempts
    assert (row["stage"], row["barriers"]) == (stage, set_of(Barrier.LEGISLATION))
    assert (row["barriers_ahead"], row["rounds"] > 0) == (0, law == 5)
    if law == 4:
        (row,) = history(calm(changes={**changes, **WORTHLESS}), seed).attempts
        (at_the_table,) = history(calm(changes=WORTHLESS), seed).attempts
        assert row["barriers_ahead"] == at_the_table["barriers"] > 0


def test_nothing_lies_ahead_of_what_is_signed(calm, history):
    (row,) = history(calm()).attempts
    assert (row["outcome"], row["barriers_ahead"]) == (Outcome.SIGNED, 0)


# --- what is left of it ----------------------------------------------------------------------------------------------

UNKNOWN = ("quality", "signal", "uncertainty", "novelty", "cost_share", "cost_authority", "cost_provider", "cost_funds")
NOT_YET = (
    "pragmatic",
    "mapped",
    "pooled",
    "flexible_allowed",
    "cashable_only",
    "departments_joined",
    "authorities_joined",
    "state_joined",
    "investors",
    "surplus",
    "relaxed_surplus",
    "rounds",
    "cost_investors",
)
# All of it would cost something, take long and bind capital, if it happened.
BUSY = {
    "data_access": 0.5,
    "levers.pragmatic_data.practice": 1.0,
    "levers.early_competence_mapping.practice": 1.0,
    "levers.pooled_budgets.practice": 1.0,
    "levers.flexible_contracts.practice": 1.0,
    "insists_on_cashable": 1.0,
    "departments": 3.0,
    "state_joins": 1.0,
    "rounds": 9.0,
    "round_cost": 0.01,
    "sole_investor": 0.0,
    "lead_share": 0.5,
    "co_investment": 1.0,
    "smallest_ticket": 0.1,
    "working_capital": 0.7,
    "fee_at_risk": 0.4,
    "pragmatic_saving": 0.0,
}
FUND = Fund(name="F", country="A", opens="2010Q1", closes="2012Q4", purse=50.0, share=0.3)
MONEY = (("investors", "available"), ("providers", "working_capital"), ("providers", "engaged"), ("funds", "remaining"))


def test_an_attempt_stopped_at_its_search_has_nothing_of_what_was_only_imagined(calm, history):
    ties = (*TRIANGLE, ("i0", "i1", 0.9))
    told = history(calm(ties, ((1, 1, 2),), funds=(FUND,), changes={**CHALLENGED, **BUSY}, fund_pull=0.0))
    row = told.attempts[0]
    assert (row["stage"], row["barriers"]) == (Stage.MEETING, set_of(Barrier.PROCUREMENT))
    assert {name: row[name] for name in (*UNKNOWN, *NOT_YET)} == dict.fromkeys((*UNKNOWN, *NOT_YET), 0)


@pytest.mark.parametrize(
    "stops",
    [
        CHALLENGED,
        DEAR_DATA,
        AGAINST,
        {"largest_ticket.bank": 0.5},
        {**CHALLENGED, "largest_ticket.bank": 0.5},
        {**CHALLENGED, **WORTHLESS},
    ],
)
def test_nobodys_money_people_or_purse_is_bound_by_what_was_only_imagined(calm, quarters, stops):
    ties = (*TRIANGLE, ("i0", "i1", 0.9))
    changes = {**BUSY, **stops}
    first = None
    for _, state in quarters(calm(ties, ((1, 1, 2),), funds=(FUND,), quarters=8, changes=changes)):
        held = [[float(getattr(each, name)) for each in getattr(state, kind)] for kind, name in MONEY]
        first = first or held
        if state.run[0].attempts > 0:
            break
    assert state.run[0].attempts == 1
    assert held == first


def test_an_attempt_keeps_what_it_paid_and_knew_before_it_was_stopped(stopped):
    """Three tenths of data are paid; the pooling and the rounds of talks that never were held are not."""
    dear = {"data_access": 0.0, "data_cost": 0.3, "development_budget": 0.4, "round_cost": 0.01, "rounds": 9.0}
    row = stopped(AGAINST, dear)
    assert (row["cost_share"], row["cost_authority"]) == pytest.approx((0.3, 0.45))
    assert (row["rounds"], row["surplus"], row["cost_provider"]) == (0, 0.0, 0.0)
    assert row["quality"] == pytest.approx(1.0)


# --- who hears of it -------------------------------------------------------------------------------------------------


def test_what_lay_ahead_is_counted_and_known_with_what_stood_at_the_gate(calm, after, history):
    scenario = calm(changes={**DEAR_DATA, **AGAINST})
    authority = after(scenario, 2).authorities[0]
    for lever, met in ((Lever.PRAGMATIC_DATA, 1.0), (Lever.EARLY_MEETINGS, 1.0), (Lever.POOLED_BUDGETS, 0.0)):
        assert authority.unanswered[place_of(EMPLOYMENT, lever)] == met
    told = history(scenario)
    assert told.yearly[:, :, MET].sum() == 2.0
    row = told.attempts[0]
    assert count_barriers(int(row["barriers"] | row["barriers_ahead"])) == 2


def test_a_lever_that_was_used_only_in_what_was_imagined_has_disappointed_there(calm, after, history):
    scenario = calm(changes={**CHALLENGED, **DEAR_DATA, "levers.pragmatic_data.practice": 1.0, "pragmatic_saving": 0.0})
    (row,) = history(scenario).attempts
    assert (row["pragmatic"], row["barriers_ahead"]) == (0, set_of(Barrier.DATA_COST))
    authority = after(scenario, 1).authorities[0]
    assert authority.known_attempts[EMPLOYMENT] == 1.0
    assert authority.unanswered[place_of(EMPLOYMENT, Lever.PRAGMATIC_DATA)] == 0.0


def test_what_was_only_imagined_teaches_no_cost(calm, after):
    changes = {**CHALLENGED, **DEAR_DATA, "cost_learning": 1.0, "expected_development_cost": 0.1}
    assert after(calm(changes=changes), 2).authorities[0].expected_cost == pytest.approx(0.1)
