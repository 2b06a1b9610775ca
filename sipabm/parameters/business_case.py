"""Parameters of the business case and of competence."""

from sipabm.parameters.base import DEVELOPMENT_COST, FOUR_STAGES, STRUCTURAL, ByCompetence, ByDomain, Group, parameter


class BusinessCase(Group):
    """Programme quality, data work, and the lever pragmatic_data."""

    # A scale and no switch: with a worth of 0 there is nothing to sign for, whatever else is on.
    worth: ByDomain = parameter(
        ByDomain(social=5.0, employment=4.3, health=5.4),
        "public value of a programme that meets its target",
        unit="multiple of capital",
        bounds=(0.0, 100.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=2.0, employment=2.0, health=2.0),
            ByDomain(social=10.0, employment=9.0, health=10.0),
        ),
        because=(
            "fiscal value alone was claimed to be 2.9 of what was paid, so 2 in all is sceptical; 9 to 10 is the "
            "claim of a study for an investor"
        ),
        source=(
            "assumed; below the 9-10 a pound paid that is claimed for Britain (ATQ 2022, 2024), 28 % of it fiscal; "
            "that is by payment, not by capital; size from a rough search"
        ),
    )
    # Above 0, as beliefs learn from what was delivered divided by what the case had shown.
    quality: ByDomain = parameter(
        ByDomain(social=0.92, employment=1.0, health=0.92),
        "median true quality of programmes",
        unit="share of target",
        bounds=(0.05, 5.0),
        neutral=STRUCTURAL,
        plausible=(ByDomain(social=0.4, employment=0.4, health=0.4), ByDomain(social=1.1, employment=1.2, health=1.1)),
        because=(
            "10 of 11 large trials found weak or no effects, which would be 0.4 of a hopeful target or less; deals on "
            "record were repaid, so about the target"
        ),
        source=(
            "assumed; investors were repaid in nearly all completed deals (Brookings 2020), most trials disappoint "
            "(Richmond Fed 2018)"
        ),
    )
    quality_skill: float = parameter(
        0.4,
        "added log quality from the least to the most skilled provider",
        unit="log points",
        bounds=(0.0, 3.0),
        neutral=0.0,
        plausible=(0.0, 1.0),
        because="0 if providers are alike in what they achieve; at 1 the best achieves 2.7 times as much as the worst",
        source="assumed: about one spread of programmes (0.32) between the worst and the best provider; size unknown",
    )
    quality_spread: float = parameter(
        0.32,
        "standard deviation of log quality among incremental programmes",
        unit="log points",
        bounds=(0.0, 3.0),
        neutral=0.0,
        plausible=(0.15, 0.7),
        because=(
            "at 0.15 hardly a programme falls a third short of the usual, though most trials disappoint; at 0.7 one "
            "in four does"
        ),
        source="assumed: with novelty_risk a fat lower tail, one in eight of median 1 below 0.65 of target",
    )
    # Above 0, as the cost of data work divides by what is left of it.
    case_uncertainty: ByDomain = parameter(
        ByDomain(social=0.60, employment=0.40, health=0.48),
        "uncertainty about success of an incremental programme before any data work",
        unit="standard deviation of log success",
        bounds=(0.01, 3.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.25, employment=0.2, health=0.25),
            ByDomain(social=0.9, employment=0.8, health=0.9),
        ),
        because=(
            "nobody knows a social programme to better than a fifth beforehand; a factor of 2.5 either way is no "
            "expectation"
        ),
        source="assumed; employment has the easiest business case, social meets most barriers (Andersen 2023)",
    )
    data_cost: float = parameter(
        0.013,
        "cost of data work that halves no uncertainty, for an effect at once that need not save cash, for the median "
        "project without data access",
        unit="share of capital",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.003, 0.04),
        because=(
            "with what horizon and cashable savings add, at 0.003 a social project pays 1 % of capital for data "
            "(13 500 USD), at 0.04 11 %, all that development usually costs"
        ),
        source="assumed: no unit cost found (evidence gap); size from a rough search",
        role=DEVELOPMENT_COST,
    )
    data_horizon: float = parameter(
        0.25,
        "data work added for each year until effects show, as a share of what an effect at once would need",
        unit="share per year",
        bounds=(0.0, 10.0),
        neutral=0.0,
        plausible=(0.0, 0.6),
        because=(
            "0 if data of a later year cost no more; at 0.6 an effect of three years takes nearly three times the "
            "data, a new collection for each year"
        ),
        source="assumed: long-term effects complicate data (Andersen 2023); size unknown",
    )
    data_cashable: float = parameter(
        0.4,
        "data work added where the effect must be shown to save cash, as a share",
        unit="share",
        bounds=(0.0, 10.0),
        neutral=0.0,
        plausible=(0.0, 1.5),
        because=(
            "0 if budgets tell what is saved; at 1.5 the savings take more work than the effect, for which there are "
            "at least registers"
        ),
        source="assumed: data are hardest where savings must follow (Andersen 2023); size unknown",
    )
    # The fixed part makes size matter: a small project pays a larger share of its capital, and may stop at it.
    data_cost_fixed: float = parameter(
        0.4,
        "share of data cost that does not grow with the project",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.9),
        because="costs are called fixed (Ecorys 2019), without a share; some grow with the number of people",
        source="assumed; 'costs are fixed' (Ecorys 2019 on development impact bonds)",
    )
    case_threshold: float = parameter(
        1.2,
        "benefit-cost ratio that a business case must reach",
        unit="ratio",
        bounds=(0.0, 10.0),
        neutral=0.0,
        plausible=(1.0, 2.0),
        because=(
            "a case below 1 loses by its own account; at 2 the fiscal return claimed in Britain (2.9) passes with "
            "little room"
        ),
        source="assumed: benefits cover costs and leave room for evaluation and returns",
    )
    business_case_quarters: float = parameter(
        1.0,
        "least quarters for a business case",
        unit="quarters",
        bounds=(1.0, 20.0),
        neutral=1.0,
        plausible=(1.0, 2.5),
        because=FOUR_STAGES,
        source="assumed; with the other stages gives about 24 months (INDIGO pipelines: median 21, mean 25)",
    )
    pragmatic_saving: float = parameter(
        0.5,
        "share of data cost that pragmatic data work saves",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.8),
        because=(
            "with less it would not be called pragmatic; experts and meetings cost something still; no effect size "
            "was found"
        ),
        source="assumed: direction from Andersen (2023); no effect size found (evidence gap)",
    )
    pragmatic_early_stop: float = parameter(
        0.6,
        "share of the remaining data cost saved when a weak case is found early",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.9),
        because="tests come in some order in any case, and the first is never the last; no effect size was found",
        source="assumed: critical assumptions are tested first",
    )
    # The side effect of the lever, without which it would be free of risk and always right.
    pragmatic_uncertainty: float = parameter(
        0.25,
        "added uncertainty that pragmatic data work leaves in the price",
        unit="share of uncertainty",
        bounds=(0.0, 3.0),
        neutral=0.0,
        plausible=(0.0, 0.6),
        because="0 if only critical assumptions matter, as is claimed; a sample cut to 40 % adds 0.58",
        source="assumed: below the 0.41 that halving a sample adds, as critical assumptions are tested first",
    )


class Competences(Group):
    """Competence in finance, contracts and evaluation, and the lever early_competence_mapping."""

    competence_needed: ByCompetence = parameter(
        ByCompetence(finance=0.70, contracts=0.70, evaluation=0.65),
        "competence a partnership needs",
        unit="share of what an expert has",
        bounds=(0.0, 1.0),
        neutral=ByCompetence(finance=0.0, contracts=0.0, evaluation=0.0),
        plausible=(
            ByCompetence(finance=0.5, contracts=0.5, evaluation=0.4),
            ByCompetence(finance=0.9, contracts=0.9, evaluation=0.85),
        ),
        because=(
            "above what most authorities have, or 87 % of deals would not list an intermediary; below an expert's, as "
            "others signed too"
        ),
        source="assumed: above what authorities have (0.20 to 0.35), as 87 % of deals list an intermediary (INDIGO)",
    )
    competence_price: float = parameter(
        0.07,
        "cost of buying one full competence, for the median project",
        unit="share of capital",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.02, 0.2),
        because=(
            "all that an authority lacks (1.2 of an expert) then costs 2 to 24 % of capital; set-up costs reported by "
            "one vehicle were 13 % of the median capital direct and 27 % indirect"
        ),
        source="assumed; one vehicle reports set-up costs of 0.2 million USD direct and 0.4 indirect (INDIGO pipeline)",
        role=DEVELOPMENT_COST,
    )
    late_surcharge: float = parameter(
        0.5,
        "surcharge when a shortage is discovered late",
        unit="share of price",
        bounds=(0.0, 5.0),
        neutral=0.0,
        plausible=(0.0, 1.5),
        because=(
            "0 where intermediaries compete at any time; two and a half times the usual price is a consultant's at "
            "the last minute"
        ),
        source="assumed: help bought in haste, without competition, costs half as much again; size unknown",
    )
    # Apart from the surcharge, as time costs something of its own: governments and laws may change meanwhile.
    late_quarters: float = parameter(
        1.0,
        "quarters lost when a shortage is discovered late",
        unit="quarters",
        bounds=(0.0, 8.0),
        neutral=0.0,
        plausible=(0.0, 3.0),
        because="from help at once to a tender of its own for the help",
        source="assumed: time to find help; a quarter is the shortest delay of the model",
    )
    # Paid where nothing is missing as well: nobody knows that before.
    mapping_cost: float = parameter(
        0.005,
        "cost of early competence mapping",
        unit="share of capital",
        bounds=(0.0, 0.5),
        neutral=0.0,
        plausible=(0.001, 0.02),
        because="from a few days of own staff (1 500 USD at the median capital) to a consultant's report (30 000)",
        source="assumed: a workshop and its preparation, 7 500 USD at the median capital",
        role=DEVELOPMENT_COST,
    )
    # One number for both, as one thing lies behind them: an abstract model is hard to learn from and to agree on.
    strategic_ambiguity: float = parameter(
        0.5,
        "how little one partnership teaches for the next, and how much longer talks take, as the model is abstract",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.9),
        because=(
            "0 if the weak learning on record (at most 20 % a doubling) has other reasons; something is learnt in any "
            "case"
        ),
        source="assumed; direction from Andersen (2023); learning is weak, at most 20 % a doubling (INDIGO)",
    )
