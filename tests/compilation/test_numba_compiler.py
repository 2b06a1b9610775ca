"""The compiler: what compiled code may call, and that an entry point does what its function does."""

import ctypes
import inspect
import sys
from pathlib import Path
from types import ModuleType

import llvmlite.binding as llvm
import numba
import numpy as np
import pytest

from sipabm import model
from sipabm.compilation import declarations, may_call_package, numba_compiler
from sipabm.compilation.declarations import Array
from sipabm.compilation.entries import Entry
from sipabm.compilation.machine_code import MACHINE_FUNCTION, target_machine

SOURCE = """
from sipabm.model.replaceable import decision


def double(value):
    return 2.0 * value


@decision("raises")
def raised(world, actor, value):
    return double(value) + 1.0


def add_up(table, factor, times, sums):
    for row in range(table.shape[0]):
        for column in range(table.shape[1]):
            sums[row] += raised(0, 0, table[row, column]) * factor * times
    return table.size
"""


@pytest.fixture(scope="module")
def made():
    """Lend a module of its own with functions and a decision, registered."""
    module = ModuleType("made_for_this_test")
    exec(SOURCE, vars(module))
    numba_compiler.register_functions(module)
    sys.modules[module.__name__] = module
    yield module
    del sys.modules[module.__name__]


def test_compiled_code_calls_registered_functions_which_stay_plain_python(made):
    double = made.double

    @numba.njit
    def four_times(value):
        return double(double(value))

    assert four_times(1.5) == 6.0
    assert inspect.isfunction(double) and double(1.5) == 3.0


def test_of_a_decision_compiled_code_calls_the_usual_one(made):
    raised = made.raised

    @numba.njit
    def decided(value):
        return raised(0, 0, value)

    assert decided(1.5) == 4.0


def test_functions_that_a_module_imports_are_not_registered_with_it(monkeypatch):
    registered = []
    monkeypatch.setattr(
        numba_compiler, "overload", lambda function, **_: registered.append(function) or (lambda stub: stub)
    )
    module = ModuleType("made_for_this_test_too")
    exec(SOURCE, vars(module))
    numba_compiler.register_functions(module)
    assert [function.__name__ for function in registered] == ["add_up", "double", "raised"]


def test_a_package_is_registered_with_all_of_its_modules(monkeypatch):
    modules = []
    monkeypatch.setattr(declarations, "MODULES", modules)
    may_call_package(model)
    listed = {path.stem for path in Path(model.__file__).parent.glob("*.py")} - {"__init__"}
    assert {module.__name__.removeprefix("sipabm.model.") for module in modules} == listed


def test_an_entry_point_does_as_machine_code_what_its_function_does(made, monkeypatch):
    monkeypatch.setattr(declarations, "DECLARED", {})
    monkeypatch.setattr(declarations, "MODULES", [])
    reals = Array(np.dtype("f8"))
    entry = Entry(made.add_up, Array(np.dtype("f8"), 2), float, int, reals)
    module = llvm.parse_bitcode(numba_compiler.bitcode_of([entry]))
    assert [function.name for function in module.functions if not function.is_declaration] == [entry.name]
    table, sums, plain = np.arange(6.0).reshape(2, 3), np.zeros(2), np.zeros(2)
    assert made.add_up(table, 0.5, 3, plain) == 6
    assert plain.tolist() == [13.5, 40.5]  # (1 + 3 + 5) * 0.5 * 3 and (7 + 9 + 11) * 0.5 * 3
    assert run(module, entry, (table, 0.5, 3, sums)) == 6
    assert sums.tolist() == plain.tolist()


def run(module, entry, values):
    """Return what an entry point of a module returns."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    code = llvm.create_mcjit_compiler(module, target_machine())
    code.finalize_object()
    returned, error = ctypes.c_int64(), ctypes.c_void_p()
    call = MACHINE_FUNCTION(code.get_function_address(entry.name))
    assert call(ctypes.byref(returned), ctypes.byref(error), entry.slots(values)) == 0
    return returned.value
