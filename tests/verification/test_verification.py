"""A verification counts what it compared and what that exercised, and holds unless something differs."""

import pytest

from sipabm.verification import Report, random_scenario, verify
from sipabm.verification.compared_histories import histories
from sipabm.verification.verification import FACTS, everything


@pytest.fixture(scope="module")
def report():
    """Return a report of four scenarios, and how many were done whenever progress was told."""
    told = []
    return verify(4, first=4, progress=told.append), told


def test_a_report_counts_what_it_compared(report):
    found, told = report
    assert told == [1, 2, 3, 4]
    assert found.holds and found.scenarios == 4
    assert found.attempts > 50 and found.contracts > 0


def test_a_report_says_what_was_exercised_and_what_never(report):
    found, _ = report
    assert found.exercised["signed"] >= 1
    assert "parameter own_interest" not in found.never_exercised
    assert set(found.never_exercised) <= set(everything())
    assert set(found.exercised) == set(everything())


def test_everything_is_named_once_and_holds_every_fact():
    names = list(everything())
    assert len(names) == len(set(names))
    assert set(FACTS) <= set(names)


def test_a_difference_is_reported_under_the_name_of_its_scenario():
    scenario = random_scenario(4)
    engine, mesa = histories(scenario, 4, 1)
    report = Report()
    report.add(scenario, engine, mesa._replace(attempts=mesa.attempts[:-1]))
    assert not report.holds
    assert report.differences == [
        f"random 4: attempts: the engine has {len(engine.attempts)} rows, the Mesa model {len(engine.attempts) - 1}"
    ]
