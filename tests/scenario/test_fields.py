"""A scenario's fields, each by itself: the calendar, ties, the path of an edge list, and what is read off it."""

import pytest

from sipabm import Scenario


@pytest.mark.parametrize("value", ["true", '"80"', "80.0", "nan", "0", "-3", "401"])
def test_quarters_must_be_a_whole_number_in_bounds(value, refused_part):
    assert "quarters" in refused_part(f"quarters = {value}\n")


@pytest.mark.parametrize("quarter", ["2010Q5", "2010Q0", "10Q1", "2010 Q1", "2010q1", "", "soon"])
def test_a_malformed_quarter_is_shown_how_to_write(quarter, refused_part):
    line = refused_part(f'first_quarter = "{quarter}"\n')
    assert "first_quarter" in line
    assert "2010Q1" in line


def test_an_unknown_kind_of_ties_is_shown_what_there_is(refused_part):
    line = refused_part('ties = "random"\n')
    assert "'random'" in line
    assert "small_world" in line


def test_a_scenario_knows_its_calendar():
    scenario = Scenario.load("classroom").replace(first_quarter="2011Q3", quarters=6)
    assert scenario.last_quarter() == "2012Q4"
    assert [scenario.step_of(quarter) for quarter in ("2011Q2", "2011Q3", "2012Q4")] == [-1, 0, 5]


def test_actors_are_counted_over_all_countries():
    counts = (("A", 2), ("B", 0))
    rows = [{"code": code, "authorities": 3, "providers": count, "investors": 1} for code, count in counts]
    scenario = Scenario.load("classroom").replace(countries=rows)
    assert [scenario.actors(kind) for kind in ("authorities", "providers", "investors")] == [6, 2, 2]


def test_the_path_of_an_edge_list_means_the_same_file_after_a_change_of_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario = Scenario.load("classroom").replace(ties="edge_list", edge_list="ties.csv")
    monkeypatch.chdir(tmp_path.parent)
    assert scenario.edge_list == str(tmp_path / "ties.csv")


def test_a_link_to_an_edge_list_stays_a_link(tmp_path):
    (tmp_path / "first.csv").touch()
    (tmp_path / "link.csv").symlink_to(tmp_path / "first.csv")
    path = str(tmp_path / "link.csv")
    assert Scenario.load("classroom").replace(ties="edge_list", edge_list=path).edge_list == path
