"""Records: fields by name, how they start, and how they are reported."""

from enum import IntEnum

import numpy as np
import pytest

from sipabm.model import records
from sipabm.model.records import (
    CONTRACT,
    CONTRACT_ROW,
    PROJECT,
    Field,
    columns,
    labelled,
    of_project,
    real,
    several,
    whole,
)
from sipabm.traits import AUTHORITY_TRAITS, INVESTOR_TRAITS, PROVIDER_TRAITS
from sipabm.words import NOBODY, Pocket

DECLARED = {
    name: fields
    for name, fields in vars(records).items()
    if isinstance(fields, tuple) and fields and all(isinstance(each, Field) for each in fields)
}


class Colour(IntEnum):
    RED = 0
    BLUE = 1


def test_every_kind_of_record_is_looked_at_here():
    assert {"COUNTRY", "FUND", "AUTHORITY", "PROVIDER", "INVESTOR", "PROJECT", "CONTRACT", "EVENT", "RUN"} <= set(
        DECLARED
    )


@pytest.mark.parametrize("name", DECLARED)
def test_a_field_has_a_name_of_its_own_a_meaning_and_a_start_of_its_type(name):
    fields = DECLARED[name]
    assert len({field.name for field in fields}) == len(fields)
    for field in fields:
        assert field.meaning and field.name.isidentifier(), field.name
        assert field.type == records.REAL or field.start == int(field.start), field.name


def test_whoever_is_not_there_is_no_one_from_the_start_and_nobody_has_number_zero():
    starts = {field.name: field.start for field in PROJECT}
    parties = ("authority", "country", "provider", "investor", "fund", "member", "tie_provider", "tie_third", "barrier")
    assert [starts[name] for name in parties] == [NOBODY] * len(parties)
    assert NOBODY < 0


def test_a_field_with_labels_is_reported_as_a_column_for_each():
    field = labelled(real("value", "value in this colour"), Colour)
    assert (field.size, field.labels) == (2, ("red", "blue"))
    assert [column.name for column in columns((whole("count", "a count"), field))] == [
        "count",
        "value_red",
        "value_blue",
    ]
    assert all(column.size == 0 and column.labels == () for column in columns((field,)))


def test_a_field_with_several_numbers_and_no_labels_is_one_column():
    field = several(real("ticket", "tickets"), 6)
    assert columns((field,)) == (field,)


def test_traits_become_fields_of_their_type_and_size_in_their_order():
    for kind, traits in (
        (records.AUTHORITY, AUTHORITY_TRAITS),
        (records.PROVIDER, PROVIDER_TRAITS),
        (records.INVESTOR, INVESTOR_TRAITS),
    ):
        names = [field.name for field in kind]
        first = names.index(traits[0].name)
        found = [(field.name, field.type == records.WHOLE, field.size) for field in kind[first : first + len(traits)]]
        assert found == [(trait.name, bool(trait.whole), trait.size) for trait in traits]


def test_no_field_is_named_like_what_every_row_of_an_array_has():
    """Plain Python would read that instead: `row.size` is 1, whatever the field holds."""
    taken = set(dir(np.void)) | set(dir(np.record))
    for name, fields in vars(records).items():
        if name.isupper() and isinstance(fields, tuple) and all(isinstance(each, Field) for each in fields):
            assert not {field.name for field in fields} & taken, name


def test_a_contract_holds_no_field_that_its_project_holds_unless_it_means_something_else():
    held = {field.name for field in PROJECT} & {field.name for field in CONTRACT}
    assert held == {"ended", "investor"}
    assert not set(PROJECT) & set(CONTRACT)


def test_the_row_of_a_contract_has_the_projects_fields_and_a_column_for_each_pocket():
    assert set(of_project("price", "house")) <= set(CONTRACT_ROW)
    names = [column.name for column in columns(CONTRACT_ROW)]
    assert [name for name in names if name.startswith("value_")] == [
        f"value_{pocket.name.lower()}" for pocket in Pocket
    ]
    with pytest.raises(KeyError):
        of_project("no_such_field")
