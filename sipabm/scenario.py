"""Scenario: all that a run depends on but its seed; frozen, validated, from TOML or Python, derived by replacement."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, ValidationError, field_validator, model_validator

from sipabm import quarters
from sipabm.errors import ScenarioError, nearest
from sipabm.parameters import (
    GROUP_OF,
    GROUPS,
    BusinessCase,
    Competences,
    Consideration,
    Delivery,
    Environment,
    Frozen,
    Innovation,
    Learning,
    Mobilisation,
    Negotiation,
    Network,
    Population,
    Search,
    Settlement,
    Technology,
    Values,
)

LARGEST_COUNT = 1_000_000
LONGEST_RUN = 400
LAST_QUARTER = "9999Q4"
Quarter = Annotated[str, Field(description="a quarter like 2010Q1")]


def checked_quarter(value: str) -> str:
    """Return a quarter's text unchanged, or raise ValueError."""
    quarters.ordinal(value)
    return value


class Country(Frozen):
    """A country: how many actors it has and when it votes."""

    code: str = Field(min_length=1, description="ISO 3166 code or a label")
    authorities: int = Field(ge=0, le=LARGEST_COUNT, description="number of public authorities")
    providers: int = Field(default=0, ge=0, le=LARGEST_COUNT, description="number of providers")
    investors: int = Field(default=0, ge=0, le=LARGEST_COUNT, description="number of investors")
    first_election: Quarter = Field(default="2010Q1", description="quarter of the first election")
    election_period: int = Field(default=16, ge=0, le=80, description="quarters between elections; 0 for none")

    _quarter = field_validator("first_election")(checked_quarter)


class Fund(Frozen):
    """An outcomes fund: where, when, for which welfare areas, how large, and which share of payments it carries."""

    name: str = Field(min_length=1, description="name of the fund")
    country: str = Field(min_length=1, description="code of its country, or 'all'")
    opens: Quarter = Field(description="first quarter in which it takes projects")
    closes: Quarter = Field(description="last quarter in which it takes projects")
    purse: float = Field(ge=0, le=1e6, description="million USD it can commit")
    share: float = Field(ge=0, le=0.95, description="share of outcome payments it carries")
    repayment: float = Field(default=0.0, ge=0, le=1, description="share of what it paid that the authority gives back")
    domains: tuple[Literal["social", "employment", "health"], ...] = Field(
        default=(), strict=False, description="welfare areas it is open to; none: all"
    )

    _quarters = field_validator("opens", "closes")(checked_quarter)

    @model_validator(mode="after")
    def closes_after_it_opens(self) -> Self:
        """Return the fund, or raise ValueError if it closes before it opens."""
        if quarters.ordinal(self.closes) < quarters.ordinal(self.opens):
            raise ValueError(f"fund '{self.name}' closes in {self.closes}, before it opens in {self.opens}")
        return self


class LeverSetting(Frozen):
    """A lever: the share that is practice anyway, and a policy's share between two quarters."""

    practice: float = Field(default=0.0, ge=0, le=1, description="share of projects that use it without any policy")
    intensity: float = Field(default=0.0, ge=0, le=1, description="share of projects that use it under the policy")
    first: Quarter | None = Field(default=None, description="first quarter of the policy; none: no policy")
    last: Quarter | None = Field(default=None, description="last quarter of the policy; none: to the end")

    @field_validator("first", "last")
    @classmethod
    def like_a_quarter(cls, value: str | None) -> str | None:
        """Return a quarter's text unchanged, or raise ValueError."""
        return value if value is None else checked_quarter(value)

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        """Return the setting, or raise ValueError if the policy's dates make no sense."""
        if self.intensity > 0 and self.first is None:
            raise ValueError("a lever with an intensity needs its first quarter, like first = '2024Q1'")
        if self.first and self.last and quarters.ordinal(self.last) < quarters.ordinal(self.first):
            raise ValueError(f"the lever ends in {self.last}, before it starts in {self.first}")
        return self


class Levers(Frozen):
    """The levers."""

    early_meetings: LeverSetting = LeverSetting()
    flexible_contracts: LeverSetting = LeverSetting()
    pragmatic_data: LeverSetting = LeverSetting()
    early_competence_mapping: LeverSetting = LeverSetting()
    no_cashable_requirement: LeverSetting = LeverSetting()
    pooled_budgets: LeverSetting = LeverSetting()
    proportionate_evaluation: LeverSetting = LeverSetting()
    outcomes_fund: LeverSetting = LeverSetting()
    innovation_houses: LeverSetting = LeverSetting()


class Scenario(Frozen):
    """A complete, valid description of a world; see `sipabm parameters` for every number."""

    name: str = Field(default="unnamed", min_length=1, description="name of the scenario")
    description: str = Field(default="", description="one sentence on what it stands for")
    first_quarter: Quarter = Field(default="2010Q1", description="quarter of the first step")
    quarters: int = Field(default=80, ge=1, le=LONGEST_RUN, description="number of quarters simulated")
    ties: Literal["small_world", "preferential_attachment", "block", "edge_list"] = Field(
        default="small_world", description="how ties among authorities are made"
    )
    edge_list: str | None = Field(default=None, description="CSV file with columns first, second and optionally trust")
    countries: tuple[Country, ...] = Field(strict=False, min_length=1, description="countries and their actors")
    funds: tuple[Fund, ...] = Field(default=(), strict=False, description="outcomes funds")
    levers: Levers = Levers()
    population: Population = Population()
    network: Network = Network()
    environment: Environment = Environment()
    technology: Technology = Technology()
    consideration: Consideration = Consideration()
    search: Search = Search()
    business_case: BusinessCase = BusinessCase()
    competence: Competences = Competences()
    mobilisation: Mobilisation = Mobilisation()
    negotiation: Negotiation = Negotiation()
    delivery: Delivery = Delivery()
    settlement: Settlement = Settlement()
    innovation: Innovation = Innovation()
    learning: Learning = Learning()

    _quarter = field_validator("first_quarter")(checked_quarter)

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(first_mistake(error)) from None

    @model_validator(mode="after")
    def is_consistent(self) -> Self:
        """Return the scenario, or raise ValueError naming what contradicts what."""
        for check in CHECKS:
            check(self)
        return self

    @classmethod
    def load(cls, name_or_path: str | Path) -> Scenario:
        """Return a named scenario ('world') or one from a TOML file; ScenarioError if it cannot be read."""
        return loaded(name_or_path)

    def replace(self, changes: Mapping[str, Any] | None = None, /, **more: Any) -> Scenario:
        """Return a scenario with some values replaced, by parameter name, 'group.name', 'name.case' or field name."""
        data = self.model_dump()
        for key, value in {**(changes or {}), **more}.items():
            assign(data, key, value.model_dump() if isinstance(value, Frozen) else value)
        return validated(data, self.name)

    def with_policy(self, *policies: str) -> Scenario:
        """Return a scenario with levers started, each written like 'early_meetings=0.5@2024Q1' or '...:2027Q4'."""
        changes: dict[str, Any] = {}
        for policy in policies:
            lever, setting = parse_policy(policy)
            changes[f"levers.{lever}"] = {**getattr(self.levers, lever).model_dump(), **setting}
        return self.replace(changes)

    def flat(self) -> dict[str, float | tuple[float, ...]]:
        """Return every parameter by its name, tables as tuples in the order of their enumeration."""
        values: dict[str, float | tuple[float, ...]] = {}
        for name, group in GROUP_OF.items():
            value = getattr(getattr(self, group), name)
            values[name] = value.as_tuple() if isinstance(value, Values) else float(value)
        return values

    def digest(self) -> str:
        """Return a hash of everything that decides results: all but name and description."""
        data = self.model_dump(exclude={"name", "description"})
        if self.edge_list is not None:
            data["edge_list"] = digest_of_file("edge_list", self.edge_list)
        return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:16]

    def step_of(self, quarter: str) -> int:
        """Return the step (0 for the first) of a quarter, possibly outside the run."""
        return quarters.ordinal(quarter) - quarters.ordinal(self.first_quarter)


def digest_of_file(field: str, path: str) -> str:
    """Return a hash of a file's content; ScenarioError naming the field if it cannot be read."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise ScenarioError(f"{field} = {path!r} cannot be read ({error.strerror}); give the path of a file") from None


def check_last_quarter(scenario: Scenario) -> None:
    """Raise ValueError if the run ends after the last quarter that can be written."""
    if quarters.ordinal(scenario.first_quarter) + scenario.quarters - 1 > quarters.ordinal(LAST_QUARTER):
        run = f"first_quarter = '{scenario.first_quarter}' and quarters = {scenario.quarters}"
        raise ValueError(f"{run} end after {LAST_QUARTER}; start earlier or simulate fewer quarters")


def check_actors(scenario: Scenario) -> None:
    """Raise ValueError unless every kind of actor is there."""
    for kind in ("authorities", "providers", "investors"):
        if sum(getattr(country, kind) for country in scenario.countries) == 0:
            raise ValueError(f"countries have no {kind}; give at least one country {kind} = 1 or more")


def check_countries(scenario: Scenario) -> None:
    """Raise ValueError if two countries share a code."""
    codes = [country.code for country in scenario.countries]
    for code in codes:
        if codes.count(code) > 1:
            raise ValueError(f"country '{code}' stands twice; codes must differ")


def check_funds(scenario: Scenario) -> None:
    """Raise ValueError if a fund names a country that is not there."""
    codes = [country.code for country in scenario.countries]
    for fund in scenario.funds:
        if fund.country != "all" and fund.country not in codes:
            known = ", ".join(codes)
            raise ValueError(f"fund '{fund.name}' is in country '{fund.country}', allowed are 'all' and {known}")


def check_dates(scenario: Scenario) -> None:
    """Raise ValueError if a lever's date lies outside the run."""
    last = quarters.text(quarters.ordinal(scenario.first_quarter) + scenario.quarters - 1)
    for lever in Levers.model_fields:
        setting = getattr(scenario.levers, lever)
        for quarter in (setting.first, setting.last):
            if quarter and not 0 <= scenario.step_of(quarter) < scenario.quarters:
                raise ValueError(
                    f"levers.{lever}: quarter {quarter} is outside the run, {scenario.first_quarter} to {last}"
                )


def check_lever_practice(scenario: Scenario) -> None:
    """Raise ValueError if the lever outcomes_fund has a practice: funds that exist anyway are listed as funds."""
    practice = scenario.levers.outcomes_fund.practice
    if practice > 0:
        where = "levers.outcomes_fund.practice"
        raise ValueError(f"{where} = {practice:g} is not allowed; it should be 0: list existing funds under funds")


def check_pockets(scenario: Scenario) -> None:
    """Raise ValueError if the shares of public value exceed the whole."""
    shares = scenario.negotiation
    names = ("own_cashable", "own_other", "other_departments", "state", "local_firms")
    for domain in type(shares.own_cashable).model_fields:
        total = sum(getattr(getattr(shares, name), domain) for name in names)
        if total > 1.0 + 1e-9:
            together = ", ".join(names)
            raise ValueError(f"shares of public value in {domain} add up to {total:.3g}; {together} may reach 1")


def check_edge_list(scenario: Scenario) -> None:
    """Raise ValueError unless an edge list is given exactly when ties come from one."""
    if (scenario.ties == "edge_list") != (scenario.edge_list is not None):
        raise ValueError("ties = 'edge_list' and edge_list = 'FILE.csv' go together; give both or neither")


CHECKS = (
    check_last_quarter,
    check_actors,
    check_countries,
    check_funds,
    check_dates,
    check_lever_practice,
    check_pockets,
    check_edge_list,
)


def parse_policy(policy: str) -> tuple[str, dict[str, Any]]:
    """Return lever name and setting of a policy like 'early_meetings=0.5@2024Q1:2027Q4'; ScenarioError otherwise."""
    name, _, rest = policy.partition("=") if isinstance(policy, str) else ("", "", "")
    intensity, at, dates = rest.partition("@")
    if not at:
        example = "early_meetings=0.5@2024Q1 or early_meetings=0.5@2024Q1:2027Q4"
        raise ScenarioError(f"policy {policy!r} is not like {example}")
    if name not in Levers.model_fields:
        known = ", ".join(Levers.model_fields)
        hint = nearest(name, Levers.model_fields)
        raise ScenarioError(f"policy '{policy}': no lever '{name}'{hint} (levers: {known})")
    first, _, last = dates.partition(":")
    try:
        share = float(intensity)
    except ValueError:
        raise ScenarioError(f"policy '{policy}': intensity '{intensity}' is not a number from 0 to 1") from None
    return name, {"intensity": share, "first": first, "last": last or None}


def assign(data: dict[str, Any], key: str, value: Any) -> None:
    """Put a value into a scenario's nested data by dotted or bare name; ScenarioError if there is no such name."""
    path = key.split(".")
    if path[0] in GROUP_OF:
        path.insert(0, GROUP_OF[path[0]])
    target = data
    for step in path[:-1]:
        target = descend(target, step, key)
    descend(target, path[-1], key)
    current = target[path[-1]]
    if isinstance(current, dict) and isinstance(value, Mapping):
        value = {**current, **value}
    target[path[-1]] = value


def descend(data: Any, step: str, key: str) -> Any:
    """Return what a name holds in nested data; ScenarioError naming the nearest name if there is none."""
    if not isinstance(data, dict) or step not in data:
        known = [*GROUP_OF, *Scenario.model_fields, *(data if isinstance(data, dict) else ())]
        raise ScenarioError(f"no parameter '{key}'{nearest(key, known)} (see `sipabm parameters`)")
    return data[step]


def validated(data: Mapping[str, Any], where: str) -> Scenario:
    """Return the scenario that nested data describe; ScenarioError with one line if they describe none."""
    try:
        return Scenario(**data)
    except ScenarioError as error:
        raise ScenarioError(f"{where}: {error}") from None


def first_mistake(error: ValidationError) -> str:
    """Return the first mistake of a validation as one line, and how many more there are.

    Unknown keys come before all else: a misspelt key makes another one missing.
    """
    mistakes = error.errors(include_url=False)
    first = min(mistakes, key=lambda mistake: mistake["type"] != "extra_forbidden")
    place = ".".join(str(part) for part in first["loc"])
    line = describe(first["type"], place, first)
    return line if len(mistakes) == 1 else f"{line} (and {len(mistakes) - 1} more)"


IN_WORDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "model_type": "a table",
    "string_too_short": "a text that is not empty",
    "string_type": "a text",
    "too_short": "a list that is not empty",
    "tuple_type": "a list",
}


def describe(kind: str, place: str, mistake: Mapping[str, Any]) -> str:
    """Return one mistake in words: the field, the value, what is allowed."""
    if kind == "extra_forbidden":
        *tables, name = mistake["loc"]
        if name in GROUP_OF:
            return f"unknown key '{place}'; write it under [{GROUP_OF[name]}]"
        return f"unknown key '{place}'{nearest(str(name), known_names(tables))}"
    if kind == "missing":
        return f"'{place}' is missing; give it a value"
    if kind == "value_error":
        text = str(mistake["ctx"]["error"])
        group = place.split(".")[0]
        return f"{group}.{text}" if group in GROUPS and "." in place else f"{place}: {text}" if place else text
    allowed = IN_WORDS.get(kind) or mistake["msg"].removeprefix("Input should be ")
    return f"{place} = {mistake['input']!r} is not allowed; it should be {allowed}"


def known_names(tables: Iterable[int | str]) -> list[str]:
    """Return the names that are allowed in a table, which is named by those it stands in and itself."""
    model: type[Frozen] = Scenario
    for name in tables:
        if isinstance(name, str):  # not the number of a row
            model = table_type(model.model_fields[name].annotation)
    return [*Scenario.model_fields, *GROUP_OF] if model is Scenario else list(model.model_fields)


def table_type(annotation: Any) -> type[Frozen]:
    """Return the type of a table, or of each in a row of them."""
    kind: type[Frozen] = get_args(annotation)[0] if get_args(annotation) else annotation
    return kind


def scenario_names() -> list[str]:
    """Return the names of the scenarios that come with the package."""
    folder = resources.files("sipabm") / "scenarios"
    return sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))


def read_source(name_or_path: str | Path) -> tuple[str, str, Path | None]:
    """Return text, origin and folder (none for a named scenario) of a scenario; ScenarioError if there is none."""
    name = str(name_or_path)
    if name in scenario_names():
        return (resources.files("sipabm") / "scenarios" / f"{name}.toml").read_text("utf-8"), name, None
    path = Path(name)
    if not path.is_file():
        known = ", ".join(scenario_names())
        raise ScenarioError(f"no scenario or file '{name}'{nearest(path.name, scenario_names())} (scenarios: {known})")
    return read_text(path), path.name, path.parent


def read_text(path: Path) -> str:
    """Return a file's text; ScenarioError if it is empty, not text or cannot be read."""
    try:
        content = path.read_text("utf-8-sig")  # some editors put a mark before the text
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8 text") from None
    except OSError as error:
        raise ScenarioError(f"{path.name}: cannot be read ({error.strerror})") from None
    if not content.strip():
        raise ScenarioError(f"{path.name}: the file is empty; `sipabm show world` prints a complete one")
    return content


def loaded(name_or_path: str | Path, derived: tuple[Path, ...] = ()) -> Scenario:
    """Return a named scenario or one from a file; `derived` are the files based on it, which it cannot be based on."""
    text, where, folder = read_source(name_or_path)
    if folder is not None:
        derived = (*derived, (folder / where).resolve())
    if len(set(derived)) < len(derived):
        circle = " based on ".join(path.name for path in derived)
        raise ScenarioError(f"{where}: based_on goes in a circle ({circle}); base it on a named scenario like 'world'")
    return from_toml(text, where, folder, derived)


def from_toml(text: str, where: str, folder: Path | None = None, derived: tuple[Path, ...] = ()) -> Scenario:
    """Return the scenario a TOML text describes; paths in it are relative to `folder`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{where}: not valid TOML: {error}") from None
    base = data.pop("based_on", None)
    if folder is not None and isinstance(data.get("edge_list"), str):
        data["edge_list"] = str(folder / data["edge_list"])
    if base is None:
        return validated(data, where)
    if not isinstance(base, str):
        raise ScenarioError(f"{where}: based_on = {base!r} is not allowed; it should be a scenario's name")
    if folder is not None and base not in scenario_names():
        base = str(folder / base)
    return merged(loaded(base, derived), data, where)


def merged(base: Scenario, data: Mapping[str, Any], where: str) -> Scenario:
    """Return a base scenario overlaid with what a file gives."""
    combined = base.model_dump()
    overlay(combined, data)
    return validated(combined, where)


def overlay(target: dict[str, Any], data: Mapping[str, Any]) -> None:
    """Put nested data over other nested data, table by table."""
    for key, value in data.items():
        if isinstance(value, Mapping) and isinstance(target.get(key), dict):
            overlay(target[key], value)
        else:
            target[key] = value
