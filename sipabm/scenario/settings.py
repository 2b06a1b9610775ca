"""What a scenario sets beside its parameters: countries, outcomes funds, levers."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from sipabm import quarters
from sipabm.errors import shown
from sipabm.parameters import Frozen
from sipabm.words import Domain

LARGEST_COUNT = 1_000_000  # below 2**20, the identities that a country has for its actors of a kind
# Each kind has its own range of identities within its country, so that adding to one leaves the others' luck alone.
LARGEST_NUMBER_OF_A_KIND = 100_000
MOST_KINDS = 8
Area = Literal["social", "employment", "health"]
AREAS: tuple[Area, ...] = get_args(Area)
Areas = Annotated[tuple[Area, ...], Field(strict=False, fail_fast=True, max_length=len(Domain))]
ALL_AREAS = sum(1 << domain for domain in Domain)
LONGEST_NAME, LONGEST_CODE, LONGEST_DESCRIPTION, LONGEST_PATH = 100, 40, 5000, 4000
MOST_ROWS = 1000  # there are about 200 countries
CODE = re.compile(r"\w([\w -]*\w)?")  # as it stands in the names of actors, and of columns
YEAR = re.compile(r"\d{4}", re.ASCII)
LARGEST_YEAR = 9999


def first_of_year(value: Any) -> Any:
    """Return the first quarter of a year, given as text or number, as '2026Q1'; anything else as it is."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LARGEST_YEAR:
        value = f"{value:04.0f}" if value == int(value) else value  # in a table with gaps years are no whole numbers
    return f"{value}Q1" if isinstance(value, str) and YEAR.fullmatch(value) else value


Quarter = Annotated[str, BeforeValidator(first_of_year), Field(description="a quarter like 2010Q1, or a year")]


def checked_text(value: str) -> str:
    """Return a text unchanged, or raise ValueError if some of it cannot be printed: terminals obey such signs."""
    if not value.isprintable():
        sign = next(sign for sign in value if not sign.isprintable())
        raise ValueError(f"the sign {sign!a} cannot be printed; take it out")
    return value


def checked_lines(value: str) -> str:
    """Return a text of one or several lines unchanged, or raise ValueError if some of it cannot be printed."""
    checked_text(value.replace("\n", " ").replace("\t", " "))
    return value


def checked_code(value: str) -> str:
    """Return the code of a country unchanged, or raise ValueError."""
    if not CODE.fullmatch(value):
        raise ValueError(f"{shown(value)} is not allowed; it should be letters, digits, '_' and '-', like DK")
    return value


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(checked_text)]
Description = Annotated[str, Field(max_length=LONGEST_DESCRIPTION), AfterValidator(checked_lines)]
FileName = Annotated[str, Field(min_length=1, max_length=LONGEST_PATH), AfterValidator(checked_text)]
Code = Annotated[str, Field(min_length=1, max_length=LONGEST_CODE), AfterValidator(checked_code)]


def checked_quarter(value: str) -> str:
    """Return a quarter's text unchanged, or raise ValueError."""
    quarters.ordinal(value)
    return value


def checked_if_given(value: str | None) -> str | None:
    """Return a quarter's text, or nothing, unchanged, or raise ValueError."""
    return value if value is None else checked_quarter(value)


class AuthorityKind(Frozen):
    """A kind of authority: how many there are, what they are in charge of, and how large they are."""

    name: Name = Field(description="name of the kind, like 'municipality'")
    number: int = Field(ge=0, le=LARGEST_NUMBER_OF_A_KIND, description="number of authorities of this kind")
    areas: Areas = Field(default=(), description="welfare areas in its charge; none: all")
    size: float = Field(default=1.0, gt=0, le=1000, description="median size, relative to the usual authority")
    size_spread: float = Field(
        default=0.8, ge=0, le=3, description="standard deviation of the logarithm of size (assumed: 0.8)"
    )


class Country(Frozen):
    """A country: how many actors it has, of which kinds its authorities are, and when it votes."""

    code: Code = Field(description="ISO 3166 code or a label")
    # Authorities alone have no default: a country without any is possible, but must be meant.
    authorities: int = Field(ge=0, le=LARGEST_COUNT, description="number of public authorities")
    providers: int = Field(default=0, ge=0, le=LARGEST_COUNT, description="number of providers")
    investors: int = Field(default=0, ge=0, le=LARGEST_COUNT, description="number of investors")
    first_election: Quarter = Field(default="2010Q1", description="quarter of the first election")
    election_period: int = Field(default=16, ge=0, le=80, description="quarters between elections; 0 for none")
    # A law, a programme or a budget makes partnerships possible: without one nobody looks, whatever is heard.
    since: Quarter | None = Field(
        default=None, description="first quarter in which its authorities look at partnerships; none: from the start"
    )
    kinds: tuple[AuthorityKind, ...] = Field(
        default=(),
        max_length=MOST_KINDS,
        strict=False,
        fail_fast=True,
        description="kinds of its authorities; none: all of one kind",
    )

    _quarter = field_validator("first_election")(checked_quarter)
    _since = field_validator("since")(checked_if_given)

    @model_validator(mode="after")
    def kinds_add_up(self) -> Self:
        """Return the country, or raise ValueError if its kinds do not add up to its authorities."""
        together = sum(kind.number for kind in self.kinds)
        if self.kinds and together != self.authorities:
            counted = f"the kinds of country '{self.code}' add up to {together}"
            raise ValueError(f"{counted}, authorities = {self.authorities}; the two must be equal")
        return self

    def all_kinds(self) -> tuple[AuthorityKind, ...]:
        """Return the kinds of its authorities; one that lists none has authorities of one usual kind."""
        usual = AuthorityKind.model_construct(name="authority", number=self.authorities)
        return self.kinds or (usual,)

    def multiplied(self, pool: float) -> Country:
        """Return the country with a multiple of its actors, rounded, at least one of each kind that it has."""
        kinds = tuple(kind.model_copy(update={"number": multiple(kind.number, pool)}) for kind in self.kinds)
        authorities = sum(kind.number for kind in kinds) if kinds else multiple(self.authorities, pool)
        others = {name: multiple(getattr(self, name), pool) for name in ("providers", "investors")}
        return self.model_copy(update={"kinds": kinds, "authorities": authorities, **others})


def set_of_areas(areas: tuple[str, ...]) -> int:
    """Return welfare areas as a sum of `1 << domain`; naming none means all."""
    return sum(1 << Domain[name.upper()] for name in set(areas)) or ALL_AREAS


def multiple(number: int, pool: float) -> int:
    """Return a multiple of a number of actors, rounded, at least one where there are any."""
    return max(1, math.floor(pool * number + 0.5)) if number > 0 else 0


class Fund(Frozen):
    """An outcomes fund: where, when, for which welfare areas, how large, and which share of payments it carries."""

    name: Name = Field(description="name of the fund")
    country: Code = Field(description="code of its country, or 'all'")
    opens: Quarter = Field(description="first quarter in which it takes projects")
    closes: Quarter = Field(description="last quarter in which it takes projects")
    purse: float = Field(ge=0, le=1e6, description="million USD it can commit")
    # Below 1, as the price that an authority would pay is divided by what the fund leaves to it.
    share: float = Field(ge=0, le=0.95, description="share of outcome payments it carries")
    repayment: float = Field(default=0.0, ge=0, le=1, description="share of what it paid that the authority gives back")
    # What a fund gets back it had lent: the record counts such a fund among investors, and not among those who pay.
    invests: bool = Field(default=False, description="true: counts as an investor, as it is paid back out of savings")
    domains: Areas = Field(default=(), description="welfare areas it is open to; none: all")
    development_share: float = Field(
        default=0.0, ge=0, le=0.9, description="share of authorities' development cost that it carries; 0: none"
    )

    _quarters = field_validator("opens", "closes")(checked_quarter)

    @model_validator(mode="after")
    def closes_after_it_opens(self) -> Self:
        """Return the fund, or raise ValueError if it closes before it opens."""
        if quarters.ordinal(self.closes) < quarters.ordinal(self.opens):
            raise ValueError(f"fund '{self.name}' closes in {self.closes}, before it opens in {self.opens}")
        return self

    @model_validator(mode="after")
    def is_paid_back_if_it_invests(self) -> Self:
        """Return the fund, or raise ValueError if it invests and is never paid back."""
        if self.invests and self.repayment == 0:
            raise ValueError(f"fund '{self.name}' invests, so its repayment must be above 0")
        return self


class LeverSetting(Frozen):
    """A lever: the share that is practice anyway, and a policy's share between two quarters, in some areas or all."""

    practice: float = Field(default=0.0, ge=0, le=1, description="share of projects that use it without any policy")
    intensity: float = Field(default=0.0, ge=0, le=1, description="share of projects that use it under the policy")
    first: Quarter | None = Field(default=None, description="first quarter of the policy; none: no policy")
    last: Quarter | None = Field(default=None, description="last quarter of the policy; none: to the end")
    domains: Areas = Field(default=(), description="welfare areas in which the policy acts; none: all")

    _quarters = field_validator("first", "last")(checked_if_given)

    @model_validator(mode="after")
    def is_a_policy_with_dates(self) -> Self:
        """Return the setting, or raise ValueError if the policy's dates make no sense, or are not there."""
        # Not from the first quarter by default: a policy that has always been in force is practice.
        if self.intensity > 0 and self.first is None:
            raise ValueError("a lever with an intensity needs its first quarter, like first = '2024Q1'")
        if self.domains and self.first is None:
            raise ValueError(
                "domains are those of a policy, which needs its first quarter, like first = '2024Q1'; "
                "practice is the same in all areas"
            )
        if self.first and self.last and quarters.ordinal(self.last) < quarters.ordinal(self.first):
            raise ValueError(f"the lever ends in {self.last}, before it starts in {self.first}")
        return self


class Levers(Frozen):
    """The levers, in the order of their enumeration, by which the engine finds them."""

    early_meetings: LeverSetting = LeverSetting()
    flexible_contracts: LeverSetting = LeverSetting()
    pragmatic_data: LeverSetting = LeverSetting()
    early_competence_mapping: LeverSetting = LeverSetting()
    no_cashable_requirement: LeverSetting = LeverSetting()
    pooled_budgets: LeverSetting = LeverSetting()
    proportionate_evaluation: LeverSetting = LeverSetting()
    outcomes_fund: LeverSetting = LeverSetting()
    innovation_houses: LeverSetting = LeverSetting()
