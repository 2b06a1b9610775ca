"""Sweeps: a design of scenarios, on replicates with the same luck, measured by name, into one store."""
