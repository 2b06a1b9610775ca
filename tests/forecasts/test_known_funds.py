"""Funds known at an origin: what happened later is not known, and the rules say what takes its place."""

import numpy as np
import pytest

from sipabm import Scenario, quarters
from sipabm.forecasts.known_funds import (
    as_known,
    drivers,
    fund_draws,
    is_of,
    known_funds,
    last_quarter,
    new_funds,
    open_by_year,
)
from sipabm.scenario import Fund

WORLD = Scenario.load("world")


def fund(opens, closes, **more):
    return Fund(
        **{
            "name": f"{opens} to {closes}",
            "country": "GB",
            "purse": 10.0,
            "share": 0.3,
            **more,
            "opens": opens,
            "closes": closes,
        }
    )


@pytest.mark.parametrize("origin", range(2011, 2019))
def test_no_fund_is_known_that_opened_later(origin):
    known = {each.name for each in known_funds(WORLD, origin)}
    assert known == {each.name for each in WORLD.funds if int(each.opens[:4]) <= origin}


def test_a_fund_that_has_closed_did_so_when_it_did():
    assert as_known(fund("2011Q1", "2012Q4"), last_quarter(2014)).closes == "2012Q4"


@pytest.mark.parametrize("closes", ["2015Q1", "2016Q4", "2029Q4"])
def test_a_fund_that_is_open_closes_five_years_after_its_call_whenever_it_really_closed(closes):
    assert as_known(fund("2013Q3", closes), last_quarter(2014)).closes == "2018Q2"


def test_a_fund_that_is_open_longer_than_that_stays_so_for_a_year():
    assert as_known(fund("2010Q1", "2022Q4"), last_quarter(2018)).closes == "2019Q4"


def test_new_funds_are_as_many_a_year_as_there_were():
    known = known_funds(WORLD, 2018)
    numbers = [len(new_funds(WORLD, known, 2018, np.random.default_rng(draw))) for draw in range(2000)]
    expected = (len(known) + 0.5) / 9 * 5
    # A Poisson number whose rate is a gamma: its variance is larger than its mean by the mean's share of the years.
    assert np.mean(numbers) == pytest.approx(expected, abs=0.3)
    assert np.var(numbers) == pytest.approx(expected * (1 + 5 / 9), rel=0.1)


def test_new_funds_open_after_the_origin_for_five_years_and_are_like_earlier_ones():
    known = known_funds(WORLD, 2016)
    made = [each for draw in range(300) for each in new_funds(WORLD, known, 2016, np.random.default_rng(draw))]
    assert {each.opens[:4] for each in made} == {"2017", "2018", "2019", "2020", "2021"}
    assert {quarters.ordinal(each.closes) - quarters.ordinal(each.opens) for each in made} == {19}
    assert {(each.purse, each.share, each.domains) for each in made} <= {(e.purse, e.share, e.domains) for e in known}
    elsewhere = np.mean([each.country not in ("GB", "US", "PT") for each in made])
    assert 0.02 < elsewhere < 0.2  # one in so many as are known and one opens in another country


def test_where_there_was_no_fund_none_is_foretold():
    assert fund_draws(WORLD, 2010, 20, 1) == [[]] * 20


def test_funds_are_counted_by_the_share_of_a_year_in_which_they_are_open():
    some = [fund("2011Q3", "2012Q4"), fund("2012Q4", "2012Q4")]
    assert open_by_year(some, 2010, 2013).tolist() == [0.0, 0.5, 1.25, 0.0]
    assert open_by_year([], 2010, 2012).tolist() == [0.0, 0.0, 0.0]


def test_funds_are_for_their_country_and_areas():
    british, open_to_all = fund("2011Q1", "2012Q4", domains=("social",)), fund("2011Q1", "2012Q4", country="PT")
    assert [is_of(british, target) for target in ("all", "GB", "US", "rest", "social", "health")] == [1, 1, 0, 0, 1, 0]
    assert [is_of(open_to_all, target) for target in ("all", "GB", "US", "rest", "social", "health")] == [
        1,
        0,
        0,
        1,
        1,
        1,
    ]


def test_what_funds_did_after_an_origin_changes_no_driver():
    planted = [*WORLD.funds, fund("2015Q1", "2017Q4", name="planted", purse=500.0)]
    later = [each.model_copy(update={"closes": "2029Q4"}) if each.closes > "2014Q4" else each for each in planted]
    changed = WORLD.replace(funds=[each.model_dump() for each in later])
    one, other = drivers(WORLD, 2014, 5, 1), drivers(changed, 2014, 5, 1)
    assert all((one[target] == other[target]).all() for target in one)
    assert (drivers(WORLD, 2015, 5, 1)["GB"] != drivers(changed, 2015, 5, 1)["GB"]).any()
