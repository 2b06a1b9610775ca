"""Parameters of learning: beliefs, leaving, bending, trust, competence, resistance."""

from sipabm.parameters.base import MEDOID, Group, parameter


class Learning(Group):
    """What authorities, their peers and everyone learn."""

    # The unit in which the weights of peers and of the world are measured.
    own_learning: float = parameter(
        1.0,
        "weight of an own attempt or delivery in beliefs",
        unit="attempts",
        bounds=(0.0, 20.0),
        neutral=0.0,
        plausible=(1.0, 1.0),
        because="definition: an own case counts as one case",
        source="definition: an own case counts as one case",
    )
    peer_learning: float = parameter(
        0.658,
        "weight of a fully trusted peer's attempt or delivery in beliefs",
        unit="attempts",
        bounds=(0.0, 20.0),
        neutral=0.0,
        plausible=(0.0, 1.0),
        because="from not at all, as places matter more than precedent (NFF 2017), to as much as an own case",
        source=f"{MEDOID}; places matter more than precedent (NFF 2017)",
    )
    # By authorities, as world_news: a world of more actors teaches no more.
    world_learning: float = parameter(
        0.182,
        "weight in everyone's beliefs of one attempt or delivery anywhere per hundred authorities",
        unit="attempts",
        bounds=(0.0, 20.0),
        neutral=0.0,
        plausible=(0.0, 0.2),
        because=(
            "from not at all, as places matter more than precedent (NFF 2017); at 0.2 a hundred attempts among five "
            "hundred authorities count as four own ones"
        ),
        source=f"{MEDOID}; places matter more than precedent (NFF 2017)",
    )
    cost_learning: float = parameter(
        0.843,
        "share of the surprise about development cost that an own attempt corrects",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.9),
        because="who has paid knows better, but the next project differs",
        source=f"{MEDOID}; peers correct by peer_learning times that",
    )
    # Investors see what a contract achieved against what they had expected of it, and correct their own error.
    return_learning: float = parameter(
        0.25,
        "share of the surprise about a contract's results that corrects an investor's view of such programmes",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.7),
        because=(
            "0 if investors write off single results as luck, 0.7 if the first contract nearly settles their view; no "
            "record over several deals was found"
        ),
        source="assumed: a few contracts outweigh a first view; no investor's record over several deals was found",
    )
    # An authority is many people: when the one who drove an attempt has moved on, nobody may take it up again.
    give_up: float = parameter(
        0.497,
        "probability that an authority gives partnerships up after a failed attempt of its own",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.8),
        because=(
            "an attempt of two years rests on one or two people, who change posts about as often; neither do all go on "
            "(satisfied ones hardly repeat) nor does nobody"
        ),
        source=f"{MEDOID}; the champion moves on or has lost credit; nobody has counted who tried again",
    )
    done: float = parameter(
        0.328,
        "probability that an authority which has signed is done with partnerships, and buys in the ordinary way after",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.8),
        because=(
            "0 if each is free to go on; in INDIGO payers hardly repeat, but some do, so not nearly all are done; part "
            "of that is time that was too short to repeat"
        ),
        source=f"{MEDOID}; the need is met or the open money used; Bjerre asks why satisfied buyers do not repeat",
    )
    bending: float = parameter(
        4.29,
        "how strongly the share of known attempts that met barriers moves authorities to use what answers them",
        unit="power",
        bounds=(0.0, 100.0),
        neutral=0.0,
        plausible=(0.0, 8.0),
        because=(
            "0 if practice is fixed; at 8 half of those bend who know one attempt in twelve to have met the barrier; "
            "actors bend the model (Andersen 2023), how far was not measured"
        ),
        source=f"{MEDOID}; direction Andersen 2023",
    )
    trust_gain: float = parameter(
        0.20,
        "share of missing trust that a contract on plan builds",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.5),
        because=(
            "years that went to plan build some trust; at 0.5 two such contracts build three quarters of what was "
            "missing, all that could be asked of them"
        ),
        source="assumed: less than a failure destroys (trust_loss 0.25); size unknown",
    )
    trust_loss: float = parameter(
        0.25,
        "share of trust that a contract below the success threshold, while it ran, destroys",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.6),
        because="a failure costs some trust; what else ties the partners does not go with it",
        source="assumed: trust breaks faster than it grows",
    )
    # Stated without ambiguity, as strategic_ambiguity takes its part away and can be switched off alone.
    learning_by_doing: float = parameter(
        0.25,
        "share of missing competence that a signed partnership would build without strategic ambiguity",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.02, 0.4),
        because=(
            "at most 20 % a doubling (INDIGO) is a fifth of the help no longer bought after the first, or 0.4 where "
            "strategic ambiguity takes half of it; perhaps nearly nothing"
        ),
        source=(
            "assumed: weak, as costs fall by at most 20 % a doubling (INDIGO), which is no share of competence; "
            "ambiguity halves it"
        ),
    )
    resistance_fall: float = parameter(
        0.20,
        "share of frontline resistance that a contract on plan, while it ran, removes",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because=(
            "0 if the frontline is not moved by results; a single contract does not win more than half of those against"
        ),
        source="assumed: as trust (trust_gain 0.20), since the frontline judges by what it sees; size unknown",
    )
    resistance_rise: float = parameter(
        0.10,
        "share of missing resistance that a contract below the success threshold, while it ran, adds",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.4),
        because="0 if failures elsewhere in the house go unnoticed; one failure does not turn a whole frontline",
        source="assumed: adds 0.08 to the mean at the start, where a success removes 0.04: bad news weighs double",
    )
