"""What a run of the Mesa model tells."""

from types import SimpleNamespace

import networkx
import pytest

from sipabm.mesa_model import collector
from sipabm.mesa_model.objects import Record
from sipabm.model.records import real, several, whole
from sipabm.tables.history import ATTEMPT_ROW_TYPE, CONTRACT_ROW_TYPE
from sipabm.words import Outcome


def signed(model):
    return sum(project.outcome == Outcome.SIGNED for project in model.attempts)


def test_collector_has_a_row_for_every_quarter(model, lively):
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == lively.quarters
    assert frame["started"].is_monotonic_increasing
    assert frame["started"].iloc[-1] == frame["signed"].iloc[-1] + frame["stopped"].iloc[-1] + len(model.projects)
    assert frame["running"].iloc[-1] == len(model.contracts)
    assert frame["left"].iloc[-1] == pytest.approx(model.history().states[-1, 3])
    assert frame["trust"].iloc[-1] == pytest.approx(model.history().states[-1, 6])


def test_what_is_collected_are_sums_since_the_start_and_means_of_now(model):
    last = model.datacollector.get_model_vars_dataframe().iloc[-1]
    assert last["signed"] == signed(model)
    assert last["stopped"] == len(model.attempts) - signed(model)
    assert last["support"] == pytest.approx(sum(each.support for each in model.authorities) / len(model.authorities))
    assert last["machine_share"] == model.state.run[0].machines


def test_without_ties_the_mean_trust_is_zero():
    nobody = SimpleNamespace(network=networkx.empty_graph(3))
    assert collector.mean_trust(nobody) == 0.0


def test_objects_become_rows_with_their_fields_in_columns():
    fields = (whole("count", "a count"), several(real("shares", "shares"), 2))
    rows = collector.as_array([Record(fields, count=2), Record(fields, shares=[0.5, 1.0])], fields)
    assert rows["count"].tolist() == [2, 0]
    assert rows["shares"].tolist() == [[0.0, 0.0], [0.5, 1.0]]


def test_rows_have_the_types_of_the_tables(model):
    told = model.history()
    assert told.attempts.dtype == ATTEMPT_ROW_TYPE
    assert told.contracts.dtype == CONTRACT_ROW_TYPE
    assert len(told.attempts) == len(model.attempts)
    assert len(told.contracts) == signed(model)
