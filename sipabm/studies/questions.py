"""The questions that an attribution answers: what each lever adds, and what the decline comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from sipabm.arguments import ScenarioOrName
from sipabm.errors import ScenarioError, nearest, shown
from sipabm.studies.attribution import Attribution
from sipabm.studies.decline_attribution import attribute_decline
from sipabm.studies.lever_attribution import attribute_levers

QUESTIONS: dict[str, Callable[..., Attribution]] = {"levers": attribute_levers, "decline": attribute_decline}


def attribute(
    scenario: ScenarioOrName,
    question: Literal["levers", "decline"] = "decline",
    replicates: int = 200,
    seed: int = 1,
    **options: Any,
) -> Attribution:
    """Return how much each lever, or each mechanism behind the decline, contributes: exact Shapley values.

    Every combination of them is simulated on the same replicates. Options are those of
    `sipabm.studies.lever_attribution.attribute_levers` (`first`, `levers`, `measures`) or
    `sipabm.studies.decline_attribution.attribute_decline` (`mechanisms`), and `threads`, `executor`, `progress`.
    """
    if not isinstance(question, str) or question not in QUESTIONS:
        known = ", ".join(QUESTIONS)
        raise ScenarioError(f"no question {shown(question)}{nearest(str(question), QUESTIONS)} (questions: {known})")
    return QUESTIONS[question](scenario, replicates=replicates, seed=seed, **options)
