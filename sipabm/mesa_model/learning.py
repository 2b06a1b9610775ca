"""Learning: what this quarter's closings, failures and deliveries teach the authority, its peers and everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sipabm.mesa_model.authority import Authority
from sipabm.mesa_model.exits import News

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel


def learning(model: PartnershipModel) -> None:
    """Learn from every event of the quarter, in the order in which they happened."""
    for news, authority, value, progress in model.events:
        if news == News.CLOSED:
            tell_of_closing(model, authority, value)
        elif news == News.FAILED:
            tell_of_failure(model, authority, value)
        else:
            tell_of_delivery(model, authority, value, progress)
    model.events = []


def tell_of_closing(model: PartnershipModel, authority: Authority, cost: float) -> None:
    """Tell the authority, everyone and its peers of a signature and what its development cost."""
    authority.learn_from_closing(cost)
    model.world_closed += 1.0
    model.world_news += 1.0
    for peer, trust in authority.known(Authority):
        peer.hear_of_closing(cost, trust)


def tell_of_failure(model: PartnershipModel, authority: Authority, cost: float) -> None:
    """Tell the authority, everyone and its peers of a failed attempt and what its development cost."""
    authority.learn_from_failure(cost)
    model.world_failed += 1.0
    for peer, trust in authority.known(Authority):
        peer.hear_of_failure(cost, trust)


def tell_of_delivery(model: PartnershipModel, authority: Authority, delivered: float, progress: float) -> None:
    """Tell the authority, everyone and its peers of the share of a promise that was kept."""
    authority.learn_from_delivery(delivered, progress)
    model.world_delivered += delivered
    model.world_undelivered += 1.0 - delivered
    for peer, trust in authority.known(Authority):
        peer.hear_of_delivery(delivered, trust)
