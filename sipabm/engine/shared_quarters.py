"""Shared quarters: from which one on scenarios of one world can differ, and the tree of runs that follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from numpy.typing import NDArray

from sipabm.engine.arrays import fund_array, parameter_array
from sipabm.rules.environment import policy_in_force
from sipabm.scenario import Scenario
from sipabm.words import Domain
from sipabm.world.build import world_text
from sipabm.world.calendar import FOREVER

# All that a policy sets; every other parameter counts from the start, when it turns luck into traits.
POLICY = ("lever_intensity", "lever_first", "lever_last", "lever_domains")


class Prepared(NamedTuple):
    """A scenario with its own arrays, and texts that are the same for scenarios that can share other arrays or begin.

    `shares` is that of scenarios with the same actors, network and time; `begins` is their parameters without policies.
    """

    scenario: Scenario
    arrays: dict[str, NDArray[Any]]
    shares: str
    begins: bytes


class Branch(NamedTuple):
    """Scenarios that are alike until a quarter, each with its place among all, and the branches that part then.

    A branch without parts goes on to the end of the run, and one run is that of all its scenarios.
    """

    members: tuple[tuple[int, Prepared], ...]
    until: int
    parts: tuple[Branch, ...]

    @property
    def trunk(self) -> Prepared:
        """Return the scenario that is run until they part."""
        return self.members[0][1]


def prepared(scenario: Scenario) -> Prepared:
    """Return a scenario ready for many runs."""
    parameters = parameter_array(scenario)
    without_policy = parameters.copy()
    for name in POLICY:
        without_policy[name] = 0
    shares = f"{scenario.first_quarter} {scenario.quarters} {world_text(scenario)}"
    arrays = {"parameters": parameters, "funds": fund_array(scenario)}
    return Prepared(scenario, arrays, shares, without_policy.tobytes())


def branches(scenarios: Iterable[Prepared]) -> tuple[Branch, ...]:
    """Return the trees of runs in which scenarios share all quarters before they can differ, world by world."""
    beginnings: dict[tuple[str, bytes], list[tuple[int, Prepared]]] = {}
    for place, one in enumerate(scenarios):
        beginnings.setdefault((one.shares, one.begins), []).append((place, one))
    return tuple(branch(beginnings[begins]) for begins in sorted(beginnings))


def branch(members: Sequence[tuple[int, Prepared]]) -> Branch:
    """Return the tree of scenarios that begin alike."""
    (_, trunk), *_ = members
    until = min(first_difference(trunk, other) for _, other in members)
    if until >= trunk.scenario.quarters:
        return Branch(tuple(members), until, ())
    parts, rest = [], members
    while rest:
        _, head = rest[0]
        parts.append([one for one in rest if first_difference(head, one[1]) > until])
        rest = [one for one in rest if first_difference(head, one[1]) <= until]
    return Branch(tuple(members), until, tuple(map(branch, parts)))


def first_difference(one: Prepared, other: Prepared) -> int:
    """Return the first quarter in which two scenarios that begin alike can differ; one beyond any run if never."""
    first, second = one.arrays, other.arrays
    levers = zip(policies(first["parameters"][0]), policies(second["parameters"][0]), strict=True)
    funds = zip_longest(openings(first["funds"]), openings(second["funds"]))
    # No fund is seen before it opens: until then it neither calls nor weighs, and counts no more than one that is not.
    opening = (fund[0] for pair in funds if pair[0] != pair[1] for fund in pair if fund is not None)
    return max(0, min(min(policy_difference(*pair) for pair in levers), min(opening, default=FOREVER)))


def policies(parameters: Any) -> Iterable[tuple[float, int, int, int]]:
    """Return intensity, first and last quarter, and set of areas, of each lever's policy."""
    return zip(*(parameters[name].tolist() for name in POLICY), strict=True)


def policy_difference(one: tuple[float, int, int, int], other: tuple[float, int, int, int]) -> int:
    """Return the first quarter in which two policies of a lever differ in what is in force."""
    if one == other:
        return FOREVER
    # A policy changes when it begins and after it has ended, and at no other time.
    changes = {0, *(first for _, first, _, _ in (one, other)), *(last + 1 for _, _, last, _ in (one, other))}
    differing = (each for each in changes if in_force(each, one) != in_force(each, other))
    return min((each for each in differing if each >= 0), default=FOREVER)


def in_force(quarter: int, policy: tuple[float, int, int, int]) -> tuple[float, ...]:
    """Return the share that a policy has in force in a quarter, in each welfare area."""
    return tuple(policy_in_force(quarter, domain, *policy) for domain in Domain)


def openings(funds: NDArray[Any]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """Return each fund with the quarter in which it opens, which may lie before the run."""
    return zip(funds["opens"].tolist(), funds.tolist(), strict=True)
