"""A page inside another one, as the report of two pages has it."""

from __future__ import annotations

from sipabm.browser.page.assembly import page
from sipabm.errors import ScenarioError
from sipabm.memo.live import Live
from sipabm.memo.said import Language


def page_inside(live: Live, language: Language) -> str:
    """Return the policy view of a scenario as HTML; empty where no page can hold it, or no engine is there for it."""
    try:
        return page(live.scenario, ("policy",), language, **live.money, state=live.state, inside=True)
    except ScenarioError:  # the report says all that it says without it
        return ""
