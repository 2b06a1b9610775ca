"""The engine: the same rules, compiled, on arrays; many runs at once on threads."""
