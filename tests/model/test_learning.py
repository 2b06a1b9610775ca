"""Learning: what closings, failures and deliveries teach the authority, its peers and everyone, once and in time."""

import numpy as np
import pytest

from sipabm.randomness import normal, uniform
from sipabm.rules import consideration, learning
from sipabm.rules.business_case import size_factor
from sipabm.rules.population import project_capital
from sipabm.tables.history import STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.words import ContractStatus, Decision, Outcome, Stage
from sipabm.world import build_world

FINANCE_DRAW = 9  # number of the draw, as the description has it
TIED = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("p0", "i0", 0.4), ("a0", "a1", 0.7), ("a2", "p0", 0.9))
THREE = ((1, 1, 1), (2, 0, 0))  # a1 is a peer of a0, a2 only knows the same provider
COUNTS = {"own_learning": 2.0, "peer_learning": 0.5, "belief_weight": 10.0, "initial_optimism": 0.5}
CLOSING, DELIVERY = 10.0 * 0.65, 10.0 * 0.875  # first parameters of the beliefs at the start
SIGNED, SERVED = 5, 13


@pytest.fixture(scope="module")
def learnt(calm, after):
    """Return the three authorities, and the run, at the end of a quarter."""

    def at(quarter, changes=None, ties=TIED):
        state = after(calm(ties, THREE, changes={**COUNTS, **(changes or {})}), quarter)
        return [state.authorities[number] for number in range(3)], state.run[0]

    return at


def beliefs(authority, kind):
    """Return both parameters of a belief."""
    return getattr(authority, f"{kind}_successes"), getattr(authority, f"{kind}_failures")


def test_a_signature_counts_once_for_the_authority_and_by_trust_for_its_peer(learnt):
    for quarter, times in ((SIGNED - 1, 0.0), (SIGNED, 1.0), (SERVED - 1, 1.0)):
        (own, peer, stranger), run = learnt(quarter)
        assert beliefs(own, "closing") == pytest.approx((CLOSING + 2.0 * times, 3.5))
        assert beliefs(peer, "closing") == pytest.approx((CLOSING + 0.5 * 0.7 * times, 3.5))
        assert beliefs(stranger, "closing") == pytest.approx((CLOSING, 3.5))
        assert (run.world_closed, run.world_failed) == (times, 0.0)


def test_a_failure_counts_once_for_the_authority_and_by_trust_for_its_peer(learnt):
    no_investor = tuple(each for each in TIED if "i0" not in each)
    for quarter, times in ((0, 0.0), (1, 1.0), (4, 1.0)):
        (own, peer, stranger), run = learnt(quarter, ties=no_investor)
        assert beliefs(own, "closing") == pytest.approx((CLOSING, 3.5 + 2.0 * times))
        assert beliefs(peer, "closing") == pytest.approx((CLOSING, 3.5 + 0.5 * 0.7 * times))
        assert beliefs(stranger, "closing") == pytest.approx((CLOSING, 3.5))
        assert (run.world_closed, run.world_failed) == (0.0, times)


def test_a_signature_builds_every_competence_of_the_authority_alone(learnt):
    changes = {"learning_by_doing": 0.4, "strategic_ambiguity": 0.25}
    (own, peer, stranger), _ = learnt(SIGNED, changes)
    start = [0.2, 0.35, 0.3]
    assert list(own.competence) == pytest.approx([each + 0.3 * (1.0 - each) for each in start])
    assert list(peer.competence) == list(stranger.competence) == pytest.approx(start)


@pytest.mark.parametrize("success", [0.5, 0.69, 0.71, 1.0])
def test_a_delivery_counts_by_the_share_of_the_promise_that_was_kept(calm, after, history, success):
    """The promise is what the case showed; the frontline refers no more than a share of what was planned."""
    changes = {
        **COUNTS,
        "referral_loss": 1.0 - success,
        "resistance": 1.0,
        "resistance_fall": 0.5,
        "resistance_rise": 0.5,
        "levers.early_meetings.practice": 1.0,
        "meeting_tailoring": 1.0,
        "meeting_quarters": 0.0,
        "meeting_procurement_risk": 0.0,
    }
    scenario = calm(TIED, THREE, changes=changes)
    (row,) = history(scenario).attempts
    kept = learning.promise_kept(success, row["signal"])
    for quarter, times in ((SERVED - 1, 0.0), (SERVED, 1.0), (SERVED + 2, 1.0)):
        state = after(scenario, quarter)
        own, peer, stranger = (state.authorities[number] for number in range(3))
        for authority, weight in ((own, 2.0), (peer, 0.35), (stranger, 0.0)):
            lesson = times * weight
            expected = DELIVERY + lesson * kept, 10.0 - DELIVERY + lesson * (1.0 - kept)
            assert beliefs(authority, "delivery") == pytest.approx(expected)
        run = state.run[0]
        assert (run.world_delivered, run.world_undelivered) == pytest.approx((times * kept, times * (1.0 - kept)))
        resisted = 1.0 - 0.5 * times * (success >= 0.7)
        assert [each.resistance for each in (own, peer, stranger)] == pytest.approx([resisted, 1.0, 1.0])


def test_a_poor_delivery_raises_resistance_and_a_good_one_lowers_it(learnt):
    for quality, expected in ((0.69, 0.2 + 0.3 * 0.8), (0.71, 0.2 * 0.9)):
        changes = {"quality.employment": quality, "resistance": 0.2, "resistance_fall": 0.1, "resistance_rise": 0.3}
        authorities, _ = learnt(SERVED, changes)
        assert [each.resistance for each in authorities] == pytest.approx([expected, 0.2, 0.2])


def test_what_technology_took_and_the_authority_foresaw_is_no_broken_promise(calm, after, history):
    """With exponential foresight the whole erosion is foreseen, with linear foresight only a part of it."""
    fast = {"exposure.employment": 0.9, "doubling_time": 2.0}
    kept = []
    for foresight in (1.0, 0.0):
        scenario = calm(changes={**COUNTS, **fast, "authority_foresight": foresight})
        told = history(scenario)
        state = after(scenario, SERVED)
        share = told.contracts["effect"][0] / told.attempts["signal"][0]
        kept.append((state.run[0].world_delivered, float(share)))
    (foreseen, share), (unforeseen, _) = kept
    assert foreseen > unforeseen > share
    assert foreseen == pytest.approx(1.0, abs=0.03)


# --- costs -----------------------------------------------------------------------------------------------------------


def test_a_signature_teaches_its_cost_to_authority_and_peer(learnt, calm, history):
    changes = {"cost_learning": 0.5, "expected_development_cost": 0.3, "data_access": 0.0, "data_cost": 0.04}
    (row,) = history(calm(TIED, THREE, changes={**COUNTS, **changes})).attempts
    assert row["cost_share"] > 0.04
    authorities, _ = learnt(SIGNED, changes)
    surprise = row["cost_share"] - 0.3
    expected = [0.3 + 0.5 * surprise, 0.3 + 0.5 * 0.35 * surprise, 0.3]
    assert [authority.expected_cost for authority in authorities] == pytest.approx(expected)


def test_an_attempt_that_was_too_dear_teaches_what_it_would_have_needed(learnt):
    """Data of 0.5 and competence of 0.3 break the budget of 0.4 and are never paid."""
    changes = {
        "cost_learning": 0.5,
        "expected_development_cost": 0.3,
        "data_access": 0.0,
        "data_cost": 0.5,
        "development_budget": 0.4,
        "competence_needed.evaluation": 0.75,
        "competence_price": 1.0,
        "provider_competence": 0.45,
        "late_surcharge": 0.0,
    }
    authorities, run = learnt(2, changes)
    assert run.world_failed == 1.0
    expected = [0.3 + 0.5 * 0.5, 0.3 + 0.5 * 0.35 * 0.5, 0.3]
    assert [authority.expected_cost for authority in authorities] == pytest.approx(expected)


def test_an_attempt_that_ended_before_its_case_teaches_no_cost(learnt):
    no_investor = tuple(each for each in TIED if "i0" not in each)
    meets = {"levers.innovation_houses.practice": 1.0, "house_cost": 0.2}
    authorities, run = learnt(1, {"cost_learning": 0.5, "expected_development_cost": 0.3, **meets}, no_investor)
    assert run.world_failed == 1.0
    assert [authority.expected_cost for authority in authorities] == pytest.approx([0.3] * 3)


def test_a_peer_learns_no_more_than_all_of_a_cost(learnt):
    changes = {"cost_learning": 1.0, "peer_learning": 20.0, "expected_development_cost": 0.3}
    (own, peer, _), _ = learnt(SIGNED, changes)
    assert peer.expected_cost == own.expected_cost < 0.3


def test_of_failures_of_a_quarter_that_of_the_older_attempt_is_learnt_first(calm, after):
    """In quarter 3 one project stops at its business case, and an older one at mobilisation."""
    ties = [(f"a{number}", partner, 0.5) for number in (0, 1) for partner in ("p0", "i0")]
    ties += [("a0", "a2", 0.7), ("a1", "a2", 0.9)]
    changes = {
        "capital_spread": 0.5,
        "data_access": 0.0,
        "data_cost": 0.3,
        "data_cost_fixed": 0.9,
        "resistance": 0.9,
        "development_budget": 0.3,
        "cost_learning": 0.8,
        "peer_learning": 1.0,
        "expected_development_cost": 0.1,
        "provider_capacity": 9.0,
        "largest_ticket.bank": 20.0,
        "trust_gain": 0.0,
    }
    scenario = calm(ties, ((1, 1, 1), (1, 0, 0), (1, 0, 0)), starts=((0,), (1,), ()), changes=changes)
    for seed in range(200):
        costs = [case_cost(seed, identity, started) for identity, started in ((0, 0), (2**20, 1))]
        if costs[0] < 0.3 < costs[1]:
            break
    state = after(scenario, 3, seed)
    assert state.run[0].world_failed == 2.0
    expected = 0.1
    for cost, trust in ((costs[0], 0.7), (costs[1], 0.9)):
        expected = learning.cost_after(expected, cost, 0.8 * trust)
    assert state.authorities[2].expected_cost == pytest.approx(expected)


def case_cost(seed, identity, started):
    """Return what data work costs a project whose capital is drawn with a spread of 0.5."""
    size = normal(seed, 0, Decision.CAPITAL, identity, 0, started)
    return 0.3 * size_factor(project_capital(1.5, 0.5, size, 1.0), 1.5, 0.9)


# --- over a whole run ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(busy, history, quarters):
    """Return scenario, rows and the last state of a run without growth of technology, and its authorities' ties."""
    scenario = busy.replace(
        doubling_time=0.0,
        labour_market_shock=0.0,
        own_learning=0.4,
        peer_learning=0.2,
        world_learning=0.01,
        quarters=36,
    )
    *_, (_, last) = quarters(scenario, 4)
    world = build_world(scenario, 4, 0)
    count = len(world.authorities.country)
    ties = [
        (first, second, float(last.trust[number]))
        for number, (first, second) in enumerate(world.ties.pairs.tolist())
        if max(first, second) < count
    ]
    return scenario, history(scenario, 4), last, ties


def taught(ties, own, weight, lessons):
    """Return what lessons teach each authority: its own with one weight, those of its peers with another and trust."""
    total = own * lessons
    for first, second, trust in ties:
        total[first] += weight * trust * lessons[second]
        total[second] += weight * trust * lessons[first]
    return total


def count_of(authorities, numbers, weights=None):
    """Return how often each authority occurs, or the sum of its weights."""
    return np.bincount(numbers, weights, authorities).astype(float)


def test_beliefs_in_closing_are_those_at_the_start_and_every_attempt_once(whole):
    scenario, told, last, ties = whole
    count = len(last.authorities)
    mean = consideration.initial_belief(0.3, scenario.consideration.initial_optimism)
    for name, start, outcome in (("successes", mean, Outcome.SIGNED), ("failures", 1.0 - mean, Outcome.STOPPED)):
        rows = told.attempts[told.attempts["outcome"] == outcome]
        lessons = taught(ties, 0.4, 0.2, count_of(count, rows["authority"]))
        held = [getattr(last.authorities[number], f"closing_{name}") for number in range(count)]
        assert held == pytest.approx(2.5 * start + lessons)
        assert len(rows) > 10


def test_beliefs_in_delivery_are_those_at_the_start_and_every_delivery_once(whole):
    scenario, told, last, ties = whole
    count = len(last.authorities)
    rows = told.contracts[told.contracts["status"] != ContractStatus.RUNNING]
    signal = {(row["authority"], row["started"]): row["signal"] for row in told.attempts}
    # Where the labour market is still, what was achieved is all effect.
    kept = np.array([min(1.0, row["effect"] / signal[row["authority"], row["started"]]) for row in rows])
    mean = consideration.initial_belief(0.75, scenario.consideration.initial_optimism)
    for name, start, share in (("successes", mean, kept), ("failures", 1.0 - mean, 1.0 - kept)):
        lessons = taught(ties, 0.4, 0.2, count_of(count, rows["authority"], share))
        held = [getattr(last.authorities[number], f"delivery_{name}") for number in range(count)]
        assert held == pytest.approx(2.5 * start + lessons)
    assert len(rows) > 10


def test_everyone_learns_of_every_closing_failure_and_delivery_once(whole):
    _, told, last, _ = whole
    rows, run = told.contracts[told.contracts["status"] != ContractStatus.RUNNING], last.run[0]
    assert run.world_closed == (told.attempts["outcome"] == Outcome.SIGNED).sum()
    assert run.world_failed == (told.attempts["outcome"] == Outcome.STOPPED).sum()
    assert run.world_delivered + run.world_undelivered == pytest.approx(len(rows))


def test_competence_has_grown_with_every_signature_of_the_authority(whole):
    scenario, told, last, _ = whole
    world, p = build_world(scenario, 4, 0), scenario.flat()
    signed = told.attempts[told.attempts["outcome"] == Outcome.SIGNED]
    times = count_of(len(last.authorities), signed["authority"])
    step = p["learning_by_doing"] * (1.0 - p["strategic_ambiguity"])
    for kind in range(3):
        luck = world.authorities.traits[:, FINANCE_DRAW + kind]
        start = np.clip(p["authority_competence"][kind] * (1.0 + p["heterogeneity"] * (2.0 * luck - 1.0)), 0.0, 1.0)
        held = [last.authorities[number].competence[kind] for number in range(len(times))]
        assert held == pytest.approx(1.0 - (1.0 - start) * (1.0 - step) ** times)


def test_news_of_a_run_are_its_signatures_each_as_old_as_it_is(whole):
    scenario, told, last, ties = whole
    count, decay = len(last.authorities), scenario.consideration.news_decay
    signed = told.attempts[told.attempts["outcome"] == Outcome.SIGNED]
    left = (1.0 - decay) ** (scenario.quarters - 1 - signed["ended"])
    heard = taught(ties, 0.0, 1.0, count_of(count, signed["authority"], left))
    assert [last.authorities[number].news for number in range(count)] == pytest.approx(heard)
    assert last.run[0].world_news == pytest.approx(left.sum())


def test_trust_among_authorities_never_moves(whole, quarters):
    scenario, _, _, ties = whole
    _, first = next(quarters(scenario.replace(quarters=1), 4))
    pairs = build_world(scenario, 4, 0).ties.pairs.tolist()
    for first_end, second_end, trust in ties:
        assert first.trust[pairs.index([first_end, second_end])] == trust


def test_yearly_states_are_the_means_of_the_last_quarter(whole):
    scenario, told, last, _ = whole
    run = last.run[0]
    # Each case among all is so many for every hundred authorities.
    weight = scenario.learning.world_learning * 100 / len(last.authorities)
    everyone = [last.authorities[number] for number in range(len(last.authorities))]
    closings, deliveries = (run.world_closed, run.world_failed), (run.world_delivered, run.world_undelivered)
    expected = {
        "closing_belief": np.mean(
            [consideration.belief_with_world(*beliefs(each, "closing"), weight, *closings) for each in everyone]
        ),
        "delivery_belief": np.mean(
            [consideration.belief_with_world(*beliefs(each, "delivery"), weight, *deliveries) for each in everyone]
        ),
        **{name: np.mean([getattr(each, name) for each in everyone]) for name in MEANS},
        "left": np.mean([each.has_left for each in everyone]),
        "trust": np.mean(last.trust),
        "machine_share": scenario.technology.machine_share,
    }
    for place, column in enumerate(STATE_COLUMNS):
        assert told.states[-1, place] == pytest.approx(expected[column.name]), column.name


MEANS = ("expected_cost", "resistance", "support")


# --- leaving ---------------------------------------------------------------------------------------------------------


STARTED = [column.name for column in YEARLY_COLUMNS].index("started")
WITHOUT_PROVIDER = (("a0", "i0", 0.5),)


@pytest.mark.parametrize(("give_up", "starts"), [(1.0, 1), (0.0, 10)])
def test_who_gives_up_starts_no_more_from_the_quarter_after_its_failure(calm, history, give_up, starts):
    """Every attempt fails for want of a provider in the quarter after its start; a signature never comes."""
    changes = {"give_up": give_up, "done": 1.0}
    told = history(calm(WITHOUT_PROVIDER, starts=(range(20),), quarters=20, changes=changes))
    assert told.yearly[:, :, STARTED].sum() == starts
    assert (told.attempts["stage"] == Stage.MEETING).all()


@pytest.mark.parametrize(("done", "starts"), [(1.0, 1), (0.0, 4)])
def test_who_is_done_starts_no_more_from_the_quarter_after_its_signature(calm, history, done, starts):
    """An attempt of five quarters and a contract of eight: the provider takes several, and no attempt fails."""
    changes = {"give_up": 1.0, "done": done, "provider_capacity": 9.0, "largest_ticket.bank": 99.0}
    told = history(calm(starts=(range(20),), quarters=20, changes=changes))
    assert told.yearly[:, :, STARTED].sum() == starts
    assert (told.attempts["outcome"] == Outcome.SIGNED).all()
    assert told.attempts["ended"].tolist() == [5, 11, 17][: len(told.attempts)]


def test_an_authority_gives_up_by_its_luck_in_the_quarter_of_its_failure(calm, quarters):
    scenario = calm(WITHOUT_PROVIDER, starts=(range(30),), quarters=30, changes={"give_up": 0.3})
    for seed in range(8):
        # Failures come in quarters 1, 3, 5 and so on, until one is the last.
        left = next(step for step in range(1, 99, 2) if uniform(seed, 0, Decision.GIVE_UP, 0, 0, step) < 0.3)
        for step, state in quarters(scenario, seed):
            assert state.authorities[0].has_left == (step >= left)


def test_an_authority_is_done_by_its_luck_in_the_quarter_of_its_signature(calm, after):
    scenario, seen = calm(changes={"done": 0.5, "give_up": 0.0}), set()
    for seed in range(8):
        done = uniform(seed, 0, Decision.DONE, 0, 0, SIGNED) < 0.5
        assert after(scenario, SIGNED - 1, seed).authorities[0].has_left == 0
        assert after(scenario, SIGNED, seed).authorities[0].has_left == done
        seen.add(done)
    assert seen == {True, False}


def test_only_the_authority_itself_leaves_and_none_of_its_peers(learnt):
    no_provider = tuple(each for each in TIED if "p0" not in each)
    authorities, _ = learnt(1, {"give_up": 1.0}, no_provider)
    assert [each.has_left for each in authorities] == [1, 0, 0]
    authorities, _ = learnt(SIGNED, {"done": 1.0})
    assert [each.has_left for each in authorities] == [1, 0, 0]


def test_who_has_left_develops_what_it_has_begun(calm, history):
    """The only provider is engaged by the first of two attempts: the second fails, and the first is signed after."""
    changes = {"give_up": 1.0, "development_slots": 2.0, "provider_capacity": 1.0, "largest_ticket.bank": 99.0}
    told = history(calm(starts=(range(20),), quarters=20, changes=changes)).attempts
    assert told["outcome"].tolist() == [Outcome.STOPPED, Outcome.SIGNED]
    assert told["started"].tolist() == [1, 0]
