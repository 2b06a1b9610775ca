"""The timetable: what happens in a quarter, in order."""

from __future__ import annotations

from sipabm.model.autopsy import autopsy
from sipabm.model.business_case import business_case
from sipabm.model.consideration import consideration
from sipabm.model.counts import is_end_of_year, record_running, record_states
from sipabm.model.delivery import delivery
from sipabm.model.environment import environment
from sipabm.model.learning import learning
from sipabm.model.mobilisation import mobilisation
from sipabm.model.negotiation import negotiation
from sipabm.model.project import close_ended, find_due
from sipabm.model.records import State
from sipabm.model.search import search
from sipabm.model.settlement import settlement
from sipabm.model.signing import signing


def advance(world: State, quarters: int) -> None:
    """Run some quarters, at most all that are left; stop early if there is too little room."""
    run = world.run[0]
    for _ in range(min(quarters, run.quarters - run.quarter)):
        # Governments and laws come first: one that is new in the quarter of a gate counts at that gate.
        environment(world)
        consideration(world)
        # Listed once: every gate then looks at the few projects that are due, and not at all that are in development.
        find_due(world)
        search(world)
        business_case(world)
        mobilisation(world)
        negotiation(world)
        signing(world)
        # After the last gate, when all is known of the quarter; the next project needs a slot in the next one.
        autopsy(world)
        close_ended(world)
        delivery(world)
        settlement(world)
        # Last, from notes of the whole quarter: nobody reacts to another's event in the quarter in which it happens.
        learning(world)
        end_quarter(world)
        # Whatever followed would be thrown away: the engine repeats such a run with larger arrays.
        if run.overflow == 1:
            return


def end_quarter(world: State) -> None:
    """Record the year if it is over, keep the rows of contracts that still run at the end, and move the clock."""
    run = world.run[0]
    if is_end_of_year(run):
        record_states(world)
    if run.quarter == run.quarters - 1:
        record_running(world)
    run.quarter += 1
