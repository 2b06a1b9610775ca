"""Entry points: what machine code is given, and what it refuses."""

import struct
from typing import NamedTuple

import numpy as np
import pytest

from sipabm.compilation import declarations
from sipabm.compilation.declarations import Array
from sipabm.compilation.entries import Entry


class Pair(NamedTuple):
    first: object
    second: object


NUMBERS = Array(np.dtype("f8"))


@pytest.fixture
def entry(monkeypatch):
    """Return an entry point that takes two arrays as one value, a table, a whole number and a real one."""
    monkeypatch.setattr(declarations, "DECLARED", {})
    monkeypatch.setattr(declarations, "MODULES", [])
    kinds = Pair(NUMBERS, Array(np.dtype("i8"))), Array(np.dtype("f8"), 2), int, float
    return Entry(lambda pair, table, whole, real: None, *kinds)


def test_slots_hold_addresses_shapes_and_numbers_in_order(entry):
    first, second, table = np.zeros(3), np.zeros(5, dtype=np.int64), np.zeros((2, 4))
    words = struct.unpack("8qd", entry.slots((Pair(first, second), table, -7, 0.25)))
    assert words == (first.ctypes.data, 3, second.ctypes.data, 5, table.ctypes.data, 2, 4, -7, 0.25)


@pytest.mark.parametrize(
    "wrong", [np.zeros(3, dtype=np.float32), np.zeros((3, 1)), np.zeros(6)[::2]], ids=["type", "dimensions", "gaps"]
)
def test_an_array_of_another_kind_is_refused_before_any_machine_code_reads_it(entry, wrong):
    good = np.zeros(5, dtype=np.int64), np.zeros((2, 4))
    with pytest.raises(TypeError, match="takes an array of 1 of"):
        entry((Pair(wrong, good[0])), good[1], 1, 1.0)


@pytest.mark.parametrize("more", [(), (None, 1, 1.0), (np.zeros((2, 4)), "1", 1.0)], ids=["few", "none", "text"])
def test_too_few_values_and_others_than_arrays_and_numbers_are_refused(entry, more):
    with pytest.raises(TypeError, match="was given other values than it takes"):
        entry(Pair(np.zeros(3), np.zeros(5, dtype=np.int64)), *more)
