"""Edge lists: ties among named actors, with trust or without, and a line for every mistake."""

import contextlib

import pytest

from sipabm import Scenario, ScenarioError
from sipabm.scenario import Country
from sipabm.world import build_world


@pytest.fixture
def listed(tmp_path):
    """Return the world of an edge list over two authorities, one provider and one investor."""
    base = Scenario(countries=(Country(code="A", authorities=2, providers=1, investors=1),))

    def world_of(text, name="ties.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return build_world(base.replace(ties="edge_list", edge_list=str(path)), 1, 0)

    return world_of


def line_of(action):
    with pytest.raises(ScenarioError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_edge_list_names_actors_and_may_give_trust(listed):
    world = listed("first,second,trust\nauthority:A:2,provider:A:3,0.8\ninvestor:A:4,authority:A:1,\n")
    assert world.ties.pairs.tolist() == [[0, 3], [1, 2]]
    assert world.ties.given_trust.tolist() == [-1.0, 0.8]


def test_given_trust_is_the_trust_a_run_starts_with(listed, plain, tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("first,second,trust\nauthority:A:2,provider:A:3,0.8\nauthority:A:1,provider:A:3,\n")
    country = Country(code="A", authorities=2, providers=1, investors=1)
    scenario = Scenario(countries=(country,), ties="edge_list", edge_list=str(path))
    _, s = next(iter(plain(scenario.replace(heterogeneity=0.0, own_interest=0.0))))
    assert s.trust.tolist() == [scenario.network.trust, 0.8]


def test_columns_may_come_in_any_order_and_others_are_told_to_be_unused(listed):
    with pytest.warns(UserWarning, match=r"^ties\.csv: columns that are not used: note$"):
        world = listed("note,second,trust,first\nold friends,provider:A:3,0.5,authority:A:1\n")
    assert world.ties.pairs.tolist() == [[0, 2]]


@pytest.mark.parametrize("column", ["Trust", " trust", "TRUST"])
def test_a_column_written_otherwise_is_refused_and_not_left_out(listed, column):
    line = line_of(lambda: listed(f"first,second,{column}\nauthority:A:1,authority:A:2,0.9\n"))
    assert line == f"ties.csv: column '{column}' is not read; call it 'trust'"


@pytest.mark.parametrize("second", ["authority:A:1,authority:A:2,0.4", "authority:A:2,authority:A:1,"])
def test_a_tie_given_twice_with_other_trust_is_refused_naming_both_lines(listed, second):
    text = f"first,second,trust\nauthority:A:1,authority:A:2,0.9\ninvestor:A:4,authority:A:1,\n{second}\n"
    assert line_of(lambda: listed(text)).startswith("ties.csv lines 2 and 4: 'authority:A:")


def test_a_tie_named_twice_is_one_tie(listed):
    world = listed("first,second\nauthority:A:1,authority:A:2\nauthority:A:2,authority:A:1\n")
    assert world.ties.pairs.tolist() == [[0, 1]]


def test_an_edge_list_without_ties_is_a_world_without_ties(listed):
    assert len(listed("first,second\n").ties.pairs) == 0


def test_a_missing_column_is_named(listed):
    for text in ("first,trust\nauthority:A:1,0.5\n", "a,b\n1,2\n", ""):
        line = line_of(lambda text=text: listed(text))
        assert "ties.csv" in line
        assert "columns first, second and optionally trust" in line


@pytest.mark.parametrize("actor", ["authority:A:3", "authority:B:1", "bank:A:1", "authority:A:0", "", "authority A 1"])
def test_an_unknown_actor_is_named_with_its_line(listed, actor):
    line = line_of(lambda: listed(f"first,second\nauthority:A:1,provider:A:3\nauthority:A:1,{actor}\n"))
    assert "ties.csv line 3" in line
    assert f"'{actor}'" in line
    assert "1 to 2 for authorities, 3 to 3 for providers, 4 to 4 for investors" in line


def test_a_short_row_is_named_with_its_line(listed):
    assert "ties.csv line 2" in line_of(lambda: listed("first,second\nauthority:A:1\n"))


def test_a_tie_to_itself_is_named_with_its_line(listed):
    line = line_of(lambda: listed("first,second\nauthority:A:1,authority:A:1\n"))
    assert "ties.csv line 2" in line
    assert "itself" in line


@pytest.mark.parametrize("trust", ["1.1", "-0.1", "high", "nan", "inf"])
def test_a_trust_that_is_no_share_is_named_with_its_line(listed, trust):
    line = line_of(lambda: listed(f"first,second,trust\nauthority:A:1,authority:A:2,{trust}\n"))
    assert "ties.csv line 2" in line
    assert f"'{trust}'" in line
    assert "0 to 1" in line


def test_a_binary_edge_list_is_refused(listed):
    assert "ties.csv" in line_of(lambda: listed(bytes(range(256))))


def test_an_edge_list_with_an_endless_cell_is_refused(listed):
    line = line_of(lambda: listed(f'first,second\n"{"a" * 200_000}",b\n'))
    assert "ties.csv: the edge list cannot be read" in line


def test_an_edge_list_that_is_not_there_is_named(two_countries, tmp_path):
    scenario = two_countries.replace(ties="edge_list", edge_list=str(tmp_path / "none.csv"))
    assert "none.csv" in line_of(lambda: build_world(scenario, 1, 0))


def test_a_table_program_may_put_a_mark_before_the_first_column(listed):
    world = listed("\ufefffirst,second\nauthority:A:1,authority:A:2\n")
    assert world.ties.pairs.tolist() == [[0, 1]]


def test_old_line_ends_are_read_or_refused(listed):
    with contextlib.suppress(ScenarioError):
        assert listed("first,second\rauthority:A:1,authority:A:2\r").ties.pairs.tolist() == [[0, 1]]


@pytest.mark.parametrize("number", ["01", "٣", "+1", "1.0", "1" * 5000, "", "-1", "0"])
def test_an_actor_is_named_by_its_number_as_it_stands_in_tables(listed, number):
    assert "unknown actor" in line_of(lambda: listed(f"first,second\nauthority:A:{number},provider:A:3\n"))


def test_a_column_that_stands_twice_is_refused(listed):
    line = line_of(lambda: listed("first,second,second\nauthority:A:1,provider:A:3,provider:A:3\n"))
    assert line == "ties.csv: column 'second' stands twice; give it once"


@pytest.mark.parametrize(
    "text", [b"first,second\n" + b"a" * 200_000, b"first,second\n\xff\xfe", b'first,second\n"a\n' * 3]
)
def test_what_is_no_table_of_text_is_refused_in_one_line(listed, text):
    assert "ties.csv" in line_of(lambda: listed(text))


def test_columns_that_are_not_used_are_told_in_a_short_note(listed):
    names = ",".join(f"column{number}" for number in range(9000))
    with pytest.warns(UserWarning, match="columns that are not used: column0") as told:
        listed(f"first,second,{names}\n")
    assert len(str(told[0].message)) < 300
