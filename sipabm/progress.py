"""Progress: a bar for anything that takes longer than two seconds, quiet where nobody looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self, TypeVar

from sipabm.errors import of_type
from sipabm.surroundings import somebody_looks, variables

with variables(without=("TQDM_",)):  # which it reads when it is imported, and of which a wrong one ends it
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


def progress_bar(total: int, title: str, shown: bool | None) -> ProgressBar:
    """Return a progress bar; without a wish it is shown where somebody looks."""
    of_type("progress", shown, bool | None, "True, False, or None for a bar where somebody looks")
    return ProgressBar(total, title, somebody_looks() if shown is None else shown)
