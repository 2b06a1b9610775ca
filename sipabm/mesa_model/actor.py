"""Actor: what authorities, providers and investors have in common."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, ClassVar, TypeVar

import mesa

from sipabm.mesa_model.objects import set_fields
from sipabm.model.records import Field
from sipabm.rules.common import pick
from sipabm.rules.population import drawn
from sipabm.traits import Distribution, Trait

Kind = TypeVar("Kind", bound="Actor")


def usual(decision: Callable[..., Any]) -> Any:
    """Return a method that decides as the walk does; a subclass may put another one of its name in its place."""
    # Unwrapped: the marked function would ask this very method again, without end.
    function = inspect.unwrap(decision)

    @wraps(function)
    def method(self: Actor, *details: Any) -> Any:
        return function(self.model.state, self, *details)

    # What a subclass has to take is shown without the world, which an agent has by its model.
    whole = inspect.signature(function, eval_str=True)
    _, actor, *details = whole.parameters.values()
    own = actor.replace(name="self", annotation=inspect.Parameter.empty)
    method.__signature__ = whole.replace(parameters=[own, *details])  # type: ignore[attr-defined]
    return method


class Actor(mesa.Agent):
    """An agent with the fields of its record as attributes, a number among its kind, and ties.

    Its random numbers are addressed by its identity: `sipabm.model.draws` returns them.
    """

    FIELDS: ClassVar[tuple[Field, ...]]
    TRAITS: ClassVar[tuple[Trait, ...]]
    model: Any  # a PartnershipModel

    def __init__(self, model: Any, number: int, identity: int, country: int, luck: Sequence[float]) -> None:
        super().__init__(model)
        set_fields(self, self.FIELDS)
        self.number, self.identity, self.country = number, identity, country
        for trait in self.TRAITS:
            self.draw_trait(trait, luck)

    def draw_trait(self, trait: Trait, luck: Sequence[float]) -> None:
        """Set a trait from the actor's luck."""
        numbers = luck[trait.draw : trait.draw + max(1, trait.size)]
        values = [self.value_of(trait, place, each, min(numbers)) for place, each in enumerate(numbers)]
        setattr(self, trait.name, values if trait.size else values[0])

    def value_of(self, trait: Trait, place: int, luck: float, likeliest: float) -> float:
        """Return one number of a trait."""
        parameters = vars(self.model.parameters)
        mean: Any = parameters[trait.parameter] if trait.parameter else 1.0
        if trait.distribution == Distribution.CHOICE:
            return pick(luck, mean)
        if isinstance(mean, list):
            mean = mean[self.kind if trait.by_kind else place]
        value = drawn(trait.distribution, mean, parameters[trait.spread], luck, likeliest)
        return int(value) if trait.whole else value

    @property
    def parameters(self) -> Any:
        """Return the scenario's parameters by name, and the pockets that refunds of benefits leave."""
        return self.model.parameters

    @property
    def ties(self) -> Mapping[Actor, dict[str, float]]:
        """Return whom the actor knows, in the order of actors, each with the tie that holds their trust."""
        return self.model.network[self]

    def known(self, kind: type[Kind]) -> Iterator[tuple[Kind, float]]:
        """Yield the actors of a kind that this one knows, and the trust between them."""
        for other, tie in self.ties.items():
            if isinstance(other, kind):
                yield other, tie["trust"]
