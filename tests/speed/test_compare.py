"""The comparison of two commits shows a loss of a tenth under the noise of a shared machine, and none where none is."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

# Not on the path of imports, as it is a tool and no part of the package.
SPECIFICATION = importlib.util.spec_from_file_location("speed_compare", Path(__file__).with_name("compare.py"))
compare = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(compare)


def noisy(loss, seed):
    """Return the ratios of eight pairs under a loss, each time 4 % off by luck."""
    luck = np.random.default_rng(seed)
    own, other = np.exp(luck.normal(0.0, 0.04, (2, compare.PAIRS)))
    return list(loss * own / other)


def share_found(loss):
    """Return the share of two hundred comparisons that show a loss."""
    return np.mean([compare.verdict(noisy(loss, seed))[0] for seed in range(200)])


def test_a_loss_of_a_tenth_is_shown():
    assert share_found(1.10) > 0.9


@pytest.mark.parametrize("loss", [1.0, 0.5])
def test_no_loss_is_shown_where_there_is_none(loss):
    assert share_found(loss) < 0.02


def test_pairs_take_turns_and_compare_own_with_other(monkeypatch):
    asked = []
    monkeypatch.setattr(compare, "seconds", lambda tree, name: asked.append(tree) or {"own": 3.0, "other": 2.0}[tree])
    assert compare.ratios("own", "other", "start", 2) == [1.5, 1.5]
    assert asked == ["other", "own", "own", "other"]


def test_each_job_runs_the_tree_that_is_asked_for(tmp_path):
    (tmp_path / "sipabm").mkdir()
    (tmp_path / "sipabm" / "__init__.py").write_text("def simulate(*_, **__): pass\n")
    assert compare.seconds(tmp_path, "start") >= 0.0
    (tmp_path / "sipabm" / "__init__.py").unlink()
    (tmp_path / "sipabm").rmdir()
    with pytest.raises(AssertionError, match="was to be timed"):
        compare.seconds(tmp_path, "start")


def test_the_line_tells_median_and_range():
    assert compare.verdict([1.2, 1.1, 1.3])[1] == " 1.200  1.100 to 1.300  SLOWER"
    assert compare.verdict([0.5, 0.4, 0.6])[1] == " 0.500  0.400 to 0.600  faster"
    assert compare.verdict([1.01, 0.99, 1.0])[1] == " 1.000  0.990 to 1.010  as fast"
