"""Bending: what authorities know of barriers, how far it moves them to use levers, and what a policy adds."""

import pytest

from sipabm.barriers import Barrier
from sipabm.levers import BENDING, BENDING_LEVERS, Lever
from sipabm.model.bending import learn_barriers, place_of, propensity, share_using, use, uses_lever
from sipabm.randomness import uniform
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import Decision

COLUMN = {column.name: place for place, column in enumerate(YEARLY_COLUMNS)}
SOCIAL, EMPLOYMENT, HEALTH = range(3)
EARLY, PRAGMATIC, POOLED = Lever.EARLY_MEETINGS, Lever.PRAGMATIC_DATA, Lever.POOLED_BUDGETS
TIED = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("p0", "i0", 0.4), ("a0", "a1", 0.7), ("a2", "p0", 0.9))
THREE = ((1, 1, 1), (2, 0, 0))  # a1 is a peer of a0, a2 only knows the same provider
NO_PROVIDER = (("a0", "i0", 0.5), ("a0", "a1", 0.7))
SIGNED, SERVED = 5, 13
FREE_MEETINGS = {"meeting_quarters": 0.0, "meeting_procurement_risk": 0.0}


def set_of(*barriers):
    """Return a set of barriers."""
    return sum(1 << barrier for barrier in barriers)


def unanswered(authority, domain, lever):
    """Return the weight of the attempts that an authority knows to have met what a lever answers, without it."""
    return authority.unanswered[place_of(domain, lever)]


# --- propensity ------------------------------------------------------------------------------------------------------


@pytest.fixture
def knowing(calm, records):
    """Return records whose first authority knows 3 social attempts and 1 of employment, with a weight of 3 for none."""
    world = records(calm(changes={"bending": 2.0, "belief_weight": 3.0, "levers.early_meetings.practice": 0.2}))
    authority = world.authorities[0]
    authority.known_attempts[:2] = 3.0, 1.0
    authority.unanswered[place_of(SOCIAL, EARLY)] = 2.0
    authority.unanswered[place_of(EMPLOYMENT, EARLY)] = 0.5
    return world


def test_a_propensity_comes_from_what_is_known_of_the_area_and_of_all(knowing):
    """In all 2.5 of 4 met stakeholders: 2.5 of 7 with 3 more; of the social ones 3 · 2.5 / 7 and 2, of 6."""
    authority, general = knowing.authorities[0], 2.5 / 7.0
    shares = (3.0 * general + 2.0) / 6.0, (3.0 * general + 0.5) / 4.0, general
    expected = [1.0 - 0.8 * (1.0 - share) * (1.0 - share) for share in shares]
    assert [propensity(knowing, authority, domain, EARLY) for domain in range(3)] == pytest.approx(expected)
    assert expected[0] == pytest.approx(0.8094104)


def test_without_bending_or_without_knowledge_a_propensity_is_practice(knowing, calm, records):
    knowing.parameters[0].bending = 0.0
    assert propensity(knowing, knowing.authorities[0], SOCIAL, EARLY) == pytest.approx(0.2)
    world = records(calm(changes={"bending": 9.0, "levers.early_meetings.practice": 0.2}))
    assert propensity(world, world.authorities[0], SOCIAL, EARLY) == pytest.approx(0.2)


def test_what_is_known_of_one_lever_moves_no_other(knowing):
    others = [lever for lever in BENDING_LEVERS if lever != EARLY]
    assert [propensity(knowing, knowing.authorities[0], SOCIAL, lever) for lever in others] == [0.0] * len(others)


def test_to_a_lever_that_answers_no_barrier_nobody_comes_by_itself(knowing):
    knowing.parameters[0].lever_practice[Lever.INNOVATION_HOUSES] = 0.3
    knowing.authorities[0].unanswered[:] = 3.0
    assert propensity(knowing, knowing.authorities[0], SOCIAL, Lever.INNOVATION_HOUSES) == 0.3


# --- use -------------------------------------------------------------------------------------------------------------


def test_a_larger_share_of_a_lever_adds_users_and_loses_none(calm_records):
    world, users = calm_records, []
    authority, project = world.authorities[0], world.projects[0]
    for share in (0.0, 0.3, 0.7, 1.0):
        world.parameters[0].lever_practice[POOLED] = share
        used = set()
        for started in range(300):
            project.started = started
            if uses_lever(world, authority, project, POOLED):
                used.add(started)
        assert not users or users[-1] <= used
        assert abs(len(used) / 300 - share) < 0.1
        users.append(used)


@pytest.mark.parametrize(("practice", "expected"), [(0.2, [0.2, 0.2, 0.6, 0.6, 0.2]), (0.8, [0.8] * 5)])
def test_a_policy_is_at_least_so_much_between_its_quarters_alone(calm, records, practice, expected):
    world = records(calm().with_policy("pooled_budgets=0.6@2010Q3:2010Q4"))
    world.parameters[0].lever_practice[POOLED] = practice
    shares = []
    for quarter in range(5):
        world.run[0].quarter = quarter
        own = propensity(world, world.authorities[0], EMPLOYMENT, POOLED)
        shares.append(share_using(world, EMPLOYMENT, POOLED, own))
    assert shares == pytest.approx(expected)


def test_a_policy_counts_in_its_areas_and_practice_in_all(calm, records):
    world = records(calm().with_policy("pooled_budgets.social.health=0.6@2010Q1"))
    assert [share_using(world, domain, POOLED, 0.2) for domain in (SOCIAL, EMPLOYMENT, HEALTH)] == [0.6, 0.2, 0.6]


@pytest.mark.parametrize(("area", "used"), [("employment", True), ("health", False)])
def test_a_project_uses_a_lever_by_a_policy_in_its_own_area(calm, records, area, used):
    world = records(calm().with_policy(f"pooled_budgets.{area}=1@2010Q1"))
    world.projects[0].domain = EMPLOYMENT
    assert bool(use(world, world.projects[0], POOLED)) is used


def test_what_a_project_uses_it_notes(calm_records):
    world, project = calm_records, calm_records.projects[0]
    world.parameters[0].lever_practice[PRAGMATIC] = 1.0
    assert [bool(use(world, project, lever)) for lever in (EARLY, PRAGMATIC, POOLED)] == [False, True, False]
    assert project.used == 1 << PRAGMATIC


def test_by_the_talks_a_project_has_noted_every_lever_that_it_uses(calm, agreed):
    everything = {f"levers.{lever.name.lower()}.practice": 1.0 for lever in BENDING_LEVERS}
    project, _ = agreed(calm(changes={**FREE_MEETINGS, **everything}))
    assert project.used == 2**BENDING - 1
    project, _ = agreed(calm())
    assert project.used == 0


# --- what is learnt --------------------------------------------------------------------------------------------------


def test_an_attempt_speaks_for_levers_that_answer_what_it_met_unless_it_used_them(calm_records):
    """It met the frontline, the cost of data in spite of pragmatic work, and silos; half of it is heard."""
    world, authority = calm_records, calm_records.authorities[0]
    event = world.events[0]
    event.domain, event.used = HEALTH, 1 << PRAGMATIC | 1 << Lever.FLEXIBLE_CONTRACTS
    event.barriers = set_of(Barrier.FRONTLINE, Barrier.DATA_COST, Barrier.SILOS)
    for _ in range(2):
        learn_barriers(authority, event, 0.25)
    assert list(authority.known_attempts) == [0.0, 0.0, 0.5]
    for lever in BENDING_LEVERS:
        assert unanswered(authority, HEALTH, lever) == (0.5 if lever in (EARLY, POOLED) else 0.0)
        assert unanswered(authority, SOCIAL, lever) == unanswered(authority, EMPLOYMENT, lever) == 0.0


OF_THE_MODEL = {Lever.FLEXIBLE_CONTRACTS, Lever.NO_CASHABLE_REQUIREMENT, Lever.PROPORTIONATE_EVALUATION}


@pytest.mark.parametrize(
    ("barrier", "levers"),
    [
        (Barrier.DATA_COST, {PRAGMATIC}),
        (Barrier.WEAK_CASE, {PRAGMATIC}),
        (Barrier.NO_PARTNER, {EARLY}),
        (Barrier.COMPETENCE, {Lever.EARLY_COMPETENCE_MAPPING}),
        (Barrier.SILOS, {POOLED}),
        (Barrier.RIGID_CONTRACT, OF_THE_MODEL),
        (Barrier.BARGAINING, OF_THE_MODEL),
        (Barrier.LEGISLATION, set()),
    ],
)
def test_which_levers_a_barrier_speaks_for(calm_records, barrier, levers):
    authority, event = calm_records.authorities[0], calm_records.events[0]
    event.barriers = set_of(barrier)
    learn_barriers(authority, event, 1.0)
    assert {lever for lever in BENDING_LEVERS if unanswered(authority, SOCIAL, lever)} == levers


def test_a_failed_attempt_is_known_in_full_to_the_authority_and_by_trust_to_its_peer(calm, after):
    authorities = after(calm(NO_PROVIDER, THREE), 1).authorities
    for number, weight in enumerate((1.0, 0.7, 0.0)):
        assert list(authorities[number].known_attempts) == pytest.approx([0.0, weight, 0.0])
        assert unanswered(authorities[number], EMPLOYMENT, EARLY) == pytest.approx(weight)
        assert authorities[number].unanswered.sum() == pytest.approx(weight)


def test_what_a_lever_did_not_prevent_does_not_speak_for_it(calm, after):
    changes = {**FREE_MEETINGS, "levers.early_meetings.practice": 1.0}
    authorities = after(calm(NO_PROVIDER, THREE, changes=changes), 1).authorities
    assert [each.known_attempts[EMPLOYMENT] for each in authorities] == pytest.approx([1.0, 0.7, 0.0])
    assert [each.unanswered.sum() for each in authorities] == [0.0, 0.0, 0.0]


def test_a_signed_attempt_is_known_once_and_its_delivery_is_no_attempt(calm, quarters):
    for quarter, state in quarters(calm(TIED, THREE)):
        known = [state.authorities[number].known_attempts[EMPLOYMENT] for number in range(3)]
        assert known == pytest.approx([1.0, 0.7, 0.0] if quarter >= SIGNED else [0.0, 0.0, 0.0])
        assert [state.authorities[number].unanswered.sum() for number in range(3)] == [0.0, 0.0, 0.0]
    assert quarter > SERVED


# --- over a run ------------------------------------------------------------------------------------------------------


def lever_columns(told, word, lever):
    """Return the yearly count of a lever, over all years and areas."""
    return told.yearly[:, :, COLUMN[f"{word}_{lever.name.lower()}"]].sum()


def test_what_bends_is_counted_at_the_start_of_attempts_whatever_becomes_of_them(calm, history):
    """Ten attempts that find no provider, so that none comes to data or talks."""
    changes = {"levers.pragmatic_data.practice": 0.3, "levers.pooled_budgets.practice": 0.5}
    scenario = calm(NO_PROVIDER[:1], starts=(range(20),), quarters=20, changes=changes)
    policy = scenario.with_policy("pragmatic_data=0.8@2010Q1", "pooled_budgets=0.2@2010Q1")
    starts = range(0, 20, 2)
    for told, shares in ((history(scenario), (0.3, 0.5)), (history(policy), (0.8, 0.5))):
        for lever, practice, share in zip((PRAGMATIC, POOLED), (0.3, 0.5), shares, strict=True):
            lucks = [uniform(1, 0, Decision.USE_LEVER, 0, lever, started) for started in starts]
            # A policy moves what is used, and not what an authority would use by itself.
            assert lever_columns(told, "propensity", lever) == pytest.approx(10 * practice)
            assert lever_columns(told, "bends", lever) == sum(luck < share for luck in lucks)
        assert lever_columns(told, "bends", EARLY) == lever_columns(told, "propensity", EARLY) == 0.0


def test_an_authority_bends_by_its_own_attempts_and_less_by_those_in_which_meetings_did_not_help(calm, history):
    """Every attempt finds no provider: meetings answer that, and each attempt that held them anyway speaks not."""
    changes = {**FREE_MEETINGS, "bending": 1.0, "belief_weight": 1.0}
    told = history(calm(NO_PROVIDER[:1], starts=(range(40),), quarters=40, changes=changes))
    met = expected = 0.0
    held = []
    for known, started in enumerate(range(0, 40, 2)):
        general = met / (1.0 + known)
        share = (general + met) / (1.0 + known)
        expected += share
        held.append(uniform(1, 0, Decision.USE_LEVER, 0, EARLY, started) < share)
        met += not held[-1]
    assert lever_columns(told, "propensity", EARLY) == pytest.approx(expected)
    assert lever_columns(told, "bends", EARLY) == sum(held)
    assert told.attempts["early_meeting"].tolist() == held[: len(told.attempts)]
    assert 3 < sum(held) < len(held) - 3
