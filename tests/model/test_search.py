"""Search: whom a project finds, how they trust one another, and what stands in its way already."""

from functools import partial
from types import SimpleNamespace

import pytest

from sipabm.barriers import Barrier
from sipabm.randomness import normal, uniform
from sipabm.rules import mobilisation
from sipabm.rules.innovation import closeness, resistance_felt
from sipabm.rules.search import lacks_partner, partner_score
from sipabm.words import NOBODY, Decision, InvestorKind, Outcome, Stage
from sipabm.world import build_world

MEETS = {"levers.early_meetings.practice": 1.0, "meeting_quarters": 0.0, "meeting_procurement_risk": 0.0}
STRANGERS = (("a0", "p0", 0.6), ("a0", "i0", 0.5))
CIRCLE = (*STRANGERS, ("p0", "i0", 0.4))


@pytest.fixture(scope="module")
def found(after, developing):
    """Return the only project after its search, and the state."""

    def project_of(scenario, seed=1):
        state = after(scenario, 1, seed)
        (project,) = developing(state)
        assert project.stage == Stage.BUSINESS_CASE
        return project, state

    return project_of


def trusts(project):
    """Return the three trusts at the table."""
    return project.trust_provider, project.trust_investor, project.trust_third


def test_provider_and_investor_without_a_tie_trust_each_other_as_strangers(calm, found):
    project, _ = found(calm(STRANGERS, stranger_trust=0.17))
    assert trusts(project) == pytest.approx((0.6, 0.5, 0.17))


def test_provider_and_investor_with_a_tie_trust_each_other_by_it(calm, found):
    project, _ = found(calm(CIRCLE, stranger_trust=0.17))
    assert trusts(project) == pytest.approx((0.6, 0.5, 0.4))


def test_early_meetings_raise_all_three_trusts_towards_one_and_leave_ties_as_they_were(calm, found):
    project, state = found(calm(CIRCLE, changes=MEETS, meeting_trust=0.25))
    assert trusts(project) == pytest.approx((0.7, 0.625, 0.55))
    assert sorted(state.trust) == pytest.approx([0.4, 0.5, 0.6])


def test_early_meetings_raise_the_trust_of_strangers_as_well(calm, found):
    project, _ = found(calm(STRANGERS, changes=MEETS, meeting_trust=0.25, stranger_trust=0.2))
    assert trusts(project) == pytest.approx((0.7, 0.625, 0.4))


def test_a_project_notes_the_ties_of_its_three_parties(calm, found, tie):
    ties = (*CIRCLE, ("a0", "a1", 0.1), ("a1", "p0", 0.2), ("a1", "i0", 0.3), ("p1", "i0", 0.9), ("i0", "i1", 0.9))
    scenario = calm(ties, ((1, 2, 2), (1, 0, 0)))
    expected = [tie(scenario, *pair) for pair in (("a0", "p0"), ("a0", "i0"), ("p0", "i0"))]
    project, _ = found(scenario)
    assert [project.tie_provider, project.tie_investor, project.tie_third] == expected
    assert len(set(expected)) == 3


def test_strangers_have_no_tie_to_note(calm, found):
    project, _ = found(calm(STRANGERS))
    assert project.tie_provider != NOBODY
    assert project.tie_third == NOBODY


PROVIDERS = (("a0", "p0", 0.3), ("a0", "p1", 0.8), ("a0", "p2", 0.8), ("a0", "i0", 0.5), ("a0", "i1", 0.9))


def test_the_most_trusted_are_found_and_of_equals_the_first(calm, found):
    project, _ = found(calm(PROVIDERS, ((1, 3, 2),)))
    assert (project.provider, project.investor) == (1, 1)
    assert trusts(project)[:2] == pytest.approx((0.8, 0.9))


@pytest.mark.parametrize("weight", [0.0, 0.3, 1.0])
def test_partners_are_those_with_the_best_score_of_trust_and_ability(calm, found, weight):
    ties = [("a0", f"{kind}{number}", 0.1 + 0.08 * number) for kind in "pi" for number in range(10)]
    changes = {"heterogeneity": 1.0, "trust_in_search": weight, "capital_median": 0.01}
    scenario = calm(ties, ((1, 10, 10),), changes=changes)
    for seed in (2, 3, 4):
        project, state = found(scenario, seed)
        trust = [0.1 + 0.08 * each for each in range(10)]
        providers = [partner_score(trust[each], state.providers[each].skill, weight) for each in range(10)]
        investors = [partner_score(trust[each], state.investors[each].competence, weight) for each in range(10)]
        assert project.provider == providers.index(max(providers))
        assert project.investor == investors.index(max(investors))


FRIENDS = (("a0", "a1", 0.9), ("a1", "p0", 0.8), ("a1", "i0", 0.7), ("p0", "i0", 0.4))


def test_friends_of_friends_are_reached_by_early_meetings_with_the_product_of_trusts(calm, found):
    scenario = calm(FRIENDS, ((1, 1, 1), (1, 0, 0)), changes=MEETS, meeting_trust=0.0)
    project, _ = found(scenario)
    assert trusts(project) == pytest.approx((0.72, 0.63, 0.4))
    assert (project.tie_provider, project.tie_investor) == (NOBODY, NOBODY)
    assert project.tie_third != NOBODY


def test_friends_of_friends_are_not_reached_without_early_meetings(calm, history):
    (row,) = history(calm(FRIENDS, ((1, 1, 1), (1, 0, 0)), quarters=3)).attempts
    assert row["barriers"] == 1 << Barrier.NO_PARTNER
    assert (row["provider"], row["investor"]) == (NOBODY, NOBODY)


def test_a_provider_is_a_friend_who_leads_to_investors_and_an_investor_one_who_leads_to_providers(calm, found):
    through_provider = calm((("a0", "p0", 0.9), ("p0", "i0", 0.5)), changes=MEETS, meeting_trust=0.0)
    assert trusts(found(through_provider)[0]) == pytest.approx((0.9, 0.45, 0.5))
    through_investor = calm((("a0", "i0", 0.8), ("p0", "i0", 0.5)), changes=MEETS, meeting_trust=0.0)
    assert trusts(found(through_investor)[0]) == pytest.approx((0.4, 0.8, 0.5))


def test_a_direct_tie_counts_as_it_is_beside_a_way_through_friends(calm, found):
    ties = (("a0", "a1", 0.9), ("a0", "p0", 0.3), ("a1", "p0", 1.0), ("a0", "i0", 0.5))
    project, _ = found(calm(ties, ((1, 1, 1), (1, 0, 0)), changes=MEETS, meeting_trust=0.0))
    assert project.trust_provider == pytest.approx(0.9)
    ties = (("a0", "a1", 0.2), ("a0", "p0", 0.3), ("a1", "p0", 1.0), ("a0", "i0", 0.5))
    project, _ = found(calm(ties, ((1, 1, 1), (1, 0, 0)), changes=MEETS, meeting_trust=0.0))
    assert project.trust_provider == pytest.approx(0.3)


def test_a_provider_at_its_capacity_is_passed_over_for_the_next_best(calm, after, developing):
    knows = {"p0": 0.9, "p1": 0.5, "i0": 0.5}
    ties = [(f"a{number}", partner, trust) for number in (0, 1) for partner, trust in knows.items()]
    scenario = calm(ties, ((2, 2, 1),))
    state = after(scenario, 1)
    assert [project.provider for project in developing(state)] == [0, 1]
    assert [state.providers[number].engaged for number in range(2)] == [1, 1]
    state = after(scenario.replace(provider_capacity=2.0), 1)
    assert [project.provider for project in developing(state)] == [0, 0]
    assert [state.providers[number].engaged for number in range(2)] == [2, 0]


def test_a_tender_is_won_by_the_luck_of_authority_and_provider_where_scores_are_close(calm, found):
    """Scores lie 0.06 apart, as trusts lie 0.1 apart and count six tenths; luck adds up to 0.2 either way."""
    ties = (("a0", "p0", 0.6), ("a0", "p1", 0.7), ("a0", "i0", 0.5))
    scenario, won = calm(ties, ((1, 2, 1),), changes={"tender_luck": 0.2, "trust_in_search": 0.6}), set()
    for seed in range(12):
        lucks = [0.2 * (2.0 * uniform(seed, 0, Decision.TENDER, 0, number, 0) - 1.0) for number in (0, 1)]
        project, _ = found(scenario, seed)
        assert project.provider == (lucks[1] + 0.06 > lucks[0])
        won.add(int(project.provider))
    assert won == {0, 1}


def test_a_lead_takes_partners_whom_the_authority_knows_until_they_can_deliver_the_project(calm, found):
    """Each can deliver 1.5; the fourth is not known to the authority."""
    ties = (("a0", "p0", 0.3), ("a0", "p1", 0.9), ("a0", "p2", 0.5), ("a0", "i0", 0.5), ("p1", "p3", 0.9))
    for capital, partners in ((1.5, []), (1.6, [0]), (3.0, [0]), (3.1, [0, 2]), (9.0, [0, 2])):
        scenario = calm(ties, ((1, 4, 1),), changes={"capital_median": capital, "provider_size": 1.5})
        project, state = found(scenario)
        assert (project.provider, project.providers) == (1, 1 + len(partners))
        assert list(project.partner[: len(partners) + 1]) == [*partners, NOBODY]
        engaged = [number for number in range(4) if state.providers[number].engaged == 1]
        assert engaged == sorted([1, *partners])


def test_a_provider_without_capacity_left_is_no_partner(calm, after, developing):
    """The first project's lead is engaged, so the second project's lead stays alone."""
    ties = [(f"a{number}", partner, 0.5) for number in (0, 1) for partner in ("p0", "p1", "p2", "i0")]
    scenario = calm(ties, ((2, 3, 1),), changes={"provider_size": 1.0})
    first, second = developing(after(scenario, 1))
    assert (first.provider, first.providers, first.partner[0]) == (0, 2, 1)
    assert (second.provider, second.providers, second.partner[0]) == (2, 1, NOBODY)


def test_a_local_investor_never_leads(calm, history):
    kinds = dict.fromkeys(("public_fund", "foundation", "impact_fund", "bank", "pension_fund"), 0.0)
    (row,) = history(calm(CIRCLE, changes={"investor_kinds": {**kinds, "local": 1.0}})).attempts
    assert (row["investor"], row["barriers"]) == (NOBODY, 1 << Barrier.NO_PARTNER)


def test_a_provider_is_engaged_from_its_search_to_the_end_of_its_contract(calm, quarters):
    for step, state in quarters(calm()):
        assert state.providers[0].engaged == (1 <= step < 13)


def test_a_provider_is_found_only_for_an_area_it_works_in(lively, history):
    scenario = lively.replace(provider_breadth=0.3, quarters=30)
    world, passed = build_world(scenario, 2, 0), 0
    for row in history(scenario, 2).attempts:
        if row["provider"] != NOBODY:
            areas = world.providers.traits[row["provider"]][:3]
            assert areas[row["domain"]] < 0.3 or areas[row["domain"]] == areas.min()
            passed += 1
    assert passed > 30


def test_an_investor_without_capital_left_is_passed_over(calm, after, developing):
    """The first project's investor has no more than that project takes."""
    ties = (("a0", "p0", 0.9), ("a0", "i0", 0.9), ("a1", "p1", 0.9), ("a1", "i0", 0.9), ("a1", "i1", 0.2))
    changes = {"investor_capital.bank": 1.5}
    scenario = calm(ties, ((1, 2, 2), (1, 0, 0)), starts=((0,), (3,)), changes=changes)
    state = after(scenario, 4)
    assert state.investors[0].available == pytest.approx(0.0)
    assert developing(state)[1].investor == 1


@pytest.mark.parametrize(("capital", "signed"), [(1.5, True), (1.499, False)])
def test_a_provider_needs_no_investor_exactly_if_its_working_capital_covers_the_capital(calm, history, capital, signed):
    told = history(calm((("a0", "p0", 0.5),), changes={"working_capital": capital})).attempts
    (row,) = told
    assert (row["outcome"] == Outcome.SIGNED) == signed
    assert signed or row["barriers"] == 1 << Barrier.NO_PARTNER


def test_a_project_that_started_earlier_looks_for_partners_before_one_that_started_later(calm, after, developing):
    """The second country's project has met early, so both searches end in quarter 2; there is one provider."""
    ties = (("a0", "p0", 0.9), ("a0", "i0", 0.9), ("a1", "p0", 0.9), ("a1", "i0", 0.9))
    changes = {"meeting_procurement_risk": 0.0, "meeting_quarters": 1.0}
    scenario = calm(ties, ((1, 1, 1), (1, 0, 0)), starts=((1,), (0,)), changes=changes)
    state = after(scenario.with_policy("early_meetings=1@2010Q1:2010Q1"), 2)
    (project,) = developing(state)
    assert (project.authority, project.started, project.stage) == (1, 0, Stage.BUSINESS_CASE)


def test_an_attempt_ends_for_want_of_partners_exactly_if_it_lacks_them(busy_run):
    """Search comes first among the gates, so the provider has the working capital that it had a quarter ago."""
    stood = 0
    for gate in busy_run.gates:
        if gate.gate == Stage.MEETING:
            project = gate.later if gate.passed else copy_of(gate.row)
            found = project.provider != NOBODY
            capital = busy_run.shots[gate.now - 1].working_capital[project.provider] if found else 0.0
            lacks = lacks_partner(found, project.investor != NOBODY, capital, project.capital)
            assert bool(gate.barriers >> Barrier.NO_PARTNER & 1) == lacks
            stood += lacks
    assert stood > 0


def copy_of(row):
    """Return the partners and the capital that a row tells of."""
    return SimpleNamespace(provider=int(row["provider"]), investor=int(row["investor"]), capital=float(row["capital"]))


def neighbours(world, actor):
    """Return the neighbours of an actor and the numbers of the ties to them, in the order of actors."""
    row = slice(world.ties.start[actor], world.ties.start[actor + 1])
    return list(zip(world.ties.neighbour[row].tolist(), world.ties.tie[row].tolist(), strict=True))


def candidates(run, gate, first, last):
    """Return whom a project can reach and by which trust, in the order in which they are weighed."""
    trust = run.shots[gate.now - 1].trust

    def tied_to(actor):
        return [(other - first, trust[tie]) for other, tie in neighbours(run.world, actor) if first <= other < last]

    reached = tied_to(gate.key[0])
    if gate.before.early_meeting:
        for friend, way in neighbours(run.world, gate.key[0]):
            reached += [(number, trust[way] * near) for number, near in tied_to(friend)]
    return reached


def tender_luck(run, gate, number):
    """Return what luck adds to a provider's score in the tender of the gate's project."""
    identity = int(run.world.providers.identity[number])
    return 0.25 * (2.0 * luck_of(run, gate, Decision.TENDER, identity) - 1.0)


def best_of(reached, actors, fitting, luck=None):
    """Return the partner with the best score, of equals the first, and the trust by which it was reached."""
    best = (-1.0, NOBODY, 0.0)
    for number, trust in reached:
        ability = actors[number].skill if hasattr(actors[number], "skill") else actors[number].competence
        score = partner_score(trust, ability, 0.6) + (luck(number) if luck else 0.0)
        if number in fitting and score > best[0]:
            best = score, number, trust
    return best[1:]


def test_of_all_within_reach_the_best_provider_and_investor_are_found(busy_run):
    """Projects of a quarter come in their order, and each takes its provider's capacity before the next one looks."""
    first = len(busy_run.identity), len(busy_run.identity) + len(busy_run.providers)
    last = first[1] + len(busy_run.investors)
    draws = busy_run.world.providers.traits
    quarter, engaged, through_friends = 0, [], 0
    for gate in busy_run.gates:
        if gate.gate != Stage.MEETING:
            continue
        shot, area = busy_run.shots[gate.now - 1], gate.before.domain
        if gate.now != quarter:
            quarter, engaged = gate.now, list(shot.engaged)
        works = [luck[area] < 0.8 or luck[area] == luck[:3].min() for luck in draws]
        free = {each for each, actor in enumerate(busy_run.providers) if works[each] and engaged[each] < actor.capacity}
        local = {each for each, actor in enumerate(busy_run.investors) if actor.kind == InvestorKind.LOCAL}
        rich = {each for each, available in enumerate(shot.available) if available > 0.0} - local
        luck = partial(tender_luck, busy_run, gate)
        provider = best_of(candidates(busy_run, gate, *first), busy_run.providers, free, luck)
        investor = best_of(candidates(busy_run, gate, first[1], last), busy_run.investors, rich)
        project = gate.later if gate.passed else copy_of(gate.row)
        assert (project.provider, project.investor) == (provider[0], investor[0])
        if gate.passed:
            for number in (project.provider, *project.partner[: project.providers - 1]):
                engaged[number] += 1
            raised = 0.25 if gate.before.early_meeting else 0.0
            assert project.trust_provider == pytest.approx(provider[1] + raised * (1.0 - provider[1]))
            assert project.trust_investor == pytest.approx(investor[1] + raised * (1.0 - investor[1]))
            if project.investor != NOBODY:
                met = dict(neighbours(busy_run.world, first[0] + project.provider)).get(first[1] + project.investor)
                third = shot.trust[met] if met is not None else busy_run.scenario.network.stranger_trust
                assert project.trust_third == pytest.approx(third + raised * (1.0 - third))
            through_friends += provider[0] + first[0] not in dict(neighbours(busy_run.world, gate.key[0]))
    assert through_friends > 3


def luck_of(run, gate, decision, partner=0, draw=uniform):
    """Return a number of an address of the gate's project."""
    return draw(run.seed, 0, decision, gate.identity, int(partner), gate.key[1])


def test_early_meetings_are_challenged_by_the_luck_of_the_project_and_others_never(busy_run):
    stood = 0
    for gate in busy_run.gates:
        if gate.gate == Stage.MEETING:
            met = gate.before.early_meeting == 1
            expected = met and luck_of(busy_run, gate, Decision.PROCUREMENT) < 0.2
            assert bool(gate.barriers >> Barrier.PROCUREMENT & 1) == expected
            stood += expected
    assert stood > 3


def spotted(run, gate, barrier):
    """Return whether early meetings bring a barrier to light, if it would stand."""
    return gate.before.early_meeting == 1 and luck_of(run, gate, Decision.SPOTTED_EARLY, barrier) < 0.6


def test_early_meetings_bring_to_light_the_politics_that_would_stop_the_project_later(busy_run):
    stood = 0
    for gate in busy_run.gates:
        if gate.gate == Stage.MEETING:
            luck = luck_of(busy_run, gate, Decision.LOCAL_POLITICS)
            stops = mobilisation.politics_stops(gate.authority.support, 0.5, luck)
            expected = stops and spotted(busy_run, gate, Barrier.LOCAL_POLITICS)
            assert bool(gate.barriers >> Barrier.LOCAL_POLITICS & 1) == expected
            stood += expected
    assert stood > 3


def test_early_meetings_bring_to_light_the_frontline_that_would_stop_the_project_later(busy_run):
    """Trust is that at the table, raised by the meetings; resistance is last quarter's, as it moves at the end."""
    p, stood = busy_run.scenario, 0
    for gate in busy_run.gates:
        if gate.gate == Stage.MEETING and gate.passed:
            resistance = busy_run.shots[gate.now - 1].authorities[gate.key[0]].resistance
            felt = resistance_felt(resistance, closeness(gate.before.house == 1, p.innovation.house_decoupling))
            acceptance = mobilisation.frontline_acceptance(
                gate.before.tailoring,
                gate.later.trust_provider,
                felt,
                p.mobilisation.frontline_noise,
                luck_of(busy_run, gate, Decision.FRONTLINE, draw=normal),
            )
            assert not (acceptance < 0.0 and spotted(busy_run, gate, Barrier.FRONTLINE))
            stood += acceptance < 0.0
    assert stood > 3


@pytest.mark.parametrize(("foresight", "stage"), [(1.0, Stage.MEETING), (0.0, Stage.MOBILISATION)])
def test_a_frontline_that_resists_is_spotted_at_search_or_met_at_mobilisation(calm, history, foresight, stage):
    """Trust of 0.6 becomes 0.7 by the meetings, tailoring adds 0.15; resistance of 0.84 is borne, of 0.86 is not."""
    for resistance, stopped in ((0.84, False), (0.86, True)):
        changes = {**MEETS, "resistance": resistance, "meeting_trust": 0.25, "meeting_foresight": foresight}
        (row,) = history(calm(changes=changes)).attempts
        assert (row["outcome"] == Outcome.STOPPED) == stopped
        if stopped:
            assert (row["stage"], row["barriers"]) == (stage, 1 << Barrier.FRONTLINE)
