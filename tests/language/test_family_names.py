"""Family names: the partnership model is not taken for the simulation; every name belongs to a family."""

from sipabm.barriers import BarrierFamily
from sipabm.language.family_names import CALLED, family_in_words

FAMILIES = [family.name.lower() for family in BarrierFamily]


def test_the_partnership_model_is_called_so_and_others_by_their_name():
    assert [family_in_words(family) for family in FAMILIES if family != "model"] == FAMILIES[:-1]
    assert family_in_words("model") == "partnership model"


def test_only_families_have_another_name():
    assert set(CALLED) <= set(FAMILIES)
