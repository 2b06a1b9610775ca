"""The guide to the levers: each in plain words, for who has to decide and never heard of outcome-based contracts.

Effect, cost, side effect and parameters are those of `sipabm.levers`; here stands what a reader needs besides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sipabm.errors import ScenarioError, nearest, of_type
from sipabm.levers import LEVERS, Lever
from sipabm.parameters.ranges import practice_of
from sipabm.parameters.reference import parameter_rows, shown_ranges

if TYPE_CHECKING:
    import pandas as pd


class Guide(NamedTuple):
    """A lever in plain words: what it is, what to do on Monday, who pays for it, and what is known, with its source."""

    what: str
    on_monday: str
    who_pays: str
    known: str


# What is known stands in the sources of the parameters and in docs/odd.md; what nobody measured begins with "Assumed".
GUIDES = {
    Lever.EARLY_MEETINGS: Guide(
        "Before money is spent on a business case, those who will have to agree meet informally: the authority, a "
        "provider, investors, the staff who will refer people, and the politicians concerned.",
        "Ask your lawyer what may be said before a tender. Then invite a provider, an investor or a fund, the "
        "department whose staff will refer people, and the chair of the committee to one open talk about the problem. "
        "Write down who objects, and why.",
        "The authority, the provider and the investors, a third each, at once. All of them also pay with time.",
        "Assumed: nobody measured how much meetings help. The direction has support: providers tell that parties who "
        "were in from an early stage and designed the project together supported it more (Ways to Wellness), and "
        "reviews of public procurement agree that talks before a tender improve efficiency and value (HM Treasury).",
    ),
    Lever.FLEXIBLE_CONTRACTS: Guide(
        "A contract whose targets, group of people and way of working may be changed on the way, by steps that the "
        "contract describes. So a programme can learn, and need not end when the plan was wrong.",
        "Put a clause into the draft: when results fall below an agreed share of the plan, all parties meet, and what "
        "they may change then is listed (number of people, referrals, targets, prices).",
        "The authority: for negotiating while the contract runs, and for each re-planning.",
        "Most deals backed by the British Life Chances Fund were re-planned at least once (INDIGO); Reconnections cut "
        "its target from 3,000 to 1,800 people. Strict evaluation limits adaptation (Andersen 2023). Assumed: how much "
        "better results become; nobody measured it.",
    ),
    Lever.PRAGMATIC_DATA: Guide(
        "The business case begins with the few assumptions on which it stands or falls. They are tested first, by "
        "experts and by what earlier projects saw, and only what is still open then is worth collecting data for.",
        "Write down the three assumptions on which your case depends most. Ask somebody who has run such a programme "
        "about each. Look whether registers that you have already answer them. Collect new data only for the rest.",
        "Nobody pays for it: it saves the authority a part of its data work.",
        "Assumed: nobody measured what it saves. Data are often to be had, but so costly that the partnership becomes "
        "more expensive than simpler forms; pragmatic, experimental data work is named as the answer (Andersen 2023). "
        "Of 235 coded metrics 206 needed new data and 23 used existing ones (INDIGO).",
    ),
    Lever.EARLY_COMPETENCE_MAPPING: Guide(
        "Right at the beginning it is written down which skills the project needs (investment models, contracts, "
        "evaluation), which of them the authority has, and which a partner or an adviser has to bring.",
        "Hold a workshop of half a day with finance, law and evaluation. For each skill name a person who has it and "
        "the time that this person has, or write down from whom it is bought.",
        "The authority, also where it turns out that nothing is missing.",
        "Assumed: nobody measured what it changes. To clarify early what is in-house and what comes from partners is "
        "named as an answer to missing competence (Andersen 2023). 87 % of deals list an intermediary (INDIGO), but "
        "not whether the need for one was seen early or late.",
    ),
    Lever.NO_CASHABLE_REQUIREMENT: Guide(
        "The authority no longer demands that the programme pays for itself by money that leaves a budget. What an "
        "outcome is worth to citizens counts as well.",
        "Ask finance and the politicians what they would pay for one more outcome (a family that stays together, a "
        "person in work), if no budget became smaller by it. Write that price into the business case.",
        "The decision is free. The authority then pays for outcomes that save it no cash.",
        "Many actors dropped the demand (Andersen 2023); no count was found. Of the public value that British projects "
        "claim, 28 % was fiscal (Big Society Capital and ATQ 2022). Assumed: that new governments end such contracts "
        "more easily, and by how much.",
    ),
    Lever.POOLED_BUDGETS: Guide(
        "All departments, and other authorities, that gain if the programme works also pay for its outcomes. So a "
        "project does not stop because one budget pays and another one saves.",
        "List every budget that becomes smaller if the programme works: other departments, the region, other "
        "municipalities, the state. Ask each of them in writing, before you negotiate, for the part of the payment "
        "that is its part of the gain.",
        "The authority pays for pooling, for each that joins; each that joins pays its part of the outcomes.",
        "Assumed: nobody measured what pooling changes. Two or more payers are in 68 % of deals on homelessness and 36 "
        "% of those on employment (INDIGO). The structures of the British MHEP partnerships were called "
        "unnecessarily complex in their evaluation (gov.uk 2024).",
    ),
    Lever.PROPORTIONATE_EVALUATION: Guide(
        "How strictly results are checked is fitted to what is at stake: simple counting where that is enough, a "
        "comparison group or an experiment where much depends on knowing what the programme itself caused.",
        "Ask: which decision will the evaluation change? If none, count outcomes and let an auditor verify them. If a "
        "large one, keep the comparison group, and say what it costs.",
        "It saves the authority the cost and the provider the work of a strict evaluation. The authority and the fund "
        "pay for what would have happened anyway, and for luck.",
        "Of 41 deals whose way of checking is coded, 83 % verify simply, after the fact, and 2 % by an experiment "
        "(INDIGO). To estimate what would have happened anyway curbs overpayment (Carter and others 2023: 34 British "
        "bonds). Assumed: how much is overpaid with each way of checking.",
    ),
    Lever.OUTCOMES_FUND: Guide(
        "A purse, mostly of the state, that pays a share of the outcome payments of many projects. An authority that "
        "saves only a part of what a programme is worth then has to pay only a part.",
        "In an authority: ask the ministry and national funds which calls are open, for which areas, which share they "
        "carry, and what they ask of an application. In a ministry: say how large the purse is, which share it "
        "carries, and when it closes.",
        "The fund, which means the state or whoever filled it, up to its purse.",
        "A fund backs 94 % of British deals and 14 % elsewhere; British deals fell to 3, 5 and 1 a year when the Life "
        "Chances Fund was given out (INDIGO). That is an association: nobody knows what would have happened without "
        "funds. In 29 deals of that fund its ministry paid 31 % on average; the aim had been about 20 %.",
    ),
    Lever.INNOVATION_HOUSES: Guide(
        "A unit beside daily operations, such as a lab or a project house, in which a project is developed and tried "
        "out, before it is handed over into operations.",
        "Find out whether your authority has such a unit. Name one person at the top who answers for the unit and for "
        "operations alike, and agree now who takes the programme over, and when.",
        "The authority, at the start, out of its development budget.",
        "Units apart that are integrated at the top did better than all other designs, and better than spin-outs "
        "(Tushman and others 2006: 22 innovations in 13 units). 137 public labs are listed in 37 countries, and many "
        "have failed (OECD OPSI); labs closed when those who backed them withdrew (MindLab). Assumed: all sizes.",
    ),
}


def lever_rows(lever: str | None = None) -> list[dict[str, str]]:
    """Return a row for every lever, or for one, with all that is told of it; ScenarioError if there is none."""
    rows = {each.name.lower(): lever_row(each) for each in Lever}
    if lever is None:
        return list(rows.values())
    of_type("the lever", lever, str, "a name like 'early_meetings'")
    if lever not in rows:
        raise ScenarioError(f"no lever {lever!r}{nearest(lever, rows)} (levers: {', '.join(rows)})")
    return [rows[lever]]


def lever_row(lever: Lever) -> dict[str, str]:
    """Return all that is told of a lever, in the order in which it is read."""
    described, practice = LEVERS[lever], practice_of(lever.name.lower())
    return {
        "lever": lever.name.lower(),
        **GUIDES[lever]._asdict(),
        "effect": described.effect,
        "cost": described.cost,
        "side_effect": described.side_effect,
        "practice": f"{shown_ranges([practice])}; {practice.because}",
        "parameters": ", ".join(described.parameters),
    }


def parameters_of(lever: str) -> list[dict[str, str]]:
    """Return the rows of the parameters that carry a lever, in the order in which it names them."""
    rows = {row["name"]: row for row in parameter_rows()}
    return [rows[name] for name in LEVERS[Lever[lever.upper()]].parameters]


def levers_that_mention(word: str) -> list[str]:
    """Return the levers that have a word in their name or in what is told of them."""
    wanted = spoken(word).lower()
    told = {row["lever"]: spoken(" ".join((row["lever"], *row.values()))) for row in lever_rows()}
    return [lever for lever, text in told.items() if wanted in text.lower()]


def spoken(name: str) -> str:
    """Return a name as it is spoken: 'early meetings'."""
    return name.replace("_", " ")


def lever_guide(lever: str | None = None) -> pd.DataFrame:
    """Return what each lever is, what to do on Monday, who pays and what is known: a row for every lever, or for one.

    Columns are texts: `effect`, `cost` and `side_effect` are those in the model, `practice` the plausible share of
    projects that use the lever without any policy, `parameters` the names of its numbers. ScenarioError if there is no
    lever of that name.
    """
    import pandas as pd  # slow to import, and nothing else here needs it

    return pd.DataFrame(lever_rows(lever))
