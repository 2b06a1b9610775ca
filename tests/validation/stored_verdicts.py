"""Store the verdicts of a small validation anew (`make verdicts`), after looking at those that changed."""

from pathlib import Path

import pandas as pd

from sipabm import validate

FOLDER = Path(__file__).parent
SCENARIOS = ("world", "denmark")
# So few that it takes seconds, each with a set of the posterior of its own; its bands are rough, but always the same.
REPLICATES = 40
LOOK = "look at `sipabm validate {name}`, say why in the commit, and store them with `make verdicts`"


def path_of(name):
    """Return the file of a scenario's stored verdicts."""
    return FOLDER / f"verdicts_{name}.csv"


def found(name):
    """Return the rows of a small validation of a scenario."""
    return validate(name, REPLICATES).table


def stored(name):
    """Return the verdict of each pattern as it was stored."""
    return pd.read_csv(path_of(name), index_col="pattern")["verdict"].to_dict()


def changes(before, table):
    """Return a line for each pattern whose verdict is another than before, is new, or is gone."""
    now = table.set_index("pattern")
    lines = [f"{name}: was {verdict!r}, is gone" for name, verdict in before.items() if name not in now.index]
    for name, row in now.iterrows():
        if before.get(name) != row["verdict"]:
            was = f"was {before[name]!r}, is" if name in before else "is new:"
            observed = f"observed {row['observed']:g}, runs {row['low']:g} to {row['high']:g}"
            lines.append(f"{name}: {was} {row['verdict']!r} ({observed})")
    return lines


def write(name):
    """Write the verdicts of a scenario, and print what changed."""
    table = found(name)
    before = stored(name) if path_of(name).exists() else {}
    print(name, *changes(before, table), sep="\n  ")
    table[["pattern", "verdict"]].to_csv(path_of(name), index=False, lineterminator="\n")


if __name__ == "__main__":
    for each in SCENARIOS:
        write(each)
