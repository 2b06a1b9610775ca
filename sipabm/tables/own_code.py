"""Code of one's own as a hash: by which a folder tells the runs of a model or function from those of a changed one."""

from __future__ import annotations

import dis
import hashlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, time, timedelta
from enum import Enum
from functools import cached_property
from pathlib import Path, PurePath
from types import CodeType, FunctionType, GetSetDescriptorType, MemberDescriptorType, ModuleType
from typing import Any

import numpy as np

from sipabm.errors import ScenarioError
from sipabm.parameters import Frozen

# Told as Python writes them.
PLAIN = (type(None), bool, int, float, complex, str, bytes, Enum, range, date, time, timedelta, PurePath, re.Pattern)
# Told by what they are made of.
MADE_OF: tuple[tuple[type, tuple[str, ...]], ...] = ((cached_property, ("func",)), (property, ("fget", "fset", "fdel")))
NAMED = (ModuleType, GetSetDescriptorType, MemberDescriptorType)
# Told by name: their versions are in a manifest, or nothing of them is one's own.
KNOWN = {"sipabm", "mesa", *sys.stdlib_module_names}
INSTALLED = {"site-packages", "dist-packages"}
# What Python puts into a class beside its text.
OF_PYTHON = re.compile(r"_abc_impl|__annotate\w*")
PICKLED = 2  # the form that asks objects for no more than their class and state
Named = tuple[str, Any]


def digest_of_code(thing: Callable[..., object], *more: str) -> str:
    """Return a hash of a function or class: its text, and all of one's own that it uses, with the values.

    ScenarioError if it uses what cannot be told, like an open file.
    """
    try:
        text = "\n".join((*Told(thing).of("", thing), *more))
    except ScenarioError:
        raise
    except (RecursionError, ValueError):  # of a list that holds itself, among others
        raise untold(thing, "a value that cannot be written down") from None
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:16]


class Told:
    """What is told of one function or class: each thing of one's own once, whoever uses it."""

    def __init__(self, thing: Any) -> None:
        bare = inspect.unwrap(getattr(thing, "func", thing))
        # One's own are also those that stand in the same package, even where it is installed.
        own = {top_of(each) for each in (bare, *getattr(bare, "__mro__", ()))}
        self.thing, self.own, self.seen = thing, own - KNOWN | {"__main__"}, dict[int, Any]()

    def of(self, name: str, value: Any) -> Iterator[str]:
        """Yield lines that tell all of a value, which is used under a name."""
        yield f"{name}: {type(value).__qualname__}"
        if self.is_own(type(value)):  # whose methods are used
            yield from self.of("class", type(value))
        if isinstance(value, PLAIN):
            yield repr(value)
        elif isinstance(value, set | frozenset):
            yield from sorted("\n".join(self.of("", each)) for each in value)
        elif id(value) in self.seen:
            yield name_of(value)
        elif (parts := self.parts(value)) is not None:
            for each in parts:
                yield from self.of(*each)
            yield "end"  # or lists within lists would look like one
        elif isinstance(value, NAMED) or (callable(value) and hasattr(value, "__name__")):
            yield f"{top_of(value)} {name_of(value)}"
        else:
            self.seen[id(value)] = value
            try:
                made = value.__reduce_ex__(PICKLED)  # what can go to another process can be told
            except Exception:
                raise untold(self.thing, f"'{name}' of type {type(value).__name__}") from None
            yield from self.of(name, [list(each) if isinstance(each, Iterator) else each for each in made])

    def parts(self, value: Any) -> Iterator[Named] | None:
        """Return what a value consists of, or nothing if its name is all that is told of it."""
        if isinstance(value, Mapping):
            return (each for pair in value.items() for each in zip(("key", "value"), pair, strict=True))
        if isinstance(value, list | tuple):
            return (("", each) for each in value)
        if isinstance(value, Frozen):
            return iter(value.model_dump().items())
        if isinstance(value, np.generic | np.ndarray) and value.dtype.kind in "biufcUS":
            return iter([("type", value.dtype.str), ("values", value.tolist())])
        for kind, names in MADE_OF:
            if isinstance(value, kind):
                return ((name, getattr(value, name)) for name in names)
        if not isinstance(getattr(value, "__self__", None), ModuleType | None):  # a method of something
            return iter([("of", value.__self__), ("name", getattr(value, "__func__", name_of(value)))])
        if hasattr(value, "__wrapped__") and not isinstance(value, type | FunctionType):
            return iter([("", value.__wrapped__)])  # as static methods and remembered functions
        if not isinstance(value, type | FunctionType) or not self.is_own(value):
            return None
        self.seen[id(value)] = value
        return parts_of_class(value) if isinstance(value, type) else self.parts_of_function(value)

    def is_own(self, value: Any) -> bool:
        """Return whether something is of one's own: of no library, nor made by a function of one."""
        top = top_of(value)
        file = getattr(sys.modules.get(top), "__file__", None) or ""
        made = "<locals>" in name_of(value) or (isinstance(value, FunctionType) and top == "builtins")
        return made or top in self.own or not (top in KNOWN or INSTALLED & set(Path(file).parts))

    def parts_of_function(self, function: FunctionType) -> Iterator[Named]:
        """Yield the text of a function, its defaults, and the values around it that it uses."""
        code = function.__code__
        yield "text", text_of(code)
        yield from (("defaults", function.__defaults__), ("keywords", function.__kwdefaults__))
        for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
            yield name, cell.cell_contents
        around, codes = function.__globals__, list(codes_in(code))
        for name in sorted({each for one in codes for each in globals_of(one)} & around.keys()):
            value = around[name]
            yield name, value
            if isinstance(value, ModuleType) and self.is_own(value):
                used = {each for one in codes for each in one.co_names} & vars(value).keys()
                yield from ((f"{name}.{each}", vars(value)[each]) for each in sorted(used))


def parts_of_class(kind: type) -> Iterator[Named]:
    """Yield the text of a class, those it is derived from, and its attributes."""
    with suppress(OSError, TypeError):  # as one that was typed at a prompt: its functions are told by their code
        yield "text", inspect.getsource(kind)
    yield from (("base", base) for base in kind.__bases__)
    usual = next((each for each in kind.__mro__ if top_of(each) == "sipabm"), None)
    # Mesa (since 3.5) writes into every class of models and agents.
    given = vars(type("Usual", (usual,), {})) if usual and "mesa" in map(top_of, kind.__mro__) else {}
    for name, value in sorted(vars(kind).items()):
        is_of_python = name.startswith("__") and name.endswith("__") and not isinstance(value, FunctionType)
        if not (is_of_python or OF_PYTHON.fullmatch(name) or name in given):
            yield name, value


def text_of(code: CodeType) -> Any:
    """Return the text of a function, or its compiled code where there is none, or two may stand in a line."""
    try:
        # What was typed or executed has no file; some Pythons would give the text of another such piece for it.
        if code.co_name != "<lambda>" and not code.co_filename.startswith("<"):
            return inspect.getsource(code)
    except (OSError, TypeError):
        pass
    constants = [text_of(each) if isinstance(each, CodeType) else each for each in code.co_consts]
    return code.co_code, constants, code.co_names, code.co_varnames


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """Yield the compiled code of a function, and of all functions within it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from codes_in(each)


def globals_of(code: CodeType) -> Iterator[str]:
    """Yield the names that compiled code looks up around the function; attributes may have the same ones."""
    for each in dis.get_instructions(code):
        if each.opname == "LOAD_NAME" or "GLOBAL" in each.opname:
            yield str(each.argval)


def top_of(value: Any) -> str:
    """Return the package that something belongs to."""
    module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return str(module or type(value).__module__).split(".")[0]


def name_of(value: Any) -> str:
    """Return the name of a function, class or module."""
    return str(getattr(value, "__qualname__", getattr(value, "__name__", type(value).__name__)))


def untold(thing: Any, what: str) -> ScenarioError:
    """Return the error of code that uses what a hash cannot hold."""
    return ScenarioError(
        f"{name_of(thing)} uses {what}, so a folder could not tell its runs from those of another one; use numbers, "
        "texts and lists of them there, or do without a folder"
    )
