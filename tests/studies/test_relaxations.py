"""One barrier less: histories matched by hand, and in small runs the difference in what is signed."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student

from sipabm import Results, ScenarioError, simulate
from sipabm.barriers import Barrier
from sipabm.studies.autopsy import NONE_ALONE, autopsy
from sipabm.studies.relaxations import (
    SIGNS,
    SWITCHES,
    matched,
    named_attempts,
    opened_by,
    relaxation_row,
    relaxations,
    split,
    without,
)


@pytest.fixture(scope="module")
def found(hard_results):
    return autopsy(hard_results)


@pytest.fixture(scope="module")
def relaxed(hard_results):
    return relaxations(hard_results)


def attempts(*rows):
    """Return attempts of one quarter: run, authority, signed or the barriers in the way, and whether at the table."""
    frame = pd.DataFrame(rows, columns=["run", "authority", "end", "at_table"])
    signed = frame["end"] == "signed"
    return frame.assign(
        started=pd.PeriodIndex(["2010Q3"] * len(rows), freq="Q-DEC"),
        outcome=np.where(signed, "signed", "stopped"),
        stage=np.where(frame["at_table"], "negotiation", "mobilisation"),
        surplus=np.where(frame["at_table"], -0.1, 0.0),
        barriers=np.where(signed, "", frame["end"]),
    )


BEFORE = attempts(
    (0, 1, "silos", True),
    (0, 2, "signed", False),
    (0, 3, "signed", False),
    (1, 1, "frontline", False),
    (1, 5, "silos", False),
    (1, 6, "silos + frontline", False),
)
AFTER = attempts(
    (0, 1, "signed", False),
    (0, 2, "frontline", False),
    (0, 4, "signed", False),
    (1, 1, "signed", False),
    (1, 6, "frontline", False),
)


# Worked by hand


def test_an_attempt_is_the_same_in_both_histories_by_run_authority_and_quarter():
    rows = attempts((0, 1, "signed", False), (0, 2, "silos", False), (3, 1, "signed", False))
    later = rows.iloc[[0]].assign(started=pd.PeriodIndex(["2010Q4"], freq="Q-DEC"))
    named = named_attempts(pd.concat([rows, later]))
    assert named.tolist() == [True, False, True, True] and named.index.is_unique
    assert named_attempts(rows.iloc[[1]]).index[0] == named.index[1]


def test_each_attempt_of_either_history_is_told_apart_by_what_became_of_it():
    before, after = named_attempts(BEFORE), named_attempts(AFTER)
    pairs = matched(before, after, before.iloc[[0, 4]])
    assert pairs.groupby("run").size().to_dict() == {0: 4, 1: 3}
    counts = {part: int(chosen.sum()) for part, chosen in split(pairs).items()}
    assert counts == {
        "opened_signed": 1,  # run 0, authority 1
        "others_signed": 1,  # run 1, authority 1
        "new_signed": 1,  # authority 4
        "now_stopped": 1,  # authority 2
        "now_absent": 1,  # authority 3
        "opened_stopped": 0,
        "opened_absent": 1,  # authority 5
    }


def test_a_row_has_per_run_what_one_barrier_less_opens_and_signs():
    """In run 0 two are signed more and two fewer, in run 1 one more: mean 0.5, standard error 0.5."""
    row = relaxation_row("silos", BEFORE, AFTER, 2)
    half = student.ppf(0.975, 1) * 0.5
    assert (row["opened_at_table"], row["opened_at_gate"]) == (0.5, 0.5)
    assert (row["signed_more"], row["low"], row["high"]) == pytest.approx((0.5, 0.5 - half, 0.5 + half))
    assert (row["opened_signed"], row["now_absent"], row["opened_absent"]) == (0.5, 0.5, 0.5)
    assert (row["label"], row["switched"]) == ("silos", "silo_strength")


# One barrier less, in small runs


def test_what_is_signed_more_is_the_difference_of_both_runs(relaxed, hard_results, hard):
    for name in ("silos", "bargaining", "rigid_contract"):
        off = simulate(without(hard, name), 6, seed=2)
        row = relaxed.set_index("barrier").loc[name]
        assert row["signed_more"] == pytest.approx((off.runs["signed"] - hard_results.runs["signed"]).mean())


def test_it_splits_without_a_remainder(relaxed):
    split = sum(sign * relaxed[part] for part, sign in SIGNS.items())
    assert split.tolist() == pytest.approx(relaxed["signed_more"].tolist())


def test_opened_attempts_are_signed_stopped_or_absent_and_are_those_of_the_autopsy(relaxed, found):
    opened = relaxed["opened_at_gate"] + relaxed["opened_at_table"]
    parts = relaxed[["opened_signed", "opened_stopped", "opened_absent"]].sum(axis=1)
    assert parts.tolist() == pytest.approx(opened.tolist())
    recorded = found.barriers.set_index("barrier").loc[relaxed["barrier"], ["opened_at_gate", "opened_at_table"]]
    assert recorded.to_numpy() == pytest.approx(relaxed[["opened_at_gate", "opened_at_table"]].to_numpy())


def test_the_same_world_signs_nothing_more(hard_results, hard):
    row = relaxations(simulate(without(hard, "silos"), 3), ["silos"]).iloc[0]
    assert [row["signed_more"], row["low"], row["high"], row["new_signed"], row["now_absent"]] == [0] * 5


@pytest.mark.parametrize("name", sorted(set(SWITCHES) - {"investor_appetite", "silos"}))
def test_a_barrier_that_is_switched_off_stops_nobody(hard, name):
    attempts = simulate(without(hard, name), 2).attempts
    assert not attempts["barriers"].astype(str).str.split(" + ", regex=False).map(lambda one: name in one).any()


def test_without_silos_within_authorities_those_to_other_authorities_and_the_state_are_left(hard):
    off = without(hard, "silos").replace(insists_on_cashable=1.0)
    assert simulate(off, 2).attempts["barriers"].astype(str).str.contains("silos").any()
    nothing = dict.fromkeys(("social", "employment", "health"), 0.0)
    alone = simulate(off.replace(other_authorities=nothing, state=nothing), 2).attempts
    assert not alone["barriers"].astype(str).str.contains("silos").any()


def test_investors_without_aversion_and_limits_still_run_out_of_capital_but_never_refuse_terms(hard, hard_results):
    before = hard_results.attempts["barriers"].astype(str).str.contains("investor_appetite").mean()
    attempts = simulate(without(hard, "investor_appetite"), 6).attempts
    after = attempts["barriers"].astype(str).str.contains("investor_appetite")
    assert after.mean() < before
    assert not after[(attempts["stage"] == "negotiation") & (attempts["surplus"] < 0)].any()


def test_every_barrier_but_want_of_partners_and_several_together_can_be_switched_off():
    assert {each.name.lower() for each in Barrier} - set(SWITCHES) == {"no_partner", NONE_ALONE}


def test_opened_is_what_stood_at_the_table_or_alone_at_a_gate():
    stopped = pd.DataFrame(
        {"barriers": ["silos", "silos + bargaining", "silos", "frontline"], "at_table": [True, True, False, False]}
    )
    at_table, at_gate = opened_by("silos", stopped)
    assert at_table.tolist() == [True, True, False, False]
    assert at_gate.tolist() == [False, False, True, False]


def test_some_barriers_can_be_asked_for_and_others_are_refused(hard_results):
    assert relaxations(hard_results, ["silos"])["barrier"].tolist() == ["silos"]
    with pytest.raises(ScenarioError, match=r"no barrier 'silo' .*did you mean 'silos'"):
        relaxations(hard_results, ["silo"])


def test_results_of_another_version_are_refused(hard_results):
    manifest = {**hard_results.manifest, "source_digest": "old"}
    old = Results(hard_results.scenario, manifest, hard_results.load)
    with pytest.raises(ScenarioError, match="another version"):
        relaxations(old, ["silos"])


def test_results_without_rows_or_of_ones_own_model_are_refused(lively):
    with pytest.raises(ScenarioError, match="simulate with rows=True"):
        relaxations(simulate(lively, 1, rows=False), ["silos"])
    own = Results(lively, {**simulate(lively, 1).manifest, "model": "mine.Model"}, simulate(lively, 1).load)
    with pytest.raises(ScenarioError, match=r"come from mine\.Model; give those of the usual model"):
        relaxations(own, ["silos"])
    with pytest.raises(ScenarioError, match="the results are 'lively'; give those of"):
        relaxations("lively", ["silos"])
