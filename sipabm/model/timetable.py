"""The timetable: what happens in a quarter, in order."""

from sipabm.model.business_case import business_case
from sipabm.model.consideration import consideration
from sipabm.model.counts import is_end_of_year, record_running, record_states
from sipabm.model.delivery import delivery
from sipabm.model.environment import environment
from sipabm.model.learning import learning
from sipabm.model.mobilisation import mobilisation
from sipabm.model.negotiation import negotiation
from sipabm.model.project import find_due
from sipabm.model.search import search
from sipabm.model.settlement import settlement
from sipabm.model.signing import signing


def advance(world, quarters):
    """Run some quarters, at most all that are left; stop early if there is too little room."""
    run = world.run[0]
    for _ in range(min(quarters, run.quarters - run.quarter)):
        environment(world)
        consideration(world)
        find_due(world)
        search(world)
        business_case(world)
        mobilisation(world)
        negotiation(world)
        signing(world)
        delivery(world)
        settlement(world)
        learning(world)
        end_quarter(world)
        if run.overflow == 1:
            return


def end_quarter(world):
    """Record the year if it is over, keep the rows of contracts that still run at the end, and move the clock."""
    run = world.run[0]
    if is_end_of_year(run):
        record_states(world)
    if run.quarter == run.quarters - 1:
        record_running(world)
    run.quarter += 1
