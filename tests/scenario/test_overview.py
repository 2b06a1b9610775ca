"""A scenario introduces itself: one line for a prompt, small tables for a notebook."""

import html
import re

from pydantic import BaseModel, ValidationError

from sipabm import Scenario

CLASSROOM = Scenario.load("classroom")


def text_of(scenario):
    """Return the words of what a notebook shows, cells apart."""
    return html.unescape(re.sub(r"<[^>]*>", "|", scenario._repr_html_()))


def test_a_scenario_is_one_line_of_name_size_and_time():
    line = "Scenario 'world': 16 countries, 1,493 authorities, 80 quarters from 2010Q1"
    assert repr(Scenario.load("world")) == str(Scenario.load("world")) == line


def test_one_of_a_kind_is_singular():
    line = "Scenario 'lone_authority': 1 country, 1 authority, 120 quarters from 2010Q1"
    assert repr(Scenario.load("lone_authority")) == line


def test_a_name_with_quotes_is_told_in_others():
    assert repr(CLASSROOM.replace(name="it's mine")).startswith('Scenario "it\'s mine": 1 country')


def test_a_message_of_pydantic_about_a_scenario_is_short():
    class Number(BaseModel):
        value: int

    try:
        Number(value=CLASSROOM)
    except ValidationError as error:
        assert "input_value=Scenario 'classroom': 1 c" in str(error)


def test_a_notebook_shows_what_the_scenario_is():
    shown = text_of(Scenario.load("denmark").with_policy("early_meetings=0.5@2020Q1"))
    for words in ("|denmark|", "quarters|", "|144 authorities, ", " in 1 country|", "|small world|", "million USD|"):
        assert words in shown
    assert "early_meetings=0.5@2020Q1, early_meetings as practice of 0.2, " in shown


def test_a_notebook_shows_the_parameters_that_differ_with_default_unit_and_meaning():
    shown = text_of(CLASSROOM.replace({"own_interest": 0.5, "worth.social": 3.0}))
    meaning = "mean probability a quarter that an authority looks at partnerships by itself"
    assert f"|own_interest||0.5||0.0252||per quarter||{meaning}|" in shown
    assert "|worth||social 3, employment 4.3, health 5.4||social 5, employment 4.3, health 5.4||" in shown
    assert "give_up" not in shown


def test_a_scenario_of_defaults_says_so():
    assert "Every parameter has its default." in text_of(
        CLASSROOM.replace(Scenario(countries=CLASSROOM.countries).model_dump())
    )


def test_what_others_wrote_is_escaped():
    shown = CLASSROOM.replace(name="<script>alert('a')</script>", description='"&<b>')._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;alert(&#x27;a&#x27;)&lt;/script&gt;" in shown
    assert "&quot;&amp;&lt;b&gt;" in shown


def test_a_notebook_gets_few_kilobytes_and_no_colour():
    shown = Scenario.load("world")._repr_html_()
    assert len(shown) < 3000
    assert "color" not in shown and "background" not in shown
