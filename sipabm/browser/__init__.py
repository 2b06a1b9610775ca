"""The engine in a browser: the compiled functions as WebAssembly, and what a page calls them by."""

from sipabm.browser.data import scenario_data
from sipabm.browser.engine_files import engine_script, engine_wasm
from sipabm.browser.layout import engine_layout

__all__ = ["engine_layout", "engine_script", "engine_wasm", "scenario_data"]
