"""The command `network`: what it prints and writes, and what it refuses."""

import json
import shlex

import pandas as pd
import pytest
from PIL import Image

from sipabm import Scenario
from sipabm.report.run_network import run_network

SMALL = ("classroom", "--set", "quarters=24", "--set", "own_interest=0.15", "--replicate", 2, "--seed", 3)
TABLES = {"actors.csv", "ties.csv", "partnerships.csv"}
FILES = {"network.png", "network.svg", "manifest.json", "scenario/scenario.toml", *TABLES}


@pytest.fixture
def folder(cli, tmp_path):
    assert cli("network", *SMALL, "--out", tmp_path / "out")[0] == 0
    return tmp_path / "out"


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ") and "Traceback" not in err[0]
    return err[0]


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_it_prints_who_there_is_and_whom_authorities_knew(cli, tmp_path):
    code, out, err = cli("network", *SMALL, "--out", tmp_path / "out")
    assert (code, err) == (0, [])
    found = run_network(Scenario.load("classroom").replace(quarters=24, own_interest=0.15), 3, 2)
    ties = set(found.ties.itertuples(index=False, name=None))
    pairs = found.partnerships[["authority", "partner"]]
    known = sum(pair in ties for pair in pairs.itertuples(index=False, name=None))
    assert len(found.partnerships) > 0
    signed = found.partnerships["partnership"].nunique()
    assert out.splitlines()[:2] == [
        f"Run 2 of 'classroom': 60 authorities, 60 providers, 60 investors and {len(ties):,} ties.",
        f"{pairs['authority'].nunique()} authorities signed {signed} partnerships; "
        f"of {len(pairs)} partners in them they knew {known} from the start.",
    ]


def test_the_folder_holds_figure_tables_scenario_and_manifest(folder):
    assert files(folder) == FILES
    made = json.loads((folder / "manifest.json").read_text())
    assert made["finished"] and (made["study"], made["replicate"], made["seed"]) == ("network", 2, 3)
    partnerships = pd.read_csv(folder / "partnerships.csv")
    assert partnerships["authority"].str.startswith("authority:A:").all()
    assert partnerships["signed"].str.fullmatch(r"\d{4}Q[1-4]").all()


def test_the_manifest_says_how_to_make_the_same_again(cli, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    again = shlex.split(json.loads((folder / "manifest.json").read_text())["again"])
    assert again[0] == "sipabm" and cli(*again[1:], "--out", tmp_path / "again")[0] == 0
    for name in (*TABLES, "network.svg"):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes(), name


@pytest.mark.slow
def test_the_animation_is_one_file_more_and_goes_when_it_is_not_asked_for(cli, tmp_path):
    arguments = ("network", "lone_authority", "--set", "quarters=3", "--out", tmp_path / "out")
    assert cli(*arguments, "--animation")[0] == 0
    assert files(tmp_path / "out") == {*FILES, "network.gif"}
    assert Image.open(tmp_path / "out" / "network.gif").format == "GIF"
    assert cli(*arguments, "--overwrite")[0] == 0
    assert files(tmp_path / "out") == FILES


def test_one_country_is_drawn_of_many(cli, tmp_path):
    code, out, _ = cli("network", "world", "--set", "quarters=8", "--country", "DK", "--out", tmp_path / "out")
    assert code == 0 and out.startswith("Run 0 of 'world', DK: ")
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["country"] == "DK"


def test_without_a_folder_it_writes_to_one_named_after_the_scenario(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli("network", "lone_authority", "--set", "quarters=1")[0] == 0
    assert files(tmp_path / "output" / "lone_authority-network") == FILES


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("world", "--set", "quarters=1", "--set", "over=defaults"),
            "5457 actors are too many for one figure (at most 500); choose a smaller country: FR",
        ),
        (("world", "--set", "quarters=1", "--country", "GR"), "no country 'GR'; did you mean 'GH'?"),
        (("clasroom",), "did you mean 'classroom'?"),
        (("classroom", "--replicate", -1), "replicate = -1"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_is_written(cli, tmp_path, arguments, words):
    assert words in refused(cli("network", *arguments, "--out", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_a_network_is_kept_unless_told_otherwise(cli, folder):
    assert "--overwrite" in refused(cli("network", *SMALL, "--out", folder))
    assert cli("network", *SMALL, "--out", folder, "--overwrite")[0] == 0


def test_a_folder_with_something_else_is_left_alone(cli, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert "holds no network" in refused(cli("network", *SMALL, "--out", tmp_path))
    assert files(tmp_path) == {"mine.txt"}
