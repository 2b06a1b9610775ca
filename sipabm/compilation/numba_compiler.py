"""The one place that knows Numba: from entry points to bitcode, LLVM's code for no machine in particular."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import Any

import llvmlite.binding as llvm
import numba
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, overload
from numba.np import numpy_support
from numba.np.arrayobj import make_array, populate_array

from sipabm.compilation.declarations import MODULES, Array, Declaration, Kind

INLINED = {"forceinline": True}  # a call that passes `State` copies two hundred words: a run is a quarter shorter
# Reference counts (`_nrt`) are off: machine code makes no arrays, and counting those of `State` at every call took half
# of a run. Without that option of Numba the code would be the same, only slower.
OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False}


def register_functions(module: ModuleType) -> None:
    """Let code that Numba compiles call every function a module defines.

    Of a decision, compiled code calls what it is usually: the function that `@decision` marks.
    """
    for _, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__:
            usual = inspect.unwrap(function)
            # Not strict, as one stub that takes anything serves all; `usual` is bound now, before the loop goes on.
            overload(function, jit_options=INLINED, strict=False)(lambda *_, usual=usual: usual)


@cache
def register_all() -> None:
    """Let code that Numba compiles call every function of the modules that said so."""
    for module in MODULES:
        register_functions(module)


def bitcode_of(entries: Iterable[Declaration]) -> bytes:
    """Return entry points as bitcode: functions of their names, which take the address of their slots."""
    register_all()
    whole = llvm.parse_assembly("")
    for entry in entries:
        whole.link_in(module_of(entry))
    return bytes(whole.as_bitcode())


def module_of(entry: Declaration) -> Any:
    """Return an entry point as a module of LLVM that holds nothing else, and no names of this machine."""
    compiled = numba.njit(**OPTIONS)(called_with_slots(entry))
    compiled.compile((types.intp,))
    result = compiled.overloads[compiled.signatures[0]]
    assert result.signature.return_type in (types.int64, types.none), f"{entry.name} returns no whole number"
    module = llvm.parse_bitcode(result.library._final_module.as_bitcode())
    for function in module.functions:
        if not function.is_declaration:
            function.linkage = "internal"
    kept = module.get_function(result.fndesc.llvm_func_name)
    kept.name, kept.linkage = entry.name, "external"
    for variable in module.global_variables:
        if not variable.is_declaration:
            variable.linkage = "internal"
    return stripped(module)


def stripped(module: Any) -> Any:
    """Return a module without what nobody calls, and without names, which are twenty times as long as the code."""
    machine = llvm.Target.from_default_triple().create_target_machine()
    passes = llvm.create_new_module_pass_manager()
    passes.add_strip_symbols_pass()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))
    # What is left of names tells apart which records a function may change; it is distinct without them.
    return llvm.parse_assembly(re.sub(r'!"_ZN[^"]*"', '!""', str(module)))


def called_with_slots(entry: Declaration) -> Callable[[int], int | None]:
    """Return a function that calls an entry point with the values that lie at an address."""
    function, kinds = entry.function, types.Tuple([type_of(kind) for kind in entry.kinds])

    @intrinsic
    def values_at(context: Any, address: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return Slots(context, builder, arguments[0]).value(kinds)

        return kinds(types.intp), code

    def call(address: int) -> int | None:
        return function(*values_at(address))

    return call


def type_of(kind: Kind) -> Any:
    """Return Numba's type of a kind of value."""
    if isinstance(kind, tuple):
        parts = [type_of(part) for part in kind]
        return types.NamedTuple(parts, type(kind)) if hasattr(kind, "_fields") else types.Tuple(parts)
    if isinstance(kind, Array):
        # Records have no room between their fields, so Numba takes them for unaligned.
        numbers = kind.type.names is None
        return types.Array(numpy_support.from_dtype(kind.type), kind.dimensions, "C", aligned=numbers)
    return types.int64 if kind is int else types.float64


class Slots:
    """Code that reads values from words of eight bytes, one after the other."""

    def __init__(self, context: Any, builder: Any, address: Any) -> None:
        self.context, self.builder, self.place = context, builder, 0
        self.words = builder.inttoptr(address, ir.IntType(64).as_pointer())

    def word(self) -> Any:
        """Return the code of the next word."""
        at = self.builder.gep(self.words, [ir.Constant(ir.IntType(64), self.place)])
        self.place += 1
        return self.builder.load(at)

    def value(self, type_: Any) -> Any:
        """Return the code of the next value of a type."""
        if isinstance(type_, types.BaseTuple):
            return self.context.make_tuple(self.builder, type_, [self.value(part) for part in type_])
        if isinstance(type_, types.Array):
            return self.array(type_)
        return self.builder.bitcast(self.word(), self.context.get_value_type(type_))

    def array(self, type_: Any) -> Any:
        """Return the code of the next array: its address and its shape."""
        array = make_array(type_)(self.context, self.builder)
        data = self.builder.inttoptr(self.word(), array.data.type)
        size = self.context.get_constant(types.intp, self.context.get_abi_sizeof(array.data.type.pointee))
        shape = [self.word() for _ in range(type_.ndim)]
        strides = [size]
        for length in reversed(shape[1:]):
            strides.insert(0, self.builder.mul(strides[0], length))
        populate_array(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
        return array._getvalue()
