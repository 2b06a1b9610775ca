"""The autopsy: its tables add up to what the runs recorded, and its check to what the other runs signed."""

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, simulate
from sipabm.barriers import Barrier, Relaxation
from sipabm.studies.autopsy import ALL_TOGETHER, ALONE, ANY_ONE, NO_ONE, NONE_ALONE, READINGS, autopsy
from sipabm.studies.autopsy_sentences import sentences
from sipabm.studies.relaxations import SIGNS, SWITCHES, opened_by, relaxations, without
from sipabm.words import Stage

REPLICATES = 6
HARD = {
    "breakdown": 0.1, "insists_on_cashable": 0.6, "misjudgement": -0.5, "data_cost": 0.06,
    "levers.no_cashable_requirement.practice": 0.0, "levers.flexible_contracts.practice": 0.2,
    "evaluation_burden": {"monitoring": 0.05, "comparison": 0.3, "experiment": 0.6},
    "election_turnover": 0.7, "political_support": 0.6, "competence_price": 0.4, "flexible_gain": 0.3,
    "rigour_asked": {"monitoring": 0.2, "comparison": 0.4, "experiment": 0.4},
}  # fmt: skip


@pytest.fixture(scope="module")
def hard(lively):
    return lively.replace(HARD)


@pytest.fixture(scope="module")
def results(hard):
    return simulate(hard, REPLICATES)


@pytest.fixture(scope="module")
def found(results):
    return autopsy(results)


@pytest.fixture(scope="module")
def relaxed(results):
    return relaxations(results)


def made_by_hand(*rows):
    """Return results of one run with some attempts: stage, barriers, surplus; the first barrier ended each."""
    template = simulate(Scenario.load("classroom").replace(quarters=8))
    attempts = pd.DataFrame(
        [
            {
                "run": 0, "authority": number, "domain": "health", "started": "2010Q1", "ended": "2011Q4",
                "outcome": "stopped", "stage": stage, "barriers": barriers, "barrier": barriers.split(" + ")[0],
                "surplus": surplus,
            }
            for number, (stage, barriers, surplus) in enumerate(rows)
        ]
    )  # fmt: skip
    return template.__class__(**{**template.__dict__, "attempts": attempts})


def test_a_set_is_read_by_where_it_stood():
    found = autopsy(
        made_by_hand(
            ("mobilisation", "frontline + local_politics", 0.0),
            ("mobilisation", "frontline", 0.0),
            ("negotiation", "silos + cashable_savings", -0.2),
            ("negotiation", "silos", -0.1),
            ("negotiation", "none_alone", -0.5),
            ("negotiation", "legislation + change_of_government", 0.0),
        )
    )
    readings = dict(zip(found.sets["barriers"], found.sets["reading"], strict=True))
    assert readings == {
        "frontline + local_politics": ALL_TOGETHER,
        "frontline": ALONE,
        "silos + cashable_savings": ANY_ONE,
        "silos": ALONE,
        "none_alone": NO_ONE,
        "legislation + change_of_government": ALL_TOGETHER,
    }
    barriers = found.barriers.set_index("barrier")
    assert barriers.loc["silos", ["stood", "stood_alone", "opened_at_gate", "opened_at_table"]].tolist() == [2, 1, 0, 2]
    assert barriers.loc["frontline", ["stood", "opened_at_gate", "opened_at_table"]].tolist() == [2, 1, 0]
    assert barriers.loc["cashable_savings", ["ended", "stood", "opened_at_table"]].tolist() == [0, 1, 1]
    assert barriers.loc[NONE_ALONE, ["ended", "opened_at_gate", "opened_at_table"]].tolist() == [1, 0, 0]
    years = found.by_domain_and_year.query("stopped_a_run > 0")
    assert set(years["domain"]) == {"health"} and set(years["year"]) == {2011}


def test_every_way_to_read_a_set_happens_and_is_explained(found):
    assert set(found.sets["reading"]) == set(READINGS)


def test_all_tables_add_up_to_the_attempts_that_were_stopped(found, results):
    stopped = results.runs["stopped"].mean()
    assert found.sets["stopped_a_run"].sum() == pytest.approx(stopped)
    assert found.sets["share"].sum() == pytest.approx(1)
    assert found.barriers["ended"].sum() == pytest.approx(stopped)
    assert found.by_domain_and_year["stopped_a_run"].sum() == pytest.approx(stopped)
    assert found.ended == pytest.approx((results.runs["stopped"] + results.runs["signed"]).mean())


def test_barriers_by_area_and_year_are_those_that_every_run_counted(found, results):
    yearly = results.yearly.groupby(["domain", "year"], observed=True)
    for barrier in ("silos", "no_partner", "none_alone"):
        counted = yearly[f"exit_{barrier}"].sum() / REPLICATES
        table = found.by_domain_and_year.query("barrier == @barrier").set_index(["domain", "year"])["stopped_a_run"]
        assert table.to_dict() == pytest.approx(counted.to_dict())


def test_what_one_barrier_less_opens_is_what_the_recorded_autopsy_says(found, results):
    """A surplus with one barrier relaxed is not negative exactly if there is a barrier that opens."""
    attempts = results.attempts
    at_table = attempts[(attempts["stage"] == Stage.NEGOTIATION.name.lower()) & (attempts["surplus"] < 0)]
    opened = (at_table["relaxed_surplus"] >= 0).sum() / REPLICATES
    ways = found.sets[found.sets["reading"].isin([ANY_ONE])]["stopped_a_run"].sum()
    single = found.barriers["opened_at_table"].sum()
    assert len(at_table) / REPLICATES - opened == pytest.approx(
        found.barriers.set_index("barrier").loc[NONE_ALONE, "ended"]
    )
    assert ways < opened < single
    assert (found.barriers["opened_at_table"] > 0).sum() == len(Relaxation) - 1


def test_one_run_is_enough(hard):
    found = autopsy(simulate(hard))
    assert found.replicates == 1 and (found.sets["stopped_a_run"] % 1 == 0).all()
    assert sentences(found)


def test_runs_in_which_nothing_happens_have_empty_tables():
    names = ("own_interest", "word_of_mouth", "world_news", "fund_pull")
    quiet = simulate(Scenario.load("classroom").replace(dict.fromkeys(names, 0.0)), 2)
    found = autopsy(quiet)
    assert not len(found.sets) and found.barriers["ended"].sum() == 0
    assert sentences(found) == ["No attempt was stopped."]


def test_results_without_attempts_are_refused(hard):
    with pytest.raises(ScenarioError, match="rows=True"):
        autopsy(simulate(hard, rows=False))


# One barrier less, for real


def test_what_is_signed_more_is_the_difference_of_both_runs(relaxed, results, hard):
    for name in ("silos", "bargaining", "rigid_contract"):
        off = simulate(without(hard, name), REPLICATES)
        row = relaxed.set_index("barrier").loc[name]
        assert row["signed_more"] == pytest.approx((off.runs["signed"] - results.runs["signed"]).mean())


def test_it_splits_without_a_remainder(relaxed):
    split = sum(sign * relaxed[part] for part, sign in SIGNS.items())
    assert split.tolist() == pytest.approx(relaxed["signed_more"].tolist())


def test_opened_attempts_are_signed_stopped_or_absent_and_are_those_of_the_autopsy(relaxed, found):
    opened = relaxed["opened_at_gate"] + relaxed["opened_at_table"]
    parts = relaxed[["opened_signed", "opened_stopped", "opened_absent"]].sum(axis=1)
    assert parts.tolist() == pytest.approx(opened.tolist())
    recorded = found.barriers.set_index("barrier").loc[relaxed["barrier"], ["opened_at_gate", "opened_at_table"]]
    assert recorded.to_numpy() == pytest.approx(relaxed[["opened_at_gate", "opened_at_table"]].to_numpy())


def test_the_same_world_signs_nothing_more(results, hard):
    row = relaxations(simulate(without(hard, "silos"), 3), ["silos"]).iloc[0]
    assert [row["signed_more"], row["low"], row["high"], row["new_signed"], row["now_absent"]] == [0] * 5


@pytest.mark.parametrize("name", sorted(set(SWITCHES) - {"investor_appetite"}))
def test_a_barrier_that_is_switched_off_stops_nobody(hard, name):
    attempts = simulate(without(hard, name), 2).attempts
    assert not attempts["barriers"].astype(str).str.split(" + ", regex=False).map(lambda one: name in one).any()


def test_investors_without_aversion_and_limits_still_run_out_of_capital_but_never_refuse_terms(hard, results):
    before = results.attempts["barriers"].astype(str).str.contains("investor_appetite").mean()
    attempts = simulate(without(hard, "investor_appetite"), REPLICATES).attempts
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


def test_some_barriers_can_be_asked_for_and_others_are_refused(results):
    assert relaxations(results, ["silos"])["barrier"].tolist() == ["silos"]
    with pytest.raises(ScenarioError, match=r"no barrier 'silo' .*did you mean 'silos'"):
        relaxations(results, ["silo"])


def test_results_of_another_version_are_refused(results):
    old = results.__class__(**{**results.__dict__, "manifest": {**results.manifest, "source_digest": "old"}})
    with pytest.raises(ScenarioError, match="another version"):
        relaxations(old, ["silos"])
