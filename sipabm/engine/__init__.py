"""The engine: the walk of `sipabm.model`, compiled, on arrays; many runs at once on threads."""
