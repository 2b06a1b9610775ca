"""The doors of the package: what a user needs stands in `sipabm`, and explains itself."""

import inspect
import itertools
import subprocess
import sys
from functools import partial
from importlib import metadata, resources

import numpy as np
import pandas as pd
import pytest

import sipabm
from sipabm import Scenario, ScenarioError, simulate


def test_dir_lists_every_door_and_nothing_else():
    assert set(dir(sipabm)) == {*sipabm.__all__, "__version__"}
    assert {"simulate", "compare", "attribute", "autopsy", "read_results", "scenarios", "Results"} <= set(dir(sipabm))


@pytest.mark.parametrize("name", sipabm.__all__)
def test_every_door_opens_and_says_in_a_sentence_what_is_behind_it(name):
    door = getattr(sipabm, name)
    first = inspect.getdoc(door).splitlines()[0]
    assert first.endswith((".", ":")) or inspect.getdoc(door).split("\n\n")[0].endswith((".", ":"))
    assert door.__name__ == name


def test_the_version_is_that_of_the_installed_package():
    assert sipabm.__version__ == metadata.version("sipabm")


def test_type_checkers_are_told_that_the_package_is_typed():
    assert resources.files("sipabm").joinpath("py.typed").is_file()


def test_a_name_that_is_no_door_is_refused_as_python_does():
    with pytest.raises(AttributeError, match="no attribute 'simulat'"):
        sipabm.simulat  # noqa: B018


DRAWING, TABLES, CHECKS = {"matplotlib"}, {"pandas", "pyarrow"}, {"pydantic"}
RUNS, LINES = {"numba", "numpy", "networkx"}, {"rich", "typer"}
SLOW = DRAWING | TABLES | CHECKS | RUNS | LINES | {"mesa", "importlib.metadata"}


def command(*arguments):
    return f"import sipabm.cli; sipabm.cli.main({list(arguments)})"


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import sipabm", set()),
        ("import sipabm; sipabm.Scenario.load('world')", CHECKS | {"importlib.metadata"}),
        ("import sipabm; sipabm.simulate('lone_authority')", SLOW - DRAWING - TABLES - LINES - {"mesa"}),
        (command("--help"), LINES),
        (command("run", "--help"), LINES | CHECKS | {"importlib.metadata"}),  # by typer itself
        (command("--version"), LINES | {"importlib.metadata"}),
        (command("scenarios"), LINES | CHECKS | {"importlib.metadata"}),
        (command("show", "world"), LINES | CHECKS | {"importlib.metadata"}),
        (command("parameters", "worth"), LINES | CHECKS | {"importlib.metadata"}),
        (command("columns", "runs"), LINES | CHECKS | {"importlib.metadata", "numpy"}),
    ],
)
def test_nothing_slow_is_imported_that_is_not_needed(code, allowed):
    assert modules_after(code) & SLOW <= allowed


def test_a_run_without_figures_imports_nothing_that_draws(tmp_path):
    out = str(tmp_path / "out")
    assert not modules_after(command("run", "lone_authority", "--replicates", "1", "--out", out)) & (DRAWING | {"mesa"})


def modules_after(code):
    """Return the modules that a new Python has imported after some code."""
    told = f"{code}\nimport sys; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_scenario_may_be_given_by_its_name():
    by_name, itself = simulate("classroom", 2), simulate(Scenario.load("classroom"), 2)
    assert by_name.yearly.equals(itself.yearly)
    with pytest.raises(ScenarioError, match="did you mean 'classroom'"):
        simulate("clasroom")


def test_the_named_scenarios_say_what_they_stand_for():
    assert sipabm.scenarios()["world"] == Scenario.load("world").description


def test_an_attribution_answers_one_of_the_questions_there_are():
    found = sipabm.attribute("classroom", "levers", 2, levers=["early_meetings"], first="2012Q1")
    assert found.question == "levers" and found.shares["player"].unique().tolist() == ["early_meetings"]
    with pytest.raises(ScenarioError, match="no question 'decine'; did you mean 'decline'"):
        sipabm.attribute("classroom", "decine")


NO_RUNS = pd.DataFrame({"run": [0]})
CLEARING = sipabm.Measure("\x1b[2J", "label", "unit", ("signed",))
WRONG = {
    "no folder": lambda: sipabm.read_results(None),
    "no file": lambda: Scenario.load("classroom").save(None),
    "a folder too deep": lambda: sipabm.simulate_to_folder("classroom", "a/" * 1500),
    "no list of observed": lambda: simulate("lone_authority").plot(observed=[1]),
    "no grid": lambda: sipabm.grid(None),
    "one value": lambda: sipabm.grid({"give_up": 0.1}),
    "a text of values": lambda: sipabm.grid({"give_up": "0.1"}),
    "values without an end": lambda: sipabm.grid({"give_up": itertools.count()}),
    "an array of one number": lambda: sipabm.grid({"give_up": np.array(0.1)}),
    "nothing crossed": lambda: sipabm.crossed(),
    "a number crossed": lambda: sipabm.crossed(3),
    "no ranges": lambda: sipabm.sampled(None, 3, 1),
    "a range of words": lambda: sipabm.sampled({"give_up": ("low", "high")}, 3, 1),
    "a lever for a list": lambda: sipabm.factorial("early_meetings", "2012Q1"),
    "no executor": lambda: simulate("lone_authority", 2, executor=3),
    "no changes": lambda: Scenario.load("classroom").replace(3),
    "a name that is no text": lambda: Scenario.load("classroom").replace({3: 1}),
    "no measure": lambda: sipabm.sweep("classroom", sipabm.grid({"give_up": [0.1]}), measures=[3]),
    "no shard": lambda: sipabm.sweep("classroom", sipabm.grid({"give_up": [0.1]}), shard=3),
    "a shard of fewer": lambda: sipabm.sweep("classroom", sipabm.grid({"give_up": [0.1]}), shard=(5, 3)),
    "no plot": lambda: simulate("lone_authority").plot(NO_RUNS),
    "no method": lambda: sipabm.sampled({"give_up": (0.1, 0.2)}, 3, 1, NO_RUNS),
    "no range": lambda: sipabm.sampled({}, 3, 1),
    "a quarter that is none": lambda: sipabm.factorial(["early_meetings"], "\ud800"),
    "a lever that is no name": lambda: sipabm.factorial([["early_meetings"]], "2012Q1"),
    "no name of a table": lambda: sipabm.columns(3),
    "a list of tables": lambda: sipabm.columns([]),
    "no country": lambda: sipabm.run_network("lone_authority", country=3),
    "no column between": lambda: sipabm.discover(NO_RUNS, "signed > 1", between=3),
    "no runs": lambda: sipabm.discover(None, "signed > 1"),
    "nothing to merge": lambda: sipabm.merge(None, "q"),
    "nowhere to merge": lambda: sipabm.merge(["a"], None),
    "no shards": lambda: sipabm.merge([None], "q"),
    "no attribution": lambda: sipabm.read_attribution(None),
    "no barriers": lambda: sipabm.relaxations(simulate("lone_authority"), 3),
    "a barrier that is no name": lambda: sipabm.relaxations(simulate("lone_authority"), [3]),
    "no measures to compare": lambda: sipabm.compare("classroom", {"a": "world"}, measures=[]),
    "no levers": lambda: sipabm.robust("classroom", None),
    "no measure to survive": lambda: sipabm.robust("classroom", ["early_meetings"], measure=NO_RUNS),
    "no numbers to survive": lambda: sipabm.robust("classroom", ["early_meetings"], over=NO_RUNS),
    "no measures to attribute": lambda: sipabm.attribute("classroom", "levers", measures=[]),
    "a measure that clears screens": lambda: sipabm.compare("classroom", "world", measures=[CLEARING]),
    "a large replicate": lambda: sipabm.new_run("lone_authority", replicate=2**32),
    "a larger one": lambda: sipabm.run_network("lone_authority", replicate=10**30),
    "a replicate of a model": lambda: sipabm.PartnershipModel("lone_authority", 1, 2**32),
    **{
        f"{name} neither true nor false": lambda door=door, name=name: door(**{name: NO_RUNS})
        for door, names in {
            partial(simulate, "lone_authority"): ("model", "rows", "executor", "progress"),
            partial(sipabm.simulate_to_folder, "lone_authority", "q"): ("overwrite", "executor", "progress"),
            partial(sipabm.sweep, "classroom", pd.DataFrame({"give_up": [0.1]})): ("each_run", "rows", "overwrite"),
            partial(sipabm.compare, "classroom", "world"): ("replace",),
            partial(sipabm.robust, "classroom", ["early_meetings"]): ("replace",),
            partial(sipabm.merge, ["a"], "q"): ("overwrite",),
            partial(sipabm.new_run, "lone_authority"): ("rows",),
        }.items()
        for name in names
    },
    "no own columns": lambda: sipabm.sweep("classroom", sipabm.grid({"give_up": [0.1]}), own=3),
}


@pytest.mark.parametrize("given", WRONG)
def test_what_is_given_to_a_door_and_is_no_such_thing_is_refused_in_one_line(given, line_of):
    line_of(WRONG[given])


@pytest.mark.parametrize(
    "large",
    [
        lambda: sipabm.grid({"give_up": range(10**9)}),
        lambda: sipabm.grid({str(name): range(9) for name in range(5000)}),
        lambda: sipabm.crossed(*[sipabm.grid({name: range(1100)}) for name in "ab"]),
    ],
)
def test_a_design_of_too_many_points_is_refused_before_it_is_made(large, line_of):
    assert line_of(large) == "the design has more than 1,000,000 points; give fewer values, or vary less"
