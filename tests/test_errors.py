"""Errors of input, and the hint that names the nearest known word."""

import pytest

from sipabm.errors import LONGEST_LINE, ScenarioError, nearest, shown

KNOWN = ("own_interest", "own_cashable", "word_of_mouth")


@pytest.mark.parametrize("name", ["own_intrest", "interest", "OWN_interest"])
def test_the_nearest_known_word_is_hinted_at(name):
    assert nearest(name, KNOWN) == "; did you mean 'own_interest'?"


@pytest.mark.parametrize("name", ["", "zzz", "quarters"])
def test_there_is_no_hint_where_nothing_is_near(name):
    assert nearest(name, KNOWN) == ""


def test_known_words_may_be_any_iterable_and_none():
    assert nearest("own_intrest", iter(KNOWN)) == "; did you mean 'own_interest'?"
    assert nearest("own_interest", ()) == ""


def test_an_error_of_input_is_a_value_error_as_validators_must_raise():
    assert issubclass(ScenarioError, ValueError)


def test_the_text_of_an_error_is_one_printable_line_of_bounded_length():
    line = str(ScenarioError("name = '\x1b[2J'\nis not allowed; " + "x" * 5000 + " call it otherwise"))
    assert line.startswith("name = '\\x1b[2J' is not allowed; xxx") and line.endswith("xxx call it otherwise")
    assert "x...x" in line and len(line) == LONGEST_LINE


def test_a_value_is_shown_in_short_whatever_it_is():
    assert shown("\x1b[2J") == "'\\x1b[2J'" and shown(1.5) == "1.5"
    assert len(shown("x" * 10**6)) <= 200 and len(shown(list(range(10**6)))) <= 200
    assert shown(10**6000) == "a value of type int that is too long to show"


def test_there_is_no_hint_for_a_name_of_many_thousand_letters():
    assert nearest("own_interest" * 10_000, KNOWN) == ""
