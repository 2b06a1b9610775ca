"""What can be replaced: functions of the walk that the class of an actor may take itself, its decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


def decision(method: str) -> Callable[[Function], Function]:
    """Return what makes a function of world, actor and more a decision of the actor: its method of a name takes it.

    The function itself is how actors usually decide: agents' classes list it as their method, and it is what compiled
    code calls, whose actors are rows of arrays. A row that plain Python walks through has no methods either.
    """

    def mark(usual: Function) -> Function:
        @wraps(usual)
        def asked(world: Any, actor: Any, *details: Any) -> Any:
            own = getattr(actor, method, None)
            return own(*details) if own else usual(world, actor, *details)

        return asked  # type: ignore[return-value]

    return mark
