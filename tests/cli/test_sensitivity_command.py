"""The command `sensitivity`: what it prints and writes, that it goes on, and what it refuses."""

import json
import shlex

import pandas as pd
import pytest

from sipabm import Scenario, read_sweep, sensitivity
from sipabm.cli.sensitivity_command import names_in

SCENARIO = ("classroom", "--set", "quarters=16", "--set", "own_interest=0.15", "--set", "over=defaults")
FEW = ("--numbers", "own_interest,worth", "--points", 40, "--replicates", 2)


@pytest.fixture(scope="module")
def small():
    return Scenario.load("classroom").replace(quarters=16, own_interest=0.15, over="defaults")


def test_it_prints_the_numbers_of_each_output_with_interval_and_luck(cli):
    code, out, err = cli("sensitivity", *SCENARIO, *FEW, "--outputs", "signed,fall")
    assert (code, err) == (0, [])
    assert out.startswith("Numbers that decide most in scenario “classroom”, by Morris (40 points, 2 runs of each)\n")
    for words in ("partnerships signed", "fall from the peak, points", "95 % interval", "luck alone", "worth.social"):
        assert words in out, words
    assert out.endswith("80 runs; nothing written\n") and "Luck is" in out


def test_by_sobol_it_prints_shares_of_the_variance(cli):
    code, out, err = cli("sensitivity", *SCENARIO, *FEW, "--method", "sobol", "--outputs", "signed")
    assert (code, err) == (0, []) and "share of the variance" in out and "with others" in out


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_programs_get_one_document_with_a_unit_for_every_number(cli, method):
    code, out, err = cli("sensitivity", *SCENARIO, *FEW, "--method", method, "--json", "--quiet")
    told = json.loads(out, parse_constant=pytest.fail)
    assert (code, err, list(told["tables"])) == (0, [], ["indices", "measures"])
    for table in told["tables"].values():
        numbers = {name for row in table["rows"] for name, value in row.items() if isinstance(value, int | float)}
        assert numbers <= set(table["units"])
    assert told["manifest"]["method"] == method and told["notes"]
    assert cli("sensitivity", *SCENARIO, *FEW, "--quiet") == (0, "", [])


@pytest.mark.slow
def test_the_folder_holds_runs_tables_figure_and_how_to_make_them_again(cli, small, tmp_path, monkeypatch):
    folder = tmp_path / "numbers"
    assert cli("sensitivity", *SCENARIO, *FEW, "--years", "2011:2013", "--out", folder)[0] == 0
    found = sensitivity(
        small, points=40, replicates=2, numbers=["own_interest", "worth"], first=2011, last=2013, progress=False
    )
    indices = pd.read_csv(folder / "indices.csv")
    assert indices["mu_star"].to_numpy() == pytest.approx(found.indices["mu_star"].to_numpy())
    assert list(pd.read_csv(folder / "measures.csv")["measure"]) == ["signed", "successful"]
    assert {"influence.png", "influence.svg", "scenario.toml"} <= {path.name for path in folder.iterdir()}
    assert read_sweep(folder)["runs"].eq(2).all()
    made = json.loads((folder / "sensitivity.json").read_text())
    assert made["salib"] and made["numbers"] == [*["own_interest"], "worth.social", "worth.employment", "worth.health"]
    program, *again = shlex.split(made["again"])
    monkeypatch.chdir(folder)
    assert program == "sipabm" and cli(*again, "--out", tmp_path / "again")[0] == 0
    assert (tmp_path / "again" / "indices.csv").read_bytes() == (folder / "indices.csv").read_bytes()


@pytest.mark.slow
def test_the_same_command_goes_on_and_replaces_only_when_asked(cli, tmp_path):
    folder = tmp_path / "numbers"
    assert cli("sensitivity", *SCENARIO, *FEW, "--out", folder)[0] == 0
    more = [*FEW[:3], 60, *FEW[4:]]
    assert cli("sensitivity", *SCENARIO, *more, "--out", folder)[0] == 0
    assert pd.read_csv(folder / "measures.csv")["points"].eq(60).all()
    other = ("sensitivity", *SCENARIO, *FEW, "--seed", 2, "--out", folder)
    code, out, err = cli(*other)
    assert (code, out, len(err)) == (2, "", 1) and "--overwrite" in err[0]
    assert cli(*other, "--overwrite")[0] == 0
    assert json.loads((folder / "sensitivity.json").read_text())["seed"] == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--points", 100), "points = 100 is too few"),
        (("--numbers", "worht"), "'worht' has no plausible range"),
        (("--numbers", " , "), "--numbers ' , ' names nothing"),
        (("--outputs", "sined", *FEW), "did you mean 'signed'"),
        (("--method", "delta"), "delta"),
        (("--years", "2030:2031", *FEW), "2030"),
    ],
)
def test_what_cannot_be_examined_is_refused_in_one_line(cli, arguments, words):
    code, out, err = cli("sensitivity", *SCENARIO, *arguments)
    assert (code, out, len(err)) == (2, "", 1) and words in err[0], err


def test_names_are_told_apart_by_commas():
    assert names_in("--outputs", "signed, fall,") == ["signed", "fall"]


def test_a_wrong_measure_is_told_before_points_are_made(cli, monkeypatch):
    monkeypatch.setattr("sipabm.studies.sensitivity.design_of", lambda *_: pytest.fail("points were made"))
    for name, words in (("nosuch", "no measure 'nosuch'"), ("conversion", "is a column of the table 'runs', but no")):
        code, _, err = cli("sensitivity", "classroom", "--outputs", f"signed,{name}")
        assert code == 2 and words in err[0]
