"""Parameters of innovation: novelty, the immune response, and innovation houses."""

from sipabm.parameters.base import DEVELOPMENT_COST, STRUCTURAL, Group, parameter


class Innovation(Group):
    """What radical programmes bring, what stops them, and houses outside daily operations."""

    # The mean of quality is kept, so that novelty is a risk and no gain in disguise.
    novelty_risk: float = parameter(
        0.30,
        "added spread of quality (its mean stays) and added initial uncertainty of a fully radical programme",
        unit="share",
        bounds=(0.0, 5.0),
        neutral=0.0,
        plausible=(0.0, 1.0),
        because="0 if nothing is known of usual programmes either; at 1 a radical programme is twice as uncertain",
        source="assumed: less is known of what is new; size unknown",
    )
    novelty_cost: float = parameter(
        0.05,
        "added cost of a person reached by a fully radical programme",
        unit="share of cost",
        bounds=(0.0, 5.0),
        neutral=0.0,
        plausible=(0.0, 0.3),
        because=(
            "0 if it replaces what is done anyway; a new programme shares nothing with operations, but most of its "
            "cost is people in either case; no size was found"
        ),
        source="assumed: nothing is shared with what is done anyway; size unknown",
    )
    novelty_robustness: float = parameter(
        0.50,
        "share of its exposure to machines that a fully radical programme is free of",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.9),
        because="0 if radical programmes place people in the same jobs; nothing is free of all exposure",
        source="assumed, after Houmark 2018: radical programmes are built for the work that is coming; size unknown",
    )
    immune_response: float = parameter(
        0.10,
        "probability that daily operations stop a fully radical programme developed in their midst",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.4),
        because=(
            "direction from 22 innovations (Tushman and others 2006), none of them in authorities, so it may be nil; "
            "above 0.4 no radical programme would ever be seen"
        ),
        source="assumed: direction from Tushman and others 2006 (functional designs lose); size unknown",
    )
    # Shield and risks of a house all grow with this distance, so at 0 a house changes nothing but its cost.
    house_decoupling: float = parameter(
        0.5,
        "how far outside daily operations an innovation house stands; 0 within, 1 a spin-out",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.9),
        because="a house within operations is none; even spin-outs share funds with their authority",
        source="assumed: half way; the question to ask of the model, not a number to know",
    )
    # Neutral is 1: full integration takes away the risks that distance brings, withdrawal and failed hand-over.
    house_integration: float = parameter(
        0.5,
        "integration of houses and operations at the top; 1 is the ambidextrous organisation",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.1, 0.9),
        because=(
            "houses report to someone at the top, and never to the whole of it; designs on both sides are described "
            "(Tushman and others 2006)"
        ),
        source="assumed: half way; ambidextrous units beat spin-outs (Tushman and others 2006: 22 innovations)",
    )
    house_novelty: float = parameter(
        0.50,
        "share of what a programme lacks to fully radical that a fully decoupled house adds",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.9),
        because="houses are opened to be radical, so they add something; none leaves all of the usual programme behind",
        source="assumed: houses are opened to be radical; size unknown",
    )
    house_quarters: float = parameter(
        4.0,
        "quarters of service after which a house hands a programme over into operations",
        unit="quarters",
        bounds=(1.0, 7.0),
        neutral=STRUCTURAL,
        plausible=(2.0, 7.0),
        because="from half a year's pilot to nearly the shortest contract",
        source="assumed: a year's pilot; at most 7, as the shortest contract has 8",
    )
    hand_over_failure: float = parameter(
        0.60,
        "probability that handing a fully radical programme over from a fully decoupled house fails",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.9),
        because="spin-outs did worse than all other designs (Tushman and others 2006), not always; no rate was found",
        source="assumed: spin-outs did worse than integrated units (Tushman and others 2006); size unknown",
    )
    sponsor_withdrawal: float = parameter(
        0.03,
        "probability a quarter that the sponsor of a fully decoupled house withdraws",
        unit="probability per quarter",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.005, 0.1),
        because=(
            "labs last fifty years on average at 0.005 and two and a half at 0.1; many have failed and many run (OECD "
            "OPSI: 137 listed)"
        ),
        source="assumed: public labs close when principals withdraw (OECD OPSI; MindLab), after about 8 years",
    )
    house_cost: float = parameter(
        0.02,
        "cost to the authority of developing a project in a house",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.005, 0.08),
        because="from a desk in a lab that is there to a team of its own (120 000 USD at the median capital)",
        source="assumed: about what early meetings cost; size unknown",
        role=DEVELOPMENT_COST,
    )
