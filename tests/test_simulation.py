"""One door to the runs: what it accepts, what it refuses, and what it promises."""

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from threading import Event

import pandas as pd
import pytest

import sipabm
from sipabm import Results, Scenario, ScenarioError, runs, simulate
from sipabm.mesa_model import PartnershipModel
from sipabm.simulation import one_behind
from sipabm.tables.codebook import TABLES


@pytest.fixture(scope="module")
def classroom():
    return Scenario.load("classroom")


def line_of(action):
    with pytest.raises(ScenarioError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_public_names_are_there():
    assert set(sipabm.__all__) >= {"Results", "Scenario", "ScenarioError", "simulate"}
    assert issubclass(ScenarioError, ValueError)


def test_results_hold_scenario_tables_and_manifest(classroom):
    results = simulate(classroom, replicates=2, seed=7)
    assert isinstance(results, Results)
    assert results.scenario is classroom
    assert results.manifest["replicates"] == 2
    assert results.manifest["seed"] == 7
    assert results.manifest["scenario_digest"] == classroom.digest()
    assert results.manifest["seconds"] >= 0
    assert all(isinstance(getattr(results, table), pd.DataFrame) for table in TABLES)


def test_results_cannot_be_changed_by_accident(classroom):
    with pytest.raises(AttributeError):
        simulate(classroom).runs = None


@pytest.mark.parametrize("replicates", [0, -1, 1.5, "3", None, float("nan")])
def test_replicates_are_a_whole_number_from_one_on(classroom, replicates):
    line = line_of(lambda: simulate(classroom, replicates=replicates))
    assert f"replicates = {replicates!r}" in line
    assert "from 1 to" in line


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1", None])
def test_a_seed_is_a_word_of_32_bits(classroom, seed):
    line = line_of(lambda: simulate(classroom, seed=seed))
    assert f"seed = {seed!r}" in line
    assert str(2**32 - 1) in line


@pytest.mark.parametrize("request_", [{"replicates": True}, {"seed": True}])
def test_true_is_no_number(classroom, request_):
    line_of(lambda: simulate(classroom, **request_))


def test_whole_numbers_of_numpy_are_numbers(classroom):
    seeds = pd.Series([1, 2]).to_numpy()
    assert simulate(classroom, seed=seeds[0]).runs["seed"].tolist() == [1]


def test_whole_numbers_of_numpy_are_written_like_others(classroom, tmp_path):
    number = pd.Series([2]).to_numpy()[0]
    stored = sipabm.simulation.simulate_to_folder(classroom, tmp_path, replicates=number, seed=number, chunk=number)
    assert (stored.manifest["replicates"], stored.manifest["seed"]) == (2, 2)


@pytest.mark.parametrize(("value", "words"), [("clasroom", "did you mean 'classroom'?"), (3, "of type int")])
def test_what_is_no_scenario_is_refused_before_anything_is_written(value, words, tmp_path):
    assert words in line_of(lambda: sipabm.simulation.simulate_to_folder(value, tmp_path))
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, "1"])
def test_the_mesa_model_asks_for_the_same_seeds(classroom, seed):
    assert f"seed = {seed!r}" in line_of(lambda: PartnershipModel(classroom, seed))


@pytest.mark.parametrize("replicate", [-1, 1.5, None])
def test_a_replicate_is_a_whole_number_from_zero_on(classroom, replicate):
    assert f"replicate = {replicate!r}" in line_of(lambda: PartnershipModel(classroom, 1, replicate))


@pytest.mark.parametrize("threads", [-1, 0, 1.5, True])
def test_threads_are_a_whole_number_from_one_on(classroom, threads):
    assert f"threads = {threads!r}" in line_of(lambda: simulate(classroom, threads=threads))


def test_a_chunk_is_a_whole_number_from_one_on(classroom, tmp_path):
    for chunk in (-1, 0):
        line_of(lambda chunk=chunk: sipabm.simulation.simulate_to_folder(classroom, tmp_path / "out", chunk=chunk))
    assert not (tmp_path / "out").exists()


def test_the_largest_seed_runs(classroom):
    assert len(simulate(classroom, seed=2**32 - 1).runs) == 1


@pytest.mark.parametrize("model", ["netlogo", int, None, 3])
def test_a_model_is_one_of_two_or_a_class_of_mesa_models(classroom, model):
    line = line_of(lambda: simulate(classroom, model=model))
    assert repr(model) in line
    assert "'engine', 'mesa' or a subclass of PartnershipModel" in line


def test_a_bad_edge_list_is_refused_before_anything_is_written(classroom, tmp_path):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,nobody\n")
    scenario = classroom.replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv"))
    assert "ties.csv line 2" in line_of(lambda: simulate(scenario))


def test_an_edge_list_that_is_not_there_is_refused(classroom, tmp_path):
    scenario = classroom.replace(ties="edge_list", edge_list=str(tmp_path / "none.csv"))
    assert "none.csv" in line_of(lambda: simulate(scenario))


def test_a_bad_edge_list_leaves_no_folder(classroom, tmp_path):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,nobody\n")
    scenario = classroom.replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv"))
    line_of(lambda: sipabm.simulation.simulate_to_folder(scenario, tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_the_same_call_gives_the_same_results(classroom):
    one, other = simulate(classroom, replicates=3, seed=5), simulate(classroom, replicates=3, seed=5)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def test_a_name_decides_nothing(classroom):
    one, other = simulate(classroom), simulate(classroom.replace(name="other", description="other"))
    pd.testing.assert_frame_equal(one.attempts, other.attempts)


def test_results_and_scenarios_can_be_pickled(classroom):
    results = simulate(classroom)
    again = pickle.loads(pickle.dumps(results))
    assert again.scenario == classroom
    pd.testing.assert_frame_equal(again.yearly, results.yearly)


@pytest.mark.slow
def test_processes_agree_with_threads(classroom):
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        one, other = simulate(classroom, replicates=4), simulate(classroom, replicates=4, executor=executor)
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def test_a_failing_run_ends_the_others(classroom, monkeypatch):
    def failing(scenario, seed, model, rows, replicate):
        if replicate == 1:
            raise KeyboardInterrupt
        return original(scenario, seed, model, rows, replicate)

    original = runs.run_history
    monkeypatch.setattr(runs, "run_history", failing)
    with pytest.raises(KeyboardInterrupt):
        simulate(classroom, replicates=50, threads=1)


class TestOneBehind:
    def test_what_an_action_returns_comes_in_the_order_of_the_items(self):
        assert list(one_behind(lambda item: item**2, range(5))) == [0, 1, 4, 9, 16]
        assert list(one_behind(abs, [])) == []

    def test_the_next_item_is_made_while_the_action_is_at_work(self):
        made = Event()

        def items():
            yield "first"
            made.set()
            yield "second"

        # The first action would wait for ever if the second item were made after it.
        assert list(one_behind(lambda item: made.wait(timeout=60), items())) == [True, True]

    def test_what_was_begun_is_ended_if_the_next_item_fails(self):
        done = []

        def items():
            yield "first"
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            list(one_behind(done.append, items()))
        assert done == ["first"]

    def test_a_failure_of_the_action_is_raised_and_later_items_are_left_alone(self):
        done = []

        def fail_at_two(item):
            if item == 2:
                raise OSError("full")
            done.append(item)

        with pytest.raises(OSError, match="full"):
            list(one_behind(fail_at_two, range(6)))
        assert done == [0, 1]
