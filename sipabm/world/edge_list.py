"""Edge lists: ties among named actors, read from a CSV file of the user's."""

from __future__ import annotations

import csv
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sipabm.errors import LONGEST_NAME, ScenarioError, without_middle
from sipabm.scenario import Scenario
from sipabm.whole_files import text_lines
from sipabm.world.names import numbers_by_country, ranges

Pairs = NDArray[np.int32]
NUMBER = re.compile(r"[1-9]\d{0,9}", re.ASCII)
COLUMNS = ("first", "second", "trust")


def read_edge_list(scenario: Scenario) -> tuple[Pairs, NDArray[np.float64]]:
    """Return ties and given trusts of a scenario's CSV file with columns first, second and optionally trust.

    Actors are named by kind, country code and number: 'authority:DK:12'. ScenarioError names the bad line.
    """
    content, path = scenario.ties_listed(), Path(scenario.edge_list or "")
    known = numbers_by_country(scenario)
    trusts: dict[tuple[int, int], float] = {}
    lines: dict[tuple[int, int], int] = {}
    for line, row in edge_rows(content, path):
        first, second = (known_actor(row, column, known, scenario, path, line) for column in ("first", "second"))
        if first == second:
            raise ScenarioError(f"{path.name} line {line}: '{row['first']}' is tied to itself; name two actors")
        tie, trust = (min(first, second), max(first, second)), given_trust(row, path, line)
        if trusts.setdefault(tie, trust) != trust:
            raise ScenarioError(
                f"{path.name} lines {lines[tie]} and {line}: '{row['first']}' and '{row['second']}' are tied twice "
                "with different trust; give the tie once"
            )
        lines.setdefault(tie, line)
    pairs = np.array(sorted(trusts), dtype=np.int32).reshape(-1, 2)
    return pairs, np.array([trusts[first, second] for first, second in pairs.tolist()], dtype=np.float64)


def edge_rows(content: bytes, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line number and row of an edge list; ScenarioError if it cannot be read."""
    try:
        reader = csv.DictReader(text_lines(content, path))
        if not {"first", "second"} <= set(reader.fieldnames or ()):
            raise ScenarioError(f"{path.name}: an edge list needs the columns first, second and optionally trust")
        check_columns(reader.fieldnames or (), path)
        for row in reader:
            yield reader.line_num, row
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8 text") from None
    except (OSError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"{path.name}: the edge list cannot be read ({reason}); give a CSV file in UTF-8") from None


def check_columns(columns: Sequence[str], path: Path) -> None:
    """Warn of columns that are not used; ScenarioError for a known name that is written otherwise or twice."""
    for column in COLUMNS:
        if columns.count(column) > 1:
            raise ScenarioError(f"{path.name}: column '{column}' stands twice; give it once")
    unused = [column for column in columns if column not in COLUMNS]
    for column in unused:
        if column.strip().lower() in COLUMNS:
            raise ScenarioError(f"{path.name}: column '{column}' is not read; call it '{column.strip().lower()}'")
    if unused:
        warnings.warn(
            f"{path.name}: columns that are not used: {without_middle(', '.join(unused), LONGEST_NAME)}", stacklevel=2
        )


def known_actor(
    row: dict[str, str], column: str, known: dict[str, range], scenario: Scenario, path: Path, line: int
) -> int:
    """Return the place among all actors of the one a row names; ScenarioError if there is none."""
    name = (row[column] or "").strip()
    group, _, written = name.rpartition(":")
    number = int(written) if NUMBER.fullmatch(written) else 0
    if number not in known.get(group, ()):
        raise ScenarioError(
            f"{path.name} line {line}: unknown actor '{name}'; actors are named kind:country:number, like "
            f"'authority:DK:12', with numbers {ranges(scenario)}"
        )
    return number - 1


def given_trust(row: dict[str, str], path: Path, line: int) -> float:
    """Return the trust a row gives, or -1 if it gives none; ScenarioError if it is no share."""
    text = (row.get("trust") or "").strip()
    if not text:
        return -1.0
    try:
        trust = float(text)
    except ValueError:
        trust = -1.0
    if not 0.0 <= trust <= 1.0:
        raise ScenarioError(f"{path.name} line {line}: trust '{text}' is not a number from 0 to 1")
    return trust
