"""Templates: the best of all worked out anew, from parameters and section 7.6 of the description alone."""

import math
from statistics import NormalDist

import pytest

from sipabm.rules import technology
from sipabm.rules.consideration import initial_belief
from sipabm.scenario import Fund
from sipabm.words import Form, Instrument, Pocket, Programme

AREA = 1  # employment
TALKS = 4  # quarter of the talks of a calm project: 2011Q1
RICH = {"working_capital": 10.0, "provider_finance_cost": 0.0, "provider_risk_aversion": 0.0}
PART = {**RICH, "working_capital": 1.0, "hurdle_rate.bank": 0.5, "fee_at_risk": 0.4}
LEAN = {"worth.employment": 6.0, "effect_years.employment": 1.2, "horizon": 5.0}


def fund(share=0.3, purse=50.0, **more):
    """Return a fund that is open in the quarter of the talks alone."""
    return Fund(name="F", country="A", opens="2011Q1", closes="2011Q1", purse=purse, share=share, **more)


def practice(**levers):
    """Return changes that let every project use some levers."""
    return {f"levers.{name}.practice": 1.0 for name in levers}


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
        **LEAN,
        "rigour_asked": {"monitoring": 0.0, "comparison": 0.0, "experiment": 1.0},
        **practice(proportionate_evaluation=1),
    },
    "a provider that pays all": {**LEAN, **RICH, "provider_risk_aversion": 0.1},
    "a provider that pays a part": {**LEAN, **PART, "provider_risk_aversion": 0.2, "provider_finance_cost": 0.03},
    "departments": {**LEAN, "departments": 2.0, "silo_strength": 0.0},
    "silos": {**LEAN, "departments": 2.0, "silo_strength": 1.0},
    "a guarantee": {**LEAN, "guarantee": 0.6, "delivery_uncertainty": 0.5, "quality.employment": 0.7},
    "investors who misjudge": {**LEAN, "misjudgement": -0.4},
    "investors who misjudge and have met": {
        **LEAN,
        "misjudgement": -0.4,
        **practice(early_meetings=1),
        "meeting_quarters": 0.0,
        "meeting_procurement_risk": 0.0,
    },
    "motive and aversion": {**LEAN, "social_motive.bank": 0.04, "investor_risk_aversion.bank": 4.0},
    "confidence": {**LEAN, "investor_confidence": 0.6, "provider_confidence": 0.7, "initial_optimism": 0.3},
    "a cap on payments": {**LEAN, "payment_cap": 1.8, "worth.employment": 9.0},
    "a cap on returns": {**LEAN, "return_cap": 0.4, "delivery_uncertainty": 0.3},
    "a cap on returns that little luck makes binding": {**LEAN, "return_cap": 0.25, "delivery_uncertainty": 0.05},
    "programmes that differ": {**LEAN, "case_uncertainty.employment": 0.4, "quality_spread": 0.3},
    "naive investors": {
        **LEAN,
        "case_uncertainty.employment": 0.4,
        "quality_spread": 0.3,
        "selection_awareness": 0.0,
    },
    "half-aware investors": {
        **LEAN,
        "case_uncertainty.employment": 0.4,
        "quality_spread": 0.3,
        "selection_awareness": 0.5,
    },
    "no willingness to pay": {**LEAN, "willingness_to_pay": 0.0, "worth.employment": 12.0},
    "a state that joins": {**LEAN, "state_joins": 1.0},
    "machines and linear foresight": {**LEAN, "exposure.employment": 0.9, "doubling_time": 3.0},
    "machines and exponential foresight of authorities": {
        **LEAN,
        "exposure.employment": 0.9,
        "doubling_time": 3.0,
        "authority_foresight": 1.0,
    },
    "machines and exponential foresight of investors": {
        **LEAN,
        "exposure.employment": 0.9,
        "doubling_time": 3.0,
        "investor_foresight": 1.0,
    },
    "training": {
        **LEAN,
        "exposure.employment": 0.9,
        "doubling_time": 2.0,
        "authority_foresight": 1.0,
        "upskilling_offered": 1.0,
        "upskilling_cost": 0.05,
        "upskilling_delay": 0.2,
    },
    "training that costs too much": {**LEAN, "upskilling_offered": 1.0, "upskilling_cost": 3.0},
    "uncertainty": {**LEAN, "case_uncertainty.employment": 0.5, **practice(pragmatic_data=1)},
    "novelty": {**LEAN, "novelty_cost": 0.5, "novelty_robustness": 0.5, "exposure.employment": 0.9},
    "tied capital": {**LEAN, "capital_tied": 0.3},
}


FUNDS = {
    "a fund": ({}, fund(0.4, 90.0)),
    "a fund that is given back": ({}, fund(0.4, 90.0, repayment=0.7)),
    "a fund and a low cap": ({"payment_cap": 2.2}, fund(0.4)),
}


def machines(p, years):
    """Return the share of machines some years after the start."""
    return technology.machine_share(p["machine_share"], p["doubling_time"], years, p["saturation"])


def outlook(p, project, shield, years, foresight):
    """Return what a party expects machines to leave of results over a contract, relative to the case."""
    now = machines(p, TALKS / 4)
    slope = technology.yearly_growth(p["machine_share"], p["doubling_time"], TALKS / 4, p["saturation"])
    begin = technology.share_if_linear(now, slope, 0.375, p["saturation"])
    line = technology.mean_if_linear(begin, slope, years, p["saturation"])
    doubling = technology.mean_if_exponential(
        machines(p, TALKS / 4 + 0.375), p["doubling_time"], years, p["saturation"]
    )
    exposure = p["exposure"][AREA] * (1.0 - p["novelty_robustness"] * project.novelty) * shield
    expected = doubling if foresight else line
    return (1.0 - exposure * expected) / (1.0 - exposure * p["machine_share"]) / project.case_level


def best_terms(scenario, project, for_good=0.0, belief=None):
    """Return the terms of the largest surplus, of equals the first, in the order in which templates are compared."""
    best = None
    p = scenario.flat()
    belief = belief or initial_belief(p["realistic_delivery"], p["initial_optimism"])
    for terms in templates(p, project, for_good, belief):
        if best is None or terms["surplus"] > best["surplus"]:
            best = terms
    return best


def templates(p, project, for_good, belief):
    """Yield the terms of every template that can be financed."""
    misjudged = p["misjudgement"] * ((1.0 - p["meeting_clarity"]) if project.early_meeting else 1.0)
    part = parts_of(p)
    counted = part["own_cashable"] + project.joined_share * part["other_departments"]
    counted += project.authorities_share * part["other_authorities"] + project.state_joined * part["state"]
    counted += 0.0 if project.cashable_only else p["willingness_to_pay"] * part["citizens"]
    seen_by_investors, uncertainty = as_investors_see(p, project)
    signals = (project.signal, seen_by_investors, project.signal)
    for programme in range(2 if p["upskilling_offered"] else 1):
        shield = 1.0 - p["upskilling_shield"] if programme else 1.0
        dearer = (1.0 + p["novelty_cost"] * project.novelty) * (1.0 + p["upskilling_cost"] * programme)
        for form in range(2 if project.flexible_allowed else 1):
            for rigour in range(int(project.rigour_allowed), 3):
                for years in (2, 3, 4, 5, 7):
                    ahead = [
                        outlook(p, project, shield, years, foresight)
                        for foresight in (p["authority_foresight"], p["investor_foresight"], 0.0)
                    ]
                    gain = form * p["flexible_gain"] * p["adaptation_room"][rigour]
                    confidence = (belief, p["investor_confidence"] * math.exp(misjudged), p["provider_confidence"])
                    success = [
                        trusted * signal * left + gain
                        for trusted, signal, left in zip(confidence, signals, ahead, strict=True)
                    ]
                    effect = p["effect_years"][AREA] + p["upskilling_delay"] * programme
                    worth = p["worth"][AREA] / dearer * counted * (1.0 - math.exp(-min(years, p["horizon"]) / effect))
                    for instrument in Instrument:
                        carried = (1.0, 0.0, p["fee_at_risk"])[instrument]
                        can = carried == 0.0 or p["working_capital"] >= carried * project.capital
                        if can and (carried == 1.0 or project.filled):
                            terms = {"programme": programme, "form": form, "rigour": rigour, "years": years}
                            priced = prices(p, project, terms, success, worth, carried, for_good, uncertainty)
                            yield {
                                **terms,
                                **priced,
                                "instrument": instrument,
                                "outlook": ahead[0],
                                "promised_success": success[1],
                            }


def parts_of(p):
    """Return the parts of public value by pocket; nothing is refunded here, and weights are divided by their sum."""
    weights = {pocket.name.lower(): p[pocket.name.lower()][AREA] for pocket in Pocket}
    return {name: weight / sum(weights.values()) for name, weight in weights.items()}


def as_investors_see(p, project):
    """Return quality and uncertainty as investors see them, who weigh the case against the usual programme."""
    spread, error = p["quality_spread"], project.uncertainty
    weight = spread**2 / (spread**2 + error**2)
    usual = math.log(p["quality"][AREA] * project.case_level)
    bayes = weight * (math.log(project.signal) + error**2 / 2) + (1.0 - weight) * usual + weight * error**2 / 2
    aware = p["selection_awareness"]
    signal = math.exp(aware * bayes + (1.0 - aware) * math.log(project.signal))
    return signal, aware * error * math.sqrt(weight) + (1.0 - aware) * error


def asked_under_cap(needed, result, spread, most):
    """Return the price after three steps of Newton's method towards receipts of what is needed, at most the treble."""
    plain = price = needed / result
    normal = NormalDist()
    for _ in range(3):
        above = NormalDist(price * result, price * spread)
        below = above.cdf(most)
        density = normal.pdf((most - price * result) / (price * spread))
        receipts = price * result * below + most * (1.0 - below) - price * spread * density
        slope = result * below - spread * density
        if slope * 3.0 * plain <= needed - receipts:
            return 3.0 * plain
        price += (needed - receipts) / slope
    return min(price, 3.0 * plain)


def prices(p, project, terms, success, worth, carried, for_good, uncertainty):
    """Return reservation prices and surplus of a template, after section 7.6 of the description."""
    of_authority, of_investor, of_provider = success
    form, rigour, tied = terms["form"], terms["rigour"], terms["years"] * p["capital_tied"]
    free, guarantee = p["deadweight"][rigour], p["guarantee"]
    luck = p["attribution_noise"][rigour] * p["attribution_difficulty"][AREA] * (1.0 + p["flexible_blur"] * form)
    errors = (project.uncertainty, uncertainty, project.uncertainty)
    doubt = [
        (each * error) ** 2 + luck**2 + p["delivery_uncertainty"] ** 2
        for each, error in zip(success, errors, strict=True)
    ]
    costs = p["evaluation_cost"][rigour] + p["flexible_cost"] * form
    net = worth * of_authority - costs - p["luck_dislike"] * luck
    limit = net / ((of_authority + free) * (1.0 - for_good))
    highest = min(limit, p["payment_cap"])
    bank = {name: p[name][3] for name in ("hurdle_rate", "social_motive", "investor_risk_aversion")}
    required = 1.0 + (bank["hurdle_rate"] - bank["social_motive"]) * tied
    required += 0.5 * bank["investor_risk_aversion"] * doubt[1] * (1.0 - guarantee) ** 2
    needed = max(0.0, required - guarantee * max(0.0, 1.0 - of_investor))
    investors = asked_under_cap(needed, of_investor + free, math.sqrt(doubt[1]), 1.0 + p["return_cap"])
    own = 1.0 + p["provider_finance_cost"] * tied + 0.5 * p["provider_risk_aversion"] * doubt[2]
    provider = own / (of_provider + free)
    burden = p["evaluation_burden"][rigour] / (of_provider + free)
    ask = (1.0 - carried) * investors + carried * provider + burden
    return {
        "surplus": limit - ask if highest >= ask else highest - ask,
        "authority_limit": highest,
        "consortium_ask": ask,
        "provider_payment_share": (carried * provider + burden) / ask,
        "promised_spread": math.sqrt(doubt[1]),
    }


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
    agrees(project, best_terms(scenario, project, 0.4 * (1.0 - payer.repayment)))


def test_these_cases_are_all_different(calm, agreed):
    """Every kind of term is met, so a test that compares them can fail."""
    projects = [agreed(calm(changes=changes))[0] for changes in VARIED.values()]
    assert {int(project.instrument) for project in projects} == set(Instrument)
    assert {int(project.form) for project in projects} == set(Form)
    assert {int(project.programme) for project in projects} == set(Programme)
    assert len({int(project.rigour) for project in projects}) == 3
    assert {int(project.years) for project in projects} >= {2, 3, 5}


def test_what_was_delivered_before_enters_the_authoritys_belief_at_the_talks(calm, after, developing, history):
    """The first contract kept half of its promise; own and everybody's experience both count for the second one."""
    changes = {
        **LEAN,
        "worth.employment": 12.0,
        "referral_loss": 0.5,
        "resistance": 1.0,
        "resistance_fall": 0.0,
        "resistance_rise": 0.0,
        "levers.early_meetings.practice": 1.0,
        "meeting_tailoring": 1.0,
        "meeting_quarters": 0.0,
        "meeting_procurement_risk": 0.0,
        "initial_optimism": 0.5,
        "belief_weight": 4.0,
        "own_learning": 2.0,
        "world_learning": 0.003,  # one case of a single authority is a hundred for every hundred
        "trust_loss": 0.0,
        "trust_gain": 0.0,
    }
    scenario = calm(starts=((0, 31),), quarters=36, changes=changes)
    told = history(scenario.replace(quarters=34))
    (row,) = told.contracts
    kept = row["effect"] / told.attempts["signal"][0]
    assert row["ended"] < 31
    state = after(scenario, 35)
    (project,) = developing(state)
    assert project.agreed == 1
    start = 4.0 * initial_belief(0.75, 0.5)
    belief = (start + 2.0 * kept + 0.3 * kept) / (4.0 + 2.0 + 0.3)
    agrees(project, best_terms(scenario, project, belief=belief))
