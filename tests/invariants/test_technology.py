"""Technology in a run: its path, who trains people for other work, and what parties were promised."""

import math

import numpy as np
import pytest

from sipabm.model import negotiation, templates
from sipabm.rules.technology import YEARS_TO_SERVICE
from sipabm.tables.history import STATE_COLUMNS
from sipabm.words import Domain, Form, Programme

MACHINES = [column.name for column in STATE_COLUMNS].index("machine_share")
AREAS = [area.name.lower() for area in Domain]
SEEDS = range(1, 7)


@pytest.fixture(scope="module")
def eager(changing):
    """The scenario with authorities that start more often, as their ordinary services gain them nothing."""
    return changing.replace(conventional_gain=dict.fromkeys(("social", "employment", "health"), 0.0))


def upskills(rows):
    return rows["programme"] == Programme.UPSKILLING


def test_the_capability_of_machines_grows_exponentially_and_their_share_up_to_saturation(many_states):
    grown = 0
    for scenario, state in many_states:
        p, first = scenario.technology, int(state.run[0]["first_quarter"])
        for year, share in enumerate(state.states[:, MACHINES]):
            step = min(4 * year + 3 - first, scenario.quarters - 1)
            assert share == pytest.approx(machines(p, step / 4))
            grown += share > 1.2 * p.machine_share > 0
    assert grown > 5


def test_only_providers_that_train_upskill_people(eager, many_states, run, contracts):
    both = 0
    for state in (*(state for _, state in many_states), *(run(eager, seed) for seed in SEEDS)):
        signed = contracts(state)
        trains = state.providers["trains"][signed["provider"]]
        assert (trains[upskills(signed)] == 1).all()
        both += upskills(signed).any() and (trains[~upskills(signed)] == 1).any()
    assert both > 2


def test_nobody_upskills_where_no_work_is_exposed_or_machines_do_not_grow(many_states, contracts):
    looked_at = 0
    for scenario, state in many_states:
        signed, p = contracts(state), scenario.technology
        exposed = np.array([getattr(p.exposure, area) for area in AREAS])[signed["domain"]]
        grows = p.doubling_time > 0 and 0 < p.machine_share < p.saturation
        assert not upskills(signed)[(exposed == 0) | (not grows)].any()
        looked_at += (state.providers["trains"][signed["provider"]] == 1)[(exposed == 0) | (not grows)].sum()
    assert looked_at > 50


@pytest.mark.parametrize("off", [{"upskilling_offered": 0.0}, {"upskilling_shield": 0.0}, {"upskilling_cost": 5.0}])
def test_training_that_is_not_offered_shields_nothing_or_costs_too_much_is_never_chosen(eager, run, contracts, off):
    chosen = [upskills(contracts(run(eager.replace(off), seed))).any() for seed in SEEDS]
    assert not any(chosen)


def test_with_strong_growth_and_full_foresight_some_upskill_and_more_than_with_none(eager, run, contracts):
    def count(foresight):
        far = eager.replace(authority_foresight=foresight, investor_foresight=foresight, upskilling_offered=1.0)
        return sum(upskills(contracts(run(far, seed))).sum() for seed in SEEDS)

    assert count(1.0) > count(0.0) > 5


@pytest.mark.slow
def test_people_are_trained_exactly_where_that_leaves_the_larger_surplus(eager, plain, monkeypatch):
    seen, original = [], negotiation.choose_template

    def watched(s, project):
        original(s, project)
        provider = s.providers[project.provider]
        if provider.trains == 1:
            provider.trains = 0
            placed = templates.best_template(s, project).surplus
            provider.trains = 1
            seen.append((project.programme == Programme.UPSKILLING, placed, project.surplus))

    monkeypatch.setattr(negotiation, "choose_template", watched)
    for _ in plain(eager.replace(quarters=40)):
        pass
    assert len({upskilled for upskilled, _, _ in seen}) == 2
    for upskilled, placed, surplus in seen:
        assert surplus > placed if upskilled else surplus == placed


@pytest.fixture(scope="module")
def clear(eager):
    """The eager scenario in which investors judge alike, by the case as it stands, and no cap binds.

    Only technology takes quality from its median.
    """
    alike = {"misjudgement": 0.0, "misjudgement_spread": 0.0, "return_learning": 0.0, "selection_awareness": 0.0}
    median = {"quality_spread": 0.0, "quality_skill": 0.0}
    return eager.replace({**alike, **median, "guarantee": 0.3, "return_cap": 100.0, "payment_cap": 100.0})


@pytest.mark.parametrize("foresight", [0.0, 1.0])
def test_the_promise_is_what_investors_expect_to_receive_by_their_foresight(clear, run, attempts, contracts, foresight):
    """Worked out again from what the attempt's case showed, the quarter of the talks and the contract's terms."""
    scenario = clear.replace(investor_foresight=foresight)
    compared = 0
    for seed in SEEDS:
        state = run(scenario, seed)
        cases = {(row["authority"], row["started"]): row for row in attempts(state)}
        for row in contracts(state):
            case = cases[row["authority"], row["started"]]
            expected = promised(scenario, row, case, foresight) if row["investors"] > 0 else 0.0
            assert row["promised"] == pytest.approx(expected)
            compared += row["investors"] > 0
    assert compared > 50


def promised(scenario, row, case, foresight):
    """Return what investors of a contract expect to receive, given their foresight."""
    deal, rigour = scenario.negotiation, row["rigour"]
    level_of_case = case["quality"] / scenario.business_case.quality.as_tuple()[row["domain"]]
    left = results_left(scenario, row, foresight) / level_of_case
    gain = deal.flexible_gain * deal.adaptation_room.as_tuple()[rigour] if row["form"] == Form.FLEXIBLE else 0.0
    success = scenario.negotiation.investor_confidence * case["signal"] * left + gain
    paid = row["price"] * row["capital"] * (success + deal.deadweight.as_tuple()[rigour])
    received = paid * (1.0 - row["provider_payment_share"])
    return received + deal.guarantee * max(0.0, row["capital_investors"] - received)


def results_left(scenario, row, foresight):
    """Return the results that a party with some foresight expects, relative to those at the start of the run."""
    p = scenario.technology
    exposure = p.exposure.as_tuple()[row["domain"]] * (1.0 - scenario.innovation.novelty_robustness * row["novelty"])
    if upskills(row):
        exposure *= 1.0 - p.upskilling_shield
    talks = math.ceil(row["rounds"] / scenario.negotiation.rounds_per_quarter)
    now = (row["signed"] - talks) / 4
    ahead = YEARS_TO_SERVICE + (np.arange(20_000) + 0.5) / 20_000 * row["years"]
    last_year = capability(p, now) - capability(p, now - 1.0)
    line = p.saturation * (1.0 - 1.0 / (1.0 + capability(p, now) + last_year * ahead))
    expected = machines(p, now + ahead).mean() if foresight else line.mean()
    return (1.0 - exposure * expected) / (1.0 - exposure * p.machine_share)


def machines(p, years):
    """Return the share of exposed work that machines do some years after the start."""
    if p.doubling_time == 0 or p.machine_share >= p.saturation:
        return p.machine_share
    return p.saturation * (1.0 - 1.0 / (1.0 + capability(p, years)))


def capability(p, years):
    """Return the capability of machines, 1 where they do half of what they ever can."""
    return p.machine_share / (p.saturation - p.machine_share) * 2.0 ** (years / p.doubling_time)
