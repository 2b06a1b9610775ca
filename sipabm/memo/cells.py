"""Cells: rows of a study's tables as what a memo says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sipabm.language import cells as written
from sipabm.language.cells import bare
from sipabm.language.numbers import NOTHING, is_noise
from sipabm.language.units import is_share
from sipabm.memo.content import Cell
from sipabm.memo.said import Number, Part, Said, phrases, say
from sipabm.studies.cohort_tables import NEEDS
from sipabm.studies.contrasts import NO_ADDITIONAL, NO_COST, NOISE, SAME, UNDEFINED
from sipabm.studies.robustness_cohorts import SAME_IN_ALL, TOO_FEW

MONEY = re.compile(r"million (?P<currency>\S+)(?: \(prices of (?P<year>\d{4})\))?")
VERDICTS = {
    SAME: "same",
    NOISE: "unclear",
    NO_COST: "unclear",
    UNDEFINED: "undefined",
    NO_ADDITIONAL: "undefined",
    SAME_IN_ALL: "same",
    TOO_FEW: "unclear",
}
PLURAL = ("attempts", "partnerships")
SAMES = (SAME, SAME_IN_ALL)
UNCLEAR = "verdict.unclear"
Numbers = Mapping[str, Any]


def needed_year(row: Numbers) -> str | None:
    """Return the year that a row needs instead of a verdict, if it needs one."""
    verdict = str(row["verdict"])
    return verdict.removeprefix(NEEDS) if verdict.startswith(NEEDS) else None


def is_clear(row: Numbers) -> bool:
    """Return whether a row tells a change beyond noise."""
    return needed_year(row) is None and not is_noise(row)


def verdict(row: Numbers) -> Said:
    """Return the verdict of a row in a word, or the year that it needs."""
    if year := needed_year(row):
        return say("verdict.needs", year=year)
    word = VERDICTS.get(row["verdict"], str(row["verdict"]))
    if word == "more" and row["unit"] not in PLURAL:
        word = "more_money"
    return say(f"verdict.{word}")


def change(row: Numbers) -> Part:
    """Return a change with its interval: '+0.04 (+0.01 to +0.06)', without one if there is none."""
    value, low, high = (Number(text) for text in written.cells(row, "difference", "low", "high", sign=True))
    return value if low.text == NOTHING else say("with_interval", value=value, low=low, high=high)


def size(row: Numbers) -> Part:
    """Return a change beyond noise without its sign, with its interval: '0.04 (0.01 to 0.06)', as a word says which."""
    names = ("difference", "low", "high") if row["difference"] >= 0 else ("difference", "high", "low")
    value, low, high = (Number(text.lstrip("−")) for text in written.cells(row, *names))
    return say("with_interval", value=value, low=low, high=high)


def amount(row: Numbers) -> Part:
    """Return a change with its interval and its unit."""
    return say("with_unit", amount=change(row), unit=short_unit(row))


def level(row: Numbers, world: str) -> Number:
    """Return what there is in one of two worlds."""
    return Number(bare(row[world], row["unit"]))


def base_cell(row: Numbers) -> Cell:
    """Return what there is without an alternative; nothing where a later year is needed to see it."""
    return Cell(NOTHING if needed_year(row) else level(row, "base"))


def level_with_unit(row: Numbers, world: str) -> Part:
    """Return what there is in one of two worlds, with its unit."""
    return say("with_unit", amount=level(row, world), unit=short_unit(row))


def unit(text: str, prices: bool = True) -> Said | str:
    """Return a unit as a memo says it: that of money by its currency, and its year of prices; of shares points."""
    if is_share(text):
        return say("unit.points")
    if not (found := MONEY.fullmatch(text)):
        return text
    key = f"currency.{found['currency']}"
    currency: Part = say(key) if key in phrases() else found["currency"]
    if prices and found["year"]:
        return say("unit.million_prices", currency=currency, year=found["year"])
    return say("unit.million", currency=currency)


def short_unit(row: Numbers) -> Part:
    """Return the unit of a row as a sentence has it: the year of prices is told where the tables are."""
    return unit(str(row["unit"]), prices=False)


def judged_cell(row: Numbers) -> Cell:
    """Return the change of a row with its verdict, its interval below; the year alone if one is needed."""
    if needed_year(row):
        return Cell(verdict(row))
    value, low, high = written.cells(row, "difference", "low", "high", sign=True)
    if value == NOTHING:
        return Cell(verdict(row))
    word = verdict(row)
    if word.key == UNCLEAR:
        word = say("short.unclear")
    said = say("judged", value=Number(value), verdict=word)
    return Cell(said, "" if row["verdict"] in SAMES else say("span", low=Number(low), high=Number(high)), is_clear(row))


def change_cell(row: Numbers, with_interval: bool) -> Cell:
    """Return the change of a row, in brackets if it is not clear, with its interval below if that is wanted.

    A word stands instead of nothing that changes, and no brackets where there are too few sets to judge.
    """
    if needed_year(row) or row["verdict"] in SAMES:
        return Cell(verdict(row))
    value, low, high = written.cells(row, "difference", "low", "high", sign=True)
    is_bare = is_clear(row) or value == NOTHING or row["verdict"] == TOO_FEW
    said: Part = Number(value) if is_bare else say("bracketed", value=Number(value))
    below: Part = say("span", low=Number(low), high=Number(high)) if with_interval and low != NOTHING else ""
    return Cell(said, below, is_clear(row))
