"""What README and the pages of its users promise: their Python runs as printed, their commands and files exist."""

import os
import re
import shlex
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest
import typer

from sipabm.cli import app

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("for_*.md")), ROOT / "docs" / "findings.md"]
TEXTS = {page.name: page.read_text("utf-8") for page in PAGES}
PYTHON = [code for text in TEXTS.values() for code in re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)]
COMMANDS = [
    line
    for text in TEXTS.values()
    for line in re.findall(r"^ {4,}(sipabm .+)$|`(sipabm [^`]+)`", text, flags=re.MULTILINE)
    for line in filter(None, line)
]


def test_it_opens_with_the_two_commands():
    lines = TEXTS["README.md"].splitlines()
    assert [line.split()[:2] for line in lines[2:4]] == [["make", "run"], ["make", "test"]]


@pytest.mark.parametrize("code", PYTHON, ids=["tables", "subclass"])
@pytest.mark.slow
def test_its_python_runs_as_printed(code, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # it writes files
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("name", ["for_policy_teams.md", "for_teachers.md"])
@pytest.mark.slow
def test_its_commands_work_as_printed_one_after_the_other(name, tmp_path):
    commands = re.findall(r"^ {4,}(sipabm .+)$", TEXTS[name], flags=re.MULTILINE)
    assert len(commands) > 5
    here = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    for command in commands:
        ended = subprocess.run(command, shell=True, cwd=tmp_path, env=here, capture_output=True, text=True)
        assert ended.returncode == 0, f"{command}\n{ended.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_its_files_exist(page):
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", TEXTS[page.name])
    assert targets
    for target in targets:
        assert (page.parent / target).is_file(), target


@pytest.mark.parametrize("line", COMMANDS)
def test_its_commands_are_understood(line):
    command = typer.main.get_command(app)
    name, *arguments = takewhile(lambda part: part != ">", shlex.split(line, comments=True)[1:])
    wanted = command.commands[name]
    needs = any(each.required and each.param_type_name == "argument" for each in wanted.params)
    # In running text an option may stand beside its command without what that is about.
    about = ["world"] if needs and all(each.startswith("-") for each in arguments[:1]) else []
    assert wanted.make_context(name, [*about, *arguments]).params


def test_every_user_has_a_page_that_the_readme_leads_to():
    for user in ("policy_teams", "teachers", "scholars"):
        assert f"(docs/for_{user}.md)" in TEXTS["README.md"]
