"""Code of one's own by a hash: whatever decides what it does changes it, and what cannot be told is refused."""

import importlib.util
import logging
import sys
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache, partial
from operator import attrgetter
from threading import Lock
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from sipabm import PartnershipModel, simulate, simulate_to_folder
from sipabm.mesa_model import Authority
from sipabm.sweeps.run_columns import by_country
from sipabm.tables.own_code import digest_of_code

FACTOR, TABLE, LATER = 1.0, {"a": [1, (2,)]}, None
LOG = logging.getLogger("own")


class Size(Enum):
    SMALL = 1


@dataclass
class Setting:
    size: float = 1.0


class Pair(NamedTuple):
    first: int = 1


class Slotted:
    __slots__ = ("first",)


class Careful(Authority):
    def start_chance(self, *given):
        return Guided.factor * super().start_chance(*given)


class Guided(PartnershipModel):
    authority_class = Careful
    factor = 1.0

    @cached_property
    def doubled(self):
        return 2 * FACTOR


def helper(rows):
    return rows * FACTOR


def of(rows, times=1, *, plus=Size.SMALL):
    LOG.info("asked")
    return [helper(each) + np.sum(each) for each in (TABLE, rows, plus)] and Setting().size * times


def make(number):
    @lru_cache
    def made(rows):
        return rows * number

    return made


def attribute_of(rows):
    return rows.LATER  # of the rows, not the global


def of_module(rows):
    return importlib.util.find_spec(rows), LATER


def itself(rows):
    return itself(rows)


def test_the_same_code_has_the_same_digest():
    assert digest_of_code(of) == digest_of_code(of) and digest_of_code(make(1)) == digest_of_code(make(1))
    assert digest_of_code(Guided) == digest_of_code(Guided)
    assert digest_of_code(itself) and digest_of_code(len) and digest_of_code(partial(by_country, ("A",), 1))


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("FACTOR", 2.0, of),  # by way of another function
        ("TABLE", {"a": [1, (3,)]}, of),
        ("TABLE", {"a": [1, (), 2]}, of),
        ("helper", len, of),
        ("FACTOR", 2.0, Guided),
        ("LATER", np.arange(3), of_module),
        ("LATER", {1, 2}, of_module),
        ("LATER", "abc".join, of_module),
        ("LATER", float("nan"), of_module),
        ("LATER", Setting(), of_module),
        ("LATER", np.random.default_rng(1), of_module),
        ("LATER", pd.DataFrame({"year": [2010]}), of_module),
        ("LATER", attrgetter("runs"), of_module),
    ],
)
def test_a_value_around_a_function_or_class_counts(name, value, code, monkeypatch):
    before = digest_of_code(code)
    monkeypatch.setitem(globals(), name, value)
    assert digest_of_code(code) != before


def test_attributes_of_classes_defaults_closures_and_arguments_count(monkeypatch):
    before = [digest_of_code(each) for each in (Guided, of)]
    monkeypatch.setattr(Guided, "factor", 2.0)
    monkeypatch.setattr(Setting, "size", 2.0)
    assert all(digest_of_code(each) != told for each, told in zip((Guided, of), before, strict=True))
    monkeypatch.setitem(globals(), "LATER", Pair(2))
    paired = digest_of_code(of_module)
    monkeypatch.setattr(Pair, "sum", lambda self: 1, raising=False)
    assert digest_of_code(of_module) != paired
    monkeypatch.setattr(of, "__defaults__", (3,))
    monkeypatch.setattr(of, "__kwdefaults__", {"plus": 3})
    several = [of, make(1), make(2), partial(of, 1), partial(of, 2), partial(of, times=2)]
    assert len({digest_of_code(each) for each in several}) == len(several)


def test_functions_without_a_text_of_their_own_go_by_all_of_their_code():
    text = "def of(rows): return rows[{!r}]"
    typed = []
    for word in "cd":
        exec(text.format(word), names := {})
        typed.append(names["of"])
    typed += [lambda rows: rows["a"], lambda rows: rows["b"], lambda rows: rows.a]
    assert len({digest_of_code(each) for each in typed}) == len(typed)


@pytest.mark.parametrize("kind", [Pair, Setting, Size, Slotted])
def test_classes_of_every_kind_can_be_told(kind, monkeypatch):
    monkeypatch.setitem(globals(), "LATER", kind)
    first = digest_of_code(of_module)
    monkeypatch.setattr(kind, "of", lambda self: 1, raising=False)
    assert digest_of_code(of_module) != first


def test_an_attribute_of_the_name_of_a_global_is_not_that(monkeypatch):
    monkeypatch.setitem(globals(), "LATER", Lock())
    assert digest_of_code(attribute_of)


@pytest.mark.parametrize("value", [Lock(), [Lock()], (each for each in ()), sys.stderr.buffer])
def test_what_cannot_be_told_is_refused_by_name(value, monkeypatch, line_of):
    monkeypatch.setitem(globals(), "LATER", value)
    line = line_of(lambda: digest_of_code(of_module))
    assert "of_module uses '" in line and "do without a folder" in line


def test_a_list_that_holds_itself_is_refused(monkeypatch, line_of):
    endless = []
    endless.append(endless)
    monkeypatch.setitem(globals(), "LATER", endless)
    assert "cannot be written down" in line_of(lambda: digest_of_code(of_module))


def test_runs_of_two_models_that_differ_by_an_attribute_are_not_mixed_in_a_folder(tmp_path, monkeypatch, line_of):
    simulate_to_folder("lone_authority", tmp_path, model=Guided)
    monkeypatch.setattr(Guided, "factor", 0.0)
    line = line_of(lambda: simulate_to_folder("lone_authority", tmp_path, model=Guided))
    assert "holds runs with another model digest" in line


def test_a_model_that_cannot_be_told_runs_in_memory_alone(tmp_path, monkeypatch, line_of):
    monkeypatch.setattr(Guided, "factor", np.float64(1.0))
    monkeypatch.setattr(Guided, "helper", Lock(), raising=False)
    results = simulate("lone_authority", model=Guided)
    assert results.manifest["model_digest"] is None
    assert "'helper' of type lock" in line_of(lambda: simulate_to_folder("lone_authority", tmp_path, model=Guided))
    assert "in memory alone" in line_of(lambda: results.save(tmp_path))
    assert not any(tmp_path.iterdir())
