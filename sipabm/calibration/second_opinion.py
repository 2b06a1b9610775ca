"""Second opinion: what a neural network says about the fitted numbers, from the same runs and for the same targets.

It shares with the fit the table, what the table is held to, and which rows are near; the rest is another method (see
`statistics.neural`). Where the two agree, the posterior does not hang on the method. Where they do not, nobody knows
which is right, and the number is as uncertain as both intervals together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sipabm.calibration.fit import Held, Table, parts_of
from sipabm.parameters.ranges import cube
from sipabm.statistics import Numbers
from sipabm.statistics.bands import HIGH, LOW
from sipabm.statistics.neural import neural_draws
from sipabm.statistics.posteriors import REGION

DRAWS = 6000
FARTHEST_APART = 0.5  # of the narrower interval's width, between medians that agree
LEAST_SHARED = 0.5  # of what either interval holds, held by both, where they agree
OURS = ("posterior_low", "median", "posterior_high")
THEIRS = ("second_low", "second_median", "second_high")
AGREES = "second_agrees"


def second_opinion(table: Table, sides: Sequence[int], drawn: Sequence[int], held: Held, seed: int) -> pd.DataFrame:
    """Return median and 90 % interval of each number of some sides, by side.

    `drawn` are the sides that any proposal drew: the network must know them, though only `sides` are reported.
    """
    known = sorted({*sides, *drawn})
    parts = parts_of(table, known, held, seed)
    draws = neural_draws(*parts, held.observed, near=REGION * table.accepted, draws=DRAWS, seed=seed)
    found = np.quantile(draws[:, [known.index(side) for side in sides]], [LOW, 0.5, HIGH], axis=0)
    rows = {
        side: [cube()[side].at(position) for position in column]
        for side, column in zip(sides, found.T.tolist(), strict=True)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(THEIRS))


def judged(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return numbers with whether the second opinion agrees (`second_agrees`), missing where there is none.

    It agrees if the medians are apart by at most half of the width of the narrower interval, and both intervals hold
    at least half of what either holds.
    """
    theirs = numbers[list(THEIRS)].to_numpy(float)
    said = agreeing(numbers[list(OURS)].to_numpy(float), theirs)
    return numbers.assign(**{AGREES: pd.Series(said, numbers.index, dtype=object).where(~np.isnan(theirs[:, 0]))})


def ranges_agree(numbers: pd.DataFrame) -> Numbers:
    """Return about which numbers somebody would agree who learnt nothing, and so names the middle of the whole range.

    It is the control of the rule: only numbers about which such a one would not agree say that two learnt the same.
    """
    low, high = (numbers[[end]].to_numpy(float) for end in ("low", "high"))
    return agreeing(numbers[list(OURS)].to_numpy(float), low + (high - low) * np.array([[LOW, 0.5, HIGH]]))


def agreeing(ours: Numbers, theirs: Numbers) -> Numbers:
    """Return whether intervals with their medians agree (rows of low, median, high)."""
    narrower = np.minimum(ours[:, 2] - ours[:, 0], theirs[:, 2] - theirs[:, 0])
    either = np.maximum(ours[:, 2], theirs[:, 2]) - np.minimum(ours[:, 0], theirs[:, 0])
    both = np.minimum(ours[:, 2], theirs[:, 2]) - np.maximum(ours[:, 0], theirs[:, 0])
    near = np.abs(ours[:, 1] - theirs[:, 1]) <= FARTHEST_APART * narrower
    return np.asarray(near & (both >= LEAST_SHARED * either))
