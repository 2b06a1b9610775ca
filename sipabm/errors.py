"""Errors a user can mend: one line that says what is wrong, where, what is allowed and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ScenarioError(ValueError):
    """Raised for any input that cannot be simulated; its text is one line."""

    # A ValueError, as pydantic gathers what its validators raise only if it is one.


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint naming the known word nearest to `name`, or nothing."""
    # Looser than the 0.6 of difflib: names are long, and a wrong guess is easier to bear than none.
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean '{close[0]}'?" if close else ""
