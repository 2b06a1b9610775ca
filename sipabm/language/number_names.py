"""Names of numbers of a scenario as a reader sees them."""

from __future__ import annotations

LEVERS = "levers."


def name_in_words(name: str) -> str:
    """Return the name of a number in words: 'belief weight', 'worth (social)', 'early meetings (practice)'."""
    first, *case = name.removeprefix(LEVERS).replace("_", " ").split(".")
    return f"{first} ({' '.join(case)})" if case else first
