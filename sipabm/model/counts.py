"""Counts: what is counted a year, by welfare area, and which rows are kept."""

from __future__ import annotations

from sipabm.barriers import Barrier
from sipabm.levers import BENDING_LEVERS
from sipabm.model.beliefs import closing_belief, delivery_belief
from sipabm.model.records import DOMAINS, Record, State, labelled, real
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.rules import settlement as rules
from sipabm.rules.common import count_barriers, mean, total
from sipabm.words import CASH_POCKETS, ContractStatus, Outcome, Pocket, Programme, Stage

MONTHS_A_QUARTER = 3.0
YEARLY = (
    real("considered", "times an authority looked at partnerships"),
    real("started", "attempts started"),
    labelled(real("propensity", "attempts started that would use this lever by themselves, expected"), BENDING_LEVERS),
    labelled(real("bends", "attempts started that would use this lever as things stand then"), BENDING_LEVERS),
    real("barriers_met", "barriers that stood in the way of attempts stopped, at their stage or ahead"),
    labelled(real("exits", "attempts stopped in this stage"), list(Stage)[:-1]),
    labelled(real("exit", "attempts ended by this barrier"), Barrier),
    real("signed", "partnerships signed"),
    real("capital", "capital of partnerships signed, million USD"),
    real("parties", "parties of partnerships signed, summed"),
    real("months", "months from idea to signature, summed over partnerships signed"),
    real("upskilling", "partnerships signed that train people for less exposed work"),
    real("in_house", "partnerships signed that were developed in an innovation house"),
    real("repeat_authorities", "partnerships signed by an authority that had signed before"),
    real("repeat_providers", "partnerships signed by a provider that had signed before"),
    real("repeat_investors", "partnerships signed under a lead investor that had signed before"),
    real("cost_authority", "development cost of authorities for attempts ended this year, million USD"),
    real("cost_provider", "development cost of providers for attempts ended this year, million USD"),
    real("cost_investors", "development cost of investors for attempts ended this year, million USD"),
    real("cost_funds", "development cost of funds for attempts ended this year, million USD"),
    real("cost_signed", "development cost of all parties of partnerships signed, million USD"),
    real("conventional_cost", "cost of setting up conventional contracts for the same programmes, million USD"),
    real("cost_after", "cost to authorities after signature of partnerships ended this year, million USD"),
    real("burden", "cost of evaluation to providers of partnerships ended this year, million USD"),
    real("running", "partnerships running at the end of the year"),
    real("delivered", "partnerships that reached their term"),
    real("ended_early", "partnerships that ended before their term"),
    real("successful", "partnerships that reached their term and the success threshold"),
    real("effect", "effect, summed over partnerships ended"),
    real("conventional_effect", "effect of conventional contracts for the same programmes, summed likewise"),
    real("invested", "investors' capital of partnerships ended, million USD"),
    real("promised", "what these investors expected to receive when they signed, million USD"),
    real("received", "received by investors of partnerships ended, million USD"),
    real("repaid", "partnerships ended with investors whose capital came back in full"),
    real("with_investors", "partnerships ended that had investors"),
    real("payment", "outcome payments and break fees, million USD"),
    real("payment_fund", "of these, paid by outcomes funds, million USD"),
    real("misplaced", "of these, for no effect: labour market, deadweight and luck, million USD"),
    real("guaranteed", "paid to investors by guarantors outside partnerships, million USD"),
    real("fund_repaid", "given back to outcomes funds, million USD"),
    labelled(real("value", "public value of effects in this pocket, million USD"), Pocket),
    real("gross_cash", "cash that public budgets would have saved if results were all effect, million USD"),
    real("gross_other", "other public value if results were all effect, million USD"),
    real("net_cash", "cash saved by effects, less what ordinary services would have saved, million USD"),
    real("net_other", "other public value of effects, less that of ordinary services, million USD"),
)
STATES = (
    real("closing_belief", "mean belief that an attempt closes"),
    real("delivery_belief", "mean belief in delivery, share of target"),
    real("expected_cost", "mean development cost expected, share of capital"),
    real("left", "share of authorities that have given partnerships up or are done with them"),
    real("resistance", "mean frontline resistance"),
    real("support", "mean political support"),
    real("trust", "mean trust over all ties"),
    real("machine_share", "share of exposed work that machines do"),
)


def year_of(run: Record) -> int:
    """Return the calendar year of the current quarter, counted from the first."""
    return (run.first_quarter + run.quarter) // QUARTERS_A_YEAR


def is_end_of_year(run: Record) -> bool:
    """Return whether the current quarter is the last of a year or of the run."""
    # A run that ends within a year has states of that year as well.
    return (run.first_quarter + run.quarter) % QUARTERS_A_YEAR == 3 or run.quarter == run.quarters - 1


def counts_of(world: State, domain: int) -> Record:
    """Return the counts of the current year in a welfare area."""
    return world.yearly[DOMAINS * year_of(world.run[0]) + domain]


def record_exit(world: State, project: Record) -> None:
    """Count an attempt that was signed or stopped, and keep its row."""
    # In the year of its end: only then is it known at which barrier, and at what cost.
    counts = counts_of(world, project.domain)
    if project.outcome == Outcome.STOPPED:
        counts.exits[project.stage] += 1.0
        counts.exit[project.barrier] += 1.0
        counts.barriers_met += count_barriers(project.barriers | project.barriers_ahead)
    counts.cost_authority += project.cost_authority
    counts.cost_provider += project.cost_provider
    counts.cost_investors += project.cost_investors
    counts.cost_funds += project.cost_funds
    keep_attempt(world, project)


def keep_attempt(world: State, project: Record) -> None:
    """Keep the row of an attempt where rows are kept."""
    run = world.run[0]
    # No room at all means that no rows are wanted, and is no overflow.
    if len(world.attempts) == 0:
        return
    if run.attempts == len(world.attempts):
        run.overflow = 1
        return
    world.attempts[run.attempts] = project
    run.attempts += 1


def record_signature(world: State, project: Record, contract: Record) -> None:
    """Count a partnership signed; its parties' earlier signatures make it a repeat."""
    counts = counts_of(world, project.domain)
    counts.signed += 1.0
    counts.capital += project.capital
    counts.parties += contract.parties
    counts.cost_signed += project.cost_authority + project.cost_provider + project.cost_investors + project.cost_funds
    counts.conventional_cost += contract.conventional_cost
    counts.months += MONTHS_A_QUARTER * (contract.signed - project.started)
    counts.upskilling += project.programme == Programme.UPSKILLING
    counts.in_house += project.house
    counts.repeat_authorities += world.authorities[project.authority].signatures > 0
    counts.repeat_providers += world.providers[project.provider].signatures > 0
    # Under payment by results the lead investor that was found signs nothing.
    if project.investors > 0:
        counts.repeat_investors += world.investors[project.investor].signatures > 0


def record_settlement(world: State, project: Record, contract: Record) -> None:
    """Count a partnership that has ended, and keep its row."""
    parameters = world.parameters[0]
    counts = counts_of(world, project.domain)
    delivered = contract.status == ContractStatus.DELIVERED
    repaid = rules.is_repaid(contract.to_investors, contract.capital_investors)
    counts.delivered += delivered
    counts.ended_early += not delivered
    counts.successful += delivered and rules.is_successful(contract.effect, parameters.success_threshold)
    counts.effect += contract.effect
    counts.conventional_effect += contract.conventional_effect
    counts.cost_after += contract.cost_after
    counts.burden += contract.burden
    counts.invested += contract.capital_investors
    counts.promised += contract.promised
    counts.received += contract.to_investors
    counts.with_investors += project.investors > 0
    counts.repaid += project.investors > 0 and repaid
    counts.payment += payment_of(contract) + contract.break_fee
    counts.payment_fund += contract.payment_fund
    counts.misplaced += contract.misplaced
    counts.guaranteed += contract.guarantee_paid
    counts.fund_repaid += contract.fund_repaid
    for pocket in range(len(contract.value)):
        counts.value[pocket] += contract.value[pocket]
    # Cash apart from all else: the two are never added.
    cash = total(contract.value[: len(CASH_POCKETS)])
    other = total(contract.value[len(CASH_POCKETS) :])
    counts.gross_cash += contract.gross_cash
    counts.gross_other += contract.gross_other
    counts.net_cash += cash - contract.displaced_cash
    counts.net_other += other - contract.displaced_other
    keep_contract(world, contract)


def keep_contract(world: State, contract: Record) -> None:
    """Keep the row of a contract where rows are kept."""
    run = world.run[0]
    if len(world.settled) == 0:
        return
    if run.settled == len(world.settled):
        run.overflow = 1
        return
    world.settled[run.settled] = contract
    run.settled += 1


def payment_of(contract: Record) -> float:
    """Return the outcome payment of all purses (million USD)."""
    return rules.total_payment(
        contract.payment_authority,
        contract.payment_departments,
        contract.payment_authorities,
        contract.payment_state,
        contract.payment_fund,
    )


def record_states(world: State) -> None:
    """Record the means of beliefs and other states, and the partnerships running, at the end of a year."""
    run = world.run[0]
    row = world.states[year_of(run)]
    # Added one by one, in order: the rounding of a sum depends on its order, and both models must agree. Added up
    # beside the record: the next addition then need not wait until the record holds the last one.
    authorities = len(world.authorities)
    closing, delivery, cost, left, resistance, support = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for number in range(authorities):
        authority = world.authorities[number]
        closing += closing_belief(world, authority)
        delivery += delivery_belief(world, authority)
        cost += authority.expected_cost
        left += authority.has_left
        resistance += authority.resistance
        support += authority.support
    row.closing_belief = closing / authorities
    row.delivery_belief = delivery / authorities
    row.expected_cost = cost / authorities
    row.left = left / authorities
    row.resistance = resistance / authorities
    row.support = support / authorities
    row.trust = mean(world.trust)
    row.machine_share = run.machines
    for place in range(run.contracts):
        counts_of(world, world.projects[world.running[place]].domain).running += 1.0


def record_running(world: State) -> None:
    """Keep the rows of contracts that still run when the run ends."""
    # Without them early ends would be over-represented among the rows.
    for place in range(world.run[0].contracts):
        keep_contract(world, world.contracts[world.running[place]])
