"""Parameters of negotiation: value, evaluation, reservation prices, bargaining."""

from sipabm.parameters.base import DEVELOPMENT_COST, FOUR_STAGES, STRUCTURAL, ByDomain, ByRigour, Group, parameter

FISCAL_PARTS = (
    "fiscal parts are 28 % of value by the one count (Britain, ATQ 2022); these ranges allow for a tenth to a half in "
    "all, as nobody has counted who saves what"
)
NO_RIGOUR = ByRigour(monitoring=0.0, comparison=0.0, experiment=0.0)


class Negotiation(Group):
    """Reservation prices, templates and alternating offers."""

    # Only the ratio of these six counts, so every choice of them divides a whole; citizens are the measure of the rest.
    own_cashable: ByDomain = parameter(
        ByDomain(social=0.08, employment=0.18, health=0.07),
        "part of public value that saves cash in the own budget",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.04, employment=0.08, health=0.02),
            ByDomain(social=0.2, employment=0.35, health=0.15),
        ),
        because=FISCAL_PARTS,
        source=(
            "assumed; fiscal parts together about 30 % (28 %: ATQ 2022); employment has the direct link to "
            "savings (Andersen 2023)"
        ),
    )
    other_departments: ByDomain = parameter(
        ByDomain(social=0.09, employment=0.04, health=0.09),
        "part of public value that saves cash in other departments of the authority",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.02, employment=0.01, health=0.03),
            ByDomain(social=0.15, employment=0.1, health=0.2),
        ),
        because=FISCAL_PARTS,
        source="assumed: most in health, where prevention saves others' costs (Andersen 2023); size unknown",
    )
    other_authorities: ByDomain = parameter(
        ByDomain(social=0.07, employment=0.03, health=0.08),
        "part of public value that saves cash in other authorities",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.02, employment=0.01, health=0.02),
            ByDomain(social=0.15, employment=0.08, health=0.18),
        ),
        because=FISCAL_PARTS,
        source="assumed: as much as other departments; order from multi-payer deals (INDIGO)",
    )
    state: ByDomain = parameter(
        ByDomain(social=0.06, employment=0.11, health=0.06),
        "part of public value that saves cash for the state",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.02, employment=0.04, health=0.02),
            ByDomain(social=0.12, employment=0.22, health=0.12),
        ),
        because=FISCAL_PARTS,
        source="assumed: taxes and benefits; most in employment, where the state refunds 20-80 % of benefits (Denmark)",
    )
    local_firms: ByDomain = parameter(
        ByDomain(social=0.04, employment=0.12, health=0.04),
        "part of public value for local firms",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.0, employment=0.03, health=0.0),
            ByDomain(social=0.1, employment=0.25, health=0.1),
        ),
        because=(
            "firms gain little where nobody is placed; in employment at most half of what citizens gain, or they "
            "would pay for it themselves"
        ),
        source="assumed: small; largest in employment, where firms hire those who are placed; size unknown",
    )
    citizens: ByDomain = parameter(
        ByDomain(social=0.66, employment=0.52, health=0.66),
        "part of public value for citizens, in which the other parts are measured",
        unit="weight",
        bounds=(0.01, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.66, employment=0.52, health=0.66),
            ByDomain(social=0.66, employment=0.52, health=0.66),
        ),
        because="definition: the measure of the other parts, of which only the ratio counts",
        source="definition: with these the parts add up to 1; 72 % of value is not fiscal (ATQ 2022)",
    )
    # Apart from savings, and never added to them: what an authority pays for better lives comes out of its budget.
    willingness_to_pay: float = parameter(
        0.40,
        "what an authority would pay for a unit of public value that reaches citizens and saves nobody cash",
        unit="USD per USD of value",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.8),
        because=(
            "0 if only savings count, as many authorities say; with 0.8 they would buy nearly every programme that "
            "citizens value, which budgets forbid"
        ),
        source=(
            "assumed: size unknown; 2.9 of fiscal value a pound is claimed (ATQ 2022), which needs none, but savings "
            "reach other budgets"
        ),
    )
    # Above 0, as years under contract are divided by it.
    effect_years: ByDomain = parameter(
        ByDomain(social=1.2, employment=0.7, health=0.9),
        "years until about two thirds of the effect has shown",
        unit="years",
        bounds=(0.05, 50.0),
        neutral=ByDomain(social=0.05, employment=0.05, health=0.05),
        plausible=(ByDomain(social=0.4, employment=0.3, health=0.4), ByDomain(social=2.5, employment=1.5, health=4.0)),
        because="a job or a home kept for half a year is counted soon; children in care and prevention show for years",
        source=(
            "assumed: outcomes are counted within a year or two (a job kept, a home kept, no new sentence), latest in "
            "families and care; size unknown"
        ),
    )
    evaluation_cost: ByRigour = parameter(
        ByRigour(monitoring=0.02, comparison=0.07, experiment=0.14),
        "cost of the evaluation to the authority",
        unit="share of capital",
        bounds=(0.0, 1.0),
        neutral=NO_RIGOUR,
        plausible=(
            ByRigour(monitoring=0.005, comparison=0.03, experiment=0.06),
            ByRigour(monitoring=0.05, comparison=0.15, experiment=0.3),
        ),
        because=(
            "an audit alone was 2 % of the median capital; a comparison needs data on others, an experiment staff for "
            "years, in the dearest bonds a good part of the 33 %"
        ),
        source=(
            "Village Enterprise: an impact audit alone was 30 000 USD, 2 % of the median capital; other forms assumed"
        ),
    )
    evaluation_burden: ByRigour = parameter(
        ByRigour(monitoring=0.01, comparison=0.04, experiment=0.08),
        "cost of the evaluation to the provider",
        unit="share of capital",
        bounds=(0.0, 1.0),
        neutral=NO_RIGOUR,
        plausible=(
            ByRigour(monitoring=0.002, comparison=0.01, experiment=0.02),
            ByRigour(monitoring=0.03, comparison=0.1, experiment=0.2),
        ),
        because="from forms that are filled in anyway to a post of its own; hardly more than the authority pays",
        source="assumed: about half of what the authority pays (evaluation_cost), for data and staff on site",
    )
    deadweight: ByRigour = parameter(
        ByRigour(monitoring=0.08, comparison=0.03, experiment=0.0),
        "success that is paid though it would have come anyway",
        unit="share of target",
        bounds=(0.0, 1.0),
        neutral=NO_RIGOUR,
        plausible=(
            ByRigour(monitoring=0.02, comparison=0.0, experiment=0.0),
            ByRigour(monitoring=0.3, comparison=0.1, experiment=0.0),
        ),
        because=(
            "simple verification counts all that would have come anyway, a comparison what it fails to match, an "
            "experiment none by design; sizes unknown; above 0.3 a third of what is paid would buy nothing"
        ),
        source="assumed; deadweight estimation curbs overpayment (Carter and others 2023)",
    )
    attribution_noise: ByRigour = parameter(
        ByRigour(monitoring=0.10, comparison=0.08, experiment=0.06),
        "standard deviation of luck in measured success",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=NO_RIGOUR,
        plausible=(
            ByRigour(monitoring=0.08, comparison=0.05, experiment=0.04),
            ByRigour(monitoring=0.4, comparison=0.3, experiment=0.2),
        ),
        because=(
            "luck of sampling alone is 0.05 with 446 users, 0.08 with 143 (lower quartile); what else moves results "
            "is no larger than programmes' own spread"
        ),
        source="assumed: twice what 446 users (INDIGO: median) vary by if half succeed, 0.05; less with a comparison",
    )
    attribution_difficulty: ByDomain = parameter(
        ByDomain(social=1.0, employment=1.3, health=1.1),
        "factor on that luck by welfare area",
        unit="factor",
        bounds=(0.0, 5.0),
        neutral=ByDomain(social=1.0, employment=1.0, health=1.0),
        plausible=(ByDomain(social=0.7, employment=1.0, health=0.8), ByDomain(social=1.6, employment=1.8, health=1.6)),
        because=(
            "employment is named as hardest (Andersen 2023), without a size; child and health outcomes may well be as "
            "hard"
        ),
        source="assumed; employment has the hardest attribution, as the labour market fluctuates (Andersen 2023)",
    )
    # Neutral is above what any contract pays, not infinity, as a fund reserves its share of the most it may owe.
    payment_cap: float = parameter(
        1.5,
        "largest outcome payment of a contract",
        unit="multiple of capital",
        bounds=(0.1, 100.0),
        neutral=100.0,
        plausible=(1.1, 2.9),
        because=(
            "a cap must exceed capital to repay it; 1.5 is the ratio of medians, 2.87 that within deals, where "
            "recycled capital counts more than once"
        ),
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
        plausible=(0.08, 0.50),
        because=(
            "half capital of 40 months at contracted maxima of 5 % a year gives 8 %, capital tied all the time at 15 % "
            "a year gives 50 %"
        ),
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
        plausible=(0.1, 1.0),
        because="no distribution was found: from a token to all, as in plain payment by results",
        source="assumed: no distribution found (evidence gap)",
    )
    guarantee: float = parameter(
        0.15,
        "share of investors' losses of capital that a guarantor outside the partnership covers",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.4),
        because=(
            "most deals have none; where capital is protected (3 of 10) it is 50 to 80 % of it, a quarter on average "
            "at most, and more if the rest was not coded"
        ),
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
        plausible=(0.3, 0.8),
        because=(
            "at 0.3 early payments finance the rest, as recycled capital suggests; at 0.8 all is paid in at the start "
            "and repaid near the end"
        ),
        source=(
            "assumed: spent evenly and paid back at the end; capital is recycled too (INDIGO: payment cap 2.87 "
            "times capital)"
        ),
    )
    # What parties reckon with; what really happens is delivery_noise, laws and the labour market.
    delivery_uncertainty: float = parameter(
        0.05,
        "standard deviation of success that comes from delivery itself, in all parties' eyes",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 0.35),
        because=("none if delivery were certain; above, parties would expect more luck in it than between programmes"),
        source="assumed: a quarter's noise of 0.20 (delivery_noise) over 16 quarters, so that parties are right",
    )
    provider_confidence: float = parameter(
        0.92,
        "success a provider expects of a programme of target quality",
        unit="share of target",
        bounds=(0.05, 2.0),
        neutral=1.0,
        plausible=(0.6, 1.1),
        because=(
            "who bids believes in the programme, yet has seen it fall short; who expects more than the target asks "
            "for a higher one"
        ),
        source="assumed: what rigid contracts of that quality deliver in the model, so that it is right on average",
    )
    # Apart from misjudgement, which early meetings correct: this view they keep.
    investor_confidence: float = parameter(
        0.92,
        "success an investor expects of a programme of target quality, before its misjudgement",
        unit="share of target",
        bounds=(0.05, 2.0),
        neutral=1.0,
        plausible=(0.6, 1.1),
        because="between what the sceptical authority learns to expect and a little more than the target; not measured",
        source="assumed: what rigid contracts of that quality deliver in the model, so that it is right on average",
    )
    provider_finance_cost: float = parameter(
        0.08,
        "cost of working capital to the provider",
        unit="per year",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.03, 0.15),
        because="from a charity bank's loan to an overdraft",
        source="assumed: a small organisation's borrowing rate",
    )
    # What parties expect of adapting; what contracts really gain is adaptation_gain.
    flexible_gain: float = parameter(
        0.10,
        "expected added success of a flexible contract with full room to adapt",
        unit="share of target",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.3),
        because="0 if re-planning only moves targets; nobody would expect a third more from a clause",
        source="assumed; most Life Chances Fund deals were re-planned at least once",
    )
    flexible_cost: float = parameter(
        0.02,
        "cost of re-negotiation under a flexible contract",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.005, 0.06),
        because="from a yearly meeting to a lawyer's contract anew",
        source="assumed: as much as two re-plannings (replan_cost 0.01 each); size unknown",
    )
    flexible_blur: float = parameter(
        0.15,
        "added luck in measured success under a flexible contract",
        unit="share of luck",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because="0 if the counting stays the same; half as much luck again if targets and group change on the way",
        source="assumed: re-planning blurs attribution",
    )
    # Neutral is 1 everywhere: no evaluation then stands in the way of adapting.
    adaptation_room: ByRigour = parameter(
        ByRigour(monitoring=1.0, comparison=0.6, experiment=0.15),
        "room to adapt that an evaluation leaves",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByRigour(monitoring=1.0, comparison=1.0, experiment=1.0),
        plausible=(
            ByRigour(monitoring=0.8, comparison=0.3, experiment=0.0),
            ByRigour(monitoring=1.0, comparison=0.9, experiment=0.5),
        ),
        because=(
            "simple counting leaves nearly all free, an experiment must hold what it tests, at most half of it free; "
            "degrees unknown"
        ),
        source="assumed; strict evaluation limits adaptation (Andersen 2023)",
    )
    rounds: float = parameter(
        8.0,
        "rounds of offers after which both parties have conceded all",
        unit="rounds",
        bounds=(1.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(4.0, 16.0),
        because=(
            "with fewer, a deal between three parties would be dictated; with more, talks alone would take over a "
            "year at a meeting a month"
        ),
        source="assumed: talks then last one or two quarters of about 24 months in all (INDIGO pipelines: median 21)",
    )
    rounds_per_quarter: float = parameter(
        6.0,
        "rounds of offers in a quarter",
        unit="rounds per quarter",
        bounds=(0.25, 100.0),
        neutral=100.0,
        plausible=(3.0, 13.0),
        because="from a meeting a month to one a week",
        source="assumed: a round takes about two weeks",
    )
    round_cost: float = parameter(
        0.004,
        "cost of a round of offers, shared equally by those at the table",
        unit="share of capital",
        bounds=(0.0, 0.2),
        neutral=0.0,
        plausible=(0.001, 0.012),
        because="from own staff (1 500 USD at the median capital) to lawyers on all sides (18 000)",
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
        plausible=(0.005, 0.08),
        because=(
            "of talks of seven rounds 3 to 44 % then break down; the share that closes of all attempts (at most 43 %) "
            "rules out more"
        ),
        source="assumed: one in seven talks of seven rounds then breaks down; size unknown (evidence gap)",
    )
    # Above 0, where everything would be conceded in the first round; 1 is a steady concession.
    authority_patience: float = parameter(
        4.0,
        "exponent of the authority's concessions: above 1 it concedes late (Boulware), below 1 early",
        unit="exponent",
        bounds=(0.05, 20.0),
        neutral=1.0,
        plausible=(0.5, 8.0),
        because=(
            "which side concedes late is not observed, so both ranges hold 1 and either side may be the patient one"
        ),
        source="assumed: investors compete, so authorities concede late; form of Faratin, Sierra and Jennings (1998)",
    )
    investor_patience: float = parameter(
        0.5,
        "exponent of the concessions of provider and investors",
        unit="exponent",
        bounds=(0.05, 20.0),
        neutral=1.0,
        plausible=(0.2, 4.0),
        because=(
            "which side concedes late is not observed, so both ranges hold 1 and either side may be the patient one"
        ),
        source="assumed: investors compete and concede early; form of Faratin, Sierra and Jennings (1998)",
    )
    trust_speed: float = parameter(
        0.5,
        "share of the rounds that full trust and competence save",
        unit="share",
        bounds=(0.0, 0.95),
        neutral=0.0,
        plausible=(0.1, 0.8),
        because="trust spares some argument; legal work remains, at least a fifth",
        source="assumed: at most halved, as legal work remains whatever the trust; size unknown",
    )
    negotiation_quarters: float = parameter(
        1.0,
        "least quarters before offers begin",
        unit="quarters",
        bounds=(1.0, 20.0),
        neutral=1.0,
        plausible=(1.0, 2.5),
        because=FOUR_STAGES,
        source="assumed; with the other stages gives about 24 months (INDIGO pipelines: median 21, mean 25)",
    )
