"""A conventional contract for the same programme: what its effect can be, and that it moves nothing."""

import numpy as np
import pytest

from sipabm.tables.history import YEARLY_COLUMNS
from sipabm.words import ContractStatus, Form

FLEXIBLE = {"levers.flexible_contracts.practice": 1.0}
COST = "conventional_cost"


@pytest.fixture(scope="module")
def ended(many_states, contracts):
    """Contracts that have ended, of all runs."""
    rows = np.concatenate([contracts(state) for _, state in many_states])
    return rows[rows["status"] != ContractStatus.RUNNING]


def test_a_rigid_partnership_has_the_effect_of_a_conventional_contract_bit_for_bit(ended):
    rigid = ended[ended["form"] == Form.RIGID]
    assert len(rigid) > 200
    assert (rigid["conventional_effect"] == rigid["effect"]).all()


def test_adaptation_and_re_planning_only_ever_add_to_it(ended):
    flexible = ended[ended["form"] == Form.FLEXIBLE]
    assert (flexible["conventional_effect"] <= flexible["effect"] + 1e-12).all()
    assert (flexible["conventional_effect"] < flexible["effect"] - 0.001).sum() > 100


def test_what_learns_nothing_and_is_never_re_planned_has_the_effect_of_a_conventional_contract(lively, run, contracts):
    rows = contracts(run(lively.replace({**FLEXIBLE, "adaptation_gain": 0.0, "replan_below": 0.0})))
    assert (rows["form"] == Form.FLEXIBLE).sum() > 20
    assert (rows["conventional_effect"] == rows["effect"]).all()
    rows = contracts(run(lively.replace({**FLEXIBLE, "adaptation_gain": 0.0})))
    kept = rows["replans"] == 0
    assert (rows["conventional_effect"][kept] == rows["effect"][kept]).all()
    assert (rows["conventional_effect"][~kept] < rows["effect"][~kept]).any()


def test_it_costs_nothing_at_the_neutral_value_and_moves_nothing_at_any_other(lively, run, attempts, contracts):
    free, usual, dear = (run(lively.replace(conventional_setup=cost)) for cost in (0.0, 0.05, 5.0))
    assert (contracts(free)[COST] == 0).all()
    assert contracts(dear)[COST] == pytest.approx(100.0 * contracts(usual)[COST])
    assert contracts(usual)[COST].min() > 0
    other_counts = [place for place, column in enumerate(YEARLY_COLUMNS) if column.name != COST]
    other_columns = [name for name in contracts(free).dtype.names if name != COST]
    for state in (usual, dear):
        assert (attempts(state) == attempts(free)).all()
        assert (contracts(state)[other_columns] == contracts(free)[other_columns]).all()
        assert (state.yearly[:, :, other_counts] == free.yearly[:, :, other_counts]).all()
        assert (state.states == free.states).all()
