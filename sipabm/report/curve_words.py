"""The yearly curve in words, for those who cannot see its figure."""

from __future__ import annotations

import pandas as pd

from sipabm.language.numbers import plain, year


def curve_in_words(yearly: pd.DataFrame) -> str:
    """Return the highest mean of partnerships signed in a year and that of the last year, with the bands of runs."""
    top, last = yearly.loc[yearly["signed_mean"].idxmax()], yearly.iloc[-1]
    ends = [f"at most {year_in_words(top)}", year_in_words(last)]
    return "; ".join(ends if top["year"] != last["year"] else ends[:1])


def year_in_words(row: pd.Series) -> str:
    """Return the mean of one year with its band."""
    band = f"{plain(row['signed_low'])} to {plain(row['signed_high'])}"
    return f"{plain(row['signed_mean'])} in {year(row['year'])} ({band})"
