"""Names of families of barriers, as a reader calls them."""

from __future__ import annotations

# Alone it would be read as the simulation.
CALLED = {"model": "partnership model"}


def family_in_words(family: str) -> str:
    """Return what a family of barriers is called: 'partnership model' for `model`, the others by their own name."""
    return CALLED.get(family, family)
