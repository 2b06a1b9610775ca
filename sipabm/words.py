"""The words of the model: its enumerations, in the order in which arrays and tables hold them.

Those of barriers and of levers stand with all that is said of them in `sipabm.barriers` and `sipabm.levers`.
"""

from __future__ import annotations

from enum import IntEnum

NOBODY = -1  # not None, as arrays of the engine hold numbers alone


class Domain(IntEnum):
    """Welfare areas."""

    SOCIAL = 0
    EMPLOYMENT = 1
    HEALTH = 2


class Stage(IntEnum):
    """Stages of an attempt, in order: they are compared by it."""

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
    """How the effect is evaluated, from the least strict: an authority takes what it asks for or what is stricter."""

    MONITORING = 0
    COMPARISON = 1
    EXPERIMENT = 2


# Observed services last 21 to 72 months between the tenths at both ends, 40 in the median (INDIGO): terms around that.
CONTRACT_YEARS = (2, 3, 4, 5, 7)


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
    LOCAL = 5


class ContractStatus(IntEnum):
    """How a contract stands."""

    # What came later stands last, so that numbers stored before keep their meaning.
    RUNNING = 0
    DELIVERED = 1
    ENDED_FOR_RESULTS = 2
    ENDED_BY_GOVERNMENT = 3
    ENDED_BY_LAW = 4
    ENDED_AT_HAND_OVER = 5
    ENDED_BY_SPONSOR = 6


class Pocket(IntEnum):
    """Whose pocket the value of a programme falls into; those that save cash, whose budgets may pay, come first."""

    OWN_CASHABLE = 0
    OTHER_DEPARTMENTS = 1
    OTHER_AUTHORITIES = 2
    STATE = 3
    CITIZENS = 4
    LOCAL_FIRMS = 5


# Pockets whose value is cash saved; that of the others is never added to it in what is reported.
CASH_POCKETS = (Pocket.OWN_CASHABLE, Pocket.OTHER_DEPARTMENTS, Pocket.OTHER_AUTHORITIES, Pocket.STATE)


class Decision(IntEnum):
    """First word of every random number's address: what is being decided."""

    # A number is never used a second time: two decisions would share their luck. Gaps are room for each phase.
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
    GIVE_UP = 25
    DONE = 26
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
    JOINT_COMMISSIONING = 45
    AUTHORITY_JOINS = 46
    STATE_JOINS = 47
    TENDER = 48
    DELIVERY = 50
    CONTRACT_GOVERNMENT = 51
    CONTRACT_LAW = 52
    BAD_RESULTS = 53
    MEASUREMENT = 54
    HAND_OVER = 55
    CONTRACT_SPONSOR = 56
