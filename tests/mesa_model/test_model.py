import gc
import importlib.util
import inspect
import sys
import warnings
import weakref

import mesa
import networkx
import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, simulate, simulate_to_folder
from sipabm.mesa_model import Authority, PartnershipModel, Provider
from sipabm.mesa_model.model import replaced
from sipabm.scenario import AuthorityKind, Country
from sipabm.tables.codebook import TABLES
from sipabm.verification import differences, random_scenario
from sipabm.words import Outcome
from sipabm.world import build_world


class Reluctant(Authority):
    def start_chance(self, domain):
        return 0.0


class Moody(Authority):
    def attention(self, domain):
        return self.model.random.random()


class ReluctantModel(PartnershipModel):
    authority_class = Reluctant


class MoodyModel(PartnershipModel):
    authority_class = Moody


class UsualModel(PartnershipModel):
    """Replaces nothing."""


class WatchedModel(PartnershipModel):
    """Replaces no decision, and does something of its own every quarter."""

    steps_seen = 0

    def step(self):
        super().step()
        type(self).steps_seen += 1


def started(model):
    return sum(counts.started for counts in model.state.yearly)


def signed(model):
    return sum(project.outcome == Outcome.SIGNED for project in model.attempts)


def test_agents_are_mesa_agents_on_a_network(model):
    assert len(model.agents_by_type[Authority]) == 40
    assert isinstance(model.network, networkx.Graph)
    assert set(model.network) == set(model.agents)
    authority = model.authorities[0]
    assert all(0.0 <= tie["trust"] <= 1.0 for tie in authority.ties.values())
    assert all(isinstance(provider, Provider) for provider, _ in authority.known(Provider))


def test_a_run_ends_and_says_so(model):
    assert not model.running
    with pytest.raises(ScenarioError, match="the run is over after 60 quarters"):
        model.step()


def test_a_world_can_be_given(lively):
    scenario = lively.replace(quarters=12)
    given = PartnershipModel(scenario, world=build_world(scenario, 5, 2)).run().history()
    built = PartnershipModel(scenario, 5, 2).run().history()
    assert np.array_equal(given.yearly, built.yearly)


def test_two_runs_do_not_touch_each_other():
    scenario = Scenario.load("classroom").replace(quarters=20)
    alone = PartnershipModel(scenario, 3).run()
    first, second = PartnershipModel(scenario, 3), PartnershipModel(scenario, 4)
    for _ in range(20):
        first.step()
        second.step()
    assert np.array_equal(first.history().yearly, alone.history().yearly)


OWN_MODEL = """
from sipabm.mesa_model import Authority, PartnershipModel

class OwnAuthority(Authority):
    def start_chance(self, domain):
        return {chance}

class OwnModel(PartnershipModel):
    authority_class = OwnAuthority
"""


def own_model(folder, chance):
    """Return the model of a file that is written to a folder."""
    path = folder / "own_model.py"
    path.write_text(OWN_MODEL.format(chance=chance))
    spec = importlib.util.spec_from_file_location("own_model", path)
    sys.modules["own_model"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.OwnModel


class TestSimulateWithOnesOwnModel:
    def test_it_gives_the_tables_of_results(self):
        results = simulate(Scenario.load("classroom"), 3, model=ReluctantModel)
        assert results.runs["started"].sum() == 0
        assert results.runs["considered"].sum() > 0
        assert results.manifest["model"].endswith("ReluctantModel")

    def test_a_model_that_replaces_nothing_is_compiled_and_the_same(self):
        assert replaced(UsualModel) == []
        usual, own = (simulate(Scenario.load("classroom"), 3, model=model) for model in ("engine", UsualModel))
        for table in TABLES:
            pd.testing.assert_frame_equal(getattr(usual, table), getattr(own, table))

    def test_what_is_replaced_is_known_by_name(self):
        assert replaced(ReluctantModel) == ["start_chance"]
        assert replaced(WatchedModel) == ["steps_seen", "step"]

    def test_a_model_with_a_step_of_its_own_is_run_as_it_is(self):
        simulate(Scenario.load("lone_authority").replace(quarters=5), 2, model=WatchedModel, threads=1)
        assert WatchedModel.steps_seen == 10

    def test_it_runs_in_a_folder_and_goes_on_there(self, tmp_path):
        scenario = Scenario.load("classroom").replace(quarters=8)
        for replicates in (2, 3):
            stored = simulate_to_folder(scenario, tmp_path, replicates, model=ReluctantModel, chunk=1)
            expected = simulate(scenario, replicates, model=ReluctantModel)
            for table in TABLES:
                pd.testing.assert_frame_equal(getattr(stored, table), getattr(expected, table))
        assert stored.manifest["model"] == f"{__name__}.ReluctantModel"

    def test_a_folder_tells_runs_of_another_version_of_a_class_apart(self, tmp_path):
        scenario = Scenario.load("lone_authority").replace(quarters=4)
        first = own_model(tmp_path, chance=0.0)
        simulate_to_folder(scenario, tmp_path / "out", model=first)
        second = own_model(tmp_path, chance=0.25)
        assert first.__qualname__ == second.__qualname__
        with pytest.raises(ScenarioError, match="holds runs with another model digest"):
            simulate_to_folder(scenario, tmp_path / "out", model=second)

    def test_a_folder_knows_a_class_without_source_by_its_attributes(self, tmp_path):
        scenario = Scenario.load("lone_authority").replace(quarters=4)
        first, second = (type("Typed", (PartnershipModel,), {"__module__": "nowhere", "size": size}) for size in (1, 2))
        for _ in range(2):
            simulate_to_folder(scenario, tmp_path / "out", model=first)
        with pytest.raises(ScenarioError, match="holds runs with another model digest"):
            simulate_to_folder(scenario, tmp_path / "out", model=second)

    def test_a_model_that_drops_its_replicate_or_takes_none_is_refused_in_one_line(self):
        class Forgetful(ReluctantModel):
            def __init__(self, scenario, factor=1.0, seed=None, replicate=0):
                super().__init__(scenario, seed)

        class Narrow(ReluctantModel):
            def __init__(self, scenario):
                super().__init__(scenario)

        for model, words in ((Forgetful, "runs repeat each other"), (Narrow, "should take scenario, seed")):
            with pytest.raises(ScenarioError, match=words):
                simulate(Scenario.load("classroom"), 2, model=model)

    def test_an_agent_of_another_kind_is_refused_in_one_line(self):
        class Confused(PartnershipModel):
            authority_class = Provider

        with pytest.raises(ScenarioError, match="a subclass of Authority should"):
            simulate(Scenario.load("classroom"), 1, model=Confused)

    def test_without_rows_there_are_none(self):
        results = simulate(Scenario.load("classroom").replace(quarters=30), 1, model=MoodyModel, rows=False)
        assert len(results.attempts) == len(results.contracts) == 0


class TestMesasOwnGenerator:
    def test_differs_by_replicate_and_by_seed(self):
        scenario = Scenario.load("classroom").replace(quarters=4)
        models = [PartnershipModel(scenario, seed, replicate) for seed in (1, 2) for replicate in (0, 1, 2)]
        assert len({model.random.random() for model in models}) == len(models)
        assert len({model.rng.random() for model in models}) == len(models)

    def test_is_the_same_for_the_same_seed_and_replicate(self):
        scenario = Scenario.load("classroom").replace(quarters=20)
        first, second = (simulate(scenario, 3, seed=5, model=MoodyModel) for _ in range(2))
        pd.testing.assert_frame_equal(first.yearly, second.yearly)
        assert first.runs["considered"].nunique() == 3

    def test_without_a_seed_models_differ_as_mesas_do(self):
        scenario = Scenario.load("classroom").replace(quarters=4)
        assert len({PartnershipModel(scenario).seed for _ in range(5)}) == 5

    def test_iterations_of_a_batch_differ(self):
        scenario = Scenario.load("classroom").replace(quarters=16)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Mesa 3.5 calls the argument by another name
            rows = mesa.batch_run(PartnershipModel, {"scenario": [scenario]}, iterations=3, display_progress=False)
        assert len({row["considered"] for row in rows} | {row["expected_cost"] for row in rows}) > 3

    def test_a_batch_over_replicates_can_be_repeated(self):
        first, second = (batch({"scenario": classroom(12), "replicate": [0, 1, 2]}) for _ in range(2))
        assert [row["considered"] for row in first] == [row["considered"] for row in second]
        assert len({row["considered"] for row in first}) > 1

    def test_a_batch_takes_single_values_and_several_of_them_in_all_combinations(self):
        usual, short = classroom(12), classroom(8)
        rows = batch({"scenario": [usual, short], "replicate": range(2), "authority_class": Reluctant})
        told = [(row["scenario"].quarters, row["replicate"], row["started"]) for row in rows]
        assert sorted(told) == [(quarters, replicate, 0) for quarters in (8, 12) for replicate in (0, 1)]
        assert len({row["RunId"] for row in batch({"scenario": usual}) + rows}) == 4
        assert {row["scenario"] for row in batch({"scenario": "lone_authority"})} == {"lone_authority"}

    @pytest.mark.slow
    def test_a_batch_on_two_processes_has_a_row_for_every_quarter_and_the_same_numbers(self):
        grid = {"scenario": classroom(8), "replicate": [0, 1]}
        one, two = (batch(grid, number_processes=number, data_collection_period=1) for number in (1, 2))
        # Steps are counted from 0 by some versions of Mesa, and from 1 by others.
        first = int(min(row["Step"] for row in one))
        steps = range(first, first + 8)
        assert [(row["replicate"], row["Step"]) for row in one] == [(run, step) for run in (0, 1) for step in steps]
        assert one == sorted(two, key=lambda row: (row["RunId"], row["Step"]))
        told = PartnershipModel(classroom(8), seed=1, replicate=1).run().datacollector.model_vars
        assert [row["considered"] for row in one[8:]] == told["considered"]


def classroom(quarters):
    """Return the classroom with so many quarters."""
    return Scenario.load("classroom").replace(quarters=quarters)


def batch(grid, **how):
    """Return the rows of a batch of models with seed 1."""
    # Mesa 3.5 takes seeds by an argument of their own and drops those of the grid.
    by_argument = "rng" in inspect.signature(mesa.batch_run).parameters
    seeds, grid = ({"rng": [1]}, grid) if by_argument else ({}, grid | {"seed": [1]})
    return mesa.batch_run(PartnershipModel, grid, display_progress=False, **seeds, **how)


def test_a_model_is_released_after_its_run():
    model = PartnershipModel(Scenario.load("classroom").replace(quarters=4), 1).run()
    watched = weakref.ref(model)
    del model
    gc.collect()
    assert watched() is None


@pytest.mark.parametrize("number", range(25))
def test_interpreted_through_agents_and_compiled_the_walk_leaves_the_same_history(number):
    assert differences(random_scenario(number), seed=number, replicate=number % 3) == []


def test_a_run_can_be_advanced_quarter_by_quarter_in_either_form(lively):
    from sipabm.runs import new_run

    whole = new_run(lively, 1, 0).advance(60).history()
    for model in ("engine", "mesa"):
        run = new_run(lively, 1, 0, model)
        for _ in range(60):
            run.advance(1)
        assert run.quarter == 60
        told = run.history()
        assert np.allclose(told.yearly, whole.yearly, rtol=1e-12, atol=1e-12)
        assert len(told.contracts) == len(whole.contracts)


@pytest.mark.slow
def test_many_random_scenarios_agree_and_leave_nothing_out():
    from sipabm.verification import verify

    report = verify(300, first=1000)
    assert report.differences == []
    assert report.never_exercised == []
    assert report.exercised["signed"] >= 0.5 * report.scenarios
    assert report.attempts > 10_000 and report.contracts > 1000


def test_agents_are_found_by_kind_under_their_numbers():
    model = PartnershipModel("classroom", 1)
    kinds = [list(model.authorities), list(model.providers), list(model.investors)]
    assert [agent.unique_id for kind in kinds for agent in kind] == list(range(1, len(model.agents) + 1))


def test_authorities_are_told_what_their_kind_is_in_charge_of_and_how_large_it_is(lively):
    kinds = (AuthorityKind(name="a", number=1), AuthorityKind(name="b", number=2, areas=("health",), size=4.0))
    country = Country(code="A", authorities=3, providers=2, investors=1, kinds=kinds)
    model = PartnershipModel(lively.replace(countries=(country,), funds=()), 1)
    told = [(authority.areas, authority.kind_size, authority.kind_spread) for authority in model.authorities]
    assert told == [(0b111, 1.0, 0.8), (0b100, 4.0, 0.8), (0b100, 4.0, 0.8)]
    assert all(authority.relative_size != authority.kind_size for authority in model.authorities)
