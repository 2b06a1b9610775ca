"""How a parameter is declared: a value with name, meaning, unit, bounds, plausible range, neutral value and source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from sipabm.errors import ScenarioError, shown

# The set of numbers that lies closest to all others which meet as many aims: `make experiments` searches anew.
MEDOID = "assumed: medoid of the sets that meet most observed patterns (experiments/what_the_model_can_do.py)"
DEVELOPMENT_COST = "development cost"  # role of a parameter that makes an attempt cost something before signature
# Why the least time of a stage may be what it may be: one reason for four parameters.
FOUR_STAGES = "the four stages and their delays took 12 to 30 months in the middle half of INDIGO's pipelines"
STRUCTURAL = "structural"  # instead of a neutral value: a scale of the world, not a mechanism


class Frozen(BaseModel):
    """Base of everything in a scenario: immutable, strict about types and about unknown names."""

    # Built when first used, and so once: parts of a scenario are seldom made by themselves.
    # Strict and closed to unknown names, as a slip in a file ("80", own_intrest) would otherwise pass unseen.
    # Checked again where they become part of a scenario: a copy of a model can hold what it may not.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        defer_build=True,
        revalidate_instances="always",
    )

    def __setattr__(self, name: str, value: Any) -> None:
        """Raise ScenarioError: what is simulated is not changed, but replaced by another."""
        raise ScenarioError(f"{type(self).__name__}.{name} is frozen; take another, like scenario.replace(quarters=40)")

    def __delattr__(self, name: str) -> None:
        """Raise ScenarioError, as above."""
        setattr(self, name, None)


class Values(Frozen):
    """A small table with one number for each named case."""

    def as_tuple(self) -> tuple[float, ...]:
        """Return the numbers in the order of the enumeration that names them."""
        return tuple(getattr(self, name) for name in type(self).model_fields)


class ByDomain(Values):
    """One number for each welfare area."""

    social: float
    employment: float
    health: float


class ByRigour(Values):
    """One number for each evaluation rigour."""

    monitoring: float
    comparison: float
    experiment: float


class ByCompetence(Values):
    """One number for each kind of competence."""

    finance: float
    contracts: float
    evaluation: float


class ByBenefitDuration(Values):
    """One number for each length of time that people had been on benefits."""

    weeks_1_to_4: float
    weeks_5_to_26: float
    weeks_27_to_52: float
    beyond_52_weeks: float


class ByInvestorKind(Values):
    """One number for each kind of investor."""

    public_fund: float
    foundation: float
    impact_fund: float
    bank: float
    pension_fund: float
    local: float


Value = float | int | Values


def parameter(
    default: Value,
    meaning: str,
    *,
    unit: str,
    bounds: tuple[float, float],
    neutral: Value | str,
    plausible: tuple[Value, Value],
    because: str,
    source: str,
    role: str = "",
) -> Any:
    """Return a model field for a parameter.

    `bounds` say what a number can mean, `plausible` what it may be, and `because` why: lowest and highest, each one
    number or a table; both the same if it is a definition or was observed exactly. `neutral` is the value that switches
    its mechanism off; `role` names what it belongs to beyond its group.
    """
    # pydantic hands this part on as it is; a declaration is read from there, so that nothing is told twice.
    details = {
        "unit": unit,
        "bounds": bounds,
        "neutral": neutral,
        "plausible": plausible,
        "because": because,
        "source": source,
        "role": role,
    }
    return Field(default=default, description=meaning, json_schema_extra={"parameter": details})  # type: ignore[dict-item]


def numbers(value: Value) -> Iterator[tuple[str, float]]:
    """Yield the case name ('' for a single number) and the number of every number in a value."""
    if isinstance(value, Values):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    else:
        yield "", value


class Group(Frozen):
    """Parameters of one phase; checks every number against the bounds of its declaration."""

    @field_validator("*", mode="after")
    @classmethod
    def within_bounds(cls, value: Value, info: ValidationInfo) -> Value:
        """Return the value, or raise ValueError naming the bounds it breaks."""
        # Not left to pydantic: its own bounds know neither the cases of a table nor the unit to name in the message.
        details = declaration(cls, str(info.field_name))
        low, high = details["bounds"]
        for case, number in numbers(value):
            if not low <= number <= high:
                where = f"{info.field_name}.{case}" if case else info.field_name
                raise ValueError(f"{where} = {shown(number)} is outside {low:g} to {high:g} ({details['unit']})")
        return value


@cache
def declaration(group: type[Group], name: str) -> dict[str, Any]:
    """Return unit, bounds, plausible range and its reason, neutral value, source and role of a parameter."""
    extra = group.model_fields[name].json_schema_extra
    assert isinstance(extra, dict)
    details: dict[str, Any] = extra["parameter"]  # type: ignore[assignment]
    return details
