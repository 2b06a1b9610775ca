"""Tables of an autopsy, from rows written by hand."""

import re

import pandas as pd

from sipabm.cli.autopsy_tables import SETS_PRINTED, barriers_table, relaxations_table, sets_table
from sipabm.studies.autopsy import ALL_TOGETHER, ALONE, LABELS


def words(line):
    """Return the cells of a line."""
    return re.split(r"\s{2,}", line.strip())


def test_sets_of_several_are_printed_and_the_rarest_summed_up(printed):
    several = [("silos + bargaining", 2, 3.0, 0.055, ALL_TOGETHER)] * (SETS_PRINTED + 2)
    rows = [("silos", 1, 20.0, 0.23, ALONE), *several]
    lines = printed(sets_table(pd.DataFrame(rows, columns=["barriers", "size", "stopped_a_run", "share", "reading"])))[
        2:
    ]
    assert words(lines[0]) == [f"{LABELS['silos']} + {LABELS['bargaining']}", "3", "5.5 %", ALL_TOGETHER]
    assert len(lines) == SETS_PRINTED + 1 and words(lines[-1]) == ["2 more", "6", "11.0 %"]


def test_counts_per_run_have_the_decimals_of_a_level(printed):
    row = {"label": "silos", "ended": 120.4, "stood": 23.87, "stood_alone": 3.0, "opened_at_gate": 0.0}
    lines = printed(barriers_table(pd.DataFrame([{**row, "opened_at_table": 0.658}])))
    assert words(lines[-1]) == ["silos", "120", "23.9", "3", "0", "0.66"]


def test_what_one_barrier_less_signs_has_its_interval(printed):
    row = {
        "label": "silos",
        "opened_at_gate": 0.5,
        "opened_at_table": 2.5,
        "signed_more": -2.0,
        "low": -2.8,
        "high": -1.2,
    }
    parts = {"opened_signed": 1.8, "opened_stopped": 1, "others_signed": 0, "new_signed": 1.1}
    lines = printed(relaxations_table(pd.DataFrame([{**row, **parts, "now_stopped": 0.7, "now_absent": 0.6}])))
    assert words(lines[-1]) == ["silos", "3", "−2.0", "−2.8 to −1.2", "1.8", "1", "0", "1.1", "1.3"]
