"""Parameters of delivery and settlement."""

from sipabm.parameters.base import STRUCTURAL, ByBenefitDuration, ByDomain, Group, parameter


class Delivery(Group):
    """What contracts deliver, quarter by quarter, and why some end early."""

    referral_loss: float = parameter(
        0.35,
        "share of referrals that a fully resistant frontline withholds",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="INDIGO: Reconnections' target cut by 40 %; enrolment short by a fifth in 20 % of deals",
    )
    # May be negative: a programme for those out of work can do better when there are more of them.
    labour_sensitivity: ByDomain = parameter(
        ByDomain(social=0.0, employment=1.0, health=0.0),
        "how strongly results follow the labour market",
        unit="log points per log point",
        bounds=(-3.0, 3.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        source="definition for employment (the shock is in log points of placements); 0 elsewhere assumed",
    )
    delivery_noise: float = parameter(
        0.20,
        "standard deviation of results from quarter to quarter",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=0.0,
        source="assumed: 33 users a quarter (INDIGO medians: 446 in 40 months) vary by 0.17 if half of them succeed",
    )
    law_damage: float = parameter(
        0.20,
        "share of results lost after a new law until the contract is re-planned",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: a law changes part of the target group or its rules, not all; size unknown (evidence gap)",
    )
    # What flexible contracts really gain; what parties expect of it at the table is flexible_gain.
    adaptation_gain: float = parameter(
        0.20,
        "added results once a flexible contract has learnt all it can",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=0.0,
        source="assumed: averages 0.10 over two years at adaptation_speed, as parties expect (flexible_gain)",
    )
    adaptation_speed: float = parameter(
        0.15,
        "share of what is left to learn that a flexible contract learns in a quarter",
        unit="share per quarter",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: half of what can be learnt is learnt in about a year; size unknown",
    )
    replan_below: float = parameter(
        0.8,
        "share of plan below which a flexible contract is re-planned",
        unit="share of plan",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed; most Life Chances Fund deals were re-planned at least once (INDIGO)",
    )
    replan_gain: float = parameter(
        0.15,
        "share of the gap to the target rate that a re-planning closes",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: small, as re-planning changes terms more than the programme; size unknown",
    )
    replan_cost: float = parameter(
        0.01,
        "cost of a re-planning to the authority",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        source="assumed: two or three rounds of offers (round_cost 0.004 each); size unknown",
    )
    # Neutral is longer than any contract (6 years), so that results end none.
    probation_quarters: float = parameter(
        4.0,
        "quarters before bad results can end a contract, and between two re-plannings",
        unit="quarters",
        bounds=(1.0, 40.0),
        neutral=40.0,
        source="assumed: a yearly review",
    )
    bad_results: float = parameter(
        0.60,
        "share of plan below which results can end a contract",
        unit="share of plan",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed; Rikers ended on missing its threshold",
    )
    bad_results_stop: float = parameter(
        0.30,
        "probability a quarter that bad results end a contract",
        unit="probability per quarter",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed; with the other hazards gives 20-29 % early ends (INDIGO)",
    )
    government_end: float = parameter(
        0.55,
        "probability that a new government without any support ends a running contract",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: one confirmed case (Peterborough); set so that 20-29 % end early (INDIGO)",
    )
    non_cashable_fragility: float = parameter(
        0.5,
        "added probability of that when the savings need not be cashable",
        unit="share",
        bounds=(0.0, 10.0),
        neutral=0.0,
        source="assumed: what saves no cash is easier to cut",
    )
    law_end: float = parameter(
        0.15,
        "probability that a new law ends a running contract",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: hazard unknown (evidence gap)",
    )


class Settlement(Group):
    """Measured success, payments and tranches."""

    # No mere definition of a count: trust and resistance turn at the same threshold.
    success_threshold: float = parameter(
        0.7,
        "effect from which a delivered partnership counts as successful",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=STRUCTURAL,
        source="assumed: a reporting definition",
    )
    first_loss: float = parameter(
        0.3,
        "share of public funds' and foundations' tickets that bears losses before the others",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed; Rikers 83 % guaranteed by a foundation, Bikuben Foundation guaranteed two Danish deals",
    )
    break_unpaid: float = parameter(
        0.2,
        "share of the outcome payment lost when a contract ends before its term, as its last results have not shown",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source=(
            "assumed; Peterborough, cut by policy, still returned capital and 3 % a year; Rikers lost a sixth; "
            "terms unknown"
        ),
    )
    break_fee: float = parameter(
        0.0,
        "paid by the authority when a government or a law ends a contract",
        unit="share of capital not yet spent",
        bounds=(0.0, 1.0),
        neutral=0.0,
        source="assumed: none; no break fee was found in the record",
    )
    benefit_share: ByDomain = parameter(
        ByDomain(social=0.0, employment=1.0, health=0.0),
        "share of the own budget's cashable savings that are benefits, of which the state may refund a part",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        source="definition for employment (who works draws no benefits); 0 elsewhere assumed",
    )
    # Neutral by default, as refunds are Danish; the scenario denmark sets them.
    benefits_kept: ByBenefitDuration = parameter(
        ByBenefitDuration(weeks_1_to_4=1.0, weeks_5_to_26=1.0, weeks_27_to_52=1.0, beyond_52_weeks=1.0),
        "share of benefits saved that stays with the authority, by how long people had been on benefits",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByBenefitDuration(weeks_1_to_4=1.0, weeks_5_to_26=1.0, weeks_27_to_52=1.0, beyond_52_weeks=1.0),
        source="no refund; Denmark keeps 20, 60, 70, 80 % (refund reform of 2015: the state refunds 80, 40, 30, 20 %)",
    )
    # Only their ratio counts, so they need not add up to 1.
    benefit_durations: ByBenefitDuration = parameter(
        ByBenefitDuration(weeks_1_to_4=0.05, weeks_5_to_26=0.15, weeks_27_to_52=0.2, beyond_52_weeks=0.6),
        "how long those whom employment programmes reach had been on benefits (weights)",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        source="assumed: programmes are for people far from work, mostly on benefits for over a year",
    )
