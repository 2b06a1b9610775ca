"""Scenarios in files: which are found, how they build on each other, which are refused, and how they are written."""

import os

import pytest

from sipabm import Scenario, ScenarioError
from sipabm.scenario import scenario_names

NAMES = scenario_names()
COUNTRIES = 'countries = [{ code = "A", authorities = 3, providers = 2, investors = 1 }]\n'


@pytest.mark.parametrize("name", NAMES)
def test_named_scenarios_load_and_say_what_they_stand_for(name):
    scenario = Scenario.load(name)
    assert scenario.name == name
    assert scenario.description.endswith(".")


def test_the_three_scenarios_are_there():
    assert {"classroom", "lone_authority", "world"} <= set(NAMES)


def test_a_file_may_build_on_a_named_scenario(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('based_on = "classroom"\nquarters = 12\n[consideration]\nown_interest = 0.5\n')
    scenario = Scenario.load(path)
    assert scenario == Scenario.load("classroom").replace(quarters=12, own_interest=0.5)


def test_a_file_needs_only_countries(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(COUNTRIES)
    assert Scenario.load(str(path)).countries[0].authorities == 3


def test_a_mark_before_the_text_is_read_over(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + COUNTRIES.encode())
    assert Scenario.load(path).countries[0].authorities == 3


def test_a_missing_scenario_names_the_nearest(line_of):
    line = line_of(lambda: Scenario.load("wrold"))
    assert "'wrold'" in line
    assert "did you mean 'world'?" in line
    assert "classroom" in line


@pytest.mark.parametrize("name", ["", "x" * 5000, "a\0b", "three\nlines\n"])
def test_what_can_be_no_path_is_refused_as_a_scenario_that_is_not_there(name, line_of):
    assert line_of(lambda: Scenario.load(name)).startswith("no scenario or file '")


@pytest.mark.parametrize("text", ["", "  \n\n"])
def test_an_empty_file_is_refused(refused, text):
    line = refused(text)
    assert "mine.toml" in line
    assert "empty" in line


def test_a_binary_file_is_refused(refused):
    line = refused(bytes(range(256)) * 4)
    assert "mine.toml" in line


def test_a_file_in_another_encoding_is_refused_with_the_place(refused):
    line = refused('name = "Århus"\n'.encode("latin-1"))
    assert "mine.toml" in line
    assert "byte 8" in line
    assert "UTF-8" in line


def test_null_bytes_are_refused(refused):
    assert "mine.toml" in refused(b"\x00\x00\x00\x00")


def test_invalid_toml_is_refused_with_line_and_column(refused):
    line = refused('name = "a"\nquarters = = 3\n')
    assert "mine.toml" in line
    assert "not valid TOML" in line
    assert "line 2" in line


def test_a_folder_is_no_scenario(tmp_path, line_of):
    assert str(tmp_path) in line_of(lambda: Scenario.load(tmp_path))


def test_a_file_on_which_it_is_based_must_exist(refused):
    assert "did you mean 'world'?" in refused('based_on = "worlt"\n')
    assert "based_on = 3" in refused("based_on = 3\n")


def test_a_file_cannot_be_based_on_itself(refused, tmp_path):
    assert "mine.toml" in refused(f'based_on = "{tmp_path / "mine.toml"}"\n')


def test_files_cannot_be_based_on_each_other(refused, tmp_path):
    (tmp_path / "other.toml").write_text(f'based_on = "{tmp_path / "mine.toml"}"\n')
    line = refused(f'based_on = "{tmp_path / "other.toml"}"\n')
    assert "mine.toml based on other.toml based on mine.toml" in line


# Writing


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_scenario_loads_as_an_equal_one(name, tmp_path):
    scenario = Scenario.load(name)
    scenario.save(tmp_path / "mine.toml")
    assert Scenario.load(tmp_path / "mine.toml") == scenario


def test_random_scenarios_load_as_equal_ones(any_scenario, tmp_path):
    for number in range(20):
        any_scenario(number).save(tmp_path / "mine.toml")
        assert Scenario.load(tmp_path / "mine.toml") == any_scenario(number)


def test_a_saved_file_explains_its_numbers_and_replaces_an_earlier_one(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text("something else")
    Scenario.load("world").save(str(path))
    assert "# mean probability a quarter that an authority looks at partnerships by itself. Unit:" in path.read_text()
    assert [file.name for file in tmp_path.iterdir()] == ["mine.toml"]


@pytest.fixture
def tied(tmp_path, monkeypatch):
    """Return a scenario with an edge list beside the folder in which scenarios are kept."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").mkdir()
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,provider:A:61\n")
    return Scenario.load("classroom").replace(ties="edge_list", edge_list="ties.csv")


@pytest.mark.parametrize("relative", [True, False])
def test_a_saved_scenario_finds_its_edge_list_from_every_folder(tied, tmp_path, monkeypatch, relative):
    path = tmp_path / "kept" / "mine.toml"
    tied.save(path.relative_to(tmp_path) if relative else path)
    assert 'edge_list = "../ties.csv"' in path.read_text()
    for folder in (tmp_path, tmp_path / "kept", tmp_path.parent):
        monkeypatch.chdir(folder)
        assert Scenario.load(path) == tied
        assert Scenario.load(path).digest() == tied.digest()


def test_a_scenario_and_its_edge_list_can_be_moved_together(tied, tmp_path):
    tied.save(tmp_path / "kept" / "mine.toml")
    digest = tied.digest()
    moved = tmp_path / "moved"
    (moved / "kept").mkdir(parents=True)
    for name in ("ties.csv", "kept/mine.toml"):
        (tmp_path / name).rename(moved / name)
    again = Scenario.load(moved / "kept" / "mine.toml")
    assert again.edge_list == str(moved / "ties.csv")
    assert again.digest() == digest


def test_a_file_saved_through_a_link_to_a_folder_finds_its_edge_list(tied, tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "er")
    tied.save(tmp_path / "link" / "mine.toml")
    assert Scenario.load(tmp_path / "deep" / "er" / "mine.toml") == tied
    assert Scenario.load(tmp_path / "link" / "mine.toml") == tied


@pytest.mark.parametrize("place", ["none/mine.toml", ".", "", "a\0b"])
def test_a_place_where_nothing_can_be_written_is_named_in_one_line(place, tmp_path, line_of, monkeypatch):
    monkeypatch.chdir(tmp_path)
    line = line_of(lambda: Scenario.load("classroom").save(place))
    assert "cannot be written" in line
    assert "give a file in a folder that is there" in line
    assert not any(tmp_path.iterdir())


def test_a_folder_is_no_file_to_write(tmp_path, line_of):
    (tmp_path / "mine.toml").mkdir()
    assert "cannot be written" in line_of(lambda: Scenario.load("classroom").save(tmp_path / "mine.toml"))
    assert [file.name for file in tmp_path.iterdir()] == ["mine.toml"]


def test_a_file_cannot_be_called_like_a_named_scenario_which_would_be_loaded_instead(tmp_path, monkeypatch, line_of):
    monkeypatch.chdir(tmp_path)
    assert "call the file 'world.toml'" in line_of(lambda: Scenario.load("classroom").save("world"))
    Scenario.load("classroom").save("world.toml")
    assert Scenario.load("world.toml").name == "classroom"


def test_what_is_no_ordinary_file_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.toml").write_text("mine")
    (tmp_path / "link.toml").symlink_to(tmp_path / "mine.toml")
    os.mkfifo(tmp_path / "pipe.toml")
    for name in ("link.toml", "pipe.toml"):
        with pytest.raises(ScenarioError, match="no ordinary file"):
            Scenario.load("classroom").save(tmp_path / name)
    assert (tmp_path / "mine.toml").read_text() == "mine"
    assert (tmp_path / "link.toml").is_symlink() and (tmp_path / "pipe.toml").is_fifo()


def test_of_a_folder_of_results_the_scenario_in_it_is_named(tmp_path, line_of):
    (tmp_path / "scenario.toml").write_text("")
    assert "is a folder; its scenario is" in line_of(lambda: Scenario.load(tmp_path))


def test_files_based_on_each_other_are_bounded_together(tmp_path, line_of):
    (tmp_path / "base.toml").write_text("#" * 300_000)
    (tmp_path / "mine.toml").write_text('based_on = "base.toml"\n' + "#" * 300_000)
    assert "have more than 500000 bytes" in line_of(lambda: Scenario.load(tmp_path / "mine.toml"))
