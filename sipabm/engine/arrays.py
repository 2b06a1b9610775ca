"""The engine's arrays: one record for each actor, project and contract, with the meaning of every state variable."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sipabm.parameters import GROUP_OF, GROUPS, Values
from sipabm.recording.columns import (
    ATTEMPT,
    ATTEMPT_TYPE,
    CONTRACT_TYPE,
    MOST_INVESTORS,
    STATE,
    YEARLY,
    real,
    record_type,
    whole,
)
from sipabm.scenario import Levers, Scenario
from sipabm.states import CONTRACT_YEARS, Domain
from sipabm.world import World
from sipabm.world.calendar import first_quarter_of, fund_terms, lever_terms, years_of

LONG_AGO = -1
DOMAINS = len(Domain)
DURATIONS = len(CONTRACT_YEARS)

COUNTRY = (
    whole("first_election", "step of the first election"),
    whole("election_period", "quarters between elections, 0 for none"),
    whole("votes", "1 in the quarter of an election"),
    real("labour_market", "deviation of the labour market, log points"),
)
COUNTRY_TABLES = (
    ("law_since", DOMAINS, "step of the last law by welfare area, -1 if none"),
    ("fund_open", DOMAINS, "1 for each welfare area for which an outcomes fund is open"),
    ("fund_share", DOMAINS, "share of payments that open funds carry for good, mean weighted by purse"),
)
FUND = (
    whole("country", "number of the country, -1 for all"),
    whole("domains", "welfare areas it is open to, as a sum of 1 << domain"),
    whole("opens", "first step in which it takes projects"),
    whole("closes", "last step in which it takes projects"),
    real("share", "share of outcome payments it carries"),
    real("repayment", "share of what it paid that the authority gives back"),
    real("purse", "purse at the start, million USD"),
    real("remaining", "purse not yet committed, million USD"),
)
AUTHORITY = (
    whole("identity", "address of its draws"),
    whole("country", "number of its country"),
    real("fatigue", "fatigue from failed attempts, share"),
    real("news", "recent signatures of peers, weighted by trust"),
    real("own_interest", "own interest, per quarter"),
    whole("developing", "projects under development"),
    real("support", "political support, share"),
    whole("government_since", "step in which the government came in, -1 before the run"),
    real("closing_successes", "first parameter of the belief about closing"),
    real("closing_failures", "second parameter of the belief about closing"),
    real("delivery_successes", "first parameter of the belief about delivery"),
    real("delivery_failures", "second parameter of the belief about delivery"),
    real("expected_cost", "development cost expected, share of capital"),
    real("worth_factor", "worth of programmes here, relative to the mean"),
    real("luck_dislike", "dislike of paying for luck, share of capital per standard deviation"),
    real("silo_strength", "silo strength, probability"),
    real("resistance", "frontline resistance, share"),
    real("data_access", "access to data, share"),
    whole("insists_on_cashable", "1 if only cashable savings count"),
    whole("rigour_asked", "evaluation rigour asked for"),
    real("horizon", "planning horizon, years"),
    real("development_budget", "development budget, share of capital"),
    real("foresight", "1 if it expects exponential growth of technology, 0 if linear"),
    real("certainty_asked", "uncertainty accepted, standard deviation of log success"),
    whole("signatures", "partnerships signed so far"),
)
AUTHORITY_TABLES = (("need", DOMAINS, "need by welfare area, weight"), ("competence", 3, "competence by kind, share"))
PROVIDER = (
    whole("identity", "address of its draws"),
    whole("country", "number of its country"),
    real("skill", "skill, share"),
    real("contracts", "competence in contracts, share"),
    real("evaluation", "competence in evaluation, share"),
    real("risk_aversion", "risk aversion, capital per variance"),
    real("working_capital", "working capital not tied up, million USD"),
    whole("capacity", "partnerships it can run at once"),
    whole("engaged", "projects and partnerships it is engaged in"),
    real("novelty", "novelty of its programmes, share"),
    whole("trains", "1 if it can train people instead of placing them"),
    whole("signatures", "partnerships signed so far"),
)
PROVIDER_TABLES = (("works_in", DOMAINS, "1 for each welfare area it works in"),)
INVESTOR = (
    whole("identity", "address of its draws"),
    whole("country", "number of its country"),
    whole("kind", "kind of investor"),
    real("available", "capital not tied up, million USD"),
    real("largest_ticket", "largest amount for one partnership, million USD"),
    real("hurdle_rate", "hurdle rate, per year"),
    real("risk_aversion", "risk aversion, capital per variance"),
    real("social_motive", "return given up for impact, per year"),
    real("misjudgement", "error about success, log points"),
    real("foresight", "1 if it expects exponential growth of technology, 0 if linear"),
    real("competence", "competence in finance and contracts, share"),
    whole("signatures", "partnerships led so far"),
)
PROJECT = (
    *ATTEMPT,
    real("known_cost", "development cost known to be needed, share of capital, -1 before the business case"),
    whole("due", "step of the next gate"),
    whole("gate", "step of the last gate passed"),
    whole("agreed", "1 when terms are agreed and wait for signature"),
    real("trust_provider", "trust between authority and provider"),
    real("trust_investor", "trust between authority and lead investor"),
    real("trust_third", "trust between provider and lead investor"),
    whole("tie_provider", "tie of authority and provider, -1 if none"),
    whole("tie_investor", "tie of authority and lead investor, -1 if none"),
    whole("tie_third", "tie of provider and lead investor, -1 if none"),
    real("tailoring", "fit to frontline and departments, share of acceptance"),
    real("joined_share", "share of other departments' gain that counts"),
    real("case_level", "results technology left when the case was made, relative to the start of the run"),
    whole("filled", "1 if investors cover the capital"),
    real("hurdle_rate", "hurdle rate of the syndicate, per year"),
    real("risk_aversion", "risk aversion of the syndicate"),
    real("social_motive", "social motive of the syndicate, per year"),
    real("misjudgement", "misjudgement of the syndicate, log points"),
    real("foresight", "foresight of the syndicate, share that expects exponential growth"),
    whole("rigour_allowed", "lightest evaluation allowed"),
    whole("programme", "programme agreed"),
    whole("instrument", "instrument agreed"),
    whole("form", "form agreed"),
    whole("rigour", "rigour agreed"),
    whole("years", "duration agreed"),
    real("price", "price agreed"),
    real("authority_limit", "authority's reservation price"),
    real("consortium_ask", "reservation price of provider and investors"),
    real("provider_payment_share", "share of payments for the provider"),
    real("outlook", "what the authority expected technology to leave of results when it signed"),
    real("promised_success", "success that investors expected when they signed, share of target"),
    whole("fund", "outcomes fund, -1 if none"),
    real("fund_share", "share of payments the fund carries"),
    real("fund_committed", "commitment of the fund, million USD"),
)
PROJECT_TABLES = (
    ("member", MOST_INVESTORS, "numbers of the syndicate's investors"),
    ("ticket", MOST_INVESTORS, "capital of each, million USD"),
)
DELIVERY = (
    whole("project", "slot of its project"),
    whole("first", "step of the first quarter of service"),
    whole("ended", "step of the last quarter of service"),
    whole("duration", "agreed duration in quarters"),
    whole("quarters_run", "quarters of service so far"),
    whole("status", "running, delivered or why it ended early"),
    real("results", "results so far, in quarters at target"),
    real("quality", "quality of the programme as it is now"),
    real("law_factor", "share of results that laws leave"),
    real("adaptation", "added results learnt so far"),
    whole("last_replan", "step of the last re-planning"),
    whole("in_house", "1 while an innovation house runs it"),
    whole("replans", "number of re-plannings"),
    real("cost_after", "cost of evaluation and re-planning, million USD"),
)
EVENT = (
    whole("kind", "closed, failed or delivered"),
    whole("authority", "number of the authority"),
    real("value", "development cost, share of capital, or share of the promise that was kept"),
    real("progress", "results while a contract ran, relative to plan"),
)
RUN = (
    whole("seed", "first key of all draws"),
    whole("replicate", "second key of all draws"),
    whole("overflow", "1 if the arrays were too small and the run must be repeated with larger ones"),
    whole("first_quarter", "quarter of the year (0 to 3) of the first step"),
    real("machines", "share of exposed work that machines do"),
    real("world_news", "recent signatures anywhere"),
    real("world_closed", "signatures so far anywhere"),
    real("world_failed", "failed attempts so far anywhere"),
    real("world_delivered", "success of deliveries so far anywhere, summed"),
    real("world_undelivered", "shortfall of deliveries so far anywhere, summed"),
    whole("projects", "projects under development or running"),
    whole("due", "projects whose gate comes this quarter"),
    whole("contracts", "contracts running"),
    whole("free_slots", "free slots for projects"),
    whole("events", "events of this quarter"),
    whole("attempt_rows", "attempts recorded"),
    whole("contract_rows", "contracts recorded"),
)
RUN_TABLES = (
    ("linear", DURATIONS, "mean share of machines expected over contracts of 2, 4, 6 years, if it grows linearly"),
    ("exponential", DURATIONS, "the same, if it grows exponentially"),
)


def parameter_type() -> np.dtype:
    """Return the numpy type of one scenario's parameters and levers."""
    fields: list[Any] = []
    for name, group in GROUP_OF.items():
        default = GROUPS[group].model_fields[name].default
        fields.append((name, "f8", (len(default.as_tuple()),)) if isinstance(default, Values) else (name, "f8"))
    fields += [("cashable_pocket", "f8", (DOMAINS,)), ("state_pocket", "f8", (DOMAINS,))]  # set when the run starts
    levers = len(Levers.model_fields)
    fields += [("lever_practice", "f8", (levers,)), ("lever_intensity", "f8", (levers,))]
    fields += [("lever_first", "i8", (levers,)), ("lever_last", "i8", (levers,))]
    return np.dtype(fields, align=True)


PARAMETERS_TYPE = parameter_type()
COUNTRY_TYPE = record_type(COUNTRY, COUNTRY_TABLES)
FUND_TYPE = record_type(FUND)
AUTHORITY_TYPE = record_type(AUTHORITY, AUTHORITY_TABLES)
PROVIDER_TYPE = record_type(PROVIDER, PROVIDER_TABLES)
INVESTOR_TYPE = record_type(INVESTOR)
PROJECT_TYPE = record_type(PROJECT, PROJECT_TABLES)
DELIVERY_TYPE = record_type(DELIVERY)
EVENT_TYPE = record_type(EVENT)
RUN_TYPE = record_type(RUN, RUN_TABLES)


class State(NamedTuple):
    """All arrays of one run; the engine's phases change them in place."""

    run: NDArray[Any]
    parameters: NDArray[Any]
    countries: NDArray[Any]
    funds: NDArray[Any]
    authorities: NDArray[Any]
    providers: NDArray[Any]
    investors: NDArray[Any]
    tie_start: NDArray[np.int64]
    tie_neighbour: NDArray[np.int64]
    tie_number: NDArray[np.int64]
    first_provider: NDArray[np.int64]
    first_investor: NDArray[np.int64]
    trust: NDArray[np.float64]
    projects: NDArray[Any]
    free: NDArray[np.int64]
    active: NDArray[np.int64]
    due: NDArray[np.int64]
    contracts: NDArray[Any]
    events: NDArray[Any]
    yearly: NDArray[np.float64]
    states: NDArray[np.float64]
    attempt_rows: NDArray[Any]
    contract_rows: NDArray[Any]
    sheet: NDArray[Any]


def parameter_array(scenario: Scenario) -> NDArray[Any]:
    """Return the parameters of a scenario as an array of one record."""
    record = np.zeros(1, dtype=PARAMETERS_TYPE)
    for name, value in scenario.flat().items():
        record[name] = value
    for number, terms in enumerate(lever_terms(scenario)):
        record["lever_practice"][0, number] = terms.practice
        record["lever_intensity"][0, number] = terms.intensity
        record["lever_first"][0, number] = terms.first
        record["lever_last"][0, number] = terms.last
    return record


def country_array(scenario: Scenario) -> NDArray[Any]:
    """Return one record for each country."""
    records = np.zeros(len(scenario.countries), dtype=COUNTRY_TYPE)
    for record, country in zip(records, scenario.countries, strict=True):
        record["first_election"] = scenario.step_of(country.first_election)
        record["election_period"] = country.election_period
    records["law_since"] = LONG_AGO
    return records


def fund_array(scenario: Scenario) -> NDArray[Any]:
    """Return one record for each outcomes fund with a full purse, the one of the lever last."""
    return np.array([(*terms, terms.purse) for terms in fund_terms(scenario)], dtype=FUND_TYPE)


def actor_array(world: World, kind: str, type_: np.dtype) -> NDArray[Any]:
    """Return one record for each actor of a kind, with country and identity; traits are set when the run starts."""
    actors = getattr(world, kind)
    records = np.zeros(len(actors.country), dtype=type_)
    records["country"] = actors.country
    records["identity"] = actors.identity
    return records


def first_of(world: World, offset: int) -> NDArray[np.int64]:
    """Return for each actor where in its row the neighbours numbered from `offset` on begin."""
    ties = world.ties
    before = np.concatenate(([0], np.cumsum(ties.neighbour < offset)))
    return (ties.start[:-1] + before[ties.start[1:]] - before[ties.start[:-1]]).astype(np.int64)


def run_array(scenario: Scenario, world: World, slots: int) -> NDArray[Any]:
    """Return the record of the run itself."""
    record = np.zeros(1, dtype=RUN_TYPE)
    record["seed"], record["replicate"] = world.seed, world.replicate
    record["free_slots"] = slots
    record["first_quarter"] = first_quarter_of(scenario)
    return record


def new_state(scenario: Scenario, world: World, rows: bool, room: int = 1) -> State:
    """Return the arrays of a run before its first quarter; without `rows` attempts and contracts are only counted.

    `room` multiplies the space for projects and rows; a run that finds too little says so and is repeated.
    """
    authorities = len(world.authorities.country)
    slots = room * max(64, authorities)
    at_providers, at_investors = authorities, authorities + len(world.providers.country)
    years = years_of(scenario)
    ties = world.ties
    return State(
        run=run_array(scenario, world, slots),
        parameters=parameter_array(scenario),
        countries=country_array(scenario),
        funds=fund_array(scenario),
        authorities=actor_array(world, "authorities", AUTHORITY_TYPE),
        providers=actor_array(world, "providers", PROVIDER_TYPE),
        investors=actor_array(world, "investors", INVESTOR_TYPE),
        tie_start=ties.start,
        tie_neighbour=ties.neighbour,
        tie_number=ties.tie,
        first_provider=first_of(world, at_providers),
        first_investor=first_of(world, at_investors),
        trust=ties.given_trust.copy(),
        projects=np.zeros(slots, dtype=PROJECT_TYPE),
        free=np.arange(slots, dtype=np.int64)[::-1].copy(),
        active=np.zeros(slots, dtype=np.int64),
        due=np.zeros(slots, dtype=np.int64),
        contracts=np.zeros(slots, dtype=DELIVERY_TYPE),
        events=np.zeros(3 * slots, dtype=EVENT_TYPE),
        yearly=np.zeros((years, DOMAINS, len(YEARLY))),
        states=np.zeros((years, len(STATE))),
        attempt_rows=np.zeros(4 * slots if rows else 0, dtype=ATTEMPT_TYPE),
        contract_rows=np.zeros(slots if rows else 0, dtype=CONTRACT_TYPE),
        sheet=np.zeros(1, dtype=CONTRACT_TYPE),
    )
