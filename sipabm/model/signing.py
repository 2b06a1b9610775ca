"""Signing: agreed terms become a contract."""

from __future__ import annotations

from sipabm.model.counts import record_signature
from sipabm.model.exits import (
    News,
    end_development,
    institution_barriers,
    release_working_capital,
    report_end,
    stop_for_one_of,
)
from sipabm.model.project import capital_of_investors, fund_invests, payers_of
from sipabm.model.records import Record, State
from sipabm.rules import negotiation, settlement
from sipabm.rules.delivery import quarters_of_service
from sipabm.words import NOBODY, Outcome, Stage


def signing(world: State) -> None:
    """Sign every project whose talks are over, unless a government or a law stops it at the last moment."""
    quarter = world.run[0].quarter
    for place in range(world.run[0].due):
        slot = world.due[place]
        project = world.projects[slot]
        if project.agreed == 1 and project.outcome == Outcome.DEVELOPING and project.due == quarter:
            signing_gate(world, slot)


def signing_gate(world: State, slot: int) -> None:
    """Stop the project at the last moment, or sign it, open its contract and tell about the signature."""
    project = world.projects[slot]
    barriers = institution_barriers(world, project, Stage.SIGNED)
    if barriers != 0:
        # Tied up when terms were agreed: at every earlier exit there is nothing to give back.
        release_working_capital(world, project)
        stop_for_one_of(world, slot, barriers)
        return
    project.stage = Stage.SIGNED.value
    project.outcome = Outcome.SIGNED.value
    open_contract(world, slot)
    # Before the parties' signatures are counted, or the first would look like a repeat.
    record_signature(world, project, world.contracts[slot])
    world.authorities[project.authority].signatures += 1
    world.providers[project.provider].signatures += 1
    for place in range(project.providers - 1):
        world.providers[project.partner[place]].signatures += 1
    if project.investors > 0:
        world.investors[project.investor].signatures += 1
    end_development(world, project)
    report_end(world, project, News.CLOSED)


def open_contract(world: State, slot: int) -> None:
    """Open the contract of a project in its slot; service begins in the quarter after signature."""
    run, project = world.run[0], world.projects[slot]
    world.contracts[slot] = world.blank_contract[0]
    contract = world.contracts[slot]
    world.running[run.contracts] = slot
    run.contracts += 1
    # The row that its attempt is about to get: `end_development` keeps it next.
    contract.attempt = run.attempts
    contract.signed = run.quarter
    contract.first = run.quarter + 1
    contract.ended = run.quarter
    contract.last_replan = run.quarter
    contract.duration = quarters_of_service(project.years)
    contract.quality_now = project.quality
    contract.in_house = project.house
    contract.investor = project.investor if project.investors > 0 else NOBODY
    contract.payers = payers_of(world, project)
    investors = project.investors + (1 if fund_invests(world, project) else 0)
    contract.parties = negotiation.count_parties(contract.payers, project.providers, investors)
    contract.capital_investors = capital_of_investors(project)
    contract.capital_provider = project.capital - contract.capital_investors
    contract.conventional_cost = conventional_cost(world, project)
    if project.investors > 0:
        contract.promised = receipts_promised(world, project, contract)


def conventional_cost(world: State, project: Record) -> float:
    """Return what setting up a conventional contract for a project's programme would have cost (million USD)."""
    parameters = world.parameters[0]
    return settlement.conventional_cost(
        parameters.conventional_setup, project.capital, parameters.capital_median, parameters.setup_by_capital
    )


def receipts_promised(world: State, project: Record, contract: Record) -> float:
    """Return what investors expect to receive back when they sign (million USD)."""
    parameters, invested = world.parameters[0], contract.capital_investors
    result = settlement.promised_result(project.promised_success, parameters.deadweight[project.rigour])
    # Per unit of what they put in: a provider may carry part of the cost and get part of the payment.
    theirs = settlement.investors_part(project.capital, project.provider_payment_share) / invested
    most = negotiation.most_received(parameters.return_cap, parameters.payment_cap * theirs)
    each = negotiation.expected_receipts(project.price * theirs, result, project.promised_spread, most)
    return invested * each + settlement.guarantee_due(parameters.guarantee, invested, invested * each)
