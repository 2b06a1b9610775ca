"""Scenarios as nested data of Python: values of every kind, at and beyond every bound, alone and together."""

import datetime
import decimal
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nasty
import numpy as np
from fuzzing import Case
from loaded_scenarios import runs_and_agrees, same_when_read_back

from sipabm import Scenario
from sipabm.parameters import GROUPS, declaration
from sipabm.scenario import Levers
from sipabm.verification import random_scenario

MOST_PEERS = 12.0  # bounds allow more than a small world bears in a quick run


class Rude:
    """What cannot be shown, compared or counted."""

    def __repr__(self) -> str:
        raise KeyError("no")

    __str__ = __repr__


def case(luck: random.Random, folder: Path) -> Case:
    """Return a scenario from data, or one that is changed by `replace` and `with_policy`."""
    start = random_scenario(luck.randrange(200)).replace(quarters=8 + luck.randrange(8), levers=Levers())
    attempt = luck.choice((at_bounds, at_bounds, from_data, replaced, with_policies))(luck, start)

    def check(scenario: Scenario) -> None:
        runs_and_agrees(scenario)
        same_when_read_back(scenario, folder / "again.toml")

    return Case(attempt, check)


def at_bounds(luck: random.Random, start: Scenario) -> Callable[[], Scenario]:
    """Return what gives several parameters a value at the end of their bounds."""
    changes: dict[str, float] = {}
    for _ in range(luck.choice((1, 3, 10, 40))):
        group = luck.choice(list(GROUPS.values()))
        name = luck.choice(list(group.model_fields))
        default = group.model_fields[name].default
        low, high = declaration(group, name)["bounds"]
        case = "" if isinstance(default, float | int) else "." + luck.choice(list(type(default).model_fields))
        changes[name + case] = float(luck.choice((low, high, np.nextafter(low, high), np.nextafter(high, low))))
    for name in changes:
        if name in ("peers", "foreign_peers", "known_providers", "known_investors"):
            changes[name] = min(changes[name], MOST_PEERS)
    if "pool" in changes:
        changes["pool"] = min(changes["pool"], 2.0)
    return lambda: start.replace(changes)


def from_data(luck: random.Random, start: Scenario) -> Callable[[], Scenario]:
    """Return what makes a scenario from nested data with other values somewhere."""
    data = start.model_dump()
    for _ in range(luck.choice((1, 1, 2))):
        change(luck, data)
    return lambda: Scenario(**data)


def replaced(luck: random.Random, start: Scenario) -> Callable[[], Scenario]:
    """Return what replaces a value by a name, which may be none."""
    names = [*start.model_dump(), "own_interest", "worth.social", "learning.give_up", "peers", "levers.pooled_budgets"]
    names += ["", ".", "a.b.c", "countries.0.code", nasty.text(luck)]
    return lambda: start.replace({luck.choice(names): value(luck, start)})


def with_policies(luck: random.Random, start: Scenario) -> Callable[[], Scenario]:
    """Return what starts levers, written as a text."""
    text = f"{luck.choice(('early_meetings', 'pooled_budgets', nasty.text(luck)))}={nasty.number(luck)}"
    quarter = luck.choice((start.first_quarter, start.last_quarter(), nasty.number(luck)))
    texts = (
        text,
        f"{text}@{quarter}",
        f"early_meetings=0.5@{quarter}",
        f"early_meetings=0.5@{quarter}:{nasty.text(luck)}",
    )
    return lambda: start.with_policy(luck.choice(texts))


def change(luck: random.Random, data: Any) -> None:
    """Give something in nested data another value, name or length."""
    while True:
        keys = list(data) if isinstance(data, dict) else list(range(len(data)))
        if not keys:
            return
        key = luck.choice(keys)
        inner = data[key]
        if not isinstance(inner, dict | list) or not inner or luck.random() < 0.15:
            break
        data = inner
    way = luck.random()
    if way < 0.7:
        data[key] = value(luck, inner)
    elif way < 0.8:
        del data[key]
    elif isinstance(data, dict):
        data[nasty.text(luck)] = inner
    else:
        data.extend([inner] * luck.choice((1, 5, 2000)))


def value(luck: random.Random, old: Any) -> Any:
    """Return a value of some kind."""
    around: dict[str, Any] = {}
    around["itself"] = around
    if isinstance(old, float | int) and luck.random() < 0.4:
        return luck.choice((old, float(old), np.float64(old), np.float32(old), old * 2, old / 2, -old))
    return luck.choice(
        (
            float("nan"),
            float("inf"),
            -0.0,
            5e-324,
            1e308,
            10 ** luck.choice((10, 400, 6000)),
            -1,
            True,
            None,
            b"bytes",
            nasty.text(luck),
            nasty.number(luck),
            np.float64(luck.random()),
            np.array([1.0, 2.0]),
            decimal.Decimal("0.5"),
            datetime.date(2010, 1, 1),
            set(),
            (),
            [],
            {},
            [[[[1]]]],
            around,
            deep(3000),
            Rude(),
            Rude,
            lambda: 1,
            range(10**9),
        )
    )


def deep(levels: int) -> list[Any]:
    """Return lists in lists."""
    nested: list[Any] = []
    for _ in range(levels):
        nested = [nested]
    return nested
