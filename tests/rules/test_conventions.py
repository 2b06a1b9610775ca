"""What every rule keeps to: types, units, no number without a name, a test of its own."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from sipabm import rules
from sipabm.parameters import GROUP_OF, GROUPS
from sipabm.parameters.base import declaration
from sipabm.words import Pocket

HERE = Path(__file__).parent
MODULES = [importlib.import_module(f"sipabm.rules.{each.name}") for each in pkgutil.iter_modules(rules.__path__)]
RULES = [
    pytest.param(function, id=f"{module.__name__}.{name}")
    for module in MODULES
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
]
UNITS = (
    "share|probability|factor|ratio|weight|exponent|unit|log points|standard deviation|variance|million USD|multiple|"
    "quarters|years|rounds|per year|per quarter|number|projects|set|position|switch"
)
EVIDENT = {0, 0.5, 1, 2}  # a half is that of a mean of two, of a variance or of rounding
POCKETS = {pocket.name.lower() for pocket in Pocket}
every_rule = pytest.mark.parametrize("rule", RULES)


def told(rule):
    """Return what a rule's description says it takes, and what it says it returns, in the singular."""
    text = " ".join(inspect.getdoc(rule).split()).split(" Source: ")[0]
    text = text.replace("shares", "share").replace("multiples", "multiple").replace("probabilities", "probability")
    takes, _, returns = text.partition(" Takes ")[2].partition("; returns ")
    return takes, returns


def unit_of(name):
    """Return the unit in which a rule takes a parameter: weights of pockets reach rules as parts of the whole."""
    return "share|part" if name in POCKETS else declaration(GROUPS[GROUP_OF[name]], name)["unit"]


@every_rule
def test_every_argument_and_result_has_a_type(rule):
    signature = inspect.signature(rule)
    types = [signature.return_annotation, *(each.annotation for each in signature.parameters.values())]
    assert inspect.Signature.empty not in types


@every_rule
def test_every_description_names_the_units_of_what_is_taken_and_returned(rule):
    takes, returns = told(rule)
    assert re.search(UNITS, takes)
    is_yes_or_no = inspect.signature(rule).return_annotation is bool
    assert bool(re.search(UNITS, returns)) != is_yes_or_no


@every_rule
def test_an_argument_named_like_a_parameter_takes_its_unit(rule):
    for name in set(inspect.signature(rule).parameters) & set(GROUP_OF):
        unit = unit_of(name)
        assert re.search(unit.split(" of ")[0], told(rule)[0]), f"{name} is in {unit}"


@pytest.mark.parametrize("module", MODULES)
def test_no_number_stands_in_a_rule_without_a_name(module):
    for function in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(function, ast.FunctionDef):
            numbers = [each.value for each in ast.walk(function) if isinstance(each, ast.Constant)]
            assert {each for each in numbers if isinstance(each, int | float)} <= EVIDENT, function.name


@every_rule
def test_every_rule_is_called_in_the_test_file_of_its_module(rule):
    tests = HERE / f"test_{rule.__module__.rsplit('.', 1)[1]}.py"
    assert re.search(rf"\b{rule.__name__}\(", tests.read_text("utf-8"))
