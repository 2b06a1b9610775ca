import re

import pytest

from sipabm.browser.page.assembly import MODULES, text_of
from sipabm.browser.page.phrases import own_phrases, phrases
from sipabm.browser.page.told import known_names
from sipabm.errors import ScenarioError
from sipabm.language.glossary import GLOSSARY

# A key that stands in a module as a text, or begins one that is put together.
KEY, PUT_TOGETHER = re.compile(r'"([a-z_]+(?:\.[a-z_0-9]+)+)"'), re.compile(r"`([a-z_]+\.(?:[a-z_]+_)?)\$\{")
PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture(scope="module")
def script():
    return "".join(text_of(f"{name}.js") for name in MODULES)


def test_both_languages_have_the_same_places():
    for key, phrase in phrases().items():
        english, danish = (sorted(PLACE.findall(phrase[language])) for language in ("en", "da"))
        assert english == danish, key
        assert all(text and text.strip() == text for text in phrase.values()), key


def test_what_a_module_says_stands_in_the_book(script):
    said = {key for key in re.findall(r'say\("([^"]+)"', script)}
    assert len(said) > 50
    assert said <= set(phrases())


def test_the_book_holds_nothing_that_nobody_says(script):
    literal, begun = set(KEY.findall(script)), tuple(PUT_TOGETHER.findall(script))
    whole = {"plan", "wrong", "title", "noscript"}  # by number, and what Python says
    left = [key for key in own_phrases() if key not in literal and not key.startswith(begun)]
    left = [key for key in left if key.split(".")[0] not in whole]
    assert {key for key in left if f'"{key}"' not in script} == set()


@pytest.mark.parametrize(
    ("beginnings", "names"),
    [
        (("mechanism", "about_mechanism"), "mechanisms"),
        (("lever", "about", "cost_lever"), "levers"),
        (("barrier", "about_barrier"), "barriers"),
        (("stage",), "stages"),
        (("area",), "areas"),
        (("party",), "parties"),
    ],
)
def test_all_that_the_model_names_has_words(beginnings, names):
    for name in known_names()[names]:
        for beginning in beginnings:
            assert f"{beginning}.{name}" in phrases()


def test_the_glossary_is_the_one_of_the_command_line():
    # Its English is kept beside the Danish, so that who changes one sees the other.
    words = {
        phrases()[key]["en"]: phrases()[f"meaning.{key.removeprefix('word.')}"]["en"]
        for key in phrases()
        if key.startswith("word.")
    }
    assert words == GLOSSARY


def test_a_language_that_nobody_wrote_is_refused():
    from sipabm.browser.page import page

    with pytest.raises(ScenarioError, match="the language = 'de' is not allowed; it should be 'en' or 'da'"):
        page("lone_authority", language="de")
