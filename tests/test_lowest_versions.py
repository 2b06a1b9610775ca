"""The lowest versions that are tried are those that are declared, of every library."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_every_library_is_tried_in_the_lowest_version_declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [each.partition(",")[0] for each in project["dependencies"] + project["optional-dependencies"]["test"]]
    done = subprocess.run([sys.executable, ROOT / ".ci/lowest_versions.py"], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [each.replace(">=", "==") for each in declared]
    assert len(declared) > 20 and all("==" in line for line in done.stdout.split())


def test_what_a_user_may_add_is_tried_as_well():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(extras["dask"] + extras["docs"]) <= set(extras["test"])
