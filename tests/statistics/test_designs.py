"""Latin hypercubes: every part of every range once, and no two columns alike."""

import numpy as np
import pytest

from sipabm.statistics.designs import latin_hypercube


@pytest.mark.parametrize("rows", [1, 7, 10])
def test_every_part_of_every_range_is_met_once(rows):
    cube = latin_hypercube(rows, 4, seed=1)
    assert cube.shape == (rows, 4)
    assert (np.sort((cube * rows).astype(int), axis=0) == np.arange(rows)[:, None]).all()


def test_columns_are_in_orders_of_their_own():
    cube = latin_hypercube(10, 4, seed=1)
    assert len({tuple(column) for column in (cube * 10).astype(int).T}) == 4
    many = latin_hypercube(2000, 3, seed=1)
    assert np.abs(np.corrcoef(many.T)[np.triu_indices(3, 1)]).max() < 0.1


def test_within_its_part_a_number_lies_anywhere():
    within = (latin_hypercube(4000, 1, seed=1) * 4000) % 1
    assert within.mean() == pytest.approx(0.5, abs=0.03) and within.std() == pytest.approx(np.sqrt(1 / 12), abs=0.02)


def test_the_same_seed_gives_the_same_cube():
    assert (latin_hypercube(5, 2, seed=1) == latin_hypercube(5, 2, seed=1)).all()
    assert (latin_hypercube(5, 2, seed=1) != latin_hypercube(5, 2, seed=2)).any()
