"""A run in engine.js, quarter by quarter, and what can be read of it."""

import re
from pathlib import Path

import pytest

from sipabm.browser import engine_layout, engine_script, scenario_data
from sipabm.engine.one_run import EngineRun
from sipabm.runs import run_history
from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import Domain
from sipabm.world import build_world

CONTRIBUTING = Path(__file__).parents[2] / "CONTRIBUTING.md"


@pytest.fixture(scope="module")
def data(lively):
    return scenario_data(lively)


def test_a_run_in_steps_is_the_run_in_one_go_and_ends_at_its_end(in_node, data):
    code = """
    const whole = JSON.stringify(told(engine.simulate(values, 1, 0)));
    const world = engine.begin(values, 1, 0);
    const passed = [0, 1, 5, 53, 100, 1].map((quarters) => world.advance(quarters).quarter);
    return { passed, quarters: world.quarters, same: JSON.stringify(told(world.history())) === whole };
    """
    assert in_node(code, data) == {"passed": [0, 1, 6, 59, 60, 60], "quarters": 60, "same": True}


def test_a_run_is_over_when_another_one_begins(in_node, data):
    code = """
    const first = engine.begin(values, 1, 0);
    engine.begin(values, 1, 1);
    const asked = ["history", "projects", "contracts", "authorities", "ties"].map((name) => () => first[name]());
    return [() => first.advance(1), () => first.quarter, ...asked].map((action) => tried(action).error);
    """
    assert set(in_node(code, data)) == {"another run has begun; begin this one anew"}


def test_runs_without_rows_count_the_same_and_those_of_fewer_quarters_less(in_node, numbers, data, lively):
    code = """
    return [{ rows: false }, { quarters: 24 }].map((options) => told(engine.simulate(values, 1, 0, options)));
    """
    without, short = in_node(code, data)
    history = run_history(lively, 1, "engine", True, 0)
    assert numbers(without["counts"]) == pytest.approx(history.yearly.ravel(), rel=1e-12)
    assert (without["attempts"]["length"], without["contracts"]["length"]) == (0, 0)
    early = EngineRun(lively, build_world(lively, 1, 0)).advance(24).history()
    assert numbers(short["counts"]) == pytest.approx(early.yearly.ravel(), rel=1e-12)
    assert short["attempts"]["length"] == len(early.attempts) < len(history.attempts)


def test_yearly_numbers_are_read_by_name_summed_or_of_an_area(in_node, data, lively):
    code = """
    const history = engine.simulate(values, 1, 0);
    return [
      history.years,
      engine.yearly(history, "signed"),
      engine.yearly(history, "LAST"),
      engine.yearly(history, "considered", "health"),
      engine.yearly(history, "trust"),
      tried(() => engine.yearly(history, "hope")).error,
      tried(() => engine.yearly(history, "signed", "culture")).error,
    ];
    """.replace("LAST", YEARLY_COLUMNS[-1].name)
    years, signed, last, considered, trust, *errors = in_node(code, data)
    history = run_history(lively, 1, "engine", True, 0)
    names = [column.name for column in YEARLY_COLUMNS]
    assert years == list(range(2010, 2025))
    assert signed == history.yearly[:, :, names.index("signed")].sum(axis=1).tolist() and sum(signed) > 5
    assert last == pytest.approx(history.yearly[:, :, -1].sum(axis=1), rel=1e-12)
    assert considered == history.yearly[:, Domain.HEALTH, names.index("considered")].tolist()
    assert trust == pytest.approx(history.states[:, engine_layout()["states"].index("trust")], rel=1e-12)
    assert errors == ["nothing yearly is called 'hope'", "no welfare area 'culture'"]


def test_what_stands_in_the_middle_of_a_run_is_read_from_its_records(in_node, numbers, data, lively):
    code = """
    const world = engine.begin(values, 1, 0).advance(30);
    const ties = world.ties();
    return {
      projects: table(world.projects()), contracts: table(world.contracts()), authorities: table(world.authorities()),
      providers: world.providers().length, investors: table(world.investors()),
      pairs: [...ties.pairs], trust: base64(ties.trust),
    };
    """
    told = in_node(code, data)
    world = build_world(lively, 1, 0)
    state = EngineRun(lively, world).advance(30).state
    run = state.run[0]
    active, running = state.active[: run["projects"]], state.running[: run["contracts"]]
    assert len(active) > 3 and len(running) > 3
    for table, slots, records in (
        ("projects", active, {"started": state.projects, "stage": state.projects, "capital": state.projects}),
        ("contracts", running, {"signed": state.contracts, "capital": state.projects}),
        ("authorities", slice(None), {"news": state.authorities, "developing": state.authorities}),
        ("investors", slice(None), {"kind": state.investors, "available": state.investors}),
    ):
        for column, source in records.items():
            expected = source[column][slots].astype(float)
            assert numbers(told[table]["columns"][column]) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert told["providers"] == len(state.providers)
    assert told["pairs"] == world.ties.pairs.ravel().tolist()
    assert numbers(told["trust"]) == pytest.approx(state.trust, rel=1e-12)


def test_the_script_imports_nothing_and_only_its_last_line_exports_so_that_a_page_can_hold_it_in_any_form():
    *lines, last = engine_script().splitlines()
    assert last.startswith("export {")
    assert not [line for line in lines if line.startswith(("import ", "export ")) or "import(" in line]
    # As part of a page's own script it must not end that.
    assert "</script" not in engine_script().lower() and "<!--" not in engine_script()


def test_what_contributing_shows_works_as_it_stands(in_node):
    (shown,) = re.findall(r"^```js\n(.*?)^```", CONTRIBUTING.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    loaded, rest = shown.split("\n", 1)
    assert loaded.startswith("const engine = await loadEngine(wasm, layout)")
    code = f"const {{ scenario, seed, run }} = values;\n{rest}\nreturn [world.quarter, history.years.length];"
    assert in_node(code, {"scenario": scenario_data("classroom"), "seed": 1, "run": 0}) == [1, 15]
