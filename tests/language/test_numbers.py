import numpy as np
import pytest

from sipabm.language.lists import listed
from sipabm.language.numbers import change, decimals, is_noise, level, more, number, plain, told

UP = {"difference": 98.72, "low": 89.9, "high": 107.51, "unit": "partnerships"}
DOWN = {"difference": -14.83, "low": -17.72, "high": -11.95, "unit": "partnerships"}
NOTHING = {"difference": 0.0066, "low": -0.0026, "high": 0.0158, "unit": "share"}


def test_a_difference_has_a_sign_and_an_interval():
    assert change(UP) == "+99 (+90 to +108)"
    assert change(DOWN) == "−15 (−18 to −12)"


def test_shares_are_points():
    assert change(NOTHING) == "+0.7 points (−0.3 to +1.6)"
    assert level({**NOTHING, "difference": 0.571, "low": 0.56, "high": 0.582}) == "57 % (56 to 58)"


def test_noise_is_said_to_be_noise():
    assert is_noise(NOTHING) and not is_noise(UP) and not is_noise(DOWN)
    assert told(UP) == change(UP)
    assert told(NOTHING) == "+0.7 points (−0.3 to +1.6: cannot be told from nothing)"
    assert is_noise({"low": np.nan, "high": np.nan})


def test_more_and_fewer_come_without_signs():
    assert more(UP) == "99 more (90 to 108)"
    assert more(DOWN, "more", "less") == "15 less (12 to 18)"
    assert more(NOTHING) == "no more and no fewer that can be told from nothing (+0.7 points; −0.3 to +1.6)"


def test_a_missing_interval_is_left_out():
    assert change({**UP, "low": np.nan, "high": np.nan}) == "+98.7"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(90, 108, 0), (6.0, 7.6, 1), (0.535, 0.582, 2), (0.0001, 0.0002, 3), (0.02, 0.5, 2), (-0.5, 0.02, 1), (1, 1, 1)],
)
def test_decimals_keep_the_first_digit_of_half_an_interval_and_its_ends_from_zero(low, high, expected):
    assert decimals(low, high) == expected


def test_numbers_have_a_true_minus_and_zero_has_no_sign():
    assert number(-1234.5, 1) == "−1,234.5"
    assert number(-0.04, 1, sign=True) == "0.0"


def test_plain_values():
    assert [plain(374.2), plain(23.87), plain(0.658), plain(0.226, "share")] == ["374", "23.9", "0.66", "23 %"]


def test_lists():
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
