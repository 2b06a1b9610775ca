import numpy as np
import pytest

from sipabm.language.numbers import (
    VALUE,
    amount,
    change,
    decimals,
    digits_of,
    in_short,
    is_noise,
    judged,
    level,
    more,
    number,
    percent,
    plain,
    rough,
    short_tick,
    span,
    with_decimal_comma,
)

UP = {"difference": 98.72, "low": 89.9, "high": 107.51, "unit": "partnerships"}
DOWN = {"difference": -14.83, "low": -17.72, "high": -11.95, "unit": "partnerships"}
NOISE = {"difference": 0.0066, "low": -0.0026, "high": 0.0158, "unit": "share"}
ONE_RUN = {"difference": 98.72, "low": np.nan, "high": np.nan, "unit": "partnerships"}


def test_a_difference_has_a_sign_and_an_interval():
    assert change(UP) == "+99 (+90 to +108)"
    assert change(DOWN) == "−15 (−18 to −12)"
    assert change({"value": 3.0, "low": 2.0, "high": 4.0, "unit": "partnerships"}, VALUE) == "+3.0 (+2.0 to +4.0)"


def test_shares_are_percent_as_levels_and_points_as_differences():
    assert change(NOISE) == "+0.7 points (−0.3 to +1.6)"
    assert level({**NOISE, "difference": 0.571, "low": 0.56, "high": 0.582}) == "57.1 % (56.0 to 58.2)"


@pytest.mark.parametrize(
    ("half", "digits"), [(1.0, 1), (1.94, 1), (1.96, 0), (9.9, 0), (14, 0), (0.12, 2), (0.2, 1), (0.0012, 3)]
)
def test_half_an_interval_keeps_its_first_digit_and_a_second_one_after_a_1(half, digits):
    assert decimals(-half, half) == digits


def test_a_missing_interval_is_left_out():
    assert change(ONE_RUN) == "+98.7"


def test_an_interval_that_covers_zero_or_is_missing_is_noise():
    assert [is_noise(row) for row in (UP, DOWN, NOISE, ONE_RUN)] == [False, False, True, True]
    assert is_noise({"low": 0.0, "high": 0.0}) and is_noise({"low": -1.0, "high": 0.0})


def test_noise_is_said_to_be_noise():
    assert judged(UP) == change(UP)
    assert judged(NOISE) == "+0.7 points (−0.3 to +1.6, noise)"
    assert judged(ONE_RUN) == "+98.7 (noise)"


def test_more_and_fewer_come_without_signs():
    assert more(UP) == "99 more (90 to 108)"
    assert more(DOWN, "more", "less") == "15 less (12 to 18)"
    names = ("signed_more", "low", "high")
    assert more({"signed_more": -3.0, "low": -5.0, "high": -1.0, "unit": "x"}, names=names) == "3 fewer (1 to 5)"


def test_noise_is_neither_more_nor_fewer():
    expected = "neither more nor fewer (+0.7 points; −0.3 to +1.6, noise)"
    assert more(NOISE) == expected
    assert more(ONE_RUN) == "neither more nor fewer (+98.7; noise)"


def test_a_first_sentence_has_no_interval_and_says_what_is_luck():
    assert in_short(UP, "partnerships") == "99 more partnerships"
    assert in_short(DOWN, "partnerships", "more", "less") == "15 less partnerships"
    assert in_short(NOISE, "partnerships") == "neither more nor fewer partnerships beyond luck"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(90, 108, 0), (6.0, 7.6, 1), (0.535, 0.582, 2), (0.0001, 0.0002, 3), (0.02, 0.5, 2), (-0.5, 0.02, 1), (1, 1, 1)],
)
def test_decimals_keep_the_first_digit_of_half_an_interval_and_its_ends_from_zero(low, high, expected):
    assert decimals(low, high) == expected


def test_numbers_have_a_true_minus_and_zero_has_no_sign():
    assert number(-1234.5, 1) == "−1,234.5"
    assert number(-0.04, 1, sign=True) == "0.0"


def test_a_missing_number_is_a_dash():
    assert [number(np.nan, 1), plain(np.nan), percent(np.nan), plain(np.nan, "share"), span(np.nan, np.nan)] == [
        "–"
    ] * 5


def test_without_an_interval_large_and_whole_numbers_have_no_decimals():
    assert [digits_of(value) for value in (374.2, 100, 23.87, 3.0, 0.658, 0.0)] == [0, 0, 1, 0, 2, 0]
    assert [plain(374.2), plain(23.87), plain(0.658), plain(0.226, "share")] == ["374", "23.9", "0.66", "23 %"]


def test_a_year_has_no_comma_and_a_mean_of_years_no_decimals():
    assert [plain(2018, "year"), plain(2017.6, "year"), plain(np.nan, "year")] == ["2018", "2018", "–"]
    assert [span(2014.2, 2021, "year"), span(2014.2, 2014.4, "year")] == ["2014 to 2021", "2014"]
    assert span(np.nan, np.nan, "year") == "–"


def test_an_amount_has_its_unit():
    assert [amount(222.4, "partnerships"), amount(0.266, "share")] == ["222 partnerships", "27 %"]


def test_percent_has_a_true_minus_and_as_many_decimals_as_asked_for():
    assert [percent(-0.05), percent(0.943, 1), percent(0.9996)] == ["−5 %", "94.3 %", "100 %"]


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (0, 1, "", "0 to 1"),
        (0.45, 7.0, "", "0.5 to 7.0"),
        (10.95, 24.05, "", "11 to 24"),
        (0.41, 2.78, "", "0.4 to 2.8"),
        (0.2, 0.43, "share", "20 to 43 %"),
        (0.96, 0.96, "share", "96 %"),
        (21.0, 21.0, "months", "21"),
    ],
)
def test_a_span_has_the_decimals_of_half_its_width_and_no_more_than_its_ends(low, high, unit, words):
    assert span(low, high, unit) == words


def test_where_a_number_is_split_has_two_digits():
    found = [rough(value) for value in (0.1234, 0.0456, -0.5, 0.0, 7.61, 20.0, 250.4)]
    assert found == ["0.12", "0.046", "−0.50", "0", "7.6", "20", "250"]


@pytest.mark.parametrize(("text", "danish"), [("−1,234.5", "−1.234,5"), ("57 %", "57 %"), ("+0.25", "+0,25")])
def test_a_decimal_comma_changes_places_with_the_comma_of_thousands(text, danish):
    assert with_decimal_comma(text) == danish


@pytest.mark.parametrize(
    ("value", "text"), [(-0.25, "−0.25"), (1500.0, "1,500"), (0.30000000000000004, "0.3"), (-0.0, "0"), (2.0, "2")]
)
def test_a_number_at_a_scale_has_no_more_digits_than_it_needs(value, text):
    assert short_tick(value) == text
