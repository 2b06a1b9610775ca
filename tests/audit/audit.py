"""Audit: from the rows of a finished run and the addresses of its draws, find every number that does not follow.

The audit walks through a run quarter by quarter as `docs/odd.md` describes it, with the rules of `sipabm.rules` and
with random numbers drawn anew from their addresses. At every gate it compares what follows with what the row says,
notes each difference, and goes on with the row's amount, so that one error makes few lines. It ends at the first event
that went another way. Attempts without a row, still being developed when the run ends, are followed all the same. It
shares no walk with the model: only rules, words, parameters, identities and ties. What is counted per authority, what
investors make of a case, caps on what they receive, who pays, the tender, attention, calls and support of funds, demand
for data, and which barriers move whom to use which lever are reckoned here without the rules.

A stopped attempt is led on as well, through gates that it did not reach, from the books as they stand after the last
gate of its quarter. Of that way a row shows barriers alone; which levers would have been used on it no row shows, but
others learn of that too, so a wrong one shows later, in what they use.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import partial
from itertools import pairwise, product, zip_longest
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import numpy as np

from sipabm.barriers import BARRIER_OF_RELAXATION, FAMILY_OF_BARRIER, Barrier, BarrierFamily, Relaxation
from sipabm.levers import Lever
from sipabm.randomness import HALF_A_UNIT, normal, normal_quantile, uniform, uniform_pair
from sipabm.rules import (
    business_case,
    competence,
    consideration,
    delivery,
    environment,
    innovation,
    learning,
    mobilisation,
    negotiation,
    population,
    search,
    settlement,
    technology,
)
from sipabm.rules.common import choose_barrier, pick, towards_one
from sipabm.scenario import Scenario
from sipabm.tables.history import ATTEMPT_ROW_TYPE, CONTRACT_ROW_TYPE, STATE_COLUMNS, YEARLY_COLUMNS, History
from sipabm.words import (
    CONTRACT_YEARS,
    NOBODY,
    Competence,
    ContractStatus,
    Decision,
    Domain,
    Form,
    Instrument,
    InvestorKind,
    Outcome,
    Pocket,
    Programme,
    Rigour,
    Stage,
)
from sipabm.world import build_world
from sipabm.world.calendar import first_quarter_of, fund_terms, lever_terms

TOLERANCE = 1e-9
MOST_INVESTORS = 12
MOST_PROVIDERS = 6  # the lead and five partners
PUBLIC_MONEY = (
    "payment_authority",
    "payment_departments",
    "payment_authorities",
    "payment_state",
    "payment_fund",
    "break_fee",
    "cost_after",
    "cost_authority",
    "cost_funds",
)
LEAST_LEFT = 0.1  # of what an investor expected, after the worst contract
MOST_OF_A_PRICE = 3.0  # times the price without a cap: what investors ask for at most
IDENTITIES_OF_A_COUNTRY = 1 << 20
IDENTITIES_OF_A_KIND = 1 << 17
STANDARD_NORMAL = NormalDist()
HALF = 0.5  # what a switch must reach to be on
QUARTERS_A_YEAR = 4
MONTHS_A_QUARTER = 3
SIGNING = Stage.SIGNED  # the gate of signing has the number after those of the four stages

# Trait numbers: the partner word in the addresses of trait draws. A trait with several cases has as many numbers.
INTEREST, NEED, WORTH, LUCK_DISLIKE, SILOS, RESISTANCE, SUPPORT, COMPETENCE = 0, 1, 4, 5, 6, 7, 8, 9
DATA_ACCESS, INSISTS, RIGOUR, HORIZON, BUDGET, CERTAINTY, FORESIGHT, SIZE = range(12, 20)
WORKS_IN, SKILL, CONTRACTS, EVALUATION, PROVIDER_RISK, WORKING_CAPITAL, CAPACITY, NOVELTY, TRAINS, DELIVERS = (
    0,
    *range(3, 12),
)
KIND, CAPITAL, HURDLE, INVESTOR_RISK, MISJUDGEMENT, FINANCE, MOTIVE, INVESTOR_FORESIGHT = range(8)

# Columns of the rows, by the event after which they are known.
AT_START = ("country", "domain", "capital", "early_meeting", "house")
AT_SEARCH = ("provider", "investor", "providers")
AT_BUSINESS_CASE = ("novelty", "quality", "signal", "uncertainty", "pragmatic", "mapped", "cashable_only")
AT_MOBILISATION = ("departments_joined", "authorities_joined", "state_joined", "pooled")
AT_NEGOTIATION = ("flexible_allowed", "surplus", "relaxed_surplus", "rounds")
COSTS = ("cost_authority", "cost_provider", "cost_investors", "cost_funds")
TERMS = (
    "country",
    "domain",
    "programme",
    "instrument",
    "form",
    "rigour",
    "years",
    "capital",
    "capital_investors",
    "capital_provider",
    "price",
    "authority_limit",
    "consortium_ask",
    "provider_payment_share",
    "rounds",
    "provider",
    "fund",
    "fund_share",
    "fund_committed",
    "cashable_only",
    "house",
    "novelty",
    "departments_joined",
    "authorities_joined",
    "state_joined",
    "providers",
    "investors",
    "member",
    "ticket",
)
AT_SIGNATURE = ("signed", "investor", "payers", "parties", "promised", "conventional_cost", *COSTS)
AFTER_DELIVERY = ("ended", "status", "quarters_run", "replans", "effect", "result", "conventional_effect")
CASH = ("own_cashable", "other_departments", "other_authorities", "state")
OTHER_VALUE = ("citizens", "local_firms")
VALUES = tuple(f"value_{pocket.name.lower()}" for pocket in Pocket)
PAYERS = ("payment_authority", "payment_departments", "payment_authorities", "payment_state", "payment_fund")
PAYMENTS = (
    *PAYERS,
    "misplaced",
    "guarantee_paid",
    "break_fee",
    "fund_repaid",
    "spent",
    "returned",
    "to_investors",
    "to_provider",
    "cost_after",
    "burden",
    "received",
    *VALUES,
    "gross_cash",
    "gross_other",
    "displaced_cash",
    "displaced_other",
)
# Sums of contracts by year.
SUMS = (
    "cost_after",
    "burden",
    "effect",
    "conventional_effect",
    "promised",
    "payment_fund",
    "misplaced",
    "fund_repaid",
    *VALUES,
    "gross_cash",
    "gross_other",
)
SYNDICATE_TRAITS = ("hurdle_rate", "social_motive", "risk_aversion", "misjudgement", "foresight")
# What comes from outside at any gate: an attempt that it stopped at the door of talks has not talked.
INSTITUTIONS = {Barrier.LEGISLATION, Barrier.CHANGE_OF_GOVERNMENT, Barrier.SPONSOR_WITHDRAWAL}


def of_family(family: BarrierFamily) -> set[Barrier]:
    """Return the barriers of a family."""
    return {barrier for barrier, each in FAMILY_OF_BARRIER.items() if each is family}


# The barriers to which a lever is an answer; the other levers answer none, and nobody comes to use them by itself.
ANSWERED = {
    Lever.EARLY_MEETINGS: of_family(BarrierFamily.STAKEHOLDERS),
    Lever.FLEXIBLE_CONTRACTS: of_family(BarrierFamily.MODEL),
    Lever.PRAGMATIC_DATA: of_family(BarrierFamily.DATA),
    Lever.EARLY_COMPETENCE_MAPPING: of_family(BarrierFamily.COMPETENCE),
    Lever.NO_CASHABLE_REQUIREMENT: of_family(BarrierFamily.MODEL),
    Lever.POOLED_BUDGETS: {Barrier.SILOS},
    Lever.PROPORTIONATE_EVALUATION: of_family(BarrierFamily.MODEL),
}


def audit(scenario: Scenario, seed: int, history: History) -> list[str]:
    """Return what does not follow in a run, a line for each table, row and column; nothing if all of it does."""
    books = Audit(scenario, seed, history)
    try:
        for step in range(scenario.quarters):
            books.quarter(step)
        books.check_end()
        books.check_yearly()
    except AnotherWayError:
        books.discrepancies.append(f"the run went another way in step {step}: nothing after that was audited")
    return list(dict.fromkeys(books.discrepancies))


class AnotherWayError(Exception):
    """An event of the run is not the one that follows."""


def rows_by_start(rows: np.ndarray) -> dict[tuple[int, int], dict[str, Any]]:
    """Return rows as plain numbers, by authority and step of the start."""
    plain = [{name: row[name].tolist() for name in rows.dtype.names} for row in rows]
    return {(row["authority"], row["started"]): row for row in plain}


def differs(expected: Any, found: Any) -> bool:
    """Return whether two numbers, or two lists of numbers, differ by more than rounding."""
    if isinstance(found, list):
        return any(map(differs, expected, found))
    return not abs(expected - found) <= TOLERANCE * max(1.0, abs(expected), abs(found))


def standing(**barriers: Any) -> set[int]:
    """Return the barriers that stand."""
    return {Barrier[name] for name, stands in barriers.items() if stands}


def trait(rule, heterogeneity, luck, mean, number):
    """Return a trait by its rule, from the draw of its number."""
    return rule(mean, heterogeneity, luck[number])


def authority(p, luck, kind):
    """Return an authority with its traits and beliefs at the start."""
    size = kind.size * math.exp(kind.size_spread * normal_quantile(max(luck[SIZE], HALF_A_UNIT)))
    rules = population.spread, population.spread_share, population.lack_share
    spread, share, lack = (partial(trait, rule, p.heterogeneity, luck) for rule in rules)
    closing = consideration.initial_belief(p.realistic_closing, p.initial_optimism)
    delivered = consideration.initial_belief(p.realistic_delivery, p.initial_optimism)
    return SimpleNamespace(
        news=0.0,
        developing=0,
        left=0,
        heard_of=[0.0] * len(Domain),
        unanswered=Counter(),
        government_since=NOBODY,
        in_charge=[not kind.areas or domain.name.lower() in kind.areas for domain in Domain],
        capital_factor=size**p.capital_by_size,
        attention_factor=size**p.need_by_size,
        expected_cost=p.expected_development_cost,
        closing=[p.belief_weight * closing, p.belief_weight * (1.0 - closing)],
        delivery=[p.belief_weight * delivered, p.belief_weight * (1.0 - delivered)],
        own_interest=share(p.own_interest, INTEREST),
        worth_factor=spread(1.0, WORTH),
        need=[spread(p.need[domain], NEED + domain) for domain in Domain],
        luck_dislike=spread(p.luck_dislike, LUCK_DISLIKE),
        silo_strength=share(p.silo_strength, SILOS),
        resistance=share(p.resistance, RESISTANCE),
        support=lack(p.political_support, SUPPORT),
        competence=[share(p.authority_competence[kind], COMPETENCE + kind) for kind in Competence],
        data_access=lack(p.data_access, DATA_ACCESS),
        insists_on_cashable=luck[INSISTS] < p.insists_on_cashable,
        rigour_asked=pick(luck[RIGOUR], p.rigour_asked),
        horizon=spread(p.horizon, HORIZON),
        development_budget=spread(p.development_budget, BUDGET),
        certainty_asked=spread(p.certainty_asked, CERTAINTY),
        foresight=1.0 if luck[FORESIGHT] < p.authority_foresight else 0.0,
    )


def provider(p, luck, _):
    """Return a provider with its traits at the start."""
    spread, share = (partial(trait, of, p.heterogeneity, luck) for of in (population.spread, population.spread_share))
    return SimpleNamespace(
        engaged=0,
        novelty=luck[NOVELTY],
        trains=luck[TRAINS] < p.upskilling_offered,
        works_in=[
            population.works_in(each, min(luck[WORKS_IN:SKILL]), p.provider_breadth) for each in luck[WORKS_IN:SKILL]
        ],
        skill=share(p.provider_skill, SKILL),
        contracts=share(p.provider_competence, CONTRACTS),
        evaluation=share(p.provider_competence, EVALUATION),
        risk_aversion=spread(p.provider_risk_aversion, PROVIDER_RISK),
        working_capital=spread(p.working_capital, WORKING_CAPITAL),
        capacity=population.capacity(p.provider_capacity, p.heterogeneity, luck[CAPACITY]),
        delivers=spread(p.provider_size, DELIVERS),
    )


def investor(p, luck, _):
    """Return an investor with its traits at the start."""
    spread, share = (partial(trait, of, p.heterogeneity, luck) for of in (population.spread, population.spread_share))
    kind = pick(luck[KIND], p.investor_kinds)
    return SimpleNamespace(
        takes_first_loss=kind in (InvestorKind.PUBLIC_FUND, InvestorKind.FOUNDATION),
        leads=kind != InvestorKind.LOCAL,
        available=spread(p.investor_capital[kind], CAPITAL),
        largest_ticket=spread(p.largest_ticket[kind], CAPITAL),
        hurdle_rate=spread(p.hurdle_rate[kind], HURDLE),
        social_motive=spread(p.social_motive[kind], MOTIVE),
        risk_aversion=spread(p.investor_risk_aversion[kind], INVESTOR_RISK),
        misjudgement=population.misjudgement(p.misjudgement, p.misjudgement_spread, luck[MISJUDGEMENT]),
        competence=share(p.investor_competence, FINANCE),
        foresight=1.0 if luck[INVESTOR_FORESIGHT] < p.investor_foresight else 0.0,
    )


def country(scenario, number, terms):
    """Return a country at the start."""
    return SimpleNamespace(
        number=number,
        first_election=scenario.step_of(terms.first_election),
        period=terms.election_period,
        since=0 if terms.since is None else scenario.step_of(terms.since),
        kinds=terms.all_kinds(),
        labour_market=0.0,
        law_since=[NOBODY] * len(Domain),
        calls={},
        support={},
        fund_share={},
    )


def pockets_after_refunds(p, domain):
    """Return the part of public value in each pocket, by weight, after the state has had its refunds."""
    weights = {pocket.name.lower(): getattr(p, pocket.name.lower())[domain] for pocket in Pocket}
    parts = {name: weight / sum(weights.values()) for name, weight in weights.items()}
    back = sum(weight * (1.0 - share) for share, weight in zip(p.benefits_kept, p.benefit_durations, strict=True))
    refund = parts["own_cashable"] * p.benefit_share[domain] * back / (sum(p.benefit_durations) or 1.0)
    parts["own_cashable"] -= refund
    parts["state"] += refund
    return parts


def normal_below(limit, mean, spread):
    """Return the probability that a normal number lies below a limit, and the density there in standard deviations."""
    if spread <= 0.0:
        return float(mean < limit), 0.0
    away = (limit - mean) / spread
    return STANDARD_NORMAL.cdf(away), STANDARD_NORMAL.pdf(away)


def mean_under_cap(price, result, spread, most):
    """Return the mean of price times a normal result, none of it above the cap, and how fast it grows with price."""
    below, density = normal_below(most, price * result, price * spread)
    slope = result * below - spread * density
    return price * slope + most * (1.0 - below), slope


def asked_under_cap(needed, result, spread, most):
    """Return the price at which the mean under the cap is what is needed, by three of Newton's steps."""
    price = plain = needed / result
    for _ in range(3):
        mean, slope = mean_under_cap(price, result, spread, most)
        if (needed - mean) >= slope * MOST_OF_A_PRICE * plain:
            return MOST_OF_A_PRICE * plain
        price += (needed - mean) / slope
    return min(price, MOST_OF_A_PRICE * plain)


class Audit:
    """The books of an audit: actors, ties, projects and contracts as they should be, rows as they are."""

    def __init__(self, scenario: Scenario, seed: int, history: History) -> None:
        world = build_world(scenario, seed, history.replicate)
        self.p = SimpleNamespace(**scenario.flat())
        self.key, self.history, self.quarters = (seed, history.replicate), history, scenario.quarters
        self.attempts, self.contracts = rows_by_start(history.attempts), rows_by_start(history.contracts)
        self.first_quarter, self.levers = first_quarter_of(scenario), lever_terms(scenario)
        self.funds = [SimpleNamespace(**terms._asdict(), remaining=terms.purse) for terms in fund_terms(scenario)]
        self.pockets = [pockets_after_refunds(self.p, domain) for domain in Domain]
        self.countries = [country(scenario, *each) for each in enumerate(scenario.countries)]
        self.authorities = self.actors(world.authorities, authority, Decision.AUTHORITY_TRAIT, SIZE)
        self.providers = self.actors(world.providers, provider, Decision.PROVIDER_TRAIT, DELIVERS)
        self.investors = self.actors(world.investors, investor, Decision.INVESTOR_TRAIT, INVESTOR_FORESIGHT)
        self.add_ties(world.ties)
        self.projects, self.stopped, self.running, self.ended, self.settled, self.events = [], [], [], [], [], []
        self.considered, self.started, self.discrepancies = Counter(), Counter(), []
        self.propensities, self.bends = Counter(), Counter()
        self.signed_by_provider, self.repeat_providers = Counter(), Counter()
        # Of the world all is kept per hundred authorities.
        self.world_news, self.world_closing, self.world_delivery = self.p.news_at_start, [0.0, 0.0], [0.0, 0.0]
        self.each = 100.0 / len(self.authorities)

    def actors(self, actors, make, decision, last_trait):
        """Return actors of a kind with number, country and identity."""
        made = []
        for home, identity in zip(actors.country.tolist(), actors.identity.tolist(), strict=True):
            luck = [uniform(*self.key, decision, identity, each, 0) for each in range(last_trait + 1)]
            kinds, place = self.countries[home].kinds, identity % IDENTITIES_OF_A_COUNTRY // IDENTITIES_OF_A_KIND
            actor = make(self.p, luck, kinds[place] if make is authority else None)
            actor.number, actor.identity, actor.home = len(made), identity, self.countries[home]
            made.append(actor)
        return made

    def add_ties(self, ties):
        """Note whom each actor knows, as {actor: tie} in the order of actors, and the trust on every tie."""
        self.at_providers = len(self.authorities)
        self.at_investors = self.at_providers + len(self.providers)
        ends = list(zip(ties.neighbour.tolist(), ties.tie.tolist(), strict=True))
        self.known = [dict(ends[first:last]) for first, last in pairwise(ties.start)]
        self.trust = [
            given if given >= 0.0 else population.spread_share(self.p.trust, self.p.heterogeneity, luck)
            for given, luck in zip(ties.given_trust.tolist(), ties.trust_draw.tolist(), strict=True)
        ]

    # Draws by the address of a project.

    def uniform(self, project, decision, partner=0):
        """Return a uniform number about the development of a project."""
        return uniform(*self.key, decision, project.team.identity, partner, project.started)

    def normal(self, project, decision, partner=0):
        """Return a normal number about the development of a project."""
        return normal(*self.key, decision, project.team.identity, partner, project.started)

    def in_service(self, kind, project, decision, step):
        """Return a number of a kind (uniform, normal) about a quarter of service."""
        return kind(*self.key, decision, project.team.identity, project.started, step)

    def uses(self, project, lever, step):
        """Return 1 if a project uses a lever, and note it."""
        if not self.would_use(project, lever, step):
            return 0
        project.used.add(lever)
        return 1

    def would_use(self, project, lever, step):
        """Return whether a project uses a lever as things stand: by itself, or by a policy that has more use it."""
        terms = self.levers[lever]
        acts = terms.first <= step <= terms.last and terms.domains >> project.domain & 1
        policy = terms.intensity if acts else 0.0
        share = max(policy, self.propensity(project.team, project.domain, lever))
        return self.uniform(project, Decision.USE_LEVER, lever) < share

    def propensity(self, team, domain, lever):
        """Return the probability that an authority uses a lever by itself: the more, the more its barriers were met."""
        practice, weight = self.levers[lever].practice, self.p.belief_weight
        if lever not in ANSWERED:
            return practice
        met = [team.unanswered[lever, area] for area in Domain]
        general = sum(met) / (weight + sum(team.heard_of))
        share = (weight * general + met[domain]) / (weight + team.heard_of[domain])
        return 1.0 - (1.0 - practice) * (1.0 - share) ** self.p.bending

    # Comparing.

    def agree(self, table, project, names):
        """Compare a project with its row, note what differs, and go on with the amounts of the row."""
        row = project.rows[table]
        for name in names if row else ():
            expected, found = getattr(project, name), row[name]
            if differs(expected, found):
                self.note(table, project, name, expected, found)
                if isinstance(found, float):
                    setattr(project, name, found)

    def note(self, table, project, what, expected, found):
        """Note a discrepancy in a row of attempts or contracts."""
        where = f"{table}: authority {project.authority}, start {project.started}"
        self.discrepancies.append(f"{where}: {what}: expected {expected}, found {found}")

    def went_another_way(self, table, project, what, expected, found):
        """Note that an event of a project is not the one that follows, and end the audit."""
        self.note(table, project, what, expected, found)
        raise AnotherWayError

    def year(self, step):
        """Return the calendar year of a step, counted from that of the first."""
        return (self.first_quarter + step) // QUARTERS_A_YEAR

    def quarter(self, step):
        """Walk through a quarter."""
        self.environment(step)
        self.consideration(step)
        for stage, gate in (
            (Stage.MEETING, self.search),
            (Stage.BUSINESS_CASE, self.business_case),
            (Stage.MOBILISATION, self.mobilisation),
            (Stage.NEGOTIATION, self.negotiation),
            (SIGNING, self.signing),
        ):
            for project in [each for each in self.projects if each.stage == stage and each.due == step]:
                gate(project, step)
        self.look_ahead(step)
        self.delivery(step)
        self.learning(step)
        if step == self.quarters - 1 or self.year(step + 1) > self.year(step):
            self.check_states(self.year(step))

    # Environment.

    def environment(self, step):
        """Move technology, labour markets, laws, governments, and what authorities see of funds."""
        p, years = self.p, step / QUARTERS_A_YEAR
        self.machines = technology.machine_share(p.machine_share, p.doubling_time, years, p.saturation)
        self.foreseen = {each: self.foresee(self.slope(years), each) for each in CONTRACT_YEARS}
        for home in self.countries:
            shock = normal(*self.key, Decision.LABOUR_MARKET, home.number, 0, step)
            home.labour_market = environment.labour_market(
                home.labour_market, p.labour_market_persistence, p.labour_market_shock, shock
            )
            for domain in Domain:
                if uniform(*self.key, Decision.LEGISLATION, home.number, domain, step) < p.new_law[domain]:
                    home.law_since[domain] = step
                self.see_funds(home, domain, step)
        for team in self.authorities:
            if environment.is_election(step, team.home.first_election, team.home.period):
                comes, support = uniform_pair(*self.key, Decision.ELECTION, team.identity, 0, step)
                if comes < p.election_turnover:
                    team.government_since = step
                    team.support = population.lack_share(p.political_support, p.heterogeneity, support)

    def slope(self, years):
        """Return by how much the capability of machines has grown within the last year."""
        p = self.p
        if p.doubling_time == 0.0 or p.machine_share >= p.saturation:
            return 0.0
        start = p.machine_share / (p.saturation - p.machine_share)
        now = start * 2.0 ** min(years / p.doubling_time, 900.0)
        return now * (1.0 - 2.0 ** (-1.0 / p.doubling_time))

    def foresee(self, slope, years):
        """Return the mean share of machines expected over a contract, by linear and by exponential foresight."""
        p, ahead = self.p, technology.YEARS_TO_SERVICE
        linear = technology.share_if_linear(self.machines, slope, ahead, p.saturation)
        exponential = technology.machine_share(self.machines, p.doubling_time, ahead, p.saturation)
        return (
            technology.mean_if_linear(linear, slope, years, p.saturation),
            technology.mean_if_exponential(exponential, p.doubling_time, years, p.saturation),
        )

    def see_funds(self, home, domain, step):
        """Note whether funds call a country and area, and what they carry of net payments and of development."""
        p, weights = self.p, self.fund_weights(home, domain, step)
        carried = [fund.share * (1.0 - fund.repayment) for fund in self.funds]
        weighted = sum(weight * share for weight, share in zip(weights, carried, strict=True))
        home.fund_share[domain] = weighted / sum(weights) if sum(weights) > 0.0 else 0.0
        calling = [fund.opens <= step <= self.last_call(fund) for fund in self.funds]
        home.calls[domain] = any(weight > 0.0 and calls for weight, calls in zip(weights, calling, strict=True))
        home.support[domain] = max(
            (
                p.development_support * fund.development_share
                for fund, calls in zip(self.funds, calling, strict=True)
                if calls and self.is_for(fund, home, domain)
            ),
            default=0.0,
        )

    def last_call(self, fund):
        """Return the step of a fund's last call: some time before it closes, and not before it opens."""
        never_ends = self.p.fund_exhaustion < HALF
        return math.inf if never_ends else max(fund.opens, fund.closes - int(self.p.last_call))

    def is_for(self, fund, home, domain):
        """Return whether a fund is there for a country and area."""
        return fund.country in (NOBODY, home.number) and environment.is_for_area(fund.domains, domain)

    def fund_weights(self, home, domain, step):
        """Return how much every fund counts for a country and area: 0 if it is closed, not for them or pays nothing."""
        exhaustion = self.p.fund_exhaustion
        return [
            environment.fund_weight(fund.remaining, fund.purse, exhaustion)
            if fund.share > 0.0
            and self.is_for(fund, home, domain)
            and environment.fund_is_open(step, fund.opens, fund.closes, exhaustion)
            else 0.0
            for fund in self.funds
        ]

    # Consideration.

    def consideration(self, step):
        """Let news fade, and authorities that have not left look and start, if they have a free slot."""
        self.world_news = consideration.news_left(self.world_news, self.p.news_decay)
        for team in self.authorities:
            team.news = consideration.news_left(team.news, self.p.news_decay)
            can_look = step >= team.home.since and team.developing < int(self.p.development_slots) and not team.left
            domain = self.look(team, step) if can_look else None
            if domain is not None:
                self.start(team, domain, step)
            elif (team.number, step) in self.attempts:
                project = SimpleNamespace(authority=team.number, started=step)
                self.went_another_way("attempts", project, "row", "no start", "one")

    def look(self, team, step):
        """Return the area in which an authority starts, None if it does not look or does not start."""
        p = self.p
        looks, area = uniform_pair(*self.key, Decision.ATTENTION, team.identity, 0, step)
        domain = pick(area, team.need)
        home, support = team.home, team.home.support[domain]
        interest = team.own_interest + p.word_of_mouth * team.news + p.world_news * self.world_news
        pulled = interest * (1.0 + p.fund_pull * home.calls[domain] + p.support_pull * (support > 0.0))
        if not team.in_charge[domain] or looks >= 1.0 - math.exp(-team.attention_factor * pulled):
            return None
        self.considered[self.year(step), domain] += 1
        gain = consideration.expected_gain(
            self.closing_belief(team),
            self.delivery_belief(team),
            self.worth_to_budgets(team, domain),
            home.fund_share[domain],
            team.expected_cost * (1.0 - support),
        )
        probability = consideration.start_probability(gain, p.conventional_gain[domain], team.support, p.decision_noise)
        return domain if uniform(*self.key, Decision.START, team.identity, domain, step) < probability else None

    def closing_belief(self, team):
        """Return an authority's belief that an attempt closes."""
        return consideration.belief_with_world(*team.closing, self.p.world_learning, *self.world_closing)

    def delivery_belief(self, team):
        """Return an authority's belief in delivery."""
        return consideration.belief_with_world(*team.delivery, self.p.world_learning, *self.world_delivery)

    def worth_to_budgets(self, team, domain):
        """Return what a programme at target is worth to an authority before talks: cash here, and lives bettered."""
        return self.p.worth[domain] * team.worth_factor * self.share_thought_of(domain)

    def share_thought_of(self, domain):
        """Return the share of public value that an authority thinks of before talks."""
        pocket = self.pockets[domain]
        return pocket["own_cashable"] + pocket["other_departments"] + self.p.willingness_to_pay * pocket["citizens"]

    def start(self, team, domain, step):
        """Start a project: its capital, meetings, house, and the time to the first gate."""
        p, key = self.p, (team.number, step)
        project = SimpleNamespace(**dict.fromkeys((*ATTEMPT_ROW_TYPE.names, *CONTRACT_ROW_TYPE.names), 0))
        project.rows = {"attempts": self.attempts.get(key), "contracts": self.contracts.get(key)}
        project.team, project.authority, project.country, project.domain = team, team.number, team.home.number, domain
        project.provider = project.investor = project.fund = project.barrier = NOBODY
        project.started, project.costs, project.known_cost = step, [0.0] * 3, learning.UNKNOWN_COST
        project.support, project.used, project.agreed = team.home.support[domain], set(), False
        project.suppliers, project.member = [], [NOBODY] * MOST_INVESTORS
        project.ticket = project.received = [0.0] * MOST_INVESTORS
        relative = team.capital_factor * math.exp(p.capital_spread * self.normal(project, Decision.CAPITAL))
        project.capital = p.capital_median * min(100.0, max(0.01, relative))
        for lever in ANSWERED:
            self.propensities[self.year(step), domain, lever] += self.propensity(team, domain, lever)
            self.bends[self.year(step), domain, lever] += self.would_use(project, lever, step)
        project.early_meeting = self.uses(project, Lever.EARLY_MEETINGS, step)
        project.house = self.uses(project, Lever.INNOVATION_HOUSES, step)
        self.agree("attempts", project, AT_START)
        project.tailoring = p.meeting_tailoring if project.early_meeting else 0.0
        self.bear(project, *[search.meeting_cost_each(p.meeting_cost) * project.early_meeting] * 3)
        self.bear(project, p.house_cost * project.house)
        self.enter(project, Stage.MEETING, p.search_quarters + p.meeting_quarters * project.early_meeting, step)
        self.projects.append(project)
        self.started[self.year(step), domain] += 1
        team.developing += 1

    def bear(self, project, *shares):
        """Add development costs of authority, provider and investors, as shares of capital."""
        for party, share in enumerate(shares):
            project.costs[party] += share

    def enter(self, project, stage, least, step):
        """Put a project into a stage and set the step of its gate."""
        project.stage, project.gate = stage, step
        luck = self.uniform(project, Decision.STAGE_DURATION, stage)
        project.due = step + search.stage_quarters(least, self.p.delay, luck)

    # Gates.

    def shocks(self, project, gate, step):
        """Return the barriers that a new government, a new law and a lost sponsor put up at a gate."""
        p, team = self.p, project.team
        government, law, sponsor = (
            self.uniform(project, decision, gate)
            for decision in (Decision.CHANGE_OF_GOVERNMENT, Decision.NEW_LAW, Decision.SPONSOR)
        )
        new_government = team.government_since > project.gate
        new_law = team.home.law_since[project.domain] > project.gate
        return standing(
            CHANGE_OF_GOVERNMENT=new_government
            and mobilisation.government_stops(team.support, p.government_change_stop, government),
            LEGISLATION=new_law and law < p.law_stop,
            SPONSOR_WITHDRAWAL=project.house and sponsor < self.withdrawal(step - project.gate),
        )

    def withdrawal(self, quarters):
        """Return the probability that the sponsor of a house withdraws within some quarters."""
        p = self.p
        return innovation.sponsor_withdrawal(p.sponsor_withdrawal, p.house_decoupling, p.house_integration, quarters)

    def passes(self, project, gate, barriers, step, ends=None):
        """Return whether a project passes a gate; else end it by one of its barriers and free all that it held."""
        row, stage = project.rows["attempts"], min(gate, Stage.NEGOTIATION)
        stopped = row and row["stage"] == stage and (stage < Stage.NEGOTIATION or row["ended"] <= step)
        if bool(barriers) != bool(stopped):
            expected = ", ".join(Barrier(each).name.lower() for each in sorted(barriers)) or "none"
            found = f"number {row['barrier']}" if stopped else "none"
            self.went_another_way("attempts", project, f"barriers at gate {gate} in {step}", expected, found)
        if barriers:
            project.stage, project.outcome = stage, Outcome.STOPPED
            project.barriers = sum(1 << barrier for barrier in barriers)
            luck = self.uniform(project, Decision.WHICH_BARRIER, stage)
            project.barrier = choose_barrier(project.barriers, luck) if ends is None else ends
            self.end_development(project, step)
            self.let_go(project)
            self.stopped.append(project)
        return not barriers

    def let_go(self, project):
        """Free all that a stopped project held."""
        for member, ticket in self.tickets(project):
            member.available += ticket
        for supplier in project.suppliers:
            supplier.engaged -= 1
        if project.suppliers:
            project.supplier.working_capital += project.capital_provider
        if project.fund != NOBODY:
            self.funds[project.fund].remaining += project.fund_committed

    def end_development(self, project, step):
        """End the development of a project."""
        project.ended = step
        project.team.developing -= 1
        self.projects.remove(project)

    def report(self, event, project):
        """Compare the row of an attempt that has ended, and note what will be learnt."""
        project.cost_share, *of_partners = project.costs
        shares = project.cost_share * (1.0 - project.support), *of_partners, project.cost_share * project.support
        for name, share in zip(COSTS, shares, strict=True):
            setattr(project, name, share * project.capital)
        self.agree("attempts", project, ATTEMPT_ROW_TYPE.names)
        self.ended.append(project)
        cost = learning.cost_to_tell(project.known_cost, project.cost_share)
        self.events.append((event, project, cost, 0.0))

    def tickets(self, project):
        """Return the investors of a project and their tickets."""
        both = zip(project.member, project.ticket, strict=True)
        return [(self.investors[member], ticket) for member, ticket in both if member != NOBODY]

    # Search.

    def search(self, project, step):
        """Find partners, or stop."""
        self.find_partners(project)
        barriers = self.shocks(project, Stage.MEETING, step) | self.search_barriers(project)
        self.agree("attempts", project, AT_SEARCH)
        if self.passes(project, Stage.MEETING, barriers, step):
            project.supplier, project.suppliers = self.providers[project.provider], project.consortium
            for supplier in project.suppliers:
                supplier.engaged += 1
            self.enter(project, Stage.BUSINESS_CASE, self.p.business_case_quarters, step)

    def find_partners(self, project):
        """Find provider and lead investor by their scores, and the trust on the three relations."""
        p, nobody = self.p, (-math.inf, NOBODY, 0.0)
        best = {"provider": nobody, "investor": nobody}
        for actor, trust in self.within_reach(project):
            kind, number, ability, suits = self.candidate(actor, project.domain)
            score = search.partner_score(trust, ability, p.trust_in_search)
            if kind == "provider":
                luck = self.uniform(project, Decision.TENDER, self.providers[number].identity)
                score += p.tender_luck * (2.0 * luck - 1.0)
            if suits and score > best[kind][0]:
                best[kind] = score, number, trust
        (_, project.provider, in_provider), (_, project.investor, in_investor) = best["provider"], best["investor"]
        tie = self.known[self.at_providers + project.provider].get(self.at_investors + project.investor)
        between = p.stranger_trust if tie is None else self.trust[tie]
        raised = p.meeting_trust if project.early_meeting else 0.0
        project.trust = [towards_one(trust, raised) for trust in (in_provider, in_investor, between)]
        project.consortium = self.consortium(project) if project.provider != NOBODY else []
        project.providers = len(project.consortium)

    def consortium(self, project):
        """Return the lead provider and partners the authority knows, until they can deliver the whole project."""
        chosen = [self.providers[project.provider]]
        for actor in self.known[project.authority]:
            enough = sum(each.delivers for each in chosen) >= project.capital
            if not self.at_providers <= actor < self.at_investors or enough or len(chosen) == MOST_PROVIDERS:
                continue
            other = self.providers[actor - self.at_providers]
            if other is not chosen[0] and other.engaged < other.capacity:
                chosen.append(other)
        return chosen

    def within_reach(self, project):
        """Yield providers and investors within reach and the trust in them; friends of friends after direct ties."""
        known = self.known[project.authority]
        reach = [(actor, self.trust[tie]) for actor, tie in known.items()]
        for friend, tie in known.items() if project.early_meeting else ():
            for actor, further in self.known[friend].items():
                reach.append((actor, search.trust_through_friend(self.trust[tie], self.trust[further])))
        return [(actor, trust) for actor, trust in reach if actor >= self.at_providers]

    def candidate(self, actor, domain):
        """Return kind, number and ability of an actor, and whether it can take part in a project."""
        if actor < self.at_investors:
            one = self.providers[actor - self.at_providers]
            return "provider", one.number, one.skill, one.works_in[domain] and one.engaged < one.capacity
        one = self.investors[actor - self.at_investors]
        return "investor", one.number, one.competence, one.available > 0.0 and one.leads

    def search_barriers(self, project):
        """Return the barriers of the gate of search, but for shocks."""
        p, found = self.p, project.provider != NOBODY
        capital = self.providers[project.provider].working_capital if found else 0.0
        lacks = search.lacks_partner(found, project.investor != NOBODY, capital, project.capital)
        if not project.early_meeting:
            return standing(NO_PARTNER=lacks)
        challenged = self.uniform(project, Decision.PROCUREMENT) < p.meeting_procurement_risk
        spotted = {
            barrier
            for barrier in self.stakeholder_barriers(project)
            if self.uniform(project, Decision.SPOTTED_EARLY, barrier) < p.meeting_foresight
        }
        return standing(NO_PARTNER=lacks, PROCUREMENT=challenged) | spotted

    def stakeholder_barriers(self, project):
        """Return which of frontline and local politics would stop a project as things are now."""
        p, team = self.p, project.team
        felt = innovation.resistance_felt(team.resistance, innovation.closeness(project.house, p.house_decoupling))
        luck = self.normal(project, Decision.FRONTLINE)
        accepts = mobilisation.frontline_acceptance(project.tailoring, project.trust[0], felt, p.frontline_noise, luck)
        politics = self.uniform(project, Decision.LOCAL_POLITICS)
        return standing(
            FRONTLINE=accepts < 0.0,
            LOCAL_POLITICS=mobilisation.politics_stops(team.support, p.local_politics, politics),
        )

    # Business case.

    def business_case(self, project, step):
        """Make the business case, and pay for data and competence within the budget."""
        p = self.p
        before = self.make_case(project, step)
        self.agree("attempts", project, AT_BUSINESS_CASE)
        barriers, data, help_cost, missing = self.judge_case(project, before)
        self.bear(project, 0.0 if Barrier.DATA_COST in barriers else data)
        barriers |= self.shocks(project, Stage.BUSINESS_CASE, step)
        if self.passes(project, Stage.BUSINESS_CASE, barriers, step):
            self.bear(project, help_cost)
            late = competence.late_quarters(missing, project.mapped, p.late_quarters)
            self.enter(project, Stage.MOBILISATION, p.mobilisation_quarters + late, step)

    def judge_case(self, project, before):
        """Return the barriers of a business case, the cost of data and of competence, and how much of that lacks."""
        p, left = self.p, 1.0 - project.support
        spent, budget = project.costs[0], project.team.development_budget
        weak = self.benefit_cost(project) < p.case_threshold
        size = business_case.size_factor(project.capital, p.capital_median, p.data_cost_fixed)
        data, missing = self.data_cost(project, before, weak, size), self.shortage(project)
        help_cost = competence.competence_cost(missing, p.competence_price, project.mapped, p.late_surcharge, size)
        help_cost += p.mapping_cost * project.mapped
        project.known_cost = spent + data + help_cost
        # Of the whole cost the authority pays what no fund carries.
        no_data = business_case.over_budget(left * spent, left * data, budget)
        no_help = not no_data and business_case.over_budget(left * spent, left * (data + help_cost), budget)
        return standing(DATA_COST=no_data, WEAK_CASE=weak, COMPETENCE=no_help), data, help_cost, missing

    def make_case(self, project, step):
        """Set novelty, quality, signal and uncertainty of a programme; return the uncertainty before data work."""
        p, domain, supplier = self.p, project.domain, project.supplier
        project.pragmatic = self.uses(project, Lever.PRAGMATIC_DATA, step)
        project.mapped = self.uses(project, Lever.EARLY_COMPETENCE_MAPPING, step)
        drops = self.uses(project, Lever.NO_CASHABLE_REQUIREMENT, step)
        project.cashable_only = int(project.team.insists_on_cashable and not drops)
        project.novelty = innovation.project_novelty(
            supplier.novelty, project.house, p.house_novelty, p.house_decoupling
        )
        project.case_level = self.level(project, Programme.PLACEMENT, self.machines)
        spread = innovation.riskier(p.quality_spread, p.novelty_risk, project.novelty)
        median = project.case_level * innovation.median_kept(p.quality[domain], p.quality_spread, spread)
        luck = self.normal(project, Decision.QUALITY, supplier.identity)
        project.quality = business_case.programme_quality(median, p.quality_skill, supplier.skill, spread, luck)
        # What programmes like this one usually are, of a provider of this skill: that with no luck of its own.
        project.usual, project.usual_spread = project.quality / math.exp(spread * luck), spread
        before = innovation.riskier(p.case_uncertainty[domain], p.novelty_risk, project.novelty)
        project.uncertainty = business_case.uncertainty_left(before, project.team.certainty_asked)
        if project.pragmatic:
            project.uncertainty = business_case.pragmatic_uncertainty(project.uncertainty, p.pragmatic_uncertainty)
        error = self.normal(project, Decision.CASE_SIGNAL)
        project.signal = business_case.case_signal(project.quality, project.uncertainty, error)
        return before

    def level(self, project, programme, machines):
        """Return the results that some share of machines leaves of a programme, relative to the first quarter."""
        p, exposure = self.p, self.p.exposure[project.domain]
        exposed = technology.programme_exposure(
            exposure, programme, p.upskilling_shield, project.novelty, p.novelty_robustness
        )
        return technology.technology_level(exposed, machines, p.machine_share)

    def benefit_cost(self, project):
        """Return the benefit-cost ratio of the business case, made for placing people."""
        p, team, domain = self.p, project.team, project.domain
        left = technology.programme_worth(False, p.upskilling_cost, project.novelty, p.novelty_cost)
        seen = negotiation.effect_seen(CONTRACT_YEARS[-1], team.horizon, p.effect_years[domain])
        worth = self.worth_to_budgets(team, domain) * left * seen
        return business_case.benefit_cost(
            self.delivery_belief(team), project.signal, worth, team.home.fund_share[domain]
        )

    def data_cost(self, project, before, weak, size):
        """Return the cost of data work, as a share of capital."""
        p, team = self.p, project.team
        reached = business_case.uncertainty_left(before, team.certainty_asked)
        demand = 1.0 + p.data_horizon * p.effect_years[project.domain]
        demand *= 1.0 + p.data_cashable * project.cashable_only
        cost = business_case.data_cost(p.data_cost * demand, before, reached, team.data_access, size)
        if project.pragmatic:
            cost = business_case.pragmatic_data_cost(cost, p.pragmatic_saving, p.pragmatic_early_stop, weak)
        return cost

    def shortage(self, project):
        """Return how much competence is missing."""
        supplier, needed, held = project.supplier, self.p.competence_needed, project.team.competence
        lead = self.investors[project.investor].competence if project.investor != NOBODY else 0.0
        return competence.shortage_sum(needed, held, supplier.contracts, supplier.evaluation, lead)

    # Mobilisation.

    def mobilisation(self, project, step):
        """Ask frontline, politics, operations, departments, other payers and investors."""
        barriers = self.mobilise(project, step) | self.shocks(project, Stage.MOBILISATION, step)
        self.agree("attempts", project, AT_MOBILISATION)
        if self.passes(project, Stage.MOBILISATION, barriers, step):
            self.enter(project, Stage.NEGOTIATION, self.p.negotiation_quarters, step)

    def mobilise(self, project, step):
        """Ask all of them; return the barriers of the gate of mobilisation, but for shocks."""
        p = self.p
        closeness = innovation.closeness(project.house, p.house_decoupling)
        immune = self.uniform(project, Decision.IMMUNE_RESPONSE)
        self.join_departments(project, step)
        self.join_payers(project)
        joined = project.departments_joined + project.authorities_joined
        self.bear(project, p.pooling_cost * joined * project.pooled)
        self.form_syndicate(project)
        return self.stakeholder_barriers(project) | standing(
            IMMUNE_RESPONSE=immune < innovation.immune_response(p.immune_response, project.novelty, closeness),
            INVESTOR_APPETITE=not project.filled and project.supplier.working_capital < project.capital,
        )

    def join_departments(self, project, step):
        """Let departments join, all of them if budgets are pooled."""
        departments = int(self.p.departments)
        project.pooled = self.uses(project, Lever.POOLED_BUDGETS, step)
        probability = mobilisation.joining_probability(project.team.silo_strength, project.tailoring)
        luck = [self.uniform(project, Decision.DEPARTMENT_JOINS, department) for department in range(departments)]
        joins = [bool(mobilisation.department_joins(probability, project.pooled, each)) for each in luck]
        project.departments_joined = sum(joins)
        project.joined_share = mobilisation.joined_share(project.departments_joined, departments)

    def join_payers(self, project):
        """Let other authorities and the state pay their part: the first that are known, if they are asked."""
        p, most = self.p, int(self.p.gaining_authorities[project.domain])
        gains = self.pockets[project.domain]
        most = most if gains["other_authorities"] > 0.0 else 0
        jointly = self.uniform(project, Decision.JOINT_COMMISSIONING) < p.joint_commissioning[project.domain]
        peers = [
            (self.authorities[each], tie) for each, tie in self.known[project.authority].items() if self.is_team(each)
        ]
        at_home = [each for each in peers if each[0].home is project.team.home][:most]
        for other, tie in at_home if project.pooled or jointly else ():
            luck = self.uniform(project, Decision.AUTHORITY_JOINS, other.identity)
            project.authorities_joined += luck < 0.5 + 0.5 * self.trust[tie]
        project.authorities_share = project.authorities_joined / most if most else 0.0
        project.state_joined = int(gains["state"] > 0.0 and self.uniform(project, Decision.STATE_JOINS) < p.state_joins)

    def is_team(self, actor):
        """Return whether an actor of the network is an authority."""
        return actor < self.at_providers

    def form_syndicate(self, project):
        """Let the lead investor and those it knows put in tickets, and take these from their capital."""
        p, taken = self.p, {}
        if project.investor != NOBODY and self.investors[project.investor].available > 0.0:
            lead = self.investors[project.investor]
            luck = self.uniform(project, Decision.INVESTOR_JOINS, lead.identity)
            share = mobilisation.largest_lead_share(p.lead_share, p.sole_investor, luck)
            own = mobilisation.lead_ticket(project.capital, share, lead.largest_ticket, lead.available)
            taken[lead.number] = own
            self.ask_others(project, taken)
            missing, left = project.capital - sum(taken.values()), lead.available - own
            taken[lead.number] += mobilisation.lead_extension(missing, lead.largest_ticket, own, left)
        for number, ticket in taken.items():
            self.investors[number].available -= ticket
        project.investors, empty = len(taken), MOST_INVESTORS - len(taken)
        project.member, project.ticket = [*taken, *[NOBODY] * empty], [*taken.values(), *[0.0] * empty]
        project.filled = mobilisation.is_filled(sum(taken.values()), project.capital)
        for name in SYNDICATE_TRAITS:
            weighted = sum(ticket * getattr(member, name) for member, ticket in self.tickets(project))
            setattr(project, name, weighted / sum(taken.values()) if taken else 0.0)

    def ask_others(self, project, taken):
        """Ask the investors whom the lead knows, in their order, until the capital is there or the syndicate full."""
        p = self.p
        for actor, tie in self.known[self.at_investors + project.investor].items():
            raised = sum(taken.values())
            if mobilisation.is_filled(raised, project.capital) or len(taken) == MOST_INVESTORS:
                return
            if actor < self.at_investors or self.investors[actor - self.at_investors].available <= 0.0:
                continue
            other, address = self.investors[actor - self.at_investors], (Decision.INVESTOR_JOINS, project.team.identity)
            joins, size = uniform_pair(*self.key, *address, other.identity, project.started)
            if mobilisation.investor_joins(p.co_investment, self.trust[tie], joins):
                taken[other.number] = mobilisation.co_ticket(
                    project.capital - raised, other.largest_ticket, other.available, p.smallest_ticket, size
                )

    # Negotiation.

    def negotiation(self, project, step):
        """Let the parties look for terms and talk; they sign once the talks are over."""
        barriers, ends = self.shocks(project, Stage.NEGOTIATION, step), None
        if not barriers:
            barriers, ends = self.talks(project, step)
        self.agree("attempts", project, AT_NEGOTIATION)
        if self.passes(project, Stage.NEGOTIATION, barriers, step, ends):
            project.stage, project.gate = SIGNING, step
            project.due = step + negotiation.quarters_of_talks(project.rounds, self.p.rounds_per_quarter)

    def talks(self, project, step):
        """Hold the talks, with a fund and if need be without; return the barriers and the one that ends the attempt."""
        drawn = self.come_to_the_table(project, step)
        for talk, fund in enumerate([NOBODY] if drawn == NOBODY else [drawn, NOBODY]):
            best, barriers, ends = self.talk(project, fund, talk)
            if barriers:
                return barriers, ends
            if self.fund_pays(project, fund):
                self.write_terms(project, best)
                return set(), None

    def come_to_the_table(self, project, step):
        """Set which forms and evaluations are looked at; return the fund that is asked."""
        project.flexible_allowed = self.uses(project, Lever.FLEXIBLE_CONTRACTS, step)
        any_rigour = self.uses(project, Lever.PROPORTIONATE_EVALUATION, step)
        project.rigour_allowed = 0 if any_rigour else project.team.rigour_asked
        weights = self.fund_weights(project.team.home, project.domain, step)
        return pick(self.uniform(project, Decision.FUND), weights) if sum(weights) > 0.0 else NOBODY

    def talk(self, project, fund, talk):
        """Look for terms and bargain; return the best template, the barriers, and the one that ends the attempt."""
        best = self.best_template(project, fund)
        project.surplus = best.surplus if best else 0.0
        if not best:
            return best, {Barrier.INVESTOR_APPETITE}, Barrier.INVESTOR_APPETITE
        if best.surplus < 0.0:
            return best, *self.autopsy(project, fund)
        if not self.bargain(project, best, talk):
            return best, {Barrier.BARGAINING}, Barrier.BARGAINING
        return best, set(), None

    def best_template(self, project, fund, relaxed=Relaxation.NOTHING):
        """Return the template with the largest joint surplus, the first among equals; None if none can be financed."""
        p, supplier = self.p, project.supplier
        can = [
            (instrument, carries)
            for instrument in Instrument
            for carries in [negotiation.provider_carries(instrument, p.fee_at_risk)]
            if negotiation.is_admissible(carries, supplier.working_capital, project.capital, project.filled)
        ]
        flexible = project.flexible_allowed or relaxed == Relaxation.RIGID_CONTRACT
        lightest = 0 if relaxed == Relaxation.EVALUATION_BURDEN else project.rigour_allowed
        plans = product(list(Programme)[: 1 + supplier.trains], list(Form)[: 1 + flexible], list(Rigour)[lightest:])
        priced = [
            self.priced(project, fund, relaxed, plan, *each)
            for kind, years in product(plans, CONTRACT_YEARS if can else ())
            for plan in [self.expectations(project, relaxed, *kind, years)]
            for each in can
        ]
        return max(priced, key=lambda template: template.surplus, default=None)

    def expectations(self, project, relaxed, programme, form, rigour, years):
        """Return what the parties expect of a plan, and what provider and investors ask if they carry all of it."""
        p, supplier, deadweight, tied = self.p, project.supplier, self.p.deadweight[rigour], years * self.p.capital_tied
        plan = SimpleNamespace(programme=programme, form=form, rigour=rigour, years=years)
        aversion = 0.0 if relaxed == Relaxation.INVESTOR_RISK_AVERSION else project.risk_aversion
        error = 0.0 if relaxed == Relaxation.INVESTOR_MISJUDGEMENT else project.misjudgement
        if project.early_meeting:
            error = search.misjudgement_after_meeting(error, p.meeting_clarity)
        view = negotiation.investor_view(p.investor_confidence, error)
        belief, (seen, doubt) = self.delivery_belief(project.team), self.case_in_the_eyes_of_investors(project)
        plan.hoped, plan.outlook = self.success_expected(project, plan, belief, project.signal, project.team.foresight)
        plan.promised_success, _ = self.success_expected(project, plan, view, seen, project.foresight)
        of_provider, _ = self.success_expected(project, plan, p.provider_confidence, project.signal, 0.0)
        plan.luck = self.luck_in_results(project, plan)
        of_investors, of_provider_variance = (
            negotiation.variance_of_success(success, uncertainty, plan.luck, p.delivery_uncertainty)
            for success, uncertainty in ((plan.promised_success, doubt), (of_provider, project.uncertainty))
        )
        plan.promised_spread = math.sqrt(of_investors)
        needed = 1.0 + (project.hurdle_rate - project.social_motive) * tied
        needed += 0.5 * aversion * of_investors * (1.0 - p.guarantee) ** 2
        needed -= p.guarantee * max(0.0, 1.0 - plan.promised_success)
        plan.investor_price = asked_under_cap(
            max(0.0, needed),
            plan.promised_success + deadweight,
            plan.promised_spread,
            min(1.0 + p.return_cap, p.payment_cap),
        )
        plan.provider_price = negotiation.provider_ask(
            of_provider, deadweight, tied, p.provider_finance_cost, supplier.risk_aversion, of_provider_variance
        )
        burden = 0.0 if relaxed == Relaxation.EVALUATION_BURDEN else p.evaluation_burden[rigour]
        plan.burden_price = negotiation.burden_ask(burden, of_provider, deadweight)
        return plan

    def case_in_the_eyes_of_investors(self, project):
        """Return the quality that a syndicate sees and its doubt, between the case as it stands and Bayes' rule.

        Precisions add up: that of usual programmes, and that of a case whose mean error is none.
        """
        doubt, awareness = project.uncertainty, self.p.selection_awareness
        trust = project.usual_spread**2 / (project.usual_spread**2 + doubt**2) if doubt > 0.0 else 1.0
        left = doubt * math.sqrt(trust)  # the standard deviation of what is then still unknown
        weighed = awareness * left + (1.0 - awareness) * doubt
        if min(project.signal, project.usual) <= 0.0:
            return project.signal, weighed
        unbiased = project.signal * math.exp(0.5 * doubt**2)  # its median, as the case is right in the mean
        bayes = unbiased**trust * project.usual ** (1.0 - trust) * math.exp(0.5 * left**2)
        return bayes**awareness * project.signal ** (1.0 - awareness), weighed

    def success_expected(self, project, plan, confidence, signal, foresight):
        """Return the success a party expects of a plan, and what it expects technology to leave of it."""
        p = self.p
        machines = technology.expected_machines(*self.foreseen[plan.years], foresight)
        left = technology.technology_factor(self.level(project, plan.programme, machines), project.case_level)
        return confidence * signal * left + plan.form * p.flexible_gain * p.adaptation_room[plan.rigour], left

    def luck_in_results(self, project, plan):
        """Return the standard deviation of luck in measured success under a plan or contract."""
        noise, difficulty = self.p.attribution_noise[plan.rigour], self.p.attribution_difficulty[project.domain]
        return negotiation.luck_in_results(noise, difficulty, plan.form, self.p.flexible_blur)

    def priced(self, project, fund, relaxed, plan, instrument, carries):
        """Return a template: a plan and an instrument, with limit, ask and joint surplus."""
        p, team, deadweight = self.p, project.team, self.p.deadweight[plan.rigour]
        terms = self.funds[fund] if fund != NOBODY else SimpleNamespace(share=0.0, repayment=0.0)
        costs = 0.0 if relaxed == Relaxation.EVALUATION_BURDEN else p.evaluation_cost[plan.rigour]
        costs += p.flexible_cost * plan.form
        limit = negotiation.authority_limit(
            self.value_counted(project, plan, relaxed),
            plan.hoped,
            deadweight,
            costs,
            team.luck_dislike,
            plan.luck,
            negotiation.net_fund_share(terms.share, terms.repayment),
        )
        highest = min(limit, p.payment_cap)
        ask = negotiation.consortium_ask(carries, plan.investor_price, plan.provider_price, plan.burden_price)
        part = negotiation.provider_payment_share(carries, plan.provider_price, plan.burden_price, ask)
        return SimpleNamespace(
            **vars(plan),
            instrument=instrument,
            carries=carries,
            authority_limit=highest,
            consortium_ask=ask,
            provider_payment_share=part,
            surplus=negotiation.joint_surplus(limit, highest, ask),
        )

    def value_counted(self, project, plan, relaxed):
        """Return the value at target that the authority counts, per unit of capital."""
        p, team, trains = self.p, project.team, plan.programme == Programme.UPSKILLING
        effect_years = technology.years_to_effect(p.effect_years[project.domain], trains, p.upskilling_delay)
        seen = negotiation.effect_seen(plan.years, team.horizon, effect_years)
        seen = 1.0 if relaxed == Relaxation.LONG_HORIZON else seen
        left = technology.programme_worth(trains, p.upskilling_cost, project.novelty, p.novelty_cost)
        return p.worth[project.domain] * team.worth_factor * left * self.counted(project, relaxed) * seen

    def counted(self, project, relaxed=Relaxation.NOTHING):
        """Return the share of public value that the paying budgets count: the own and that of all who joined."""
        return sum(self.gains(project, relaxed).values())

    def gains(self, project, relaxed=Relaxation.NOTHING):
        """Return what each payer counts as its gain, as a share of public value."""
        p, pocket = self.p, self.pockets[project.domain]
        joined = project.joined_share, project.authorities_share, project.state_joined
        if relaxed == Relaxation.SILOS:
            joined = int(p.departments) > 0, int(p.gaining_authorities[project.domain]) > 0, 1
        cash_alone = project.cashable_only and relaxed != Relaxation.CASHABLE_SAVINGS
        lives = 0.0 if cash_alone else p.willingness_to_pay * pocket["citizens"]
        others = ("other_departments", "other_authorities", "state")
        parts = {name: part * pocket[name] for name, part in zip(others, joined, strict=True)}
        return {"own": pocket["own_cashable"] + lives, **parts}

    def autopsy(self, project, fund):
        """Return the barriers whose relaxation opens the surplus, and the one that opens it most."""
        surplus = {each: self.best_template(project, fund, each).surplus for each in list(Relaxation)[1:]}
        largest = max(surplus, key=lambda each: surplus[each])
        # What is relaxed can make a surplus smaller: an error of investors may be in a partnership's favour.
        project.relaxed_surplus = max(project.surplus, surplus[largest])
        opens = {BARRIER_OF_RELAXATION[each] for each in surplus if surplus[each] >= 0.0}
        barrier = BARRIER_OF_RELAXATION[largest] if opens else Barrier.NONE_ALONE
        return opens or {barrier}, barrier

    def bargain(self, project, best, talk):
        """Hold alternating offers on a template; return whether they agree."""
        p, with_investors = self.p, best.instrument != Instrument.PAYMENT_BY_RESULTS
        trust = negotiation.mutual_trust(*project.trust, with_investors)
        together = negotiation.trust_and_competence(
            trust, project.team.competence[Competence.CONTRACTS], project.supplier.contracts
        )
        coordination = p.pooling_rounds * (project.departments_joined + project.authorities_joined)
        needed = negotiation.rounds_to_concede(p.rounds, p.strategic_ambiguity, coordination, p.trust_speed, together)
        luck = self.uniform(project, Decision.BREAKDOWN, talk)
        agreed, rounds, project.price = negotiation.alternating_offers(
            best.consortium_ask,
            best.authority_limit,
            needed,
            p.authority_patience,
            p.investor_patience,
            p.breakdown,
            luck,
        )
        project.rounds += rounds
        cost = negotiation.round_cost_each(p.round_cost, rounds, with_investors)
        self.bear(project, cost, cost, cost * with_investors)
        return agreed

    def fund_pays(self, project, fund):
        """Return whether a fund covers the most it may have to pay, which is then reserved; True if there is none."""
        if fund == NOBODY:
            return True
        purse = self.funds[fund]
        committed = purse.share * self.p.payment_cap * project.capital
        if not environment.fund_can_pay(purse.remaining, committed, self.p.fund_exhaustion):
            return False
        project.fund, project.fund_share, project.fund_committed = fund, purse.share, committed
        purse.remaining -= committed
        return True

    def write_terms(self, project, best):
        """Write down the terms, take the provider's capital, and scale the tickets to what investors carry."""
        vars(project).update(vars(best))
        project.agreed, project.capital_provider = True, best.carries * project.capital
        project.capital_investors = project.capital - project.capital_provider
        project.supplier.working_capital -= project.capital_provider
        back = [ticket * best.carries for ticket in project.ticket]
        for (member, _), part in zip(self.tickets(project), back, strict=False):
            member.available += part
        project.ticket = [ticket - part for ticket, part in zip(project.ticket, back, strict=True)]
        if best.instrument == Instrument.PAYMENT_BY_RESULTS:
            project.investors, project.member = 0, [NOBODY] * MOST_INVESTORS
        self.agree("contracts", project, TERMS)

    # Signing.

    def signing(self, project, step):
        """Turn a project into a contract, unless a shock stops it."""
        if not self.passes(project, SIGNING, self.shocks(project, SIGNING, step), step):
            return
        project.outcome, project.signed = Outcome.SIGNED, step
        self.end_development(project, step)
        self.report("signed", project)
        if not project.rows["contracts"]:
            self.went_another_way("contracts", project, "row", f"a signature in {step}", "none")
        project.investor = project.investor if project.investors else NOBODY
        # Departments are of the authority, and no parties of their own; a fund is one, as payer or as investor.
        gives = project.fund != NOBODY and not self.funds[project.fund].invests
        project.payers = 1 + project.authorities_joined + project.state_joined + gives
        organisations = 1 + project.authorities_joined + project.state_joined + (project.fund != NOBODY)
        project.parties = organisations + project.providers + project.investors
        if project.investors:
            project.promised = self.promised(project)
        # A bid and a tender for the median project, more for a larger one.
        project.conventional_cost = (
            self.p.conventional_setup * (project.capital / self.p.capital_median) ** self.p.setup_by_capital
        )
        self.agree("contracts", project, AT_SIGNATURE)
        # Rows name the lead alone, and a partner of an earlier partnership comes back as well.
        self.repeat_providers[self.year(step), project.domain] += self.signed_by_provider[project.provider] > 0
        self.signed_by_provider.update(supplier.number for supplier in project.suppliers)
        project.rate, project.in_house, project.last_replan = project.quality, project.house, step
        project.results, project.caused, project.law_factor, project.adaptation = 0.0, 0.0, 1.0, 0.0
        project.unchanged, project.laws_left = 0.0, 1.0
        self.running.append(project)

    def promised(self, project):
        """Return what investors expect to receive: under the cap on their return and that on payments."""
        p, result = self.p, project.promised_success + self.p.deadweight[project.rigour]
        per_result = project.price * project.capital * (1.0 - project.provider_payment_share)
        of_payments = p.payment_cap * project.capital * (1.0 - project.provider_payment_share)
        most = min((1.0 + p.return_cap) * project.capital_investors, of_payments)
        mean, _ = mean_under_cap(per_result, result, project.promised_spread, most)
        return mean + p.guarantee * max(0.0, project.capital_investors - mean)

    # Look-ahead.

    def look_ahead(self, step):
        """Lead every attempt that was stopped this quarter on through later gates, in the order of their starts."""
        for project in sorted(self.stopped, key=lambda each: (each.started, each.authority)):
            if project.provider != NOBODY:
                ahead = self.barriers_ahead(project, step)
                project.barriers_ahead = sum(1 << each for each in ahead if not project.barriers & 1 << each)
            self.report("failed", project)
            # A wrong one has been noted, and others learn what the row says.
            project.barriers_ahead = project.rows["attempts"]["barriers_ahead"]
        self.stopped.clear()

    def barriers_ahead(self, project, step):
        """Return the barriers of the gates that an attempt did not reach, as things stand after all gates of a step."""
        # A copy, as nothing of this happens; but what it would have used is known of the attempt.
        imagined = SimpleNamespace(**vars(project))
        imagined.costs, imagined.supplier, ahead = [*project.costs], self.providers[project.provider], set()
        if project.stage < Stage.BUSINESS_CASE:
            barriers, *_ = self.judge_case(imagined, self.make_case(imagined, step))
            ahead |= barriers
        if project.stage < Stage.MOBILISATION:
            ahead |= self.mobilise(imagined, step)
        talked = {each for each in Barrier if project.barriers & 1 << each} - INSTITUTIONS
        if project.stage < Stage.NEGOTIATION or not (talked or project.agreed):
            ahead |= self.imagined_talks(imagined, step, reserved=project.stage < Stage.MOBILISATION)
        return ahead

    def imagined_talks(self, project, step, reserved):
        """Return the barriers of talks, to which a syndicate that fell short comes as well, as far as it came."""
        if not reserved and not project.filled:
            self.form_syndicate(project)
            reserved = True
        project.filled = project.filled or project.investors > 0
        _, barriers, _ = self.talk(project, self.come_to_the_table(project, step), 0)
        for member, ticket in self.tickets(project) if reserved else ():
            member.available += ticket
        return barriers

    # Delivery.

    def delivery(self, step):
        """Deliver a quarter of every contract in service, then settle those that have ended."""
        for project in [each for each in self.running if each.signed < step]:
            self.deliver(project, step)
            project.status, row = self.status(project, step), project.rows["contracts"]
            found = row["status"] if row["ended"] <= step else ContractStatus.RUNNING
            if project.status != found:
                self.went_another_way("contracts", project, f"status in {step}", project.status, found)
        for project in [each for each in self.running if each.status != ContractStatus.RUNNING]:
            self.settle(project, step)

    def deliver(self, project, step):
        """Add a quarter's results, learn, and re-plan."""
        p, team = self.p, project.team
        if team.home.law_since[project.domain] == step:
            project.law_factor = delivery.law_factor_after(project.law_factor, p.law_damage)
            project.laws_left *= 1.0 - p.law_damage
        closeness = innovation.closeness(project.in_house, p.house_decoupling)
        referred = delivery.throughput(innovation.resistance_felt(team.resistance, closeness), p.referral_loss)
        level = self.level(project, project.programme, self.machines)
        left = technology.technology_factor(level, project.case_level)
        luck = 1.0 + p.delivery_noise * self.in_service(normal, project, Decision.DELIVERY, step)
        given = referred * left * luck
        caused = given * project.rate * project.law_factor * (1.0 + project.adaptation)
        # The labour market helps or hinders what is seen, and not what the programme does.
        seen = caused * math.exp(p.labour_sensitivity[project.domain] * team.home.labour_market)
        project.results += min(3.0, max(0.0, seen))
        project.caused += min(3.0, max(0.0, caused))
        # A conventional contract has the same quarter, with the programme as it was signed for.
        project.unchanged += min(3.0, max(0.0, given * project.quality * project.laws_left))
        project.quarters_run += 1
        if project.form == Form.RIGID:
            return
        project.adaptation = delivery.adaptation_after(
            project.adaptation, p.adaptation_gain, p.adaptation_speed, p.adaptation_room[project.rigour]
        )
        since = step - project.last_replan
        if delivery.is_replanned(self.progress(project), p.replan_below, since, p.probation_quarters):
            project.rate = delivery.replanned_quality(project.rate, p.replan_gain)
            project.law_factor, project.last_replan = 1.0, step
            project.replans += 1
            project.cost_after += p.replan_cost * project.capital

    def progress(self, project):
        """Return results so far relative to plan."""
        return delivery.progress(project.results, project.quarters_run)

    def status(self, project, step):
        """Return how a contract should stand after a quarter of service."""
        p, team = self.p, project.team
        sponsor, government, law, results = (
            self.in_service(uniform, project, decision, step)
            for decision in (
                Decision.CONTRACT_SPONSOR,
                Decision.CONTRACT_GOVERNMENT,
                Decision.CONTRACT_LAW,
                Decision.BAD_RESULTS,
            )
        )
        if project.in_house and sponsor < self.withdrawal(1):
            return ContractStatus.ENDED_BY_SPONSOR
        if project.in_house and innovation.is_hand_over(project.quarters_run, p.house_quarters):
            project.in_house = 0
            if self.uniform(project, Decision.HAND_OVER) < innovation.hand_over_failure(
                p.hand_over_failure, project.novelty, p.house_decoupling, p.house_integration
            ):
                return ContractStatus.ENDED_AT_HAND_OVER
        if project.quarters_run == project.years * QUARTERS_A_YEAR:
            return ContractStatus.DELIVERED
        changed, fragility = team.government_since == step, p.non_cashable_fragility
        if changed and delivery.ends_by_government(
            team.support, p.government_end, project.cashable_only, fragility, government
        ):
            return ContractStatus.ENDED_BY_GOVERNMENT
        if team.home.law_since[project.domain] == step and law < p.law_end:
            return ContractStatus.ENDED_BY_LAW
        bad = self.progress(project) < p.bad_results and results < p.bad_results_stop
        if project.quarters_run >= p.probation_quarters and bad:
            return ContractStatus.ENDED_FOR_RESULTS
        return ContractStatus.RUNNING

    # Settlement.

    def settle(self, project, step):
        """Settle a contract that has ended: measure, pay, free what it held, move trust."""
        p, agreed = self.p, project.years * QUARTERS_A_YEAR
        run = project.quarters_run / agreed
        project.ended, project.effect = step, project.caused / agreed
        project.conventional_effect = project.unchanged / agreed
        luck = self.luck_in_results(project, project) * self.in_service(normal, project, Decision.MEASUREMENT, step)
        came_anyway = p.deadweight[project.rigour]
        project.result = max(0.0, project.results / agreed + run * (came_anyway + luck))
        self.agree("contracts", project, AFTER_DELIVERY)
        self.pay(project, run)
        self.reckon(project, run)
        self.agree("contracts", project, PAYMENTS)
        self.free(project)
        self.move_trust(project)
        self.learn_from_returns(project)
        self.running.remove(project)
        self.settled.append(project)
        kept = learning.promise_kept(project.results / agreed, project.signal * project.outlook)
        self.events.append(("delivered", project, kept, self.progress(project)))

    def pay(self, project, run):
        """Pay provider and investors for the result, within the caps, and divide that among payers."""
        p, investors = self.p, project.capital_investors
        project.spent, project.returned = project.capital * run, project.capital * (1.0 - run)
        if project.status in (ContractStatus.ENDED_BY_GOVERNMENT, ContractStatus.ENDED_BY_LAW):
            project.break_fee = p.break_fee * project.returned
        project.to_provider, of_investors = self.paid_for(project, project.result, run)
        if project.investors:
            back = investors * (1.0 - run)
            fee = project.break_fee * investors / project.capital
            received = of_investors + back + fee
            project.guarantee_paid = p.guarantee * max(0.0, investors - received)
            project.to_investors = received + project.guarantee_paid
        whole = project.to_provider + of_investors
        project.misplaced = max(0.0, whole - sum(self.paid_for(project, project.effect, run)))
        self.divide_among_payers(project, whole)
        project.received = self.received(project)

    def paid_for(self, project, result, run):
        """Return what provider and investors are paid for a result."""
        p, investors = self.p, project.capital_investors
        paid = 1.0 if project.status == ContractStatus.DELIVERED else 1.0 - p.break_unpaid
        due = min(project.price * result, p.payment_cap) * paid * project.capital
        if not project.investors:
            return due, 0.0
        to_provider, back = due * project.provider_payment_share, investors * (1.0 - run)
        return to_provider, max(0.0, min(due - to_provider, (1.0 + p.return_cap) * investors - back))

    def divide_among_payers(self, project, whole):
        """Divide a payment among the fund by its share, and all others by what they gain."""
        project.payment_fund = project.fund_share * whole
        repayment = self.funds[project.fund].repayment if project.fund != NOBODY else 0.0
        project.fund_repaid = repayment * project.payment_fund
        gains, public = self.gains(project), (1.0 - project.fund_share) * whole
        parts = {name: gain / sum(gains.values()) if sum(gains.values()) > 0.0 else 0.0 for name, gain in gains.items()}
        project.payment_departments = public * parts["other_departments"]
        project.payment_authorities = public * parts["other_authorities"]
        project.payment_state = public * parts["state"]
        # The authority signs, so it pays as well what nobody counts as a gain.
        others = parts["other_departments"] + parts["other_authorities"] + parts["state"]
        project.payment_authority = public * (1.0 - others)

    def received(self, project):
        """Return what each investor receives, by tranches."""
        junior = [
            settlement.junior_part(ticket, self.p.first_loss, member.takes_first_loss)
            for member, ticket in self.tickets(project)
        ]
        senior = [ticket - part for ticket, part in zip(project.ticket, junior, strict=False)]
        received = [
            settlement.tranche_receipts(project.to_investors, *parts, sum(senior), sum(junior))
            for parts in zip(senior, junior, strict=True)
        ]
        return received + [0.0] * (MOST_INVESTORS - len(received))

    def reckon(self, project, run):
        """Reckon costs after signature, and public value by pocket."""
        p, trains = self.p, project.programme == Programme.UPSKILLING
        costs = p.evaluation_cost[project.rigour] + p.flexible_cost * project.form
        project.cost_after += costs * run * project.capital
        project.burden = project.capital * p.evaluation_burden[project.rigour] * run
        left = technology.programme_worth(trains, p.upskilling_cost, project.novelty, p.novelty_cost)
        worth = p.worth[project.domain] * project.team.worth_factor * left
        pockets = self.pockets[project.domain]
        for pocket, share in pockets.items():
            setattr(project, f"value_{pocket}", worth * project.effect * project.capital * share)
        # What else the money would have bought is worth to the authority what it costs, and its usual gain.
        thought_of, gain = self.share_thought_of(project.domain), max(0.0, 1.0 + p.conventional_gain[project.domain])
        money = sum(getattr(project, name) for name in PUBLIC_MONEY)
        displaced = gain * money / thought_of if thought_of > 0.0 else 0.0
        for name, places in (("cash", CASH), ("other", OTHER_VALUE)):
            part = sum(pockets[place] for place in places)
            setattr(project, f"gross_{name}", worth * project.result * project.capital * part)
            setattr(project, f"displaced_{name}", displaced * part)

    def free(self, project):
        """Give receipts to investors and provider, capacity back, and to the fund what it keeps."""
        unspent = (project.returned + project.break_fee) * project.capital_provider / project.capital
        project.supplier.working_capital += project.to_provider + unspent - project.burden
        for supplier in project.suppliers:
            supplier.engaged -= 1
        for (member, _), received in zip(self.tickets(project), project.received, strict=False):
            member.available += received
        if project.fund != NOBODY:
            kept = project.fund_committed - project.payment_fund + project.fund_repaid
            self.funds[project.fund].remaining += kept

    def move_trust(self, project):
        """Move trust on the ties among the parties of a contract by progress."""
        p, supplier, lead = self.p, self.at_providers + project.provider, self.at_investors + project.investor
        pairs = [(project.authority, supplier), (project.authority, lead), (supplier, lead)]
        for first, second in pairs if project.investors else pairs[:1]:
            if second in self.known[first]:
                tie = self.known[first][second]
                self.trust[tie] = learning.trust_after(
                    self.trust[tie], self.progress(project), p.success_threshold, p.trust_gain, p.trust_loss
                )

    def learn_from_returns(self, project):
        """Let investors move their view of programmes by what was seen of this one against what they expected."""
        if project.promised_success > 0.0:
            surprise = self.progress(project) / project.promised_success - 1.0
            left = max(LEAST_LEFT, 1.0 + self.p.return_learning * surprise)
            for member, _ in self.tickets(project):
                member.misjudgement += math.log(left)

    # Learning.

    def learning(self, step):
        """Let authorities, their peers and everyone learn from the events of the quarter, in their order."""
        p = self.p
        for event, project, value, progress in self.events:
            team = project.team
            self.learn(event, team, value, p.own_learning, p.cost_learning)
            self.hear_of(event, project, team, 1.0)
            self.learn_by_doing(event, team, progress)
            self.leave(event, team, step)
            for peer, tie in self.known[team.number].items():
                if peer < self.at_providers:
                    trust, other = self.trust[tie], self.authorities[peer]
                    weight = learning.peer_weight(p.peer_learning, trust)
                    self.learn(event, other, value, weight, learning.peer_share(p.cost_learning, weight))
                    self.hear_of(event, project, other, trust)
                    other.news += trust if event == "signed" else 0.0
            self.tell_everyone(event, value)
        self.events.clear()

    def learn(self, event, team, value, weight, cost_share):
        """Let one authority learn from an event, its own or a peer's."""
        if event == "delivered":
            team.delivery[0] += weight * value
            team.delivery[1] += weight * (1.0 - value)
            return
        team.closing[event == "failed"] += weight
        team.expected_cost = learning.cost_after(team.expected_cost, value, cost_share)

    def hear_of(self, event, project, team, weight):
        """Let one authority know an attempt that has ended, and for which levers it speaks: none that it used."""
        if event == "delivered":
            return
        team.heard_of[project.domain] += weight
        stood = {each for each in Barrier if (project.barriers | project.barriers_ahead) & 1 << each}
        for lever, answered in ANSWERED.items():
            if stood & answered and lever not in project.used:
                team.unanswered[lever, project.domain] += weight

    def leave(self, event, team, step):
        """Let an authority give up after a failed attempt of its own, or be done after a signature: for good."""
        p = self.p
        chances = {"failed": (Decision.GIVE_UP, p.give_up), "signed": (Decision.DONE, p.done)}
        for decision, probability in [chances[event]] if event in chances else ():
            team.left = int(team.left or uniform(*self.key, decision, team.identity, 0, step) < probability)

    def learn_by_doing(self, event, team, progress):
        """Move competence after an own signature, and resistance after an own delivery."""
        p, held = self.p, team.competence
        if event == "signed":
            by_doing = p.learning_by_doing, p.strategic_ambiguity
            team.competence = [learning.competence_after(each, *by_doing) for each in held]
        if event == "delivered":
            team.resistance = learning.resistance_after(
                team.resistance, progress, p.success_threshold, p.resistance_fall, p.resistance_rise
            )

    def tell_everyone(self, event, value):
        """Add an event to what is known anywhere, per hundred authorities."""
        if event == "delivered":
            self.world_delivery[0] += self.each * value
            self.world_delivery[1] += self.each * (1.0 - value)
        else:
            self.world_closing[event == "failed"] += self.each
            self.world_news += self.each if event == "signed" else 0.0

    # The end of a year and of the run.

    def check_states(self, year):
        """Compare the mean states at the end of a year."""
        mean = {
            name: sum(getattr(team, name) for team in self.authorities) / len(self.authorities)
            for name in ("expected_cost", "left", "resistance", "support")
        }
        mean["closing_belief"] = sum(map(self.closing_belief, self.authorities)) / len(self.authorities)
        mean["delivery_belief"] = sum(map(self.delivery_belief, self.authorities)) / len(self.authorities)
        mean["trust"] = sum(self.trust) / max(1, len(self.trust))
        mean["machine_share"] = self.machines
        self.check_numbers(f"states: year {year}", STATE_COLUMNS, mean, self.history.states[year])

    def check_numbers(self, where, columns, expected, found):
        """Compare a line of a yearly table."""
        for column, number in zip(columns, found, strict=True):
            if differs(expected[column.name], number):
                line = f"{where}: {column.name}: expected {expected[column.name]}, found {number}"
                self.discrepancies.append(line)

    def check_end(self):
        """Compare contracts that still run, attempts still being developed, and the order of rows."""
        for project in self.running:
            project.ended = self.quarters - 1
            self.agree("contracts", project, (*AFTER_DELIVERY, *PAYMENTS))
        for project in self.projects:
            if project.rows["attempts"]:
                self.note("attempts", project, "row", "none, as it is still being developed", "one")
        self.settled += self.running
        for table, expected in (("attempts", self.ended), ("contracts", self.settled)):
            starts = [(project.authority, project.started) for project in expected]
            found = [(row["authority"], row["started"]) for row in getattr(self.history, table)]
            for place, both in enumerate(zip_longest(starts, found, fillvalue="none")):
                if both[0] != both[1]:
                    line = f"{table}: row {place}: authority and start: expected {both[0]}, found {both[1]}"
                    self.discrepancies.append(line)

    def check_yearly(self):
        """Compare the yearly counts with sums over rows."""
        for year, domain in product(range(len(self.history.yearly)), Domain):
            where = f"yearly: year {year}, {domain.name.lower()}"
            self.check_numbers(where, YEARLY_COLUMNS, self.yearly(year, domain), self.history.yearly[year, domain])

    def yearly(self, year, domain):
        """Return the yearly counts of a year and area: sums over the rows, but for what no row shows."""
        last = min(self.quarters, (year + 1) * QUARTERS_A_YEAR - self.first_quarter) - 1
        everywhere = sorted(self.contracts.values(), key=lambda row: (row["signed"], row["started"], row["authority"]))
        ended = [row for row in self.attempts.values() if (self.year(row["ended"]), row["domain"]) == (year, domain)]
        signed = [row for row in everywhere if (self.year(row["signed"]), row["domain"]) == (year, domain)]
        over = [row for row in everywhere if row["domain"] == domain and row["status"] != ContractStatus.RUNNING]
        over = [row for row in over if self.year(row["ended"]) == year]
        delivered = [row for row in over if row["status"] == ContractStatus.DELIVERED]
        funded = [row for row in over if row["investors"] > 0]
        return {
            "considered": self.considered[year, domain],
            "started": self.started[year, domain],
            **{f"propensity_{lever.name.lower()}": self.propensities[year, domain, lever] for lever in ANSWERED},
            **{f"bends_{lever.name.lower()}": self.bends[year, domain, lever] for lever in ANSWERED},
            "barriers_met": sum((row["barriers"] | row["barriers_ahead"]).bit_count() for row in ended),
            **{f"exits_{stage.name.lower()}": number(ended, "stage", stage) for stage in Stage},
            **{f"exit_{barrier.name.lower()}": number(ended, "barrier", barrier) for barrier in Barrier},
            **{name: total(ended, name) for name in COSTS},
            "signed": len(signed),
            "capital": total(signed, "capital"),
            "parties": total(signed, "parties"),
            "cost_signed": sum(total(signed, name) for name in COSTS),
            "conventional_cost": total(signed, "conventional_cost"),
            "months": MONTHS_A_QUARTER * (total(signed, "signed") - total(signed, "started")),
            "upskilling": number(signed, "programme", Programme.UPSKILLING),
            "in_house": total(signed, "house"),
            "repeat_authorities": repeats(everywhere, signed, "authority"),
            "repeat_providers": self.repeat_providers[year, domain],
            "repeat_investors": repeats(everywhere, signed, "investor"),
            "running": sum(row["domain"] == domain and runs_at(row, last) for row in everywhere),
            "delivered": len(delivered),
            "ended_early": len(over) - len(delivered),
            "successful": sum(row["effect"] >= self.p.success_threshold for row in delivered),
            "invested": total(over, "capital_investors"),
            "received": total(over, "to_investors"),
            "with_investors": len(funded),
            "repaid": sum(settlement.is_repaid(row["to_investors"], row["capital_investors"]) for row in funded),
            "payment": sum(total(over, name) for name in (*PAYERS, "break_fee")),
            "guaranteed": total(over, "guarantee_paid"),
            "net_cash": net(over, CASH, "displaced_cash"),
            "net_other": net(over, OTHER_VALUE, "displaced_other"),
            **{name: total(over, name) for name in SUMS},
        }


def number(rows, column, value):
    """Return how many rows have a value."""
    return sum(row[column] == value for row in rows)


def total(rows, column):
    """Return the sum of a column."""
    return sum(row[column] for row in rows)


def net(rows, pockets, displaced):
    """Return the value of effects in some pockets, less what was displaced of it."""
    return sum(total(rows, f"value_{pocket}") for pocket in pockets) - total(rows, displaced)


def runs_at(row, step):
    """Return whether a contract runs at the end of a step."""
    return row["signed"] <= step and (row["ended"] > step or row["status"] == ContractStatus.RUNNING)


def repeats(everywhere, signed, actor):
    """Return how many of the contracts signed are not the first of their actor; all contracts in order of signing."""
    first = {row[actor]: row for row in reversed(everywhere)}
    return sum(row[actor] != NOBODY and first[row[actor]] is not row for row in signed)
