"""Scenarios as text: complete and partial files with values, lines and bytes changed."""

import os
import random
from pathlib import Path

import nasty
from fuzzing import Case
from loaded_scenarios import runs_and_agrees, same_when_read_back

from sipabm import Scenario
from sipabm.scenario.text import scenario_text
from sipabm.verification import random_scenario
from sipabm.world import build_world

PARTIAL = """based_on = "classroom"
name = "mine"
description = "a test"
quarters = 8
first_quarter = "2012Q1"
countries = [
    { code = "A", authorities = 4, providers = 3, investors = 2, first_election = "2012Q3", election_period = 16 },
    { code = "B", authorities = 2, kinds = [{ name = "city", number = 2, areas = ["health"] }] },
]
funds = [{ name = "F", country = "A", opens = "2012Q2", closes = "2013Q4", purse = 5.0, share = 0.5 }]
[consideration]
own_interest = 0.4
[levers.early_meetings]
practice = 0.1
intensity = 0.5
first = "2012Q3"
"""
DEEP = ("name = " + "[" * 500, "x = " + "{a = " * 500, "a." * 150_000 + "b = 1", "[" + "a." * 90 + "b]\n" * 3)
SPECIAL = ("pipe", "folder", "zero", "loop", "chain", "missing", "long")


def case(luck: random.Random, folder: Path) -> Case:
    """Return a scenario file that was changed in a few places."""
    path = folder / "mine.toml"
    path.write_bytes(content(luck, folder))

    def check(scenario: Scenario) -> None:
        runs_and_agrees(scenario)
        same_when_read_back(scenario, folder / "again.toml")

    def attempt() -> Scenario:
        scenario = Scenario.load(path)
        if scenario.edge_list is not None:  # which is read with the world
            build_world(scenario, 1, 0)
        return scenario

    return Case(attempt, check)


def content(luck: random.Random, folder: Path) -> bytes:
    """Return the bytes of a scenario file."""
    text = PARTIAL if luck.random() < 0.7 else scenario_text(random_scenario(luck.randrange(50)))
    lines = text.split("\n")
    for _ in range(luck.choice((0, 1, 1, 1, 2))):
        luck.choice((change_value, change_value, change_value, change_line, add_line, refer))(luck, lines, folder)
    whole = "\n".join(lines).encode("utf-8", "surrogatepass")
    if luck.random() < 0.15:
        return nasty.mangled(luck, whole)
    encoding = luck.choice(("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "crlf"))
    if encoding == "crlf":
        return whole.replace(b"\n", b"\r\n")
    return whole if encoding == "utf-8" else "\n".join(lines).encode(encoding, "replace")


def change_value(luck: random.Random, lines: list[str], folder: Path) -> None:
    """Give a name another value."""
    places = [place for place, line in enumerate(lines) if "=" in line and not line.startswith("#")]
    if places:
        place = luck.choice(places)
        parts = lines[place].split("=")
        at = luck.randrange(1, len(parts))
        kept = parts[at].partition(",")[2] if "," in parts[at] else ""
        parts[at] = f" {value(luck)}{',' if kept else ''}{kept}"
        lines[place] = "=".join(parts)


def value(luck: random.Random) -> str:
    """Return a value as TOML has it, or nearly."""
    text = nasty.text(luck)
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if luck.random() < 0.4:
        return luck.choice(
            (f"{luck.random():.3f}", str(luck.randrange(9)), f'"201{luck.randrange(9)}Q{luck.randrange(5)}"')
        )
    return luck.choice((nasty.number(luck), nasty.number(luck), quoted, f"'{text}'", text, "[]", "{}", "[[1], 2]"))


def change_line(luck: random.Random, lines: list[str], folder: Path) -> None:
    """Lose, double or move a line."""
    place = luck.randrange(len(lines))
    line = lines.pop(place)
    for _ in range(luck.randrange(3)):
        lines.insert(luck.randrange(len(lines) + 1), line)


def add_line(luck: random.Random, lines: list[str], folder: Path) -> None:
    """Put in a line of a kind of its own."""
    known = luck.choice(("own_interest", "quarters", "levers.early_meetings.practice", "countries", "worth.social"))
    many = ",".join(f'{{code = "C{i}", authorities = 1, providers = 1, investors = 1}}' for i in range(3000))
    added = (luck.choice(DEEP), f"{known} = {value(luck)}", f"{nasty.text(luck)} = 1", f"[{nasty.text(luck)}]")
    lines.insert(luck.randrange(len(lines) + 1), luck.choice((*added, *added, f"countries = [{many}]", "#" * 600_000)))


def refer(luck: random.Random, lines: list[str], folder: Path) -> None:
    """Base the file on another, or name an edge list, that cannot be read."""
    special = luck.choice(SPECIAL)
    path = folder / special
    if not path.exists():
        make_special(special, path)
    name = {"missing": nasty.text(luck), "zero": "/dev/zero", "long": "x" * 5000}.get(special, special)
    name = name.replace("\\", "\\\\").replace('"', '\\"')
    line = luck.choice(('based_on = "{}"', 'edge_list = "{}"\nties = "edge_list"')).format(name)
    lines.insert(0, line)
    if luck.random() < 0.7:
        lines[:] = [line for place, line in enumerate(lines) if place == 0 or not line.startswith("based_on")]


def make_special(special: str, path: Path) -> None:
    """Make a file that others should not be based on."""
    if special == "pipe":
        os.mkfifo(path)
    elif special == "folder":
        path.mkdir()
    elif special == "loop":
        path.write_text('based_on = "mine.toml"\n')
    elif special == "chain":
        for place in range(40):
            path.with_name(f"chain{place}").write_text(f'based_on = "chain{place + 1}"\n')
        path.write_text('based_on = "chain0"\n')
