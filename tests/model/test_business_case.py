"""Business case: what it shows, what it costs and who pays, and which barriers stand there."""

import pytest

from sipabm.barriers import Barrier
from sipabm.levers import Lever
from sipabm.randomness import normal, uniform
from sipabm.rules import business_case as rules
from sipabm.rules import competence, consideration, innovation, technology
from sipabm.rules.negotiation import effect_seen
from sipabm.rules.search import stage_quarters
from sipabm.scenario import Fund
from sipabm.words import NOBODY, Decision, Stage

HARD = {
    "own_learning": 0.0,
    "peer_learning": 0.0,
    "world_learning": 0.0,
    "learning_by_doing": 0.0,
    "funds": (),
    "doubling_time": 0.0,
    "data_cost": 0.06,
    "competence_price": 0.15,
    "case_threshold": 1.6,
    "development_budget": 0.2,
    "initial_optimism": 0.5,
}


@pytest.fixture(scope="module")
def cases(lively, history, quarters):
    """Attempts that came to a business case where nothing is learnt, with what their case must have shown."""
    scenario = lively.replace({**HARD, "quarters": 40})
    told = history(scenario, 2)
    _, state = next(quarters(scenario.replace(quarters=1), 2))
    rows = [row for row in told.attempts if row["stage"] > Stage.MEETING or row["pragmatic"] or row["quality"] > 0]
    return [(row, case_of(scenario, state, row)) for row in rows]


def case_of(scenario, state, row):
    """Return what a business case shows and costs, from traits, parameters and draws."""
    p, area, started = scenario.flat(), row["domain"], int(row["started"])
    authority, provider = state.authorities[row["authority"]], state.providers[row["provider"]]
    of_investor = state.investors[row["investor"]].competence if row["investor"] != NOBODY else 0.0
    novelty = innovation.project_novelty(provider.novelty, row["house"] == 1, p["house_novelty"], p["house_decoupling"])
    spread = innovation.riskier(p["quality_spread"], p["novelty_risk"], novelty)
    luck = normal(2, 0, Decision.QUALITY, int(authority.identity), int(provider.identity), started)
    median = innovation.median_kept(p["quality"][area], p["quality_spread"], spread)
    quality = rules.programme_quality(median, p["quality_skill"], provider.skill, spread, luck)
    initial = innovation.riskier(p["case_uncertainty"][area], p["novelty_risk"], novelty)
    asked = rules.uncertainty_left(initial, authority.certainty_asked)
    left = rules.pragmatic_uncertainty(asked, p["pragmatic_uncertainty"]) if row["pragmatic"] else asked
    signal = rules.case_signal(quality, left, normal(2, 0, Decision.CASE_SIGNAL, int(authority.identity), 0, started))
    pockets = ("own_cashable", "other_departments", "other_authorities", "state", "citizens", "local_firms")
    whole = sum(p[pocket][area] for pocket in pockets)
    budgets = [p[pocket][area] / whole for pocket in ("own_cashable", "other_departments", "citizens")]
    dearer = technology.programme_worth(False, 0.0, novelty, p["novelty_cost"])
    here = p["worth"][area] * authority.worth_factor * dearer
    worth = consideration.worth_to_budgets(here, *budgets, p["willingness_to_pay"])
    belief = consideration.initial_belief(p["realistic_delivery"], p["initial_optimism"])
    seen = effect_seen(7, authority.horizon, p["effect_years"][area])
    weak = rules.benefit_cost(belief, signal, worth * seen, 0.0) < p["case_threshold"]
    size = rules.size_factor(row["capital"], p["capital_median"], p["data_cost_fixed"])
    demand = rules.data_demand(
        p["data_horizon"], p["effect_years"][area], p["data_cashable"], row["cashable_only"] == 1
    )
    data = rules.data_cost(p["data_cost"] * demand, initial, asked, authority.data_access, size)
    if row["pragmatic"]:
        data = rules.pragmatic_data_cost(data, p["pragmatic_saving"], p["pragmatic_early_stop"], weak)
    missing = competence.shortage_sum(
        p["competence_needed"], authority.competence, provider.contracts, provider.evaluation, of_investor
    )
    bought = competence.competence_cost(
        missing, p["competence_price"], row["mapped"] == 1, p["late_surcharge"], size
    ) + p["mapping_cost"] * (row["mapped"] == 1)
    before = p["meeting_cost"] / 3.0 * row["early_meeting"] + p["house_cost"] * row["house"]
    return {
        "novelty": novelty,
        "quality": quality,
        "uncertainty": left,
        "signal": signal,
        "weak": weak,
        "data": data,
        "bought": bought,
        "before": before,
        "budget": authority.development_budget,
    }


@pytest.mark.parametrize("shown", ["novelty", "quality", "uncertainty", "signal"])
def test_a_case_shows_what_traits_and_draws_of_authority_provider_and_start_say(cases, shown):
    """Draws are addressed by identities; those of the second country are not its actors' numbers."""
    assert len(cases) > 60
    assert {row["country"] for row, _ in cases} == {0, 1}
    for row, case in cases:
        assert row[shown] == pytest.approx(case[shown], rel=1e-9)


def stands(row, barrier):
    """Return whether a barrier stood at the business case."""
    return row["stage"] == Stage.BUSINESS_CASE and bool(row["barriers"] >> barrier & 1)


def count_of(cases, barrier, expected):
    """Assert that a barrier stands exactly where expected; return how often."""
    for row, case in cases:
        assert stands(row, barrier) == expected(case)
    return sum(expected(case) for _, case in cases)


def test_a_case_is_weak_exactly_if_its_ratio_lies_below_the_threshold(cases):
    assert 10 < count_of(cases, Barrier.WEAK_CASE, lambda case: case["weak"]) < len(cases)


def test_data_cost_stands_exactly_if_data_break_the_budget(cases):
    assert 10 < count_of(cases, Barrier.DATA_COST, lambda case: breaks(case, "data")) < len(cases)


def test_competence_stands_exactly_if_it_breaks_the_budget_that_data_left(cases):
    def expected(case):
        return breaks(case, "data", "bought") and not breaks(case, "data")

    assert 5 < count_of(cases, Barrier.COMPETENCE, expected) < len(cases)


def breaks(case, *costs):
    """Return whether costs break the development budget."""
    return case["before"] + sum(case[cost] for cost in costs) > case["budget"]


def test_data_that_are_too_dear_are_not_paid_and_competence_only_by_those_who_go_on(cases):
    """Later costs come after the gate, so those who stopped there show it best."""
    stopped = paid_data = 0
    for row, case in cases:
        paid = case["before"] + (0.0 if breaks(case, "data") else case["data"])
        if row["stage"] == Stage.BUSINESS_CASE:
            assert row["cost_share"] == pytest.approx(paid)
            assert row["cost_authority"] == pytest.approx(paid * row["capital"])
            stopped, paid_data = stopped + 1, paid_data + (paid > case["before"])
        else:
            assert row["cost_share"] >= paid + case["bought"] - 1e-12
        if row["stage"] == Stage.MOBILISATION and not row["pooled"]:
            assert row["cost_share"] == pytest.approx(paid + case["bought"])
    assert stopped > paid_data > 5


def test_provider_and_investors_pay_nothing_at_the_business_case(cases):
    for row, _ in cases:
        if row["stage"] in (Stage.BUSINESS_CASE, Stage.MOBILISATION):
            meeting = 0.01 / 3.0 * row["capital"] * row["early_meeting"]
            assert (row["cost_provider"], row["cost_investors"]) == pytest.approx((meeting, meeting))


def test_quality_has_fallen_with_what_machines_left_when_the_case_was_made(calm, after, developing):
    """An exposure of 0.8; capability doubles in the two quarters until the case, and machines come to do 0.32.

    From a third, where machines do 0.2 of the 0.8 that they ever can, to two thirds: 0.8 x 2 / 5.
    """
    changes = {"exposure.employment": 0.8, "machine_share": 0.2, "saturation": 0.8, "doubling_time": 0.5}
    scenario = calm(changes={**changes, "novelty_robustness": 0.0})
    (project,) = developing(after(scenario, 2))
    level = (1.0 - 0.8 * 0.32) / (1.0 - 0.8 * 0.2)
    assert (project.case_level, project.quality) == pytest.approx((level, level))
    luck = normal(1, 0, Decision.CASE_SIGNAL, 0, 0, 0)
    assert project.signal == pytest.approx(rules.case_signal(level, 0.01, luck))


def test_an_open_fund_carries_its_share_in_the_ratio(calm, history):
    """The ratio lies between the threshold without and with a fund that is open in the quarter of the case."""
    from_two = {"case_threshold": 2.0, "worth.employment": 4.0, "effect_years.employment": 0.05}
    (alone,) = history(calm(changes=from_two)).attempts
    ratio = alone["signal"] * 4.0 * (0.18 + 0.04 + 0.4 * 0.52) * effect_seen(7, 1.0, 0.05)
    for share, weak in ((0.0, True), (0.5, False)):
        changes = {**from_two, "case_threshold": 1.5 * ratio}
        told = history(calm(starts=((0, 2),), changes=changes, funds=(fund_in_two(share),))).attempts
        assert stands(told[0], Barrier.WEAK_CASE) == weak


def fund_in_two(share):
    """Return a fund that is open in quarter 2 alone."""
    return Fund(name="F", country="A", opens="2010Q3", closes="2010Q3", purse=99.0, share=share)


def test_a_case_that_just_reaches_the_threshold_is_not_weak(calm, history):
    """One that is worth nothing has a ratio of 0, which is enough where 0 is asked for."""
    nothing = {"worth": dict.fromkeys(("social", "employment", "health"), 0.0), "case_threshold": 0.0}
    scenario = calm(changes={**nothing, "decision_noise": 10.0})
    seed = next(seed for seed in range(99) if uniform(seed, 0, Decision.START, 0, 1, 0) < 0.4)
    (row,) = history(scenario, seed).attempts
    assert row["stage"] == Stage.NEGOTIATION


def test_levers_of_the_case_are_decided_by_what_is_in_force_at_the_case(calm, history):
    """All policies begin after the start: in the quarter of the case they are in force, a quarter later too late."""
    for quarter, used in (("2010Q3", 1), ("2010Q4", 0)):
        levers = ("pragmatic_data", "early_competence_mapping", "no_cashable_requirement")
        scenario = calm(changes={"insists_on_cashable": 1.0})
        (row,) = history(scenario.with_policy(*(f"{lever}=1@{quarter}" for lever in levers))).attempts
        assert (row["pragmatic"], row["mapped"], row["cashable_only"]) == (used, used, 1 - used)


def test_levers_at_the_case_are_drawn_for_the_project(busy_run):
    for gate in busy_run.gates:
        if gate.gate == Stage.BUSINESS_CASE:
            project = gate.later if gate.passed else None
            for lever, name in ((Lever.PRAGMATIC_DATA, "pragmatic"), (Lever.EARLY_COMPETENCE_MAPPING, "mapped")):
                luck = uniform(busy_run.seed, 0, Decision.USE_LEVER, gate.identity, lever, gate.key[1])
                used = getattr(project, name) if project else gate.row[name]
                assert used == (luck < 0.5)


def test_missing_competence_that_was_not_mapped_costs_more_and_takes_longer(calm, after, developing):
    needed = {"competence_needed.evaluation": 0.9, "provider_competence": 0.4, "competence_price": 0.1}
    changes = {**needed, "late_surcharge": 0.5, "late_quarters": 2.0, "mapping_cost": 0.03}
    for mapped, cost, due in ((0.0, 0.05 * 1.5, 5), (1.0, 0.05 + 0.03, 3)):
        scenario = calm(changes=changes).replace({"levers.early_competence_mapping.practice": mapped})
        (project,) = developing(after(scenario, 2))
        assert (project.cost_share, project.known_cost) == pytest.approx((cost, cost))
        assert (project.cost_authority, project.due) == pytest.approx((1.5 * cost, due))


def test_investors_bring_finance_and_contracts_and_providers_contracts_and_evaluation(calm, after, developing):
    """Only what the better of the two lacks is bought: finance 0.9 - 0.5, contracts 0.9 - 0.5, evaluation 0.6."""
    nothing = {"authority_competence": {"finance": 0.0, "contracts": 0.0, "evaluation": 0.0}}
    changes = {"competence_price": 1.0, "late_surcharge": 0.0, "provider_competence": 0.3, "investor_competence": 0.5}
    for kind, missing in (("finance", 0.4), ("contracts", 0.4), ("evaluation", 0.6)):
        needed = {f"competence_needed.{kind}": 0.9}
        (project,) = developing(after(calm(changes={**nothing, **changes, **needed}), 2))
        assert project.cost_share == pytest.approx(missing)


def test_mobilisation_takes_its_least_time_and_a_delay_of_its_own(busy_run):
    late = 0
    for gate in busy_run.gates:
        if gate.gate in (Stage.MEETING, Stage.BUSINESS_CASE, Stage.MOBILISATION) and gate.passed:
            stage = gate.gate + 1
            luck = uniform(busy_run.seed, 0, Decision.STAGE_DURATION, gate.identity, stage, gate.key[1])
            takes = {gate.now + stage_quarters(1.0, 0.2, luck)}
            if gate.gate == Stage.BUSINESS_CASE and not gate.later.mapped:
                takes.add(gate.now + stage_quarters(2.0, 0.2, luck))
            assert gate.later.stage == stage
            assert gate.later.gate == gate.now
            assert gate.later.due in takes
            late += gate.later.due == gate.now + stage_quarters(2.0, 0.2, luck)
    assert late > 5


@pytest.mark.parametrize(
    ("insists", "lever", "factor"), [(0.0, 0.0, 1.5), (1.0, 0.0, 2.1), (1.0, 1.0, 1.5), (0.0, 1.0, 1.5)]
)
def test_data_work_grows_with_the_years_to_the_effect_and_where_savings_must_be_cash(
    calm, after, developing, insists, lever, factor
):
    """A quarter for each of two years, and two fifths more where nobody drops the demand."""
    changes = {
        "data_access": 0.0,
        "data_cost": 0.1,
        "data_horizon": 0.25,
        "data_cashable": 0.4,
        "effect_years.employment": 2.0,
        "insists_on_cashable": insists,
        "levers.no_cashable_requirement.practice": lever,
    }
    (project,) = developing(after(calm(changes=changes), 2))
    assert project.cost_share == pytest.approx(0.1 * factor)
    assert project.cashable_only == (factor == 2.1)
