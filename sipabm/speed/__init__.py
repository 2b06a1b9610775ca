"""Speed: how fast the engine and whole jobs are, each beside its goal (`sipabm bench`)."""

from __future__ import annotations

from collections.abc import Iterator

from sipabm.speed.clock import Line, free_cores
from sipabm.speed.engine_lines import against_mesa, by_size
from sipabm.speed.job_lines import cohorts, decline, million, one_run_command, replicates, robustness, threads
from sipabm.speed.mesa_lines import million_in_mesa
from sipabm.speed.start_lines import first_start, import_and_simulate


def measure(quick: bool = False) -> Iterator[Line]:
    """Yield the measurements one after another; `quick` leaves out what takes minutes."""
    yield free_cores()
    yield from against_mesa(1 if quick else 3)
    yield from by_size((500, 5_000) if quick else (500, 5_000, 50_000, 500_000))
    yield replicates()
    yield threads()
    yield cohorts()
    yield import_and_simulate()
    yield first_start()
    yield one_run_command()
    if not quick:
        yield robustness()
        yield decline()
        yield million()
        yield million_in_mesa()
    yield free_cores()
