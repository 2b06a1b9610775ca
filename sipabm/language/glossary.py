"""The glossary: words of the field and of this model, for who never heard of outcome-based contracts."""

from __future__ import annotations

import re

from sipabm.errors import ScenarioError, nearest, of_type

# By the alphabet. Each is told in one or two short sentences, and in words that need no other entry first.
GLOSSARY = {
    "95 % interval": (
        "A span around a mean. It would hold the true mean of the model in nineteen of twenty repetitions of the "
        "whole calculation, and says nothing about whether the model is right."
    ),
    "alternative": (
        "A world that is compared with a base, and differs from it in what you asked about: a lever, a number, a "
        "missing mechanism."
    ),
    "attempt": "A project that an authority began, from the idea until it is signed or stopped.",
    "authority": (
        "The public body that pays if the outcomes come: a municipality, a region, a ministry. Also called "
        "commissioner or outcome payer."
    ),
    "autopsy": (
        "For every attempt that was stopped: which barriers stood in its way, and which one, taken away alone, "
        "would have opened it."
    ),
    "barrier": (
        "What stops an attempt. There are five families: data, stakeholders, competence, institutions, and the "
        "partnership model itself."
    ),
    "bending": (
        "Who knows of a barrier changes the way such partnerships are made, to get around it: drops a demand, "
        "makes the contract flexible, counts less strictly."
    ),
    "business case": (
        "The calculation before a contract: how many people, which outcomes, what they are worth, what the "
        "programme costs, and who saves what."
    ),
    "cap": (
        "The most that is paid for outcomes, or the highest return that investors can get, however good the results."
    ),
    "cashable saving": (
        "Money that leaves a budget because fewer services are used, so that it can be spent on something else. "
        "What is good for citizens without any bill becoming smaller is not cashable."
    ),
    "cohort": "All attempts, or all people, that began in the same span of time, followed to their end.",
    "considered": (
        "An authority looked at partnerships in a welfare area in a quarter, whether it then began one or not."
    ),
    "deadweight": "Success that is paid for though it would have come without the programme.",
    "development cost": (
        "What all parties spend on an attempt before anything is signed: meetings, data, advisers, talks."
    ),
    "discount": ("To count money less the later it comes, by a rate a year. A real rate leaves out that prices rise."),
    "effect": "What a programme itself changed: the outcomes with it, less those that would have come without it.",
    "ended early": "A contract was stopped before its last quarter, by a new government, a new law or bad results.",
    "evaluation": (
        "How results are checked. The model knows three degrees of rigour: simple counting (monitoring), a "
        "comparison group, an experiment."
    ),
    "frontline resistance": "The staff who should send people to a programme do not want it, or do not send enough.",
    "guarantee": "A promise of a third party, like a foundation, to bear a part of the investors' loss.",
    "guarantor": "A third party outside the partnership, like a foundation, that bears a part of the investors' loss.",
    "hurdle rate": "The lowest return at which an investor takes part.",
    "immune response": "Daily operations reject what is new, as a body does: the more radical a programme, the more.",
    "innovation house": (
        "A unit beside daily operations, such as a lab, in which projects are developed and tried out before they "
        "are handed over."
    ),
    "intensity": (
        "The share of projects that use a lever while a policy is in force; of an outcomes fund the share of "
        "payments that it carries."
    ),
    "intermediary": (
        "Who brings the parties together and helps with the calculation, the contract or the evaluation, for a fee."
    ),
    "investor": (
        "Who pays for the programme at first and gets the money back, with a return, only if outcomes come: a "
        "foundation, a bank, a social fund."
    ),
    "lever": (
        "Something that a policy can start to help partnerships come about, such as early meetings. Each has a "
        "cost or a side effect."
    ),
    "luck": (
        "All that differs between two runs with the same numbers: who meets whom, elections, how well a programme "
        "does. With the same luck two worlds differ in nothing but what you changed."
    ),
    "mechanism": (
        "One of the ways in which the model moves, such as word of mouth or leaving, which can be switched off by name."
    ),
    "net position": "Of one party: all that it gains, less all that it pays.",
    "noise": "A difference whose interval holds zero: with these runs it may be nothing but luck.",
    "ordinary contract": (
        "The same programme, bought so that the provider is paid for the work, whatever comes of it. Columns of tables "
        "call it conventional."
    ),
    "other value": (
        "What outcomes are worth to citizens and society without any bill becoming smaller. It is never added to cash."
    ),
    "outcome": (
        "A change in people's lives that is counted and paid for: somebody is in work, lives in a home, stays out "
        "of prison."
    ),
    "outcome payment": "What the authority pays for each outcome that is reached, instead of paying for the work.",
    "outcomes fund": (
        "A purse, mostly of the state, that carries a share of outcome payments in many projects, until it is "
        "empty or closes."
    ),
    "partnership": (
        "A signed contract in which at least a part of the payment depends on outcomes, with investors or without."
    ),
    "payment by results": (
        "PbR for short: the provider is paid for outcomes and waits for its money itself; no investor pays at first."
    ),
    "plausible range": (
        "From the lowest to the highest value that a number may have, with the reason, where nobody knows it exactly."
    ),
    "pocket": (
        "A budget or group that gains or pays: the authority, its other departments, other authorities, the "
        "state, citizens, local firms."
    ),
    "policy": "A decision to start a lever: for which share of projects, from which quarter, until when.",
    "posterior": (
        "Two hundred sets of all uncertain numbers with which the model comes near what was observed. Runs take "
        "them in turn, so that answers hold whatever these numbers are."
    ),
    "practice": "The share of projects that use a lever anyway, without any policy.",
    "provider": "Who does the work with people: a charity, a company, a public service.",
    "quarter": "Three months, the step in which the model moves: 2024Q1 is January to March 2024.",
    "rigour": "How sure an evaluation makes you that the programme itself caused the outcomes.",
    "robust": "An answer that stays the same with most sets of uncertain numbers.",
    "run": (
        "One simulated history of a world. Many runs (replicates) of the same scenario differ by luck, and by the "
        "uncertain numbers where each draws its own."
    ),
    "scenario": "All that describes a world before it is simulated: countries, actors, funds, levers, numbers.",
    "seed": (
        "The number from which all luck is drawn. With the same one a command gives the same results, with another one "
        "those of other luck."
    ),
    "set of numbers": "One value for every number that nobody knows exactly, all together.",
    "Shapley value": (
        "The fair part of each of several causes in what they do together: what each adds, averaged over all "
        "orders in which they could come."
    ),
    "silo": "A department that gains from a programme does not pay for it, as each budget looks at itself alone.",
    "social impact bond": (
        "SIB for short: investors pay for a social programme at first, and the authority pays them back with "
        "a return if the outcomes come."
    ),
    "sponsor": (
        "Who protects an innovation house. If that support is withdrawn, its projects and contracts may be stopped."
    ),
    "successful": (
        "A signed partnership that ran its course with results at or above the success threshold of the scenario."
    ),
    "transaction cost": (
        "All that is spent on having the contract and not on the work with people: development, evaluation, re-"
        "planning."
    ),
    "verdict": "What a table says of a difference: more, less, nothing at all (the same), or noise.",
    "welfare area": (
        "Where a programme works: social, employment or health (in files: domain). With `--area social` levers act "
        "there alone, and all is counted there."
    ),
    "worst tenth": (
        "Of one party: the tenth of partnerships that leave it the least cash. Their mean net cash says who carries "
        "the risk."
    ),
}


def glossary_rows(word: str | None = None) -> list[dict[str, str]]:
    """Return word and meaning of each entry, or of those with a word, as a whole, in their name, else in their meaning.

    One word may stand for its plural, and the other way round. ScenarioError if no entry has it.
    """
    if word is not None:
        of_type("the word", word, str, "a text like 'silo'")
    wanted = " ".join((word or "").replace("_", " ").split())
    whole = re.compile(rf"(?<!\w){' '.join(map(either_number, wanted.split()))}(?!\w)", re.IGNORECASE)
    rows = [{"word": each, "meaning": text} for each, text in GLOSSARY.items()]
    if not wanted:
        return rows
    # A word in passing explains nothing where an entry is called so; an abbreviation stands in meanings alone.
    for part in ("word", "meaning"):
        if found := [row for row in rows if whole.search(row[part])]:
            return found
    raise ScenarioError(f"no entry '{word}'{nearest(wanted, GLOSSARY)} (`sipabm glossary` prints all)")


def either_number(word: str) -> str:
    """Return a pattern of a word in the singular and in the plural."""
    word = word.lower()
    if word.endswith(("y", "ies")):
        return re.escape(word.removesuffix("ies").removesuffix("y")) + "(?:y|ies)"
    return re.escape(word.removesuffix("s") or word) + "s?"


def glossary() -> dict[str, str]:
    """Return the words of the field and of this model, each with its meaning in a sentence or two."""
    return dict(GLOSSARY)
