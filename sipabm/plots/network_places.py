"""Places of a run's actors: rings on which those who know each other stand near."""

from __future__ import annotations

from collections.abc import Sequence

import networkx
import numpy as np
from numpy.typing import NDArray

from sipabm.report.run_network import RunNetwork

Places = dict[int, NDArray[np.float64]]
RADII = (0.3, 0.64, 1.0)


def layout(network: RunNetwork) -> Places:
    """Return where each actor stands: investors within, authorities around them, providers outside.

    Authorities stand in their order, in which neighbours know each other; the others near those they know, as far as
    there is room.
    """
    authorities = actors_of_kind(network, "authority")
    places = shells([authorities])
    known = neighbours(network)
    inner, outer = (
        sorted(actors_of_kind(network, kind), key=lambda actor: direction(known[actor], places))
        for kind in ("investor", "provider")
    )
    return shells([inner, authorities, outer], RADII)


def actors_of_kind(network: RunNetwork, kind: str) -> list[int]:
    """Return the numbers of the actors of a kind."""
    return [int(actor) for actor in network.actors.index[network.actors["kind"] == kind]]


def shells(rings: Sequence[Sequence[int]], radii: Sequence[float] = (1.0,)) -> Places:
    """Return places on rings, evenly and in order, the first of each in the same direction."""
    places: Places = {}
    for ring, radius in zip(rings, radii, strict=True):
        found = networkx.shell_layout(networkx.empty_graph(ring), [ring], rotate=0, scale=radius) if ring else {}
        single = len(ring) == 1  # which networkx puts in the middle
        places |= {actor: np.array([radius, 0.0]) if single else np.asarray(place) for actor, place in found.items()}
    return places


def neighbours(network: RunNetwork) -> dict[int, list[int]]:
    """Return whom each actor knows or signs with."""
    known: dict[int, list[int]] = {int(actor): [] for actor in network.actors.index}
    for pairs in (network.ties, network.partnerships[["authority", "partner"]]):
        for first, second in pairs.to_numpy().tolist():
            known[first].append(second)
            known[second].append(first)
    return known


def direction(known: Sequence[int], places: Places) -> float:
    """Return the angle, from 0 to a full turn, in which most of those stand whom an actor knows; 0 if it knows none."""
    there = [places[actor] for actor in known if actor in places]
    # Places are added, not angles: of angles just below and just above a full turn the mean points the other way.
    across, up = np.sum(there, axis=0) if there else (1.0, 0.0)
    return float(np.arctan2(up, across) % (2 * np.pi))
