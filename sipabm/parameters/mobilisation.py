"""Parameters of mobilisation: frontline, politics, laws, departments, investors."""

from sipabm.parameters.base import DEVELOPMENT_COST, FOUR_STAGES, STRUCTURAL, ByDomain, Group, parameter


class Mobilisation(Group):
    """Acceptance, politics, silos, syndicates, and the lever pooled_budgets."""

    mobilisation_quarters: float = parameter(
        1.0,
        "least quarters to mobilise stakeholders",
        unit="quarters",
        bounds=(1.0, 20.0),
        neutral=1.0,
        plausible=(1.0, 2.5),
        because=FOUR_STAGES,
        source="assumed; with the other stages gives about 24 months (INDIGO pipelines: median 21, mean 25)",
    )
    frontline_noise: float = parameter(
        0.15,
        "standard deviation of what else moves the frontline",
        unit="share of acceptance",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.05, 0.35),
        because="from nearly decided by resistance and trust to nearly by luck; what was counted tells neither",
        source="assumed: about as large as mean resistance (0.18), so that luck and trait weigh alike; size unknown",
    )
    local_politics: float = parameter(
        0.20,
        "probability that a government without any support stops a project",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.5),
        because=(
            "one flagship ended by policy is known (Peterborough), but nobody lists those never begun; above a half "
            "hardly a project would outlive a doubtful council"
        ),
        source="assumed: one flagship ended by policy is known (Peterborough); hazard unknown (evidence gap)",
    )
    government_change_stop: float = parameter(
        0.6,
        "probability that a new government without any support stops a project in development",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.9),
        because=(
            "no hazard was found; a government without any support for a project that is not signed need do nothing "
            "to let it lapse"
        ),
        source="assumed: no hazard found (evidence gap)",
    )
    law_stop: float = parameter(
        0.35,
        "probability that a new law stops a project in development",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.8),
        because=(
            "no hazard was found; some laws leave the target group as it is, hardly one leaves every project as it is"
        ),
        source="assumed: no hazard found (evidence gap)",
    )
    # A scale and no switch: without departments nobody pays for what they gain. silo_strength is the switch.
    departments: float = parameter(
        2.0,
        "number of other departments that gain from a programme",
        unit="departments",
        bounds=(0.0, 8.0),
        neutral=STRUCTURAL,
        plausible=(1.0, 4.0),
        because="a programme for people touches one other office at least, and seldom more than four of an authority's",
        source="assumed: two, as a programme for people touches more than one office; they are no payers of their own",
    )
    # Apart from departments, which are part of the authority: these are other organisations, and payers of their own.
    gaining_authorities: ByDomain = parameter(
        ByDomain(social=4.0, employment=2.0, health=4.0),
        "largest number of other authorities to which a programme's gain falls",
        unit="authorities",
        bounds=(0.0, 8.0),
        neutral=STRUCTURAL,
        plausible=(ByDomain(social=1.0, employment=1.0, health=1.0), ByDomain(social=6.0, employment=4.0, health=6.0)),
        because="deals with several payers have 3.4 of them on average, funds among these; most deals have fewer",
        source="assumed; INDIGO: 46 % of deals have several payers, 3.4 on average, more in social and health",
    )
    joint_commissioning: ByDomain = parameter(
        ByDomain(social=0.08, employment=0.03, health=0.06),
        "probability that other authorities which gain are asked to pay their part",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        plausible=(
            ByDomain(social=0.02, employment=0.01, health=0.02),
            ByDomain(social=0.6, employment=0.3, health=0.45),
        ),
        because=(
            "several payers are in 37 to 68 % of social, 36 % of employment and 47 % of health deals, those by a fund "
            "included, so these are upper ends"
        ),
        source=(
            "assumed; INDIGO: several payers in 37-68 % of social, 47 % of health and 36 % of employment deals, "
            "many beside a fund (39 % of all deals)"
        ),
    )
    state_joins: float = parameter(
        0.02,
        "probability that the state pays for what it gains, outside its funds",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.2),
        because=(
            "39 % of deals have a fund, which is how states pay; of payment outside funds no case was counted, and it "
            "would not have been missed if common"
        ),
        source="assumed: rare, as states pay through outcomes funds (INDIGO: 125 of 320 deals)",
    )
    pooling_cost: float = parameter(
        0.01,
        "cost of pooling budgets for each department or other authority that joins",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.002, 0.04),
        because=(
            "from an exchange of letters (3 000 USD at the median capital) to an agreement with lawyers (60 000) for "
            "each"
        ),
        source="assumed: direction from structures called unnecessarily complex (MHEP evaluation); size unknown",
        role=DEVELOPMENT_COST,
    )
    pooling_rounds: float = parameter(
        0.15,
        "how much longer talks take for each department or other authority that joins",
        unit="share",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because="0 if departments accept what the lead agrees; at 0.5 two of them double the talks",
        source="assumed: direction from structures called unnecessarily complex (MHEP); less than ambiguity (0.5)",
    )
    # Above 0, or a lead would have a seat at the table without any money on it.
    lead_share: float = parameter(
        0.6,
        "largest share of the capital taken by a lead investor that will not invest alone",
        unit="share",
        bounds=(0.05, 1.0),
        neutral=1.0,
        plausible=(0.35, 0.9),
        because="a lead of less than a third leads nobody; one of more than nine tenths is a sole investor",
        source="assumed: leads keep the larger part, so above one half; size unknown",
    )
    sole_investor: float = parameter(
        0.45,
        "probability that a lead investor is willing to invest alone",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.3, 0.6),
        because=(
            "42 % of deals have a single investor (6 points of sampling error), some of them for want of others and "
            "some sole ones lack the money"
        ),
        source="INDIGO: 42 % of deals have a single investor; a little more, as not every ticket is large enough",
    )
    co_investment: float = parameter(
        0.70,
        "probability that a fully trusted investor takes a ticket",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.3, 0.95),
        because=(
            "58 % of deals have several investors, so invitations are accepted more often than rarely; no count of "
            "refusals exists"
        ),
        source="assumed: high, as 58 % of deals have several investors (INDIGO); acceptance itself unknown",
    )
    smallest_ticket: float = parameter(
        0.35,
        "share of its largest ticket that an investor who is asked offers at the least",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(0.05, 0.6),
        because=(
            "some give a token (59 investors in Newpin); who gives more than 0.6 at the least has no choice of size"
        ),
        source="assumed: below a third of what it could give, an offer hardly repays an investor's checks",
    )
