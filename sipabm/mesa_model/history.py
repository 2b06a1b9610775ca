"""The history of a run of the Mesa model."""

from __future__ import annotations

from sipabm.mesa_model.model import PartnershipModel
from sipabm.recording.history import History
from sipabm.scenario import Scenario


def mesa_history(scenario: Scenario, seed: int, replicate: int, rows: bool) -> History:
    """Return the history of one run of the Mesa model."""
    model = PartnershipModel(scenario, seed, replicate).run()
    attempts, contracts = model.attempt_rows(), model.contract_rows()
    if not rows:
        attempts, contracts = attempts[:0], contracts[:0]
    return History(replicate, model.yearly, model.states, attempts, contracts)
