"""Scenario: all that a run depends on but its seed; frozen, validated, from TOML or Python, derived by replacement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import ValidationError, model_validator

from sipabm.errors import ScenarioError, checked_path, of_type, shown
from sipabm.scenario.changes import assign_all
from sipabm.scenario.checks import CHECKS
from sipabm.scenario.currencies import money_of
from sipabm.scenario.differences import Difference, differing_values
from sipabm.scenario.fields import ScenarioFields
from sipabm.scenario.files import content_of_edge_list, loaded, write_scenario
from sipabm.scenario.kept import numbers_named, numbers_set
from sipabm.scenario.mechanisms import switched_off
from sipabm.scenario.mistakes import first_mistake
from sipabm.scenario.overview import overview_html, overview_line
from sipabm.scenario.policies import parse_policy
from sipabm.scenario.posterior import posterior_digest

if TYPE_CHECKING:
    import pandas as pd

    from sipabm.language.money import Money


class Scenario(ScenarioFields):
    """A complete, valid description of a world; see `sipabm parameters` for every number."""

    # No sequence of its fields, as pydantic has it: Mesa's `batch_run` takes whatever can be iterated for many values.
    __iter__ = None  # type: ignore[assignment]

    def __init__(self, /, **values: Any) -> None:
        kept = values.setdefault("kept", numbers_set(values))
        if isinstance(kept, list | tuple) and all(isinstance(name, str) for name in kept):  # else it is refused
            values["kept"] = tuple(sorted(set(kept)))  # in one order, whoever set them and when
        # Here and not in `load`, so that scenarios made in Python are refused in one line as well.
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(first_mistake(error)) from None

    @model_validator(mode="after")
    def is_consistent(self) -> Self:
        """Return the scenario, or raise ValueError naming what contradicts what."""
        for check in CHECKS:
            check(self)
        return self

    @classmethod
    def load(cls, name_or_path: str | Path) -> Scenario:
        """Return a named scenario ('world') or one from a TOML file; ScenarioError if it cannot be read."""
        of_type("the scenario", name_or_path, str | Path, "a name like 'world', or the path of a file")
        return loaded(validated, name_or_path)

    def replace(self, changes: Mapping[str, Any] | None = None, /, **more: Any) -> Scenario:
        """Return a scenario with some values replaced, by parameter name, 'group.name', 'name.case' or field name."""
        of_type(
            "the change", {} if changes is None else changes, Mapping, "names with their values, like {'quarters': 40}"
        )
        # Validated as a whole afterwards: changes may be allowed together that are not one by one.
        data = self.model_dump()
        values = [*(changes or {}).items(), *more.items()]
        assign_all(data, values)
        if isinstance(data["kept"], list | tuple):  # or it is refused as it is
            data["kept"] = [*data["kept"], *(name for key, value in values for name in numbers_named(key, value))]
        return self.derived(data)

    def derived(self, data: Mapping[str, Any]) -> Scenario:
        """Return the scenario of some data, with the same ties if it has the same edge list; ScenarioError if none."""
        made = validated(data, self.name)
        return made.with_ties_of(self) if made.edge_list and made.edge_list == self.edge_list else made

    def with_ties_of(self, other: Scenario) -> Scenario:
        """Return the scenario, whose edge list is to be what it was when another one read it."""
        self.__dict__["ties_read"] = other.ties_read
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Scenario:
        """Return a copy with some fields replaced; ScenarioError if their values are not allowed."""
        return self.derived({**self.model_dump(), **(update or {})})

    def with_policy(self, *policies: str) -> Scenario:
        """Return a scenario with levers started, each written like 'early_meetings=0.5@2024Q1' or '...:2027Q4'.

        A policy acts in all welfare areas, or in those named: 'early_meetings.social=0.5@2024Q1'.
        """
        changes: dict[str, Any] = {}
        for policy in policies:
            lever, setting = parse_policy(policy)
            if f"levers.{lever}" in changes:
                raise ScenarioError(
                    f"two policies start '{lever}'; give it once, for several areas like {lever}.social.health=0.5"
                )
            changes[f"levers.{lever}"] = setting
        return self.replace(changes)

    def without(self, *mechanisms: str) -> Scenario:
        """Return a scenario with mechanisms switched off, by name, like 'leaving' (`sipabm mechanisms` lists them)."""
        return self.replace(switched_off(mechanisms)) if mechanisms else self

    def money(self, currency: str | None = None, price_year: int | None = None) -> Money:
        """Return money for readers, like million DKK in the prices of 2024; by default the model's own, million USD."""
        return money_of(self.currencies, self.prices_of, currency, price_year)

    def save(self, path: str | Path) -> None:
        """Write a commented TOML file, which `Scenario.load` reads as an equal scenario.

        A file of that name is replaced. An edge list is not copied: the file names it relative to its own folder, so
        that both can be moved together. ScenarioError if the file cannot be written.
        """
        write_scenario(self, checked_path("path", path))

    def diff(self, other: Scenario | str | Path) -> pd.DataFrame:
        """Return what differs from another scenario, or from one by name or file: a row for each value.

        `field` is its name, as `replace` takes it; `this` is what it is here, `other` what it is there. A country or
        fund that only one of both has is a row, with None where it is not.
        """
        import pandas as pd  # slow to import, and nothing else of a scenario needs it

        other = other if isinstance(other, Scenario) else Scenario.load(other)
        # Columns of objects keep whole numbers, shares and quarters as they are, side by side.
        return pd.DataFrame(differing_values(self, other), columns=list(Difference._fields), dtype=object)

    def __repr__(self) -> str:
        return overview_line(self)

    def __str__(self) -> str:  # pydantic's own would print every number
        return overview_line(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return overview_html(self)

    @cached_property
    def ties_read(self) -> dict[str, str]:
        """Return the hashes of edge lists as they were first read, by path: one table for all that is derived."""
        return {}

    def ties_listed(self) -> bytes:
        """Return the content of its edge list; ScenarioError if it cannot be read, or is not what it first was."""
        path = self.edge_list or ""
        content = content_of_edge_list(path)
        digest = hashlib.sha256(content).hexdigest()
        # Runs of one scenario must not mix two networks.
        if self.ties_read.setdefault(path, digest) != digest:
            raise ScenarioError(
                f"edge_list = {shown(path)} was changed since it was first read; load the scenario anew"
            )
        return content

    def digest(self) -> str:
        """Return a hash of everything that decides results: all but name, description and money for readers."""
        # A name decides nothing: a scenario that is called otherwise has the same results.
        drawn = set() if self.over != "defaults" else {"over", "kept"}
        data = self.model_dump(exclude={"name", "description", "prices_of", "currencies"} | drawn)
        if self.over == "posterior":
            data["posterior"] = posterior_digest()
        if self.edge_list is not None:
            # By content, so that results are recognised on another computer, and a changed file is noticed.
            if self.edge_list not in self.ties_read:
                self.ties_listed()
            data["edge_list"] = self.ties_read[self.edge_list]
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]


def validated(data: Mapping[str, Any], where: str) -> Scenario:
    """Return the scenario that nested data describe; ScenarioError with one line if they describe none."""
    try:
        return Scenario(**data)
    except ScenarioError as error:
        raise ScenarioError(f"{where}: {error}") from None
