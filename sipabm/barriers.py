"""The barriers: one entry each, with all that is said of it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

EVERY_GATE = "search, business case, mobilisation, negotiation, signing"


class Barrier(IntEnum):
    """What can stop an attempt; a set of barriers is the sum of ``1 << barrier``."""

    # Not ordered by family or phase: results hold sets as numbers, so what came later stands last.
    DATA_COST = 0
    WEAK_CASE = 1
    NO_PARTNER = 2
    FRONTLINE = 3
    LOCAL_POLITICS = 4
    INVESTOR_APPETITE = 5
    INVESTOR_MISJUDGEMENT = 6
    COMPETENCE = 7
    LEGISLATION = 8
    CHANGE_OF_GOVERNMENT = 9
    PROCUREMENT = 10
    SILOS = 11
    CASHABLE_SAVINGS = 12
    LONG_HORIZON = 13
    EVALUATION_BURDEN = 14
    RIGID_CONTRACT = 15
    BARGAINING = 16
    NONE_ALONE = 17
    IMMUNE_RESPONSE = 18
    SPONSOR_WITHDRAWAL = 19


class BarrierFamily(IntEnum):
    """The five families of barriers (Andersen 2023)."""

    DATA = 0
    STAKEHOLDERS = 1
    COMPETENCE = 2
    INSTITUTIONS = 3
    MODEL = 4


class Relaxation(IntEnum):
    """What the autopsy of a failed negotiation relaxes, one at a time."""

    NOTHING = 0
    SILOS = 1
    CASHABLE_SAVINGS = 2
    LONG_HORIZON = 3
    EVALUATION_BURDEN = 4
    RIGID_CONTRACT = 5
    INVESTOR_RISK_AVERSION = 6
    INVESTOR_MISJUDGEMENT = 7


class Described(NamedTuple):
    """A barrier: its family, the gates at which it can be recorded, what it means, and what takes it away.

    `switched_off_by` are the parameters at whose neutral values it stops nobody, or `uses` the lever that does as much
    if every project uses it; nothing but another network takes away what has neither. `relaxation` is what the autopsy
    of a failed negotiation relaxes to see whether the barrier stood in the way.
    """

    family: BarrierFamily
    gates: str
    meaning: str
    switched_off_by: tuple[str, ...] = ()
    uses: str = ""
    relaxation: Relaxation = Relaxation.NOTHING
    label: str = ""


BARRIERS = {
    Barrier.DATA_COST: Described(
        BarrierFamily.DATA,
        "business case",
        "data work would break the development budget",
        switched_off_by=("data_cost",),
    ),
    Barrier.WEAK_CASE: Described(
        BarrierFamily.DATA,
        "business case",
        "the benefit-cost ratio shown lies below the threshold",
        switched_off_by=("case_threshold",),
    ),
    # Nothing takes it away: it lies in the network, and no network is a neutral one.
    Barrier.NO_PARTNER: Described(
        BarrierFamily.STAKEHOLDERS,
        "search",
        "no suitable provider, or no lead investor where one is needed",
    ),
    Barrier.FRONTLINE: Described(
        BarrierFamily.STAKEHOLDERS,
        "search (after early meetings), mobilisation",
        "frontline acceptance below zero",
        switched_off_by=("resistance", "frontline_noise"),
        label="frontline resistance",
    ),
    Barrier.LOCAL_POLITICS: Described(
        BarrierFamily.STAKEHOLDERS,
        "search (after early meetings), mobilisation",
        "a government without enough support",
        switched_off_by=("local_politics",),
    ),
    # Four parameters, as capital is wanting in several ways: too costly a risk, too small tickets, a lead that will not
    # invest alone.
    Barrier.INVESTOR_APPETITE: Described(
        BarrierFamily.STAKEHOLDERS,
        "mobilisation, negotiation",
        "tickets do not fill the capital; or nobody can finance any template; or investors' risk aversion closes "
        "the surplus",
        switched_off_by=("investor_risk_aversion", "largest_ticket", "lead_share", "sole_investor"),
        relaxation=Relaxation.INVESTOR_RISK_AVERSION,
    ),
    Barrier.INVESTOR_MISJUDGEMENT: Described(
        BarrierFamily.STAKEHOLDERS,
        "negotiation",
        "investors' error about success closes the surplus",
        switched_off_by=("misjudgement", "misjudgement_spread"),
        relaxation=Relaxation.INVESTOR_MISJUDGEMENT,
    ),
    Barrier.COMPETENCE: Described(
        BarrierFamily.COMPETENCE,
        "business case",
        "buying missing competence would break the development budget",
        switched_off_by=("competence_needed", "mapping_cost"),
    ),
    Barrier.LEGISLATION: Described(
        BarrierFamily.INSTITUTIONS,
        EVERY_GATE,
        "a new law since the start or the last gate",
        switched_off_by=("law_stop",),
    ),
    Barrier.CHANGE_OF_GOVERNMENT: Described(
        BarrierFamily.INSTITUTIONS,
        EVERY_GATE,
        "a new government since the start or the last gate",
        switched_off_by=("government_change_stop",),
    ),
    Barrier.PROCUREMENT: Described(
        BarrierFamily.INSTITUTIONS,
        "search (after early meetings)",
        "early meetings are challenged under procurement law",
        switched_off_by=("meeting_procurement_risk",),
    ),
    Barrier.SILOS: Described(
        BarrierFamily.INSTITUTIONS,
        "negotiation",
        "departments, other authorities and the state that gain and do not join close the surplus",
        switched_off_by=("silo_strength",),
        relaxation=Relaxation.SILOS,
    ),
    Barrier.CASHABLE_SAVINGS: Described(
        BarrierFamily.MODEL,
        "negotiation",
        "counting cashable savings alone closes the surplus",
        switched_off_by=("insists_on_cashable",),
        relaxation=Relaxation.CASHABLE_SAVINGS,
    ),
    # Two parameters: an effect may come too late for the plans of an authority, or for any contract.
    Barrier.LONG_HORIZON: Described(
        BarrierFamily.MODEL,
        "negotiation",
        "effects beyond contract and planning horizon close the surplus",
        switched_off_by=("horizon", "effect_years"),
        relaxation=Relaxation.LONG_HORIZON,
    ),
    Barrier.EVALUATION_BURDEN: Described(
        BarrierFamily.MODEL,
        "negotiation",
        "rigour, cost and burden of evaluation close the surplus",
        switched_off_by=("evaluation_cost", "evaluation_burden", "rigour_asked"),
        relaxation=Relaxation.EVALUATION_BURDEN,
    ),
    # A lever and no parameter: without flexible contracts there are none but rigid ones.
    Barrier.RIGID_CONTRACT: Described(
        BarrierFamily.MODEL,
        "negotiation",
        "a rigid contract closes the surplus",
        uses="flexible_contracts",
        relaxation=Relaxation.RIGID_CONTRACT,
    ),
    Barrier.BARGAINING: Described(
        BarrierFamily.MODEL,
        "negotiation",
        "there was a surplus, and talks broke down",
        switched_off_by=("breakdown",),
    ),
    # An answer and not an error: the autopsy relaxes one thing at a time, and several may have to go together.
    Barrier.NONE_ALONE: Described(
        BarrierFamily.MODEL,
        "negotiation",
        "there is no surplus, and no single relaxation opens one",
        label="several together",
    ),
    Barrier.IMMUNE_RESPONSE: Described(
        BarrierFamily.STAKEHOLDERS,
        "mobilisation",
        "daily operations stop a radical programme",
        switched_off_by=("immune_response",),
    ),
    Barrier.SPONSOR_WITHDRAWAL: Described(
        BarrierFamily.INSTITUTIONS,
        EVERY_GATE,
        "the sponsor of an innovation house has withdrawn since the last gate",
        switched_off_by=("sponsor_withdrawal",),
    ),
}
FAMILY_OF_BARRIER = {barrier: described.family for barrier, described in BARRIERS.items()}
# By number of the relaxation; that of nothing stands for what no single relaxation opens.
BARRIER_OF_RELAXATION = tuple(
    next(int(barrier) for barrier, described in BARRIERS.items() if described.relaxation == relaxation)
    if relaxation != Relaxation.NOTHING
    else int(Barrier.NONE_ALONE)
    for relaxation in Relaxation
)


def label_of(barrier: Barrier) -> str:
    """Return the name of a barrier as a reader sees it."""
    return BARRIERS[barrier].label or barrier.name.lower().replace("_", " ")
