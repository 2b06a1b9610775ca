"""The levers: one entry each, with all that is said of it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Lever(IntEnum):
    """What a policy can switch on."""

    EARLY_MEETINGS = 0
    FLEXIBLE_CONTRACTS = 1
    PRAGMATIC_DATA = 2
    EARLY_COMPETENCE_MAPPING = 3
    NO_CASHABLE_REQUIREMENT = 4
    POOLED_BUDGETS = 5
    PROPORTIONATE_EVALUATION = 6
    OUTCOMES_FUND = 7
    INNOVATION_HOUSES = 8


class Described(NamedTuple):
    """A lever: what it does, what it costs, its side effect, and the parameters that carry them."""

    effect: str
    cost: str
    side_effect: str
    parameters: tuple[str, ...]


# Each has a cost or a side effect (Andersen 2023), or every comparison would recommend all of them.
LEVERS = {
    Lever.EARLY_MEETINGS: Described(
        "reaches friends of friends, raises trust at the table, tailors the project, corrects part of the "
        "investors' misjudgement, brings frontline and political barriers to light before money is spent",
        "money and time of the meetings",
        "risk of a procurement challenge",
        (
            "meeting_cost",
            "meeting_quarters",
            "meeting_trust",
            "meeting_tailoring",
            "meeting_clarity",
            "meeting_foresight",
            "meeting_procurement_risk",
        ),
    ),
    Lever.FLEXIBLE_CONTRACTS: Described(
        "puts flexible templates on the table: they learn and are re-planned",
        "re-negotiation and re-planning",
        "more luck in measured success",
        (
            "flexible_gain",
            "flexible_cost",
            "flexible_blur",
            "adaptation_gain",
            "adaptation_speed",
            "adaptation_room",
            "replan_below",
            "replan_gain",
            "replan_cost",
        ),
    ),
    Lever.PRAGMATIC_DATA: Described(
        "cheaper data work; a weak case is found before all of it is paid",
        "none of its own",
        "more uncertainty in signal and price",
        ("pragmatic_saving", "pragmatic_early_stop", "pragmatic_uncertainty"),
    ),
    Lever.EARLY_COMPETENCE_MAPPING: Described(
        "missing competence is bought in time: no surcharge, no delay",
        "the mapping",
        "the mapping is paid even where nothing is missing",
        ("mapping_cost", "late_surcharge", "late_quarters"),
    ),
    # Free of cost, as it is a decision: what it risks comes later, when a new government looks for savings.
    Lever.NO_CASHABLE_REQUIREMENT: Described(
        "other savings of the own budget count as well",
        "none",
        "new governments end such contracts more easily",
        ("non_cashable_fragility",),
    ),
    Lever.POOLED_BUDGETS: Described(
        "every department that gains joins",
        "pooling, for each department",
        "talks take longer with each department that joins, pooled or not",
        ("pooling_cost", "pooling_rounds"),
    ),
    Lever.PROPORTIONATE_EVALUATION: Described(
        "lighter evaluations than the authority asks for are on the table",
        "none",
        "lighter evaluations pay for more deadweight and luck",
        ("evaluation_cost", "evaluation_burden", "deadweight", "attribution_noise"),
    ),
    # A fund of its own beside those of the scenario; these are listed there, and none is a share of projects.
    Lever.OUTCOMES_FUND: Described(
        "opens a fund for all countries; its intensity is the share of payments it carries",
        "the payments of the fund",
        "pulls attention, so more attempts start; takes deals from other open funds, by what is in the purses",
        ("lever_fund_purse", "fund_pull"),
    ),
    Lever.INNOVATION_HOUSES: Described(
        "develops the project outside daily operations: less of the immune response and of frontline resistance "
        "reaches it, and its programme is more radical",
        "the house, paid at the start out of the development budget",
        "a more radical programme is less certain and costs more; the sponsor may withdraw; the hand-over into "
        "operations may fail",
        (
            "house_cost",
            "house_decoupling",
            "house_integration",
            "house_novelty",
            "house_quarters",
            "hand_over_failure",
            "sponsor_withdrawal",
        ),
    ),
}
