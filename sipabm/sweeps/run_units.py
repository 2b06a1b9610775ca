"""Units of what is kept of a run: of every column that can be measured."""

from __future__ import annotations

from sipabm.sweeps.run_columns import CHARACTERISTICS, COUNTS, LEVELS

MILLION_USD = "million USD"
# A sum of shares is no share: three partnerships may have 2.4 of three targets.
EFFECT = "targets"
BY_BEGINNING = {
    "exit": "attempts",
    "propensity_": "attempts",
    "bends_": "attempts",
    "cost_": MILLION_USD,
    "value_": MILLION_USD,
    "gross_": MILLION_USD,
    "net_": MILLION_USD,
    "repeat_": "partnerships",
}
BY_NAME = {
    "considered": "times",
    "started": "attempts",
    "barriers_met": "barriers",
    "parties": "parties",
    "months": "months",
    "effect": EFFECT,
    "conventional_effect": EFFECT,
    "peak_year": "year",
    "delivery_belief": "share of target",
    "expected_cost": "share of capital",
    **dict.fromkeys(("closing_belief", "left", "resistance", "support", "trust", "machine_share", "fall"), "share"),
}


def unit_of(column: str) -> str:
    """Return the unit of a column of a run's yearly counts, states or characteristics."""
    if column in BY_NAME:
        return BY_NAME[column]
    if MILLION_USD in {**COUNTS, **LEVELS, **CHARACTERISTICS}[column]:
        return MILLION_USD
    # What is neither money nor told apart above is counted in partnerships.
    return next((unit for begin, unit in BY_BEGINNING.items() if column.startswith(begin)), "partnerships")
