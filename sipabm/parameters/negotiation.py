"""Parameters of negotiation: value, evaluation, reservation prices, bargaining."""

from sipabm.parameters.base import DEVELOPMENT_COST, STRUCTURAL, ByDomain, ByRigour, Group, parameter

NO_RIGOUR = ByRigour(monitoring=0.0, comparison=0.0, experiment=0.0)


class Negotiation(Group):
    """Reservation prices, templates and alternating offers."""

    # Only the ratio of these six counts, so every choice of them divides a whole; citizens are the measure of the rest.
    own_cashable: ByDomain = parameter(
        ByDomain(social=0.1, employment=0.18, health=0.07),
        "part of public value that saves cash in the own budget",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        source=(
            "assumed; fiscal parts together about 30 % (28 %: ATQ 2022); employment has the direct link to "
            "savings (Andersen 2023)"
        ),
    )
    other_departments: ByDomain = parameter(
        ByDomain(social=0.07, employment=0.04, health=0.09),
        "part of public value that saves cash in other departments of the authority",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        source="assumed; order from multi-payer deals: homelessness 68 %, health 47 %, employment 36 % (INDIGO)",
    )
    other_authorities: ByDomain = parameter(
        ByDomain(social=0.07, employment=0.03, health=0.08),
        "part of public value that saves cash in other authorities",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        source="assumed: as much as other departments; order from multi-payer deals (INDIGO)",
    )
    state: ByDomain = parameter(
        ByDomain(social=0.06, employment=0.11, health=0.06),
        "part of public value that saves cash for the state",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        source="assumed: taxes and benefits; most in employment, where the state refunds 20-80 % of benefits (Denmark)",
    )
    local_firms: ByDomain = parameter(
        ByDomain(social=0.04, employment=0.12, health=0.04),
        "part of public value for local firms",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        source="assumed: small; largest in employment, where firms hire those who are placed; size unknown",
    )
    citizens: ByDomain = parameter(
        ByDomain(social=0.66, employment=0.52, health=0.66),
        "part of public value for citizens, in which the other parts are measured",
        unit="weight",
        bounds=(0.01, 100.0),
        neutral=STRUCTURAL,
        source="definition: with these the parts add up to 1; 72 % of value is not fiscal (ATQ 2022)",
    )
    # Apart from savings, and never added to them: what an authority pays for better lives comes out of its budget.
    willingness_to_pay: float = parameter(
        0.40,
        "what an authority would pay for a unit of public value that reaches citizens and saves nobody cash",
        unit="USD per USD of value",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source=(
            "assumed: most deals pay more than they save (2.9 of fiscal value a pound claimed, ATQ 2022); size unknown"
        ),
    )
    # Above 0, as years under contract are divided by it.
    effect_years: ByDomain = parameter(
        ByDomain(social=0.9, employment=0.7, health=0.9),
        "years until about two thirds of the effect has shown",
        unit="years",
        bounds=(0.05, 50.0),
        neutral=ByDomain(social=0.05, employment=0.05, health=0.05),
        source=(
            "assumed: outcomes are counted within a year or two (a job kept, a home kept, no new sentence); size "
            "unknown"
        ),
    )
    evaluation_cost: ByRigour = parameter(
        ByRigour(monitoring=0.02, comparison=0.07, experiment=0.14),
        "cost of the evaluation to the authority",
        unit="share of capital",
        bounds=(0.0, 1.0),
        neutral=NO_RIGOUR,
        source="Village Enterprise: audit alone 30 000 USD, 2 % of the median capital; other forms assumed",
    )
    evaluation_burden: ByRigour = parameter(
        ByRigour(monitoring=0.01, comparison=0.04, experiment=0.08),
        "cost of the evaluation to the provider",
        unit="share of capital",
        bounds=(0.0, 1.0),
        neutral=NO_RIGOUR,
        source="assumed: about half of what the authority pays (evaluation_cost), for data and staff on site",
    )
    deadweight: ByRigour = parameter(
        ByRigour(monitoring=0.08, comparison=0.03, experiment=0.0),
        "success that is paid though it would have come anyway",
        unit="share of target",
        bounds=(0.0, 1.0),
        neutral=NO_RIGOUR,
        source="assumed; deadweight estimation curbs overpayment (Carter and others 2023)",
    )
    attribution_noise: ByRigour = parameter(
        ByRigour(monitoring=0.10, comparison=0.08, experiment=0.06),
        "standard deviation of luck in measured success",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=NO_RIGOUR,
        source="assumed: twice what 446 users (INDIGO: median) vary by if half succeed, 0.05; less with a comparison",
    )
    attribution_difficulty: ByDomain = parameter(
        ByDomain(social=1.0, employment=1.3, health=1.1),
        "factor on that luck by welfare area",
        unit="factor",
        bounds=(0.0, 5.0),
        neutral=ByDomain(social=1.0, employment=1.0, health=1.0),
        source="assumed; employment has the hardest attribution, as the labour market fluctuates (Andersen 2023)",
    )
    # Neutral is above what any contract pays, not infinity, as a fund reserves its share of the most it may owe.
    payment_cap: float = parameter(
        1.5,
        "largest outcome payment of a contract",
        unit="multiple of capital",
        bounds=(0.1, 100.0),
        neutral=100.0,
        source=(
            "INDIGO: caps of 2.2 million USD in the median, capital of 1.5; within deals 2.87, where capital is "
            "recycled"
        ),
    )
    # In all and not by the year: by the year, the longest contract would leave investors most, whatever its risk.
    return_cap: float = parameter(
        0.20,
        "largest return to investors over the whole contract",
        unit="share of capital",
        bounds=(0.0, 100.0),
        neutral=100.0,
        source=(
            "returns were 1 to 20 % in all (Brookings 2020); contracted maxima of 8 to 9 % a year in the middle "
            "(INDIGO) give 15 to 28 % over 40 months"
        ),
    )
    fee_at_risk: float = parameter(
        0.3,
        "share of the cost that the provider carries under the instrument 'both'",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: no distribution found (evidence gap)",
    )
    guarantee: float = parameter(
        0.15,
        "share of investors' losses of capital that a guarantor outside the partnership covers",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source=(
            "INDIGO: capital at risk 100 % in 7 of 10 coded deals, 20-50 % in the rest; guarantors were "
            "foundations (Rikers, Bikuben); mean assumed"
        ),
    )
    capital_tied: float = parameter(
        0.5,
        "share of the contract's duration that capital is tied up on average",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        source=(
            "assumed: spent evenly and paid back at the end; capital is recycled too (INDIGO: payment cap 2.87 "
            "times capital)"
        ),
    )
    # What parties reckon with; what really happens is delivery_noise, laws and the labour market.
    delivery_uncertainty: float = parameter(
        0.15,
        "standard deviation of success that comes from delivery itself, in all parties' eyes",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=0.0,
        source="assumed: frontline, laws and labour market together; less than a quarter's noise (delivery_noise 0.20)",
    )
    provider_confidence: float = parameter(
        0.92,
        "success a provider expects of a programme of target quality",
        unit="share of target",
        bounds=(0.05, 2.0),
        neutral=1.0,
        source="assumed: what rigid contracts of that quality deliver in the model, so that it is right on average",
    )
    # Apart from misjudgement, which early meetings correct: this view they keep.
    investor_confidence: float = parameter(
        0.92,
        "success an investor expects of a programme of target quality, before its misjudgement",
        unit="share of target",
        bounds=(0.05, 2.0),
        neutral=1.0,
        source="assumed: what rigid contracts of that quality deliver in the model, so that it is right on average",
    )
    provider_finance_cost: float = parameter(
        0.08,
        "cost of working capital to the provider",
        unit="per year",
        bounds=(0.0, 0.5),
        neutral=0.0,
        source="assumed: a small organisation's borrowing rate",
    )
    # What parties expect of adapting; what contracts really gain is adaptation_gain.
    flexible_gain: float = parameter(
        0.10,
        "expected added success of a flexible contract with full room to adapt",
        unit="share of target",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed; most Life Chances Fund deals were re-planned at least once",
    )
    flexible_cost: float = parameter(
        0.02,
        "cost of re-negotiation under a flexible contract",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        source="assumed: as much as two re-plannings (replan_cost 0.01 each); size unknown",
    )
    flexible_blur: float = parameter(
        0.15,
        "added luck in measured success under a flexible contract",
        unit="share of luck",
        bounds=(0.0, 2.0),
        neutral=0.0,
        source="assumed: re-planning blurs attribution",
    )
    # Neutral is 1 everywhere: no evaluation then stands in the way of adapting.
    adaptation_room: ByRigour = parameter(
        ByRigour(monitoring=1.0, comparison=0.6, experiment=0.15),
        "room to adapt that an evaluation leaves",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByRigour(monitoring=1.0, comparison=1.0, experiment=1.0),
        source="assumed; strict evaluation limits adaptation (Andersen 2023)",
    )
    rounds: float = parameter(
        8.0,
        "rounds of offers after which both parties have conceded all",
        unit="rounds",
        bounds=(1.0, 100.0),
        neutral=STRUCTURAL,
        source="assumed: talks then last one or two quarters of about 24 months in all (INDIGO pipelines: median 21)",
    )
    rounds_per_quarter: float = parameter(
        6.0,
        "rounds of offers in a quarter",
        unit="rounds per quarter",
        bounds=(0.25, 100.0),
        neutral=100.0,
        source="assumed: a round takes about two weeks",
    )
    round_cost: float = parameter(
        0.004,
        "cost of a round of offers, shared equally by those at the table",
        unit="share of capital",
        bounds=(0.0, 0.2),
        neutral=0.0,
        source="assumed: legal and staff time, 6 000 USD at the median capital",
        role=DEVELOPMENT_COST,
    )
    # By round and not by talks, so that what makes talks longer also makes them fail more often.
    breakdown: float = parameter(
        0.025,
        "probability that a round without agreement is the last",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: one in seven talks of seven rounds then breaks down; size unknown (evidence gap)",
    )
    # Above 0, where everything would be conceded in the first round; 1 is a steady concession.
    authority_patience: float = parameter(
        4.0,
        "exponent of the authority's concessions: above 1 it concedes late (Boulware), below 1 early",
        unit="exponent",
        bounds=(0.05, 20.0),
        neutral=1.0,
        source="assumed: investors compete, so authorities concede late; form of Faratin, Sierra and Jennings (1998)",
    )
    investor_patience: float = parameter(
        0.5,
        "exponent of the concessions of provider and investors",
        unit="exponent",
        bounds=(0.05, 20.0),
        neutral=1.0,
        source="assumed: investors compete and concede early; form of Faratin, Sierra and Jennings (1998)",
    )
    trust_speed: float = parameter(
        0.5,
        "share of the rounds that full trust and competence save",
        unit="share",
        bounds=(0.0, 0.95),
        neutral=0.0,
        source="assumed: at most halved, as legal work remains whatever the trust; size unknown",
    )
    negotiation_quarters: float = parameter(
        1.0,
        "least quarters before offers begin",
        unit="quarters",
        bounds=(1.0, 20.0),
        neutral=1.0,
        source="assumed; with the other stages gives about 24 months (INDIGO pipelines: median 21, mean 25)",
    )
