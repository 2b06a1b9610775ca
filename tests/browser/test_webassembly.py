"""The engine as WebAssembly: made from this source, small, of no machine, and it does what the engine does."""

import struct
import subprocess
import sys

import numpy as np
import pytest

from sipabm.browser import engine_files, engine_wasm, webassembly
from sipabm.compilation.declarations import Array, flattened
from sipabm.compilation.entries import Entry
from sipabm.compilation.machine_code import key
from sipabm.engine.one_run import EngineRun
from sipabm.verification import random_scenario
from sipabm.verification.compared_histories import unequal_rows
from sipabm.world.build import new_world

MOST_BYTES = 250_000
IMPORTS = 2


def sections(wasm):
    """Yield number and content of each section of a module."""
    assert wasm[:8] == b"\0asm\1\0\0\0"
    at = 8
    while at < len(wasm):
        number, at = wasm[at], at + 1
        # Seven bits a byte, the lowest first; the last byte is below 128.
        last = next(place for place in range(at, len(wasm)) if wasm[place] < 128)
        length = sum((wasm[place] & 127) << 7 * (place - at) for place in range(at, last + 1))
        yield number, wasm[last + 1 : last + 1 + length]
        at = last + 1 + length


def test_what_is_shipped_is_made_from_this_source_small_and_asks_for_nothing():
    # After a change of the source: make engine
    wasm = engine_wasm()
    found = dict(sections(wasm))
    assert len(wasm) < MOST_BYTES
    assert IMPORTS not in found
    assert found[0] == bytes((len(engine_files.NAME),)) + engine_files.NAME + key().encode()


def test_nothing_of_the_machine_on_which_it_was_made_is_in_it():
    assert not [word for word in (b"site-packages", b"numba", b"/home", b".py") if word in engine_wasm()]


@pytest.mark.parametrize("damage", ["nothing", "of another source", "cut"])
def test_what_is_of_another_source_or_not_there_is_refused(monkeypatch, tmp_path, damage, line_of):
    whole = engine_wasm()
    monkeypatch.setattr(engine_files, "WASM", tmp_path / "engine.wasm")
    if damage != "nothing":
        engine_files.WASM.write_bytes(whole[:-1] if damage == "cut" else whole)
    if damage == "of another source":
        monkeypatch.setattr(engine_files, "key", lambda: "0123456789abcdef")
    assert line_of(engine_wasm) == "engine.wasm was made from another source; make it anew (make engine)"


KEEPING = (
    "%a = alloca i64",
    "%a = load ptr, ptr %b",
    "store ptr %a, ptr %b, align 8",
    "store ptr null, ptr %1, align 8",
    "%a = load <2 x ptr>, ptr %b",
)


@pytest.mark.parametrize("code", KEEPING)
def test_code_that_keeps_an_address_in_memory_is_refused(code):
    with pytest.raises(ValueError, match="keeps an address"):
        webassembly.check_addresses(f"define void @f() {{\n  {code}\n  ret void\n}}")


def test_code_that_only_says_that_nothing_is_returned_is_not():
    webassembly.check_addresses("define i32 @f(ptr %0) {\n  store ptr null, ptr %0, align 8\n  ret i32 0\n}")


class Instance:
    """A module of WebAssembly, whose functions are called as machine code is: arrays are copied in and out."""

    def __init__(self, wasmtime, wasm):
        self.store = wasmtime.Store()
        instance = wasmtime.Instance(self.store, wasmtime.Module(self.store.engine, wasm), [])
        self.exports = instance.exports(self.store)
        self.exports["_initialize"](self.store)
        self.memory = self.exports["memory"]

    def call(self, entry, *values):
        """Return what an entry point returns."""
        given = list(flattened(values))
        answer = self.exports["__heap_base"].value(self.store) + 16
        slots = answer + 16
        free = slots + 8 * sum(3 if isinstance(kind, Array) else 1 for kind in entry.flat)
        # Two views of the same memory lie in the same place.
        arrays = {value.ctypes.data: value for value in given if isinstance(value, np.ndarray) and value.size}
        places = {}
        for address, value in arrays.items():
            places[address] = free = (free + 15) // 16 * 16
            free += value.nbytes
        lacking = free - self.memory.data_len(self.store)
        if lacking > 0:
            self.memory.grow(self.store, lacking // 65536 + 1)
        for address, value in arrays.items():
            self.memory.write(self.store, value.tobytes(), places[address])
        words = (self.slot(entry, *each, places) for each in zip(entry.flat, given, strict=True))
        self.memory.write(self.store, b"".join(words), slots)
        assert self.exports[entry.name](self.store, answer, answer + 8, slots) == 0
        for address, value in arrays.items():
            if value.flags.writeable:
                read = self.memory.read(self.store, places[address], places[address] + value.nbytes)
                value[...] = np.frombuffer(read, dtype=value.dtype).reshape(value.shape)
        return int.from_bytes(self.memory.read(self.store, answer, answer + 8), "little", signed=True)

    def slot(self, entry, kind, value, places):
        """Return one value as words, an array with its address in this memory."""
        own = entry.slot(kind, value)
        return struct.pack("q", places.get(value.ctypes.data, 0)) + own[8:] if isinstance(kind, Array) else own


@pytest.fixture
def instance():
    """Return the engine in wasmtime, another machine for WebAssembly than that of node."""
    return Instance(pytest.importorskip("wasmtime"), engine_wasm())


def test_its_functions_do_what_those_of_the_engine_do(instance, monkeypatch):
    for number in range(40):
        scenario = random_scenario(number)
        native = EngineRun(scenario, new_world(scenario, number, 1)).advance(scenario.quarters)
        with monkeypatch.context() as patched:
            patched.setattr(Entry, "__call__", lambda entry, *values: instance.call(entry, *values))
            there = EngineRun(scenario, new_world(scenario, number, 1)).advance(scenario.quarters)
        assert (there.world.ties.pairs == native.world.ties.pairs).all() and there.room == native.room
        for name in ("run", "authorities", "providers", "investors", "yearly", "states", "trust", "funds"):
            one, other = getattr(there.state, name), getattr(native.state, name)
            for field in one.dtype.names or [...]:
                assert len(unequal_rows(one[field], other[field])) == 0, (scenario.name, name, field)
        for name, one, other in zip(("attempts", "contracts"), there.history()[3:], native.history()[3:], strict=True):
            assert len(one) == len(other)
            for field in one.dtype.names:
                assert len(unequal_rows(one[field], other[field])) == 0, (scenario.name, name, field)


@pytest.mark.slow
def test_it_is_made_anew_byte_for_byte():
    pytest.importorskip("ziglang")
    made = "from sipabm.browser.webassembly import webassembly; import sys; sys.stdout.buffer.write(webassembly())"
    # Elsewhere, as Numba may have been imported here with other settings.
    ended = subprocess.run([sys.executable, "-c", made], capture_output=True, check=True)
    assert ended.stdout + engine_files.keyed(key()) == engine_wasm()
