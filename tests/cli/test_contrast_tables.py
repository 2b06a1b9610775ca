"""Tables of a comparison, from rows written by hand."""

import re

import numpy as np
import pandas as pd
import pytest

from sipabm.cli.contrast_tables import alternative_table, name, overview_table, summary
from sipabm.studies.contrasts import COST_PER_SUCCESS, NO_ADDITIONAL, NOISE, SAME
from sipabm.sweeps.measures import MILLIONS


def row(measure, label, unit, numbers, verdict, times=3.24, missing=1234):
    names = ("base", "other", "difference", "low", "high")
    about = {"alternative": "early_meetings=1", "measure": measure, "label": label, "unit": unit, "verdict": verdict}
    return {**about, **dict(zip(names, numbers, strict=True)), "variance_ratio": times, "runs_missing": missing}


SIGNED = row("signed", "partnerships signed", "partnerships", (7.34, 10.75, 3.41, 2.52, 4.30), "more")
EFFECT = row("mean_effect", "mean effect", "share of target", (0.888, 0.889, 0.001, -0.054, 0.055), NOISE)
COST = row(COST_PER_SUCCESS, "cost of one more success", MILLIONS, [np.nan] * 5, NO_ADDITIONAL, np.nan, pd.NA)
STILL = row("successful", "successful partnerships", "partnerships", (3.3, 3.3, 0.0, 0.0, 0.0), SAME, np.nan, 0)


def words(line):
    """Return the cells of a line."""
    return re.split(r"\s{2,}", line.strip())


def test_changes_have_the_decimals_of_their_interval_and_worlds_those_of_a_level(printed):
    lines = printed(alternative_table(pd.DataFrame([SIGNED, EFFECT, COST]), True))[2:]
    assert [words(line) for line in lines] == [
        ["partnerships signed", "7.3", "10.8", "+3.4", "+2.5 to +4.3", "more", "× 3.2", "1,234"],
        ["mean effect, % of target", "89", "89", "0", "−5 to +6", "noise", "× 3.2", "1,234"],
        [MILLIONS],
        ["cost of one more success", "–", "–", "–", "–", "undefined", "–", "–"],
    ]


def test_without_a_precision_no_runs_are_missing(printed):
    assert "missing" not in " ".join(printed(alternative_table(pd.DataFrame([SIGNED]), False)))


@pytest.mark.parametrize(
    ("one", "text"),
    [(SIGNED, "+3.4 ± 0.9"), (EFFECT, "noise: 0 ± 5"), (COST, "undefined"), (STILL, "the same")],
)
def test_a_change_is_summed_up_with_half_of_its_interval_or_its_verdict(one, text):
    assert summary(pd.Series(one)) == text


def test_the_overview_has_a_row_for_each_alternative(printed):
    others = [{**each, "alternative": "give_up=0"} for each in (SIGNED, STILL, COST)]
    lines = printed(overview_table(pd.DataFrame([SIGNED, STILL, COST, *others])))
    assert [words(line)[0] for line in lines[1:]] == ["early_meetings=1", "give_up=0"]


def test_a_unit_stands_with_its_measure_unless_label_or_heading_say_it():
    assert name(SIGNED) == "partnerships signed"
    assert name(EFFECT) == "mean effect, % of target"
    assert name(COST) == "    cost of one more success"
