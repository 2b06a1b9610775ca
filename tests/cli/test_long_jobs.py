"""Long jobs: what is told before many runs, who is asked, and that a script goes on."""

import pytest

from sipabm.cli import long_jobs

RUN = ("run", "lone_authority", "--replicates", 3)


@pytest.fixture
def strict(monkeypatch):
    """Take three runs for many, and whatever they take for long."""
    monkeypatch.setattr(long_jobs, "MANY_RUNS", 3)
    monkeypatch.setattr(long_jobs, "LONG", 0.0)


@pytest.fixture
def answering(monkeypatch):
    """Let somebody sit at a terminal and answer; return the questions that were asked."""
    asked = []

    def sit(answer):
        monkeypatch.setattr(long_jobs, "can_be_asked", lambda: True)
        monkeypatch.setattr(long_jobs.typer, "confirm", lambda text, **_: asked.append(text) or answer)
        return asked

    return sit


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize(
    ("command", "runs"),
    [
        (RUN, 3),
        (("compare", "lone_authority", "--without", "leaving", "--replicates", 3), 6),
        (("sweep", "lone_authority", "--grid", "give_up=0,10%", "--replicates", 3), 6),
    ],
)
def test_a_script_is_told_time_and_disk_and_goes_on(cli, tmp_path, command, runs):
    code, _, err = cli(*command, "--out", tmp_path / "out")
    assert code == 0 and (tmp_path / "out" / "manifest.json").exists()
    assert err[0].startswith(f"note: {runs} runs take about ") and "in a folder (the first " in err[0]


@pytest.mark.usefixtures("strict")
def test_at_a_terminal_nothing_starts_before_a_yes(cli, tmp_path, answering):
    asked = answering(False)
    code, out, err = cli(*RUN, "--out", tmp_path / "out")
    assert (code, out, err[-1], asked) == (130, "", "sipabm: not started", ["Go on?"])
    assert not (tmp_path / "out").exists()
    answering(True)
    assert cli(*RUN, "--out", tmp_path / "out")[0] == 0


@pytest.mark.usefixtures("strict")
def test_with_yes_nobody_is_asked(cli, tmp_path, answering):
    asked = answering(False)
    assert cli(*RUN, "--yes", "--out", tmp_path / "out")[0] == 0
    assert asked == []


def test_few_runs_are_made_without_a_word(cli, tmp_path, answering):
    asked = answering(False)
    assert cli(*RUN, "--out", tmp_path / "out")[2] == [] and asked == []


@pytest.mark.usefixtures("strict")
def test_runs_that_are_there_are_not_told_again(cli, tmp_path):
    cli(*RUN, "--out", tmp_path / "out")
    assert cli(*RUN, "--out", tmp_path / "out")[2] == []


@pytest.mark.usefixtures("strict")
def test_without_a_folder_it_is_told_that_an_interruption_loses_all(cli):
    code, _, err = cli("compare", "lone_authority", "--without", "leaving", "--replicates", 3)
    assert code == 0 and err[0].startswith("note: 6 runs take about ") and "in a folder" not in err[0]
    assert err[0].endswith("; nothing is kept without --out, so an interruption loses all")


@pytest.mark.usefixtures("strict")
def test_a_folder_of_other_runs_is_refused_before_any_is_measured(cli, tmp_path, monkeypatch):
    cli(*RUN, "--out", tmp_path / "out")
    monkeypatch.setattr("sipabm.sweeps.estimate.first_runs", lambda *_: pytest.fail("measured"))
    code, _, err = cli(*RUN, "--set", "give_up=0.5", "--replicates", 9, "--out", tmp_path / "out")
    assert code == 2 and len(err) == 1 and "holds runs with another scenario digest" in err[0]
