"""The words of the model: every enumeration, in the order in which arrays and tables hold it."""

from __future__ import annotations

from enum import IntEnum

NOBODY = -1


class Domain(IntEnum):
    """Welfare areas."""

    SOCIAL = 0
    EMPLOYMENT = 1
    HEALTH = 2


class Stage(IntEnum):
    """Stages of an attempt, in order."""

    MEETING = 0
    BUSINESS_CASE = 1
    MOBILISATION = 2
    NEGOTIATION = 3
    SIGNED = 4


class Outcome(IntEnum):
    """How an attempt stands: still being developed, signed, or stopped."""

    DEVELOPING = 0
    SIGNED = 1
    STOPPED = 2


class Barrier(IntEnum):
    """What can stop an attempt; a set of barriers is the sum of ``1 << barrier``."""

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


FAMILY_OF_BARRIER = {
    Barrier.DATA_COST: BarrierFamily.DATA,
    Barrier.WEAK_CASE: BarrierFamily.DATA,
    Barrier.NO_PARTNER: BarrierFamily.STAKEHOLDERS,
    Barrier.FRONTLINE: BarrierFamily.STAKEHOLDERS,
    Barrier.LOCAL_POLITICS: BarrierFamily.STAKEHOLDERS,
    Barrier.INVESTOR_APPETITE: BarrierFamily.STAKEHOLDERS,
    Barrier.INVESTOR_MISJUDGEMENT: BarrierFamily.STAKEHOLDERS,
    Barrier.COMPETENCE: BarrierFamily.COMPETENCE,
    Barrier.LEGISLATION: BarrierFamily.INSTITUTIONS,
    Barrier.CHANGE_OF_GOVERNMENT: BarrierFamily.INSTITUTIONS,
    Barrier.PROCUREMENT: BarrierFamily.INSTITUTIONS,
    Barrier.SILOS: BarrierFamily.INSTITUTIONS,
    Barrier.CASHABLE_SAVINGS: BarrierFamily.MODEL,
    Barrier.LONG_HORIZON: BarrierFamily.MODEL,
    Barrier.EVALUATION_BURDEN: BarrierFamily.MODEL,
    Barrier.RIGID_CONTRACT: BarrierFamily.MODEL,
    Barrier.BARGAINING: BarrierFamily.MODEL,
    Barrier.NONE_ALONE: BarrierFamily.MODEL,
    Barrier.IMMUNE_RESPONSE: BarrierFamily.STAKEHOLDERS,
    Barrier.SPONSOR_WITHDRAWAL: BarrierFamily.INSTITUTIONS,
}


class Instrument(IntEnum):
    """Who pre-finances and who carries the risk."""

    PAYMENT_BY_RESULTS = 0
    SOCIAL_IMPACT_BOND = 1
    BOTH = 2


class Form(IntEnum):
    """Whether a contract may be adapted and re-planned."""

    RIGID = 0
    FLEXIBLE = 1


class Programme(IntEnum):
    """What a programme does for people: places them in work as it is, or trains them for what machines leave."""

    PLACEMENT = 0
    UPSKILLING = 1


class Rigour(IntEnum):
    """How the effect is evaluated."""

    MONITORING = 0
    COMPARISON = 1
    EXPERIMENT = 2


CONTRACT_YEARS = (2, 4, 6)


class Lever(IntEnum):
    """What a policy can switch on."""

    EARLY_MEETINGS = 0
    FLEXIBLE_CONTRACTS = 1
    PRAGMATIC_DATA = 2
    EARLY_COMPETENCE_MAPPING = 3
    NO_CASHABLE_REQUIREMENT = 4
    POOLED_BUDGETS = 5
    PROPORTIONATE_EVALUATION = 6
    OUTCOMES_FUND = 7
    INNOVATION_HOUSES = 8


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


BARRIER_OF_RELAXATION = (
    int(Barrier.NONE_ALONE),
    int(Barrier.SILOS),
    int(Barrier.CASHABLE_SAVINGS),
    int(Barrier.LONG_HORIZON),
    int(Barrier.EVALUATION_BURDEN),
    int(Barrier.RIGID_CONTRACT),
    int(Barrier.INVESTOR_APPETITE),
    int(Barrier.INVESTOR_MISJUDGEMENT),
)


class Competence(IntEnum):
    """Kinds of competence a partnership needs."""

    FINANCE = 0
    CONTRACTS = 1
    EVALUATION = 2


class InvestorKind(IntEnum):
    """Kinds of investors."""

    PUBLIC_FUND = 0
    FOUNDATION = 1
    IMPACT_FUND = 2
    BANK = 3
    PENSION_FUND = 4


class ContractStatus(IntEnum):
    """How a contract stands."""

    RUNNING = 0
    DELIVERED = 1
    ENDED_FOR_RESULTS = 2
    ENDED_BY_GOVERNMENT = 3
    ENDED_BY_LAW = 4
    ENDED_AT_HAND_OVER = 5
    ENDED_BY_SPONSOR = 6


class Pocket(IntEnum):
    """Whose pocket the value of a programme falls into."""

    OWN_CASHABLE = 0
    OWN_OTHER = 1
    OTHER_DEPARTMENTS = 2
    STATE = 3
    CITIZENS = 4
    LOCAL_FIRMS = 5


class Decision(IntEnum):
    """First word of every random number's address: what is being decided."""

    AUTHORITY_TRAIT = 1
    PROVIDER_TRAIT = 2
    INVESTOR_TRAIT = 3
    TIE_TRUST = 4
    NETWORK = 5
    LABOUR_MARKET = 10
    ELECTION = 11
    LEGISLATION = 12
    ATTENTION = 20
    START = 21
    CAPITAL = 22
    STAGE_DURATION = 23
    USE_LEVER = 24
    SPOTTED_EARLY = 30
    PROCUREMENT = 31
    QUALITY = 32
    CASE_SIGNAL = 33
    CHANGE_OF_GOVERNMENT = 34
    NEW_LAW = 35
    FRONTLINE = 36
    LOCAL_POLITICS = 37
    DEPARTMENT_JOINS = 38
    INVESTOR_JOINS = 39
    BREAKDOWN = 40
    WHICH_BARRIER = 41
    FUND = 42
    IMMUNE_RESPONSE = 43
    SPONSOR = 44
    DELIVERY = 50
    CONTRACT_GOVERNMENT = 51
    CONTRACT_LAW = 52
    BAD_RESULTS = 53
    MEASUREMENT = 54
    HAND_OVER = 55
    CONTRACT_SPONSOR = 56
