"""The command `robust`: what it prints and writes, that it goes on, and what it refuses."""

import json
import re
import shlex

import pandas as pd
import pytest

from sipabm import Scenario, robust
from sipabm.sweeps import running

SMALL = ("classroom", "--set", "quarters=24", "--set", "own_interest=0.15", "--by", "years")
FEW = ("--sets", 4, "--replicates", 1)
LEVERS = ("--lever", "early_meetings=1", "--lever", "no_cashable_requirement=1", "--from", "2011")
FOUR = (*LEVERS, "--lever", "flexible_contracts=1", "--lever", "pooled_budgets=0.5")
TABLES = ("answers", "luck", "deciding", "changes", "cohort", "net_positions", "sets")


@pytest.fixture(scope="module")
def found():
    base = Scenario.load("classroom").replace(quarters=24, own_interest=0.15)
    return robust(base, ["early_meetings", "no_cashable_requirement"], "2011Q1", 4, 1, by="years")


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ") and "Traceback" not in err[0]
    return err[0]


def interrupt(*_, **__):
    raise KeyboardInterrupt


def test_it_prints_the_answer_first_then_shares_and_what_they_mean(cli):
    code, out, err = cli("robust", *SMALL, *FEW, *FOUR)
    assert (code, err) == (0, [])
    words = " ".join(out.split())
    assert re.match(r"\w+ \w+( \w+)?( \(50 %\))? adds? most to partnerships signed in \d+ % of 4 sets", words)
    for each in (
        "Worth its cost in cash",
        "by luck alone",
        "no number was looked for",
        "Levers from 2011Q1 in scenario “classroom”, 2010 to 2015",
        "among the first three",
        "pooled budgets (50 %)",
        "What each adds, attempts begun 2011, each followed to its end (share of sets with more)",
        "Who pays and who gains, net: changes in million USD (share of sets with more)",
        "all public budgets",
        "needs 2023",
        "Set of numbers:",
        "Nothing here says that the model is right.",
        "40 runs,",
    ):
        assert each in words, each
    assert max(map(len, out.splitlines())) <= 100


def test_each_lever_has_a_row_with_shares_and_the_control_in_brackets(cli, found):
    _, out, _ = cli("robust", *SMALL, *FEW, *LEVERS)
    rows, words = re.findall(r"^(?:early|no cashable)\b.*%.*$", out, re.MULTILINE), " ".join(out.split())
    assert len(rows) == 2 and "among the first" not in words
    assert re.search(r"^early.* \d+ % \(\d+ %\)", out, re.MULTILINE)
    by_share = found.of("first")["lever"].tolist()
    assert [row.split()[0] for row in rows] == [lever.split()[0] for lever in by_share]


def test_one_lever_is_said_to_add_anything(cli):
    code, out, _ = cli("robust", *SMALL, *FEW, "--lever", "early_meetings=1", "--from", "2011")
    assert code == 0 and out.startswith("Early meetings add to partnerships signed in ")
    assert re.search(r"^early meetings +\d+ % \(\d+ %\)", out, re.MULTILINE) and "anything" in out


def test_a_lever_at_several_shares_is_several_levers(cli):
    code, out, _ = cli(
        "robust", *SMALL, *FEW, "--lever", "early_meetings=0.5,1", "--from", "2011Q1", "--json", "--quiet"
    )
    levers = {row["lever"] for row in json.loads(out)["tables"]["answers"]["rows"]}
    assert (code, levers) == (0, {"early meetings", "early meetings (50 %)"})


def test_json_has_every_digit_of_what_python_returns(cli, found):
    told = json.loads(cli("robust", *SMALL, *FEW, *LEVERS, "--json", "--quiet")[1])
    assert list(told["tables"]) == list(TABLES)
    rows = pd.DataFrame(told["tables"]["sets"]["rows"])
    pd.testing.assert_frame_equal(rows, found.sets, check_exact=True, check_dtype=False)
    assert told["manifest"]["sets"] == 4 and told["notes"][0].endswith(" %.")


@pytest.fixture
def folder(cli, tmp_path):
    assert cli("robust", *SMALL, *FEW, *LEVERS, "--years", "2012:", "--out", tmp_path / "out", "--quiet") == (0, "", [])
    return tmp_path / "out"


def test_the_folder_holds_tables_a_figure_the_scenario_and_the_runs(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    files = {f"{name}.csv" for name in (*TABLES, "drawn")} | {"robust.png", "robust.svg"}
    assert {name for name in names if not name.startswith("runs/")} == files | {
        "manifest.json",
        "scenario/scenario.toml",
    }
    made = json.loads((folder / "manifest.json").read_text())
    assert made["finished"] and (made["study"], made["years"]) == ("robustness", [2012, 2015])
    drawn = pd.read_csv(folder / "drawn.csv")
    assert len(drawn) == 4 and "own_interest" not in drawn and "flexible_gain" in drawn


def test_the_manifest_says_how_to_make_the_same_tables_again(cli, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    again = shlex.split(json.loads((folder / "manifest.json").read_text())["again"])
    assert again[0] == "sipabm" and cli(*again[1:], "--out", tmp_path / "again", "--quiet")[0] == 0
    for name in (*TABLES, "drawn"):
        assert (tmp_path / "again" / f"{name}.csv").read_bytes() == (folder / f"{name}.csv").read_bytes()


@pytest.mark.slow
def test_a_robustness_is_kept_unless_told_otherwise(cli, folder):
    assert "--overwrite" in refused(cli("robust", *SMALL, *FEW, *LEVERS, "--out", folder))
    assert cli("robust", *SMALL, *FEW, *LEVERS, "--out", folder, "--overwrite", "--quiet")[0] == 0


def test_runs_that_end_too_early_get_no_answer_and_no_figure_but_the_year_that_is_needed(cli, folder):
    short = (*SMALL[:-2], "--by", "cohort", *FEW, *LEVERS[:-1], "2015")
    code, out, _ = cli("robust", *short, "--out", folder, "--overwrite")
    assert code == 0 and out.startswith("The runs end in 2015, too early to say what adds most to partnerships signed:")
    assert (
        "until 2020" in out
        and "needs 2020" in out
        and "Worth its cost in cash, of all" not in out
        and "figure" not in out.splitlines()[-1]
    )
    assert not list(folder.glob("robust.*")) and pd.read_csv(folder / "answers.csv").empty
    told = json.loads(cli("robust", *short, "--json", "--quiet")[1])
    assert told["tables"]["answers"]["rows"] == [] and told["tables"]["luck"]["rows"][0]["same_first"] is None


def test_the_years_of_the_attempts_and_what_is_counted_are_as_asked(cli):
    asked = (
        "classroom",
        *SMALL[3:-2],
        "--set",
        "quarters=60",
        *FEW,
        *LEVERS,
        "--begun",
        "2012:2013",
        "--json",
        "--quiet",
    )
    told = json.loads(cli("robust", *asked)[1])
    assert (told["manifest"]["by"], told["manifest"]["begun"]) == ("cohort", [2012, 2013])
    for name in ("cohort", "net_positions"):
        assert {(row["begun_first"], row["begun_last"]) for row in told["tables"][name]["rows"]} == {(2012, 2013)}


@pytest.mark.slow
def test_an_interrupted_one_goes_on_and_makes_no_run_again(cli, tmp_path, monkeypatch):
    command, folder = ("robust", *SMALL, *FEW, *LEVERS), tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sipabm.studies.study_folder.write_study", interrupt)
        assert cli(*command, "--out", folder)[0] == 130
    assert [path.name for path in folder.iterdir()] == ["runs"]
    monkeypatch.setattr(running, "done", lambda *_: pytest.fail("made again"))
    assert cli(*command, "--out", folder, "--quiet")[0] == 0


def test_a_policy_below_what_is_practice_anyway_is_noted(cli):
    practice = ("--set", "levers.pooled_budgets.practice=0.4", "--lever", "pooled_budgets=0.1", "--from", "2011Q1")
    _, _, err = cli("robust", *SMALL, *FEW, *practice)
    assert err == ["note: pooled_budgets=0.1 is below what is practice anyway (0.4), so the policy changes nothing"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "no lever is given; give one or more, like --lever early_meetings=1"),
        (("--lever", "early_meetings"), "is not like early_meetings=0.5"),
        (("--lever", "early_meeting=1"), "did you mean 'early_meetings'"),
        (("--lever", "early_meetings=2"), "less than or equal to 1"),
        (("--lever", "early_meetings=1@2011Q1"), "has a date"),
        (("--lever", "early_meetings=1,1"), "is given twice"),
        (("--lever", "early_meetings=1", "--from", "2009"), "outside the run"),
        (("--lever", "early_meetings=1", "--from", "2016Q1"), "outside the run"),
        (("--lever", "early_meetings=1", "--from", "soon"), "write it like 2010Q1"),
        (("--lever", "early_meetings=1", "--sets", "500"), "give 2 to 200"),
        (("--lever", "early_meetings=1", "--over", "defaults"), "is not one of 'posterior', 'ranges'"),
        (("--lever", "early_meetings=1", "--measure", "sined"), "did you mean 'signed'"),
        (("--lever", "early_meetings=1", "--years", "12"), "is not like 2012:2020"),
        (("--lever", "early_meetings=1", "--years", "2040:"), "first = 2040"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line_and_nothing_is_written(cli, tmp_path, arguments, words):
    assert words in refused(cli("robust", *SMALL, *arguments, "--out", tmp_path / "out"))
    assert not any(tmp_path.iterdir())


def test_help_has_an_example(cli):
    code, out, _ = cli("robust", "--help")
    assert code == 0 and "Example: sipabm robust denmark" in out


@pytest.mark.slow
def test_one_area_is_counted_and_made_again_by_what_the_manifest_says(cli, tmp_path, monkeypatch):
    levers = ("--lever", "early_meetings=1", "--lever", "pooled_budgets.health=1", "--from", "2011")
    code, out, _ = cli("robust", *SMALL, *FEW, *levers, "--area", "social", "--out", tmp_path / "out")
    words = " ".join(out.split())
    assert code == 0 and "welfare area social, 2010 to 2015" in words and "pooled budgets (health)" in words
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert made["area"] == "social"
    monkeypatch.chdir(tmp_path / "out")
    assert cli(*shlex.split(made["again"])[1:], "--out", tmp_path / "again")[0] == 0
    for name in TABLES:
        assert (tmp_path / "again" / f"{name}.csv").read_bytes() == (tmp_path / "out" / f"{name}.csv").read_bytes()


def test_an_unknown_area_names_the_three(cli):
    line = refused(cli("robust", *SMALL, *FEW, *LEVERS, "--area", "sozial"))
    assert "'sozial' is not one of 'social', 'employment', 'health'" in line


def test_where_the_runs_end_too_early_the_folder_has_the_tables_and_no_figure(cli, tmp_path):
    short = ("--set", "quarters=16", "--set", "own_interest=0.15", "--lever", "early_meetings=1", "--from", "2013")
    code, out, err = cli("robust", "classroom", *short, *FEW, "--out", tmp_path / "out")
    assert (code, err) == (0, [])
    assert out.startswith("The runs end in 2013, too early to say") and "figure" not in out
    assert not list((tmp_path / "out").glob("robust.*")) and (tmp_path / "out" / "cohort.csv").is_file()
