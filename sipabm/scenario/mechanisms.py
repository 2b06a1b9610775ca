"""Mechanisms by name: what may lie behind the decline, and the parameters at whose neutral values each is off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sipabm.errors import ScenarioError, nearest, shown
from sipabm.parameters import DEVELOPMENT_COST, GROUP_OF, GROUPS, declaration, with_role
from sipabm.parameters.reference import value_text

if TYPE_CHECKING:
    import pandas as pd


class Mechanism(NamedTuple):
    """A candidate: its name, label, what happens while it is on, and the parameters that switch it off together."""

    name: str
    label: str
    meaning: str
    parameters: tuple[str, ...]

    def off(self) -> dict[str, Any]:
        """Return the changes of a scenario that switch the mechanism off."""
        return {parameter: neutral_value(parameter) for parameter in self.parameters}


MECHANISMS = (
    Mechanism(
        "learning",
        "learning from cases",
        "authorities revise what they believe about closing and delivery after own, peers' and others' cases; nearly "
        "always downwards, but the model cannot switch off learning from failures alone",
        ("own_learning", "peer_learning", "world_learning"),
    ),
    Mechanism(
        "word_of_mouth",
        "word of mouth and news",
        "authorities look at partnerships because they hear of signatures, of peers and of others anywhere",
        ("word_of_mouth", "world_news"),
    ),
    Mechanism(
        "initial_optimism",
        "initial over-optimism",
        "beliefs about closing and delivery start far above what hindsight knows",
        ("initial_optimism",),
    ),
    Mechanism(
        "development_cost",
        "development cost",
        "an attempt costs something before signature, expected or not, and may break the authority's budget",
        # By role, so that a cost that is added to the model later is switched off with the others.
        with_role(DEVELOPMENT_COST),
    ),
    Mechanism(
        "leaving",
        "leaving",
        "after a failed attempt of its own an authority may give partnerships up, and after a signature be done with "
        "them, for good",
        ("give_up", "done"),
    ),
    # One mechanism, as every further one doubles the combinations: both are reasons why a budget does not pay.
    Mechanism(
        "silos_and_savings",
        "silos and cashable savings",
        "departments that gain from a programme may not pay for it, and some authorities count cashable savings only",
        ("silo_strength", "insists_on_cashable"),
    ),
    Mechanism(
        "bending",
        "bending",
        "who knows of barriers comes to use the levers that answer them",
        ("bending",),
    ),
    # With the end of all calls, since what was supported stops when the call does and not when the fund closes.
    Mechanism(
        "development_support",
        "support of development",
        "funds carry a part of development cost and draw attention by it while they call for projects, and no fund "
        "calls until it closes",
        ("development_support", "support_pull", "last_call"),
    ),
    Mechanism(
        "fund_exhaustion",
        "exhaustion of outcomes funds",
        "outcomes funds close on their dates and pay no more than their purse",
        ("fund_exhaustion",),
    ),
)


def mechanism_of(name: str) -> Mechanism:
    """Return the mechanism of a name; ScenarioError if there is none of that name."""
    known = {mechanism.name: mechanism for mechanism in MECHANISMS}
    if not isinstance(name, str) or name not in known:
        raise ScenarioError(f"no mechanism {shown(name)}{nearest(str(name), known)} (mechanisms: {', '.join(known)})")
    return known[name]


def neutral_value(parameter: str) -> Any:
    """Return the value that switches a parameter's mechanism off: a number, or a table of them."""
    return declaration(GROUPS[GROUP_OF[parameter]], parameter)["neutral"]


def switched_off(names: Iterable[str]) -> dict[str, Any]:
    """Return the changes of a scenario that switch several mechanisms off.

    ScenarioError for an unknown name, or one that is given twice.
    """
    changes: dict[str, Any] = {}
    given = list(names)
    for place, name in enumerate(given):
        if name in given[:place]:
            raise ScenarioError(f"the mechanism '{name}' is given twice; give it once")
        changes |= mechanism_of(name).off()
    return changes


def mechanism_rows(name: str | None = None) -> list[dict[str, str]]:
    """Return a row for every mechanism, or for one: name, label, what happens while it is on, what switches it off.

    ScenarioError if there is no mechanism of that name.
    """
    return [
        {
            "mechanism": each.name,
            "label": each.label,
            "meaning": each.meaning,
            "off": ", ".join(f"{name} = {value_text(value)}" for name, value in each.off().items()),
        }
        for each in (MECHANISMS if name is None else [mechanism_of(name)])
    ]


def mechanisms() -> pd.DataFrame:
    """Return the mechanisms that can be switched off by name: label, what happens while each is on, and what is off.

    The names are those that `Scenario.without` and `attribute` take; `off` are the parameters' neutral values.
    """
    import pandas as pd  # slow to import, and nothing else here needs it

    return pd.DataFrame(mechanism_rows())
