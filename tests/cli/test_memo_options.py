"""Two pages for those who decide: what --report and `sipabm report FOLDER` write, and what they refuse at once."""

import json
import shutil

import pytest

from sipabm.cli.typed_command import typed, typed_command

SMALL = ("classroom", "--set", "quarters=16", "--set", "own_interest=0.15")
COMPARE = ("compare", *SMALL, "--replicates", 3, "--lever", "early_meetings=1", "--from", "2011")
ROBUST = ("robust", *SMALL, "--set", "over=ranges", "--lever", "early_meetings=1", "--lever", "pooled_budgets=1")
ROBUST += ("--from", "2011", "--sets", 3, "--replicates", 2)
SWEEP = ("sweep", *SMALL, "--grid", "give_up=0,0.3", "--replicates", 3)
STUDIES = {"compare": COMPARE, "robust": ROBUST, "sweep": SWEEP}


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ") and "Traceback" not in err[0]
    return err[0]


@pytest.fixture
def no_runs(monkeypatch):
    """Fail if anything is simulated."""

    def fail(*_, **__):
        raise AssertionError("it is refused before any run")

    monkeypatch.setattr("sipabm.sweeps.running.run_chunk", fail, raising=False)
    monkeypatch.setattr("sipabm.studies.comparison.measure_runs", fail)
    monkeypatch.setattr("sipabm.studies.robustness.measure_runs", fail)
    monkeypatch.setattr("sipabm.sweeps.sweep.fill", fail)


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    """Return the folder of a comparison, with the two pages that were written as it was made."""
    from sipabm.cli import main

    folder = tmp_path_factory.mktemp("compared")
    arguments = [*COMPARE, "--out", folder / "out", "--report", folder / "live.html", "--quiet"]
    assert main(list(map(str, arguments))) == 0
    return folder


def test_the_pages_from_a_folder_are_those_that_were_written_live(cli, comparison):
    code, out, err = cli("report", comparison / "out")
    assert (code, err) == (0, [])
    assert out.startswith("The simulation ends in 2013, too early for an answer")
    assert out.endswith(f"In {comparison / 'out'}: memo.html and memo.pdf\n")
    for kind in ("html", "pdf"):
        assert (comparison / "out" / f"memo.{kind}").read_bytes() == (comparison / f"live.{kind}").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("command", ["robust", "sweep"])
def test_the_pages_of_other_studies_from_their_folders_are_those_that_were_written_live(cli, tmp_path, command):
    assert cli(*STUDIES[command], "--out", tmp_path / "out", "--report", tmp_path / "live.html")[0] == 0
    assert cli("report", tmp_path / "out")[0] == 0
    for kind in ("html", "pdf"):
        assert (tmp_path / "out" / f"memo.{kind}").read_bytes() == (tmp_path / f"live.{kind}").read_bytes()


@pytest.mark.slow
def test_runs_have_two_pages_beside_their_tables(cli, tmp_path):
    assert cli("run", *SMALL, "--replicates", 3, "--out", tmp_path / "out", "--quiet")[0] == 0
    code, out, _ = cli("report", tmp_path / "out", "--language", "da")
    assert code == 0 and out.endswith("as SVG and PNG, two pages (memo.html, memo.pdf)\n")
    page = (tmp_path / "out" / "memo.html").read_text("utf-8")
    assert '<html lang="da">' in page and "Hvad sker der i et opdigtet land fra 2010 til 2013?" in page
    assert "sipabm run scenario.toml --replicates 3 --seed 1" in page


def test_a_pdf_may_be_asked_for_alone_and_the_last_line_names_what_was_written(cli, tmp_path):
    code, out, _ = cli(*COMPARE, "--report", tmp_path / "answer.pdf", "--language", "da")
    assert code == 0 and out.endswith(f"\nTwo pages for those who decide: {tmp_path / 'answer.pdf'}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["answer.pdf"]


@pytest.mark.slow
def test_the_pages_may_lie_in_the_folder_of_the_study_and_go_with_the_next_one(cli, tmp_path):
    out = tmp_path / "out"
    assert cli(*COMPARE, "--out", out, "--report", out / "memo.html")[0] == 0
    assert (out / "memo.html").exists() and (out / "memo.pdf").exists()
    assert cli(*COMPARE, "--out", out, "--overwrite")[0] == 0
    assert not (out / "memo.html").exists() and not (out / "memo.pdf").exists()


def test_the_manifest_has_the_command_as_it_was_typed(comparison):
    made = json.loads((comparison / "out" / "manifest.json").read_text())
    assert made["command"] == (
        "sipabm compare classroom --set quarters=16 --set own_interest=0.15 --replicates 3 --lever early_meetings=1 "
        "--from 2011"
    )


def test_what_only_says_where_an_answer_goes_is_no_part_of_the_command():
    arguments = [
        "compare",
        "my world.toml",
        "--out",
        "x",
        "--report=y.html",
        "--language=da",
        "--tables",
        "xlsx",
        "--threads",
        "2",
        "--quiet",
        "--years=2012",
    ]
    with typed(arguments):
        assert typed_command() == "sipabm compare 'my world.toml' --years=2012"
    assert typed_command() == ""


@pytest.mark.parametrize("command", STUDIES)
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("answer.docx", "is no page; give a file that ends in .html or .pdf"),
        ("answer", "is no page; give a file that ends in .html or .pdf"),
        ("nowhere/answer.html", "there is no folder"),
        ("folder.html", "is a folder; give the name of a file in it"),
        ("there.html", "is there already; choose another name or replace it (--overwrite)"),
        ("other.html", "other.pdf' is there already"),
    ],
)
def test_a_file_that_cannot_be_is_refused_before_any_run(cli, tmp_path, no_runs, command, file, said):
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "there.html").write_text("mine")
    (tmp_path / "other.pdf").write_text("mine")
    before = sorted(tmp_path.iterdir())
    out = ("--out", tmp_path / "out") if command == "sweep" else ()
    assert said in refused(cli(*STUDIES[command], *out, "--report", tmp_path / file))
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "there.html").read_text() == "mine"


def test_files_that_are_there_are_replaced_where_that_was_asked_for(cli, tmp_path):
    (tmp_path / "answer.html").write_text("mine")
    assert cli(*COMPARE, "--report", tmp_path / "answer.html", "--overwrite")[0] == 0
    assert (tmp_path / "answer.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_shard_has_no_pages(cli, tmp_path, no_runs):
    asked = ("--out", tmp_path / "out", "--report", tmp_path / "a.html", "--shard", "1/2")
    assert "--report is of a whole sweep; merge the shards" in refused(cli(*SWEEP, *asked))


@pytest.mark.parametrize("command", STUDIES)
def test_a_language_of_no_pages_and_a_second_report_are_refused(cli, tmp_path, no_runs, command):
    out = ("--out", tmp_path / "out")
    asked = cli(*STUDIES[command], *out, "--language", "da")
    assert "--language da is of the two pages, and none are asked for; add --report FILE" in refused(asked)
    reports = ("--report", tmp_path / "a.html", f"--report={tmp_path / 'b.html'}")
    assert "--report is given more than once" in refused(cli(*STUDIES[command], *out, *reports))
    assert not list(tmp_path.iterdir())


def test_an_unknown_language_is_refused(cli, tmp_path, no_runs):
    assert "'fr'" in refused(cli(*COMPARE, "--report", tmp_path / "a.html", "--language", "fr"))


@pytest.mark.parametrize("option", [("--set", "currencies.DKK.rate=7"), ("--observed", "counts.csv")])
def test_what_is_for_runs_alone_is_refused_for_a_study(cli, comparison, option):
    line = refused(cli("report", comparison / "out", *option))
    assert f"{option[0]} is for folders of 'run' alone" in line and line.endswith("holds a comparison; leave it out")


@pytest.mark.parametrize("option", [("--slides",), ("--currency", "DKK"), ("--discount", "3.5%"), ("--tables", "xlsx")])
def test_what_a_study_takes_itself_is_led_to_its_command(cli, comparison, option):
    line = refused(cli("report", comparison / "out", *option))
    assert f"here {option[0]} is for folders of 'run' alone" in line
    assert "give it to the command that made it, with --overwrite: its runs are read" in line


@pytest.fixture
def damaged(comparison, tmp_path):
    copy = shutil.copytree(comparison / "out", tmp_path / "copy")
    for page in ("memo.html", "memo.pdf"):
        (copy / page).unlink(missing_ok=True)
    return copy


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cohort.csv", lambda text: text.replace("successful", "unsuccessful")),
        ("cohort.csv", lambda text: text.replace("begun_first", "begun")),
        ("cohort.csv", lambda text: "\n".join(text.splitlines()[:3])),
        ("net_positions.csv", lambda text: text.replace("authority", "nobody")),
        ("net_positions.csv", lambda text: text.replace(",run,", ",week,")),
        ("comparison.csv", lambda text: ""),
        ("comparison.csv", lambda text: text.replace(",", ";")),
        (
            "comparison.csv",
            lambda text: text.replace(",cost,", ",\x1bcost,", 1),
        ),
        ("cohort.csv", lambda text: text.replace("3", "three")),
    ],
)
def test_a_damaged_table_is_told_in_one_line(cli, damaged, name, change):
    text = (damaged / name).read_text()
    assert change(text) != text
    (damaged / name).write_text(change(text))
    line = refused(cli("report", damaged))
    assert name in line and "is damaged; make the comparison again" in line
    assert not (damaged / "memo.html").exists()


def test_a_table_that_is_none_is_named_alone(cli, damaged):
    (damaged / "cohort.csv").write_bytes(b"\x00")
    assert f"'{damaged / 'cohort.csv'}' is damaged; make the comparison again" in refused(cli("report", damaged))


def test_of_a_damaged_manifest_nothing_is_said_that_report_has_not(cli, damaged):
    (damaged / "manifest.json").write_text("{")
    line = refused(cli("report", damaged))
    assert "is damaged; run the command that made it again, into another folder (--out) or to replace it" in line


def test_who_asks_for_the_runs_of_a_study_is_led_to_its_folder(cli, comparison):
    folder = comparison / "out"
    assert refused(cli("report", folder / "runs")).endswith(f"keeps its runs; give the study's own folder, '{folder}'")


def test_a_scenario_that_is_not_that_of_the_study_is_told(cli, damaged):
    scenario = damaged / "alternative_1" / "scenario.toml"
    scenario.write_text(scenario.read_text().replace("intensity = 1.0", "intensity = 0.5"))
    assert "is not the scenario of the runs beside it" in refused(cli("report", damaged))


@pytest.mark.parametrize("alternatives", [None, [], {}, {"other": "0123456789abcdef"}])
def test_a_manifest_of_other_alternatives_is_told(cli, damaged, alternatives):
    made = json.loads((damaged / "manifest.json").read_text())
    (damaged / "manifest.json").write_text(json.dumps({**made, "alternatives": alternatives}))
    assert "sipabm: '" in refused(cli("report", damaged))


def test_report_says_that_it_replaces_files_of_its_names_and_does(cli, damaged):
    assert "Files of these names that are there, whoever wrote them, are replaced" in " ".join(
        cli("report", "--help")[1].split()
    )
    (damaged / "memo.html").write_text("mine")
    assert cli("report", damaged)[0] == 0
    assert (damaged / "memo.html").read_text("utf-8").startswith("<!doctype html>")


def test_where_nobody_may_write_the_answer_is_only_shown(cli, comparison, monkeypatch):
    def denied(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sipabm.memo.write_aside", denied)
    code, out, err = cli("report", comparison / "out")
    assert code == 0 and out.endswith("read; nothing was written\n")
    assert "so the report is only shown" in err[0]
