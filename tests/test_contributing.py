"""The recipe of CONTRIBUTING.md, applied word for word to a copy of the project, adds a mechanism that works."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COPIED = ("sipabm", "docs", "tests", "results", "pyproject.toml", "README.md", "CONTRIBUTING.md")
RECIPE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Adding a mechanism")[1].split("\n## ")[0]
STEP = re.compile(r"^\*\*\d\. .*?^```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"`((?:sipabm|tests|docs)/[\w/]+\.\w+)`")
NEXT_SECTION = "\n### 7.12 "


def steps():
    """Yield the file that each step of the recipe names first, and its block."""
    for step in STEP.finditer(RECIPE):
        yield FILE.search(step[0])[1], step[1]


def apply_recipe(copy):
    """Put each block at the end of its file, in the description at the end of the section."""
    for name, block in steps():
        path = copy / name
        text = path.read_text("utf-8")
        if name == "docs/odd.md":
            text = text.replace(NEXT_SECTION, f"\n{block}{NEXT_SECTION}")
        else:
            text += block
        path.write_text(text, "utf-8")


def in_copy(copy, *command, **environment):
    """Run a command of Python in the copy; return how it ended."""
    environment = {**os.environ, "PYTHONPATH": str(copy), **environment}
    return subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True)


def test_the_recipe_names_a_file_for_each_step_and_three_of_them_are_of_the_package():
    names = [name for name, _ in steps()]
    assert len(names) == 5
    assert sum(name.startswith("sipabm/") for name in names) == 3
    assert all((ROOT / name).is_file() for name in names)


@pytest.mark.slow
def test_the_recipe_works_word_for_word(tmp_path):
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    apply_recipe(tmp_path)
    assert in_copy(tmp_path, "docs/refresh.py").returncode == 0
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/rules/test_learning.py", "tests/test_odd.py")
    ended = in_copy(tmp_path, *tests, SIPABM_PLANTED="nothing")
    assert ended.returncode == 0, ended.stdout[-3000:]
    ended = in_copy(tmp_path, "-m", "sipabm", "verify", "--scenarios", "8")
    assert ended.returncode == 0, ended.stdout[-3000:]
    assert "leaves the same histories" in ended.stdout
    changed = in_copy(tmp_path, "-m", "sipabm", "parameters", "--search", "media_scandal")
    assert "media_scandal" in changed.stdout
