"""Parts of the experiment on technology against numbers worked out by hand."""

import importlib.util
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.studies.labelled import rows_by
from sipabm.studies.outcomes import columns_of
from sipabm.sweeps.measured import measured_tables

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "technology_and_foresight.py"
SPEC = importlib.util.spec_from_file_location("technology_by_hand", SCRIPT)
technology = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(technology)
Key = technology.Key


@pytest.fixture(scope="module")
def stress():
    return Scenario.load("employment_under_automation")


def labelled(*keys):
    return {key.label: key for key in keys}


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
        "contracts": 1.0,
    }


def test_worlds_differ_in_pace_foresight_and_cap_alone(stress):
    worlds = technology.worlds_of((2.5,), ["nobody", "both"])
    assert [", ".join(key) for key in worlds] == [
        "none, nobody, capped",
        "2.5, nobody, capped",
        "2.5, both, capped",
        "none, nobody, not capped",
        "2.5, nobody, not capped",
        "2.5, both, not capped",
    ]
    blind = stress.replace(authority_foresight=0.0, investor_foresight=0.0)
    assert worlds[Key("2.5", "nobody")].digest() == blind.digest()
    seeing = stress.replace(authority_foresight=1.0, investor_foresight=1.0)
    assert worlds[Key("2.5", "both")].digest() == seeing.digest()
    free = blind.replace(doubling_time=0.0, payment_cap=100.0, return_cap=100.0)
    assert worlds[Key("none", "nobody", "not capped")].digest() == free.digest()


def test_a_world_is_held_against_the_one_without_growth_and_with_the_same_cap():
    assert Key("5", "both", "not capped").still() == Key("none", "nobody", "not capped")


def test_machines_do_more_the_more_often_they_have_doubled(stress):
    # Capability doubles every 2.5 years from a third on: 2/3, 4/3, 8/3 and 16/3 of what does half of 0.8.
    path = [technology.machines(stress, years) for years in (0.0, 2.5, 5.0, 7.5, 10.0)]
    assert path == pytest.approx([0.2, 0.8 * 2 / 5, 0.8 * 4 / 7, 0.8 * 8 / 11, 0.8 * 16 / 19])


def test_a_doubling_time_matters_over_the_whole_run(stress):
    worlds = [stress.replace(doubling_time=pace) for pace in technology.PACES]  # slowest first
    for year in range(1, stress.quarters // 4 + 1):
        shares = [technology.machines(world, year) for world in worlds]
        assert all(faster - slower > 0.005 for slower, faster in pairwise(shares)), year
        # and machines go on taking over work at every pace
        earlier = [technology.machines(world, year - 1) for world in worlds]
        assert all(now - before > 0.005 for now, before in zip(shares, earlier, strict=True)), year


def test_the_stress_case_loses_three_to_eight_points_a_year_for_nine_years(stress):
    levels = [5 * technology.erosion(stress, 0.8, 5), 10 * technology.erosion(stress, 0.8, 10)]
    assert [100 * levels[0] / 5, 100 * (levels[1] - levels[0]) / 5] == pytest.approx([4.9, 4.1], abs=0.05)
    lost = [year * technology.erosion(stress, 0.8, year) for year in range(1, 10)]
    assert all(0.03 < now - before < 0.08 for before, now in pairwise([0.0, *lost]))


def test_erosion_is_what_results_lose_a_year(stress):
    # Exposure 0.8: results fall from 1 - 0.8 x 0.2 to 1 - 0.8 x 0.457 in five years.
    assert technology.erosion(stress, 0.8, 5) == pytest.approx((1 - (1 - 0.8 * 0.8 * 4 / 7) / 0.84) / 5)


def test_the_default_pace_is_the_one_observed():
    assert 100 * technology.loss_of_work(Scenario.load("world"), 2, 9) == pytest.approx(technology.OBSERVED, abs=0.05)


def test_scenarios_that_begin_later_start_where_the_default_pace_has_led():
    world = Scenario.load("world")
    for name, years in (("preventive_health", 5), ("denmark", 8)):
        share = Scenario.load(name).technology.machine_share
        assert share == pytest.approx(technology.machines(world, years), abs=0.005)


def test_a_run_of_world_passes_two_of_thirty_doublings():
    world = Scenario.load("world")
    assert technology.years_of(world) == (2010, 2029)
    assert technology.doublings_passed(world) == pytest.approx(20 / 11)
    along, exposed, line, of_people = technology.coverage(world, 14, 16, 4).columns
    table = technology.coverage(world, 14, 16, 4).set_index(along)
    assert (len(table), table.index[0], table.index[-1]) == (121, -14.0, 16.0)
    # One doubling on: capability 2/3. A line from 2010 expects a third, and 11 times what the year before added.
    capability = 1 / 3 + 11 * (1 - 2 ** (-1 / 11)) / 3
    assert table.loc[1.0, [exposed, of_people]].tolist() == pytest.approx([0.32, 0.46 * 0.32])
    assert table.loc[1.0, line] == pytest.approx(0.8 * capability / (1 + capability))
    assert table.loc[:-0.25, line].isna().all()
    assert "1,073,741,824" in technology.thirty_steps_sentence(world)


def test_what_changes_on_shared_deals_leaves_out_the_others():
    # Shared: authority 1 in both runs; its shortfall changes by 3 in one and by 1 in the other: 2 in the mean.
    still = pd.DataFrame([deal(0, 1, 5.0, 5.0), deal(1, 1, 5.0, 5.0), deal(1, 2, 0.0, 90.0)])
    growing = pd.DataFrame([deal(0, 1, 5.0, 2.0), deal(1, 1, 5.0, 4.0), deal(0, 3, 50.0, 0.0)])
    deals = {Key("none", "nobody").label: still, Key("5", "nobody").label: growing}
    rows = rows_by(technology.shared(deals, labelled(Key("none", "nobody"), Key("5", "nobody")), 2), "measure")
    found, deals = rows["shortfall"], rows["deals"]
    assert (found["base"], found["other"], found["difference"]) == pytest.approx((0.0, 2.0, 2.0))
    assert (deals["other"], deals["all_deals"]) == (1.0, 1.5)


def test_changes_are_from_no_growth_and_from_nobody_who_sees():
    sums = [{"promised": promised, "tied": 2.0} for promised in (10.0, 6.0, 4.0)]
    measures = (*technology.RETURNS, *technology.TERMS)
    columns = columns_of(measures)
    tables = [pd.DataFrame([{**dict.fromkeys(columns, 1.0), **each}] * 2) for each in sums]
    keys = labelled(Key("none", "nobody"), Key("5", "nobody"), Key("5", "both"))
    runs = measured_tables(measures, dict(zip(keys, tables, strict=True)))
    table, seen = (
        rows_by(of(runs, keys), "measure", "seeing") for of in (technology.level_and_change, technology.seen)
    )
    assert table["promised", "both"]["value"] == 2.0
    assert table["promised", "both"]["difference"] == -3.0
    assert seen["promised", "both"]["difference"] == -1.0
    assert len(seen) == len(measures)


def test_deals_of_the_first_and_of_the_second_half_are_told_apart(stress):
    blind = pd.DataFrame([deal(0, 1, 5.0, 2.0, 2021), deal(1, 1, 5.0, 2.0, 2024)])
    seeing = pd.DataFrame([deal(0, 1, 4.0, 2.0, 2021), deal(1, 1, 5.0, 2.0, 2024)])
    deals = {Key("2.5", "nobody").label: blind, Key("2.5", "both").label: seeing}
    halves = technology.when_signed(deals, {Key("2.5", "nobody"): stress}, ["2.5"], 2)
    said = technology.when_signed_sentence(halves)
    # signed in 2020 to 2027, as contracts of seven years end by 2034: machines have doubled 1.6 and 3.2 times
    assert halves["difference"].tolist() == [1.0, 0.0]
    assert "adds +1.0" in said and "signed 2024 to 2027" in said
    assert "from 20 to 40 % of exposed work" in said and "from 40 to 60 % of exposed work" in said


def test_what_survives_is_counted_by_whether_an_interval_covers_zero():
    differences = [pd.Series({"difference": 0.5, "low": low, "high": 1.0, "unit": "share"}) for low in (0.1, -0.1, 0.2)]
    assert technology.beyond_noise(differences) == "2 of 3"
