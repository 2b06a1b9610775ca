"""Progress: a bar for anything that takes longer than two seconds, quiet where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from tqdm import tqdm

SECONDS_BEFORE_A_BAR = 2.0
Item = TypeVar("Item")


class ProgressBar:
    """A progress bar that follows an iteration."""

    def __init__(self, total: int, title: str, shown: bool) -> None:
        self.bar = tqdm(total=total, desc=title, unit="run", delay=SECONDS_BEFORE_A_BAR, disable=not shown, leave=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.close()

    def follow(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items, moving the bar for each."""
        for item in items:
            yield item
            self.bar.update()


def somebody_looks() -> bool:
    """Return whether output goes to a terminal or a notebook."""
    return sys.stderr.isatty() or "ipykernel" in sys.modules


def progress_bar(total: int, title: str, shown: bool | None) -> ProgressBar:
    """Return a progress bar; without a wish it is shown where somebody looks."""
    return ProgressBar(total, title, somebody_looks() if shown is None else shown)
