"""Compilation: functions of the package as machine code, from what is kept, what is shipped, or Numba."""

from sipabm.compilation.entries import Array, Entry, may_call, may_call_package

__all__ = ["Array", "Entry", "may_call", "may_call_package"]
