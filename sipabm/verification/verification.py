"""Report: how much a verification compared, what it found, and what it exercised.

Histories that agree say little of a branch that none of them took. So it is counted what the scenarios exercised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from sipabm.barriers import Barrier
from sipabm.parameters import GROUPS
from sipabm.scenario import Levers, Scenario
from sipabm.tables.history import History
from sipabm.verification.compared_histories import Rows, differing, histories
from sipabm.verification.random_scenarios import random_scenario
from sipabm.words import ContractStatus, Form, Instrument, Outcome, Programme, Rigour

REPLICATES = 3  # more than one, as the number of a replicate is part of every address of a draw
WORDS: dict[str, type[IntEnum]] = {
    "status": ContractStatus,
    "programme": Programme,
    "instrument": Instrument,
    "form": Form,
    "rigour": Rigour,
}


IN_SOME_AREAS = "lever in some welfare areas alone"
# What can occur beyond barriers and words, and the rows of attempts or contracts in which it does.
FACTS: dict[str, Callable[[Rows, Rows], Rows]] = {
    "signed": lambda attempts, _: attempts["outcome"] == Outcome.SIGNED,
    "stopped": lambda attempts, _: attempts["outcome"] == Outcome.STOPPED,
    "several investors": lambda _, contracts: contracts["investors"] > 1,
    "no investors": lambda _, contracts: contracts["investors"] == 0,
    # More than a rest in the last digits, which products of shares leave.
    "provider and investors share the cost": lambda _, contracts: (
        (contracts["capital_provider"] > 1e-6) & (contracts["investors"] > 0)
    ),
    "departments paid": lambda _, contracts: contracts["payment_departments"] > 0,
    "other authorities paid": lambda _, contracts: contracts["payment_authorities"] > 0,
    "state paid": lambda _, contracts: contracts["payment_state"] > 0,
    "several providers": lambda _, contracts: contracts["providers"] > 1,
    "paid for no effect": lambda _, contracts: contracts["misplaced"] > 0,
    "break fee paid": lambda _, contracts: contracts["break_fee"] > 0,
    "fund paid": lambda _, contracts: contracts["payment_fund"] > 0,
    "fund released": lambda _, contracts: contracts["fund_committed"] > contracts["payment_fund"],
    "fund repaid": lambda _, contracts: contracts["fund_repaid"] > 0,
    "guarantee paid": lambda _, contracts: contracts["guarantee_paid"] > 0,
    "re-planned": lambda _, contracts: contracts["replans"] > 0,
    "delivered from a house": lambda _, contracts: (
        (contracts["house"] == 1) & (contracts["status"] == ContractStatus.DELIVERED)
    ),
}


@dataclass
class Report:
    """What a verification compared, what differed, and in how many scenarios each thing occurred."""

    scenarios: int = 0
    attempts: int = 0
    contracts: int = 0
    differences: list[str] = field(default_factory=list)
    exercised: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(everything(), 0)))

    @property
    def holds(self) -> bool:
        """Return whether no history differed."""
        return not self.differences

    @property
    def never_exercised(self) -> list[str]:
        """Return what no scenario exercised."""
        return [name for name, times in self.exercised.items() if times == 0]

    def add(self, scenario: Scenario, engine: History, mesa: History) -> None:
        """Add the comparison of one scenario."""
        self.scenarios += 1
        self.attempts += len(engine.attempts)
        self.contracts += len(engine.contracts)
        self.differences += [f"{scenario.name}: {line}" for line in differing(engine, mesa)]
        self.exercised.update({*settings_of(scenario), *barriers_in(engine), *words_in(engine), *facts_in(engine)})


def verify(scenarios: int, first: int = 0, progress: Callable[[int], None] | None = None) -> Report:
    """Return what came of comparing both models on random scenarios; `progress` is told how many are done."""
    report = Report()
    for number in range(first, first + scenarios):
        scenario = random_scenario(number)
        report.add(scenario, *histories(scenario, seed=number, replicate=number % REPLICATES))
        if progress:
            progress(report.scenarios)
    return report


def everything() -> Iterator[str]:
    """Yield the name of everything that a verification should exercise."""
    yield from FACTS
    yield from (f"lever {lever}" for lever in Levers.model_fields)
    yield IN_SOME_AREAS
    yield from (f"barrier {barrier.name.lower()}" for barrier in Barrier)
    for words in WORDS.values():
        yield from (f"contract {word.name.lower()}" for word in words)
    yield from (f"parameter {name}" for group in GROUPS.values() for name in group.model_fields)


def settings_of(scenario: Scenario) -> Iterator[str]:
    """Yield the levers that a policy pulls and the parameters that differ from their default."""
    for lever in Levers.model_fields:
        if getattr(scenario.levers, lever).intensity > 0:
            yield f"lever {lever}"
    if any(setting.intensity > 0 and setting.domains for _, setting in scenario.levers):
        yield IN_SOME_AREAS
    for group, members in GROUPS.items():
        for name, described in members.model_fields.items():
            if getattr(getattr(scenario, group), name) != described.default:
                yield f"parameter {name}"


def barriers_in(history: History) -> Iterator[str]:
    """Yield every barrier that stood in the way of an attempt."""
    stood = int(np.bitwise_or.reduce(history.attempts["barriers"]))
    return (f"barrier {barrier.name.lower()}" for barrier in Barrier if stood & 1 << barrier)


def words_in(history: History) -> Iterator[str]:
    """Yield every status, programme, instrument, form and rigour of a contract."""
    for column, words in WORDS.items():
        yield from (f"contract {words(value).name.lower()}" for value in np.unique(history.contracts[column]))


def facts_in(history: History) -> Iterator[str]:
    """Yield what else occurred in a history."""
    return (fact for fact, rows_of in FACTS.items() if rows_of(history.attempts, history.contracts).any())
