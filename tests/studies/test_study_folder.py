"""Folders of studies: what may be written where, what stands there afterwards, and after a crash."""

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError
from sipabm.studies.comparison import compare
from sipabm.studies.study_folder import check_folder, drop_scenarios, earlier_scenarios, write_study
from sipabm.tables import folders
from sipabm.tables.claim import claimed

MADE = {"sipabm": "1", "study": "comparison"}
TABLE = pd.DataFrame({"lever": ["a", "b"], "added": [1 / 3, 2.0]})


@pytest.fixture
def written(tmp_path):
    """Return the folder of a study of two scenarios."""
    classroom = Scenario.load("classroom")
    scenarios = {"base": classroom, "alternative_1": classroom.replace(quarters=8)}
    write_study(tmp_path / "study", MADE, {"table.csv": TABLE}, scenarios)
    return tmp_path / "study"


class BrokenTable:
    """Stands for whatever ends a program while it writes."""

    def items(self):
        raise KeyboardInterrupt


def test_a_study_is_written_with_every_digit_and_scenarios_that_can_be_run_again(written):
    assert (written / "table.csv").read_text() == "lever,added\na,0.3333333333333333\nb,2.0\n"
    assert pd.read_csv(written / "table.csv").equals(TABLE)
    assert Scenario.load(written / "alternative_1" / "scenario.toml").quarters == 8
    assert folders.read_manifest(written) == {**MADE, "folders": ["base", "alternative_1"], "finished": True}


def test_the_next_study_takes_the_place_of_the_scenarios_before(written):
    write_study(written, MADE, {}, {"scenario": Scenario.load("classroom")})
    assert not (written / "base").exists() and not (written / "alternative_1").exists()
    assert folders.read_manifest(written)["folders"] == ["scenario"]


def test_files_that_are_not_of_the_study_stay(written):
    (written / "base" / "edge_list.csv").write_text("first,second\n")
    drop_scenarios(written, earlier_scenarios(written))
    assert [path.name for path in (written / "base").iterdir()] == ["edge_list.csv"]
    assert not (written / "alternative_1").exists()


def test_a_folder_left_half_written_is_known_as_unfinished_and_can_be_replaced(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_study(tmp_path, MADE, {"table.csv": BrokenTable()}, {"base": Scenario.load("classroom")})
    with pytest.raises(ScenarioError, match="interrupted"):
        folders.read_manifest(tmp_path)
    check_folder(tmp_path, "comparison", overwrite=True)


def test_an_empty_folder_and_one_that_is_not_there_may_be_written_to_and_are_left_as_they_are(tmp_path):
    check_folder(tmp_path, "comparison", overwrite=False)
    check_folder(tmp_path / "new" / "deeper", "comparison", overwrite=False)
    assert list(tmp_path.iterdir()) == []


def test_a_study_is_replaced_by_one_of_its_kind_if_that_is_asked_for(written):
    check_folder(written, "comparison", overwrite=True)
    with pytest.raises(ScenarioError, match=r"holds a comparison; choose another folder .* or replace it [^;]*$"):
        check_folder(written, "comparison", overwrite=False)
    (written / "runs").mkdir()
    with pytest.raises(ScenarioError, match=r"its runs are read and not made again$"):
        check_folder(written, "comparison", overwrite=False)


def test_a_study_that_cannot_take_the_place_of_another_drops_nothing_of_it(written):
    before = {path: path.read_bytes() for path in written.rglob("*") if path.is_file()}
    (written / "other.csv").mkdir()
    with pytest.raises(ScenarioError, match=r"'other\.csv' is a folder"):
        write_study(written, MADE, {"other.csv": TABLE}, {})
    assert {path: path.read_bytes() for path in written.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("overwrite", [True, False])
def test_another_study_and_other_peoples_files_are_never_replaced(written, tmp_path, overwrite):
    with pytest.raises(ScenarioError, match="holds no autopsy"):
        check_folder(written, "autopsy", overwrite)
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(ScenarioError, match="holds no comparison"):
        check_folder(tmp_path, "comparison", overwrite)


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ScenarioError, match="cannot be written"):
            check_folder(folder, "comparison", overwrite=True)


@pytest.mark.parametrize(
    "names", [["../mywork"], ["/tmp"], ["base/../../mywork"], "base", ["."], ["mine"], [7, None, ["base"]], {"a": 1}, 5]
)
def test_a_manifest_of_a_stranger_names_nothing_that_is_deleted_but_scenarios_of_a_study(written, tmp_path, names):
    mine = [
        tmp_path / "mywork" / "scenario.toml",
        written / "mine" / "scenario.toml",
        written / "base" / "scenario.toml",
    ]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("years of work")
    folders.write_manifest(written, {**MADE, "folders": names}, finished=True)
    drop_scenarios(written, earlier_scenarios(written))
    assert [path.read_text() for path in mine] == ["years of work"] * 3


def test_links_in_the_folder_of_a_study_are_neither_followed_nor_written_through(written, tmp_path):
    (tmp_path / "mywork").mkdir()
    (tmp_path / "mywork" / "scenario.toml").write_text("years of work")
    (written / "base" / "scenario.toml").unlink()
    (written / "base").rmdir()
    (written / "base").symlink_to(tmp_path / "mywork")
    (tmp_path / "table.csv").write_text("years of work")
    (written / "table.csv").unlink()
    (written / "table.csv").symlink_to(tmp_path / "table.csv")
    with pytest.raises(ScenarioError, match="base is a link"):
        write_study(written, MADE, {}, {"base": Scenario.load("classroom")})
    write_study(written, MADE, {"table.csv": TABLE}, {"scenario": Scenario.load("classroom")})
    assert (
        (tmp_path / "mywork" / "scenario.toml").read_text() == (tmp_path / "table.csv").read_text() == "years of work"
    )


def test_what_a_killed_study_left_goes_with_the_next_one_and_files_of_others_stay(written):
    left = [f".{name}.0123456789abcdef.aside" for name in ("table.csv", "manifest.json", "mine.csv")]
    for name in left:
        (written / name).write_text("half a file")
    write_study(written, MADE, {"table.csv": TABLE}, {})
    assert [(written / name).exists() for name in left] == [False, False, True]


def test_two_studies_are_not_written_to_one_folder_at_once(written):
    with claimed(written), pytest.raises(ScenarioError, match="another call of this process writes to folder"):
        write_study(written, MADE, {}, {"base": Scenario.load("classroom")})
    assert folders.read_manifest(written)["finished"]


@pytest.mark.parametrize("text", [None, "{}"])
def test_a_study_without_a_manifest_is_not_told_to_be_none(written, text):
    (written / "runs").mkdir()
    folders.write_manifest(written / "runs", {"sipabm": "1"}, finished=True)
    (written / "manifest.json").unlink()
    if text:
        (written / "manifest.json").write_text(text)
    with pytest.raises(ScenarioError, match=r"manifest.json' is damaged or missing, so nobody knows which study"):
        check_folder(written, "comparison", True)


def cut(path):
    path.write_bytes(path.read_bytes()[:9])


@pytest.mark.parametrize(
    "names", ["points/*", "runs/*", "chunks.jsonl points/*", "manifest.json", "manifest.json runs/*"]
)
def test_runs_that_cannot_go_on_give_way_where_the_study_is_to_be_replaced(tmp_path, names):
    base = Scenario.load("classroom").replace(quarters=8)
    alternatives = {"early": base.replace({"own_interest": 0.2})}

    def ask(runs, replace=False):
        return compare(base, alternatives, runs, folder=tmp_path / "runs", replace=replace, threads=1)

    ask(3)
    for name in names.split():
        for path in (tmp_path / "runs").glob(name):
            cut(path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    with pytest.raises(ScenarioError, match=r"\(--overwrite\)"):
        ask(2)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*.parquet")}
    assert ask(2, replace=True).manifest["replicates"] == 2
    assert len(pd.read_parquet(tmp_path / "runs" / "runs")) == 4
