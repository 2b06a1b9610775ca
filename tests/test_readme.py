"""The README's promises: its Python runs as printed, its commands and files exist."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sipabm.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)


def test_it_opens_with_the_two_commands():
    assert [line.split()[:2] for line in README.splitlines()[2:4]] == [["make", "run"], ["make", "test"]]


@pytest.mark.parametrize("code", PYTHON, ids=["tables", "subclass"])
@pytest.mark.slow
def test_its_python_runs_as_printed(code, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # it writes files
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out


def test_its_files_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target


def test_its_commands_exist():
    for command in re.findall(r"^    sipabm (\w+)", README, flags=re.MULTILINE):
        assert CliRunner().invoke(app, [command, "--help"]).exit_code == 0, command


def test_its_findings_are_the_first_sentences_that_the_scripts_wrote():
    findings = re.findall(r"^\*\*`(\w+)`\*\*: (.+?)\n\n", README, flags=re.MULTILINE | re.DOTALL)
    assert len(findings) == 3
    for name, sentence in findings:
        written = (ROOT / "results" / name / "finding.md").read_text("utf-8")
        assert f"\n- {' '.join(sentence.split())}" in written, name
