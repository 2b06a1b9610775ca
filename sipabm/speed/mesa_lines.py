"""Mesa's own way to many runs: `batch_run` over models of the scenario `world`."""

from __future__ import annotations

from sipabm.speed.clock import Line, spent_by
from sipabm.speed.job_lines import MILLION
from sipabm.surroundings import processors

SECONDS_A_DAY = 86_400.0
# With yearly rows of what the model's data collector has.
BATCH = (
    "import mesa; from sipabm import PartnershipModel; "
    "mesa.batch_run(PartnershipModel, {{'scenario': 'world', 'replicate': range({runs})}}, "
    "number_processes={processes}, data_collection_period=4, display_progress=False)"
)


def million_in_mesa(seconds: float = 600.0) -> Line:
    """Return how long a million runs of `world` take by Mesa's batch_run, told from so many seconds of them."""
    processes = processors()
    # In a process of its own, as Mesa's workers begin by importing what their parent was started with.
    first = spent_by(["-c", BATCH.format(runs=processes, processes=processes)])
    runs = processes * max(1, round(seconds / first.wall))
    spent = spent_by(["-c", BATCH.format(runs=runs, processes=processes)])
    days = spent.wall / runs * MILLION / SECONDS_A_DAY
    note = f"{runs / spent.wall * 60.0:.1f} runs a minute on {processes} processes; told from {runs:,} runs"
    return Line("a million runs of `world`, Mesa's batch_run", f"{days:.0f} days", "", note)
