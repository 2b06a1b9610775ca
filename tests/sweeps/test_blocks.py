"""Blocks cut a sweep into the same pieces however it grew; their rows know what is missing."""

import numpy as np
import pyarrow
import pytest

from sipabm.sweeps.block_rows import BlockRows, meaning_of, runs_schema
from sipabm.sweeps.blocks import Block, Shape, blocks_of, contiguous, shape_of
from sipabm.sweeps.running import Point, Rows, cost_of


def test_blocks_cover_every_run_once():
    for points, runs in ((1, 1), (7, 13), (6, 10), (5, 4)):
        blocks = list(blocks_of(Shape(3, 5), points, runs))
        pairs = [(place, run) for block in blocks for place in block.places for run in block.runs]
        assert sorted(pairs) == [(place, run) for place in range(points) for run in range(runs)]
        assert len({block.name for block in blocks}) == len(blocks)


def test_a_block_keeps_its_name_and_grows_when_the_sweep_does():
    small = {block.name: block for block in blocks_of(Shape(3, 5), 4, 7)}
    large = {block.name: block for block in blocks_of(Shape(3, 5), 8, 12)}
    assert set(small) < set(large)
    for name, block in small.items():
        assert set(block.places) <= set(large[name].places) and set(block.runs) <= set(large[name].runs)


def test_the_shape_follows_from_the_scenario_and_the_points_alone(small):
    several, one = shape_of(small, 1000), shape_of(small, 1)
    assert several.points == 32 and one.points == 1
    assert one.runs >= 32 * several.runs > 0
    assert cost_of(small) == (12 + 9 + 5) * 32


@pytest.mark.parametrize(
    ("numbers", "ranges"),
    [
        ((), []),
        ((4,), [range(4, 5)]),
        ((0, 1, 2, 5, 6, 9), [range(3), range(5, 7), range(9, 10)]),
    ],
)
def test_numbers_become_ranges_without_gaps(numbers, ranges):
    assert list(contiguous(numbers)) == ranges


BLOCK = Block("000001-000002", range(3, 5), range(10, 15))


def block_rows(wanted, firsts=(0, 100)):
    return BlockRows(BLOCK, firsts, ("signed", "cost"), wanted)


def filled(rows, place, runs, failed=None):
    """Put runs of a point, numbered as they are, into the rows of a block."""

    class Piece:
        places = (place,)

    Piece.runs = runs
    values = np.array([[[run, place] for run in runs]], dtype=float)
    rows.put(Piece, Rows(values, failed or {}, {}))


def test_only_what_is_wanted_and_missing_is_made(small):
    rows = block_rows([5, 3])
    filled(rows, 0, range(10, 12))
    points = {0: Point(small), 1: Point(small, 100)}
    pieces = [(task.places, task.runs) for task in rows.pieces(points)]
    assert pieces == [((0,), range(12, 15)), ((1,), range(10, 13))]


def test_a_chunk_has_the_runs_by_point_with_their_replicates_and_is_taken_again():
    rows = block_rows([2, 1])
    filled(rows, 1, range(10, 11), {(0, 0): "why"})
    filled(rows, 0, range(10, 12))
    table = rows.chunk(with_rows=False)["runs"]
    assert table["point"].to_pylist() == [3, 3, 4]
    assert table["run"].to_pylist() == [10, 11, 110]  # the second point's runs begin with replicate 100
    assert table["error"].to_pylist() == [None, None, "why"]
    assert rows.holds(["a", "b"]) == {"points": ["a", "b"], "runs": [2, 1], "failed": 1}
    again = block_rows([1, 1])
    again.take({"runs": table})
    # What failed is tried again; more than is wanted now stays.
    assert again.there.tolist() == [[True, True], [False, False]]
    assert again.values[0, :, 0].tolist() == [10.0, 11.0]


def test_the_schema_is_the_same_for_every_block_and_says_what_columns_mean():
    schema = runs_schema(("signed_2012", "mine"))
    assert schema.names == ["point", "run", "error", "signed_2012", "mine"]
    assert schema.field("signed_2012").type == pyarrow.float64()
    assert all(field.metadata[b"meaning"] for field in schema)
    assert meaning_of("signed") == "partnerships signed"
    assert meaning_of("signed_2012") == "partnerships signed, of 2012 alone"
    assert meaning_of("mine") == "a column of one's own"
