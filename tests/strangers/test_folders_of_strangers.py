"""Folders from strangers: whatever is in them, nothing outside is touched, nothing is run, nothing raw is printed."""

import csv
import hashlib
import io
import json
import os
import re
import shlex
import shutil
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from sipabm import Scenario, merge, read_results, read_sweep, sweep
from sipabm.cli import main
from sipabm.simulation import simulate_to_folder
from sipabm.studies.attribution_folder import attribute_again, read_attribution, write_attribution
from sipabm.studies.lever_attribution import attribute_levers
from sipabm.studies.study_folder import write_study
from sipabm.tables.journal import part_name

RUNS, SECRET = 2, "years of work"
SLOW = pytest.mark.slow
DESIGN = pd.DataFrame({"early_meetings": [0.0, 1.0]})
RAW = re.compile(r"[^\S\n ]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
ODD = ["\x1b[2Jx", "\x9bx", "a\x07b", "\u202etxt", "a\u200bb", "a\nb", "\x00"]
NAMES = [
    *("=cmd|' /C calc'!A0", "@SUM(A1)", "+1+1", "-x", "$(touch x)", "; touch x", "`touch x`", "'; touch x; '"),
    *("<script>alert(1)</script>", "<svg onload=alert(1)>", "a & b \"c\" 'd'", r"$\frac{$", "a_b^c", "[red]x[/red]"),
    *("../../x", "%s %(a)s {0}", "😀 שלום", "n" * 100),
]


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=8, own_interest=0.5)


@pytest.fixture(scope="module")
def made(small, tmp_path_factory):
    """Return a folder that holds finished runs, a sweep, its shards and a study."""
    home = tmp_path_factory.mktemp("made")
    simulate_to_folder(small, home / "runs", RUNS)
    how = {"measures": ["signed"], "threads": 1}
    sweep(small, DESIGN, RUNS, folder=home / "sweep", **how)
    for part in (1, 2):
        sweep(small, DESIGN, RUNS, folder=home / f"shard_{part}", shard=(part, 2), **how)
    write_attribution(
        attribute_levers(small, "2010Q3", 2, levers=["early_meetings"], measures=["signed"]), home / "study"
    )
    return home


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    """Return a copy of that, with somebody's work beside it, in the current folder."""
    shutil.copytree(made, tmp_path / "theirs")
    (tmp_path / "mine" / "runs").mkdir(parents=True)
    for name in (
        "thesis.txt",
        "part-00000000-0123abcd.parquet",
        "scenario.toml",
        "runs/part-00000000-0123abcd.parquet",
    ):
        (tmp_path / "mine" / name).write_text(SECRET)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def outside(home):
    """Return the hash of every file that is not in the strangers' folders or in what was written from them."""
    files = (path for path in home.rglob("*") if path.is_file() and path.relative_to(home).parts[0] in ("mine", "x"))
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


GRID, MORE = "theirs/sweep/scenario.toml --grid early_meetings=0,1", "--measures signed --out theirs/sweep"
COMMANDS = {
    "runs": [
        "report theirs/runs",
        "autopsy theirs/runs --no-check --out out",
        "run theirs/runs/scenario.toml --replicates 3 --out theirs/runs --report",
        "run theirs/runs/scenario.toml --replicates 2 --seed 2 --out theirs/runs --overwrite",
    ],
    "sweep": [
        f"sweep {GRID} --out theirs/sweep --dry-run",
        "discover theirs/sweep --outcome signed>1 --out out",
        f"sweep {GRID} --replicates 3 {MORE}",
        f"sweep {GRID} --replicates 2 {MORE} --overwrite",
    ],
    "shard_1": ["merge theirs/shard_1 theirs/shard_2 --out out"],
    "study": ["attribute theirs/study/scenario/scenario.toml --levers --replicates 2 --out theirs/study"],
}
USES = {kind: [command.split() for command in commands] for kind, commands in COMMANDS.items()}


def used(kind, capsys):
    """Do all that is done with a folder of some kind: each command succeeds or ends in one line, nothing raw."""
    for command in USES[kind]:
        code = main(command)
        told = capsys.readouterr()
        assert code in (0, 2), told.err
        assert not RAW.search(told.out + told.err), (command, told)
        assert SECRET not in told.out + told.err
        assert code == 0 or len([line for line in told.err.splitlines() if not line.startswith("note:")]) == 1


def written(home):
    """Return the content of all that was written from a folder of strangers, but for links that they had planted."""
    files = (path for path in home.rglob("*") if path.is_file() and "mine" not in path.relative_to(home).parts)
    return [path.read_bytes() for path in files if not path.is_symlink() and path.stat().st_nlink == 1]


COMPARE = ["compare", "theirs/runs/scenario.toml", "--vary", "give_up=0.2", "--replicates", "2", "--out", "out"]
STORE = ("manifest.json", "chunks.jsonl", "scenario.toml", "runs")
PLANTED = {
    "runs": [*STORE, "writer.claim", "attempts", "figure.svg", "edge_list.csv", "yearly_summary.csv"],
    "sweep": [*STORE, "points", "points.csv", "columns.csv", "design.toml", "sensitivity.json"],
    "shard_1": [*STORE, "points", "design.csv", "design.toml"],
    "study": ["manifest.json", "scenario", "scenario/scenario.toml", "shares.csv", "runs"],
}


@pytest.mark.slow
@pytest.mark.parametrize("way", ["file", "folder", "hard", "pipe"])
@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in PLANTED.items() for name in names])
def test_links_and_pipes_in_place_of_any_file_lead_nowhere(home, capsys, kind, name, way):
    path = home / "theirs" / kind / name
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    if way == "file":
        path.symlink_to(home / "mine" / "thesis.txt")
    elif way == "folder":
        path.symlink_to(home / "mine")
    elif way == "hard":
        os.link(home / "mine" / "thesis.txt", path)
    else:
        os.mkfifo(path)
    before = outside(home)
    used(kind, capsys)
    assert outside(home) == before
    # A file of several names is read like any: backups are made of such. It is never written to.
    assert way == "hard" or not any(SECRET.encode() in content for content in written(home))


def rewritten(folder, table, change):
    """Let a stranger change the parts of a table, and make names and hashes right again."""
    lines = [json.loads(line) for line in (folder / "chunks.jsonl").read_text().splitlines()]
    for line in lines:
        if table in line["files"]:
            name, _ = line["files"][table]
            stream = io.BytesIO()
            pyarrow.parquet.write_table(change(pyarrow.parquet.read_table(folder / table / name)), stream)
            digest = hashlib.sha256(stream.getvalue()).hexdigest()
            line["files"][table] = [part_name(line["block"], digest), digest]
            (folder / table / line["files"][table][0]).write_bytes(stream.getvalue())
    (folder / "chunks.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def with_value(column, value):
    """Return a change of a table that puts a value into every row of a column."""

    def change(table):
        place = table.column_names.index(column)
        kind = table.schema.field(column).type
        values = pyarrow.array([value] * len(table))
        if pyarrow.types.is_dictionary(kind):
            values = values.dictionary_encode()
        return table.set_column(place, pyarrow.field(column, values.type), values)

    return change


def named(home, name):
    """Let a scenario of strangers have a name, in every file that tells it."""
    for kind in ("runs", "sweep", "shard_1", "shard_2", "study"):
        folder = home / "theirs" / kind
        told = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps({**told, "scenario": name}))
        path = folder / ("scenario/scenario.toml" if kind == "study" else "scenario.toml")
        before, after = re.split(r"(?m)^name = .*$", path.read_text(), maxsplit=1)
        path.write_text(f"{before}name = {json.dumps(name, ensure_ascii=False)}{after}")
    rewritten(home / "theirs" / "runs", "runs", with_value("scenario", name))


@pytest.mark.slow
# A few of them by the fast tests.
@pytest.mark.parametrize("name", [*NAMES[:1], *(pytest.param(name, marks=SLOW) for name in NAMES[1:])])
def test_a_name_that_can_be_printed_stands_in_what_is_written_as_it_is_and_does_nothing(home, capsys, name):
    named(home, name)
    before = outside(home)
    assert main(USES["runs"][0]) == 0
    told = capsys.readouterr()
    assert not RAW.search(told.out + told.err)
    assert main([*USES["runs"][0], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["manifest"]["scenario"] == name
    for path in (home / "theirs" / "runs").glob("*.svg"):
        assert "script" not in {each.tag.rpartition("}")[2] for each in ElementTree.parse(path).iter()}
    for path in (home / "theirs" / "runs").glob("*.csv"):
        with path.open(newline="") as file:
            check_cells(csv.reader(file))
    assert (
        main(["compare", "theirs/runs/scenario.toml", "--vary", "give_up=0.2", "--replicates", "2", "--out", "out"])
        == 0
    )
    assert not RAW.search(capsys.readouterr().out)
    assert outside(home) == before and not (home / "x").exists()
    shown = read_results("theirs/runs")._repr_html_()
    assert "<script" not in shown and "<svg" not in shown


def check_cells(rows):
    """Assert that no cell begins like a formula, unless it is a number."""
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")) or float(cell) is not None


@pytest.mark.parametrize("name", ODD)
def test_a_name_that_cannot_be_printed_is_refused_in_a_line_that_can(home, capsys, name):
    named(home, name)
    before = outside(home)
    for command in (USES["runs"][0], USES["sweep"][1], USES["shard_1"][0], USES["study"][0]):
        assert main(command) == 2
        told = capsys.readouterr()
        assert not told.out and told.err.count("\n") == 1 and not RAW.search(told.err)
    assert outside(home) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["$(touch x)", "; touch x", "a b", "'", '"', "`touch x`"])
def test_the_command_that_makes_something_again_is_one_command_for_a_shell(home, name, monkeypatch, capsys):
    (home / name).mkdir()
    shutil.copytree(home / "theirs" / "sweep", home / name / "sweep")
    monkeypatch.setattr("sipabm.studies.discovery.LEAST", 1)
    out = ["--out", "out"]
    commands = [["network", "classroom", "--set", "quarters=4", *out], ["autopsy", "theirs/runs", "--no-check", *out]]
    commands.append(COMPARE)
    for command in commands:
        assert main(command) == 0
        again = json.loads((home / "out" / "manifest.json").read_text())["again"]
        assert shlex.split(again)[:2] == ["sipabm", command[0]] and shlex.join(shlex.split(again)) == again
        shutil.rmtree(home / "out")
    assert main(["run", "classroom", "--set", "quarters=4", "--replicates", "1", "--out", f"{name}/runs"]) == 0
    told = capsys.readouterr().out.splitlines()[-1].partition(": ")[2]
    assert shlex.split(told) == ["sipabm", "report", f"{name}/runs"]


# manifests and journals


VALUES = [None, "x", True, -1, 0, 2**70, 1.5, "\x1b[2J", [], {}, [[1]], {"a": {"b": [1]}}, [1] * 5, ["a", "a"]]


@pytest.mark.parametrize("value", [*VALUES[:2], *(pytest.param(each, marks=SLOW) for each in VALUES[2:])], ids=ascii)
@pytest.mark.parametrize("kind", ["runs", "sweep", "shard_1", "study"])
def test_any_value_at_any_key_of_a_manifest_is_read_or_refused_in_one_line(home, line_or_table, kind, value):
    path = home / "theirs" / kind / "manifest.json"
    told = json.loads(path.read_text())
    for name in told:
        path.write_text(json.dumps({**told, name: value}))
        line_or_table(lambda: reading(kind))
    path.write_text(json.dumps({name: value for name, value in told.items() if name in ("sipabm", "finished")}))
    line_or_table(lambda: reading(kind))


def reading(kind):
    """Read a folder of strangers."""
    if kind == "runs":
        return read_results("theirs/runs").runs
    if kind == "sweep":
        return read_sweep("theirs/sweep")
    if kind == "shard_1":
        shutil.rmtree("out", ignore_errors=True)
        return read_sweep(merge(["theirs/shard_1", "theirs/shard_2"], "out"))
    return attribute_again(read_attribution("theirs/study")).shares


@pytest.fixture
def line_or_table(line_of):
    def check(action):
        try:
            found = action()
        except ValueError:
            line = line_of(action)
            assert line.isprintable() and 20 < len(line) < 1000
        else:
            assert isinstance(found, pd.DataFrame) and len(found)

    return check


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"a":' * 50_000, "9" * 100_000, '{"sipabm": ' + "9" * 4000 + "}", '{"seed": NaN}', "\0" * 99],
)
@pytest.mark.parametrize("name", ["manifest.json", "chunks.jsonl"])
def test_deep_and_endless_json_is_refused_in_one_line(home, line_of, name, text):
    (home / "theirs" / "runs" / name).write_text(text + "\n")
    assert "damaged" in line_of(lambda: reading("runs"))


@pytest.mark.parametrize("name", ["manifest.json", "chunks.jsonl", "scenario.toml"])
def test_a_file_of_fifty_megabytes_is_refused_in_one_line(home, line_of, name):
    with (home / "theirs" / "runs" / name).open("wb") as file:
        file.truncate(50_000_000)
    line_of(lambda: reading("runs"))


# tables with right hashes


CHANGES = {
    "a column less": lambda table: table.drop_columns([table.column_names[-1]]),
    "a column more": lambda table: table.append_column("more", table.column(0)),
    "a column twice": lambda table: table.append_column(table.column_names[-1], table.column(-1)),
    "other order": lambda table: table.select(table.column_names[::-1]),
    "rows less": lambda table: table.slice(1),
    "rows none": lambda table: table.slice(0, 0),
    "rows twice": lambda table: pyarrow.concat_tables([table, table]),
    "rows backwards": lambda table: table.take(pyarrow.array(range(len(table) - 1, -1, -1))),
    "rows by the million": lambda table: table.take(pyarrow.array(np.zeros(300_000, dtype="i8"))),
    "numbers as texts": lambda table: table.set_column(0, "run", table.column(0).cast(pyarrow.string())),
    "small numbers": lambda table: table.set_column(0, "run", table.column(0).cast(pyarrow.int8())),
    "nested": lambda table: table.set_column(0, "run", pyarrow.array([[1]] * len(table))),
    "nothing": lambda table: table.set_column(0, "run", pyarrow.nulls(len(table), pyarrow.int64())),
    "other runs": lambda table: table.set_column(0, "run", pyarrow.array([7] * len(table))),
    "huge runs": lambda table: table.set_column(0, "run", pyarrow.array([2**62] * len(table))),
}
OTHER_VALUES = [
    *(("runs", "signed", value) for value in (np.nan, np.inf, None)),
    *(("runs", "scenario", value) for value in ("\x1b[2J", "x" * 5000, "\u202e", None)),
    *(("runs", "scenario_digest", value) for value in ("x", "=1")),
    *(("yearly", "domain", value) for value in ("sport", "", None)),
    *(("yearly", "year", value) for value in (1800, 2**40)),
    *(("attempts", "country", value) for value in ("ZZ", "\x1b[2J", None)),
    *(("attempts", "stage", value) for value in ("<script>", None)),
    *(("attempts", "barriers", value) for value in ("sport", "silos + silos", "__class__", None)),
    *(("attempts", "started", value) for value in ("2012-05", "99999Q9", "now", "", None)),
    *(("attempts", "authority", value) for value in (-1, 10**9)),
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", ["runs", pytest.param("yearly", marks=SLOW)])
def test_a_table_of_another_form_is_named_as_damaged_however_right_its_hashes(home, line_of, table, change):
    rewritten(home / "theirs" / "runs", table, CHANGES[change])
    line = line_of(lambda: getattr(read_results("theirs/runs"), table))
    assert "is damaged; run the" in line


@pytest.mark.parametrize(("table", "column", "value"), OTHER_VALUES)
def test_a_value_that_no_run_leaves_is_named_as_damage(home, line_of, table, column, value):
    kind = pyarrow.parquet.read_schema(next((home / "theirs" / "runs" / table).glob("*.parquet"))).field(column).type

    def change(found):
        values = pyarrow.array([value] * len(found), kind.value_type if pyarrow.types.is_dictionary(kind) else kind)
        values = values.dictionary_encode() if pyarrow.types.is_dictionary(kind) else values
        return found.set_column(found.column_names.index(column), found.schema.field(column), values.cast(kind))

    assert len(getattr(read_results("theirs/runs"), table))
    rewritten(home / "theirs" / "runs", table, change)
    assert "is damaged" in line_of(lambda: getattr(read_results("theirs/runs"), table))


# Which columns points have, the design alone says.
OF_POINTS = ["a column twice", *(name for name in CHANGES if "column" not in name and name != "numbers as texts")]


@pytest.mark.parametrize(
    ("table", "change"), [*(("runs", name) for name in CHANGES), *(("points", name) for name in OF_POINTS)]
)
def test_a_table_of_a_sweep_of_another_form_is_named_as_damaged(home, line_of, table, change):
    def of_points(found):
        changed = CHANGES[change](found.rename_columns(["run", *(f"{name}_" for name in found.column_names[1:])]))
        return changed.rename_columns(
            [name.removesuffix("_") if name != "run" else "point" for name in changed.column_names]
        )

    rewritten(home / "theirs" / "sweep", table, of_points)
    assert "damaged" in line_of(lambda: read_sweep("theirs/sweep"))


@pytest.mark.parametrize("column", ["first", "runs", "digest"])
def test_points_that_contradict_themselves_are_named_as_damaged(home, line_of, column):
    def change(table):
        kind = table.schema.field(column).type
        values = pyarrow.array(["x"] * len(table) if column == "digest" else [-5] * len(table), kind)
        return table.set_column(table.column_names.index(column), column, values)

    rewritten(home / "theirs" / "sweep", "points", change)
    assert "damaged" in line_of(lambda: read_sweep("theirs/sweep"))


# other versions


def test_a_folder_of_another_version_whose_scenario_this_one_cannot_read_says_so(home, line_of):
    path = home / "theirs" / "runs" / "scenario.toml"
    path.write_text(path.read_text() + "\n[magic]\nwand = 1\n")
    assert "wrote the folder" not in line_of(lambda: reading("runs"))
    made = json.loads((home / "theirs" / "runs" / "manifest.json").read_text())
    (home / "theirs" / "runs" / "manifest.json").write_text(json.dumps({**made, "sipabm": "0.0.7"}))
    line = line_of(lambda: reading("runs"))
    assert "magic" in line and "sipabm 0.0.7 wrote the folder and this is 0.1.0" in line


def test_a_scenario_that_was_changed_is_not_taken_for_that_of_the_runs(home, line_of):
    path = home / "theirs" / "runs" / "scenario.toml"
    path.write_text(path.read_text().replace("own_interest = 0.5", "own_interest = 0.25"))
    assert "is not the scenario of the runs beside it" in line_of(lambda: reading("runs"))


def test_a_study_with_names_like_formulas_comes_back_as_it_was(home, small):
    label = "=cmd|' /C calc'!A0"
    table = pd.DataFrame({"alternative": [label, "'quoted"], "difference": [-1.0, 2.0]})
    write_study(home / "out", {"sipabm": "1", "study": "comparison"}, {"comparison.csv": table}, {"base": small})
    with (home / "out" / "comparison.csv").open(newline="") as file:
        assert list(csv.reader(file))[1:] == [[f"'{label}", "-1.0"], ["''quoted", "2.0"]]
