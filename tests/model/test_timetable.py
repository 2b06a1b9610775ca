"""The timetable: phases in the documented order, quarters one by one, and an end when there is too little room."""

import pytest

from sipabm.model import timetable

PHASES = (
    "environment",
    "consideration",
    "find_due",
    "search",
    "business_case",
    "mobilisation",
    "negotiation",
    "signing",
    "autopsy",
    "close_ended",
    "delivery",
    "settlement",
    "learning",
)


@pytest.fixture
def called(monkeypatch):
    """Return the names of phases in the order in which they are called; they do nothing else."""
    names = []
    for phase in PHASES:
        monkeypatch.setattr(timetable, phase, lambda world, phase=phase: names.append(phase))
    return names


def test_a_quarter_has_the_phases_in_the_order_of_the_description(calm_records, called):
    timetable.advance(calm_records, 2)
    assert called == list(PHASES) * 2
    assert calm_records.run[0].quarter == 2


def test_a_run_has_no_more_quarters_than_its_scenario(calm_records, called):
    timetable.advance(calm_records, 100)
    assert calm_records.run[0].quarter == calm_records.run[0].quarters == 16
    timetable.advance(calm_records, 5)
    assert len(called) == 16 * len(PHASES)


def test_a_run_without_room_stops_after_the_quarter(calm_records, called, monkeypatch):
    def fill(world):
        world.run[0].overflow = int(world.run[0].quarter == 3)

    monkeypatch.setattr(timetable, "search", fill)
    timetable.advance(calm_records, 16)
    assert (calm_records.run[0].quarter, calm_records.run[0].overflow) == (4, 1)


def test_years_are_recorded_at_their_end_and_running_contracts_at_the_end_of_the_run(calm_records, called, monkeypatch):
    recorded = []
    for name in ("record_states", "record_running"):
        monkeypatch.setattr(
            timetable, name, lambda world, name=name: recorded.append((name, int(world.run[0].quarter)))
        )
    timetable.advance(calm_records, 16)
    assert recorded == [*(("record_states", quarter) for quarter in (3, 7, 11, 15)), ("record_running", 15)]


def test_advancing_in_parts_is_advancing_at_once(calm, records):
    whole, parts = (records(calm(starts=((0, 2),))) for _ in range(2))
    timetable.advance(whole, 16)
    for quarters in (1, 4, 11):
        timetable.advance(parts, quarters)
    for name in ("yearly", "states", "trust", "attempts", "settled"):
        assert (getattr(whole, name) == getattr(parts, name)).all(), name
    assert whole.run[0].settled > 0
