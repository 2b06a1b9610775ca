"""The worlds of `flexible_contracts` and `contract_instruments`, and what is read from rows of contracts."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario, simulate

FOLDER = Path(__file__).parent.parent.parent / "experiments"


def loaded(name):
    spec = importlib.util.spec_from_file_location(f"{name}_by_hand", FOLDER / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


flexible, instruments = loaded("flexible_contracts"), loaded("contract_instruments")


@pytest.fixture(scope="module")
def world():
    return Scenario.load("world").replace(quarters=40)


@pytest.mark.parametrize("rigour", flexible.RIGOURS)
def test_contracts_are_evaluated_as_rigorously_as_asked_for_or_more(world, rigour):
    signed = simulate(flexible.with_rigour(world, rigour), 2).contracts["rigour"].astype(str)
    rigours = list(flexible.RIGOURS)
    assert set(signed) <= set(rigours[rigours.index(rigour) :]) and len(signed) > 0


@pytest.mark.parametrize(("share", "forms"), [(0.0, {"rigid"}), (1.0, {"rigid", "flexible"})])
def test_flexible_contracts_are_signed_if_allowed(world, share, forms):
    # Though actors would bend: none must mean none.
    assert set(simulate(flexible.allowing(world, share), 2).contracts["form"].astype(str)) == forms


def test_a_rigour_without_flexible_contracts_is_the_base_of_its_line():
    assert flexible.rigid("monitoring") == "monitoring, no flexible contracts"
    assert flexible.rigid(flexible.ROOMY) == flexible.rigid("experiment")  # room to adapt is no matter in it
    worlds = flexible.worlds_of(Scenario.load("world"))
    assert {flexible.rigid(rigour) for rigour in (*flexible.RIGOURS, flexible.ROOMY)} <= set(worlds)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        (instruments.NO_BOTH, {instruments.BOND, instruments.PBR}),
        (instruments.BOND_ALONE, {instruments.BOND}),
        (instruments.PBR_ALONE, {instruments.PBR}),
        (instruments.PBR_FINANCED, {instruments.PBR}),
    ],
)
def test_only_what_can_be_financed_is_signed(name, left):
    scenario = instruments.worlds_of(Scenario.load("world").replace(over="defaults"))[name]
    assert set(simulate(scenario, 4).contracts["instrument"].astype(str)) == left


def test_of_the_same_deals_those_count_that_are_a_bond_in_one_world_and_the_other_instrument_in_the_second():
    about = {"run": [0, 0, 1], "authority": [1, 2, 3], "started": 0, "provider": 0}
    deals = pd.DataFrame(about | dict.fromkeys(instruments.columns_of(instruments.DEALS), 1.0))
    bonds = deals.assign(instrument=[instruments.BOND, instruments.BOND, instruments.PBR])
    others = deals.assign(instrument=[instruments.BOTH, instruments.BOND, instruments.BOTH], price=3.0)
    rows = dict(zip(instruments.PAIRS[instruments.BOTH], (bonds, others), strict=True))
    price = instruments.same_deals_table(instruments.BOTH, rows, 2).set_index("measure").loc["price"]
    assert (price["base"], price["other"], price["deals_a_run"]) == (1.0, 3.0, 0.5)


def test_shares_of_instruments_are_named_unless_all_are_alike():
    counts = pd.Series(
        {
            ("x", "signed"): 200.0,
            ("x", instruments.BOND): 150.0,
            ("x", instruments.PBR): 50.0,
            ("x", instruments.BOTH): 0.0,
            ("y", "signed"): 10.0,
            ("y", instruments.BOND): 10.0,
            ("y", instruments.PBR): 0.0,
            ("y", instruments.BOTH): 0.0,
        }
    )
    assert instruments.mixture(counts, "x") == "75.0 % are bonds, 25.0 % are payment by results and 0.0 % are both"
    assert instruments.mixture(counts, "y") == ""
