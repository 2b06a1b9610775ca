"""The compiled engine does what its source says: it is run as plain Python beside it."""

import numpy as np
import pytest

from sipabm.engine.one_run import yearly_of
from sipabm.tables.history import numbers


def agree(plain, compiled):
    """Raise AssertionError unless whole numbers are the same and real ones agree to the last few bits."""
    assert len(plain) == len(compiled)
    for name in compiled.dtype.names:
        if compiled[name].dtype.kind == "i":
            assert (plain[name] == compiled[name]).all(), name
        else:
            assert plain[name] == pytest.approx(compiled[name], rel=1e-12, abs=1e-12), name


@pytest.mark.parametrize("which", ["lively", "changing", 3, 7, 21, 40])
def test_compiled_and_plain_engine_agree(lively, changing, any_scenario, plain, run, attempts, contracts, which):
    scenario = {"lively": lively, "changing": changing}.get(which) or any_scenario(which)
    *_, (_, s) = plain(scenario)
    compiled = run(scenario)
    agree(attempts(s), attempts(compiled))
    agree(contracts(s), contracts(compiled))
    agree(np.asarray(s.authorities), compiled.authorities)
    agree(np.asarray(s.investors), compiled.investors)
    assert yearly_of(s) == pytest.approx(compiled.yearly, rel=1e-12, abs=1e-12)
    assert numbers(s.states) == pytest.approx(compiled.states, rel=1e-12, abs=1e-12)
    assert s.trust == pytest.approx(compiled.trust, rel=1e-12, abs=1e-12)
