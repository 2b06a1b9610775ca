"""The ODD description holds what the program holds: docs/odd.md against parameters, states, rules and timetable."""

import copy
import importlib
import importlib.util
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

from sipabm import model, rules
from sipabm.barriers import Barrier, BarrierFamily
from sipabm.levers import Lever
from sipabm.mesa_model import PartnershipModel
from sipabm.model import records, timetable
from sipabm.parameters import GROUP_OF
from sipabm.tables.codebook import TABLES
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, TOLD, Distribution
from sipabm.words import Decision

DOCS = Path(__file__).parents[1] / "docs"
NO_PHASES = ("find_due", "close_ended", "end_quarter")
CALLS = re.findall(r"^ +(\w+)\(world\)", inspect.getsource(timetable.advance), re.MULTILINE)
PHASES = [each for each in CALLS if each not in NO_PHASES]
ACTORS = {"Authority": AUTHORITY_TRAITS, "Provider": PROVIDER_TRAITS, "Investor": INVESTOR_TRAITS}
MAY_CHANGE = {
    "Country": ("countries", records.COUNTRY),
    "Outcomes fund": ("funds", records.FUND),
    "Authority": ("authorities", records.AUTHORITY),
    "Provider": ("providers", records.PROVIDER),
    "Investor": ("investors", records.INVESTOR),
    "Run": ("run", records.RUN),
}
ELEVEN_CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)


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


def functions_of(package):
    """Yield the functions that the modules of a package define, each with the name of its module."""
    for module in pkgutil.iter_modules(package.__path__):
        loaded = importlib.import_module(f"{package.__name__}.{module.name}")
        for _, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == loaded.__name__:
                yield module.name, function


def rule_functions():
    return [f"rules.{module}.{function.__name__}" for module, function in functions_of(rules)]


def decisions():
    """Return the functions of the walk that are decisions of an actor."""
    return [function for _, function in functions_of(model) if hasattr(function, "method")]


def state_variables():
    """Yield the name of every field of every record."""
    for fields in vars(records).values():
        if isinstance(fields, tuple) and all(isinstance(field, records.Field) for field in fields):
            yield from (field.name for field in fields)


def rows(text, name, title):
    """Return the rows of one table of a generated part, as lists of cells, by the name in their first cell."""
    table = part(text, name).split(f"| {title} |")[1].split("\n\n")[0]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()[2:]]
    return {re.findall(r"`(\w+)`", first)[0]: [first, *others] for first, *others in cells}


def values(state):
    """Return the numbers of every record of each entity that may change."""
    return {
        entity: [[copy.copy(getattr(record, field.name)) for field in fields] for record in getattr(state, place)]
        for entity, (place, fields) in MAY_CHANGE.items()
    }


class TestGeneratedParts:
    def test_are_fresh(self, odd, refresh):
        assert refresh.refreshed(odd) == odd, "docs/odd.md is stale; run python docs/refresh.py"

    def test_the_tables_of_validation_are_what_the_calibration_left(self, refresh):
        page = (DOCS / "validation.md").read_text("utf-8")
        assert refresh.of_validation(page) == page, "docs/validation.md is stale; run python docs/refresh.py"
        assert "| held out |" in page and "| `pool` |" in page
        assert refresh.of_validation(page.replace("| held out |", "| gone |", 1)) == page

    def test_the_headline_of_the_readme_is_what_the_experiments_left(self, refresh):
        page = (DOCS.parent / "README.md").read_text("utf-8")
        assert refresh.of_readme(page) == page, "README.md is stale; run python docs/refresh.py"
        assert "- **Survives**" in page
        assert refresh.of_readme(page.replace("- **Survives**", "- **Gone**", 1)) == page

    def test_the_findings_are_what_the_experiments_left(self, refresh):
        page = (DOCS / "findings.md").read_text("utf-8")
        assert refresh.of_findings(page) == page, "docs/findings.md is stale; run python docs/refresh.py"
        assert "| as observed |" in page
        assert refresh.of_findings(page.replace("| as observed |", "| gone |", 1)) == page

    def test_every_experiment_stands_among_the_findings_with_its_first_answer(self):
        page = (DOCS / "findings.md").read_text("utf-8")
        scripts = {path.stem for path in (DOCS.parent / "experiments").glob("*.py")}
        assert scripts == {name for name in scripts if f"](../results/{name}/finding.md)" in page}
        for name in scripts:
            written = (DOCS.parent / "results" / name / "finding.md").read_text("utf-8")
            assert written.split("\n- ")[1].strip() in page, name

    def test_the_glossary_is_that_of_the_package(self, refresh):
        page = (DOCS / "glossary.md").read_text("utf-8")
        assert refresh.of_glossary(page) == page, "docs/glossary.md is stale; run python docs/refresh.py"
        assert refresh.of_glossary(page.replace("| **silo** |", "| **gone** |", 1)) == page

    def test_a_change_makes_them_stale(self, odd, refresh):
        changed = odd.replace("| `weak_case` |", "| gone |")
        assert changed != odd
        assert refresh.refreshed(changed) == odd

    def test_check_says_whether_they_are_stale(self, odd, refresh, tmp_path, monkeypatch, capsys):
        copy = tmp_path / "odd.md"
        monkeypatch.setattr(refresh, "ODD", copy)
        monkeypatch.setattr(refresh, "README", tmp_path / "README.md")
        parts = [f"<!-- begin: {name} -->\n<!-- end: {name} -->\n" for name in refresh.README_PARTS]
        (tmp_path / "README.md").write_text("\n".join(parts), "utf-8")
        stale = odd.replace("| `weak_case` |", "| gone |")
        copy.write_text(stale, "utf-8")
        assert refresh.main(["--check"]) == 1
        said = capsys.readouterr().out
        assert "README.md is stale" in said and "odd.md is stale" in said and "docs/refresh.py" in said
        assert copy.read_text("utf-8") == stale
        assert refresh.main([]) == 0
        assert copy.read_text("utf-8") == odd
        assert refresh.main(["--check"]) == 0

    def test_a_missing_place_is_named(self, odd, refresh):
        with pytest.raises(ValueError, match="barriers"):
            refresh.refreshed(odd.replace("<!-- begin: barriers -->", ""))

    def test_a_missing_description_is_named(self, odd, refresh, monkeypatch):
        described = dict(refresh.DRAWS)
        gone, _ = described.popitem()
        monkeypatch.setattr(refresh, "DRAWS", described)
        with pytest.raises(ValueError, match=gone.name):
            refresh.refreshed(odd)


class TestEverythingIsNamed:
    def test_parameters(self, odd):
        assert not_named(GROUP_OF, part(odd, "parameters")) == []

    def test_state_variables(self, odd):
        named = set(re.findall(r"`(\w+)`", part(odd, "state variables")))
        assert len(list(state_variables())) > 100
        assert sorted(set(state_variables()) - named) == []

    def test_traits(self, odd):
        for actor, traits in ACTORS.items():
            assert list(rows(odd, "traits", actor)) == [trait.name for trait in traits]
        assert [each for each in Distribution if TOLD[each] not in part(odd, "traits")] == []

    def test_what_actors_decide(self, odd):
        files = [row[-1] for actor in ACTORS for row in rows(odd, "actors decide", actor).values()]
        assert sorted(files) == sorted(f"`{function.__module__.rsplit('.', 1)[1]}.py`" for function in decisions())

    def test_draws(self, odd):
        assert not_named(names_of(Decision), part(odd, "draws")) == []

    def test_levers(self, odd):
        assert not_named(names_of(Lever), part(odd, "levers")) == []

    def test_barriers_and_families(self, odd):
        assert not_named(names_of(Barrier), part(odd, "barriers")) == []
        assert [name for name in names_of(BarrierFamily) if f"| {name} |" not in part(odd, "barriers")] == []

    def test_recorded_columns(self, odd):
        columns = [column.name for columns in TABLES.values() for column in columns]
        assert not_named(columns, part(odd, "recorded columns")) == []

    def test_phases_in_their_order(self, odd):
        shown = [phase.replace("_", " ") for phase in PHASES]
        assert len(shown) == 11
        assert " → ".join(shown) in section(odd, "3 Process overview and scheduling")
        headings = re.findall(r"^### 7\.\d+ (.+)$", section(odd, "7 Submodels"), re.MULTILINE)
        assert [heading.lower() for heading in headings[:11]] == shown

    def test_every_phase_names_its_file_and_every_file_there_is_one(self, odd):
        files = {f"{module.name}.py" for module in pkgutil.iter_modules(model.__path__)}
        sections = re.split(r"^### 7\.\d+ ", section(odd, "7 Submodels"), flags=re.MULTILINE)[1:12]
        for phase, text in zip(PHASES, sections, strict=True):
            assert f"`{phase}.py`" in text
        assert sorted(set(re.findall(r"`(\w+\.py)`", odd)) - files) == []

    def test_rule_functions(self, odd):
        assert not_named(rule_functions(), section(odd, "7 Submodels")) == []

    def test_no_rule_is_named_that_is_gone(self, odd):
        assert sorted(set(re.findall(r"rules\.\w+\.\w+", odd)) - set(rule_functions())) == []

    def test_the_seven_elements_and_eleven_concepts(self, odd):
        titles = re.findall(r"^## (\d .+)$", odd, re.MULTILINE)
        assert titles == [
            "1 Purpose and patterns",
            "2 Entities, state variables, and scales",
            "3 Process overview and scheduling",
            "4 Design concepts",
            "5 Initialization",
            "6 Input data",
            "7 Submodels",
        ]
        concepts = re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", section(odd, "4 Design concepts"), re.MULTILINE)
        assert tuple(concepts) == ELEVEN_CONCEPTS


def test_what_changes_in_a_run_is_said_to_change(odd, changing):
    simulated = PartnershipModel(changing, 1)
    before, changed = values(simulated.state), {entity: set() for entity in MAY_CHANGE}
    for _ in range(changing.quarters):
        simulated.step()
        for entity, now in values(simulated.state).items():
            for old, new in zip(before[entity], now, strict=True):
                fields = zip(MAY_CHANGE[entity][1], old, new, strict=True)
                changed[entity] |= {field.name for field, earlier, later in fields if earlier != later}
    changed["Run"] |= {"events", "overflow"}  # the events of a quarter are gone at its end; there is room without end
    for entity, names in changed.items():
        assert names == {name for name, row in rows(odd, "state variables", entity).items() if row[-1] == "yes"}
