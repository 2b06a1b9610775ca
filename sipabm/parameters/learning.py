"""Parameters of learning: beliefs, fatigue, trust, competence, resistance."""

from sipabm.parameters.base import ROUGH_SEARCH, Group, parameter


class Learning(Group):
    """What authorities, their peers and everyone learn."""

    # The unit in which the weights of peers and of the world are measured.
    own_learning: float = parameter(
        1.0,
        "weight of an own attempt or delivery in beliefs",
        unit="attempts",
        bounds=(0.0, 20.0),
        neutral=0.0,
        source="definition: an own case counts as one case",
    )
    peer_learning: float = parameter(
        0.5,
        "weight of a fully trusted peer's attempt or delivery in beliefs",
        unit="attempts",
        bounds=(0.0, 20.0),
        neutral=0.0,
        source="assumed; needed for the fall after the peak (feasibility study), size unknown",
    )
    # Small by nature: it counts every attempt anywhere, and these add up to hundreds.
    world_learning: float = parameter(
        0.013,
        "weight of an attempt or delivery anywhere in everyone's beliefs",
        unit="attempts",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source=f"{ROUGH_SEARCH}; small, as places matter more than precedent (NFF 2017)",
    )
    cost_learning: float = parameter(
        0.4,
        "share of the surprise about development cost that an own attempt corrects",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed; peers correct by peer_learning times that",
    )
    fatigue_jump: float = parameter(
        0.85,
        "share of remaining energy that a failed own attempt takes",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: needed for the fall after the peak (feasibility study); size from a rough search",
    )
    peer_fatigue: float = parameter(
        0.5,
        "share of that jump when a fully trusted peer fails",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: needed for the fall after the peak (feasibility study); size from a rough search",
    )
    # Neutral is 1: fatigue that is gone a quarter later keeps nobody from starting.
    fatigue_recovery: float = parameter(
        0.012,
        "share of fatigue that is gone a quarter later",
        unit="share per quarter",
        bounds=(0.0, 1.0),
        neutral=1.0,
        source="assumed: slow, half is gone in fourteen years; size from a rough search",
    )
    trust_gain: float = parameter(
        0.20,
        "share of missing trust that a contract on plan builds",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: less than a failure destroys (trust_loss 0.25); size unknown",
    )
    trust_loss: float = parameter(
        0.25,
        "share of trust that a contract below the success threshold, while it ran, destroys",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: trust breaks faster than it grows",
    )
    # Stated without ambiguity, as strategic_ambiguity takes its part away and can be switched off alone.
    learning_by_doing: float = parameter(
        0.25,
        "share of missing competence that a signed partnership would build without strategic ambiguity",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="evidence: weak, at most 20 % a doubling (INDIGO); ambiguity halves it",
    )
    resistance_fall: float = parameter(
        0.20,
        "share of frontline resistance that a contract on plan, while it ran, removes",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: as trust (trust_gain 0.20), since the frontline judges by what it sees; size unknown",
    )
    resistance_rise: float = parameter(
        0.10,
        "share of missing resistance that a contract below the success threshold, while it ran, adds",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: adds 0.08 to the mean at the start, where a success removes 0.04: bad news weighs double",
    )
