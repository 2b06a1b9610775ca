"""Returns promised and realised: two panels, or why they are empty."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, simulate
from sipabm.plots import plot_returns
from sipabm.plots.returns_plot import FEWEST_DEALS, HORIZONS
from sipabm.report import returns
from sipabm.words import CONTRACT_YEARS

CASES = {
    "denmark": lambda: simulate(Scenario.load("denmark"), replicates=40),
    "one quarter": lambda: simulate(Scenario.load("classroom").replace(quarters=1)),
}


@pytest.fixture(scope="module", params=CASES)
def panels(request):
    return plot_returns(returns(CASES[request.param]()), request.param)


def test_both_panels_have_a_title_and_named_axes_with_units(panels):
    assert len(panels) == 2
    for axes in panels:
        assert axes.get_title(loc="left") and axes.get_xlabel()
        assert "%" in axes.get_ylabel()


def test_it_can_be_read(panels, readable):
    readable(panels)


def test_where_too_few_deals_have_ended_the_figure_says_so(panels):
    texts = [text.get_text() for axes in panels for text in axes.texts]
    drawn = any(len(line.get_xdata()) > 2 for line in panels[0].lines)
    assert drawn != any("fewer than" in text for text in texts)


def test_a_duration_in_the_legend_is_one_that_contracts_have():
    assert len(HORIZONS) == 3 and set(HORIZONS) <= {f"{years} years" for years in CONTRACT_YEARS}


def test_returns_are_in_percent_and_years_with_few_deals_are_left_out():
    about = {"year": [2012, 2013], "horizon": "all", "deals": [FEWEST_DEALS, FEWEST_DEALS - 1]}
    numbers = {"promised": [0.08, 0.5], "realised": [0.05, 0.5], "shortfall": np.nan}
    table = pd.DataFrame({**about, **numbers, "shortfall_low": np.nan, "shortfall_high": np.nan})
    promised, realised = plot_returns(table, "made up")[0].lines[:2]
    assert promised.get_ydata() == pytest.approx([8.0]) and realised.get_ydata() == pytest.approx([5.0])
