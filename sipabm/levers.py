"""The levers: one entry each, with all that is said of it."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from sipabm.barriers import FAMILY_OF_BARRIER, Barrier, BarrierFamily


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
    """A lever: what it does, what it costs, its side effect, the parameters that carry them, its practice and answers.

    `practice` is what the share of projects that use it without any policy may be, lowest and highest, and
    `practice_because` why: all assumed, as no count was found. `answers` are the barriers, or families of them, to
    which it is an answer: who meets these comes to use it by itself (Andersen 2023); which answers what is built in.
    """

    effect: str
    cost: str
    side_effect: str
    parameters: tuple[str, ...]
    practice: tuple[float, float]
    practice_because: str
    answers: tuple[BarrierFamily | Barrier, ...] = ()


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
        (0.05, 0.6),
        "talks before a tender are common where procurement law is read generously (reviews favour them), and rare "
        "elsewhere",
        answers=(BarrierFamily.STAKEHOLDERS,),
    ),
    Lever.FLEXIBLE_CONTRACTS: Described(
        "puts flexible templates on the table: they learn and are re-planned",
        "re-negotiation and re-planning",
        "more luck in measured results",
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
        (0.1, 0.8),
        "most deals backed by the Life Chances Fund were re-planned at least once, but not all by a clause made for "
        "it, and that fund asked for flexibility",
        answers=(BarrierFamily.MODEL,),
    ),
    Lever.PRAGMATIC_DATA: Described(
        "cheaper data work; a weak case is found before all of it is paid",
        "none of its own",
        "more uncertainty in signal and price",
        ("pragmatic_saving", "pragmatic_early_stop", "pragmatic_uncertainty"),
        (0.05, 0.5),
        "a tenth of metrics made do with existing data (INDIGO); if more than half of data work were pragmatic, its "
        "cost would not be the complaint that it is",
        answers=(BarrierFamily.DATA,),
    ),
    Lever.EARLY_COMPETENCE_MAPPING: Described(
        "missing competence is bought in time: no surcharge, no delay",
        "the mapping",
        "the mapping is paid even where nothing is missing",
        ("mapping_cost", "late_surcharge", "late_quarters"),
        (0.05, 0.5),
        "87 % of deals list an intermediary (INDIGO), but not whether the need was seen early or late",
        answers=(BarrierFamily.COMPETENCE,),
    ),
    # Free of cost, as it is a decision: what it risks comes later, when a new government looks for savings.
    Lever.NO_CASHABLE_REQUIREMENT: Described(
        "what the authority would pay for outcomes that save no cash counts as well",
        "none",
        "new governments end such contracts more easily",
        ("non_cashable_fragility",),
        (0.1, 0.7),
        "many actors dropped the demand (Andersen 2023), which is neither few nor nearly all",
        answers=(BarrierFamily.MODEL,),
    ),
    Lever.POOLED_BUDGETS: Described(
        "every department that gains joins, and other authorities that gain are asked",
        "pooling, for each department and other authority that joins",
        "talks take longer with each that joins, pooled or not",
        ("pooling_cost", "pooling_rounds"),
        (0.0, 0.45),
        "departments that pool leave no trace in the record; other organisations pay together in 46 % of deals "
        "(INDIGO)",
        answers=(Barrier.SILOS,),
    ),
    Lever.PROPORTIONATE_EVALUATION: Described(
        "lighter evaluations than the authority asks for are on the table",
        "none",
        "lighter evaluations pay for more deadweight and luck",
        ("evaluation_cost", "evaluation_burden", "deadweight", "attribution_noise"),
        (0.1, 0.8),
        "83 % of coded deals verify simply (INDIGO), some of them because nobody had asked for more",
        answers=(BarrierFamily.MODEL,),
    ),
    # A fund of its own beside those of the scenario; these are listed there, and none is a share of projects.
    Lever.OUTCOMES_FUND: Described(
        "opens a fund for all countries; its intensity is the share of payments it carries",
        "the payments of the fund",
        "pulls attention, so more attempts start; takes deals from other open funds, by what is in the purses",
        ("lever_fund_purse", "fund_pull", "last_call"),
        (0.0, 0.0),
        "definition: funds that exist anyway are listed as funds",
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
        (0.0, 0.1),
        "137 public labs are listed in 37 countries (OECD OPSI), few beside all authorities",
    ),
}


def set_answered(lever: Lever) -> int:
    """Return the barriers that a lever answers, as a sum of `1 << barrier`."""
    # By `is`: both enumerations are whole numbers, and a family equals the barrier of its number.
    return sum(
        1 << each
        for each in Barrier
        if any(one is each or one is FAMILY_OF_BARRIER[each] for one in LEVERS[lever].answers)
    )


# Levers to which actors come by themselves; they are the first ones, so that a lever's number is its place among them.
BENDING_LEVERS = tuple(lever for lever in Lever if LEVERS[lever].answers)
BENDING = len(BENDING_LEVERS)
ANSWERED = tuple(set_answered(lever) for lever in BENDING_LEVERS)
