"""Attributions in folders: kept, read back, made again, and never written over what is somebody else's."""

import json
import warnings

import numpy as np
import pytest

from sipabm import ScenarioError
from sipabm.studies.attribution_folder import attribute_again, read_attribution, write_attribution
from sipabm.studies.attribution_sentences import sentences


def test_an_attribution_comes_back_from_its_folder(either, tmp_path):
    write_attribution(either, tmp_path / "kept")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kept = read_attribution(tmp_path / "kept")
    assert (kept.question, kept.quantities) == (either.question, either.quantities)
    assert kept.scenario == either.scenario
    for name, table in either.long().items():
        numbers = table.select_dtypes("number")
        assert np.array_equal(kept.long()[name][numbers.columns], numbers, equal_nan=True), name  # to the last digit
    assert sentences(kept) == sentences(either)


def test_an_attribution_can_be_made_again_from_its_folder(either, tmp_path):
    write_attribution(either, tmp_path / "kept")
    again = attribute_again(read_attribution(tmp_path / "kept"))
    for name, table in either.long().items():
        assert again.long()[name].equals(table), name


def test_a_folder_with_other_things_is_refused(by_hand, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ScenarioError, match="not empty"):
        write_attribution(by_hand, tmp_path, overwrite=True)
    with pytest.raises(ScenarioError, match="holds no results"):
        read_attribution(tmp_path)


def test_an_attribution_is_replaced_only_if_that_is_asked_for(levers, tmp_path):
    write_attribution(levers, tmp_path / "kept")
    with pytest.raises(ScenarioError, match="--overwrite"):
        write_attribution(levers, tmp_path / "kept")
    write_attribution(levers, tmp_path / "kept", overwrite=True)


def test_another_study_and_a_damaged_table_are_refused(levers, tmp_path):
    write_attribution(levers, tmp_path)
    (tmp_path / "shares.csv").unlink()
    with pytest.raises(ScenarioError, match=r"a table in '.*' is damaged"):
        read_attribution(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "study": "comparison"}))
    with pytest.raises(ScenarioError, match="holds no attribution but comparison"):
        read_attribution(tmp_path)


def test_measures_of_ones_own_cannot_be_made_again_from_a_folder(levers, tmp_path):
    write_attribution(levers, tmp_path)
    kept = read_attribution(tmp_path)
    kept.manifest["arguments"]["measures"].append("mine")
    with pytest.raises(ScenarioError, match="the measure 'mine' is not one of sipabm's own"):
        attribute_again(kept)
