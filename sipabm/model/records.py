"""The fields of every record that the walk reads and writes: what each means, in which unit, and how it starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any, NamedTuple

from sipabm.levers import BENDING
from sipabm.rules.learning import UNKNOWN_COST
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS, Trait
from sipabm.words import CONTRACT_YEARS, NOBODY, Domain, Pocket, Programme

DOMAINS = len(Domain)
PROGRAMMES = len(Programme)
DURATIONS = len(CONTRACT_YEARS)
# A programme over a duration: what parties expect of it depends on nothing else that is written into a contract.
PLANS = PROGRAMMES * DURATIONS
# Parts of public value by pocket and welfare area, which add up to 1; set from weights when the run starts.
PARTS = tuple(f"{pocket.name.lower()}_part" for pocket in Pocket)
# Rows of arrays have a fixed length, so a syndicate has a largest size.
MOST_INVESTORS = 12
# The lead provider and at most five partners.
MOST_PARTNERS = 5
# Earlier than every gate: what stood there from the start is new to no project.
BEFORE_THE_RUN = -1
# Eight bytes each: the engine sets traits of all kinds of actors in one loop over words of that length.
WHOLE, REAL = "i8", "f8"

# A row of an array in the engine, an agent or another object in the Mesa model: all they share is the names of fields.
Record = Any


class Field(NamedTuple):
    """A field: its name, the type of its numbers, what it means with unit, its start value, and how many if several.

    Several numbers with labels are reported as a column each.
    """

    name: str
    type: str
    meaning: str
    start: float = 0
    size: int = 0
    labels: tuple[str, ...] = ()


def whole(name: str, meaning: str, start: int = 0) -> Field:
    """Return a field that holds a whole number."""
    return Field(name, WHOLE, meaning, start)


def real(name: str, meaning: str, start: float = 0.0) -> Field:
    """Return a field that holds a real number."""
    return Field(name, REAL, meaning, start)


def several(field: Field, size: int) -> Field:
    """Return a field that holds several numbers."""
    return field._replace(size=size)


def labelled(field: Field, members: Iterable[IntEnum]) -> Field:
    """Return a field that holds a number for each member of an enumeration."""
    labels = tuple(member.name.lower() for member in members)
    return field._replace(size=len(labels), labels=labels)


def columns(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return fields as they are reported: one with labels becomes a column for each."""
    return tuple(column for field in fields for column in columns_of(field))


def columns_of(field: Field) -> Iterator[Field]:
    """Yield the columns of one field."""
    if not field.labels:
        yield field
    for label in field.labels:
        meaning = f"{field.meaning}: {label.replace('_', ' ')}"
        yield field._replace(name=f"{field.name}_{label}", meaning=meaning, size=0, labels=())


def trait_fields(traits: tuple[Trait, ...]) -> tuple[Field, ...]:
    """Return the fields of traits, in their order; they are set when the actor's luck is known."""
    return tuple(Field(each.name, WHOLE if each.whole else REAL, each.meaning, size=each.size) for each in traits)


COUNTRY = (
    whole("first_authority", "number of the first of its authorities, which are numbered one after another"),
    whole("authorities", "number of its authorities"),
    whole("first_election", "quarter of the first election"),
    whole("election_period", "quarters between elections, 0 for none"),
    whole("since", "first quarter in which its authorities look at partnerships"),
    whole("votes", "1 in the quarter of an election"),
    real("labour_market", "deviation of the labour market, log points"),
    several(whole("law_since", "quarter of the last law by welfare area, -1 if none", BEFORE_THE_RUN), DOMAINS),
    several(whole("fund_calls", "1 for each welfare area for which an outcomes fund calls for projects"), DOMAINS),
    several(whole("support_open", "1 for each welfare area in which a fund supports development"), DOMAINS),
    real("most_pull", "largest pull of open calls over its welfare areas, share of interest"),
    several(real("development_share", "largest share of development cost that a fund carries"), DOMAINS),
    several(real("fund_weight", "weight of the funds that are open, million USD"), DOMAINS),
    several(real("fund_share", "net share of payments that open funds carry, mean weighted by purse"), DOMAINS),
)
FUND = (
    whole("country", "number of the country, -1 for all"),
    whole("domains", "welfare areas it is open to, as a sum of 1 << domain"),
    whole("opens", "first quarter in which it takes projects"),
    whole("closes", "last quarter in which it takes projects"),
    real("share", "share of outcome payments it carries"),
    real("repayment", "share of what it paid that the authority gives back"),
    whole("invests", "1 if it is paid back out of savings and counts as an investor"),
    real("development_share", "share of authorities' development cost that it carries"),
    real("purse", "purse at the start, million USD"),
    real("remaining", "purse not yet committed, million USD"),
)
ACTOR = (
    whole("identity", "address of its draws"),
    whole("number", "its place among its kind"),
    whole("country", "number of its country"),
)
SIGNATURES = whole("signatures", "partnerships signed so far; of an investor, led so far")
AUTHORITY = (
    *ACTOR,
    # what is touched every quarter for everybody lies together, at the beginning: large worlds wait for memory
    real("news", "recent signatures of peers, weighted by trust"),
    whole("developing", "projects under development"),
    whole("has_left", "1 if it has given partnerships up, or is done with them"),
    real("attention_factor", "attention relative to an authority of the usual size", 1.0),
    *trait_fields(AUTHORITY_TRAITS),
    whole("areas", "welfare areas it is in charge of, as a sum of 1 << domain"),
    real("kind_size", "median size of its kind, relative to the usual authority"),
    real("kind_spread", "standard deviation of the logarithm of size within its kind"),
    real("relative_size", "size, relative to the usual authority", 1.0),
    SIGNATURES,
    whole("government_since", "quarter in which the government came in, -1 before the run", BEFORE_THE_RUN),
    real("closing_successes", "first parameter of the belief about closing"),
    real("closing_failures", "second parameter of the belief about closing"),
    real("delivery_successes", "first parameter of the belief about delivery"),
    real("delivery_failures", "second parameter of the belief about delivery"),
    real("expected_cost", "development cost expected, share of capital"),
    several(real("known_attempts", "attempts known by welfare area: own ones, and peers' by trust"), DOMAINS),
    # One after another: an array in a record of the engine has one dimension.
    several(
        real("unanswered", "of these, by area and lever, those that met what it answers without it"), DOMAINS * BENDING
    ),
)
PROVIDER = (
    *ACTOR,
    # what is asked of every candidate lies together, here and in the order of traits
    whole("engaged", "projects and partnerships it is engaged in"),
    *trait_fields(PROVIDER_TRAITS),
    SIGNATURES,
)
INVESTOR = (*ACTOR, *trait_fields(INVESTOR_TRAITS), SIGNATURES)

# An attempt, from the idea to its end: the columns of its row, then what is needed on the way.
ATTEMPT = (
    whole("authority", "number of the authority", NOBODY),
    whole("country", "number of the country", NOBODY),
    whole("domain", "welfare area"),
    whole("started", "quarter of the start"),
    whole("ended", "quarter of signature or exit"),
    whole("stage", "stage of the exit, or signed"),
    whole("outcome", "signed or stopped"),
    whole("barrier", "the barrier that ended it, -1 if signed", NOBODY),
    whole("barriers", "every barrier that stood in its way at that stage, as a sum of 1 << barrier"),
    whole("barriers_ahead", "every barrier that later stages would have held, as things stood when it ended"),
    real("capital", "capital needed, million USD"),
    whole("provider", "number of the lead provider, -1 if none", NOBODY),
    whole("investor", "number of the lead investor, -1 if none", NOBODY),
    whole("providers", "providers that deliver together"),
    whole("early_meeting", "1 if it began with early informal meetings"),
    whole("pragmatic", "1 if data work was pragmatic"),
    whole("mapped", "1 if competence was mapped early"),
    whole("pooled", "1 if budgets were pooled"),
    whole("house", "1 if it was developed in an innovation house"),
    whole("flexible_allowed", "1 if a flexible contract was on the table"),
    whole("cashable_only", "1 if only cashable savings counted"),
    real("novelty", "novelty of the programme, share, 0 if never known"),
    real("quality", "true quality of the programme, share of target, 0 if never known"),
    real("signal", "quality shown by the business case, share of target, 0 if never known"),
    real("uncertainty", "uncertainty left, standard deviation of log success"),
    real("cost_share", "development cost of the authority's team, share of capital"),
    whole("departments_joined", "other departments of the authority that joined"),
    whole("authorities_joined", "other authorities that pay their part"),
    whole("state_joined", "1 if the state pays its part, outside its funds"),
    whole("investors", "investors in the syndicate"),
    real("surplus", "joint surplus of the best template, multiple of capital; 0 if never negotiated"),
    real("relaxed_surplus", "largest joint surplus with one barrier relaxed, 0 if not needed"),
    whole("rounds", "rounds of offers"),
    real("cost_authority", "development cost borne by the authority, million USD"),
    real("cost_provider", "development cost borne by the provider, million USD"),
    real("cost_investors", "development cost borne by investors, million USD"),
    real("cost_funds", "development cost borne by funds that support it, million USD"),
)
PROJECT = (
    *ATTEMPT,
    whole("used", "levers used, as a sum of 1 << lever"),
    real("development_share", "share of the authority's development cost that a fund carries"),
    real("known_cost", "development cost known to be needed, share of capital, -1 before the case", UNKNOWN_COST),
    whole("due", "quarter of the next gate"),
    whole("gate", "quarter of the last gate passed"),
    whole("agreed", "1 when terms are agreed and wait for signature"),
    real("trust_provider", "trust between authority and provider"),
    real("trust_investor", "trust between authority and lead investor"),
    real("trust_third", "trust between provider and lead investor"),
    whole("tie_provider", "tie of authority and provider, -1 if none", NOBODY),
    whole("tie_investor", "tie of authority and lead investor, -1 if none", NOBODY),
    whole("tie_third", "tie of provider and lead investor, -1 if none", NOBODY),
    real("tailoring", "fit to frontline and departments, share of acceptance"),
    real("joined_share", "share of other departments' gain that counts"),
    real("authorities_share", "share of other authorities' gain that counts"),
    real("usual_quality", "median quality of programmes like this one, share of target"),
    real("usual_spread", "standard deviation of log quality among them"),
    real("case_level", "results technology left when the case was made, relative to the start of the run", 1.0),
    whole("filled", "1 if investors cover the capital"),
    real("hurdle_rate", "hurdle rate of the syndicate, per year"),
    real("risk_aversion", "risk aversion of the syndicate"),
    real("social_motive", "social motive of the syndicate, per year"),
    real("misjudgement", "misjudgement of the syndicate, log points"),
    real("foresight", "foresight of the syndicate, share that expects exponential growth"),
    whole("rigour_allowed", "lightest evaluation allowed"),
    whole("programme", "placement or upskilling"),
    whole("instrument", "payment by results, social impact bond or both"),
    whole("form", "rigid or flexible"),
    whole("rigour", "evaluation rigour"),
    whole("years", "agreed duration in years"),
    real("price", "payment at target per unit of capital"),
    real("authority_limit", "highest price the authority would have paid, within the cap on payments"),
    real("consortium_ask", "lowest price provider and investors would have taken"),
    real("provider_payment_share", "share of payments that goes to the provider"),
    real("outlook", "what the authority expected technology to leave of results when it signed", 1.0),
    real("promised_success", "success that investors expected when they signed, share of target"),
    real("promised_spread", "standard deviation of success that they expected, share of target"),
    whole("fund", "number of the outcomes fund, -1 if none", NOBODY),
    real("fund_share", "share of payments the fund carries"),
    real("fund_committed", "commitment of the fund, million USD"),
    several(whole("partner", "numbers of the providers beside the lead, -1 for none", NOBODY), MOST_PARTNERS),
    several(whole("member", "numbers of the investors, -1 for none", NOBODY), MOST_INVESTORS),
    several(real("ticket", "capital of each investor, million USD"), MOST_INVESTORS),
)


def of_project(*names: str) -> tuple[Field, ...]:
    """Return fields of the project that the table of contracts shows as well."""
    fields = {field.name: field for field in PROJECT}
    return tuple(fields[name] for name in names)


# A contract: the columns of its row, of which it holds those itself that its project does not, then what is needed
# while it runs.
CONTRACT_ROW = (
    *of_project("authority", "country", "domain", "started"),
    whole("signed", "quarter of signature"),
    whole("ended", "quarter of the last quarter of service; the last one of the run if still running"),
    whole("status", "running, delivered or why it ended early"),
    *of_project("programme", "instrument", "form", "rigour", "years"),
    whole("quarters_run", "quarters of service so far"),
    *of_project("capital"),
    real("capital_investors", "capital of investors, million USD"),
    real("capital_provider", "capital of the provider, million USD"),
    *of_project("price", "authority_limit", "consortium_ask", "provider_payment_share", "rounds", "provider"),
    whole("investor", "number of the lead investor, -1 if none invests", NOBODY),
    *of_project("investors", "providers", "departments_joined", "authorities_joined", "state_joined"),
    whole("payers", "organisations that pay: authority, other authorities, state and fund together"),
    whole("parties", "payers, providers and investors together"),
    *of_project("fund", "fund_share", "fund_committed", "cashable_only", "house", "novelty"),
    real("effect", "what the programme caused, share of target"),
    real("result", "what was measured and is paid: effect, labour market, deadweight and luck, share of target"),
    real("conventional_effect", "effect of a conventional contract for the same programme, share of target"),
    whole("replans", "number of re-plannings"),
    *of_project("cost_authority", "cost_provider", "cost_investors", "cost_funds"),
    real("conventional_cost", "cost of setting up a conventional contract for the same programme, million USD"),
    real("payment_authority", "outcome payment of the authority, million USD"),
    real("payment_departments", "outcome payment of joined departments, million USD"),
    real("payment_authorities", "outcome payment of other authorities, million USD"),
    real("payment_state", "outcome payment of the state outside its funds, million USD"),
    real("payment_fund", "outcome payment of the fund, million USD"),
    real("misplaced", "part of the outcome payment that was for no effect, million USD"),
    real("fund_repaid", "given back to the fund by the authority, million USD"),
    real("guarantee_paid", "paid to investors by a guarantor outside the partnership, million USD"),
    real("break_fee", "paid by the authority for capital not spent when a government or law ended it, million USD"),
    real("spent", "capital spent on service, million USD"),
    real("returned", "capital never spent and given back, million USD"),
    real("promised", "what investors expected to receive back when they signed, million USD"),
    real("to_investors", "all that investors receive back, million USD"),
    real("to_provider", "outcome payment to the provider, million USD"),
    real("cost_after", "cost to the authority of evaluation and re-planning after signature, million USD"),
    real("burden", "cost to the provider of the evaluation, million USD"),
    labelled(real("value", "public value of the effect in this pocket, million USD"), Pocket),
    real("gross_cash", "cash that public budgets would have saved if the whole result were effect, million USD"),
    real("gross_other", "other public value if the whole result were effect, million USD"),
    real("displaced_cash", "cash that the ordinary service would have saved for the same money, million USD"),
    real("displaced_other", "other public value of that ordinary service, million USD"),
    *of_project("member", "ticket"),
    several(real("received", "received by each investor, million USD"), MOST_INVESTORS),
)
CONTRACT = (
    *(field for field in CONTRACT_ROW if field not in PROJECT),
    whole("attempt", "row of its attempt, where rows are kept"),
    whole("first", "quarter of the first quarter of service"),
    whole("duration", "agreed duration in quarters"),
    real("results", "results so far, with the labour market's part, in quarters at target"),
    real("caused", "the same without the labour market's part"),
    real("conventional_results", "what a conventional contract would have caused so far, in quarters at target"),
    real("quality_now", "quality of the programme as it is now"),
    real("law_factor", "share of results that laws leave", 1.0),
    real("conventional_law_factor", "share of results that laws leave if nothing is ever re-planned", 1.0),
    real("adaptation", "added results learnt so far"),
    whole("last_replan", "quarter of the last re-planning"),
    whole("in_house", "1 while an innovation house runs it"),
)
TABLE = (
    # whatever is relaxed; programmes one after another
    several(real("seen", "share of the effect that shows, by programme and duration"), PLANS),
    several(real("authority_outlook", "what the authority expects technology to leave, likewise"), PLANS),
    several(real("investor_outlook", "the same of the syndicate"), PLANS),
    several(real("provider_outlook", "the same of the provider"), PLANS),
    several(
        real("programme_worth", "value at target by programme, whenever it shows, as a multiple of capital"), PROGRAMMES
    ),
    real("authority_belief", "the authority's confidence in the case, share"),
    real("investor_signal", "quality of the programme as the syndicate sees it, share of target"),
    real("investor_uncertainty", "its uncertainty about that, standard deviation of log success"),
    real("fund_carries", "share of payments that the outcomes fund carries net of repayment"),
    # with one barrier relaxed, or none
    real("counted", "share of public value that the budgets which pay count"),
    whole("whole_effect", "1 if all of the effect counts, whenever it shows"),
    whole("forms", "number of forms of contract that are allowed"),
    whole("lightest", "lightest evaluation that is allowed"),
    real("evaluation_counts", "1 if evaluation costs and burdens, 0 if that is relaxed"),
    real("investor_view", "the syndicate's confidence in the case, share"),
    real("aversion", "the syndicate's risk aversion"),
)
EVENT = (
    whole("kind", "closed, failed or delivered"),
    whole("authority", "number of the authority"),
    real("value", "development cost, share of capital, or share of the promise that was kept"),
    real("progress", "results while a contract ran, relative to plan"),
    whole("domain", "welfare area"),
    whole("barriers", "barriers that stood in the way of an attempt, then or ahead, as a sum of 1 << barrier"),
    whole("used", "levers that it used, as a sum of 1 << lever"),
)
RUN = (
    whole("seed", "first key of all draws"),
    whole("replicate", "second key of all draws"),
    whole("quarter", "the current quarter, counted from the first of the run"),
    whole("quarters", "quarters of the whole run"),
    whole("first_quarter", "quarter of the year (0 to 3) of the first quarter"),
    whole("overflow", "1 if the arrays were too small and the run must be repeated with larger ones"),
    real("machines", "share of exposed work that machines do"),
    several(real("linear", "mean share of machines expected over contracts, if capability grows linearly"), DURATIONS),
    several(real("exponential", "the same, if it doubles on"), DURATIONS),
    real("world_news", "recent signatures anywhere"),
    real("world_closed", "signatures so far anywhere"),
    real("world_failed", "failed attempts so far anywhere"),
    real("world_delivered", "success of deliveries so far anywhere, summed"),
    real("world_undelivered", "shortfall of deliveries so far anywhere, summed"),
    whole("projects", "projects under development"),
    whole("due", "projects whose gate comes this quarter"),
    whole("contracts", "contracts running"),
    whole("slots", "slots for projects used so far"),
    whole("freed", "slots that are free again"),
    whole("events", "events of this quarter"),
    whole("attempts", "attempts recorded"),
    whole("settled", "contracts recorded"),
)


class State(NamedTuple):
    """All records of one run: arrays in the engine, agents and other objects in the Mesa model.

    `run`, `parameters`, `table` (what the parties bring while they look for terms) and `imagined` hold one record. Rows
    of a tie list: `tie_neighbour` and `tie_number` from `tie_start` of an actor on, authorities first, from
    `first_provider` on providers, from `first_investor` on investors; `trust` is by tie. A project and its contract lie
    in the same slot;
    `active`, `due` and `running` list slots. `identities` are those of authorities, `looks` and `needs` their numbers
    of this quarter: whether they look at partnerships, and at which area.
    """

    run: Any
    parameters: Any
    countries: Any
    funds: Any
    authorities: Any
    identities: Any
    looks: Any
    needs: Any
    providers: Any
    investors: Any
    tie_start: Any
    tie_neighbour: Any
    tie_number: Any
    first_provider: Any
    first_investor: Any
    trust: Any
    projects: Any
    contracts: Any
    active: Any
    due: Any
    running: Any
    freed: Any
    table: Any
    # A copy of a stopped attempt, which is led on through the gates it did not reach.
    imagined: Any
    events: Any
    yearly: Any
    states: Any
    attempts: Any
    settled: Any
    # Copied over a place before it is used again, so that nothing of what lay there is left.
    blank_project: Any
    blank_contract: Any
    blank_event: Any
