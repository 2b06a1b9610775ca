"""Parameters of consideration: why authorities start, and stop starting."""

from sipabm.parameters.base import DEVELOPMENT_COST, MEDOID, STRUCTURAL, ByDomain, Group, parameter


class Consideration(Group):
    """Attention, beliefs at the start, and the decision to start."""

    own_interest: float = parameter(
        0.0252,
        "mean probability a quarter that an authority looks at partnerships by itself",
        unit="per quarter",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.003, 0.04),
        because=(
            "Bass' innovation coefficient is 0.001 a quarter in deals, and each deal takes three looks (a third of "
            "attempts close) to forty (few looks lead to a start)"
        ),
        source=f"{MEDOID}; Bass fit of INDIGO: innovation coefficient 0.0041 a year",
    )
    # May exceed 1: it is multiplied by news, which fades, and attention is cut off at 1.
    word_of_mouth: float = parameter(
        0.143,
        "added attention for each recent signature of a fully trusted peer",
        unit="per quarter",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.05, 1.2),
        because=(
            "Bass' imitation coefficient is 0.14 a quarter in deals, and a deal takes three looks or more, but part "
            "of it is news of the world and of funds"
        ),
        source=f"{MEDOID}; Bass fit of INDIGO: imitation coefficient 0.55 a year",
    )
    # By authorities and not by signatures alone, so that a world of more actors is no louder.
    world_news: float = parameter(
        0.00504,
        "added attention for each recent signature anywhere per hundred authorities",
        unit="per quarter",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 0.07),
        because=(
            "whether news travels beyond peers is unknown; at 0.07 news alone would have authorities look in every "
            "second quarter or more at the peak"
        ),
        source=MEDOID,
    )
    # For scenarios that begin later than 2010, or leave the rest of the world out.
    news_at_start: float = parameter(
        0.0,
        "signatures anywhere that are remembered at the start, per hundred authorities",
        unit="signatures",
        bounds=(0.0, 1000.0),
        neutral=0.0,
        plausible=(0.0, 0.0),
        because="definition: nothing was signed before 2010; scenarios that begin later say what they assume",
        source="definition: 0 in 2010, before the first partnership; in scenarios that begin later what `world` gives",
    )
    # Neutral is 1: what is forgotten at once moves nobody.
    news_decay: float = parameter(
        0.211,
        "share of the news about signatures that is forgotten each quarter",
        unit="share per quarter",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.03, 0.3),
        because=(
            "half is forgotten after two quarters (a news cycle) at 0.3, after six years (a generation of staff) at "
            "0.03"
        ),
        source=MEDOID,
    )
    # Factors and not amounts: who has not heard of partnerships hardly hears a call for them.
    fund_pull: float = parameter(
        0.969,
        "share by which interest rises while an outcomes fund calls for projects",
        unit="share",
        bounds=(0.0, 1000.0),
        neutral=0.0,
        plausible=(0.0, 15.0),
        because=(
            "0 if funds pay for what would have come; 94 % of British deals are backed by a fund and 14 % elsewhere, "
            "which would be 15 if funds alone made that difference"
        ),
        source=f"{MEDOID}; 94 % of British deals are backed by a fund, 14 % elsewhere (INDIGO)",
    )
    support_pull: float = parameter(
        3.65,
        "share by which interest rises while a fund supports development",
        unit="share",
        bounds=(0.0, 1000.0),
        neutral=0.0,
        plausible=(0.0, 15.0),
        because=(
            "0 if support goes to those who would have tried anyway; in the United States launches went from 7 a "
            "year while it lasted to 1 in five years after, which would be more than 15 if it alone made that "
            "difference, but beliefs fell as well"
        ),
        source=f"{MEDOID}; 27 deals of the United States until 2018, 1 in 2019-2023 (INDIGO)",
    )
    last_call: float = parameter(
        6.0,
        "quarters from the last call of a fund to its close, which comes with its last deal",
        unit="quarters",
        bounds=(0.0, 40.0),
        neutral=0.0,
        plausible=(4.0, 12.0),
        because=(
            "a deal follows the call by its time of development: 12 to 30 months in the middle half of INDIGO's "
            "pipelines, more for the last one of a fund"
        ),
        source=f"{MEDOID}; the median development of INDIGO's pipelines is 21 months",
    )
    development_support: float = parameter(
        0.757,
        "part of what funds say they carry of development cost that reaches an attempt",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.0, 1.0),
        because=(
            "a grant may be refused, late or for the study alone, so from nothing to all; how many attempts got one is "
            "not on record"
        ),
        source=f"{MEDOID}; the share that was granted is unknown",
    )
    realistic_closing: float = parameter(
        0.142,
        "share of attempts that close, known only from hindsight",
        unit="probability",
        bounds=(0.01, 0.99),
        neutral=STRUCTURAL,
        plausible=(0.1, 0.43),
        because=(
            "at most 43 % closed in three years and 19 to 33 % after feasibility studies (United States); both are "
            "upper bounds, and attempts without a study close less often"
        ),
        source=f"{MEDOID}; evidence: upper bounds of 20-43 % (US pipelines) and 19-33 % (feasibility studies)",
    )
    realistic_delivery: float = parameter(
        0.703,
        "share of the target that a programme delivers, known only from hindsight",
        unit="share",
        bounds=(0.01, 0.99),
        neutral=STRUCTURAL,
        plausible=(0.5, 0.95),
        because=(
            "nearly all completed deals were repaid, at terms that allow for less than the target; trials of such "
            "programmes suggest half of it or less"
        ),
        source=f"{MEDOID}; between 'nearly all repaid' (Brookings 2020) and 10 of 11 federal trials with weak effects",
    )
    initial_optimism: float = parameter(
        0.432,
        "how far beliefs at the start lie from the realistic share (0) towards certainty (1)",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.98),
        because="expectations are said to have been sky-high, so not sober (0.2), and nobody took success for certain",
        source=f"{MEDOID}; sky-high expectations after 2010 (column on Andersen 2023)",
    )
    # Neutral is the upper bound, as beliefs that count for so much hardly move. Above 0, as a belief is a share of
    # what it counts for.
    belief_weight: float = parameter(
        8.2,
        "number of attempts that beliefs at the start count for",
        unit="attempts",
        bounds=(0.1, 1000.0),
        neutral=1000.0,
        plausible=(0.5, 10.0),
        because="below, one own case settles the matter; above, an authority would need more cases than any has had",
        source=MEDOID,
    )
    # Counted among development costs though nobody pays it: to expect it keeps authorities from starting.
    expected_development_cost: float = parameter(
        0.0474,
        "development cost authorities expect at the start",
        unit="share of capital",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.02, 0.2),
        because=(
            "from a bid for a tender (2 %) to twice the 10 % that British grants imply; impact bonds would have told "
            "them 33 %"
        ),
        source=f"{MEDOID}; UK grants imply 10 %",
        role=DEVELOPMENT_COST,
    )
    # Neutral is about the worst that a partnership can promise (capital and the largest cost lost), so that the
    # alternative never wins.
    conventional_gain: ByDomain = parameter(
        ByDomain(social=0.188, employment=0.107, health=0.253),
        "expected gain of the conventional contract an authority could sign instead",
        unit="share of capital",
        bounds=(-3.0, 3.0),
        neutral=ByDomain(social=-3.0, employment=-3.0, health=-3.0),
        plausible=(ByDomain(social=0.0, employment=0.0, health=0.0), ByDomain(social=1.5, employment=1.5, health=1.5)),
        because=(
            "ordinary services return what they cost at least, or they would be cut; at 1.5 they come near the net "
            "fiscal gain claimed for partnerships (1.9), of which few would then be signed"
        ),
        source=MEDOID,
    )
    # Above 0, as the expected gain is divided by it.
    decision_noise: float = parameter(
        0.786,
        "spread of the decision to start around the expected gain",
        unit="share of capital",
        bounds=(0.001, 10.0),
        neutral=STRUCTURAL,
        plausible=(0.05, 1.0),
        because="at 0.05 authorities compute as in a textbook; at 1 a gain or loss of all capital hardly sways them",
        source=MEDOID,
    )
    development_slots: float = parameter(
        2.0,
        "number of projects an authority develops at once",
        unit="projects",
        bounds=(1.0, 50.0),
        neutral=50.0,
        plausible=(1.0, 3.0),
        because="a team for a new kind of contract handles one; hardly an authority could staff three at once",
        source=f"{MEDOID}; one team handles one at a time",
    )
