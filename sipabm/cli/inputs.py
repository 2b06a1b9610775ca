"""Inputs of the command line: a scenario with changes of parameters and policies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from sipabm.errors import ScenarioError
from sipabm.language.typed import typed_number
from sipabm.toml_data import parsed_toml

if TYPE_CHECKING:
    from sipabm.language.money import Money
    from sipabm.scenario import Scenario

ScenarioArgument = Annotated[str, typer.Argument(help="Name of a scenario, or a TOML file.", show_default=False)]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help="Change a parameter: give_up=0.2 (or 20%), worth.social=3, quarters=40. Repeatable.",
    ),
]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="LEVER=SHARE@QUARTER",
        help="Start a lever: early_meetings=0.5@2024Q1, with an end early_meetings=0.5@2024Q1:2027Q4, in some welfare "
        "areas alone early_meetings.social.health=0.5@2024Q1; a year stands for its first quarter. Repeatable.",
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="MECHANISM",
        help="Switch a mechanism off, like leaving ('sipabm mechanisms' lists them). Repeatable.",
    ),
]
Over = Annotated[
    Literal["posterior", "ranges", "defaults"] | None,
    typer.Option(
        case_sensitive=False,
        help="Numbers that nobody knows exactly: each run its own from the posterior, or from all plausible ranges, or "
        "all runs the defaults. What --set sets stays. Large scenarios that come with sipabm say posterior.",
        show_default="as the scenario says",
    ),
]

WelfareArea = Annotated[
    Literal["social", "employment", "health"] | None,
    typer.Option(
        "--area",
        case_sensitive=False,
        help="One welfare area: levers act in it alone, unless they name others (early_meetings.health=1), and it "
        "alone is counted. The other areas go on as they are.",
        show_default="all areas",
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", help="Same seed, same numbers.")]
Threads = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Number of threads.", show_default="one a processor that it may use"),
]
StudyFolder = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Where to write.", show_default="nothing is written")
]
Slides = Annotated[
    bool, typer.Option("--slides", help="Write the figures as slides as well: 16:9, with large letters.")
]

CurrencyCode = Annotated[
    str | None,
    typer.Option(
        "--currency",
        metavar="CODE",
        help="Money in another currency: DKK, EUR, GBP, or one that the scenario has a rate of.",
        show_default="million USD",
    ),
]
PriceYear = Annotated[
    int | None,
    typer.Option(
        "--price-year",
        metavar="YEAR",
        help="Money in the prices of a calendar year, like 2024.",
        show_default="the year that the scenario's money is of, 2018",
    ),
]
Discount = Annotated[
    str | None,
    typer.Option(
        "--discount",
        metavar="RATE",
        help="Bring net positions back to the beginning of the first year that counts, at a real rate a year: 3.5%.",
        show_default="none",
    ),
]

Observed = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Your own counts beside the curve: CSV or Parquet with the columns year and signed.",
        show_default="those that come with sipabm",
    ),
]


def scenario_from(
    name: str, changes: Iterable[str] | None, policies: Iterable[str] | None, without: Iterable[str] | None = None
) -> Scenario:
    """Return a scenario with changes and policies, and without some mechanisms; ScenarioError if there is none."""
    from sipabm.scenario import Scenario

    scenario = Scenario.load(name)
    named = dict(unrepeated("--set", [parse_change(text) for text in changes or ()]))
    named |= off_by_name(named, without or ())
    # Together, as changes may only be allowed together.
    return (scenario.replace(named) if named else scenario).with_policy(*(policies or ()))


def parse_discount(text: str | None) -> float:
    """Return a rate of discount written like '3.5%' or '0.035', 0 for none; ScenarioError if it is none."""
    if text is None:
        return 0.0
    rate = typed_number(f"--discount '{text}'", text)
    if rate is None or not 0 <= rate < 1:
        raise ScenarioError(f"--discount '{text}' is not a yearly rate from 0 to less than 100%; write it like 3.5%")
    return rate


def discount_options(rate: float) -> list[str]:
    """Return the option that asks for a discount; none for no rate."""
    return ["--discount", repr(rate)] if rate else []


def money_options(money: Money) -> list[str]:
    """Return the options that ask for some money; none for the model's own."""
    return [] if money.is_own else ["--currency", money.currency, "--price-year", str(money.price_year)]


def off_by_name(changes: Mapping[str, Any], without: Iterable[str]) -> dict[str, Any]:
    """Return what switches mechanisms off; ScenarioError if --set gives a value that one of them takes back."""
    from sipabm.scenario.mechanisms import mechanism_of, switched_off

    names = [name for name, _ in unrepeated("--without", [(name, None) for name in without])]
    for name in names:
        if "," in name:
            parts = " ".join(f"--without {part.strip()}" for part in name.split(","))
            raise ScenarioError(f"--without '{name}' names several; repeat --without: {parts}")
        for parameter in mechanism_of(name).parameters:
            if parameter in {key.split(".")[0] for key in changes}:
                raise ScenarioError(f"--set {parameter} and --without {name} change the same value; give one of them")
    return switched_off(names)


def with_over(changes: list[str] | None, over: str | None) -> list[str] | None:
    """Return changes of a scenario with the one that an option makes, if it is given."""
    return changes if over is None else [*(changes or []), f"over={over}"]


def parse_change(text: str) -> tuple[str, Any]:
    """Return name and value of a change like 'give_up=0.2'; ScenarioError if it is not like that."""
    name, equals, value = text.partition("=")
    if not (name.strip() and equals):
        raise ScenarioError(f"--set '{text}' is not like give_up=0.2")
    return name.strip(), typed_value(f"--set '{text}'", value.strip())


def typed_value(where: str, text: str) -> Any:
    """Return a value as people type it: a number, '50%' as 0.5, or what is one in TOML, or the text itself.

    ScenarioError, which begins with where it stands, for a number with a decimal comma.
    """
    number = typed_number(where, text)
    # What a file takes as well is read as there: a whole number stays one, and 'nan' is refused in the same words.
    return number if number is not None and text.endswith("%") else toml_value(text)


def toml_value(text: str) -> Any:
    """Return a text read as a TOML value, or the text itself if it is none."""
    try:
        # As in a scenario file, so that --set takes numbers, texts and tables the way a file does.
        data = parsed_toml(f"value = {text}")
    except ScenarioError:
        return text
    # More than one key: the text held a line break and a further line, and is no value.
    return data["value"] if len(data) == 1 else text


def unrepeated(option: str, pairs: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Return named values unchanged; ScenarioError if a name stands twice."""
    for name, times in Counter(name for name, _ in pairs).items():
        if times > 1:
            raise ScenarioError(f"{option} gives '{name}' twice; give it once")
    return pairs
