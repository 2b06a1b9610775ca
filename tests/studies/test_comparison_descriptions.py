"""Words for the figures of a comparison, from rows written by hand."""

import numpy as np
import pandas as pd

from sipabm.studies.comparison_descriptions import of_changes, of_curves, of_positions
from sipabm.studies.contrasts import SAME, UNDEFINED

MORE = {"difference": 3.41, "low": 2.52, "high": 4.30, "verdict": "more", "unit": "partnerships"}
SHARE = {"difference": 0.02, "low": -0.01, "high": 0.05, "verdict": "noise", "unit": "share"}
NONE = {"difference": 0.0, "low": 0.0, "high": 0.0, "verdict": SAME, "unit": "share"}
LATER = {**SHARE, "verdict": "needs 2039"}
EMPTY = {"difference": np.nan, "low": np.nan, "high": np.nan, "verdict": UNDEFINED, "unit": "share"}


def rows(alternative, **named):
    return [{"alternative": alternative, "label": label, "party_label": label, **row} for label, row in named.items()]


def test_changes_have_intervals_and_what_cannot_be_seen_its_year():
    table = pd.DataFrame(rows("a", signed=MORE, share=SHARE, late=LATER, empty=EMPTY) + rows("b", signed=NONE))
    first, second = of_changes(table, ["a", "b"]).split(" a: ")[1].split(". b: ")
    assert first == (
        "signed +3.4 (+2.5 to +4.3); share +2 points (−1 to +5); late needs 2039; "
        "empty not defined: nothing to take a mean of"
    )
    assert second == f"signed {SAME}."


def test_a_year_that_all_need_is_said_once():
    assert of_changes(pd.DataFrame(rows("a", signed=LATER, share=LATER)), ["a"]).endswith(" a: needs 2039.")


def test_net_positions_are_told_kind_by_kind():
    table = pd.DataFrame(rows("a", state=MORE, funds=MORE)).assign(unit="million USD")
    table["label"] = ["net cash", "with other value"]
    said = of_positions(table, ["a"])
    assert "Net cash, million USD per run. a: state +3.4 (+2.5 to +4.3)." in said
    assert said.endswith("With other value, million USD per run. a: funds +3.4 (+2.5 to +4.3).")


def test_curves_begin_with_the_base_and_leave_out_what_is_not_drawn():
    ends = {"year": 2010, "signed_mean": 2.0, "signed_low": 1.0, "signed_high": 3.0}
    table = pd.DataFrame([{"alternative": label, **ends} for label in ("world", "a", "b")])
    said = of_curves(table, ["a"])
    assert said.endswith("Base, world: at most 2 in 2010 (1 to 3). a: at most 2 in 2010 (1 to 3).")
