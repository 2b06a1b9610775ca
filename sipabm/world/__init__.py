"""The start that both models are given alike: actors' trait draws, network, calendar of elections and funds."""

from sipabm.world.build import World, build_world

__all__ = ["World", "build_world"]
