import pytest

from sipabm.language.units import factor, is_share, of_difference, of_level


@pytest.mark.parametrize(
    ("unit", "shown", "level", "difference"),
    [
        ("share", 100, "%", "points"),
        ("share of target", 100, "% of target", "points"),
        ("months", 1, "months", "months"),
        ("shares sold", 1, "shares sold", "shares sold"),
    ],
)
def test_only_shares_are_shown_a_hundredfold_as_percent_or_points(unit, shown, level, difference):
    assert (factor(unit), of_level(unit), of_difference(unit)) == (shown, level, difference)
    assert is_share(unit) == (shown == 100)
