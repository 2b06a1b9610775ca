"""Mobilisation: departments, frontline, politics, and who puts how much into a syndicate."""

from types import SimpleNamespace

import pytest

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.model.records import MOST_INVESTORS
from sipabm.randomness import uniform, uniform_pair
from sipabm.rules import mobilisation as rules
from sipabm.rules.innovation import closeness, immune_response
from sipabm.words import NOBODY, Decision, Outcome, Stage


def at_mobilisation(run):
    """Return the gates of mobilisation of a run, each with the project as it is there."""
    gates = [gate for gate in run.gates if gate.gate == Stage.MOBILISATION]
    return [(gate, gate.later if gate.passed else project_of(gate.row)) for gate in gates]


def project_of(row):
    """Return what a row tells of a project."""
    return SimpleNamespace(**{name: row[name] for name in row.dtype.names})


def luck_of(run, gate, decision, partner=0, draw=uniform):
    """Return a number of an address of the gate's project."""
    return draw(run.seed, 0, decision, gate.identity, int(partner), gate.key[1])


def stands(gate, barrier):
    """Return whether a barrier stood at a gate."""
    return bool(gate.barriers >> barrier & 1)


def test_every_department_joins_by_its_own_draw_or_because_budgets_are_pooled(busy_run):
    silos, seen = None, set()
    for gate, project in at_mobilisation(busy_run):
        silos = trait(busy_run, gate.key[0], "silo_strength")
        probability = rules.joining_probability(silos, gate.before.tailoring)
        lucks = [luck_of(busy_run, gate, Decision.DEPARTMENT_JOINS, number) for number in range(2)]
        joined = sum(rules.department_joins(probability, project.pooled == 1, luck) for luck in lucks)
        assert project.departments_joined == joined
        assert project.pooled == (luck_of(busy_run, gate, Decision.USE_LEVER, Lever.POOLED_BUDGETS) < 0.5)
        if gate.passed:
            assert project.joined_share == pytest.approx(joined / 2)
        seen.add((int(project.pooled), joined))
    assert seen == {(1, 2), (0, 0), (0, 1), (0, 2)}


def trait(run, number, name):
    """Return a trait of an authority that does not change."""
    return run.traits[number][name]


@pytest.mark.parametrize(("departments", "silos"), [(2.0, 0.0), (3.9, 0.0), (2.0, 1.0)])
def test_pooling_costs_the_authority_once_for_each_department(calm, after, developing, departments, silos):
    changes = {"departments": departments, "silo_strength": silos, "pooling_cost": 0.01}
    scenario = calm(changes=changes)
    pooled = scenario.replace({"levers.pooled_budgets.practice": 1.0})
    (project,), (with_pool,) = (developing(after(each, 3)) for each in (scenario, pooled))
    count = int(departments)
    assert project.departments_joined == (0 if silos == 1.0 else count)
    assert with_pool.departments_joined == count
    assert (project.joined_share, with_pool.joined_share) == (float(silos < 1.0), 1.0)
    assert with_pool.cost_share - project.cost_share == pytest.approx(0.01 * count)
    assert with_pool.cost_authority - project.cost_authority == pytest.approx(0.015 * count)
    assert with_pool.cost_provider == with_pool.cost_investors == 0.0


NEIGHBOURS = (
    ("a1", "p0", 0.6),
    ("a1", "i0", 0.5),
    ("p0", "i0", 0.4),
    ("a0", "a1", 1.0),
    ("a1", "a2", 0.2),
    ("a1", "a3", 0.8),
    ("a1", "a4", 1.0),
    ("a2", "a5", 1.0),
)
ABROAD = ((1, 1, 1), (5, 0, 0))  # a1 to a5 are of one country; a0 is abroad, and a1 does not know a5
ASKED = (("a2", 0.2), ("a3", 0.8), ("a4", 1.0))


def joining(seed, most):
    """Return how many of those that a1 asks join, by the luck of each and its readiness of at least a half."""
    lucks = [uniform(seed, 0, Decision.AUTHORITY_JOINS, 2**20, 2**20 + place, 2) for place in (1, 2, 3)]
    return sum(luck < 0.5 + 0.5 * trust for luck, (_, trust) in list(zip(lucks, ASKED, strict=True))[:most])


@pytest.mark.parametrize("most", [0, 2, 4])
def test_authorities_of_the_country_that_are_known_and_asked_join_by_their_luck_and_trust(
    calm, after, developing, most
):
    changes = {"gaining_authorities.employment": most + 0.9, "joint_commissioning.employment": 1.0}
    scenario, seen = calm(NEIGHBOURS, ABROAD, LATER, changes=changes), set()
    for seed in range(12):
        (project,) = developing(after(scenario, 5, seed))
        joined = joining(seed, most)
        assert project.authorities_joined == joined
        assert project.authorities_share == pytest.approx(joined / most if most else 0.0)
        seen.add(joined)
    assert len(seen) == (1 if most == 0 else 3) or seen >= {1, 2}


def test_authorities_are_asked_by_the_luck_of_the_project_or_because_budgets_are_pooled(calm, after, developing):
    changes = {"gaining_authorities.employment": 3.0, "joint_commissioning.employment": 0.4, "pooling_cost": 0.01}
    scenario, seen = calm(NEIGHBOURS, ABROAD, LATER, changes=changes), set()
    pooled = scenario.replace({"levers.pooled_budgets.practice": 1.0})
    for seed in range(8):
        asked = uniform(seed, 0, Decision.JOINT_COMMISSIONING, 2**20, 0, 2) < 0.4
        (project,), (with_pool,) = (developing(after(each, 5, seed)) for each in (scenario, pooled))
        assert project.authorities_joined == asked * joining(seed, 3)
        assert with_pool.authorities_joined == joining(seed, 3)
        assert with_pool.cost_share - project.cost_share == pytest.approx(0.01 * joining(seed, 3))
        seen.add(asked)
    assert seen == {True, False}


def test_the_state_joins_by_the_luck_of_the_project(calm, after, developing):
    seen = set()
    for seed in range(8):
        (project,) = developing(after(calm(changes={"state_joins": 0.5}), 3, seed))
        assert project.state_joined == (uniform(seed, 0, Decision.STATE_JOINS, 0, 0, 0) < 0.5)
        seen.add(int(project.state_joined))
    assert seen == {0, 1}


def test_budgets_are_pooled_by_the_lever_in_force_at_mobilisation(calm, history):
    for quarter, used in (("2010Q4", 1), ("2011Q1", 0)):
        (row,) = history(calm().with_policy(f"pooled_budgets=1@{quarter}")).attempts
        assert row["pooled"] == used


def test_tailoring_of_early_meetings_loosens_silos(calm, history):
    """A silo of 0.8 less half of it is 0.4: a department whose luck lies between 0.2 and 0.6 joins only then."""
    changes = {"departments": 1.0, "silo_strength": 0.8, "meeting_tailoring": 0.5, "meeting_procurement_risk": 0.0}
    seeds = [seed for seed in range(40) if 0.2 < uniform(seed, 0, Decision.DEPARTMENT_JOINS, 0, 0, 0) < 0.6]
    for practice, joined in ((0.0, 0), (1.0, 1)):
        scenario = calm(changes=changes).replace({"levers.early_meetings.practice": practice})
        assert all(history(scenario, seed).attempts[0]["departments_joined"] == joined for seed in seeds[:4])


def test_operations_stop_radical_programmes_in_their_midst(busy_run):
    p = busy_run.scenario.innovation
    for gate, project in at_mobilisation(busy_run):
        close = closeness(project.house == 1, p.house_decoupling)
        chance = immune_response(p.immune_response, project.novelty, close)
        assert stands(gate, Barrier.IMMUNE_RESPONSE) == (luck_of(busy_run, gate, Decision.IMMUNE_RESPONSE) < chance)


# --- the syndicate ---------------------------------------------------------------------------------------------------

CIRCLE = (
    ("a1", "p0", 0.6),
    ("a1", "i2", 0.9),
    ("p0", "i2", 0.4),
    ("i2", "i0", 0.2),
    ("i2", "i1", 0.8),
    ("i2", "i3", 0.6),
    ("i0", "i4", 1.0),
    ("p0", "i5", 1.0),
    ("a1", "i5", 0.1),
)
LAYOUT = ((1, 1, 3), (1, 0, 3))  # the second authority leads the project; i3 to i5 are of its country
IDENTITY = {"a1": 2**20, 0: 0, 1: 1, 2: 2, 3: 2**20}
LATER = ((), (2,))


def syndicate(state, capital, seed, share=0.3, smallest=0.35, co_investment=1.0):
    """Return members and tickets of a syndicate that i2 leads and fills with the investors it knows, in their order."""
    lead = state.investors[2]
    members = [2]
    tickets = [min(capital * share, lead.largest_ticket, rich(state, 2))]
    for number, trust in ((0, 0.2), (1, 0.8), (3, 0.6)):
        missing = capital - sum(tickets)
        joins, size = uniform_pair(seed, 0, Decision.INVESTOR_JOINS, IDENTITY["a1"], IDENTITY[number], 2)
        if missing > 1e-9 and joins < co_investment * (0.5 + 0.5 * trust):
            members.append(number)
            offer = state.investors[number].largest_ticket * (smallest + (1.0 - smallest) * size)
            tickets.append(min(missing, offer, rich(state, number)))
    room = min(lead.largest_ticket - tickets[0], rich(state, 2) - tickets[0])
    tickets[0] += max(0.0, min(capital - sum(tickets), room))
    return members, tickets


def rich(state, number):
    """Return the capital of an investor at the start, which is as much above the mean as its largest ticket is."""
    return state.investors[number].largest_ticket * 25.0


SPREAD = {
    "heterogeneity": 0.8,
    "largest_ticket.bank": 1.0,
    "investor_capital.bank": 25.0,
    "capital_median": 3.0,
    "sole_investor": 0.0,
    "lead_share": 0.3,
    "co_investment": 1.0,
    "trust_in_search": 1.0,
    "rigour_asked": {"monitoring": 1.0, "comparison": 0.0, "experiment": 0.0},
    "misjudgement_spread": 0.2,
}


@pytest.mark.parametrize("seed", range(8))
def test_a_lead_fills_its_share_with_investors_it_knows_and_then_what_is_missing(calm, after, developing, seed):
    state = after(calm(CIRCLE, LAYOUT, LATER, changes=SPREAD), 5, seed)
    members, tickets = syndicate(state, 3.0, seed)
    (project,) = developing(state) or (None,)
    if project is None:
        assert sum(tickets) < 3.0 * (1.0 - 1e-9)
        return
    count = project.investors
    assert list(project.member[:count]) == members
    assert list(project.ticket[:count]) == pytest.approx(tickets)
    assert list(project.member[count:]) == [NOBODY] * (MOST_INVESTORS - count)
    for number in range(6):
        given = dict(zip(members, tickets, strict=True)).get(number, 0.0)
        assert state.investors[number].available == pytest.approx(rich(state, number) - given)


def test_some_of_these_syndicates_are_filled_and_some_are_not(calm, after):
    filled = [after(calm(CIRCLE, LAYOUT, LATER, changes=SPREAD), 5, seed).run[0].projects for seed in range(8)]
    assert 0 < sum(filled) < 8


@pytest.mark.parametrize("seed", range(8))
def test_what_a_syndicate_asks_is_the_mean_of_its_members_by_tickets(calm, after, developing, seed):
    scenario = calm(CIRCLE, LAYOUT, LATER, changes={**SPREAD, "capital_median": 1.2, "social_motive.bank": 0.02})
    state = after(scenario.replace(investor_foresight=0.5), 5, seed)
    for project in developing(state):
        members = project.member[: project.investors]
        weights = [ticket / 1.2 for ticket in project.ticket[: project.investors]]
        assert sum(weights) == pytest.approx(1.0)
        for asked in ("hurdle_rate", "risk_aversion", "social_motive", "misjudgement", "foresight"):
            of_each = [getattr(state.investors[member], asked) for member in members]
            mean = sum(weight * value for weight, value in zip(weights, of_each, strict=True))
            assert getattr(project, asked) == pytest.approx(mean)


def test_what_a_syndicate_asks_has_nothing_of_the_project_whose_slot_it_takes(calm, after, developing):
    """The same investor pays for a second project, after the first contract has ended."""
    changes = {"misjudgement": -0.2, "social_motive.bank": 0.03, "investor_foresight": 1.0}
    (project,) = developing(after(calm(starts=((0, 15),), quarters=20, changes=changes), 18))
    asked = project.hurdle_rate, project.risk_aversion, project.social_motive, project.misjudgement, project.foresight
    assert (project.started, project.filled) == (15, 1)
    assert asked == pytest.approx((0.07, 1.5, 0.03, -0.2, 1.0))


def test_an_investor_joins_by_its_luck_and_the_leads_trust_in_it(calm, after, developing):
    """The only co-investor is in the syndicate exactly if its luck is below 0.8 (0.5 + 0.5 · 0.6)."""
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.9), ("i0", "i1", 0.6))
    changes = {"co_investment": 0.8, "sole_investor": 0.0, "lead_share": 0.5}
    joined = []
    for seed in range(16):
        (project,) = developing(after(calm(ties, ((1, 1, 2),), changes=changes), 3, seed))
        joined.append(project.investors == 2)
        assert joined[-1] == (uniform(seed, 0, Decision.INVESTOR_JOINS, 0, 1, 0) < 0.64)
    assert 0 < sum(joined) < 16


def test_a_lead_invests_alone_by_its_luck(calm, after, developing):
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.9), ("i0", "i1", 0.6))
    changes = {"co_investment": 1.0, "sole_investor": 0.4, "lead_share": 0.5}
    alone = []
    for seed in range(16):
        (project,) = developing(after(calm(ties, ((1, 1, 2),), changes=changes), 3, seed))
        alone.append(uniform(seed, 0, Decision.INVESTOR_JOINS, 0, 0, 0) < 0.4)
        if alone[-1]:
            assert (project.investors, project.ticket[0]) == (1, pytest.approx(1.5))
        else:
            first = uniform_pair(seed, 0, Decision.INVESTOR_JOINS, 0, 1, 0)[0] < 0.8
            assert project.investors == 1 + first
    assert 0 < sum(alone) < 16


def test_a_syndicate_has_no_more_than_twelve_members(calm, after, developing):
    ties = [("a0", "p0", 0.6), ("a0", "i0", 0.9), *(("i0", f"i{number}", 1.0) for number in range(1, 15))]
    changes = {
        "co_investment": 1.0,
        "sole_investor": 0.0,
        "lead_share": 0.1,
        "capital_median": 13.0,
        "smallest_ticket": 1.0,
        "largest_ticket.bank": 1.0,
    }
    state = after(calm(ties, ((1, 1, 15),), changes=changes), 3)
    assert developing(state) == []
    state = after(calm(ties, ((1, 1, 15),), changes={**changes, "capital_median": 12.0}), 3)
    (project,) = developing(state)
    assert list(project.member) == list(range(12))
    assert list(project.ticket) == pytest.approx([1.0] * 12)
    assert [state.investors[number].available for number in range(15)] == pytest.approx([24.0] * 12 + [25.0] * 3)


def two_projects(calm, **changes):
    """Return two authorities whose projects want the same investor, each with a provider of its own."""
    ties = (("a0", "p0", 0.9), ("a0", "i0", 0.9), ("a1", "p1", 0.9), ("a1", "i0", 0.9))
    return calm(ties, ((2, 2, 1),), changes=changes)


def test_an_older_project_takes_an_investors_capital_before_a_younger_one(calm, history, after):
    """Capital for one of them: the first fills its syndicate, the second has none and gives nothing back."""
    scenario = two_projects(calm, **{"investor_capital.bank": 1.5})
    first, second = sorted(history(scenario).attempts, key=lambda row: row["authority"])
    assert (first["outcome"], first["investors"]) == (Outcome.SIGNED, 1)
    assert (second["stage"], second["barriers"]) == (Stage.MOBILISATION, 1 << Barrier.INVESTOR_APPETITE)
    assert second["investors"] == 0
    state = after(scenario, 3)
    assert state.investors[0].available == pytest.approx(0.0)
    assert (state.providers[0].engaged, state.providers[1].engaged) == (1, 0)


def test_a_syndicate_that_is_not_filled_gives_its_tickets_back(calm, history, after):
    scenario = calm(changes={"largest_ticket.bank": 1.4})
    (row,) = history(scenario).attempts
    assert (row["stage"], row["barriers"]) == (Stage.MOBILISATION, 1 << Barrier.INVESTOR_APPETITE)
    assert after(scenario, 3).investors[0].available == pytest.approx(25.0)


def test_a_provider_that_can_pre_finance_needs_no_filled_syndicate(calm, history):
    (row,) = history(calm(changes={"largest_ticket.bank": 1.4, "working_capital": 1.5})).attempts
    assert row["outcome"] == Outcome.SIGNED
    assert row["investors"] == 0


def test_investor_appetite_stands_exactly_where_neither_syndicate_nor_provider_has_the_capital(busy_run):
    """Talks and settlement come later in a quarter, so a provider has the capital that it had a quarter ago."""
    stood = 0
    for gate, project in at_mobilisation(busy_run):
        poor = busy_run.shots[gate.now - 1].working_capital[project.provider] < project.capital
        if stands(gate, Barrier.INVESTOR_APPETITE):
            assert poor
            stood += 1
        elif gate.passed:
            assert gate.later.filled == 1 or not poor
    assert stood > 5
