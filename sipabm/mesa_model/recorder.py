"""Recording of the Mesa model: yearly counts and states, rows of attempts and contracts, and quarterly reporters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sipabm.recording.columns import (
    ATTEMPT,
    ATTEMPT_TYPE,
    CONTRACT,
    CONTRACT_TYPE,
    MOST_INVESTORS,
    STATE,
    YEARLY,
)
from sipabm.rules.settlement import is_repaid
from sipabm.states import NOBODY, ContractStatus, Pocket, Programme

if TYPE_CHECKING:
    from sipabm.mesa_model.model import PartnershipModel
    from sipabm.mesa_model.project import Contract, Project

PLACE = {column.name: place for place, column in enumerate(YEARLY)}
EXITS = [name for name in PLACE if name.startswith("exits_")]
OF_AUTHORITIES = [column.name for column in STATE if column.name not in ("trust", "machine_share")]
MONTHS_A_QUARTER = 3.0


def count(model: PartnershipModel, domain: int, column: str, amount: float = 1.0) -> None:
    """Add to a yearly count of a welfare area."""
    model.yearly[model.year, domain, PLACE[column]] += amount


def record_exit(model: PartnershipModel, project: Project) -> None:
    """Count an attempt that was signed or stopped, and keep it."""
    if project.barrier is not None:
        count(model, project.domain, f"exits_{project.stage.name.lower()}")
        count(model, project.domain, f"exit_{project.barrier.name.lower()}")
    for column in ("cost_authority", "cost_provider", "cost_investors"):
        count(model, project.domain, column, getattr(project, column))
    model.attempts.append(project)


def record_signature(model: PartnershipModel, project: Project) -> None:
    """Count a partnership signed; its parties' earlier signatures make it a repeat."""
    domain = project.domain
    count(model, domain, "signed")
    count(model, domain, "capital", project.capital)
    count(model, domain, "parties", project.parties)
    count(model, domain, "months", MONTHS_A_QUARTER * (model.quarter - project.started))
    count(model, domain, "upskilling", project.programme == Programme.UPSKILLING)
    count(model, domain, "in_house", project.house)
    count(model, domain, "repeat_authorities", project.authority.signatures > 0)
    count(model, domain, "repeat_providers", project.provider.signatures > 0)
    if project.member:
        count(model, domain, "repeat_investors", project.member[0].signatures > 0)


def record_settlement(model: PartnershipModel, contract: Contract) -> None:
    """Count a partnership that has ended, and keep it."""
    domain, invested = contract.project.domain, contract.capital_investors
    delivered = contract.status == ContractStatus.DELIVERED
    successful = contract.success >= model.parameters.success_threshold
    with_investors = contract.project.investors > 0
    count(model, domain, "delivered", delivered)
    count(model, domain, "ended_early", not delivered)
    count(model, domain, "successful", delivered and successful)
    count(model, domain, "success", contract.success)
    count(model, domain, "cost_after", contract.cost_after)
    count(model, domain, "burden", contract.burden)
    count(model, domain, "invested", invested)
    count(model, domain, "promised", contract.project.promised)
    count(model, domain, "received", contract.to_investors)
    count(model, domain, "with_investors", with_investors)
    count(model, domain, "repaid", with_investors and is_repaid(contract.to_investors, invested))
    count(model, domain, "payment", contract.payment + contract.guarantee_paid)
    count(model, domain, "payment_fund", contract.payment_fund)
    count(model, domain, "fund_repaid", contract.fund_repaid)
    for pocket in Pocket:
        count(model, domain, f"value_{pocket.name.lower()}", contract.value[pocket])
    model.settled.append(contract)


def record_states(model: PartnershipModel) -> None:
    """Record the means of beliefs and other states, and the partnerships running, at the end of a year."""
    means = [mean(model, name) for name in OF_AUTHORITIES]
    model.states[model.year] = [*means, mean_trust(model), machine_share(model)]
    model.yearly[model.year, :, PLACE["running"]] = 0.0
    for contract in model.contracts:
        count(model, contract.project.domain, "running")


def mean(model: PartnershipModel, attribute: str) -> float:
    """Return the mean of an attribute over all authorities."""
    return float(model.authorities.agg(attribute, np.mean))


def mean_trust(model: PartnershipModel) -> float:
    """Return the mean trust over all ties, 0 without ties."""
    ties = [tie["trust"] for _, _, tie in model.network.edges(data=True)]
    return float(np.mean(ties)) if ties else 0.0


def machine_share(model: PartnershipModel) -> float:
    """Return the share of exposed work that machines do."""
    return model.technology.machines


def so_far(model: PartnershipModel, columns: list[str]) -> float:
    """Return the sum of yearly counts since the first quarter."""
    return float(sum(model.yearly[:, :, PLACE[column]].sum() for column in columns))


def running(model: PartnershipModel) -> int:
    """Return the number of partnerships running."""
    return len(model.contracts)


def new_collector() -> mesa.DataCollector:
    """Return a collector of what happened so far, and of mean states, quarter by quarter."""
    counts = {"considered": ["considered"], "started": ["started"], "signed": ["signed"], "stopped": EXITS}
    reporters: dict[str, Any] = {name: partial(so_far, columns=columns) for name, columns in counts.items()}
    reporters["running"] = partial(running)
    reporters |= {name: partial(mean, attribute=name) for name in OF_AUTHORITIES}
    reporters |= {"trust": partial(mean_trust), "machine_share": partial(machine_share)}
    return mesa.DataCollector(model_reporters=reporters)


def attempt_rows(attempts: list[Project]) -> NDArray[Any]:
    """Return one row for each attempt."""
    rows = [tuple(as_number(getattr(project, column.name)) for column in ATTEMPT) for project in attempts]
    return np.array(rows, dtype=ATTEMPT_TYPE)


def contract_rows(contracts: list[Contract]) -> NDArray[Any]:
    """Return one row for each contract."""
    return np.array([contract_row(contract) for contract in contracts], dtype=CONTRACT_TYPE)


def contract_row(contract: Contract) -> tuple[Any, ...]:
    """Return the row of a contract."""
    return *(contract_value(contract, column.name) for column in CONTRACT), *tables(contract)


def contract_value(contract: Contract, name: str) -> Any:
    """Return a column of a contract: its own, or a term of its project."""
    if name.startswith("value_"):
        return contract.value[Pocket[name.removeprefix("value_").upper()]]
    return as_number(getattr(contract if hasattr(contract, name) else contract.project, name))


def tables(contract: Contract) -> tuple[list[int], list[float], list[float]]:
    """Return numbers, tickets and receipts of a contract's investors, filled up to the table's size."""
    project, missing = contract.project, MOST_INVESTORS - contract.project.investors
    members = [investor.number for investor in project.member]
    return members + [NOBODY] * missing, project.ticket + [0.0] * missing, contract.received + [0.0] * missing


def as_number(value: Any) -> Any:
    """Return a number as it is, and the number of an actor, country or fund; -1 for none."""
    if value is None:
        return NOBODY
    return getattr(value, "number", value)
