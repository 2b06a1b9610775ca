"""Names of numbers in words."""

import pytest

from sipabm.language.number_names import name_in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("belief_weight", "belief weight"),
        ("worth.social", "worth (social)"),
        ("investor_capital.impact_fund", "investor capital (impact fund)"),
        ("levers.early_meetings.practice", "early meetings (practice)"),
        ("early_meetings.from", "early meetings (from)"),
    ],
)
def test_a_name_is_words_with_its_case_in_brackets(name, words):
    assert name_in_words(name) == words
