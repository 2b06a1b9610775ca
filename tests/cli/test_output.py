"""How commands answer: one JSON document with the tables that are printed and their units, or nothing at all."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sipabm import progress
from sipabm.cli.column_units import ROW, units_of
from sipabm.cli.output import Output

SMALL = ("--set", "quarters=16", "--replicates", 2)
FEW = ("--levers", "--set", "quarters=8", "--from", "2011Q1", "--replicates", 1)
SURVIVING = ("--set", "quarters=16", "--sets", 3, "--replicates", 1)
LEVER = ("--lever", "early_meetings=1", "--from", "2011Q1")
REPORT_TABLES = "yearly_summary funnel barriers bending key_figures public_value pockets net_positions returns"
COMMANDS = {
    "run": (("run", "classroom", *SMALL, "--out", "OUT"), REPORT_TABLES),
    "report": (("report", "RUNS"), REPORT_TABLES),
    "compare": (("compare", "classroom", *SMALL, *LEVER), "comparison cohort net_positions curves"),
    "robust": (("robust", "classroom", *SURVIVING, *LEVER), "answers luck deciding changes cohort net_positions sets"),
    "attribute": (("attribute", "classroom", *FEW), "shares interactions totals"),
    "autopsy": (("autopsy", "classroom", *SMALL), "sets barriers by_domain_and_year relaxations"),
    "validate": (("validate", "denmark", "--replicates", 1), "patterns summary"),
    "network": (("network", "classroom", "--out", "OUT"), "actors ties partnerships"),
    "verify": (("verify", "--scenarios", 1), ""),
}
REFERENCES = {"scenarios": "scenario", "parameters": "name", "columns": "column"}
NAMES = ("partnership",)  # numbers that name something


@pytest.fixture
def command(cli, tmp_path, of_noise_too):
    """Run a command, its folders below a temporary one, and return its exit code, output and error lines."""

    def run(*arguments):
        folders = {"OUT": tmp_path / "out", "RUNS": tmp_path / "runs"}
        if "RUNS" in arguments:
            cli("run", "classroom", *SMALL, "--out", folders["RUNS"])
        return cli(*(folders.get(argument, argument) for argument in arguments))

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_one_document_with_the_tables_that_are_printed(command, name):
    arguments, tables = COMMANDS[name]
    code, out, err = command(*arguments, "--json", "--quiet")
    assert (code, err, out.count("\n")) == (0, [], 1)
    told = json.loads(out, parse_constant=pytest.fail)  # NaN and Infinity are no JSON
    assert (told["command"], list(told["tables"])) == (name, tables.split())
    for table in told["tables"].values():
        numbers = {
            column
            for row in table["rows"]
            for column, value in row.items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        }
        assert numbers - set(NAMES) <= set(table["units"])


# All are silent in the same way; those that take long are in the slow tests.
LONG = ("attribute", "report", "validate")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in LONG else name for name in COMMANDS]
)
def test_a_quiet_command_prints_nothing_and_shows_no_progress(command, monkeypatch, name):
    monkeypatch.setattr(progress, "somebody_looks", lambda: True)
    monkeypatch.setattr(progress, "SECONDS_BEFORE_A_BAR", 0.0)
    assert command(*COMMANDS[name][0], "--quiet") == (0, "", [])


def test_a_command_that_is_not_quiet_shows_progress(command, monkeypatch):
    monkeypatch.setattr(progress, "somebody_looks", lambda: True)
    monkeypatch.setattr(progress, "SECONDS_BEFORE_A_BAR", 0.0)
    assert command(*COMMANDS["compare"][0], "--json")[2]


@pytest.mark.parametrize("name", REFERENCES)
def test_references_are_rows_of_words(cli, name):
    code, out, err = cli(name, "--json")
    (table,) = json.loads(out)["tables"].values()
    assert (code, err, table["units"]) == (0, [], {})
    assert all(row[REFERENCES[name]] for row in table["rows"])


def test_json_says_what_runs_were_made_from_and_where_they_are(command, tmp_path):
    told = json.loads(command(*COMMANDS["run"][0], "--json")[1])
    assert (told["manifest"]["scenario"], told["manifest"]["replicates"]) == ("classroom", 2)
    assert told["folder"] == str(tmp_path / "out")
    assert told["notes"][0].startswith("Still under development")


def test_a_note_beside_json_goes_to_standard_error_unless_it_is_quiet(command):
    low = ("--set", "levers.pooled_budgets.practice=0.4", "--policy", "pooled_budgets=0.1@2012Q1", "--json")
    code, out, err = command(*COMMANDS["run"][0], *low)
    assert (code, len(err)) == (0, 1) and json.loads(out)["tables"]
    assert command(*COMMANDS["run"][0], *low, "--quiet")[2] == []


@pytest.mark.parametrize("how", ["--json", "--quiet"])
def test_an_error_is_told_all_the_same(cli, how):
    code, out, err = cli("run", "clasroom", how)
    assert (code, out, len(err)) == (2, "", 1)


@pytest.mark.parametrize("how", ["--json", "--quiet"])
def test_differences_found_have_their_exit_code(cli, monkeypatch, how):
    from sipabm.verification.verification import Report

    monkeypatch.setattr("sipabm.verification.verify", lambda *_: Report(1, differences=["one: signed differs"]))
    code, out, _ = cli("verify", "--scenarios", 1, how)
    assert code == 1
    assert out == "" if how == "--quiet" else json.loads(out)["differences"] == ["one: signed differs"]


def test_numbers_have_every_digit_and_what_is_none_is_null(capsys):
    table = pd.DataFrame(
        {
            "share": [0.1 + 0.2, math.nan, math.inf],
            "runs": pd.array([1, None, 3], dtype="Int64"),
            "there": np.array([True, False, True]),
            "word": ["a", None, "c"],
        }
    )
    Output(json=True).answer("test", [], {"some": table}, lines=["not told"], size=np.int64(2), folder=Path("out"))
    told = json.loads(capsys.readouterr().out)
    assert (told["size"], told["folder"]) == (2, "out")
    assert told["tables"]["some"] == {
        "units": {"share": "share", "runs": "runs"},
        "rows": [
            {"share": 0.1 + 0.2, "runs": 1, "there": True, "word": "a"},
            {"share": None, "runs": None, "there": False, "word": None},
            {"share": None, "runs": 3, "there": True, "word": "c"},
        ],
    }


def test_text_is_parts_with_lines_below_them(capsys):
    Output().answer("test", ["a part"], {}, lines=["one", "two"])
    assert capsys.readouterr().out == "a part\n\none\ntwo\n"


class TestUnits:
    def test_a_row_with_a_unit_has_it_for_numbers_that_have_none_of_their_own(self):
        table = pd.DataFrame({"unit": ["months"], "low": [1.0], "runs": [4]})
        assert units_of("comparison", table) == {"low": ROW, "runs": "runs"}

    def test_mean_and_band_have_the_unit_of_what_they_are_of(self):
        table = pd.DataFrame({"capital_mean": [1.0], "capital_low": [1.0], "elsewhere": [2.0]})
        assert units_of("yearly_summary", table) == dict.fromkeys(("capital_mean", "capital_low"), "million USD")

    def test_a_command_may_tell_units_of_its_own(self, capsys):
        table = pd.DataFrame({"slope": [1.0], "share": [0.5]})
        Output(json=True).answer("test", [], {"some": table}, units={"slope": "partnerships a USD"})
        units = json.loads(capsys.readouterr().out)["tables"]["some"]["units"]
        assert units == {"share": "share", "slope": "partnerships a USD"}
