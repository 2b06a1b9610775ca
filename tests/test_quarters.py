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


@pytest.mark.parametrize("bad", ["2010", "2010Q5", "2010Q11", " 2010Q1", "2010Q1\n", "20100Q1", "٢٠١٠Q1"])
def test_anything_else_is_refused(bad):
    with pytest.raises(ScenarioError, match="write it like 2010Q1"):
        ordinal(bad)
