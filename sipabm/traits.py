"""The traits of actors: one row each, with all that is said of it.

From these rows come the fields of records and agents, their values at the start, and the tables of the description. A
trait is drawn from the luck of the actor at the number `draw`; those that share a number share their luck.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from sipabm.words import Competence, Domain


class Distribution(IntEnum):
    """How a trait comes from an actor's luck, a uniform number; `sipabm.rules.population.drawn` is the rule."""

    SPREAD = 0
    SHARE = 1
    LACK = 2
    ERROR = 3
    YES_OR_NO = 4
    WHOLE_NUMBER = 5
    CHOICE = 6
    AREA = 7
    LUCK = 8
    NORMAL = 9


# What a reader is told of each distribution.
TOLD = {
    Distribution.SPREAD: "uniform around its mean",
    Distribution.SHARE: "uniform around its mean, kept in [0, 1]",
    Distribution.LACK: "what it lacks to 1 is uniform around its mean",
    Distribution.ERROR: "uniform around its mean, within a half-width of its own",
    Distribution.YES_OR_NO: "yes with this probability",
    Distribution.WHOLE_NUMBER: "uniform around its mean, rounded, at least 1",
    Distribution.CHOICE: "drawn by these weights",
    Distribution.AREA: "each with this probability; the likeliest in any case",
    Distribution.LUCK: "uniform in [0, 1)",
    Distribution.NORMAL: "standard normal",
}
WHOLE = {Distribution.YES_OR_NO, Distribution.WHOLE_NUMBER, Distribution.CHOICE, Distribution.AREA}


class Trait(NamedTuple):
    """A trait: name, number of its draw, distribution, parameter of its mean (none: 1), and meaning with unit.

    `size` is for a trait by welfare area or kind of competence, with a draw for each; `by_kind` if the parameter has a
    number for each kind of investor; `spread` is the parameter of the half-width around the mean; `counts` is false if
    a yes or no is a real number, 1 or 0, to calculate with.
    """

    name: str
    draw: int
    distribution: Distribution
    parameter: str
    meaning: str
    size: int = 0
    by_kind: bool = False
    spread: str = "heterogeneity"
    counts: bool = True

    @property
    def whole(self) -> bool:
        """Return whether its numbers are whole."""
        return self.counts and self.distribution in WHOLE


SPREAD, SHARE, LACK, ERROR = Distribution.SPREAD, Distribution.SHARE, Distribution.LACK, Distribution.ERROR
YES_OR_NO = Distribution.YES_OR_NO
FORESIGHT = "1 if it expects exponential growth of technology, 0 if linear"

# A trait that comes later takes a number that was never used, so that all others keep their luck.
AUTHORITY_TRAITS = (
    Trait("own_interest", 0, SHARE, "own_interest", "own interest, per quarter"),
    Trait("need", 1, SPREAD, "need", "need by welfare area, weight", size=len(Domain)),
    # 4, as `need` takes a draw for each of three areas.
    Trait("worth_factor", 4, SPREAD, "", "worth of programmes here, relative to the mean"),
    Trait("luck_dislike", 5, SPREAD, "luck_dislike", "dislike of paying for luck, capital per standard deviation"),
    Trait("silo_strength", 6, SHARE, "silo_strength", "silo strength, probability"),
    Trait("resistance", 7, SHARE, "resistance", "frontline resistance, share"),
    Trait("support", 8, LACK, "political_support", "political support, share"),
    Trait("competence", 9, SHARE, "authority_competence", "competence by kind, share", size=len(Competence)),
    Trait("data_access", 12, LACK, "data_access", "access to data, share"),
    Trait("insists_on_cashable", 13, YES_OR_NO, "insists_on_cashable", "1 if only cashable savings count"),
    Trait("rigour_asked", 14, Distribution.CHOICE, "rigour_asked", "evaluation rigour asked for"),
    Trait("horizon", 15, SPREAD, "horizon", "planning horizon, years"),
    Trait("development_budget", 16, SPREAD, "development_budget", "development budget, share of capital"),
    Trait("certainty_asked", 17, SPREAD, "certainty_asked", "uncertainty accepted, standard deviation of log success"),
    # A real number, as a syndicate's foresight is a mean and the rules take both alike.
    Trait("foresight", 18, YES_OR_NO, "authority_foresight", FORESIGHT, counts=False),
    # What it makes of the size of its kind is the rule `authority_size`, as kinds are no parameters.
    Trait("size_luck", 19, Distribution.NORMAL, "", "how far its size lies from that of its kind, standard deviations"),
)
PROVIDER_TRAITS = (
    Trait("works_in", 0, Distribution.AREA, "provider_breadth", "1 for each welfare area it works in", len(Domain)),
    Trait("capacity", 8, Distribution.WHOLE_NUMBER, "provider_capacity", "partnerships it can run at once"),
    Trait("skill", 3, SHARE, "provider_skill", "skill, share"),
    Trait("contracts", 4, SHARE, "provider_competence", "competence in contracts, share"),
    Trait("evaluation", 5, SHARE, "provider_competence", "competence in evaluation, share"),
    Trait("risk_aversion", 6, SPREAD, "provider_risk_aversion", "risk aversion, capital per variance"),
    Trait("working_capital", 7, SPREAD, "working_capital", "working capital not tied up, million USD"),
    Trait("delivery_size", 11, SPREAD, "provider_size", "capital it can deliver without partners, million USD"),
    Trait("novelty", 9, Distribution.LUCK, "", "novelty of its programmes, share"),
    Trait("trains", 10, YES_OR_NO, "upskilling_offered", "1 if it can train people instead of placing them"),
)
INVESTOR_TRAITS = (
    Trait("kind", 0, Distribution.CHOICE, "investor_kinds", "kind of investor"),
    Trait("available", 1, SPREAD, "investor_capital", "capital not tied up, million USD", by_kind=True),
    Trait("competence", 5, SHARE, "investor_competence", "competence in finance and contracts, share"),
    # The luck of `available`: large investors offer large tickets.
    Trait("largest_ticket", 1, SPREAD, "largest_ticket", "largest ticket in a partnership, million USD", by_kind=True),
    Trait("hurdle_rate", 2, SPREAD, "hurdle_rate", "hurdle rate, per year", by_kind=True),
    Trait("risk_aversion", 3, SPREAD, "investor_risk_aversion", "risk aversion, capital per variance", by_kind=True),
    Trait("social_motive", 6, SPREAD, "social_motive", "return given up for impact, per year", by_kind=True),
    Trait("misjudgement", 4, ERROR, "misjudgement", "error about success, log points", spread="misjudgement_spread"),
    Trait("foresight", 7, YES_OR_NO, "investor_foresight", FORESIGHT, counts=False),
)


def draws_of(traits: tuple[Trait, ...]) -> int:
    """Return how many uniform numbers an actor needs for its traits."""
    return max(trait.draw + max(1, trait.size) for trait in traits)
