"""The yearly curve in words."""

import pandas as pd

from sipabm.report.curve_words import curve_in_words


def curve(*means):
    years = range(2010, 2010 + len(means))
    table = pd.DataFrame({"year": years, "signed_mean": means})
    return table.assign(signed_low=table["signed_mean"] / 2, signed_high=2 * table["signed_mean"])


def test_it_says_the_highest_year_and_the_last_with_their_bands():
    assert curve_in_words(curve(1.0, 8.0, 2.0)) == "at most 8 in 2011 (4 to 16); 2 in 2012 (1 to 4)"


def test_one_year_is_said_once():
    assert curve_in_words(curve(1.0, 8.0)) == "at most 8 in 2011 (4 to 16)"
