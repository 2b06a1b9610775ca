"""Actor: what authorities, providers and investors have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import mesa

from sipabm import randomness
from sipabm.states import Decision

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.surroundings import Country

Kind = TypeVar("Kind", bound="Actor")
Tie = dict[str, float]


class Actor(mesa.Agent):
    """An agent with a number among its kind, a country, an identity that addresses its draws, and ties."""

    model: PartnershipModel

    def __init__(self, model: PartnershipModel, number: int, identity: int, country: Country) -> None:
        super().__init__(model)
        self.number = number
        self.identity = identity
        self.country = country
        self.signatures = 0

    @property
    def parameters(self) -> Any:
        """Return the scenario's parameters by name, and the pockets that refunds of benefits leave."""
        return self.model.parameters

    @property
    def ties(self) -> Mapping[Actor, Tie]:
        """Return whom the actor knows, in the order of actors, each with the tie that holds their trust."""
        return self.model.network[self]

    def known(self, kind: type[Kind]) -> Iterator[tuple[Kind, float]]:
        """Yield the actors of a kind that this one knows, and the trust between them."""
        for other, tie in self.ties.items():
            if isinstance(other, kind):
                yield other, tie["trust"]

    def tie_with(self, other: Actor | None) -> Tie | None:
        """Return the tie with another actor, if there is one."""
        return None if other is None else self.ties.get(other)

    def uniform(self, decision: Decision, partner: int, quarter: int) -> float:
        """Return the uniform number of a decision of this actor."""
        model = self.model
        return randomness.uniform(model.seed, model.replicate, decision, self.identity, partner, quarter)

    def uniform_pair(self, decision: Decision, partner: int, quarter: int) -> tuple[float, float]:
        """Return the two uniform numbers of a decision of this actor."""
        model = self.model
        return randomness.uniform_pair(model.seed, model.replicate, decision, self.identity, partner, quarter)

    def normal(self, decision: Decision, partner: int, quarter: int) -> float:
        """Return the standard normal number of a decision of this actor."""
        model = self.model
        return randomness.normal(model.seed, model.replicate, decision, self.identity, partner, quarter)
