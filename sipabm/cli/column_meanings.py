"""What the tables of studies and reports hold, and what their columns mean, for who opens them as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

BAND = {"mean": "mean over runs", "low": "below it lie 5 % of runs", "high": "above it lie 5 % of runs"}
INTERVAL = {"low": "lower end of the 95 % interval", "high": "upper end of the 95 % interval"}
YEARLY = {
    "signed": "partnerships signed in the year",
    "considered": "times that an authority looked at partnerships in the year",
    "started": "attempts begun in the year",
    "stopped": "attempts stopped in the year",
    "delivered": "partnerships that ended in the year at their agreed term",
    "ended_early": "partnerships that ended in the year before their agreed term",
    "running": "partnerships running at the end of the year",
    "capital": "capital of partnerships signed in the year",
}
# What a table holds; {} stands where the same name is another table in another command.
HOLDS = {
    "comparison": "what each alternative changes in each measure, over the calendar years that count",
    "cohort": "what changes in attempts begun in some years, followed to their end",
    "curves": "partnerships signed by year, in the base and in each alternative",
    "answers": "in which share of the sets of numbers each criterion holds for each lever",
    "luck": "how often the same lever is first twice, if luck alone differs and if numbers differ too",
    "deciding": "numbers that decide an answer, found in one half of the sets and confirmed in the other",
    "changes": "what each lever adds, over all sets of numbers",
    "sets": "what each lever adds with each set of numbers",
    "drawn": "the numbers of each set; `sipabm parameters NAME` tells what each is",
    "yearly_summary": "what happens year by year, beside the partnerships observed",
    "funnel": "how many attempts come how far, from considered to successful",
    "barriers": "which barriers stopped attempts, by welfare area",
    "bending": "how far actors come to use each lever by themselves, by year and welfare area",
    "key_figures": "one number of each run, beside the number observed",
    "public_value": "what partnerships that ended brought, cash and other value apart",
    "pockets": "who gains from partnerships that ended, and who pays for them",
    "net_positions": "what each party has in the end: cash saved and received, less all that it pays",
    "returns": "what investors were promised and what they got, by year of signature and horizon",
    "points": "a row for each point of the design: means over runs, with 95 % intervals",
}
MEANINGS = {
    "alternative": "world that is compared with the base; in curves the base as well",
    "begun_first": "first year in which the attempts that count begin",
    "begun_last": "last year in which the attempts that count begin",
    "measure": "name of what is measured, for programs",
    "label": "what the row is about, in words",
    "unit": "unit of the numbers of the row",
    "base": "mean over runs of the base",
    "other": "mean over runs of the alternative",
    "difference": "the alternative less the base, mean over runs with the same luck",
    "change": "what the lever changes, mean over sets of numbers",
    "more_share": "share of sets in which there is more than without the lever",
    **INTERVAL,
    "verdict": "what the difference is: more, less, the same in every run, or no difference beyond noise; over sets of "
    "numbers more or less where they do not agree; or the year that a run must reach to tell",
    "variance_ratio": "how many times as many runs would be needed if each world had luck of its own",
    "runs": "runs that the row is of",
    "runs_missing": "runs that are missing for the precision asked for; empty: none was asked for",
    "party": "name of the party, for programs",
    "party_label": "the party, in words",
    "per": "what the amount is for: a run, a partnership that ended, or a year",
    "year": "calendar year",
    "criterion": "name of the criterion, for programs",
    "lever": "the lever",
    "share": "share of all, from 0 to 1",
    "again": "how often it holds a second time, with the same numbers and other luck",
    "number": "number that decides",
    "confirmed": "share of halves in which the number was found and confirmed",
    "low_share": "how often it holds where the number is low",
    "high_share": "how often it holds where the number is high",
    "where_low": "lever that is first most often where the number is low",
    "where_high": "lever that is first most often where the number is high",
    "sets": "sets of numbers that the row is of",
    "set": "number of the set of numbers, from 0; joins the tables",
    "added": "what the lever adds, mean over all runs of the set",
    "first": "1 if the lever is first, a part of it if several are",
    "cash_after_costs": "cash saved less outcome payments and transaction cost, that the lever adds",
    "other_value": "value that makes no bill smaller, such as a better life; never added to cash",
    "differs": "what differs between the two looks",
    "same_first": "share of sets in which the same lever is first in both",
    "mean": "mean",
    "family": "family of barriers",
    "barrier": "name of the barrier, for programs",
    "domain": "welfare area; all: all of them together",
    "stopped_a_run": "attempts that it stopped, mean over runs",
    "started_a_run": "attempts begun, mean over runs",
    "propensity": "share of attempts that would use the lever without a policy, expected",
    "use": "share of attempts that would use the lever as things stand when they begin, policies included",
    "step": "name of the step, for programs",
    "share_of_started": "share of the attempts begun",
    "name": "name of the figure, for programs",
    "observed_low": "lowest number observed",
    "observed_high": "highest number observed",
    "cash_saved": "cash that leaves the party's budget no more, by effects",
    "transfers": "what others pay to the party, less what it pays to them",
    "service": "capital spent on service (negative: spent)",
    "development": "development cost (negative: spent)",
    "after_signature": "cost of evaluation and re-planning after signature (negative: spent)",
    "net_cash": "sum of the flows of cash",
    "net_with_other_value": "net cash and other value together",
    "net_cash_ordinary": "net cash that ordinary contracts for the same programmes would have left",
    "net_with_other_value_ordinary": "the same, and other value",
    "net_cash_per_partnership": "net cash for each partnership that ended",
    "net_cash_a_year": "net cash for each year of a run",
    "net_with_other_value_per_partnership": "net cash and other value for each partnership that ended",
    "net_with_other_value_a_year": "net cash and other value for each year of a run",
    "worst_tenth": "mean net cash in the tenth of partnerships that leave the party the least",
    "worst_tenth_ordinary": "the same of ordinary contracts",
    "money": "what amounts of this table are in",
    "pocket": "name of the pocket, for programs",
    "kind": "cash or other value; funds pay and gain nothing that is counted",
    "gained": "value gained",
    "paid": "outcome payments paid",
    "share_of_gain": "share of all that is gained of this kind",
    "share_of_payment": "share of all that is paid",
    "gross": "what it would be if results were all effect",
    "of_effects": "what programmes caused",
    "net": "that, less what ordinary services would have brought for the same money",
    "horizon": "agreed duration of the contracts",
    "deals": "partnerships with investors",
    "promised": "return that investors expected at signature, share of capital a year",
    "realised": "return that investors got, share of capital a year",
    "shortfall": "promised less realised",
    "shortfall_low": "lower end of the 95 % interval of the shortfall",
    "shortfall_high": "upper end of the 95 % interval of the shortfall",
    "quarters": "quarters of the year that are simulated",
    "observed": "partnerships observed",
    "observed_where": "where they were counted, and by whom",
    "observed_note": "what must be known of the counts",
    **{f"{name}_{end}": f"{what}: {BAND[end]}" for name, what in YEARLY.items() for end in BAND},
}
SETS = "sets"  # a column
OVER_SETS = {"low": "below it lie 5 % of sets", "high": "above it lie 5 % of sets"}
# What the same name means elsewhere is another thing.
OWN = {
    "funnel": BAND,
    "key_figures": {**BAND, "runs": "runs that have the figure"},
    "changes": {
        "mean": "what the lever adds, mean over sets",
        **OVER_SETS,
    },
    "sets": {"base": "mean over all runs of the set, without any lever", "other_value": "other value that it adds"},
    "deciding": {
        "unit": "unit of the number that decides, as the scenario has it",
        "low": "upper end of the lowest third of the number",
        "high": "lower end of the highest third of the number",
    },
    "barriers": {"share": "share of the attempts stopped in the welfare area"},
}


# Of tables that say how many sets of numbers each row is of.
BY_SET = {"base": "mean over sets, without the lever", "other": "mean over sets, with the lever", **OVER_SETS}


def meanings_of(table: str, columns: Iterable[str]) -> dict[str, str]:
    """Return the meaning of each column of a table that has a known one."""
    columns = list(columns)
    known = {**MEANINGS, **OWN.get(table, {}), **(BY_SET if SETS in columns else {})}
    return {column: known[column] for column in columns if column in known}
