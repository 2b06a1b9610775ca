"""The network of a run: actors, ties and partnerships are those of the world and of the run's contracts."""

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, simulate
from sipabm.mesa_model import PartnershipModel
from sipabm.report.run_network import KINDS, RunNetwork, run_network
from sipabm.world import build_world

REPLICATE = 6  # in which all instruments are signed, and some partnerships run at the end


@pytest.fixture(scope="module")
def busy(lively):
    """Two countries in which all instruments are signed."""
    return lively.replace(working_capital=5.0, fee_at_risk=0.4)


@pytest.fixture(scope="module")
def network(busy):
    return run_network(busy, seed=3, replicate=REPLICATE)


@pytest.fixture(scope="module")
def contracts(busy):
    results = simulate(busy, REPLICATE + 1, seed=3)
    return results.contracts[results.contracts["run"] == REPLICATE]


def small(partnerships, quarters=8):
    """Return a network of two authorities, a provider and an investor with partnerships: number, who, when, over."""
    columns = ["partnership", "authority", "partner", "signed", "ended", "is_over"]
    kinds = ["authority", "authority", "provider", "investor"]
    actors = pd.DataFrame({"actor": list("abcd"), "kind": kinds}, index=range(1, 5))
    ties = pd.DataFrame({"first": [1, 1], "second": [2, 3]})
    return RunNetwork("small", "2010Q3", quarters, 1, 0, actors, ties, pd.DataFrame(partnerships, columns=columns))


def test_actors_and_ties_are_those_of_the_world(busy, network):
    world = build_world(busy, 3, REPLICATE)
    kinds = (world.authorities, world.providers, world.investors)
    assert network.actors["kind"].value_counts(sort=False).to_dict() == {
        name: len(kind.country) for name, kind in zip(KINDS, kinds, strict=True)
    }
    assert (network.ties.to_numpy() == 1 + world.ties.pairs).all()
    codes = np.concatenate([kind.country for kind in kinds])
    assert network.actors["country"].tolist() == [busy.countries[code].code for code in codes]


def test_its_ties_are_those_of_the_mesa_model(busy, network):
    agents = PartnershipModel(busy, seed=3, replicate=REPLICATE).network
    pairs = {tuple(sorted((first.unique_id, second.unique_id))) for first, second in agents.edges}
    assert pairs == set(network.ties.itertuples(index=False, name=None))


def test_each_contract_has_its_provider_and_its_investors_as_partners(busy, network, contracts):
    found = {
        (rows["authority"].iloc[0], pd.Period(network.quarter(rows["signed"].iloc[0])), frozenset(rows["partner"]))
        for _, rows in network.partnerships.groupby("partnership")
    }
    expected = set()
    for row in contracts.to_dict("records"):
        investors = [row[f"member_{place}"] for place in range(1, row["investors"] + 1)]
        expected.add((row["authority"], row["signed"], frozenset({row["provider"], *investors})))
    assert found == expected
    assert {"payment_by_results", "social_impact_bond"} <= set(contracts["instrument"])


def test_running_at_the_end_are_those_that_the_run_left_running(network, contracts):
    left = network.running(network.quarters - 1)["partnership"].nunique()
    assert left == (contracts["status"] == "running").sum() > 0


def test_a_partnership_runs_from_its_signature_until_the_quarter_of_its_last_service():
    network = small([(0, 1, 3, 1, 3, True), (0, 1, 4, 1, 3, True), (1, 2, 3, 2, 7, False)])
    assert [network.signed(step)["partnership"].nunique() for step in range(5)] == [0, 1, 2, 2, 2]
    assert [network.running(step)["partnership"].nunique() for step in range(5)] == [0, 1, 2, 1, 1]
    assert network.running(7)["partnership"].tolist() == [1]


def test_tables_name_actors_and_quarters():
    tables = small([(0, 1, 3, 1, 3, True)]).tables()
    assert tables["ties"].to_numpy().tolist() == [["a", "b"], ["a", "c"]]
    row = tables["partnerships"].iloc[0]
    assert row[["authority", "partner", "signed", "ended"]].tolist() == ["a", "c", "2010Q4", "2011Q2"]


def test_of_a_country_there_are_its_actors_and_whom_its_authorities_signed_with(busy, network):
    part = run_network(busy, 3, REPLICATE, country="B")
    at_home = network.actors["country"] == "B"
    assert set(part.actors.index) >= set(network.actors.index[at_home])
    abroad = part.actors.index[part.actors["country"] != "B"]
    assert set(abroad) <= set(part.partnerships["partner"])
    assert part.partnerships["authority"].map(at_home).all()
    whole = network.partnerships
    assert len(part.partnerships) == whole["authority"].map(at_home).sum() > 0
    assert part.ties.isin(part.actors.index).all(axis=None)


def test_the_ties_written_can_be_given_as_edge_list(busy, network, tmp_path):
    network.tables()["ties"].to_csv(tmp_path / "ties.csv", index=False)
    again = run_network(busy.replace(ties="edge_list", edge_list=str(tmp_path / "ties.csv")), 3, REPLICATE)
    assert again.ties.equals(network.ties)


def test_a_run_without_contracts_has_no_partnerships():
    quiet = dict.fromkeys(("own_interest", "word_of_mouth", "world_news", "fund_pull"), 0.0)
    network = run_network(Scenario.load("classroom").replace(quiet))
    assert network.partnerships.empty and len(network.ties) > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [({"country": "C"}, "no country 'C'"), ({"replicate": -1}, "replicate = -1"), ({"seed": 1.5}, "seed = 1.5")],
)
def test_what_makes_no_sense_is_refused_in_a_line(busy, arguments, words):
    with pytest.raises(ScenarioError, match=words) as refused:
        run_network(busy, **arguments)
    assert "\n" not in str(refused.value)
