"""Parameters of the actors at the start: what authorities, providers and investors are like."""

from sipabm.parameters.base import (
    STRUCTURAL,
    ByCompetence,
    ByDomain,
    ByInvestorKind,
    ByRigour,
    Group,
    parameter,
)


class Population(Group):
    """Traits of authorities, providers and investors at the start."""

    # All three kinds together: authorities alone would ration providers, which is another question.
    pool: float = parameter(
        1.0,
        "multiple of the authorities, providers and investors that a scenario lists for each country",
        unit="factor",
        bounds=(0.05, 20.0),
        neutral=STRUCTURAL,
        plausible=(0.65, 4.0),
        because=(
            "at 0.65 the world has about as many authorities as deals on record (320), at 4 some 2000; nobody has "
            "counted those that could sign"
        ),
        source="assumed: as many as listed; nobody has counted those that could sign (evidence gap)",
    )
    # At most 1, so that no trait becomes negative.
    heterogeneity: float = parameter(
        0.5,
        "half-width of the spread of traits among actors, relative to their mean",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.8),
        because=(
            "at 0.2 the most of a trait is one and a half times the least, at 0.8 nine times; actors of one kind "
            "differ at least so much, and hardly more"
        ),
        source="assumed: no distribution of traits was found",
    )
    # Only the ratio of weights counts, so they need not add up to 1.
    need: ByDomain = parameter(
        ByDomain(social=0.50, employment=0.35, health=0.15),
        "share of an authority's considerations in each area",
        unit="weight",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(
            ByDomain(social=0.4, employment=0.22, health=0.12),
            ByDomain(social=0.62, employment=0.38, health=0.26),
        ),
        because="shares among 320 deals are known to 5 points (95 %), and drop-out may differ between areas by a third",
        source="set so that signed deals have the mix of INDIGO: employment 30 %, health 17 %, social the rest",
    )
    need_by_size: float = parameter(
        0.5,
        "how need, and with it attention, grows with the size of an authority (1: in proportion)",
        unit="exponent",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 1.0),
        because=(
            "from none (each authority has one unit that looks) to in proportion to people; nothing points beyond "
            "either"
        ),
        source="assumed: larger authorities have more people in need and more staff to look, less than in proportion",
    )
    capital_by_size: float = parameter(
        0.5,
        "how the capital a project needs grows with the size of an authority (1: in proportion)",
        unit="exponent",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 1.0),
        because="from none (programmes of one standard size) to in proportion to people; nothing points beyond either",
        source="assumed: larger authorities buy larger programmes, but more of them too",
    )
    silo_strength: float = parameter(
        0.45,
        "mean probability that a department that gains from a programme will not pay for it",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.2, 0.8),
        because=(
            "with less, departments would hardly be silos, of which Andersen (2023) writes; with more, none would ever "
            "pay for another's gain, but pooled budgets exist"
        ),
        source=(
            "assumed: about every second department pays for what it gains; the record counts organisations and knows "
            "no departments"
        ),
    )
    resistance: float = parameter(
        0.18,
        "mean frontline resistance at the start",
        unit="share of acceptance",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.05, 0.4),
        because=(
            "below, low enrolment would be an accident, but it ended or shrank known deals; above, it would be the "
            "rule, but nearly all completed deals were repaid"
        ),
        source=(
            "assumed: Newpin Queensland ended on low enrolment, Reconnections' target was cut by 40 %; how common "
            "that is nobody counted"
        ),
    )
    political_support: float = parameter(
        0.75,
        "mean political support of governments for partnerships",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.5, 0.95),
        because=(
            "governments of 39 countries signed, so most are in favour; but single cases (Peterborough) show that not "
            "all are"
        ),
        source="assumed: most governments are curious, few are opposed",
    )
    authority_competence: ByCompetence = parameter(
        ByCompetence(finance=0.20, contracts=0.35, evaluation=0.30),
        "mean competence of authorities at the start",
        unit="share of what an expert has",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(
            ByCompetence(finance=0.1, contracts=0.2, evaluation=0.15),
            ByCompetence(finance=0.4, contracts=0.6, evaluation=0.55),
        ),
        because=(
            "87 % of deals list an intermediary, so most authorities lack something; with more than that they would "
            "need none"
        ),
        source="assumed: low, as 87 % of INDIGO deals list an intermediary",
    )
    data_access: float = parameter(
        0.40,
        "mean share of the needed data that an authority can reach without new collection",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.1, 0.7),
        because=(
            "a tenth of metrics used existing data (23 of 235), the least; a case needs other data too, for which "
            "registers may hold most"
        ),
        source="assumed; INDIGO: 206 of 235 metrics with a coded source collected new data",
    )
    # A share of authorities and not a degree: an authority either has to show savings in its budget or has not.
    insists_on_cashable: float = parameter(
        0.35,
        "share of authorities that count only cashable savings",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=0.0,
        plausible=(0.1, 0.7),
        because=(
            "many actors dropped the demand (Andersen 2023), so it was common, and is no longer everyone's; no count "
            "exists"
        ),
        source="assumed: no count found (evidence gap)",
    )
    rigour_asked: ByRigour = parameter(
        ByRigour(monitoring=0.78, comparison=0.18, experiment=0.04),
        "share of authorities that ask for each rigour",
        unit="weight",
        bounds=(0.0, 1.0),
        neutral=ByRigour(monitoring=1.0, comparison=0.0, experiment=0.0),
        plausible=(
            ByRigour(monitoring=0.65, comparison=0.07, experiment=0.005),
            ByRigour(monitoring=0.92, comparison=0.35, experiment=0.1),
        ),
        because=(
            "83 % of 41 coded deals verify simply and one is an experiment, both with wide sampling errors; texts "
            "mention a comparison in 12 % (Britain) to 71 % (United States)"
        ),
        source="INDIGO: 83 % of coded deals verify simply, 17 % mention a comparison, 2 % are experiments; rounded",
    )
    # Neutral is longer than any contract, so that its term alone limits what is seen.
    horizon: float = parameter(
        4.0,
        "mean planning horizon of authorities",
        unit="years",
        bounds=(1.0, 30.0),
        neutral=30.0,
        plausible=(2.0, 8.0),
        because="from the next two budgets to two terms of office; plans beyond those bind nobody",
        source="assumed: one term of office, four years (election_period in most scenarios)",
    )
    development_budget: float = parameter(
        0.20,
        "mean development cost an authority will bear",
        unit="share of capital",
        bounds=(0.0, 2.0),
        neutral=2.0,
        plausible=(0.05, 0.5),
        because=(
            "costs of 5 to 35 % of capital were borne by someone, in part by grants; nobody is known to have spent "
            "half of the capital on preparation"
        ),
        source=(
            "assumed: twice the usual cost; costs were 5-35 % of capital, mode about 10 % (British grants, Ecorys 2019)"
        ),
    )
    # Above 0, as data work costs the more the less is left, without end.
    certainty_asked: float = parameter(
        0.30,
        "mean uncertainty that an authority accepts in a business case",
        unit="standard deviation of log success",
        bounds=(0.05, 2.0),
        neutral=2.0,
        plausible=(0.15, 0.6),
        because=(
            "a case that is good to 15 % is as good as an audit; one that may be off by a factor of 1.8 is hardly a "
            "case"
        ),
        source="assumed: a case good to about a third either way",
    )
    luck_dislike: float = parameter(
        0.08,
        "what an authority would pay to be spared one standard deviation of payment for luck",
        unit="share of capital",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 0.3),
        because=(
            "0 is the textbook's risk-neutral state; at 0.3 luck of 0.20 costs 6 % of capital, nearly a whole "
            "comparison"
        ),
        source="assumed: mild; luck of 0.20 then costs 1.6 % of capital, about as much as monitoring (2 %)",
    )
    provider_skill: float = parameter(
        0.5,
        "mean skill of providers",
        unit="share",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(0.5, 0.5),
        because="definition: the middle of the scale; quality and quality_skill say what it is worth",
        source="assumed: middle of the scale by convention; its effect is quality_skill",
    )
    provider_breadth: float = parameter(
        0.45,
        "probability that a provider works in a given welfare area",
        unit="probability",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.1, 0.8),
        because="from specialists of one area to general charities that work in nearly all; each works in one at least",
        source="assumed: providers work in one or two of three areas",
    )
    provider_competence: float = parameter(
        0.45,
        "mean competence of providers in contracts and evaluation",
        unit="share of what an expert has",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(0.2, 0.75),
        because=(
            "from no better than authorities to nearly an expert: large charities have bid and evaluation teams, "
            "small ones have nobody"
        ),
        source="assumed: somewhat above authorities' (0.20 to 0.35), as providers bid and report",
    )
    provider_risk_aversion: float = parameter(
        1.5,
        "mean risk aversion of providers",
        unit="capital per variance",
        bounds=(0.0, 20.0),
        neutral=0.0,
        plausible=(0.2, 5.0),
        because=(
            "at 0.2 luck of 0.20 costs next to nothing, as for a large charity; at 5 it costs a tenth of capital, and "
            "few would deliver for results"
        ),
        source="assumed: above investors', as providers cannot diversify",
    )
    working_capital: float = parameter(
        0.6,
        "mean capital a provider can pre-finance",
        unit="million USD",
        bounds=(0.0, 1000.0),
        neutral=STRUCTURAL,
        plausible=(0.1, 2.0),
        because=(
            "from a small charity's reserve to more than the median deal needs (1.5), where most would need no "
            "investor, as hardly a deal on record"
        ),
        source="assumed: below the median capital of a deal (1.5), so that most need investors",
    )
    # Not below 1: every provider can run one.
    provider_capacity: float = parameter(
        3.0,
        "mean number of partnerships a provider can run at once",
        unit="partnerships",
        bounds=(1.0, 100.0),
        neutral=100.0,
        plausible=(1.0, 6.0),
        because=(
            "from one at a time to a handful; providers hardly ever repeat on record, which leaves the number open, "
            "as most are asked once"
        ),
        source="assumed: more than one, so that capacity alone does not keep providers from repeating; size unknown",
    )
    provider_size: float = parameter(
        3.5,
        "mean capital of a project that a provider can deliver without partners",
        unit="million USD",
        bounds=(0.01, 100000.0),
        neutral=100000.0,
        plausible=(1.0, 6.0),
        because=(
            "29 % of deals have several providers (5 points of sampling error), some for skill and not for size; of "
            "attempts three in five need several at 1, one in five at 6"
        ),
        source=(
            "assumed; 71 % of deals have one provider (INDIGO); more attempts than deals need several (capital_spread)"
        ),
    )
    investor_kinds: ByInvestorKind = parameter(
        ByInvestorKind(public_fund=0.06, foundation=0.14, impact_fund=0.10, bank=0.06, pension_fund=0.04, local=0.60),
        "share of each kind among investors",
        unit="weight",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(
            ByInvestorKind(
                public_fund=0.03, foundation=0.08, impact_fund=0.06, bank=0.03, pension_fund=0.01, local=0.2
            ),
            ByInvestorKind(public_fund=0.15, foundation=0.3, impact_fund=0.25, bank=0.15, pension_fund=0.1, local=0.8),
        ),
        because=(
            "no count by kind was found; the median deal has two investors, some dozens of local ones, and no kind is "
            "known to be missing or to stand alone"
        ),
        source=(
            "assumed: most are local, as deals have up to 59 investors (Newpin); of the others most are foundations "
            "and impact funds (no count found)"
        ),
    )
    investor_capital: ByInvestorKind = parameter(
        ByInvestorKind(public_fund=20.0, foundation=6.0, impact_fund=12.0, bank=25.0, pension_fund=50.0, local=0.4),
        "mean capital an investor sets aside for partnerships",
        unit="million USD",
        bounds=(0.0, 100000.0),
        neutral=STRUCTURAL,
        plausible=(
            ByInvestorKind(public_fund=5.0, foundation=1.0, impact_fund=4.0, bank=5.0, pension_fund=10.0, local=0.1),
            ByInvestorKind(
                public_fund=60.0, foundation=20.0, impact_fund=30.0, bank=100.0, pension_fund=200.0, local=1.5
            ),
        ),
        because=(
            "known funds for the purpose have 15 to 17 million USD (Denmark); local investors put 0.1 to 0.4 into one "
            "deal; banks and pension funds could set aside any small part of what they have"
        ),
        source="assumed; Danish Social Investment Fund 50+50 million DKK (15 million USD), Effekt II 114 million DKK",
    )
    largest_ticket: ByInvestorKind = parameter(
        ByInvestorKind(public_fund=6.5, foundation=2.6, impact_fund=4.4, bank=7.7, pension_fund=13.0, local=0.15),
        "mean largest amount an investor puts into one partnership",
        unit="million USD",
        bounds=(0.0, 10000.0),
        neutral=ByInvestorKind(
            public_fund=10000.0,
            foundation=10000.0,
            impact_fund=10000.0,
            bank=10000.0,
            pension_fund=10000.0,
            local=10000.0,
        ),
        plausible=(
            ByInvestorKind(public_fund=1.0, foundation=0.3, impact_fund=1.0, bank=2.0, pension_fund=2.0, local=0.05),
            ByInvestorKind(public_fund=10.0, foundation=6.0, impact_fund=10.0, bank=15.0, pension_fund=25.0, local=0.6),
        ),
        because=(
            "tickets on record go from 0.1 (Newpin, 59 investors) to 7.2 million USD (Rikers, a bank); few deals need "
            "more than 10 in all"
        ),
        source=(
            "assumed; INDIGO: median capital 1.5 million USD; 17 to 59 small investors in some (tickets of 0.1 to "
            "0.4: Peterborough, Newpin)"
        ),
    )
    hurdle_rate: ByInvestorKind = parameter(
        ByInvestorKind(public_fund=0.03, foundation=0.03, impact_fund=0.06, bank=0.07, pension_fund=0.07, local=0.04),
        "return a year that an investor asks for before risk",
        unit="per year",
        bounds=(0.0, 0.5),
        neutral=ByInvestorKind(public_fund=0.0, foundation=0.0, impact_fund=0.0, bank=0.0, pension_fund=0.0, local=0.0),
        plausible=(
            ByInvestorKind(public_fund=0.0, foundation=0.0, impact_fund=0.02, bank=0.04, pension_fund=0.03, local=0.0),
            ByInvestorKind(public_fund=0.06, foundation=0.06, impact_fund=0.1, bank=0.12, pension_fund=0.1, local=0.08),
        ),
        because=(
            "contracted targets are 5.8 to 7.1 % (Australia) and some deals promise 1 to 2 %; 12 % is among the "
            "highest maxima, which pay for all risk as well"
        ),
        source="INDIGO: contracted targets 5.8-7.1 %, maxima 1-17 % a year; by kind assumed",
    )
    investor_risk_aversion: ByInvestorKind = parameter(
        ByInvestorKind(public_fund=0.5, foundation=0.4, impact_fund=0.8, bank=1.5, pension_fund=2.0, local=0.8),
        "mean risk aversion of investors",
        unit="capital per variance",
        bounds=(0.0, 20.0),
        neutral=ByInvestorKind(public_fund=0.0, foundation=0.0, impact_fund=0.0, bank=0.0, pension_fund=0.0, local=0.0),
        plausible=(
            ByInvestorKind(public_fund=0.1, foundation=0.1, impact_fund=0.2, bank=0.5, pension_fund=0.5, local=0.1),
            ByInvestorKind(public_fund=2.0, foundation=2.0, impact_fund=3.0, bank=4.0, pension_fund=5.0, local=3.0),
        ),
        because=(
            "at 0.1 an investor with many holdings hardly minds luck; at 5 losing a fifth either way costs a tenth of "
            "capital, as much as most contracts return in a year"
        ),
        source="assumed: order of kinds by the strictness of their mandates",
    )
    social_motive: ByInvestorKind = parameter(
        ByInvestorKind(public_fund=0.02, foundation=0.03, impact_fund=0.01, bank=0.0, pension_fund=0.0, local=0.02),
        "return a year that an investor gives up for impact",
        unit="per year",
        bounds=(0.0, 0.5),
        neutral=ByInvestorKind(public_fund=0.0, foundation=0.0, impact_fund=0.0, bank=0.0, pension_fund=0.0, local=0.0),
        plausible=(
            ByInvestorKind(public_fund=0.0, foundation=0.0, impact_fund=0.0, bank=0.0, pension_fund=0.0, local=0.0),
            ByInvestorKind(
                public_fund=0.05, foundation=0.06, impact_fund=0.03, bank=0.02, pension_fund=0.01, local=0.05
            ),
        ),
        because=(
            "deals at 1 to 2 % a year lie about 5 points below the usual targets, the most that is seen to be given "
            "up; whether others give up anything is unknown"
        ),
        source="assumed; INDIGO: single deals at 1-2 % a year (Austria, Canada); by kind assumed",
    )
    misjudgement: float = parameter(
        0.0,
        "mean error of investors about a programme's success at the start (negative: too pessimistic)",
        unit="log points of success",
        bounds=(-2.0, 2.0),
        neutral=0.0,
        plausible=(-0.3, 0.3),
        because=(
            "no source says the direction; an average error above a third would not outlast the first reports of "
            "returns"
        ),
        source="assumed: none; investors misjudge the profile (Andersen 2023), but no source says in which direction",
    )
    # A half-width of its own: relative to a mean of 0, which is neutral, nobody could err.
    misjudgement_spread: float = parameter(
        0.15,
        "half-width of the spread of that error among investors",
        unit="log points of success",
        bounds=(0.0, 2.0),
        neutral=0.0,
        plausible=(0.0, 0.5),
        because=(
            "0 if all see alike; at 0.5 the most hopeful expects 2.7 times what the gloomiest does, beyond which they "
            "would not sit in one syndicate"
        ),
        source="assumed: investors misjudge the profile (Andersen 2023), in either direction; size unknown",
    )
    # Who signs is who saw too good a case, unless it is weighed against what such programmes usually are.
    selection_awareness: float = parameter(
        1.0,
        (
            "how far investors shrink what a case shows towards the usual programme (0: not at all, 1: as Bayes' "
            "rule says)"
        ),
        unit="share",
        bounds=(0.0, 1.0),
        neutral=1.0,
        plausible=(0.0, 1.0),
        because=(
            "no source tells whether investors correct for selection; both ends are positions in the literature "
            "(winner's curse, Bayes)"
        ),
        source=(
            "assumed: neither a bias nor naivety without a source; 10 of 11 federal trials were weak (Richmond "
            "Fed 2018)"
        ),
    )
    investor_competence: float = parameter(
        0.65,
        "mean competence of investors in finance and contracts",
        unit="share of what an expert has",
        bounds=(0.0, 1.0),
        neutral=STRUCTURAL,
        plausible=(0.4, 0.9),
        because=(
            "finance is their trade, outcome contracts mostly are not; below 0.4 they would bring no more than "
            "authorities do"
        ),
        source="assumed: finance is their trade",
    )
    # Above 0, as fixed costs are shared out over the capital of a project.
    capital_median: float = parameter(
        1.25,
        "median capital a project needs",
        unit="million USD",
        bounds=(0.01, 1000.0),
        neutral=STRUCTURAL,
        plausible=(1.0, 2.2),
        because=(
            "1.5 among 242 signed deals is known to a fifth (95 %), and attempts may be larger or smaller than what "
            "is signed by as much"
        ),
        source="set so that signed deals have the median of INDIGO, 1.50 million USD (n=242)",
    )
    capital_spread: float = parameter(
        2.2,
        "standard deviation of the logarithm of the capital a project needs",
        unit="log points",
        bounds=(0.0, 3.0),
        neutral=0.0,
        plausible=(1.2, 2.4),
        because=(
            "1.31 among 242 signed deals is known to 0.12 (95 %); the smallest and largest attempts stop more often, "
            "so attempts spread more, up to two thirds more in trial runs"
        ),
        source="set so that signed deals have the spread of INDIGO, 1.31; the smallest and largest attempts end first",
    )
