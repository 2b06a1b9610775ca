"""`python -m sipabm.compilation` compiles the engine for no machine in particular, and puts it into the package."""

from __future__ import annotations

from sipabm.compilation import machine_code, shipped

# Of 2013 and later, as its wider registers make the draws of many actors twice as fast; an older or another processor
# is given the same steps one after the other.
NO_MACHINE = {"NUMBA_CPU_NAME": "x86-64-v3", "NUMBA_CPU_FEATURES": "", "NUMBA_DISABLE_INTEL_SVML": "1"}

if __name__ == "__main__":
    shipped.ship(machine_code.key(), machine_code.compiled_bitcode(NO_MACHINE))
    print(f"{shipped.SHIPPED.name}: {shipped.SHIPPED.stat().st_size / 1024:.0f} kB, for source {machine_code.key()}")
