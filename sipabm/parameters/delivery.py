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
        plausible=(0.1, 0.7),
        because=(
            "one target was cut by 40 % and one contract ended for want of referrals; a frontline that is wholly "
            "against withholds a tenth at least, and cannot withhold all where the court or the state refers"
        ),
        source="assumed; Reconnections' target was cut by 40 % (INDIGO), which is one case; mean unknown",
    )
    # May be negative: a programme for those out of work can do better when there are more of them.
    labour_sensitivity: ByDomain = parameter(
        ByDomain(social=0.0, employment=1.0, health=0.0),
        "how strongly results follow the labour market",
        unit="log points per log point",
        bounds=(-3.0, 3.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        plausible=(ByDomain(social=0.0, employment=1.0, health=0.0), ByDomain(social=0.4, employment=1.0, health=0.3)),
        because=(
            "definition for employment, where the shock is one of placements; homes, families and health follow the "
            "labour market in part or not at all"
        ),
        source="definition for employment (the shock is in log points of placements); 0 elsewhere assumed",
    )
    delivery_noise: float = parameter(
        0.20,
        "standard deviation of results from quarter to quarter",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.08, 0.4),
        because=(
            "sampling alone gives 0.08 with 2 000 users (upper quartile), 0.17 with the median, 0.31 with 143 (lower "
            "quartile)"
        ),
        source="assumed: 33 users a quarter (INDIGO medians: 446 in 40 months) vary by 0.17 if half of them succeed",
    )
    law_damage: float = parameter(
        0.20,
        "share of results lost after a new law until the contract is re-planned",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.6),
        because=(
            "a law that counts as new changes something; one that took most of the results would end the contract "
            "instead (law_end)"
        ),
        source="assumed: a law changes part of the target group or its rules, not all; size unknown (evidence gap)",
    )
    # What flexible contracts really gain; what parties expect of it at the table is flexible_gain.
    adaptation_gain: float = parameter(
        0.20,
        "added results once a flexible contract has learnt all it can",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because="0 if re-planning only moves targets; half as much again would be another programme",
        source="assumed: averages 0.10 over two years at adaptation_speed, as parties expect (flexible_gain)",
    )
    adaptation_speed: float = parameter(
        0.15,
        "share of what is left to learn that a flexible contract learns in a quarter",
        unit="share per quarter",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.4),
        because=(
            "half is learnt within two quarters at 0.4, and within three and a half years, a whole contract, at 0.05"
        ),
        source="assumed: half of what can be learnt is learnt in about a year; size unknown",
    )
    replan_below: float = parameter(
        0.8,
        "share of plan below which a flexible contract is re-planned",
        unit="share of plan",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.6, 0.95),
        because=(
            "most deals of the Life Chances Fund were re-planned, so a small shortfall is enough; below 0.6 contracts "
            "end"
        ),
        source="assumed; most Life Chances Fund deals were re-planned at least once (INDIGO)",
    )
    replan_gain: float = parameter(
        0.15,
        "share of the gap to the target rate that a re-planning closes",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because="0 if terms change and the programme does not; half of the gap would be a rescue",
        source="assumed: small, as re-planning changes terms more than the programme; size unknown",
    )
    replan_cost: float = parameter(
        0.01,
        "cost of a re-planning to the authority",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.002, 0.03),
        because="from an exchange of letters to talks nearly as long as the first",
        source="assumed: two or three rounds of offers (round_cost 0.004 each); size unknown",
    )
    # Neutral is longer than any contract (7 years), so that results end none.
    probation_quarters: float = parameter(
        4.0,
        "quarters before bad results can end a contract, and between two re-plannings",
        unit="quarters",
        bounds=(1.0, 40.0),
        neutral=40.0,
        plausible=(2.0, 8.0),
        because="from half a year of grace to two years, by when most contracts are half over",
        source="assumed: a yearly review",
    )
    bad_results: float = parameter(
        0.60,
        "share of plan below which results can end a contract",
        unit="share of plan",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.3, 0.8),
        because=(
            "Rikers ended when it missed its threshold, a tenth less crime, wholly; contracts short by a fifth are "
            "re-planned and not ended"
        ),
        source="assumed; Rikers ended on missing its threshold",
    )
    bad_results_stop: float = parameter(
        0.30,
        "probability a quarter that bad results end a contract",
        unit="probability per quarter",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.6),
        because=(
            "20 to 29 % of deals end early for all reasons, so bad results end contracts sometimes, and some that did "
            "badly ran on"
        ),
        source="assumed; with the other hazards gives 20-29 % early ends (INDIGO)",
    )
    government_end: float = parameter(
        0.55,
        "probability that a new government without any support ends a running contract",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.8),
        because=(
            "one ended flagship is known among 320 deals and many elections, so it may be rare; early ends of 20 to "
            "29 % leave room for far more"
        ),
        source="assumed: one confirmed case (Peterborough); set so that 20-29 % end early (INDIGO)",
    )
    non_cashable_fragility: float = parameter(
        0.5,
        "added probability of that when the savings need not be cashable",
        unit="share",
        bounds=(0.0, 10.0),
        neutral=0.0,
        plausible=(0.0, 2.0),
        because="direction plausible, never counted; at 2 such contracts are ended three times as often",
        source="assumed: what saves no cash is easier to cut",
    )
    law_end: float = parameter(
        0.15,
        "probability that a new law ends a running contract",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.02, 0.5),
        because="hazard unknown; contracts foresee changes of law, so fewer than half end by one",
        source="assumed: hazard unknown (evidence gap)",
    )


class Settlement(Group):
    """Measured success, payments, tranches, and the conventional contract that a partnership is held against."""

    # No mere definition of a count: trust and resistance turn at the same threshold.
    success_threshold: float = parameter(
        0.7,
        "effect from which a delivered partnership counts as successful",
        unit="share of target",
        bounds=(0.0, 2.0),
        neutral=STRUCTURAL,
        plausible=(0.5, 0.9),
        because="below half of its target a contract has failed in anyone's eyes; at nine tenths it has nearly met it",
        source="assumed: a reporting definition",
    )
    first_loss: float = parameter(
        0.3,
        "share of public funds' and foundations' tickets that bears losses before the others",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.83),
        because="from none, as in most deals, to the 83 % that a foundation bore at Rikers",
        source=(
            "assumed; a foundation guaranteed 83 % at Rikers, another two Danish deals (Bikuben), which are "
            "guarantees beside tickets"
        ),
    )
    break_unpaid: float = parameter(
        0.2,
        "share of the outcome payment lost when a contract ends before its term, as its last results have not shown",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because=(
            "Peterborough's investors were paid for what was achieved (0), Rikers' lost a sixth of capital; half "
            "would be a penalty on investors for what a government does"
        ),
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
        plausible=(0.0, 0.3),
        because="none is on record; contracts for works and buildings pay part of what is lost",
        source="assumed: none; no break fee was found in the record",
    )
    benefit_share: ByDomain = parameter(
        ByDomain(social=0.0, employment=1.0, health=0.0),
        "share of the own budget's cashable savings that are benefits, of which the state may refund a part",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByDomain(social=0.0, employment=0.0, health=0.0),
        plausible=(ByDomain(social=0.0, employment=1.0, health=0.0), ByDomain(social=0.3, employment=1.0, health=0.2)),
        because=(
            "definition for employment (who works draws no benefits); homelessness and sickness save some benefits, "
            "mostly other costs"
        ),
        source="definition for employment (who works draws no benefits); 0 elsewhere assumed",
    )
    # Neutral by default, as refunds are Danish; the scenario denmark sets them.
    benefits_kept: ByBenefitDuration = parameter(
        ByBenefitDuration(weeks_1_to_4=1.0, weeks_5_to_26=1.0, weeks_27_to_52=1.0, beyond_52_weeks=1.0),
        "share of benefits saved that stays with the authority, by how long people had been on benefits",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=ByBenefitDuration(weeks_1_to_4=1.0, weeks_5_to_26=1.0, weeks_27_to_52=1.0, beyond_52_weeks=1.0),
        plausible=(
            ByBenefitDuration(weeks_1_to_4=1.0, weeks_5_to_26=1.0, weeks_27_to_52=1.0, beyond_52_weeks=1.0),
            ByBenefitDuration(weeks_1_to_4=1.0, weeks_5_to_26=1.0, weeks_27_to_52=1.0, beyond_52_weeks=1.0),
        ),
        because="definition: no refund unless a scenario states the law of its country",
        source="no refund; Denmark keeps 20, 60, 70, 80 % (refund reform of 2015: the state refunds 80, 40, 30, 20 %)",
    )
    # Only their ratio counts, so they need not add up to 1.
    benefit_durations: ByBenefitDuration = parameter(
        ByBenefitDuration(weeks_1_to_4=0.05, weeks_5_to_26=0.15, weeks_27_to_52=0.2, beyond_52_weeks=0.6),
        "how long those whom employment programmes reach had been on benefits (weights)",
        unit="weight",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByBenefitDuration(weeks_1_to_4=0.0, weeks_5_to_26=0.05, weeks_27_to_52=0.1, beyond_52_weeks=0.3),
            ByBenefitDuration(weeks_1_to_4=0.15, weeks_5_to_26=0.35, weeks_27_to_52=0.35, beyond_52_weeks=0.85),
        ),
        because=(
            "programmes are for people far from work, so a third at least beyond a year; few reach the newly "
            "unemployed, who find work anyway"
        ),
        source="assumed: programmes are for people far from work, mostly on benefits for over a year",
    )
    conventional_setup: float = parameter(
        0.05,
        "cost of setting up a conventional contract for the median project: the authority's tender and one bid",
        unit="million USD",
        bounds=(0.0, 5.0),
        neutral=0.0,
        plausible=(0.02, 0.2),
        because=(
            "from a plain bid of 5 800 GBP and 8 000 GBP of the authority (Cebr 2013) to six bids of 20 000 to 30 000 "
            "GBP, should those that lose count as well"
        ),
        source=(
            "a bid of 20 000-30 000 GBP (Localis/LGA), of 16 000-42 000 GBP for this capital (Urban Transport Group "
            "2020), 8 000 GBP of the authority (Cebr 2013); that they suit social programmes is assumed"
        ),
    )
    setup_by_capital: float = parameter(
        0.5,
        "how the cost of setting up a conventional contract grows with its capital (1: in proportion)",
        unit="exponent",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.2, 0.6),
        because="twenty times the money makes bids two to five times as dear (0.23 to 0.54)",
        source="Urban Transport Group (2020): 35 000-94 000 GBP for 5 million GBP, 170 000-339 000 for 100 million",
    )
