"""Parts of the experiment on technology against numbers worked out by hand."""

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.studies.sums import measured_sums

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "technology_and_foresight.py"
SPEC = importlib.util.spec_from_file_location("technology_by_hand", SCRIPT)
technology = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(technology)
Key = technology.Key


@pytest.fixture(scope="module")
def stress():
    return Scenario.load("employment_under_automation")


def deal(run, authority, promised, realised, year=2022):
    """Return a deal of 1 million for one year, in percent."""
    return {
        "run": run,
        "authority": authority,
        "started": "2020Q1",
        "provider": 0,
        "year": year,
        "promised": promised,
        "realised": realised,
        "shortfall": promised - realised,
        "tied": 1.0,
        "tied_five_years": 0.2,
        "ended_early": 0.0,
        "deals": 1.0,
    }


def test_worlds_differ_in_pace_foresight_and_cap_alone(stress):
    worlds = technology.worlds_of((5.0,), ["nobody", "both"])
    assert [", ".join(key) for key in worlds] == [
        "none, nobody, capped",
        "5, nobody, capped",
        "5, both, capped",
        "none, nobody, not capped",
        "5, nobody, not capped",
        "5, both, not capped",
    ]
    assert worlds[Key("5", "nobody")] == stress
    seeing = stress.replace(authority_foresight=1.0, investor_foresight=1.0)
    assert worlds[Key("5", "both")] == seeing
    assert worlds[Key("none", "nobody", "not capped")] == stress.replace(
        doubling_time=0.0, payment_cap=100.0, return_cap=100.0
    )


def test_a_world_is_held_against_the_one_without_growth_and_with_the_same_cap():
    assert Key("5", "both", "not capped").still() == Key("none", "nobody", "not capped")


def test_machines_double_until_saturation(stress):
    # From 0.2, doubling every 5 years, to 0.8: two doublings, ten years from 2020.
    assert [technology.machines(stress, years) for years in (0, 5, 10, 15)] == pytest.approx([0.2, 0.4, 0.8, 0.8])
    assert technology.saturated_in(stress) == pytest.approx(2030.0)


def test_erosion_is_what_results_lose_a_year(stress):
    # Exposure 0.8: results fall from 1 - 0.8 x 0.2 to 1 - 0.8 x 0.4 in five years.
    assert technology.erosion(stress, 0.8) == pytest.approx((1 - 0.68 / 0.84) / 5)


def test_the_default_pace_is_the_one_observed():
    world = Scenario.load("world")
    growth = (technology.machines(world, 9) - technology.machines(world, 2)) / 7
    assert 100 * growth == pytest.approx(technology.OBSERVED, abs=0.05)


def test_a_difference_seen_from_the_other_side_has_its_interval_turned():
    row = {"difference": -0.5, "low": -0.7, "high": -0.2, "unit": "years"}
    assert technology.signed(row, -1) == {"difference": 0.5, "low": 0.2, "high": 0.7, "unit": "years"}
    assert technology.signed(row, 1) == row


def test_what_changes_on_shared_deals_leaves_out_the_others():
    # Shared: authority 1 in both runs; its shortfall changes by 3 in one and by 1 in the other: 2 in the mean.
    still = pd.DataFrame([deal(0, 1, 5.0, 5.0), deal(1, 1, 5.0, 5.0), deal(1, 2, 0.0, 90.0)])
    growing = pd.DataFrame([deal(0, 1, 5.0, 2.0), deal(1, 1, 5.0, 4.0), deal(0, 3, 50.0, 0.0)])
    table = technology.shared({Key("none", "nobody"): still, Key("5", "nobody"): growing}, 2)
    found = technology.row(table, "shortfall", "5", "nobody")
    assert (found["base"], found["other"], found["difference"]) == pytest.approx((0.0, 2.0, 2.0))
    deals = technology.row(table, "deals", "5", "nobody")
    assert (deals["other"], deals["all_deals"]) == (1.0, 1.5)


def test_changes_are_from_no_growth_and_from_nobody_who_sees():
    sums = [{"promised": promised, "tied": 2.0} for promised in (10.0, 6.0, 4.0)]
    columns = {column for measure in technology.MEASURES for column in (*measure.columns, *measure.per)}
    tables = [pd.DataFrame([{**dict.fromkeys(columns, 1.0), **each}] * 2) for each in sums]
    keys = [Key("none", "nobody"), Key("5", "nobody"), Key("5", "both")]
    runs = measured_sums(technology.MEASURES, tables)
    table, seen = technology.level_and_change(runs, keys), technology.seen(runs, keys)
    assert technology.row(table, "promised", "5", "both")["value"] == 2.0
    assert technology.row(table, "promised", "5", "both")["difference"] == -3.0
    assert technology.row(seen, "promised", "5", "both")["difference"] == -1.0
    assert len(seen) == len(technology.MEASURES)


def test_before_and_after_saturation_are_told_apart():
    fast = Scenario.load("employment_under_automation").replace(doubling_time=3.0)  # saturated in 2026
    blind = pd.DataFrame([deal(0, 1, 5.0, 2.0, 2025), deal(1, 1, 5.0, 2.0, 2026)])
    seeing = pd.DataFrame([deal(0, 1, 4.0, 2.0, 2025), deal(1, 1, 5.0, 2.0, 2026)])
    deals = {Key("3", "nobody"): blind, Key("3", "both"): seeing}
    (said,) = technology.saturation_sentences(deals, {Key("3", "nobody"): fast}, 2)
    assert "from 2026 on" in said and "adds +1.0" in said and "later ones 0.0" in said
    slow = {Key("3", "nobody"): fast.replace(doubling_time=5.0)}
    assert technology.saturation_sentences(deals, slow, 2) == []
