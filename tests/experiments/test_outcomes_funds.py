import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.scenario import Fund
from sipabm.sweeps.measured import measured_tables

SCRIPT = Path(__file__).parent.parent.parent / "experiments" / "outcomes_funds.py"
SPEC = importlib.util.spec_from_file_location("outcomes_funds_by_hand", SCRIPT)
funds = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(funds)


def fund(country, opens):
    return Fund(name=f"{country} {opens}", country=country, opens=opens, closes="2025Q4", purse=10.0, share=0.3)


def test_a_country_counts_from_its_first_fund():
    opened = funds.first_openings((fund("GB", "2013Q1"), fund("GB", "2011Q1"), fund("PT", "2016Q3")))
    assert opened == {"GB": 2011 * 4, "PT": 2016 * 4 + 2}


def test_deals_are_counted_by_years_since_the_first_fund_opened():
    signed = {"GB": ["2010Q4", "2011Q1", "2011Q4"], "PT": ["2017Q3"], "DE": ["2017Q3"]}
    rows = pd.DataFrame(
        [{"run": 1, "country": country, "signed": each, "deal": 1.0} for country in signed for each in signed[country]]
    )
    rows = rows.astype({"signed": "period[Q-DEC]"})
    counts = funds.counts_since(rows, {"GB": 2011 * 4, "PT": 2016 * 4 + 2}, 3)
    assert counts[funds.LARGEST, -1].tolist() == [0, 1, 0]
    assert counts[funds.LARGEST, 0].tolist() == [0, 2, 0]
    assert counts[funds.OTHERS, 1].tolist() == [0, 1, 0]
    assert counts.to_numpy().sum() == 4  # no fund ever opens in DE


def test_what_is_not_added_to_those_backed_is_displaced():
    # Without funds 10 are signed; with them 14, of which 8 are backed for 2 million: 4 added, so 4 of 8 displaced.
    spread = np.array([-0.1, 0.1, 0.0, 0.0])
    nothing = dict.fromkeys(funds.columns_of(funds.MEASURES), 0 * spread)
    without = pd.DataFrame({**nothing, "deal": 10 + spread})
    funded = pd.DataFrame({**nothing, "deal": 14 + spread, "backed": 8 + spread, "payment_fund": 2 + spread})
    measured = measured_tables(funds.MEASURES, {funds.NONE: without, "× 2": funded})
    rows = funds.ratios_of("× 2", measured, 40.0).set_index("measure")
    assert rows["difference"].to_dict() == pytest.approx(
        {"additional_per_million": 2.0, "displaced": 0.5, "paid_out": 0.05}
    )


def test_funds_are_changed_in_purse_share_and_date_alone():
    world = Scenario.load("world")
    changed = funds.with_funds(world, purse=2.0, share=2.0, closes="2029Q4").funds
    for before, after in zip(world.funds, changed, strict=True):
        assert (after.purse, after.share, after.closes) == (2 * before.purse, 2 * before.share, "2029Q4")
        assert (after.name, after.country, after.opens, after.domains) == (
            before.name,
            before.country,
            before.opens,
            before.domains,
        )
    assert funds.with_funds(world).funds == world.funds
