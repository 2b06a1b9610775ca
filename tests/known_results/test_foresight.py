"""Houmark (2018): who thinks linearly is promised more than exponential technology leaves.

Everything else that moves results or beliefs is off, and every attempt with partners signs: worlds of different
doubling time or foresight have the same contracts, and what a contract returns follows from technology alone.
"""

from itertools import pairwise

import numpy as np
import pytest

from sipabm import Scenario
from sipabm.parameters import ByInvestorKind
from sipabm.scenario import Country
from sipabm.words import ContractStatus

EXPOSURE, START, SATURATION = 0.6, 0.2, 0.8
NO_AREA = {"social": 0.0, "employment": 0.0, "health": 0.0}
NO_RIGOUR = {"monitoring": 0.0, "comparison": 0.0, "experiment": 0.0}
MONITORING = {"monitoring": 1.0, "comparison": 0.0, "experiment": 0.0}
LINEAR, EXPONENTIAL = 0.0, 1.0
NEVER = 0.0
DOUBLING_TIMES = (NEVER, 50.0, 20.0, 10.0, 2.5)  # the last: four doublings within the run


@pytest.fixture(scope="module")
def quiet():
    """One country's job centres, alike, without any luck in results."""
    country = Country(code="A", authorities=80, providers=60, investors=40, election_period=0)
    return Scenario(name="quiet", quarters=40, countries=(country,)).replace(
        {
            "heterogeneity": 0.0,
            "own_interest": 0.2,
            "need": {**NO_AREA, "employment": 1.0},
            "provider_breadth": 1.0,
            "machine_share": START,
            "saturation": SATURATION,
            "exposure": {**NO_AREA, "employment": EXPOSURE},
            "upskilling_offered": 0.0,
            "novelty_risk": 0.0,
            "novelty_cost": 0.0,
            "novelty_robustness": 0.0,
            "immune_response": 0.0,
            # So that how one attempt ends moves no other.
            "development_slots": 20.0,
            "give_up": 0.0,
            "done": 0.0,
            "bending": 0.0,
            "own_learning": 0.0,
            "peer_learning": 0.0,
            "world_learning": 0.0,
            "cost_learning": 0.0,
            "trust_gain": 0.0,
            "trust_loss": 0.0,
            "resistance_fall": 0.0,
            "resistance_rise": 0.0,
            "learning_by_doing": 0.0,
            "labour_market_shock": 0.0,
            "delivery_noise": 0.0,
            "referral_loss": 0.0,
            "new_law": NO_AREA,
            "bad_results_stop": 0.0,
            "attribution_noise": NO_RIGOUR,
            "deadweight": NO_RIGOUR,
            "rigour_asked": MONITORING,
            "payment_cap": 100.0,
            "return_cap": 100.0,
            "break_unpaid": 0.0,
            "selection_awareness": 0.0,
            "return_learning": 0.0,
            "guarantee": 0.0,
            "misjudgement": 0.0,
            "misjudgement_spread": 0.0,
            "investor_confidence": 1.0,
            "case_threshold": 0.0,
            "breakdown": 0.0,
            "case_uncertainty": dict.fromkeys(NO_AREA, 0.01),
            "rounds_per_quarter": 100.0,
            "local_politics": 0.0,
            "provider_capacity": 100.0,
            "working_capital": 0.0,
            "investor_capital": dict.fromkeys(ByInvestorKind.model_fields, 1e4),
            "worth": dict.fromkeys(NO_AREA, 20.0),
        }
    )


@pytest.fixture(scope="module")
def told(quiet, run, attempts, contracts):
    """Return attempts and contracts of the quiet world by their key, for a doubling time and everybody's foresight."""
    known = {}

    def tell(doubling_time, foresight, worth=20.0):
        key = doubling_time, foresight, worth
        if key not in known:
            state = run(
                quiet.replace(
                    bending=0.0,  # or what others met would change what an attempt uses
                    doubling_time=doubling_time,
                    authority_foresight=foresight,
                    investor_foresight=foresight,
                    worth=dict.fromkeys(NO_AREA, worth),
                )
            )
            known[key] = by_key(attempts(state)), by_key(contracts(state))
        return known[key]

    return tell


def by_key(rows):
    """Return rows by authority and quarter of the start."""
    return {(int(row["authority"]), int(row["started"])): row for row in rows}


def machines(doubling_time, years):
    """Return the share of exposed work that machines do some years after the start."""
    return covered(capability(doubling_time, years))


def capability(doubling_time, years):
    """Return the capability of machines some years after the start, 1 where they do half of what they ever can."""
    growth = 2.0 ** (years / doubling_time) if doubling_time else 1.0 + 0.0 * years
    return START / (SATURATION - START) * growth


def covered(reached):
    """Return the share of exposed work that machines of some capability do."""
    return SATURATION * (1.0 - 1.0 / (1.0 + reached))


def expected_by(row, doubling_time, foresight):
    """Return the mean share of machines that parties expect at the talks, over the years of service, which comes later.

    Talks take a quarter, and the results of the first quarter of service stand for the middle of it.
    """
    now = (row["signed"] - 1) / 4
    ahead = 0.375 + (np.arange(20_000) + 0.5) / 20_000 * row["years"]
    if foresight == EXPONENTIAL:
        return machines(doubling_time, now + ahead).mean()
    last_year = capability(doubling_time, now) - capability(doubling_time, now - 1.0)
    return covered(capability(doubling_time, now) + last_year * ahead).mean()


def served_with(row, doubling_time):
    """Return the mean share of machines over the quarters of service."""
    return machines(doubling_time, np.arange(row["signed"] + 1, row["ended"] + 1) / 4).mean()


def delivered(rows):
    """Return the contracts that reached their term."""
    return {key: row for key, row in rows.items() if row["status"] == ContractStatus.DELIVERED}


def test_the_worlds_have_the_same_contracts(told):
    signed = [set(told(doubling, foresight)[1]) for doubling in DOUBLING_TIMES for foresight in (LINEAR, EXPONENTIAL)]
    assert len(signed[0]) > 100
    assert all(keys == signed[0] for keys in signed)


@pytest.mark.parametrize("foresight", [LINEAR, EXPONENTIAL])
@pytest.mark.parametrize("doubling", DOUBLING_TIMES)
def test_what_comes_back_is_the_promise_times_what_machines_left_over_what_was_expected(told, doubling, foresight):
    cases, signed = told(doubling, foresight)
    assert len(delivered(signed)) > 30
    for key, row in delivered(signed).items():
        left = 1.0 - EXPOSURE * served_with(row, doubling)
        expected = 1.0 - EXPOSURE * expected_by(row, doubling, foresight)
        misjudged = cases[key]["quality"] / cases[key]["signal"]
        assert row["to_investors"] / row["promised"] == pytest.approx(misjudged * left / expected, rel=1e-6)


def kept(told, doubling, foresight):
    """Return by contract the share of the promise that was kept, but for the error of its business case."""
    cases, signed = told(doubling, foresight)
    return {
        key: row["to_investors"] / row["promised"] / (cases[key]["quality"] / cases[key]["signal"])
        for key, row in delivered(signed).items()
    }


@pytest.mark.parametrize("foresight", [LINEAR, EXPONENTIAL])
def test_without_growth_every_promise_is_kept(told, foresight):
    assert np.array([*kept(told, NEVER, foresight).values()]) == pytest.approx(1.0)


def test_who_thinks_linearly_is_promised_too_much_the_more_so_the_faster_technology_doubles(told):
    shares = [kept(told, doubling, LINEAR) for doubling in DOUBLING_TIMES]
    for slower, faster in pairwise(shares):
        assert all(faster[key] < slower[key] for key in faster.keys() & slower.keys())
    means = [sum(each.values()) / len(each) for each in shares]
    assert means == sorted(means, reverse=True)
    assert means[-1] < 0.98 < 0.99 < means[-2]


@pytest.mark.parametrize("doubling", DOUBLING_TIMES)
def test_who_sees_exponential_growth_is_promised_what_is_kept(told, doubling):
    shares = np.array([*kept(told, doubling, EXPONENTIAL).values()])
    assert shares == pytest.approx(1.0, abs=2e-4)  # service comes in quarters, expectations are a mean over years


@pytest.mark.parametrize("doubling", DOUBLING_TIMES[1:])
def test_with_foresight_contracts_are_more_expensive_or_shorter(told, doubling):
    linear, exponential = told(doubling, LINEAR)[1], told(doubling, EXPONENTIAL)[1]
    assert all(exponential[key]["years"] <= row["years"] for key, row in linear.items())
    alike = [(row, exponential[key]) for key, row in linear.items() if exponential[key]["years"] == row["years"]]
    for column, direction in (("consortium_ask", 1), ("authority_limit", -1)):
        more = [direction * (foreseen[column] - row[column]) for row, foreseen in alike]
        assert min(more) >= 0.0
        assert sum(each > 0.0 for each in more) > 100


@pytest.mark.parametrize("doubling", DOUBLING_TIMES[1:])
def test_with_foresight_no_partnership_has_more_to_share_and_fewer_sign(told, doubling):
    (before, signed), (after, signed_after) = (told(doubling, each, 4.0) for each in (LINEAR, EXPONENTIAL))
    both = [(before[key]["surplus"], after[key]["surplus"]) for key in before.keys() & after.keys()]
    negotiated = [(linear, exponential) for linear, exponential in both if linear != 0.0 != exponential]
    assert len(negotiated) > 100
    assert all(exponential <= linear for linear, exponential in negotiated)
    assert sum(exponential < linear for linear, exponential in negotiated) > 100
    assert set(signed_after) <= set(signed)


def test_fast_growth_foreseen_keeps_some_from_signing_and_shortens_contracts(told):
    linear, exponential = (told(2.5, foresight, 4.0)[1] for foresight in (LINEAR, EXPONENTIAL))
    assert len(exponential) < len(linear)
    years = [sum(row["years"] for row in told(2.5, each)[1].values()) for each in (LINEAR, EXPONENTIAL)]
    assert years[1] < years[0]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_growth_foresight_makes_no_difference_at_all(changing, run, attempts, contracts, seed):
    still = changing.replace(doubling_time=NEVER)
    blind = run(still.replace(authority_foresight=0.0, investor_foresight=0.0), seed)
    seeing = run(still.replace(authority_foresight=1.0, investor_foresight=1.0), seed)
    assert (attempts(blind) == attempts(seeing)).all()
    assert (contracts(blind) == contracts(seeing)).all()
    assert (blind.yearly == seeing.yearly).all()
    assert (blind.states == seeing.states).all()
