"""The compiled engine does what its source says: it is run as plain Python beside it."""

import numpy as np
import pytest

from sipabm import ScenarioError, new_run
from sipabm.engine.one_run import EngineRun, history_of, words, yearly_of
from sipabm.tables.history import numbers
from sipabm.world import build_world


def agree(plain, compiled):
    """Raise AssertionError unless whole numbers are the same and real ones agree to the last few bits."""
    assert len(plain) == len(compiled)
    for name in compiled.dtype.names:
        if compiled[name].dtype.kind == "i":
            assert (plain[name] == compiled[name]).all(), name
        else:
            assert plain[name] == pytest.approx(compiled[name], rel=1e-12, abs=1e-12), name


LARGE = [pytest.param(which, marks=pytest.mark.slow) for which in ("lively", "changing")]


@pytest.mark.parametrize("which", [*LARGE, 3, 7, 21, 40])
def test_compiled_and_plain_engine_agree(lively, changing, any_scenario, plain, run, attempts, contracts, which):
    scenario = {"lively": lively, "changing": changing}.get(which) or any_scenario(which)
    *_, (_, s) = plain(scenario)
    compiled = run(scenario)
    agree(attempts(s), attempts(compiled))
    agree(contracts(s), contracts(compiled))
    agree(np.asarray(s.authorities), compiled.authorities)
    agree(np.asarray(s.investors), compiled.investors)
    assert yearly_of(s) == pytest.approx(compiled.yearly, rel=1e-12, abs=1e-12)
    assert numbers(s.states) == pytest.approx(compiled.states, rel=1e-12, abs=1e-12)
    assert s.trust == pytest.approx(compiled.trust, rel=1e-12, abs=1e-12)


def test_words_are_a_view_of_the_same_memory():
    array = np.zeros(2, dtype=[("count", "i8"), ("share", "f8")])
    words(array, "f8")[1, 1] = 0.5
    words(array, "i8")[0, 0] = 7
    assert array.tolist() == [(7, 0.0), (0, 0.5)]


def test_a_run_advances_to_its_end_and_no_further(lively):
    scenario = lively.replace(quarters=10)
    run = EngineRun(scenario, build_world(scenario, 1, 0))
    assert [run.advance(quarters).quarter for quarters in (0, 4, 100, 1)] == [0, 4, 10, 10]


def test_a_run_that_finds_too_little_room_is_the_same_as_one_that_had_more(lively):
    eager = {"conventional_gain": {"social": -3.0, "employment": -3.0, "health": -3.0}, "give_up": 0.0, "done": 0.0}
    crowded = lively.replace({**eager, "own_interest": 1.0, "development_slots": 12.0, "quarters": 24})
    world = build_world(crowded, 1, 0)
    small, large = EngineRun(crowded, world), EngineRun(crowded, world, room=8)
    for run in (small, large):
        run.advance(10).advance(14)
    assert small.room > 1 and large.room == 8
    for one, other in zip(small.history()[1:], large.history()[1:], strict=True):
        assert np.array_equal(one, other)


def test_without_rows_a_run_counts_the_same_and_keeps_none(lively):
    scenario = lively.replace(quarters=30)
    world = build_world(scenario, 2, 1)
    bare, whole = (EngineRun(scenario, world, rows).advance(30).state for rows in (False, True))
    assert np.array_equal(yearly_of(bare), yearly_of(whole))
    assert (len(bare.attempts), bare.run[0]["attempts"]) == (0, 0)
    assert whole.run[0]["attempts"] > 0
    assert history_of(whole).replicate == 1


@pytest.mark.parametrize("quarters", [-1, 1.5, "3"])
def test_quarters_to_advance_are_a_whole_number(quarters):
    for model in ("engine", "mesa"):
        with pytest.raises(ScenarioError, match=r"quarters = .* it should be a whole number from 0 on"):
            new_run("classroom", model=model).advance(quarters)


def test_a_replicate_is_a_whole_number():
    with pytest.raises(ScenarioError, match="replicate = -1 is not allowed"):
        new_run("classroom", replicate=-1)
