"""Write the golden results anew: `python tests/golden/regenerate.py`, only with a reason given in the commit."""

import hashlib
import json
from pathlib import Path

import numpy as np

from sipabm import Scenario
from sipabm.runs import run_history as history_of
from sipabm.tables.history import YEARLY_COLUMNS

FOLDER = Path(__file__).parent
DIGITS = 9


def scenarios():
    """Return the scenarios and seeds of the golden results by name."""
    policies = ("early_meetings=0.5@2012Q1", "pooled_budgets=0.3@2013Q1", "outcomes_fund=0.3@2014Q1:2016Q4")
    neighbours = (
        {"code": "A", "authorities": 20, "providers": 15, "investors": 6, "first_election": "2011Q2"},
        {"code": "B", "authorities": 10, "providers": 12, "investors": 4, "first_election": "2012Q1"},
    )
    # At the defaults: a new posterior changes no rule.
    # And with its own hearsay: what a class needs to see is no rule either.
    classroom = Scenario.load("classroom").replace(over="defaults", own_interest=0.02, world_news=0.1)
    two_countries = classroom.replace(
        {"name": "two_countries", "countries": neighbours, "own_interest": 0.2, "ties": "block", "quarters": 48}
    )
    return {"classroom": (classroom, 1), "two_countries": (two_countries.with_policy(*policies), 2)}


def golden(scenario, seed):
    """Return yearly totals of replicate 0 and digests of its rows."""
    history = history_of(scenario, seed, "engine", True, 0)
    totals = rounded(history.yearly.sum(axis=1))
    return {
        "yearly": {column.name: totals[:, place].tolist() for place, column in enumerate(YEARLY_COLUMNS)},
        "attempts": {"rows": len(history.attempts), "digest": digest(history.attempts)},
        "contracts": {"rows": len(history.contracts), "digest": digest(history.contracts)},
    }


def rounded(values):
    """Return numbers to nine significant digits, so that the last bits of another machine do not show."""
    return np.array([float(f"{value:.{DIGITS}g}") for value in values.ravel()]).reshape(values.shape) + 0.0


def digest(rows):
    """Return a hash of rows, real numbers rounded."""
    columns = {name: (rows[name] if rows[name].dtype.kind == "i" else rounded(rows[name])) for name in rows.dtype.names}
    columns = {name: values.tolist() for name, values in columns.items()}
    return hashlib.sha256(json.dumps(columns).encode()).hexdigest()


def as_text(results):
    """Return golden results as JSON, a column a line, so that a change can be read."""
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(totals)}" for name, totals in results["yearly"].items())
    rows = ",\n".join(f" {json.dumps(table)}: {json.dumps(results[table])}" for table in ("attempts", "contracts"))
    return f'{{\n "yearly": {{\n{lines}\n }},\n{rows}\n}}'


def write():
    """Write all golden results."""
    for name, (scenario, seed) in scenarios().items():
        text = as_text(golden(scenario, seed))
        (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write()
