"""Objects with the fields of records, and places that hold them."""

from sipabm.mesa_model import PartnershipModel
from sipabm.mesa_model.objects import Places, Project, Record, TrustOnTies
from sipabm.model.records import real, several, whole
from sipabm.words import NOBODY


def test_trust_lies_on_the_edges_of_the_network_and_nowhere_else(lively):
    model = PartnershipModel(lively.replace(quarters=30), 1)
    first, second, edge = next(iter(model.network.edges(data=True)))
    tie = model.state.trust.edges.index(edge)
    edge["trust"] = 0.123
    assert model.state.trust[tie] == first.ties[second]["trust"] == 0.123
    model.state.trust[tie] = 0.321
    assert edge["trust"] == second.ties[first]["trust"] == 0.321


def test_attempts_that_are_kept_do_not_change_when_their_slot_is_used_again(model):
    assert len({id(project) for project in model.attempts}) == len(model.attempts)
    assert len({(project.authority, project.started) for project in model.attempts}) == len(model.attempts)


FIELDS = (whole("count", "a count"), real("share", "a share"), several(real("tickets", "tickets"), 2))


def test_a_record_begins_with_the_start_value_of_every_field_in_its_type():
    record = Record((*FIELDS, whole("fund", "a fund", NOBODY)), share=0.5)
    assert vars(record) == {"count": 0, "share": 0.5, "tickets": [0.0, 0.0], "fund": -1}
    assert [type(value) for value in vars(record).values()] == [int, float, list, int]


def test_a_copy_shares_no_list_with_its_record():
    record = Record(FIELDS)
    copied = record.copied()
    copied.tickets[0], copied.count = 1.0, 3
    assert (record.tickets, record.count) == ([0.0, 0.0], 0)
    assert type(Project().copied()) is Project


def test_a_record_put_into_a_place_is_copied_as_in_an_array():
    places, record = Places(), Record(FIELDS)
    places[2] = record
    record.count = 5
    assert places[2].count == 0
    places[0], places[1] = 7, 8
    assert places.first(2) == [7, 8]


def test_places_are_never_full():
    places = Places()
    places[10**6] = 1
    assert len(places) > 10**15


def test_a_record_shows_its_fields():
    assert repr(Record(FIELDS[:2])) == "Record(count=0, share=0.0)"


def test_trust_on_ties_is_read_and_written_by_number():
    edges = [{"trust": 0.1}, {"trust": 0.2}]
    trust = TrustOnTies(edges)
    trust[1] = 0.9
    assert (len(trust), list(trust), edges[1]["trust"]) == (2, [0.1, 0.9], 0.9)
