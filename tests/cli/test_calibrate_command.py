"""The command `calibrate`: a second opinion is passed on, shown, written, and asked for again."""

import csv
import json
import shlex
import sys

import pandas as pd

from sipabm import Calibration

NUMBERS = pd.DataFrame(
    {
        "name": ["pool", "give_up", "trust"],
        "fitted": [True, True, False],
        "low": [1.0, 0.2, 0.1],
        "high": [5.0, 0.8, 0.9],
        "posterior_low": [2.0, 0.3, 0.2],
        "median": [3.0, 0.4, 0.5],
        "posterior_high": [4.0, 0.6, 0.8],
        "spread_left": [0.8, 0.4, 1.0],
        "told": [0.5, 0.3, None],
        "coverage_50": [0.5, 0.5, None],
        "coverage_90": [0.9, 0.9, None],
        "uneven": [0.5, 0.5, None],
        "identified": [True, True, False],
        "second_low": [2.0, 0.6, None],
        "second_median": [3.0, 0.7, None],
        "second_high": [4.0, 0.8, None],
        "second_agrees": pd.Series([True, False, None], dtype=object),
    }
)
TARGETS = pd.DataFrame({"pattern": ["total"], "label": ["total"], "is_target": [True], "unmet": [0.0]})


def test_a_second_opinion_is_passed_on_shown_written_and_asked_for_again(cli, tmp_path, monkeypatch):
    asked = {}

    def made(base, **how):
        asked.update(how)
        manifest = {"rows": 2000, "accepted": 400, "effective": 90.0, "checks": 20}
        return Calibration(base, TARGETS, NUMBERS, NUMBERS[["name"]], manifest)

    monkeypatch.setattr("sipabm.calibration.calibration.calibrate", made)
    folder = tmp_path / "out"
    folder.mkdir()
    code, out, err = cli("calibrate", "world", "--rows", "2000", "--second-opinion", "--out", folder)
    assert (code, err) == (0, []) and asked["second_opinion"] is True
    _, table = out.split("Numbers of which a neural network says something else\n")
    rows = [line.split() for line in table.splitlines()[1:3]]
    assert rows == [["give_up", "0.40", "0.30", "to", "0.60", "0.70", "0.60", "to", "0.80"], []]
    assert "agrees about 1 of 2 fitted numbers" in " ".join(out.split())
    with open(folder / "numbers.csv", encoding="utf-8", newline="") as file:
        assert [row["second_agrees"] for row in csv.DictReader(file)] == ["True", "False", ""]
    again = shlex.split(json.loads((folder / "calibration.json").read_text("utf-8"))["again"])
    assert again[:3] == ["sipabm", "calibrate", "scenario.toml"] and again[-1] == "--second-opinion"
    cli("calibrate", "world", "--rows", "2000", "--out", folder)
    assert asked["second_opinion"] is False
    assert "--second-opinion" not in json.loads((folder / "calibration.json").read_text("utf-8"))["again"]


def test_without_sbi_one_line_says_what_to_install_before_any_run(cli, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sbi", None)
    code, out, err = cli("calibrate", "world", "--second-opinion", "--out", tmp_path / "out")
    assert code != 0 and out == "" and len(err) == 1
    assert err[0].startswith("sipabm: a second opinion needs sbi") and err[0].endswith("`pip install 'sipabm[sbi]'`")
    assert not (tmp_path / "out").exists()


def test_the_help_says_what_to_install_letter_by_letter(cli):
    code, out, _ = cli("calibrate", "--help")
    assert code == 0 and "sipabm[sbi]" in out.replace("\n", "").replace(" ", "").replace("│", "")
