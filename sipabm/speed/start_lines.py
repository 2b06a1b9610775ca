"""Starts: the first one after an installation, and every later one."""

from __future__ import annotations

import tempfile

from sipabm.speed.clock import Line, median_spent, spent_by

SIMULATE = "import sipabm; sipabm.simulate('classroom')"


def import_and_simulate() -> Line:
    """Return how long importing the package and simulating a small scenario take, beyond Python's own start."""
    whole, python = median_spent(["-c", SIMULATE], 5), median_spent(["-c", "pass"], 5)
    note = f"Python's own start took {python.wall:.2f} s more"
    return Line("import sipabm; simulate", f"{whole.wall - python.wall:.2f} s", "≤ 0.3 s", note)


def first_start() -> Line:
    """Return how long the first start after an installation takes to its first result, with an empty cache."""
    with tempfile.TemporaryDirectory() as folder:
        spent = spent_by(["-c", SIMULATE], {"SIPABM_CACHE_DIR": f"{folder}/cache"})
    return Line("first start to first result", f"{spent.wall:.1f} s", "≤ 5 s", f"{spent.processor:.1f} s of processors")
