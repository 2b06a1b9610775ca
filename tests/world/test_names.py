"""Names of actors: one number for each, by kind and country."""

from sipabm.scenario import Country, Scenario
from sipabm.world.names import actor_names, first_numbers, ranges

TWO = Scenario(
    countries=(
        Country(code="A", authorities=2, providers=1, investors=0),
        Country(code="B", authorities=1, providers=0, investors=2),
    )
)


def test_authorities_come_first_then_providers_then_investors():
    assert first_numbers(TWO) == {"authority": 1, "provider": 4, "investor": 5}


def test_a_name_ends_in_the_number_of_its_actor():
    names = ["authority:A:1", "authority:A:2", "authority:B:3", "provider:A:4", "investor:B:5", "investor:B:6"]
    assert actor_names(TWO) == names


def test_ranges_are_told_in_words():
    assert ranges(TWO) == "1 to 3 for authorities, 4 to 4 for providers, 5 to 6 for investors"


def test_names_of_actors_are_in_the_order_of_ties(two_countries):
    names = actor_names(two_countries)
    assert names[:2] == ["authority:A:1", "authority:A:2"]
    assert names[60] == "authority:B:61"
    assert names[100] == "provider:A:101"
    assert names[-1] == "investor:B:215"
    assert len(names) == 60 + 40 + 50 + 30 + 20 + 15


def test_all_actors_of_a_pool_have_names():
    assert first_numbers(TWO.replace(pool=2.0)) == {"authority": 1, "provider": 7, "investor": 9}
    assert len(actor_names(TWO.replace(pool=2.0))) == 12
