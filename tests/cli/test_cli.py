import csv
import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from sipabm import Scenario, ScenarioError, simulation
from sipabm.cli import main
from sipabm.cli.inputs import parse_change, scenario_from
from sipabm.cli.run_command import idle_policies

COUNTRY = '{ code = "A", authorities = 5, providers = 2, investors = 2 }'
REPORT_FILES = {
    "yearly_summary.csv",
    "funnel.csv",
    "barriers.csv",
    "bending.csv",
    "key_figures.csv",
    "public_value.csv",
    "pockets.csv",
    "net_positions.csv",
    "returns.csv",
    "figure.svg",
    "figure.png",
    "returns.svg",
    "returns.png",
}
RUN_FILES = {"chunks.jsonl", "runs", "yearly", "attempts", "contracts", "scenario.toml", "manifest.json"}


@pytest.fixture(scope="module")
def classroom(tmp_path_factory):
    """A folder that holds three runs of the classroom and their report."""
    folder = tmp_path_factory.mktemp("out") / "classroom"
    assert main(["run", "classroom", "--replicates", "3", "--report", "--out", str(folder)]) == 0
    return folder


def asides(folder):
    return [path for path in folder.rglob("*") if path.name.endswith(".aside")]


def refused(result):
    """Check that a command ended with one line on standard error and exit code 2, and return the line."""
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ") and "Traceback" not in err[0]
    return err[0]


# run


def test_run_writes_tables_scenario_and_manifest_and_says_who_makes_figures(cli, tmp_path):
    code, out, _ = cli("run", "classroom", "--replicates", 2, "--out", tmp_path / "out")
    assert code == 0 and {path.name for path in (tmp_path / "out").iterdir()} == RUN_FILES
    assert out.splitlines()[-1] == f"CSV tables and figures: sipabm report {tmp_path}/out"


def test_run_with_a_report_writes_its_tables_and_figures_as_well(classroom):
    assert {path.name for path in classroom.iterdir()} == REPORT_FILES | RUN_FILES
    assert json.loads((classroom / "manifest.json").read_text())["finished"]
    assert not asides(classroom)


def test_run_prints_curve_funnel_barriers_and_key_figures(cli, tmp_path):
    code, out, _ = cli("run", "classroom", "--replicates", 2, "--out", tmp_path / "out")
    assert code == 0
    for words in (
        "New partnerships a year",
        "From considered",
        "What stopped attempts",
        "Key figures",
        "frontline resistance",
        "months from idea to signature",
        "Still under development",
    ):
        assert words in out
    assert re.search(rf"2 runs in {tmp_path}/out: .*; \d+\.\d s$", out.strip().splitlines()[-2])
    assert max(map(len, out.splitlines()[:-2])) <= 100


def test_run_shows_counts_observed_beside_the_world_and_says_whose_they_are(cli, tmp_path):
    _, out, _ = cli("run", "world", "--replicates", 2, "--set", "quarters=40", "--out", tmp_path / "out")
    assert "observed in the world (INDIGO)" in out
    assert re.search(r"^2018 .* 48$", out, re.MULTILINE)


def test_run_shows_no_counts_observed_beside_another_scenario(cli, tmp_path):
    _, out, _ = cli("run", "classroom", "--replicates", 2, "--out", tmp_path / "out")
    assert "no counts observed" in out
    assert re.search(r"^2018 +[\d.]+ +[\d.]+( to [\d.]+)?$", out, re.MULTILINE)


def test_run_writes_to_a_folder_named_after_the_scenario(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.toml").write_text('based_on = "classroom"\nquarters = 8\n')
    assert cli("run", "plan.toml", "--replicates", 1)[0] == 0
    assert {path.name for path in (tmp_path / "output" / "plan").iterdir()} == RUN_FILES


@pytest.mark.slow
def test_a_changed_scenario_has_a_folder_of_its_own(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for changes in ((), ("--set", "quarters=8"), ("--policy", "early_meetings=0.5@2012Q1")):
        code, out, _ = cli("run", "classroom", "--replicates", 1, *changes)
        named = re.search(r"1 run in (\S+):", out.splitlines()[-2])[1]
        assert code == 0 and (tmp_path / named / "manifest.json").is_file()
        assert re.fullmatch("output/classroom-[0-9a-f]{6}" if changes else "output/classroom", named)
    assert len(list((tmp_path / "output").iterdir())) == 3


def test_a_single_run_is_counted_as_one_and_what_was_considered_is_no_share(cli, tmp_path):
    _, out, _ = cli("run", "classroom", "--replicates", 1, "--out", tmp_path / "out")
    assert "scenario 'classroom', 1 run\n" in out and "\n1 run in " in out
    assert re.search(r"^considered by an authority +[\d.,]+ +[\d,]+ *$", out, re.MULTILINE)


def test_a_policy_below_what_is_practice_anyway_is_noted(cli, tmp_path):
    arguments = ("run", "classroom", "--replicates", 1, "--set", "levers.pooled_budgets.practice=0.4")
    _, _, err = cli(*arguments, "--policy", "pooled_budgets=0.1@2012Q1", "--out", tmp_path / "low")
    words = "note: pooled_budgets=0.1 is below what is practice anyway (0.4), so the policy changes nothing"
    assert err == [words]
    assert cli(*arguments, "--policy", "pooled_budgets=0.5@2012Q1", "--out", tmp_path / "high")[2] == []


def test_where_runs_draw_their_own_practice_the_note_says_when_a_policy_does_something():
    (text,) = idle_policies(Scenario.load("world").with_policy("early_meetings=0.1@2012Q1"))
    assert text.endswith("so the policy changes nothing, except in runs that draw a practice below it")


@pytest.mark.slow
def test_a_reader_that_stops_early_loses_no_file(cli, tmp_path, monkeypatch):
    def stop(_):
        raise BrokenPipeError

    monkeypatch.setattr("sipabm.cli.report_tables.report_parts", stop)
    assert cli("run", "classroom", "--replicates", 1, "--report", "--out", tmp_path / "out")[0] == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} >= REPORT_FILES


def test_same_command_gives_the_same_files(cli, classroom, tmp_path):
    assert cli("run", "classroom", "--replicates", 3, "--threads", 1, "--report", "--out", tmp_path / "out")[0] == 0
    for name in REPORT_FILES:
        assert (tmp_path / "out" / name).read_bytes() == (classroom / name).read_bytes(), name


def test_changes_and_policies_reach_the_scenario_that_is_kept(cli, tmp_path):
    changes = ("--set", "give_up=0.2", "--set", "worth.social=3", "--policy", "early_meetings=0.5@2012Q1")
    arguments = ("run", "classroom", "--replicates", 1, "--set", "quarters=16", *changes, "--out", tmp_path / "out")
    assert cli(*arguments)[0] == 0
    kept = tomllib.loads((tmp_path / "out" / "scenario.toml").read_text("utf-8"))
    assert (kept["quarters"], kept["learning"]["give_up"]) == (16, 0.2)
    assert kept["levers"]["early_meetings"]["intensity"] == 0.5


def test_other_runs_in_the_folder_are_kept_unless_told_otherwise(cli, tmp_path):
    arguments = ("run", "classroom", "--replicates", 1, "--set", "quarters=8", "--out", tmp_path / "out")
    assert cli(*arguments)[0] == 0
    assert "--overwrite" in refused(cli(*arguments, "--seed", 2))
    assert cli(*arguments, "--seed", 2, "--overwrite")[0] == 0
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["seed"] == 2


@pytest.mark.slow
def test_mesa_model_gives_the_same_tables(cli, tmp_path):
    for model in ("engine", "mesa"):
        arguments = ("run", "classroom", "--replicates", 1, "--model", model, "--report", "--out", tmp_path / model)
        assert cli(*arguments)[0] == 0
    assert (tmp_path / "mesa" / "funnel.csv").read_text() == (tmp_path / "engine" / "funnel.csv").read_text()


def test_fewer_runs_than_the_folder_holds_are_said_to_be_fewer(cli, tmp_path):
    arguments = ("run", "classroom", "--set", "quarters=8", "--out", tmp_path / "out")
    assert cli(*arguments, "--replicates", 3)[2] == []
    _, out, err = cli(*arguments, "--replicates", 2)
    assert "scenario 'classroom', 2 runs" in out
    assert err == [
        f"note: {tmp_path / 'out'} holds 3 runs, and the first 2 of them are told of here; ask for 3 to be told of all"
    ]


def test_a_quiet_run_notes_nothing_and_others_a_line_each(cli, tmp_path, monkeypatch):
    from sipabm.surroundings import note

    run_histories = simulation.run_histories
    monkeypatch.setattr(simulation, "run_histories", lambda *each: note("two\nlines \x1b[2J") or run_histories(*each))
    arguments = ("run", "classroom", "--replicates", 1, "--set", "quarters=8", "--out")
    assert cli(*arguments, tmp_path / "quiet", "--quiet") == (0, "", [])
    assert cli(*arguments, tmp_path / "told")[2] == ["note: two lines \\x1b[2J"]


# report


@pytest.mark.slow
def test_report_prints_and_writes_what_run_with_a_report_does(cli, classroom, tmp_path):
    arguments = ("run", "classroom", "--replicates", 3, "--out", tmp_path / "out")
    printed_by_run = cli(*arguments)[1].splitlines()[:-2]
    code, out, err = cli("report", tmp_path / "out")
    assert (code, err) == (0, [])
    assert out.splitlines()[:-1] == printed_by_run
    assert out.splitlines()[-1].startswith(f"3 runs in {tmp_path}/out: 9 CSV tables, figure and returns as SVG and PNG")
    for name in REPORT_FILES:
        assert (tmp_path / "out" / name).read_bytes() == (classroom / name).read_bytes(), name


def test_report_changes_nothing_that_run_wrote_and_simulates_nothing(cli, classroom, monkeypatch):
    before = {path: path.read_bytes() for name in RUN_FILES for path in files(classroom / name)}
    monkeypatch.setattr(simulation, "run_histories", None)
    assert cli("report", classroom)[0] == 0
    assert {path: path.read_bytes() for name in RUN_FILES for path in files(classroom / name)} == before


def files(path):
    """Return a file, or the files of a folder."""
    return [path] if path.is_file() else list(path.iterdir())


@pytest.mark.slow
def test_a_report_of_fewer_runs_goes_when_runs_are_added_and_stays_when_none_are(cli, tmp_path):
    arguments = ("run", "classroom", "--set", "quarters=8", "--out", tmp_path / "out")
    assert cli(*arguments, "--replicates", 2, "--report")[0] == 0
    assert cli(*arguments, "--replicates", 2)[0] == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == REPORT_FILES | RUN_FILES
    assert cli(*arguments, "--replicates", 3)[0] == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == RUN_FILES


def test_report_of_an_experiment_says_what_its_folder_holds(cli):
    line = refused(cli("report", Path(__file__).parents[2] / "results" / "mitigation_levers"))
    assert "holds tables of the experiment mitigation_levers and no runs; its answer stands in finding.md" in line
    assert "interrupted" not in line


def test_report_refuses_a_folder_without_finished_runs_in_one_line_and_writes_nothing(cli, classroom, tmp_path):
    shutil.copytree(classroom, tmp_path / "begun")
    made = json.loads((classroom / "manifest.json").read_text())
    (tmp_path / "begun" / "manifest.json").write_text(json.dumps({**made, "finished": False}))
    (tmp_path / "begun" / "figure.png").unlink()
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "manifest.json").write_text(json.dumps({**made, "study": "autopsy"}))
    assert "manifest.json is missing" in refused(cli("report", tmp_path / "none"))
    assert "were interrupted" in refused(cli("report", tmp_path / "begun"))
    line = refused(cli("report", tmp_path / "study"))
    assert "holds no runs but the tables of a study" in line and "read its CSV files there, or make it again" in line
    assert not (tmp_path / "none").exists() and not (tmp_path / "begun" / "figure.png").exists()


def test_report_names_a_folder_that_stands_in_the_place_of_its_file(cli, classroom, tmp_path):
    shutil.copytree(classroom, tmp_path / "out")
    (tmp_path / "out" / "funnel.csv").unlink()
    (tmp_path / "out" / "funnel.csv").mkdir()
    assert refused(cli("report", tmp_path / "out")) == f"sipabm: '{tmp_path}/out/funnel.csv': 'funnel.csv' is a folder"
    assert not asides(tmp_path)


def fails_to_write(monkeypatch, number):
    """Let the system refuse all files that are written aside."""
    original = os.open

    def refusing(path, flags, *rest, **options):
        if str(path).endswith(".aside"):
            raise OSError(number, os.strerror(number), str(path))
        return original(path, flags, *rest, **options)

    monkeypatch.setattr(os, "open", refusing)


@pytest.mark.slow
def test_slides_are_written_when_asked_for_and_gone_with_the_next_report(cli, classroom, tmp_path):
    folder = tmp_path / "out"
    shutil.copytree(classroom, folder)
    assert cli("report", folder)[0] == 0
    before = {path.name for path in folder.iterdir()}
    code, out, _ = cli("report", folder, "--slides")
    assert code == 0 and "figure and returns, four slides as SVG and PNG" in out
    added = {path.name for path in folder.iterdir()} - before
    slides = ("slide_curve", "slide_funnel", "slide_stopped", "slide_returns")
    assert added == {f"{name}.{kind}" for name in slides for kind in ("svg", "png")}
    assert "<desc>New partnerships a year, mean of 3 runs" in (folder / "figure.svg").read_text()
    assert cli("report", folder)[0] == 0
    assert {path.name for path in folder.iterdir()} == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_report_is_shown_where_it_cannot_be_written(cli, classroom, monkeypatch, number):
    fails_to_write(monkeypatch, number)
    code, out, (line,) = cli("report", classroom)
    assert code == 0 and out.splitlines()[-1] == f"3 runs in {classroom}: read; nothing was written"
    assert line.startswith(f"note: {classroom} cannot be written ({os.strerror(number)}), so the report is only shown")


def test_report_on_a_full_disk_says_what_to_do(cli, classroom, monkeypatch):
    fails_to_write(monkeypatch, errno.ENOSPC)
    line = refused(cli("report", classroom))
    assert line.endswith(f"the report of '{classroom}' cannot be written (No space left on device); make room")


def test_report_names_a_table_that_is_damaged(cli, classroom, tmp_path):
    shutil.copytree(classroom, tmp_path / "out")
    (path,) = (tmp_path / "out" / "yearly").iterdir()
    path.write_bytes(b"half a file")
    line = refused(cli("report", tmp_path / "out"))
    assert line == f"sipabm: '{path}' is damaged; run the command that made it again to mend it"


# interruption


def interrupted_after_one_chunk(monkeypatch):
    """Let the second chunk of runs be interrupted."""
    run_histories, calls = simulation.run_histories, []

    def stop(*arguments):
        calls.append(arguments)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return run_histories(*arguments)

    monkeypatch.setattr(simulation, "run_histories", stop)


def test_interruption_keeps_complete_chunks_and_the_same_command_continues(cli, tmp_path, monkeypatch):
    folder = tmp_path / "out"
    arguments = ("run", "classroom", "--replicates", 60, "--set", "quarters=8", "--out", folder)
    with monkeypatch.context() as patch:
        interrupted_after_one_chunk(patch)
        code, out, err = cli(*arguments)
    assert (code, out) == (130, "")
    assert err == [f"sipabm: interrupted; complete chunks are kept in {folder}, the same command continues"]
    assert not asides(folder) and not REPORT_FILES & {path.name for path in folder.iterdir()}
    assert len(list((folder / "runs").iterdir())) == 1
    assert cli(*arguments)[0] == 0
    assert len(simulation.read_results(folder).runs) == 60


def test_interruption_while_drawing_leaves_whole_files_only(cli, tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sipabm.plots.figure_files.figure_bytes", interrupt)
    arguments = ("run", "classroom", "--replicates", 1, "--set", "quarters=8", "--report", "--out", tmp_path / "out")
    code, _, err = cli(*arguments)
    assert code == 130 and len(err) == 1
    assert not asides(tmp_path) and not (tmp_path / "out" / "figure.svg").exists()


def test_interruption_of_an_overwriting_run_warns_of_overwrite(cli, tmp_path, monkeypatch):
    interrupted_after_one_chunk(monkeypatch)
    arguments = ("run", "classroom", "--replicates", 60, "--set", "quarters=8")
    _, _, err = cli(*arguments, "--overwrite", "--out", tmp_path / "out")
    assert err[0].endswith("the same command without --overwrite continues")


def test_interruption_before_the_first_chunk_promises_nothing(cli, tmp_path, monkeypatch):
    monkeypatch.setattr(simulation, "run_histories", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    code, out, err = cli("run", "classroom", "--replicates", 1, "--out", tmp_path / "out")
    assert (code, out) == (130, "")
    assert err == ["sipabm: interrupted before a first chunk was complete; the same command begins again"]


def test_interruption_of_any_other_command_is_one_line(cli, monkeypatch):
    def interrupt():
        raise KeyboardInterrupt

    monkeypatch.setattr("sipabm.scenario.scenario_names", interrupt)
    assert cli("scenarios") == (130, "", ["sipabm: interrupted"])


@pytest.mark.slow
def test_a_real_interrupt_leaves_no_broken_file(tmp_path):
    program = "import sys; from sipabm.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "run", "world", "--replicates", "20000", "--out", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, preexec_fn=hear_interrupts)
    wait_for_a_chunk(tmp_path / "out" / "runs")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and b"Traceback" not in err
    assert err.decode().splitlines()[-1].startswith("sipabm: interrupted; complete chunks are kept in out")
    assert not asides(tmp_path)


def hear_interrupts():
    """Undo what a shell does to commands in the background: they do not hear an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for_a_chunk(folder):
    for _ in range(1200):
        if folder.is_dir() and any(folder.iterdir()):
            return
        time.sleep(0.1)


# wrong input


BAD_FILES = {
    "unknown key": (f"countries = [{COUNTRY}]\n[learning]\ngive_u = 0.2", "give_up"),
    "unknown table": (f"countries = [{COUNTRY}]\n[lerning]\ngive_up = 0.2", "learning"),
    "out of bounds": (f"countries = [{COUNTRY}]\n[learning]\ngive_up = 1.5", "outside 0 to 1"),
    "not a number": (f"countries = [{COUNTRY}]\n[learning]\ngive_up = nan", "give_up"),
    "wrong type": (f'countries = [{COUNTRY}]\n[learning]\ngive_up = "much"', "give_up"),
    "empty": ("", "empty"),
    "not TOML": ("countries = [", "TOML"),
    "binary": (bytes(range(256)), "UTF-8"),
    "Latin-1": ("name = 'Århus'".encode("latin-1"), "UTF-8"),
    "no providers": ('countries = [{ code = "A", authorities = 5, investors = 2 }]', "providers"),
    "fund closes before it opens": (
        f'countries = [{COUNTRY}]\nfunds = [{{ name = "F", country = "A", opens = "2015Q1", closes = "2014Q4", '
        "purse = 1.0, share = 0.3 }]",
        "before it opens",
    ),
    "quarter outside the horizon": (
        f'countries = [{COUNTRY}]\nquarters = 8\n[levers.early_meetings]\nintensity = 0.5\nfirst = "2024Q1"',
        "outside the run",
    ),
    "unknown actor in the edge list": (
        f'countries = [{COUNTRY}]\nties = "edge_list"\nedge_list = "edges.csv"',
        "unknown actor 'authority:A:99'",
    ),
    "missing edge list": (f'countries = [{COUNTRY}]\nties = "edge_list"\nedge_list = "none.csv"', "none.csv"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_wrong_file_is_refused_in_one_line_and_nothing_is_written(cli, tmp_path, case):
    content, words = BAD_FILES[case]
    path = tmp_path / "bad.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (tmp_path / "edges.csv").write_text("first,second\nauthority:A:1,authority:A:99\n")
    assert words in refused(cli("run", path, "--replicates", 1, "--out", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("wrold",), "did you mean 'world'"),
        (("missing.toml",), "no scenario or file 'missing.toml'"),
        (("world", "--set", "give_u=0.2"), "did you mean 'give_up'"),
        (("world", "--set", "give_up=2"), "outside 0 to 1"),
        (("world", "--set", "give_up=much"), "'much'"),
        (("world", "--set", "give_up"), "is not like give_up=0.2"),
        (("world", "--give-up", "0.2"), "a parameter is given as --set give_up=VALUE"),
        (("world", *["--quiet"] * 20_000), "20002 arguments are given; at most 10000 are allowed"),
        (("world", "--out", "a/" * 1500), "more than 200 parts of a path"),
        (("world", "--set", "=1"), "is not like give_up=0.2"),
        (("world", "--set", "quarters=8", "--set", "quarters=9"), "twice"),
        (("world", "--set", "quarters=0"), "quarters"),
        (("world", "--policy", "early_meeting=0.5@2024Q1"), "did you mean 'early_meetings'"),
        (("world", "--policy", "early_meetings=0.5"), "early_meetings=0.5@2024Q1"),
        (("world", "--policy", "early_meetings=half@2024Q1"), "'half' is not a number"),
        (("world", "--policy", "early_meetings=1.5@2024Q1"), "less than or equal to 1"),
        (("world", "--policy", "early_meetings=0.5@2050Q1"), "outside the run"),
        (("world", "--policy", "early_meetings=0.5@24"), "2010Q1"),
        (("world", "--replicates", "0"), "replicates = 0"),
        (("world", "--replicates", "few"), "--replicates"),
        (("world", "--seed", "-1"), "seed = -1"),
        (("world", "--threads", "0"), "--threads"),
        (("world", "--model", "netlogo"), "--model"),
        (("world", "--sets", "a=1"), "--set"),
        (("world", "--replicates", "few"), "'few'"),
        (("world", "--out", ""), "argument 4 is empty"),
        (("world", "--out="), "argument 3 is empty"),
        (("world", "--set", " "), "argument 4 is empty"),
        ((), "Missing argument"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line_and_nothing_is_written(cli, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    assert words in refused(cli("run", *arguments))
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("place", ["file", "file/folder", "full"])
def test_an_output_folder_that_cannot_be_written_is_refused_and_left_alone(cli, tmp_path, place):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    assert "output folder" in refused(cli("run", "classroom", "--replicates", 1, "--out", tmp_path / place))
    assert (tmp_path / "file").read_text() == "mine"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["thesis.txt"]


def test_a_full_disk_is_one_line(cli, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", str(tmp_path / "out"))

    monkeypatch.setattr("sipabm.tables.store.write_part", full)
    line = refused(cli("run", "classroom", "--replicates", 1, "--out", tmp_path / "out"))
    assert "cannot be written (No space left on device)" in line


@pytest.mark.parametrize(
    ("error", "words"), [(MemoryError(), "too little memory"), (RuntimeError("can't start new thread"), "ulimit -u")]
)
def test_a_system_that_gives_no_more_is_one_line(cli, tmp_path, monkeypatch, error, words):
    monkeypatch.setattr(simulation, "run_histories", lambda *_: (_ for _ in ()).throw(error))
    assert words in refused(cli("run", "classroom", "--replicates", 1, "--out", tmp_path / "out"))


# the other commands


def test_sipabm_alone_shows_help(cli):
    code, out, _ = cli()
    assert code == 0 and "sipabm run world" in out


def test_python_can_run_the_package():
    done = subprocess.run([sys.executable, "-m", "sipabm", "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout[:7]) == (0, "sipabm ")


def test_help_names_the_folder_of_compiled_code(cli):
    assert "SIPABM_CACHE_DIR" in cli("run", "--help")[1]


def test_version_is_the_package_version(cli):
    from importlib.metadata import version

    assert cli("--version") == (0, f"sipabm {version('sipabm')}\n", [])


@pytest.mark.parametrize("command", ["run", "scenarios", "show", "parameters", "verify", "bench"])
def test_help_of_every_command_has_an_example(cli, command):
    code, out, _ = cli(command, "--help")
    assert code == 0 and f"Example: sipabm {command}" in out


def test_scenarios_names_each_with_its_description(cli):
    from sipabm.scenario import Scenario, scenario_names

    _, out, _ = cli("scenarios")
    for name in scenario_names():
        assert name in out and Scenario.load(name).description[:30] in out


def test_show_prints_a_file_that_gives_the_same_scenario(cli, tmp_path):
    from sipabm import Scenario

    _, out, _ = cli("show", "world", "--set", "give_up=0.25", "--policy", "pooled_budgets=1@2024Q1:2025Q4")
    (tmp_path / "mine.toml").write_text(out, "utf-8")
    expected = Scenario.load("world").replace(give_up=0.25).with_policy("pooled_budgets=1@2024Q1:2025Q4")
    assert Scenario.load(tmp_path / "mine.toml") == expected


def test_parameters_prints_all_at_100_columns(cli):
    from sipabm.parameters.reference import parameter_rows

    _, out, _ = cli("parameters")
    assert all(f"  {row['name']} = " in out for row in parameter_rows())
    assert max(map(len, out.splitlines())) <= 100


def test_parameters_prints_one_in_full(cli):
    _, out, _ = cli("parameters", "worth")
    words = [line.split()[0] for line in out.splitlines() if line.startswith("  ") and line[2] != " "]
    assert words[1:] == ["group", "unit", "default", "plausible", "why", "bounds", "neutral", "source"]
    assert "plausible  social 2 to 10, employment 2 to 9, health 2 to 10" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["wroth"], "did you mean 'worth'"),
        (["learning"], "--group learning"),
        (["worth", "--search", "value"], "one or the other"),
    ],
)
def test_parameters_refuses_a_name_that_is_none(cli, arguments, words):
    assert words in refused(cli("parameters", *arguments))


def test_parameters_can_be_chosen_by_group_and_word(cli):
    _, out, _ = cli("parameters", "--group", "learning", "--search", "PEER", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["group"] for row in rows} == {"learning"} and "peer_learning" in {row["name"] for row in rows}


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("compare", "world", "--area", "sozial"),
            "Invalid value for '--area': 'sozial' is not one of 'social', 'employment', 'health' "
            "(see `sipabm compare --help`)",
        ),
        (
            ("robust", "world", "--tables", "csv"),
            "Invalid value for '--tables': 'csv' is not one of 'xlsx', 'danish' (see `sipabm robust --help`)",
        ),
        (("walk",), "No such command 'walk' (see `sipabm --help`)"),
    ],
)
def test_a_word_that_is_none_of_several_is_told_once_with_the_help_of_its_command(cli, arguments, line):
    assert refused(cli(*arguments)) == f"sipabm: {line}"


def test_words_of_an_option_may_have_large_letters(cli):
    assert cli("measures", "--format", "CSV")[1] == cli("measures", "--format", "csv")[1]
    # What is refused comes after the words, which are understood.
    asked = ("--area", "Social", "--over", "Posterior", "--tables", "XLSX", "--language", "DA")
    for command in ("compare", "robust"):
        assert "--tables xlsx has no folder to write to" in refused(
            cli(command, "world", "--lever", "early_meetings=1", "--from", 2026, *asked)
        )


@pytest.mark.parametrize("words", ["development budget", "development_budget", "DEVELOPMENT Budget"])
def test_a_search_finds_a_name_as_it_is_written_and_as_it_is_spoken(cli, words):
    code, out, _ = cli("parameters", "--search", words, "--format", "csv")
    assert code == 0 and "development_budget" in {row["name"] for row in csv.DictReader(io.StringIO(out))}


@pytest.mark.parametrize(("command", "words"), [("measures", "peak year"), ("columns", "share ended early")])
def test_measures_and_columns_are_searched_in_the_same_way(cli, command, words):
    code, out, _ = cli(command, "--search", words)
    assert code == 0 and words.replace(" ", "_") in out


def test_parameters_as_markdown_has_a_row_for_each(cli):
    from sipabm.parameters.reference import parameter_rows

    _, out, _ = cli("parameters", "--format", "markdown")
    assert sum(line.startswith("| `") for line in out.splitlines()) == len(parameter_rows())


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--group", "lerning", "did you mean 'learning'"), ("--search", "xylophone", "no parameter mentions")],
)
def test_parameters_that_do_not_exist_are_refused(cli, option, value, words):
    assert words in refused(cli("parameters", option, value))


def test_verify_says_what_it_compared(cli):
    code, out, _ = cli("verify", "--scenarios", 2)
    assert code == 0 and "Compared 2 random scenarios" in out and "leaves the same histories" in out


def test_verify_fails_on_differences(cli, monkeypatch):
    monkeypatch.setattr(
        "sipabm.verification.verification.differing", lambda *_: ["yearly row 0 column signed: differs"]
    )
    code, out, _ = cli("verify", "--scenarios", 1)
    assert code == 1 and "column signed: differs" in out


def test_bench_prints_each_measurement_beside_its_goal(cli, monkeypatch):
    from sipabm.speed.clock import Line

    asked = []
    monkeypatch.setattr("sipabm.speed.measure", lambda quick: asked.append(quick) or [Line("a run", "2 ms", "3 ms")])
    code, out, err = cli("bench", "--quick")
    assert (code, err, asked) == (0, [], [True])
    assert [line.split() for line in out.splitlines()[1:]] == [["a", "run", "2", "ms", "3", "ms"]]
    assert cli("bench", "--quiet") == (0, "", [])
    (row,) = json.loads(cli("bench", "--json")[1])["tables"]["measurements"]["rows"]
    assert row == {"what": "a run", "measured": "2 ms", "goal": "3 ms", "note": ""}


def test_show_as_json_is_the_scenario(cli):
    from sipabm import Scenario

    told = json.loads(cli("show", "classroom", "--set", "give_up=0.25", "--json")[1])
    assert Scenario.model_validate(told["scenario"]) == Scenario.load("classroom").replace(give_up=0.25)


@pytest.mark.parametrize("command", ["parameters", "show world", "scenarios"])
def test_a_reader_that_stops_early_sees_no_complaint(command):
    program = f"import sys; from sipabm.cli import main; sys.exit(main({command.split()}))"
    # Not `| true`: the reader must be gone before the first byte.
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-c", program], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


# inputs


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a=1", 1),
        ("a=0.5", 0.5),
        ("a=true", True),
        ("a=2012Q3", "2012Q3"),
        ("a='x'", "x"),
        ("a=", ""),
        ("a=[1, 2]", [1, 2]),
        ("a=1\nb=2", "1\nb=2"),
        ("a = 3", 3),
        ("a=b=c", "b=c"),
    ],
)
def test_a_change_is_a_toml_value_or_else_text(text, value):
    assert parse_change(text) == ("a", value)


def test_changes_that_belong_together_are_made_together(tmp_path):
    edges = tmp_path / "edges.csv"
    edges.write_text("first,second\nauthority:A:1,authority:A:2\n")
    scenario = scenario_from("classroom", ["ties=edge_list", f"edge_list={edges}"], None)
    assert scenario.ties == "edge_list"
    with pytest.raises(ScenarioError):
        scenario_from("classroom", ["ties=edge_list"], None)
