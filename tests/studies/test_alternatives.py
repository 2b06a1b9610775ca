"""Alternatives: the labels they are given, or those that say how they differ."""

import pytest

from sipabm import Scenario
from sipabm.studies.alternatives import labelled, named_by_difference


def label(base, other):
    """Return the label of one alternative."""
    (only,) = labelled(base, other)
    return only


def test_an_alternative_is_called_by_how_it_differs(classroom):
    policy = classroom.with_policy("early_meetings=0.5@2012Q1:2013Q4", "pooled_budgets=1@2013Q1")
    assert label(classroom, policy) == "early_meetings=0.5@2012Q1:2013Q4 + pooled_budgets=1@2013Q1"
    changed = classroom.replace({"give_up": 0.3, "new_law.social": 0.5})
    law = classroom.environment.new_law
    assert label(classroom, changed) == f"new_law=0.5/{law.employment:g}/{law.health:g} + give_up=0.3"
    practised = classroom.replace({"levers.pooled_budgets.practice": 0.4}, ties="block")
    assert label(classroom, practised) == "pooled_budgets as practice of 0.4 + other ties"


def test_an_alternative_with_a_name_of_its_own_is_called_by_it(classroom):
    assert label(classroom, classroom.replace(name="plan", give_up=0.3)) == "plan"


def test_many_changes_are_counted(classroom):
    assert label(classroom, Scenario.load("preventive_health").replace(name="classroom")).endswith(" more")


def test_labels_that_would_be_the_same_are_numbered_and_none_is_lost(classroom):
    assert list(labelled(classroom, [classroom] * 3)) == [
        "classroom again",
        "classroom again (2)",
        "classroom again (3)",
    ]
    named = named_by_difference(
        classroom, [classroom.replace(name=name) for name in ("plan", "plan (2)", "plan", "plan")]
    )
    assert list(named) == ["plan", "plan (2)", "plan (3)", "plan (4)"]


def test_labels_may_be_given(classroom):
    assert labelled(classroom, {"mine": classroom, 2012: classroom}) == {"mine": classroom, "2012": classroom}


@pytest.mark.parametrize("given", ["\x1b[2Jx", "two\nlines", "\ud800", "", "x" * 501])
def test_a_label_is_printable_as_names_are(classroom, given, line_of):
    assert "the label = " in line_of(lambda: labelled(classroom, {given: classroom}))


@pytest.mark.parametrize("others", [[], {}])
def test_no_alternatives_are_refused(classroom, others, line_of):
    assert "give one or more" in line_of(lambda: labelled(classroom, others))
