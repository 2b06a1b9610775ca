"""Errors of input, and the hint that names the nearest known word."""

import pytest

from sipabm.errors import ScenarioError, nearest

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
