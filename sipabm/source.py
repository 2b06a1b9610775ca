"""The source that results depend on, as a hash: it names the cache of compiled code and stands in every manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# What is compiled, and what compiled code takes its constants from.
COMPILED = (
    "barriers.py",
    "compilation/numba_compiler.py",
    "engine/actor_traits.py",
    "engine/arrays.py",
    "levers.py",
    "model",
    "quarters.py",
    "randomness.py",
    "rules",
    "tables/history.py",
    "traits.py",
    "words.py",
    "world/acquaintance.py",
    "world/actors.py",
    "world/draws_at_once.py",
    "world/tie_rows.py",
)
# Not here: what sets parameters and scenarios, whose values are in the digest of a scenario, and what only reports.
PARTS = (*COMPILED, "compilation", "engine", "mesa_model", "tables", "world")


@cache
def source_digest(parts: tuple[str, ...] = PARTS) -> str:
    """Return a hash of the source files of some parts, by default of all that decide results."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in source_files(folder, parts):
        # The name as well: a module that has moved must not find the compiled code of another.
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]  # 64 bits: short to read, and no two versions share them by chance


def source_files(folder: Path, parts: tuple[str, ...] = PARTS) -> Iterator[Path]:
    """Yield the source files of some parts, in a fixed order."""
    for part in parts:
        path = folder / part
        # Sorted, as the order in which a file system lists a folder is its own.
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)
