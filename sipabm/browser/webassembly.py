"""The engine as WebAssembly, from LLVM's code of the same functions; needs ziglang (`pip install sipabm[page]`)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import llvmlite.binding as llvm

from sipabm.compilation.machine_code import all_declared, compiled_bitcode

TRIPLE = "wasm32-unknown-wasi"
# Nothing for several numbers at once: browsers would be given the same steps one after the other, twice as long.
NO_VECTORS = {
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
    "NUMBA_LOOP_VECTORIZE": "0",
    "NUMBA_SLP_VECTORIZE": "0",
    "NUMBA_DISABLE_INTEL_SVML": "1",
}
# In every browser since 2021.
FEATURES = "+bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext"
# A function that fails returns a status, and leaves the address of an error of Python's, which names files of this
# machine and which nobody here could read.
ERROR = re.compile(r"^  store ptr %\d+, ptr %1, align \d+\n", re.MULTILINE)
# Addresses have four bytes there, and eight where Numba took the size of what holds them. As long as none is kept in
# memory nobody can find it in another place than where it was put. (A function that returns nothing says so by none.)
KEPT_ADDRESS = re.compile(r"^.*(?:\balloca\b|\b(?:load|store) (?:<\d+ x )?ptr\b(?! null, ptr %0,)).*$", re.MULTILINE)


def webassembly() -> bytes:
    """Return all compiled functions as one module of WebAssembly, under their names, which imports nothing."""
    return linked(object_code(compiled_bitcode(NO_VECTORS)))


def object_code(bitcode: bytes) -> bytes:
    """Return object code for WebAssembly from bitcode that was made without vectors."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(opt=3, features=FEATURES)
    module = llvm.parse_assembly(ERROR.sub("", str(llvm.parse_bitcode(bitcode))))
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    passes = llvm.create_new_module_pass_manager()
    passes.add_aggressive_dce_pass()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))
    check_addresses(str(module))
    return bytes(machine.emit_object(module))


def check_addresses(code: str) -> None:
    """Raise ValueError if some of LLVM's code keeps an address in memory."""
    if found := KEPT_ADDRESS.search(code):
        raise ValueError(f"compiled code keeps an address, which has another size in WebAssembly:{found[0]}")


def linked(code: bytes) -> bytes:
    """Return object code linked with the functions of mathematics that it calls."""
    names = ["__heap_base", *(entry.name for entry in all_declared())]
    exported = [f"-Wl,--export={name}" for name in names]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "engine.o").write_bytes(code)
        how = ("-target", "wasm32-wasi", "-mexec-model=reactor", "-O2", "-Wl,--strip-all")
        command = [sys.executable, "-m", "ziglang", "cc", *how, "engine.o", "-o", "engine.wasm", *exported, "-lm"]
        subprocess.run(command, cwd=folder, env={**os.environ, **caches(folder)}, check=True)
        return (Path(folder) / "engine.wasm").read_bytes()


def caches(folder: str) -> dict[str, str]:
    """Return where Zig keeps what it made, in a folder that is gone afterwards: then nothing of before is used."""
    return {"ZIG_GLOBAL_CACHE_DIR": folder, "ZIG_LOCAL_CACHE_DIR": folder}
