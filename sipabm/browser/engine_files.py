"""What comes with the package: the engine as WebAssembly, and the module of JavaScript that calls it."""

from __future__ import annotations

from pathlib import Path

from sipabm.compilation.machine_code import key
from sipabm.compilation.shipped import KEY_LENGTH
from sipabm.errors import ScenarioError

WASM, SCRIPT = (Path(__file__).with_name(name) for name in ("engine.wasm", "engine.js"))
# A section that WebAssembly knows nothing of: its mark, its length, the length of its name, its name, and then the key.
NAME = b"source"
BEFORE_KEY = bytes((0, 1 + len(NAME) + KEY_LENGTH, len(NAME))) + NAME


def engine_wasm() -> bytes:
    """Return the engine as WebAssembly; ScenarioError if what comes with the package is of another source."""
    wasm = WASM.read_bytes() if WASM.is_file() else b""
    if not wasm.endswith(keyed(key())):
        raise ScenarioError(f"{WASM.name} was made from another source; make it anew (make engine)")
    return wasm


def engine_script() -> str:
    """Return the module of JavaScript that calls the engine; its last line alone exports."""
    return SCRIPT.read_text("utf-8")


def ship(wasm: bytes) -> None:
    """Write the engine as WebAssembly into the package, with the key of the source that it was made from."""
    WASM.write_bytes(wasm + keyed(key()))


def keyed(key: str) -> bytes:
    """Return the section that holds a key."""
    return BEFORE_KEY + key.encode()
