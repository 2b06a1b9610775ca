"""The page on sweeps and its notebook: what they show runs, and its ways say the same."""

import copy
import importlib.util
import json
import os
import re
import shlex
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import sipabm
from sipabm.cli import main

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "sweeps.md").read_text("utf-8")
specification = importlib.util.spec_from_file_location("rerun", DOCS / "rerun.py")
rerun = importlib.util.module_from_spec(specification)
specification.loader.exec_module(rerun)
NOTEBOOK = json.loads((DOCS / "sweep.ipynb").read_text("utf-8"))


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_python_shell_file_and_sql_of_the_page_say_the_same(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "page"}
    for code in blocks("python"):
        exec(compile(code, "sweeps.md", "exec"), names)
    table = names["table"]
    assert len(table) == 30 and (names["gain"]["mean"] != 0).any()

    Path("design.toml").write_text(*blocks("toml"))
    (shell,) = blocks("bash")
    for line in shell.splitlines():
        assert main(shlex.split(line)[1:]) == 0
        pd.testing.assert_frame_equal(sipabm.read_sweep("output/same"), table, check_exact=True)

    (query,) = blocks("sql")
    told = duckdb.sql(query).df()
    assert told["runs_counted"].tolist() == [200, 200, 200]
    assert told["signed"].tolist() == pytest.approx(table.groupby("early_meetings")["signed"].mean().tolist())


def test_every_option_and_key_of_the_page_is_one_of_ours(capsys):
    main(["sweep", "--help"])
    known = capsys.readouterr().out
    for option in set(re.findall(r"(?<!-)(--[a-z][a-z-]+)", PAGE)):
        assert option in known, option


def test_every_file_of_the_page_is_there_in_a_folder(tmp_path):
    main(["sweep", "classroom", "--set", "quarters=8", "--grid", "give_up=0", "--rows", "--out", str(tmp_path / "out")])
    for name in re.findall(r"`([a-z/*]+\.[a-z]+|[a-z]+/)`", PAGE.split("## The folder")[1].split("Any tool")[0]):
        assert list((tmp_path / "out").glob(name)), name


def source(cell):
    return "".join(cell["source"])


def texts(notebook):
    """Return what the cells of a notebook show, as text, and how many figures."""
    shown = [output.get("text") or output["data"] for cell in rerun.code_cells(notebook) for output in cell["outputs"]]
    return [each.get("text/plain", "a figure") if isinstance(each, dict) else each for each in shown]


@pytest.mark.slow
def test_the_notebook_shows_what_its_cells_give():
    """After results have changed: python docs/rerun.py."""
    again = copy.deepcopy(NOTEBOOK)
    rerun.rerun(again)
    assert texts(again) == texts(NOTEBOOK)
    assert texts(again).count("a figure") == 1


def test_the_notebook_has_outputs_and_names_no_folder_of_anybody():
    assert all(cell["outputs"] for cell in rerun.code_cells(NOTEBOOK) if not source(cell).startswith("import"))
    assert not re.search(rf"{re.escape(os.sep)}(home|tmp|work|Users){re.escape(os.sep)}", json.dumps(NOTEBOOK))
