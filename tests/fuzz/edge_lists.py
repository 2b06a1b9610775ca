"""Edge lists: good ones with cells, lines, columns and bytes changed."""

import os
import random
from pathlib import Path

import nasty
from fuzzing import Case
from loaded_scenarios import runs_and_agrees

from sipabm import Scenario
from sipabm.scenario import Country
from sipabm.world import build_world
from sipabm.world.names import actor_names

BASE = Scenario.load("classroom").replace(
    quarters=8,
    own_interest=0.4,
    countries=[
        Country(code="A", authorities=6, providers=4, investors=3),
        Country(code="DK-8", authorities=2, providers=1, investors=1),
    ],
)
NAMES = actor_names(BASE)


def case(luck: random.Random, folder: Path) -> Case:
    """Return an edge list that was changed in a few places, and the world made of it."""
    path = folder / "ties.csv"
    write(luck, path)

    def attempt() -> Scenario:
        scenario = BASE.replace(ties="edge_list", edge_list=str(path))
        build_world(scenario, 1, 0)
        return scenario

    return Case(attempt, runs_and_agrees)


def write(luck: random.Random, path: Path) -> None:
    """Write an edge list, or what is none."""
    way = luck.random()
    if way < 0.02:
        os.mkfifo(path)
    elif way < 0.04:
        path.mkdir()
    elif way < 0.06:
        path.symlink_to(luck.choice(("/dev/zero", "/dev/stdin", "nowhere", path.name)))
    elif way < 0.08:
        path.write_bytes(
            luck.choice((b"first,second\n" + b"a" * 2_000_000, b"\x00" * 1_000_000, b"first,second\n" * 300_000))
        )
    else:
        path.write_bytes(content(luck))


def content(luck: random.Random) -> bytes:
    """Return the bytes of an edge list."""
    rows = [["first", "second", "trust"][: luck.choice((2, 3, 3))]]
    for _ in range(luck.randrange(30)):
        trust = luck.choice(("", f"{luck.random():.3f}", "0", "1"))
        rows.append([*luck.sample(NAMES, 2), trust][: len(rows[0])])
    if luck.random() < 0.5:
        pairs = {}
        for row in rows[1:]:
            pairs.setdefault(tuple(sorted(row[:2])), row)
        rows = [rows[0], *pairs.values()]
    for _ in range(luck.choice((0, 0, 1, 1, 2))):
        place = luck.randrange(len(rows))
        luck.choice((change_cell, change_cell, change_row))(luck, rows, place)
    separator = luck.choice(",,,,,;\t")
    text = luck.choice(("\n", "\n", "\r\n", "\r")).join(separator.join(row) for row in rows)
    encoded = text.encode(luck.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")), "replace")
    return nasty.mangled(luck, encoded) if luck.random() < 0.15 else encoded


def change_cell(luck: random.Random, rows: list[list[str]], place: int) -> None:
    """Give a cell another text."""
    column = luck.randrange(len(rows[place])) if rows[place] else 0
    text = luck.choice((nasty.text(luck), nasty.number(luck), f"authority:A:{nasty.number(luck)}", luck.choice(NAMES)))
    rows[place][column : column + 1] = [luck.choice((text, f'"{text}"', f" {text} "))]


def change_row(luck: random.Random, rows: list[list[str]], place: int) -> None:
    """Lose, double, shorten or lengthen a row."""
    row = list(rows[place])
    new = luck.choice(([], [row, row], [row[:1]], [[*row, "x"]], [[]], [row[::-1]]))
    rows[place : place + 1] = new or [[""]]
