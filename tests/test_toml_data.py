"""TOML is parsed, or refused in one line, in bounded time."""

import pytest

from sipabm.errors import ScenarioError
from sipabm.toml_data import MOST_DOTS_IN_A_LINE, parsed_toml


def test_what_is_toml_is_parsed():
    assert parsed_toml("a.b = 1\nc = [1.5, 2.5]") == {"a": {"b": 1}, "c": [1.5, 2.5]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a = ", "Invalid value"),
        ("a = " + "[" * 3000, "tables or lists too deep in each other"),
        ("a = " + "9" * 5000, "a number has too many digits"),
        ("a." * (MOST_DOTS_IN_A_LINE + 1) + "b = 1", "a line has more than 200 dots; write it over several lines"),
    ],
)
def test_what_is_none_is_refused(text, words):
    with pytest.raises(ScenarioError, match="not valid TOML: ") as caught:
        parsed_toml(text)
    assert words in str(caught.value)
