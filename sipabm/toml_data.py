"""Data in TOML: parsed in bounded time, whatever is written."""

from __future__ import annotations

import tomllib
from typing import Any

from sipabm.errors import ScenarioError

# The parser looks at each beginning of a dotted key: one of half a million parts would take it days.
MOST_DOTS_IN_A_LINE = 200


def parsed_toml(text: str) -> dict[str, Any]:
    """Return the data of a TOML text; ScenarioError if it is none, or too deep."""
    if any(line.count(".") > MOST_DOTS_IN_A_LINE for line in text.split("\n")):
        raise ScenarioError(
            f"not valid TOML: a line has more than {MOST_DOTS_IN_A_LINE} dots; write it over several lines"
        )
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError("not valid TOML: tables or lists too deep in each other") from None
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"not valid TOML: {error}") from None
    except ValueError:  # Python reads no whole numbers of thousands of digits
        raise ScenarioError("not valid TOML: a number has too many digits") from None
