"""Numbers as people type them."""

import pytest

from sipabm.language.typed import check_separate, typed_number

ANY = (float("-inf"), float("inf"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.5", 0.5),
        (" 50% ", 0.5),
        ("50 %", 0.5),
        ("12.5%", 0.125),
        ("7%", 0.07),
        ("-3%", -0.03),
        ("2", 2.0),
        (".5", 0.5),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, number):
    assert typed_number("--set", text) == number


@pytest.mark.parametrize("text", ["", "half", "%", "50%%", "5 0", "0.5.1", "1,2,3"])
def test_what_is_no_number_is_none(text):
    assert typed_number("--set", text) is None


@pytest.mark.parametrize("text", ["５０%", "20１0", "1_0", "1_0%", "-0", "-0.0 %", "٣"])
def test_a_number_that_nobody_writes_so_is_refused(line_of, text):
    line = line_of(lambda: typed_number("--set", text))
    assert line == f"--set: {text!r} is not how a number is written; write it like 0.5 or 50%"


@pytest.mark.parametrize(("text", "number"), [("1e-3", 0.001), ("+2", 2.0), ("1.", 1.0), ("inf", float("inf"))])
def test_other_ways_to_write_a_number_stay(text, number):
    assert typed_number("--set", text) == number


@pytest.mark.parametrize(("text", "written"), [("0,5", "0.5"), ("-1,25", "-1.25"), ("12,5%", "12.5%")])
def test_a_decimal_comma_is_answered_by_how_the_number_is_written(line_of, text, written):
    assert (
        line_of(lambda: typed_number("--set", text)) == f"--set: write {written} with a point; a comma separates values"
    )


@pytest.mark.parametrize(
    ("values", "bounds", "written"),
    [
        (["0", "5"], (0, 1), "0.5"),
        (["0.1", "0", "25"], (0, 1), "0.25"),
        (["0", "05"], ANY, "0.05"),
        (["1", "5"], (0, 2), "1.5"),
    ],
)
def test_two_values_that_can_only_be_one_are_told(line_of, values, bounds, written):
    assert f"write {written} with a point" in line_of(lambda: check_separate("--lever", values, *bounds))


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        (["0", "1"], (0, 1)),  # two shares
        (["0.5", "1"], (0, 1)),
        (["0", "5"], (0, 10)),  # two values of a parameter that can be 5
        (["7", "5"], (0, 1)),  # neither is allowed, and 7.5 is not either: refused elsewhere
        (["0", "0"], (0, 1)),
        (["block", "small_world"], ANY),
    ],
)
def test_values_that_may_be_meant_as_several_pass(values, bounds):
    check_separate("--lever", values, *bounds)
