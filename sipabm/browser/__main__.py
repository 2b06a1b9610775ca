"""`python -m sipabm.browser` makes the engine as WebAssembly, and puts it into the package."""

from __future__ import annotations

from sipabm.browser import engine_files
from sipabm.browser.webassembly import webassembly

if __name__ == "__main__":
    engine_files.ship(webassembly())
    print(f"{engine_files.WASM.name}: {engine_files.WASM.stat().st_size / 1024:.0f} kB")
