"""The journal of a folder: a line for each chunk that is finished, with the hash of each of its files.

Only files that the journal names are ever read, and their names follow from block and hash: none can lead elsewhere.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sipabm.errors import ScenarioError
from sipabm.tables.unusable import MEND, unusable
from sipabm.whole_files import is_plain_file, opened_plain, write_aside

JOURNAL = "chunks.jsonl"
LONGEST_LINE = 100_000  # many times what one is long
MOST_IDLE = 1_000  # lines that are damaged or were replaced, beside as many as there are chunks: more no writer leaves
BLOCK = re.compile(r"\d{1,20}(-\d{1,20})?", re.ASCII)
TABLE = re.compile(r"[a-z][a-z0-9_]{0,60}", re.ASCII)
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
PART = re.compile(r"part-\d+(-\d+)?(-[0-9a-f]{8})?\.parquet", re.ASCII)  # also as version 0.1 named them
HASHED = re.compile(r"-[0-9a-f]{8}\.parquet$", re.ASCII)  # as all but version 0.1 name them, and hardly anybody else


class Chunk(NamedTuple):
    """A finished part of all tables: its block, what it holds, and of each table the file with its hash."""

    block: str
    holds: dict[str, Any]
    files: dict[str, tuple[str, str]]


class Journal(NamedTuple):
    """The chunks of a journal by block, and the number of its first line that is damaged, 0 if none is."""

    chunks: dict[str, Chunk]
    damaged: int
    cut: bool  # the last line was being written when its process ended


def part_name(block: str, digest: str) -> str:
    """Return the name of a chunk's file: by its content, so that no other content ever has its name."""
    return f"part-{block}-{digest[:8]}.parquet"


def identity(made: Mapping[str, Any], same: Iterable[str]) -> str:
    """Return a hash of what all chunks of a folder have in common: a chunk of other runs is never taken for ours."""
    text = json.dumps({name: made.get(name) for name in same}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def line_of(chunk: Chunk, made_from: str) -> bytes:
    """Return the line of a chunk."""
    return json.dumps({**chunk._asdict(), "made_from": made_from}).encode() + b"\n"


def chunk_of(line: bytes, made_from: str, check: Callable[[Chunk], None]) -> Chunk:
    """Return the chunk of a line; ValueError if it is damaged, of other runs, or names what is no file of ours."""
    try:
        told = json.loads(line)
        files = {table: (name, digest) for table, (name, digest) in told["files"].items()}
        chunk = Chunk(told["block"], dict(told["holds"]), files)
        right = told["made_from"] == made_from and BLOCK.fullmatch(chunk.block)
        right = right and all(is_ours(chunk.block, table, *file) for table, file in files.items())
        check(chunk)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        right = None
    if not right:
        raise ValueError("no chunk of these runs")
    return chunk


def is_ours(block: str, table: str, name: str, digest: str) -> bool:
    """Return whether a table's file is called as a store calls it."""
    plain = TABLE.fullmatch(table) and HASH.fullmatch(digest)
    return bool(plain) and name == part_name(block, digest)


def read_journal(folder: Path, made_from: str, check: Callable[[Chunk], None] = lambda chunk: None) -> Journal:
    """Return the journal of a folder; a later line of a block takes the place of an earlier one.

    `check` raises ValueError, LookupError or TypeError for a chunk that holds what none of ours does.
    """
    path = folder / JOURNAL
    if not is_plain_file(path):
        if os.path.lexists(path):
            raise ScenarioError(f"'{path}' is no ordinary file; remove it, and {MEND}")
        return Journal({}, 0, False)
    try:
        handle = opened_plain(path)
    except OSError as error:
        raise unusable(folder, path, error, damaged_journal(folder, 1)) from None
    chunks: dict[str, Chunk] = {}
    damaged, cut = 0, False
    with os.fdopen(handle, "rb") as stream:
        # Line by line, and never more of one than ours can have: a stranger's may fill the memory.
        for number, line in enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), 1):
            if number > MOST_IDLE + 2 * len(chunks):
                return Journal(dict(sorted(chunks.items())), damaged or number, False)
            cut = not line.endswith(b"\n") and len(line) < LONGEST_LINE
            try:
                chunk = chunk_of(line, made_from, check)
            except ValueError:
                damaged = damaged or (0 if cut else number)
            else:
                if not cut:
                    chunks[chunk.block] = chunk
    return Journal(dict(sorted(chunks.items())), damaged, cut)


def damaged_journal(folder: Path, line: int) -> ScenarioError:
    """Return the error of a folder whose journal has a line that is none of ours."""
    return ScenarioError(f"'{folder / JOURNAL}' is damaged in line {line}; {MEND}")


def lacking(folder: Path) -> ScenarioError:
    """Return the error of a folder whose journal lacks chunks that were there when it was finished."""
    return ScenarioError(f"'{folder / JOURNAL}' lacks some of the finished runs; {MEND}")


def begin_journal(folder: Path) -> None:
    """Begin a journal where none is; OSError if it cannot be written on."""
    os.close(opened_plain(folder / JOURNAL, os.O_RDWR | os.O_CREAT | os.O_APPEND))


def append(folder: Path, chunk: Chunk, made_from: str) -> None:
    """Write the line of a chunk at the end of the journal, to stay; if that fails, nothing of it stays."""
    handle = opened_plain(folder / JOURNAL, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    length = os.fstat(handle).st_size
    # After a line that was cut off, which stays: perhaps only its end is damaged.
    after = length and os.pread(handle, 1, length - 1) != b"\n"
    line = b"\n" * bool(after) + line_of(chunk, made_from)
    try:
        if os.write(handle, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, length)
        raise
    finally:
        os.close(handle)


def write_journal(folder: Path, chunks: Mapping[str, Chunk], made_from: str) -> None:
    """Write the whole journal anew, in the order of blocks."""
    write_aside(folder / JOURNAL, b"".join(line_of(chunks[block], made_from) for block in sorted(chunks)))
