"""The way of attempts: the funnel from considered to successful, and the barriers that stopped them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sipabm.barriers import FAMILY_OF_BARRIER, Barrier, label_of
from sipabm.statistics.bands import band, share
from sipabm.tables.run_tables import RunTables
from sipabm.words import Domain, Stage

EVERY_DOMAIN = "all"
EXITS = [f"exits_{stage.name.lower()}" for stage in Stage if stage != Stage.SIGNED]
FUNNEL_LABELS = {
    "considered": "considered by an authority",
    "started": "started",
    "past_meeting": "past search and first meetings",
    "past_business_case": "past the business case",
    "past_mobilisation": "past mobilisation",
    "signed": "past negotiation: signed",
    "delivered": "delivered to term",
    "successful": "delivered with success",
}
# Family by family. Barriers are numbered otherwise: a new one comes last, so that stored numbers keep their meaning.
BARRIERS = sorted(Barrier, key=lambda barrier: FAMILY_OF_BARRIER[barrier])


def funnel(results: RunTables) -> pd.DataFrame:
    """Return one row per step from considered to successful: mean and band over runs, share of the attempts started."""
    sums = results.yearly.groupby("run")[["considered", "started", *EXITS, "signed", "delivered", "successful"]].sum()
    steps = sums[["considered", "started"]].copy()
    # Where attempts under development stand is not recorded, so a stage is passed by those whose end is known.
    for place, stage in enumerate(EXITS[:-1]):
        steps[stage.replace("exits_", "past_")] = sums[EXITS[place + 1 :]].sum(axis=1) + sums["signed"]
    steps[["signed", "delivered", "successful"]] = sums[["signed", "delivered", "successful"]]
    table = band(steps)
    # Looking is no attempt: an authority may look again every quarter, so its count is no whole of anything.
    table["share_of_started"] = share(table["mean"].drop("considered"), table["mean"]["started"])
    table.insert(0, "label", pd.Series(FUNNEL_LABELS))
    return table.rename_axis(index="step").reset_index()


def barriers(results: RunTables) -> pd.DataFrame:
    """Return one row for each barrier and domain: attempts stopped per run, share of the domain's stopped attempts."""
    columns = [f"exit_{barrier.name.lower()}" for barrier in BARRIERS]
    # observed=False keeps an area in which nothing happened, as zeros.
    counts = results.yearly.groupby("domain", observed=False)[columns].sum() / len(results.runs)
    areas = [domain.name.lower() for domain in Domain]
    parts = [domain_barriers(EVERY_DOMAIN, counts.sum()), *(domain_barriers(area, counts.T[area]) for area in areas)]
    return pd.concat(parts, ignore_index=True)


def domain_barriers(domain: str, counts: pd.Series) -> pd.DataFrame:
    """Return the rows of one domain from its counts in the order of `BARRIERS`."""
    stopped = counts.to_numpy()
    return pd.DataFrame(
        {
            "family": [FAMILY_OF_BARRIER[barrier].name.lower() for barrier in BARRIERS],
            "barrier": [barrier.name.lower() for barrier in BARRIERS],
            "label": [label_of(barrier) for barrier in BARRIERS],
            "domain": domain,
            "stopped_a_run": stopped,
            "share": stopped / stopped.sum() if stopped.sum() else np.nan,
        }
    )
