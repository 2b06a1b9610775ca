"""Workers of a Dask cluster, as an executor that a sweep runs on."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager

from sipabm.errors import ScenarioError

LOCAL = "local"
SECONDS_TO_CONNECT = 10


@contextmanager
def dask_executor(address: str, processes: int | None = None) -> Iterator[Executor]:
    """Yield an executor on the workers of a Dask scheduler, by its address, or on worker processes of this machine.

    ScenarioError if Dask is not installed, if nobody answers at the address, or if the cluster is lost on the way.
    """
    try:
        from distributed import Client
        from distributed.client import FutureCancelledError
        from distributed.comm import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError:
        raise ScenarioError("Dask is not installed; install it by `pip install 'sipabm[dask]'`") from None
    with ExitStack() as held:
        if address == LOCAL:
            address = held.enter_context(local_cluster(processes))
        try:
            client = held.enter_context(Client(address, timeout=SECONDS_TO_CONNECT))
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ScenarioError(f"no Dask scheduler answers at '{address}' ({reason})") from None
        try:
            yield client.get_executor()
        except (KilledWorker, FutureCancelledError, CommClosedError) as error:
            lost = type(error).__name__
            raise ScenarioError(
                f"the Dask cluster lost its workers ({lost}); what was finished is kept, run the same again"
            ) from None


@contextmanager
def local_cluster(processes: int | None) -> Iterator[str]:
    """Yield the address of a scheduler with worker processes on this machine, one for each processor by default."""
    from distributed import LocalCluster

    with deaf_children():
        cluster = LocalCluster(
            n_workers=processes, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
        )
    with cluster:
        yield cluster.scheduler_address


@contextmanager
def deaf_children() -> Iterator[None]:
    """Let processes that are started meanwhile not hear Ctrl-C, which a terminal sends to all: one ends the others."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # in a thread, which hears no signals and cannot set them
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
