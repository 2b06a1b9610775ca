"""Said: the book of phrases has all in both languages, and what is said is put together without being read again."""

import re
from pathlib import Path
from string import Formatter

import pytest

import sipabm
from sipabm import ScenarioError
from sipabm.levers import Lever
from sipabm.memo.said import (
    LANGUAGES,
    Listed,
    Number,
    in_language,
    phrases,
    placeholders,
    say,
    sentence,
)
from sipabm.report.flows import EVERYONE, PARTIES, PUBLIC
from sipabm.scenario.files import scenario_names
from sipabm.scenario.mechanisms import MECHANISMS

SOURCE = "".join(path.read_text("utf-8") for path in (Path(sipabm.__file__).parent / "memo").glob("*.py"))
# Of families of phrases that are found by a name: all of them, by what names there are.
NAMED = {
    "lever": [lever.name.lower() for lever in Lever],
    "about": [lever.name.lower() for lever in Lever],
    "mechanism": [each.name for each in MECHANISMS],
    "party": [*PARTIES, PUBLIC, EVERYONE],
    "scenario": scenario_names(),
    "about_scenario": scenario_names(),
}


def test_every_phrase_is_there_in_each_language_with_the_same_places():
    for key, texts in phrases().items():
        assert list(texts) == list(LANGUAGES), key
        assert all(text.strip() == text and text for text in texts.values()), key
        assert len({frozenset(placeholders(text)) for text in texts.values()}) == 1, key


def test_no_number_is_typed_into_a_phrase_but_the_level_of_intervals():
    digits = {
        key: {found for text in texts.values() for found in re.findall(r"\d+", text)}
        for key, texts in phrases().items()
    }
    assert {key: found for key, found in digits.items() if not found <= {"95"}} == {}


def test_places_are_plain_names():
    for key, texts in phrases().items():
        parts = [part for text in texts.values() for part in Formatter().parse(text) if part[1] is not None]
        assert all(name.isidentifier() and not (form or conversion) for _, name, form, conversion in parts), key


@pytest.mark.parametrize("family", NAMED)
def test_whatever_has_a_name_has_its_phrase(family):
    assert [name for name in NAMED[family] if f"{family}.{name}" not in phrases()] == []


def test_every_phrase_is_used():
    def is_used(key):
        family, stem = key.partition(".")[0], key.rpartition("_")[0]
        return any(text in SOURCE for text in (f'"{key}"', f'f"{family}.{{', f'f"{stem}_{{'))

    assert [key for key in phrases() if not is_used(key)] == []


def test_numbers_have_a_comma_in_danish_and_stay_with_their_sign():
    assert in_language(Number("−1,234.5"), "en") == "−1,234.5"
    assert in_language(Number("−1,234.5"), "da") == "−1.234,5"
    assert in_language(Number("57.5 %"), "da") == "57,5\N{NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("parts", "english", "danish"),
    [
        (["a"], "a", "a"),
        (["a", "b"], "a and b", "a og b"),
        (["a", "b", "c", "d"], "a, b, c and d", "a, b, c og d"),
    ],
)
def test_lists_are_those_of_a_sentence(parts, english, danish):
    assert [in_language(Listed(parts), language) for language in LANGUAGES] == [english, danish]


def test_a_sentence_begins_with_a_large_letter_but_a_name_of_the_user_stays():
    assert sentence(say("lever.early_meetings"), "en") == "Early meetings"
    assert sentence("my_world", "en") == "my_world"


def test_what_is_put_into_a_phrase_is_not_read_as_one():
    assert in_language(say("span", low="{high}", high="{0.__class__}"), "en") == "{high} to {0.__class__}"


def test_an_unknown_phrase_is_told_in_one_line():
    with pytest.raises(ScenarioError, match=r"no phrase 'verdict.perhaps'"):
        in_language(say("verdict.perhaps"), "en")
