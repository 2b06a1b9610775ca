"""Negotiation: the best template worked out anew, rounds and their cost, the fund, and who ties up what."""

import math

import pytest

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.randomness import uniform
from sipabm.rules import negotiation as rules
from sipabm.rules import technology
from sipabm.rules.consideration import initial_belief
from sipabm.scenario import Fund
from sipabm.words import NOBODY, Decision, Form, Instrument, Outcome, Programme, Stage

AREA = 1  # employment
TALKS = 4  # quarter of the talks of a calm project: 2011Q1
RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}
PART = {**RICH, "working_capital": 1.0, "hurdle_rate.bank": 0.5, "fee_at_risk": 0.4}


def fund(share=0.3, purse=50.0, **more):
    """Return a fund that is open in the quarter of the talks alone."""
    return Fund(name="F", country="A", opens="2011Q1", closes="2011Q1", purse=purse, share=share, **more)


def practice(**levers):
    """Return changes that let every project use some levers."""
    return {f"levers.{name}.practice": 1.0 for name in levers}


@pytest.fixture(scope="module")
def agreed(after, developing):
    """Return the only project, whose talks have ended in agreement, and the state."""

    def project_of(scenario, seed=1):
        state = after(scenario, TALKS, seed)
        (project,) = developing(state)
        assert project.agreed == 1
        return project, state

    return project_of


# --- the best template, worked out from parameters alone -------------------------------------------------------------

LEAN = {"worth.employment": 6.0, "effect_years.employment": 1.2, "horizon": 5.0}
VARIED = {
    "nothing else": {},
    "little worth": LEAN,
    "a longer horizon": {**LEAN, "horizon": 3.0, "hurdle_rate.bank": 0.01},
    "a flexible contract": {**LEAN, **practice(flexible_contracts=1), "flexible_gain": 0.3, "flexible_cost": 0.01},
    "luck and dislike of it": {**LEAN, "luck_dislike": 0.5, "attribution_noise.monitoring": 0.4},
    "a flexible contract that blurs": {**LEAN, **practice(flexible_contracts=1), "attribution_noise.monitoring": 0.3},
    "cashable savings alone": {"insists_on_cashable": 1.0, "worth.employment": 10.0},
    "a dropped requirement": {"insists_on_cashable": 1.0, **practice(no_cashable_requirement=1), **LEAN},
    "strict evaluation": {**LEAN, "rigour_asked": {"monitoring": 0.0, "comparison": 0.0, "experiment": 1.0}},
    "evaluation made lighter": {
        **LEAN, "rigour_asked": {"monitoring": 0.0, "comparison": 0.0, "experiment": 1.0},
        **practice(proportionate_evaluation=1),
    },
    "a provider that pays all": {**LEAN, **RICH, "provider_risk_aversion": 0.1},
    "a provider that pays a part": {**LEAN, **PART, "provider_risk_aversion": 0.2, "provider_finance_cost": 0.03},
    "departments": {**LEAN, "departments": 2.0, "silo_strength": 0.0},
    "silos": {**LEAN, "departments": 2.0, "silo_strength": 1.0},
    "a guarantee": {**LEAN, "guarantee": 0.6, "delivery_uncertainty": 0.5, "quality.employment": 0.7},
    "investors who misjudge": {**LEAN, "misjudgement": -0.4},
    "investors who misjudge and have met": {
        **LEAN, "misjudgement": -0.4, **practice(early_meetings=1), "meeting_quarters": 0.0,
        "meeting_procurement_risk": 0.0,
    },
    "motive and aversion": {**LEAN, "social_motive.bank": 0.04, "investor_risk_aversion.bank": 4.0},
    "confidence": {**LEAN, "investor_confidence": 0.6, "provider_confidence": 0.7, "initial_optimism": 0.3},
    "a cap on success": {**LEAN, "quality.employment": 2.0, "success_cap": 1.1, "worth.employment": 9.0},
    "machines and linear foresight": {**LEAN, "exposure.employment": 0.9, "doubling_time": 3.0},
    "machines and exponential foresight of authorities": {
        **LEAN, "exposure.employment": 0.9, "doubling_time": 3.0, "authority_foresight": 1.0,
    },
    "machines and exponential foresight of investors": {
        **LEAN, "exposure.employment": 0.9, "doubling_time": 3.0, "investor_foresight": 1.0,
    },
    "training": {
        **LEAN, "exposure.employment": 0.9, "doubling_time": 3.0, "authority_foresight": 1.0, "upskilling_offered": 1.0,
        "upskilling_cost": 0.05, "upskilling_delay": 0.2,
    },
    "training that costs too much": {**LEAN, "upskilling_offered": 1.0, "upskilling_cost": 3.0},
    "uncertainty": {**LEAN, "case_uncertainty.employment": 0.5, **practice(pragmatic_data=1)},
    "novelty": {**LEAN, "novelty_cost": 0.5, "novelty_robustness": 0.5, "exposure.employment": 0.9},
    "tied capital": {**LEAN, "capital_tied": 0.3},
}  # fmt: skip
FUNDS = {
    "a fund": ({}, fund(0.4)),
    "a fund that is given back": ({}, fund(0.4, repayment=0.7)),
    "a fund with a low cap": ({"fund_price_cap": 2.2}, fund(0.4)),
}


def machines(p, years):
    """Return the share of machines some years after the start."""
    return technology.machine_share(p["machine_share"], p["doubling_time"], years, p["saturation"])


def outlook(p, project, shield, years, foresight):
    """Return what a party expects machines to leave of results over a contract, relative to the case."""
    now, slope = machines(p, TALKS / 4), machines(p, TALKS / 4) - machines(p, TALKS / 4 - 1)
    begin = technology.share_if_linear(now, slope, 0.375, p["saturation"])
    line = technology.mean_if_linear(begin, slope, years, p["saturation"])
    doubling = technology.mean_if_exponential(
        machines(p, TALKS / 4 + 0.375), p["doubling_time"], years, p["saturation"]
    )
    exposure = p["exposure"][AREA] * (1.0 - p["novelty_robustness"] * project.novelty) * shield
    expected = doubling if foresight else line
    return (1.0 - exposure * expected) / (1.0 - exposure * p["machine_share"]) / project.case_level


def best_terms(scenario, project, share=0.0, for_good=0.0, belief=None):
    """Return the terms of the largest surplus, of equals the first, in the order in which templates are compared."""
    best = None
    p = scenario.flat()
    belief = belief or initial_belief(p["realistic_delivery"], p["initial_optimism"])
    for terms in templates(p, project, share, for_good, belief):
        if best is None or terms["surplus"] > best["surplus"]:
            best = terms
    return best


def templates(p, project, share, for_good, belief):
    """Yield the terms of every template that can be financed."""
    misjudged = p["misjudgement"] * ((1.0 - p["meeting_clarity"]) if project.early_meeting else 1.0)
    own = p["own_cashable"][AREA] + (0.0 if project.cashable_only else p["own_other"][AREA])
    counted = own + project.joined_share * p["other_departments"][AREA]
    for programme in range(2 if p["upskilling_offered"] else 1):
        shield = 1.0 - p["upskilling_shield"] if programme else 1.0
        dearer = (1.0 + p["novelty_cost"] * project.novelty) * (1.0 + p["upskilling_cost"] * programme)
        for form in range(2 if project.flexible_allowed else 1):
            for rigour in range(int(project.rigour_allowed), 3):
                for years in (2, 4, 6):
                    ahead = [
                        outlook(p, project, shield, years, foresight)
                        for foresight in (p["authority_foresight"], p["investor_foresight"], 0.0)
                    ]
                    gain = form * p["flexible_gain"] * p["adaptation_room"][rigour]
                    confidence = (belief, p["investor_confidence"] * math.exp(misjudged), p["provider_confidence"])
                    success = [
                        min(p["success_cap"], trusted * project.signal * left + gain)
                        for trusted, left in zip(confidence, ahead, strict=True)
                    ]
                    effect = p["effect_years"][AREA] + p["upskilling_delay"] * programme
                    worth = p["worth"][AREA] / dearer * counted * (1.0 - math.exp(-min(years, p["horizon"]) / effect))
                    for instrument in Instrument:
                        carried = (1.0, 0.0, p["fee_at_risk"])[instrument]
                        can = carried == 0.0 or p["working_capital"] >= carried * project.capital
                        if can and (carried == 1.0 or project.filled):
                            terms = {"programme": programme, "form": form, "rigour": rigour, "years": years}
                            priced = prices(p, project, terms, success, worth, carried, share, for_good)
                            yield {
                                **terms, **priced, "instrument": instrument, "outlook": ahead[0],
                                "promised_success": success[1],
                            }  # fmt: skip


def prices(p, project, terms, success, worth, carried, share, for_good):
    """Return reservation prices and surplus of a template, after section 7.6 of the description."""
    of_authority, of_investor, of_provider = success
    form, rigour, tied = terms["form"], terms["rigour"], terms["years"] * p["capital_tied"]
    free, guarantee = p["deadweight"][rigour], p["guarantee"]
    luck = p["attribution_noise"][rigour] * p["attribution_difficulty"][AREA] * (1.0 + p["flexible_blur"] * form)
    doubt = [(each * project.uncertainty) ** 2 + luck**2 + p["delivery_uncertainty"] ** 2 for each in success]
    at_stake = guarantee * (1.0 - carried) * max(0.0, 1.0 - of_authority)
    costs = p["evaluation_cost"][rigour] + p["flexible_cost"] * form + at_stake
    net = worth * of_authority - costs - p["luck_dislike"] * luck
    limit = net / ((of_authority + free) * (1.0 - for_good))
    highest = min(limit, p["fund_price_cap"]) if share > 0.0 else limit
    bank = {name: p[name][3] for name in ("hurdle_rate", "social_motive", "investor_risk_aversion")}
    required = 1.0 + (bank["hurdle_rate"] - bank["social_motive"]) * tied
    required += 0.5 * bank["investor_risk_aversion"] * doubt[1] * (1.0 - guarantee) ** 2
    investors = max(0.0, required - guarantee * max(0.0, 1.0 - of_investor)) / (of_investor + free)
    own = 1.0 + p["provider_finance_cost"] * tied + 0.5 * p["provider_risk_aversion"] * doubt[2]
    provider = own / (of_provider + free)
    burden = p["evaluation_burden"][rigour] / (of_provider + free)
    ask = (1.0 - carried) * investors + carried * provider + burden
    return {
        "surplus": limit - ask if highest >= ask else highest - ask, "authority_limit": highest, "consortium_ask": ask,
        "provider_payment_share": (carried * provider + burden) / ask,
    }  # fmt: skip


def agrees(project, terms):
    """Assert that a project has the terms of a template."""
    for name, expected in terms.items():
        assert getattr(project, name) == pytest.approx(expected, rel=1e-9), name


@pytest.mark.parametrize("case", VARIED)
def test_the_terms_are_those_of_the_largest_surplus_worked_out_anew(calm, agreed, case):
    scenario = calm(changes=VARIED[case])
    project, _ = agreed(scenario)
    agrees(project, best_terms(scenario, project))


@pytest.mark.parametrize("case", FUNDS)
def test_a_fund_enters_the_terms_by_what_it_carries_for_good_and_by_its_cap(calm, agreed, case):
    changes, payer = FUNDS[case]
    scenario = calm(changes={**LEAN, **changes}, funds=(payer,))
    project, _ = agreed(scenario)
    assert (project.fund, project.fund_share) == (0, 0.4)
    agrees(project, best_terms(scenario, project, 0.4, 0.4 * (1.0 - payer.repayment)))


def test_these_cases_are_all_different(calm, agreed):
    """Every kind of term is met, so a test that compares them can fail."""
    projects = [agreed(calm(changes=changes))[0] for changes in VARIED.values()]
    assert {int(project.instrument) for project in projects} == set(Instrument)
    assert {int(project.form) for project in projects} == set(Form)
    assert {int(project.programme) for project in projects} == set(Programme)
    assert len({int(project.rigour) for project in projects}) == 3
    assert {int(project.years) for project in projects} == {2, 4, 6}


def test_what_was_delivered_before_enters_the_authoritys_belief_at_the_talks(calm, after, developing, history):
    """The first contract kept half of its promise; own and everybody's experience both count for the second one."""
    changes = {
        **LEAN, "worth.employment": 12.0, "referral_loss": 0.5, "resistance": 1.0, "resistance_fall": 0.0,
        "resistance_rise": 0.0, "levers.early_meetings.practice": 1.0, "meeting_tailoring": 1.0,
        "meeting_quarters": 0.0, "meeting_procurement_risk": 0.0, "initial_optimism": 0.5, "belief_weight": 4.0,
        "own_learning": 2.0, "world_learning": 0.3, "trust_loss": 0.0, "trust_gain": 0.0,
    }  # fmt: skip
    scenario = calm(starts=((0, 31),), quarters=36, changes=changes)
    told = history(scenario.replace(quarters=34))
    (row,) = told.contracts
    kept = row["success"] / told.attempts["signal"][0]
    assert row["ended"] < 31
    state = after(scenario, 35)
    (project,) = developing(state)
    assert project.agreed == 1
    start = 4.0 * initial_belief(0.75, 0.5)
    belief = (start + 2.0 * kept + 0.3 * kept) / (4.0 + 2.0 + 0.3)
    agrees(project, best_terms(scenario, project, belief=belief))


def test_without_surplus_the_surplus_recorded_is_that_of_the_best_template(calm, history):
    scenario = calm(changes={**LEAN, "worth.employment": 3.0})
    (row,) = history(scenario).attempts
    assert row["stage"] == Stage.NEGOTIATION
    assert row["surplus"] < 0.0


# --- talks -----------------------------------------------------------------------------------------------------------

SLOW = {"rounds": 9.0, "round_cost": 0.01, "authority_patience": 3.0, "investor_patience": 0.4}


def rounds_of(scenario, trust, departments=0, with_luck=0.0):
    """Return rounds and price, from 0 for the ask to 1 for the limit, of talks that do not break down."""
    p = scenario.flat()
    skill = 0.5 * (p["authority_competence"][1] + p["provider_competence"])
    wanted = rules.rounds_to_concede(
        p["rounds"], p["strategic_ambiguity"], p["pooling_rounds"] * departments, p["trust_speed"],
        0.5 * (trust + skill),
    )  # fmt: skip
    return rules.alternating_offers(
        0.0, 1.0, wanted, p["authority_patience"], p["investor_patience"], p["breakdown"], with_luck
    )


@pytest.mark.parametrize(("changes", "trust"), [({}, 0.5), (PART, 0.5), (RICH, 0.8)])
def test_trust_at_the_table_is_the_mean_of_three_or_that_of_the_provider_alone(calm, agreed, changes, trust):
    ties = (("a0", "p0", 0.8), ("a0", "i0", 0.6), ("p0", "i0", 0.1))
    scenario = calm(ties, changes={**SLOW, **changes, "rounds": 100.0, "trust_speed": 0.9})
    project, _ = agreed(scenario)
    _, rounds, share = rounds_of(scenario, trust)
    assert project.rounds == rounds
    price = project.consortium_ask + share * (project.authority_limit - project.consortium_ask)
    assert project.price == pytest.approx(price)


def test_the_more_patient_party_has_the_better_price(calm, agreed):
    for patient, low in (("authority_patience", True), ("investor_patience", False)):
        changes = {"rounds": 9.0, "authority_patience": 1.0, "investor_patience": 1.0, patient: 4.0}
        project, _ = agreed(calm(changes=changes))
        middle = 0.5 * (project.consortium_ask + project.authority_limit)
        assert (project.price < middle) == low


def test_ambiguity_and_departments_lengthen_talks(calm, agreed):
    changes = {**SLOW, "strategic_ambiguity": 0.5, "pooling_rounds": 0.3, "departments": 2.0}
    scenario = calm(changes=changes)
    project, _ = agreed(scenario)
    assert project.departments_joined == 2
    assert project.rounds == rounds_of(scenario, 0.5, 2)[1] > rounds_of(scenario, 0.5, 0)[1]


@pytest.mark.parametrize(("changes", "parties"), [({}, 3), (PART, 3), (RICH, 2)])
def test_rounds_are_paid_in_equal_parts_by_those_at_the_table(calm, agreed, changes, parties):
    scenario = calm(changes={**SLOW, **changes})
    project, _ = agreed(scenario)
    each = 0.01 * rounds_of(scenario, 0.5)[1] / parties
    assert project.cost_share == pytest.approx(each)
    assert (project.cost_authority, project.cost_provider) == pytest.approx((1.5 * each, 1.5 * each))
    assert project.cost_investors == pytest.approx(1.5 * each if parties == 3 else 0.0)


def test_talks_that_fail_with_the_fund_and_begin_again_count_twice(calm, agreed):
    """The fund's purse cannot bear what was agreed: rounds, costs and quarters are those of both bargains."""
    scenario = calm(changes=SLOW)
    once, _ = agreed(scenario)
    twice, state = agreed(calm(changes=SLOW, funds=(fund(purse=0.01),)))
    rounds = rounds_of(scenario, 0.5)[1]
    assert (once.rounds, twice.rounds) == (rounds, 2 * rounds)
    assert twice.cost_share == pytest.approx(2 * once.cost_share)
    for payer in ("cost_authority", "cost_provider", "cost_investors"):
        assert getattr(twice, payer) == pytest.approx(2 * getattr(once, payer))
    assert twice.due == TALKS + math.ceil(2 * rounds / 6)
    assert (twice.fund, twice.fund_share, twice.fund_committed) == (NOBODY, 0.0, 0.0)
    assert state.funds[0].remaining == 0.01
    for terms in ("price", "authority_limit", "consortium_ask", "surplus", "years", "instrument"):
        assert getattr(twice, terms) == pytest.approx(getattr(once, terms))


def test_the_second_bargain_has_luck_of_its_own_and_each_one_can_break_down(calm, history):
    """Each ends by its own number: the first by that of talks 0, the second by that of talks 1."""
    scenario = calm(changes={**SLOW, "breakdown": 0.06}, funds=(fund(purse=0.01),))
    outcomes = set()
    for seed in range(40):
        (row,) = history(scenario, seed).attempts
        lucks = [uniform(seed, 0, Decision.BREAKDOWN, 0, talks, 0) for talks in (0, 1)]
        first, second = (rounds_of(scenario, 0.5, with_luck=luck) for luck in lucks)
        assert row["rounds"] == first[1] + (second[1] if first[0] else 0)
        assert (row["barrier"] == Barrier.BARGAINING) == (not (first[0] and second[0]))
        outcomes.add((first[0], second[0]))
    assert outcomes == {(False, False), (False, True), (True, False), (True, True)}


def test_talks_break_down_by_the_luck_of_the_project(calm, history):
    """That of an authority of the second country, for the quarter of its start."""
    ties = (("a1", "p0", 0.6), ("a1", "i0", 0.5), ("p0", "i0", 0.4))
    layout, starts = ((1, 1, 1), (1, 0, 0)), ((), (3,))
    scenario = calm(ties, layout, starts, changes={**SLOW, "breakdown": 0.1})
    agreements = set()
    for seed in range(12):
        (row,) = history(scenario, seed).attempts
        luck = uniform(seed, 0, Decision.BREAKDOWN, 2**20, 0, 3)
        expected, rounds, _ = rounds_of(scenario, 0.5, with_luck=luck)
        assert (row["outcome"] == Outcome.SIGNED, row["rounds"]) == (expected, rounds)
        agreements.add(expected)
    assert agreements == {True, False}


def test_the_signature_comes_after_the_quarters_of_the_talks(calm, agreed, history):
    scenario = calm(changes={**SLOW, "rounds_per_quarter": 4.0}, quarters=30)
    project, _ = agreed(scenario)
    due = TALKS + math.ceil(rounds_of(scenario, 0.5)[1] / 4.0)
    assert (project.gate, project.due) == (TALKS, due)
    assert due > TALKS + 1
    assert history(scenario).contracts["signed"].tolist() == [due]


# --- who commits what ------------------------------------------------------------------------------------------------


def test_a_fund_reserves_the_most_it_may_have_to_pay_if_its_purse_bears_it(calm, agreed):
    project, state = agreed(calm(changes=LEAN, funds=(fund(),), success_cap=1.2))
    commitment = 0.3 * project.price * 1.2 * 1.5
    assert project.fund_committed == pytest.approx(commitment)
    assert state.funds[0].remaining == pytest.approx(50.0 - commitment)
    exact, _ = agreed(calm(changes=LEAN, funds=(fund(purse=float(project.fund_committed)),), success_cap=1.2))
    assert exact.fund == 0
    short, _ = agreed(calm(changes=LEAN, funds=(fund(purse=0.9999 * project.fund_committed),), success_cap=1.2))
    assert short.fund == NOBODY


def test_a_fund_that_never_runs_out_commits_more_than_it_has(calm, agreed):
    project, state = agreed(calm(changes=LEAN, funds=(fund(purse=0.01),), fund_exhaustion=0.0))
    assert project.fund == 0
    assert state.funds[0].remaining == pytest.approx(0.01 - project.fund_committed)


@pytest.mark.parametrize(
    ("changes", "instrument", "carried"),
    [
        ({}, Instrument.SOCIAL_IMPACT_BOND, 0.0),
        (PART, Instrument.BOTH, 0.4),
        (RICH, Instrument.PAYMENT_BY_RESULTS, 1.0),
    ],
)
def test_provider_and_investors_tie_up_what_the_instrument_says_and_no_more(calm, agreed, changes, instrument, carried):
    project, state = agreed(calm(changes=changes))
    assert project.instrument == instrument
    before = changes.get("working_capital", 0.0)
    assert state.providers[0].working_capital == pytest.approx(before - 1.5 * carried)
    assert state.investors[0].available == pytest.approx(25.0 - 1.5 * (1.0 - carried))
    assert project.ticket[0] == pytest.approx(1.5 * (1.0 - carried))
    assert project.investors == (carried < 1.0)


def test_every_member_of_a_syndicate_is_freed_of_the_part_that_the_provider_carries(calm, agreed):
    ties = (("a0", "p0", 0.6), ("a0", "i0", 0.5), ("i0", "i1", 1.0), ("i0", "i2", 1.0))
    changes = {**PART, "sole_investor": 0.0, "lead_share": 0.3, "co_investment": 1.0, "smallest_ticket": 1.0}
    limits = {"largest_ticket.bank": 0.5, "investor_capital.bank": 9.0}
    project, state = agreed(calm(ties, ((1, 1, 3),), changes={**changes, **limits}))
    assert project.instrument == Instrument.BOTH
    tickets = [0.6 * ticket for ticket in (0.5, 0.5, 0.5)]
    assert list(project.ticket[:3]) == pytest.approx(tickets)
    assert [state.investors[number].available for number in range(3)] == pytest.approx([9.0 - 0.3] * 3)


def test_a_provider_whose_capital_has_gone_into_another_project_cannot_finance_a_second_one(calm, history, after):
    """Both pass mobilisation; the older one takes the capital, and for the younger one no template is left."""
    ties = (("a0", "p0", 0.9), ("a1", "p0", 0.9))
    scenario = calm(ties, ((2, 1, 1),), changes={**RICH, "working_capital": 2.0, "provider_capacity": 2.0})
    first, second = sorted(history(scenario).attempts, key=lambda row: row["authority"])
    assert first["outcome"] == Outcome.SIGNED
    assert (second["stage"], second["barriers"]) == (Stage.NEGOTIATION, 1 << Barrier.INVESTOR_APPETITE)
    assert (second["surplus"], second["rounds"]) == (0.0, 0)
    state = after(scenario, TALKS)
    assert (state.providers[0].working_capital, state.providers[0].engaged) == (pytest.approx(0.5), 1)


def test_levers_of_the_talks_are_drawn_for_the_project_and_in_force_at_the_talks(busy_run, calm, agreed):
    for gate in busy_run.gates:
        if gate.gate == Stage.NEGOTIATION and gate.passed:
            luck = uniform(busy_run.seed, 0, Decision.USE_LEVER, gate.identity, Lever.FLEXIBLE_CONTRACTS, gate.key[1])
            assert gate.later.flexible_allowed == (luck < 0.5)
    for quarter, used in (("2011Q1", 1), ("2011Q2", 0)):
        changes = {
            "insists_on_cashable": 1.0, "rigour_asked": {"monitoring": 0.0, "comparison": 1.0, "experiment": 0.0}
        }  # fmt: skip
        names = ("flexible_contracts", "no_cashable_requirement", "proportionate_evaluation")
        project, _ = agreed(calm(changes=changes).with_policy(*(f"{name}=1@{quarter}" for name in names)))
        assert (project.flexible_allowed, project.cashable_only, project.rigour_allowed) == (used, 1 - used, 1 - used)
