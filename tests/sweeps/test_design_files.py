"""Design files: what each key means, that a plan survives being written and read, and what is refused."""

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, plausible_ranges
from sipabm.given_tables import read_given_table
from sipabm.sweeps.design_files import is_design, keep_plan, plan_text, read_plan
from sipabm.sweeps.plans import Plan

WHOLE = """
scenario = "classroom"
replicates = 20
seed = 7
measures = ["signed", "signed_by_year"]
years = "2012:"
rows = true
policies = ["early_meetings=0.5@2012Q1"]
uncertain = false
sample = { method = "sobol", points = 8 }
table = "more.csv"

[set]
give_up = 0.2
worth.social = 3.0

[grid]
"pooled_budgets" = [0, 0.5]
"pooled_budgets.from" = ["2012Q1", "2013Q1"]
need.health = [0.1, 0.2]

[ranges]
silo_strength = [0.1, 0.9]
worth.health = [1, 2]

[factorial]
levers = ["flexible_contracts"]
from = "2012Q1"
"""


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a text as a design file."""

    def from_text(text):
        (tmp_path / "mine.toml").write_text(text, "utf-8")
        return read_plan(tmp_path / "mine.toml")

    return from_text


def test_every_key_is_read(read, tmp_path):
    assert read(WHOLE) == Plan(
        scenario="classroom",
        changes={"give_up": 0.2, "worth": {"social": 3.0}},
        policies=("early_meetings=0.5@2012Q1",),
        grid={
            "pooled_budgets": [0, 0.5],
            "pooled_budgets.from": ["2012Q1", "2013Q1"],
            "need.health": [0.1, 0.2],
        },
        ranges={"silo_strength": (0.1, 0.9), "worth.health": (1.0, 2.0)},
        method="sobol",
        points=8,
        levers=("flexible_contracts",),
        first_quarter="2012Q1",
        table=tmp_path / "more.csv",
        replicates=20,
        seed=7,
        measures=("signed", "signed_by_year"),
        first=2012,
        rows=True,
    )


def test_a_plan_is_the_same_when_written_and_read(read):
    plan = read(WHOLE)
    assert read(plan_text(plan)) == plan
    odd = Plan("world", changes={"name": 'a "b"', "rigour_asked": {"monitoring": 0.1 + 0.2}}, uncertain=True, points=1)
    odd = odd._replace(grid={"ties": ["block"], "funds": [[{"name": "F", "share": 0.5}], []]}, method="latin")
    assert read(plan_text(odd)) == odd


def test_the_design_is_all_parts_crossed(read, tmp_path):
    (tmp_path / "more.csv").write_text("horizon,ties\n3,\n4,block\n5,NA\n")
    plan = read(WHOLE)
    design = plan.design()
    assert len(design) == (2 * 2 * 2) * 8 * 2 * 3
    assert design["worth.health"].between(1, 2).all() and design["silo_strength"].between(0.1, 0.9).all()
    assert set(design["ties"].dropna()) == {"block", "NA"}
    base = Scenario.load("classroom").replace({"give_up": 0.2, "worth.social": 3.0})
    assert plan.base() == base.with_policy("early_meetings=0.5@2012Q1")


def test_uncertain_leaves_out_what_a_grid_or_a_table_varies(tmp_path):
    (tmp_path / "more.csv").write_text("horizon\n3\n")
    plan = Plan("world", uncertain=True, points=2, grid={"pool": [1.0]}, table=tmp_path / "more.csv")
    assert set(plan.spread()) == set(plausible_ranges()) - {"pool", "horizon"}
    assert plan._replace(ranges={"heterogeneity": (0.0, 0.1)}).spread()["heterogeneity"] == (0.0, 0.1)


def test_files_that_are_named_lie_beside_the_design(tmp_path):
    (tmp_path / "own.toml").write_text('based_on = "classroom"\nname = "own"\n')
    (tmp_path / "mine.toml").write_text('scenario = "own.toml"\n[grid]\ngive_up = [0.1]\n')
    assert read_plan(tmp_path / "mine.toml").base().name == "own"


def test_a_design_is_told_from_a_scenario(tmp_path):
    (tmp_path / "own.toml").write_text('based_on = "classroom"\nname = "own"\n')
    (tmp_path / "mine.toml").write_text('scenario = "own.toml"\n')
    (tmp_path / "broken.toml").write_text("= 1")
    names = ("own.toml", "mine.toml", "broken.toml", "none.toml")
    assert [is_design(str(tmp_path / name)) for name in names] == [False, True, False, False]
    assert not is_design("world")
    with pytest.raises(ScenarioError, match=r"own\.toml: is a scenario and not a design; name it in one: scenario ="):
        read_plan(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("grids = 1", "unknown key 'grids'; did you mean 'grid'? (keys: scenario, replicates"),
        ("replicates = 2.5", "replicates = 2.5 is not allowed; it should be a whole number"),
        ("replicates = true", "replicates = True is not allowed"),
        ("measures = 'signed'", "measures = 'signed' is not allowed; it should be a list of texts"),
        ("years = 2012", 'years = 2012 is not allowed; it should be like "2012:2020"'),
        ("years = ':'", "years = ':' is not allowed"),
        ("uncertain = 1", "uncertain = 1 is not allowed; it should be true or false"),
        ("sample = 100", "sample = 100 is not allowed; it should be a table, written under [sample]"),
        ("sample = { points = 0 }", "sample.points = 0 is not allowed; it should be a whole number from 1 on"),
        ("sample = { method = 'random', points = 3 }", "sample.method = 'random' is not allowed"),
        ("sample = { point = 3 }", "unknown key 'sample.point'; did you mean 'points'? (keys: method, points)"),
        ("grid = { give_up = 0.1 }", "grid.give_up = 0.1 is not allowed; it should be a list of values"),
        ("ranges = { worth.social = [1.0] }", "ranges.worth.social = [1.0] is not allowed; it should be a low and"),
        ("ranges = { give_up = ['a', 1] }", "it should be a low and a high end, like [0.1, 0.9]"),
        ("factorial = { levers = ['early_meetings'] }", "factorial.from = None is not allowed; it should be a quarter"),
        ("factorial = { from = '2012Q1' }", "factorial.levers = None is not allowed; it should be a list of texts"),
        ("table = 1", "table = 1 is not allowed; it should be the path of a CSV or Parquet file"),
        ("set = 1", "set = 1 is not allowed; it should be a table, written under [set]"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(read, text, words):
    with pytest.raises(ScenarioError) as error:
        read(f'scenario = "world"\n{text}\n')
    assert str(error.value).startswith("mine.toml: ") and words in str(error.value)


def test_a_design_without_a_scenario_or_that_is_no_toml_is_refused(read):
    with pytest.raises(ScenarioError, match=r"mine\.toml: 'scenario' is missing"):
        read("replicates = 3")
    with pytest.raises(ScenarioError, match=r"mine\.toml: not valid TOML"):
        read("replicates = ")


def test_a_plan_that_is_kept_can_be_run_from_its_folder(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "given.csv").write_text("give_up\n0.1\n")
    Scenario.load("classroom").save(tmp_path / "out" / "scenario.toml")
    plan = Plan("classroom", changes={"pool": 2.0}, policies=("a",), table=tmp_path / "given.csv", replicates=3)
    keep_plan(tmp_path / "out", plan)
    (tmp_path / "out").rename(tmp_path / "elsewhere")
    kept = read_plan(tmp_path / "elsewhere" / "design.toml")
    assert (kept.replicates, kept.changes, kept.policies) == (3, {}, ())
    assert kept.base() == Scenario.load("classroom") and kept.design().equals(pd.DataFrame({"give_up": [0.1]}))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "it is empty"),
        ("a.csv", b"a,b\n1\n", "Expected 2 columns, got 1"),
        ("a.csv", b"a;b\n1;2\n", "separated by semicolons; save it with commas"),
        ("a.csv", b"a\tb\n1\t2\n", "separated by tabs"),
        ("a.txt", b"a\n\xff\n", "neither Parquet nor UTF-8 text: byte 2"),
        ("a.parquet", b"PAR1", "it is no Parquet file, or cut off"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError, match=words) as error:
        read_given_table(tmp_path / name)
    assert "\n" not in str(error.value)


def test_a_lever_is_started_once_by_a_design(tmp_path, line_of):
    (tmp_path / "design.toml").write_text(
        'scenario = "classroom"\npolicies = ["early_meetings=0.5@2012Q1", "early_meetings=1@2013Q1"]\n'
        "[grid]\ngive_up = [0.1]\n"
    )
    assert "two policies start 'early_meetings'" in line_of(lambda: read_plan(tmp_path / "design.toml").base())


def test_changes_of_a_design_may_lie_in_tables_in_tables(tmp_path):
    (tmp_path / "design.toml").write_text('scenario = "world"\n[set]\nlevers.early_meetings.practice = 0.5\n')
    base, world = read_plan(tmp_path / "design.toml").base(), Scenario.load("world")
    assert base == world.replace({"levers.early_meetings.practice": 0.5})
