"""Objects with the fields of records as attributes, and places that hold them as an array holds its rows."""

from __future__ import annotations

import copy
import sys
from collections.abc import Iterable, Iterator
from typing import Any, Self

from sipabm.model.records import CONTRACT, PROJECT, WHOLE, Field


def set_fields(holder: Any, fields: Iterable[Field]) -> None:
    """Set every field of a record at its start value as an attribute."""
    for field in fields:
        # Of the type that a column of an array would have, or `0` would make a whole number of a share.
        start = int(field.start) if field.type == WHOLE else float(field.start)
        setattr(holder, field.name, [start] * field.size if field.size else start)


class Record:
    """An object with the fields of a record as attributes."""

    def __init__(self, fields: Iterable[Field], **values: Any) -> None:
        set_fields(self, fields)
        for name, value in values.items():
            setattr(self, name, value)

    def copied(self) -> Self:
        """Return a copy that shares no list with this one."""
        # Lists alone are copied: all else in a record is a number.
        other = copy.copy(self)
        for name, value in vars(self).items():
            if isinstance(value, list):
                setattr(other, name, value.copy())
        return other

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in vars(self).items())})"


class Project(Record):
    """An attempt, from the idea to a contract or its end; its fields are those of `sipabm.model.records.PROJECT`."""

    def __init__(self) -> None:
        super().__init__(PROJECT)


class Contract(Record):
    """A signed project; its fields are those of `sipabm.model.records.CONTRACT`."""

    def __init__(self) -> None:
        super().__init__(CONTRACT)


class Places:
    """Places that are filled when they are needed, without end; a record assigned to one is copied, as in an array."""

    def __init__(self) -> None:
        self.filled: dict[int, Any] = {}

    def __len__(self) -> int:
        # Never full: only the arrays of the engine can run out of room.
        return sys.maxsize

    def __getitem__(self, place: int) -> Any:
        return self.filled[place]

    def __setitem__(self, place: int, value: Any) -> None:
        self.filled[place] = value.copied() if isinstance(value, Record) else value

    def first(self, count: int) -> list[Any]:
        """Return what lies in the first places."""
        return [self.filled[place] for place in range(count)]


class TrustOnTies:
    """The trust on every tie by its number, as the edges of the network hold it."""

    def __init__(self, edges: list[dict[str, float]]) -> None:
        self.edges = edges

    def __len__(self) -> int:
        return len(self.edges)

    def __iter__(self) -> Iterator[float]:
        return (edge["trust"] for edge in self.edges)

    def __getitem__(self, tie: int) -> float:
        return self.edges[tie]["trust"]

    def __setitem__(self, tie: int, trust: float) -> None:
        self.edges[tie]["trust"] = trust
