"""Recording of the engine: yearly counts, and one row for every attempt and contract where rows are asked for."""

from sipabm.recording.columns import STATE, YEARLY, position
from sipabm.rules.consideration import belief_with_world
from sipabm.states import Outcome, Pocket, Programme, Stage

CONSIDERED = position(YEARLY, "considered")
STARTED = position(YEARLY, "started")
EXITS_MEETING = position(YEARLY, "exits_meeting")
EXIT_FIRST_BARRIER = position(YEARLY, "exit_data_cost")
SIGNED = position(YEARLY, "signed")
CAPITAL = position(YEARLY, "capital")
PARTIES = position(YEARLY, "parties")
MONTHS = position(YEARLY, "months")
UPSKILLING = position(YEARLY, "upskilling")
IN_HOUSE = position(YEARLY, "in_house")
REPEAT_AUTHORITIES = position(YEARLY, "repeat_authorities")
REPEAT_PROVIDERS = position(YEARLY, "repeat_providers")
REPEAT_INVESTORS = position(YEARLY, "repeat_investors")
COST_AUTHORITY = position(YEARLY, "cost_authority")
COST_PROVIDER = position(YEARLY, "cost_provider")
COST_INVESTORS = position(YEARLY, "cost_investors")
COST_AFTER = position(YEARLY, "cost_after")
BURDEN = position(YEARLY, "burden")
RUNNING = position(YEARLY, "running")
DELIVERED = position(YEARLY, "delivered")
ENDED_EARLY = position(YEARLY, "ended_early")
SUCCESSFUL = position(YEARLY, "successful")
SUCCESS = position(YEARLY, "success")
INVESTED = position(YEARLY, "invested")
PROMISED = position(YEARLY, "promised")
RECEIVED = position(YEARLY, "received")
REPAID = position(YEARLY, "repaid")
WITH_INVESTORS = position(YEARLY, "with_investors")
PAYMENT = position(YEARLY, "payment")
PAYMENT_FUND = position(YEARLY, "payment_fund")
FUND_REPAID = position(YEARLY, "fund_repaid")
FIRST_POCKET = position(YEARLY, "value_own_cashable")
CLOSING_BELIEF = position(STATE, "closing_belief")
DELIVERY_BELIEF = position(STATE, "delivery_belief")
EXPECTED_COST = position(STATE, "expected_cost")
FATIGUE = position(STATE, "fatigue")
RESISTANCE = position(STATE, "resistance")
SUPPORT = position(STATE, "support")
TRUST = position(STATE, "trust")
MACHINE_SHARE = position(STATE, "machine_share")
POCKETS = len(Pocket)
MONTHS_A_QUARTER = 3.0


def year_of(run, step):
    """Return the calendar year of a step, counted from the first."""
    return (run.first_quarter + step) // 4


def record_exit(s, project, step):
    """Count an attempt that was signed or stopped, and keep its row."""
    run = s.run[0]
    counts = s.yearly[year_of(run, step), project.domain]
    if project.outcome == Outcome.STOPPED:
        counts[EXITS_MEETING + project.stage - Stage.MEETING] += 1.0
        counts[EXIT_FIRST_BARRIER + project.barrier] += 1.0
    counts[COST_AUTHORITY] += project.cost_authority
    counts[COST_PROVIDER] += project.cost_provider
    counts[COST_INVESTORS] += project.cost_investors
    if len(s.attempt_rows) == 0:
        return
    if run.attempt_rows == len(s.attempt_rows):
        run.overflow = 1
        return
    copy_attempt(s.attempt_rows[run.attempt_rows], project)
    run.attempt_rows += 1


def record_signature(s, project, parties, step):
    """Count a partnership signed; its parties' earlier signatures make it a repeat."""
    run = s.run[0]
    counts = s.yearly[year_of(run, step), project.domain]
    counts[SIGNED] += 1.0
    counts[CAPITAL] += project.capital
    counts[PARTIES] += parties
    counts[MONTHS] += MONTHS_A_QUARTER * (step - project.started)
    counts[UPSKILLING] += project.programme == Programme.UPSKILLING
    counts[IN_HOUSE] += project.house
    counts[REPEAT_AUTHORITIES] += s.authorities[project.authority].signatures > 0
    counts[REPEAT_PROVIDERS] += s.providers[project.provider].signatures > 0
    if project.investors > 0:
        counts[REPEAT_INVESTORS] += s.investors[project.investor].signatures > 0


def record_states(s, step):
    """Record the means of beliefs and other states, and the partnerships running, at the end of a year."""
    run, p = s.run[0], s.parameters[0]
    year = year_of(run, step)
    row = s.states[year]
    row[:] = 0.0
    for number in range(len(s.authorities)):
        authority = s.authorities[number]
        row[CLOSING_BELIEF] += closing_belief(run, p, authority)
        row[DELIVERY_BELIEF] += delivery_belief(run, p, authority)
        row[EXPECTED_COST] += authority.expected_cost
        row[FATIGUE] += authority.fatigue
        row[RESISTANCE] += authority.resistance
        row[SUPPORT] += authority.support
    row /= len(s.authorities)
    row[TRUST] = s.trust.mean() if len(s.trust) > 0 else 0.0
    row[MACHINE_SHARE] = run.machines
    s.yearly[year, :, RUNNING] = 0.0
    for slot in range(run.contracts):
        s.yearly[year, s.projects[s.contracts[slot].project].domain, RUNNING] += 1.0


def closing_belief(run, p, authority):
    """Return an authority's mean belief that an attempt closes, with what everyone has learnt."""
    return belief_with_world(
        authority.closing_successes, authority.closing_failures, p.world_learning, run.world_closed, run.world_failed
    )


def delivery_belief(run, p, authority):
    """Return an authority's mean belief in delivery, with what everyone has learnt."""
    return belief_with_world(
        authority.delivery_successes,
        authority.delivery_failures,
        p.world_learning,
        run.world_delivered,
        run.world_undelivered,
    )


def copy_attempt(row, project):
    """Copy what an attempt is reported by."""
    row.authority = project.authority
    row.country = project.country
    row.domain = project.domain
    row.started = project.started
    row.ended = project.ended
    row.stage = project.stage
    row.outcome = project.outcome
    row.barrier = project.barrier
    row.barriers = project.barriers
    row.capital = project.capital
    row.provider = project.provider
    row.investor = project.investor
    row.early_meeting = project.early_meeting
    row.pragmatic = project.pragmatic
    row.mapped = project.mapped
    row.pooled = project.pooled
    row.house = project.house
    row.flexible_allowed = project.flexible_allowed
    row.cashable_only = project.cashable_only
    row.novelty = project.novelty
    row.quality = project.quality
    row.signal = project.signal
    row.uncertainty = project.uncertainty
    row.cost_share = project.cost_share
    row.departments_joined = project.departments_joined
    row.investors = project.investors
    row.surplus = project.surplus
    row.relaxed_surplus = project.relaxed_surplus
    row.rounds = project.rounds
    row.cost_authority = project.cost_authority
    row.cost_provider = project.cost_provider
    row.cost_investors = project.cost_investors
