"""Compilation: what compiled code may call, and where it is kept."""

import inspect
from pathlib import Path
from types import ModuleType

import numba
import pytest

from sipabm import compilation, model
from sipabm.source import COMPILED, source_digest

SOURCE = """
from sipabm.model.replaceable import decision


def double(value):
    return 2.0 * value


@decision("raises")
def raised(world, actor, value):
    return double(value) + 1.0
"""


def add_one(value):
    return value + 1


@pytest.fixture(scope="module")
def made():
    """Return a module of its own with a function and a decision, registered."""
    module = ModuleType("made_for_this_test")
    exec(SOURCE, vars(module))
    compilation.register_functions(module)
    return module


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
        compilation, "overload", lambda function, **_: registered.append(function) or (lambda stub: stub)
    )
    module = ModuleType("made_for_this_test_too")
    exec(SOURCE, vars(module))
    compilation.register_functions(module)
    assert [function.__name__ for function in registered] == ["double", "raised"]


def test_a_package_is_registered_with_all_of_its_modules(monkeypatch):
    names = []
    monkeypatch.setattr(compilation, "register_functions", lambda module: names.append(module.__name__))
    compilation.register_package(model)
    listed = {path.stem for path in Path(model.__file__).parent.glob("*.py")} - {"__init__"}
    assert {name.removeprefix("sipabm.model.") for name in names} == listed


def test_compiled_code_is_kept_by_source_and_version_of_numba(monkeypatch, tmp_path):
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(tmp_path))
    folder = compilation.cache_folder.__wrapped__()
    assert folder == tmp_path / f"{source_digest(COMPILED)}-numba-{numba.__version__}"
    assert folder.is_dir() and not list(folder.iterdir())


def test_where_nothing_can_be_written_it_is_kept_for_this_process_alone(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("SIPABM_CACHE_DIR", str(file))
    folder = compilation.cache_folder.__wrapped__()
    assert folder.is_dir() and tmp_path not in folder.parents
    folder.rmdir()


def test_compiling_leaves_numbas_own_cache_folder_as_it_was(monkeypatch):
    monkeypatch.setattr(numba.config, "CACHE_DIR", "elsewhere")
    compiled = compilation.compiled(add_one)
    assert numba.config.CACHE_DIR == "elsewhere"
    assert compiled(1) == 2
    assert compiled.py_func is add_one
    assert compiled.targetoptions["nogil"] and not compiled.targetoptions["_nrt"]
