"""Designs of sweeps: TOML files and the tables they name, with values, lines and bytes changed."""

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nasty
import pandas as pd
from fuzzing import Case

from sipabm.sweeps.design_files import read_plan
from sipabm.sweeps.sweep import checked

ALWAYS = ('scenario = "classroom"', "replicates = 2", "seed = 3")
SOMETIMES = (
    'measures = ["signed", "signed_by_year"]',
    'years = "2011:2013"',
    "rows = true",
    'policies = ["early_meetings=1@2012Q1"]',
)
TABLES = ("[set]\nquarters = 16", "[grid]\ngive_up = [0.0, 0.5]\nworth.social = [1.5, 2]")
SPREAD = 'sample = { method = "latin", points = 4 }', "[ranges]\nown_interest = [0.1, 0.4]"
FACTORIAL = '[factorial]\nlevers = ["pooled_budgets"]\nfrom = "2012Q1"'
CELLS = ("pool,early_meetings\n1.0,0.5\n1.5,0.0\n", "network.peers,countries\n4,\n6,\n", "pool;give_up\n1,5;2\n")


def case(luck: random.Random, folder: Path) -> Case:
    """Return a design that was changed in a few places, and is checked as before its runs."""
    path = folder / "design.toml"
    table = luck.choice(
        ("points.csv", "points.csv", "points.parquet", nasty.text(luck).replace('"', "").replace("\\", ""))
    )
    path.write_bytes(content(luck, table))
    if "/" not in table and table.startswith("points"):
        write_table(luck, folder / table)

    def attempt() -> int:
        plan = read_plan(path)
        asked = checked(
            *(plan.base(), plan.design(), plan.replicates, plan.seed, plan.measures, ()),
            *(plan.first, plan.last, "engine", plan.rows),
        )
        return len(asked.points)

    return Case(attempt, some_points)


def some_points(points: Any) -> None:
    """Assert that a design which is accepted has points."""
    assert points > 0


def content(luck: random.Random, table: str) -> bytes:
    """Return the bytes of a design."""
    kept = [*ALWAYS, *(line for line in SOMETIMES if luck.random() < 0.3)]
    if luck.random() < 0.3:
        kept.append(f'table = "{table}"')
    if luck.random() < 0.4:
        kept += luck.choice((SPREAD, (*SPREAD, "uncertain = true")))[:: luck.choice((1, 1, 1, -1))]
    kept += [line for line in (*TABLES, FACTORIAL) if luck.random() < 0.4]
    for _ in range(luck.choice((0, 0, 1, 1, 2))):
        luck.choice((change_value, change_value, lose))(luck, kept)
    whole = "\n".join(kept).encode("utf-8", "surrogatepass")
    return nasty.mangled(luck, whole) if luck.random() < 0.1 else whole


def change_value(luck: random.Random, lines: list[str]) -> None:
    """Give a key another value."""
    if not lines:
        return
    place = luck.randrange(len(lines))
    parts = lines[place].split("=")
    quoted = '"' + nasty.text(luck).replace("\\", "\\\\").replace('"', '\\"') + '"'
    number = nasty.number(luck)
    many = "[" + ", ".join(str(each / 1000) for each in range(luck.choice((300, 20_000)))) + "]"
    values = (number, quoted, f"[{number}, {nasty.number(luck)}]", f"[{quoted}]", "[]", "{}", "[[1]]", many)
    parts[luck.randrange(1, max(2, len(parts))) :] = [" " + luck.choice(values)]
    lines[place] = "=".join(parts)


def lose(luck: random.Random, lines: list[str]) -> None:
    """Lose or double a line."""
    if lines:
        place = luck.randrange(len(lines))
        lines[place : place + 1] = luck.choice(([], [lines[place]] * 2, [f"{nasty.text(luck)} = 1"]))


def write_table(luck: random.Random, path: Path) -> None:
    """Write a table of points, or what is none."""
    writers: tuple[Callable[[], Any], ...] = (
        lambda: path.write_bytes(nasty.mangled(luck, luck.choice(CELLS).encode())),
        lambda: os.mkfifo(path),
        lambda: path.symlink_to("/dev/zero"),
        path.mkdir,
        lambda: path.write_bytes(b"a," * 500_000),
        lambda: path.write_bytes(b"x" * 3_000_000),
    )
    if luck.random() < 0.3:
        luck.choice(writers)()
    elif path.suffix == ".csv":
        path.write_text(luck.choice(CELLS).replace("0.5", luck.choice((nasty.number(luck), "0.5"))))
    else:
        pd.DataFrame({"pool": [1.0, float(luck.choice((2.0, float("nan"), 1e300)))]}).to_parquet(path)
