"""Entry points: functions of the package that are called as machine code."""

from __future__ import annotations

from typing import Any

from sipabm.compilation.declarations import Declaration
from sipabm.compilation.machine_code import entry_point


class Entry(Declaration):
    """A function that runs as machine code, without the interpreter's lock, on arrays and numbers of given kinds.

    It returns a whole number or nothing: all else that it finds out stands in the arrays. `function` is the same as
    plain Python.
    """

    def __call__(self, *values: Any) -> int:
        """Return what the function returns for some values, 0 for nothing; TypeError if one is of another kind."""
        slots = self.slots(values)
        return entry_point(self.name)(slots)
