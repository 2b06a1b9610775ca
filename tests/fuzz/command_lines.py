"""Command lines: those that work, with arguments exchanged, left out, doubled, put in, or mangled."""

import atexit
import contextlib
import io
import os
import random
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import nasty
from fuzzing import Case

from sipabm.cli import main
from sipabm.errors import LONGEST_LINE, ScenarioError
from sipabm.surroundings import cache_folder

WORLD = ("classroom", "--set", "quarters=8", "--replicates", "2")
LEVER = ("--lever", "early_meetings=0.5", "--from", "2010Q3")
# Of what prints no runs twice as many, as the others take most of the time.
QUICK = (
    ("scenarios",),
    ("show", "classroom", "--set", "give_up=0.25", "--policy", "early_meetings=0.5@2012Q1"),
    ("parameters", "worth"),
    ("parameters", "--group", "learning", "--search", "peer", "--format", "csv"),
    ("columns", "contracts", "--search", "capital", "--format", "markdown"),
    ("measures", "--search", "exit"),
    ("sweep", *WORLD, "--grid", "give_up=0.1,0.3", "--latin", "4", "--range", "pool=0.5:1.5", "--dry-run"),
    ("sweep", *WORLD, "--factorial", "early_meetings", "--from", "2010Q3", "--shard", "2/3", "--dry-run"),
    ("discover", "held/sweep", "--outcome", "signed > 0", "--boxes", "1"),
    ("run", "--help"),
)
COMMANDS = (
    *QUICK,
    *QUICK,
    ("run", *WORLD, "--seed", "3", "--out", "out", "--threads", "2"),
    ("run", *WORLD, "--policy", "early_meetings=0.5@2010Q3", "--out", "held/runs", "--overwrite"),
    ("report", "held/sweep"),  # refused: figures take seconds
    ("autopsy", "held/runs", "--no-check"),
    ("compare", *WORLD, *LEVER, "--years", "2010:2011", "--begun", "2010:2011", "--out", "out"),
    ("compare", *WORLD, "--vary", "give_up=0.1,0.2", "--with", "lone_authority"),
    ("compare", *WORLD, *LEVER, "--area", "health", "--policy", "pooled_budgets.social.health=1@2010Q3"),
    ("robust", "classroom", "--set", "quarters=8", *LEVER, "--sets", "2", "--replicates", "1", "--out", "out"),
    ("sweep", *WORLD, "--grid", "give_up=0.1,0.3", "--measures", "signed,signed_by_area", "--out", "held/sweep"),
    ("sweep", *WORLD, "--sobol", "4", "--range", "pool=0.5:1.5", "--rows", "--out", "out"),
    ("merge", "held/shard_1", "held/shard_2", "--out", "out"),
    ("autopsy", *WORLD, "--no-check"),
    ("sensitivity", *WORLD, "--outputs", "signed", "--numbers", "give_up,pool", "--points", "6"),
    ("network", "classroom", "--set", "quarters=8", "--country", "A"),
    ("verify", "--first", "3"),
)
SHARED = ("--quiet", "--json", "--overwrite", "--help", "--version", "--out", "--seed", "--threads", "--replicates")
WORDS = (
    "-",
    "--",
    "=",
    "--set",
    "--out=",
    "give_up=",
    "early_meetings=nan@2010Q3",
    "held",
    "held/runs",
    "../..",
    "lone_authority",
)
SIZES = (
    "--scenarios",
    "--sets",
    "--set",
    "--replicates",
    "--points",
    "--no-check",
    "--dry-run",
)  # without them it takes minutes
READ_ONLY = ("r", "rb", "rt")


class Told(NamedTuple):
    """What a command answered: its exit code and both streams."""

    code: int
    out: str
    err: str


def case(luck: random.Random, folder: Path) -> Case:
    """Return a command line that was changed in a few places, run in a folder of its own."""
    arguments = list(luck.choice(COMMANDS))
    for _ in range(luck.choice((0, 1, 1, 1, 2, 3))):
        change(luck, arguments)
    if "verify" in arguments:
        arguments += ["--scenarios", "1"]
    here = folder / "some" / "where"  # so that '../..' is in the folder as well
    here.mkdir(parents=True)
    if any("held" in argument for argument in arguments):
        shutil.copytree(held(), here / "held")

    def attempt() -> Told:
        told = answer(arguments, here)
        assert told.code in (0, 1, 2), told
        assert not WRITTEN_ELSEWHERE, WRITTEN_ELSEWHERE
        for line in (told.out + told.err).split("\n"):
            assert line.isprintable(), line
        *notes, last = told.err.splitlines() or [""]
        assert all(line.startswith("note: ") for line in notes), told.err
        if told.code == 2:
            assert last.startswith("sipabm: ") and len(last) <= LONGEST_LINE + len("sipabm: "), told
            raise ScenarioError(last.removeprefix("sipabm: "))
        assert told.code == 1 or last.startswith(("note: ", "")), told.err
        return told

    return Case(attempt)


def change(luck: random.Random, arguments: list[str]) -> None:
    """Change a command line in one place."""
    places = [
        place
        for place, argument in enumerate(arguments)
        if argument not in SIZES and (not place or arguments[place - 1] not in SIZES)
    ] or [0]
    place = luck.choice(places)
    match luck.randrange(7):
        case 0:
            arguments[place] = atom(luck)
        case 1:
            arguments.insert(luck.randrange(len(arguments) + 1), atom(luck))
        case 2:
            arguments.insert(luck.randrange(1, len(arguments) + 1), luck.choice(SHARED))
        case 3 if len(arguments) > 1:
            del arguments[place]
        case 4:
            arguments[place] = (
                nasty.mangled(luck, arguments[place].encode("utf-8", "replace"))
                .decode("utf-8", "surrogateescape")
                .replace("\0", "")
            )
        case 5:
            name, equals, _ = arguments[place].partition("=")
            arguments[place] = f"{name}{equals}{atom(luck)}"
        case _:
            arguments += luck.choice(COMMANDS)[1:]


def atom(luck: random.Random) -> str:
    """Return something that somebody may write on a command line; a system passes no zero byte on."""
    return luck.choice((nasty.text(luck), nasty.number(luck), luck.choice(WORDS), luck.choice(SHARED))).replace(
        "\0", ""
    )


def answer(arguments: list[str], here: Path) -> Told:
    """Return what a command answers in a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    WRITTEN_ELSEWHERE.clear()
    with contextlib.chdir(here), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        WATCHED.append(os.path.realpath(here.parent.parent))
        try:
            code = main(arguments)
        finally:
            WATCHED.clear()
    return Told(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


@cache
def held() -> Path:
    """Return a folder with runs, a sweep and shards, as commands wrote them, made once."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-held-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    sweep = ("sweep", *WORLD, "--latin", "80", "--range", "give_up=0:0.5", "--quiet", "--out")
    for command in (
        ("run", *WORLD, "--quiet", "--report", "--out", "runs"),
        (*sweep, "sweep"),
        (*sweep, "shard_1", "--shard", "1/2"),
        (*sweep, "shard_2", "--shard", "2/2"),
        ("compare", *WORLD, *LEVER, "--quiet"),
        ("robust", *WORLD, *LEVER, "--sets", "2", "--quiet"),
        ("sensitivity", *WORLD, "--numbers", "give_up,pool", "--points", "6", "--quiet"),
        ("autopsy", *WORLD, "--quiet"),
        ("verify", "--scenarios", "1", "--quiet"),
    ):
        assert answer(list(command), folder).code == 0, command
    return folder


WATCHED: list[str] = []
WRITTEN_ELSEWHERE: list[str] = []
WRITING = ("open", "os.mkdir", "os.remove", "os.rmdir", "os.rename", "os.symlink", "os.truncate")


def notice(event: str, details: tuple[Any, ...]) -> None:
    """Notice what is written, made or removed outside the folder of a command."""
    if not WATCHED or event not in WRITING:
        return
    path, mode = details[0], details[1] if event == "open" else None
    if not isinstance(path, str | bytes | os.PathLike) or (event == "open" and not writes(mode, details[2])):
        return
    place = os.path.realpath(os.fsdecode(path))
    allowed = (*WATCHED, os.path.realpath(cache_folder()), "/dev/null")
    if not place.startswith(allowed) and "__pycache__" not in place:
        WRITTEN_ELSEWHERE.append(f"{event} {place}")


def writes(mode: str | None, flags: int) -> bool:
    """Return whether a file is opened to be written."""
    return mode not in READ_ONLY if mode else bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


sys.addaudithook(notice)
held()
