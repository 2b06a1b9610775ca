"""The bitcode that comes with the package, so that a first start need not compile: `make engine` makes it anew."""

from __future__ import annotations

import lzma
from pathlib import Path

SHIPPED = Path(__file__).with_name("engine.bitcode.xz")
KEY_LENGTH = 16


def shipped_bitcode(key: str) -> bytes | None:
    """Return the bitcode that comes with the package if it was made from the source of a key."""
    try:
        stored = SHIPPED.read_bytes()
        if stored[:KEY_LENGTH] != key.encode():
            return None
        return lzma.decompress(stored[KEY_LENGTH:])
    # Not there, or damaged: the source is, and can be compiled.
    except (OSError, lzma.LZMAError, EOFError):
        return None


def ship(key: str, bitcode: bytes) -> None:
    """Write the bitcode that comes with the package."""
    SHIPPED.write_bytes(key.encode() + lzma.compress(bitcode, preset=lzma.PRESET_EXTREME | 9))
