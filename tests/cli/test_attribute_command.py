"""The commands `attribute` and `autopsy`."""

import json
import re
import shlex

import pandas as pd
import pytest

from sipabm.barriers import Barrier
from sipabm.sweeps.measures import MEASURES

SMALL = ("--set", "quarters=24", "--replicates", "2")
QUIET = (*SMALL, "--set", "own_interest=0", "--set", "world_news=0")  # nobody ever looks


def refused(result):
    """Check that a command ended with one line on standard error and exit code 2, and return the line."""
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ")
    return err[0]


FIGURES = {f"{name}.{kind}" for name in ("waterfall", "interactions") for kind in ("svg", "png")}
TABLES = {"shares.csv", "interactions.csv", "totals.csv", "combinations.csv"}


@pytest.mark.parametrize(
    "question", [pytest.param(("--levers", "--from", "2012Q1"), marks=pytest.mark.slow), ("--decline",)]
)
@pytest.mark.usefixtures("of_noise_too")
def test_attribute_prints_contributions_and_keeps_tables_figures_scenario_and_manifest(cli, tmp_path, question):
    out = tmp_path / "out"
    code, printed, _ = cli("attribute", "classroom", *question, *SMALL, "--out", out)
    assert code == 0
    assert {path.name for path in out.iterdir()} == TABLES | FIGURES | {"scenario", "runs", "manifest.json"}
    made = json.loads((out / "manifest.json").read_text())
    assert made["finished"] and made["study"] == "attribution" and made["replicates"] == 2
    for words in ("Shapley value", "of the", "alone", "as the last", "together", "The difference is"):
        assert words in " ".join(printed.split())
    assert max(map(len, printed.splitlines()[:-1])) <= 100
    assert re.search(r"^1,024 runs, in .*; \d+\.\d s$", printed.strip().splitlines()[-1])


@pytest.mark.slow
@pytest.mark.usefixtures("of_noise_too")
def test_the_command_in_the_manifest_makes_the_same_tables_again(cli, tmp_path, monkeypatch):
    first, again = tmp_path / "first", tmp_path / "again"
    cli("attribute", "classroom", "--levers", "--from", "2012Q1", *SMALL, "--seed", 7, "--out", first)
    command = shlex.split(json.loads((first / "manifest.json").read_text())["again"])
    monkeypatch.chdir(first)
    assert cli(*command[1:], "--out", again)[0] == 0
    for name in TABLES:
        assert (first / name).read_bytes() == (again / name).read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("of_noise_too")
def test_another_measure_is_shown_and_drawn(cli, tmp_path):
    _, printed, _ = cli("attribute", "classroom", "--levers", "--measure", "cost", *SMALL)
    label = next(measure.label for measure in MEASURES if measure.name == "cost")
    assert printed.startswith(f"What each lever adds to {label}")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give --levers or --decline"),
        (("--levers", "--decline"), "give --levers or --decline"),
        (("--decline", "--from", "2012Q1"), "--from and --measure belong to --levers"),
        (("--levers", "--measure", "signd"), "no measure 'signd'; did you mean 'signed'"),
        (("--levers", "--from", "2099Q1"), "quarter 2099Q1 is outside the run"),
        (("--levers", "--replicates", "0"), "replicates = 0"),
        (("--decline", "--set", "quarters=8"), "a decline needs 4 or more"),
    ],
)
def test_attribute_refuses_wrong_input_in_one_line(cli, arguments, message):
    assert message in refused(cli("attribute", "classroom", *arguments))


def test_where_nothing_changes_there_is_nothing_to_explain_and_the_runs_stay(cli, tmp_path):
    line = refused(cli("attribute", "classroom", "--decline", *QUIET, "--out", tmp_path / "out"))
    assert "there is nothing to explain: from all mechanisms off to all on the share of the peak lost" in line
    assert "give more --replicates than 2" in line and "the same command with more goes on" in line
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["runs"]
    assert list((tmp_path / "out" / "runs").rglob("*.parquet"))


def test_attribute_refuses_a_full_folder_before_it_starts(cli, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    assert "not empty" in refused(cli("attribute", "classroom", "--decline", "--out", tmp_path))


# autopsy

AUTOPSY = {"sets.csv", "barriers.csv", "by_domain_and_year.csv", "relaxations.csv", "scenario", "manifest.json"}
AUTOPSY |= {f"{name}.{kind}" for name in ("barrier_sets", "barrier_years") for kind in ("svg", "png")}


def test_autopsy_of_a_scenario_prints_barriers_and_what_one_less_opens(cli, tmp_path):
    out = tmp_path / "out"
    code, printed, _ = cli("autopsy", "classroom", "--replicates", 3, "--out", out)
    assert code == 0
    assert {path.name for path in out.iterdir()} == AUTOPSY
    for words in ("What stopped attempts", "Sets of several barriers", "One barrier less", "any one of them"):
        assert words in printed
    assert max(map(len, printed.splitlines()[:-1])) <= 100
    assert json.loads((out / "manifest.json").read_text())["study"] == "autopsy"


@pytest.mark.slow
def test_autopsy_of_a_folder_is_that_of_its_runs(cli, tmp_path):
    cli("run", "classroom", "--replicates", 3, "--out", tmp_path / "runs")
    for source, out in (("classroom", "new"), (tmp_path / "runs", "read")):
        options = ("--replicates", 3) if source == "classroom" else ()
        assert cli("autopsy", source, *options, "--out", tmp_path / out)[0] == 0
    for name in ("sets.csv", "barriers.csv", "by_domain_and_year.csv", "relaxations.csv"):
        assert (tmp_path / "new" / name).read_bytes() == (tmp_path / "read" / name).read_bytes()


def test_autopsy_without_its_check_simulates_nothing_more(cli, tmp_path):
    _, printed, _ = cli("autopsy", "classroom", "--replicates", 1, "--no-check", "--out", tmp_path / "out")
    assert "One barrier less" not in printed
    assert not (tmp_path / "out" / "relaxations.csv").exists()
    assert len(pd.read_csv(tmp_path / "out" / "barriers.csv")) == len(Barrier)


def test_autopsy_refuses_wrong_input_in_one_line(cli, tmp_path):
    assert "no scenario or file 'nowhere'" in refused(cli("autopsy", "nowhere"))
    assert "holds no results" in refused(cli("autopsy", tmp_path))
    cli("run", "classroom", "--replicates", 1, "--out", tmp_path / "runs")
    assert "are as they are" in refused(cli("autopsy", tmp_path / "runs", "--replicates", 2))
