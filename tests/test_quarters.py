import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm import ScenarioError
from sipabm.quarters import ordinal, text


@given(st.integers(0, 4 * 9999 + 3))
def test_a_quarter_reads_back_as_the_same(number):
    assert ordinal(text(number)) == number


def test_quarters_follow_one_another():
    assert ordinal("2011Q1") - ordinal("2010Q4") == 1
    assert text(ordinal("2010Q4") + 1) == "2011Q1"


@pytest.mark.parametrize("bad", ["2010", "2010Q5", "2010Q11", " 2010Q1", "20100Q1", "2010Q1 "])
def test_anything_else_is_refused(bad):
    with pytest.raises(ScenarioError, match="write it like 2010Q1"):
        ordinal(bad)


@pytest.mark.parametrize("bad", ["2010Q1\n", "\u0662\u0660\u0661\u0660Q1"])
def test_line_breaks_and_other_digits_are_refused(bad):
    with pytest.raises(ScenarioError, match="write it like 2010Q1"):
        ordinal(bad)
