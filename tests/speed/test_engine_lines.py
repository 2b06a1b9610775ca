"""What is measured: worlds of a size, with purses that grow with them, on arrays that begin anew each time."""

import pytest

from sipabm import Scenario
from sipabm.speed.engine_lines import QUARTERS_OF_LARGE, engine_seconds, same_events, scaled
from sipabm.world import build_world


@pytest.mark.parametrize("size", [500, 50_000, 500_000])
def test_a_scaled_scenario_has_the_size_asked_for_and_purses_that_grow_with_it(size):
    usual = Scenario.load("world")
    larger = scaled(usual, size)
    assert larger.actors("authorities") == pytest.approx(size, rel=0.02)
    assert larger.quarters == QUARTERS_OF_LARGE
    factor = size / sum(country.authorities for country in usual.pooled_countries())
    assert larger.funds[0].purse == pytest.approx(usual.funds[0].purse * factor)


def test_the_engine_is_timed_on_whole_runs(monkeypatch, lively):
    quarters = []

    def advance(state, number):
        quarters.append((int(state.run[0]["quarter"]), number))
        state.run["quarter"] += number

    monkeypatch.setattr("sipabm.engine.many_runs.compiled_advance", advance)
    assert engine_seconds(lively, build_world(lively, 1, 0), 3) >= 0.0
    assert quarters == [(0, lively.quarters)] * 4  # from the beginning each time, and one more to warm up


def test_histories_that_differ_are_told_apart(lively, history):
    assert same_events(history(lively), history(lively))
    other = history(lively)
    other.contracts["price"][0] += 1e-9
    assert not same_events(history(lively), other)
    assert not same_events(history(lively), history(lively)._replace(contracts=other.contracts[:-1]))
