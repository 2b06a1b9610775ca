"""Enumerations number arrays from 0 without a gap; addresses of random numbers are the one exception."""

from enum import IntEnum

import pytest

from sipabm import words
from sipabm.parameters import GROUPS, ByCompetence, ByDomain, ByInvestorKind, ByRigour, declaration
from sipabm.quarters import QUARTERS_A_YEAR
from sipabm.words import (
    CASH_POCKETS,
    CONTRACT_YEARS,
    Competence,
    Decision,
    Domain,
    InvestorKind,
    Pocket,
    Rigour,
    Stage,
)

ENUMERATIONS = [each for each in vars(words).values() if isinstance(each, type) and issubclass(each, IntEnum)]
NUMBERING = [each for each in ENUMERATIONS if each not in (IntEnum, Decision)]


@pytest.mark.parametrize("numbering", NUMBERING)
def test_members_are_numbered_from_zero_without_a_gap(numbering):
    assert [member.value for member in numbering] == list(range(len(numbering)))


def test_every_decision_has_an_address_of_its_own():
    names = Decision.__members__
    assert len({decision.value for decision in names.values()}) == len(names)
    assert all(0 < decision.value < 2**32 for decision in names.values())


@pytest.mark.parametrize(
    ("words", "table"),
    [(Domain, ByDomain), (Rigour, ByRigour), (Competence, ByCompetence), (InvestorKind, ByInvestorKind)],
)
def test_tables_of_parameters_have_a_number_for_each_word_in_its_order(words, table):
    assert [word.name.lower() for word in words] == list(table.model_fields)


def test_an_attempt_goes_through_its_stages_in_their_order_to_the_signature():
    assert list(Stage) == sorted(Stage)
    assert max(Stage) == Stage.SIGNED


def test_pockets_whose_value_is_cash_come_first_and_citizens_and_firms_hold_none():
    assert list(Pocket)[: len(CASH_POCKETS)] == list(CASH_POCKETS)
    assert set(Pocket) - set(CASH_POCKETS) == {Pocket.CITIZENS, Pocket.LOCAL_FIRMS}


def test_contracts_are_offered_from_the_shortest_to_the_longest():
    assert list(CONTRACT_YEARS) == sorted(set(CONTRACT_YEARS))


def test_the_longest_time_in_a_house_ends_within_the_shortest_contract():
    longest = declaration(GROUPS["innovation"], "house_quarters")["bounds"][1]
    assert longest < QUARTERS_A_YEAR * min(CONTRACT_YEARS)
