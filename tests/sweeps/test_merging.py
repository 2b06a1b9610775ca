"""Shards merged are the sweep made in one place, file by file; what is missing or of another sweep is refused."""

from pathlib import Path

import pandas as pd
import pytest

from sipabm import merge, read_sweep, sweep

RUNS, SHARDS = 12, 3
pytestmark = pytest.mark.usefixtures("small_blocks")


@pytest.fixture
def shards(small, design, tmp_path):
    folders = [tmp_path / f"shard_{number}" for number in range(1, SHARDS + 1)]
    for number, folder in enumerate(folders, 1):
        sweep(small, design, RUNS, folder=folder, shard=(number, SHARDS), rows=True)
    return folders


def test_merged_shards_are_the_whole_sweep_byte_for_byte(small, design, tmp_path, shards, all_files):
    whole = sweep(small, design, RUNS, folder=tmp_path / "whole", rows=True)
    merge(shards[::-1], tmp_path / "merged")
    assert all_files(tmp_path / "merged") == all_files(tmp_path / "whole")
    pd.testing.assert_frame_equal(read_sweep(tmp_path / "merged"), whole)


def test_each_shard_makes_its_part_alone(shards):
    runs = [pd.read_parquet(folder / "runs")[["point", "run"]] for folder in shards]
    together = pd.concat(runs)
    assert not together.duplicated().any() and len(together) == 3 * RUNS and all(map(len, runs))


def test_a_merged_sweep_goes_on_and_can_be_extended(small, design, tmp_path, shards, all_files):
    merge(shards, tmp_path / "merged")
    more = sweep(small, design, RUNS + 4, folder=tmp_path / "merged", rows=True)
    sweep(small, design, RUNS + 4, folder=tmp_path / "whole", rows=True)
    assert all_files(tmp_path / "merged") == all_files(tmp_path / "whole") and (more["runs"] == RUNS + 4).all()


@pytest.mark.slow
def test_shards_that_were_extended_are_merged_into_the_same_folder_again(small, design, tmp_path, shards, all_files):
    merge(shards, tmp_path / "merged")
    for number, folder in enumerate(shards, 1):
        sweep(small, design, RUNS + 4, folder=folder, shard=(number, SHARDS), rows=True)
    merge(shards, tmp_path / "merged")
    sweep(small, design, RUNS + 4, folder=tmp_path / "whole", rows=True)
    assert all_files(tmp_path / "merged") == all_files(tmp_path / "whole")


def test_a_shard_is_not_read_as_a_whole_sweep(shards, line_of):
    assert "holds shard 1 of 3; merge all of them first" in line_of(lambda: read_sweep(shards[0]))


def test_missing_repeated_and_foreign_shards_are_refused(small, design, tmp_path, shards, line_of):
    out = tmp_path / "merged"
    assert "2/3 missing" in line_of(lambda: merge([shards[0], shards[2]], out))
    assert "give each of the 3 once" in line_of(lambda: merge([*shards, shards[1]], out))
    assert "no shard is given" in line_of(lambda: merge([], out))
    sweep(small, design, RUNS, folder=tmp_path / "whole")
    assert "holds no shard" in line_of(lambda: merge([tmp_path / "whole"], out))
    sweep(small, design, RUNS, 2, folder=tmp_path / "foreign", shard=(2, SHARDS), rows=True)
    assert "differ in seed" in line_of(lambda: merge([shards[0], tmp_path / "foreign", shards[2]], out))
    assert not out.exists()


def test_shards_are_never_merged_into_one_of_them(tmp_path, shards, line_of, all_files):
    before = [all_files(folder) for folder in shards]
    (tmp_path / "link").symlink_to(shards[1])
    for out in (shards[0], shards[2] / "whole", tmp_path / "link", tmp_path):
        assert "merge into another folder" in line_of(lambda out=out: merge(shards, out, overwrite=True))
    assert [all_files(folder) for folder in shards] == before


def test_a_whole_sweep_is_not_replaced_by_shards_of_which_one_is_damaged(small, design, tmp_path, shards, line_of):
    whole = sweep(small, design, RUNS, 5, folder=tmp_path / "whole", rows=True)
    (part, *_) = sorted((shards[1] / "runs").iterdir())
    part.write_bytes(b"nothing")
    assert part.name in line_of(lambda: merge(shards, tmp_path / "whole", overwrite=True))
    pd.testing.assert_frame_equal(read_sweep(tmp_path / "whole"), whole)


@pytest.mark.parametrize("shards", ["sh1", Path("sh1")])
def test_one_folder_is_no_list_of_folders(tmp_path, shards, line_of):
    assert line_of(lambda: merge(shards, tmp_path)).endswith("a list of the folders of all of them")
