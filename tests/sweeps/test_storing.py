"""A folder accumulates: whatever way it grew, its files are those of a sweep made at once, and nothing is lost."""

import json
import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from sipabm import ScenarioError, read_sweep, sweep
from sipabm.mesa_model import Authority, PartnershipModel
from sipabm.sweeps import running
from sipabm.tables import parts, store

RUNS = 12
MEASURES = ("signed", "cost", "signed_by_year")
pytestmark = pytest.mark.usefixtures("small_blocks")


@pytest.fixture
def at_once(small, design, tmp_path):
    """Return the table and the files of a sweep made at once."""
    table = sweep(small, design, RUNS, measures=MEASURES, folder=tmp_path / "at_once", threads=1)
    return table, tmp_path / "at_once"


def counted(monkeypatch):
    """Return a list that gets each task that is made from now on."""
    made, run = [], running.done
    monkeypatch.setattr(running, "done", lambda kept, task: made.append(task) or run(kept, task))
    return made


def runs_of(tasks):
    return sum(len(task.places) * len(task.runs) for task in tasks)


def test_there_are_several_blocks(at_once):
    assert len(list((at_once[1] / "runs").iterdir())) == 3


def by_executor(*arguments, **options):
    with ThreadPoolExecutor(3) as executor:
        return sweep(*arguments, executor=executor, **options)


@pytest.mark.parametrize("how", [{"threads": 2}, {"threads": 5}, by_executor])
def test_threads_and_any_executor_write_the_same_files(small, design, tmp_path, at_once, all_files, how):
    if callable(how):
        how(small, design, RUNS, measures=MEASURES, folder=tmp_path / "other")
    else:
        sweep(small, design, RUNS, measures=MEASURES, folder=tmp_path / "other", **how)
    assert all_files(tmp_path / "other") == all_files(at_once[1])


WAYS = {
    "replicates": [(3, 2), (3, 7), (3, 12)],
    "points": [(1, 12), (2, 12), (3, 12)],
    "both": [(1, 3), (2, 11), (3, 12)],
    "narrowed": [(3, 9), (1, 2), (2, 4), (3, 12), (2, 3)],
    "crosswise": [(1, 12), (3, 2), (2, 7), (3, 12)],
}


# With one point the first time blocks have another shape, so there only tables can be the same.
@pytest.mark.parametrize("way", WAYS)
def test_extended_and_narrowed_in_any_way_the_table_is_that_made_at_once(
    small, design, tmp_path, at_once, way, monkeypatch
):
    made = counted(monkeypatch)
    for points, runs in WAYS[way]:
        found = sweep(small, design[:points], runs, measures=MEASURES, folder=tmp_path / "grown")
        alone = sweep(small, design[:points], runs, measures=MEASURES)
        pd.testing.assert_frame_equal(found, alone, check_exact=True)
    del made[:]
    whole = sweep(small, design, RUNS, measures=MEASURES, folder=tmp_path / "grown")
    pd.testing.assert_frame_equal(whole, at_once[0], check_exact=True)
    assert not made
    pd.testing.assert_frame_equal(read_sweep(tmp_path / "grown"), at_once[0], check_exact=True)


def test_extended_by_replicates_or_points_the_files_are_those_made_at_once(small, design, tmp_path, at_once, all_files):
    for points, runs in ((3, 4), (3, 1), (2, 11), (3, 12)):
        sweep(small, design[:points], runs, measures=MEASURES, folder=tmp_path / "grown")
    assert all_files(tmp_path / "grown") == all_files(at_once[1])


def test_each_run_is_made_once_however_the_sweep_grows(small, design, tmp_path, monkeypatch):
    made = counted(monkeypatch)
    for points, runs in WAYS["crosswise"]:
        sweep(small, design[:points], runs, folder=tmp_path / "grown", threads=1)
    assert runs_of(made) == len(design) * RUNS


def test_asking_for_less_drops_nothing(small, design, tmp_path, at_once, all_files, monkeypatch):
    before, made = all_files(at_once[1]), counted(monkeypatch)
    few = sweep(small, design[1:2], 2, measures=["signed"], folder=at_once[1])
    assert not made and len(few) == 1 and few["runs"].tolist() == [2]
    assert all_files(at_once[1]) == before


def test_points_in_another_order_are_the_same_points(small, design, tmp_path, at_once, monkeypatch):
    made = counted(monkeypatch)
    back = sweep(small, design[::-1], RUNS, measures=MEASURES, folder=at_once[1])
    assert not made
    columns = [name for name in back if name != "point"]
    pd.testing.assert_frame_equal(back[columns], at_once[0][columns][::-1].reset_index(drop=True))


def test_new_points_come_after_those_that_are_there(small, design, tmp_path, at_once):
    between = pd.DataFrame({"early_meetings": [0.0, 0.25, 1.0], "give_up": [0.1, 0.15, 0.3]})
    found = sweep(small, between, 3, measures=["signed"], folder=at_once[1])
    alone = sweep(small, between, 3, measures=["signed"])
    pd.testing.assert_frame_equal(found, alone, check_exact=True)
    rows = read_sweep(at_once[1])
    assert rows["early_meetings"].tolist() == [0.0, 0.5, 1.0, 0.25] and rows["runs"].tolist() == [12, 12, 12, 3]


def test_a_point_given_twice_is_run_once_and_stands_twice(small, design, tmp_path, monkeypatch):
    made = counted(monkeypatch)
    twice = pd.concat([design[:1], design[:1]])
    found = sweep(small, twice, 4, folder=tmp_path / "twice", threads=1)
    assert runs_of(made) == 4 and found["signed"].nunique() == 1 and found["point"].tolist() == [0, 1]


# what is interrupted


class StoppedError(Exception):
    """Raised in the middle of a sweep."""


def stopping(monkeypatch, after):
    """Stop everything after some chunks."""
    put, written = store.Store.put, []

    def some(self, block, holds, tables):
        if len(written) >= after:
            raise StoppedError
        written.append(block)
        put(self, block, holds, tables)

    monkeypatch.setattr(store.Store, "put", some)


@pytest.mark.parametrize("after", range(5))
def test_an_interrupted_sweep_goes_on_and_makes_only_what_is_missing(
    small, design, tmp_path, at_once, all_files, after
):
    folder = tmp_path / "interrupted"
    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoppedError):
        stopping(patch, after)
        sweep(small, design, RUNS, measures=MEASURES, folder=folder, threads=1)
    with pytest.MonkeyPatch.context() as patch:
        made = counted(patch)
        found = sweep(small, design, RUNS, measures=MEASURES, folder=folder, threads=1)
        # The points are a chunk as well, before any run and once more at the end.
        assert runs_of(made) == len(design) * max(0, RUNS - 5 * max(0, after - 1))
    pd.testing.assert_frame_equal(found, at_once[0], check_exact=True)
    assert all_files(folder) == all_files(at_once[1])


def test_what_was_finished_is_readable_while_it_is_extended(small, design, at_once, tmp_path):
    before = read_sweep(at_once[1])
    with pytest.MonkeyPatch.context() as patch, pytest.raises(StoppedError):
        stopping(patch, 1)
        sweep(small, design, RUNS + 7, measures=MEASURES, folder=at_once[1], threads=1)
    pd.testing.assert_frame_equal(read_sweep(at_once[1]), before, check_exact=True)
    few = sweep(small, design, 3, measures=MEASURES, folder=at_once[1])
    assert (few["runs"] == 3).all()
    pd.testing.assert_frame_equal(read_sweep(at_once[1]), before, check_exact=True)
    more = sweep(small, design, RUNS + 7, measures=MEASURES, folder=at_once[1])
    assert (more["runs"] == RUNS + 7).all()


def test_a_full_disk_is_one_line_and_the_same_call_goes_on(small, design, tmp_path, at_once, all_files, line_of):
    folder = tmp_path / "full"
    with pytest.MonkeyPatch.context() as patch:
        write, written = parts.write_aside, []

        def full(path, content):
            written.append(path)
            if len(written) > 4:
                raise OSError(28, "No space left on device")
            write(path, content)

        patch.setattr(parts, "write_aside", full)
        line = line_of(lambda: sweep(small, design, RUNS, measures=MEASURES, folder=folder))
    assert "No space left on device" in line
    sweep(small, design, RUNS, measures=MEASURES, folder=folder)
    assert all_files(folder) == all_files(at_once[1])


# what is damaged


def damaged(path, kind, luck):
    """Damage a file: bits, zeros, cut, empty, gone."""
    content = bytearray(path.read_bytes())
    if kind == "gone":
        path.unlink()
        return
    if kind == "bit":
        content[luck.randrange(len(content))] ^= 1 << luck.randrange(8)
    if kind == "zeros":
        begin = luck.randrange(len(content) - 8)
        content[begin : begin + 8] = bytes(8) if any(content[begin : begin + 8]) else b"x" * 8
    path.write_bytes(content[: len(content) // 2] if kind == "cut" else b"" if kind == "empty" else content)


@pytest.mark.parametrize("kind", ["bit", "zeros", "cut", "empty", "gone"])
def test_a_damaged_chunk_is_told_and_made_again(small, design, at_once, all_files, kind, line_of):
    before, luck = all_files(at_once[1]), random.Random(kind)
    for path in sorted((at_once[1] / "runs").iterdir()):
        damaged(path, kind, luck)
        line = line_of(lambda: read_sweep(at_once[1]))
        assert path.name in line and "run the command that made it again to mend it" in line
        with pytest.MonkeyPatch.context() as patch:
            made = counted(patch)
            again = sweep(small, design, RUNS, measures=MEASURES, folder=at_once[1], threads=1)
            assert 0 < runs_of(made) <= 15
        pd.testing.assert_frame_equal(again, at_once[0], check_exact=True)
        assert all_files(at_once[1]) == before


def test_a_damaged_table_of_points_is_made_again_and_no_run_is(small, design, at_once, all_files, line_of):
    before = all_files(at_once[1])
    (points,) = (at_once[1] / "points").iterdir()
    points.write_bytes(b"nothing")
    assert points.name in line_of(lambda: read_sweep(at_once[1]))
    sweep(small, design, RUNS, measures=MEASURES, folder=at_once[1])
    assert all_files(at_once[1]) == before


def parts_of(folder):
    """Return the content of all tables of a folder by name."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.parquet")}


def emptied(folder, what):
    """Let a folder lose a table, or lines of its journal."""
    path = folder / "chunks.jsonl"
    if what == "journal":
        path.unlink()
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "line":
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join([*lines[:2], "x" + lines[2][1:], *lines[3:]]))
    else:
        for part in (folder / what).iterdir():
            part.unlink()


@pytest.mark.parametrize("less", ["points", "replicates"])
@pytest.mark.parametrize("what", ["runs", "points"])
def test_what_a_folder_lost_is_made_again_by_whoever_asks_for_all_of_it_and_nobody_loses_more(
    small, design, at_once, all_files, line_of, what, less
):
    before = all_files(at_once[1])
    emptied(at_once[1], what)
    left = parts_of(at_once[1])
    some, runs = (design[2:5], RUNS) if less == "points" else (design, 2)
    line = line_of(lambda: sweep(small, some, runs, measures=MEASURES, folder=at_once[1], threads=1))
    assert "is damaged, and not all that it" in line and "run the command that asked for most" in line
    assert left.items() <= parts_of(at_once[1]).items()
    again = sweep(small, design, RUNS, measures=MEASURES, folder=at_once[1], threads=1)
    pd.testing.assert_frame_equal(again, at_once[0], check_exact=True)
    assert all_files(at_once[1]) == before


@pytest.mark.parametrize("what", ["journal", "empty", "line"])
def test_a_journal_that_lost_lines_costs_no_run_whatever_is_asked_next(small, design, at_once, all_files, what):
    before = all_files(at_once[1])
    emptied(at_once[1], what)
    with pytest.MonkeyPatch.context() as patch:
        made = counted(patch)
        sweep(small, design[1:2], 2, measures=MEASURES, folder=at_once[1], threads=1)
        assert not made
    pd.testing.assert_frame_equal(read_sweep(at_once[1]), at_once[0], check_exact=True)
    assert all_files(at_once[1]) == before


def test_runs_of_which_nothing_tells_the_points_are_never_taken_for_others_or_dropped(
    small, design, at_once, all_files, line_of
):
    emptied(at_once[1], "journal")
    emptied(at_once[1], "points")
    before = all_files(at_once[1])
    other = design.assign(give_up=[0.4, 0.5, 0.6])
    line = line_of(lambda: sweep(small, other, RUNS, measures=MEASURES, folder=at_once[1], threads=1))
    assert "chunks.jsonl' is damaged" in line and "replace all (--overwrite)" in line
    assert all_files(at_once[1]) == before


@pytest.mark.parametrize("executor", [3, "shut down"])
def test_an_executor_that_does_not_work_overwrites_nothing(small, design, at_once, all_files, executor):
    before = all_files(at_once[1])
    if executor == "shut down":
        executor = ThreadPoolExecutor(1)
        executor.shutdown()
    with pytest.raises((ScenarioError, RuntimeError)):
        sweep(small, design, 2, 7, measures=MEASURES, folder=at_once[1], executor=executor, overwrite=True)
    assert all_files(at_once[1]) == before


def test_stray_files_are_not_read(small, at_once):
    before = read_sweep(at_once[1])
    (stray, *_) = (at_once[1] / "runs").iterdir()
    (at_once[1] / "runs" / "part-000009-000009-abcdef12.parquet").write_bytes(stray.read_bytes())
    pd.testing.assert_frame_equal(read_sweep(at_once[1]), before, check_exact=True)


@pytest.mark.parametrize("change", ["another seed", "another chunk's runs"])
def test_chunks_of_other_runs_are_not_taken(small, design, tmp_path, at_once, all_files, change, line_of):
    """Files and journal lines are put in by hand, whole and with right hashes, but of other runs."""
    other = tmp_path / "other"
    sweep(small, design, RUNS, 7 if change == "another seed" else 1, measures=MEASURES, folder=other)
    journal = (at_once[1] / "chunks.jsonl").read_text().splitlines(keepends=True)
    theirs = (other / "chunks.jsonl").read_text().splitlines(keepends=True)
    if change == "another seed":
        mixed = [*journal[:2], *theirs[2:]]
        for path in (other / "runs").iterdir():
            (at_once[1] / "runs" / path.name).write_bytes(path.read_bytes())
    else:
        told = json.loads(theirs[2])
        mixed = [*journal[:2], json.dumps({**told, "holds": {**told["holds"], "points": ["x", "y", "z"]}}) + "\n"]
    (at_once[1] / "chunks.jsonl").write_text("".join(mixed))
    if change == "another seed":  # nobody knows which of two files is the one
        before = all_files(at_once[1])
        line = line_of(lambda: sweep(small, design, RUNS, measures=MEASURES, folder=at_once[1]))
        assert "chunks.jsonl' is damaged" in line and "replace all (--overwrite)" in line
        assert all_files(at_once[1]) == before
    found = sweep(small, design, RUNS, measures=MEASURES, folder=at_once[1], overwrite=change == "another seed")
    pd.testing.assert_frame_equal(found, at_once[0], check_exact=True)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seed": 2}, "another seed (1 instead of 2)"),
        ({"last": 2014}, "another years"),
        ({"model": "mesa"}, "another model"),
        ({"rows": True}, "another rows"),
        ({"measures": ["payment"]}, "does not keep payment"),
    ],
)
def test_what_a_folder_cannot_hold_together_is_refused_and_may_replace_it(
    small, design, at_once, changed, words, line_of, all_files
):
    before = all_files(at_once[1])
    options = {"seed": 1, "measures": MEASURES, **changed}
    line = line_of(lambda: sweep(small, design, 2, folder=at_once[1], **options))
    assert words in line and "(--out)" in line and "(--overwrite)" in line
    assert all_files(at_once[1]) == before
    replaced = sweep(small, design, 2, folder=at_once[1], overwrite=True, **options)
    pd.testing.assert_frame_equal(read_sweep(at_once[1]), replaced)


def test_two_writers_never_share_a_folder(small, design, tmp_path, monkeypatch, line_of):
    lines, run = [], running.done

    def second(kept, task):
        lines.append(line_of(lambda: sweep(small, design, 2, seed=2, folder=tmp_path / "out", overwrite=True)))
        return run(kept, task)

    monkeypatch.setattr(running, "done", second)
    found = sweep(small, design, 2, folder=tmp_path / "out", threads=1)
    monkeypatch.undo()
    assert lines and all("writes to folder" in line for line in lines)
    pd.testing.assert_frame_equal(read_sweep(tmp_path / "out"), found)


def test_a_random_history_of_extensions_and_interruptions_ends_as_if_made_at_once(small, design, tmp_path, at_once):
    luck = random.Random(4)
    folder = tmp_path / "random"
    for _ in range(12):
        points, runs = luck.randint(1, 3), luck.randint(1, RUNS)
        with pytest.MonkeyPatch.context() as patch:
            stopping(patch, luck.randint(0, 4))
            try:
                sweep(small, design[:points], runs, measures=MEASURES, folder=folder)
            except StoppedError:
                continue
    found = sweep(small, design, RUNS, measures=MEASURES, folder=folder)
    pd.testing.assert_frame_equal(found, at_once[0], check_exact=True)
    assert np.isfinite(found.drop(columns=list(design)).to_numpy()).all()


class Eager(Authority):
    def attention(self, domain):
        return 1.0


class EagerModel(PartnershipModel):
    authority_class = Eager


def test_a_model_of_ones_own_is_swept_and_a_changed_agent_is_noticed(small, design, tmp_path, monkeypatch, line_of):
    folder, short = tmp_path / "own", small.replace(quarters=12)
    found = sweep(short, design, 2, measures=["considered"], model=EagerModel, folder=folder)
    usual = sweep(short, design, 2, measures=["considered"])
    assert (found["considered"] > usual["considered"]).all()
    pd.testing.assert_frame_equal(read_sweep(folder), found)
    assert "another model" in line_of(lambda: sweep(short, design, 2, measures=["considered"], folder=folder))
    monkeypatch.setattr(EagerModel, "authority_class", Authority)
    line = line_of(lambda: sweep(short, design, 2, measures=["considered"], model=EagerModel, folder=folder))
    assert "another model digest" in line
