"""Rows and yearly counts tell the same history."""

import numpy as np
import pytest

from sipabm.barriers import Barrier
from sipabm.levers import BENDING_LEVERS
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import NOBODY, ContractStatus, Outcome, Programme, Stage

COLUMN = {column.name: place for place, column in enumerate(YEARLY_COLUMNS)}
RUNNING, DELIVERED = ContractStatus.RUNNING, ContractStatus.DELIVERED


def counted(state, name):
    """Return a yearly count of a run, years by domains."""
    return state.yearly[:, :, COLUMN[name]]


def by_year(state, steps, domains, weights=None):
    """Return rows counted by the year of a step and by domain."""
    table = np.zeros(state.yearly.shape[:2])
    years = (state.run[0]["first_quarter"] + steps) // 4
    np.add.at(table, (years, domains), 1.0 if weights is None else weights)
    return table


@pytest.fixture(scope="module")
def histories(many_states, attempts, contracts):
    """Every run with its attempts and contracts."""
    return [(scenario, state, attempts(state), contracts(state)) for scenario, state in many_states]


def test_there_are_attempts_with_every_outcome_and_nearly_every_barrier(histories):
    rows = np.concatenate([rows for _, _, rows, _ in histories])
    assert set(rows["outcome"]) == {Outcome.SIGNED, Outcome.STOPPED}
    assert set(rows["stage"]) == set(Stage)
    assert set(rows["barrier"]) >= {NOBODY, *Barrier} - {Barrier.INVESTOR_MISJUDGEMENT}


def test_what_ended_an_attempt_is_among_what_stood_in_its_way(histories):
    for _, _, rows, _ in histories:
        stopped = rows[rows["outcome"] == Outcome.STOPPED]
        assert (stopped["barriers"] >> stopped["barrier"] & 1 == 1).all()
        signed = rows[rows["outcome"] == Outcome.SIGNED]
        assert (signed["barrier"] == NOBODY).all()
        assert (signed["barriers"] == 0).all()
        assert (signed["stage"] == Stage.SIGNED).all()


ALLOWED = {
    Stage.MEETING: {
        Barrier.NO_PARTNER,
        Barrier.PROCUREMENT,
        Barrier.FRONTLINE,
        Barrier.LOCAL_POLITICS,
        Barrier.CHANGE_OF_GOVERNMENT,
        Barrier.LEGISLATION,
        Barrier.SPONSOR_WITHDRAWAL,
    },
    Stage.BUSINESS_CASE: {
        Barrier.DATA_COST,
        Barrier.WEAK_CASE,
        Barrier.COMPETENCE,
        Barrier.CHANGE_OF_GOVERNMENT,
        Barrier.LEGISLATION,
        Barrier.SPONSOR_WITHDRAWAL,
    },
    Stage.MOBILISATION: {
        Barrier.FRONTLINE,
        Barrier.LOCAL_POLITICS,
        Barrier.INVESTOR_APPETITE,
        Barrier.CHANGE_OF_GOVERNMENT,
        Barrier.LEGISLATION,
        Barrier.IMMUNE_RESPONSE,
        Barrier.SPONSOR_WITHDRAWAL,
    },
    Stage.NEGOTIATION: {
        Barrier.CHANGE_OF_GOVERNMENT,
        Barrier.LEGISLATION,
        Barrier.SILOS,
        Barrier.CASHABLE_SAVINGS,
        Barrier.LONG_HORIZON,
        Barrier.EVALUATION_BURDEN,
        Barrier.RIGID_CONTRACT,
        Barrier.INVESTOR_APPETITE,
        Barrier.INVESTOR_MISJUDGEMENT,
        Barrier.BARGAINING,
        Barrier.NONE_ALONE,
        Barrier.SPONSOR_WITHDRAWAL,
    },
}


@pytest.mark.parametrize("stage", ALLOWED)
def test_each_stage_has_its_own_barriers(histories, stage):
    allowed = sum(1 << barrier for barrier in ALLOWED[stage])
    for _, _, rows, _ in histories:
        stopped = rows[(rows["stage"] == stage) & (rows["outcome"] == Outcome.STOPPED)]
        assert (stopped["barriers"] > 0).all()
        assert (stopped["barriers"] & ~allowed == 0).all()


EVENTS = {Barrier.LEGISLATION, Barrier.CHANGE_OF_GOVERNMENT, Barrier.SPONSOR_WITHDRAWAL}


@pytest.mark.parametrize("stage", ALLOWED)
def test_ahead_of_a_stopped_attempt_lies_only_what_later_stages_hold(histories, stage):
    """What happens in the time of a stage cannot be foreseen; talks that were stopped at their door lie ahead."""
    later = set().union(*(barriers for each, barriers in ALLOWED.items() if each > stage)) - EVENTS
    events, at_talks = (sum(1 << each for each in some) for some in (EVENTS, ALLOWED[Stage.NEGOTIATION] - EVENTS))
    allowed, seen = sum(1 << barrier for barrier in later), 0
    for _, _, rows, _ in histories:
        stopped = rows[(rows["stage"] == stage) & (rows["outcome"] == Outcome.STOPPED)]
        ahead = stopped["barriers_ahead"]
        assert (ahead & stopped["barriers"] == 0).all()
        if stage == Stage.NEGOTIATION:
            at_the_door = (stopped["barriers"] & ~events == 0) & (stopped["rounds"] == 0)
            assert (ahead[~at_the_door] == 0).all()
            assert (ahead & ~at_talks == 0).all()
        else:
            assert (ahead & ~allowed == 0).all()
        assert (ahead[stopped["provider"] == NOBODY] == 0).all()
        seen += (ahead > 0).sum()
    assert seen > (20 if stage < Stage.NEGOTIATION else 2)


def test_nothing_lies_ahead_of_a_signed_attempt(histories):
    for _, _, rows, _ in histories:
        assert (rows["barriers_ahead"][rows["outcome"] == Outcome.SIGNED] == 0).all()


def test_what_is_only_imagined_is_neither_paid_nor_known(histories):
    """An attempt costs what it has come to; one that met partners alone knows nothing of its programme."""
    for _, _, rows, _ in histories:
        paid = rows["cost_authority"] + rows["cost_funds"]
        assert paid == pytest.approx(rows["cost_share"] * rows["capital"])
        met = rows[(rows["stage"] == Stage.MEETING) & (rows["outcome"] == Outcome.STOPPED)]
        for column in ("quality", "signal", "uncertainty", "pragmatic", "mapped", "investors"):
            assert (met[column] == 0).all()
        no_talks = rows[(rows["stage"] < Stage.NEGOTIATION) & (rows["outcome"] == Outcome.STOPPED)]
        for column in ("flexible_allowed", "surplus", "relaxed_surplus", "rounds"):
            assert (no_talks[column] == 0).all()


def test_barriers_met_are_counted_wherever_they_stood(histories):
    for _, state, rows, _ in histories:
        stopped = rows[rows["outcome"] == Outcome.STOPPED]
        met = [int(both).bit_count() for both in stopped["barriers"] | stopped["barriers_ahead"]]
        assert (counted(state, "barriers_met") == by_year(state, stopped["ended"], stopped["domain"], met)).all()


@pytest.mark.parametrize("lever", BENDING_LEVERS)
def test_propensities_lie_between_practice_and_all_and_uses_are_starts(histories, lever):
    word = lever.name.lower()
    for scenario, state, _, _ in histories:
        starts, practice = counted(state, "started"), getattr(scenario.levers, word).practice
        propensity, bends = counted(state, f"propensity_{word}"), counted(state, f"bends_{word}")
        assert (propensity >= practice * starts - 1e-9).all()
        assert (propensity <= starts + 1e-9).all()
        assert (bends <= starts).all()
        assert (bends == np.floor(bends)).all()


def test_every_stage_lasts_at_least_a_quarter(histories):
    for _, _, rows, signed in histories:
        gates_passed = np.where(rows["outcome"] == Outcome.SIGNED, 5, rows["stage"] + 1)
        assert (rows["ended"] - rows["started"] >= gates_passed).all()
        assert (signed["signed"] - signed["started"] >= 5).all()


def test_dates_are_in_order_and_within_the_run(histories):
    for scenario, _, rows, signed in histories:
        assert (rows["started"] >= 0).all()
        assert (rows["ended"] < scenario.quarters).all()
        assert (np.diff(rows["ended"]) >= 0).all()
        assert (signed["started"] < signed["signed"]).all()
        assert (signed["signed"] <= signed["ended"]).all()
        assert (signed["ended"] < scenario.quarters).all()


def test_contracts_run_their_years_unless_they_end_early(histories):
    for scenario, _, _, signed in histories:
        served = signed["ended"] - signed["signed"]
        assert (signed["quarters_run"] == served).all()
        assert (served[signed["status"] == DELIVERED] == 4 * signed["years"][signed["status"] == DELIVERED]).all()
        early = signed["status"] > DELIVERED
        assert (served[early] < 4 * signed["years"][early]).all()
        assert (served[early] >= 1).all()
        assert (signed["ended"][signed["status"] == RUNNING] == scenario.quarters - 1).all()


def test_an_authority_starts_no_two_attempts_in_a_quarter(histories):
    for _, _, rows, _ in histories:
        starts = list(zip(rows["authority"].tolist(), rows["started"].tolist(), strict=True))
        assert len(starts) == len(set(starts))


def test_every_signed_attempt_has_its_contract(histories):
    for _, _, rows, signed in histories:
        of_attempts = rows[rows["outcome"] == Outcome.SIGNED]
        keys = (
            "authority",
            "started",
            "domain",
            "provider",
            "investors",
            "providers",
            "departments_joined",
            "authorities_joined",
            "state_joined",
            "rounds",
            "house",
            "novelty",
        )
        attempted = sorted((row["ended"], row["capital"], *(row[key] for key in keys)) for row in of_attempts)
        contracted = sorted((row["signed"], row["capital"], *(row[key] for key in keys)) for row in signed)
        assert attempted == contracted


def test_started_are_signed_stopped_or_still_in_development(histories):
    for _, state, rows, _ in histories:
        started = counted(state, "started").sum()
        assert started == len(rows) + state.run[0]["projects"]
        stopped = sum(counted(state, f"exits_{stage.name.lower()}").sum() for stage in list(Stage)[:-1])
        assert started == counted(state, "signed").sum() + stopped + state.run[0]["projects"]
        assert (counted(state, "considered") >= counted(state, "started")).all()


def test_starts_are_counted_by_year_and_domain(histories):
    for _, state, rows, _ in histories:
        open_ = state.projects[state.active[: state.run[0]["projects"]]]
        of_rows = by_year(state, rows["started"], rows["domain"]) + by_year(state, open_["started"], open_["domain"])
        assert (counted(state, "started") == of_rows).all()


@pytest.mark.parametrize("stage", list(Stage)[:-1])
def test_exits_are_counted_by_stage(histories, stage):
    for _, state, rows, _ in histories:
        stopped = rows[(rows["outcome"] == Outcome.STOPPED) & (rows["stage"] == stage)]
        of_rows = by_year(state, stopped["ended"], stopped["domain"])
        assert (counted(state, f"exits_{stage.name.lower()}") == of_rows).all()


@pytest.mark.parametrize("barrier", Barrier)
def test_exits_are_counted_by_barrier(histories, barrier):
    for _, state, rows, _ in histories:
        stopped = rows[rows["barrier"] == barrier]
        of_rows = by_year(state, stopped["ended"], stopped["domain"])
        assert (counted(state, f"exit_{barrier.name.lower()}") == of_rows).all()


@pytest.mark.parametrize("column", ["cost_authority", "cost_provider", "cost_investors", "cost_funds"])
def test_development_costs_are_counted_when_the_attempt_ends(histories, column):
    for _, state, rows, _ in histories:
        of_rows = by_year(state, rows["ended"], rows["domain"], rows[column])
        assert counted(state, column) == pytest.approx(of_rows)


def test_signatures_are_counted_with_capital_parties_and_months(histories):
    for _, state, _, signed in histories:
        at = (signed["signed"], signed["domain"])
        assert (counted(state, "signed") == by_year(state, *at)).all()
        assert counted(state, "capital") == pytest.approx(by_year(state, *at, signed["capital"]))
        assert counted(state, "parties") == pytest.approx(by_year(state, *at, signed["parties"]))
        months = 3.0 * (signed["signed"] - signed["started"])
        assert counted(state, "months") == pytest.approx(by_year(state, *at, months))
        upskilling = signed["programme"] == Programme.UPSKILLING
        assert (counted(state, "upskilling") == by_year(state, *at, upskilling)).all()
        assert (counted(state, "in_house") == by_year(state, *at, signed["house"])).all()


def test_payers_and_parties_are_organisations(histories):
    for _, state, _, signed in histories:
        invests = np.array([*state.funds["invests"], 0])[signed["fund"]]  # the last for none
        payers = 1 + signed["authorities_joined"] + signed["state_joined"] + (signed["fund"] >= 0)
        assert (signed["payers"] == payers - invests).all()
        assert (signed["parties"] == payers + signed["providers"] + signed["investors"]).all()
        assert (signed["providers"] >= 1).all()


def test_repeats_of_authorities_are_counted_from_the_second_signature_on(histories):
    for _, state, rows, _ in histories:
        assert (counted(state, "repeat_authorities") == repeats_of(state, rows, "authority")).all()


def test_providers_repeat_as_lead_and_as_partner(histories):
    """Rows name the lead alone, so that they show all repeats only where each provider delivers by itself."""
    single = 0
    for _, state, rows, signed in histories:
        told, of_leads = counted(state, "repeat_providers"), repeats_of(state, rows, "provider")
        assert (told >= of_leads).all()
        if (signed["providers"] == 1).all():
            assert (told == of_leads).all()
            single += len(signed) > 0
    assert single > 5


def repeats_of(state, rows, role):
    """Return signatures of actors that had signed before, by year and area."""
    signed = rows[rows["outcome"] == Outcome.SIGNED]  # in the order in which they were signed
    repeats = attribute_again(signed[role])
    return by_year(state, signed["ended"][repeats], signed["domain"][repeats])


def attribute_again(actors):
    """Return for each signature whether the actor had signed before."""
    seen, repeats = set(), []
    for actor in actors.tolist():
        repeats.append(actor in seen)
        seen.add(actor)
    return np.array(repeats, dtype=bool)


def test_lead_investors_repeat_only_where_they_invest(histories):
    for _, state, _, signed in histories:
        invested = signed[signed["investor"] >= 0]
        invested = invested[np.argsort(invested["signed"], kind="stable")]
        of_rows = sum(max(0, count - 1) for count in np.bincount(invested["investor"]).tolist())
        assert counted(state, "repeat_investors").sum() == of_rows


def test_ends_are_counted_by_how_they_ended(histories):
    for scenario, state, _, signed in histories:
        ended = signed[signed["status"] != RUNNING]
        at = (ended["ended"], ended["domain"])
        delivered = ended["status"] == DELIVERED
        assert (counted(state, "delivered") == by_year(state, *at, delivered)).all()
        assert (counted(state, "ended_early") == by_year(state, *at, ~delivered)).all()
        successful = delivered & (ended["effect"] >= scenario.settlement.success_threshold)
        assert (counted(state, "successful") == by_year(state, *at, successful)).all()
        assert (counted(state, "with_investors") == by_year(state, *at, ended["investors"] > 0)).all()
        repaid = (ended["investors"] > 0) & (ended["to_investors"] >= ended["capital_investors"] - 1e-8)
        assert (counted(state, "repaid") == by_year(state, *at, repaid)).all()


def test_money_of_ended_contracts_is_counted(histories):
    for _, state, _, signed in histories:
        ended = signed[signed["status"] != RUNNING]
        at = (ended["ended"], ended["domain"])
        payers = ("authority", "departments", "authorities", "state", "fund")
        cash = ("own_cashable", "other_departments", "other_authorities", "state")
        sums = {
            "payment": sum(ended[f"payment_{payer}"] for payer in payers) + ended["break_fee"],
            "guaranteed": ended["guarantee_paid"],
            "misplaced": ended["misplaced"],
            "net_cash": sum(ended[f"value_{pocket}"] for pocket in cash) - ended["displaced_cash"],
            "net_other": ended["value_citizens"] + ended["value_local_firms"] - ended["displaced_other"],
            "gross_cash": ended["gross_cash"],
            "gross_other": ended["gross_other"],
            "invested": ended["capital_investors"],
            "received": ended["to_investors"],
            "promised": ended["promised"],
            "payment_fund": ended["payment_fund"],
            "fund_repaid": ended["fund_repaid"],
            "effect": ended["effect"],
            "cost_after": ended["cost_after"],
            "burden": ended["burden"],
        }
        sums |= {name: ended[name] for name in COLUMN if name.startswith("value_")}
        for name, weights in sums.items():
            assert counted(state, name) == pytest.approx(by_year(state, *at, weights), abs=1e-9)


def test_running_contracts_are_counted_at_the_end_of_each_year(histories):
    for scenario, state, _, signed in histories:
        for year in range(len(state.yearly)):
            last = min(4 * year + 3 - int(state.run[0]["first_quarter"]), scenario.quarters - 1)
            runs = (signed["signed"] <= last) & ((signed["ended"] > last) | (signed["status"] == RUNNING))
            of_rows = np.bincount(signed["domain"][runs], minlength=3)
            assert (counted(state, "running")[year] == of_rows).all()


def test_where_there_are_no_investors_none_pays_for_talks(lively, run, attempts):
    nobody_known = {"known_investors": 0.0, "provider_investors": 0.0, "working_capital": 20.0, "capital_median": 0.5}
    nobody_known["bending"] = 0.0  # or early meetings would be held
    rows = attempts(run(lively.replace({**nobody_known, "levers.early_meetings.practice": 0.0})))
    assert (rows["investor"] == NOBODY).all()
    assert (rows["stage"] == Stage.SIGNED).any()
    assert (rows["cost_investors"] == 0).all()
