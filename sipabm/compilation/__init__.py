"""Compilation: functions of the package as machine code, from what is kept, what is shipped, or Numba."""

from sipabm.compilation.declarations import Array, may_call, may_call_package
from sipabm.compilation.entries import Entry

__all__ = ["Array", "Entry", "may_call", "may_call_package"]
