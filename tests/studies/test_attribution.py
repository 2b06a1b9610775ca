"""Attributions: which scenarios the players make, and what is picked and shown of the tables."""

import pytest

from sipabm import Scenario, ScenarioError
from sipabm.studies.attribution import EVERYBODY, NOBODY, Player, changes_of, scenarios_of

GIVING_UP = Player("giving_up", "giving up", {}, {"give_up": 0.0})
INTEREST = Player("interest", "own interest", {"own_interest": 0.3}, {"own_interest": 0.0})


def test_every_combination_has_its_scenario_nobody_first_everybody_last():
    classroom = Scenario.load("classroom").replace(give_up=0.2)
    found = [
        (each.consideration.own_interest, each.learning.give_up)
        for each in scenarios_of(classroom, [INTEREST, GIVING_UP]).values()
    ]
    assert found == [(0.0, 0.0), (0.3, 0.0), (0.0, 0.2), (0.3, 0.2)]


def test_a_player_changes_something_where_it_takes_part_or_where_it_does_not():
    assert changes_of([INTEREST, GIVING_UP], [True, False]) == {"own_interest": 0.3, "give_up": 0.0}
    assert changes_of([INTEREST, GIVING_UP], [False, True]) == {"own_interest": 0.0}


@pytest.mark.parametrize("number", [0, 13])
def test_nobody_and_more_than_twelve_players_are_refused(number, line_of):
    players = [GIVING_UP._replace(name=str(place)) for place in range(number)]
    assert line_of(lambda: scenarios_of(Scenario.load("classroom"), players)).startswith(f"{number} players")


def test_a_player_that_is_given_twice_is_refused(line_of):
    twice = line_of(lambda: scenarios_of(Scenario.load("classroom"), [GIVING_UP, GIVING_UP]))
    assert twice == "'giving_up' is given twice; give it once"


def test_one_quantity_can_be_picked_by_default_the_first(by_hand):
    assert by_hand.quantities == ("things", "none")
    none = by_hand.of("none")
    assert none.quantities == ("none",) and none.combinations is by_hand.combinations
    for table in none.long().values():
        assert set(table["quantity"]) == {"none"} and table.index[0] == 0
    assert by_hand.of().quantities == ("things",)
    with pytest.raises(ScenarioError, match="no quantity 'thing'; did you mean 'things'"):
        by_hand.of("thing")


def test_totals_are_those_of_the_first_quantity(by_hand):
    assert [by_hand.total(who)["value"] for who in (NOBODY, EVERYBODY)] == [0, 12]
    assert by_hand.total()["value"] == 12
    assert by_hand.of("none").total()["value"] == 0


def test_an_attribution_says_what_it_is(by_hand):
    assert repr(by_hand) == "Attribution of levers in '<b>mine</b>': 2 players, 4 combinations"


def test_a_notebook_shows_the_shares_and_takes_no_name_for_html(by_hand):
    page = by_hand._repr_html_()
    assert "><b>Attribution of levers in &#x27;&lt;b&gt;mine&lt;/b&gt;&#x27;: 2 players, 4 combi" in page
    assert page.count("<table") == 1 and "<td>A &amp; co</td>" in page
    assert "<td>0.42</td>" in page  # a has 5 of 12
    assert "<td>–</td>" in page  # of nothing there is no share
