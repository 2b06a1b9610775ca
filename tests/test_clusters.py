"""The page on clusters: its commands, run with a small design, leave what the sweep in one place leaves."""

import re
import shlex
from pathlib import Path
from string import Template

import pytest

from sipabm.cli import main

PAGE = (Path(__file__).parents[1] / "docs" / "clusters.md").read_text("utf-8")
SWEEP, MERGE, SUBMIT, DASK = re.findall(r"^```bash\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
SHARDS = 16
DESIGN = """
scenario = "classroom"
replicates = 3
set = { quarters = 12, own_interest = 0.3 }
grid = { give_up = [0.0, 0.1, 0.2, 0.3] }
"""


@pytest.fixture(autouse=True)
def design(tmp_path, monkeypatch):
    """Stand in a folder with a design of four points, whose runs are three blocks: most of the shards are empty."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sipabm.sweeps.blocks.ACTOR_QUARTERS_A_BLOCK", 1)
    Path("design.toml").write_text(DESIGN)


def run(script, **environment):
    """Run the commands of a script, with the variables of a job, and return their exit codes."""
    found = []
    for line in Template(script).safe_substitute(environment).splitlines():
        if line.startswith("sipabm "):
            words = shlex.split(line)[1:]
            found.append(main([name for word in words for name in (sorted(map(str, Path().glob(word))) or [word])]))
    return found


def test_the_array_is_as_long_as_the_number_of_shards():
    assert f"--array=1-{SHARDS}\n" in SWEEP and f"$SLURM_ARRAY_TASK_ID/{SHARDS} " in SWEEP
    assert "sbatch --parsable sweep.sh" in SUBMIT and "merge.sh" in SUBMIT


def test_the_shards_of_the_array_are_merged_to_the_sweep_in_one_place(tmp_path):
    for number in range(1, SHARDS + 1):
        assert run(SWEEP, SLURM_ARRAY_TASK_ID=number, SLURM_CPUS_PER_TASK=1) == [0]
    assert len(list(Path("shards").iterdir())) == SHARDS
    assert run(MERGE) == [0]
    assert main(["sweep", "design.toml", "--out", "whole", "--quiet"]) == 0
    whole, merged = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.*") if path.name != "manifest.json"}
        for root in (Path("whole"), Path("output/sweep"))
    )
    assert whole == merged and len([path for path in whole if path.parts[0] == "runs"]) == 3


def test_the_array_may_be_merged_only_when_it_is_whole(capsys):
    assert run(SWEEP, SLURM_ARRAY_TASK_ID=2, SLURM_CPUS_PER_TASK=1) == [0]
    assert run(MERGE) == [2]
    assert "missing" in capsys.readouterr().err


def test_the_dask_command_is_one_of_ours(monkeypatch):
    monkeypatch.setattr("sipabm.sweeps.dask_workers.SECONDS_TO_CONNECT", 0.1)
    assert run(DASK.replace("10.0.0.1", "127.0.0.1").replace("8786", "1")) == [2]


def test_the_python_of_the_page_is_python():
    for code in re.findall(r"^```python\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE):
        compile(code, "clusters.md", "exec")
