"""Delivery: what a contract achieves quarter by quarter, how it adapts, and what ends it, worked out anew."""

from types import SimpleNamespace

import pytest

from sipabm.randomness import normal, uniform, uniform_pair
from sipabm.rules import delivery as rules
from sipabm.rules import environment, innovation, technology
from sipabm.rules.population import lack_share
from sipabm.words import ContractStatus, Decision, Form, Programme

AREA = 1  # employment
COUNTRY, IDENTITY, START = 1, 2**20, 2  # the contracts worked out anew are those of the second country
LONG = {"horizon": 30.0, "hurdle_rate.bank": 0.0, "effect_years.employment": 3.0}  # four or six years are agreed
# Flexible contracts are on the table, and chosen as they cost nothing.
FLEXIBLE = {
    "levers.flexible_contracts.practice": 1.0,
    "flexible_cost": 0.0,
    "replan_below": 0.0,
    "adaptation_gain": 0.0,
}
HOUSE = {
    "levers.innovation_houses.practice": 1.0,
    "house_decoupling": 0.6,
    "house_integration": 0.5,
    "house_quarters": 3.0,
    "house_novelty": 0.0,
    "sponsor_withdrawal": 0.0,
    "hand_over_failure": 0.0,
}


def environment_of(p, seed, elections, quarters):
    """Return labour market, whether there is a new law, and support in every quarter; support only when it is new."""
    labour, told = 0.0, []
    for step in range(quarters):
        shock = normal(seed, 0, Decision.LABOUR_MARKET, COUNTRY, 0, step)
        labour = environment.labour_market(labour, p["labour_market_persistence"], p["labour_market_shock"], shock)
        law = uniform(seed, 0, Decision.LEGISLATION, COUNTRY, AREA, step) < p["new_law"][AREA]
        turnover, luck = uniform_pair(seed, 0, Decision.ELECTION, IDENTITY, 0, step)
        votes = environment.is_election(step, *elections)
        support = lack_share(p["political_support"], p["heterogeneity"], luck)
        changed = votes and turnover < p["election_turnover"]
        told.append(SimpleNamespace(labour=labour, law=law, support=support if changed else None))
    return told


def serve(scenario, seed, row, attempt, elections):
    """Return how a contract with the terms of a row ends.

    Status, effect, what was achieved, effect of a conventional contract, quarters and re-plannings.
    """
    p, started = scenario.flat(), int(row["started"])
    told = environment_of(p, seed, elections, scenario.quarters)
    novelty, quality, law_factor, adaptation = attempt["novelty"], attempt["quality"], 1.0, 0.0
    in_house, last, results, caused, replans = row["house"] == 1, int(row["signed"]), 0.0, 0.0, 0
    unchanged, laws_met = 0.0, 0
    exposure = technology.programme_exposure(
        p["exposure"][AREA],
        row["programme"] == Programme.UPSKILLING,
        p["upskilling_shield"],
        novelty,
        p["novelty_robustness"],
    )
    at_start = p["machine_share"]
    placed = p["exposure"][AREA] * (1.0 - p["novelty_robustness"] * novelty)
    case_level = technology.technology_level(placed, machines(p, started + 2), at_start)
    for step in range(last + 1, scenario.quarters):
        now, run = told[step], step - int(row["signed"])
        if now.law:
            law_factor = rules.law_factor_after(law_factor, p["law_damage"])
            laws_met += 1
        felt = innovation.resistance_felt(p["resistance"], innovation.closeness(in_house, p["house_decoupling"]))
        in_luck, without, conventional = (
            rules.quarter_results(
                programme,
                rules.throughput(felt, p["referral_loss"]),
                labour,
                left,
                learnt,
                technology.technology_level(exposure, machines(p, step), at_start) / case_level,
                p["delivery_noise"],
                normal(seed, 0, Decision.DELIVERY, IDENTITY, started, step),
            )
            for programme, labour, left, learnt in (
                (quality, p["labour_sensitivity"][AREA] * now.labour, law_factor, adaptation),
                (quality, 0.0, law_factor, adaptation),
                (attempt["quality"], 0.0, (1.0 - p["law_damage"]) ** laws_met, 0.0),
            )
        )
        results, caused, unchanged = results + in_luck, caused + without, unchanged + conventional
        if row["form"] == Form.FLEXIBLE:
            room = p["adaptation_room"][row["rigour"]]
            adaptation = rules.adaptation_after(adaptation, p["adaptation_gain"], p["adaptation_speed"], room)
            if rules.is_replanned(results / run, p["replan_below"], step - last, p["probation_quarters"]):
                last, replans, law_factor = step, replans + 1, 1.0
                quality = rules.replanned_quality(quality, p["replan_gain"])
        status, in_house = status_of(p, seed, row, now, run, step, results / run, in_house, novelty)
        if status != ContractStatus.RUNNING or step == scenario.quarters - 1:
            return status, *(each / (4 * row["years"]) for each in (caused, results, unchanged)), run, replans
    return ContractStatus.RUNNING, 0.0, 0.0, 0.0, 0, 0


def machines(p, step):
    """Return the share of machines in a quarter."""
    return technology.machine_share(p["machine_share"], p["doubling_time"], step / 4, p["saturation"])


def status_of(p, seed, row, now, run, step, so_far, in_house, novelty):
    """Return how a contract stands after a quarter, and whether a house runs it on."""

    def luck(decision, quarter=step, partner=int(row["started"])):
        return uniform(seed, 0, decision, IDENTITY, partner, quarter)

    apart = p["house_decoupling"] * (1.0 - p["house_integration"])
    if in_house and luck(Decision.CONTRACT_SPONSOR) < p["sponsor_withdrawal"] * apart:
        return ContractStatus.ENDED_BY_SPONSOR, False
    if in_house and run >= p["house_quarters"]:
        in_house = False
        fails = p["hand_over_failure"] * novelty * p["house_decoupling"] * apart
        if luck(Decision.HAND_OVER, int(row["started"]), 0) < fails:
            return ContractStatus.ENDED_AT_HAND_OVER, False
    if run >= 4 * row["years"]:
        return ContractStatus.DELIVERED, False
    if now.support is not None:
        fragile = 1.0 if row["cashable_only"] else 1.0 + p["non_cashable_fragility"]
        if luck(Decision.CONTRACT_GOVERNMENT) < p["government_end"] * fragile * (1.0 - now.support):
            return ContractStatus.ENDED_BY_GOVERNMENT, False
    if now.law and luck(Decision.CONTRACT_LAW) < p["law_end"]:
        return ContractStatus.ENDED_BY_LAW, False
    bad = run >= p["probation_quarters"] and so_far < p["bad_results"]
    if bad and luck(Decision.BAD_RESULTS) < p["bad_results_stop"]:
        return ContractStatus.ENDED_FOR_RESULTS, False
    return ContractStatus.RUNNING, in_house


CASES = {
    "nothing": {},
    "noise": {"delivery_noise": 0.5},
    "a labour market": {"labour_market_shock": 0.2, "labour_sensitivity.employment": 1.5},
    "resistance": {"referral_loss": 0.5, "resistance": 0.4},
    "laws that damage": {"new_law.employment": 0.15, "law_stop": 0.0, "law_end": 0.0, "law_damage": 0.3},
    "adaptation": {**FLEXIBLE, "adaptation_gain": 0.5, "adaptation_speed": 0.3},
    "re-planning": {**FLEXIBLE, "replan_below": 0.95, "quality.employment": 0.5, "replan_gain": 0.3},
    "re-planning after laws": {
        **FLEXIBLE,
        "replan_below": 0.8,
        "new_law.employment": 0.15,
        "law_stop": 0.0,
        "law_end": 0.0,
        "law_damage": 0.4,
        "probation_quarters": 3.0,
    },
    "machines": {"exposure.employment": 0.9, "doubling_time": 3.0, "novelty_robustness": 0.4},
    "machines and training": {
        "exposure.employment": 0.9,
        "doubling_time": 2.0,
        "upskilling_offered": 1.0,
        "upskilling_cost": 0.0,
        "upskilling_delay": 0.0,
        "authority_foresight": 1.0,
        "investor_foresight": 1.0,
    },
    "a house that keeps resistance away": {**HOUSE, "referral_loss": 0.8, "resistance": 0.4},
    "a government that ends": {
        "election_turnover": 0.7,
        "political_support": 0.7,
        "government_end": 0.6,
        "government_change_stop": 0.0,
    },
    "a government and cashable savings": {
        "election_turnover": 0.7,
        "political_support": 0.7,
        "government_end": 0.6,
        "government_change_stop": 0.0,
        "insists_on_cashable": 1.0,
    },
    "a law that ends": {"new_law.employment": 0.2, "law_stop": 0.0, "law_end": 0.4, "law_damage": 0.0},
    "bad results": {"quality.employment": 0.5, "delivery_noise": 0.3, "bad_results": 0.6, "bad_results_stop": 0.2},
    "a sponsor who withdraws": {**HOUSE, "sponsor_withdrawal": 0.5, "house_integration": 0.0},
    "a hand-over that fails": {**HOUSE, "hand_over_failure": 1.0, "house_integration": 0.0, "house_decoupling": 0.9},
    "all at once": {
        **FLEXIBLE,
        **HOUSE,
        "sponsor_withdrawal": 0.1,
        "hand_over_failure": 0.5,
        "delivery_noise": 0.4,
        "labour_market_shock": 0.1,
        "labour_sensitivity.employment": 1.0,
        "new_law.employment": 0.1,
        "law_stop": 0.0,
        "law_end": 0.3,
        "law_damage": 0.2,
        "election_turnover": 0.6,
        "political_support": 0.8,
        "government_end": 0.4,
        "government_change_stop": 0.0,
        "quality.employment": 0.7,
        "bad_results_stop": 0.2,
        "replan_below": 0.8,
        "adaptation_gain": 0.3,
        "exposure.employment": 0.5,
        "doubling_time": 4.0,
    },
}
ELECTIONS = (3, 5)
ABROAD = (("a1", "p0", 0.6), ("a1", "i0", 0.5), ("p0", "i0", 0.4))


@pytest.fixture(scope="module")
def contracts_of(calm, history):
    """Return contracts of a case with the attempt each came from, one for every seed in which it was signed."""
    known = {}

    def of_case(case):
        if case not in known:
            quiet = {"local_politics": 0.0, "trust_in_search": 0.6}
            changes = {**LONG, **quiet, **CASES[case]}
            scenario = calm(
                ABROAD,
                ((1, 1, 1), (1, 0, 0)),
                starts=((), (START,)),
                quarters=36,
                elections=((0, 0), ELECTIONS),
                changes=changes,
            )
            told = [(seed, history(scenario, seed)) for seed in range(8)]
            known[case] = (
                scenario,
                [(seed, each.contracts[0], each.attempts[0]) for seed, each in told if len(each.contracts)],
            )
        return known[case]

    return of_case


@pytest.mark.parametrize("case", CASES)
def test_a_contract_achieves_and_ends_as_its_quarters_say(contracts_of, case):
    scenario, rows = contracts_of(case)
    assert len(rows) > 2
    for seed, row, attempt in rows:
        status, effect, achieved, conventional, run, replans = serve(scenario, seed, row, attempt, ELECTIONS)
        assert (row["status"], row["quarters_run"], row["replans"]) == (status, run, replans)
        if status != ContractStatus.RUNNING:
            assert row["effect"] == pytest.approx(effect, rel=1e-9)
            assert row["conventional_effect"] == pytest.approx(conventional, rel=1e-9)
            # Without luck of measurement, what would have come anyway is added in the share of the term.
            free = scenario.flat()["deadweight"][row["rigour"]] * run / (4 * row["years"])
            assert row["result"] == pytest.approx(achieved + free, rel=1e-9)


def test_in_these_cases_a_conventional_contract_would_have_done_as_well_as_a_rigid_one_and_worse_than_flexible_ones(
    contracts_of,
):
    rows = [row for case in CASES for _, row, _ in contracts_of(case)[1] if row["status"] != ContractStatus.RUNNING]
    rigid = [row for row in rows if row["form"] == Form.RIGID]
    assert len(rigid) > 20 and all(row["conventional_effect"] == row["effect"] for row in rigid)
    flexible = [row for row in rows if row["form"] == Form.FLEXIBLE]
    assert all(row["conventional_effect"] <= row["effect"] for row in flexible)
    assert sum(row["conventional_effect"] < row["effect"] for row in flexible) > 10


def test_in_these_cases_contracts_end_in_every_way(contracts_of):
    rows = [row for case in CASES for _, row, _ in contracts_of(case)[1]]
    assert {int(row["status"]) for row in rows} >= set(ContractStatus) - {ContractStatus.RUNNING}
    assert any(row["replans"] > 1 for row in rows)
    for case in ("adaptation", "re-planning", "re-planning after laws", "all at once"):
        assert {int(row["form"]) for _, row, _ in contracts_of(case)[1]} == {Form.FLEXIBLE}, case
    assert {int(row["form"]) for row in rows} == set(Form)
    assert {int(row["programme"]) for row in rows} == set(Programme)


def test_a_law_damages_once_and_for_good_what_a_rigid_contract_achieves(calm, history):
    """One law in the fourth of eight quarters: three are served in full, five at 1 - 0.4; none counts twice."""
    changes = {"new_law.employment": 0.2, "law_stop": 0.0, "law_end": 0.0, "law_damage": 0.4}
    scenario = calm(changes=changes)
    seed = next(seed for seed in range(999) if laws(seed, range(16)) == [9])
    (row,) = history(scenario, seed).contracts
    assert (row["status"], row["years"]) == (ContractStatus.DELIVERED, 2)
    assert row["effect"] == pytest.approx((3 + 5 * 0.6) / 8)


def laws(seed, quarters, chance=0.2):
    """Return the quarters in which a law changes employment."""
    return [step for step in quarters if uniform(seed, 0, Decision.LEGISLATION, 0, AREA, step) < chance]


def test_a_law_between_signature_and_service_or_before_it_damages_nothing(calm, history):
    changes = {"new_law.employment": 0.2, "law_stop": 0.0, "law_end": 1.0, "law_damage": 0.4}
    for quarter in (4, 5):
        seed = next(seed for seed in range(999) if laws(seed, range(16)) == [quarter])
        (row,) = history(calm(changes=changes), seed).contracts
        assert (row["status"], row["effect"]) == (ContractStatus.DELIVERED, pytest.approx(1.0))


@pytest.mark.parametrize(("quarter", "status"), [(6, ContractStatus.ENDED_BY_LAW), (13, ContractStatus.DELIVERED)])
def test_a_law_can_end_the_first_quarter_of_service_and_not_the_last(calm, history, quarter, status):
    changes = {"new_law.employment": 0.2, "law_stop": 0.0, "law_end": 1.0, "law_damage": 0.0}
    seed = next(seed for seed in range(999) if laws(seed, range(14)) == [quarter])
    (row,) = history(calm(changes=changes), seed).contracts
    assert (row["status"], row["ended"]) == (status, quarter)
    assert row["effect"] == pytest.approx((quarter - 5) / 8)


@pytest.mark.parametrize(("quarter", "ends"), [(6, True), (13, False)])
def test_a_government_can_end_the_first_quarter_of_service_and_not_the_last(calm, history, quarter, ends):
    changes = {
        "election_turnover": 1.0,
        "political_support": 0.5,
        "government_end": 1.0,
        "non_cashable_fragility": 9.0,
        "government_change_stop": 0.0,
    }
    scenario = calm(elections=((quarter, 60),), changes=changes)
    seed = next(seed for seed in range(99) if uniform(seed, 0, Decision.START, 0, AREA, 0) < 0.5)
    (row,) = history(scenario, seed).contracts
    expected = ContractStatus.ENDED_BY_GOVERNMENT if ends else ContractStatus.DELIVERED
    assert (row["status"], row["ended"]) == (expected, quarter)


def test_a_government_ends_a_contract_in_the_quarter_of_its_election_or_never(calm, history):
    """The luck of the quarter of the election spares the contract; that of a later quarter would have ended it."""
    changes = {
        "election_turnover": 1.0,
        "political_support": 0.8,
        "government_end": 1.0,
        "non_cashable_fragility": 0.0,
        "government_change_stop": 0.0,
    }
    scenario, spared = calm(elections=((7, 60),), changes=changes), 0
    for seed in range(60):
        lucks = [uniform(seed, 0, Decision.CONTRACT_GOVERNMENT, 0, 0, step) for step in range(7, 13)]
        if uniform(seed, 0, Decision.START, 0, AREA, 0) < 0.8 and lucks[0] >= 0.2 and min(lucks[1:]) < 0.2:
            (row,) = history(scenario, seed).contracts
            assert row["status"] == ContractStatus.DELIVERED
            spared += 1
        if spared == 4:
            break
    assert spared == 4


def test_bad_results_end_nothing_before_the_probation_is_over(calm, history):
    changes = {"quality.employment": 0.5, "bad_results": 0.6, "bad_results_stop": 1.0, "probation_quarters": 3.0}
    (row,) = history(calm(changes=changes)).contracts
    assert (row["status"], row["quarters_run"]) == (ContractStatus.ENDED_FOR_RESULTS, 3)
    (row,) = history(calm(changes={**changes, "bad_results": 0.5})).contracts
    assert row["status"] == ContractStatus.DELIVERED


def test_re_plannings_come_one_probation_apart_and_not_with_a_rigid_contract(calm, history):
    changes = {**FLEXIBLE, "replan_below": 1.0, "quality.employment": 0.4, "replan_gain": 0.1, "adaptation_gain": 0.0}
    for probation, replans in ((1.0, 8), (3.0, 2), (4.0, 2), (5.0, 1), (9.0, 0)):
        (row,) = history(calm(changes={**changes, "probation_quarters": probation})).contracts
        assert (row["form"], row["replans"]) == (Form.FLEXIBLE, replans)
    rigid = {**changes, "levers.flexible_contracts.practice": 0.0, "probation_quarters": 1.0}
    assert history(calm(changes=rigid)).contracts["replans"].tolist() == [0]


def test_a_law_stays_with_a_conventional_contract_and_a_re_planning_does_not_come(calm, history):
    """A law halves results from the third of eight quarters on; the partnership is re-planned after the fourth."""
    changes = {
        **FLEXIBLE,
        "new_law.employment": 0.2,
        "law_stop": 0.0,
        "law_end": 0.0,
        "law_damage": 0.5,
        "replan_below": 0.8,
        "quality.employment": 0.8,
        "replan_gain": 0.5,
    }
    seed = next(seed for seed in range(999) if laws(seed, range(16)) == [8])
    (row,) = history(calm(changes=changes), seed).contracts
    assert (row["form"], row["years"], row["replans"]) == (Form.FLEXIBLE, 2, 2)
    # Re-planned once a year has gone by: half of the gap to the target is closed, and the law is met by the new plan.
    assert row["conventional_effect"] == pytest.approx(0.8 * (2 + 6 * 0.5) / 8)
    assert row["effect"] == pytest.approx((2 * 0.8 + 2 * 0.4 + 4 * 0.9) / 8)


def test_a_labour_market_is_that_of_the_contracts_own_country(calm, history, quarters):
    """The second country's authority works with a provider of the first one."""
    ties = (("a1", "p0", 0.9), ("a1", "i0", 0.9), ("p0", "i0", 0.9))
    changes = {"labour_market_shock": 0.1, "labour_sensitivity.employment": 1.0}
    scenario = calm(ties, ((1, 1, 1), (1, 0, 0)), starts=((), (0,)), changes=changes)
    labour = [float(state.countries[1].labour_market) for _, state in quarters(scenario)]
    (row,) = history(scenario).contracts
    (attempt,) = history(scenario).attempts
    results = [
        rules.quarter_results(attempt["quality"], 1.0, labour[step], 1.0, 0.0, 1.0, 0.0, 0.0)
        for step in range(row["signed"] + 1, row["ended"] + 1)
    ]
    free = scenario.flat()["deadweight"][row["rigour"]]
    assert row["result"] == pytest.approx(sum(results) / (4 * row["years"]) + free)
    assert row["effect"] == pytest.approx(attempt["quality"])
