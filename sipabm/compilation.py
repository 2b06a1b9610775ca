"""The one place that knows how Numba is used: registration of rules and walk, the cache, and compiled entry points."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
from numba.extending import overload

from sipabm import randomness
from sipabm.source import COMPILED, source_digest

INLINED = {"forceinline": True}  # a call that passes `State` copies two hundred words: a run is a quarter shorter


def register_functions(module: ModuleType) -> None:
    """Let compiled code call every function a module defines; the functions themselves stay plain Python.

    Of a decision, compiled code calls what it is usually: the function that `@decision` marks.
    """
    for _, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__:
            usual = inspect.unwrap(function)
            # Not strict, as one stub that takes anything serves all; `usual` is bound now, before the loop goes on.
            overload(function, jit_options=INLINED, strict=False)(lambda *_, usual=usual: usual)


def register_package(package: ModuleType) -> None:
    """Register the functions of every module of a package."""
    for module in pkgutil.iter_modules(package.__path__):
        register_functions(importlib.import_module(f"{package.__name__}.{module.name}"))


@cache
def cache_folder() -> Path:
    """Return the folder for compiled code: new whenever any source file of the package changed.

    It is in ~/.cache/sipabm or in what the environment variable SIPABM_CACHE_DIR names. Numba's own cache looks at one
    file only and would run old rules after a change elsewhere.
    """
    base = Path(os.environ.get("SIPABM_CACHE_DIR") or Path.home() / ".cache" / "sipabm")
    folder = base / f"{source_digest(COMPILED)}-numba-{numba.__version__}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Tried by writing: a folder may be there and read-only, as in some containers.
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="sipabm-"))


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function compiled when first called, without the interpreter's lock, kept in the package's cache.

    Reference counts (`_nrt`) are off: compiled code makes no arrays, and counting those of `State` at every call
    took half of a run. Without that option of Numba the code would be the same, only slower.
    """
    previous = numba.config.CACHE_DIR
    # Set only while Numba decorates, which is when it reads it: functions of other packages keep their own cache.
    numba.config.CACHE_DIR = str(cache_folder())
    try:
        return numba.njit(nogil=True, cache=True, error_model="numpy", _nrt=False)(function)
    finally:
        numba.config.CACHE_DIR = previous


register_functions(randomness)
