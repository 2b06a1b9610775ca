"""A discovery in sentences written from its numbers."""

from __future__ import annotations

from typing import Any

from sipabm.language.lists import counted, listed
from sipabm.language.number_names import name_in_words
from sipabm.language.numbers import percent, plain
from sipabm.statistics.prim import HALVES
from sipabm.studies.discovery import Discovery


def sentences(found: Discovery) -> list[str]:
    """Return how frequent the outcome is, where it is frequent, and how far that holds on other points."""
    of = "of the runs at" if found.counts_runs else "of"
    said = [f"In {percent(found.density, 1)} {of} {counted(found.points, 'point')} {found.outcome}."]
    said += [box_sentence(found, row) for row in found.boxes.to_dict("records")] or [nothing()]
    if found.left_out:
        said.append(f"Left out, as they are not numbers at every point: {listed(found.left_out)}.")
    return said


def box_sentence(found: Discovery, box: dict[str, Any]) -> str:
    """Return where a box lies, and how dense it is, on the points that it was found from and on others."""
    ranges = found.ranges[found.ranges["box"] == box["box"]].to_dict("records")
    where = listed([range_in_words(row) for row in ranges])
    confirmed = listed([percent(row["confirmed"]) for row in ranges])
    them = "runs" if found.counts_runs else "points"
    return (
        f"Box {box['box']}, with {percent(box['mass'])} of all points, is where {where}: there it holds in "
        f"{percent(box['density'])} of {them}, which are {percent(box['coverage'])} of all {them} in which it does; on "
        f"points that the box was not found from in {percent(box['checked_density'])}, which are "
        f"{percent(box['checked_coverage'])}. Confirmed in {confirmed} of {HALVES} random halves."
    )


def range_in_words(row: dict[str, Any]) -> str:
    """Return where a number lies in a box: 'worth (social) is above 3.2'."""
    name, low, high = name_in_words(row["name"]), plain(row["low"]), plain(row["high"])
    if row["low"] <= row["range_low"]:
        return f"{name} is below {high}"
    return f"{name} is above {low}" if row["high"] >= row["range_high"] else f"{name} is between {low} and {high}"


def nothing() -> str:
    """Return that there is no box."""
    return (
        "No box: no restriction of a number was found again and confirmed on other points, so nothing here tells where "
        "it holds more often than elsewhere."
    )
