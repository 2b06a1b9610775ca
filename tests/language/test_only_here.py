"""Numbers become text for readers in `sipabm.language` alone."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("sipabm/plots", "sipabm/cli", "sipabm/studies", "sipabm/report", "experiments")
FILES = sorted(path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
# Functions that may format a number, and why.
ALLOWED = {
    ("sipabm/cli/run_command.py", "closing"): "seconds, with one decimal whatever they are",
    ("sipabm/cli/attribute_command.py", "attribute"): "seconds, with one decimal whatever they are",
}
FIXED = ("f", "F", "e", "E", "%", ",")


def functions(path):
    """Yield the functions of a file with their names."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def formats_numbers(node):
    """Return whether a part of a program gives a number so many decimals, commas or a percent sign, or takes 100 x."""
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        spec = node.format_spec.values[-1]
        return isinstance(spec, ast.Constant) and str(spec.value).endswith(FIXED)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return any(isinstance(side, ast.Constant) and side.value == 100 for side in (node.left, node.right))
    return False


def formatting(function):
    """Return the lines of a function that format numbers."""
    return [node.lineno for node in ast.walk(function) if formats_numbers(node)]


@pytest.mark.parametrize("path", FILES)
def test_no_other_module_formats_numbers(path):
    found = {function.name: formatting(function) for function in functions(path)}
    assert not {name: lines for name, lines in found.items() if lines and (path, name) not in ALLOWED}


@pytest.mark.parametrize(("path", "name"), ALLOWED)
def test_every_exception_is_needed(path, name):
    assert any(formatting(function) for function in functions(path) if function.name == name)


@pytest.mark.parametrize("path", FILES)
def test_no_other_module_decides_what_a_share_is(path):
    text = (ROOT / path).read_text("utf-8")
    assert 'startswith("share")' not in text and '"share", "share of target"' not in text


@pytest.mark.parametrize("text", ['f"{x:.1f}"', 'f"{x:,}"', 'f"{x:.0%}"', 'f"{x:.{n}f}"', "100 * x", "x * 100.0"])
def test_what_formats_a_number_is_found(text):
    assert any(map(formats_numbers, ast.walk(ast.parse(text))))


@pytest.mark.parametrize("text", ['f"{x}"', 'f"{x:g}"', 'f"{name:>10}"', "10 * x"])
def test_what_is_no_number_for_a_reader_is_left_alone(text):
    assert not any(map(formats_numbers, ast.walk(ast.parse(text))))
