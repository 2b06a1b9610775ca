"""Environment: technology, labour market, laws, elections and funds move as their own draws and dates say."""

import pytest

from sipabm.randomness import normal, uniform, uniform_pair
from sipabm.rules import environment as rules
from sipabm.rules import technology
from sipabm.rules.population import lack_share
from sipabm.words import Decision

TWO = ((2, 1, 1), (1, 1, 1))


def test_each_labour_market_goes_on_from_where_it_was_by_a_shock_of_its_own(calm, quarters):
    scenario = calm(layout=TWO, starts=(), labour_market_shock=0.1, labour_market_persistence=0.7)
    expected = [0.0, 0.0]
    for step, state in quarters(scenario, 5):
        for number in range(2):
            shock = normal(5, 0, Decision.LABOUR_MARKET, number, 0, step)
            expected[number] = rules.labour_market(expected[number], 0.7, 0.1, shock)
            assert state.countries[number].labour_market == pytest.approx(expected[number])


def test_a_law_is_that_of_the_last_quarter_whose_draw_brought_one(calm, quarters):
    chances = {"social": 0.1, "employment": 0.3, "health": 0.0}
    last = {(country, domain): -1 for country in range(2) for domain in range(3)}
    for step, state in quarters(calm(layout=TWO, starts=(), new_law=chances), 2):
        for country, domain in last:
            if uniform(2, 0, Decision.LEGISLATION, country, domain, step) < list(chances.values())[domain]:
                last[country, domain] = step
            assert state.countries[country].law_since[domain] == last[country, domain]
    assert len(set(last.values())) > 3


def test_governments_change_only_where_and_when_there_are_elections_and_by_each_authoritys_draw(calm, quarters):
    elections = ((1, 4), (2, 5))
    changes = {"election_turnover": 0.5, "political_support": 0.6, "heterogeneity": 0.8}
    scenario = calm(layout=((6, 1, 1), (4, 1, 1)), starts=(), elections=elections, changes=changes)
    since, support, changed = [-1] * 10, [None] * 10, 0
    for step, state in quarters(scenario, 4):
        for number in range(10):
            country, place = (0, number) if number < 6 else (1, number - 6)
            first, period = elections[country]
            if step >= first and (step - first) % period == 0:
                turnover, luck = uniform_pair(4, 0, Decision.ELECTION, country * 2**20 + place, 0, step)
                if turnover < 0.5:
                    since[number], support[number] = step, lack_share(0.6, 0.8, luck)
                    changed += 1
            assert state.authorities[number].government_since == since[number]
            assert support[number] is None or state.authorities[number].support == pytest.approx(support[number])
    assert 10 < changed < 34


def test_machines_and_what_is_expected_of_them_move_every_quarter(calm, quarters):
    changes = {"doubling_time": 2.0, "machine_share": 0.1, "saturation": 0.7}
    for step, state in quarters(calm(quarters=20, starts=(), changes=changes)):
        run, years = state.run[0], step / 4
        now, then = (technology.machine_share(0.1, 2.0, years + ahead, 0.7) for ahead in (0.0, 0.375))
        assert run.machines == pytest.approx(now)
        slope = technology.yearly_growth(0.1, 2.0, years, 0.7)
        line = technology.share_if_linear(now, slope, 0.375, 0.7)
        for place, length in enumerate((2, 3, 4, 5, 7)):
            assert run.linear[place] == pytest.approx(technology.mean_if_linear(line, slope, length, 0.7))
            assert run.exponential[place] == pytest.approx(technology.mean_if_exponential(then, 2.0, length, 0.7))
