"""The option --discount: what it changes, that it is told, and what it refuses."""

import json
import shlex

import pytest

SMALL = ("classroom", "--set", "quarters=60", "--set", "own_interest=0.15")
LEVER = ("--lever", "early_meetings=1", "--from", "2010Q1")
COMPARE = ("compare", *SMALL, *LEVER, "--replicates", 3)
ROBUST = ("robust", *SMALL, *LEVER, "--sets", 3, "--replicates", 1, "--begun", "2010:2011")
RUN = ("run", *SMALL, "--replicates", 3)


def told(cli, *arguments):
    code, out, err = cli(*arguments, "--json")
    assert (code, err) == (0, [])
    return json.loads(out)


@pytest.mark.parametrize("command", [COMPARE, ROBUST], ids=lambda command: command[0])
def test_net_positions_are_discounted_and_counts_are_not(cli, command):
    plain, back = told(cli, *command), told(cli, *command, "--discount", "5%")
    assert plain["tables"]["net_positions"] != back["tables"]["net_positions"]
    assert plain["tables"]["cohort"] == back["tables"]["cohort"]
    assert (plain["manifest"]["discount"], back["manifest"]["discount"]) == (0.0, 0.05)
    assert any(note.startswith("Discounted: net positions") and "at 5 % a year" in note for note in back["notes"])
    assert not any(note.startswith("Discounted") for note in plain["notes"])


def test_no_rate_is_as_no_option(cli):
    assert told(cli, *COMPARE)["tables"] == told(cli, *COMPARE, "--discount", "0")["tables"]


@pytest.mark.slow
def test_a_report_of_runs_discounts_its_net_positions_alone(cli, tmp_path):
    plain = told(cli, *RUN, "--out", tmp_path / "runs")["tables"]
    back = told(cli, "report", tmp_path / "runs", "--discount", "0.05")["tables"]
    assert {name for name in plain if plain[name] != back[name]} == {"net_positions"}


@pytest.mark.slow
def test_the_command_of_the_manifest_discounts_again(cli, tmp_path, monkeypatch):
    first, again = tmp_path / "first", tmp_path / "again"
    cli(*COMPARE, "--discount", "3.5%", "--out", first)
    made = json.loads((first / "manifest.json").read_text("utf-8"))
    assert "--discount 0.035" in made["again"]
    monkeypatch.chdir(first)
    assert cli(*shlex.split(made["again"])[1:], "--out", again)[0] == 0
    assert (again / "net_positions.csv").read_bytes() == (first / "net_positions.csv").read_bytes()


@pytest.mark.slow
def test_runs_of_another_rate_in_a_folder_are_not_mixed(cli, tmp_path):
    cli(*COMPARE, "--out", tmp_path / "new")
    code, _, err = cli(*COMPARE, "--discount", "5%", "--overwrite", "--out", tmp_path / "new")
    assert (code, err) == (0, [])
    back = told(cli, *COMPARE, "--discount", "5%")["tables"]["net_positions"]["rows"]
    kept = json.loads((tmp_path / "new" / "manifest.json").read_text("utf-8"))
    assert kept["discount"] == 0.05 and back


@pytest.mark.parametrize("rate", ["3.5", "-1%", "100%", "much", "3,5%", "nan"])
@pytest.mark.parametrize("command", [COMPARE, ROBUST, RUN], ids=lambda command: command[0])
def test_what_is_no_rate_is_refused_before_any_run(cli, tmp_path, command, rate):
    code, out, err = cli(*command, "--discount", rate, "--out", tmp_path / "new")
    assert (code, out, len(err)) == (2, "", 1)
    assert f"--discount '{rate}'" in err[0]
    assert not (tmp_path / "new").exists()
