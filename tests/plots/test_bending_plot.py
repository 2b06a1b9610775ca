"""How far actors bend: a panel for each lever, a line for each area."""

import pandas as pd
import pytest

from sipabm import simulate
from sipabm.plots import plot_bending
from sipabm.report import bending


def test_a_line_is_the_propensity_of_an_area_in_percent():
    areas = ["all", "social", "employment", "health"]
    table = pd.DataFrame(
        {"year": [2012] * 4 + [2013] * 4, "domain": areas * 2, "lever": "pooled_budgets", "label": "pooled budgets"}
    ).assign(propensity=[0.9, 0.1, 0.2, 0.3, 0.9, 0.4, 0.5, 0.6])
    (panel,) = plot_bending(table)
    assert [
        line.get_ydata().tolist() for line in panel.lines if len(line.get_xdata()) == 2 and line.get_ls() != "None"
    ][:3] == [pytest.approx(each) for each in ([10, 40], [20, 50], [30, 60])]
    assert panel.get_title(loc="left") == "a  Pooled budgets"


@pytest.mark.parametrize("scenario", ["results", "quiet"])
def test_it_can_be_read_with_and_without_attempts(request, readable, scenario):
    found = request.getfixturevalue(scenario)
    readable(plot_bending(bending(found if scenario == "results" else simulate(found))))
