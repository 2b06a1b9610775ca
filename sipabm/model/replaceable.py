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

        asked.method = method  # type: ignore[attr-defined]
        return asked  # type: ignore[return-value]

    return mark


def shortcut(decided: Callable[..., Any], otherwise: Callable[..., Any]) -> Callable[[Function], Function]:
    """Return what makes a function of world, actor and more a shortcut to what a decision usually says.

    It saves work where actors decide as usual, and nothing else: of an actor that decides in its own way `otherwise`
    answers. Compiled code, in which all decide as usual, calls the shortcut itself. The usual decision calls no
    shortcut to itself: an actor may come to it by its own way, and would be asked again, without end.
    """
    usual = decided.__wrapped__  # type: ignore[attr-defined]

    def mark(quick: Function) -> Function:
        @wraps(quick)
        def asked(world: Any, actor: Any, *details: Any) -> Any:
            own = getattr(actor, decided.method, None)  # type: ignore[attr-defined]
            # A method that is the usual decision is made by wrapping just that function.
            as_usual = own is None or getattr(own, "__wrapped__", None) is usual
            return (quick if as_usual else otherwise)(world, actor, *details)

        return asked  # type: ignore[return-value]

    return mark
