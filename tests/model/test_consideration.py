"""Consideration: who looks, who starts, with what a project begins, and how news fade."""

import math

import numpy as np
import pytest

from sipabm.levers import Lever
from sipabm.randomness import normal, normal_quantile, uniform, uniform_pair
from sipabm.rules import consideration as rules
from sipabm.rules.common import pick
from sipabm.rules.population import project_capital
from sipabm.rules.search import stage_quarters
from sipabm.scenario import AuthorityKind, Fund
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import Decision, Domain, Outcome

SIZE_DRAW = 19  # number of the draw, as the description has it
COLUMN = {column.name: place for place, column in enumerate(YEARLY_COLUMNS)}
PAIR = ((1, 1, 1), (1, 0, 0))
TIED = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("p0", "i0", 0.4), ("a0", "a1", 0.7))
AREAS = ("social", "employment", "health")
# Weights that add up to 8: a quarter in the own budget, an eighth in other departments, a half for citizens.
QUARTERS_AND_HALVES = {
    "own_cashable.employment": 2.0,
    "other_departments.employment": 1.0,
    "other_authorities.employment": 0.5,
    "state.employment": 0.5,
    "citizens.employment": 4.0,
    "local_firms.employment": 0.0,
}
FEARFUL = {"conventional_gain": dict.fromkeys(AREAS, 3.0), "worth": dict.fromkeys(AREAS, 0.0)}


def test_news_of_a_signature_comes_with_trust_and_decays_by_its_share_every_quarter(calm, quarters):
    for step, state in quarters(calm(TIED, PAIR, quarters=12, news_decay=0.2)):
        left = 0.8 ** (step - 5) if step >= 5 else 0.0
        assert state.authorities[0].news == 0.0
        assert state.authorities[1].news == pytest.approx(0.7 * left)
        assert state.run[0].world_news == pytest.approx(left)


def considered(history, scenario, seed=1):
    """Return how often authorities looked, years by domains."""
    return history(scenario, seed).yearly[:, :, COLUMN["considered"]]


def test_an_authority_looks_where_its_luck_is_below_its_interest_at_the_area_of_its_second_number(calm, history, after):
    need = {"social": 0.5, "employment": 0.3, "health": 0.2}
    changes = {**FEARFUL, "own_interest": 0.3, "need": need, "heterogeneity": 0.8}
    scenario = calm((), ((6, 1, 1), (5, 0, 0)), starts=(), quarters=10, changes=changes)
    expected, state = np.zeros((3, 3)), after(scenario, 0, 3)
    for number, identity in enumerate((*range(6), *(2**20 + each for each in range(5)))):
        authority = state.authorities[number]
        for step in range(10):
            looks, area = uniform_pair(3, 0, Decision.ATTENTION, identity, 0, step)
            expected[step // 4, pick(area, tuple(authority.need))] += looks < 1.0 - math.exp(-authority.own_interest)
    assert (considered(history, scenario, 3) == expected).all()


def test_calls_multiply_what_interest_peers_and_news_add_up_to(calm, history):
    """One is signed in quarter 5, which only the other hears of as a peer; all later attempts find no provider."""
    changes = {
        "news_decay": 0.1,
        "word_of_mouth": 0.3,
        "world_news": 0.002,
        "own_interest": 0.05,
        "development_slots": 50.0,
        "support_pull": 0.5,
        "fund_pull": 3.0,
        "fund_exhaustion": 1.0,
        "give_up": 0.0,
        "done": 0.0,
    }
    # One pays for outcomes in quarters 3 to 8, one for development in 7 to 11, so that in 7 and 8 both call.
    pays = Fund(name="F", country="A", opens="2010Q4", closes="2012Q1", purse=1e6, share=0.3)
    supports = Fund(name="G", country="B", opens="2011Q4", closes="2012Q4", purse=0.0, share=0.0, development_share=0.5)
    both = pays.model_copy(update={"name": "H", "country": "B"})
    scenario = calm(TIED, PAIR, starts=(), quarters=14, funds=(pays, supports, both), changes=changes)
    counted = []
    for seed in range(20):
        told = history(scenario, seed)
        signed = told.attempts[told.attempts["outcome"] == Outcome.SIGNED]
        expected = np.zeros(4)
        for step in range(14):
            ended = [(row["authority"], 0.9 ** (step - row["ended"])) for row in signed if row["ended"] < step]
            for number in (0, 1):
                # Each hears of the other's by trust, and of all: one among two authorities is 50 for every hundred.
                peers = sum(0.7 * left for authority, left in ended if authority != number)
                world = sum(50.0 * left for _, left in ended)
                interest = 0.05 + 0.3 * peers + 0.002 * world
                pull = 3.0 * (3 <= step <= 8) + 0.5 * (number == 1 and 7 <= step <= 11)
                luck = uniform(seed, 0, Decision.ATTENTION, number * 2**20, 0, step)
                expected[step // 4] += luck < 1.0 - math.exp(-interest * (1.0 + pull))
        assert told.yearly[:, :, COLUMN["considered"]].sum(axis=1).tolist() == expected.tolist()
        counted.append(len(signed))
    assert sum(counted) > 4


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize(("pays", "supports"), [(0.3, 0.0), (0.0, 0.3)])
def test_a_fund_draws_attention_to_the_areas_it_is_open_to(calm, history, area, pays, supports):
    """Its pull of a thousand leaves a hundredth of interest no doubt; without it nobody looks in these six quarters."""
    fund = Fund(
        name="F",
        country="A",
        opens="2010Q2",
        closes="2010Q3",
        purse=9.0,
        share=pays,
        development_share=supports,
        domains=(area,),
    )
    changes = {**FEARFUL, "own_interest": 0.01, "fund_pull": 1000.0, "fund_exhaustion": 1.0}
    looked = considered(history, calm(starts=(), funds=(fund,), quarters=6, changes=changes))
    assert looked.sum() == (2 if area == "employment" else 0)


def test_an_authority_never_looks_at_an_area_of_which_another_kind_is_in_charge(calm, history):
    """Two job centres and three hospitals, all of which look whenever they can; only needs differ."""
    kinds = (
        AuthorityKind(name="job centre", number=2, areas=("employment",), size_spread=0.0),
        AuthorityKind(name="hospital", number=3, areas=("health", "social"), size_spread=0.0),
    )
    need = {"social": 0.25, "employment": 0.5, "health": 0.25}
    changes = {**FEARFUL, "need": need, "own_interest": 1.0}
    scenario = calm((), ((5, 1, 1),), starts=(range(8),), quarters=8, changes=changes)
    (country,) = scenario.countries
    scenario = scenario.replace(countries=(country.model_copy(update={"kinds": kinds}),))
    expected = np.zeros((2, 3))
    for identity in (0, 1, *(2**17 + each for each in range(3))):
        for step in range(8):
            _, luck = uniform_pair(1, 0, Decision.ATTENTION, identity, 0, step)
            area = pick(luck, (0.25, 0.5, 0.25))
            expected[step // 4, area] += (area == Domain.EMPLOYMENT) == (identity < 2)
    assert (considered(history, scenario) == expected).all()
    assert expected.sum() < 40


def test_before_its_country_has_begun_an_authority_looks_at_nothing(calm, history):
    changes = {**FEARFUL, "own_interest": 1.0}
    scenario = calm((), ((1, 1, 1), (1, 0, 0)), starts=(range(8), range(8)), quarters=8, changes=changes)
    first, second = scenario.countries
    late = scenario.replace(countries=(first, second.model_copy(update={"since": "2011Q2"})))
    assert considered(history, late).sum(axis=1).tolist() == [4.0, 4.0 + 3.0]


def test_nobody_starts_what_does_not_beat_the_conventional_contract(calm, history):
    told = history(calm(starts=(range(8),), quarters=8, changes=FEARFUL))
    assert told.yearly[:, :, COLUMN["considered"]].sum() == 8
    assert told.yearly[:, :, COLUMN["started"]].sum() == 0


def test_an_authority_starts_exactly_where_its_luck_is_below_its_chance(calm, after, developing):
    """In the first quarter beliefs are those at the start; support and worth differ from authority to authority."""
    changes = {
        "heterogeneity": 0.6,
        "political_support": 0.6,
        "initial_optimism": 0.5,
        "belief_weight": 4.0,
        "expected_development_cost": 0.2,
        "decision_noise": 0.5,
        "worth.employment": 4.0,
        "conventional_gain.employment": 0.1,
        "willingness_to_pay": 0.6,
        **QUARTERS_AND_HALVES,
    }
    scenario = calm((), ((40, 1, 1),), quarters=1, changes=changes)
    state = after(scenario, 0, 2)
    started = {int(project.authority) for project in developing(state)}
    expected, chances = set(), []
    for number in range(40):
        authority = state.authorities[number]
        worth = rules.worth_to_budgets(4.0 * authority.worth_factor, 0.25, 0.125, 0.5, 0.6)
        gain = rules.expected_gain(rules.initial_belief(0.3, 0.5), rules.initial_belief(0.75, 0.5), worth, 0.0, 0.2)
        chances.append(rules.start_probability(gain, 0.1, authority.support, 0.5))
        if uniform(2, 0, Decision.START, number, Domain.EMPLOYMENT, 0) < chances[-1]:
            expected.add(number)
    assert started == expected
    assert 5 < len(started) < 35
    assert min(chances) == 0.0


def test_what_is_signed_anywhere_raises_everybodys_belief_in_closing_by_its_weight(calm, history):
    """A fund lets the first authority start; the other starts in quarter 8 only if it counts that signature."""
    worth = 5.0 * (0.25 + 0.125 + 0.4 * 0.5)
    with_fund, before = (rules.expected_gain(0.4, 0.75, worth, share, 0.0) for share in (0.5, 0.0))
    # One signature among two authorities is 50 for every hundred, which count one in all.
    after_one = rules.expected_gain(rules.belief_with_world(0.4, 0.6, 0.02, 50.0, 0.0), 0.75, worth, 0.0, 0.0)
    bar = 0.5 * (before + min(with_fund, after_one))
    changes = {
        "initial_optimism": 0.0,
        "belief_weight": 1.0,
        "realistic_closing": 0.4,
        "own_learning": 0.0,
        "peer_learning": 0.0,
        "worth.employment": 5.0,
        "quality.employment": 2.0,
        "conventional_gain.employment": bar,
        "willingness_to_pay": 0.4,
        **QUARTERS_AND_HALVES,
    }
    generous = Fund(name="F", country="A", opens="2010Q1", closes="2010Q1", purse=9.0, share=0.5)
    scenario = calm(TIED, PAIR, starts=((0,), (8,)), funds=(generous,), quarters=12, changes=changes)
    for weight, started in ((0.02, 2), (0.0, 1)):
        told = history(scenario.replace(world_learning=weight))
        assert told.yearly[:, :, COLUMN["signed"]].sum() == 1
        assert told.yearly[:, :, COLUMN["started"]].sum() == started


def test_an_authority_that_always_looks_starts_anew_in_the_quarter_after_each_end(calm, history):
    told = history(calm((("a0", "i0", 0.5),), starts=(range(20),), quarters=20)).attempts
    assert told["started"].tolist() == list(range(0, 20, 2))[: len(told)]
    assert (told["ended"] == told["started"] + 1).all()
    assert len(told) > 8


def test_an_authority_with_three_teams_develops_three_projects_and_no_more(calm, quarters, developing):
    scenario = calm(starts=(range(9),), quarters=5, development_slots=3.9, search_quarters=9.0)
    for step, state in quarters(scenario):
        assert len(developing(state)) == state.authorities[0].developing == min(step + 1, 3)


def test_capital_and_levers_at_the_start_are_drawn_for_the_project(busy_run):
    seen, p = set(), busy_run.scenario.population
    for shot_quarter, shot in enumerate(busy_run.shots):
        for (number, started), project in shot.projects.items():
            if started == shot_quarter:
                identity = busy_run.identity[number]
                luck = normal(busy_run.seed, 0, Decision.CAPITAL, identity, 0, started)
                size = size_of(busy_run, number) ** p.capital_by_size
                expected = project_capital(p.capital_median, p.capital_spread, luck, size)
                assert project.capital == pytest.approx(expected)
                used = int(project.early_meeting), int(project.house)
                levers = (Lever.EARLY_MEETINGS, Lever.INNOVATION_HOUSES)
                lucks = [uniform(busy_run.seed, 0, Decision.USE_LEVER, identity, lever, started) for lever in levers]
                assert used == (lucks[0] < 0.5, lucks[1] < 0.5)
                seen.add(used)
    assert len(seen) == 4


def size_of(run, number):
    """Return the size of an authority of the usual kind, whose logarithm varies by 0.8."""
    return math.exp(0.8 * normal_quantile(run.world.authorities.traits[number, SIZE_DRAW]))


def test_search_takes_its_least_time_the_meetings_and_a_delay_of_its_own(busy_run):
    delayed = 0
    for quarter, shot in enumerate(busy_run.shots):
        for (number, started), project in shot.projects.items():
            if started == quarter:
                luck = uniform(busy_run.seed, 0, Decision.STAGE_DURATION, busy_run.identity[number], 0, started)
                expected = stage_quarters(2.0 + project.early_meeting, 0.2, luck)
                assert (project.gate, project.due) == (quarter, quarter + expected)
                delayed += expected > 2 + project.early_meeting
    assert delayed > 5


def test_early_meetings_cost_each_party_a_third_and_a_house_the_authority_alone(calm, after, developing):
    changes = {"meeting_cost": 0.03, "house_cost": 0.05, "capital_median": 2.0, "meeting_tailoring": 0.4}
    for meets in (0, 1):
        for house in (0, 1):
            levers = {"levers.early_meetings.practice": meets, "levers.innovation_houses.practice": house}
            levers = {name: float(value) for name, value in levers.items()}
            (project,) = developing(after(calm(changes={**changes, **levers}), 0))
            assert project.cost_share == pytest.approx(0.01 * meets + 0.05 * house)
            assert project.cost_authority == pytest.approx(0.02 * meets + 0.10 * house)
            assert (project.cost_provider, project.cost_investors) == pytest.approx((0.02 * meets, 0.02 * meets))
            assert project.tailoring == pytest.approx(0.4 * meets)


def test_a_lever_of_the_start_is_used_by_those_who_start_between_its_dates(calm, history):
    scenario = calm((("a0", "i0", 0.5),), starts=(range(20),), quarters=20)
    policy = scenario.with_policy("innovation_houses=1@2011Q1:2011Q4", "early_meetings=1@2011Q3:2012Q2")
    told = history(policy).attempts
    assert (told["house"] == ((told["started"] >= 4) & (told["started"] <= 7))).all()
    assert (told["early_meeting"] == ((told["started"] >= 6) & (told["started"] <= 9))).all()
    assert {0, 1} == set(told["house"]) == set(told["early_meeting"])
