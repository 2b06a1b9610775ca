"""Declarations: which functions are called as machine code, with values of which kinds, and what they may call."""

from __future__ import annotations

import importlib
import pkgutil
import struct
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Array:
    """An array of numbers or records, in the order of memory, by its numpy type and how many dimensions it has."""

    type: np.dtype
    dimensions: int = 1

    def __str__(self) -> str:
        return f"array of {self.dimensions} of {self.type.descr}"


# Python's own `int` or `float` for a number, an `Array`, or a tuple of several.
Kind = Any
DECLARED: dict[str, Declaration] = {}
MODULES: list[ModuleType] = []


def may_call(module: ModuleType) -> None:
    """Let machine code call every function that a module defines; the functions themselves stay plain Python."""
    if module not in MODULES:
        MODULES.append(module)


def may_call_package(package: ModuleType) -> None:
    """Let machine code call the functions of every module of a package."""
    for module in pkgutil.iter_modules(package.__path__):
        may_call(importlib.import_module(f"{package.__name__}.{module.name}"))


class Declaration:
    """A function, the kinds of its values, and how they are told to machine code."""

    def __init__(self, function: Callable[..., int | None], *kinds: Kind) -> None:
        self.function, self.kinds = function, kinds
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.flat = tuple(flattened(kinds))
        DECLARED[self.name] = self
        may_call(sys.modules[function.__module__])

    def slots(self, values: Any) -> bytes:
        """Return values as words of eight bytes: of an array its address and its length, of a number itself."""
        try:
            return b"".join(self.slot(*each) for each in zip(self.flat, flattened(values), strict=True))
        except (struct.error, ValueError, AttributeError) as error:
            raise TypeError(f"{self.name} was given other values than it takes ({error})") from None

    def slot(self, kind: Kind, value: Any) -> bytes:
        """Return one value as words."""
        if kind is int:
            return struct.pack("q", value)
        return struct.pack("d", value) if kind is float else self.slots_of_array(kind, value)

    def slots_of_array(self, kind: Array, array: Any) -> bytes:
        """Return where an array lies, and its shape."""
        # Machine code would read whatever lies there as if it were of the kind it was compiled for.
        if array.dtype != kind.type or array.ndim != kind.dimensions or not array.flags.c_contiguous:
            raise TypeError(f"{self.name} takes an {kind}, and was given {array.dtype} of shape {array.shape}")
        # Not from `__array_interface__`, which lists all fields of a record: a millisecond for all arrays of a run.
        return struct.pack(f"{1 + kind.dimensions}q", array.ctypes.data, *array.shape)

    def signature(self) -> str:
        """Return the kinds as text, the same on every machine."""
        return " ".join(kind.__name__ if isinstance(kind, type) else str(kind) for kind in self.flat)


def flattened(values: Any) -> Iterator[Any]:
    """Yield values one by one, those of a tuple in its place."""
    for value in values:
        if isinstance(value, tuple):
            yield from flattened(value)
        else:
            yield value
