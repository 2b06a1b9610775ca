"""Numbers the model is compared with: each with statistic, unit, sample size, basis and source."""

from collections.abc import Iterable
from functools import cache

import pandas as pd

from sipabm.errors import shown
from sipabm.observed.launches import read_table


def targets() -> pd.DataFrame:
    """Return one row per observed number: name, statistic, value, unit, sample, basis, source.

    `sample` is the number of deals behind the value. `basis` is "rows" where `quantiles` gives the number again
    from the user's own download, "counted" where it was counted in parts of INDIGO the loader does not read, "stated"
    where the source says it and "inferred" where it was derived from what sources say.
    """
    return read_table("targets.csv").astype({"sample": "Int64"})


def target(name: str, statistic: str) -> float:
    """Return one observed number in the unit and from the source that `targets` names."""
    values = target_values()
    if (name, statistic) not in values:
        raise ValueError(f"no target {shown(name)} with statistic {shown(statistic)}; {known_names(values, name)}")
    return values[name, statistic]


@cache
def target_values() -> dict[tuple[str, str], float]:
    """Return every observed number by name and statistic."""
    table = targets()
    return dict(zip(zip(table["name"], table["statistic"], strict=True), table["value"].astype(float), strict=True))


def known_names(values: Iterable[tuple[str, str]], name: str) -> str:
    """Return what could have been asked for: the statistics of a target, or the targets if there is none like it."""
    statistics = [statistic for known, statistic in values if known == name]
    return f"known: {', '.join(statistics or sorted({known for known, _ in values}))}"
