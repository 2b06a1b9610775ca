"""The years that count lie within the run, and all scenarios cover the same time."""

import pytest

from sipabm.sweeps.spans import span_of


def test_runs_end_with_the_last_year_and_the_window_is_part_of_them(lively):
    span = span_of([lively], 2014, 2016)
    assert span.years == tuple(range(2010, 2017)) and span.counted == (2014, 2015, 2016)
    assert span_of([lively], None, None).counted == tuple(range(2010, 2025))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2009, None, "first = 2009"),
        (None, 2031, "from 2010 to 2024"),
        ("2012Q1", None, "first = '2012Q1'"),
        (2014, 2013, "last = 2013 is before first = 2014"),
    ],
)
def test_a_window_lies_within_the_run(lively, first, last, words, line_of):
    assert words in line_of(lambda: span_of([lively], first, last))


def test_scenarios_cover_the_same_time(lively, line_of):
    line = line_of(lambda: span_of([lively, lively.replace(quarters=40)], None, None))
    assert "60 quarters from 2010Q1" in line and "40 from 2010Q1" in line
