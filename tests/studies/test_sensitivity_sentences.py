"""Sentences of a sensitivity, from numbers by hand."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.studies.sensitivity import Sensitivity
from sipabm.studies.sensitivity_sentences import sentences, title

MADE = {"points": 1_200, "replicates": 4}


def made(method, unit="partnerships", luck=1.0, undefined=0, failed=0, size=1.0):
    names = ["pool", "worth.social", "horizon", "delay"]
    sizes = size * np.array([40.0, 20.0, 10.0, 0.5])
    columns = {
        "morris": {"mu_star": sizes, "low": 0.8 * sizes, "high": 1.2 * sizes, "luck": luck},
        "sobol": {
            f"{name}{end}": part * np.array([0.5, 0.2, 0.1, 0.0]) + shift
            for name, part in (("total", 1.0), ("first", 0.5))
            for end, shift in (("", 0.0), ("_low", -0.05), ("_high", 0.05))
        },
    }[method]
    indices = pd.DataFrame({"measure": "signed", "name": names, **columns})
    about = {"measure": "signed", "label": "partnerships signed", "unit": unit, "runs": 4800}
    measures = pd.DataFrame([{**about, "undefined": undefined, "failed": failed, "noise_share": 0.034}])
    return Sensitivity(Scenario.load("classroom"), method, indices, measures, MADE)


def test_morris_says_what_each_number_changes_and_how_much_is_luck():
    assert sentences(made("morris")) == [
        "Of 4 numbers, moved one by one from end to end of what is plausible, these change partnerships signed most, "
        "up or down: pool by 40 (32 to 48), worth (social) by 20 (16 to 24) and horizon by 10 (8 to 12).",
        "Luck is 3.4 % of the variance of partnerships signed between points; 3 of 4 numbers change it by more than "
        "luck alone would.",
    ]


def test_shares_change_in_points():
    assert "pool by 40 points (32 to 48)" in sentences(made("morris", "share", size=0.01), named=1)[0]


def test_sobol_says_which_share_of_the_variance_each_decides():
    first, second = sentences(made("sobol"), named=2)
    assert first.endswith(
        "these decide most, with all interactions: pool 50 % (45 to 55) and worth (social) 20 % (15 to 25); all "
        "numbers, each alone, decide 40 %."
    )
    assert second == "Luck is 3.4 % of the variance of partnerships signed between points."


def test_what_is_nowhere_and_what_failed_is_said():
    said = sentences(made("morris", undefined=1200, failed=3))
    assert "In 1,200 of 4,800 runs there is no partnerships signed, and changes are taken where there is." in said
    assert "3 runs failed and are left out." in said


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_where_no_number_does_anything_this_is_said(method):
    found = made(method)
    for name in ("mu_star", "total"):
        if name in found.indices:
            found.indices[name] = 0.0
    assert sentences(found) == ["No number changes partnerships signed."]


def test_the_title_says_scenario_method_and_effort():
    assert title(made("sobol")) == (
        "Numbers that decide most in scenario “classroom”, by Sobol (1,200 points, 4 runs of each)"
    )
