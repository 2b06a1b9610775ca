"""Ship the posterior that was found, and store what it was made from (`make posterior`), after looking at it."""

import csv
import hashlib
import json
import sys
from pathlib import Path

from sipabm import Scenario
from sipabm.parameters.ranges import cube
from sipabm.runs import run_histories
from sipabm.scenario.posterior import POSTERIOR
from sipabm.studies.decline_attribution import until_last_observed

STORED = Path(__file__).parent / "posterior.json"
SETS = 20
DIGITS = 4
ANEW = "calibrate anew (`make posterior`), or find out what changed the model"


def ranges_digest():
    """Return a hash of all plausible ranges."""
    text = json.dumps([[side.field, side.low, side.high] for side in cube()])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def yearly_counts():
    """Return the partnerships of each year with each of the first sets: a changed history is seen there."""
    world = until_last_observed(Scenario.load("world").replace(over="posterior"))
    told = run_histories(world, range(SETS), 1, "engine", False)
    return [[int(year) for year in history.yearly.sum(axis=1)[:, 0]] for history in told]


def stored():
    """Return what was stored when the posterior was made."""
    return json.loads(STORED.read_text("utf-8"))


def ship(sets):
    """Write the posterior from a table of sets, with as many digits as anybody needs."""
    with open(sets, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [side.field for side in cube()]
    lines = [names, *([f"{float(row[name]):.{DIGITS}g}" for name in names] for row in rows)]
    Path(str(POSTERIOR)).write_text("".join(",".join(line) + "\n" for line in lines), "utf-8")


if __name__ == "__main__":
    ship(sys.argv[1])
    STORED.write_text(json.dumps({"ranges": ranges_digest(), "counts": yearly_counts()}) + "\n", "utf-8")
