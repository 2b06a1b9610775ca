"""The ODD description holds what the program holds: docs/odd.md against parameters, states, rules and timetable."""

import importlib
import importlib.util
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from sipabm import rules
from sipabm.engine import arrays
from sipabm.engine.run import step_through
from sipabm.parameters import GROUP_OF
from sipabm.recording.history import ATTEMPT_COLUMNS, CONTRACT_COLUMNS, STATE_COLUMNS, YEARLY_COLUMNS
from sipabm.states import Barrier, BarrierFamily, Decision, Lever

DOCS = Path(__file__).parents[1] / "docs"
NO_PHASES = ("due", "record_states")
PHASES = [each for each in re.findall(r"(\w+)\(s, step\)", inspect.getsource(step_through)) if each not in NO_PHASES]
ELEVEN_CONCEPTS = (
    "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction",
    "Stochasticity", "Collectives", "Observation",
)  # fmt: skip


@pytest.fixture(scope="module")
def odd():
    return (DOCS / "odd.md").read_text("utf-8")


@pytest.fixture(scope="module")
def refresh():
    spec = importlib.util.spec_from_file_location("refresh", DOCS / "refresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def section(text, title):
    """Return a section of second level."""
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


def part(text, name):
    """Return a generated part."""
    return text.split(f"<!-- begin: {name} -->")[1].split(f"<!-- end: {name} -->")[0]


def not_named(names, text):
    """Return the names that do not stand as code in a text."""
    return [name for name in names if f"`{name}`" not in text]


def names_of(enumeration):
    return [member.name.lower() for member in enumeration]


def rule_functions():
    for module in pkgutil.iter_modules(rules.__path__):
        loaded = importlib.import_module(f"{rules.__name__}.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__:
                yield f"rules.{module.name}.{name}"


def state_variables():
    """Yield the name of every column and small table that the engine's arrays declare."""
    for declared in vars(arrays).values():
        if declared in (YEARLY_COLUMNS, STATE_COLUMNS):
            continue
        if isinstance(declared, tuple) and declared and isinstance(declared[0], Column):
            yield from (column.name for column in declared)
        elif isinstance(declared, tuple) and declared and isinstance(declared[0], tuple):
            yield from (name for name, *_ in declared)


class TestGeneratedParts:
    def test_are_fresh(self, odd, refresh):
        assert refresh.refreshed(odd) == odd, "docs/odd.md is stale; run python docs/refresh.py"

    def test_a_change_makes_them_stale(self, odd, refresh):
        changed = odd.replace("| `weak_case` |", "| gone |")
        assert changed != odd
        assert refresh.refreshed(changed) == odd

    def test_check_says_whether_they_are_stale(self, odd, refresh, tmp_path, monkeypatch, capsys):
        copy = tmp_path / "odd.md"
        monkeypatch.setattr(refresh, "ODD", copy)
        stale = odd.replace("| `weak_case` |", "| gone |")
        copy.write_text(stale, "utf-8")
        assert refresh.main(["--check"]) == 1
        assert "docs/refresh.py" in capsys.readouterr().out
        assert copy.read_text("utf-8") == stale
        assert refresh.main([]) == 0
        assert copy.read_text("utf-8") == odd
        assert refresh.main(["--check"]) == 0

    def test_a_missing_place_is_named(self, odd, refresh):
        with pytest.raises(ValueError, match="barriers"):
            refresh.refreshed(odd.replace("<!-- begin: barriers -->", ""))

    @pytest.mark.parametrize("name", ["DRAWS", "BARRIERS", "LEVERS"])
    def test_a_missing_description_is_named(self, odd, refresh, monkeypatch, name):
        described = dict(getattr(refresh, name))
        gone, _ = described.popitem()
        monkeypatch.setattr(refresh, name, described)
        with pytest.raises(ValueError, match=gone.name):
            refresh.refreshed(odd)


class TestEverythingIsNamed:
    def test_parameters(self, odd):
        assert not_named(GROUP_OF, part(odd, "parameters")) == []

    def test_state_variables(self, odd):
        named = set(re.findall(r"`(\w+)`", part(odd, "state variables")))
        assert sorted(set(state_variables()) - named) == []

    def test_decisions(self, odd):
        assert not_named(names_of(Decision), part(odd, "draws")) == []

    def test_levers(self, odd):
        assert not_named(names_of(Lever), part(odd, "levers")) == []

    def test_barriers_and_families(self, odd):
        assert not_named(names_of(Barrier), part(odd, "barriers")) == []
        assert [name for name in names_of(BarrierFamily) if f"| {name} |" not in part(odd, "barriers")] == []

    def test_recorded_columns(self, odd):
        columns = [column.name for column in (*ATTEMPT_COLUMNS, *CONTRACT_COLUMNS, *YEARLY_COLUMNS, *STATE_COLUMNS)]
        tables = [name for name, _, _ in CONTRACT_TABLES]
        assert not_named([*columns, *tables], part(odd, "recorded columns")) == []

    def test_phases_in_their_order(self, odd):
        shown = [phase.replace("_", " ") for phase in PHASES]
        assert len(shown) == 10
        assert " → ".join(shown) in section(odd, "3 Process overview and scheduling")
        headings = re.findall(r"^### 7\.\d+ (.+)$", section(odd, "7 Submodels"), re.MULTILINE)
        assert [heading.lower() for heading in headings[:10]] == shown

    def test_rule_functions(self, odd):
        assert not_named(rule_functions(), section(odd, "7 Submodels")) == []

    def test_no_rule_is_named_that_is_gone(self, odd):
        assert sorted(set(re.findall(r"rules\.\w+\.\w+", odd)) - set(rule_functions())) == []

    def test_the_seven_elements_and_eleven_concepts(self, odd):
        titles = re.findall(r"^## (\d .+)$", odd, re.MULTILINE)
        assert titles == [
            "1 Purpose and patterns", "2 Entities, state variables, and scales", "3 Process overview and scheduling",
            "4 Design concepts", "5 Initialization", "6 Input data", "7 Submodels",
        ]  # fmt: skip
        concepts = re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", section(odd, "4 Design concepts"), re.MULTILINE)
        assert tuple(concepts) == ELEVEN_CONCEPTS
