"""The command `discover`: what it prints and writes about a sweep in a folder, and what it refuses."""

import json
import shlex

import pandas as pd
import pytest

from sipabm import Scenario, crossed, discover, grid, sampled, sweep

OUTCOME = ("--outcome", "signed > 5")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a sweep of worlds with more or less interest, each with and without early meetings."""
    there = tmp_path_factory.mktemp("sweeps") / "sweep"
    scenario = Scenario.load("classroom").replace(quarters=12, over="defaults")
    spread = sampled({"own_interest": (0.0, 0.5), "belief_weight": (0.5, 3.0)}, 100, 1)
    sweep(scenario, crossed(spread, grid({"early_meetings": [0.0, 1.0]})), 2, folder=there, progress=False)
    return there


def test_it_prints_boxes_ranges_and_what_they_say(cli, folder):
    code, out, err = cli("discover", folder, *OUTCOME)
    assert (code, err) == (0, [])
    assert out.startswith("Where signed > 5\n")
    for words in ("density checked", "What they restrict", "own_interest", "at 200 points signed > 5.", "Confirmed in"):
        assert words in out, words


@pytest.mark.slow
def test_programs_get_one_document_with_a_unit_for_every_number(cli, folder):
    code, out, err = cli("discover", folder, *OUTCOME, "--json")
    told = json.loads(out, parse_constant=pytest.fail)
    assert (code, err, list(told["tables"])) == (0, [], ["boxes", "ranges", "path"])
    for table in told["tables"].values():
        numbers = {name for row in table["rows"] for name, value in row.items() if isinstance(value, int | float)}
        assert numbers <= set(table["units"])
    assert told["notes"][0].startswith("In ") and told["manifest"]["points"] == 200
    assert cli("discover", folder, *OUTCOME, "--quiet") == (0, "", [])


def test_between_two_values_of_a_lever_pairs_of_points_are_compared(cli, folder):
    code, out, err = cli("discover", folder, "--outcome", "signed >= 50", "--between", "early_meetings")
    assert (code, err) == (0, []) and "of 100 points signed >= 50 times, by early_meetings." in out
    assert "No box:" in out


@pytest.mark.slow
def test_the_folder_holds_tables_figure_and_how_to_make_them_again(cli, folder, tmp_path):
    out = tmp_path / "box"
    assert cli("discover", folder, *OUTCOME, "--out", out, "--seed", 3)[0] == 0
    found = discover(folder, OUTCOME[1], 3)
    assert pd.read_csv(out / "ranges.csv")["low"].to_numpy() == pytest.approx(found.ranges["low"].to_numpy())
    assert len(pd.read_csv(out / "path.csv")) == len(found.path)
    assert {"boxes.csv", "box_1.png", "box_1.svg", "manifest.json"} <= {path.name for path in out.iterdir()}
    made = json.loads((out / "manifest.json").read_text())
    assert made["study"] == "discovery" and made["replicates"] == 2
    program, *again = shlex.split(made["again"])
    assert program == "sipabm" and cli(*again, "--out", tmp_path / "again")[0] == 0
    assert (tmp_path / "again" / "boxes.csv").read_bytes() == (out / "boxes.csv").read_bytes()
    code, _, err = cli("discover", folder, *OUTCOME, "--out", out)
    assert code == 2 and "--overwrite" in err[0]
    assert cli("discover", folder, *OUTCOME, "--out", out, "--overwrite")[0] == 0


def test_without_a_box_there_is_a_figure_that_says_so(cli, folder, tmp_path):
    assert cli("discover", folder, "--outcome", "signed > 1e6", "--out", tmp_path / "none")[0] == 0
    assert (tmp_path / "none" / "box_1.png").exists() and pd.read_csv(tmp_path / "none" / "boxes.csv").empty


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--outcome", "signed"), "is not like 'signed > 300'"),
        (("--outcome", "cost > 1"), "the sweep has no measure 'cost'"),
        ((*OUTCOME, "--between", "horizon"), "no column 'horizon'"),
        ((), "--outcome"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_in_one_line(cli, folder, arguments, words):
    code, out, err = cli("discover", folder, *arguments)
    assert (code, out, len(err)) == (2, "", 1) and words in err[0], err


def test_a_folder_without_a_sweep_is_refused(cli, tmp_path):
    code, out, err = cli("discover", tmp_path, *OUTCOME)
    assert (code, out, len(err)) == (2, "", 1)
