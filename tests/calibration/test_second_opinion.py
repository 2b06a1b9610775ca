"""Second opinion: agreement by hand-worked numbers, what is said of it, and that it is asked of what the fit is."""

import dataclasses
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from test_calibration import planted

from sipabm import ScenarioError, calibrate
from sipabm.calibration import second_opinion as module
from sipabm.calibration.calibration_sentences import agreed, sentences
from sipabm.calibration.second_opinion import OURS, THEIRS, agreeing, judged, second_opinion
from sipabm.cli.calibration_tables import calibration_parts
from sipabm.parameters.ranges import cube


@pytest.mark.parametrize(
    ("theirs", "agrees"),
    [
        ([2.0, 4.0, 6.0], True),  # the same
        ([2.0, 5.9, 6.0], True),  # medians 1.9 apart, half of the width is 2
        ([2.0, 6.0, 6.0], True),  # 2 apart: just so
        ([1.8, 6.2, 6.4], False),  # 2.2 apart, though 4 of 4.6 are held by both
        ([3.0, 4.5, 7.0], True),  # 3 of 5 are held by both
        ([3.4, 4.5, 7.4], False),  # 2.6 of 5.4, and medians half a unit apart
        ([0.0, 4.0, 8.0], True),  # twice as wide: 4 of 8
        ([0.0, 4.0, 8.2], False),  # wider still
        ([3.5, 4.0, 4.5], False),  # four times as narrow
        ([7.0, 8.0, 9.0], False),  # nothing is shared
    ],
)
def test_intervals_agree_if_medians_are_near_and_half_of_either_is_held_by_both(theirs, agrees):
    ours = np.array([[2.0, 4.0, 6.0]])
    assert agreeing(ours, np.array([theirs])).tolist() == [agrees]
    assert agreeing(np.array([theirs]), ours).tolist() == [agrees]  # neither is the judge of the other


def opinions():
    """Return four numbers: one with which the network agrees, two with which not, one that was not fitted."""
    ours = [[2.0, 4.0, 6.0]] * 4
    theirs = [[2.0, 4.0, 6.0], [7.0, 8.0, 9.0], [3.5, 4.0, 4.5], [np.nan] * 3]
    numbers = pd.DataFrame(np.hstack([ours, theirs]), columns=[*OURS, *THEIRS])
    return numbers.assign(name=["pool", "worth.social", "give_up", "trust"], fitted=[True, True, True, False]).assign(
        identified=[True, True, False, False], low=0.0, high=[8.0, 40.0, 40.0, 8.0]
    )


def test_a_number_that_was_not_fitted_is_not_judged():
    assert judged(opinions())["second_agrees"].tolist()[:3] == [True, False, False]
    assert judged(opinions())["second_agrees"].isna().tolist() == [False, False, False, True]


def test_it_is_said_about_how_many_numbers_the_two_agree_and_which_not():
    counted, named = agreed(judged(opinions()))
    assert "agrees about 1 of 3 fitted numbers, and about 1 of the 2 of which the record tells much; the" in counted
    assert counted.endswith("would by the same rule about 1 and 1.")  # only a posterior over the range's middle half
    assert named.endswith(": worth (social) and give up.")
    (counted,) = agreed(judged(opinions().head(1)))
    assert "about 1 of 1 fitted number, and about 1 of the 1 of which the record tells much; the" in counted
    assert not list(agreed(opinions()))  # nobody was asked


@pytest.fixture(scope="module")
def search():
    """Return a search of four numbers, two of which two targets tell."""
    found = planted(4, {"give_up": 0.8, "trust": 0.3})
    found.conclude()
    return found


def test_the_network_knows_all_that_any_round_drew_and_reports_what_was_fitted(monkeypatch, search):
    drawn = (search.sides[0], 0)  # side 0 was drawn from a proposal once and is fitted no more
    assert 0 not in search.sides
    asked = {}

    def draws(numbers, *parts, near, draws, seed):
        asked.update(width=numbers.shape[1], ends=[part.tolist() for part in parts[:2]], observed=parts[3])
        return np.tile(np.arange(numbers.shape[1]) / 100, (draws, 1))

    monkeypatch.setattr(module, "neural_draws", draws)
    found = second_opinion(search.table, search.sides, drawn, search.held, 1)
    known = sorted({0, *search.sides})
    assert asked["width"] == len(known) and asked["ends"] == [[0.0] * len(known), [1.0] * len(known)]
    assert (asked["observed"] == search.held.observed).all()
    expected = [cube()[side].at(known.index(side) / 100) for side in search.sides]
    assert found.index.tolist() == list(search.sides)
    assert found["second_median"].tolist() == pytest.approx(expected)


def test_a_calibration_has_the_second_opinion_of_its_fitted_numbers_if_asked(monkeypatch, search):
    monkeypatch.setattr(module, "neural_draws", lambda numbers, *parts, near, draws, seed: np.full((draws, 4), 0.5))
    monkeypatch.setattr(
        search, "checked", lambda checks: {f"coverage_{level}": 0.5 for level in (50, 90)} | {"uneven": 1}
    )
    asked = search.result(10, 2, True)
    fitted = asked.numbers["fitted"]
    assert asked.numbers["second_agrees"].notna().tolist() == fitted.tolist()
    middle = [side.at(0.5) for side, here in zip(cube(), fitted, strict=True) if here]
    assert asked.numbers.loc[fitted, "second_median"].tolist() == pytest.approx(middle)
    assert any("neural network" in line for line in sentences(asked))
    alone = dataclasses.replace(asked, numbers=asked.numbers.assign(second_agrees=True))
    assert len(list(calibration_parts(asked))) == len(list(calibration_parts(alone))) + 1


def test_without_sbi_nothing_is_simulated_for_an_hour_before_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "sbi", None)
    with pytest.raises(ScenarioError, match=r"pip install 'sipabm\[sbi\]'"):
        calibrate("world", second_opinion=True, folder=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_second_opinion_is_asked_for_by_true_or_false():
    with pytest.raises(ScenarioError, match="second_opinion = 'yes' is not allowed"):
        calibrate("world", second_opinion="yes")


def test_torch_is_imported_only_when_asked():
    code = "import sys, sipabm.statistics.neural; print('torch' in sys.modules, 'sbi' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
