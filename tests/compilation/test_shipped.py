"""What is shipped: found by its key, and the same as what is compiled here."""

import lzma

import numpy as np
import pytest

from sipabm.compilation import machine_code, shipped

RUNS = """
import os

import numpy as np

from sipabm.compilation import machine_code
if os.environ.get("SHIPPED") == "no":
    machine_code.shipped_bitcode = lambda key: None
from sipabm.engine.one_run import EngineRun, yearly_of
from sipabm.verification import random_scenario
from sipabm.world import build_world
rows = [EngineRun(one, build_world(one, 1, 0)).advance(one.quarters).state for one in map(random_scenario, range(20))]
np.savez(os.environ["RUNS"], *[part for row in rows for part in (yearly_of(row), row.trust)])
"""


@pytest.fixture
def file(monkeypatch, tmp_path):
    """Return the file of what is shipped, an empty place for this test."""
    monkeypatch.setattr(shipped, "SHIPPED", tmp_path / "engine.bitcode.xz")
    return shipped.SHIPPED


def test_what_is_shipped_is_found_by_its_key_alone(file):
    shipped.ship("0123456789abcdef", b"bitcode")
    assert shipped.shipped_bitcode("0123456789abcdef") == b"bitcode"
    assert shipped.shipped_bitcode("0123456789abcdee") is None


def test_what_is_not_there_or_damaged_is_passed_over(file):
    assert shipped.shipped_bitcode("0123456789abcdef") is None
    file.write_bytes(b"0123456789abcdef" + lzma.compress(b"bitcode")[:-8])
    assert shipped.shipped_bitcode("0123456789abcdef") is None


@pytest.mark.slow
def test_runs_of_shipped_code_are_those_of_code_compiled_here(start, tmp_path):
    files = {shipped: str(tmp_path / f"{shipped}.npz") for shipped in ("yes", "no")}
    for number, (choice, path) in enumerate(files.items()):
        said = start(RUNS, SHIPPED=choice, RUNS=path, SIPABM_CACHE_DIR=str(tmp_path / f"cache{number}")).stderr
        assert (machine_code.COMPILING in said) == (choice == "no")
    first, second = (np.load(path) for path in files.values())
    assert len(first.files) == 40
    assert all(np.array_equal(first[name], second[name]) for name in first.files)
