"""Countries, funds and levers, each row by itself."""

import pytest

from sipabm import Scenario
from sipabm.scenario import AuthorityKind, Country, Fund
from sipabm.scenario.settings import ALL_AREAS, multiple, set_of_areas

KINDS = (AuthorityKind(name="municipality", number=98), AuthorityKind(name="region", number=5, areas=("health",)))


@pytest.mark.parametrize("count", ["-1", "1000001", "2.5", "true", '"3"'])
def test_a_count_of_actors_must_be_a_whole_number_in_bounds(refused, count):
    line = refused(f'countries = [{{ code = "A", authorities = {count}, providers = 1, investors = 1 }}]\n')
    assert "countries.0.authorities" in line


def test_a_fund_closes_after_it_opens(line_of, with_fund):
    line = line_of(lambda: with_fund(opens="2014Q1", closes="2013Q4"))
    assert "'F' closes in 2013Q4, before it opens in 2014Q1" in line
    assert with_fund(opens="2014Q1", closes="2014Q1").funds[0] == Fund(
        name="F", country="A", opens="2014Q1", closes="2014Q1", purse=1.0, share=0.3
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [("share", (-0.1, 0.96)), ("purse", (-1.0, float("nan"))), ("repayment", (-0.1, 1.01))],
)
def test_share_purse_and_repayment_of_a_fund_have_bounds(name, values, line_of, with_fund):
    for value in values:
        assert f"funds.0.{name} = {value}" in line_of(lambda value=value: with_fund(**{name: value}))


def test_a_fund_is_for_welfare_areas_there_are(line_of, with_fund):
    line = line_of(lambda: with_fund(domains=["health", "transport"]))
    assert "funds.0.domains.1" in line
    assert "'employment'" in line
    assert with_fund(domains=["health", "social"]).funds[0].domains == ("health", "social")


def test_an_intensity_needs_a_date(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace({"levers.early_meetings.intensity": 0.5}))
    assert "first = '2024Q1'" in line


def test_a_policy_acts_in_welfare_areas_there_are(line_of):
    dated = {"first": "2012Q1", "intensity": 0.5}
    base = Scenario.load("classroom")
    line = line_of(lambda: base.replace({"levers.early_meetings": {**dated, "domains": ["health", "transport"]}}))
    assert "levers.early_meetings.domains.1" in line
    assert "'employment'" in line
    made = base.replace({"levers.early_meetings": {**dated, "domains": ["health", "social"]}})
    assert made.levers.early_meetings.domains == ("health", "social")


def test_areas_without_a_policy_would_look_like_areas_of_practice(line_of):
    line = line_of(lambda: Scenario.load("classroom").replace({"levers.early_meetings.domains": ["social"]}))
    assert "levers.early_meetings: domains are those of a policy" in line
    assert "first = '2024Q1'" in line


def test_kinds_of_authorities_add_up_to_the_authorities(refused):
    kinds = 'kinds = [{ name = "municipality", number = 2 }, { name = "region", number = 2 }]'
    line = refused(f'countries = [{{ code = "A", authorities = 3, providers = 1, investors = 1, {kinds} }}]\n')
    assert "the kinds of country 'A' add up to 4, authorities = 3; the two must be equal" in line


def test_a_country_without_kinds_has_authorities_of_one_usual_kind():
    (usual,) = Country(code="A", authorities=7).all_kinds()
    assert (usual.number, usual.areas, usual.size) == (7, (), 1.0)
    assert Country(code="A", authorities=103, kinds=KINDS).all_kinds() == KINDS


def test_a_pool_multiplies_every_kind_of_actor_and_keeps_at_least_one():
    country = Country(code="A", authorities=103, providers=20, investors=0, kinds=KINDS)
    small = country.multiplied(0.1)
    assert [kind.number for kind in small.kinds] == [10, 1]
    assert (small.authorities, small.providers, small.investors) == (11, 2, 0)
    assert country.multiplied(1.0) == country


@pytest.mark.parametrize(("number", "pool", "expected"), [(3, 0.5, 2), (3, 0.05, 1), (0, 5.0, 0), (15, 3.4, 51)])
def test_multiples_of_actors_are_rounded(number, pool, expected):
    assert multiple(number, pool) == expected


@pytest.mark.parametrize(
    ("areas", "bits"), [((), ALL_AREAS), (("social",), 0b001), (("health", "employment"), 0b110), (("health",) * 2, 4)]
)
def test_areas_that_are_named_are_a_set_and_none_means_all(areas, bits):
    assert set_of_areas(areas) == bits


def test_a_country_begins_in_a_quarter(refused):
    line = refused('countries = [{ code = "A", authorities = 3, providers = 1, investors = 1, since = "2010 Q1" }]\n')
    assert "2010 Q1" in line
