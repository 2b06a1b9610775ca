"""The command `validate`: what it prints, what it writes, that its folder can be repeated, and what it refuses."""

import json
import shlex

import pandas as pd
import pytest

SMALL = ("classroom", "--set", "quarters=24", "--set", "own_interest=0.2", "--replicates", 3)


def test_it_prints_patterns_by_kind_and_a_line_for_each(cli):
    code, out, err = cli("validate", *SMALL)
    assert (code, err) == (0, [])
    assert out.startswith("Patterns observed and those of 'classroom', 3 runs\n")
    for words in (
        "Held out (",
        "Fitted (",
        "Input (",
        "In all",
        "verdict",
        "inside",
        "mean score",
        "months of service",
    ):
        assert words in out, words
    assert "Verdict: inside if" in out and "Gneiting" in out
    assert max(map(len, out.splitlines())) <= 100


@pytest.mark.slow
def test_its_folder_holds_tables_scenario_and_how_to_repeat_it(cli, tmp_path, monkeypatch):
    code, out, _ = cli("validate", *SMALL, "--out", tmp_path / "first")
    assert code == 0 and out.splitlines()[-1].startswith(f"In {tmp_path / 'first'}: patterns.csv, summary.csv")
    table = pd.read_csv(tmp_path / "first" / "patterns.csv")
    assert table["source"].notna().all() and set(table["kind"]) == {"held out", "fitted", "input"}
    made = json.loads((tmp_path / "first" / "manifest.json").read_text())
    assert made["finished"] and made["study"] == "validation"
    monkeypatch.chdir(tmp_path / "first")
    assert cli(*shlex.split(made["again"])[1:], "--out", tmp_path / "second")[0] == 0
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "second" / "patterns.csv"), table)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("wrld",), "did you mean 'world'"),
        (("classroom", "--replicates", 0), "replicates = 0 is not allowed"),
        (("classroom", "--set", "nothing=1"), "nothing"),
    ],
)
def test_what_cannot_be_validated_is_refused_in_one_line(cli, arguments, words):
    code, out, err = cli("validate", *arguments)
    assert (code, out, len(err)) == (2, "", 1) and words in err[0]


def test_a_folder_that_holds_something_else_is_refused_before_the_runs(cli, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    code, out, err = cli("validate", *SMALL, "--out", tmp_path)
    assert (code, out) == (2, "") and "holds no validation" in err[0]
