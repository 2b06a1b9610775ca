"""Numbers the model is compared with: each with statistic, unit, sample size, basis and source."""

import pandas as pd

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
    values = targets().set_index(["name", "statistic"])["value"]
    if (name, statistic) not in values.index:
        raise ValueError(f"no target {name!r} with statistic {statistic!r}; {known_names(values.index, name)}")
    return float(values[name, statistic])


def known_names(index: pd.Index, name: str) -> str:
    """Return what could have been asked for: the statistics of a target, or the targets if there is none like it."""
    statistics = [statistic for known, statistic in index if known == name]
    return f"known: {', '.join(statistics or sorted({known for known, _ in index}))}"
