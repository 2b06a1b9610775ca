"""Robustness in sentences: the first one answers, luck is told apart, and that no number was found is said."""

from types import SimpleNamespace

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.language.money import MODEL_MONEY
from sipabm.studies.cohorts import Cohort
from sipabm.studies.robustness import COHORT, YEARS, Robustness
from sipabm.studies.robustness_sentences import capital, is_plural, meaning_of, notes, sentences, title
from sipabm.studies.robustness_tables import ADDS, CRITERIA, DECIDING, FIRST, LOSES, LUCK, NUMBERS, TOP, WORTH
from sipabm.sweeps.measures import measure_named

MEETINGS, DEMAND = "early meetings", "no cashable requirement"
SHARES = {
    FIRST: {MEETINGS: (0.48, 0.71), DEMAND: (0.2, 0.5)},
    TOP: {MEETINGS: (0.93, 0.95), DEMAND: (0.6, 0.8)},
    WORTH: {MEETINGS: (0.3, 0.4), DEMAND: (0.75, 0.9)},
}
ONE = {ADDS: {"outcomes fund": (0.6, 0.8)}, WORTH: {"outcomes fund": (0.0, float("nan"))}}
SPLIT = {"confirmed": 0.9, "low": 0.1234, "high": 0.7, "low_share": 0.05, "high_share": 0.6}
BOTH = {"where_low": MEETINGS, "where_high": DEMAND}


def made_up(
    shares=SHARES, deciding=(), luck=(0.8, 0.3), left_out=0, over="posterior", kept=("pool",), by=COHORT, needs=()
):
    """Return a robustness of 200 sets and three numbers with these shares and agains by criterion and lever."""
    rows = [
        {"criterion": name, "label": CRITERIA[name], "lever": lever, "share": share, "again": again}
        for name, levers in shares.items()
        for lever, (share, again) in levers.items()
    ]
    levers = list(next(iter(shares.values())))
    found = SimpleNamespace(
        base=Scenario.load("denmark").replace(over=over).model_copy(update={"kept": list(kept)}),
        others=dict.fromkeys(levers),
        measure=measure_named("signed"),
        answers=pd.DataFrame(rows),
        luck=pd.DataFrame({"differs": [LUCK, NUMBERS], "same_first": luck}),
        deciding=pd.DataFrame(deciding, columns=list(DECIDING)),
        drawn=pd.DataFrame(0.5, index=range(200 + left_out), columns=["set", "give_up", "horizon", "worth.social"]),
        by=by,
        begun=dict.fromkeys(levers, Cohort(2026, 2028)),
        needs=dict(needs),
        years=(2018, 2040),
        money=MODEL_MONEY,
        replicates=10,
        left_out=left_out,
        counted=200,
        area=None,
        manifest={"first_quarter": "2026Q1", "begun": None, "discount": 0.0},
    )
    found.of = lambda criterion: Robustness.of(found, criterion)
    return found


def said(*given, **changed):
    return " ".join(sentences(made_up(*given, **changed)))


def test_the_first_sentence_answers():
    assert sentences(made_up())[0] == (
        "Early meetings add most to partnerships signed in 48 % of 200 sets of numbers that fit the record, and are "
        "among the first three in 93 %; by luck alone, with the same numbers, first again in 71 %."
    )


def test_it_is_true_of_few_levers_and_of_other_sets_too():
    shares = {FIRST: {DEMAND: (0.48, 0.71), MEETINGS: (0.2, 0.5)}, WORTH: SHARES[WORTH]}
    assert sentences(made_up(shares, over="ranges"))[0] == (
        "No cashable requirement adds most to partnerships signed in 48 % of 200 sets of numbers from the whole of "
        "what is plausible; by luck alone, with the same numbers, first again in 71 %."
    )


def test_one_lever_alone_adds_something_or_nothing():
    assert said(ONE).startswith(
        "Outcomes fund adds to partnerships signed in 60 % of 200 sets of numbers that fit the record; by luck alone, "
        "with the same numbers, again in 80 %. It is never worth its cost in cash, whatever the set."
    )
    nothing = {name: dict.fromkeys(levers, (0.0, float("nan"))) for name, levers in ONE.items()}
    assert said(nothing).startswith("Outcomes fund adds nothing to partnerships signed in any of 200 sets")
    none = {name: dict.fromkeys(levers, (0.0, float("nan"))) for name, levers in SHARES.items()}
    assert said(none).startswith("No lever adds to partnerships signed in any of 200 sets")


def test_what_is_worth_its_cost_stands_with_the_control_the_most_often_first():
    assert sentences(made_up())[1].endswith(": no cashable requirement 75 % (90 %) and early meetings 30 % (40 %).")


def test_that_none_is_worth_its_cost_and_which_lose_cash_in_most_sets_is_said():
    shares = {**SHARES, WORTH: dict.fromkeys(SHARES[WORTH], (0.0, float("nan")))}
    shares[LOSES] = {MEETINGS: (0.4, 0.5), DEMAND: (0.8, 0.9)}
    assert sentences(made_up(shares))[1] == (
        "None of them is worth its cost in cash, whatever the set. Less cash than without in most sets: no cashable "
        "requirement 80 % (90 %)."
    )


def test_luck_and_numbers_are_told_apart():
    told = said()
    assert (
        "Another lever, or none, is first in 20 % of the sets by luck alone, with the same numbers, and in 70 %" in told
    )
    assert "In 32 % of all sets none adds anything" in told and "--replicates" not in told
    assert "more runs (--replicates) leave less of it" in said(luck=(0.6, 0.3))


def test_nothing_is_said_of_sets_in_which_none_adds_anything_if_there_are_none():
    shares = {FIRST: {MEETINGS: (0.7, 0.8), DEMAND: (0.3, 0.5)}, WORTH: SHARES[WORTH]}
    assert "none adds anything" not in said(shares)


def test_a_number_that_turns_the_answer_is_named_with_what_it_does_and_where_more_is_told():
    row = {"lever": MEETINGS, "criterion": FIRST, "number": "give_up", "unit": "share", **SPLIT, **BOTH}
    assert sentences(made_up(deciding=[row]))[-1] == (
        f"Worth asking about: give up ({meaning_of('give_up')}). Early meetings first: in 5 % of the sets where it is "
        "at most 0.12 (the lowest third), in 60 % where it is at least 0.70 (the highest third); confirmed in 90 % of "
        "40 halves. First most often: early meetings where it is low, no cashable requirement where it is high."
    )
    assert meaning_of("give_up").endswith("; see sipabm parameters give_up")


def test_the_one_that_decides_about_the_best_lever_comes_first():
    about = {"number": "horizon", "unit": "years", **SPLIT, "where_low": MEETINGS, "where_high": MEETINGS}
    rows = [
        {"lever": MEETINGS, "criterion": WORTH, **about},
        {"lever": DEMAND, "criterion": FIRST, **about},
        {"lever": MEETINGS, "criterion": FIRST, **about, "number": "give_up"},
    ]
    *_, first, second, third = sentences(made_up(deciding=rows))
    assert first.startswith("Worth asking about: give up") and "First most often" not in first
    assert second.startswith("Also horizon") and "No cashable requirement first" in second
    assert "Early meetings worth the cost in cash" in third


def test_that_no_number_was_found_is_said():
    assert sentences(made_up())[-1].startswith("No single number was found that turns this: of 3 numbers none")
    few = made_up()
    few.counted = 39
    assert sentences(few)[-1].endswith("no number was looked for.") and "fewer than 40 sets" in sentences(few)[-1]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("levers.pooled_budgets.practice", "share of projects that use it without any policy"),
        ("worth.social", "see sipabm parameters worth"),
    ],
)
def test_a_case_and_a_practice_have_a_meaning_too(name, words):
    assert words in meaning_of(name)


def test_notes_say_what_is_kept_and_what_is_left_out():
    told = " ".join(notes(made_up(left_out=4)))
    assert "Set of numbers: 3 numbers" in told and "Kept as the scenario has them: pool." in told
    assert "4 sets more leave nothing to measure" in told and "in the mean of 10 runs" in told
    assert "First: adds something to partnerships signed" in told and "net cash of all public budgets" in told
    assert "Attempts begun: in 2026 to 2028, from the levers' start on" in told and "at the end of 2040" not in told
    assert "Of a partnership that still runs at the end of 2040 the cost counts" in " ".join(notes(made_up(by=YEARS)))
    assert "Adds anything: there is more of partnerships signed" in " ".join(notes(made_up(ONE)))
    bare = " ".join(notes(made_up(kept=())))
    assert "Kept" not in bare and "nothing to measure" not in bare


def test_the_title_says_what_was_run():
    assert title(made_up()) == (
        "Levers from 2026Q1 in scenario “denmark”, attempts begun 2026 to 2028: what holds in 200 sets of numbers that "
        "fit the record, 10 runs of each world with each, made twice"
    )
    assert "in scenario “denmark”, 2018 to 2040: what holds" in title(made_up(by=YEARS))


def test_where_the_runs_end_too_early_they_say_so_and_which_year_they_must_reach():
    without_worth = {name: levers for name, levers in SHARES.items() if name != WORTH}
    told = sentences(made_up(without_worth, needs={WORTH: "needs 2044"}))
    assert told[0].startswith("Early meetings add most to partnerships signed in 48 %")
    assert told[1] == (
        "The runs end in 2040, too early to say what is worth its cost in cash: attempts begun 2026 to 2028 must be "
        "followed until 2044; give the scenario more quarters."
    )
    nothing = made_up(needs=dict.fromkeys((FIRST, TOP, WORTH), "needs 2044"))
    nothing.answers = nothing.answers[:0]
    assert len(sentences(nothing)) == 1
    assert sentences(nothing)[0].startswith("The runs end in 2040, too early to say what adds most to partnerships")


def test_levers_are_spoken_of_in_their_number():
    assert is_plural("early meetings (50 %)") and not is_plural("outcomes fund") and not is_plural("pragmatic data")
    assert capital("early meetings") == "Early meetings" and capital("") == ""
