"""Experiments: a question, answered by a script in one table, one figure and sentences written from the numbers.

A script in `experiments/` gives a question and a function that answers it; `run` writes what it found to a folder
named like the script, with a manifest from which it can be made again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from sipabm.errors import ScenarioError
from sipabm.language.csv_text import csv_text
from sipabm.plots import Drawn, described, save_figures
from sipabm.scenario import Scenario
from sipabm.simulation import simulate
from sipabm.source import source_digest
from sipabm.sweeps.measured import Measured
from sipabm.sweeps.measuring import measure_runs
from sipabm.sweeps.running import Point
from sipabm.tables.manifest import version
from sipabm.tables.run_tables import RunTables
from sipabm.whole_files import write_aside

# Results are kept beside the scripts: more digits than anybody reads would only hide what changed in them.
SIGNIFICANT_DIGITS = "%.6g"
# What argparse returns for wrong arguments, too.
WRONG_INPUT = 2
SCRATCH = Path("output/experiments")


@dataclass(frozen=True)
class Effort:
    """How much is simulated: everything, or with `quick` just enough to see that it works, in under a minute.

    In the folder `scratch`, if there is one, runs are kept until the experiment is done.
    """

    quick: bool = False
    seed: int = 1
    scratch: Path | None = None
    steps: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    def choose(self, full: Any, quick: Any) -> Any:
        """Return what the full effort takes, or the quick one."""
        return quick if self.quick else full

    def folder(self) -> Path | None:
        """Return the folder for the runs of the next step, from which an interrupted experiment goes on, if any."""
        # By number: an experiment takes the same steps in the same order whenever it is started.
        return None if self.scratch is None else self.scratch / f"{next(self.steps):03d}"

    def shared(self, name: str) -> Path | None:
        """Return the folder for runs that several experiments take, which stay when one of them is done, if any."""
        # By the source that decides results alone: whoever uses them checks the rest.
        return None if self.scratch is None else SCRATCH / "shared" / f"{name}-{self.seed}-{source_digest()}"

    def measure(self, worlds: Mapping[str, Scenario | Point], replicates: int, **what: Any) -> Measured:
        """Return the measures of so many runs of every world; `what` is as for `measure_runs`."""
        return measure_runs(worlds, replicates, **{"seed": self.seed, "folder": self.folder(), **what})

    def of_each(
        self, worlds: Mapping[str, Scenario], replicates: int, of: Callable[[RunTables], pd.DataFrame]
    ) -> dict[str, pd.DataFrame]:
        """Return what a function takes from the tables of every world's runs: for what is compared row by row."""
        folder, tables = self.folder(), {}
        for place, (label, world) in enumerate(worlds.items()):
            make = partial(made_of_runs, of, world, replicates, self.seed)
            tables[label] = kept_table(folder, f"{place:03d}", make)
        return tables


def made_of_runs(of: Callable[[RunTables], pd.DataFrame], world: Scenario, replicates: int, seed: int) -> pd.DataFrame:
    """Return what a function takes from the tables of a world's runs."""
    return of(simulate(world, replicates, seed))


def kept_table(folder: Path | None, name: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return the table of a name that a folder holds, if there is a folder; it is made first if it is not there."""
    if folder is None:
        return make()
    if not (file := folder / f"{name}.parquet").exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_aside(file, make().to_parquet())
    return pd.read_parquet(file)


@dataclass(frozen=True)
class Finding:
    """What an experiment found: a table, a figure, sentences (the first is the answer), and what it was made from.

    `made_from` says the latter in words where it is not so many replicates of each of the scenarios.
    """

    table: pd.DataFrame
    figure: Drawn
    sentences: Sequence[str]
    scenarios: Mapping[str, Scenario]
    replicates: int
    more_tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    more_figures: Mapping[str, Drawn] = field(default_factory=dict)
    made_from: str = ""

    def runs_in_words(self) -> str:
        """Return which runs it was made from."""
        worlds = f"each of {len(self.scenarios)} worlds" if len(self.scenarios) > 1 else "one world"
        return self.made_from or f"{self.replicates} runs of {worlds}"


Answer = Callable[[Effort], Finding]


def run(question: str, answer: Answer, script: str, arguments: Sequence[str] | None = None) -> int:
    """Answer a question as the command line says, write the finding and print it; return the exit code."""
    name = Path(script).stem
    given = parser(name, question).parse_args(arguments)
    effort = Effort(given.quick, given.seed, None if given.quick else scratch_folder(Path(script), given.seed))
    began = time.perf_counter()
    try:
        found = answer(effort)
    except ScenarioError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return WRONG_INPUT
    # Of the answer alone: writing takes as long whatever the effort.
    seconds = time.perf_counter() - began
    made = manifest(name, question, command(Path(script), effort), effort, found)
    write(given.out / name, question, found, {**made, "seconds": round(seconds, 1)})
    if effort.scratch:
        shutil.rmtree(effort.scratch, ignore_errors=True)
        # That of another seed may be at work beside it.
        with suppress(OSError):
            effort.scratch.parent.rmdir()
    print(f"{question}\n\n" + "\n".join(found.sentences) + f"\n\nIn {given.out / name}; {seconds:.0f} s")
    return 0


def scratch_folder(script: Path, seed: int) -> Path:
    """Return the folder for the runs of an experiment that is not finished; what another source left there is removed.

    Any change of the package or of the script counts, as what is made of rows depends on more than on the model.
    """
    # A script that is typed into a console is no file.
    text = script.read_bytes() if script.is_file() else b""
    digest = hashlib.sha256(text + source_digest((".",)).encode()).hexdigest()[:16]
    folder = SCRATCH / script.stem / f"{seed}-{digest}"
    for other in folder.parent.glob(f"{seed}-*"):
        if other != folder:
            shutil.rmtree(other)
    return folder


def parser(name: str, question: str) -> argparse.ArgumentParser:
    """Return the parser of an experiment's command line."""
    # argparse, not the typer of the command line: three options need nothing beyond the standard library.
    made = argparse.ArgumentParser(prog=f"{name}.py", description=question)
    made.add_argument("--quick", action="store_true", help="few runs, in under a minute: to see that it works")
    made.add_argument("--seed", type=int, default=1, metavar="N", help="same seed, same numbers (default 1)")
    made.add_argument("--out", type=Path, default=Path("results"), metavar="FOLDER", help="default: results")
    return made


def command(script: Path, effort: Effort) -> str:
    """Return the command that makes a finding again, from the working directory if the script is in it."""
    place, here = script.absolute(), Path.cwd()
    path = place.relative_to(here) if place.is_relative_to(here) else place
    return f"python {path.as_posix()}" + (" --quick" if effort.quick else "") + f" --seed {effort.seed}"


def manifest(name: str, question: str, again: str, effort: Effort, found: Finding) -> dict[str, Any]:
    """Return what a finding was made from, and the command that makes it again."""
    return {
        "experiment": name,
        "question": question,
        "again": again,
        "sipabm": version(),
        "source_digest": source_digest(),
        "scenarios": {label: scenario.digest() for label, scenario in found.scenarios.items()},
        "replicates": found.replicates,
        "made_from": found.runs_in_words(),
        "seed": effort.seed,
        "quick": effort.quick,
        "python": platform.python_version(),
    }


def write(folder: Path, question: str, found: Finding, made: Mapping[str, Any]) -> None:
    """Write tables, figures, sentences and manifest; the manifest last, as it says that the rest is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {"table": found.table, **found.more_tables}.items():
        write_aside(folder / f"{name}.csv", csv_text(table, SIGNIFICANT_DIGITS))
    figures = {"figure": found.figure, **found.more_figures}
    save_figures(folder, described(figures, f"{question} {found.sentences[0]}"))
    write_aside(folder / "finding.md", finding_text(question, found, made))
    write_aside(folder / "manifest.json", json.dumps(made, indent=2) + "\n")


def finding_text(question: str, found: Finding, made: Mapping[str, Any]) -> str:
    """Return the question, what was found, and how to make it again, as Markdown."""
    sentences = "\n".join(f"- {sentence}" for sentence in found.sentences)
    quick = " This is the quick form: too few runs to cite." if made["quick"] else ""
    return f"# {question}\n\n{sentences}\n\nMade from {found.runs_in_words()} with `{made['again']}`.{quick}\n"
