"""Decline by set in sentences: who comes first stands first, luck beside it, and what cannot be told apart is said."""

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.studies.attribution import Quantity
from sipabm.studies.decline_by_set import WHO, DeclineBySet
from sipabm.studies.decline_by_set_sentences import by_set_answer, note, sentences, title
from sipabm.studies.robustness_tables import ADDS, CRITERIA, FIRST, LUCK, NUMBERS, TOP

QUANTITIES = (Quantity("share_lost", "share of the peak lost", "share"), Quantity("lost", "partnerships lost", "count"))
SHARES = {
    FIRST: {"leaving": (0.6, 0.8), "support": (0.4, 0.7), "bending": (0.0, float("nan"))},
    TOP: {"leaving": (0.9, 0.95), "support": (0.8, 0.9), "bending": (0.1, 0.2)},
}


def made_up(shares=SHARES, luck=(0.8, 0.4), larger=(0.55, 0.9)):
    """Return what 60 sets said of three mechanisms, the same in both senses."""
    rows = [
        {"criterion": name, "label": CRITERIA[name], WHO: label, "unit": "share", "share": share, "again": again}
        for name, by_label in shares.items()
        for label, (share, again) in by_label.items()
    ]
    about = {"unit": "share", "low": [0.05, 0.01, -0.02], "high": [0.3, 0.2, 0.01], "sets": 60}
    parts = {WHO: ["leaving", "support", "bending"], **about, "median": [0.2, 0.1, 0.0], "positive": [60, 57, 20]}
    ends = {"low": [each - 0.1 for each in larger], "high": [min(1.0, each + 0.1) for each in larger]}
    pairs = {WHO: ["leaving", "support"], "next": ["support", "bending"], "unit": "share", "larger": larger, **ends}
    one = {
        "answers": pd.DataFrame(rows),
        "luck": pd.DataFrame({"differs": [LUCK, NUMBERS], "same_first": luck}),
        "parts": pd.DataFrame(parts),
        "pairs": pd.DataFrame(pairs),
        "sets": pd.DataFrame(),
    }
    both = {
        name: pd.concat([table.assign(quantity=sense.name) for sense in QUANTITIES], ignore_index=True)
        for name, table in one.items()
    }
    world = Scenario.load("world")
    return DeclineBySet(world, QUANTITIES, **both, counted=60, replicates=4)


def test_the_answer_says_who_comes_first_how_often_and_how_often_again_by_luck_alone():
    assert by_set_answer(made_up()) == (
        "Leaving comes first in 60 % of 60 sets of numbers that fit the record, and is among the first three in 90 %; "
        "by luck alone, with the same numbers, first again in 80 %."
    )


def test_of_few_or_one_it_is_true_as_well():
    assert "among the first three" not in by_set_answer(made_up({FIRST: SHARES[FIRST]}))
    assert by_set_answer(made_up({ADDS: {"leaving": (0.6, 0.8)}})) == (
        "Leaving adds to it in 60 % of 60 sets of numbers that fit the record; by luck alone, with the same numbers, "
        "again in 80 %."
    )


def test_each_sense_has_its_shares_and_what_is_never_first_is_told():
    told = sentences(made_up())
    assert told[0] == (
        "First in share of the peak lost, of all sets (again by luck alone): leaving 60 % (80 %) and support 40 % "
        "(70 %); in none: bending."
    )
    assert told[1].startswith("First in partnerships lost, of all sets")


@pytest.mark.parametrize(("luck", "mostly"), [((0.8, 0.4), False), ((0.6, 0.5), True)])
def test_luck_and_numbers_are_told_apart(luck, mostly):
    told = " ".join(sentences(made_up(luck=luck)))
    assert f"Another explanation, or none, is first in {100 * (1 - luck[0]):.0f} % of the sets by luck alone" in told
    assert ("more than half of the difference between sets is luck" in told) == mostly


def test_parts_have_their_span_and_those_that_do_not_always_add_say_so():
    told = " ".join(sentences(made_up()))
    assert "leaving +20 points (+5 to +30); support +10 points (+1 to +20), adding to the fall in 57 of 60;" in told


def test_what_cannot_be_told_apart_is_said():
    told = sentences(made_up())
    assert "leaving is first and support second" in told[-2] and "cannot be told apart" in told[-2]
    assert "support is second and bending third" in told[-1] and "they can be told apart" in told[-1]


def test_it_is_said_what_was_made_and_what_stays_on():
    assert "divided among leaving, support and bending; all other mechanisms stay" in note(made_up())
    assert "60 sets of numbers that fit the record, 4 runs of each combination" in title(made_up())
