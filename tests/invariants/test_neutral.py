"""Every mechanism has a neutral value, and at that value it is off."""

import numpy as np
import pytest

from sipabm.barriers import Barrier
from sipabm.levers import BENDING_LEVERS, Lever
from sipabm.parameters import GROUP_OF, GROUPS, STRUCTURAL, ByInvestorKind, declaration
from sipabm.tables.history import STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.words import ContractStatus, Outcome, Stage

WITH_NEUTRAL = [name for name, group in GROUP_OF.items() if declaration(GROUPS[group], name)["neutral"] != STRUCTURAL]
NOTHING = {"social": 0.0, "employment": 0.0, "health": 0.0}
NO_COMPETENCE = {"finance": 0.0, "contracts": 0.0, "evaluation": 0.0}
NO_RIGOUR = {"monitoring": 0.0, "comparison": 0.0, "experiment": 0.0}
NO_AVERSION = dict.fromkeys(ByInvestorKind.model_fields, 0.0)
MONITORING = {"monitoring": 1.0, "comparison": 0.0, "experiment": 0.0}
ALL_KEPT = {"benefit_share": NOTHING}
REPLICATES = 12

# What switches a barrier off, and the barrier.
BARRIERS_OFF = [
    ({"data_cost": 0.0}, Barrier.DATA_COST),
    ({"data_access": 1.0}, Barrier.DATA_COST),
    ({"case_threshold": 0.0}, Barrier.WEAK_CASE),
    ({"resistance": 0.0, "frontline_noise": 0.0}, Barrier.FRONTLINE),
    ({"local_politics": 0.0}, Barrier.LOCAL_POLITICS),
    ({"political_support": 1.0}, Barrier.LOCAL_POLITICS),
    ({"misjudgement": 0.0, "misjudgement_spread": 0.0, "return_learning": 0.0}, Barrier.INVESTOR_MISJUDGEMENT),
    ({"competence_needed": NO_COMPETENCE, "mapping_cost": 0.0}, Barrier.COMPETENCE),
    ({"competence_price": 0.0, "mapping_cost": 0.0}, Barrier.COMPETENCE),
    ({"new_law": NOTHING}, Barrier.LEGISLATION),
    ({"law_stop": 0.0}, Barrier.LEGISLATION),
    ({"election_turnover": 0.0}, Barrier.CHANGE_OF_GOVERNMENT),
    ({"government_change_stop": 0.0}, Barrier.CHANGE_OF_GOVERNMENT),
    ({"political_support": 1.0}, Barrier.CHANGE_OF_GOVERNMENT),
    ({"meeting_procurement_risk": 0.0}, Barrier.PROCUREMENT),
    ({"silo_strength": 0.0, "gaining_authorities": NOTHING, "state_joins": 1.0}, Barrier.SILOS),
    ({"other_departments": NOTHING, "other_authorities": NOTHING, "state": NOTHING, **ALL_KEPT}, Barrier.SILOS),
    ({"insists_on_cashable": 0.0}, Barrier.CASHABLE_SAVINGS),
    (
        {"horizon": 30.0, "effect_years": {"social": 0.05, "employment": 0.05, "health": 0.05}},
        Barrier.LONG_HORIZON,
    ),
    (
        {"evaluation_cost": NO_RIGOUR, "evaluation_burden": NO_RIGOUR, "rigour_asked": MONITORING},
        Barrier.EVALUATION_BURDEN,
    ),
    ({"levers.flexible_contracts.practice": 1.0}, Barrier.RIGID_CONTRACT),
    ({"breakdown": 0.0}, Barrier.BARGAINING),
    ({"immune_response": 0.0}, Barrier.IMMUNE_RESPONSE),
    (
        {"levers.innovation_houses.practice": 1.0, "house_decoupling": 1.0, "house_cost": 0.0},
        Barrier.IMMUNE_RESPONSE,
    ),
    ({"sponsor_withdrawal": 0.0}, Barrier.SPONSOR_WITHDRAWAL),
    ({"house_decoupling": 0.0}, Barrier.SPONSOR_WITHDRAWAL),
    ({"house_integration": 1.0}, Barrier.SPONSOR_WITHDRAWAL),
    ({"levers.innovation_houses.practice": 0.0}, Barrier.SPONSOR_WITHDRAWAL),
]


@pytest.fixture(scope="module")
def outcome(lively, run, attempts, contracts):
    """Run a changed lively scenario: attempts and contracts of some replicates together."""

    def run_some(changes, scenario=lively):
        states = [run(scenario.replace(changes), 1, replicate) for replicate in range(REPLICATES)]
        return tuple(np.concatenate([rows(state) for state in states]) for rows in (attempts, contracts))

    return run_some


@pytest.fixture(scope="module")
def harder(lively):
    """A lively scenario in which every barrier stands in somebody's way."""
    return lively.replace(
        {
            "conventional_gain": NOTHING,
            "breakdown": 0.1,
            "insists_on_cashable": 0.6,
            "misjudgement": -0.5,
            "data_cost": 0.06,
            "levers.no_cashable_requirement.practice": 0.0,
            "levers.flexible_contracts.practice": 0.2,
            "evaluation_burden": {"monitoring": 0.05, "comparison": 0.3, "experiment": 0.6},
            "election_turnover": 0.7,
            "political_support": 0.6,
            "competence_price": 0.4,
            "flexible_gain": 0.3,
            "rigour_asked": {"monitoring": 0.2, "comparison": 0.4, "experiment": 0.4},
        }
    )


def has(rows, barrier):
    """Return whether a barrier stood in any attempt's way."""
    return bool((rows["barriers"] >> barrier & 1).any())


@pytest.mark.parametrize("name", WITH_NEUTRAL)
def test_every_neutral_value_makes_a_scenario_that_runs(lively, run, neutral, name):
    state = run(lively.replace({name: neutral(name)}))
    assert np.isfinite(state.yearly).all()
    assert np.isfinite(state.states).all()


def test_at_all_neutral_values_together_a_scenario_runs(lively, run, neutral):
    state = run(lively.replace({name: neutral(name) for name in WITH_NEUTRAL}))
    assert np.isfinite(state.yearly).all()


@pytest.mark.parametrize("barrier", sorted({barrier for _, barrier in BARRIERS_OFF}))
def test_every_barrier_stands_while_its_mechanism_is_on(outcome, harder, barrier):
    assert has(outcome({}, harder)[0], barrier)


@pytest.mark.parametrize(("changes", "barrier"), BARRIERS_OFF)
def test_a_neutral_value_takes_its_barrier_away(outcome, harder, changes, barrier):
    rows = outcome(changes, harder)[0]
    assert len(rows) > 500
    assert not has(rows, barrier)


def test_without_risk_aversion_negotiation_never_fails_for_want_of_appetite(outcome, harder):
    changes = {"investor_risk_aversion": NO_AVERSION}
    for rows, stands in ((outcome({}, harder)[0], True), (outcome(changes, harder)[0], False)):
        assert has(rows[rows["stage"] == Stage.NEGOTIATION], Barrier.INVESTOR_APPETITE) == stands


def test_without_other_departments_and_authorities_and_with_the_state_there_are_no_silos(outcome, harder):
    nobody_else = {"departments": 0.0, "gaining_authorities": NOTHING, "state_joins": 1.0}
    rows, signed = outcome(nobody_else, harder)
    assert (signed["departments_joined"] == 0).all()
    assert (signed["authorities_joined"] == 0).all()
    assert (signed["state_joined"] == 1).all()
    assert not has(rows, Barrier.SILOS)


def test_without_silos_every_department_joins(outcome):
    rows, signed = outcome({"silo_strength": 0.0, "departments": 3.0})
    assert (signed["departments_joined"] == 3).all()
    assert (rows["departments_joined"][rows["stage"] >= Stage.NEGOTIATION] == 3).all()


def test_nobody_considers_anything_without_any_source_of_attention(outcome):
    assert len(outcome({"own_interest": 0.0, "fund_pull": 0.0})[0]) == 0


def test_without_news_it_does_not_matter_how_long_news_lasts(lively, run, attempts):
    quiet = lively.replace(word_of_mouth=0.0, world_news=0.0)
    short, long = run(quiet.replace(news_decay=1.0)), run(quiet.replace(news_decay=0.0))
    assert (attempts(short) == attempts(long)).all()
    assert (short.yearly == long.yearly).all()


def test_with_news_it_does(lively, run):
    assert (run(lively.replace(news_decay=1.0)).yearly != run(lively.replace(news_decay=0.0)).yearly).any()


CONSTANT = [
    ({"own_learning": 0.0, "peer_learning": 0.0, "world_learning": 0.0}, "closing_belief"),
    ({"own_learning": 0.0, "peer_learning": 0.0, "world_learning": 0.0}, "delivery_belief"),
    ({"cost_learning": 0.0}, "expected_cost"),
    ({"give_up": 0.0, "done": 0.0}, "left"),
    ({"resistance_fall": 0.0, "resistance_rise": 0.0}, "resistance"),
    ({"election_turnover": 0.0}, "support"),
    ({"political_support": 1.0}, "support"),
    ({"trust_gain": 0.0, "trust_loss": 0.0}, "trust"),
    ({"doubling_time": 0.0}, "machine_share"),
    ({"saturation": 0.0}, "machine_share"),
    ({"machine_share": 0.0}, "machine_share"),
]


@pytest.mark.parametrize(("changes", "state"), CONSTANT)
def test_without_its_mechanism_a_state_stays_as_it_is(lively, run, changes, state):
    place = [column.name for column in STATE_COLUMNS].index(state)
    still, moving = (run(scenario).states[:, place] for scenario in (lively.replace(changes), lively))
    assert still == pytest.approx(np.full(len(still), still[0]), rel=1e-12, abs=0)
    assert np.ptp(moving) > 1e-6


def test_without_giving_up_and_being_done_nobody_leaves(any_scenario, run):
    for number in range(20):
        state = run(any_scenario(number).replace(give_up=0.0, done=0.0))
        assert (state.states[:, [column.name for column in STATE_COLUMNS].index("left")] == 0).all()
        assert (state.authorities["has_left"] == 0).all()


def test_without_bending_a_propensity_is_practice_in_every_year_and_area(any_scenario, run):
    names, started = [column.name for column in YEARLY_COLUMNS], 0.0
    for number in range(20):
        scenario = any_scenario(number).replace(bending=0.0)
        yearly = run(scenario).yearly
        starts = yearly[:, :, names.index("started")]
        for lever in BENDING_LEVERS:
            word = lever.name.lower()
            expected = starts * getattr(scenario.levers, word).practice
            assert yearly[:, :, names.index(f"propensity_{word}")] == pytest.approx(expected)
        started += starts.sum()
    assert started > 500


def test_with_bending_propensities_rise(lively, run):
    names = [column.name for column in YEARLY_COLUMNS]
    few = lively.replace({f"levers.{lever.name.lower()}.practice": 0.1 for lever in BENDING_LEVERS})
    yearly = run(few.replace(bending=4.0)).yearly.sum(axis=1)
    for lever in (Lever.EARLY_MEETINGS, Lever.PRAGMATIC_DATA, Lever.FLEXIBLE_CONTRACTS):
        propensity = yearly[:, names.index(f"propensity_{lever.name.lower()}")].cumsum()
        started = yearly[:, names.index("started")].cumsum()
        assert propensity[-1] / started[-1] > propensity[0] / started[0] >= 0.1 - 1e-9


@pytest.mark.parametrize("changes", [{"learning_by_doing": 0.0}, {"strategic_ambiguity": 1.0}])
def test_without_learning_by_doing_competence_stays(lively, run, plain, changes):
    scenario = lively.replace(changes)
    _, s = next(iter(plain(scenario)))
    first = s.authorities.competence.copy()
    assert (run(scenario).authorities["competence"] == first).all()
    assert (run(lively).authorities["competence"] != first).any()


ENDS_OFF = [
    ({"bad_results_stop": 0.0}, ContractStatus.ENDED_FOR_RESULTS),
    ({"bad_results": 0.0}, ContractStatus.ENDED_FOR_RESULTS),
    ({"probation_quarters": 40.0}, ContractStatus.ENDED_FOR_RESULTS),
    ({"government_end": 0.0}, ContractStatus.ENDED_BY_GOVERNMENT),
    ({"election_turnover": 0.0}, ContractStatus.ENDED_BY_GOVERNMENT),
    ({"law_end": 0.0}, ContractStatus.ENDED_BY_LAW),
    ({"new_law": NOTHING}, ContractStatus.ENDED_BY_LAW),
    ({"hand_over_failure": 0.0}, ContractStatus.ENDED_AT_HAND_OVER),
    ({"house_integration": 1.0}, ContractStatus.ENDED_AT_HAND_OVER),
    ({"house_decoupling": 0.0}, ContractStatus.ENDED_AT_HAND_OVER),
    ({"levers.innovation_houses.practice": 0.0}, ContractStatus.ENDED_AT_HAND_OVER),
    ({"sponsor_withdrawal": 0.0}, ContractStatus.ENDED_BY_SPONSOR),
    ({"house_integration": 1.0}, ContractStatus.ENDED_BY_SPONSOR),
    ({"house_decoupling": 0.0}, ContractStatus.ENDED_BY_SPONSOR),
    ({"levers.innovation_houses.practice": 0.0}, ContractStatus.ENDED_BY_SPONSOR),
]


@pytest.mark.parametrize(("changes", "status"), ENDS_OFF)
def test_a_neutral_value_takes_an_early_end_away(outcome, changes, status):
    assert (outcome({})[1]["status"] == status).any()
    assert not (outcome(changes)[1]["status"] == status).any()


def test_without_delays_a_stage_takes_the_least(outcome):
    rows = outcome({"delay": 0.0, "levers.early_meetings.practice": 0.0, "bending": 0.0, "search_quarters": 3.0})[0]
    at_search = rows[rows["stage"] == Stage.MEETING]
    assert len(at_search) > 20
    assert (at_search["ended"] - at_search["started"] == 3).all()


def test_without_spread_all_projects_have_the_median_capital(outcome):
    assert set(outcome({"capital_spread": 0.0, "capital_by_size": 0.0})[0]["capital"]) == {1.25}


def test_without_joint_commissioning_no_other_authority_pays(outcome):
    changes = {
        "joint_commissioning": NOTHING,
        "state_joins": 0.0,
        "levers.pooled_budgets.practice": 0.0,
        "bending": 0.0,
    }
    signed = outcome(changes)[1]
    assert (signed["authorities_joined"] == 0).all()
    assert (signed["payment_authorities"] == 0).all()
    assert (signed["payment_state"] == 0).all()
    assert (outcome({})[1]["payment_authorities"] > 0).any()


def test_where_every_provider_can_deliver_everything_there_is_no_consortium(outcome):
    assert (outcome({})[1]["providers"] > 1).any()
    alone = outcome({"provider_size": 1e5})[1]
    assert (alone["providers"] == 1).all()


def test_without_a_break_fee_none_is_paid(outcome):
    assert (outcome({"break_fee": 0.5})[1]["break_fee"] > 0).any()
    assert (outcome({"break_fee": 0.0})[1]["break_fee"] == 0).all()


def test_without_learning_from_returns_investors_err_as_they_did_at_the_start(lively, run, plain):
    still = lively.replace(return_learning=0.0)
    _, first = next(iter(plain(still)))
    assert (run(still).investors["misjudgement"] == first.investors["misjudgement"]).all()
    assert (run(lively).investors["misjudgement"] != first.investors["misjudgement"]).any()


def test_without_a_labour_market_nothing_but_deadweight_and_luck_is_misplaced(outcome):
    perfect = {"labour_sensitivity": NOTHING, "deadweight": NO_RIGOUR, "attribution_noise": NO_RIGOUR}
    assert outcome(perfect)[1]["misplaced"] == pytest.approx(0.0, abs=1e-9)
    moved = outcome({**perfect, "labour_sensitivity": dict.fromkeys(NOTHING, 1.0)})[1]
    assert (moved["misplaced"] > 0.001).any()


def test_without_spread_skill_and_growth_of_technology_all_programmes_of_an_area_are_alike(lively, outcome):
    rows = outcome({"quality_spread": 0.0, "quality_skill": 0.0, "doubling_time": 0.0})[0]
    made_case = rows[rows["stage"] >= Stage.BUSINESS_CASE]
    expected = np.array(lively.business_case.quality.as_tuple())[made_case["domain"]]
    assert made_case["quality"] == pytest.approx(expected)


def test_without_heterogeneity_authorities_start_alike(lively, plain):
    _, s = next(iter(plain(lively.replace(heterogeneity=0.0, own_interest=0.0, fund_pull=0.0))))
    for trait in ("own_interest", "worth_factor", "silo_strength", "support", "horizon", "development_budget", "need"):
        assert np.ptp(s.authorities[trait], axis=0).max() == 0


def test_without_guarantee_none_is_paid(outcome):
    assert (outcome({"guarantee": 0.0})[1]["guarantee_paid"] == 0).all()


def test_without_first_loss_investors_share_by_capital(outcome):
    signed = outcome({"first_loss": 0.0})[1]
    ended = signed[(signed["status"] != ContractStatus.RUNNING) & (signed["investors"] > 1)]
    assert len(ended) > 20
    shares = ended["ticket"] / ended["capital_investors"][:, None]
    assert ended["received"] == pytest.approx(shares * ended["to_investors"][:, None])


def test_a_perfect_measure_measures_the_effect_where_no_labour_market_helps(outcome):
    signed = outcome({"attribution_noise": NO_RIGOUR, "deadweight": NO_RIGOUR, "labour_sensitivity": NOTHING})[1]
    ended = signed[signed["status"] != ContractStatus.RUNNING]
    assert ended["result"] == pytest.approx(ended["effect"])


def test_with_nothing_to_disturb_it_a_contract_delivers_its_quality(lively, run, attempts, contracts):
    undisturbed = {
        "referral_loss": 0.0,
        "labour_sensitivity": NOTHING,
        "delivery_noise": 0.0,
        "law_damage": 0.0,
        "adaptation_gain": 0.0,
        "replan_gain": 0.0,
        "doubling_time": 0.0,
    }
    state = run(lively.replace(undisturbed))
    signed = attempts(state)[attempts(state)["outcome"] == Outcome.SIGNED]
    quality = {(row["authority"], row["started"]): row["quality"] for row in signed}
    for contract in contracts(state):
        if contract["status"] != ContractStatus.RUNNING:
            expected = quality[contract["authority"], contract["started"]] * contract["quarters_run"]
            assert contract["effect"] == pytest.approx(expected / (4 * contract["years"]))


def test_without_a_threshold_nothing_is_replanned(outcome):
    assert (outcome({})[1]["replans"] > 0).any()
    assert (outcome({"replan_below": 0.0})[1]["replans"] == 0).all()


def test_without_exhaustion_a_fund_outlives_its_dates_and_purse(lively, outcome):
    small = lively.replace(funds=(lively.funds[0].model_copy(update={"purse": 1.0, "closes": "2014Q4"}),))
    lasting, closing = outcome({"fund_exhaustion": 0.0}, small)[1], outcome({}, small)[1]
    assert lasting["signed"][lasting["fund"] == 0].max() > 30
    assert closing["signed"][closing["fund"] == 0].max(initial=0) < 24
    assert lasting["payment_fund"].sum() > 1.0 * REPLICATES


LEVERS_WITHOUT_EFFECT = {
    "pragmatic_data": {"pragmatic_saving": 0.0, "pragmatic_early_stop": 0.0, "pragmatic_uncertainty": 0.0},
    "early_competence_mapping": {"late_surcharge": 0.0, "late_quarters": 0.0, "mapping_cost": 0.0},
    "flexible_contracts": {"flexible_gain": 0.0, "flexible_cost": 0.0, "flexible_blur": 0.0},
    "no_cashable_requirement": {"insists_on_cashable": 0.0},
    "pooled_budgets": {"silo_strength": 0.0, "pooling_cost": 0.0, "gaining_authorities": NOTHING},
    "proportionate_evaluation": {"rigour_asked": MONITORING},
    "innovation_houses": {"house_decoupling": 0.0, "house_cost": 0.0},
}
# Whether it is used at all is counted too, and does change.
NOT_COUNTED = ("in_house", "bends", "propensity")
COUNTED = [place for place, column in enumerate(YEARLY_COLUMNS) if not column.name.startswith(NOT_COUNTED)]


@pytest.mark.parametrize("lever", LEVERS_WITHOUT_EFFECT)
def test_a_lever_on_a_mechanism_that_is_off_changes_no_count(lively, run, lever):
    off = lively.replace({**LEVERS_WITHOUT_EFFECT[lever], f"levers.{lever}.practice": 0.0, "bending": 0.0})
    on = off.replace({f"levers.{lever}.practice": 1.0})
    for replicate in range(3):
        assert (run(off, 1, replicate).yearly == run(on, 1, replicate).yearly)[:, :, COUNTED].all()
    always = lively.replace({f"levers.{lever}.practice": 1.0})
    assert any((run(always, 1, each).yearly != run(lively, 1, each).yearly).any() for each in range(6))
