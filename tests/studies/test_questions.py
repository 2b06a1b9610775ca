"""The questions of an attribution: each is passed on with all that was said of it."""

import pytest

from sipabm.studies import questions


@pytest.fixture
def asked(monkeypatch):
    """Replace both answers by one that says what it was asked."""
    for name in questions.QUESTIONS:
        monkeypatch.setitem(questions.QUESTIONS, name, lambda *given, name=name, **how: (name, given, how))


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("question", ["levers", "decline"])
def test_a_question_is_answered_with_the_arguments_given(question):
    name, given, how = questions.attribute("classroom", question, 7, 3, threads=2)
    assert name == question and len(given) == 1
    assert how == {"replicates": 7, "seed": 3, "threads": 2}


@pytest.mark.usefixtures("asked")
def test_the_decline_is_what_is_asked_if_nothing_is_said():
    name, _, how = questions.attribute("classroom")
    assert name == "decline" and how == {"replicates": 200, "seed": 1}


@pytest.mark.parametrize(("question", "hint"), [("lever", "did you mean 'levers'"), (3, "questions: levers, decline")])
def test_what_is_no_question_is_refused(question, hint, line_of):
    assert hint in line_of(lambda: questions.attribute("classroom", question))
