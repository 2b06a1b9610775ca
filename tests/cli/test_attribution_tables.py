"""Tables of an attribution, from rows written by hand."""

import numpy as np

from sipabm.cli.attribution_tables import paragraphs, shared

ROW = {"value": 0.096, "low": 0.092, "high": 0.101, "unit": "share", "share": 0.361}


def test_a_part_has_value_interval_and_its_share_of_the_total():
    assert list(shared(ROW)) == ["+9.6", "+9.2 to +10.1", "36 %"]


def test_a_part_of_one_run_has_no_interval():
    assert list(shared({**ROW, "low": np.nan, "high": np.nan, "share": np.nan})) == ["+9.6", "–", "–"]


def test_each_sentence_begins_a_line_and_goes_on_set_in(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    assert str(paragraphs(["One two three four five.", "Six."])) == "One two three four\n  five.\nSix."
